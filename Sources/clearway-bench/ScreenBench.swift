import Curses
import Dashboard
import Glibc
import Logistics
import Measures
import Synchronization
import TUI
import Themes

extension Group {
  static let frame = Group(
    name: "frame",
    figures: ["small", "large"].flatMap { size in
      let board = size == "small" ? "1,000 shipments on the board" : "--shipments on the board"
      return [
        Figure(name: "frame.\(size).view", words: "the picture of the overview at 200x60 alone, \(board)", unit: "us"),
        Figure(
          name: "frame.\(size).live", words: "a batch of 20 events and a second's tick until the frame is sent",
          unit: "us",
          aim: "under 2000, and the same with 1,000 and 1,000,000 shipments"),
        Figure(name: "frame.\(size).live_bytes", words: "what that sends", unit: "bytes"),
        Figure(
          name: "frame.\(size).whole", words: "picture and sending of every cell anew", unit: "us",
          bound: "r_curses_memfd", aim: "under 2000"),
        Figure(name: "frame.\(size).whole_bytes", words: "what that sends", unit: "bytes"),
        Figure(name: "frame.\(size).same", words: "picture and comparison when nothing changed", unit: "us"),
        Figure(name: "frame.\(size).same_bytes", words: "what that sends", unit: "bytes", aim: "0"),
        Figure(
          name: "key.\(size).p50", words: "a cursor key in a full list until its frame is sent", unit: "us",
          bound: "keylat.py keys -- less -S FILE", aim: "median within 300 of less"),
        Figure(
          name: "key.\(size).p99", words: "the same, 99 of 100 are faster", unit: "us",
          bound: "keylat.py keys -- htop", aim: "no worse than htop"),
        Figure(name: "key.\(size).bytes", words: "what a cursor key sends", unit: "bytes"),
      ]
    }
  ) { setting, report in
    for (name, shipments) in [("small", 1_000), ("large", setting.shipments)] {
      let stage = try Stage(board: MadeTrade.board(shipments: shipments))
      try stage.measure(name, &report)
      stage.terminal.close()
    }
  }
}

/// A dashboard on a terminal behind which somebody reads everything at once.
final class Stage {
  static let size = Size(width: 200, height: 60)

  let terminal: Terminal
  private let sink: Sink
  private var state: State
  private let theme = Themes.standard
  private var clock = Clock(now: MadeTrade.now)

  /// A dashboard that shows a board; its lists are built.
  init(board: Board) throws {
    sink = try Sink(Self.size)
    setenv("LC_ALL", "C.utf8", 1)
    terminal = try Terminal(
      input: sink.slave, output: sink.slave, type: "xterm-256color", wish: Terminal.Wish(depth: .indexed))
    clock.speed = Speed(60)
    clock.driver = .us
    state = State(size: Self.size, clock: clock, operatorName: "bench", themes: Themes.slugs, theme: theme.slug)
    _ = update(&state, .loaded(board))
    finish()
  }

  /// Does all that waits for a free moment.
  private func finish() { while state.hasIdleWork { state.idleWork(budget: 1 << 30) } }

  private func show() throws { try terminal.show(view(state, Self.size), theme: theme) }

  private func press(_ key: Key) { _ = update(&state, .key(key)) }

  private func bytes(_ body: () throws -> Void) rethrows -> Int {
    let before = sink.settled()
    try body()
    return sink.settled() - before
  }

  func measure(_ name: String, _ report: inout Report) throws {
    let runs = 200
    try show()
    var cells = 0
    let view = Times.of(runs) { cells += Dashboard.view(state, Self.size).size.width }
    report.add("frame.\(name).view", view.median, "us", view.remark)

    var live = Times()
    let liveBytes = try bytes {
      for run in 0..<runs {
        let batch = batch(run)
        try live.take {
          _ = update(&state, .recorded(batch))
          clock.now = clock.now + .seconds(60)
          _ = update(&state, .clock(clock))
          try show()
        }
        finish()
      }
    }
    report.add("frame.\(name).live", live.median, "us", live.remark)
    report.add("frame.\(name).live_bytes", Double(liveBytes / runs), "bytes")

    var whole = Times()
    let wholeBytes = try bytes {
      for _ in 0..<runs {
        terminal.invalidate()
        try whole.take { try show() }
        _ = sink.settled()
      }
    }
    report.add("frame.\(name).whole", whole.median, "us", whole.remark)
    report.add("frame.\(name).whole_bytes", Double(wholeBytes / runs), "bytes")

    var same = Times()
    let sameBytes = try bytes { for _ in 0..<runs { try same.take { try show() } } }
    report.add("frame.\(name).same", same.median, "us", same.remark)
    report.add("frame.\(name).same_bytes", Double(sameBytes), "bytes")

    press(.character("6"))
    finish()
    try show()
    var keys = Times()
    let presses = 1_000
    let keyBytes = try bytes {
      for _ in 0..<presses {
        try keys.take {
          press(Key(.down))
          try show()
        }
        _ = sink.settled()
      }
    }
    report.add("key.\(name).p50", keys.median, "us", keys.remark)
    report.add("key.\(name).p99", keys.share(0.99), "us")
    report.add("key.\(name).bytes", Double(keyBytes / presses), "bytes")
    guard cells > 0 else { throw NotMeasured("nothing was drawn") }
  }

  /// Twenty notes and scans about shipments all over the board.
  private func batch(_ run: Int) -> RecordedBatch {
    let board = state.board
    let events = (0..<20).map { index in
      let id = ShipmentID(UInt32(1 + (run * 20 + index) * 7919 % board.count))
      var claim = Event.Claim(.damaged, happened: clock.now)
      claim.verdict = .beside
      return Event(id, by: Actor(.carrier), at: clock.now, .claimed(claim))
    }
    return RecordedBatch(textsBefore: board.texts.count, texts: [], events: events)
  }
}

/// A pseudo terminal whose far end is read by a thread as fast as it can, and counted.
final class Sink: Sendable {
  let slave: Int32
  private let master: Int32
  private let count = Atomic<Int>(0)

  init(_ size: Size) throws {
    var ends: (master: Int32, slave: Int32) = (-1, -1)
    var window = winsize(ws_row: UInt16(size.height), ws_col: UInt16(size.width), ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&ends.master, &ends.slave, nil, nil, &window) == 0 else {
      throw NotMeasured("there is no pseudo terminal: \(String(cString: strerror(errno)))")
    }
    (master, slave) = (ends.master, ends.slave)
    var thread = pthread_t()
    let failed = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Sink>.fromOpaque(context).takeRetainedValue().drain()
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    guard failed == 0 else { throw NotMeasured("there is no thread to read the terminal") }
  }

  private func drain() {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = read(master, &chunk, chunk.count)
      guard got > 0 else { return }
      count.add(got, ordering: .relaxed)
    }
  }

  /// How many bytes came so far, once no more come.
  func settled() -> Int {
    var waiting: Int32 = 0
    while ioctl(slave, UInt(TIOCOUTQ), &waiting) == 0, waiting > 0 { usleep(20) }
    var before = -1
    while before != count.load(ordering: .relaxed) {
      before = count.load(ordering: .relaxed)
      usleep(200)
    }
    return before
  }
}
