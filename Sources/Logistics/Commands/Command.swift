// Everything that can be asked of the control room. What comes from outside is heard and kept; what the desk commands can be
// refused, with the reason and the remedy.
//
//   outside   order · claim · clear · file                         a shop, a carrier, customs, a file, the simulation
//   desk      advance · hold · release · request · attach · pay    a person at the keyboard, or `clearway do`
//             note · own · cancel · sendBack · openReturn · settle · undo · redo

/// A wish to change something about one shipment.
package enum Command: Sendable {
  /// Outside: somebody says that a milestone was reached, will be, or should be.
  case claim(Event.Claim)
  /// Outside: the party that must act ended a hold.
  case clear(HoldReason, note: TextID)
  /// Outside: a party supplied a document.
  case file(Document, note: TextID)
  /// Desk: move on to the next step of the way.
  case advance
  /// Desk: stop the way here.
  case hold(HoldReason, note: TextID)
  /// Desk: end a hold, or all that can be ended.
  case release(HoldReason?, note: TextID)
  /// Desk: ask whoever must act for what is missing, or for one document.
  case request(Document?, note: TextID)
  /// Desk: put a document into the folder, or all that were asked for.
  case attach(Document?, note: TextID)
  /// Desk: pay duty and tax on the consignee's behalf.
  case pay(note: TextID)
  /// Desk: write a note.
  case note(TextID)
  /// Desk: take the care of it, or give it to somebody.
  case own(TextID)
  /// Desk: cancel the order while it is still with the merchant.
  case cancel(note: TextID)
  /// Desk: send it back to the sender undelivered.
  case sendBack(note: TextID)
  /// Desk: open a return after delivery.
  case openReturn(note: TextID)
  /// Desk: settle an inspected return.
  case settle(Settlement, note: TextID)
}

/// How an inspected return is settled.
package enum Settlement: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case refund, exchange, repair

  /// The milestone that the settlement is.
  package var milestone: Milestone {
    switch self {
    case .refund: .refunded
    case .exchange: .exchanged
    case .repair: .repaired
    }
  }
}

/// Why a command was refused, in the operator's words, and what would help.
package struct Rejection: Error, Hashable, Sendable {
  /// The kind of reason, closed, for counting and for tests.
  package enum Code: String, CaseIterable, Sendable {
    case unknownShipment, changedMeanwhile, ended, held, notHeld, documentsMissing, notYours, noNextStep, wrongStage
    case alreadySo, nothingToUndo, nothingToRedo, irreversible, readOnly, unknownVerb, notRecorded
    case unknownAlarm, reasonMissing, wrongSpan
  }

  /// The kind of reason.
  package var code: Code
  /// The reason, a clause without a full stop: "2 holds are open".
  package var words: String
  /// What would help, a clause; empty where nothing would.
  package var remedy: String

  /// A refusal for this reason.
  package init(_ code: Code, _ words: String, remedy: String = "") {
    self.code = code
    self.words = words
    self.remedy = remedy
  }
}
