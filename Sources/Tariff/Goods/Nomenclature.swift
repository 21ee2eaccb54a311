import CTariff

// The nomenclature: every chapter, heading and subheading of HS 2022 with the words that stand beside it.
//
//   file     610910|28|of cotton, knitted or crocheted       the first 28 bytes are those of the line above
//   memory   keys    sorted     [ 0101 010121 ... 999999 ]   7,000 rows
//            pool    all words behind one another            700 kB, made when first asked for

/// A section: the roof over some chapters.
package struct GoodsSection: Hashable, Sendable {
  /// Its number in Roman numerals: "XVI".
  package var number: String
  /// Its chapters.
  package var chapters: ClosedRange<Int>
  /// Its words.
  package var words: String
}

/// The international nomenclature of goods, HS 2022. Source: datasets/harmonized-system, PDDL-1.0.
package enum Nomenclature {
  /// How many codes there are at all depths.
  package static var count: Int { NomenclatureTable.shared.codes.count }

  /// All codes in their order.
  package static var codes: [CommodityCode] { NomenclatureTable.shared.codes }

  /// The nomenclature's own words for a code; nil where there is no such code.
  package static func words(of code: CommodityCode) -> String? {
    let table = NomenclatureTable.shared
    return table.row(of: code).map { table.words($0) }
  }

  /// Whether there is such a code.
  package static func contains(_ code: CommodityCode) -> Bool { NomenclatureTable.shared.row(of: code) != nil }

  /// The code of a text, which must exist.
  package static func code(_ text: some StringProtocol) throws(CommodityCodeFault) -> CommodityCode {
    let code = try CommodityCode(parsing: text)
    guard contains(code) else { throw CommodityCodeFault(reason: .unknown, column: 0) }
    return code
  }

  /// The codes one step below, in order.
  package static func children(of code: CommodityCode) -> [CommodityCode] {
    let codes = NomenclatureTable.shared.codes
    guard var row = NomenclatureTable.shared.row(of: code) else { return [] }
    var children: [CommodityCode] = []
    row += 1
    while row < codes.count, code.contains(codes[row]) {
      if codes[row].count == code.count + 2 { children.append(codes[row]) }
      row += 1
    }
    return children
  }

  /// The section of a code; nil for chapters outside all sections (98, 99).
  package static func section(of code: CommodityCode) -> GoodsSection? {
    NomenclatureTable.sections.first { $0.chapters.contains(code.chapterNumber) }
  }

  /// The sections in their order.
  package static var sections: [GoodsSection] { NomenclatureTable.sections }
}

struct NomenclatureTable: Sendable {
  static let shared = NomenclatureTable()

  /// Sorted.
  private(set) var codes: [CommodityCode] = []
  private(set) var pool: [UInt8] = []
  private(set) var starts: [Int32] = []

  static let sections: [GoodsSection] = {
    var sections: [GoodsSection] = []
    forEachRow(.sections) { row in
      let first = row.int(1)
      sections.append(GoodsSection(number: row.text(0), chapters: first...max(first, row.int(2)), words: row.text(3)))
    }
    return sections
  }()

  private init() {
    codes.reserveCapacity(7_000)
    starts.reserveCapacity(7_001)
    pool.reserveCapacity(760_000)
    var before = 0
    forEachRow(.nomenclature) { row in
      guard let code = CommodityCode(value: row.int(0), digits: row.raw(0).count) else { return }
      let start = pool.count
      let shared = min(row.int(1), start - before)
      // Copied out first: a slice of the pool would hold on to all of it while it grows.
      pool.append(contentsOf: Array(pool[before..<before + shared]))
      pool.append(contentsOf: row.raw(2))
      codes.append(code)
      starts.append(Int32(start))
      before = start
    }
    starts.append(Int32(pool.count))
  }

  /// Where a code stands; nil where there is none.
  func row(of code: CommodityCode) -> Int? {
    let row = firstRow(from: code.key)
    return row < codes.count && codes[row] == code ? row : nil
  }

  /// The first row whose key is at least this one.
  func firstRow(from key: UInt32) -> Int {
    var low = 0
    var high = codes.count
    while low < high {
      let middle = (low + high) / 2
      if codes[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The bytes of a row's words.
  func bytes(_ row: Int) -> ArraySlice<UInt8> { pool[Int(starts[row])..<Int(starts[row + 1])] }

  /// A row's words.
  func words(_ row: Int) -> String { String(decoding: bytes(row), as: UTF8.self) }
}
