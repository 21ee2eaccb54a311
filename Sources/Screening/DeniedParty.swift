package import Measures

/// Somebody on a list of parties that must not be dealt with, or only with a licence.
package struct DeniedParty: Hashable, Sendable {
  /// What kind of party it is.
  package enum Kind: String, CaseIterable, Sendable {
    case person, organisation, vessel, aircraft

    /// Reads the lists' own words; what they leave open is an organisation.
    init(_ text: String) {
      switch text.lowercased() {
      case "individual": self = .person
      case "vessel": self = .vessel
      case "aircraft": self = .aircraft
      default: self = .organisation
      }
    }
  }

  /// The list it stands on, as the file names it.
  package var list: String
  /// Its number on the list.
  package var number: String
  package var kind: Kind
  /// The name as listed; persons with the family name before a comma, where the list writes it so.
  package var name: String
  /// Other names it is known by.
  package var aliases: [String] = []
  /// Names the list itself calls broad or generic (in OFAC's remarks between quotes): alone they say little.
  package var weakAliases: [String] = []
  /// The programmes it was listed under.
  package var programmes: [String] = []
  /// Addresses, each on one line.
  package var addresses: [String] = []
  /// Countries of its addresses, nationality and citizenship.
  package var countries: [Country] = []
  /// Dates of birth as listed.
  package var births: [String] = []
  /// Since when it is listed; nil where the list does not say.
  package var from: CivilDate?
  /// The last day of the listing; nil while it is open.
  package var to: CivilDate?
  /// What else the list says.
  package var remarks = ""

  /// A party with this name; the rest is filled in by whoever knows it.
  package init(list: String, number: String, kind: Kind, name: String, aliases: [String] = []) {
    self.list = list
    self.number = number
    self.kind = kind
    self.name = name
    self.aliases = aliases
  }
}

/// Something in a list that could not be taken.
package struct ListFinding: Hashable, Sendable {
  /// The file, as it was given.
  package var file: String
  /// The line, from 1; 0 where it is the whole file.
  package var line: Int
  /// What is wrong.
  package var words: String

  /// `sdn.csv:12: …`
  package var text: String { line == 0 ? "\(file): \(words)" : "\(file):\(line): \(words)" }
}

/// A file of a list.
package struct ListFile: Sendable {
  /// Its name, for findings.
  package var name: String
  package var bytes: [UInt8]

  /// A file with this name and content.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// The format of a list's file.
package enum ListFormat: String, CaseIterable, Sendable {
  case ofacEntries = "OFAC entries"
  case ofacAliases = "OFAC aliases"
  case ofacAddresses = "OFAC addresses"
  case consolidated = "consolidated screening list"
}

/// Parties read from files, and what was found wrong with them.
package struct PartyList: Sendable {
  /// The parties in the order in which they came.
  package private(set) var parties: [DeniedParty] = []
  /// The first findings.
  package private(set) var findings: [ListFinding] = []
  /// How many findings there are in all.
  package private(set) var findingCount = 0
  /// What each file was recognised as; nil where it is no list.
  package private(set) var formats: [(file: String, format: ListFormat?)] = []

  static let findingsMax = 100
  /// More entries than any list has.
  static let partiesMax = 500_000

  private var byNumber: [String: Int] = [:]
  private var waiting: [(file: String, line: Int, number: String, row: [String], isAlias: Bool)] = []

  /// Reads files in any order. Formats are recognised by content; what cannot be read gives a finding, the rest is taken.
  package init(reading files: [ListFile]) {
    for file in files { read(file) }
    for row in waiting {
      guard let index = byNumber[row.number] else {
        find(
          row.file, row.line,
          "there is no entry \(Self.short(row.number)) that this \(row.isAlias ? "alias" : "address") could belong to")
        continue
      }
      if row.isAlias { addAlias(row.row, to: index) } else { addAddress(row.row, to: index) }
    }
    waiting = []
  }

  private mutating func find(_ file: String, _ line: Int, _ words: String) {
    findingCount += 1
    if findings.count < Self.findingsMax { findings.append(ListFinding(file: file, line: line, words: words)) }
  }

  private static func short(_ text: String) -> String { "“\(text.prefix(20))”" }

  private mutating func read(_ file: ListFile) {
    var scanner = ListScanner(file.bytes)
    var format: ListFormat?
    var columns: [String: Int] = [:]
    var isFirst = true
    while let row = scanner.next() {
      if let fault = row.fault { find(file.name, row.line, fault) }
      if row.fields.isEmpty { continue }
      if isFirst {
        isFirst = false
        format = Self.recognise(row.fields)
        formats.append((file.name, format))
        guard let format else {
          find(
            file.name, row.line, "this is no list of parties: neither OFAC's CSV nor the consolidated screening list")
          return
        }
        if format == .consolidated {
          for (index, name) in row.fields.enumerated() where columns[name.lowercased()] == nil {
            columns[name.lowercased()] = index
          }
          continue
        }
      }
      guard parties.count < Self.partiesMax else {
        find(file.name, row.line, "more than \(Self.partiesMax) entries; the rest is left out")
        return
      }
      switch format {
      case .ofacEntries: takeEntry(row, file.name)
      case .ofacAliases, .ofacAddresses: takeAttached(row, file.name, isAlias: format == .ofacAliases)
      case .consolidated: takeConsolidated(row, file.name, columns)
      case nil: return
      }
    }
    if isFirst {
      formats.append((file.name, nil))
      find(file.name, 0, "the file is empty")
    }
  }

  private static func recognise(_ row: [String]) -> ListFormat? {
    let names = Set(row.map { $0.lowercased() })
    if names.isSuperset(of: ["source", "name", "alt_names", "programs"]) { return .consolidated }
    guard let number = row.first, !number.isEmpty, number.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return nil
    }
    let isSecondNumber = row.count > 1 && !row[1].isEmpty && row[1].utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    switch row.count {
    case 12: return .ofacEntries
    case 5 where isSecondNumber: return ["aka", "fka", "nka"].contains(row[2].lowercased()) ? .ofacAliases : nil
    case 6 where isSecondNumber: return .ofacAddresses
    default: return nil
    }
  }

  // MARK: - OFAC

  private mutating func takeEntry(_ row: ListScanner.Row, _ file: String) {
    let fields = row.fields
    guard fields.count >= 12 else {
      find(file, row.line, "\(fields.count) fields; an entry has 12")
      return
    }
    guard fields[0].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), !fields[0].isEmpty else {
      find(file, row.line, "\(Self.short(fields[0])) is no number of an entry")
      return
    }
    guard let name = Self.said(fields[1]) else {
      find(file, row.line, "entry \(Self.short(fields[0])) has no name")
      return
    }
    if byNumber[fields[0]] != nil {
      find(file, row.line, "entry \(Self.short(fields[0])) stands here twice; the first is kept")
      return
    }
    var party = DeniedParty(
      list: "OFAC SDN", number: fields[0], kind: DeniedParty.Kind(Self.said(fields[2]) ?? ""), name: name)
    party.programmes = (Self.said(fields[3]) ?? "").split(whereSeparator: { $0 == "]" || $0 == "[" || $0 == ";" })
      .map { Self.trimmed($0) }.filter { !$0.isEmpty }
    if let flag = Self.said(fields[8]), let country = CountryNames.country(flag) { party.countries.append(country) }
    if let remarks = Self.said(fields[11]) {
      party.remarks = remarks
      readRemarks(remarks, into: &party)
    }
    byNumber[party.number] = parties.count
    parties.append(party)
  }

  /// What remarks say in a fixed form: dates of birth, nationality, further names.
  private func readRemarks(_ remarks: String, into party: inout DeniedParty) {
    for part in remarks.split(separator: ";") {
      var clause = Self.trimmed(part)
      if clause.hasPrefix("alt. ") { clause = String(clause.dropFirst(5)) }
      if clause.hasSuffix(".") { clause.removeLast() }
      if clause.hasPrefix("DOB ") {
        party.births.append(String(clause.dropFirst(4)))
      } else if clause.hasPrefix("nationality ") || clause.hasPrefix("citizen ") {
        if let country = CountryNames.country(String(clause.drop { $0 != " " }.dropFirst())),
          !party.countries.contains(country)
        {
          party.countries.append(country)
        }
      } else if clause.hasPrefix("a.k.a. ") || clause.hasPrefix("f.k.a. ") {
        let name = clause.dropFirst(7).filter { $0 != "'" && $0 != "\"" }
        if !name.isEmpty { party.weakAliases.append(name) }
      }
    }
  }

  private mutating func takeAttached(_ row: ListScanner.Row, _ file: String, isAlias: Bool) {
    guard row.fields.count >= (isAlias ? 4 : 5) else {
      find(file, row.line, "\(row.fields.count) fields; \(isAlias ? "an alias has 5" : "an address has 6")")
      return
    }
    waiting.append((file, row.line, row.fields[0], row.fields, isAlias))
  }

  private mutating func addAlias(_ row: [String], to index: Int) {
    guard let name = Self.said(row[3]), !parties[index].aliases.contains(name) else { return }
    parties[index].aliases.append(name)
  }

  private mutating func addAddress(_ row: [String], to index: Int) {
    let parts = row[2...4].compactMap { Self.said($0) }
    if !parts.isEmpty { parties[index].addresses.append(parts.joined(separator: ", ")) }
    if let country = Self.said(row[4]).flatMap({ CountryNames.country($0) }),
      !parties[index].countries.contains(country)
    {
      parties[index].countries.append(country)
    }
  }

  // MARK: - The consolidated screening list

  private mutating func takeConsolidated(_ row: ListScanner.Row, _ file: String, _ columns: [String: Int]) {
    func field(_ name: String) -> String {
      guard let index = columns[name], index < row.fields.count else { return "" }
      return Self.said(row.fields[index]) ?? ""
    }
    func list(_ name: String) -> [String] {
      field(name).split(separator: ";").map { Self.trimmed($0) }.filter { !$0.isEmpty }
    }
    // "…; and any successor, sub-unit, or subsidiary thereof" is law and no name.
    let name = Self.trimmed(field("name").split(separator: ";", omittingEmptySubsequences: false).first ?? "")
    guard !name.isEmpty else {
      find(
        file, row.line,
        row.fields.count < columns.count ? "\(row.fields.count) fields of \(columns.count), and no name" : "no name")
      return
    }
    let number = field("entity_number").isEmpty ? field("_id") : field("entity_number")
    var party = DeniedParty(list: field("source"), number: number, kind: DeniedParty.Kind(field("type")), name: name)
    party.aliases = list("alt_names")
    party.programmes = list("programs")
    party.addresses = list("addresses")
    for address in party.addresses {
      let last = address.split(separator: ",").last.map { Self.trimmed($0) } ?? ""
      if let country = Country(last) ?? CountryNames.country(last), !party.countries.contains(country) {
        party.countries.append(country)
      }
    }
    for code in list("citizenships") + list("nationalities") {
      if let country = Country(code) ?? CountryNames.country(code), !party.countries.contains(country) {
        party.countries.append(country)
      }
    }
    party.births = list("dates_of_birth")
    party.remarks = field("remarks")
    for (key, path) in [("start_date", \DeniedParty.from), ("end_date", \DeniedParty.to)] {
      let text = field(key)
      guard !text.isEmpty else { continue }
      if let date = Self.date(text) {
        party[keyPath: path] = date
      } else {
        find(file, row.line, "\(Self.short(text)) is no date")
      }
    }
    parties.append(party)
  }

  private static func date(_ text: String) -> CivilDate? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2])
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// What a field says; nil where it says nothing ("-0-").
  private static func said(_ field: String) -> String? {
    let text = trimmed(field[...])
    return text.isEmpty || text == "-0-" ? nil : text
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}

/// Parts bytes into rows of fields: commas, quotes that double, any line end. UTF-8, or Latin-1 where it is none.
struct ListScanner {
  struct Row {
    var line: Int
    var fields: [String]
    var fault: String?
  }

  private let bytes: [UInt8]
  private let isUTF8: Bool
  private var index = 0
  private var line = 1

  static let fieldMax = 65_536
  static let fieldsMax = 200

  init(_ bytes: [UInt8]) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    self.bytes = bytes
    index = start
    isUTF8 = String(validating: bytes[start...], as: UTF8.self) != nil
  }

  /// The next row; nil at the end. Empty lines have no fields.
  mutating func next() -> Row? {
    guard index < bytes.count else { return nil }
    var row = Row(line: line, fields: [])
    var field: [UInt8] = []
    var isQuoted = false
    var wasQuoted = false
    let rowStart = index
    func text(_ field: [UInt8]) -> String {
      isUTF8
        ? String(decoding: field, as: UTF8.self) : String(String.UnicodeScalarView(field.map { Unicode.Scalar($0) }))
    }
    func close() {
      if row.fields.count < Self.fieldsMax { row.fields.append(text(field)) }
      field.removeAll(keepingCapacity: true)
      wasQuoted = false
    }
    scan: while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x22 where isQuoted:
        if index < bytes.count, bytes[index] == 0x22 {
          field.append(byte)
          index += 1
        } else {
          isQuoted = false
          // A quote that runs over a line and ends within a field was never meant to run so far.
          let ends = index >= bytes.count || [0x2C, 0x0A, 0x0D, 0x20].contains(bytes[index])
          if !ends, line > row.line { return skipLine(from: rowStart, row.line, "a quote is opened and never closed") }
        }
      case 0x22 where field.isEmpty && !wasQuoted:
        isQuoted = true
        wasQuoted = true
      case 0x2C where !isQuoted: close()
      case 0x0D where !isQuoted:
        if index < bytes.count, bytes[index] == 0x0A { index += 1 }
        line += 1
        break scan
      case 0x0A where !isQuoted:
        line += 1
        break scan
      case 0x1A where !isQuoted && index == bytes.count: break  // the end of file of old systems
      default:
        if byte == 0x0A { line += 1 }
        guard field.count < Self.fieldMax else {
          return skipLine(from: rowStart, row.line, "a field of more than \(Self.fieldMax) bytes")
        }
        field.append(byte < 0x20 ? 0x20 : byte)
      }
    }
    if isQuoted { return skipLine(from: rowStart, row.line, "a quote is opened and never closed") }
    let isBlank = row.fields.isEmpty && field.allSatisfy { $0 == 0x20 }
    if !isBlank { close() } else { row.fields = [] }
    return row
  }

  /// Leaves a line out that cannot be parted, so that it does not swallow the rest of the file.
  private mutating func skipLine(from start: Int, _ number: Int, _ fault: String) -> Row {
    index = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? bytes.count
    line = number + 1
    return Row(line: number, fields: [], fault: fault + "; the line is left out")
  }
}
