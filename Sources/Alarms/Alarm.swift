package import Logistics
package import Measures

// The life of an alarm (ISA-18.2, OPC UA Part 9):
//
//                raised                acknowledged
//      normal ──────────► new ─────────────────────► acknowledged ──► normal
//        ▲                 │ cleared    ◄──reraised──       cleared
//        │   acknowledged  ▼
//        └────────────── cleared          gone before anybody looked: it stays in the list
//
// Beside it stand three flags: shelved (by somebody, for a time), suppressed (another alarm explains it), out of service (by
// somebody, for good). Under any of them the alarm is watched and recorded as ever, but not announced; and what was never
// announced asks nobody to acknowledge it when it is over. To acknowledge is not to mend, and not to silence the bell.

/// An alarm as its recorded steps left it.
package struct Alarm: Hashable, Sendable {
  /// Where it is in its life.
  package enum State: UInt8, CaseIterable, Sendable {
    /// Its condition holds and nobody has acknowledged it.
    case new
    /// Its condition holds and somebody has.
    case acknowledged
    /// Its condition is gone, and nobody had acknowledged it.
    case cleared
    /// Its condition is gone, and nobody needs to look.
    case normal

    /// The stable name, and the operator's word.
    package var name: String {
      switch self {
      case .new: "new"
      case .acknowledged: "seen"
      case .cleared: "cleared"
      case .normal: "normal"
      }
    }

    /// Whether the condition holds.
    package var isActive: Bool { self == .new || self == .acknowledged }
    /// Whether somebody still has to acknowledge it.
    package var isUnacknowledged: Bool { self == .new || self == .cleared }
  }

  /// How somebody put it aside.
  package struct Shelf: Hashable, Sendable {
    /// When it comes back at the latest.
    package var until: Instant
    /// Whether it comes back as soon as it clears.
    package var isOnce: Bool
  }

  /// The cause's stable text.
  package var cause: String
  package var state = State.normal
  package var priority = AlarmPriority.low
  /// How many shipments it was about when it was last recorded.
  package var count = 0
  /// How many it was about when it was acknowledged; what it grows from.
  package var acknowledgedCount = 0
  /// Until when somebody must have acted, as last recorded.
  package var due: Instant?
  /// Since when it stands: when it was raised.
  package var since: Instant = .epoch
  /// When its state last changed.
  package var turned: Instant = .epoch
  package var shelf: Shelf?
  /// The cause of the alarm that explains it.
  package var suppressedBy: String?
  package var isOutOfService = false
  package var isChattering = false
  /// Whether it stands and was never listed: it was raised under a flag, or explained as soon as it was raised.
  var isUntold = false
  /// Who cares for it; empty for nobody.
  package var owner = ""
  /// What was last said of it.
  package var comment = ""
  /// What it turned out to be; nil until somebody says so.
  package var disposition: AlarmDisposition?

  /// An alarm of which nothing is recorded.
  package init(_ cause: String) { self.cause = cause }

  /// Whether it is put aside, explained or out of service: watched, and not announced.
  package var isSilenced: Bool { shelf != nil || suppressedBy != nil || isOutOfService }

  /// Whether it stands before the operator and wants to be acknowledged.
  package var isAnnounced: Bool { state == .new && !isSilenced }

  /// Folds in a step of its own.
  mutating func apply(_ step: Event.AlarmStep, at: Instant, texts: TextTable) {
    let priority = AlarmPriority(rawValue: step.priority) ?? .low
    func told() -> (count: Int, due: Instant?) { (Int(step.count), step.due == .epoch ? nil : step.due) }
    switch step.move {
    case .raised, .found, .reraised:
      if state != .new {
        if !state.isActive {
          since = at
          disposition = nil
          isUntold = isSilenced && state == .normal
        }
        if state == .normal { begin() }
        turned = at
      }
      state = .new
      self.priority = priority
      (count, due) = told()
    case .changed:
      self.priority = priority
      (count, due) = told()
    case .cleared:
      guard state.isActive else { return }
      state = state == .new && !isUntold ? .cleared : .normal
      turned = at
      suppressedBy = nil
      isUntold = false
    case .acknowledged:
      acknowledgedCount = Int(step.count)
      guard state.isUnacknowledged else { return }
      state = state == .new ? .acknowledged : .normal
      turned = at
    case .shelved, .shelvedOnce: shelf = Shelf(until: step.until, isOnce: step.move == .shelvedOnce)
    case .unshelved: shelf = nil
    case .suppressed:
      suppressedBy = texts[step.text]
      if at == since, state == .new { isUntold = true }
    case .unsuppressed: suppressedBy = nil
    case .outOfService: isOutOfService = true
    case .inService: isOutOfService = false
    case .owned: owner = texts[step.text]
    case .commented: break
    case .closed:
      disposition = step.disposition
      if state == .cleared {
        state = .normal
        turned = at
      }
    case .chattering: isChattering = true
    case .steadied: isChattering = false
    case .floodBegan, .floodEnded: break
    }
    switch step.move {
    case .commented, .closed, .shelved, .shelvedOnce, .outOfService:
      if step.text != .none { comment = texts[step.text] }
    case .raised, .found, .reraised, .changed, .cleared, .acknowledged, .unshelved, .suppressed, .unsuppressed,
      .inService, .owned, .chattering, .steadied, .floodBegan, .floodEnded:
      break
    }
    if isAnnounced { isUntold = false }
  }

  /// Begins another life: what was said of the last one is not said of this; only why it is put aside stays.
  private mutating func begin() {
    owner = ""
    acknowledgedCount = 0
    isChattering = false
    if shelf == nil, !isOutOfService { comment = "" }
  }
}
