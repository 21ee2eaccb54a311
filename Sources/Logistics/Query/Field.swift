package import Measures

// What a filter can ask about. One row a field: completion, the help page and the parser all read this table.
//
//   kind        takes                          compares
//   choice      names of a closed list         is one of
//   place       a code or a name in the atlas  is one of
//   text        any words                      contains; "=" the whole text
//   digits      the start of a number          begins with
//   number      a whole number                 < <= = >= > and from..to
//   label       CW-10482                       likewise
//   money       500eur                         likewise, in euros at the reference rates
//   mass        2kg                            likewise
//   span        3d                             likewise, since or until now
//   time        3d or 2026-11-22               likewise, until now, or on the calendar (UTC)

/// Something about a shipment that a filter can ask for by name.
package enum Field: UInt8, CaseIterable, Sendable {
  case id, ref, order, panel, stage, milestone, hold, `is`, from, to, origin, dest, at, lane, mode
  case merchant, consignee, carrier, platform, owner, goods, hs, value, weight, incoterm, attempts
  case age, heard, eta, due, promise, placed, used, dwell, alarm
  case exportState, importState, mrn, limit, corrected, holdOwner, clock, papers, wasHeld

  /// How its values are written and compared.
  package enum Kind: Sendable {
    case choice, place, text, digits, number, label, money, mass, span, time

    /// Whether "<" and its kin mean anything.
    package var isOrdered: Bool {
      switch self {
      case .choice, .place, .text, .digits: false
      case .number, .label, .money, .mass, .span, .time: true
      }
    }
  }

  /// The name, as it stands before the colon.
  package var name: String { Field.rows[Int(rawValue)].name }
  /// What it asks for, a clause.
  package var words: String { Field.rows[Int(rawValue)].words }
  /// How its values are written and compared.
  package var kind: Kind { Field.rows[Int(rawValue)].kind }
  /// A whole term with it, for the help.
  package var example: String { Field.rows[Int(rawValue)].example }
  /// Whether a whole number of it is a share, so that it may be written with its sign: "80%".
  package var isPercent: Bool { self == .used || self == .papers }
  /// Whether a shipment can be without it, so that `none` and `any` mean something.
  package var canBeMissing: Bool { Field.rows[Int(rawValue)].canBeMissing }

  /// The field of this name or of one of its other names, in either case.
  package init?(name: some StringProtocol) {
    let lower = name.lowercased()
    guard let row = Field.rows.firstIndex(where: { $0.name == lower || $0.others.contains(lower) }),
      let match = Field(rawValue: UInt8(row))
    else { return nil }
    self = match
  }

  private struct Row {
    let name: String
    let others: [String]
    let kind: Kind
    let example: String
    let canBeMissing: Bool
    let words: String

    init(
      _ name: String, _ others: [String] = [], _ kind: Kind, _ example: String, missing: Bool = false, _ words: String
    ) {
      self.name = name
      self.others = others
      self.kind = kind
      self.example = example
      canBeMissing = missing
      self.words = words
    }
  }

  /// One row a field, in the order of the cases.
  private static let rows: [Row] = [
    Row("id", ["shipment"], .label, "id:CW-10482", "the shipment's own number"),
    Row("ref", ["reference", "tracking"], .text, "ref:1Z999", missing: true, "what the outside calls it"),
    Row("order", [], .text, "order:77120", missing: true, "the order's number at the shop"),
    Row("panel", [], .choice, "panel:customs", "the list it stands in"),
    Row("stage", [], .choice, "stage:carriage", "the stage of its way"),
    Row("milestone", ["at-milestone"], .choice, "milestone:import_declared", "the milestone it stands at"),
    Row("hold", ["reason"], .choice, "hold:H09", missing: true, "an open hold, by code, words or who must act"),
    Row("is", ["state"], .choice, "is:late", "what is true of it beside its milestone"),
    Row("from", [], .choice, "from:CN", missing: true, "the country it comes from"),
    Row("to", [], .choice, "to:DE,FR", missing: true, "the country it goes to; EU is all of it"),
    Row("origin", [], .place, "origin:SZX", missing: true, "the place it comes from"),
    Row("dest", ["destination"], .place, "dest:berlin", missing: true, "the place it goes to"),
    Row("at", ["place"], .place, "at:LGG", missing: true, "the place it was last seen at"),
    Row("lane", [], .choice, "lane:CN-DE", missing: true, "the lane, by code or by two countries"),
    Row("mode", [], .choice, "mode:air", missing: true, "how it crosses the border"),
    Row("merchant", ["seller"], .text, "merchant:nimbus", missing: true, "who sold it"),
    Row("consignee", ["buyer"], .text, "consignee:weber", missing: true, "who bought it"),
    Row("carrier", [], .text, "carrier:dhl", missing: true, "who carries it"),
    Row("platform", ["shop"], .text, "platform:market", missing: true, "where it was sold"),
    Row("owner", [], .text, "owner:none", missing: true, "who in the control room cares for it"),
    Row("goods", [], .text, "goods:lithium", missing: true, "what is in it"),
    Row("hs", [], .digits, "hs:8517", missing: true, "its HS code, from the left"),
    Row("value", [], .money, "value>500eur", "the goods' value"),
    Row("weight", [], .mass, "weight<2kg", "its weight"),
    Row("incoterm", ["terms"], .choice, "incoterm:DDP", missing: true, "the delivery term"),
    Row("attempts", [], .number, "attempts>=2", "failed attempts at delivery"),
    Row("age", [], .span, "age>=3d", "the time since the order was placed"),
    Row("heard", ["silence", "changed"], .span, "heard>3d", "the time since anything was heard of it"),
    Row("eta", [], .time, "eta<2d", missing: true, "when delivery is expected"),
    Row("due", [], .time, "due<4h", missing: true, "when its first open hold runs out"),
    Row("promise", ["promised"], .time, "promise<0h", missing: true, "until when delivery was promised"),
    Row("placed", [], .time, "placed>=2026-11-20", "when the order was placed"),
    Row("used", [], .number, "used>=80", missing: true, "percent used of its open holds' clock"),
    Row("dwell", ["standing"], .span, "dwell>4d", "the time since its last step"),
    Row("alarm", [], .choice, "alarm:p1", missing: true, "an alarm about it, by priority or by the rule's name"),
    Row("export", [], .choice, "export:released", missing: true, "what has become of its export declaration"),
    Row("import", [], .choice, "import:tax-due", missing: true, "what has become of its import declaration"),
    Row(
      "mrn", [], .text, "mrn:23GB", missing: true, "the number of a declaration of it with customs, at export or import"
    ),
    Row("limit", [], .time, "limit<2d", missing: true, "the first limit that an authority has set for an open hold"),
    Row("corrected", [], .choice, "corrected:value", missing: true, "the part of its data that was corrected"),
    Row("hold-owner", [], .choice, "hold-owner:merchant", missing: true, "who has an open hold now"),
    Row("clock", [], .choice, "clock:running", missing: true, "whether our clock runs on an open hold"),
    Row(
      "papers", ["score"], .number, "papers<100%", missing: true,
      "percent of the papers of the merchant's side that are there"),
    Row(
      "was-held", ["held-for"], .choice, "was-held:H01", missing: true,
      "a hold that it has or had, by code, words or who must act"),
  ]
}

/// What can be true of a shipment beside its milestone, as `is:` asks for it.
package enum Condition: UInt8, CaseIterable, Sendable {
  case held, late, stale, disputed, ended, simulated, damaged, delayed, owned, repeated, delivered, returning,
    incomplete, stuck, risky, papersMissing

  /// The stable name, as it stands after `is:`.
  package var name: String {
    switch self {
    case .held: "held"
    case .late: "late"
    case .stale: "stale"
    case .disputed: "disputed"
    case .ended: "ended"
    case .simulated: "simulated"
    case .damaged: "damaged"
    case .delayed: "delayed"
    case .owned: "owned"
    case .repeated: "repeated"
    case .delivered: "delivered"
    case .returning: "returning"
    case .incomplete: "incomplete"
    case .stuck: "stuck"
    case .risky: "risky"
    case .papersMissing: "papers-missing"
    }
  }

  /// What it means, a clause.
  package var words: String {
    switch self {
    case .held: "a hold is open"
    case .late: "the promise is broken, or passed without delivery"
    case .stale: "under way and silent for longer than its lane explains"
    case .disputed: "claims about it contradict each other"
    case .ended: "its way has ended"
    case .simulated: "it belongs to the simulation"
    case .damaged: "it was reported damaged"
    case .delayed: "its carrier said that it is delayed"
    case .owned: "somebody cares for it"
    case .repeated: "something was said of it more than once"
    case .delivered: "it was delivered once"
    case .returning: "it goes back undelivered"
    case .incomplete: "documents are missing"
    case .stuck: "not held, and longer at its last step than that explains"
    case .risky: "its way takes longer than is left of its promise"
    case .papersMissing: "a paper that the merchant's side must give is missing or wrong, by the law of its destination"
    }
  }

  /// How long a shipment under way may be silent within a country: the three days without a scan that shops commonly allow.
  package static let staleAfter = Span.hours(72)
}
