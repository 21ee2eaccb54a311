package import Alarms
package import Dashboard
package import Logistics
package import TUI

/// What the configuration file says, understood.
package struct Configuration: Sendable {
  /// What the dashboard obeys.
  package var preferences = Preferences()
  /// The rules of alarms, with what is changed of them.
  package var alarmRules: [AlarmRuleChange] = []
  /// Who acts; nil for the user's name.
  package var operatorName: String?
  /// What they may do beside the desk's own.
  package var roles: [PartyRole] = []
  /// Whether every action is refused and the journal opened for reading.
  package var readsOnly = false
  /// How the screen looks.
  package var theme = ThemeChoice()
  /// What is asked of the terminal.
  package var screen = ScreenChoice()
  /// A simulation that is begun in a new journal, and how fast it runs.
  package var simulation = SimulationChoice()
  /// A folder with the user's own files of destinations and exchange rates; nil for the usual one.
  package var tariffFolder: String?
  /// Against what parties are screened.
  package var screening = ScreeningChoice()

  /// What holds where there is no file.
  package init() {}
}

/// Which theme the screen is drawn with.
package struct ThemeChoice: Hashable, Sendable {
  /// A theme's name, or ``automatic``.
  package var name = "calm-dark"
  /// The themes for a dark and for a light terminal, where the name is ``automatic``.
  package var dark = "calm-dark"
  package var light = "calm-light"

  /// A folder with themes of the user's own; nil for the usual one.
  package var folder: String?

  /// The wish as the dashboard obeys it.
  var wish: ThemeWish { name == Self.automatic ? .following(dark: dark, light: light) : .named(name) }

  /// The name that follows the terminal's ground.
  package static let automatic = "auto"
}

/// What is asked of the terminal; read when the program starts.
package struct ScreenChoice: Hashable, Sendable {
  /// Colours; nil leaves it to the terminal.
  package var depth: ColourDepth?
  /// Glyphs; nil leaves it to the locale and the terminal.
  package var glyphSet: GlyphSet?
  /// How wide ambiguous glyphs are; nil asks the terminal.
  package var ambiguous: AmbiguousWidth?
  /// Whether clicks, drags and the wheel are taken.
  package var mouse = true
}

/// How simulations are begun and run.
package struct SimulationChoice: Hashable, Sendable {
  /// Whether one is begun and driven at all.
  package var isOn = true
  package var seed: UInt64 = 7
  /// Simulated seconds a real second.
  package var speed = 60
  package var ordersPerDay = 1_000
}

/// Against what parties are screened, and what counts as a match.
package struct ScreeningChoice: Hashable, Sendable {
  /// Files of lists, as the operator writes their paths.
  package var lists: [String] = []
  /// The lowest score that is a match, 0 ... 100.
  package var threshold = 85
}
