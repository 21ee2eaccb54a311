import Dashboard
import Foundation
import Logistics
import Measures
import Store
import Synchronization

// The border's figures are read on a thread and a connection of their own, so that neither the engine nor the screen waits for it:
//
//   ask(W) ─► wish ─► BorderReader ─► Inbox: progress …, figures of W, and anew whenever the journal has more
//   ask(nil): nobody looks; what was read is kept, and read on from there at the next wish
//
// What is asked of the past is read by an intake of its own, from the beginning or from an earlier moment.

/// Keeps the border's figures up to date while somebody looks at them.
final class BorderReader: @unchecked Sendable {  // isStarted is the asker's; mailbox, wish, end are shared
  private enum Letter: Sendable { case look, stop }

  private let shared: Journal
  private let inbox: Inbox
  private let mailbox = Mailbox<Letter>()
  private let wish = Mutex<BorderWish?>(nil)
  private let finished = DispatchSemaphore(value: 0)
  private var isStarted = false
  private var journal: Journal?
  private var live: BorderIntake?
  private var past: (intake: BorderIntake, until: Instant)?
  /// What was told last, of how many entries, and when.
  private var told: (wish: BorderWish, entries: UInt64, at: Double)?
  private var fault: StoreFailure?

  /// How often the journal is looked at for more.
  private static let lookSeconds = 1.0
  /// So often what stands is told anew though nothing was recorded: what waits goes on costing.
  private static let anewSeconds = 30.0
  /// How often it is told how far reading is.
  private static let progressSeconds = 0.2

  /// A reader of a journal; nothing is opened before something is asked for.
  init(_ journal: Journal, inbox: Inbox) {
    shared = journal
    self.inbox = inbox
  }

  /// Asks for figures from now on, those that were asked for before no longer; nil for none.
  func ask(_ new: BorderWish?) {
    wish.withLock { $0 = new }
    guard new != nil || isStarted else { return }
    if !isStarted {
      isStarted = true
      let thread = Thread { [self] in
        run()
        finished.signal()
      }
      thread.name = "border"
      thread.stackSize = 8 << 20
      thread.start()
    }
    mailbox.post(.look)
  }

  /// Ends the thread, and waits until it has.
  func stop() {
    guard isStarted else { return }
    wish.withLock { $0 = nil }
    mailbox.post(.stop)
    finished.wait()
    isStarted = false
  }

  private var wanted: BorderWish? { wish.withLock { $0 } }

  private func run() {
    while true {
      let letters = mailbox.wait(atMostSeconds: wanted == nil ? 3600 : BorderReader.lookSeconds)
      if letters.contains(where: { if case .stop = $0 { true } else { false } }) { return }
      // Who asks anew is told anew what is wrong.
      if !letters.isEmpty {
        fault = nil
        told = nil
      }
      while let wanted, read(wanted) {}
    }
  }

  /// Reads what a wish asks for, and tells it.
  ///
  /// - Returns: whether something else is wanted by now.
  private func read(_ wish: BorderWish) -> Bool {
    do throws(StoreFailure) {
      let intake = try intake(for: wish)
      let end = try end(for: wish, intake)
      let begin = intake.position
      var said = Machine.steadySeconds
      while try intake.advance(upTo: end) {
        guard wanted == wish else { return true }
        guard Machine.steadySeconds - said > BorderReader.progressSeconds else { continue }
        said = Machine.steadySeconds
        let permille = Int(min(999, (intake.position - begin) * 1000 / max(1, end - begin)))
        inbox.post([.border(.reading(wish, permille: permille, upTo: intake.fold.until))])
      }
      try tell(wish, intake)
      fault = nil
    } catch {
      if error != fault { inbox.post([.border(.failed(wish, Failure(error)))]) }
      fault = error
    }
    return wanted != wish
  }

  private func tell(_ wish: BorderWish, _ intake: BorderIntake) throws(StoreFailure) {
    let steady = Machine.steadySeconds
    if let told, told.wish == wish, told.entries == intake.position,
      wish.moment != nil || steady - told.at < BorderReader.anewSeconds
    {
      return
    }
    let now = if let moment = wish.moment { moment } else { try intake.now() }
    let tables = BorderTables(intake.fold, days: wish.window.days, at: now)
    told = (wish, intake.position, steady)
    inbox.post([.border(.figures(wish, tables))])
  }

  private func intake(for wish: BorderWish) throws(StoreFailure) -> BorderIntake {
    let journal = try opened()
    guard let moment = wish.moment else {
      past = nil
      if let live { return live }
      let intake = BorderIntake(journal)
      live = intake
      return intake
    }
    // What was read up to an earlier moment is read on.
    if let past, past.until <= moment {
      self.past = (past.intake, moment)
      return past.intake
    }
    let intake = BorderIntake(journal)
    past = (intake, moment)
    return intake
  }

  private func end(for wish: BorderWish, _ intake: BorderIntake) throws(StoreFailure) -> UInt64 {
    let end = try opened().position().entries
    guard let moment = wish.moment else { return end }
    return try intake.count(upTo: moment, of: end)
  }

  private func opened() throws(StoreFailure) -> Journal {
    if let journal { return journal }
    let journal = try PastReader.connection(beside: shared)
    self.journal = journal
    return journal
  }
}
