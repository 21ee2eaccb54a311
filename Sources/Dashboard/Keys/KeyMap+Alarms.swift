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
      "alarm-shipments", ["enter", "l"], "shipments", "list the shipments of the alarm; one step back leads here again",
      .alarms,
      in: .alarms, takes: .words("[CAUSE]"), footer: 1,
      unless: { $0.alarmLookRefusal }
    ) { state, call in state.showShipments(call) },
    Control(
      "message", ["i"], "message", "what the alarm says, and what to do step by step", .alarms, in: .alarms,
      takes: .words("[CAUSE]"), footer: 2,
      unless: { $0.alarmLookRefusal }
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
      .alarms, in: .alarms, takes: .words("[[CAUSE]] [SPAN] [REASON]"), footer: 5, changesWorld: true,
      unless: { $0.alarmRefusal }
    ) { state, call in state.shelve(call) },
    Control(
      "own-alarm", ["o"], "own", "take the care of the alarm, give it to somebody, or give it back", .alarms,
      in: .alarms, takes: .words("[[CAUSE]] [NAME]"), footer: 6, changesWorld: true,
      unless: { $0.alarmRefusal }
    ) { state, call in state.ownAlarm(call) },
    Control(
      "comment", ["n"], "comment", "write a comment on the alarm, or on the one whose cause stands in brackets",
      .alarms,
      in: .alarms, takes: .words("[[CAUSE]] [TEXT]"), footer: 7, changesWorld: true, unless: { $0.alarmRefusal }
    ) { state, call in state.commentAlarm(call) },
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
      .alarms, in: .alarms, footer: 10,
      unless: {
        $0.view == .alarms && $0.details.isEmpty ? nil : "\($0.bindings.shown("alarms")) lists the alarms first"
      }
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
          ? "the bell is silent until \(state.bindings.shown("bell")) is pressed again; nothing was acknowledged"
          : "the bell sounds again")
      return []
    },
  ]
}
