import Measures

// A deed of the desk, read back from the events that it left: what was asked for, in the words that would ask for it again.
//
//   verb, argument, note, shipments ──► decide ──► events ──► journal
//                 ▲                                              │
//                 └──────────────── Deed(events) ◄───────────────┘
//
// One request is one batch and one instant; all its events are by one person. What the events cannot tell apart, such as one
// named document from the only one that was missing, is told as the narrower of the two.

/// What somebody at the desk asked for, as the events that came of it tell.
package struct Deed: Hashable, Sendable {
  /// The verb's stable name.
  package var verb: String
  /// What the verb took, as it would be typed; empty where it took nothing, or a different thing of each shipment.
  package var argument: String
  /// What was said with it; empty for nothing.
  package var note: String
  /// The shipments on which it was done, in the order in which it was asked.
  package var ids: [ShipmentID]

  /// The deed of these events, which are one batch of the desk; nil when no verb leaves such events.
  package init?(_ events: [Event], _ texts: TextTable) {
    var parts: [(id: ShipmentID, act: Act)] = []
    var start = events.startIndex
    while start < events.endIndex {
      let id = events[start].shipment
      let end = events[start...].firstIndex { $0.shipment != id } ?? events.endIndex
      guard id != .none, let act = Act(events[start..<end], texts) else { return nil }
      parts.append((id, act))
      start = end
    }
    guard let first = parts.first, parts.allSatisfy({ $0.act.verb == first.act.verb }) else { return nil }
    verb = first.act.verb
    argument = parts.allSatisfy { $0.act.argument == first.act.argument } ? first.act.argument : ""
    note = texts[first.act.note]
    ids = parts.map(\.id)
  }

  /// What was done to one shipment.
  private struct Act {
    var verb: String
    var argument = ""
    var note = TextID.none

    init?(_ events: ArraySlice<Event>, _ texts: TextTable) {
      guard let first = events.first else { return nil }
      for event in events {
        guard case .tookBack(let taken) = event.what else { continue }
        verb = taken.isRedo ? "redo" : "undo"
        return
      }
      if let act = Act(border: events, texts) {
        self = act
        return
      }
      switch first.what {
      case .claimed(let claim):
        verb = Act.verb(claiming: claim.milestone)
        note = claim.note
      case .holdOpened(let hold):
        verb = "hold"
        argument = hold.reason.code
        note = hold.note
      case .holdClosed(let hold):
        verb = "release"
        let reasons = events.compactMap { if case .holdClosed(let closed) = $0.what { closed.reason } else { nil } }
        argument = reasons.count == 1 ? hold.reason.code : ""
        note = hold.note
      case .documentRequested(let paper):
        verb = "request"
        argument = Act.only(events.compactMap { if case .documentRequested(let p) = $0.what { p } else { nil } })
        note = paper.note
      case .documentAttached(let paper):
        let pays = events.contains { event in
          if case .claimed(let claim) = event.what { claim.milestone == .dutyTaxPaid } else { false }
        }
        verb = pays ? "pay" : "attach"
        if !pays {
          argument = Act.only(events.compactMap { if case .documentAttached(let p) = $0.what { p } else { nil } })
        }
        note = paper.note
      case .noted(let text):
        verb = "note"
        argument = texts[text.text]
      case .owned(let ownership):
        verb = "own"
        argument = texts[ownership.owner]
      case .ordered, .lined, .stated, .documentWithdrawn, .corrected, .tookBack, .alarm, .declared, .holdPassed,
        .amended:
        return nil
      }
    }

    /// What was done at the border; nil for everything else.
    private init?(border events: ArraySlice<Event>, _ texts: TextTable) {
      guard let first = events.first else { return nil }
      switch first.what {
      case .declared(let message):
        note = message.note
        switch message.message {
        case .lodgement:
          verb = "file"
          argument = message.side.name
        case .prearrivalFiling:
          verb = "file"
          argument = Filing.prearrivalData.name
        case .abandonment: verb = "abandon"
        case .destruction: verb = "destroy"
        default: return nil  // every other message goes with something else, or comes from customs
        }
      case .holdPassed(let passed):
        note = passed.note
        let reasons = events.compactMap { if case .holdPassed(let passed) = $0.what { passed.reason } else { nil } }
        switch passed.step {
        case .answered: verb = "answer"
        case .presented: verb = "present"
        case .appealed: verb = "appeal"
        case .opened, .refused, .demanded, .takenBack: return nil
        }
        argument = reasons.count == 1 && passed.step != .presented ? passed.reason.code : ""
      case .amended(let amendment):
        verb = "correct"
        argument = amendment.field.name + " " + amendment.after.text(of: amendment.field, texts)
        note = amendment.note
      case .documentAttached:
        guard
          let paid = events.lazy.compactMap({ event -> Event.Declared? in
            if case .declared(let message) = event.what, message.message == .payment { message } else { nil }
          }).first
        else { return nil }
        verb = "pay"
        argument = paid.amount.currency == .none ? "" : "\(paid.amount.decimalText) \(paid.amount.currency.code)"
        note = paid.note
      case .ordered, .lined, .stated, .claimed, .holdOpened, .holdClosed, .documentRequested, .documentWithdrawn,
        .noted, .owned, .corrected, .tookBack, .alarm:
        return nil
      }
    }

    /// The verb by which the desk claims a milestone.
    private static func verb(claiming milestone: Milestone) -> String {
      let verbs: [(Milestone, String)] = [
        (.orderCancelled, "cancel"), (.returnToSender, "send-back"), (.rmaOpened, "open-return"),
        (.refunded, "refund"), (.exchanged, "exchange"), (.repaired, "repair"),
      ]
      return verbs.first { $0.0 == milestone }?.1 ?? "advance"
    }

    /// The name of the only document; empty for several, which only a request without a name can mean.
    private static func only(_ papers: [Event.Paper]) -> String {
      papers.count == 1 ? papers[0].document.name : ""
    }
  }
}
