import Foundation
import Testing

/// A journal with eight simulated days in it, made once by the program itself; every test works on a copy of its own.
enum SampleJournal {
  /// What it is simulated with.
  static let options = ["--seed", "4", "--days", "8", "--orders-per-day", "150"]

  private static let folder = NSTemporaryDirectory() + "clearway-sample-\(ProcessInfo.processInfo.processIdentifier)"

  private static let made: Result<Program.Run, any Error> = Result {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: SampleJournal.folder) }
    return try Program.start(["simulate", "--db", folder + "/sample.db"] + options).finish()
  }

  /// What the simulation printed when it was made.
  static func run() throws -> Program.Run { try made.get() }

  /// Copies the journal into a folder.
  static func copy(into scratch: Scratch, name: String = "journal.db") throws -> String {
    _ = try made.get()
    let path = scratch.file(name)
    try FileManager.default.copyItem(atPath: folder + "/sample.db", toPath: path)
    return path
  }
}

/// One line of what the program printed: the words after `label`.
func line(_ label: String, in text: String) -> String? {
  text.split(separator: "\n").first { $0.hasPrefix(label + " ") }.map {
    $0.dropFirst(label.count).trimmingCharacters(in: .whitespaces)
  }
}

/// What asks for holds that a paper ends: no declaration was refused, which only lodging again ends.
let endedByPapers = "hold:H01 is:incomplete hold-owner:merchant !import:rejected !export:rejected"

/// The shipments that a filter finds, by their numbers.
func shipments(_ filter: String, in journal: String, limit: Int = 1000) throws -> [String] {
  let run = try Program.run("query", "--db", journal, filter, "--limit", String(limit))
  try #require(run.status == (run.out.isEmpty && limit > 0 ? 1 : 0), "\(run.err)")
  return run.out.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
}

/// A value of `query --json` or `show --json` as a dictionary.
func object(_ text: some StringProtocol) throws -> [String: Any] {
  try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
}

/// Checks that a journal is sound, and returns its digest.
@discardableResult
func verified(_ journal: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
  let run = try Program.run("verify", "--db", journal)
  #expect(run.status == 0, "\(run.err)\(run.out)", sourceLocation: sourceLocation)
  #expect(line("verdict", in: run.out) == "sound", sourceLocation: sourceLocation)
  return try #require(line("digest", in: run.out), sourceLocation: sourceLocation)
}
