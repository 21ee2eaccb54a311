import Measures
import Testing

@testable import Logistics

/// What was so, told by when it happened: each scene's outcome is written down by hand.
@Suite struct `The past by when it happened` {
  /// Says that something happened at an hour of the scene, heard at another.
  private func say(
    _ scene: inout Scene, _ milestone: Milestone, at hour: Int64, heard: Int64, reason: HoldReason? = nil,
    begin: Instant
  ) {
    scene.now = begin + .hours(heard)
    var claim = Event.Claim(milestone, happened: begin + .hours(hour))
    claim.reason = reason
    var events: [Event] = []
    scene.board.hear(claim, about: ShipmentID(1), by: Actor(.carrier), at: scene.now, into: &events)
    scene.record(events)
  }

  /// The board at an hour, by when things happened.
  private func board(_ scene: Scene, at hour: Int64, begin: Instant) -> Board {
    var board = Board()
    for step in Retold.retell(scene.log) where step.at <= begin + .hours(hour) {
      board.fold(scene.log[Int(step.index)], step.how, at: step.at)
    }
    #expect(board.brokenInvariants() == [])
    return board
  }

  @Test func `what is heard late stands where it happened`() {
    var scene = Scene()
    let begin = scene.now
    say(&scene, .pickedUp, at: 2, heard: 2, begin: begin)
    // The departure of hour 5 is heard only at hour 30, after the arrival of hour 20.
    say(&scene, .arrivedDestination, at: 20, heard: 21, begin: begin)
    say(&scene, .departedOrigin, at: 5, heard: 30, begin: begin)
    #expect(scene.shipment.lateClaims == 1)
    #expect(board(scene, at: 6, begin: begin)[ShipmentID(1)]?.milestone == .departedOrigin)
    #expect(board(scene, at: 4, begin: begin)[ShipmentID(1)]?.milestone == .pickedUp)
    let end = board(scene, at: 40, begin: begin)[ShipmentID(1)]
    #expect(end?.milestone == .arrivedDestination)
    #expect(end?.lateClaims == 0)
    // What was known at hour 6 is another matter.
    #expect(scene.dossier.heard(upTo: begin + .hours(6)).claims.map(\.claim.milestone) == [.pickedUp])
    #expect(
      scene.dossier.happened(upTo: begin + .hours(6)).claims.map(\.claim.milestone) == [.pickedUp, .departedOrigin])
  }

  @Test func `claims that contradicted each other agree in their own order`() {
    var scene = Scene()
    let begin = scene.now
    say(&scene, .departedOrigin, at: 3, heard: 10, begin: begin)
    say(&scene, .packed, at: 1, heard: 11, begin: begin)
    say(&scene, .pickedUp, at: 2, heard: 12, begin: begin)
    let told = scene.dossier.happened(upTo: begin + .hours(20)).claims
    #expect(told.map(\.claim.milestone) == [.packed, .pickedUp, .departedOrigin])
    #expect(told.map(\.claim.verdict) == [.advances, .advances, .advances])
    #expect(board(scene, at: 2, begin: begin)[ShipmentID(1)]?.milestone == .pickedUp)
  }

  @Test func `a hold stands from its beginning to its end, whenever they were heard`() {
    var scene = Scene()
    let begin = scene.now
    say(&scene, .arrivedDestination, at: 2, heard: 2, begin: begin)
    say(&scene, .importHeld, at: 3, heard: 9, reason: .scanSelected, begin: begin)
    scene.now = begin + .hours(12)
    var events: [Event] = []
    scene.board.hear(
      cleared: .scanSelected, note: .none, about: ShipmentID(1), by: Actor(.customs), at: scene.now, into: &events)
    scene.record(events)
    #expect(board(scene, at: 4, begin: begin)[ShipmentID(1)]?.isHeld == true)
    #expect(board(scene, at: 4, begin: begin)[ShipmentID(1)]?.heldSince == begin + .hours(3))
    #expect(board(scene, at: 11, begin: begin)[ShipmentID(1)]?.isHeld == true)
    #expect(board(scene, at: 12, begin: begin)[ShipmentID(1)]?.isHeld == false)
  }

  @Test func `a hold that was told after its release ends where the parcel went on`() {
    var scene = Scene()
    let begin = scene.now
    say(&scene, .arrivedDestination, at: 2, heard: 2, begin: begin)
    say(&scene, .importReleased, at: 8, heard: 8, begin: begin)
    say(&scene, .importHeld, at: 4, heard: 20, reason: .documentaryCheck, begin: begin)
    #expect(scene.shipment.isHeld == false)
    #expect(board(scene, at: 3, begin: begin)[ShipmentID(1)]?.isHeld == false)
    #expect(board(scene, at: 5, begin: begin)[ShipmentID(1)]?.isHeld == true)
    let after = board(scene, at: 9, begin: begin)[ShipmentID(1)]
    #expect(after?.isHeld == false)
    #expect(after?.milestone == .importReleased)
  }

  @Test func `what the desk took back never was`() throws {
    var scene = Scene()
    let begin = scene.now
    for milestone in [Milestone.paymentAuthorised, .stockReserved] {
      say(&scene, milestone, at: 0, heard: 0, begin: begin)
    }
    try scene.order(.advance)
    let advanced = scene.shipment.milestone
    let at = scene.now
    scene.now += .hours(3)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
    #expect(scene.dossier.heard(upTo: at).journey.last?.claim.milestone == advanced)
    #expect(board(scene, at: 1, begin: begin)[ShipmentID(1)]?.milestone == .stockReserved)
    #expect(board(scene, at: 10, begin: begin)[ShipmentID(1)]?.milestone == .stockReserved)
  }

  @Test func `a release that was taken back never was, and one that was done again is where it first was`() throws {
    var scene = Scene()
    let begin = scene.now
    say(&scene, .arrivedDestination, at: 2, heard: 2, begin: begin)
    scene.now = begin + .hours(3)
    try scene.order(.hold(.operatorHold, note: .none))
    func isHeld(_ scene: Scene, at hour: Int64) -> Bool? {
      board(scene, at: hour, begin: begin)[ShipmentID(1)]?.isHeld
    }
    let stood = scene
    scene.now = begin + .hours(10)
    try scene.order(.release(nil, note: .none))
    scene.now = begin + .hours(11)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
    var cleared = scene
    cleared.now = begin + .hours(14)
    var events: [Event] = []
    cleared.board.hear(
      cleared: .operatorHold, note: .none, about: ShipmentID(1), by: Actor(.customs), at: cleared.now, into: &events
    )
    cleared.record(events)
    #expect(!cleared.shipment.isHeld)
    #expect([4, 9, 10, 11, 13, 14].map { isHeld(cleared, at: $0) } == [true, true, true, true, true, false])
    // Done again it was so from the first; and whoever takes that back too leaves nothing of it.
    scene.now = begin + .hours(12)
    scene.record(try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now))
    #expect([9, 11, 12].map { isHeld(scene, at: $0) } == [true, false, false])
    scene.now = begin + .hours(13)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
    #expect([9, 11, 12, 20].map { isHeld(scene, at: $0) } == [true, true, true, true])
    // The other way round: a hold that the desk took back.
    var held = stood
    held.now = begin + .hours(5)
    held.record(try held.board.undo(held.dossier, by: held.desk, at: held.now))
    #expect([4, 6].map { isHeld(held, at: $0) } == [false, false])
  }

  @Test func `shipments come when they were ordered, not when they were heard of`() {
    var staging = Board()
    var log: [Event] = []
    let begin = Instant(milliseconds: 1_795_000_000_000)
    // The second is heard of later and was ordered earlier.
    for hours in [Int64(10), 2] {
      var events: [Event] = []
      staging.hear(
        order: Event.Ordered(placedAt: begin + .hours(hours)), lines: [], by: Actor(.file), at: begin + .hours(20),
        into: &events)
      for event in events { staging.apply(event) }
      log += events
    }
    var board = Board()
    board.fold(log[1], .recorded, at: begin + .hours(2))
    #expect(board.present == 1)
    #expect(!board.contains(ShipmentID(1)))
    #expect(board[ShipmentID(1)] == nil)
    #expect(board.contains(ShipmentID(2)))
    var index = TextIndex()
    let listing = ListQuery().listing(of: board, now: begin + .hours(3), index: &index)
    #expect(listing.ids == [ShipmentID(2)])
    #expect(listing.total == 1)
    board.fold(log[0], .recorded, at: begin + .hours(10))
    #expect(board.present == 2)
    #expect(board.contains(ShipmentID(1)))
    #expect(board.count(in: .orders) == 2)
  }
}
