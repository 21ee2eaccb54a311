import Atlas
import Measures

/// Turns a filter into a plan, at one instant and over one dictionary.
struct Planner {
  var now: Instant
  var index: TextIndex
  /// Whether what turns by the clock stays a question to the clock, for plans that outlive their instant.
  var isStanding = false
  /// The alarms that stand, which `alarm:` asks for.
  var alarms: [OpenAlarm] = []
  /// How complete papers are, which `papers` and `is:papers-missing` ask for.
  var papers = PaperScores()

  // MARK: - The tree

  mutating func plan(_ node: Filter.Node) -> Plan {
    switch node {
    case .everything: return .everything
    case .term(let term): return plan(term)
    case .not(let inner): return .inverse(plan(inner))
    case .all(let parts): return .every(parts.map { plan($0) })
    case .any(let parts): return .some(parts.map { plan($0) })
    }
  }

  private mutating func plan(_ term: Filter.Term) -> Plan {
    guard let field = term.field else {
      return .every(
        term.values.map { value in
          switch value {
          case .text(let words): anywhere(words)
          case .pattern(let pattern): anywhere(pattern)
          case .none, .any, .quantity, .range: .nothing
          }
        })
    }
    if term.comparison == .unequal {
      return .inverse(.some(term.values.map { plan(field, .equal, $0) }))
    }
    return .some(term.values.map { plan(field, term.comparison, $0) })
  }

  private mutating func plan(_ field: Field, _ comparison: Filter.Comparison, _ value: Filter.Value) -> Plan {
    if field == .alarm { return alarm(value) }
    switch value {
    case .none: return missing(field)
    case .any: return .inverse(missing(field))
    case .text(let text):
      switch field.kind {
      case .text:
        let words = Folding.bytes(text)
        return texts(Planner.columns(of: field), comparison == .equal ? .whole(words) : .words(words))
      case .digits: return digits(text)
      case .choice: return choice(field, Choices.meaning(of: text, in: field))
      case .place:
        // "=" is the code itself, or the whole text; ":" is whatever goes by these words.
        let words = Folding.bytes(text)
        return comparison == .equal
          ? place(field, Choices.place(coded: text), .whole(words))
          : place(field, Choices.meaning(of: text, in: field), .words(words))
      case .number, .label, .money, .mass, .span, .time: return .nothing
      }
    case .pattern(let pattern):
      switch field.kind {
      case .text: return texts(Planner.columns(of: field), .pattern(pattern))
      case .choice: return choice(field, Choices.meaning(of: pattern, in: field))
      case .place: return place(field, Choices.meaning(of: pattern, in: field), .pattern(pattern))
      case .digits, .number, .label, .money, .mass, .span, .time: return .nothing
      }
    case .quantity(let quantity):
      let (start, end) = Planner.bounds(quantity)
      switch comparison {
      case .matches: return .nothing
      case .has, .equal, .unequal: return between(field, quantity, start, end)
      // Below the least number, and above the greatest, there is none.
      case .less: return start == .min ? .nothing : between(field, quantity, .min, start - 1)
      case .atMost: return between(field, quantity, .min, Planner.isCalendar(quantity) ? end : start)
      case .greater:
        let last = Planner.isCalendar(quantity) ? end : start
        return last == .max ? .nothing : between(field, quantity, last + 1, .max)
      case .atLeast: return between(field, quantity, start, .max)
      }
    case .range(let from, let to):
      // Ends of two kinds ("3d..2026-11-22") are two questions.
      let last = Planner.isCalendar(to) ? Planner.bounds(to).end : Planner.bounds(to).start
      return .every([between(field, from, Planner.bounds(from).start, .max), between(field, to, .min, last)])
    }
  }

  /// The shipments of the alarms that a value asks for.
  private mutating func alarm(_ value: Filter.Value) -> Plan {
    let asked: [OpenAlarm]
    switch value {
    case .none, .any: asked = alarms
    case .text(let text):
      let name = text.lowercased()
      asked = alarms.filter { $0.rule == name || OpenAlarm.priority(name) == $0.priority }
    case .pattern, .quantity, .range: asked = []
    }
    // What a rule is about is asked once, however many alarms it has.
    var groups: [(about: Filter, groups: [OpenAlarm.Group])] = []
    var places: [Filter: Int] = [:]
    for alarm in asked {
      if let place = places[alarm.about] {
        groups[place].groups.append(alarm.group)
      } else {
        places[alarm.about] = groups.count
        groups.append((alarm.about, [alarm.group]))
      }
    }
    // An alarm about alarms would never come to an end.
    let all = alarms
    alarms = []
    let answer = Plan.some(groups.map { .every([plan($0.about.root), anyOf($0.groups)]) })
    alarms = all
    return value == .none ? .inverse(answer) : answer
  }

  /// The shipments that are in any of these groups: one look into a column for all groups of a field.
  private mutating func anyOf(_ groups: [OpenAlarm.Group]) -> Plan {
    var values: [(field: Field, rows: [UInt32])] = []
    var parts: [Plan] = []
    for group in groups {
      switch group {
      case .all: return .everything
      case .value(let field, let row):
        if let place = values.firstIndex(where: { $0.field == field }) {
          values[place].rows.append(row)
        } else {
          values.append((field, [row]))
        }
      case .filter(let filter): parts.append(plan(filter.root))
      }
    }
    for (field, rows) in values {
      switch field {
      case .at: parts.append(Planner.halves(.at, rows))
      case .lane: parts.append(Planner.halves(.lane, rows))
      case .to: parts.append(Planner.halves(.destinationCountry, rows))
      case .hold: parts.append(.holds(rows.reduce(0) { $0 | 1 << $1 }))
      case .merchant, .carrier, .platform:
        // Numbers of texts end far below.
        parts.append(.texts([Planner.column(of: field)], BitSet(rows, below: Int(min(rows.max() ?? 0, 1 << 27)) + 1)))
      case .id, .ref, .order, .panel, .stage, .milestone, .is, .from, .origin, .dest, .mode, .consignee, .owner,
        .goods, .hs, .value, .weight, .incoterm, .attempts, .age, .heard, .eta, .due, .promise, .placed, .used, .dwell,
        .alarm, .exportState, .importState, .mrn, .limit, .corrected, .holdOwner, .clock, .wasHeld, .papers:
        preconditionFailure("no rule groups by \(field.name)")
      }
    }
    return .some(parts)
  }

  // MARK: - Ordered fields

  static func isCalendar(_ quantity: Filter.Quantity) -> Bool {
    if case .time = quantity { true } else { false }
  }

  /// From where to where a quantity reaches when it is asked for as it is: a date is all of its day, "3d" is three days and
  /// something; a whole number is itself.
  static func bounds(_ quantity: Filter.Quantity) -> (start: Int64, end: Int64) {
    switch quantity {
    case .number(let number): return (number, number)
    case .label(let id): return (Int64(id.number), Int64(id.number))
    case .money(let money):
      let cents = money.euroCents ?? 0
      return (cents, cents)
    case .mass(let grams): return (Int64(grams.value), Int64(grams.value))
    case .span(let span, let unit):
      let length = span.milliseconds
      return (length, length &+ (length < 0 ? 0 : unit.milliseconds &- 1))
    case .time(let instant, let length): return (instant.milliseconds, instant.milliseconds &+ length.milliseconds &- 1)
    }
  }

  /// The field lies from `low` to `high`, both included, in the quantity's own unit.
  private func between(_ field: Field, _ quantity: Filter.Quantity, _ low: Int64, _ high: Int64) -> Plan {
    guard low <= high else { return .nothing }
    switch quantity {
    case .number:
      if field == .used { return used(low, high) }
      if field == .papers {
        guard high >= 0, low <= 100 else { return .nothing }
        return .papers(papers, UInt8(max(0, low)) + 1, UInt8(min(100, high)) + 1)
      }
      guard high >= 0, low <= 255 else { return .nothing }
      return .bytes(.attempts, UInt8(max(0, low)), UInt8(min(255, high)))
    case .label:
      guard high >= 1, low <= Int64(UInt32.max) else { return .nothing }
      return .numbers(UInt32(max(1, low)), UInt32(min(Int64(UInt32.max), high)))
    case .money: return Planner.signed(.euroCents, low, high)
    case .mass: return Planner.signed(.weightGrams, low, high)
    case .span:
      // Ages run back from now, deadlines run on from it.
      if isStanding || field == .dwell { return clock(field, low, high) }
      let at = now.milliseconds
      return field == .age || field == .heard || field == .placed
        ? moments(field, at.subtractingClamped(high), at.subtractingClamped(low))
        : moments(field, at.addingClamped(low), at.addingClamped(high))
    case .time: return moments(field, low, high)
    }
  }

  /// The field lies so far back from now, or so far on from it, in milliseconds; asked of the clock.
  private func clock(_ field: Field, _ low: Int64, _ high: Int64) -> Plan {
    let first = max(low, -ClockTest.far)
    let last = min(high, ClockTest.far)
    let isAge = field == .age || field == .heard || field == .placed || field == .dwell
    return since(moment(of: field), isAge ? first : -last, isAge ? last : -first)
  }

  private func since(_ moment: Moment, percent: Int64 = 0, _ low: Int64, _ high: Int64) -> Plan {
    let test = ClockTest(
      moment: moment, percent: percent, low: max(-ClockTest.far, low), high: min(ClockTest.far, high))
    return test.low <= test.high ? .clock(test, at: now.milliseconds) : .nothing
  }

  private func moment(of field: Field) -> Moment {
    switch field {
    case .age, .placed: .placed
    case .heard: .heard
    case .eta: .eta
    case .due: .due
    case .promise: .promise
    case .dwell: .step
    case .limit: .limit
    case .id, .ref, .order, .panel, .stage, .milestone, .hold, .is, .from, .to, .origin, .dest, .at, .lane, .mode,
      .merchant, .consignee, .carrier, .platform, .owner, .goods, .hs, .value, .weight, .incoterm, .attempts, .used,
      .alarm, .exportState, .importState, .mrn, .corrected, .holdOwner, .clock, .wasHeld, .papers:
      preconditionFailure("\(field.name) is no time")
    }
  }

  /// From `low` to `high` percent of the hold's clock are used.
  private func used(_ low: Int64, _ high: Int64) -> Plan {
    func reached(_ percent: Int64) -> Plan {
      since(.used, percent: min(percent, 65_535), 0, ClockTest.far)
    }
    guard high >= 0 else { return .nothing }
    let from = low <= 0 ? Plan.every([.inverse(.words(.holdDue, 0, 0))]) : reached(low)
    return high >= 65_535 ? from : .every([from, .inverse(reached(high + 1))])
  }

  private static func signed(_ column: WordColumn, _ low: Int64, _ high: Int64) -> Plan {
    guard high >= Int64(Int32.min), low <= Int64(Int32.max) else { return .nothing }
    return .words(
      column, UInt32(bitPattern: Int32(clamping: low)), UInt32(bitPattern: Int32(clamping: high)))
  }

  /// The field's moment lies from `low` to `high`, in milliseconds since the epoch; 0 in the column is "not known".
  private func moments(_ field: Field, _ low: Int64, _ high: Int64) -> Plan {
    let first = max(1, low <= 0 ? 0 : (low - 1) / 1000 + 1)
    let last = min(Int64(UInt32.max), high < 0 ? -1 : high / 1000)
    guard first <= last else { return .nothing }
    return .words(Planner.column(of: field), UInt32(first), UInt32(last))
  }

  // MARK: - Lists

  private func choice(_ field: Field, _ meaning: Choices.Meaning?) -> Plan {
    switch meaning {
    case nil: return .nothing
    case .pair(let from, let to):
      return .every([Planner.halves(.originCountry, from), Planner.halves(.destinationCountry, to)])
    case .rows(let rows):
      switch field {
      case .panel: return Planner.bytes(.panel, rows)
      case .stage: return Planner.bytes(.stage, rows)
      case .milestone: return Planner.bytes(.milestone, rows)
      case .mode: return Planner.bytes(.mode, rows)
      case .incoterm: return Planner.bytes(.incoterm, rows)
      case .hold: return .holds(rows.reduce(0) { $0 | 1 &<< $1 })
      case .wasHeld: return .everHeld(rows.reduce(0) { $0 | 1 &<< $1 })
      case .is: return .some(rows.compactMap { Condition(rawValue: UInt8($0)) }.map { condition($0) })
      case .from: return Planner.halves(.originCountry, rows)
      case .to: return Planner.halves(.destinationCountry, rows)
      case .lane: return Planner.halves(.lane, rows)
      case .exportState: return Planner.bytes(.exportState, rows)
      case .importState: return Planner.bytes(.importState, rows)
      case .corrected: return .flags(rows.reduce(0) { $0 | Choices.correctable[Int($1)].flag.rawValue })
      case .holdOwner: return .holders(rows.reduce(0) { $0 | 1 &<< UInt16($1) })
      case .clock: return .holders(rows.reduce(0) { $0 | Choices.clocks[Int($1)].owners.rawValue })
      case .id, .ref, .order, .origin, .dest, .at, .merchant, .consignee, .carrier, .platform, .owner, .goods, .hs,
        .value,
        .weight, .attempts, .age, .heard, .eta, .due, .promise, .placed, .used, .dwell, .alarm, .mrn, .limit,
        .papers:
        return .nothing
      }
    }
  }

  /// A place of the atlas, or one that was only named in words.
  private mutating func place(_ field: Field, _ meaning: Choices.Meaning?, _ needle: TextIndex.Needle) -> Plan {
    var rows: [UInt32] = []
    if case .rows(let known) = meaning { rows = known }
    switch field {
    case .origin: return Planner.halves(.origin, rows)
    case .dest: return .some([Planner.halves(.destination, rows), texts([.destinationText], needle)])
    case .at: return .some([Planner.halves(.at, rows), texts([.atText], needle)])
    case .id, .ref, .order, .panel, .stage, .milestone, .hold, .is, .from, .to, .lane, .mode, .merchant, .consignee,
      .carrier, .platform, .owner, .goods, .hs, .value, .weight, .incoterm, .attempts, .age, .heard, .eta, .due,
      .promise, .placed, .used, .dwell, .alarm, .exportState, .importState, .mrn, .limit, .corrected, .holdOwner,
      .clock, .wasHeld, .papers:
      return .nothing
    }
  }

  private static func bytes(_ column: ByteColumn, _ rows: [UInt32]) -> Plan {
    .some(runs(rows).map { .bytes(column, UInt8(truncatingIfNeeded: $0.low), UInt8(truncatingIfNeeded: $0.high)) })
  }

  private static func halves(_ column: HalfColumn, _ rows: [UInt32]) -> Plan {
    let runs = runs(rows)
    if runs.count > 8 { return .rows(column, BitSet(rows, below: 1 << 16)) }
    return .some(runs.map { .halves(column, UInt16(truncatingIfNeeded: $0.low), UInt16(truncatingIfNeeded: $0.high)) })
  }

  /// Rows that follow each other, taken together.
  private static func runs(_ rows: [UInt32]) -> [(low: UInt32, high: UInt32)] {
    var runs: [(low: UInt32, high: UInt32)] = []
    for row in rows.sorted() {
      if let last = runs.last, row <= last.high &+ 1 {
        runs[runs.count - 1].high = row
      } else {
        runs.append((row, row))
      }
    }
    return runs
  }

  private func condition(_ condition: Condition) -> Plan {
    switch condition {
    case .held: return .holds(.max)
    case .late:
      let passed = since(.promise, 1, ClockTest.far)
      let open = Plan.inverse(.flags(ShipmentFlags.ended.rawValue | ShipmentFlags.wasDelivered.rawValue))
      return .some([.flags(ShipmentFlags.deliveredLate.rawValue), .every([passed, open])])
    case .stale:
      return .every([
        .bytes(.panel, Panel.transit.rawValue, Panel.delivery.rawValue), since(.silent, 1, ClockTest.far),
      ])
    case .stuck: return .every([.inverse(.flags(ShipmentFlags.ended.rawValue)), since(.stuck, 1, ClockTest.far)])
    case .risky:
      return .every([.inverse(.flags(ShipmentFlags.ended.rawValue)), since(.risk, 1, ClockTest.far)])
    case .disputed: return .bytes(.disputes, 1, .max)
    case .ended: return .flags(ShipmentFlags.ended.rawValue)
    case .simulated: return .flags(ShipmentFlags.simulated.rawValue)
    case .damaged: return .flags(ShipmentFlags.damaged.rawValue)
    case .delayed: return .flags(ShipmentFlags.delayed.rawValue)
    case .owned: return .inverse(.words(.owner, 0, 0))
    case .repeated: return .flags(ShipmentFlags.repeated.rawValue)
    case .delivered: return .flags(ShipmentFlags.wasDelivered.rawValue)
    case .returning: return .flags(ShipmentFlags.goesBack.rawValue)
    case .incomplete: return .incomplete
    case .papersMissing: return .papers(papers, 1, 100)
    }
  }

  /// The field is not known.
  private func missing(_ field: Field) -> Plan {
    switch field {
    case .hold: return .inverse(.holds(.max))
    case .from: return .halves(.originCountry, 0, 0)
    case .to: return .halves(.destinationCountry, 0, 0)
    case .origin: return .halves(.origin, 0, 0)
    case .dest: return .every([.halves(.destination, 0, 0), .words(.destinationText, 0, 0)])
    case .at: return .every([.halves(.at, 0, 0), .words(.atText, 0, 0)])
    case .lane: return .halves(.lane, 0, 0)
    case .mode: return .bytes(.mode, TransportMode.unknown.rawValue, TransportMode.unknown.rawValue)
    case .incoterm: return .bytes(.incoterm, Incoterm.unstated.rawValue, Incoterm.unstated.rawValue)
    case .ref, .order, .merchant, .consignee, .carrier, .platform, .owner, .goods, .hs, .eta, .due, .promise, .limit:
      return .words(Planner.column(of: field), 0, 0)
    case .mrn: return .every(Planner.columns(of: field).map { .words($0, 0, 0) })
    case .used: return .words(.holdDue, 0, 0)
    case .papers: return .papers(papers, 0, 0)
    case .exportState: return .bytes(.exportState, 0, 0)
    case .importState: return .bytes(.importState, 0, 0)
    case .corrected: return .inverse(.flags(DeclaredField.allCases.reduce(0) { $0 | $1.flag.rawValue }))
    case .holdOwner, .clock: return .inverse(.holders(.max))
    case .wasHeld: return .inverse(.everHeld(.max))
    case .id, .panel, .stage, .milestone, .is, .value, .weight, .attempts, .age, .heard, .placed, .dwell, .alarm:
      return .nothing
    }
  }

  // MARK: - Texts

  /// The column of four bytes that a field asks.
  static func column(of field: Field) -> WordColumn {
    switch field {
    case .ref: .reference
    case .order: .order
    case .merchant: .merchant
    case .consignee: .consignee
    case .carrier: .carrier
    case .platform: .platform
    case .owner: .owner
    case .goods: .goods
    case .hs: .hs
    case .value: .euroCents
    case .weight: .weightGrams
    case .age, .placed: .placed
    case .heard: .heard
    case .eta: .eta
    case .due: .holdDue
    case .promise: .promise
    case .limit: .limit
    case .id, .panel, .stage, .milestone, .hold, .is, .from, .to, .origin, .dest, .at, .lane, .mode, .incoterm,
      .attempts, .used, .dwell, .alarm, .exportState, .importState, .mrn, .corrected, .holdOwner, .clock, .wasHeld,
      .papers:
      preconditionFailure("\(field.name) is not in a column of four bytes")
    }
  }

  /// The columns that hold a field's texts: a declaration has a number with the customs of either side.
  static func columns(of field: Field) -> [WordColumn] {
    field == .mrn ? [.importMRN, .exportMRN] : [column(of: field)]
  }

  private mutating func texts(_ columns: [WordColumn], _ needle: TextIndex.Needle) -> Plan {
    let set = BitSet(index.ids(of: needle), below: index.count + 1)
    return set.isEmpty ? .nothing : .texts(columns, set)
  }

  /// The HS codes of six digits that begin with these.
  private func digits(_ digits: String) -> Plan {
    guard let start = UInt32(digits), digits.count <= 6 else { return .nothing }
    var size: UInt32 = 1
    for _ in digits.count..<6 { size *= 10 }
    // A code of nothing but zeros is none.
    return .words(.hs, max(1, start * size), max(1, start * size + size - 1))
  }

  /// The columns in which words are looked for that have no field.
  private static let searched: [WordColumn] = [
    .reference, .order, .merchant, .consignee, .goods, .carrier, .owner, .destinationText, .atText,
  ]

  /// The words stand in what a list can show: in a text of the shipment, in the name of its place, its destination, its last step
  /// or its hold, in its route, or at the beginning of its number.
  private mutating func anywhere(_ words: String) -> Plan {
    let bytes = Folding.bytes(words)
    let folded = String(decoding: bytes, as: UTF8.self)
    var parts = Planner.labels(folded)
    let reasons = HoldReason.allCases.filter { $0.words.contains(folded) || $0.code.lowercased().hasPrefix(folded) }
    if !reasons.isEmpty { parts.append(.holds(reasons.reduce(0) { $0 | $1.bit })) }
    let steps = Milestone.allCases.filter { $0.words.contains(folded) }.map { UInt32($0.rawValue) }
    if !steps.isEmpty { parts.append(Planner.bytes(.milestone, steps)) }
    parts += Planner.routes(folded)
    let places = Planner.placeNames.filter { $0.folded.contains(folded) || $0.code.hasPrefix(folded) }.map(\.row)
    parts += Planner.anyPlace(places)
    parts.append(texts(Planner.searched, .words(bytes)))
    return .some(parts)
  }

  /// The same for what a pattern describes; a glob is the whole of a text or of a name.
  private mutating func anywhere(_ pattern: Pattern) -> Plan {
    var parts: [Plan] = []
    if pattern.kind == .glob, pattern.source.last == "*" {
      parts += Planner.labels(String(decoding: Folding.bytes(String(pattern.source.dropLast())), as: UTF8.self))
    }
    let isHold = zip(
      pattern.matches(HoldReason.allCases.map(\.words)), pattern.matches(HoldReason.allCases.map(\.code)))
    let reasons = zip(HoldReason.allCases, isHold).filter { $0.1.0 || $0.1.1 }.map(\.0)
    if !reasons.isEmpty { parts.append(.holds(reasons.reduce(0) { $0 | $1.bit })) }
    let isStep = pattern.matches(Milestone.allCases.map(\.words))
    let steps = zip(Milestone.allCases, isStep).filter(\.1).map { UInt32($0.0.rawValue) }
    if !steps.isEmpty { parts.append(Planner.bytes(.milestone, steps)) }
    if case .rows(let places) = Choices.meaning(of: pattern, in: .dest) { parts += Planner.anyPlace(places) }
    parts.append(texts(Planner.searched, .pattern(pattern)))
    return .some(parts)
  }

  private static func anyPlace(_ rows: [UInt32]) -> [Plan] {
    rows.isEmpty ? [] : [halves(.destination, rows), halves(.at, rows)]
  }

  /// The shipments whose route, "CN-DE", has the words in it.
  private static func routes(_ folded: String) -> [Plan] {
    guard (1...5).contains(folded.utf8.count) else { return [] }
    let ends = folded.split(separator: "-", omittingEmptySubsequences: false)
    func countries(_ fits: (String) -> Bool) -> [UInt32] {
      Atlas.countries.filter { fits($0.country.code.lowercased()) }.map { UInt32($0.country.packed) }
    }
    if ends.count == 1 {
      let either = countries { $0.contains(folded) }
      return either.isEmpty ? [] : [halves(.originCountry, either), halves(.destinationCountry, either)]
    }
    guard ends.count == 2 else { return [] }
    let from = ends[0].isEmpty ? Plan.everything : halves(.originCountry, countries { $0.hasSuffix(ends[0]) })
    let to = ends[1].isEmpty ? Plan.everything : halves(.destinationCountry, countries { $0.hasPrefix(ends[1]) })
    return [.every([from, to, .inverse(.halves(.originCountry, 0, 0)), .inverse(.halves(.destinationCountry, 0, 0))])]
  }

  private static let placeNames: [(row: UInt32, folded: String, code: String)] = Atlas.places.dropFirst().map {
    (
      UInt32($0.id.row), String(decoding: Folding.bytes($0.name), as: UTF8.self),
      String(decoding: Folding.bytes($0.code), as: UTF8.self)
    )
  }

  /// Whether words in their folded form are looked for as a label.
  static func isLabel(_ folded: [UInt8]) -> Bool { !labels(String(decoding: folded, as: UTF8.self)).isEmpty }

  /// The shipments whose label begins like this: "cw-104" and "104" are 10400 to 10499, 104000 to 104999 and so on.
  private static func labels(_ folded: String) -> [Plan] {
    let digits = folded.hasPrefix("cw-") ? folded.dropFirst(3) : folded[...]
    guard (1...10).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }), digits.first != "0",
      let start = UInt64(digits)
    else { return [] }
    var parts: [Plan] = []
    var low = start
    var high = start
    while low <= UInt64(UInt32.max) + 10_000 {
      if high > 10_000 {
        let first = max(low, 10_001) - 10_000
        parts.append(.numbers(UInt32(first), UInt32(min(high - 10_000, UInt64(UInt32.max)))))
      }
      low *= 10
      high = high * 10 + 9
    }
    return parts
  }
}

extension Int64 {
  func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  func subtractingClamped(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other < 0 ? .max : .min) : difference
  }
}
