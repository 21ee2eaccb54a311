import Dashboard

// How alarms are told.

extension Key<Configuration> {
  static var notifySection: Key<Configuration> {
    Key(
      "notify", "How loudly new critical and high alarms are told.",
      [
        Key("bell", "ring the terminal's bell once for each", .flag, \.preferences.alarms.bell, of: Configuration()),
        Key(
          "desktop", "ask the terminal for a notification of the desktop", .flag, \.preferences.alarms.desktop,
          of: Configuration()),
        Key(
          "blink", "let the mark of critical ones blink until somebody acknowledges them", .flag,
          \.preferences.alarms.blink, of: Configuration()),
        Key(
          "quiet", "the shortest time between two bells and between two notifications", .seconds(1...3_600),
          \.preferences.alarms.quietSeconds, of: Configuration()),
        Key(
          "hook",
          "a program and its arguments, run without a shell for each; the alarm is told in its environment, [] is none",
          Kind<String>.commandWord.oneOrMore(most: 100), \.preferences.alarms.hook, of: Configuration(),
          example: ["[\"/usr/local/bin/page\", --team, desk]"]),
        Key(
          "hook-time", "how long the program may take", .seconds(1...60), \.preferences.alarms.hookSeconds,
          of: Configuration()),
      ])
  }

  static var shiftEnds: Key<Configuration> {
    Key(
      "shift-ends", "when shifts end, by your own clock; an alarm can be put aside until the next of them",
      Kind<Int>.clock.list(most: 24), standard: Configuration().preferences.alarms.shiftEnds,
      get: { $0.preferences.alarms.shiftEnds }, set: { $0.preferences.alarms.shiftEnds = Set($1).sorted() })
  }
}
