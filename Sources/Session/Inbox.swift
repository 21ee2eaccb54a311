import Dashboard
import Foundation
import Synchronization
import TUI

/// Where every thread puts what happened, for the one loop that shows it.
final class Inbox: Sendable {
  private let waiting = Mutex<[Action]>([])
  private let waker: Waker

  /// An inbox that ends a screen's wait when something comes in.
  init(waking waker: Waker) { self.waker = waker }

  /// Puts actions in, and ends the wait.
  func post(_ actions: [Action]) {
    guard !actions.isEmpty else { return }
    waiting.withLock { $0 += actions }
    waker()
  }

  /// Takes everything out, in the order in which it came.
  func take() -> [Action] {
    waiting.withLock { actions in
      defer { actions = [] }
      return actions
    }
  }
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
