import Dashboard
import Logistics
import Measures
import Store

// The world follows the clock on the wall, so many times as fast:
//
//   anchor (simulated, steady) ─► target = simulated + factor x (steady now - steady) ─► goal, reached a slice a turn
//
// Where either clock stood, or the world could not keep pace, the anchor is dropped and taken anew where the world is.

extension Engine {
  /// How many events one transaction of a running simulation holds at most: a request never waits for more.
  private static let sliceEvents = 2_000
  /// The same while it is made ready.
  private static let readyingEvents = 10_000
  /// A world that is so far behind its clock takes up the clock from where it is.
  private static let lagSecondsMax = 1.0

  /// Moves the world on towards where the clock is by now.
  func move(_ driver: Driver, at steady: Double) {
    // A goal that was not reached in one transaction stays; whoever asks for something is heard in between.
    let goal = self.goal ?? (isReadying ? driver.settings.readyAt : target(of: driver, at: steady), steady)
    self.goal = goal
    let arrived: Bool
    do throws(StoreFailure) {
      arrived = try driver.advance(
        to: goal.until, maxEvents: isReadying ? Engine.readyingEvents : Engine.sliceEvents)
    } catch { return stand(error) }
    guard arrived else { return }
    self.goal = nil
    // A world that cannot keep pace runs as fast as it can, and the clock says where it is.
    if isReadying || Machine.steadySeconds - goal.since > Engine.lagSecondsMax { anchor = nil }
    if isReadying {
      isReadying = false
      snapshot()
      postClock()
    }
  }

  /// Takes the clock up where it stood, instead of running after the time for which the whole process stood still.
  func goOn(afterStanding seconds: Double) {
    anchor = nil
    if !isReadying { goal = nil }
    guard driver != nil, speed.factor > 0, seconds >= Engine.stoodSecondsLeast else { return }
    let stood = Measures.Span(milliseconds: Int64(min(seconds, 1e9) * 1000))
    inbox.post([.told("back after \(stood.words): the simulated clock stood meanwhile")])
  }

  private func target(of driver: Driver, at steady: Double) -> Instant {
    let start = anchor ?? (driver.now, steady)
    anchor = start
    return start.simulated
      + Measures.Span(milliseconds: Int64((steady - start.steadySeconds) * 1000) * Int64(speed.factor))
  }

  /// Lets the clock stand after a failure, until somebody starts it again; where the journal was only locked, and so nothing
  /// happened, it goes on.
  func stand(_ failure: StoreFailure) {
    goal = nil
    anchor = nil
    guard failure.code != .locked || driver?.isApart == true else { return tell(failure) }
    isReadying = false
    speed = Speed(0)
    tell(failure, "The simulated clock stands")
    settle()
    postClock()
  }

  var now: Instant {
    if let driver, !driver.isApart { return driver.now }
    if driver != nil || otherDriver != nil, let ledger { return max(ledger.asOf, ledger.board.latest) }
    return Machine.now
  }

  /// Shows where the clock is; however often that is, only a second that has passed is told as one.
  func postClock(isTick: Bool = false) {
    lastClock = Machine.steadySeconds
    var clock = Clock(now: now)
    (clock.offset, clock.zone) = Machine.zone(at: clock.now)
    clock.turns = Machine.zoneTurns
    clock.speed = driver == nil ? nil : speed
    clock.driver = driver != nil ? .us : otherDriver.map { .other($0) } ?? .none
    if isReadying { clock.catchesUpTo = driver?.settings.readyAt }
    clock.quietFor = Measures.Span(milliseconds: Int64((Machine.steadySeconds - lastBatchAt) * 1000))
    clock.isTick = isTick
    inbox.post([.clock(clock)])
  }
}
