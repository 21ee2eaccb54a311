package import Measures

// Everything that can be asked of the control room. What comes from outside is heard and kept; the desk can be told no, why, and what
// would help.
//
//   outside   order · claim · clear · file · declare · amend       a shop, a carrier, customs, a file, the simulation
//   desk      advance · hold · release · request · attach · pay    a person at the keyboard, or `clearway do`
//             lodge · correct · answer · present · appeal · giveUp
//             note · own · cancel · sendBack · openReturn · settle · undo · redo

/// A wish to change something about one shipment.
package enum Command: Sendable {
  /// Outside: somebody says that a milestone was reached, will be, or should be.
  case claim(Event.Claim)
  /// Outside: the party that must act ended a hold.
  case clear(HoldReason, note: TextID)
  /// Outside: a party supplied a document.
  case file(Document, note: TextID)
  /// Outside: customs, or whoever declares, sends a message about a declaration.
  case declare(Event.Declared)
  /// Outside: a party puts declared data right.
  case amend(DeclaredField, DeclaredValue, note: TextID)
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
  /// Desk: pay duty and tax on the consignee's behalf; what is due where no amount is named.
  case pay(Money? = nil, note: TextID)
  /// Desk: lodge a declaration, the one that is due next where none is named.
  case lodge(Filing?, note: TextID)
  /// Desk: put declared data right.
  case correct(DeclaredField, DeclaredValue, note: TextID)
  /// Desk: send what a hold asks for, or what all of them ask for whose papers are there.
  case answer(HoldReason?, note: TextID)
  /// Desk: present the goods for a scan or an inspection.
  case present(note: TextID)
  /// Desk: appeal against an authority's decision.
  case appeal(HoldReason?, note: TextID)
  /// Desk: abandon the goods to customs.
  case abandon(note: TextID)
  /// Desk: have the goods destroyed.
  case destroy(note: TextID)
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
    /// Only another role may: see the operator's roles.
    case needsRole
    /// What was typed is not what the verb takes.
    case malformed
    /// Another amount is due.
    case wrongAmount
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
