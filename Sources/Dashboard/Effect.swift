package import Alarms
package import Logistics

/// What the dashboard wants done: values that can be compared, performed by whoever owns the world.
package enum Effect: Hashable, Sendable {
  /// Do something to shipments, each at the version that was seen.
  case submit(Verb, [Target])
  /// Read all that is recorded about a shipment.
  case loadDossier(ShipmentID)
  /// Say something about alarms.
  case alarm(AlarmCommand)
  /// Watch for alarms by other rules from now on.
  case watch(AlarmRules)
  /// Ask the terminal to show a notification of the desktop.
  case notify(title: String, body: String)
  /// Run the operator's own program for an alarm.
  case hook(AlarmHook)
  /// Look through the events before a number for those that a filter leaves, as far as one look goes.
  case recall(before: UInt64, LogFilter)
  /// Look over the journal: over which time it reaches, and when much was recorded.
  case survey
  /// Read a moment of the past; the one that was asked for before is not wanted any more.
  case travel(PastMoment)
  /// The past is not wanted any more.
  case live
  /// Read the border's figures, and keep them up to date until others are asked for; nil for none.
  case border(BorderWish?)
  /// Run the simulated clock at another speed.
  case setSpeed(Speed)
  /// While it stands still: move the simulated clock on to the next thing that happens.
  case step
  /// Show the screen with another theme, by its slug.
  case setTheme(String)
  /// Take a file in.
  case importFile(String)
  /// End the import that is under way where it is, and begin none of those that wait.
  case stopImport
  /// Look which files go on as was typed.
  case listFiles(String)
  /// Put a text on the clipboard of the operator's machine.
  case copy(String)
  /// Run an external command of the operator's own.
  case plugin(PluginCall)
  /// Read the configuration anew.
  case reloadConfiguration
  /// Take clicks, drags and the wheel, or leave them to the terminal.
  case setMouse(Bool)
  /// Keep a list under its name.
  case keepView(SavedView)
  /// Keep the list of this name no longer.
  case forgetView(String)
  /// Keep how a list looks; nil lets it look as it does by itself and by the configuration.
  case keepColumns(ListID, ListPreference?)
  /// Ring once: something critical is new.
  case ring
  /// Hand the terminal back to the shell until it is foreground again.
  case suspend
  /// Draw everything anew, whatever the terminal shows.
  case redraw
  /// Leave.
  case quit
}

/// A program to run because an alarm is new, and what it is told of the alarm.
package struct AlarmHook: Hashable, Sendable {
  /// The program and its arguments, never put through a shell.
  package var words: [String]
  /// The seconds that it may take.
  package var secondsMax: Int
  /// What its environment says of the alarm, name and value.
  package var variables: [Variable]

  /// One variable of the environment.
  package struct Variable: Hashable, Sendable {
    package var name: String
    package var value: String
  }
}

extension Effect {
  /// Whether it changes anything but this screen: shipments, the journal, the clock that all live by.
  var changesWorld: Bool {
    switch self {
    case .submit, .alarm, .setSpeed, .step, .importFile, .stopImport: true
    case .plugin(let call): call.plugin.readOnlyRefusal != nil
    case .loadDossier, .recall, .listFiles, .survey, .travel, .live, .border, .setTheme, .copy, .keepView, .forgetView,
      .keepColumns, .reloadConfiguration,
      .setMouse,
      .watch, .notify, .hook, .ring, .suspend, .redraw, .quit:
      false
    }
  }
}

/// A shipment as a person saw it when deciding.
package struct Target: Hashable, Sendable {
  /// Which shipment.
  package var id: ShipmentID
  /// The version that was seen; the deed is refused when the shipment changed since.
  package var seen: UInt32

  /// The shipment at the version seen.
  package init(_ id: ShipmentID, seen: UInt32) {
    self.id = id
    self.seen = seen
  }
}
