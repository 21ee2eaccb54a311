// The registry of formats. One case here, one line in `reader`, one file in Formats/: nothing else knows how many there are.
//
//   bytes ─► SourceText ─► Opening ─┬─ recognises? ─► reader ─► items, findings
//            (encoding)  (first    ├─ recognises?
//                         bytes)   └─ recognises?  ... none: one finding that says what was looked for

/// A format that files come in, recognised by what a file holds and never by its name.
package enum Format: String, CaseIterable, Sendable {
  case scmsTable, clearwayCSV, shopifyOrders, amazonOrders, epcisJSON, wcoNotification

  /// The format in the trade's words.
  package var words: String { reader.words }

  /// By what a file of this format is recognised, in words.
  package var marks: String { reader.marks }

  /// Who reads it: the registry's one line a format.
  var reader: any FormatReader.Type {
    switch self {
    case .scmsTable: ScmsTable.self
    case .clearwayCSV: ClearwayCSV.self
    case .shopifyOrders: ShopifyOrders.self
    case .amazonOrders: AmazonOrders.self
    case .epcisJSON: EpcisJSON.self
    case .wcoNotification: WcoNotification.self
    }
  }
}

/// What every format's file provides.
protocol FormatReader {
  /// The format in the trade's words.
  static var words: String { get }
  /// By what a file of it is recognised, in words.
  static var marks: String { get }
  /// Whether a file that begins like this is of the format; no two formats may recognise the same file.
  static func recognises(_ opening: Opening) -> Bool
  /// Takes everything good out of the text and names everything that is not.
  static func read(_ source: SourceText, into collector: inout Collector)
}

/// How a file begins: enough to tell what it is, whatever its size.
struct Opening {
  /// The first byte that is not blank; 0 when there is none.
  let first: UInt8
  /// The names of a table's first row, in lower case and without blanks around them; empty where there is no such row.
  let header: [String]
  /// The first 256 KB as text.
  let text: Substring

  init(_ source: SourceText) {
    first = source.bytes.first { $0 > 0x20 } ?? 0
    text = String(decoding: source.bytes.prefix(262_144), as: UTF8.self)[...]
    guard first != 0x7B, first != 0x5B, first != 0x3C else {
      header = []
      return
    }
    header = TableScanner.header(of: source).map { $0.lowercased() }
  }
}
