import Foundation
import Synchronization

// External commands beside the screen: whoever asks never waits.
//
//   post ──► queue (bounded) ──► a few threads, each `runProcess` ──► done(result) on that thread
//              └─ full: false, and nothing is kept
//
// `stop` calls off what runs and what waits.

/// Runs external commands off the caller's thread, a few at once and the others one after another.
package final class ProcessRunner: Sendable {
  private struct Job: Sendable {
    let request: ProcessRequest
    let done: @Sendable (ProcessResult) -> Void
  }

  private struct Work {
    var waiting: [Job] = []
    var runningCount = 0
    var isStopped = false
  }

  /// What every run asks whether it should end.
  private final class CallOff: ProcessStopping {
    private let flag = Atomic<Bool>(false)
    var isCalledOff: Bool { flag.load(ordering: .relaxed) }
    func callOff() { flag.store(true, ordering: .relaxed) }
  }

  private let work = Mutex(Work())
  private let callOff = CallOff()
  private let atOnceMax: Int
  private let waitingMax: Int
  private let name: String
  private let ended = NSCondition()

  /// A runner.
  ///
  /// - Parameters:
  ///   - name: what its threads are called.
  ///   - atOnceMax: how many commands run at once.
  ///   - waitingMax: how many may wait; more are refused.
  package init(name: String, atOnceMax: Int = 2, waitingMax: Int = 100) {
    self.name = name
    self.atOnceMax = max(1, atOnceMax)
    self.waitingMax = max(0, waitingMax)
  }

  /// Runs a command when it is its turn, and hands over what came of it on a thread of the runner's.
  ///
  /// - Returns: false where too many wait already, or everything was stopped; `done` is not called then.
  @discardableResult
  package func post(_ request: ProcessRequest, done: @escaping @Sendable (ProcessResult) -> Void = { _ in }) -> Bool {
    let job = Job(request: request, done: done)
    let starts: Bool? = work.withLock { work in
      guard !work.isStopped else { return nil }
      if work.runningCount < atOnceMax {
        work.runningCount += 1
        return true
      }
      guard work.waiting.count < waitingMax else { return nil }
      work.waiting.append(job)
      return false
    }
    guard let starts else { return false }
    if starts {
      let thread = Thread { [self] in runAll(from: job) }
      thread.name = name
      thread.start()
    }
    return true
  }

  /// How many commands run or wait.
  package var pendingCount: Int { work.withLock { $0.waiting.count + $0.runningCount } }

  /// Calls off what runs and what waits, and waits until nothing runs any more, at most so long.
  package func stop(within seconds: Double = 4) {
    work.withLock { work in
      work.isStopped = true
      work.waiting = []
    }
    callOff.callOff()
    let until = Date(timeIntervalSinceNow: seconds)
    ended.lock()
    defer { ended.unlock() }
    while work.withLock({ $0.runningCount }) > 0 { guard ended.wait(until: until) else { return } }
  }

  private func runAll(from first: Job) {
    var next: Job? = first
    while let job = next {
      job.done(runProcess(job.request, stopping: callOff))
      next = work.withLock { work in
        if work.waiting.isEmpty {
          work.runningCount -= 1
          return nil
        }
        return work.waiting.removeFirst()
      }
    }
    ended.lock()
    ended.broadcast()
    ended.unlock()
  }
}
