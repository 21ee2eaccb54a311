import Dashboard
import Logistics
import Measures
import Store
import TUI
import Testing
import Themes

@testable import Session

@Suite struct `The loop of the screen` {
  /// Orders without end, in one batch.
  private func batch(_ count: Int, textsBefore: Int = 0) -> RecordedBatch {
    RecordedBatch(
      textsBefore: textsBefore, texts: ["Nimbus"],
      events: (1...count).map { number in
        var order = Event.Ordered(placedAt: noon)
        order.merchant = TextID(1)
        return Event(ShipmentID(UInt32(number)), by: Actor(.platform), at: noon, .ordered(order))
      })
  }

  @Test func `a key's frame is out before anything of the world is looked at`() throws {
    let file = JournalFile()
    let screen = ScriptedScreen(
      size: Size(width: 118, height: 32), script: [[.key(.character("7"))]] + Array(repeating: [], count: 2_000))
    let inbox = Inbox(waking: screen.waker)
    let engine = Engine(
      try Journal.open(.file(file.path), mode: .readWrite), options: EngineOptions(operatorName: "mei"), inbox: inbox)
    let state = State(size: screen.size, clock: Clock(now: noon), operatorName: "mei")
    let console = Console(state, screen: screen, engine: engine, inbox: inbox, theme: Themes.standard)
    inbox.post([.loaded(Board()), .recorded(batch(3_000)), .failed(Failure("the world has come"))])
    _ = console.run()
    // The frame at the start, the key's, and what the world brought.
    let frames = screen.frames.map { $0.text() }
    try #require(frames.count >= 3)
    #expect(frames[1].contains("7 Map") && !frames[1].contains("the world has come"))
    #expect(!frames[1].contains("3,000"))
    #expect(frames.last?.contains("the world has come") == true)
    #expect(console.state.board.count == 3_000)
  }

  @Test func `a long batch in pieces says the same`() {
    let whole = batch(1_234)
    var events = 0
    var board = Board()
    for piece in whole.pieces(of: 500) {
      board.texts.append(recorded: piece.texts, after: piece.textsBefore)
      for event in piece.events { board.apply(event) }
      #expect(piece.events.count <= 500)
      events += piece.events.count
    }
    #expect(events == 1_234 && board.count == 1_234 && board.texts.count == 1)
    #expect(board[ShipmentID(1_234)].map { board.texts[$0.merchant] } == "Nimbus")
    #expect(Action.recorded(batch(10)).pieces.count == 1)
    #expect(Action.recorded(whole).pieces.count == 3)
  }

  @Test func `a second is told once, however often the clock is shown`() throws {
    let room = Room(try JournalFile().journal())
    defer { room.engine.stop() }
    try room.wait("the board is shown") { $0.state.isLoaded }
    let first = room.clocks.count
    let start = Machine.steadySeconds
    for _ in 0..<40 { room.engine.post(.setSpeed(Speed(0))) }
    try room.wait("two seconds pass") { room in room.clocks[first...].count { $0.isTick } >= 3 }
    #expect(Machine.steadySeconds - start > 1.5)
    #expect(room.clocks.count - first >= 40)
  }
}
