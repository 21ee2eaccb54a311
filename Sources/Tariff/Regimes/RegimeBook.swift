import CTariff
package import Measures
import YAML
import Synchronization

// All destinations: a file each, read when somebody asks for it first.
//
//   built in, one file a destination ─┐
//                                     ├─► Destination, once asked for
//   the user's own files ─────────────┘
//       a new code adds a destination; a known one changes what it names:
//       a rule, fee, layer, paper or restriction by its id, a period by its first day, anything else as a whole

/// The regimes of all destinations. Asking is cheap once a destination was asked for; safe from any thread.
package struct RegimeBook: Sendable {
  private let slots: [Country: Slot]
  /// The destinations' codes in their order.
  package let countries: [Country]
  /// Why files of the user's are not in force.
  package private(set) var refused: [RegimeFault] = []
  /// The user's files that are in force, in the order in which they were put on top.
  package private(set) var own: [(name: String, bytes: [UInt8])] = []

  private final class Slot: Sendable {
    let kept = Mutex<Destination?>(nil)
    let builtIn: Int?

    init(builtIn: Int) { self.builtIn = builtIn }

    init(_ destination: Destination) {
      builtIn = nil
      kept.withLock { $0 = destination }
    }

    var destination: Destination? {
      kept.withLock { kept in
        if let kept { return kept }
        guard let builtIn else { return nil }
        let text = RegimeBook.builtInText(builtIn)
        kept = try? text.merged(into: nil).get()
        return kept
      }
    }
  }

  private init(slots: [Country: Slot]) {
    self.slots = slots
    countries = slots.keys.sorted { $0.packed < $1.packed }
  }

  /// What comes with the program.
  package static let builtIn: RegimeBook = {
    var slots: [Country: Slot] = [:]
    for number in 0..<tariff_regimes_count() {
      if let country = Country(String(cString: tariff_regime_code(number))) {
        slots[country] = Slot(builtIn: number)
      }
    }
    return RegimeBook(slots: slots)
  }()

  /// The file of a destination that comes with the program, as it is read.
  static func builtInText(_ number: Int) -> RegimeText {
    let bytes = tariff_regime(number)
    let code = String(cString: tariff_regime_code(number)).lowercased()
    return RegimeText(Array(UnsafeBufferPointer(start: bytes.start, count: bytes.count)), file: code + ".yaml")
  }

  /// This book with a user's files in it, in the order of their names; a file with any fault is left out and told in `refused`.
  package func adding(_ files: [(name: String, bytes: [UInt8])]) -> RegimeBook {
    var slots = slots
    var refused = refused
    var own = own
    for file in files.sorted(by: { $0.name < $1.name }) {
      let text = RegimeText(file.bytes, file: file.name)
      let base = text.country.flatMap { slots[$0]?.destination }
      switch text.merged(into: base) {
      case .success(let destination):
        slots[destination.country] = Slot(destination)
        own.append(file)
      case .failure(let faults): refused += faults.all
      }
    }
    var book = RegimeBook(slots: slots)
    book.refused = refused
    book.own = own
    return book
  }

  /// What tells this book from every other: a fingerprint of all files that are in force, in 64 bits.
  package var digest: UInt64 {
    own.reduce(Self.builtInDigest) { digest, file in
      Self.mixed(file.bytes, into: Self.mixed(Array(file.name.utf8) + [0], into: digest))
    }
  }

  private static let builtInDigest: UInt64 = (0..<tariff_regimes_count()).reduce(0xCBF2_9CE4_8422_2325) {
    digest, number in
    let bytes = tariff_regime(number)
    return mixed(UnsafeBufferPointer(start: bytes.start, count: bytes.count), into: digest)
  }

  /// FNV-1a, 64 bits.
  package static func mixed(_ bytes: some Sequence<UInt8>, into digest: UInt64) -> UInt64 {
    bytes.reduce(digest) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  /// What is wrong with a file, were it the user's; empty where nothing is.
  package func faults(of bytes: [UInt8], file: String) -> [RegimeFault] {
    let text = RegimeText(bytes, file: file)
    switch text.merged(into: text.country.flatMap { slots[$0]?.destination }) {
    case .success: return []
    case .failure(let faults): return faults.all
    }
  }

  /// The destination a parcel to a country is judged by, the union for its members; nil where nothing is known of it.
  package func destination(_ country: Country) -> Destination? {
    if let slot = slots[country] { return slot.destination }
    return Union.contains(country) ? slots[Union.country]?.destination : nil
  }

  /// What holds for a country on a day; nil where nothing is known.
  package func period(for country: Country, on date: CivilDate) -> Period? {
    destination(country)?.period(on: date)
  }
}

/// The European Union as customs see it: one territory.
package enum Union {
  /// The code its file has.
  package static let country = Country(packed: 0x4555)

  private static let members: [UInt16] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
  ].compactMap { Country($0)?.packed }

  /// Whether a country is a member.
  package static func contains(_ country: Country) -> Bool {
    var (low, high) = (0, members.count)
    while low < high {
      let middle = (low + high) / 2
      if members[middle] < country.packed { low = middle + 1 } else { high = middle }
    }
    return low < members.count && members[low] == country.packed
  }

  /// The members in the order of their codes.
  package static var countries: [Country] { members.map { Country(packed: $0) } }
}

extension [Country] {
  /// Whether a country is named, or the union it is a member of.
  func names(_ country: Country) -> Bool {
    contains(country) || (contains(Union.country) && Union.contains(country))
  }
}

/// The faults of one file; never empty.
struct RegimeFaults: Error {
  var all: [RegimeFault]
}

extension RegimeText {
  /// What the file says, on top of what was known; the faults where it cannot hold.
  func merged(into base: Destination?) -> Result<Destination, RegimeFaults> {
    guard faults.isEmpty else { return .failure(RegimeFaults(all: faults)) }
    var merge = RegimeMerge(file: file)
    let destination = merge.merge(draft, into: base)
    guard let destination, merge.faults.isEmpty else {
      let unsaid = RegimeFault(file: file, place: TextPlace(line: 1, column: 1), path: "", words: "it cannot be used")
      return .failure(RegimeFaults(all: merge.faults.isEmpty ? [unsaid] : merge.faults))
    }
    return .success(destination)
  }
}

/// Puts a file on top of what is known.
private struct RegimeMerge {
  let file: String
  var faults: [RegimeFault] = []

  init(file: String) { self.file = file }

  private mutating func find(_ words: String, at place: TextPlace = TextPlace(line: 1, column: 1)) {
    faults.append(RegimeFault(file: file, place: place, path: "", words: words))
  }

  mutating func merge(_ draft: RegimeDraft, into base: Destination?) -> Destination? {
    guard let country = draft.country else { return nil }
    func needed<Value>(_ value: Value?, _ key: String, _ merge: inout RegimeMerge) -> Value? {
      if value == nil { merge.find("“\(key)” is missing: \(country.code) is a new destination") }
      return value
    }
    let name = needed(draft.name ?? base?.name, "name", &self)
    let currency = needed(draft.currency ?? base?.currency, "currency", &self)
    let valuation = needed(draft.valuation ?? base?.valuation, "valuation", &self)
    let confidence = needed(draft.confidence ?? base?.confidence, "confidence", &self)
    let sources = Self.union(base?.sources ?? [], draft.sources, \.id)
    let layers = Self.union(base?.layers ?? [], draft.layers, \.id)
    for (id, place) in draft.named
    where id != Source.generalKnowledgeID && !sources.contains(where: { $0.id == id }) {
      find("no source has the id “\(excerpt(id))”", at: place)
    }
    for (id, place) in draft.namedLayers where !layers.contains(where: { $0.id == id }) {
      find("no layer has the id “\(excerpt(id))”", at: place)
    }
    let periods = merge(draft.periods, into: base?.periods ?? [])
    checkIDs(periods)
    if periods.isEmpty { find("there is no period in it") }
    checkTaxInside(
      periods, Self.replaced(base?.members ?? [], draft.members) + Self.replaced(base?.regions ?? [], draft.regions))
    for rounding in draft.rounding where currency.map({ $0 != rounding.step.currency }) ?? false {
      find("a rounding to \(rounding.step.text) is not in the destination's currency")
    }
    guard faults.isEmpty, let name, let currency, let valuation, let confidence else { return nil }
    return Destination(
      country: country, name: name, currency: currency, kind: draft.kind ?? base?.kind ?? .country,
      valuation: valuation, personalValue: draft.personalValue ?? base?.personalValue,
      evidenceMonth: draft.evidenceMonth ?? base?.evidenceMonth, reverify: draft.reverify ?? base?.reverify,
      confidence: confidence, territory: draft.territory.isEmpty ? base?.territory ?? [] : draft.territory,
      members: Self.replaced(base?.members ?? [], draft.members),
      regions: Self.replaced(base?.regions ?? [], draft.regions),
      layers: layers, rounding: draft.rounding.isEmpty ? base?.rounding ?? [] : draft.rounding,
      identifiers: Self.union(base?.identifiers ?? [], draft.identifiers, \.name),
      papers: (base?.papers ?? []).filter { rule in !draft.papers.contains { $0.id == rule.id } } + draft.papers,
      restricted: Self.union(base?.restricted ?? [], draft.restricted, \.id),
      planned: draft.planned.isEmpty ? base?.planned ?? [] : draft.planned, periods: periods, sources: sources,
      files: (base?.files ?? []) + (base == nil ? [] : [file]))
  }

  /// The old with the new ones in the place of those with the same key, and the others behind them.
  private static func union<Item>(_ old: [Item], _ new: [Item], _ key: (Item) -> String) -> [Item] {
    old.map { item in new.first { key($0) == key(item) } ?? item }
      + new.filter { item in !old.contains { key($0) == key(item) } }
  }

  /// Members whose rates are given anew lose the old ones.
  private static func replaced(_ old: [Member], _ new: [Member]) -> [Member] {
    old.filter { member in !new.contains { $0.code == member.code } } + new
  }

  private mutating func merge(_ drafts: [RegimeDraft.PeriodDraft], into old: [Period]) -> [Period] {
    var periods = old
    for draft in drafts.sorted(by: { $0.from < $1.from }) {
      if let index = periods.firstIndex(where: { $0.from == draft.from }) {
        Self.change(&periods[index], draft)
        continue
      }
      guard let tax = draft.tax else {
        find("“tax” is missing: no period began on \(draft.from.text) before", at: draft.place)
        continue
      }
      guard let evidence = draft.evidence else {
        find("“confidence” and “sources” are missing: no period began on \(draft.from.text) before", at: draft.place)
        continue
      }
      let next = periods.first { $0.from > draft.from }
      let open = periods.last { $0.from < draft.from }
      if let index = periods.lastIndex(where: { $0.from < draft.from }), open?.span.contains(draft.from) == true {
        periods[index].until = draft.from.adding(days: -1)
      }
      let until = draft.until ?? (old.isEmpty ? nil : next?.from.adding(days: -1))
      periods.append(
        Period(
          from: draft.from, until: until, isFromUncertain: draft.isFromUncertain ?? false,
          standing: draft.standing ?? .enacted, laws: draft.laws, note: draft.note, dutyRelief: draft.dutyRelief,
          taxRelief: draft.taxRelief, tax: tax, rules: draft.rules, fees: draft.fees, scheme: draft.scheme,
          evidence: evidence))
      periods.sort { $0.from < $1.from }
    }
    for (index, period) in periods.enumerated() {
      if let until = period.until, until < period.from {
        find("the period of \(period.from.text) ends before it begins")
        continue
      }
      guard index + 1 < periods.count else { continue }
      let next = periods[index + 1]
      if period.until != next.from.adding(days: -1) {
        find(
          "the period of \(period.from.text) ends \(period.until.map { "on " + $0.text } ?? "never"), and the next begins "
            + "on \(next.from.text): there is a gap or an overlap")
      }
    }
    return periods
  }

  private static func change(_ period: inout Period, _ draft: RegimeDraft.PeriodDraft) {
    period.until = draft.until ?? period.until
    period.isFromUncertain = draft.isFromUncertain ?? period.isFromUncertain
    period.standing = draft.standing ?? period.standing
    if !draft.laws.isEmpty { period.laws = draft.laws }
    period.note = draft.note ?? period.note
    period.dutyRelief = draft.dutyRelief ?? period.dutyRelief
    period.taxRelief = draft.taxRelief ?? period.taxRelief
    period.tax = draft.tax ?? period.tax
    period.scheme = draft.scheme ?? period.scheme
    period.evidence = draft.evidence ?? period.evidence
    period.rules = union(period.rules, draft.rules, \.id)
    period.fees = union(period.fees, draft.fees, \.id)
  }

  /// A tax inside its own base is below 100 %, whatever says its rate: the rule, its bands, the period, members, regions.
  private mutating func checkTaxInside(_ periods: [Period], _ members: [Member]) {
    for period in periods {
      for rule in period.rules where rule.tax.method == .grossUp {
        let rates = [rule.tax.rate].compactMap(\.self) + rule.tax.byGoods.flatMap(\.rates)
        let others = rule.tax.rate == nil ? period.tax.rates.map(\.rate) + members.map(\.tax.rate) : []
        for rate in rates + others where rate.millionths >= 1_000_000 {
          find("rule “\(excerpt(rule.id))”: a tax inside its own base is below 100 %, and \(rate.text) may be its rate")
          break
        }
      }
    }
  }

  private mutating func checkIDs(_ periods: [Period]) {
    var seen: Set<String> = []
    for id in periods.flatMap({ $0.rules.map(\.id) + $0.fees.map(\.id) }) where !seen.insert(id).inserted {
      find("“\(excerpt(id))” stands in two periods; a rule or fee is in one")
    }
  }
}
