import CFaults
import Glibc
import Measures
import Testing

@testable import Store

// Every call that changes a file fails once, each in its turn:
//
//   for N in 1, 2, 3 ... until a run meets no fault
//     arm the Nth ─► open, record batches, keep snapshots, close ─► disarm ─► open again
//                       │                                                        │
//                       └ what was acknowledged                                  └ must be there; what is there is sound,
//                                                                                  and is whole batches and whole snapshots

/// One plan can be armed at a time, so these run one after the other.
@Suite(.serialized) struct FaultTests {
  enum Fault: CaseIterable {
    case diskFull, device, tornWrite

    var answer: clearway_fault {
      switch self {
      case .diskFull: CLEARWAY_FAULT_FULL
      case .device: CLEARWAY_FAULT_DEVICE
      case .tornWrite: CLEARWAY_FAULT_TORN
      }
    }
  }

  private static let batches = 2
  private static let batchEntries = 60
  private static let sections = 3

  /// The batches of every run, made once.
  private static let rounds: [Entries] = {
    var scribe = Scribe()
    return (0..<batches).map { scribe.entries(after: UInt64($0 * batchEntries), count: batchEntries) }
  }()

  /// What a run was told is there.
  private struct Acknowledged {
    var batches = 0
    var snapshots = 0
    var failures: [StoreFailure] = []
  }

  /// Opens, records and closes; a stubborn run tries each step again until it works, any other stops at the first failure.
  private func run(_ folder: Folder, stubborn: Bool) -> Acknowledged {
    var told = Acknowledged()
    func attempt<T>(_ step: () throws -> T) -> T? {
      for _ in 0..<(stubborn ? 3 : 1) {
        do { return try step() } catch {
          #expect(error is StoreFailure)
          if let error = error as? StoreFailure { told.failures.append(error) }
        }
      }
      return nil
    }
    for round in 1...Self.batches {
      // A journal opened anew for each batch closes, and so writes its log back, in between.
      guard let journal = attempt({ try Journal.open(.file(folder.journal)) }) else { return told }
      let after = Position(entries: UInt64((round - 1) * Self.batchEntries), texts: round == 1 ? 0 : 2)
      let entries = Self.rounds[round - 1]
      let recorded: Position? = attempt {
        try journal.write { transaction throws(StoreFailure) in
          // What failed may have got there all the same, when the failure came after the last write: not twice, then.
          if try transaction.reader.position().entries > after.entries { return try transaction.reader.position() }
          return try transaction.append(
            texts: round == 1 ? ["ordered", "handed-over"] : [], entries: entries, expecting: after, asOf: .epoch,
            recordedAt: .epoch, source: "round \(round)")
        }
      }
      guard let recorded else { return told }
      told.batches = round
      let kept: Void? = attempt {
        try journal.write { transaction throws(StoreFailure) in
          try transaction.keep(
            (0..<Self.sections).map { section in
              Section(
                name: "board/\(section)", layout: "1", position: recorded,
                body: Array(repeating: UInt8(round), count: 200 + 5000 * section))
            }, replacing: "board/")
        }
      }
      guard kept != nil else { return told }
      told.snapshots = round
    }
    return told
  }

  /// What must hold whatever failed.
  private func inspect(_ folder: Folder, _ told: Acknowledged, _ circumstance: Comment) throws {
    let journal = try Journal.open(.file(folder.journal))
    #expect(try journal.findings() == [], circumstance)
    let position = try journal.position()
    let batches = try journal.batches().count
    #expect(position.entries == UInt64(batches * Self.batchEntries), circumstance)
    #expect(batches >= told.batches, circumstance)
    for round in 0..<batches {
      let found = try journal.entries(after: Self.rounds[round].base, limit: Self.batchEntries)
      #expect(found.heads == Self.rounds[round].heads && found.bodies == Self.rounds[round].bodies, circumstance)
    }
    let names = try journal.sectionNames(layout: "1")
    #expect(names.isEmpty || names.count == Self.sections, circumstance)
    let bodies = try names.map { try #require(try journal.section($0, layout: "1")).body }
    #expect(Set(bodies.map { $0[0] }).count <= 1, circumstance)
    #expect(bodies.allSatisfy { Set($0).count == 1 }, circumstance)
    #expect(Int(bodies.first?[0] ?? 0) >= told.snapshots, circumstance)
  }

  @Test(arguments: Fault.allCases, [false, true])
  func `whatever call fails, whole batches or none`(fault: Fault, persistent: Bool) throws {
    var points = 0
    for nth in 1...10_000 {
      let folder = try Folder()
      clearway_faults_arm(folder.path, nth, persistent ? 1 : 0, fault.answer)
      let told = run(folder, stubborn: !persistent)
      let failed = clearway_faults_disarm()
      let circumstance: Comment = "call \(nth), \(persistent ? "and all after" : "once")"
      // A disk that fails once is got over: the same journal goes on, and all is there in the end.
      if !persistent { #expect(told.batches == Self.batches && told.snapshots == Self.batches, circumstance) }
      for failure in told.failures {
        #expect([.diskFull, .device, .cannotOpen].contains(failure.code), "\(failure)")
      }
      if told.failures.isEmpty { #expect(told.snapshots == Self.batches, circumstance) }
      try inspect(folder, told, circumstance)
      if failed == 0 { break }
      points += 1
    }
    // The count is not a law, but far fewer would mean that the wrapper does not see what it should.
    #expect(points > 40)
  }

  @Test func `a log cut off anywhere gives whole batches`() throws {
    let folder = try Folder()
    var scribe = Scribe()
    let journal = try Journal.open(.file(folder.journal))
    for _ in 0..<6 { try journal.record(Self.batchEntries, by: &scribe) }
    let file = try folder.bytes()
    let log = try Folder.bytes(folder.journal + "-wal")
    var seen = 0
    for cut in stride(from: 0, through: log.count, by: max(1, log.count / 97)) + [log.count] {
      let copy = try Folder()
      try copy.put(file)
      try Folder.put(Array(log[..<cut]), at: copy.journal + "-wal")
      let left = try Journal.open(.file(copy.journal))
      #expect(try left.findings() == [])
      let batches = try left.batches().count
      #expect(try left.position().entries == UInt64(batches * Self.batchEntries))
      #expect(batches >= seen)
      seen = batches
    }
    #expect(seen == 6)
  }

  @Test func `a log garbled anywhere gives whole batches`() throws {
    let folder = try Folder()
    var scribe = Scribe()
    let journal = try Journal.open(.file(folder.journal))
    for _ in 0..<6 { try journal.record(Self.batchEntries, by: &scribe) }
    let file = try folder.bytes()
    let log = try Folder.bytes(folder.journal + "-wal")
    for place in stride(from: 0, to: log.count, by: max(1, log.count / 61)) {
      let copy = try Folder()
      try copy.put(file)
      var garbled = log
      garbled[place] ^= 0x55
      try Folder.put(garbled, at: copy.journal + "-wal")
      let left = try Journal.open(.file(copy.journal))
      #expect(try left.findings() == [], "byte \(place)")
      #expect(try left.position().entries % UInt64(Self.batchEntries) == 0, "byte \(place)")
    }
  }
}
