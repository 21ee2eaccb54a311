package import Logistics
package import Measures
package import TUI

// A walkthrough is data: steps with a caption each, and what is pressed meanwhile. It names no shipment: it finds one that suits.
//
//   step ─ caption ─ move, move, move ─ rests until "space" (or goes on by itself)
//                      │
//                      ├ press "f enter"                keys, one after the other, at a pace one can follow
//                      ├ find  a hold we can end        opens it; what follows is about it
//                      ├ click on a new alarm           where it stands in the frame; nothing where it is not in sight
//                      ├ wait  until it is delivered    lets the simulated clock run; a last resort when it takes too long
//                      └ speed 600

/// A walkthrough.
package struct Script: Sendable {
  /// Its steps, in order.
  package let steps: [ScriptStep]

  /// A walkthrough of these steps.
  package init(_ steps: [ScriptStep]) { self.steps = steps }
}

/// A step of a walkthrough: what is said, and what is done meanwhile.
package struct ScriptStep: Sendable {
  /// The part of the story it belongs to, for the marks of a recording.
  package let chapter: String
  package let title: String
  /// What is said, two or three lines.
  package let text: String
  package let moves: [ScriptMove]

  /// A step.
  package init(_ chapter: String, _ title: String, _ text: String, _ moves: [ScriptMove]) {
    self.chapter = chapter
    self.title = title
    self.text = text
    self.moves = moves
  }
}

/// One thing that is done in a step.
package enum ScriptMove: Sendable {
  /// Keys by their spelling, with blanks between them.
  case press(String)
  /// Looks closely at the shipment that suits, which the rest is about; goes on without when there is none.
  case find(@Sendable (State) -> ShipmentID?)
  /// Lets time pass until something is so, at most so long in the world; then these keys are pressed instead.
  case wait(until: @Sendable (Shipment) -> Bool, within: Measures.Span, otherwise: String)
  /// Lets time pass until something is so on the screen, at most so long in the world.
  case watch(until: @Sendable (State) -> Bool, within: Measures.Span)
  /// Clicks on the line of an alarm by its cause, which the moves behind it are about.
  case clickAlarm(@Sendable (State) -> String?)
  /// Runs the simulated clock at a speed.
  case speed(Int)
  /// Gives the audience so many seconds to look.
  case look(Int)
}

/// What a player wants done.
package enum PlayerAct: Hashable, Sendable {
  /// As if the key had been pressed.
  case press(Key)
  /// As if the cell had been clicked on.
  case click(Point)
  /// As if the dashboard had asked for it.
  case setSpeed(Speed)
}

/// Plays a script over a dashboard that somebody else drives: told how much real time has passed, it says what is pressed.
package struct Player: Sendable {
  /// How far it is.
  package enum Mode: Hashable, Sendable {
    /// Moves are being made.
    case playing
    /// The step is over; the next one waits for a key.
    case resting
    /// The audience has the keys.
    case takenOver
    /// It is over, or was left.
    case done
  }

  package let script: Script
  /// Whether it goes on from step to step by itself.
  package let isAutomatic: Bool
  package private(set) var mode = Mode.playing
  /// The step that is played.
  package private(set) var step = 0
  /// The shipment that the story is about; nil before it was found.
  package private(set) var hero: ShipmentID?
  /// The cause of the alarm that was clicked on; nil before.
  package private(set) var alarm: String?
  /// How fast it plays: 1, 2 or 4.
  package private(set) var pace = 1
  /// How many steps back the caption is that is shown.
  private var lookingBack = 0
  private var move = 0
  /// Keys of the move under way that are still to be pressed.
  private var keys: ArraySlice<Key> = []
  /// Real milliseconds until the next key.
  private var pause = 0
  /// When the wait under way began, on the control room's clock, and how long it has lasted on the real one.
  private var waitingSince: Instant?
  private var waitedMilliseconds = 0
  private var lastKey = ""
  private var lastClick: Point?
  private var modeBefore = Mode.playing

  /// A player at the beginning of a script.
  package init(_ script: Script, isAutomatic: Bool = false) {
    self.script = script
    self.isAutomatic = isAutomatic
  }

  /// The chapter of the step that is played.
  package var chapter: String { script.steps.indices.contains(step) ? script.steps[step].chapter : "" }

  /// The words over the screen; nil when nothing is to be said.
  package var caption: Caption? {
    guard mode != .done, script.steps.indices.contains(step) else { return nil }
    if mode == .takenOver { return nil }
    let shown = max(0, step - lookingBack)
    let said = script.steps[shown]
    var caption = Caption(
      step: shown + 1, steps: script.steps.count, title: said.title, text: said.text, keys: lastKey,
      hints: [
        KeyHint("space", mode == .resting || lookingBack > 0 ? "next" : "hurry"), KeyHint("b", "back"),
        KeyHint("1 2 4", "pace"), KeyHint("t", "take over"), KeyHint("q", "leave"),
      ])
    caption.click = lastClick
    return caption
  }

  /// Takes a key from the audience.
  ///
  /// - Returns: whether it was for the player; else it is for the dashboard.
  package mutating func handle(_ key: Key) -> Bool {
    if mode == .takenOver {
      guard key == Key.control("t") else { return false }
      mode = modeBefore
      return true
    }
    guard mode != .done else { return false }
    switch key {
    case .character(" "):
      if lookingBack > 0 {
        lookingBack -= 1
      } else if mode == .resting {
        goOn()
      } else {
        pause = 0
      }
    case .character("b"): lookingBack = min(step, lookingBack + 1)
    case .character("1"): pace = 1
    case .character("2"): pace = 2
    case .character("4"): pace = 4
    case .character("t"):
      modeBefore = mode
      mode = .takenOver
    case .character("q"), .control("c"): mode = .done
    default: break  // the other keys are not the audience's while it plays
    }
    return true
  }

  /// Lets real time pass and makes the moves that fall due.
  package mutating func advance(milliseconds: Int, _ state: State) -> [PlayerAct] {
    if mode == .resting, isAutomatic {
      pause -= milliseconds * pace
      if pause <= 0 { goOn() }
    }
    guard mode == .playing, state.isLoaded, script.steps.indices.contains(step) else { return [] }
    pause -= milliseconds * pace
    guard pause <= 0 else { return [] }
    lastClick = nil
    if let key = keys.popFirst() {
      lastKey = key.description
      pause = key.typed != nil && keys.count > 3 ? Self.letterMilliseconds : Self.keyMilliseconds
      return [.press(key)]
    }
    let moves = script.steps[step].moves
    guard move < moves.count else {
      rest()
      return []
    }
    switch moves[move] {
    case .press(let spelling):
      keys = (Key.sequence(spelling) ?? [])[...]
      move += 1
    case .find(let find):
      move += 1
      guard let id = find(state) else { return [] }
      hero = id
      keys =
        ((Key.sequence(":") ?? []) + "open \(id.label)".unicodeScalars.map { Key.character($0) } + [Key(.enter)])[...]
    case .watch(let isSo, let within):
      let since = waitingSince ?? state.now
      waitingSince = since
      guard isSo(state) || state.now - since >= within || state.clock.speed?.factor == 0 else { return [] }
      waitingSince = nil
      move += 1
    case .clickAlarm(let find):
      move += 1
      guard let cause = find(state), let point = state.spot(ofAlarm: cause) else { return [] }
      alarm = cause
      lastKey = ""
      lastClick = point
      pause = Self.clickMilliseconds
      return [.click(point)]
    case .speed(let factor):
      move += 1
      return [.setSpeed(Speed(factor))]
    case .look(let seconds):
      move += 1
      pause = seconds * 1000
    case .wait(let isSo, let within, let otherwise):
      let since = waitingSince ?? state.now
      waitingSince = since
      waitedMilliseconds += milliseconds
      // While the simulated clock stands still, only the real one can tell that it takes too long.
      let isPatient =
        state.now - since < within
        && (state.clock.speed?.factor != 0 || waitedMilliseconds < Self.patienceMilliseconds)
      if let hero, let shipment = state.board[hero], !isSo(shipment), isPatient { return [] }
      let isLate = hero.flatMap { state.board[$0] }.map { !isSo($0) } ?? false
      waitingSince = nil
      waitedMilliseconds = 0
      move += 1
      if isLate { keys = (Key.sequence(otherwise) ?? [])[...] }
    }
    return []
  }

  private mutating func rest() {
    lastKey = ""
    lastClick = nil
    mode = .resting
    pause = Self.restMilliseconds
    if step == script.steps.count - 1, isAutomatic { mode = .done }
  }

  private mutating func goOn() {
    guard step + 1 < script.steps.count else {
      mode = .done
      return
    }
    step += 1
    move = 0
    keys = []
    pause = 0
    waitingSince = nil
    mode = .playing
  }

  private static let keyMilliseconds = 900
  private static let letterMilliseconds = 60
  private static let clickMilliseconds = 1500
  private static let restMilliseconds = 4000
  private static let patienceMilliseconds = 5000
}
