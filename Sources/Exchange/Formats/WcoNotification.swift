import Logistics
import Measures

// What customs and declarants write by the data model of the WCO (3.6), as HMRC's declaration service (DMS) sends and takes it:
//
//   MetaData
//     Response                              one or several
//       FunctionCode                        what it says: 01 … 18 (CustomsMessage)
//       IssueDateTime/DateTimeString        when: YYYYMMDDhhmmssZ (format 304)
//       AdditionalInformation/LimitDateTime until when an answer is wanted; /StatementDescription what they add
//       Error/ValidationCode, Pointer*      where a declaration is wrong: section after section, with the tag of the field
//       Amendment/Pointer*                  what customs changed; a further Declaration says what it is now
//       Declaration/ID                      the declaration's number (MRN)
//       Declaration/FunctionalReferenceID   our own number of it (LRN)
//       Declaration/… /PaymentAmount        the sum of the declaration, else of its goods items; assessed amounts are left aside
//     Declaration                           what was lodged: see WcoDeclaration
//
// Elements count by their names: HMRC's samples carry no namespace, its service does. A namespace that is not the WCO's own is
// another's message and is said. Which side of the border a message is about is told by its number or by the board.

/// Reads notifications and declarations by the WCO data model.
enum WcoNotification: FormatReader {
  static let words = "WCO declaration XML"
  static let marks = "elements “MetaData” or “Response” with a “FunctionCode”, by the WCO data model"

  static func recognises(_ opening: Opening) -> Bool {
    guard opening.first == 0x3C else { return false }
    return opening.text.contains("WCODataModelVersionCode") || opening.text.contains("urn:wco:datamodel")
      || opening.text.contains("Response") && opening.text.contains("FunctionCode")
  }

  static func read(_ source: SourceText, into collector: inout Collector) {
    let isBroken = collector.findings.count(of: .invalidText) > 0
    // Broken bytes were found already; here they become the sign for what is unknown.
    let bytes = isBroken ? Array(String(decoding: source.bytes, as: UTF8.self).utf8) : source.bytes
    let work = WcoWork(bytes: bytes, collector: collector)
    collector = Collector()
    XMLReader.read(bytes, into: work)
    work.close()
    collector = work.collector
  }

  /// "20231122163345Z" (format 304): date and time in digits, then the zone, else UTC; "20231122" (102) is the day's beginning.
  static func instant(_ text: String) -> Instant? {
    let digits = text.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }.map { Character(Unicode.Scalar($0)) }
    let zone = text.dropFirst(digits.count)
    func part(_ from: Int, _ count: Int) -> String { String(digits[from..<from + count]) }
    let written: String
    switch digits.count {
    case 14:
      guard zone.utf8.count <= 6 else { return nil }
      let date = "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))"
      written = "\(date)T\(part(8, 2)):\(part(10, 2)):\(part(12, 2))\(zone.isEmpty ? "Z" : zone)"
    case 8 where zone.isEmpty: written = "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))"
    default: written = text
    }
    guard let instant = try? Timestamp(parsing: written).instant(assuming: .utc), possibleInstants.contains(instant)
    else {
      return nil
    }
    return instant
  }
}

/// The work of reading one text.
private final class WcoWork: XMLListener {
  let roots: Set<String> = ["MetaData", "Response"]
  var collector: Collector
  private let bytes: [UInt8]
  private var lines = LineIndex()
  private var path: [String] = []
  private var attributes: [[XMLAttribute]] = []
  private var response: Response?
  private var declaration: WcoDeclaration?
  /// Other vocabularies that were met; each is said once.
  private var foreign: Set<String> = []
  private var hasMessage = false
  private var hasFault = false

  /// What one response says.
  private struct Response {
    var place: FilePlace
    var code = ""
    var issued = ""
    var limit = ""
    var mrn = ""
    var reference = ""
    var own = ""
    var words: [String] = []
    var document = ""
    var validations: [String] = []
    var pointers: [DeclarationPointer] = []
    /// Sums of the declaration and of its goods items, each by its kind of tax.
    var whole: [(tax: String, amount: Money)] = []
    var items: [(tax: String, amount: Money)] = []
    var tax = ""
    var waiting: [(text: String, currency: String, place: FilePlace)] = []
    var declarations = 0
  }

  /// How many pointers, validation codes, amounts and remarks of one response are kept.
  private static let keptMax = 20

  init(bytes: [UInt8], collector: Collector) {
    self.bytes = bytes
    self.collector = collector
  }

  private func place(_ offset: Int) -> FilePlace {
    let position = lines.position(of: min(offset, max(0, bytes.count - 1)), in: bytes)
    return .field(line: position.line, column: position.column, name: path.last ?? "")
  }

  // MARK: - Elements

  func opened(_ name: XMLName, _ attributes: [XMLAttribute], at offset: Int) {
    let isOurs = name.space.isEmpty || name.space.hasPrefix("urn:wco:datamodel:")
    if !isOurs, roots.contains(name.local) || name.local == "Declaration", foreign.insert(name.space).inserted {
      let place = place(offset)
      collector.findings.add(
        .wrongValue, at: place, "a “\(name.local)” of another vocabulary than the WCO's is left out", name.space)
    }
    // What is not the WCO's own has no name here, so that nothing of it is taken.
    path.append(isOurs ? name.local : "")
    self.attributes.append(attributes)
    switch path.last {
    case "Response" where response == nil && declaration == nil: response = Response(place: place(offset))
    case "Declaration" where declaration == nil:
      declaration = WcoDeclaration(place: place(offset), depth: path.count)
      response?.declarations += 1
    case "Error" where inside.count == 1, "Amendment" where inside.count == 1:
      if (response?.pointers.count ?? 0) < Self.keptMax { response?.pointers.append(DeclarationPointer([])) }
    default: break
    }
  }

  /// Where an element stands within its response: "Declaration/ID".
  private var inside: ArraySlice<String> {
    guard response != nil, let start = path.firstIndex(of: "Response") else { return [] }
    return path[(start + 1)...]
  }

  func closed(_ name: XMLName, text: String, at offset: Int) {
    defer {
      path.removeLast()
      attributes.removeLast()
    }
    let own = attributes.last ?? []
    if let depth = declaration?.depth, path.count > depth {
      declaration?.take(path[depth...], text, own)
    }
    if path.last == "Declaration", declaration?.depth == path.count { finishDeclaration() }
    guard response != nil else { return }
    if path.last == "Response", inside.isEmpty { return finish() }
    let way = inside
    switch way.joined(separator: "/") {
    case "FunctionCode": response?.code = text
    case "FunctionalReferenceID": response?.own = text
    case "IssueDateTime/DateTimeString": response?.issued = text
    case "AdditionalInformation/LimitDateTime/DateTimeString":
      if response?.limit.isEmpty ?? false { response?.limit = text }
    case "AdditionalInformation/StatementDescription", "Error/Description": note(text)
    case "AdditionalDocument/TypeCode", "AdditionalInformation/AdditionalDocument/TypeCode": response?.document = text
    case "Declaration/ID": if response?.mrn.isEmpty ?? false { response?.mrn = text }
    case "Declaration/FunctionalReferenceID":
      if response?.reference.isEmpty ?? false { response?.reference = text }
    case "Error/ValidationCode":
      if let count = response?.validations.count, count < Self.keptMax { response?.validations.append(Self.code(text)) }
    case "Error/Pointer/SequenceNumeric", "Amendment/Pointer/SequenceNumeric": sequence = Int(text)
    case "Error/Pointer/DocumentSectionCode", "Amendment/Pointer/DocumentSectionCode": section(Self.code(text))
    case "Error/Pointer/TagID", "Amendment/Pointer/TagID":
      if let last = response?.pointers.indices.last { response?.pointers[last].tag = Self.code(text) }
    case "Error/Pointer", "Amendment/Pointer": numbered()
    default:
      guard way.first == "Declaration", response?.declarations == 1 else { return }
      if way.suffix(2) == ["DutyTaxFee", "TypeCode"] { response?.tax = text }
      if way.last == "PaymentAmount" { pay(text, own, offset) }
      if way.last == "DutyTaxFee" { settle(ofWhole: way.count == 2) }
    }
  }

  func faulted(_ fault: XMLFault) {
    hasFault = true
    let place = place(fault.offset)
    let within = response.map { $0.mrn.isEmpty ? "" : ", in the response about \($0.mrn), which is left out" } ?? ""
    let code: FindingCode =
      switch fault.kind {
      case .limit: .tooDeep
      case .syntax, .documentType, .behind: .syntax
      }
    collector.findings.add(code, at: place, fault.words + (response == nil ? "" : within))
    reset()
  }

  private func reset() {
    path = []
    attributes = []
    response = nil
    declaration = nil
    changes = []
    sequence = nil
  }

  /// The text has ended.
  func close() {
    if !hasMessage, !hasFault, collector.recordCount == 0 {
      collector.findings.add(.missingMember, at: .file, "there is neither a “Response” nor a “Declaration” in it")
    }
  }

  // MARK: - Parts of a response

  private var sequence: Int?

  private func section(_ code: String) {
    guard !code.isEmpty, let last = response?.pointers.indices.last,
      (response?.pointers[last].sections.count ?? 0) < DeclarationPointer.sectionsMax
    else { return }
    response?.pointers[last].sections.append(.init(code.uppercased()))
  }

  /// A pointer ends: its number belongs to its section, whichever of the two came first.
  private func numbered() {
    if let number = sequence, number > 0, number < 100_000, let last = response?.pointers.indices.last,
      let section = response?.pointers[last].sections.indices.last
    {
      response?.pointers[last].sections[section].number = number
    }
    sequence = nil
  }

  private func note(_ text: String) {
    guard !text.isEmpty, let count = response?.words.count, count < Self.keptMax else { return }
    response?.words.append(String(text.prefix(200)))
  }

  /// Letters and digits of a code, at most 16; anything else could part pointers from one another.
  private static func code(_ text: String) -> String {
    String(
      text.unicodeScalars.filter { ("0"..."9").contains($0) || ("A"..."Z").contains($0) || ("a"..."z").contains($0) }
        .prefix(16).map { Character($0) })
  }

  private func pay(_ text: String, _ attributes: [XMLAttribute], _ offset: Int) {
    guard (response?.waiting.count ?? 0) < 1000 else { return }
    let code = attributes.first { $0.name == "currencyID" }?.value ?? ""
    response?.waiting.append((text, code, place(offset)))
  }

  /// A debt ends: its amount is put beside those of its level.
  private func settle(ofWhole isWhole: Bool) {
    guard let waiting = response?.waiting, let tax = response?.tax else { return }
    response?.waiting = []
    response?.tax = ""
    for (text, code, place) in waiting {
      guard let money = money(text, code, place) else { continue }
      if isWhole { response?.whole.append((tax, money)) } else { response?.items.append((tax, money)) }
    }
  }

  /// An amount; without a currency it is in that of the country whose customs gave the declaration its number.
  private func money(_ text: String, _ code: String, _ place: FilePlace) -> Money? {
    var currency = Currency(code)
    if code.isEmpty, let country = Self.country(of: response?.mrn ?? ""), let own = Self.currencies[country.code] {
      currency = Currency(own)
      collector.findings.add(
        .unknownTerm, at: place, "an amount without a currency; \(own) is assumed, by the declaration's number", text)
    }
    guard let currency, currency.isKnown else {
      collector.findings.add(.unknownTerm, at: place, "an amount without a known currency is left out", code)
      return nil
    }
    do throws(AmountFault) {
      let money = try Money(parsing: text, currency)
      guard money.minor >= 0 else { throw AmountFault(.negative, column: 1) }
      return money
    } catch {
      collector.findings.add(.badNumber, at: place, "\(error.text); the amount is left out", text)
      return nil
    }
  }

  /// The country in a declaration's number: "23GB1N4P…".
  private static func country(of mrn: String) -> Country? {
    mrn.utf8.count >= 4 ? Country(mrn.dropFirst(2).prefix(2)) : nil
  }

  /// The currencies in which customs of these countries reckon, where a message leaves them out.
  private static let currencies: [String: String] = [
    "GB": "GBP", "XI": "GBP", "CH": "CHF", "NO": "NOK", "SE": "SEK", "DK": "DKK", "PL": "PLN", "CZ": "CZK", "HU": "HUF",
    "RO": "RON", "AT": "EUR", "BE": "EUR", "BG": "EUR", "CY": "EUR", "DE": "EUR", "EE": "EUR", "ES": "EUR",
    "FI": "EUR", "FR": "EUR", "GR": "EUR", "HR": "EUR", "IE": "EUR", "IT": "EUR", "LT": "EUR", "LU": "EUR", "LV": "EUR",
    "MT": "EUR", "NL": "EUR", "PT": "EUR", "SI": "EUR", "SK": "EUR",
  ]

  // MARK: - Ends

  /// The declaration within a response says what customs changed; one that stands alone was lodged.
  private func finishDeclaration() {
    guard let told = declaration else { return }
    declaration = nil
    guard response == nil else {
      if response?.code == CustomsMessage.corrected.row.code { changes += told.corrections(&collector.findings) }
      return
    }
    collector.recordCount += 1
    hasMessage = true
    told.finish(into: &collector)
  }

  /// What customs changed, by the declarations of the response so far.
  private var changes: [ImportedCorrection] = []

  private func finish() {
    guard let told = response else { return }
    let changes = changes
    self.changes = []
    response = nil
    collector.recordCount += 1
    hasMessage = true
    guard let message = CustomsMessage(functionCode: told.code) else {
      return collector.findings.add(
        told.code.isEmpty ? .missingMember : .unknownMessage, at: told.place,
        told.code.isEmpty
          ? "the response has no “FunctionCode” and is left out" : "no response of customs has this function code",
        told.code)
    }
    guard let issued = WcoNotification.instant(told.issued) else {
      return collector.findings.add(
        .badDate, at: told.place, "the response says at no time that can be read when it was issued", told.issued)
    }
    guard !told.mrn.isEmpty || !told.reference.isEmpty else {
      return collector.findings.add(
        .missingMember, at: told.place, "the response names no declaration: neither “ID” nor “FunctionalReferenceID”")
    }
    for name in [told.mrn, told.reference] where name.utf8.count > 100 {
      return collector.findings.add(
        .fieldTooLong, at: told.place, "a declaration's number of more than 100 bytes: the response is left out", name)
    }
    var item = ImportedMessage(message: message, issued: issued)
    item.mrn = told.mrn
    item.reference = told.reference
    item.messageID = String(told.own.prefix(100))
    item.validation = told.validations.filter { !$0.isEmpty }.joined(separator: " ")
    item.pointer = told.pointers.filter { !$0.sections.isEmpty }.map(\.text).joined(separator: " ")
    item.document = document(told.document, told.place)
    item.place = told.place
    item.corrections = message == .corrected ? changes : []
    var notes = told.words
    let debts = told.whole.isEmpty ? told.items : told.whole
    if let first = debts.first {
      let sum = debts.dropFirst().reduce(Optional(first.amount)) { sum, debt in
        guard let sum, debt.amount.currency == sum.currency else { return nil }
        return try? sum.adding(debt.amount)
      }
      if sum == nil {
        collector.findings.add(
          .badNumber, at: told.place, "the amounts are in several currencies, or too large: no sum is taken", told.mrn)
      }
      item.amount = sum
      if debts.count > 1 { notes.append(Self.words(debts)) }
    }
    item.note = notes.joined(separator: "; ")
    if !told.limit.isEmpty {
      item.limit = WcoNotification.instant(told.limit)
      if item.limit == nil {
        collector.findings.add(.badDate, at: told.place, "the limit date cannot be read; none is taken", told.limit)
      }
    }
    collector.items.append(.message(item))
  }

  private func document(_ code: String, _ place: FilePlace) -> Document? {
    guard !code.isEmpty else { return nil }
    let digits = code.utf8.first.map { $0 >= 0x41 } ?? false ? String(code.dropFirst()) : code
    if let number = Int(digits), let known = Document.allCases.first(where: { $0.edifactCode == number }) {
      return known
    }
    collector.findings.add(
      .unknownTerm, at: place, "a document that has no place in the folder; the demand is taken", code)
    return nil
  }

  /// The debts by their kind, at most eight: "customs duty (A00) 270.00, VAT (B00) 2054.00 GBP".
  private static func words(_ debts: [(tax: String, amount: Money)]) -> String {
    let told = debts.prefix(8).map { tax, amount in
      let name =
        switch tax {
        case "A00": "customs duty (A00) "
        case "B00": "VAT (B00) "
        default: code(tax).isEmpty ? "" : code(tax) + " "
        }
      return name + amount.decimalText
    }
    return told.joined(separator: ", ") + " " + (debts.first?.amount.currency.code ?? "")
  }
}
