import Glibc
import Logistics
import Measures
import Session
import Store

/// Claims that come in at a steady rate, from a process of their own as a carrier's feed would: what a control room opened on the
/// same journal has to keep up with while its keys are measured.
struct Feed {
  /// Claims a second.
  var rate: Int
  var seconds: Int

  /// Batches a second.
  private static let batches = 10

  /// Feeds the large journal of the setting, and tells what was recorded.
  func run(_ setting: Setting) throws {
    let ledger = try Ledger(try Journal.open(.file(try MadeStore.large(setting))))
    let began = Times.now
    var draw: UInt64 = UInt64(ledger.position.entries)
    var claimed = 0
    for batch in 0..<seconds * Self.batches {
      let due = began + Double(batch) * 1e6 / Double(Self.batches)
      if due > Times.now { usleep(UInt32(due - Times.now)) }
      _ = try ledger.record(source: "feed", recordedAt: Machine.now) { board in
        var recorded: [Event] = []
        var events: [Event] = []
        let now = max(MadeTrade.now, board.latest) + Measures.Span(milliseconds: Int64(1000 / Self.batches))
        for _ in 0..<rate / Self.batches {
          draw = draw &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          let id = ShipmentID(UInt32(1 + (draw &>> 33) % UInt64(max(1, board.count))))
          let milestones: [Milestone] = [
            .transitArrived, .transitDeparted, .outForDelivery, .deliveryAttemptFailed, .delayed,
          ]
          let claim = Event.Claim(milestones[Int((draw &>> 20) % UInt64(milestones.count))], happened: now)
          events.removeAll(keepingCapacity: true)
          board.hear(claim, about: id, by: Actor(.carrier), at: now, into: &events)
          for event in events { board.apply(event) }
          recorded += events
        }
        claimed += rate / Self.batches
        return (recorded, now)
      }
    }
    let took = (Times.now - began) / 1e6
    print("feed.claims=\(Report.text(Double(claimed) / took)) claims/s  count=\(claimed)")
  }
}
