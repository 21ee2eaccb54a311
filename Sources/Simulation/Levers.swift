// What trade and customs can do so that less is held, and the rest for less long. Each is a share of parcels, merchants or goods; what
// it does to them are parameters (`levers.…`), and assumptions.
//
//   trusted traders   merchants whose papers customs know          fewer controls, fewer defects
//   pre-arrival       declared before the goods arrive             customs are done soon after they have
//   bonded stock      goods that lie in a bonded store over there  no carriage after the order, no controls, quick release
//   single window     one set of data for all authorities          fewer papers missing or at odds, quicker answers

/// How far trade is eased: shares in percent, 0 ... 100.
package struct Levers: Hashable, Sendable, BitwiseCopyable {
  /// Merchants who are trusted traders.
  package var trustedTraders: UInt8
  /// Parcels that are declared before they arrive.
  package var preArrival: UInt8
  /// Consumers' orders that leave a bonded store in the country of destination.
  package var bondedStock: UInt8
  /// Parcels whose authorities take one set of data.
  package var singleWindow: UInt8

  /// Shares in percent, brought into their range; without them nothing is eased.
  package init(trustedTraders: Int = 0, preArrival: Int = 0, bondedStock: Int = 0, singleWindow: Int = 0) {
    func percent(_ share: Int) -> UInt8 { UInt8(min(100, max(0, share))) }
    self.trustedTraders = percent(trustedTraders)
    self.preArrival = percent(preArrival)
    self.bondedStock = percent(bondedStock)
    self.singleWindow = percent(singleWindow)
  }

  /// Whether every share is one; bytes from outside may hold anything.
  var isInRange: Bool { max(trustedTraders, preArrival, bondedStock, singleWindow) <= 100 }
}
