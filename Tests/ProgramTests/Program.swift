import Foundation
import Testing

/// The built program, beside the tests that were built with it.
enum Program {
  static let path: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    // On some systems the bundle is a folder with the runner further in.
    while folder.path != "/",
      !FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("clearway").path)
    {
      folder.deleteLastPathComponent()
    }
    return folder.appendingPathComponent("clearway").path
  }()

  /// What a run of the program left behind.
  struct Run: Sendable {
    var out: String
    var err: String
    /// The exit code; the negative number of the signal that ended it.
    var status: Int32
  }

  /// Runs the program to its end.
  @discardableResult
  static func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Run {
    try start(arguments, environment: environment).finish()
  }

  /// Starts the program, or another; `finish` waits for its end.
  static func start(
    _ arguments: [String], executable: String = path, environment: [String: String] = [:]
  ) throws -> Running {
    try Running(
      executable, arguments,
      environment: ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8", "TZ": "UTC"]) { $1 }
        .merging(environment) { $1 })
  }
}

/// A process that was started. What it says goes into files: a pipe would also be held open by whatever else is started
/// meanwhile, such as the server of a terminal, and its end would never come.
final class Running {
  let processID: pid_t
  private let scratch: Scratch
  private var status: Int32?

  init(_ executable: String, _ arguments: [String], environment: [String: String]) throws {
    scratch = try Scratch()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, scratch.file("out"), O_WRONLY | O_CREAT | O_APPEND, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, scratch.file("err"), O_WRONLY | O_CREAT | O_APPEND, 0o644)
    // A file that another test happens to hold open would stay open for as long as what is started here runs.
    for descriptor: Int32 in 3..<256 { posix_spawn_file_actions_addclose(&actions, descriptor) }
    // A test may run on a thread that blocks signals; what is started must not inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let words = ([executable] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var processID: pid_t = 0
    let result = posix_spawn(&processID, executable, &actions, &attributes, words, variables)
    guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: result) ?? .EIO) }
    self.processID = processID
  }

  deinit {
    kill()
    _ = finish()
  }

  func kill() { if isRunning { Foundation.kill(processID, SIGKILL) } }

  var isRunning: Bool {
    if status != nil { return false }
    var raw: Int32 = 0
    guard waitpid(processID, &raw, WNOHANG) == processID else { return true }
    status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : -(raw & 0x7F)
    return false
  }

  /// Waits for its end, which it is helped to after a minute.
  func finish() -> Program.Run {
    let end = Date(timeIntervalSinceNow: 60)
    while isRunning {
      if Date() > end { Foundation.kill(processID, SIGKILL) }
      usleep(2000)  // between two looks: whoever waits with a time limit gets no event
    }
    func text(_ name: String) -> String {
      String(decoding: FileManager.default.contents(atPath: scratch.file(name)) ?? Data(), as: UTF8.self)
    }
    return Program.Run(out: text("out"), err: text("err"), status: status ?? -1)
  }
}

/// A folder that is gone when the test is.
final class Scratch: Sendable {
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
  private let scratch: Scratch

  /// Opens a terminal and runs `command` in it by a shell.
  init(
    _ command: String, columns: Int = 118, rows: Int = 32, term: String = "xterm-256color", locale: String = "C.UTF-8",
    environment: String = ""
  ) throws {
    scratch = try Scratch()
    let settings = """
      set -g default-terminal "\(term)"
      set -g escape-time 0
      set -g status off
      set -g remain-on-exit on
      """
    try settings.write(toFile: scratch.file("tmux.conf"), atomically: true, encoding: .utf8)
    let quoted = command.replacing("'", with: "'\\''")
    // A test runner whose own output goes into a pipe asks for no colours; that is not for the terminals in here.
    let clean = "env -u COLORTERM -u NO_COLOR LC_ALL=\(locale) TZ=UTC XDG_DATA_HOME='\(scratch.path)' \(environment)"
    try tmux(
      "-u", "-f", scratch.file("tmux.conf"), "new-session", "-d", "-x", String(columns), "-y", String(rows),
      "exec \(clean) sh -c '\(quoted)'")
  }

  deinit { _ = try? tmux("kill-server") }

  /// Opens a terminal with the control room on a journal; the process of the terminal is the control room's own.
  static func controlRoom(
    _ journal: String, _ options: String = "--speed 0", columns: Int = 118, rows: Int = 32,
    term: String = "xterm-256color", locale: String = "C.UTF-8", environment: String = ""
  ) throws -> Tmux {
    try Tmux(
      "exec '\(Program.path)' --db '\(journal)' \(options)", columns: columns, rows: rows, term: term, locale: locale,
      environment: environment)
  }

  /// Opens a terminal with an interactive shell, whose prompt is "at> ".
  static func shell(term: String = "xterm-256color", locale: String = "C.UTF-8") throws -> Tmux {
    // The shell with job control that every such system has; no start-up files, so that the prompt is ours.
    let tmux = try Tmux("PS1='at> ' exec bash --norc --noprofile -i", term: term, locale: locale)
    try tmux.wait("the shell's prompt") { $0.hasPrefix("at>") }
    return tmux
  }

  /// Types keys, in tmux's names ("Enter", "Escape", "C-c") or as they are.
  func type(_ keys: String...) throws { for key in keys { try tmux("send-keys", "-t", "0", key) } }

  /// Presses escape and waits for what it closes to be gone: with a key right behind it, it would be another key.
  func escape(_ gone: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try type("Escape")
    try wait("escape closes what shows \(gone)", sourceLocation: sourceLocation) { !$0.contains(gone) }
  }

  /// Types text as it is.
  func write(_ text: String) throws { try tmux("send-keys", "-t", "0", "-l", text) }

  /// Types a command line.
  func command(_ line: String) throws {
    try write(line)
    try type("Enter")
  }

  /// The screen as text.
  var screen: String { (try? tmux("capture-pane", "-p", "-t", "0")) ?? "" }

  /// The screen with the escape sequences that colour it.
  var coloured: String { (try? tmux("capture-pane", "-p", "-e", "-t", "0")) ?? "" }

  func resize(columns: Int, rows: Int) throws {
    try tmux("resize-window", "-t", "0", "-x", String(columns), "-y", String(rows))
  }

  /// Writes every byte that comes from the terminal's programs from now on into a file, and returns its path.
  func record() throws -> String {
    let path = scratch.file("bytes")
    try tmux("pipe-pane", "-t", "0", "-O", "cat > '\(path)'")
    return path
  }

  /// What tmux knows of the terminal: "cursor_flag", "alternate_on", "pane_pid" ...
  func fact(_ name: String) throws -> String {
    try tmux("display-message", "-p", "-t", "0", "#{\(name)}").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The process that runs in the terminal.
  var processID: Int32 { get throws { try #require(Int32(try fact("pane_pid"))) } }

  /// Sends the terminal's process a signal.
  func signal(_ number: Int32) throws { kill(try processID, number) }

  /// Waits until the terminal's process has ended; whether the terminal's server has taken notice does not matter.
  func waitForEnd(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let process = try processID
    try wait("the program ends", sourceLocation: sourceLocation) { _ in !isAlive(process) }
  }

  /// Waits until the screen is as it should be; shows the screen when it does not come about.
  @discardableResult
  func wait(
    _ what: Comment, within seconds: Double = 15, sourceLocation: SourceLocation = #_sourceLocation,
    until condition: (String) throws -> Bool
  ) throws -> String {
    let end = Date(timeIntervalSinceNow: seconds)
    var last = ""
    while Date() < end {
      last = screen
      if try condition(last) { return last }
      usleep(30_000)  // a terminal has no event to wait for: it is looked at thirty times a second
    }
    Issue.record("\(what)\n\(last)", sourceLocation: sourceLocation)
    throw Missing()
  }

  struct Missing: Error {}

  @discardableResult
  private func tmux(_ arguments: String...) throws -> String {
    let run = try Program.start(["tmux", "-S", scratch.file("socket")] + arguments, executable: "/usr/bin/env").finish()
    return run.out
  }
}

/// Whether a process is there and has not ended.
func isAlive(_ process: Int32) -> Bool {
  guard let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return false }
  // "4711 (name) S ...": Z is for what has ended and nobody has asked about yet (proc_pid_stat(5)).
  let state = String(decoding: stat, as: UTF8.self).split(separator: ") ").last?.first
  return state != "Z" && state != "X"
}

/// Whether a real terminal can be had here.
let hasTmux = ["/usr/bin/tmux", "/bin/tmux", "/usr/local/bin/tmux"].contains(
  where: FileManager.default.isExecutableFile)

/// Waits for what is so sooner or later; fails when it is not so in time.
func eventually(
  _ what: Comment, within seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () throws -> Bool
) throws {
  let end = Date(timeIntervalSinceNow: seconds)
  while Date() < end {
    if try condition() { return }
    usleep(20_000)  // between two looks: the condition is another process's, which tells nobody
  }
  Issue.record(what, sourceLocation: sourceLocation)
  throw Tmux.Missing()
}
