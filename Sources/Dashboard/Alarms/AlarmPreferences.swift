package import Alarms

// How an operator wants to be told of alarms. What an alarm is, the rules say; here is only how loudly it is said.

/// How alarms are told.
package struct AlarmPreferences: Hashable, Sendable {
  /// Whether the terminal's bell rings once for each new critical or high alarm.
  package var bell = true
  /// Whether the terminal is asked to show a notification of the desktop for each new critical or high alarm.
  package var desktop = true
  /// Whether the mark of critical alarms that nobody has acknowledged blinks.
  package var blink = true
  /// The shortest time between two bells, and between two notifications, in seconds of the clock on the wall; from 1 to 3600.
  package var quietSeconds = 20
  /// A program and its arguments, run without a shell for each new critical or high alarm; empty for none. The alarm is told in
  /// its environment.
  package var hook: [String] = []
  /// The seconds that the program may take, from 1 to 60.
  package var hookSeconds = 10
  /// When shifts end, in minutes after midnight of the operator's own day, ascending; from 0 to 1439. An alarm can be put aside
  /// until the next of them.
  package var shiftEnds = AlarmShelf.shiftEnds

  /// The table of rules in force: those built in, with what the operator changed of them.
  package var rules = AlarmRules()

  /// Preferences of somebody who has set nothing down.
  package init() {}
}
