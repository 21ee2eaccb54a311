import Measures

// What must be true of a board after every event. Checked by tests and by `clearway verify`; a fault names shipment and rule.

extension Board {
  /// Every rule that is broken, in words; empty when the board is sound. Takes time in proportion to the whole board.
  package func brokenInvariants(most: Int = 20) -> [String] {
    var faults: [String] = []
    var panels = [Int](repeating: 0, count: Panel.allCases.count)
    var milestones = [Int](repeating: 0, count: milestoneCounts.count)
    for number in ids ?? 1...1 where count > 0 {
      let id = ShipmentID(number)
      guard let shipment = self[id], faults.count < most else { break }
      panels[shipment.panel.rawValue.asInt] += 1
      milestones[shipment.milestone.rawValue.asInt] += 1
      if shipment.milestone.stage != shipment.stage { faults.append("\(id.label): stage and milestone disagree") }
      if shipment.seen & shipment.milestone.bit == 0 { faults.append("\(id.label): stands where it was never seen") }
      if shipment.isEnded, shipment.isHeld, shipment.openHolds != HoldReason.operatorHold.bit {
        faults.append("\(id.label): ended and still held")
      }
      if openHolds(of: id).reduce(0, { $0 | $1.reason.bit }) != shipment.openHolds {
        faults.append("\(id.label): its open holds disagree")
      }
      let holds = openHolds(of: id)
      if holds.reduce(RoleSet(), { $0.union(RoleSet($1.owner)) }) != shipment.holdOwners {
        faults.append("\(id.label): who has its holds disagrees")
      }
      if holds.compactMap({ $0.limit?.columnSeconds }).min() != shipment.limit?.columnSeconds {
        faults.append("\(id.label): its first limit disagrees")
      }
      for hold in holds where hold.due != nil && hold.owner.isAuthority && hold.step != .opened {
        faults.append("\(id.label): \(hold.reason.code) runs out while the \(hold.owner.name) has it")
      }
      for hold in holds where hold.ranBefore < .zero {
        faults.append("\(id.label): \(hold.reason.code) has a clock that ran backwards")
      }
      if (shipment.pending != nil) != (waitingSince[number] != nil) {
        faults.append("\(id.label): what waits behind its holds disagrees")
      }
      for side in BorderSide.allCases where DeclarationState(rawValue: rawState(side, id)) == nil {
        faults.append("\(id.label): its \(side.name) declaration is in no state")
      }
      if shipment.isHeld != (shipment.heldSince != nil) { faults.append("\(id.label): a hold without a beginning") }
      let panel = Panel.of(stage: shipment.stage, holds: shipment.openHolds, ended: shipment.isEnded)
      if panel != shipment.panel { faults.append("\(id.label): is not in the panel where it belongs") }
      if shipment.panel != .closed {
        let slot = Int(pages[id.index / Page.rows].slot[id.index % Page.rows])
        let list = members[shipment.panel.rawValue.asInt]
        if slot >= list.count || list[slot] != number { faults.append("\(id.label): its panel does not list it") }
      }
    }
    for panel in Panel.allCases where faults.count < most && panels[panel.rawValue.asInt] != count(in: panel) {
      faults.append("panel \(panel.name): counts \(count(in: panel)), has \(panels[panel.rawValue.asInt])")
    }
    if faults.count < most, milestones != milestoneCounts { faults.append("the counts by milestone are off") }
    return faults
  }

  private func rawState(_ side: BorderSide, _ id: ShipmentID) -> UInt8 {
    let page = pages[id.index / Page.rows]
    return side == .export ? page.exportState[id.index % Page.rows] : page.importState[id.index % Page.rows]
  }

  /// Whether two boards say the same of every shipment, whatever order their lists are in.
  package func agrees(with other: Board) -> Bool {
    guard sequence == other.sequence, count == other.count, milestoneCounts == other.milestoneCounts,
      holdCounts == other.holdCounts, fingerprints == other.fingerprints, openHolds == other.openHolds,
      waitingSince == other.waitingSince
    else { return false }
    for number in ids ?? 1...1 where count > 0 {
      guard self[ShipmentID(number)] == other[ShipmentID(number)] else { return false }
    }
    return true
  }
}
