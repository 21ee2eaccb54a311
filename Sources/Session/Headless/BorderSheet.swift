import Dashboard
import Logistics
import Measures
import Screening
import Tariff

// What the border asks of a shipment, for other programs: what `show --json` adds to what is recorded.

/// What the border asks of a shipment, in stable, plain values.
struct BorderSheet: Encodable {
  var judgedOn: String?
  var judgedOnWhy: String?
  var channel: String?
  var carriage: String?
  var assumptions: [String]
  var corrected: [String]
  var landedCost: CostSheet?
  /// Why it cannot be judged or reckoned.
  var refusal: String?
  /// The share, in percent, of what the merchant's side must give before hand-over that is there and right.
  var papersScore: Int?
  var papers: [Paper]
  /// What of it the destination does not let in, or looks at closely.
  var restrictions: [Restricted]
  var screening: [Party]

  struct Paper: Encodable {
    var name: String
    var document: String?
    var state: String
    var why: String?
    var supplier: String
    var by: String
    var requirement: String
    var isExportSide: Bool
    var isCounted: Bool

    init(_ need: PaperNeed) {
      name = need.name
      document =
        switch need.subject {
        case .paper(let rule): rule.trackedAs
        case .data(let id): id
        }
      switch need.state {
      case .there: state = "there"
      case .missing: state = "missing"
      case .wrong(let words): (state, why) = ("wrong", words)
      case .ask(let words): (state, why) = ("ask", words)
      case .notTracked: state = "not_tracked"
      case .comes: state = "comes"
      case .onRequest: state = "on_request"
      }
      supplier = need.supplier.rawValue
      by = need.time.words
      requirement = need.requirement.words
      isExportSide = need.isExportSide
      isCounted = need.isCounted
    }
  }

  struct Restricted: Encodable {
    var id: String
    var what: String
    var isForbidden: Bool
    var from: String?
    var until: String?
    var confidence: String
    var unverified: Bool
    var sources: [String]

    init(_ restriction: Restriction) {
      id = restriction.id
      what = restriction.told
      isForbidden = restriction.isForbidden
      from = restriction.span.from?.text
      until = restriction.span.until?.text
      confidence = restriction.evidence.confidence.rawValue
      unverified = restriction.evidence.isUnverified
      sources = restriction.evidence.sources
    }
  }

  struct Party: Encodable {
    var role: String
    var name: String
    var matches: [Match]

    struct Match: Encodable {
      var score: Int
      var list: String
      var number: String
      var name: String
      var matchedName: String
      var words: [String]
    }

    init(_ party: ScreenedParty) {
      role = party.role.name
      name = party.name
      matches = party.result.matches.map { match in
        Match(
          score: match.score, list: match.party.list, number: match.party.number, name: match.party.name,
          matchedName: match.matchedName,
          words: match.pairs.map { "\($0.asked) = \($0.listed) (\($0.fit.words))" })
      }
    }
  }

  init(_ findings: BorderFindings, _ law: Law) {
    let consignment = findings.borderCase?.consignment
    judgedOn = consignment?.date.text
    judgedOnWhy = findings.borderCase?.dayWords
    channel = consignment?.channel.rawValue
    carriage = consignment?.carriage.rawValue
    assumptions = findings.borderCase?.assumptions ?? []
    corrected = findings.borderCase?.corrected.map(\.name) ?? []
    landedCost = findings.cost.map { CostSheet($0, law.book.judge($0.consignment, rates: law.rates)) }
    refusal = findings.refusal
    papersScore = findings.checklist?.score
    papers = findings.checklist?.needs.map { Paper($0) } ?? []
    restrictions = findings.checklist?.restrictions.map { Restricted($0) } ?? []
    screening = findings.screened.map { Party($0) }
  }
}
