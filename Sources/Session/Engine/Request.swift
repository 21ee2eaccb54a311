import Alarms
import Dashboard
import Dispatch
import Logistics

/// What the screen's loop asks of the engine.
enum Request: Sendable {
  case submit(Verb, [Target])
  case loadDossier(ShipmentID)
  case recall(before: UInt64, LogFilter)
  case alarm(AlarmCommand)
  case watch(AlarmRules)
  case setSpeed(Speed)
  case step
  case importFile(String)
  case imported(ImportDesk.Read)
  case stopImport
  case screen(ScreeningLists)
  /// What the operator may do beside the desk's own, from now on.
  case roles(RoleSet)
  /// Let the simulated customs judge by this law.
  case judge(SimulationLaw)
  case listFiles(String)
  case keepView(SavedView)
  case forgetView(String)
  case keepColumns(ListID, ListPreference?)
  /// Show the board whole: what came after this event was left out on the way to the screen.
  case showAnew(after: UInt64)
  /// Leave the duty over alarms and let the trade stand, and tell when that is done: the process is about to stand still.
  case rest(DispatchSemaphore)
  case takeUp
  case stop
}

/// How the engine was asked to run.
struct EngineOptions: Sendable {
  var operatorName: String
  /// What the operator may do beside the desk's own.
  var roles: RoleSet = []
  var readOnly: Bool
  /// Why it only reads, a clause; empty where it may write.
  var readOnlyReason = ""
  /// The speed to begin with; nil where no simulation is to be driven or begun.
  var speed: Speed?
  /// Where lists kept under names stand, and the columns that were chosen for lists; nil where they are forgotten with the
  /// program.
  var keptViewsPath: String?
  var keptColumnsPath: String?
  /// What is an alarm, from the first look on.
  var rules = AlarmRules()
  /// What the simulated customs judge by; nil for what they judged by before.
  var law: SimulationLaw?
  /// The settings for a simulation that is begun anew.
  var newSimulation: SimulationSettings?

  /// Options for this operator.
  init(operatorName: String) {
    self.operatorName = operatorName
    readOnly = false
    speed = nil
    newSimulation = nil
  }
}
