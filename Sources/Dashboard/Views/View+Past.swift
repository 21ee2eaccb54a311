import Logistics
import Measures
import TUI

extension State {
  /// What line 1 says while the screen is not live, from the fullest words to the shortest; empty when it is live.
  var bannerWords: [String] {
    guard let past, let moment = past.shown ?? past.wanted else { return [] }
    guard past.shown != nil else {
      let time = momentWords(moment.instant)
      let share = (past.permille ?? 0) / 10
      return ["reading \(time), \(share) %: this is still live", "reading \(time), \(share) %"]
    }
    let time = momentWords(moment.instant)
    let live = max(clock.now, past.away?.board.latest ?? clock.now)
    let ago = (live - moment.instant).words
    let reading =
      past.permille.flatMap { permille in past.wanted.map { "  reading \(momentWords($0.instant)), \(permille / 10) %" }
      }
      ?? ""
    let known = moment.telling.words
    return [
      "PAST  \(time)  \(known)  \(ago) ago, not live\(reading)", "PAST \(time) \(known) \(ago) ago, not live",
      "PAST \(time) \(known), not live", "PAST \(time), not live", "PAST",
    ]
  }

  /// A moment on the operator's clock: day, time and zone.
  func momentWords(_ instant: Instant) -> String {
    "\(instant.dayAndClock(in: clock.offset, from: max(clock.now, instant))) \(clock.zone)"
  }
}

extension Canvas {
  /// Draws what says that the screen is not live, in the room that there is.
  ///
  /// - Returns: how many cells it took.
  mutating func drawBanner(_ words: [String], at point: Point, width room: Int) -> Int {
    let text = words.first { width(of: $0) + 2 <= room } ?? words.last ?? ""
    return put(" \(text) ", at: point, width: max(0, room), Style(.activeTab))
  }

  /// Draws the strip on which a time is picked, over the foot of the body.
  mutating func drawStrip(_ field: TextField, _ state: State, _ layout: Layout) {
    let past = state.past ?? Past()
    let (_, frame) = layout.body.splitBottom(min(5, layout.body.height))
    fill(frame, Style(.text))
    let step = Past.steps[past.step].words
    let inside = box(
      frame,
      title: Line("Past", .title).adding("  \(state.bindings.shown("switch-telling")): ", .secondary)
        .adding(past.telling.words, .text),
      trailing: Line("step \(step)", .secondary), frame: Style(.focusBorder)
    ).inset(left: 1, right: 1)
    guard inside.height >= 3, inside.width > 20 else { return }
    let live = past.away.map { max(state.clock.now, $0.board.latest) } ?? state.now
    let first = past.chronicle?.samples.first ?? live
    if let chronicle = past.chronicle {
      sparkline(chronicle.counts(inside.width * 2, until: live), at: inside.origin, width: inside.width)
    } else {
      put("looking over the journal …", at: inside.origin, width: inside.width, Style(.muted))
    }
    let axis = inside.y + 1
    let begin = first.dayMonth(in: state.clock.offset, from: live)
    let length = max(1, (live - first).milliseconds)
    func cell(_ instant: Instant) -> Int {
      let share = Double((instant - first).milliseconds) / Double(length)
      return inside.x + min(max(0, Int(share * Double(inside.width))), inside.width - 1)
    }
    let wanted = past.wanted?.instant ?? live
    // The ends are named where the mark leaves room.
    if cell(wanted) > inside.x + width(of: begin) {
      put(begin, at: Point(x: inside.x, y: axis), width: inside.width, Style(.muted))
    }
    if cell(wanted) < inside.maxX - 4 {
      put("now", at: Point(x: inside.x, y: axis), width: inside.width, Style(.muted), align: .right)
    }
    set(glyphs.ascending, at: Point(x: cell(wanted), y: axis), Style(.title))
    let fault = state.notice.flatMap { $0.isFailure ? $0.words : nil }
    let reading = past.permille.map { ", reading \($0 / 10) %" } ?? ""
    let where_ =
      past.wanted == nil
      ? "\(state.bindings.shown("scrub-left")) goes back, or type a time" : state.momentWords(wanted) + reading
    let words = fault ?? where_
    let cells = min(width(of: words), inside.width * 2 / 3)
    put(
      words, at: Point(x: inside.maxX - cells, y: axis + 1), width: cells, Style(fault == nil ? .text : .inputError))
    draw(field, at: Point(x: inside.x, y: axis + 1), width: inside.width - cells - 2)
  }
}
