import Alarms
import Dashboard
import Logistics
import Measures
import Store

// What the desk asks is answered in any case: done, refused with the reason, or not recorded and why.

extension Engine {
  func perform(_ command: AlarmCommand) {
    func answer(_ result: Result<[String], Rejection>) {
      showAlarms()
      inbox.post([.alarmAnswered(AlarmAnswer(command, result))])
    }
    guard !options.readOnly else { return answer(.failure(readsOnly)) }
    guard let ledger else {
      return answer(
        .failure(Rejection(.notRecorded, "the journal could not be opened", remedy: "it is tried again and again")))
    }
    do throws(StoreFailure) {
      answer(
        try ledger.perform(
          command, watch: duty.watch, operatorName: options.operatorName, now: now, recordedAt: Machine.now))
    } catch { answer(.failure(Rejection(.notRecorded, error.message, remedy: error.remedy))) }
  }

  func submit(_ verb: Verb, _ targets: [Target]) {
    func refuse(_ why: Rejection) {
      inbox.post([.answered(Answer(verb: verb, done: [], refused: targets.map { ($0.id, why) }))])
    }
    guard !options.readOnly else { return refuse(readsOnly) }
    guard let ledger else {
      return refuse(Rejection(.notRecorded, "the journal could not be opened", remedy: "it is tried again and again"))
    }
    do throws(StoreFailure) {
      let answer = try ledger.perform(
        verb, on: targets, operatorName: options.operatorName, roles: roles, now: now, recordedAt: Machine.now,
        progress: { inbox.post([.progressed($0)]) })
      inbox.post([.answered(answer)])
    } catch { refuse(Rejection(.notRecorded, error.message, remedy: error.remedy)) }
  }

  var readsOnly: Rejection {
    let reason = options.readOnlyReason
    return Rejection(.readOnly, "this session only reads" + (reason.isEmpty ? "" : ": \(reason)"))
  }
}
