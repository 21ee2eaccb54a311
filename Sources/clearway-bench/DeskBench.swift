import Dashboard
import Logistics
import Measures
import TUI
import Themes

extension Group {
  static let desk = Group(
    name: "desk",
    figures: [
      Figure(name: "desk.held", words: "how many of --shipments are held on the board that is measured", unit: "holds"),
      Figure(name: "desk.queue", words: "the customs desk's queue from nothing, all of its slices", unit: "ms"),
      Figure(name: "desk.longest_slice", words: "the longest that a key waits for a slice of it", unit: "ms", aim: "2"),
      Figure(name: "desk.first_rows", words: "from the key that shows the desk until rows are on it", unit: "ms"),
      Figure(
        name: "desk.key", words: "a cursor key on the desk with its picture of 200x60, playbook and all", unit: "us",
        aim: "under 2000"),
      Figure(name: "desk.next", words: "the key to the next that needs me with its picture", unit: "us"),
      Figure(name: "desk.fold", words: "folding a group and its picture", unit: "us"),
    ]
  ) { setting, report in
    DeskBench(MadeTrade.board(shipments: setting.shipments)).measure(&report)
  }
}

/// Measures the customs desk over a made-up board.
struct DeskBench {
  private let board: Board
  private static let size = Size(width: 200, height: 60)

  init(_ board: Board) { self.board = board }

  /// Measures everything; every figure is the median of several runs.
  func measure(_ report: inout Report) {
    let held = board.count(in: .customs)
    report.add("desk.held", Double(held), "holds", "shipments=\(board.count)")
    var longest = Times()
    let whole = Times.of(7) {
      var builder = DeskBuilder(.merchant, board: board, now: MadeTrade.now, operatorName: "bench")
      var isDone = false
      while !isDone { longest.take { isDone = builder.advance(State.sliceRows, on: board) } }
    }
    report.add("desk.queue", whole.median / 1000, "ms", whole.remark)
    report.add("desk.longest_slice", longest.share(1) / 1000, "ms")
    var clock = Clock(now: MadeTrade.now)
    clock.speed = Speed(60)
    clock.driver = .us
    var state = State(
      size: Self.size, clock: clock, operatorName: "bench", themes: Themes.slugs, theme: Themes.standard.slug)
    _ = update(&state, .loaded(board))
    func finish() { while state.hasIdleWork { state.idleWork(budget: 1 << 30) } }
    func press(_ keys: String) { for key in Key.sequence(keys) ?? [] { _ = update(&state, .key(key)) } }
    finish()
    var cells = 0
    let first = Times.of(1) {
      press("W")
      finish()
      cells += view(state, Self.size).size.width
    }
    report.add("desk.first_rows", first.median / 1000, "ms")
    for (name, keys, runs) in [("key", "j", 300), ("next", "n", 100)] {
      let times = Times.of(runs) {
        press(keys)
        cells += view(state, Self.size).size.width
      }
      report.add("desk.\(name)", times.median, "us", times.remark)
    }
    press("s s s")
    finish()
    let fold = Times.of(50) {
      press("x")
      cells += view(state, Self.size).size.width
    }
    report.add("desk.fold", fold.median, "us", "\(fold.remark) cells=\(cells)")
  }
}
