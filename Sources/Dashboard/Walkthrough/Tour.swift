import Logistics
import Measures

extension Script {
  /// The tour of the control room: one parcel that is stuck at the border, and what became of it.
  package static let tour = Script([
    ScriptStep(
      "The flow", "One screen from order to after-sales",
      "Four lists stand for the whole way: orders with the merchant, parcels in transit, parcels that customs hold, parcels "
        + "on their way to the door. Grey is normal. What needs a person carries a mark: !! ! ▴.",
      [.speed(60), .look(3), .press("tab"), .press("tab"), .press("tab"), .press("tab")]),
    ScriptStep(
      "An order", "An order comes in",
      "An order was paid and waits for the merchant. The desk sees what it lacks, who the parties are, and what the next "
        + "step would be; every step is somebody's claim, with its own time and place.",
      [
        .press("1"), .find { $0.newestOrder }, .look(3), .press("i"), .press("c h e c k e d enter"), .look(2),
        .press("q"),
      ]),
    ScriptStep(
      "On the way", "Parcels under way, by lane and leg",
      "The panel of what is in transit, alone: more columns, ordered by any of them. A filter narrows it while one types; "
        + "the count says how many of how many.",
      [
        .press("0"), .press("2"), .press("+"), .look(2), .press(">"), .press("<"), .press("/"),
        .press("m o d e : a i r"), .look(2), .press("enter"), .look(1), .press("esc"), .press("0"),
      ]),
    ScriptStep(
      "An alarm", "An alarm comes up",
      "What needs a person in time is an alarm: one cause, with all its shipments. Line 2 counts them by how soon; the line "
        + "above the keys tells the newest. The list stands under the operator's own load, against what one can bear.",
      [
        .speed(1800), .watch(until: { $0.newAlarm != nil }, within: .hours(18)), .speed(0), .look(4), .press("9"),
        .look(3),
      ]),
    ScriptStep(
      "An alarm", "What it says, and what it is about",
      "A click puts the cursor on it. Its message says what is the matter, what happens if nobody acts, and what to do step "
        + "by step; enter lists its shipments, and one step back leads here again.",
      [
        .clickAlarm { $0.newAlarm }, .look(1), .press("i"), .look(5), .press("esc"), .press("enter"), .look(3),
        .press("q"), .look(1),
      ]),
    ScriptStep(
      "An alarm", "Seen, and put aside for a while",
      "Acknowledged is not mended: it stays in the list. Put on the shelf it is out of the way for a quarter of an hour and "
        + "comes back by itself. Both are on record: who, when, and for how long.",
      [
        .press("a"), .look(2), .press("S"), .look(2), .press("enter"), .look(2), .press("v"), .look(2), .press("v"),
        .press("0"),
      ]),
    ScriptStep(
      "The border", "A hold needs a person",
      "Customs hold this parcel because papers are missing. The detail says who must act, what is lacking, how long the clock "
        + "still runs and what happens if nobody comes.",
      [.press("3"), .speed(0), .find { $0.holdWeCanEnd }, .look(5)]),
    ScriptStep(
      "The border", "Ask, attach, answer",
      "The desk asks for what is missing, puts it into the folder when it comes, and hands it to customs: our clock stands "
        + "still from then on, and they decide. A release by the desk is refused: it is customs' hold, and the screen says so.",
      [
        .press("r"), .look(2), .press("d enter"), .look(2), .press("f enter"), .look(2), .press("e a"), .look(3),
        .speed(3600), .wait(until: { !$0.isHeld || $0.isEnded }, within: .days(2), otherwise: "f enter e a"),
        .speed(60),
        .look(3),
      ]),
    ScriptStep(
      "The door", "Across the border, out for delivery",
      "Customs let it go, the carrier of the last mile takes it over. The clock runs two hours a second; every scan comes in "
        + "through the same door as those of real carriers.",
      [
        .speed(7200),
        .wait(until: { $0.stage >= .local || $0.isEnded }, within: .days(4), otherwise: "a Y a Y a Y"),
        .wait(
          until: { $0.seen & Milestone.outForDelivery.bit != 0 || $0.isEnded }, within: .days(3),
          otherwise: "a Y a Y a Y a Y"),
        .speed(60), .look(2),
      ]),
    ScriptStep(
      "The door", "The attempt, and delivery",
      "A courier rings: an attempt either succeeds or counts. After three of them a parcel goes back unless somebody acts. "
        + "What was promised to the buyer is held against the time of delivery.",
      [
        .speed(7200),
        .wait(until: { $0.milestone == .delivered || $0.isEnded }, within: .days(6), otherwise: "a Y a Y"),
        .speed(0), .look(3),
      ]),
    ScriptStep(
      "After-sales", "It comes back",
      "The buyer reports a fault. The desk opens a return; the parcel is sent in, received and inspected. The journey goes on "
        + "where other trackers end.",
      [
        .press("R"), .look(1), .press("a"), .look(1), .press("a"), .look(1), .press("a"),
        .wait(until: { $0.milestone == .returnInspected }, within: .minutes(10), otherwise: "a"), .look(2),
      ]),
    ScriptStep(
      "After-sales", "Repaired, and home again",
      "An inspected return is settled by refund, exchange or repair; this one is repaired and goes back to its buyer. All that "
        + "was said and done stays on record, who said it and when it was heard.",
      [
        .press("e r"), .look(1), .press("a"), .look(1), .press("Y"),
        .wait(until: { $0.milestone == .repairDelivered }, within: .minutes(10), otherwise: "a Y"), .look(3),
        .press("G"), .look(2), .press("g g"),
      ]),
  ])
}

extension State {
  /// The cause of an alarm that is new, critical or high, and came up within the last half hour: the newest of them.
  var newAlarm: String? {
    let fresh = alarms.picture.lines.filter {
      $0.alarm.state == .new && !$0.alarm.isSilenced && $0.priority <= .high && now - $0.alarm.since < .minutes(30)
    }
    return fresh.max { ($0.alarm.since, $1.alarm.cause) < ($1.alarm.since, $0.alarm.cause) }?.alarm.cause
  }

  /// The order that came in last, was paid and waits for the merchant; any that waits where none is paid.
  var newestOrder: ShipmentID? {
    newest { $0.panel == .orders && !$0.isHeld && $0.milestone != .orderPlaced && $0.milestone != .paymentFailed }
      ?? newest { $0.panel == .orders && !$0.isHeld }
  }

  /// A parcel held at import for one reason, for want of papers that the desk can get: the one with the most time left of those
  /// that need somebody within three days, so that a slow audience does not lose it.
  var holdWeCanEnd: ShipmentID? {
    var best: (id: ShipmentID, due: Instant)?
    for number in board.members(of: .customs).sorted() {
      let id = ShipmentID(number)
      guard let shipment = board[id], let reason = shipment.holds.first, shipment.holds.count == 1,
        shipment.stage == .import, !reason.clockStandsStill, reason != .dutyUnpaid,
        board.openHold(reason, of: id)?.step != .refused,
        !reason.needs.subtracting(shipment.documentsHeld).isEmpty, let due = shipment.holdDue, due > now
      else { continue }
      let isSoon = due - now < .days(3)
      if let best, isSoon ? best.due - now < .days(3) && best.due >= due : best.due - now < .days(3) || best.due <= due
      {
        continue
      }
      best = (id, due)
    }
    return best?.id
  }

  private func newest(_ suits: (Shipment) -> Bool) -> ShipmentID? {
    var number = UInt32(board.count)
    var looked = 0
    while number > 0, looked < 50_000 {
      if let shipment = board[ShipmentID(number)], suits(shipment) { return shipment.id }
      number -= 1
      looked += 1
    }
    return nil
  }
}
