import Dashboard
import Glibc
import Logistics
import TUI

// From a plugin's call to a process, and from what the process said to lines that may be shown.
//
//   PluginCall ─► refused: reads only · an option nobody wrote · too many at once
//              ├► foreground: the terminal is lent to it, the loop waits
//              └► else: a thread of the runner's ─► PluginReport ─► the inbox

/// Runs the operator's own commands.
final class PluginDesk: Sendable {
  private let runner = ProcessRunner(name: "plugin", atOnceMax: 2, waitingMax: 50)
  private let journalPath: String
  private let readsOnly: Bool

  /// A desk for the session on a journal.
  init(journalPath: String, readsOnly: Bool) {
    self.journalPath = journalPath
    self.readsOnly = readsOnly
  }

  /// Runs a plugin's command; `report` may be called on another thread, once.
  func run(_ call: PluginCall, on screen: any Screen, report: @escaping @Sendable (PluginReport) -> Void) {
    let plugin = call.plugin
    func refuse(_ words: String) {
      report(PluginReport(name: plugin.name, shipment: call.shipment, words: words, isFailure: true, lines: []))
    }
    if readsOnly, let refusal = plugin.readOnlyRefusal { return refuse(refusal) }
    let request: ProcessRequest
    do throws(Failure) { request = try self.request(call) } catch {
      return refuse(error.remedy.isEmpty ? error.words : "\(error.words); \(error.remedy)")
    }
    guard !plugin.isForeground else {
      screen.lend {
        let result = runInForeground(request)
        if !result.isSuccess { PluginDesk.waitForEnter("\(sanitised(plugin.name)) \(result.words)") }
        report(PluginReport(call, result))
      }
      return
    }
    let isTaken = runner.post(request) { result in report(PluginReport(call, result)) }
    if !isTaken { refuse("too many commands wait already; this one was not run") }
  }

  /// Stops what runs.
  func stop() { runner.stop() }

  func request(_ call: PluginCall) throws(Failure) -> ProcessRequest {
    var variables = call.values.map { ProcessRequest.Variable("CLEARWAY_" + $0.name, $0.value) }
    variables.append(ProcessRequest.Variable("CLEARWAY_PLUGIN", call.plugin.name))
    variables.append(ProcessRequest.Variable("CLEARWAY_DB", journalPath))
    variables.append(ProcessRequest.Variable("CLEARWAY_READ_ONLY", readsOnly ? "1" : "0"))
    return ProcessRequest(
      try call.words(), variables: variables, secondsMax: Double(max(1, min(86_400, call.plugin.secondsMax))))
  }

  /// Leaves what a command wrote on the terminal until it was read.
  private static func waitForEnter(_ words: String) {
    Machine.print("\nclearway: \(words); enter goes back\n")
    var byte: UInt8 = 0
    while true {
      let count = read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      if count <= 0 || byte == 0x0A || byte == 0x0D { return }
    }
  }
}

extension PluginReport {
  /// What became of a call.
  init(_ call: PluginCall, _ result: ProcessResult) {
    var lines = shownLines(result.output)
    if result.isCut { lines.append("(it said more than this; the rest is not shown)") }
    self.init(
      name: call.plugin.name, shipment: call.shipment, words: result.words, isFailure: !result.isSuccess, lines: lines)
  }
}

/// What a command wrote as lines that may be shown: without the sequences that steer a terminal, tabs as blanks.
func shownLines(_ bytes: [UInt8], linesMax: Int = 2_000, charactersMax: Int = 1_000) -> [String] {
  let text = String(decoding: withoutSequences(bytes), as: UTF8.self)
  var lines: [String] = []
  for raw in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
    guard lines.count < linesMax else {
      lines.append("(it said more lines than these; the rest is not shown)")
      break
    }
    var line = ""
    var count = 0
    for character in raw {
      guard count < charactersMax else { break }
      if character == "\t" {
        let blanks = 8 - count % 8
        line += String(repeating: " ", count: blanks)
        count += blanks
      } else {
        line.append(character)
        count += 1
      }
    }
    while line.last == " " { line.removeLast() }
    lines.append(sanitised(line))
  }
  while lines.last == "" { lines.removeLast() }
  return lines
}

/// Bytes without control sequences (ECMA-48: ESC [ ... final; ESC ], P, X, ^, _ ... BEL or ESC \; ESC and one more), of which
/// commands write colours above all. What is left of a broken one is made visible later.
private func withoutSequences(_ bytes: [UInt8]) -> [UInt8] {
  guard bytes.contains(0x1B) else { return bytes }
  var out: [UInt8] = []
  out.reserveCapacity(bytes.count)
  var index = 0
  while index < bytes.count {
    guard bytes[index] == 0x1B, index + 1 < bytes.count else {
      out.append(bytes[index])
      index += 1
      continue
    }
    let kind = bytes[index + 1]
    index += 2
    switch kind {
    case UInt8(ascii: "["):
      while index < bytes.count, (0x20...0x3F).contains(bytes[index]) { index += 1 }
      if index < bytes.count, (0x40...0x7E).contains(bytes[index]) { index += 1 }
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
      while index < bytes.count, bytes[index] != 0x07, bytes[index] != 0x1B, bytes[index] != 0x0A { index += 1 }
      if index < bytes.count, bytes[index] == 0x07 { index += 1 }
    default: break
    }
  }
  return out
}
