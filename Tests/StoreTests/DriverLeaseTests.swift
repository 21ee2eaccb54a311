import Glibc
import Measures
import Testing

@testable import Store

@Suite struct DriverLeaseTests {
  private func holder(_ answer: DriverLease.Answer) -> DriverLease.Holder? {
    switch answer {
    case .granted: nil
    case .held(let holder): holder
    }
  }

  private func lease(_ answer: DriverLease.Answer) -> DriverLease? {
    switch answer {
    case .granted(let lease): lease
    case .held: nil
    }
  }

  @Test func `one drives, and the others are told who`() throws {
    let folder = try Folder()
    let one = try Journal.open(.file(folder.journal))
    let two = try Journal.open(.file(folder.journal))
    var held = lease(try one.takeDriverLease(now: Instant(milliseconds: 1_790_000_000_123)))
    #expect(held != nil)
    let told = try two.takeDriverLease(now: .epoch)
    #expect(holder(told) == DriverLease.Holder(pid: getpid(), since: Instant(milliseconds: 1_790_000_000_123)))
    #expect(lease(try one.takeDriverLease(now: .epoch)) == nil)
    held = nil
    held = lease(try two.takeDriverLease(now: .epoch))
    #expect(held != nil)
  }

  @Test func `a link to the journal is the journal`() throws {
    let folder = try Folder()
    let one = try Journal.open(.file(folder.journal))
    let link = folder.path + "/link"
    try #require(symlink(folder.journal, link) == 0)
    let two = try Journal.open(.file(link))
    let held = lease(try one.takeDriverLease(now: .epoch))
    #expect(held != nil)
    #expect(lease(try two.takeDriverLease(now: .epoch)) == nil)
  }

  @Test func `the kernel takes the lease back from a process that was killed`() throws {
    let folder = try Folder()
    let journal = try Journal.open(.file(folder.journal))
    // flock(1) takes the same lock in a process of its own, says so, and waits to be killed.
    let script = "exec 9>'\(folder.journal)-driver'; flock -n 9 && echo \"$$ 5\" >&9 && echo held && exec sleep 60"
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    var pid: pid_t = 0
    let words: [String] = ["sh", "-c", script]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { (word: String) in strdup(word) }
    arguments.append(nil)
    #expect(posix_spawn(&pid, "/bin/sh", &actions, nil, &arguments, nil) == 0)
    for argument in arguments { free(argument) }
    posix_spawn_file_actions_destroy(&actions)
    close(ends[1])
    var word = [UInt8](repeating: 0, count: 5)
    #expect(read(ends[0], &word, 5) == 5)
    close(ends[0])
    #expect(
      holder(try journal.takeDriverLease(now: .epoch))
        == DriverLease.Holder(pid: pid, since: Instant(milliseconds: 5)))
    kill(pid, SIGKILL)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    #expect(lease(try journal.takeDriverLease(now: .epoch)) != nil)
  }

  @Test func `a journal in memory is always one's own to drive`() throws {
    let journal = try Journal.open(.memory)
    #expect(lease(try journal.takeDriverLease(now: .epoch)) != nil)
  }

  @Test func `what stands in the file is not trusted`() throws {
    let folder = try Folder()
    let journal = try Journal.open(.file(folder.journal))
    let held = lease(try journal.takeDriverLease(now: .epoch))
    for text in ["", "x", "-3 4", "99999999999 1", "1 2 3", String(repeating: "9", count: 500), "\u{1B}[2J 1"] {
      let file = try #require(fopen(folder.journal + "-driver", "w"))
      fputs(text, file)
      fclose(file)
      #expect(holder(try journal.takeDriverLease(now: .epoch)) == nil)
    }
    #expect(held != nil)
  }
}
