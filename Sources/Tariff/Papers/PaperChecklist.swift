import Measures

// Which papers a consignment needs, which of them are there, and what is still missing before it can be handed over:
//
//   data      what it is · HS code · value · weight · origin · number of who receives it
//   papers    from the catalogue, those whose triggers are met
//   score     of what must be there at hand-over and comes from the merchant's side: the share that is there and right
//
// Carriers, brokers and authorities make theirs out of what they are given: their papers are listed and not counted. What only
// somebody who knows the goods can tell is listed as a question and not counted. A paper the folder cannot keep is shown as not
// tracked and not counted.

/// What is known about a consignment's papers.
package struct PaperFolder: Hashable, Sendable {
  /// Descriptions of the goods, one a line of the consignment, in its order.
  package var descriptions: [String]
  /// The folder's documents that are there, by their stable names ("commercial_invoice").
  package var held: Set<String>
  /// Numbers that were given, by their names as the destination calls them ("CPF", "IOSS", "EORI").
  package var identifiers: [(name: String, number: String)]
  /// Whether a lower rate of duty is claimed by origin.
  package var claimsPreference: Bool

  package init(
    descriptions: [String] = [], held: Set<String> = [], identifiers: [(name: String, number: String)] = [],
    claimsPreference: Bool = false
  ) {
    self.descriptions = descriptions
    self.held = held
    self.identifiers = identifiers
    self.claimsPreference = claimsPreference
  }

  package static func == (a: PaperFolder, b: PaperFolder) -> Bool {
    a.descriptions == b.descriptions && a.held == b.held && a.claimsPreference == b.claimsPreference
      && a.identifiers.elementsEqual(b.identifiers) { $0.name == $1.name && $0.number == $1.number }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(descriptions)
    hasher.combine(claimsPreference)
  }
}

/// One line of the checklist.
package struct PaperNeed: Hashable, Sendable {
  /// What it is.
  package enum Subject: Hashable, Sendable {
    /// A paper of the catalogue.
    case paper(PaperRule)
    /// A piece of data, by the folder's name for it ("goods_description", "hs_classification", "value", "consignee_tax_id").
    case data(String)
  }

  /// Where it stands.
  package enum State: Hashable, Sendable {
    case there
    case missing
    /// It is there, and wrong; why.
    case wrong(String)
    /// Whether it is needed is a question to whoever knows; which.
    case ask(String)
    /// The folder cannot keep it.
    case notTracked
    /// It is made out later by whoever carries or clears.
    case comes
    /// The destination may ask for it.
    case onRequest
  }

  package var subject: Subject
  /// What it is called.
  package var name: String
  package var supplier: PaperSupplier
  package var time: PaperTime
  package var requirement: PaperRequirement
  package var state: State
  /// Whether the country of dispatch asks for it.
  package var isExportSide: Bool
  /// What to do about it, in words; empty where nothing is to be done.
  package var advice: String

  /// Whether it counts for the score.
  package var isCounted: Bool {
    guard supplier.isBeforeHandOver else { return false }
    switch state {
    case .there, .missing, .wrong: return true
    case .ask, .notTracked, .comes, .onRequest: return false
    }
  }
}

/// The checklist of a consignment.
package struct PaperChecklist: Hashable, Sendable {
  /// Everything, what must be there first before the rest.
  package private(set) var needs: [PaperNeed] = []
  /// Whether it stays inside one customs territory, so that no customs ask for anything.
  package let isInside: Bool
  /// What of it the destination does not let in, or looks at closely.
  package let restrictions: [Restriction]

  /// Whether something in it may not enter, whatever papers are there.
  package var isForbidden: Bool { restrictions.contains { $0.isForbidden } }

  /// What is missing or wrong and counted, in the order in which it must be there.
  package var open: [PaperNeed] { needs.filter { $0.isCounted && $0.state != .there } }

  /// The share of what counts that is there and right, 0 ... 100 percent, rounded down; 100 where nothing counts. Everything
  /// counts the same.
  package var score: Int {
    let counted = needs.filter(\.isCounted)
    guard !counted.isEmpty else { return 100 }
    return counted.count { $0.state == .there } * 100 / counted.count
  }

  /// How the score was counted, in words.
  package var scoreWords: String {
    let counted = needs.filter(\.isCounted)
    if counted.isEmpty, isInside {
      return "it stays inside one customs territory, and the merchant's side need give nothing"
    }
    return
      "\(counted.count { $0.state == .there }) of \(counted.count) that the merchant's side must give are there and right"
  }

  /// The checklist of a consignment by the rules of its own day.
  ///
  /// - Parameters:
  ///   - book: which papers and numbers the countries ask for, and what they do not let in.
  ///   - rates: for limits in other currencies; where a rate is missing, the limit becomes a question.
  package init(
    _ consignment: Consignment, _ folder: PaperFolder, book: RegimeBook = .builtIn,
    rates: ExchangeRates = ExchangeRates()
  ) {
    isInside = book.destination(consignment.to)?.isInside(from: consignment.shippedFrom, to: consignment.to) ?? false
    restrictions = book.restrictions(on: consignment, rates: rates)
    if !isInside { addData(consignment, folder, book) }
    let facts = PaperFacts(consignment, folder, rates)
    for asked in book.papers(from: consignment.shippedFrom, to: consignment.to, on: consignment.date) {
      guard !isInside || asked.rule.isOfCarriage else { continue }
      // A number that stands among the data is not asked for a second time.
      if let name = asked.rule.trackedAs, needs.contains(where: { $0.subject == .data(name) }) { continue }
      if let need = facts.need(asked) { needs.append(need) }
    }
    needs.sort { a, b in
      let (first, second) = (Self.rank(a), Self.rank(b))
      return first < second
    }
  }

  private static func rank(_ need: PaperNeed) -> (Int, Int) {
    let state =
      switch need.state {
      case .wrong: 0
      case .missing: 1
      case .there: 2
      case .ask: 3
      case .comes: 4
      case .notTracked: 5
      case .onRequest: 6
      }
    return (state, need.time.rawValue)
  }

  // MARK: - Data

  private mutating func addData(_ consignment: Consignment, _ folder: PaperFolder, _ book: RegimeBook) {
    func add(_ id: String, _ name: String, _ supplier: PaperSupplier, _ state: PaperNeed.State, _ advice: String = "") {
      // What the folder has and nobody wrote down beside it is there.
      let state = state == .missing && folder.held.contains(id) ? .there : state
      needs.append(
        PaperNeed(
          subject: .data(id), name: name, supplier: supplier, time: .beforeExport, requirement: .mandatory,
          state: state,
          isExportSide: false, advice: state == .there ? "" : advice))
    }
    // Descriptions, each line on its own; the first that is wrong is told.
    var description = PaperNeed.State.there
    var advice = ""
    if folder.descriptions.isEmpty || consignment.lines.isEmpty { description = .missing }
    for (number, text) in folder.descriptions.enumerated() where description == .there {
      let code = number < consignment.lines.count ? consignment.lines[number].code : nil
      let check = DescriptionCheck(text, code: code)
      guard let fault = check.fault, fault.isRefusal || !check.isJudged else { continue }
      description = !check.isJudged ? .ask(fault.text) : fault == .empty ? .missing : .wrong(fault.text)
      advice = check.advice
    }
    if folder.descriptions.count < consignment.lines.count, description == .there {
      description = .missing
      advice = "\(consignment.lines.count - folder.descriptions.count) lines have no description"
    }
    add("goods_description", "plain description of the goods", .merchant, description, advice)

    let unknown = consignment.lines.first { $0.code.count < 6 || !Nomenclature.contains($0.code) }
    add(
      "hs_classification", "HS code of six digits", .merchant,
      consignment.lines.isEmpty
        ? .missing : unknown.map { .wrong("\($0.code.text) is no subheading of HS 2022") } ?? .there,
      "search by words: `clearway hs WORDS`")
    add(
      "value", "value of the goods", .merchant, consignment.lines.allSatisfy { $0.value.minor > 0 } ? .there : .missing,
      "the price paid, or the value of the goods where nothing was paid")
    add(
      "weight", "weight of the goods", .merchant,
      consignment.lines.allSatisfy { $0.weight.value > 0 } ? .there : .missing,
      "net weight of each line")

    // Numbers that somebody must give. What is given is checked by its shape, asked for or not.
    let destination = book.destination(consignment.to)
    for identifier in destination?.identifiers ?? [] {
      let given = folder.identifiers.first { identifier.isCalled($0.name) }
      let isAsked =
        switch identifier.holder {
        case .consignee: identifier.isAlways
        case .business: consignment.purpose == .business && identifier.isAlways
        case .seller: false
        }
      guard isAsked || given != nil else { continue }
      let supplier: PaperSupplier =
        switch identifier.holder {
        case .consignee: .consignee
        case .business: .importer
        case .seller: .merchant
        }
      let state: PaperNeed.State
      if let given {
        if let pattern = identifier.pattern, !pattern.matches(given.number) {
          state = .wrong("“\(given.number.prefix(40))” has not the shape of \(identifier.name)")
        } else if CheckDigits.isWrong(identifier.name, given.number) {
          state = .wrong("the check digit of “\(given.number.prefix(40))” is wrong")
        } else {
          state = .there
        }
      } else {
        state = .missing
      }
      add(
        "consignee_tax_id", identifier.name, supplier, state,
        "\(consignment.to.code) asks \(identifier.holder.words) for it")
    }
    for given in folder.identifiers where given.name.uppercased() == "IOSS" {
      // IM, the issuing state's three digits and seven more.
      let isRight =
        given.number.utf8.count == 12 && given.number.uppercased().hasPrefix("IM")
        && given.number.utf8.dropFirst(2).allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      add(
        "ioss_number", "IOSS number", .merchant,
        isRight ? .there : .wrong("“\(given.number.prefix(40))” has not the shape IM and ten digits"),
        "the number of the seller or its intermediary")
    }
  }
}

/// What papers ask of a consignment and its folder.
private struct PaperFacts {
  /// Whether something is so.
  private enum Answer: Equatable {
    case yes, no
    case ask(String)
  }

  private let consignment: Consignment
  private let folder: PaperFolder
  private let lines: [ConsignmentFacts]
  /// Flags that some goods carry as a rule, and those that some may carry.
  private let certain: GoodsFlags
  private let possible: GoodsFlags

  init(_ consignment: Consignment, _ folder: PaperFolder, _ rates: ExchangeRates) {
    self.consignment = consignment
    self.folder = folder
    // Without goods there still is a way and a purpose.
    let numbers = consignment.lines.isEmpty ? 0..<1 : consignment.lines.indices
    lines = numbers.map { ConsignmentFacts(consignment, $0, nil, rates) }
    let judgements = consignment.lines.map { GoodsJudgement($0.code) }
    let certain = judgements.reduce(into: GoodsFlags()) { $0.formUnion($1.certain) }
    self.certain = certain
    possible = judgements.reduce(into: GoodsFlags()) { $0.formUnion($1.possible) }.subtracting(certain)
  }

  /// What is to be said of a paper; nil where it is not about the consignment.
  func need(_ asked: AskedPaper) -> PaperNeed? {
    let rule = asked.rule
    var question: String?
    for answer in [isCarried(rule.flags), isMet(rule.condition), isTriggered(rule.trigger)] {
      switch answer {
      case .yes: break
      case .no: return nil
      case .ask(let words): question = words
      }
    }
    if asked.demand.requirement == .alternative { question = question ?? "one of several ways" }
    if asked.demand.requirement == .conditional, rule.isUnbound { question = question ?? "if it applies" }
    let state = state(of: asked, question)
    return PaperNeed(
      subject: .paper(rule), name: rule.name, supplier: rule.supplier, time: rule.time,
      requirement: asked.demand.requirement, state: state, isExportSide: rule.isExportSide,
      advice: state == .missing ? "ask \(rule.supplier.words); it is shown to \(rule.presentedTo)" : "")
  }

  private func state(of asked: AskedPaper, _ question: String?) -> PaperNeed.State {
    if asked.demand.requirement == .onRequest { return .onRequest }
    if let question { return .ask(question) }
    guard asked.rule.supplier.isBeforeHandOver else { return .comes }
    guard let name = asked.rule.trackedAs else { return .notTracked }
    return folder.held.contains(name) ? .there : asked.rule.time <= .beforeArrival ? .missing : .comes
  }

  /// What only somebody who knows the goods can tell is a question.
  private func isCarried(_ flags: GoodsFlags) -> Answer {
    if flags.isEmpty || !flags.isDisjoint(with: certain) { return .yes }
    let maybe = flags.intersection(possible)
    return maybe.isEmpty ? .no : .ask("if the goods are \(maybe.words.joined(separator: " or "))")
  }

  private func isMet(_ condition: Condition) -> Answer {
    var isUncertain = false
    for line in lines {
      switch line.mismatch(condition) {
      case nil: return .yes
      case .noRate?: isUncertain = true
      case .date?, .channel?, .carriage?, .notOver?, .tooMuch?, .purpose?, .seller?, .origin?, .sender?, .goods?,
        .weight?,
        .declaration?:
        break
      }
    }
    return isUncertain ? .ask(condition.limitWords) : .no
  }

  private func isTriggered(_ trigger: PaperTrigger) -> Answer {
    switch trigger {
    case .always: .yes
    case .packages: consignment.packages > 1 ? .yes : .no
    case .preference: folder.claimsPreference ? .yes : .no
    case .ask(let words): .ask(words.isEmpty ? "if it applies" : words)
    }
  }
}

extension Condition {
  /// The value it asks: "above €150.00".
  fileprivate var limitWords: String {
    [over.map { "above \($0.text)" }, to.map { "up to \($0.text)" }].compactMap(\.self).joined(separator: " and ")
  }
}
