import ArgumentParser
import Measures
import Session
import Simulation
import Tariff

/// `clearway simulate`: runs the simulation without a screen.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the simulation from its first day to the end of day D; goes on where an earlier run was stopped.")

  @OptionGroup var journal: JournalOption
  @OptionGroup var configuration: ConfigurationOption
  @Option(help: "What chance is drawn from.") var seed: UInt64 = 7
  @Option(help: "How many days, counted from the simulation's beginning.") var days = 30
  @Option(help: "How many orders an ordinary day brings.") var ordersPerDay = 1_000
  @Option(
    help:
      "The day on which it begins, as 2025-08-20; the law of each day holds. 2026-11-02 unless the journal says otherwise."
  )
  var start: String?
  @Option(help: "Merchants who are trusted traders, in percent.") var trustedTraders = 0
  @Option(help: "Parcels that are declared before they arrive, in percent.") var preArrival = 0
  @Option(help: "Consumers' orders that leave a bonded store over there, in percent.") var bondedStock = 0
  @Option(help: "Parcels whose authorities take one set of data, in percent.") var singleWindow = 0

  func validate() throws {
    guard (1...3660).contains(days) else { throw ValidationError("--days is from 1 to 3660") }
    guard (1...10_000_000).contains(ordersPerDay) else {
      throw ValidationError("--orders-per-day is from 1 to 10000000")
    }
    guard start.map({ CivilDate(day: $0) != nil }) ?? true else {
      throw ValidationError("--start is a day, as 2025-08-20")
    }
    for (name, share) in [
      ("trusted-traders", trustedTraders), ("pre-arrival", preArrival), ("bonded-stock", bondedStock),
      ("single-window", singleWindow),
    ] where !(0...100).contains(share) {
      throw ValidationError("--\(name) is from 0 to 100 percent")
    }
  }

  func run() throws {
    let settings = DeskSettings(named: configuration.path)
    try end(
      settings.writing {
        simulate(
          path: journal.location, seed: seed, days: days, ordersPerDay: ordersPerDay,
          start: start.flatMap { CivilDate(day: $0) },
          levers: Levers(
            trustedTraders: trustedTraders, preArrival: preArrival, bondedStock: bondedStock, singleWindow: singleWindow
          ), law: settings.simulationLaw)
      })
  }
}

/// `clearway import`: takes files in.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take orders and tracking events from files; the format is recognised by content.",
    discussion: "Exit code 0: all was taken; 1: some findings are errors; 2: nothing could be read.")

  @OptionGroup var journal: JournalOption
  @OptionGroup var configuration: ConfigurationOption
  @Argument(help: "The files.") var files: [String]
  @Flag(help: "Print the findings as JSON.") var json = false

  func run() throws {
    try end(
      DeskSettings(named: configuration.path).writing { importFiles(files, path: journal.location, asJSON: json) })
  }
}

/// `clearway query`: prints the shipments that a filter finds, or how many by a field.
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the shipments that a filter finds, or count them by a field.",
    discussion: """
      The filter is the one behind / on the screen: words, field:value, comparisons with units (value>500 eur, eta<2h), \
      globs (ref:1Z*99?), regular expressions (goods~/lith.*battery/), and or not ( ).
      Exit code 0: something was found; 1: nothing was; 2: the question is not understood, or nothing could be read.
      """)

  @OptionGroup var journal: JournalOption
  @OptionGroup var configuration: ConfigurationOption
  @Argument(help: "The filter; none is every shipment.") var filter: [String] = []
  @Flag(help: "As JSON, one shipment or group a line.") var json = false
  @Flag(help: "As CSV.") var csv = false
  @Option(help: "At most so many.") var limit = 1_000
  // "-value" is an order, not an option.
  @Option(
    parsing: .unconditional,
    help: "The order, as in due,-value; with --group-by one of count, value, weight, age, held, late.") var sort = ""
  @Option(help: "Which columns, with commas between them, as in id,held or id,freight,region.") var columns = ""
  @Option(help: "Count by a field, as in to, merchant, hold or value.") var groupBy = ""
  @OptionGroup var time: AsOfOption

  func validate() throws {
    guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other") }
    guard (0...1_000_000).contains(limit) else { throw ValidationError("--limit is from 0 to 1000000") }
  }

  func run() throws {
    let options = QueryOptions(
      filter: filter.joined(separator: " "), output: json ? .json : csv ? .csv : .text, limit: limit, sort: sort,
      columns: columns, groupBy: groupBy, asOf: time.chosen)
    try end(query(options, path: journal.location) { DeskSettings(named: configuration.path) })
  }
}

/// `clearway show`: prints all that is recorded about one shipment.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print all that is recorded about one shipment.")

  @OptionGroup var journal: JournalOption
  @Argument(help: "The shipment: CW-10482, or what the outside calls it.") var id: String
  @Flag(help: "As JSON.") var json = false
  @OptionGroup var time: AsOfOption
  @OptionGroup var configuration: ConfigurationOption

  func run() throws {
    try end(
      show(
        id, path: journal.location, asJSON: json, asOf: time.chosen, settings: DeskSettings(named: configuration.path)))
  }
}

/// `clearway do`: does something to shipments.
struct Do: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Do something to shipments, as the palette does.",
    discussion: verbHelp + "\n\nabout alarms, by their causes:\n" + alarmVerbHelp)

  @OptionGroup var journal: JournalOption
  @OptionGroup var configuration: ConfigurationOption
  @Argument(help: "The verb; one that takes something takes it after a colon, as in release:H09.") var verb: String?
  @Argument(help: "The shipments, or the causes of alarms.") var ids: [String] = []
  @Option(help: "Why, or the note's text.") var reason = ""
  @Option(
    help: "Perform the deeds of a file in order, one JSON object a line as `clearway log --json` prints; - for input.")
  var from: String?
  @Option(name: .customLong("operator"), help: "Who acts; default: the user's name.") var operatorName: String?
  @OptionGroup var role: RoleOption

  func validate() throws {
    guard from == nil else {
      guard verb == nil, reason.isEmpty else { throw ValidationError("--from names the deeds; nothing else can") }
      return
    }
    guard verb != nil, !ids.isEmpty else { throw ValidationError("a verb and at least one shipment are needed") }
  }

  func run() throws {
    var settings = DeskSettings(named: configuration.path)
    if !role.names.isEmpty { settings.roles = operatorRoles(role.names) ?? [] }
    let name = operatorName ?? settings.operatorName
    if let from {
      return try end(
        settings.writing {
          act(from: from, operatorName: name, path: journal.location, settings: settings)
        })
    }
    guard let verb else { return }
    try end(
      settings.writing {
        act(verb, on: ids, reason: reason, operatorName: name, path: journal.location, settings: settings)
      })
  }
}

/// `clearway verify`: checks a journal.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the journal: the file, the rules of the trade, the snapshot against all events; print the digest.")

  @OptionGroup var journal: JournalOption

  func run() throws { try end(verify(path: journal.location)) }
}

/// `clearway render`: prints one frame of a view.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print one frame of a view; needs no terminal.")

  @OptionGroup var journal: JournalOption
  @OptionGroup var configuration: ConfigurationOption
  @Option(help: "The view: \(viewNames).") var view = "overview"
  @Option(help: "Columns and rows, as in 118x32.") var size = "118x32"
  @Option(help: "The theme, by its name; auto follows what COLORFGBG says of the ground.") var theme: String?
  @Option(help: "text, ansi or svg.") var format = "text"
  @Option(help: "24bit, 256, 16, 8 or none.") var colors = "24bit"
  @Flag(help: "ASCII alone, as without UTF-8.") var ascii = false
  @Option(help: "The folder of your themes; default: theme.folder of the configuration, else themes beside it.")
  var themesDir: String?
  @OptionGroup var time: AsOfOption

  func run() throws {
    try end(
      render(
        RenderOptions(
          view: view, size: size, theme: theme, themesFolder: themesDir, format: format, colours: colors,
          isASCII: ascii),
        path: journal.location, settings: DeskSettings(named: configuration.path), asOf: time.chosen))
  }
}

/// `clearway keys`: prints the key map.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print which keys mean what.")

  @OptionGroup var configuration: ConfigurationOption
  @Option(help: "Whose keys: \(presetNames); without it as the configuration has them.") var preset: String?
  @Flag(help: "As JSON.") var json = false

  func run() throws { try end(printKeys(preset: preset, configuration: configuration.path, asJSON: json)) }
}

/// `clearway themes`: lists the themes, or checks a theme file.
struct Themes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the themes, and the theme files that cannot be used.",
    discussion: """
      Theme files are *.yaml and *.yml in the base16 or base24 form or as a skin of k9s, and *.theme of btop. They are read \
      while the program runs whenever one changes. What is hard to read is corrected, and said.
      """, subcommands: [Check.self])

  @OptionGroup var configuration: ConfigurationOption
  @Option(help: "The folder of your themes; default: theme.folder of the configuration, else themes beside it.")
  var themesDir: String?

  func run() throws { try end(listThemes(folder: themesDir, configuration: configuration.path)) }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check a theme file.")
    @Argument(help: "The file.") var file: String

    func run() throws { try end(checkTheme(file)) }
  }
}
