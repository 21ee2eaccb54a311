import Dashboard

// The operator's own program for new alarms, run beside the room for a few of them at once: one that hangs until its time is over
// does not keep the next critical alarm from being told.
//
//   .hook ─► queue ─► four processes at once, each with its time limit ─► failed? ─► told
//              └─ full ─► counted and told: no alarm is left out without a word

/// Runs the alarms' hook; used by one thread.
final class HookDesk {
  private let inbox: Inbox
  private let runner: ProcessRunner
  private var leftOut = 0

  /// Alarms that wait for their run at most: more than a flood of thousands brings in ten minutes.
  static let waitingMax = 2_000

  /// Runs at once at most.
  static let atOnceMax = 4

  /// A desk that tells the room what failed.
  init(_ inbox: Inbox, waitingMax: Int = HookDesk.waitingMax) {
    self.inbox = inbox
    runner = ProcessRunner(name: "alarm hook", atOnceMax: HookDesk.atOnceMax, waitingMax: waitingMax)
  }

  /// Runs the program for an alarm when it is its turn.
  func run(_ hook: AlarmHook) {
    let request = ProcessRequest(
      hook.words, variables: hook.variables.map { ProcessRequest.Variable($0.name, $0.value) },
      secondsMax: Double(hook.secondsMax), outputBytesMax: 0)
    let isTaken = runner.post(request) { [inbox] result in
      guard !result.isSuccess else { return }
      inbox.post([
        .failed(Failure("the alarms' hook \(result.words)", remedy: "see notify.hook in the configuration"))
      ])
    }
    guard !isTaken else { return leftOut = 0 }
    leftOut += 1
    let alarms = leftOut == 1 ? "an alarm" : "\(leftOut) alarms"
    inbox.post([
      .failed(
        Failure(
          "the alarms' hook was not run for \(alarms): too many wait for it",
          remedy: "a program that ends sooner keeps pace"))
    ])
  }

  /// Whether any run is under way or waits.
  var isBusy: Bool { runner.pendingCount > 0 }

  /// Ends what runs.
  ///
  /// - Returns: for how many alarms the program was not run to its end.
  func stop() -> Int {
    let count = runner.pendingCount
    runner.stop()
    return count
  }

  /// Ends what runs, and says on the shell's own screen what was left undone.
  func close() {
    let count = stop()
    guard count > 0 else { return }
    Machine.print(
      "clearway: the alarms' hook was not run to its end for \(count == 1 ? "one alarm" : "\(count) alarms")\n",
      to: .error)
  }
}
