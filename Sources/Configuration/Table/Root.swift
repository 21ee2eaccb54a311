import Dashboard
import Logistics
import TUI

// The rows of the table, in the order of the example. A part of the program that wants to be set down adds its keys in a file
// beside this one and its section here.

extension Key<Configuration> {
  /// Everything that can be set down.
  static var root: [Key<Configuration>] {
    [operatorSection, themeSection, screenSection, keySection, listSection] + viewSections
      + [alarmSection, notifySection, pluginSection, tariffSection, screeningSection, simulationSection]
  }

  private static var whole: Configuration { Configuration() }

  private static var operatorSection: Key<Configuration> {
    Key(
      "operator", "Who sits here.",
      [
        Key(
          "name", "the name that stands beside each deed in the journal; by itself the user's name",
          Kind<String>.text(most: 40).optional, \.operatorName, of: whole, example: ["mei"]),
        Key(
          "roles", "what they may do beside the desk's own: compliance clears denied parties",
          Kind<PartyRole>.operatorRole.oneOrMore(), \.roles, of: whole, example: ["[compliance]"]),
        Key(
          "read-only", "refuse every action and open the journal so that nothing can be written; needs a restart",
          .flag,
          \.readsOnly, of: whole),
      ])
  }

  private static var themeSection: Key<Configuration> {
    Key(
      "theme", "Colours. `clearway themes` lists the themes.",
      [
        Key(
          "name", "a theme; “auto” follows the terminal's light or dark ground", .themeName,
          \.theme.name, of: whole, example: ["auto"]),
        Key("dark", "what “auto” takes on a dark ground", .themeName, \.theme.dark, of: whole),
        Key("light", "what “auto” takes on a light ground", .themeName, \.theme.light, of: whole),
        Key(
          "folder",
          "a folder with theme files of your own, as “~/themes”; by itself the folder “themes” beside this file; "
            + "needs a restart", Kind<String>.text(most: 4_096).optional, \.theme.folder, of: whole,
          example: ["\"~/themes\""]),
      ])
  }

  private static var screenSection: Key<Configuration> {
    Key(
      "screen", "What is asked of the terminal; a change needs a restart.",
      [
        Key(
          "colours", "how many colours it shows; by itself what the terminal says", Kind<ColourDepth>.depth.optional,
          \.screen.depth, of: whole, example: ["256"]),
        Key(
          "glyphs", "which characters are drawn with; by itself what locale and terminal allow",
          Kind<GlyphSet>.glyphs.optional, \.screen.glyphSet, of: whole, example: ["ascii"]),
        Key(
          "ambiguous-width",
          "how many cells glyphs take that are wide in some East Asian fonts; by itself the terminal is asked",
          Kind<AmbiguousWidth>.ambiguous.optional, \.screen.ambiguous, of: whole, example: ["2"]),
        Key(
          "mouse", "take clicks, drags and the wheel; text is then selected with shift held", .flag, \.screen.mouse,
          of: whole),
      ])
  }

  private static var tariffSection: Key<Configuration> {
    Key(
      "tariff", "What the law of destinations asks. `clearway country` lists them.",
      [
        Key(
          "folder",
          "a folder with files of your own about destinations, and rates.yaml with exchange rates; by itself the folder "
            + "“tariff” beside this file; read anew with the configuration", Kind<String>.text(most: 4_096).optional,
          \.tariffFolder,
          of: whole, example: ["\"~/tariff\""])
      ])
  }

  private static var simulationSection: Key<Configuration> {
    Key(
      "simulation", "The simulated trade that a new journal begins with.",
      [
        Key("run", "begin and drive a simulation", .flag, \.simulation.isOn, of: whole),
        Key("seed", "what chance is drawn from", .seed, \.simulation.seed, of: whole),
        Key("speed", "simulated seconds a real second", .number(0...3_600), \.simulation.speed, of: whole),
        Key(
          "orders-per-day", "how many orders an ordinary day brings", .number(1...10_000_000),
          \.simulation.ordersPerDay, of: whole),
      ])
  }
}

extension Kind where Value == String {
  /// A theme's name. Whether there is such a theme is seen when it is to be shown: the user's own come and go.
  static var themeName: Kind {
    language("a theme's name", example: "calm-light", write: \.self) { text throws(FilterFault) in
      let isName = text.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" || $0 == "_"
      }
      guard isName, !text.isEmpty, text.utf8.count <= 100 else {
        throw FilterFault(column: 1, "a theme's name has small letters, digits, hyphens and “_”")
      }
      return text
    }
  }
}

extension Kind where Value == PartyRole {
  /// A role that an operator may be given.
  static var operatorRole: Kind {
    .choice(RoleSet.grantable.map { ($0, $0.name, "clears denied parties, with a reason") })
  }
}

extension Kind where Value == ColourDepth {
  static var depth: Kind {
    .choice([
      (.none, "none", "bold, dim and reverse alone"), (.eight, "8", "eight"), (.sixteen, "16", "sixteen"),
      (.indexed, "256", "a cube of 216 and greys"), (.direct, "24bit", "all"),
    ])
  }
}

extension Kind where Value == GlyphSet {
  static var glyphs: Kind {
    .choice([
      (.unicode, "unicode", "everything"), (.neutral, "neutral", "those that are one cell wide in every font"),
      (.console, "console", "what the Linux console has"), (.ascii, "ascii", "seven bits"),
    ])
  }
}

extension Kind where Value == AmbiguousWidth {
  static var ambiguous: Kind { .choice([(.one, "1", "one cell"), (.two, "2", "two cells")]) }
}
