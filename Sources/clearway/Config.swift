import ArgumentParser
import Session

/// `clearway config`: tells and checks what an operator has set down.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what the configuration sets down; check a file; print an example or a JSON Schema.",
    discussion: "The example is the manual: every key with what it means. Exit code 2 when anything in a file is wrong."
  )

  @OptionGroup var file: ConfigurationOption
  @Flag(help: "Check a file and do nothing else.") var check = false
  @Flag(help: "Print a file with every key at its default, explained.") var example = false
  @Flag(help: "Print the JSON Schema of the file (draft 2020-12).") var schema = false
  @Argument(help: "With --check: the file; default: the one that would be read.") var path: String?

  func validate() throws {
    guard [check, example, schema].count(where: { $0 }) <= 1 else {
      throw ValidationError("--check, --example and --schema exclude each other")
    }
    guard path == nil || check else {
      throw ValidationError("a file is named with --check FILE, or with --config FILE")
    }
  }

  func run() throws {
    let question: ConfigurationQuestion =
      check ? .check(path) : example ? .example : schema ? .schema : .settings
    try end(tellConfiguration(question, named: file.path))
  }
}
