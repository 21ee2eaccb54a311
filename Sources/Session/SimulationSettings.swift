package import Measures
package import Simulation
package import Store

/// What a journal's simulation was begun with; written once, so that every later run goes on with the same world.
package struct SimulationSettings: Hashable, Sendable {
  /// What chance is drawn from.
  package var seed: UInt64
  /// How many orders an ordinary day brings.
  package var ordersPerDay: Int
  /// When the simulated world begins.
  package var start: Instant
  /// Until when a control room runs it as fast as it can before it keeps pace with the clock.
  package var readyAt: Instant
  /// What is done in it to ease trade.
  package var levers: Levers

  /// A simulation of these settings.
  package init(
    seed: UInt64, ordersPerDay: Int, start: Instant, readyAt: Instant? = nil, levers: Levers = Levers()
  ) {
    self.levers = levers
    self.seed = seed
    self.ordersPerDay = ordersPerDay
    self.start = start
    self.readyAt = readyAt ?? start
  }

  /// The settings of a journal; nil when it has no simulation.
  package init?(_ journal: Journal) throws(StoreFailure) {
    let settings = try journal.read { reader throws(StoreFailure) in try SimulationSettings(reader) }
    guard let settings else { return nil }
    self = settings
  }

  private init?(_ reader: borrowing Reader) throws(StoreFailure) {
    guard let seed = try reader.setting("simulation.seed").flatMap({ UInt64($0) }),
      let orders = try reader.setting("simulation.ordersPerDay").flatMap({ Int($0) }),
      let start = try reader.setting("simulation.start").flatMap({ Int64($0) })
    else { return nil }
    let readyAt = try reader.setting("simulation.readyAt").flatMap { Int64($0) }
    func share(_ name: String) throws(StoreFailure) -> Int {
      try reader.setting("simulation.levers.\(name)").flatMap { Int($0) } ?? 0
    }
    self.init(
      seed: seed, ordersPerDay: orders, start: Instant(milliseconds: start),
      readyAt: readyAt.map { Instant(milliseconds: $0) },
      levers: Levers(
        trustedTraders: try share("trustedTraders"), preArrival: try share("preArrival"),
        bondedStock: try share("bondedStock"), singleWindow: try share("singleWindow")))
  }

  /// Begins this simulation in a journal, unless the journal has one already.
  ///
  /// - Returns: what its simulation was begun with, by us or by somebody who was faster; nil for a journal of real records.
  package func begin(in journal: Journal) throws(StoreFailure) -> SimulationSettings? {
    // Who only looks need not wait for whoever writes; who begins looks again when nobody else can write.
    if let existing = try SimulationSettings(journal) { return existing }
    return try journal.write { transaction throws(StoreFailure) in
      if let existing = try SimulationSettings(transaction.reader) { return existing }
      guard try transaction.reader.position().entries == 0 else { return nil }
      try transaction.set("simulation.seed", to: String(seed))
      try transaction.set("simulation.ordersPerDay", to: String(ordersPerDay))
      try transaction.set("simulation.start", to: String(start.milliseconds))
      try transaction.set("simulation.readyAt", to: String(readyAt.milliseconds))
      try transaction.set("simulation.levers.trustedTraders", to: String(levers.trustedTraders))
      try transaction.set("simulation.levers.preArrival", to: String(levers.preArrival))
      try transaction.set("simulation.levers.bondedStock", to: String(levers.bondedStock))
      try transaction.set("simulation.levers.singleWindow", to: String(levers.singleWindow))
      return self
    }
  }
}
