import Atlas
import Measures
import Testing

@testable import Logistics

/// A border of few shipments with every figure known, at hours of one clock.
private struct Gates {
  var board = Board()
  var fold = BorderFold()
  var told: [Event] = []
  /// The same, read from the bytes that the journal would hold.
  var read = BorderFold()
  let start = Instant(milliseconds: 1_795_000_000_000)
  let customs = Actor(.customs)

  mutating func record(_ events: [Event]) {
    for event in events {
      board.apply(event)
      fold.apply(event)
      told.append(event)
      var body = ByteWriter()
      event.encode(board.vocabulary, into: &body)
      let isUnderstood = body.bytes.withUnsafeBytes {
        read.apply(
          shipment: event.shipment, kind: UInt64(board.vocabulary.kindNumber(of: event)), at: event.at, body: $0,
          board.vocabulary)
      }
      #expect(isUnderstood)
    }
  }

  mutating func order(_ merchant: String, hs: UInt32, documents: DocumentSet = []) -> ShipmentID {
    var order = Event.Ordered(placedAt: start)
    order.merchant = board.texts.intern(merchant)
    order.hs = hs
    order.documentsHeld = documents
    var events: [Event] = []
    let id = board.hear(order: order, lines: [], by: Actor(.platform), at: start, into: &events)
    record(events)
    return id
  }

  mutating func say(_ milestone: Milestone, _ id: ShipmentID, hour: Int64, reason: HoldReason? = nil) {
    let at = start + .hours(hour)
    var claim = Event.Claim(milestone, happened: at, place: Atlas.places.first { $0.code == "LGG" }?.id ?? .none)
    claim.reason = reason
    var events: [Event] = []
    board.hear(claim, about: id, by: customs, at: at, into: &events)
    record(events)
  }

  mutating func end(_ reason: HoldReason, _ id: ShipmentID, hour: Int64, by actor: Actor? = nil) {
    var events: [Event] = []
    board.hear(cleared: reason, note: .none, about: id, by: actor ?? customs, at: start + .hours(hour), into: &events)
    record(events)
  }

  mutating func arrive(_ id: ShipmentID, hour: Int64) {
    say(.departedOrigin, id, hour: hour - 2)
    say(.arrivedDestination, id, hour: hour - 1)
    say(.importDeclared, id, hour: hour)
  }

  /// One free, one held for its invoice for two days, one inspected for one day, one held still, one refused.
  static func scene() -> Gates {
    var gates = Gates()
    let free = gates.order("Nimbus", hs: 610_910)
    gates.arrive(free, hour: 10)
    gates.say(.importReleased, free, hour: 14)
    let paper = gates.order("Nimbus", hs: 851_830)
    gates.arrive(paper, hour: 10)
    gates.say(.importHeld, paper, hour: 12, reason: .invoiceMissing)
    gates.end(.invoiceMissing, paper, hour: 60)
    gates.say(.importReleased, paper, hour: 61)
    let opened = gates.order("Ostrya", hs: 851_830)
    gates.arrive(opened, hour: 20)
    gates.say(.importHeld, opened, hour: 24, reason: .physicalInspection)
    gates.end(.physicalInspection, opened, hour: 48)
    gates.say(.importReleased, opened, hour: 50)
    let still = gates.order("Ostrya", hs: 851_830, documents: [DocumentSet(.commercialInvoice)])
    gates.arrive(still, hour: 70)
    gates.say(.importHeld, still, hour: 72, reason: .invoiceMissing)
    let refused = gates.order("Ostrya", hs: 0)
    gates.arrive(refused, hour: 71)
    gates.say(.importRefused, refused, hour: 96)
    return gates
  }
}

@Suite struct `The border in numbers` {
  @Test func `passages, holds and what waiting costs are what was recorded`() throws {
    let gates = Gates.scene()
    let figures = gates.fold.figures(days: nil, at: gates.start + .hours(96))
    #expect(gates.board.brokenInvariants() == [])
    let all = figures.passages
    #expect((all.released, all.refused, all.firstTime) == (3, 1, 1))
    #expect(all.firstTimePermille == 250)
    let channels = figures.channelRows().map { "\($0.channel.name) \($0.passages.decided)" }
    // The refused one had no hold.
    #expect(channels == ["green 2", "yellow 1", "red 1"])
    let place = try #require(figures.placeRows().first)
    #expect(place.gate.place.place.code == "LGG" && place.gate.side == .import && place.passages.decided == 4)
    #expect(place.passages.dwell.percentile(permille: 1000).map { abs(($0 - .hours(51)).wholeMinutes) <= 98 } == true)
    let reasons = figures.reasonRows().map {
      "\($0.reason.code) \($0.holds.count) open \($0.holds.open) \($0.holds.cents) \($0.cumulativePermille)"
    }
    // Two days and one day at the playbook's 120 cents, one day at 180.
    #expect(reasons == ["H01 2 open 1 360 667", "H13 1 open 0 180 1000"])
    // The invoice of the second was there already when it was held.
    let remedies = figures.remedyRows().map { "\($0.document.name) \($0.holds) \($0.cents)" }
    #expect(remedies == ["commercial_invoice 1 240"])
    let merchants = figures.merchantRows().map {
      "\(gates.board.texts[$0.key]) \($0.passages.decided) \($0.holds.count) \($0.holds.cents) \($0.top?.reason.code ?? "-")"
    }
    #expect(merchants == ["Ostrya 2 2 300 H13", "Nimbus 2 1 240 H01"])
    #expect(figures.chapterRows().map(\.key) == [85, 0, 61])
  }

  @Test func `the channel is what customs told of, and released at once is what was never held`() {
    var gates = Gates()
    let told: [[Milestone]] = [[], [.selectedForControl], [.selectedForControl, .inspected]]
    for (number, controls) in told.enumerated() {
      let id = gates.order("Nimbus", hs: 610_910)
      gates.arrive(id, hour: 10)
      for control in controls { gates.say(control, id, hour: 11) }
      gates.say(.importReleased, id, hour: 12 + Int64(number))
    }
    for fold in [gates.fold, gates.read] {
      let rows = fold.figures(days: nil, at: gates.start + .hours(20)).channelRows()
      #expect(rows.map(\.channel) == BorderChannel.allCases)
      #expect(rows.map(\.passages.released) == [1, 1, 1])
      #expect(rows.map(\.passages.firstTime) == [1, 1, 1])
    }
  }

  @Test func `only what was decided or held within the window counts`() {
    // 18 Nov 2026, 11:06: the last two days are those from the 21st on.
    let gates = Gates.scene()
    let now = gates.start + .hours(96)
    let figures = gates.fold.figures(days: 2, at: now)
    #expect(figures.passages.decided == 2)
    #expect(gates.fold.figures(days: 1, at: now).passages.decided == 1)
    #expect(figures.holds.count == 1 && figures.holds.open == 1)
  }

  @Test func `read from bytes it is the same, and however few days are kept apart all of them add up`() throws {
    var gates = Gates.scene()
    let now = gates.start + .hours(96)
    var short = BorderFold(daysKept: 1)
    let all = gates.fold.figures(days: nil, at: now)
    #expect(lines(gates.read, days: nil, at: now) == lines(gates.fold, days: nil, at: now))
    #expect(lines(gates.read, days: 2, at: now) == lines(gates.fold, days: 2, at: now))
    #expect(gates.fold.eventCount == gates.read.eventCount && gates.fold.shipmentCount == 5)
    for event in gates.told { short.apply(event) }
    #expect(lines(short, days: nil, at: now) == lines(gates.fold, days: nil, at: now))
    #expect(lines(short, days: 1, at: now) == lines(gates.fold, days: 1, at: now))
    #expect(all.passages.simulated == 0)
    // Nobody orders out of turn, and nothing is understood that was never written.
    let names = gates.board.vocabulary
    let number = UInt64(names.kindNumber(of: gates.told[0]))
    let isTaken = [UInt8](repeating: 0xFF, count: 30).withUnsafeBytes {
      gates.read.apply(shipment: ShipmentID(9), kind: number, at: now, body: $0, names)
    }
    #expect(!isTaken)
    for kind in 0..<UInt64(gates.board.texts.count + 2) {
      for bytes in [[], [0x80], [UInt8](repeating: 0xFF, count: 40), [1, 1, 1, 1, 1, 1]] as [[UInt8]] {
        _ = bytes.withUnsafeBytes {
          gates.read.apply(shipment: ShipmentID(.max), kind: kind, at: Instant(milliseconds: .min), body: $0, names)
        }
      }
    }
    // A clock that leaps as far as can be.
    for at in [Int64.max, .min, 0] {
      gates.fold.apply(
        Event(ShipmentID(1), by: Actor(.customs), at: Instant(milliseconds: at), .noted(Event.Note(.none))))
      _ = BorderTables(gates.fold, days: 30, at: Instant(milliseconds: at))
    }
    #expect(gates.fold.figures(days: nil, at: now).passages.decided == 4)
  }

  /// The tables of a fold, a line a row.
  private func lines(_ fold: BorderFold, days: Int?, at now: Instant) -> [String] {
    let tables = BorderTables(fold, days: days, at: now)
    return ["\(tables.decided) \(tables.holds) \(tables.open) \(tables.cents) \(tables.firstTimePermille ?? -1)"]
      + BorderBlock.allCases.flatMap { block in tables[block].map { "\(block.name): \($0)" } }
  }

  @Test func `the tables say what the figures say`() throws {
    let gates = Gates.scene()
    let tables = BorderTables(gates.fold, days: nil, at: gates.start + .hours(96))
    #expect(tables[.reasons].map(\.key) == [.reason(.invoiceMissing), .reason(.physicalInspection)])
    #expect(tables[.reasons].map(\.cumulativePermille) == [667, 1000])
    #expect(tables[.remedies].map(\.key) == [.remedy(.commercialInvoice)])
    #expect(tables[.remedies].map(\.costPermille) == [444])
    #expect(tables[.places].first?.key == .place(nil, nil) && tables[.places].first?.decided == 4)
    #expect(tables[.places].count == 8)
    #expect(tables[.merchants].map { $0.reasons.first } == [.physicalInspection, .invoiceMissing])
    #expect(tables[.chapters].map(\.key) == [.chapter(85), .chapter(0), .chapter(61)])
    #expect(tables.from == gates.start && tables.counted == 7)
    #expect(BorderTables(BorderFold(), days: 7, at: gates.start)[.places].isEmpty)
  }

  @Test func `a hold that the desk ended and holds again is one hold`() throws {
    var gates = Gates()
    let id = gates.order("Nimbus", hs: 851_830)
    gates.arrive(id, hour: 10)
    gates.say(.importHeld, id, hour: 12, reason: .documentaryCheck)
    gates.end(.documentaryCheck, id, hour: 36, by: Actor(.operatorDesk))
    #expect(gates.fold.figures(days: nil, at: gates.start + .hours(60)).holds.cents == 80)
    var again = Event.HoldOpened(.documentaryCheck, stops: .import, since: gates.start + .hours(12), due: .epoch)
    again.isAgain = true
    gates.record([Event(id, by: Actor(.operatorDesk), at: gates.start + .hours(37), .holdOpened(again))])
    let figures = gates.fold.figures(days: nil, at: gates.start + .hours(60))
    #expect((figures.holds.count, figures.holds.open, figures.holds.cents) == (1, 1, 160))
  }

  @Test func `a hold that whoever opened it took back never was`() throws {
    var gates = Gates()
    let id = gates.order("Nimbus", hs: 851_830)
    gates.arrive(id, hour: 10)
    let (desk, opened) = (Actor(.operatorDesk), gates.start + .hours(12))
    var hold = Event.HoldOpened(.documentsDisagree, stops: .import, since: opened, due: .epoch)
    gates.record([Event(id, by: desk, at: opened, .holdOpened(hold))])
    #expect(gates.fold.figures(days: nil, at: gates.start + .hours(13)).holds.count == 1)
    let undone = gates.start + .hours(14)
    gates.record([
      Event(id, by: desk, at: undone, .holdClosed(Event.HoldClosed(.documentsDisagree))),
      Event(id, by: desk, at: undone, .tookBack(Event.TakenBack(deed: opened))),
    ])
    #expect(gates.fold.figures(days: nil, at: gates.start + .hours(15)).holds.count == 0)
    // Done again it counts, from then on.
    hold.isAgain = true
    gates.record([
      Event(id, by: desk, at: gates.start + .hours(16), .tookBack(Event.TakenBack(deed: undone, isRedo: true))),
      Event(id, by: desk, at: gates.start + .hours(16), .holdOpened(hold)),
    ])
    #expect(gates.fold.figures(days: nil, at: gates.start + .hours(17)).holds.open == 1)
    gates.record([
      Event(id, by: desk, at: gates.start + .hours(18), .holdClosed(Event.HoldClosed(.documentsDisagree))),
      Event(
        id, by: desk, at: gates.start + .hours(18), .tookBack(Event.TakenBack(deed: gates.start + .hours(16)))),
    ])
    gates.say(.importReleased, id, hour: 20)
    let figures = gates.fold.figures(days: nil, at: gates.start + .hours(21))
    #expect((figures.holds.count, figures.passages.firstTime) == (0, 1))
    let read = gates.read.figures(days: nil, at: gates.start + .hours(21))
    #expect((read.holds.count, read.passages.firstTime) == (0, 1))
  }

  @Test func `a percentile is within a thirtieth of the truth, and any time can be counted`() throws {
    var histogram = DwellHistogram()
    #expect(histogram.percentile(permille: 500) == nil)
    var minutes: [Int64] = []
    for n in 1...5000 as ClosedRange<Int64> {
      minutes.append(n * n % 40_009)
      histogram.count(.minutes(n * n % 40_009))
    }
    minutes.sort()
    for permille in [1, 100, 500, 900, 990, 1000] {
      let truth = minutes[max(0, (5000 * permille + 999) / 1000 - 1)]
      let told = try #require(histogram.percentile(permille: permille)).wholeMinutes
      #expect(abs(told - truth) * 1000 <= truth * Int64(DwellHistogram.errorPermille) + 1000, "\(permille)")
    }
    histogram.count(Span(milliseconds: .min))
    histogram.count(Span(milliseconds: .max))
    #expect(histogram.percentile(permille: 0)?.wholeMinutes == 0)
    #expect(histogram.count == 5002)
  }

  @Test func `what prevents a hold is among what resolves it`() {
    for reason in HoldReason.allCases {
      if let paper = reason.preventedBy { #expect(reason.needs.contains(paper), "\(reason.code)") }
    }
  }
}
