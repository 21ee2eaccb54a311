import Alarms
import Dashboard
import Logistics
import Measures
import Store

// What alarms come to is looked for as often as the world moves, and told as it changes.

extension Engine {
  /// How often alarms are looked for while the world stands, or is the real one.
  private static let watchSeconds = 1.0

  /// Looks for alarms, records what they have come to where that is ours to do, and shows them.
  func watchAlarms(at steady: Double) {
    guard let ledger, !isReadying, driver?.isApart != true, steady >= retryAt else { return }
    let isMoving = driver != nil && speed.factor > 0
    guard steady - lastWatch >= (isMoving ? Engine.tickSeconds : Engine.watchSeconds) * 0.9 else { return }
    lastWatch = steady
    do throws(StoreFailure) { try duty.turn(ledger, now: now, at: steady) } catch {
      tell(error)
      retryAt = Machine.steadySeconds + Engine.retrySeconds
    }
    if let fault = duty.fault, fault != dutyFaultTold { tell(fault, "Alarms are not recorded") }
    dutyFaultTold = duty.fault
    showAlarms()
  }

  /// Shows the alarms where they changed, and tells of those that were announced since.
  func showAlarms() {
    guard let ledger else { return }
    if let keeper = duty.keeper, keeper != keeperShown {
      keeperShown = keeper
      inbox.post([.alarmsKept(by: keeper)])
    }
    if let picture = duty.changedPicture(ledger.alarms, now: now) { inbox.post([.alarms(picture)]) }
    guard !announced.isEmpty else { return }
    let news = announced.map { AlarmNews(cause: $0.cause, priority: $0.priority) }
    announced = []
    inbox.post([.announced(news, isOurs: duty.isOnDuty)])
  }
}
