// The words by which papers are told apart: when each must be there, whom to ask for it, how strictly it is asked for.

/// By when a paper must be there.
package enum PaperTime: Int, CaseIterable, Comparable, Sendable {
  case beforeExport, beforeLoading, beforeArrival, atImport, later, onRequest

  package static func < (a: PaperTime, b: PaperTime) -> Bool { a.rawValue < b.rawValue }

  /// Its letter in the catalogue.
  init?(letter: String) {
    guard let time = PaperTime.allCases.first(where: { $0.letter == letter }) else { return nil }
    self = time
  }

  private var letter: String {
    switch self {
    case .beforeExport: "x"
    case .beforeLoading: "l"
    case .beforeArrival: "v"
    case .atImport: "i"
    case .later: "f"
    case .onRequest: "r"
    }
  }

  /// Its name in files: "before_export".
  package var name: String { words.replacing(" ", with: "_") }

  /// In words.
  package var words: String {
    switch self {
    case .beforeExport: "before export"
    case .beforeLoading: "before loading"
    case .beforeArrival: "before arrival"
    case .atImport: "at import"
    case .later: "afterwards"
    case .onRequest: "on request"
    }
  }
}

/// Who must be asked for a paper. Authorities issue many that somebody else must apply for: that one is the supplier.
package enum PaperSupplier: String, CaseIterable, Sendable {
  case merchant, maker, consignee, importer, carrier, broker, authority

  /// In words.
  package var words: String {
    switch self {
    case .merchant: "the merchant"
    case .maker: "the maker, by way of the merchant"
    case .consignee: "who receives it"
    case .importer: "the importer"
    case .carrier: "the carrier"
    case .broker: "the broker"
    case .authority: "the authority"
    }
  }

  /// Whether it must come before the carrier can take the parcel over: carriers and brokers make theirs from what they are given.
  package var isBeforeHandOver: Bool {
    switch self {
    case .merchant, .maker, .consignee, .importer: true
    case .carrier, .broker, .authority: false
    }
  }
}

/// How strictly a country asks for a paper.
package enum PaperRequirement: String, CaseIterable, Sendable {
  case mandatory
  case conditional
  /// One of several ways.
  case alternative
  case onRequest = "on_request"
  /// It was once asked for.
  case historic
  case notUsed = "not_used"

  /// The first letter of its name, in the catalogue.
  init?(letter: some StringProtocol) {
    guard letter.utf8.count == 1,
      let requirement = letter == "r"
        ? .onRequest : PaperRequirement.allCases.first(where: { $0.rawValue.first == letter.first })
    else { return nil }
    self = requirement
  }

  /// In words.
  package var words: String {
    switch self {
    case .mandatory: "mandatory"
    case .conditional: "if it applies"
    case .alternative: "one of several ways"
    case .onRequest: "on request"
    case .historic: "no longer asked for"
    case .notUsed: "not used"
    }
  }
}
