/// What whoever acts on a shipment looks at before each act: a few columns of its row, copied.
package struct Standing: Sendable, BitwiseCopyable {
  /// The milestone that stands.
  package var milestone: Milestone
  /// Milestones ever claimed, one bit each.
  package var seen: UInt64
  /// Reasons of the holds that are open, one bit each.
  package var openHolds: UInt32
  /// The earliest stage that an open hold stops; nil when none is open.
  package var stops: Stage?
  package var documentsNeeded: DocumentSet
  package var documentsHeld: DocumentSet
  package var flags: ShipmentFlags
}

extension Board {
  /// How a shipment stands; nil when there is no such shipment.
  package func standing(of id: ShipmentID) -> Standing? {
    guard contains(id) else { return nil }
    let page = pages[id.index / Page.rows]
    let r = id.index % Page.rows
    return Standing(
      milestone: Milestone(rawValue: page.milestone[r]) ?? .orderPlaced, seen: page.seen[r],
      openHolds: page.openHolds[r], stops: page.openHolds[r] == 0 ? nil : Stage(rawValue: page.holdStage[r]),
      documentsNeeded: DocumentSet(rawValue: page.documentsNeeded[r]),
      documentsHeld: DocumentSet(rawValue: page.documentsHeld[r]), flags: ShipmentFlags(rawValue: page.flags[r]))
  }
}
