import Foundation
import Glibc
import Logistics
import Measures
import Synchronization
import TUI
import Testing

@testable import Dashboard
@testable import Session

@Suite struct ProcessTests {
  private func text(_ result: ProcessResult) -> String { String(decoding: result.output, as: UTF8.self) }

  @Test func `a command gets its words as they are and no shell sees them`() {
    let hostile = "a b; echo no > /tmp/x $(id) `id` \"'*\\"
    let result = runProcess(ProcessRequest(["printf", "%s|", hostile, "$HOME", "*"]))
    #expect(result.isSuccess)
    #expect(text(result) == "\(hostile)|$HOME|*|")
  }

  @Test func `both outputs are kept in the order in which they came, with the exit code`() {
    let result = runProcess(ProcessRequest(["/bin/sh", "-c", "echo one; echo two >&2; echo three; exit 3"]))
    #expect(text(result) == "one\ntwo\nthree\n")
    #expect(result.ending == .exited(3))
    #expect(result.words == "ended with exit code 3")
  }

  @Test func `variables are set beside our own and nothing can be read`() {
    let result = runProcess(
      ProcessRequest(
        ["/bin/sh", "-c", "printf '%s,%s,' \"$CLEARWAY_ID\" \"${PATH:+path}\"; cat; kill -TERM $$"],
        variables: [.init("CLEARWAY_ID", "x"), .init("CLEARWAY_ID", "CW-10001\0y")]))
    #expect(text(result) == "CW-10001y,path,")
    #expect(result.ending == .signalled(SIGTERM))
  }

  @Test func `a command that is not there says so`() {
    let result = runProcess(ProcessRequest(["no-such-command-of-anybody"]))
    guard case .notStarted = result.ending else {
      Issue.record("it was started: \(result)")
      return
    }
    #expect(result.words.hasPrefix("cannot be started: "))
    #expect(!runProcess(ProcessRequest([])).isSuccess)
    #expect(!runProcess(ProcessRequest([""])).isSuccess)
  }

  @Test func `one that takes too long is stopped with all it started`() {
    let result = runProcess(
      ProcessRequest(["/bin/sh", "-c", "sleep 100 & echo $!; wait"], secondsMax: 0.2))
    #expect(result.ending == .timedOut(secondsMax: 0.2))
    #expect(result.seconds < 5)
    let child = Int32(text(result).split(separator: "\n").first ?? "") ?? -1
    #expect(child > 0)
    // Killed, though perhaps not yet taken away by whoever inherited it.
    for _ in 0..<200 where kill(child, 0) == 0 && !isZombie(child) { usleep(10_000) }
    #expect(kill(child, 0) != 0 || isZombie(child))
  }

  private func isZombie(_ process: Int32) -> Bool {
    guard let file = fopen("/proc/\(process)/stat", "r") else { return true }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    guard fgets(&line, 512, file) != nil else { return true }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.split(separator: ")").last?.hasPrefix(" Z") == true
  }

  @Test func `one that will not end is killed`() {
    let result = runProcess(
      ProcessRequest(["/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.05; done"], secondsMax: 0.1))
    #expect(result.ending == .timedOut(secondsMax: 0.1))
    #expect(result.seconds > 1.9)
    #expect(result.seconds < 8)
  }

  @Test func `one that says more than is kept goes on and is cut`() {
    let result = runProcess(
      ProcessRequest(["/bin/sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; exit 5"], outputBytesMax: 1_000))
    #expect(result.output.count == 1_000)
    #expect(result.isCut)
    #expect(result.ending == .exited(5))
  }

  @Test func `whoever leaves somebody behind with the pipe is not waited for`() {
    let result = runProcess(ProcessRequest(["/bin/sh", "-c", "sleep 30 & echo gone"], secondsMax: 20))
    #expect(result.isSuccess)
    #expect(result.seconds < 10)
    #expect(text(result) == "gone\n")
  }

  @Test func `a runner runs a few at once, the rest in turn, and refuses what is too many`() {
    let runner = ProcessRunner(name: "test", atOnceMax: 1, waitingMax: 2)
    let said = Mutex<[String]>([])
    var taken = 0
    for number in 0..<10 {
      let request = ProcessRequest(["/bin/sh", "-c", "sleep 0.1; echo \(number)"])
      let isTaken = runner.post(request) { result in
        said.withLock { $0.append(String(decoding: result.output, as: UTF8.self)) }
      }
      if isTaken { taken += 1 }
    }
    #expect((3...4).contains(taken))
    while runner.pendingCount > 0 { usleep(5_000) }
    #expect(said.withLock { $0 } == (0..<taken).map { "\($0)\n" })
  }

  @Test func `a runner that is stopped leaves nothing running`() {
    let runner = ProcessRunner(name: "test")
    let ends = Mutex<[ProcessResult.Ending]>([])
    for _ in 0..<4 {
      runner.post(ProcessRequest(["sleep", "60"])) { result in ends.withLock { $0.append(result.ending) } }
    }
    let began = Machine.steadySeconds
    runner.stop()
    #expect(Machine.steadySeconds - began < 4)
    #expect(runner.pendingCount == 0)
    #expect(ends.withLock { $0.allSatisfy { $0 == .calledOff } && !$0.isEmpty })
    #expect(!runner.post(ProcessRequest(["true"])))
  }

  @Test func `what a command wrote cannot steer the terminal`() {
    let wild = "\u{1B}[31mred\u{1B}[0m\ttab\r\n\u{1B}]0;title\u{07}after\u{1B}[2Jx\u{8}\u{9B}31m \u{202E}dlrow\n\u{1B}["
    let lines = shownLines(Array(wild.utf8) + [0xFF, 0xFE, 0x1B, 0x0A, 0x0A])
    #expect(lines.first == "red     tab")
    #expect(!lines.joined().unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    #expect(lines.count <= 4)
    #expect(shownLines(Array(repeating: 0x0A, count: 100_000)).count <= 2_001)
    #expect(shownLines(Array(repeating: 0x61, count: 100_000))[0].count == 1_000)
  }
}

@Suite struct `The alarms' hook` {
  @Test func `runs for every alarm that there is room for, and says for how many it did not`() throws {
    let inbox = Inbox(waking: Waker {})
    let desk = HookDesk(inbox, waitingMax: 3)
    let hook = AlarmHook(words: ["sleep", "30"], secondsMax: 60, variables: [])
    for _ in 0..<10 { desk.run(hook) }
    let told = inbox.take().compactMap { if case .failed(let failure) = $0 { failure.words } else { nil } }
    #expect(told.count == 3, "four run, three wait")
    #expect(told.first == "the alarms' hook was not run for an alarm: too many wait for it")
    #expect(told.last == "the alarms' hook was not run for 3 alarms: too many wait for it")
    #expect(desk.stop() == 7, "what was called off is counted")
  }

  @Test func `one that hangs does not keep the next one waiting`() throws {
    let inbox = Inbox(waking: Waker {})
    let desk = HookDesk(inbox)
    let file = NSTemporaryDirectory() + "clearway-hook-" + UUID().uuidString
    defer { unlink(file) }
    for _ in 0..<HookDesk.atOnceMax - 1 {
      desk.run(AlarmHook(words: ["sleep", "60"], secondsMax: 60, variables: []))
    }
    for _ in 0..<3 {
      desk.run(AlarmHook(words: ["/bin/sh", "-c", "echo told >> \(file)"], secondsMax: 10, variables: []))
    }
    func told() -> String {
      guard case .success(let bytes) = Machine.read(file) else { return "" }
      return String(decoding: bytes, as: UTF8.self)
    }
    for _ in 0..<600 where told() != "told\ntold\ntold\n" { usleep(20_000) }
    #expect(told() == "told\ntold\ntold\n")
    #expect(desk.stop() == HookDesk.atOnceMax - 1)
  }

  @Test func `a flood of thirty alarms is thirty runs`() throws {
    let file = NSTemporaryDirectory() + "clearway-hook-" + UUID().uuidString
    defer { unlink(file) }
    let inbox = Inbox(waking: Waker {})
    let desk = HookDesk(inbox)
    for number in 0..<30 {
      desk.run(
        AlarmHook(
          words: ["/bin/sh", "-c", "echo $CLEARWAY_ALARM_CAUSE >> \(file)"], secondsMax: 10,
          variables: [AlarmHook.Variable(name: "CLEARWAY_ALARM_CAUSE", value: "cause \(number)")]))
    }
    for _ in 0..<600 where desk.isBusy { usleep(20_000) }
    guard case .success(let bytes) = Machine.read(file) else { throw Room.Missing() }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(lines.sorted() == (0..<30).map { "cause \($0)" }.sorted())
    #expect(inbox.take().isEmpty)
  }
}
