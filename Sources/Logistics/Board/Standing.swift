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
  /// What has become of the declarations.
  package var exportState: DeclarationState
  package var importState: DeclarationState
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
      documentsHeld: DocumentSet(rawValue: page.documentsHeld[r]), flags: ShipmentFlags(rawValue: page.flags[r]),
      exportState: page.declaration(.export, r), importState: page.declaration(.import, r))
  }
}

extension Board {
  /// Reads one value of every column that hearing and applying touch, and gives back their mixture, which means nothing.
  ///
  /// A row lies in some twenty columns, far apart. Whoever knows which shipments come next asks for several at once: their
  /// rows are then fetched from memory side by side, not one after the other.
  @inline(never)
  package func warm(_ id: ShipmentID) -> UInt64 {
    guard contains(id) else { return 0 }
    let page = pages[id.index / Page.rows]
    let r = id.index % Page.rows
    let wide = page.seen[r] ^ page.sequence[r] ^ UInt64(bitPattern: page.happened[r])
    let words =
      page.version[r] ^ page.openHolds[r] ^ page.documentsNeeded[r] ^ page.documentsHeld[r] ^ page.slot[r]
      ^ page.heard[r] ^ page.stageSince[r] ^ page.eta[r]
    let bytes =
      page.milestone[r] ^ page.stage[r] ^ page.panel[r] ^ page.pending[r] ^ page.holdStage[r] ^ page.exportState[r]
      ^ page.importState[r]
    return wide ^ UInt64(words) ^ UInt64(page.at[r] ^ page.flags[r] ^ page.claims[r]) ^ UInt64(bytes)
  }
}
