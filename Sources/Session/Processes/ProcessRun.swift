import Glibc
import Synchronization

// One external command from its start to its end, on the thread that asks:
//
//   argv, environment ─► posix_spawn ─► a process group of its own
//                             │           standard input: nothing     standard output and error: one pipe
//                             ├─ reads ──► at most so many bytes are kept, the rest is read and thrown away
//                             ├─ waits ──► ended · stopped by a signal
//                             └─ time is up, or called off ─► SIGTERM to the group, two seconds later SIGKILL
//
// Nothing goes through a shell unless the shell is the command. The child has the default signals; our
// files are marked to be closed in it.

/// An external command as it is to be run.
package struct ProcessRequest: Hashable, Sendable {
  /// The command and its arguments as they are, at least the command; a command without "/" is looked for in `PATH`.
  package var words: [String]
  /// Variables that are set beside our own, in order; the last of a name wins.
  package var variables: [Variable]
  /// How long it may take, in seconds.
  package var secondsMax: Double
  /// How much of what it says is kept.
  package var outputBytesMax: Int

  /// A variable of the environment.
  package struct Variable: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A request to run these words.
  package init(
    _ words: [String], variables: [Variable] = [], secondsMax: Double = 30, outputBytesMax: Int = 65_536
  ) {
    self.words = words
    self.variables = variables
    self.secondsMax = secondsMax
    self.outputBytesMax = outputBytesMax
  }
}

/// How an external command ended, and what it said.
package struct ProcessResult: Hashable, Sendable {
  /// How it ended.
  package enum Ending: Hashable, Sendable {
    /// By itself, with this exit code.
    case exited(Int32)
    /// By a signal.
    case signalled(Int32)
    /// It took too long and was stopped.
    case timedOut(secondsMax: Double)
    /// We ended first, and it was stopped.
    case calledOff
    /// It could not be started.
    case notStarted(SystemFault)
  }

  package var ending: Ending
  /// What it wrote on standard output and standard error, in the order in which it came; any bytes.
  package var output: [UInt8]
  /// Whether it wrote more than was kept.
  package var isCut: Bool
  /// How long it took.
  package var seconds: Double

  /// Whether it ended by itself with exit code 0.
  package var isSuccess: Bool { ending == .exited(0) }

  /// How it ended, a clause without the command's name.
  package var words: String {
    switch ending {
    case .exited(0): "done"
    case .exited(let code): "ended with exit code \(code)"
    case .signalled(let signal): "was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
    case .timedOut(let seconds): "took longer than \(Self.text(seconds)) and was stopped"
    case .calledOff: "was stopped"
    case .notStarted(let fault): "cannot be started: \(fault.words)"
    }
  }

  private static func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() && seconds < 1e9 ? "\(Int(seconds)) s" : "\(seconds) s"
  }
}

/// Held while a command is started.
private let starting = Mutex<Void>(())

/// Something that ends a run from another thread.
package protocol ProcessStopping: Sendable {
  /// Whether the run should end.
  var isCalledOff: Bool { get }
}

/// Runs a command and waits for its end.
///
/// - Parameter stopping: asked every few milliseconds whether to stop it.
package func runProcess(_ request: ProcessRequest, stopping: (any ProcessStopping)? = nil) -> ProcessResult {
  let began = Machine.steadySeconds
  func result(_ ending: ProcessResult.Ending, _ output: [UInt8] = [], isCut: Bool = false) -> ProcessResult {
    ProcessResult(ending: ending, output: output, isCut: isCut, seconds: Machine.steadySeconds - began)
  }
  var ends: [Int32] = [-1, -1]
  // No other command may be started between the making of the pipe and its marking, or it would have it too.
  let started = starting.withLock { _ -> Result<pid_t, SystemFault> in
    guard pipe(&ends) == 0 else { return .failure(SystemFault()) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    return spawn(request, output: ends[1])
  }
  let reading = ends[0]
  if ends[1] >= 0 { close(ends[1]) }
  defer { if reading >= 0 { close(reading) } }
  let child: pid_t
  switch started {
  case .success(let started): child = started
  case .failure(let fault): return result(.notStarted(fault))
  }

  var output: [UInt8] = []
  var isCut = false
  var isOpen = true
  var buffer = [UInt8](repeating: 0, count: 16_384)
  func drain() {
    // A command that says more than we can read must not keep us here for ever.
    for _ in 0..<64 where isOpen {
      let count = read(reading, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return }
      guard count > 0 else {
        isOpen = false
        return
      }
      let kept = min(count, max(0, request.outputBytesMax - output.count))
      output += buffer[..<kept]
      if kept < count { isCut = true }
    }
  }

  var ending: ProcessResult.Ending?
  var killAt: Double?
  var status: Int32 = 0
  while true {
    var waiting = pollfd(fd: isOpen ? reading : -1, events: Int16(POLLIN), revents: 0)
    _ = poll(&waiting, 1, isOpen ? 20 : 5)
    drain()
    let ended = waitpid(child, &status, WNOHANG)
    if ended == child || (ended < 0 && errno != EINTR) { break }
    let now = Machine.steadySeconds
    if let last = killAt {
      if now >= last { kill(-child, SIGKILL) }
    } else if stopping?.isCalledOff == true || now - began > request.secondsMax {
      ending = stopping?.isCalledOff == true ? .calledOff : .timedOut(secondsMax: request.secondsMax)
      kill(-child, SIGTERM)
      killAt = now + 2
    }
  }
  // What it had said when it ended is in the pipe; whom it left behind may hold the pipe open, and is not waited for.
  drain()
  // Whom it left behind after it was told to stop is stopped too.
  if ending != nil { kill(-child, SIGKILL) }
  return result(ending ?? told(status), output, isCut: isCut)
}

/// Runs a command that has the terminal for itself, and waits for its end however long it takes; the caller has given the
/// terminal back and takes it again afterwards. Keys that interrupt or stop reach the command and not us.
package func runInForeground(_ request: ProcessRequest) -> ProcessResult {
  let began = Machine.steadySeconds
  func result(_ ending: ProcessResult.Ending) -> ProcessResult {
    ProcessResult(ending: ending, output: [], isCut: false, seconds: Machine.steadySeconds - began)
  }
  // The terminal sends its signals to us as well; a stop would leave both of us stopped, so the command has none.
  var before: [(Int32, sigaction)] = []
  for signal in [SIGINT, SIGQUIT, SIGTSTP] {
    var ours = sigaction()
    ours.__sigaction_handler.sa_handler = SIG_IGN
    var old = sigaction()
    if sigaction(signal, &ours, &old) == 0 { before.append((signal, old)) }
  }
  defer { for (signal, old) in before { withUnsafePointer(to: old) { _ = sigaction(signal, $0, nil) } } }
  switch starting.withLock({ _ in spawn(request, output: nil) }) {
  case .failure(let fault): return result(.notStarted(fault))
  case .success(let child):
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 { guard errno == EINTR else { return result(.calledOff) } }
    return result(told(status))
  }
}

/// Starts a command: in a group of its own without input and with its output going to a descriptor, or, where there is none,
/// on our own terminal.
private func spawn(_ request: ProcessRequest, output: Int32?) -> Result<pid_t, SystemFault> {
  guard let command = request.words.first, !command.isEmpty else {
    return .failure(SystemFault(words: "there is no command"))
  }
  var environment: [String: String] = [:]
  var order: [String] = []
  func set(_ name: String, _ value: String) {
    if environment.updateValue(value, forKey: name) == nil { order.append(name) }
  }
  var entry = environ
  while let text = entry.pointee {
    let whole = String(cString: text)
    if let equals = whole.firstIndex(of: "=") {
      set(String(whole[..<equals]), String(whole[whole.index(after: equals)...]))
    }
    entry += 1
  }
  for variable in request.variables { set(variable.name, variable.value) }
  var arguments: [UnsafeMutablePointer<CChar>?] = request.words.map { strdup(withoutNul($0)) } + [nil]
  var variables: [UnsafeMutablePointer<CChar>?] =
    order.map { strdup(withoutNul("\($0)=\(environment[$0] ?? "")")) } + [nil]
  defer { for text in arguments + variables { free(text) } }

  var actions = posix_spawn_file_actions_t()
  var attributes = posix_spawnattr_t()
  guard posix_spawn_file_actions_init(&actions) == 0 else { return .failure(SystemFault()) }
  defer { posix_spawn_file_actions_destroy(&actions) }
  guard posix_spawnattr_init(&attributes) == 0 else { return .failure(SystemFault()) }
  defer { posix_spawnattr_destroy(&attributes) }

  var none = sigset_t()
  sigemptyset(&none)
  var standard = sigset_t()
  sigfillset(&standard)
  var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
  if let output {
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    posix_spawnattr_setpgroup(&attributes, 0)
    flags |= POSIX_SPAWN_SETPGROUP
  } else {
    sigdelset(&standard, SIGTSTP)
  }
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setsigdefault(&attributes, &standard)
  posix_spawnattr_setflags(&attributes, Int16(flags))
  var child: pid_t = 0
  let code = posix_spawnp(&child, command, &actions, &attributes, &arguments, &variables)
  return code == 0 ? .success(child) : .failure(SystemFault(words: String(cString: strerror(code))))
}

/// A text for a call that would take a NUL for its end.
private func withoutNul(_ text: String) -> String { text.replacing("\0", with: "") }

/// What the system's word about a child means.
private func told(_ status: Int32) -> ProcessResult.Ending {
  let signal = status & 0x7F
  return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
}
