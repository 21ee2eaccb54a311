package import Alarms
package import Logistics
package import Measures
import TUI

// Time travel. The screen is live, or it shows a moment of the past; then nothing can be changed, and line 1 says so on every
// screen.
//
//            T              a time, or left and right            enter
//   live ────────► strip ─────────────────────────────► strip ──────────► the past, all keys for looking around
//     ▲              │ esc                                │ esc              │ T, esc at the top, :live
//     └──────────────┴────────────────────────────────────┴──────────────────┘
//
//   the strip         ┌ Past ─────────────────────────────────── known then ┐
//                     │ ⣀⣤⣶⣿⣶⣤⣀⣀⣤⣶⣿⣿⣶⣤⣀⣀⣤⣶⣿⣶⣤      how much happened   │
//                     │ 2 Nov              ▴                            now │
//                     │ to: 14:02        20 Nov 14:02 CET   step 1 h        │
//                     └──────────────────────────────────────────────────────┘
//
// Alarms are those that were told of then, as the journal has them. How many shipments each was about, and what was left of their
// clocks, is what was recorded last until the whole board of that moment has been watched, in slices:
//
//   arrived ─► book of then ─► list, with what was recorded last ─► watch over the board of then ─► list, as it was at the moment

/// The operator's journey into the past.
struct Past: Sendable {
  /// The moment asked for last; nil before any was.
  var wanted: PastMoment?
  /// The moment that is shown; nil while the screen still shows what is live.
  var shown: PastMoment?
  /// The live world while a moment is shown.
  var away: World?
  /// The alarms of the moment shown, until the whole of its board has been watched for them.
  var watching: PastAlarms?
  /// How much of what was asked for is read, in permille; nil when it is there.
  var permille: Int?
  /// Over which time the journal reaches.
  var chronicle: Chronicle?
  /// How it is told, whatever the moment.
  var telling = Telling.heard
  /// The length of a step, by its place among the steps.
  var step = Self.firstStep
  /// Steps taken in one direction without a turn: positive to the right.
  var run = 0

  /// A journey that has not begun.
  init() {}

  /// How far left and right go.
  static let steps: [(span: Span, words: String)] = [
    (.minutes(1), "1 min"), (.minutes(10), "10 min"), (.hours(1), "1 h"), (.hours(6), "6 h"), (.days(1), "1 day"),
    (.days(7), "7 days"),
  ]
  static let firstStep = 1
  /// After so many steps in one direction the next ones are longer.
  static let stepsOfALength = 8
}

/// The alarms of a moment while its board is watched.
struct PastAlarms: Sendable {
  let book: AlarmBook
  var watch: AlarmWatch

  /// The list at the moment: of a time at which nobody had watched yet there is none.
  func picture(at moment: PastMoment) -> AlarmPicture {
    var picture = book.picture(watch, now: moment.instant)
    picture.isComplete = !book.isEmpty
    return picture
  }
}

/// Over which time a journal reaches, and when much was recorded.
package struct Chronicle: Hashable, Sendable {
  /// When every so many events were recorded, in order: where they lie close much happened.
  package var samples: [Instant]

  /// A chronicle of these samples.
  package init(samples: [Instant]) { self.samples = samples }

  /// How many samples fall into each of so many equal parts of the time from the first of them to `end`.
  func counts(_ parts: Int, until end: Instant) -> [Int] {
    var counts = [Int](repeating: 0, count: max(1, parts))
    guard let first = samples.first else { return counts }
    let length = max(1, Double((end - first).milliseconds))
    for sample in samples {
      let share = min(max(0, Double((sample - first).milliseconds) / length), 1)
      counts[min(Int(share * Double(counts.count)), counts.count - 1)] += 1
    }
    return counts
  }
}

/// What is told of the past while it is read.
package enum PastNews: Sendable {
  /// Over which time it reaches.
  case chronicle(Chronicle)
  /// So much of a moment is read, in permille.
  case progress(PastMoment, permille: Int)
  /// A moment as it was asked for.
  case arrived(PastWorld)
  /// A moment could not be read.
  case failed(PastMoment, Failure)
}

/// The world at a moment of the past.
package struct PastWorld: Sendable {
  /// Which moment.
  package var moment: PastMoment
  /// The board of that moment.
  package var board: Board
  /// What had become of alarms by then.
  package var alarms: AlarmBook
  /// The events before it, oldest first, with their numbers in the journal.
  package var newest: [(sequence: UInt64, event: Event)]
  /// The operator's offset from UTC at that moment, and the zone's short name.
  package var offset: ZoneOffset
  package var zone: String

  /// The world of a moment.
  package init(
    _ moment: PastMoment, board: Board, alarms: AlarmBook = AlarmBook(), newest: [(sequence: UInt64, event: Event)],
    offset: ZoneOffset, zone: String
  ) {
    self.moment = moment
    self.board = board
    self.alarms = alarms
    self.newest = newest
    self.offset = offset
    self.zone = zone
  }
}

extension State {
  /// The moment that is shown; nil when the screen is live.
  package var shownMoment: PastMoment? { past?.shown }

  /// Why nothing can be changed while the operator is in the past; nil when the screen is live.
  var pastRefusal: String? {
    past?.wanted == nil && past?.shown == nil
      ? nil : "this is the past; \(bindings.shown("past")) or :live goes back to now"
  }

  // MARK: - There

  /// Opens the strip, or goes back to what is live.
  mutating func toggleTravel() -> [Effect] { pastRefusal == nil ? openStrip() : goLive() }

  /// Opens the strip on which a time is picked.
  mutating func openStrip() -> [Effect] {
    overlay = .timeline(TextField(prompt: "to: "))
    guard past == nil else { return [] }
    past = Past()
    return [.survey]
  }

  /// The live instant, whatever is shown.
  private var liveNow: Instant {
    guard let away = past?.away else { return now }
    return max(clock.now, away.board.latest)
  }

  /// The operator's offset from UTC at an instant, whatever is shown.
  private func offset(at instant: Instant) -> ZoneOffset {
    clock.turns.offset(at: instant) ?? past?.away?.offset ?? clock.offset
  }

  /// Asks for a moment.
  mutating func travel(to instant: Instant) -> [Effect] {
    var past = past ?? Past()
    let earliest = past.chronicle?.samples.first ?? .epoch
    let wanted = PastMoment(min(max(instant, earliest), liveNow), past.telling)
    guard wanted != past.wanted else { return [] }
    past.wanted = wanted
    past.permille = past.shown == wanted ? nil : 0
    self.past = past
    return [.travel(wanted)]
  }

  /// Goes on by so many steps, to the left when negative; the more of them in one direction the longer they become.
  mutating func scrub(_ direction: Int) -> [Effect] {
    var past = past ?? Past()
    past.run = past.run.signum() == direction ? past.run + direction : direction
    if past.run.magnitude > Past.stepsOfALength, past.step + 1 < Past.steps.count {
      past.step += 1
      past.run = direction
    }
    self.past = past
    if case .timeline = overlay {} else { overlay = .timeline(TextField(prompt: "to: ")) }
    let from = past.wanted?.instant ?? liveNow
    let span = Past.steps[past.step].span
    // Steps end on whole ones, so that what is shown has a plain time: 14:10, 15:00.
    let local = from.milliseconds + Int64(clock.offset.minutes) * 60_000
    let length = min(span.milliseconds, Span.days(1).milliseconds)
    let rest = ((local % length) + length) % length
    let moved: Instant
    if direction < 0 {
      moved = rest == 0 ? from - span : from - Span(milliseconds: rest) - (span - Span(milliseconds: length))
    } else {
      moved = from + span - Span(milliseconds: rest)
    }
    if moved >= liveNow, past.wanted == nil || past.wanted?.instant == liveNow {
      notice = Notice("nothing has happened after now")
      return []
    }
    let effects = travel(to: moved)
    return (self.past?.chronicle == nil ? [.survey] : []) + effects
  }

  /// Longer or shorter steps.
  mutating func changeStep(by delta: Int) {
    guard var past else { return }
    past.step = min(max(0, past.step + delta), Past.steps.count - 1)
    past.run = 0
    self.past = past
  }

  /// Shows the same moment in the other telling.
  mutating func changeTelling() -> [Effect] {
    guard var past else { return [] }
    past.telling = past.telling.other
    self.past = past
    guard let wanted = past.wanted else { return [] }
    return travel(to: wanted.instant)
  }

  /// Goes to a time in words.
  mutating func travel(spoken text: String) -> [Effect] {
    do throws(SpokenTimeFault) {
      return travel(to: try Instant(spoken: text, now: liveNow, offset: offset(at:)))
    } catch {
      notice = Notice(error.text, isFailure: true)
      return []
    }
  }

  /// Takes what was typed on the strip; without a text closes the strip, and without a moment the journey.
  mutating func acceptTime(_ field: TextField) -> [Effect] {
    guard !field.text.trimmed.isEmpty else {
      overlay = .none
      if past?.wanted == nil { past = nil }
      return []
    }
    do throws(SpokenTimeFault) {
      let instant = try Instant(spoken: field.text, now: liveNow, offset: offset(at:))
      overlay = .timeline(TextField(prompt: "to: "))
      return travel(to: instant)
    } catch {
      var field = field
      field.errorPosition = error.column - 1
      overlay = .timeline(field)
      notice = Notice(error.text, isFailure: true)
      return []
    }
  }

  // MARK: - And back

  /// Closes the strip and goes back to what is live.
  mutating func leaveStrip() -> [Effect] {
    overlay = .none
    return goLive()
  }

  /// Shows what is live again, at once: it was kept up to date all the while.
  mutating func goLive() -> [Effect] {
    guard var past else { return [] }
    if case .timeline = overlay { overlay = .none }
    let wasAway = past.away != nil
    self.past = nil
    if var away = past.away {
      past.away = nil
      exchange(&away)
    }
    showAnew()
    if wasAway { notice = Notice("live again") }
    return [.live]
  }

  /// Takes what is told of the past.
  mutating func take(_ news: PastNews) {
    guard var past else { return }
    switch news {
    case .chronicle(let chronicle): past.chronicle = chronicle
    case .progress(let moment, let permille):
      if moment == past.wanted, past.permille != nil { past.permille = permille }
    case .failed(let moment, let failure):
      guard moment == past.wanted else { return }
      past.permille = nil
      past.wanted = past.shown
      notice = Notice(failure.remedy.isEmpty ? failure.words : "\(failure.words); \(failure.remedy)", isFailure: true)
    case .arrived(let world):
      // One that was asked for on the way to another is shown until that one comes, if it is told in the same way.
      guard let wanted = past.wanted, wanted.telling == world.moment.telling else { return }
      if wanted == world.moment { past.permille = nil }
      var next = World()
      next.board = world.board
      next.isLoaded = true
      next.scan = AttentionScan()
      next.log.show(log.filter, text: log.filterText, in: world.board)
      next.log.remember(world.newest, in: world.board)
      for (_, event) in world.newest {
        if case .documentRequested = event.what { next.asked[event.shipment] = event.at }
      }
      next.sequences = [world.board.sequence]
      next.offset = world.offset
      next.zone = world.zone
      let then = PastAlarms(book: world.alarms, watch: AlarmWatch(preferences.alarms.rules))
      let picture = then.picture(at: world.moment)
      next.alarms = alarms.sight(of: picture)
      next.board.alarms = picture.open
      past.watching = world.alarms.isEmpty ? nil : then
      exchange(&next)
      if past.away == nil { past.away = next }
      past.shown = world.moment
      self.past = past
      showAnew()
      return
    }
    self.past = past
  }

  /// Builds anew what shows the board, after another one took its place.
  private mutating func showAnew() {
    // What is not there any more has not left: it is another time.
    for row in lists.indices {
      lists[row].isDirty = true
      lists[row].isOfAnotherTime = true
    }
    for id in visibleLists { startBuild(id) }
    desk.forget()
    startDesk()
    for row in details.indices { details[row].cut(to: past?.shown) }
    findAlarmsOfDetail()
  }

  // MARK: - Alarms

  /// Goes on with the look at the board of the moment for what its alarms were about, at most so many rows of it.
  mutating func watchPast(budget: Int) {
    guard let moment = past?.shown, var then = past?.watching else { return }
    past?.watching = nil
    guard then.watch.advance(board, now: moment.instant, budget: budget / 4) else {
      past?.watching = then
      return
    }
    put(then.picture(at: moment))
    findAlarmsOfDetail()
    for id in visibleLists where lists[id.rawValue].isDirty { startBuild(id) }
  }
}
