import Dashboard
import Glibc
import Logistics
import Measures
import Session
import Store

extension Group {
  static let action = Group(
    name: "action",
    figures: [
      Figure(
        name: "action.p50", words: "an operator's deed until it is durable, the one in the middle", unit: "us",
        bound: "sq DIR full int 1 2000 noproj (tx_p50_us)", aim: "at most 1.2 of the bound"),
      Figure(
        name: "action.p99", words: "the same, 99 of 100 are faster", unit: "us",
        bound: "sq DIR full int 1 2000 noproj (tx_p99_us)"),
    ]
  ) { setting, report in
    let store = try MadeStore(setting.freshPath("action.db"), shipments: 10_000)
    let ledger = store.ledger
    var times = Times()
    for number in 1...2_000 {
      let target = Target(ShipmentID(UInt32(number)), seen: 0)
      let answer = try times.take {
        try ledger.perform(
          .own(number % 2 == 0 ? "mia" : "jun"), on: [target], operatorName: "bench", now: MadeTrade.now,
          recordedAt: MadeTrade.now)
      }
      guard answer.done.count == 1 else { throw NotMeasured("a deed was refused") }
    }
    report.add("action.p50", times.median, "us", times.remark)
    report.add("action.p99", times.share(0.99), "us")
    _ = setting.freshPath("action.db")
  }

  static let journal = Group(
    name: "journal",
    figures: [
      Figure(
        name: "journal.rows", words: "durable batches of 10,000 events as long as the trade's", unit: "rows/s",
        bound: "sq DIR full int 10000 100 noproj (rows/s)", aim: "at least 0.8 of the bound"),
      Figure(
        name: "journal.wide", words: "the same with bodies as long as the bound's, 130 bytes", unit: "rows/s",
        bound: "sq DIR full int 10000 100 noproj (rows/s)", aim: "at least 0.8 of the bound"),
    ]
  ) { setting, report in
    report.add("journal.rows", try rows(setting, bodyBytes: 28), "rows/s")
    report.add("journal.wide", try rows(setting, bodyBytes: 130), "rows/s")
  }

  private static func rows(_ setting: Setting, bodyBytes: Int) throws -> Double {
    let journal = try Journal.open(.file(setting.freshPath("rows.db")))
    let body = (0..<bodyBytes).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    var previous = [UInt64](repeating: 0, count: 100_000)
    var position = try journal.write { transaction throws(StoreFailure) in
      try transaction.append(
        texts: ["claimed"], entries: Entries(after: 0), expecting: .start, asOf: .epoch, recordedAt: .epoch,
        source: "bench")
    }
    let batches = 100
    let batch = 10_000
    var times = Times()
    for _ in 0..<batches {
      try times.take {
        var entries = Entries(after: position.entries)
        entries.reserve(batch, bodyBytes: batch * bodyBytes)
        for row in 0..<batch {
          let stream = (Int(position.entries) &+ row) &* 7919 % previous.count
          previous[stream] = entries.append(
            stream: UInt32(stream), previous: previous[stream], kind: 1,
            at: Instant(milliseconds: 1_790_000_000_000 + Int64(row)), body: body)
        }
        position = try journal.write { transaction throws(StoreFailure) in
          try transaction.append(
            entries: entries, expecting: position, asOf: .epoch, recordedAt: .epoch, source: "bench")
        }
      }
    }
    _ = setting.freshPath("rows.db")
    return Double(batches * batch) / times.total * 1e6
  }
}

/// A journal of a made-up trade, with a snapshot at its end.
struct MadeStore {
  let ledger: Ledger

  /// Makes a journal of so many shipments, or opens the one that was made before.
  init(_ path: String, shipments: Int) throws {
    let journal = try Journal.open(.file(path))
    if try journal.setting(Self.mark) == String(shipments) {
      ledger = try Ledger(journal)
      return
    }
    ledger = try Ledger(journal)
    guard ledger.position.entries == 0 else { throw NotMeasured("\(path) is there and was not finished: remove it") }
    var trade = MadeTrade()
    var opened = 0
    while opened < shipments {
      let portion = min(10_000, shipments - opened)
      _ = try ledger.record(source: "bench", recordedAt: MadeTrade.now) { board in
        var events: [Event] = []
        for _ in 0..<portion { trade.next(on: &board, into: &events) }
        return (events, MadeTrade.now)
      }
      opened += portion
    }
    try ledger.snapshot()
    try journal.write { transaction throws(StoreFailure) in try transaction.set(Self.mark, to: String(shipments)) }
  }

  /// The path of the journal of the large board; makes it in a first run.
  static func large(_ setting: Setting) throws -> String {
    let path = setting.path("made-\(setting.shipments).db")
    if access(path, F_OK) != 0 { _ = try MadeStore(path, shipments: setting.shipments) }
    return path
  }

  private static let mark = "bench.shipments"
}
