import Logistics
import Measures

// The rules that are built in. Every threshold, count and delay is an assumption of ours, so chosen that an ordinary day stays
// within what one operator can bear; the configuration changes any of them.
//
//   rule          about                                one alarm for   at stake   time to respond
//   hold-clock    a hold past half of its clock        place           major      the hold's limit
//   give-up       a hold near its give-up date         place           severe     the hold's limit
//   promise       a promise that the way outlasts      lane            major      the promise
//   silent        silent for longer than the lane      lane            major      a day
//   unscanned     labels made and never scanned        merchant        minor      two days
//   documents     papers missing before hand-over      merchant        major      two days
//   duty          duty unpaid                          destination     major      the hold's limit
//   attempts      attempts at delivery used up         destination     minor      a day
//   stuck         standing longer than explained       place           major      a day
//   source-quiet  a carrier says nothing               carrier         major      four hours       parent
//   place-quiet   a place says nothing                 place           severe     twelve hours     parent
//   place-upset   many stuck at one place              place           severe     twelve hours     parent
//   lane-upset    many silent on one lane              lane            severe     twelve hours     parent

extension AlarmRules {
  static let builtIn: [AlarmRule] = [
    rule(
      "hold-clock", "used>=50 due>24h", by: .place, .major, .hold, count: 1, clear: 1, on: .minutes(30),
      off: .hours(2),
      "half of the hold's clock is used",
      "the goods go back, or are lost, when it runs out", "ask whoever must act again, and attach what came",
      [
        "Open the list and sort it by DUE.", "Where a document came, attach it and release the hold.",
        "Where none came, request it again and note whom you asked.", "Tell the merchant what the delay will cost.",
      ]),
    rule(
      "give-up", "due:0h..24h", by: .place, .severe, .hold, count: 1, clear: 1, on: .minutes(10), off: .hours(1),
      "the hold is given up within a day", "returned, abandoned or destroyed, as its playbook says",
      "release it, or decide what is to become of it",
      [
        "Open the first of the list: it has the least time left.", "Read what its playbook says happens if ignored.",
        "Attach what is missing, pay what is due, or send it back while that is cheaper.", "Note the decision.",
      ]),
    rule(
      "promise", "is:risky promise>24h !is:held", by: .lane, .major, .promise, count: 5, clear: 2, on: .minutes(30),
      off: .hours(2), "the way ahead takes longer than is left of the promise", "the promise to the buyer breaks",
      "tell the buyers, or move them on by a faster way",
      [
        "Look for what they have in common: place, flight, carrier.", "Ask the carrier for a date.",
        "Tell the merchants which orders will be late.",
      ]),
    rule(
      "silent", "is:stale", by: .lane, .major, .after(.hours(24)), count: 4, clear: 2, on: .minutes(30), off: .hours(2),
      "silent for longer than the lane's own scans explain", "lost parcels are found too late to be found",
      "ask the carrier where they were last seen",
      [
        "Sort the list by the last scan.", "Ask the carrier to trace the oldest.",
        "Open a claim for what nobody finds within a week.",
      ]),
    rule(
      "unscanned", "milestone:label_created,carrier_booked dwell>4d !is:held", by: .merchant, .minor,
      .after(.hours(48)),
      count: 1, clear: 1, on: .hours(1), off: .hours(2), "a label was made and never scanned",
      "the order is not on its way, and the buyer believes it is", "ask the merchant whether it was handed over",
      ["Ask the merchant for the hand-over list of the day.", "Cancel the labels of what was never packed."]),
    rule(
      "documents", "is:incomplete milestone:label_created,carrier_booked dwell>12h !is:held", by: .merchant, .major,
      .after(.hours(48)), count: 1,
      clear: 1, on: .hours(1), off: .hours(2), "documents are missing before hand-over",
      "they will be held at the border", "ask the merchants before the parcels leave",
      [
        "Count the list by document.", "Request each from whoever supplies it.",
        "Hold back what cannot go without it.",
      ]),
    rule(
      "duty", "hold:H09 due:0h..96h", by: .destination, .major, .hold, count: 1, clear: 1, on: .minutes(30),
      off: .hours(2), "duty is unpaid", "returned to the sender when the time is up",
      "remind the consignee, or pay on their behalf",
      ["Request the payment again.", "Pay small amounts yourself: a return costs more.", "Note what was promised."]),
    rule(
      "attempts", "attempts>=3 panel:delivery", by: .destination, .minor, .after(.hours(24)), count: 1, clear: 1,
      on: .minutes(30), off: .hours(2), "all attempts at delivery are used up", "they go back to the sender",
      "find a pick-up point or another address",
      ["Call the consignee.", "Ask the courier for a pick-up point.", "Else send it back, and tell the merchant."]),
    rule(
      "stuck", "is:stuck panel:transit,delivery", by: .place, .major, .after(.hours(24)), count: 2, clear: 1,
      on: .minutes(30), off: .hours(2), "not held, and longer at their last step than that explains",
      "they miss their connection, and then their promise", "ask the place what stops them",
      [
        "Look whether one flight, train or lorry explains them.", "Ask the place's handler.",
        "Have the urgent ones picked out.",
      ]),
    quiet(
      "source-quiet", "panel:transit,delivery", by: .carrier, .major, .after(.hours(4)), after: .hours(24), count: 20,
      "nothing was heard from the carrier", "everything it carries is out of sight",
      "find out whether its messages stopped or its vehicles",
      ["Look whether its messages arrive at all.", "Call its desk.", "Tell nobody a date until it speaks again."]),
    quiet(
      "place-quiet", "panel:transit,delivery", by: .place, .severe, .after(.hours(12)), after: .hours(24), count: 20,
      "nothing was heard of anything there", "what is there stands still, and more arrives",
      "find out whether the place works",
      [
        "Call the place.", "Ask the carriers to lead round it what has not arrived yet.",
        "Tell the merchants with promises that end within three days.",
      ]),
    upset(
      "place-upset", "is:stuck", among: "panel:transit,delivery", by: .place,
      "many stand still at one place", "their promises break together", "find the one cause and work on that",
      ["Call the place.", "Lead round it what has not arrived yet.", "Tell the merchants before they ask."]),
    upset(
      "lane-upset", "is:stale", among: "panel:transit", by: .lane,
      "many on one lane are silent at once", "their promises break together", "find the one cause and work on that",
      [
        "Ask the carrier for the last flight, train or ship that left.", "Book the next orders on another lane.",
        "Tell the merchants before they ask.",
      ]),
  ]

  private static func rule(
    _ name: String, _ about: String, by grouping: AlarmGrouping, _ severity: AlarmSeverity, _ clock: AlarmClock,
    count: Int, clear: Int, on: Span, off: Span, _ condition: String, _ consequence: String, _ action: String,
    _ procedure: [String]
  ) -> AlarmRule {
    var rule = AlarmRule(name, about: filter(about), by: grouping, severity, clock)
    rule.countMin = count
    rule.countClear = clear
    rule.onDelay = on
    rule.offDelay = off
    rule.condition = condition
    rule.consequence = consequence
    rule.action = action
    rule.procedure = procedure
    return rule
  }

  private static func quiet(
    _ name: String, _ about: String, by grouping: AlarmGrouping, _ severity: AlarmSeverity, _ clock: AlarmClock,
    after: Span, count: Int, _ condition: String, _ consequence: String, _ action: String, _ procedure: [String]
  ) -> AlarmRule {
    var rule = rule(
      name, about, by: grouping, severity, clock, count: count, clear: max(1, count / 2), on: .minutes(10),
      off: .minutes(30), condition, consequence, action, procedure)
    rule.trigger = .quiet(after: after)
    rule.isParent = true
    return rule
  }

  private static func upset(
    _ name: String, _ about: String, among: String, by grouping: AlarmGrouping, _ condition: String,
    _ consequence: String, _ action: String, _ procedure: [String]
  ) -> AlarmRule {
    var rule = rule(
      name, about, by: grouping, .severe, .after(.hours(12)), count: 20, clear: 10, on: .minutes(10), off: .hours(2),
      condition, consequence, action, procedure)
    rule.trigger = .share(percentMin: 40, among: filter(among))
    rule.isParent = true
    return rule
  }

  /// A built-in filter; every one is parsed by a test.
  private static func filter(_ text: String) -> Filter {
    do { return try Filter(parsing: text) } catch { preconditionFailure("the built-in filter \(text) is not one") }
  }
}
