package import Alarms
package import Dashboard
package import Logistics
package import Measures
package import Store
import TUI

// What the desk does is decided under the write lock, on what is so then, and recorded as one batch:
//
//   shipments ─► decide, each for itself ─► events, refusals
//   alarms    ─► decide on the book ──────► steps, or one refusal

extension Ledger {
  /// The name of the batches that are one deed of the desk each.
  static let deskSource = "desk"
  /// The name of the batches that tell what alarms have come to.
  static let alarmsSource = "alarms"

  /// Does what the desk asks of shipments, each for itself: what can be done is recorded as one batch, the rest is refused.
  ///
  /// - Parameters:
  ///   - roles: what the operator may do beside the desk's own.
  ///   - progress: is told now and then how many of them were looked at.
  /// - Returns: what became of it.
  package func perform(
    _ verb: Verb, on targets: [Target], operatorName: String, roles: RoleSet = [], now: Instant, recordedAt: Instant,
    progress: (Int) -> Void = { _ in }
  ) throws(StoreFailure) -> Answer {
    try regain()
    var answer = Answer(verb: verb, done: [], refused: [])
    var events: [Event] = []
    var instant = now
    let position = try journal.write { transaction throws(StoreFailure) in
      try catchUp(in: transaction)
      // Every deed has an instant of its own, even while a simulated clock stands still: undo tells deeds apart by it.
      instant = max(now, board.latest + Measures.Span(milliseconds: 1))
      let actor = Actor(.operatorDesk, name: board.texts.intern(sanitised(operatorName)))
      // What is recorded is read on terminals for years: nothing that one would obey gets into it by the desk.
      let command = verb.command { board.texts.intern(cleaned($0)) }
      var done: Set<ShipmentID> = []
      for (index, target) in targets.enumerated() {
        // Who is named twice is meant once: all are decided on what was so before any.
        guard done.insert(target.id).inserted else { continue }
        if index > 0, index % Ledger.progressStep == 0 { progress(index) }
        do throws(Rejection) {
          let decided = try decide(
            verb, command, about: target, by: actor, roles, at: instant, reading: transaction.reader)
          events += decided
          answer.done.append(target.id)
        } catch {
          answer.refused.append((target.id, error))
        }
      }
      guard !events.isEmpty else { return self.position }
      let entries = pack(events)
      return try transaction.append(
        texts: board.texts.texts(after: Int(self.position.texts)), entries: entries, expecting: self.position,
        asOf: max(asOf, instant), recordedAt: recordedAt, source: Ledger.deskSource)
    }
    if !events.isEmpty { take(events, upTo: position, asOf: instant, by: Ledger.deskSource) }
    return answer
  }

  private static let progressStep = 500

  /// A text of the desk as it is recorded: what shows nothing says nothing, and gives no reason.
  private func cleaned(_ text: String) -> String {
    text.unicodeScalars.contains(where: \.isVisible) ? sanitised(text) : ""
  }

  /// Does what somebody at the desk says about alarms: what can be done is recorded as one batch.
  ///
  /// - Parameter watch: what holds now; nil where nobody watches.
  /// - Returns: the causes on which it was done, or why it was done on none.
  package func perform(
    _ command: AlarmCommand, watch: AlarmWatch?, operatorName: String, now: Instant, recordedAt: Instant
  ) throws(StoreFailure) -> Result<[String], Rejection> {
    try regain()
    var events: [Event] = []
    var refusal = Rejection(.unknownAlarm, "no alarm was named")
    var instant = now
    let position = try journal.write { transaction throws(StoreFailure) in
      try catchUp(in: transaction)
      instant = max(now, board.latest)
      let actor = Actor(.operatorDesk, name: board.texts.intern(sanitised(operatorName)))
      do throws(Rejection) {
        events = try alarms.decide(command.cleaned, watch: watch, now: instant, texts: &board.texts)
          .map { Event($0, by: actor, at: instant) }
      } catch { refusal = error }
      return try append(events, in: &transaction, asOf: instant, recordedAt: recordedAt, source: Ledger.deskSource)
    }
    guard !events.isEmpty else { return .failure(refusal) }
    take(events, upTo: position, asOf: instant, by: Ledger.deskSource)
    return .success(
      events.compactMap { if case .alarm(let step) = $0.what { board.texts[step.cause] } else { nil } })
  }

  /// Records the steps that alarms have come to by what is seen now: none twice, whoever else records them, as they are decided
  /// on the book as it is when nobody else can write. `steps` is asked for them, twice where there are any.
  func recordAlarms(
    now: Instant, recordedAt: Instant, steps: (AlarmBook, Instant, inout TextTable) -> [Event.AlarmStep]
  ) throws(StoreFailure) {
    try regain()
    // Most of the time there is nothing, and nobody need be kept from writing.
    let instant = max(now, board.latest)
    guard !steps(alarms, instant, &board.texts).isEmpty else { return }
    var events: [Event] = []
    let position = try journal.write { transaction throws(StoreFailure) in
      try catchUp(in: transaction)
      events = steps(alarms, instant, &board.texts).map { Event($0, by: Actor(.watch), at: instant) }
      return try append(events, in: &transaction, asOf: instant, recordedAt: recordedAt, source: Ledger.alarmsSource)
    }
    if !events.isEmpty { take(events, upTo: position, asOf: instant, by: Ledger.alarmsSource) }
  }

  func append(
    _ events: [Event], in transaction: inout Transaction, asOf instant: Instant, recordedAt: Instant, source: String
  ) throws(StoreFailure) -> Position {
    guard !events.isEmpty else { return position }
    return try transaction.append(
      texts: board.texts.texts(after: Int(position.texts)), entries: pack(events), expecting: position,
      asOf: max(asOf, instant), recordedAt: recordedAt, source: source)
  }

  private func decide(
    _ verb: Verb, _ command: Command?, about target: Target, by actor: Actor, _ roles: RoleSet, at now: Instant,
    reading reader: borrowing Reader
  ) throws(Rejection) -> [Event] {
    if let unlawful = verb.unlawful { throw unlawful }
    let seen = target.seen == 0 ? nil : target.seen
    let correction: (field: DeclaredField, value: DeclaredValue)? =
      if case .correct(let field, let value, _)? = command, !field.isInRow { (field, value) } else { nil }
    if let command, correction == nil {
      return try board.decide(command, about: target.id, by: actor, at: now, seen: seen, roles: roles)
    }
    let dossier: Dossier?
    do throws(StoreFailure) { dossier = try self.dossier(of: target.id, in: reader) } catch {
      throw Rejection(.notRecorded, error.message, remedy: error.remedy)
    }
    guard let dossier else { throw Rejection(.unknownShipment, "there is no shipment \(target.id.label)") }
    if let command, let correction {
      return try board.decide(
        command, about: target.id, by: actor, at: now, seen: seen, roles: roles,
        said: dossier.declared(correction.field, correction.value))
    }
    return verb == .redo
      ? try board.redo(dossier, by: actor, at: now, roles: roles) : try board.undo(dossier, by: actor, at: now)
  }
}

extension AlarmCommand {
  /// The same without anything in its texts that a terminal would obey; causes are names, and stay.
  fileprivate var cleaned: AlarmCommand {
    switch self {
    case .acknowledge, .unshelve, .returnToService: self
    case .shelve(let causes, let shelf, let reason): .shelve(causes, shelf, reason: sanitised(reason))
    case .takeOutOfService(let cause, let reason): .takeOutOfService(cause, reason: sanitised(reason))
    case .own(let cause, let owner): .own(cause, owner: sanitised(owner))
    case .comment(let cause, let text): .comment(cause, text: sanitised(text))
    case .close(let cause, let disposition, let reason): .close(cause, disposition, reason: sanitised(reason))
    }
  }
}

extension Unicode.Scalar {
  /// Whether a reader sees anything of it: a letter, a digit, a sign.
  fileprivate var isVisible: Bool {
    // The pattern of no dot is drawn as a blank.
    guard !properties.isDefaultIgnorableCodePoint, value != 0x2800 else { return false }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol,
      .otherSymbol:
      true
    case .nonspacingMark, .spacingMark, .enclosingMark, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control,
      .format, .surrogate, .privateUse, .unassigned:
      false
    @unknown default: false
    }
  }
}
