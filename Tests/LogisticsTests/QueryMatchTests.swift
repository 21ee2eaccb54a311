import Atlas
import Measures
import Testing

@testable import Logistics

/// Numbers that look random and are the same in every run (SplitMix64).
struct Dice {
  var state: UInt64

  mutating func roll() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func below(_ n: Int) -> Int { Int(roll() % UInt64(n)) }
  mutating func one<T>(of items: [T]) -> T { items[below(items.count)] }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

/// A board of shipments with a bit of everything.
struct Crowd {
  static let now = Instant(milliseconds: 1_795_000_000_500)
  static let merchants = ["Nimbus Trading", "Ærø Design", "深圳市明辉科技", "Łódź Textil", "MÜLLER & Söhne", "nimbus"]
  static let goods = ["Lithium battery", "rote Schuhe", "手机壳", "T-shirt (3)", "Tea"]
  static let consignees = ["Jürgen Weber", "Nguyễn Ánh", "Ana Çelik", "田中太郎"]

  var board = Board()

  init(_ count: Int, seed: UInt64) { self.init(Array(1...count), seed: seed) }

  /// Shipments of these numbers, which rise; those between them have not come yet.
  init(_ numbers: [Int], seed: UInt64) {
    var dice = Dice(state: seed)
    for number in numbers {
      var order = Event.Ordered(placedAt: Self.now - .minutes(Int64(dice.below(30_000))))
      func text(_ percent: Int, _ texts: [String]) -> TextID {
        dice.chance(percent) ? board.texts.intern(dice.one(of: texts)) : .none
      }
      order.merchant = text(95, Self.merchants)
      order.consignee = text(90, Self.consignees)
      order.goods = text(90, Self.goods)
      order.carrier = text(80, ["DHL Express", "China Post", "GLS"])
      order.platform = text(50, ["marketone", "own shop"])
      order.order = text(70, ["A-\(number / 2)"])
      order.reference = text(60, ["1Z\(number * 7919 % 99_991)"])
      order.origin = PlaceID(row: UInt16(dice.below(Atlas.places.count)))
      order.destination = PlaceID(row: UInt16(dice.below(Atlas.places.count)))
      if order.destination == .none { order.destinationText = board.texts.intern("Berlinchen") }
      let countries = ["CN", "DE", "FR", "US", "JP"].compactMap { Country($0) } + [.none]
      order.originCountry = dice.one(of: countries)
      order.destinationCountry = dice.one(of: countries)
      order.lane = LaneID(row: UInt16(dice.below(Atlas.lanes.count)))
      order.mode = dice.one(of: TransportMode.allCases)
      order.incoterm = dice.one(of: Incoterm.allCases)
      order.hs = dice.one(of: [0, 851_713, 640_399, 10_121, 999_999])
      order.weight = Grams(Int32(dice.below(5000)))
      order.value = Money(minor: Int64(dice.below(200_000)), dice.one(of: [.eur, .usd, .none]))
      order.promise = dice.chance(70) ? Self.now + .hours(Int64(dice.below(300)) - 150) : .epoch
      order.documentsNeeded = DocumentSet(dice.one(of: [[], [.commercialInvoice]]))
      order.simulated = dice.chance(50)
      let id = ShipmentID(UInt32(number))
      if id.index > board.count { board.makeRoom(for: id) }
      let heard = Self.now - .minutes(Int64(dice.below(8000)))
      board.apply(Event(id, by: Actor(.platform), at: order.placedAt, .ordered(order)))
      for _ in 0..<dice.below(4) {
        var claim = Event.Claim(dice.one(of: Milestone.allCases), happened: heard)
        claim.verdict = dice.chance(60) ? .advances : dice.one(of: Verdict.allCases)
        claim.place = PlaceID(row: UInt16(dice.below(Atlas.places.count)))
        board.apply(Event(id, by: Actor(.carrier), at: heard, .claimed(claim)))
      }
      for _ in 0..<max(0, dice.below(4) - 1) {
        let reason = dice.one(of: HoldReason.allCases)
        let due = reason.clockStandsStill ? Instant.epoch : heard + .hours(Int64(dice.below(200)))
        let hold = Event.HoldOpened(reason, stops: .import, since: heard, due: due)
        board.apply(Event(id, by: Actor(.customs), at: heard, .holdOpened(hold)))
      }
      if dice.chance(20) {
        let owned = Event.Ownership(board.texts.intern(dice.one(of: ["mara", "tom"])))
        board.apply(Event(id, by: Actor(.operatorDesk), at: heard, .owned(owned)))
      }
      if dice.chance(30) {
        board.apply(Event(id, by: Actor(.merchant), at: heard, .documentAttached(Event.Paper(.commercialInvoice))))
      }
    }
  }
}

/// What a filter means, told plainly for one shipment; slow and straightforward.
final class Plainly {
  let now: Instant
  private let texts: [String]
  private var folds: [String: String] = [:]
  private var meanings: [String: Choices.Meaning?] = [:]

  init(texts: TextTable, now: Instant) {
    self.now = now
    self.texts = (0...texts.count).map { String(decoding: Folding.bytes(texts[TextID(UInt32($0))]), as: UTF8.self) }
  }

  func folded(_ id: TextID) -> String { texts[Int(id.number)] }

  func fold(_ text: String) -> String {
    if let known = folds[text] { return known }
    let folded = String(decoding: Folding.bytes(text), as: UTF8.self)
    folds[text] = folded
    return folded
  }

  func meaning(_ words: String, _ field: Field) -> Choices.Meaning? {
    if let known = meanings[field.name + words] { return known }
    let meaning = Choices.meaning(of: words, in: field)
    meanings[field.name + words] = .some(meaning)
    return meaning
  }

  func matches(_ node: Filter.Node, _ s: Shipment) -> Bool {
    switch node {
    case .everything: true
    case .term(let term): matches(term, s)
    case .not(let inner): !matches(inner, s)
    case .all(let parts): parts.allSatisfy { matches($0, s) }
    case .any(let parts): parts.contains { matches($0, s) }
    }
  }

  func matches(_ term: Filter.Term, _ s: Shipment) -> Bool {
    guard let field = term.field else {
      return term.values.allSatisfy { value in
        switch value {
        case .text(let words): anywhere(words, s)
        case .pattern(let pattern): anywhere(pattern, s)
        case .none, .any, .quantity, .range: false
        }
      }
    }
    let positive = term.comparison == .unequal ? Filter.Comparison.equal : term.comparison
    let any = term.values.contains { matches(field, positive, $0, s) }
    return term.comparison == .unequal ? !any : any
  }

  func isLike(_ pattern: Pattern, _ text: String) -> Bool { pattern.matches([text])[0] }

  func anywhere(_ pattern: Pattern, _ s: Shipment) -> Bool {
    let ids = [
      s.reference, s.order, s.merchant, s.consignee, s.goods, s.carrier, s.owner, s.destinationText, s.atText,
    ]
    if ids.contains(where: { $0 != .none && isLike(pattern, folded($0)) }) { return true }
    for place in [s.destination, s.at] where place != .none {
      if isLike(pattern, place.place.name) || isLike(pattern, place.place.code) { return true }
    }
    if isLike(pattern, s.milestone.words) { return true }
    if s.holds.contains(where: { isLike(pattern, $0.words) || isLike(pattern, $0.code) }) { return true }
    let start = fold(String(pattern.source.dropLast()))
    let digits = start.hasPrefix("cw-") ? String(start.dropFirst(3)) : start
    return pattern.kind == .glob && pattern.source.hasSuffix("*") && !digits.isEmpty && digits.allSatisfy(\.isNumber)
      && s.id.label.hasPrefix("CW-" + digits)
  }

  func anywhere(_ words: String, _ s: Shipment) -> Bool {
    let wanted = fold(words)
    let ids = [
      s.reference, s.order, s.merchant, s.consignee, s.goods, s.carrier, s.owner, s.destinationText, s.atText,
    ]
    if ids.contains(where: { folded($0).contains(wanted) }) { return true }
    for place in [s.destination, s.at] where place != .none {
      if fold(place.place.name).contains(wanted) || fold(place.place.code).hasPrefix(wanted) { return true }
    }
    if s.milestone.words.contains(wanted) { return true }
    let (from, to) = (s.originCountry, s.destinationCountry)
    if from != .none, to != .none, "\(from.code)-\(to.code)".lowercased().contains(wanted) { return true }
    if !wanted.contains("-"), [from, to].contains(where: { $0 != .none && $0.code.lowercased().contains(wanted) }) {
      return true
    }
    if s.holds.contains(where: { $0.words.contains(wanted) || $0.code.lowercased().hasPrefix(wanted) }) { return true }
    let digits = wanted.hasPrefix("cw-") ? String(wanted.dropFirst(3)) : wanted
    return !digits.isEmpty && digits.allSatisfy(\.isNumber) && s.id.label.hasPrefix("CW-" + digits)
  }

  func text(_ field: Field, _ s: Shipment) -> TextID? {
    switch field {
    case .ref: s.reference
    case .order: s.order
    case .merchant: s.merchant
    case .consignee: s.consignee
    case .carrier: s.carrier
    case .platform: s.platform
    case .owner: s.owner
    case .goods: s.goods
    case .mrn: s.importMRN == .none ? s.exportMRN : s.importMRN
    default: nil
    }
  }

  func isMissing(_ field: Field, _ s: Shipment) -> Bool {
    if let text = text(field, s) { return text == .none }
    return switch field {
    case .hold: s.openHolds == 0
    case .from: s.originCountry == .none
    case .to: s.destinationCountry == .none
    case .origin: s.origin == .none
    case .dest: s.destination == .none && s.destinationText == .none
    case .at: s.at == .none && s.atText == .none
    case .lane: s.lane == .none
    case .mode: s.mode == .unknown
    case .incoterm: s.incoterm == .unstated
    case .hs: s.hs == 0
    case .eta: s.eta == nil
    case .due, .used: s.holdDue == nil
    // Nobody reckoned how complete papers are.
    case .alarm, .papers: true
    case .promise: s.promise == nil
    case .exportState: s.exportState == .none
    case .importState: s.importState == .none
    case .limit: s.limit == nil
    case .corrected: s.corrected.isEmpty
    case .holdOwner, .clock: s.openHolds == 0
    case .wasHeld: s.everHeld == 0
    default: false
    }
  }

  func matches(_ field: Field, _ comparison: Filter.Comparison, _ value: Filter.Value, _ s: Shipment) -> Bool {
    switch value {
    case .none: return isMissing(field, s)
    case .any: return !isMissing(field, s)
    case .text(let words):
      if let id = text(field, s) {
        let text = folded(id)
        return id != .none && (comparison == .equal ? text == fold(words) : text.contains(fold(words)))
      }
      return listed(field, words, s)
    case .pattern(let pattern):
      if let text = text(field, s) { return text != .none && isLike(pattern, folded(text)) }
      if field == .dest, s.destinationText != .none, isLike(pattern, folded(s.destinationText)) { return true }
      if field == .at, s.atText != .none, isLike(pattern, folded(s.atText)) { return true }
      guard case .rows(let rows)? = Choices.meaning(of: pattern, in: field) else { return false }
      return listed(field, rows, s)
    case .quantity(let quantity): return compares(field, comparison, quantity, s)
    case .range(let from, let to): return compares(field, .atLeast, from, s) && compares(field, .atMost, to, s)
    }
  }

  func listed(_ field: Field, _ words: String, _ s: Shipment) -> Bool {
    let meaning = meaning(words, field)
    if case .pair(let from, let to) = meaning {
      return from.contains(UInt32(s.originCountry.packed)) && to.contains(UInt32(s.destinationCountry.packed))
    }
    if field == .dest, folded(s.destinationText).contains(fold(words)) { return true }
    if field == .at, folded(s.atText).contains(fold(words)) { return true }
    guard case .rows(let rows) = meaning else {
      var digits = String(s.hs)
      while digits.count < 6 { digits = "0" + digits }
      return field == .hs && s.hs != 0 && digits.hasPrefix(words)
    }
    return listed(field, rows, s)
  }

  func listed(_ field: Field, _ rows: [UInt32], _ s: Shipment) -> Bool {
    switch field {
    case .panel: rows.contains(UInt32(s.panel.rawValue))
    case .stage: rows.contains(UInt32(s.stage.rawValue))
    case .milestone: rows.contains(UInt32(s.milestone.rawValue))
    case .hold: s.holds.contains { rows.contains(UInt32($0.rawValue)) }
    case .wasHeld: HoldReason.allCases.contains { s.everHeld & $0.bit != 0 && rows.contains(UInt32($0.rawValue)) }
    case .is: rows.contains { Condition(rawValue: UInt8($0)).map { isSo($0, s) } ?? false }
    case .from: rows.contains(UInt32(s.originCountry.packed))
    case .to: rows.contains(UInt32(s.destinationCountry.packed))
    case .origin: rows.contains(UInt32(s.origin.row))
    case .dest: rows.contains(UInt32(s.destination.row))
    case .at: rows.contains(UInt32(s.at.row))
    case .lane: rows.contains(UInt32(s.lane.row))
    case .mode: rows.contains(UInt32(s.mode.rawValue))
    case .incoterm: rows.contains(UInt32(s.incoterm.rawValue))
    case .exportState: rows.contains(UInt32(s.exportState.rawValue))
    case .importState: rows.contains(UInt32(s.importState.rawValue))
    case .corrected: s.corrected.contains { rows.contains(UInt32($0.rawValue)) }
    case .holdOwner: s.holdOwners.roles.contains { rows.contains(UInt32($0.rawValue)) }
    case .clock: s.holdOwners.roles.contains { rows.contains($0.isAuthority ? 1 : 0) }
    default: false
    }
  }

  func isSo(_ condition: Condition, _ s: Shipment) -> Bool {
    switch condition {
    case .held: s.isHeld
    case .late:
      s.flags.contains(.deliveredLate)
        || !s.isEnded && !s.flags.contains(.wasDelivered) && (s.promise.map { $0 < now } ?? false)
    case .stale: s.silenceMax.map { now - s.heard > $0 } ?? false
    case .stuck:
      !s.isEnded && !s.isHeld && (s.milestone.dwellMax(by: s.mode).map { now - s.happened > $0 } ?? false)
    case .risky:
      !s.isEnded && !s.flags.contains(.wasDelivered) && !s.flags.contains(.goesBack)
        && (s.promise.map { promise in
          let ahead = s.lane == .none ? 0 : Int64(s.lane.lane.days.likely) * 86_400 * s.stage.percentAhead / 100
          return ahead > 0 && now - promise > .seconds(-ahead)
        } ?? false)
    case .disputed: s.disputes > 0
    case .ended: s.isEnded
    case .simulated: s.flags.contains(.simulated)
    case .damaged: s.flags.contains(.damaged)
    case .delayed: s.flags.contains(.delayed)
    case .owned: s.owner != .none
    case .repeated: s.flags.contains(.repeated)
    case .delivered: s.flags.contains(.wasDelivered)
    case .returning: s.flags.contains(.goesBack)
    case .incomplete: !s.documentsMissing.isEmpty
    case .papersMissing: false
    }
  }

  func compares(_ field: Field, _ comparison: Filter.Comparison, _ quantity: Filter.Quantity, _ s: Shipment) -> Bool {
    func ordered(_ value: Int64, _ start: Int64, _ end: Int64, calendar: Bool = false) -> Bool {
      switch comparison {
      case .has, .equal, .unequal: value >= start && value <= end
      case .less: value < start
      case .atMost: value <= (calendar ? end : start)
      case .greater: value > (calendar ? end : start)
      case .atLeast: value >= start
      case .matches: false
      }
    }
    func moment() -> Instant? {
      switch field {
      case .age, .placed: s.placed
      case .heard: s.heard
      case .eta: s.eta
      case .due: s.holdDue
      case .limit: s.limit
      case .dwell: s.happened
      default: s.promise
      }
    }
    switch quantity {
    case .number(let n) where field == .used:
      guard let due = s.holdDue, let since = s.heldSince else { return false }
      func reached(_ percent: Int64) -> Bool {
        let span = (due - since).milliseconds / 1000 * percent / 100
        return now >= since + .seconds(span)
      }
      switch comparison {
      case .has, .equal, .unequal: return reached(n) && !reached(n + 1)
      case .less: return !reached(n)
      case .atMost: return !reached(n + 1)
      case .greater: return reached(n + 1)
      case .atLeast: return reached(n)
      case .matches: return false
      }
    case .number where field == .papers: return false
    case .number(let n): return ordered(Int64(s.attempts), n, n)
    case .label(let id): return ordered(Int64(s.id.number), Int64(id.number), Int64(id.number))
    case .money(let money):
      let cents = money.euroCents ?? 0
      return ordered(s.value.euroCents ?? 0, cents, cents)
    case .mass(let grams): return ordered(Int64(s.weight.value), Int64(grams.value), Int64(grams.value))
    case .span(let span, let unit):
      guard let moment = moment() else { return false }
      let length = [.age, .heard, .placed, .dwell].contains(field) ? now - moment : moment - now
      let end = span.milliseconds + (span.milliseconds < 0 ? 0 : unit.milliseconds - 1)
      return ordered(length.milliseconds, span.milliseconds, end)
    case .time(let time, let length):
      guard let moment = moment() else { return false }
      let start = time.milliseconds
      return ordered(moment.milliseconds, start, start + length.milliseconds - 1, calendar: true)
    }
  }
}

/// The order of shipments, told plainly; what a key says of them is found out once.
final class PlainOrder {
  private let board: Board
  private let plainly: Plainly
  private var columns: [SortKey: [ShipmentID: (number: Int64?, text: String?)]] = [:]

  init(_ board: Board) {
    self.board = board
    plainly = Plainly(texts: board.texts, now: Crowd.now)
  }

  private func column(_ sortKey: SortKey) -> [ShipmentID: (number: Int64?, text: String?)] {
    if let known = columns[sortKey] { return known }
    func rank(_ id: TextID) -> String? { id == .none ? nil : plainly.folded(id) }
    func key(_ s: Shipment, _ key: SortKey) -> (number: Int64?, text: String?) {
      switch key {
      case .id: (Int64(s.id.number), nil)
      case .due: (s.holdDue?.milliseconds, nil)
      case .eta: (s.eta?.milliseconds, nil)
      case .promise: (s.promise?.milliseconds, nil)
      case .value: (s.value.euroCents.flatMap { $0 == 0 ? nil : $0 }, nil)
      case .weight: (s.weight.value == 0 ? nil : Int64(s.weight.value), nil)
      case .age: (-s.placed.milliseconds, nil)
      case .heard: (-s.heard.milliseconds, nil)
      case .held: (s.heldSince?.milliseconds, nil)
      case .stage: (Int64(s.stage.rawValue) * 256 + Int64(s.milestone.rawValue), nil)
      case .attempts: (Int64(s.attempts), nil)
      case .merchant: (nil, rank(s.merchant))
      case .carrier: (nil, rank(s.carrier))
      case .goods: (nil, rank(s.goods))
      case .platform: (nil, rank(s.platform))
      case .owner: (nil, rank(s.owner))
      case .lane: (nil, s.lane == .none ? nil : s.lane.lane.code)
      case .from: (nil, s.originCountry == .none ? nil : s.originCountry.code)
      case .to: (nil, s.destinationCountry == .none ? nil : s.destinationCountry.code)
      case .mode: (s.mode == .unknown ? nil : Int64(s.mode.rawValue), nil)
      case .incoterm: (s.incoterm == .unstated ? nil : Int64(s.incoterm.rawValue), nil)
      case .hs: (s.hs == 0 ? nil : Int64(s.hs), nil)
      }
    }
    var column: [ShipmentID: (number: Int64?, text: String?)] = [:]
    for number in board.ids ?? 1...1 {
      let id = ShipmentID(number)
      if let shipment = board[id] { column[id] = key(shipment, sortKey) }
    }
    columns[sortKey] = column
    return column
  }

  func sorted(_ ids: Set<ShipmentID>, _ ordering: Ordering) -> [ShipmentID] {
    let parts = ordering.parts
    let columns = parts.map { column($0.key) }
    let keyed = ids.sorted().map { id in (id: id, keys: columns.map { $0[id] ?? (nil, nil) }) }
    return keyed.sorted { a, b in
      for (part, (x, y)) in zip(parts, zip(a.keys, b.keys)) {
        let isUp = !part.isDescending
        if let x = x.number, let y = y.number, x != y { return (x < y) == isUp }
        if let x = x.text, let y = y.text, x != y { return x.utf8.lexicographicallyPrecedes(y.utf8) == isUp }
        let (isKnownX, isKnownY) = (x.number != nil || x.text != nil, y.number != nil || y.text != nil)
        if isKnownX != isKnownY { return isKnownX }
      }
      return a.id < b.id
    }.map(\.id)
  }
}

@Suite struct `Filters on a board` {
  @Test func `alarms that stand can be asked for by priority and by rule`() throws {
    var board = Self.crowd.board
    var index = TextIndex()
    let held = try Filter(parsing: "is:held")
    let late = try Filter(parsing: "is:late")
    board.alarms = [
      OpenAlarm(priority: 0, rule: "give-up", about: held), OpenAlarm(priority: 2, rule: "promise", about: late),
    ]
    func count(_ text: String) throws -> Int {
      Matcher(try Filter(parsing: text), board: board, now: Crowd.now, index: &index).count(on: board).count
    }
    #expect(try count("alarm:p1") == count("is:held"))
    #expect(try count("alarm:critical,promise") == count("is:held or is:late"))
    #expect(try count("alarm:any") == count("is:held or is:late"))
    #expect(try count("alarm:none") == count("!is:held !is:late"))
    #expect(try count("alarm:p2") == 0)
    #expect(try count("is:late alarm:give-up") == count("is:late is:held"))
    for none in ["attempts>9223372036854775807", "attempts<-9223372036854775808"] {
      #expect(((try? count(none)) ?? 0) == 0)
    }
    for wrong in ["alarm:p9", "alarm:a.b", "alarm:"] {
      #expect(throws: FilterFault.self) { try Filter(parsing: wrong) }
    }
    // Many alarms of a rule are one look into a column, and no search in the dictionary.
    let names = (1...3).compactMap { board[ShipmentID($0)]?.merchant }.filter { $0 != .none }
    let place = try #require(
      board.ids.flatMap { ids in ids.lazy.compactMap { board[ShipmentID($0)]?.at }.first { $0 != .none } })
    board.alarms = names.map {
      OpenAlarm(priority: 1, rule: "seller", about: held, group: .value(.merchant, $0.number))
    }
    board.alarms.append(
      OpenAlarm(priority: 1, rule: "place", about: late, group: .init(try Filter(parsing: "at=\(place.place.code)"))))
    var fresh = TextIndex()
    let matcher = Matcher(try Filter(parsing: "alarm:high"), board: board, now: Crowd.now, index: &fresh)
    #expect(fresh.count == 0)
    let merchants = names.map { "merchant=\"\(board.texts[$0])\"" }.joined(separator: " or ")
    #expect(
      try matcher.count(on: board).count
        == count("is:held (\(merchants)) or is:late at=\(place.place.code)"))
    for id in (board.ids ?? 1...1).map({ ShipmentID($0) }) {
      guard let shipment = board[id], let isIn = shipment.isIn(board.alarms[0].group) else { continue }
      #expect(isIn == (shipment.merchant == names[0]))
    }
    // One that is only known in words is looked for.
    board.alarms = [OpenAlarm(priority: 1, rule: "seller", about: held, group: .init(try Filter(parsing: merchants)))]
    #expect(try count("alarm:seller") == count("is:held (\(merchants))"))
    // An alarm that asks for alarms asks for nothing, and comes to an end.
    board.alarms = [OpenAlarm(priority: 0, rule: "self", about: try Filter(parsing: "alarm:self"))]
    #expect(try count("alarm:self") == 0)
  }

  static let crowd = Crowd(1400, seed: 11)

  /// Few on two pages, with gaps: what is told plainly takes its time for each.
  static let few = Crowd(Array(1...120) + Array(395...470) + Array(1010...1120), seed: 11)

  static let terms: [String] =
    Field.allCases.map(\.example) + QueryTerms.more
    + Field.allCases.filter(\.canBeMissing).flatMap { ["\($0.name):none", "\($0.name):any"] }
    + Condition.allCases.map { "is:\($0.name)" }

  func agree(_ filter: Filter, _ board: Board, _ plainly: Plainly, _ rows: [Shipment], _ index: inout TextIndex) {
    let matcher = Matcher(filter, board: board, now: Crowd.now, index: &index)
    let ids = rows.map(\.id)
    let expected = rows.filter { plainly.matches(filter.root, $0) }.map(\.id)
    let listing = ListQuery(filter: filter).listing(of: board, now: Crowd.now, index: &index)
    #expect(Array(listing.ids) == expected, "\(filter.text)")
    #expect(ids.filter { matcher.matches($0, on: board) } == expected, "\(filter.text), row by row")
    let standing = StandingFilters([filter], board: board, index: &index)
    let held = ids.filter { id in
      var next = Instant(milliseconds: .max)
      return standing.matches(
        board.columns[id.index / Page.rows], id.index % Page.rows, id.number, now: Crowd.now, next: &next
      ).low == 1
    }
    #expect(held == expected, "\(filter.text), while time goes on")
    let sum = expected.reduce(0) { $0 + Int64(Int32(clamping: board[$1]?.value.euroCents ?? 0)) }
    let count = matcher.count(on: board)
    #expect(count.count == expected.count && count.euroCents == sum, "\(filter.text), counted")
  }

  @Test func `every term means what it says`() throws {
    let board = Self.few.board
    let plainly = Plainly(texts: board.texts, now: Crowd.now)
    let rows = (board.ids ?? 1...1).compactMap { board[ShipmentID($0)] }
    var index = TextIndex()
    for term in Self.terms { agree(try Filter(parsing: term), board, plainly, rows, &index) }
  }

  @Test func `random filters mean what they say`() throws {
    let board = Self.crowd.board
    let plainly = Plainly(texts: board.texts, now: Crowd.now)
    let rows = (board.ids ?? 1...1).compactMap { board[ShipmentID($0)] }
    var index = TextIndex()
    var dice = Dice(state: 3)
    func expression(_ depth: Int) -> String {
      switch depth == 0 ? 0 : dice.below(5) {
      case 1: return "(\(expression(depth - 1)) or \(expression(depth - 1)))"
      case 2: return "\(expression(depth - 1)) \(expression(depth - 1))"
      case 3: return "!(\(expression(depth - 1)))"
      default: return dice.one(of: Self.terms)
      }
    }
    for _ in 0..<40 { agree(try Filter(parsing: expression(3)), board, plainly, rows, &index) }
  }

  @Test func `an empty board lists nothing`() throws {
    var index = TextIndex()
    let listing = ListQuery(filter: try Filter(parsing: "nimbus")).listing(of: Board(), now: Crowd.now, index: &index)
    #expect(listing.ids.isEmpty && listing.isComplete)
  }

  @Test func `the index finds what was added since, and narrows`() {
    var texts = TextTable()
    var index = TextIndex()
    func found(_ words: String, whole: Bool = false) -> [UInt32] { index.ids(containing: words, whole: whole) }
    for text in ["anker", "Anker Shenzhen", "rote Schuhe", "ank"] { _ = texts.intern(text) }
    var isWhole = index.extend(over: texts, most: 3)
    #expect(!isWhole)
    isWhole = index.extend(over: texts, most: 3)
    #expect(isWhole)
    #expect(found("ANK") == [1, 2, 4])
    #expect(found("anke") == [1, 2])
    #expect(found("anker", whole: true) == [1])
    #expect(found("nothing like it") == [])
    _ = texts.intern("Ankerplatz mit einem langen Namen, länger als zweiunddreißig Zeichen")
    index.extend(over: texts)
    #expect(found("anker") == [1, 2, 5])
    #expect(found("langer als zweiunddreissig") == [5])
    var other = TextTable()
    _ = other.intern("something else")
    index.extend(over: other)
    #expect(found("anker") == [] && found("else") == [1])
  }

  @Test func `the first rows are the beginning of the whole order`() throws {
    let board = Self.few.board
    let order = PlainOrder(board)
    var index = TextIndex()
    for key in SortKey.allCases {
      for isDescending in [false, true] {
        for panel in [nil, Panel.customs, .closed] {
          let query = ListQuery(
            panel: panel, filter: try Filter(parsing: "!to:JP"), ordering: Ordering(key, descending: isDescending))
          let whole = query.listing(of: board, now: Crowd.now, index: &index)
          #expect(whole.isComplete)
          #expect(whole.total == panel.map { board.count(in: $0) } ?? board.present)
          #expect(Set(whole.ids).count == whole.matched)
          var builder = ListBuilder(query, board: board, now: Crowd.now, top: 25)
          var sawFirst = false
          while !builder.advance(pages: 1, on: board, index: &index) {
            if let listing = builder.listing, !sawFirst {
              sawFirst = true
              #expect(Array(listing.ids) == Array(whole.ids.prefix(25)), "\(query.ordering.text)")
              #expect(listing.matched == whole.matched)
            }
          }
          #expect(builder.listing?.ids == whole.ids)
          let expected = order.sorted(Set(whole.ids), query.ordering)
          #expect(Array(whole.ids) == expected, "\(query.ordering.text) in \(panel?.name ?? "all")")
          #expect(whole.ids.enumerated().allSatisfy { place, id in whole.position(of: id) == place })
          #expect(whole.members == ShipmentSet(whole.ids))
          #expect(whole.position(of: ShipmentID(4_000_000)) == nil)
          for near in [-3, whole.ids.count, whole.ids.count + 65, 100_000] {
            #expect(whole.ids.first.map { whole.position(of: $0, near: near) } ?? 0 == 0)
          }
        }
      }
    }
  }

  @Test func `a long list is whole however small the slices, also by texts`() throws {
    var board = Board()
    var dice = Dice(state: 5)
    for number in 1...5_000 {
      var order = Event.Ordered(placedAt: Crowd.now)
      order.promise = Crowd.now + .minutes(Int64(dice.below(4_000)))
      order.goods = board.texts.intern("\(["Ware", "ware", "Tee", "Öl"][dice.below(4)]) \(dice.below(900))")
      board.apply(Event(ShipmentID(UInt32(number)), by: Actor(.platform), at: Crowd.now, .ordered(order)))
    }
    var index = TextIndex()
    func build(_ key: SortKey, most: Int) -> (ids: [ShipmentID], slices: Int) {
      var builder = ListBuilder(ListQuery(ordering: Ordering(key)), board: board, now: Crowd.now, top: 40)
      var slices = 1
      while !builder.advance(pages: most, on: board, index: &index) { slices += 1 }
      return (Array(builder.listing?.ids ?? []), slices)
    }
    for key in [SortKey.promise, .goods] {
      let order = PlainOrder(board)
      let (ids, slices) = build(key, most: 1)
      #expect(ids == order.sorted(Set(ids), Ordering(key)) && ids.count == 5_000)
      #expect(slices > (key == .goods ? 80 : 12), "\(key.name) in \(slices)")
    }
    // Texts that came since get their places among those of before, and nothing is worked out twice.
    for number in 5_001...5_100 {
      var order = Event.Ordered(placedAt: Crowd.now)
      order.goods = board.texts.intern("\(["aal", "Tee 4a", "zzz"][number % 3]) \(number % 7)")
      board.apply(Event(ShipmentID(UInt32(number)), by: Actor(.platform), at: Crowd.now, .ordered(order)))
    }
    let (ids, _) = build(.goods, most: 1)
    #expect(ids == PlainOrder(board).sorted(Set(ids), Ordering(.goods)) && ids.count == 5_100)
    #expect(build(.goods, most: 1).slices < 40)
    // Another board has another dictionary.
    var other = Board()
    for text in ["b", "c", "a"] {
      var order = Event.Ordered(placedAt: Crowd.now)
      order.goods = other.texts.intern(text)
      other.apply(Event(ShipmentID(UInt32(other.count + 1)), by: Actor(.platform), at: Crowd.now, .ordered(order)))
    }
    let query = ListQuery(ordering: Ordering(.goods))
    #expect(query.listing(of: other, now: Crowd.now, index: &index).ids.map(\.number) == [3, 1, 2])
  }

  @Test func `a set of shipments is what its members are`() {
    var dice = Dice(state: 9)
    func some() -> Set<ShipmentID> { Set((0..<200).map { _ in ShipmentID(UInt32(1 + dice.below(3_000))) }) }
    for _ in 0..<20 {
      let (a, b) = (some(), some())
      var (sum, rest, either) = (ShipmentSet(a), ShipmentSet(a), ShipmentSet(a))
      sum.formUnion(ShipmentSet(b))
      rest.subtract(ShipmentSet(b))
      either.formSymmetricDifference(ShipmentSet(b))
      #expect(sum.ids == a.union(b).sorted() && sum.count == sum.ids.count)
      #expect(rest.ids == a.subtracting(b).sorted() && rest.count == rest.ids.count)
      #expect(either.ids == a.symmetricDifference(b).sorted() && either.count == either.ids.count)
      #expect(ShipmentSet(a).countShared(with: ShipmentSet(b)) == a.intersection(b).count)
      var page = ShipmentSet()
      var answers = [UInt8](repeating: 0, count: Page.rows)
      for id in a where id.index / Page.rows == 1 { answers[id.index % Page.rows] = 1 }
      page.insert(answers: answers, ofPage: 1)
      #expect(page.ids == a.filter { $0.index / Page.rows == 1 }.sorted() && page.count == page.ids.count)
    }
  }

  @Test func `several keys order a list, the first deciding`() throws {
    let board = Self.crowd.board
    let order = PlainOrder(board)
    var index = TextIndex()
    for text in [
      "stage,-value", "panel", "to,mode,-weight", "merchant desc, due", "-lane, incoterm, attempts desc, age",
      "owner,id",
      "from,to,mode,incoterm", "goods, -heard",
    ] {
      guard let ordering = try? Ordering(parsing: text) else { continue }
      for panel in [nil, Panel.transit] {
        let query = ListQuery(panel: panel, filter: try Filter(parsing: "!to:JP"), ordering: ordering)
        var builder = ListBuilder(query, board: board, now: Crowd.now, top: 30)
        var first: [ShipmentID]?
        while !builder.advance(pages: 1, on: board, index: &index) {
          if first == nil { first = builder.listing.map { Array($0.ids) } }
        }
        let ids = Array(builder.listing?.ids ?? [])
        #expect(ids == order.sorted(Set(ids), ordering), "\(text) in \(panel?.name ?? "all")")
        if let first { #expect(first == Array(ids.prefix(30)), "\(text), the first of them") }
      }
    }
  }

  @Test func `a filter that grows is looked for among what is listed already`() throws {
    let board = Self.crowd.board
    var index = TextIndex()
    let chains = [
      ["weber", "weber j", "weber j to:DE"], ["j", "ju", "jur", "jurg"], ["hold:H0", "hold:H09", "hold:H09 value>5"],
      ["value>900", "value>900eur age>3d"], ["cw-1", "cw-10", "cw-104"], ["1", "10", "104"], ["to:F", "to:FR"],
    ]
    for chain in chains {
      var known: Listing?
      for text in chain {
        let filter = try Filter(parsing: text)
        if let known { #expect(filter.implies(known.query.filter), "\(text) after \(known.query.filter.text)") }
        let query = ListQuery(filter: filter, ordering: Ordering(.value))
        let whole = query.listing(of: board, now: Crowd.now, index: &index)
        var builder = ListBuilder(query, board: board, now: Crowd.now, within: known)
        while !builder.advance(pages: 1, on: board, index: &index) {}
        #expect(builder.listing?.ids == whole.ids, "\(text)")
        known = builder.listing
      }
    }
    for (a, b) in [
      ("c", "cw-1"), ("cw-1", "cw-"), ("to:DE", "to:FR"), ("!ab", "!a"), ("value<50", "value<5"),
      ("value<5usd", "value>1"),
      ("merchant=ab", "merchant=a"), ("merchant!=ab", "merchant:a"), ("a or b", "a"), ("at:LGG", "at:LG"),
      ("eta<2026-11-22", "eta<2d"),
    ] {
      #expect(!(try Filter(parsing: a).implies(try Filter(parsing: b))), "\(a) does not imply \(b)")
    }
  }

  @Test func `a list that is built anew has what the board has become`() {
    var board = Board()
    var index = TextIndex()
    let query = ListQuery(panel: .orders, ordering: Ordering(.age))
    var known: Listing?
    for number in 0..<100 {
      if number % 20 == 0 {
        var builder = ListBuilder(query, board: board, now: Crowd.now, within: known)
        while !builder.advance(pages: 1, on: board, index: &index) {}
        known = builder.listing
        #expect(known?.ids.count == number)
      }
      board.apply(
        Event(
          ShipmentID(UInt32(number + 1)), by: Actor(.platform), at: Crowd.now,
          .ordered(Event.Ordered(placedAt: Crowd.now))))
    }
  }

  @Test func `whenever one filter implies another, what it lists is among the other's`() throws {
    let board = Self.crowd.board
    var index = TextIndex()
    let terms = Self.terms.enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
    let matchers = try terms.map { term in
      let filter = try Filter(parsing: term)
      return (filter, Matcher(filter, board: board, now: Crowd.now, index: &index))
    }
    let ids = (board.ids ?? 1...1).map { ShipmentID($0) }
    let hits = matchers.map { matcher in Set(ids.filter { matcher.1.matches($0, on: board) }) }
    for (a, first) in matchers.enumerated() {
      for (b, second) in matchers.enumerated() where a != b && first.0.implies(second.0) {
        #expect(hits[a].isSubset(of: hits[b]), "\(terms[a]) is said to imply \(terms[b])")
      }
    }
  }

  @Test func `a list built while the board moves on names each shipment once`() throws {
    var board = Self.crowd.board
    var index = TextIndex()
    let query = ListQuery(panel: .customs, filter: .all, ordering: Ordering(.due))
    var builder = ListBuilder(query, board: board, now: Crowd.now, top: 10)
    var number: UInt32 = 1
    while !builder.advance(pages: 1, on: board, index: &index) {
      for _ in 0..<40 {
        var claim = Event.Claim(.outForDelivery, happened: Crowd.now)
        claim.verdict = .advances
        board.apply(Event(ShipmentID(number), by: Actor(.carrier), at: Crowd.now, .claimed(claim)))
        number += 1
      }
    }
    let ids = builder.listing?.ids ?? []
    #expect(Set(ids).count == ids.count && !ids.isEmpty)
    #expect(ids.allSatisfy { board.contains($0) })
    let listing = try #require(builder.listing)
    for id in ids { #expect(listing.stillHolds(id, on: board) == (board[id]?.panel == .customs)) }
  }
}

/// Terms beside the fields' own examples.
enum QueryTerms {
  static let more = [
    "nimbus", "NIMBUS", "jurgen", "weber", "手机", "lodz", "\"rote schuhe\"", "cw-1", "10", "104", "CW-1204", "h09",
    "\"duty unpaid\"",
    "berlin", "xyz-not-there", "merchant=nimbus", "merchant!=nimbus", "merchant:muller", "consignee:nguyen",
    "goods:shirt,tea",
    "to:EU", "to:germany", "lane:CN-DE,CN-FR", "lane:A", "hold:customs", "hold:merchant,H09", "hold:op",
    "is:late,stale",
    "milestone:import", "milestone:43a,48", "stage:c", "stage!=carriage", "value:100..500eur", "value=0",
    "value<=20usd",
    "value>=999999999999eur", "weight>=1kg", "weight:500g..2kg", "weight<0.5lb", "age<2d", "age:3d", "age>1d12h",
    "age<=0",
    "heard<1d", "heard>=72h", "eta<0", "eta>2d", "eta:1d", "due<1w", "due<-1d", "due:-30h..2d", "promise<now",
    "promise>=2026-11-20",
    "promise:2026-11-18", "placed<2026-11-15T12:00Z", "placed<=2026-11-15", "placed>2026-11-15", "placed<3d",
    "placed!=2026-11-15",
    "eta:2026-11-17..2026-11-20", "attempts:0", "attempts<1", "attempts>300", "attempts<-1", "attempts!=0",
    "id>CW-11000",
    "id:CW-10010..CW-10020", "id<=CW-10003,", "hs:01", "hs:8517", "hs:9", "incoterm:DDU", "mode:air,ocean", "from:CN",
    "origin:shanghai",
    "dest:berlin", "at:air", "order:A-1", "ref:1z1", "carrier!=\"china post\"", "platform:shop", "panel!=orders",
    "to!=DE,FR", "merchant:nim*", "merchant:*trad*", "merchant!=nim*", "merchant:NIM*,łódź*", "ref:1Z?2*", "goods:手機*",
    "goods~/lith|tea$/", "goods~/^t/", "goods~/schuhe|手机/", "merchant~/[a-c]er|^n.mbus$/", "consignee~/^n.*[áa]nh$/",
    "consignee:たなか*", "milestone:import*", "hold:H0?", "hold~/duty|tax/", "at:F*", "dest:b*", "lane:CN-*", "to:?R",
    "~/^n/", "nim*", "*weber*", "cw-10*", "~/(a|b)*c/", "cn-de", "cn-", "-jp", "de", "import", "lgg", "\"delivery\"",
  ].filter { !$0.hasSuffix(",") }
}
