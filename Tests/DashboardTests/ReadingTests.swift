import Logistics
import Measures
import TUI
import Tariff
import Testing

@testable import Dashboard

@Suite struct `A destination's page` {
  @Test(arguments: [(118, 32), (80, 24), (60, 16)])
  func `is read in the place of the view, at every size`(width: Int, height: Int) {
    var room = Room(width, height)
    room.press(":")
    room.type("country BR")
    room.press("enter")
    expectPicture("country-\(width)x\(height)", room.canvas)
    room.press("G")
    expectPicture("country-\(width)x\(height)-end", room.canvas)
    room.press("esc")
    #expect(!room.text.contains("Brazil on"))
  }

  @Test func `without Unicode it is ASCII alone, with codes of currencies`() {
    var room = Room(80, 24, glyphSet: .ascii)
    room.press(":")
    room.type("country DE")
    room.press("enter")
    #expect(room.text.contains("Germany (European Union) on 2026-11-22"))
    #expect(room.text.contains("EUR 150.00"))
    #expect(room.text.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func `a key reads that of the shipment under the cursor, on the room's day or another`() {
    var room = Room()
    room.press("3 j g n")
    #expect(room.row(2).contains("Brazil on 2026-11-22"))
    room.press("esc :")
    room.type("country united states 2025-08-28")
    room.press("enter")
    #expect(room.row(2).contains("United States on 2025-08-28"))
    let before = room.text
    room.press("esc :")
    room.type("country US 2025-08-29")
    room.press("enter")
    #expect(room.text != before)
  }

  @Test func `nothing under the cursor asks for a destination, and what is not known says so`() {
    var room = Room(empty: true)
    room.press("g n")
    #expect(room.text.contains("AE  United Arab Emirates"))
    room.press("esc :")
    room.type("country AQ")
    room.press("enter")
    #expect(room.text.contains("nothing is known of what Antarctica asks"))
    room.press(":")
    room.type("country nowhere at all")
    room.press("enter")
    #expect(room.text.contains("nothing is known of “nowhere at all”"))
  }

  @Test func `it scrolls by keys and by the wheel, and keeps its place when the screen changes`() throws {
    var room = Room(80, 24)
    room.press("3 j g n")
    let first = room.row(3)
    room.press("j j")
    #expect(room.row(3) != first)
    room.press("g g")
    #expect(room.row(3) == first)
    _ = update(&room.state, .mouse(Mouse(.wheelDown, at: Point(x: 20, y: 10))))
    #expect(room.row(3) != first)
    room.press("G")
    _ = update(&room.state, .resized(Size(width: 200, height: 60)))
    #expect(room.text.contains("Sources"))
    _ = update(&room.state, .resized(Size(width: 60, height: 16)))
    guard case .reading(let reading) = room.state.overlay else {
      Issue.record("nothing is read")
      return
    }
    for row in reading.rows { #expect(TextWidth.of(row.text) <= 56, "\(row.text)") }
  }

  @Test func `every destination and member has a page that fits, and is offered by code and name`() {
    let room = Room(80, 24)
    let places = room.state.law.places
    #expect(places.count == room.state.law.book.countries.count + 27)
    for (country, name) in places {
      var state = room.state
      let isKnown = state.bring(up: country)
      #expect(isKnown, "\(name)")
      #expect(state.law.place(named: name) == country, "\(name)")
      guard case .reading(let reading) = state.overlay else { continue }
      for row in reading.rows { #expect(TextWidth.of(row.text) <= 76, "\(name): \(row.text)") }
    }
  }

  @Test func `files of the operator's own are in force at once, also in a page that is open`() {
    var room = Room()
    room.press("3 j g n")
    #expect(!room.text.contains("changed by"))
    let file = """
      code: BR
      name: Brazil as we know it
      """
    let book = RegimeBook.builtIn.adding([("br.yaml", Array(file.utf8))])
    #expect(book.refused.isEmpty, "\(book.refused)")
    _ = update(&room.state, .law(Law(book: book)))
    #expect(room.row(2).contains("Brazil as we know it on 2026-11-22"))
    #expect(room.text.contains("changed by"))
  }

  @Test func `whoever hears the room hears it too`() {
    var room = Room()
    _ = room.state.hear("country BR")
    let said = room.state.speech.question
    #expect(said.first == "Brazil on 2026-11-22")
    #expect(said.contains { $0.contains("free of duty, up to $50.00 (CIF)") })
    _ = room.state.hear("no")
    #expect(room.state.speech.question.isEmpty)
  }

  @Test func `the past has the law of its day`() {
    var room = Room()
    let day = CivilDateTime(known(CivilDate(year: 2024, month: 2, day: 1)), hour: 12, minute: 0).instant(at: .utc)
    let world = PastWorld(
      PastMoment(day, .heard), board: room.state.board, newest: [], offset: .utc, zone: "UTC")
    room.state.bring(up: world)
    _ = room.state.hear("country BR")
    #expect(room.state.speech.question.first == "Brazil on 2024-02-01")
  }
}
