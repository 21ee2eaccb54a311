import Glibc

// What is measured, in rows:
//
//   name          what a line begins with and the command line asks for
//   words, unit   what the number says
//   bound         what to run beside it, so that both are taken in one moment
//   aim           what it should reach
//
// Several figures that come out of one run share a group, and groups run in the order of the registry: each in the folder and
// of the size that the command line says.

/// What the command line says about all figures.
struct Setting {
  /// How many shipments stand on a large board.
  var shipments: Int
  /// Where files are made; they stay for the next run where making them takes long.
  var folder: String

  /// The path of a file in the folder.
  func path(_ name: String) -> String { folder + "/" + name }

  /// The path of a journal in the folder that is not there yet.
  func freshPath(_ name: String) -> String {
    let path = path(name)
    for ending in ["", "-wal", "-shm", "-driver"] { unlink(path + ending) }
    return path
  }
}

/// One number that is measured.
struct Figure: Sendable {
  var name: String
  var words: String
  var unit: String
  /// The command to run beside it, with the word under which that prints its own number; nothing where there is none.
  var bound = ""
  var aim = ""
}

/// Figures that one run gives.
struct Group: Sendable {
  var name: String
  var figures: [Figure]
  var measure: @Sendable (Setting, inout Report) throws -> Void

  /// All groups; the first to run is the one that asks how much memory is used.
  static let all: [Group] = [
    .memory, .eventList, .tradeWithout, .tradeWith, .action, .journal, .query, .frame, .start, .alarms, .desk,
    .screening, .border,
  ]

  /// Whether the group has a figure that a word of the command line asks for: its name, or the beginning of it up to a dot.
  func isAsked(for word: String) -> Bool {
    ([name] + figures.map(\.name)).contains { $0 == word || $0.hasPrefix(word + ".") || word.hasPrefix($0 + ".") }
  }
}

/// Takes the numbers as they come and prints each in a line of its own.
struct Report {
  /// A number that was measured.
  struct Reading {
    var name: String
    var value: Double
    var unit: String
    /// Words that stand behind it in the line.
    var remark: String
  }

  private(set) var readings: [Reading] = []
  let printsLines: Bool

  /// A report that prints lines, or keeps everything for the end.
  init(printsLines: Bool) { self.printsLines = printsLines }

  /// Takes a number.
  mutating func add(_ name: String, _ value: Double, _ unit: String, _ remark: String = "") {
    readings.append(Reading(name: name, value: value, unit: unit, remark: remark))
    guard printsLines else { return }
    print("\(name)=\(Self.text(value)) \(unit)\(remark.isEmpty ? "" : "  \(remark)")")
    fflush(nil)
  }

  /// The numbers as a JSON array.
  var json: String {
    let rows = readings.map {
      "{\"name\":\"\($0.name)\",\"value\":\(Self.text($0.value)),\"unit\":\"\($0.unit)\",\"remark\":\"\($0.remark)\"}"
    }
    return "[" + rows.joined(separator: ",\n ") + "]"
  }

  /// A number with the digits that mean something: whole from a hundred on, else three behind the point.
  static func text(_ value: Double) -> String {
    guard value.magnitude < 100 else { return String(Int64(value.rounded())) }
    let thousandths = Int64((value * 1000).rounded())
    let fraction = String(thousandths.magnitude % 1000)
    return (thousandths < 0 ? "-" : "") + String(thousandths.magnitude / 1000) + "."
      + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}

/// Times of one thing that was done again and again, in microseconds.
struct Times {
  private var all: [Double] = []
  private var onProcessor: [Double] = []

  /// Times that a closure takes, run so often.
  static func of(_ runs: Int, _ body: () throws -> Void) rethrows -> Times {
    var times = Times()
    for _ in 0..<runs { try times.take(body) }
    return times
  }

  /// Takes the time of one run.
  mutating func take<Result>(_ body: () throws -> Result) rethrows -> Result {
    let processor = Self.processorTime
    let start = Self.now
    let result = try body()
    all.append(Self.now - start)
    onProcessor.append(Self.processorTime - processor)
    return result
  }

  /// Takes a time that was measured elsewhere, microseconds.
  mutating func add(_ microseconds: Double) { all.append(microseconds) }

  /// The time that a share of the runs stays under, microseconds.
  func share(_ part: Double) -> Double {
    let sorted = all.sorted()
    return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(part * Double(sorted.count)))]
  }

  /// The time of the run in the middle.
  var median: Double { share(0.5) }

  /// For the end of a line: the slowest of a hundred, and how long the run in the middle had the processor, which says more on a
  /// machine that does other things too.
  var remark: String {
    let sorted = onProcessor.sorted()
    return "p99=\(Report.text(share(0.99))) cpu=\(Report.text(sorted.isEmpty ? 0 : sorted[sorted.count / 2]))"
  }

  /// How long all of them together had the processor.
  var processor: Double { onProcessor.reduce(0, +) }

  /// All of them together.
  var total: Double { all.reduce(0, +) }

  /// Microseconds on a clock that never jumps.
  static var now: Double { microseconds(CLOCK_MONOTONIC) }

  /// Microseconds that this thread had a processor.
  static var processorTime: Double { microseconds(CLOCK_THREAD_CPUTIME_ID) }

  private static func microseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }
}

/// Why something could not be measured.
struct NotMeasured: Error, CustomStringConvertible {
  var description: String

  /// With these words.
  init(_ words: String) { description = words }
}
