import Logistics
import Measures

// What a run of the simulation showed at the border, in one line: how much was held, for what most often, and how long a parcel
// took from its declaration to its release.

/// Counts what happens at the border of import while a simulation runs; used by one thread.
final class BorderTally {
  private var declaredAt: [ShipmentID: Instant] = [:]
  private var held: Set<ShipmentID> = []
  private var declared = 0
  private var heldOnce = 0
  private var released = 0
  private var minutes: [Int32] = []
  private var reasons = [Int](repeating: 0, count: HoldReason.allCases.count)

  /// Takes in what was recorded.
  func hear(_ news: Ledger.News) {
    guard case .recorded(let batch, _) = news else { return }
    for event in batch.events {
      switch event.what {
      case .claimed(let claim) where claim.kind == .actual: hear(claim, of: event.shipment)
      case .holdOpened(let hold) where !hold.isAgain && declaredAt[event.shipment] != nil:
        reasons[Int(hold.reason.rawValue)] += 1
        if held.insert(event.shipment).inserted { heldOnce += 1 }
      default: break  // nothing else happens at the border
      }
    }
  }

  private func hear(_ claim: Event.Claim, of shipment: ShipmentID) {
    switch claim.milestone {
    case .importDeclared where declaredAt[shipment] == nil:
      declaredAt[shipment] = claim.happened
      declared += 1
    case .importReleased, .importRefused:
      guard let began = declaredAt.removeValue(forKey: shipment) else { return }
      held.remove(shipment)
      guard claim.milestone == .importReleased else { return }
      released += 1
      minutes.append(Int32(clamping: (claim.happened - began).milliseconds / 60_000))
    default: break  // before the border, or behind it
    }
  }

  /// What was counted.
  var words: String {
    guard declared > 0 else { return "nothing was declared" }
    func percent(_ part: Int) -> String {
      let tenths = (part * 1000 + declared / 2) / declared
      return "\(tenths / 10).\(tenths % 10) %"
    }
    let sorted = minutes.sorted()
    func hours(_ share: Int) -> String {
      guard !sorted.isEmpty else { return "-" }
      let tenths = Int(sorted[min(sorted.count - 1, sorted.count * share / 100)]) / 6
      return "\(tenths / 10).\(tenths % 10) h"
    }
    let most = HoldReason.allCases.filter { reasons[Int($0.rawValue)] > 0 }
      .sorted { (reasons[Int($1.rawValue)], $0.rawValue) < (reasons[Int($0.rawValue)], $1.rawValue) }.prefix(5)
    return "\(declared) declared, \(percent(heldOnce)) held"
      + (most.isEmpty
        ? "" : " (" + most.map { "\($0.code) \(reasons[Int($0.rawValue)])" }.joined(separator: ", ") + ")")
      + "; \(released) released, half within \(hours(50)), nine in ten within \(hours(90))"
  }
}
