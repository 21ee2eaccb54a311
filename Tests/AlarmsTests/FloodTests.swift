import Logistics
import Measures
import Testing

@testable import Alarms

@Suite struct FloodTests {
  @Test("two hundred alarms in a minute leave the critical ones in sight") func flood() throws {
    var mild = try Yard.held("mild", by: .merchant)
    mild.about = try Filter(parsing: "is:held due>=24h")
    var sharp = try Yard.held("sharp", by: .merchant)
    sharp.about = try Filter(parsing: "is:held due<24h")
    var yard = Yard([mild, sharp])
    yard.look()
    let ids = (0..<200).map { yard.order(merchant: "Merchant \($0)") }
    yard.pass()
    var began: Int?
    for (number, id) in ids.enumerated() {
      yard.hold(id, for: number % 50 == 7 ? .hours(2) : .days(2))
      yard.pass(Span(milliseconds: 300))
      if began == nil, yard.book.isFlood { began = number + 1 }
    }
    #expect(began == AlarmBook.floodBegins)
    #expect(yard.news().filter { $0.hasPrefix("flood_began") }.count == 1)
    let picture = yard.picture
    #expect(picture.load.isFlood && picture.load.inTenMinutes == 200)
    #expect(picture.load.firstOut == "mild merchant=\"Merchant 0\"")
    // Every critical one stands first, and the rest is counted by its cause, not listed.
    #expect(picture.lines.map(\.priority) == [.critical, .critical, .critical, .critical])
    #expect(picture.folds == [AlarmFold(rule: "mild", priority: .medium, count: 196, shipments: 196)])
    #expect(picture.counts == [4, 0, 196, 0])
    // It stays while five and more are new in ten minutes, and ends below.
    yard.pass(.minutes(5))
    #expect(yard.book.isFlood)
    try yard.restart()
    yard.look()
    for number in 0..<4 {
      yard.hold(yard.order(merchant: "Later \(number)"))
      yard.pass()
    }
    yard.pass(.minutes(3))
    #expect(yard.book.isFlood && yard.picture.load.inTenMinutes > 100)
    yard.pass(.minutes(2))
    #expect(!yard.book.isFlood && yard.picture.load.inTenMinutes == 4)
    #expect(yard.news().last?.hasPrefix("flood_ended") ?? false)
    #expect(yard.picture.folds.isEmpty && yard.picture.lines.count == 204)
    #expect(yard.picture.load.floodShare > 0.9)
  }

  @Test("a silent carrier is one alarm, and explains those of its shipments") func parents() throws {
    var quiet = AlarmRule(
      "quiet", about: try Filter(parsing: "panel:orders"), by: .carrier, .severe, .after(.hours(4)))
    quiet.trigger = .quiet(after: .hours(12))
    quiet.countMin = 10
    quiet.countClear = 5
    quiet.isParent = true
    var silent = AlarmRule("silent", about: try Filter(parsing: "heard>6h"), by: .merchant, .major, .after(.hours(24)))
    silent.onDelay = .hours(8)
    var yard = Yard([silent, quiet])
    yard.look()
    for number in 0..<40 { yard.order(merchant: "Merchant \(number % 8)", carrier: "Falcon") }
    for _ in 0..<3 { yard.order(merchant: "Other", carrier: "Swift") }
    for _ in 0..<20 { yard.pass(.hours(1)) }
    let told = yard.news()
    #expect(told.filter { $0.hasPrefix("raised quiet") } == ["raised quiet carrier=Falcon"])
    // The children are recorded as ever, and told to nobody.
    #expect(told.filter { $0.hasPrefix("raised silent") }.count == 9)
    #expect(told.filter { $0.hasPrefix("suppressed silent") }.count == 8)
    let picture = yard.picture
    #expect(picture.lines.map(\.alarm.cause) == ["quiet carrier=Falcon", "silent merchant=Other"])
    #expect(picture.silenced.count == 8 && picture.load.suppressed == 8)
    #expect(picture.load.inDay == 2)
    // The carrier speaks again of most of its shipments.
    for number in 1...40 where number % 8 != 1 {
      yard.take(
        Event(ShipmentID(UInt32(number)), by: Actor(.carrier), at: yard.now, .noted(Event.Note(TextID.none))))
    }
    yard.pass()
    yard.pass()
    #expect(yard.news().contains("cleared quiet carrier=Falcon"))
    #expect(yard.picture.silenced.isEmpty)
  }

  /// A carrier that is silent, with one alarm that it explains.
  private func silence(off: Span = .zero) throws -> Yard {
    var quiet = AlarmRule(
      "quiet", about: try Filter(parsing: "panel:orders"), by: .carrier, .severe, .after(.hours(4)))
    quiet.trigger = .quiet(after: .hours(12))
    quiet.countMin = 10
    quiet.countClear = 5
    quiet.isParent = true
    quiet.offDelay = off
    let silent = AlarmRule("silent", about: try Filter(parsing: "heard>13h"), by: .merchant, .major, .after(.hours(24)))
    var yard = Yard([silent, quiet])
    yard.look()
    for _ in 0..<40 { yard.order(merchant: "Nimbus", carrier: "Falcon") }
    for _ in 0..<28 { yard.pass(.minutes(30)) }
    #expect(yard.picture.lines.map(\.alarm.cause) == ["quiet carrier=Falcon"])
    #expect(yard.picture.silenced.map(\.alarm.cause) == ["silent merchant=Nimbus"])
    _ = yard.news()
    return yard
  }

  @Test("a parent that is put aside or out of service explains nothing") func silencedParents() throws {
    for command in [
      AlarmCommand.takeOutOfService("quiet carrier=Falcon", reason: "sends nothing"),
      .shelve(["quiet carrier=Falcon"], .hour1, reason: ""),
    ] {
      var yard = try silence()
      try yard.give(command)
      yard.pass()
      #expect(yard.news().contains("unsuppressed silent merchant=Nimbus"))
      #expect(yard.picture.lines.map(\.alarm.cause) == ["silent merchant=Nimbus"])
      #expect(yard.picture.load.inTenMinutes == 1)
    }
  }

  @Test("what a parent explains waits as long as the parent stands, whatever stray scan there is") func flicker() throws
  {
    var yard = try silence(off: .hours(1))
    yard.take(Event(ShipmentID(1), by: Actor(.carrier), at: yard.now, .noted(Event.Note(TextID.none))))
    for _ in 0..<30 { yard.pass(.minutes(1)) }
    #expect(yard.news() == [])
    for _ in 0..<40 { yard.pass(.minutes(1)) }
    #expect(yard.news().prefix(2) == ["cleared quiet carrier=Falcon", "unsuppressed silent merchant=Nimbus"])
  }

  @Test("what nobody was ever told of asks nobody when it is over") func untold() throws {
    var yard = try silence()
    for number in 1...40 {
      yard.take(Event(ShipmentID(UInt32(number)), by: Actor(.carrier), at: yard.now, .noted(Event.Note(TextID.none))))
    }
    yard.pass()
    yard.pass()
    #expect(yard.book["silent merchant=Nimbus"]?.state == .normal)
    #expect(yard.book["quiet carrier=Falcon"]?.state == .cleared)
  }

  @Test("a source is silent though orders go on and the desk writes notes") func deafSource() throws {
    var yard = try silence()
    for _ in 0..<20 {
      yard.order(merchant: "Nimbus", carrier: "Falcon")
      yard.take(Event(ShipmentID(1), by: yard.desk, at: yard.now, .noted(Event.Note(TextID.none))))
      yard.pass(.minutes(1))
    }
    #expect(!yard.news().contains { $0.hasPrefix("cleared quiet") })
  }
}
