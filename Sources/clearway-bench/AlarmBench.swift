import Alarms
import Atlas
import Glibc
import Logistics
import Measures

// What watching costs beside what it watches: the same claims, a quarter of a second's worth at a time, are taken in by a large
// board, that is judged and applied, and then looked at by every built-in alarm rule.

extension Group {
  static let alarms = Group(
    name: "alarms",
    figures: [
      Figure(name: "alarms.first_look", words: "every rule asked of every shipment, once at the start", unit: "ms"),
      Figure(
        name: "alarms.claim", words: "one claim taken in by the board, judged and applied, processor time", unit: "ns"),
      Figure(name: "alarms.apply", words: "the same, applied only", unit: "ns"),
      Figure(
        name: "alarms.watch", words: "one claim looked at by every rule, clock and conditions too, the same",
        unit: "ns",
        bound: "alarms.claim", aim: "less than alarms.claim"),
      Figure(name: "alarms.steps", words: "asking the book what has to be recorded, with so many alarms", unit: "us"),
      Figure(name: "alarms.picture", words: "the list and the load for the screen", unit: "us"),
      Figure(
        name: "alarms.kept", words: "both kept up: what a quarter of a second with 250 claims changes of them",
        unit: "us",
        bound: "alarms.picture", aim: "less than alarms.picture"),
    ]
  ) { setting, report in
    var board = MadeTrade.board(shipments: setting.shipments)
    var watch = AlarmWatch(AlarmRules())
    var book = AlarmBook()
    var now = MadeTrade.now
    // Processor time: what else the machine does is not the rules' fault.
    func processor() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
      return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
    func spent(_ work: () -> Void) -> Double {
      let start = processor()
      work()
      return processor() - start
    }
    let first = spent { while !watch.advance(board, now: now, budget: 65_536) {} }
    report.add("alarms.first_look", first / 1e6, "ms", "shipments=\(board.count)")
    var dice = UInt64(9)
    func below(_ n: Int) -> Int {
      dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((dice >> 33) % UInt64(n))
    }
    let milestones: [Milestone] = [.transitArrived, .transitDeparted, .sortedIn, .sortedOut, .consolidated]
    let perBatch = 250
    var judging: [Double] = []
    var applying: [Double] = []
    var watching: [Double] = []
    /// A quarter of a second's claims, judged, applied and watched, and the processor time of each.
    func batch() -> (judged: Double, applied: Double, watched: Double) {
      now += .milliseconds(250)
      let claims = (0..<perBatch).map { _ in
        let claim = Event.Claim(
          milestones[below(milestones.count)], happened: now,
          place: PlaceID(row: UInt16(1 + below(Atlas.places.count - 1))))
        return (id: ShipmentID(UInt32(1 + below(board.count))), claim: claim)
      }
      var events: [Event] = []
      let judged = spent {
        for (id, claim) in claims { board.hear(claim, about: id, by: Actor(.carrier), at: now, into: &events) }
      }
      let applied = spent { for event in events { board.apply(event) } }
      let watched = spent {
        for event in events { watch.note(event) }
        _ = watch.advance(board, now: now)
      }
      return (judged, applied, watched)
    }
    for _ in 0..<400 {
      let (judged, applied, watched) = batch()
      judging.append((judged + applied) / Double(perBatch))
      applying.append(applied / Double(perBatch))
      watching.append(watched / Double(perBatch))
    }
    func middle(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }
    func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
    report.add("alarms.claim", middle(judging), "ns", "mean=\(Report.text(mean(judging)))")
    report.add("alarms.apply", middle(applying), "ns", "mean=\(Report.text(mean(applying)))")
    report.add(
      "alarms.watch", middle(watching), "ns",
      "mean=\(Report.text(mean(watching))) conditions=\(watch.conditions.count)")
    let room = Actor(.operatorDesk)
    for step in book.steps(watch, now: now, texts: &board.texts) {
      book.apply(Event(step, by: room, at: now), texts: board.texts)
    }
    var steps = 0
    let asked = spent { for _ in 0..<20 { steps += book.steps(watch, now: now, texts: &board.texts).count } }
    report.add("alarms.steps", asked / 20_000, "us", "steps=\(steps)")
    var lines = 0
    let drawn = spent { for _ in 0..<20 { lines += book.picture(watch, now: now).lines.count } }
    report.add("alarms.picture", drawn / 20_000, "us", "lines=\(lines / 20)")
    var clerk = AlarmClerk()
    var listing = AlarmListing()
    var keeping: [Double] = []
    var pictures = 0
    for _ in 0..<100 {
      _ = batch()
      var recorded: [Event.AlarmStep] = []
      let kept = spent {
        recorded = clerk.steps(book, watch, now: now, texts: &board.texts)
        for step in recorded {
          book.apply(Event(step, by: room, at: now), texts: board.texts)
          clerk.hear(board.texts[step.cause], watch)
          listing.hear(board.texts[step.cause], watch)
        }
        if listing.changed(book, watch, now: now) != nil { pictures += 1 }
      }
      keeping.append(kept)
    }
    report.add(
      "alarms.kept", middle(keeping) / 1000, "us", "mean=\(Report.text(mean(keeping) / 1000)) pictures=\(pictures)")
  }
}

extension Span {
  fileprivate static func milliseconds(_ n: Int64) -> Span { Span(milliseconds: n) }
}
