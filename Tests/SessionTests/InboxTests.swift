import Dashboard
import Dispatch
import Foundation
import Logistics
import Measures
import Store
import Synchronization
import TUI
import Testing
import Themes

@testable import Session

/// A terminal that nobody reads: what it is shown is only done when the gate is opened.
private final class BlockedScreen: Screen, Sendable {
  let size = Size(width: 118, height: 32)
  let glyphSet = GlyphSet.unicode
  let ambiguous = AmbiguousWidth.one
  let depth = ColourDepth.direct
  let waker = Waker {}
  private let state = Mutex((isBlocked: false, isClosed: false, text: ""))
  let isStanding = DispatchSemaphore(value: 0)
  let gate = DispatchSemaphore(value: 0)

  var text: String { state.withLock { $0.text } }
  func block() { state.withLock { $0.isBlocked = true } }
  func end() { state.withLock { $0.isClosed = true } }

  func show(_ canvas: Canvas, theme: Theme) throws(ScreenFailure) {
    let stands = state.withLock { state in
      state.text = canvas.text()
      defer { state.isBlocked = false }
      return state.isBlocked
    }
    guard stands else { return }
    isStanding.signal()
    gate.wait()
  }

  func events(within milliseconds: Int?) throws(ScreenFailure) -> [ScreenEvent] {
    if state.withLock({ $0.isClosed }) { return [.stop(.hungUp)] }
    usleep(useconds_t(min(milliseconds ?? 5, 5) * 1000))
    return []
  }

  func ring() {}
  func copy(_ text: String) -> CopyOutcome { .impossible }
  func notify(title: String, body: String) {}
  func setMouse(_ isReported: Bool) {}
  func suspend() {}
  func lend(to work: () -> Void) { work() }
  func invalidate() {}
  func close() {}
}

@Suite struct `What waits for the screen` {
  private func batch(_ count: Int) -> Action {
    let events = (1...count).map { _ in Event(ShipmentID(1), by: Actor(.carrier), at: noon, .noted(Event.Note(.none))) }
    return .recorded(RecordedBatch(textsBefore: 0, texts: [], events: events))
  }

  private func asks(_ queue: inout InboxQueue) -> Bool { queue.asksForBoard() }
  private func taken(_ queue: inout InboxQueue) -> [Action] { queue.take() }

  private func names(_ actions: [Action]) -> [String] {
    actions.map { action in String("\(action)".prefix { $0 != "(" }) }
  }

  @Test func `events have a bound, and what is beyond it is left out until the board is shown whole`() {
    var queue = InboxQueue(eventsMax: 1_000)
    queue.add([batch(600), .failed(Failure("one"))])
    #expect(asks(&queue) == false && queue.eventCount == 600)
    queue.add([batch(600), .told("two")])
    #expect(queue.eventCount == 0)
    #expect(names(queue.actions) == ["failed", "told"])
    for _ in 0..<10_000 { queue.add([batch(10)]) }
    #expect(names(queue.actions) == ["failed", "told"])
    #expect(asks(&queue))
    #expect(!asks(&queue), "it is asked for once")
    _ = queue.take()
    queue.add([batch(5), .loaded(Board()), .remembered([]), batch(5)])
    #expect(names(taken(&queue)) == ["loaded", "remembered", "recorded"])
    #expect(!asks(&queue))
  }

  @Test func `a board that was left out itself is asked for again`() {
    var queue = InboxQueue(eventsMax: 100)
    queue.add([batch(200)])
    #expect(asks(&queue))
    queue.add([.loaded(Board()), batch(200)])
    #expect(queue.actions.isEmpty)
    #expect(asks(&queue))
  }

  @Test func `of what tells of a state only the last one waits`() {
    var queue = InboxQueue()
    for second in 0..<100_000 {
      var clock = Clock(now: noon + .seconds(Int64(second)))
      clock.isTick = second == 50_000
      queue.add([.clock(clock), .progressed(second)])
    }
    let rest = queue.take()
    #expect(rest.count <= 64)
    let clocks = rest.compactMap { if case .clock(let clock) = $0 { clock } else { nil } }
    #expect(clocks.last?.now == noon + .seconds(99_999))
    #expect(clocks.contains { $0.isTick }, "a second that has passed is not lost")
  }

  @Test func `failures without end have a bound, too`() {
    var queue = InboxQueue()
    for number in 0..<50_000 { queue.add([.failed(Failure("\(number)"))]) }
    #expect(queue.actions.count <= InboxQueue.actionsMax)
    guard case .failed(let last)? = taken(&queue).last else {
      Issue.record("no failure waits")
      return
    }
    #expect(last.words == "49999")
  }

  @Test func `a screen that stood still catches up from the engine's board`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(3)
    let screen = BlockedScreen()
    let inbox = Inbox(waking: screen.waker, eventsMax: 300)
    let engine = Engine(try file.journal(), options: EngineOptions(operatorName: "mei"), inbox: inbox)
    let state = State(size: screen.size, clock: Clock(now: noon), operatorName: "mei")
    let console = Console(state, screen: screen, engine: engine, inbox: inbox, theme: Themes.standard)
    engine.start()
    let ended = DispatchSemaphore(value: 0)
    nonisolated(unsafe) let loop = console
    Thread {
      _ = loop.run()
      ended.signal()
    }.start()
    func wait(_ what: Comment, until isSo: () -> Bool) {
      let end = Machine.steadySeconds + 30
      while !isSo() {
        guard Machine.steadySeconds < end else {
          Issue.record("\(what):\n\(screen.text)")
          return
        }
        usleep(2_000)
      }
    }
    wait("the board is shown") { screen.text.contains("1 Orders") && !screen.text.contains("reading the journal") }
    screen.block()
    screen.isStanding.wait()
    // While it stands: far more than may wait.
    let path = FileManager.default.temporaryDirectory.path + "/clearway-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let rows = (1...3_000).map { "O-\($0),R-\($0),Kettle \($0),1,2026-11-20T10:00:00Z\n" }.joined()
    try ("order,reference,goods,quantity,placed\n" + rows).write(toFile: path, atomically: true, encoding: .utf8)
    engine.post(.importFile(path))
    var most = 0
    wait("the file is taken, seen or not") {
      most = max(most, inbox.eventCount)
      return (try? file.board().count) == 3_003
    }
    #expect(most <= 300)
    #expect(!screen.text.contains("3,003"))
    screen.gate.signal()
    wait("it has caught up, and says so") { screen.text.contains("the screen stood still: events ") }
    wait("all is there") { screen.text.contains("3,0") }
    screen.end()
    ended.wait()
    engine.stop()
    #expect(console.state.board.agrees(with: try file.board()))
  }
}
