import Dashboard
import Foundation
import Synchronization
import TUI

/// Where every thread puts what happened, for the one loop that shows it.
final class Inbox: Sendable {
  private let waiting: Mutex<InboxQueue>
  private let waker: Waker

  /// An inbox that ends a screen's wait when something comes in.
  init(waking waker: Waker, eventsMax: Int = InboxQueue.eventsMax) {
    self.waker = waker
    waiting = Mutex(InboxQueue(eventsMax: eventsMax))
  }

  /// Puts actions in, and ends the wait.
  func post(_ actions: [Action]) {
    guard !actions.isEmpty else { return }
    waiting.withLock { $0.add(actions) }
    waker()
  }

  /// Takes everything out, in the order in which it came.
  func take() -> [Action] { waiting.withLock { $0.take() } }

  /// Whether so much came in that events were left out since it was last asked: whoever takes things out then asks the engine for
  /// the board anew, and gets no event before it.
  func hasGap() -> Bool { waiting.withLock { $0.asksForBoard() } }

  /// How many events wait.
  var eventCount: Int { waiting.withLock { $0.eventCount } }
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
