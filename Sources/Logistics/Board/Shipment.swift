package import Atlas
package import Measures

/// One shipment as the board knows it: a copy of its row, in the trade's own terms.
package struct Shipment: Hashable, Sendable {
  package var id: ShipmentID
  /// How many events are folded into it; a decision made on an older one is refused.
  package var version: UInt32
  /// The journal's number of its last event.
  package var sequence: UInt64
  package var order: TextID
  package var reference: TextID
  package var merchant: TextID
  package var consignee: TextID
  package var platform: TextID
  package var carrier: TextID
  package var owner: TextID
  package var goods: TextID
  package var origin: PlaceID
  package var destination: PlaceID
  package var destinationText: TextID
  package var originCountry: Country
  package var destinationCountry: Country
  /// Where it was last seen; `atText` where the atlas has no such place.
  package var at: PlaceID
  package var atText: TextID
  package var lane: LaneID
  package var mode: TransportMode
  package var incoterm: Incoterm
  package var hs: UInt32
  package var weight: Grams
  package var value: Money
  package var stage: Stage
  package var milestone: Milestone
  /// Milestones ever claimed, one bit each.
  package var seen: UInt64
  package var flags: ShipmentFlags
  package var panel: Panel
  /// Reasons of the holds that are open, one bit each.
  package var openHolds: UInt32
  /// Reasons for which it is or ever was held, a bit each.
  package var everHeld: UInt32
  package var documentsNeeded: DocumentSet
  package var documentsHeld: DocumentSet
  package var documentsRequested: DocumentSet
  package var attempts: Int
  package var claims: Int
  package var lateClaims: Int
  package var disputes: Int
  package var placed: Instant
  /// When the milestone that stands happened.
  package var happened: Instant
  /// When anything was last heard of it.
  package var heard: Instant
  package var stageSince: Instant
  /// When delivery is expected; nil while nobody said.
  package var eta: Instant?
  /// Until when delivery was promised; nil when nothing was.
  package var promise: Instant?
  /// Since when the oldest open hold stands; nil when none is open.
  package var heldSince: Instant?
  /// When the first open hold runs out; nil when none is open or an authority's own clock runs.
  package var holdDue: Instant?
  /// A milestone that was claimed while a hold was open.
  package var pending: Milestone?
  /// What has become of its declarations.
  package var exportState: DeclarationState
  package var importState: DeclarationState
  /// The declarations' numbers with the customs of either side, as they were heard last.
  package var exportMRN: TextID
  package var importMRN: TextID
  /// The first limit that an authority has set for an open hold; nil where it has set none.
  package var limit: Instant?
  /// Who has its open holds.
  package var holdOwners: RoleSet

  /// The open holds' reasons, in the order of their table.
  package var holds: [HoldReason] { HoldReason.allCases.filter { openHolds & $0.bit != 0 } }

  /// What has become of the declaration on one side of the border.
  package func state(_ side: BorderSide) -> DeclarationState { side == .export ? exportState : importState }

  /// The parts of its data that were corrected; which of its order's terms were, the folder tells.
  package var corrected: [DeclaredField] { DeclaredField.allCases.filter { !$0.isTerm && flags.contains($0.flag) } }

  /// Documents that are needed and not there.
  package var documentsMissing: DocumentSet { documentsNeeded.subtracting(documentsHeld) }

  /// Whether any hold is open.
  package var isHeld: Bool { openHolds != 0 }

  /// Whether its way has ended.
  package var isEnded: Bool { flags.contains(.ended) }
}

/// The lists a control room keeps, by what has to be done next; every shipment is in exactly one.
package enum Panel: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case orders, transit, customs, delivery, returns, closed

  /// The stable name, as it stands in filters, tabs and the command line.
  package var name: String {
    switch self {
    case .orders: "orders"
    case .transit: "transit"
    case .customs: "customs"
    case .delivery: "delivery"
    case .returns: "returns"
    case .closed: "closed"
    }
  }

  /// The panel of this stable name.
  package init?(name: some StringProtocol) {
    guard let match = Panel.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// The panel of a shipment in this state.
  static func of(stage: Stage, holds: UInt32, ended: Bool) -> Panel {
    if ended { return .closed }
    if holds & ~HoldReason.operatorHold.bit != 0 { return .customs }
    switch stage {
    case .order, .prepare: return .orders
    case .firstMile, .export, .carriage, .import: return .transit
    case .local: return .delivery
    case .afterSales: return .returns
    }
  }
}
