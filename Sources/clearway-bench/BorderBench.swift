import Dashboard
import Logistics
import Measures
import Session
import Simulation
import Store

extension Group {
  static let border = Group(
    name: "border",
    figures: [
      Figure(
        name: "border.fold", words: "the border's figures from a simulated trade's events in memory", unit: "events/s",
        aim: "over 2,000,000"),
      Figure(
        name: "border.read", words: "the same from a journal on the disk, in slices; rows= without the fold",
        unit: "events/s", bound: "its own remark: rows read in the same slices and left"),
      Figure(
        name: "border.tables", words: "the tables of the last 30 days from the sums of days", unit: "ms",
        aim: "under 50"),
    ]
  ) { setting, report in try BorderBench(setting).measure(&report) }
}

/// Measures the border's figures over the journal of a simulated trade.
struct BorderBench {
  private let journal: Journal
  private static let events: UInt64 = 1_000_000
  private static let start = Instant(milliseconds: 1_793_577_600_000)

  /// Makes the journal where it is not there from an earlier run.
  init(_ setting: Setting) throws {
    let path = setting.path("border-\(Self.events).db")
    journal = try Journal.open(.file(path))
    guard try journal.position().entries < Self.events else { return }
    let settings = SimulationSettings(seed: 7, ordersPerDay: 2_000, start: Self.start)
    _ = try settings.begin(in: journal)
    guard case .driving(let driver) = try Driver.take(journal, settings: settings) else {
      throw NotMeasured("somebody else drives \(path)")
    }
    while driver.ledger.position.entries < Self.events {
      _ = try driver.advance(to: Self.start + .days(365), maxEvents: 10_000)
    }
  }

  /// Measures everything.
  func measure(_ report: inout Report) throws {
    let end = try journal.position().entries
    let intake = BorderIntake(journal)
    let read = try Times.of(1) { _ = try intake.readAll() }
    var rows = 0
    let plain = try Times.of(1) {
      while rows < Int(end) {
        rows += try journal.entries(after: UInt64(rows), limit: BorderIntake.slice).count
      }
    }
    let events = try Ledger(journal, ignoringSnapshot: true).newest(Int(end)).map(\.event)
    var days = 0
    let fold = Times.of(5) {
      var fold = BorderFold()
      for event in events { fold.apply(event) }
      days += fold.eventCount
    }
    let each = Double(events.count)
    report.add(
      "border.fold", each / fold.median * 1e6, "events/s",
      "shipments=\(intake.fold.shipmentCount) cpu=\(Report.text(each * 5 / fold.processor * 1e6))")
    report.add(
      "border.read", Double(end) / read.total * 1e6, "events/s",
      "rows=\(Report.text(Double(end) / plain.total * 1e6)) cpu=\(Report.text(Double(end) / read.processor * 1e6))")
    var decided = 0
    let now = intake.fold.until
    let tables = Times.of(7) { decided += BorderTables(intake.fold, days: 30, at: now).decided }
    report.add("border.tables", tables.median / 1000, "ms", tables.remark)
    guard days == events.count * 5, decided > 0 else { throw NotMeasured("nothing was decided") }
  }
}
