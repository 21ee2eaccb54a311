import Dashboard
import Glibc
import Logistics
import Measures
import Session
import Store
import TUI

extension Group {
  static let start = Group(
    name: "start",
    figures: [
      Figure(
        name: "start.counts", words: "from opening a journal of --shipments until its counts are known", unit: "ms",
        bound: "keylat.py start -- clearway --db DIR/made-N.db --no-sim", aim: "a full frame under 100"),
      Figure(name: "start.board", words: "the same until the whole board is there", unit: "ms"),
      Figure(name: "start.frame", words: "the same until a picture of it is drawn", unit: "ms"),
      Figure(name: "start.list", words: "the same until all lists in sight are ordered, and drawn", unit: "ms"),
    ]
  ) { setting, report in
    let path = try MadeStore.large(setting)
    var counts = Times()
    var whole = Times()
    var frame = Times()
    var list = Times()
    var processor = Times()
    for _ in 0..<5 {
      let processorAtStart = Times.processorTime
      let began = Times.now
      var counted = began
      let ledger = try Ledger(try Journal.open(.file(path))) { _ in counted = Times.now }
      let loaded = Times.now
      var state = State(size: Stage.size, clock: Clock(now: MadeTrade.now), operatorName: "bench")
      _ = update(&state, .loaded(ledger.board))
      _ = view(state, Stage.size)
      let drawn = Times.now
      while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
      _ = view(state, Stage.size)
      let shown = Times.now
      counts.add(counted - began)
      whole.add(loaded - began)
      frame.add(drawn - began)
      list.add(shown - began)
      processor.add(Times.processorTime - processorAtStart)
    }
    report.add("start.counts", counts.median / 1000, "ms")
    report.add("start.board", whole.median / 1000, "ms")
    report.add("start.frame", frame.median / 1000, "ms")
    report.add("start.list", list.median / 1000, "ms", "cpu=\(Report.text(processor.median / 1000))")
  }

  static let memory = Group(
    name: "memory",
    figures: [
      Figure(
        name: "memory.open", words: "resident after a journal of --shipments is opened and on screen", unit: "MB",
        aim: "under 400 with 1,000,000 shipments"),
      Figure(
        name: "memory.day", words: "the same after a day that touched a shipment in twenty, on both threads' boards",
        unit: "MB", aim: "under 400 with 1,000,000 shipments"),
      Figure(name: "memory.peak", words: "the most there was meanwhile", unit: "MB"),
    ]
  ) { setting, report in
    let path = try MadeStore.large(setting)
    let ledger = try Ledger(try Journal.open(.file(path), mode: .readOnly))
    var state = State(size: Stage.size, clock: Clock(now: MadeTrade.now), operatorName: "bench")
    _ = update(&state, .loaded(ledger.board))
    while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
    report.add("memory.open", try Process.residentMegabytes(), "MB")
    // The engine's board and the screen's share their pages until one of them changes one.
    let count = ledger.board.count
    for first in stride(from: 1, through: count, by: 20_000) {
      let events = stride(from: first, to: min(first + 20_000, count), by: 20).map { number in
        var claim = Event.Claim(.damaged, happened: MadeTrade.now)
        claim.verdict = .beside
        return Event(ShipmentID(UInt32(number)), by: Actor(.carrier), at: MadeTrade.now, .claimed(claim))
      }
      _ = update(
        &state, .recorded(RecordedBatch(textsBefore: ledger.board.texts.count, texts: [], events: events)))
    }
    while state.hasIdleWork { state.idleWork(budget: 1 << 30) }
    report.add("memory.day", try Process.residentMegabytes(), "MB")
    report.add("memory.peak", Process.peakMegabytes, "MB")
    withExtendedLifetime(ledger) {}
  }
}

/// What the kernel says about this process.
enum Process {
  /// Memory that is resident now.
  static func residentMegabytes() throws -> Double {
    guard case .success(let bytes) = Machine.read("/proc/self/statm"),
      let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { throw NotMeasured("the kernel does not say how much memory is used") }
    return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
  }

  /// The most that was ever resident.
  static var peakMegabytes: Double {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
