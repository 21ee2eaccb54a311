import ArgumentParser
import Session

/// `clearway`: opens the control room.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Open the control room (what is done without a command).")

  @OptionGroup var journal: JournalOption
  @OptionGroup var configuration: ConfigurationOption
  @Option(help: "What chance is drawn from, for a journal that is new; default: 7.") var seed: UInt64?
  @Option(help: "Simulated seconds a real second, 0 to 3600; default: 60.") var speed: Int?
  @Option(help: "The theme, by its name; auto follows the terminal's light or dark ground.") var theme: String?
  @Option(help: "The folder of your themes; default: theme.folder of the configuration, else themes beside it.")
  var themesDir: String?
  @Option(help: "24bit, 256, 16, 8 or none; default: what the terminal has.") var colors: String?
  @Option(name: .customLong("operator"), help: "Who acts; default: the user's name.") var operatorName: String?
  @OptionGroup var role: RoleOption
  @Flag(help: "Refuse every action.") var readOnly = false
  @Flag(help: "Neither begin nor drive a simulation.") var noSim = false
  @Flag(help: "Speak lines and take verbs, for screen readers and scripts; also by CLEARWAY_LINEAR=1.") var linear =
    false

  func validate() throws {
    guard (0...3600).contains(speed ?? 0) else { throw ValidationError("--speed is from 0 to 3600") }
    guard colors.map(isColours) ?? true else { throw ValidationError("--colors is 24bit, 256, 16, 8 or none") }
  }

  func run() throws {
    var options = WatchOptions(
      path: journal.location, configuration: configuration.path, seed: seed, speed: speed, theme: theme,
      operatorName: operatorName, readOnly: readOnly, simulates: !noSim)
    options.themesFolder = themesDir
    options.colours = colors
    options.roles = role.names
    options.isLinear = linear || asksForLines
    try end(watch(options))
  }
}

/// `clearway demo`: the guided walkthrough.
struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Walk through the flow on a simulated day; space goes on, b back, t takes over, q leaves.")

  @Flag(help: "Go on by itself.") var auto = false
  @Option(help: "Record into FILE as asciicast v2, with a marker for each step.") var record: String?

  func run() throws { try end(demo(isAutomatic: auto, recording: record)) }
}
