import Measures

// Lists as they are supplied, in one form:
//
//   files ─► ListScanner ─► rows ─► recognised by content ─┬─ entries, consolidated ─► parties
//                                                          └─ aliases, addresses ───► wait until all entries are there

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
  /// What each file was recognised as, nil where it is no list, and how many entries, aliases or addresses it holds.
  package private(set) var formats: [(file: String, format: ListFormat?, count: Int)] = []

  static let findingsMax = 100
  /// More entries than any list has.
  static let partiesMax = 500_000

  private var byNumber: [String: Int] = [:]
  /// The aliases of each party, while they are read.
  private var knownAliases: [Int: Set<String>] = [:]
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
    knownAliases = [:]
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
    let before = parties.count + waiting.count
    defer { if !isFirst { formats[formats.count - 1].count = parties.count + waiting.count - before } }
    while let row = scanner.next() {
      if let fault = row.fault { find(file.name, row.line, fault) }
      if row.fields.isEmpty { continue }
      if isFirst {
        isFirst = false
        format = Self.recognise(row.fields)
        formats.append((file.name, format, 0))
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
      formats.append((file.name, nil, 0))
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
      list: Self.listName(file), number: fields[0], kind: DeniedParty.Kind(Self.said(fields[2]) ?? ""), name: name)
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

  /// OFAC's lists have one form; the one that is not the SDN list comes as cons_prim.csv.
  private static func listName(_ file: String) -> String {
    let name = file[(file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex)...].lowercased()
    return name.hasPrefix("cons_") ? "OFAC non-SDN" : "OFAC SDN"
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
    guard let name = Self.said(row[3]), knownAliases[index, default: []].insert(name).inserted else { return }
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
