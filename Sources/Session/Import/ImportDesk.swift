import Dashboard
import Foundation
import Measures
import Store

// Files that were asked for, one after another. Reading one takes no journal and is done beside the engine; taking it in is done by
// the engine, a portion a turn:
//
//   ask ─► waiting ─► being read (a thread of its own) ─► being taken in ─► report
//                                                          │ a portion a turn, and between two of them
//                                                          └ keys' deeds, the trade, what others wrote
//
//   stop: what is under way ends where it is, with a report; what waits is not begun

/// The files on their way into the journal; used by the engine's thread alone.
struct ImportDesk {
  private var waiting: [String] = []
  /// The file that is being read, by its number: one that was stopped meanwhile is not taken when it comes.
  private var reading: (number: Int, path: String, bytes: Int64)?
  private var number = 0
  private var current: FileIntake?
  private var size = PortionSize()
  private var shownAt = 0.0

  /// How often it is shown how far it has come.
  private static let showSeconds = 0.25
  /// More files than this do not wait: a key that is held down must not fill the memory.
  private static let waitingMax = 100

  /// A file that was read, on its way back to the desk.
  struct Read: Sendable {
    fileprivate var number: Int
    fileprivate var intake: FileIntake
  }

  /// Puts a file behind those that wait.
  ///
  /// - Returns: whether there was room.
  mutating func ask(for path: String) -> Bool {
    guard waiting.count < Self.waitingMax else { return false }
    waiting.append(path)
    return true
  }

  /// Begins to read the next file where none is under way.
  ///
  /// - Parameter done: is given what was read, on a thread of its own.
  /// - Returns: how far the file has come that was begun; nil where none was.
  mutating func readNext(_ done: @escaping @Sendable (Read) -> Void) -> ImportProgress? {
    guard reading == nil, current == nil, !waiting.isEmpty else { return nil }
    let path = waiting.removeFirst()
    number += 1
    let number = number
    let thread = Thread { done(Read(number: number, intake: FileIntake(reading: path))) }
    thread.name = "file"
    thread.stackSize = 8 << 20
    thread.start()
    reading = (number, path, Machine.mark(of: path)?.size ?? 0)
    return readingProgress
  }

  private var readingProgress: ImportProgress? {
    reading.map { reading in
      var progress = ImportProgress(file: reading.path)
      progress.bytes = Int(clamping: reading.bytes)
      progress.waiting = waiting.count
      return progress
    }
  }

  /// Takes over a file that was read; nothing where it was stopped meanwhile.
  mutating func take(_ read: Read) {
    guard read.number == reading?.number else { return }
    reading = nil
    current = read.intake
    size = PortionSize()
    shownAt = 0
  }

  /// Whether there is a portion to be taken.
  var hasPortion: Bool { current != nil }
  /// Whether a file is under way or waits.
  var isBusy: Bool { current != nil || reading != nil || !waiting.isEmpty }

  /// Takes a portion of what was read into a ledger.
  ///
  /// - Returns: the report of a file that came to its end.
  /// - Throws: why the portion could not be recorded; it is the next one still.
  mutating func takePortion(into ledger: Ledger, now: Instant) throws(StoreFailure) -> Importer.Report? {
    guard let intake = current else { return nil }
    guard !intake.isDone else {
      current = nil
      return intake.report()
    }
    let start = Machine.steadySeconds
    try current?.takePortion(of: size.events, into: ledger, now: now)
    size.note(seconds: Machine.steadySeconds - start)
    return nil
  }

  /// How far the file under way has come, a few times a second.
  mutating func changedProgress(at steady: Double) -> ImportProgress? {
    guard let current, steady - shownAt >= Self.showSeconds else { return nil }
    shownAt = steady
    return current.progress(waiting: waiting.count)
  }

  /// Ends the file under way after a failure.
  mutating func fail(_ failure: StoreFailure) -> Importer.Report? {
    defer { current = nil }
    return current?.report(failure: failure)
  }

  /// Ends the file under way where it is, and forgets those that wait.
  ///
  /// - Returns: what came of the one that was being taken in, and the files of which nothing was taken.
  mutating func stop() -> (ended: Importer.Report?, untouched: [String]) {
    defer {
      current = nil
      reading = nil
      waiting = []
    }
    return (current?.report(isStopped: true), (reading.map { [$0.path] } ?? []) + waiting)
  }
}
