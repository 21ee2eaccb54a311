import Dashboard
import Glibc
import Logistics
import Measures
import TUI
import Themes

// The customs desk with 20,000 shipments held of a million, beside a list of the same board: what is worked with must be no slower
// than what is read. Slices are measured by the processor's time: what else the machine does is not theirs.

extension Group {
  static let desk = Group(
    name: "desk",
    figures: [
      Figure(name: "desk.held", words: "how many of --shipments are held on the board that is measured", unit: "holds"),
      Figure(
        name: "desk.queue", words: "the customs desk's queue from nothing, all of its slices, processor time",
        unit: "ms",
        aim: "under 150"),
      Figure(
        name: "desk.longest_slice", words: "the longest that a key waits for a slice of it, processor time", unit: "ms",
        aim: "under 2"),
      Figure(name: "desk.first_rows", words: "from the key that shows the desk until rows are on it", unit: "ms"),
      Figure(
        name: "desk.rest",
        words: "a second of a trade on the desk: a claim heard, a tick, what is idle, processor time",
        unit: "ms"),
      Figure(
        name: "desk.key", words: "a cursor key on the desk with its picture of 200x60, playbook and all", unit: "us",
        bound: "desk.list_key", aim: "under 2000"),
      Figure(name: "desk.list_key", words: "a cursor key on the list of what is held, with its picture", unit: "us"),
      Figure(name: "desk.next", words: "the key to the next that needs me with its picture", unit: "us"),
      Figure(name: "desk.fold", words: "folding a group and its picture", unit: "us"),
    ]
  ) { setting, report in
    DeskBench(MadeTrade.board(shipments: setting.shipments, heldOfMillion: 20_000)).measure(&report)
  }
}

/// Measures the customs desk over a made-up board.
struct DeskBench {
  private let board: Board
  private static let size = Size(width: 200, height: 60)

  init(_ board: Board) { self.board = board }

  private static var processor: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }

  /// Processor time of something, milliseconds.
  private static func spent(_ work: () -> Void) -> Double {
    let start = processor
    work()
    return processor - start
  }

  /// Measures everything; every figure is the median of several runs.
  func measure(_ report: inout Report) {
    let held = board.count(in: .customs)
    report.add("desk.held", Double(held), "holds", "shipments=\(board.count)")
    var wholes: [Double] = []
    var longest = 0.0
    for _ in 0..<7 {
      var whole = 0.0
      var builder: DeskBuilder?
      whole += Self.spent {
        builder = DeskBuilder(.merchant, board: board, now: MadeTrade.now, operatorName: "bench")
      }
      longest = max(longest, whole)
      var isDone = false
      while !isDone {
        let slice = Self.spent { isDone = builder?.advance(State.sliceRows, on: board) ?? true }
        whole += slice
        longest = max(longest, slice)
      }
      wholes.append(whole)
    }
    report.add("desk.queue", wholes.sorted()[3], "ms")
    report.add("desk.longest_slice", longest, "ms")
    var clock = Clock(now: MadeTrade.now)
    clock.speed = Speed(60)
    clock.driver = .us
    var state = State(
      size: Self.size, clock: clock, operatorName: "bench", themes: Themes.slugs, theme: Themes.standard.slug)
    _ = update(&state, .loaded(board))
    func finish() { while state.hasIdleWork { state.idleWork(budget: State.sliceRows) } }
    func press(_ keys: String) { for key in Key.sequence(keys) ?? [] { _ = update(&state, .key(key)) } }
    finish()
    var cells = 0
    let first = Times.of(1) {
      press("W")
      finish()
      cells += view(state, Self.size).size.width
    }
    report.add("desk.first_rows", first.median / 1000, "ms", first.remark)
    // A trade goes by: every second something is heard, and a minute passes.
    var rests: [Double] = []
    for second in 0..<60 {
      clock.now += .minutes(1)
      clock.isTick = true
      let id = ShipmentID(UInt32(1 + second * 7))
      let claim = Event.Claim(.transitArrived, happened: clock.now)
      let batch = RecordedBatch(
        textsBefore: board.texts.count, texts: [],
        events: [Event(id, by: Actor(.carrier), at: clock.now, .claimed(claim))])
      rests.append(
        Self.spent {
          _ = update(&state, .recorded(batch))
          _ = update(&state, .clock(clock))
          finish()
        })
    }
    report.add("desk.rest", rests.reduce(0, +) / 60, "ms", "longest second=\(Report.text(rests.max() ?? 0))")
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
    report.add("desk.fold", fold.median, "us", fold.remark)
    press("3 enter")
    press("esc")
    finish()
    let list = Times.of(300) {
      press("j")
      cells += view(state, Self.size).size.width
    }
    report.add("desk.list_key", list.median, "us", "\(list.remark) cells=\(cells)")
  }
}
