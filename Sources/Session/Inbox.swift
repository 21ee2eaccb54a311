import Dashboard
import Foundation
import Synchronization
import TUI

/// Where every thread puts what happened, for the one loop that shows it.
final class Inbox: Sendable {
  private let waiting = Mutex<ArraySlice<Action>>([])
  private let waker: Waker

  /// An inbox that ends a screen's wait when something comes in.
  init(waking waker: Waker) { self.waker = waker }

  /// Puts actions in, and ends the wait.
  func post(_ actions: [Action]) {
    guard !actions.isEmpty else { return }
    waiting.withLock { $0 += actions }
    waker()
  }

  /// Takes what came first out, in the order in which it came; a screen that could not be written to for long finds so much
  /// that taking it all at once would keep the keys waiting.
  func take(most: Int = .max) -> [Action] {
    waiting.withLock { actions in
      let taken = Array(actions.prefix(most))
      if taken.count == actions.count { actions = [] } else { actions.removeFirst(taken.count) }
      return taken
    }
  }

  /// Whether there is anything to take.
  var isEmpty: Bool { waiting.withLock(\.isEmpty) }
}

/// A queue that one thread waits on and others fill.
final class Mailbox<Letter: Sendable>: @unchecked Sendable {  // every access to `letters` holds `condition`
  private let condition = NSCondition()
  private var letters: [Letter] = []

  /// Puts a letter in, and ends the wait.
  func post(_ letter: Letter) {
    condition.lock()
    letters.append(letter)
    condition.signal()
    condition.unlock()
  }

  /// Waits for letters, at most so long, and takes them all out.
  func wait(atMostSeconds seconds: Double) -> [Letter] {
    condition.lock()
    defer { condition.unlock() }
    if letters.isEmpty, seconds > 0 { _ = condition.wait(until: Date(timeIntervalSinceNow: seconds)) }
    defer { letters = [] }
    return letters
  }
}
