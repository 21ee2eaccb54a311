import Foundation
import Testing

// A disk that is full, in two ways: a limit on the size of files, which needs no rights, and a file system of a few megabytes,
// which only root may mount.

/// A file system of so many bytes in memory; nil where it cannot be mounted.
final class SmallDisk {
  let path: String
  private let scratch: Scratch

  init?(megabytes: Int) {
    guard getuid() == 0, let scratch = try? Scratch() else { return nil }
    self.scratch = scratch
    path = scratch.path
    guard Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path) else { return nil }
  }

  deinit { _ = Self.run("umount", "-l", path) }

  static let isPossible = SmallDisk(megabytes: 1) != nil

  private static func run(_ command: String...) -> Bool {
    (try? Program.start(command, executable: "/usr/bin/env").finish().status) == 0
  }
}

@Suite struct `A disk that takes no more` {
  @Test func `a file that may not grow: the run ends with the reason, and what was recorded is whole`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let digest = try verified(journal)
    let blocks = 1600  // of 1024 bytes in bash: enough for the file as it is, not for what comes
    let arguments = ["simulate", "--db", journal, "--seed", "4", "--days", "30", "--orders-per-day", "150"]
    let run = try Program.start(
      ["-c", "trap '' XFSZ; ulimit -f \(blocks); exec \"$@\"", "bash", Program.path] + arguments,
      executable: "/bin/bash"
    ).finish()
    #expect(run.status == 2, "\(run.out)")
    #expect(run.err.contains("disk"), "\(run.err)")
    try verified(journal)
    let resumed = try Program.start(arguments.dropLast(3) + ["9", "--orders-per-day", "150"]).finish()
    #expect(resumed.status == 0, "\(resumed.err)")
    #expect(digest != line("digest", in: resumed.out))
  }

  @Test(.enabled(if: hasTmux && SmallDisk.isPossible, "needs tmux, and the right to mount a small file system"))
  func `the screen stays, says what is wrong, loses nothing, and goes on when there is room`() throws {
    let scratch = try Scratch()
    let disk = try #require(SmallDisk(megabytes: 4))
    let journal = disk.path + "/journal.db"
    try FileManager.default.copyItem(atPath: try SampleJournal.copy(into: scratch), toPath: journal)
    let id = try #require(try shipments(endedByPapers, in: journal).first)
    let tmux = try Tmux.controlRoom(journal, "--speed 3600 --operator mei")
    try tmux.wait("it runs") { $0.contains("SIM x3600") && $0.contains("CW-10") }
    let filler = disk.path + "/filler"
    try fill(filler)
    try tmux.wait("it says that the disk is full, and the clock stands") {
      $0.contains("disk is full") && $0.contains("SIM paused")
    }
    #expect(tmux.screen.contains("3 Holds"), "the screen stays")
    // A deed is refused, not lost: nothing claims that it was recorded.
    let before = try Program.run("show", "--db", journal, id, "--json").out
    try tmux.write("6/\(id)")
    try tmux.wait("found") { $0.contains("1 of ") }
    try tmux.type("Enter", "i")
    try tmux.command("while the disk was full")
    try tmux.wait("refused") { $0.contains("no: \(id)") && $0.contains("disk is full") }
    #expect(try Program.run("show", "--db", journal, id, "--json").out == before)
    try FileManager.default.removeItem(atPath: filler)
    try tmux.type("i")
    try tmux.command("there is room again")
    try tmux.wait("recorded") { $0.contains("\(id): noted") && !$0.contains("no: \(id)") }
    try tmux.type("Z")
    try tmux.wait("and the clock goes on as fast as before") { $0.contains("SIM x3600") }
    try tmux.type("Q")
    try tmux.waitForEnd()
    let after = try Program.run("show", "--db", journal, id).out
    #expect(after.contains("there is room again") || after.contains("claim"))
    #expect(!after.contains("while the disk was full"))
    try verified(journal)
  }

  /// Fills what is left of a disk, to the last byte.
  private func fill(_ path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o644)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    for size in [65_536, 4096, 512, 1] {
      let bytes = [UInt8](repeating: 0, count: size)
      while write(descriptor, bytes, size) == size {}
    }
  }
}

@Suite struct `A place that takes no writes` {
  @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount a file system"))
  func `a disk for reading only shows the journal and refuses deeds`() throws {
    let scratch = try Scratch()
    let disk = try #require(SmallDisk(megabytes: 4))
    let journal = disk.path + "/journal.db"
    try FileManager.default.copyItem(atPath: try SampleJournal.copy(into: scratch), toPath: journal)
    let remount = try Program.start(["-o", "remount,ro", disk.path], executable: "/bin/mount").finish()
    try #require(remount.status == 0, "\(remount.err)")
    #expect(try !shipments("hold:any", in: journal).isEmpty)
    let deed = try Program.run("do", "--db", journal, "note", "CW-10001", "--reason", "x")
    #expect(deed.status == 2)
    #expect(deed.err.contains("does not take writes") || deed.err.contains("cannot be opened"), "\(deed.err)")
    guard hasTmux else { return }
    let tmux = try Tmux.controlRoom(journal)
    try tmux.wait("it is shown") { $0.contains("3 Holds") && $0.contains("CW-10") }
    try tmux.type("a")
    try tmux.wait("a deed is refused with the reason") {
      $0.contains("no:") && $0.contains("the journal takes no writes here")
    }
    try tmux.type("Q")
    try tmux.waitForEnd()
  }
}
