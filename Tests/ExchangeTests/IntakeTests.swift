import Atlas
import Logistics
import Measures
import Testing

@testable import Exchange

/// A control room that takes files in and remembers every event.
struct Desk {
  var board = Board()
  var log: [Event] = []
  let now = Instant(milliseconds: 1_795_000_000_000)

  /// Takes a reading in, in portions of `limit` events.
  @discardableResult
  mutating func take(_ reading: Reading, limit: Int = 4096) -> Intake {
    var intake = Intake(reading)
    while !intake.isDone { log += intake.take(limit, into: &board, at: now) }
    return intake
  }

  func shipment(_ reference: String) -> Shipment? {
    var board = board
    return board.find(reference: reference).flatMap { board[$0] }
  }

  func text(_ id: TextID) -> String { board.texts[id] }

  var claims: [Event.Claim] { log.compactMap { if case .claimed(let claim) = $0.what { claim } else { nil } } }
}

@Suite struct `Taking a reading into the board` {
  @Test func `the shipment table, whole and in portions, and once more`() throws {
    let reading = Reading(of: try Samples.bytes("orders/scms_shipments_1000_cr_tab.tsv"))
    var desk = Desk()
    let first = desk.take(reading)
    #expect(
      first.counts
        == {
          var c = Intake.Counts(); c.orders = 1000; c.claims = 1000; return c
        }())
    #expect(desk.board.count == 1000)
    #expect(desk.board.count(at: .delivered) == 1000)
    #expect(desk.board.brokenInvariants() == [])

    let events = desk.log.count
    let again = desk.take(reading)
    #expect(
      again.counts
        == {
          var c = Intake.Counts(); c.known = 2000; return c
        }())
    #expect(desk.log.count == events)

    var portions = Desk()
    portions.take(reading, limit: 1)
    #expect(portions.log.count == events)
    #expect(portions.board.agrees(with: desk.board))

    // What the journal would give back is what the portions gave.
    var replayed = Board(texts: desk.board.texts)
    for event in desk.log { replayed.apply(event) }
    #expect(replayed.agrees(with: desk.board))
  }
}

extension `Taking a reading into the board` {
  @Test func `a claim about an unknown shipment opens it, and its order number stays with it`() {
    var desk = Desk()
    let po = "[{\"type\": \"po\", \"bizTransaction\": \"urn:epcglobal:cbv:bt:0614141073467:S-77\"}]"
    let intake = desk.take(Reading(text: document(event(["bizTransactionList": po]))))
    #expect(intake.counts.opened == 1)
    #expect(intake.findings.count(of: .opened) == 1)
    let shipment = desk.shipment("106141412345678908")
    #expect(shipment?.milestone == .departedOrigin)
    #expect(shipment.map { desk.text($0.order) } == "S-77")
    #expect(desk.claims.map(\.verdict) == [.advances])
  }

  @Test func `an outsider's number that looks like one of ours is not taken for it`() {
    var desk = Desk()
    desk.take(Reading(text: "reference,goods\nfirst,x\n"))
    desk.take(
      Reading(
        text:
          "reference,milestone,happened\nCW-10001,picked_up,2026-11-20T10:00:00Z\n10001,picked_up,2026-11-20T10:00:00Z\n"
      ))
    #expect(desk.board.count == 3)
    #expect(desk.shipment("first")?.milestone == .orderPlaced)
  }

  @Test func `claims before, after and without their order, in whatever order, twice`() {
    let file = """
      order,reference,goods,origin_country,destination_country,milestone,happened,place,hold_reason
      S1,T1,lamp,CN,DE,,,,
      S1,T1,,,,departed_origin,2026-11-20T10:00:00+08:00,HKG,
      S1,T1,,,,picked_up,2026-11-19T10:00:00+08:00,HKG,
      S1,T1,,,,import_held,2026-11-21T10:00:00+01:00,LEJ,H01
      S1,T1,,,,import_released,2026-11-21T12:00:00+01:00,LEJ,
      ,T9,,,,delivered,2026-11-21T12:00:00+01:00,,
      """
    var desk = Desk()
    let intake = desk.take(Reading(text: file))
    #expect(
      intake.counts
        == {
          var c = Intake.Counts(); c.orders = 1; c.claims = 5; c.opened = 1; return c
        }())
    #expect(desk.claims.map(\.verdict.name) == ["advances", "late", "beside", "blocked", "advances"])
    #expect(desk.shipment("T1")?.holds == [.invoiceMissing])
    #expect(desk.shipment("T9")?.isEnded == true)
    let events = desk.log.count
    #expect(desk.take(Reading(text: file)).counts.known == 6)
    #expect(desk.log.count == events)
    // The order of a shipment that was opened without one: its details come too late, and that is said.
    let late = desk.take(Reading(text: "reference,goods\nT9,lamp\n"))
    #expect(late.findings.count(of: .orderAfterClaim) == 1)
    #expect(desk.board.brokenInvariants() == [])
  }

  @Test func `a code that several milestones share is read by the side of the border, then by the stage`() {
    let order = "reference,goods,origin_country,destination_country\n106141412345678908,lamp,CN,DE\n"
    func arriving(_ locode: String, _ step: String = "arriving", _ disposition: String = "in_progress") -> Reading {
      Reading(
        text: document(
          event([
            "bizStep": "\"\(step)\"", "disposition": "\"\(disposition)\"",
            "readPoint": "{\"id\": \"https://service.unece.org/trade/locode/\(locode)\"}",
          ])))
    }
    func milestone(_ readings: [Reading]) -> String? {
      var desk = Desk()
      desk.take(Reading(text: order))
      for reading in readings { desk.take(reading) }
      return desk.claims.last?.milestone.name
    }
    #expect(milestone([arriving("CNSHA")]) == "origin_hub_arrived")
    #expect(milestone([arriving("DEHAM")]) == "at_delivery_depot")
    #expect(milestone([arriving("DEHAM", "inspecting", "conformant")]) == "import_released")
    #expect(milestone([arriving("CNSHA", "inspecting", "conformant")]) == "export_released")
    #expect(milestone([arriving("SGSIN", "departing", "in_transit")]) == "transit_departed")
    #expect(milestone([arriving("XXXXX", "departing", "in_transit")]) == "departed_origin")
  }

  @Test func `an error declaration corrects what was heard, moves nothing, and is kept once`() {
    let wrong = event(["eventID": "\"urn:uuid:1\""])
    let declared = event([
      "eventID": "\"urn:uuid:1\"",
      "errorDeclaration":
        "{\"declarationTime\": \"2026-11-21T10:00:00Z\", \"reason\": \"incorrect_data\", \"correctiveEventIDs\": [\"urn:uuid:2\"]}",
    ])
    var desk = Desk()
    #expect(desk.take(Reading(text: document(declared))).counts.dropped == 1)
    #expect(desk.board.count == 0)
    desk.take(Reading(text: document(wrong)))
    let intake = desk.take(Reading(text: document(declared)))
    #expect(intake.counts.claims == 1)
    #expect(desk.claims.map(\.verdict) == [.advances, .repeats])
    #expect(
      desk.claims.last.map { desk.text($0.note) }
        == "declared wrong at 2026-11-21T10:00:00Z: incorrect data; replaced by urn:uuid:2")
    #expect(desk.take(Reading(text: document(wrong, declared))).counts.known == 2)
  }

  @Test func `what the buyer had goes back as the buyer's return`() {
    func moved(_ step: String, _ disposition: String, _ day: Int, _ more: [String: String] = [:]) -> Reading {
      var members = [
        "bizStep": "\"\(step)\"", "disposition": "\"\(disposition)\"", "eventTime": "\"2026-11-\(day)T10:00:00Z\"",
      ]
      members.merge(more) { $1 }
      return Reading(text: document(event(members)))
    }
    var undelivered = Desk()
    undelivered.take(moved("transporting", "in_transit", 10))
    undelivered.take(moved("shipping", "returned", 11))
    #expect(undelivered.claims.last?.milestone == .returnToSender)
    var delivered = Desk()
    delivered.take(moved("accepting", "retail_sold", 10))
    delivered.take(moved("shipping", "returned", 11))
    #expect(delivered.claims.map(\.milestone) == [.delivered, .returnInTransit])
    let rma = ["bizTransactionList": "[{\"type\": \"rma\", \"bizTransaction\": \"urn:x:RMA-1\"}]"]
    delivered.take(moved("receiving", "in_progress", 12, rma))
    #expect(delivered.claims.last?.milestone == .returnReceived)
    #expect(delivered.claims.map(\.verdict) == [.advances, .advances, .advances])
  }

  @Test func `what is said to have happened in the future is taken, and said`() {
    var desk = Desk()
    let intake = desk.take(Reading(text: "reference,milestone,happened\nA,delivered,2090-01-01T00:00:00Z\n"))
    #expect(intake.counts.claims == 1)
    #expect(
      intake.findings.worstFirst.first?.text
        == "warning: line 2, column 3, milestone: it is said to have happened in the future — “2090-01-01T00:00:00Z”")
  }

  @Test func `fingerprints hang on what is said, not on where it stands`() {
    func prints(_ text: String) -> [UInt64] { Reading(text: text).claims.map(\.fingerprint) }
    let row = "A,delivered,2026-11-20T10:00:00Z"
    let plain = prints("reference,milestone,happened\n\(row)\n")
    #expect(plain == prints("happened;note;milestone;reference\r\n\r\n2026-11-20T18:00:00+08:00;x;delivered;A\r\n"))
    for other in [
      "B,delivered,2026-11-20T10:00:00Z", "A,returned,2026-11-20T10:00:00Z", "A,delivered,2026-11-20T10:00:01Z",
    ] {
      #expect(prints("reference,milestone,happened\n\(other)\n") != plain)
    }
    // Fixed for good: a journal keeps these numbers.
    #expect(plain == [16_208_590_004_407_616_578])
  }
}
