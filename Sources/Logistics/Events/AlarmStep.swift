package import Measures

// One step in the life of an alarm, as the journal holds it. An alarm goes by its cause, a stable text made of its rule and of
// what the rule's shipments have in common ("silent lane:CN-DE"), so that it is the same alarm after a restart:
//
//   raised ─► acknowledged ─► cleared                          the way it should go
//      └────► cleared ─► acknowledged                          gone before anybody looked: it stays listed
//   shelved · suppressed · out of service                      beside it: still watched and kept, not announced
//
// What an alarm means, and which steps follow each other, is the business of whoever watches; here is only the record.

extension Event {
  /// One step in the life of an alarm; it is about no shipment (``ShipmentID/none``).
  package struct AlarmStep: Sendable, BitwiseCopyable {
    /// The alarm's cause; for the steps that are about all alarms, none.
    package var cause: TextID
    /// What happened to the alarm.
    package var move: AlarmMove
    /// How soon it wants a person: 0 critical ... 3 low.
    package var priority: UInt8
    /// What became of it, for ``AlarmMove/closed``.
    package var disposition: AlarmDisposition
    /// How many shipments it is about; for floods how many alarms were new in ten minutes.
    package var count: UInt32
    /// Until when somebody must have acted; the epoch when no clock runs.
    package var due: Instant
    /// When a shelf ends by itself at the latest; the epoch for every other step.
    package var until: Instant
    /// A reason, a comment, an owner, or the cause of the alarm that suppresses this one.
    package var text: TextID

    /// A step of an alarm; the caller fills in the rest.
    package init(_ move: AlarmMove, of cause: TextID, priority: UInt8 = 3, count: UInt32 = 0) {
      self.cause = cause
      self.move = move
      self.priority = priority
      disposition = .undetermined
      self.count = count
      due = .epoch
      until = .epoch
      text = .none
    }
  }
}

/// What can happen to an alarm, closed.
package enum AlarmMove: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// Its condition began to hold.
  case raised
  /// Its condition held already when the room began to watch for it: at the opening, or after its rule changed.
  case found
  /// It has grown or become more urgent since it was acknowledged, or urgent since it was told: it is new again.
  case reraised
  /// Its priority changed, and nobody needs to be told again.
  case changed
  /// Its condition holds no longer.
  case cleared
  case acknowledged
  /// Somebody put it aside until an instant.
  case shelved
  /// Somebody put it aside until it clears, and no longer than until an instant.
  case shelvedOnce
  /// The shelf ended, by its time, by clearing, or by somebody.
  case unshelved
  /// Another alarm explains it.
  case suppressed
  case unsuppressed
  /// Somebody took it out of service, for good.
  case outOfService
  case inService
  /// Somebody took the care of it, or gave it back.
  case owned
  case commented
  /// Somebody said what it was, and why it is done with.
  case closed
  /// It comes and goes too quickly to be told each time.
  case chattering
  case steadied
  /// More alarms are new than a person can look at.
  case floodBegan
  case floodEnded

  /// The stable name, as it stands in journals and files.
  package var name: String {
    switch self {
    case .raised: "raised"
    case .found: "found"
    case .reraised: "reraised"
    case .changed: "changed"
    case .cleared: "cleared"
    case .acknowledged: "acknowledged"
    case .shelved: "shelved"
    case .shelvedOnce: "shelved_once"
    case .unshelved: "unshelved"
    case .suppressed: "suppressed"
    case .unsuppressed: "unsuppressed"
    case .outOfService: "out_of_service"
    case .inService: "in_service"
    case .owned: "owned"
    case .commented: "commented"
    case .closed: "closed"
    case .chattering: "chattering"
    case .steadied: "steadied"
    case .floodBegan: "flood_began"
    case .floodEnded: "flood_ended"
    }
  }

  /// The operator's words, a verb in the past: "alarm raised".
  package var words: String {
    switch self {
    case .raised: "raised"
    case .found: "found standing"
    case .reraised: "raised again"
    case .changed: "changed its priority"
    case .cleared: "cleared"
    case .acknowledged: "acknowledged"
    case .shelved: "shelved"
    case .shelvedOnce: "shelved until it clears"
    case .unshelved: "back from the shelf"
    case .suppressed: "suppressed"
    case .unsuppressed: "no longer suppressed"
    case .outOfService: "out of service"
    case .inService: "back in service"
    case .owned: "owner"
    case .commented: "comment"
    case .closed: "closed"
    case .chattering: "chatters"
    case .steadied: "steady again"
    case .floodBegan: "flood began"
    case .floodEnded: "flood ended"
    }
  }
}

/// What an alarm turned out to be, said when it is closed.
package enum AlarmDisposition: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case truePositive, benign, falseLogic, falseData, undetermined

  /// The stable name, as it stands in journals and on the command line.
  package var name: String {
    switch self {
    case .truePositive: "true"
    case .benign: "benign"
    case .falseLogic: "false-logic"
    case .falseData: "false-data"
    case .undetermined: "undetermined"
    }
  }

  /// What it means, a clause.
  package var words: String {
    switch self {
    case .truePositive: "something was wrong"
    case .benign: "it was so, and no harm"
    case .falseLogic: "the rule is wrong"
    case .falseData: "the data were wrong"
    case .undetermined: "nobody knows"
    }
  }

  /// The disposition of this stable name.
  package init?(name: some StringProtocol) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

extension Event {
  /// The event of an alarm's step.
  package init(_ step: AlarmStep, by actor: Actor, at instant: Instant) {
    self.init(.none, by: actor, at: instant, .alarm(step))
  }
}
