import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

extension Room {
  /// An order that a carrier of this name carries under a number.
  fileprivate mutating func order(by carrier: String, _ number: String, simulated: Bool = false) -> UInt32 {
    let count = state.board.texts.count
    var texts = state.board.texts
    var order = Event.Ordered(placedAt: now - .hours(1))
    order.carrier = carrier.isEmpty ? .none : texts.intern(carrier)
    order.reference = number.isEmpty ? .none : texts.intern(number)
    order.goods = texts.intern("Tea\u{1B}[2J\tgreen")
    order.simulated = simulated
    let id = ShipmentID(UInt32(state.board.count + 1))
    record([Event(id, by: Actor(.platform), at: now, .ordered(order))], texts: texts.texts(after: count))
    return id.number
  }
}

@Suite struct `Links and copies` {
  @Test func `a shipment leads to its carrier's page, in lists and in the detail, and by a key`() throws {
    var room = Room(200, 60)
    let number = room.order(by: "DHL Express", "3318 810025")
    let address = "http://www.dhl.com/en/express/tracking.html?brand=DHL&AWB=3318810025"
    _ = Prompt.run("open CW-\(10_000 + number)", &room.state)
    #expect(room.press("L") == [.copy(address)])
    #expect(room.row(58).contains("sent \(address)"))
    func links(_ canvas: Canvas) -> [String] {
      (0..<canvas.size.height).flatMap { y in
        canvas.linkRuns(inRow: y, 0..<canvas.size.width).compactMap { run in
          run.address.map { "\(canvas.text(ofRow: y).isEmpty ? 0 : run.columns.count) \($0)" }
        }
      }
    }
    #expect(links(room.canvas) == ["24 \(address)"], "the carrier and its number, and no more")
    room.press("esc 6")
    room.type("/carrier:dhl")
    room.press("enter")
    #expect(links(room.canvas).count == 1)
    #expect(links(room.canvas).allSatisfy { $0.hasSuffix(address) })
    // What is over it is no link.
    room.press("?")
    #expect(links(room.canvas).count <= 1)
  }

  @Test(arguments: [
    ("Yamato Trading 7", "3318810025", false, "no tracking page is known of Yamato Trading 7"),
    ("DHL", "", false, "DHL's number is not known"),
    ("DHL", "WEB-7000", false, "is no number of a parcel"),
    ("DHL", "3318810025&x=1", false, "is no number of a parcel"),
    ("UPS", "1Z5R89390357567127", true, "its carrier is one of the simulation"),
    ("", "3318810025", false, "nobody has said who carries it"),
  ])
  func `what has no page says why`(carrier: String, number: String, simulated: Bool, words: String) {
    var room = Room()
    let id = room.order(by: carrier, number, simulated: simulated)
    _ = room.state.open(ShipmentID(id))
    #expect(room.press("L") == [])
    #expect(room.state.notice?.words.contains(words) == true, "\(room.state.notice?.words ?? "")")
    #expect(!room.canvas.hasLinks)
  }

  @Test func `every page's address is a link with the number in it`() throws {
    for page in TrackingPage.registry {
      let address = try #require(page.address(ofNumber: "1Z5R 8939 0357"))
      #expect(address.contains("1Z5R89390357") && !address.contains("*"))
      var canvas = Canvas(size: Size(width: 4, height: 1))
      let isTaken = canvas.link(Rect(x: 0, y: 0, width: 1, height: 1), to: address)
      #expect(isTaken)
      for name in page.names { #expect(TrackingPage(ofCarrier: name.uppercased()) == page) }
    }
    let names = TrackingPage.registry.flatMap(\.names)
    #expect(Set(names).count == names.count)
    for hostile in ["", "1234567", String(repeating: "9", count: 41), "12345678\u{1B}", "abcdefgh", "１２３４５６７８"] {
      #expect(TrackingPage.registry[0].address(ofNumber: hostile) == nil, "\(hostile)")
    }
  }

  @Test func `the marked ones are copied, numbers one a line and rows with heads and tabs`() throws {
    var room = Room()
    room.press("3")
    #expect(room.press("y") == [.copy("CW-10008")])
    room.press("space space")
    #expect(room.press("y") == [.copy("CW-10008\nCW-10009")])
    #expect(room.row(30).contains("sent 2 numbers to the clipboard"))
    guard case .copy(let table)? = room.press("Y").first else {
      Issue.record("nothing is copied")
      return
    }
    let lines = table.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.count == 4 && lines[3].isEmpty)
    #expect(lines[0].split(separator: "\t").contains("HELD FOR"))
    #expect(Set(lines.prefix(3).map { $0.count { $0 == "\t" } }).count == 1)
    #expect(lines[1].hasPrefix("CW-10008\t") && lines[2].hasPrefix("CW-10009\t"))
    // What a name brings along is text in the table.
    room.press("^")
    let number = room.order(by: "DHL", "3318810025")
    room.press("6")
    room.type("/carrier:dhl")
    room.press("enter")
    guard case .copy(let hostile)? = room.press("Y").first else { return }
    #expect(hostile.contains("CW-\(10_000 + number)"))
    #expect(!hostile.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" && $0 != "\n" })
    #expect(Set(hostile.split(separator: "\n").map { $0.count { $0 == "\t" } }).count == 1)
  }

  @Test func `more than a terminal takes is refused, with the way to have it`() {
    var room = Room()
    room.press("3")
    let many = Marks((1...UInt32(State.copiedNumbersMax + 1)).map { ShipmentID($0) })
    room.state.lists[ListID.customs.rawValue].setMarks(many)
    #expect(room.press("y") == [])
    #expect(room.state.notice?.words.contains("clearway query") == true)
    #expect(room.press("Y") == [])
  }
}
