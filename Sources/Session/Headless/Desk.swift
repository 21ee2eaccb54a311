import Dashboard
package import Logistics
package import Measures
package import Store
import TUI

/// Which time a command looks at instead of now.
package struct AsOf: Sendable {
  /// The time as it was written.
  package var time: String
  package var telling: Telling

  /// A time in words, told as the name of a telling says; an unknown name is the first.
  package init(_ time: String, _ telling: String) {
    self.time = time
    self.telling = Telling(name: telling) ?? .heard
  }
}

/// The instant that was chosen; nil when it could not be understood, which has been said then.
func instant(of wanted: AsOf, now: Instant) -> Instant? {
  do throws(SpokenTimeFault) {
    return try Instant(spoken: wanted.time, now: now) { Machine.zone(at: $0).offset }
  } catch {
    Machine.print("clearway: --as-of \(sanitised(wanted.time))\n", to: .error)
    let blanks = String(repeating: " ", count: max(0, error.column - 1) + "--as-of ".count)
    Machine.print("clearway: \(blanks)^ \(error.text)\n", to: .error)
    return nil
  }
}

/// Whether it is the name of a telling.
package func isTelling(_ name: String) -> Bool { Telling(name: name) != nil }

/// A journal opened for one command of the command line: everything it prints goes through `out` and `err`.
package struct Desk {
  /// The journal with its board.
  package let ledger: Ledger
  /// The moment that is looked at instead of now; nil for now.
  private(set) var past: PastWorld?

  /// Opens the journal at `path`; `:memory:` is an empty one that is forgotten.
  ///
  /// - Throws: why it cannot be opened or read.
  package init(path: String, mode: Journal.Mode = .readWrite) throws(StoreFailure) {
    if mode == .readWrite, path != Journal.Location.memory.path { _ = Machine.makeFolder(of: path) }
    let location: Journal.Location = path == Journal.Location.memory.path ? .memory : .file(path)
    ledger = try Ledger(try Journal.open(location, mode: mode))
  }

  /// Now, by the clock that the journal lives by: the simulation's where it has one, else the one on the wall.
  package var now: Instant {
    get throws(StoreFailure) {
      if let past { return past.moment.instant }
      return try SimulationSettings(ledger.journal) == nil ? Machine.now : max(ledger.asOf, ledger.board.latest)
    }
  }

  /// The board that is looked at.
  package var board: Board { past?.board ?? ledger.board }

  /// All that was recorded about a shipment by the moment that is looked at; nil when there was no such shipment.
  func dossier(of id: ShipmentID) throws(StoreFailure) -> Dossier? {
    guard let past else { return try ledger.dossier(of: id) }
    guard past.board.contains(id), let dossier = try ledger.dossier(of: id) else { return nil }
    switch past.moment.telling {
    case .heard: return dossier.heard(upTo: past.moment.instant)
    case .happened: return dossier.happened(upTo: past.moment.instant)
    }
  }

  /// The same journal at another time; nil when the time could not be understood, which has been said then.
  func asOf(_ wanted: AsOf?) throws(StoreFailure) -> Desk? {
    guard let wanted else { return self }
    guard let instant = instant(of: wanted, now: try now) else { return nil }
    var desk = self
    desk.past = try PastArchive(ledger.journal).world(at: PastMoment(instant, wanted.telling))
    return desk
  }

  /// The shipment of a name, as an operator or the outside writes it.
  package func find(_ name: String) -> ShipmentID? {
    var board = board
    return board.find(name)
  }

  // MARK: - do

  /// Does what a verb says to shipments by name, and says what became of each; refusals with the line that asked before them.
  package func perform(
    verb name: String, on names: [String], argument: String, reason: String, operatorName: String,
    settings: DeskSettings, at line: String = ""
  ) throws(StoreFailure) -> Outcome {
    let alarms = try performOnAlarms(
      verb: name, on: names, argument: argument, reason: reason, operatorName: operatorName, settings: settings,
      at: line)
    if let alarms { return alarms }
    let verb: Verb
    do throws(Rejection) {
      verb = try Verb(name: name, argument: argument, note: reason, operatorName: operatorName)
    } catch {
      Machine.print(sanitised("\(line.isEmpty ? "clearway: " : line)\(error.line)") + "\n", to: .error)
      return .refused
    }
    var targets: [Target] = []
    var refused = false
    for name in names {
      if let id = find(name) {
        targets.append(Target(id, seen: 0))
      } else {
        refused = true
        Machine.print("\(line)\(sanitised(name)): there is no such shipment\n", to: .error)
      }
    }
    guard !targets.isEmpty else { return .refused }
    let answer = try ledger.perform(
      verb, on: targets, operatorName: operatorName, roles: settings.roles, now: try now, recordedAt: Machine.now)
    for id in answer.done {
      guard let shipment = ledger.board[id] else { continue }
      let open = ledger.board.openWords(of: id)
      let milestone = shipment.milestone.name.replacing("_", with: " ")
      let now = open.isEmpty ? milestone : "\(milestone), still open: \(open)"
      Machine.print("\(id.label): \(verb.name) recorded; now \(sanitised(now))\n")
    }
    for (id, why) in answer.refused {
      refused = true
      Machine.print("\(line)\(id.label): \(verb.name) refused: \(sanitised(why.line))\n", to: .error)
    }
    return refused ? .refused : .done
  }
}

/// `clearway verify`: checks file, invariants, and that the snapshot is what the events make; prints the digest. A journal
/// that cannot even be folded is told as what was found.
package func verify(path: String) -> Outcome {
  do throws(StoreFailure) {
    let location: Journal.Location = path == Journal.Location.memory.path ? .memory : .file(path)
    let journal = try Journal.open(location, mode: .readOnly)
    var faults = try journal.findings().map { "journal: \($0.message)" }
    var shipments: Int?
    do throws(StoreFailure) {
      let whole = try Ledger(journal, ignoringSnapshot: true)
      let folded = whole.board
      shipments = folded.count
      faults += folded.brokenInvariants().map { "board: \($0)" }
      let kept = try Ledger(journal)
      if whole.alarms != kept.alarms {
        faults.append("snapshot: the alarms it gives are not those that the events give")
      }
      if !folded.agrees(with: kept.board) {
        faults.append("snapshot: the board it gives is not the one that the events give")
      }
    } catch {
      guard error.code == .damaged else { throw error }
      faults.append("board: \(error.message)")
    }
    let position = try journal.position()
    let batches = try journal.lastBatch()?.id ?? 0
    for fault in faults { Machine.print("\(sanitised(fault))\n", to: .error) }
    Machine.print(
      """
      events     \(position.entries) in \(batches) batches
      shipments  \(shipments.map(String.init) ?? "cannot be told")
      digest     \(try journal.digest().hex)
      verdict    \(faults.isEmpty ? "sound" : "\(faults.count) faults")

      """)
    return faults.isEmpty ? .done : .refused
  } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
}
