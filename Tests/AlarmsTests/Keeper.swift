import Alarms
import Logistics
import Measures
import Testing

/// Looks at what changed, as the room does, and holds each look against one at everything.
struct Keeper {
  private var clerk = AlarmClerk()
  private var listing = AlarmListing()
  private var shown = AlarmPicture()
  /// How often there was nothing to draw.
  private(set) var rests = 0

  mutating func steps(
    _ book: AlarmBook, _ watch: AlarmWatch, now: Instant, texts: inout TextTable
  ) -> [Event.AlarmStep] {
    let steps = clerk.steps(book, watch, now: now, texts: &texts)
    let all = book.steps(watch, now: now, texts: &texts)
    func words(_ steps: [Event.AlarmStep]) -> [String] {
      steps.map { "\($0.move) \(texts[$0.cause]) \($0.priority) \($0.count) \($0.due) \(texts[$0.text])" }
    }
    #expect(words(steps) == words(all), "\(now): a look at what changed comes to other steps")
    return all
  }

  mutating func hear(_ cause: String, _ watch: AlarmWatch) {
    clerk.hear(cause, watch)
    listing.hear(cause, watch)
  }

  mutating func draw(_ book: AlarmBook, _ watch: AlarmWatch, now: Instant) {
    var all = book.picture(watch, now: now)
    if let changed = listing.changed(book, watch, now: now) { shown = changed } else { rests += 1 }
    // As of when, and the share of a day that goes on by itself, are told with the next change.
    shown.now = all.now
    all.load.floodShare = shown.load.floodShare
    guard shown != all else { return }
    func causes(_ lines: [AlarmLine]) -> [String] {
      lines.map { "\($0.priority) \($0.alarm.state) \($0.count) \($0.alarm.cause)" }
    }
    #expect(causes(shown.lines) == causes(all.lines), "\(now): other lines")
    #expect(causes(shown.silenced) == causes(all.silenced), "\(now): other lines put aside")
    #expect(causes(shown.over) == causes(all.over), "\(now): other lines of what is over")
    #expect(shown.load == all.load, "\(now): another load")
    #expect(shown.open == all.open, "\(now): others for filters")
    #expect(shown.lines.map(\.rule?.name) == all.lines.map(\.rule?.name), "\(now): by other rules")
    #expect(shown == all, "\(now): another picture")
  }
}
