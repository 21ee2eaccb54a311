import Alarms
import Logistics
import TUI

extension KeyMap {
  /// What is said about alarms, and where they lead. To acknowledge is not to mend, and not to silence the bell.
  static let alarms: [Control] = [
    Control(
      "alarms", ["9"], "alarms", "what needs a person, one alarm a cause", .views, in: .screens
    ) { state, _ in state.show(.alarms) },
    Control(
      "alarm-shipments", ["enter", "l"], "shipments", "list the shipments of the alarm; esc leads back", .alarms,
      in: .alarms, takes: .words("[CAUSE]"), footer: 1,
      unless: { $0.alarms.current == nil ? "no alarm is under the cursor" : nil }
    ) { state, call in state.showShipments(call) },
    Control(
      "message", ["i"], "message", "what the alarm says, and what to do step by step", .alarms, in: .alarms,
      takes: .words("[CAUSE]"), footer: 2,
      unless: { $0.alarms.current == nil ? "no alarm is under the cursor" : nil }
    ) { state, call in state.showMessage(call) },
    Control(
      "acknowledge", ["a"], "acknowledge", "say that the alarm was seen", .alarms, in: .alarms,
      takes: .words("[CAUSE]"), footer: 3, changesWorld: true, unless: { $0.alarmRefusal }
    ) { state, call in state.say(call) { .acknowledge([$0.alarm.cause]) } },
    Control(
      "acknowledge-all", ["A"], "all in sight", "say that all alarms in sight were seen; asks first", .alarms,
      in: .alarms, footer: 4, changesWorld: true, unless: { $0.alarmRefusal }
    ) { state, _ in state.acknowledgeVisible() },
    Control(
      "shelve", ["S"], "shelve",
      "put the alarm aside for 15m, 1h, 4h, to the end of the shift, or once; or bring it back",
      .alarms, in: .alarms, takes: .words("[SPAN] [REASON]"), footer: 5, changesWorld: true, unless: { $0.alarmRefusal }
    ) { state, call in state.shelve(call) },
    Control(
      "own-alarm", ["o"], "own", "take the care of the alarm, give it to somebody, or give it back", .alarms,
      in: .alarms, takes: .words("[NAME]"), footer: 6, changesWorld: true, unless: { $0.alarmRefusal }
    ) { state, call in
      guard let line = state.alarms.current else { return [] }
      let name = call.argument.trimmed
      let isMine = line.alarm.owner == state.operatorName
      return state.say(
        .own(line.alarm.cause, owner: name.isEmpty ? isMine ? "" : state.operatorName : name))
    },
    Control(
      "comment", ["n"], "comment", "write a comment on the alarm", .alarms, in: .alarms, takes: .words("[TEXT]"),
      footer: 7, changesWorld: true, unless: { $0.alarmRefusal }
    ) { state, call in
      guard let line = state.alarms.current else { return [] }
      guard call.argument.isEmpty else { return state.say(.comment(line.alarm.cause, text: call.argument)) }
      state.ask(.comment, about: line.alarm.cause)
      return []
    },
    Control(
      "service", ["x"], "out of service", "take the alarm out of service, with a reason, or put it back", .alarms,
      in: .alarms, takes: .words("[CAUSE]"), footer: 8, changesWorld: true, unless: { $0.alarmRefusal }
    ) { state, call in state.changeService(call) },
    Control(
      "close-alarm", ["X"], "close", "say what an alarm that is over was, and why it is done with", .alarms,
      in: .alarms, takes: .words("[CAUSE]"), footer: 9, changesWorld: true, unless: { $0.alarmRefusal }
    ) { state, call in state.closeAlarm(call) },
    Control(
      "put-aside", ["v"], "put aside too",
      "list what is shelved, suppressed, out of service and over too, or no longer",
      .alarms, in: .alarms, footer: 10
    ) { state, _ in
      state.alarms.toggleAll()
      return []
    },
    Control(
      "bell", ["b"], "bell", "silence the bell and notifications, or let them sound again", .alarms, in: .screens
    ) { state, _ in
      state.alarms.isMuted.toggle()
      state.notice = Notice(
        state.alarms.isMuted
          ? "the bell is silent until b is pressed again; nothing was acknowledged" : "the bell sounds again")
      return []
    },
  ]
}
