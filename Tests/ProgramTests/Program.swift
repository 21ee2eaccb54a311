import Foundation
import Testing

/// The built program, beside the tests that were built with it.
enum Program {
  static let path: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    // On some systems the bundle is a folder with the runner further in.
    while folder.path != "/", !FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("clearway").path) {
      folder.deleteLastPathComponent()
    }
    return folder.appendingPathComponent("clearway").path
  }()

  /// What a run of the program left behind.
  struct Run {
    var out: String
    var err: String
    var status: Int32
  }

  /// Runs the program to its end.
  static func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Run {
    let process = try start(arguments, environment: environment)
    return process.finish()
  }

  /// Starts the program; `finish` waits for its end.
  static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Running {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let out = Pipe()
    let err = Pipe()
    process.standardOutput = out
    process.standardError = err
    process.standardInput = FileHandle.nullDevice
    let running = Running(process: process, out: out, err: err)
    try process.run()
    return running
  }

  final class Running {
    let process: Process
    private let out: Pipe
    private let err: Pipe

    init(process: Process, out: Pipe, err: Pipe) {
      self.process = process
      self.out = out
      self.err = err
    }

    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    func finish() -> Run {
      let out = out.fileHandleForReading.readDataToEndOfFile()
      let err = err.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return Run(
        out: String(decoding: out, as: UTF8.self), err: String(decoding: err, as: UTF8.self),
        status: process.terminationStatus)
    }
  }
}

/// A folder that is gone when the test is.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "clearway-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

/// A real terminal, driven from outside: a tmux server of its own, of fixed size and kind.
final class Tmux {
  private let socket = "clearway-" + UUID().uuidString
  private let scratch: Scratch

  /// Opens a terminal and runs `command` in it by a shell.
  init(_ command: String, columns: Int = 118, rows: Int = 32, term: String = "xterm-256color", locale: String = "C.UTF-8") throws {
    scratch = try Scratch()
    let settings = """
      set -g default-terminal "\(term)"
      set -g escape-time 0
      set -g status off
      set -g remain-on-exit on
      """
    try settings.write(toFile: scratch.file("tmux.conf"), atomically: true, encoding: .utf8)
    try tmux(
      "-u", "-f", scratch.file("tmux.conf"), "new-session", "-d", "-x", String(columns), "-y", String(rows),
      "env LC_ALL=\(locale) XDG_DATA_HOME='\(scratch.path)' sh -c '\(command.replacingOccurrences(of: "'", with: "'\\''"))'")
  }

  deinit { _ = try? tmux("kill-server") }

  /// Types keys, in tmux's names ("Enter", "Escape", "C-c") or as they are.
  func type(_ keys: String...) throws { for key in keys { try tmux("send-keys", "-t", "0", key) } }

  /// The screen as text.
  var screen: String { (try? tmux("capture-pane", "-p", "-t", "0")) ?? "" }

  func resize(columns: Int, rows: Int) throws { try tmux("resize-window", "-t", "0", "-x", String(columns), "-y", String(rows)) }

  /// The process that runs in the terminal's shell.
  var processID: Int32 {
    get throws {
      let shell = try tmux("display-message", "-p", "-t", "0", "#{pane_pid}").trimmingCharacters(in: .whitespacesAndNewlines)
      return try #require(Int32(shell))
    }
  }

  /// Waits until the screen is as it should be; shows the screen when it does not come about.
  @discardableResult
  func wait(
    _ what: Comment, within seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation,
    until condition: (String) -> Bool
  ) throws -> String {
    let end = Date(timeIntervalSinceNow: seconds)
    var last = ""
    while Date() < end {
      last = screen
      if condition(last) { return last }
      usleep(20_000)  // a terminal has no event to wait for: it is looked at fifty times a second
    }
    Issue.record("\(what)\n\(last)", sourceLocation: sourceLocation)
    throw Missing()
  }

  struct Missing: Error {}

  @discardableResult
  private func tmux(_ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["tmux", "-L", socket] + arguments
    let out = Pipe()
    process.standardOutput = out
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = out.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
