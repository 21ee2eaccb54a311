package import Logistics
package import Measures

// The ways in for whoever has no keys to press: a rendered frame, a walkthrough.

extension State {
  /// Shows a view, as its tab would.
  ///
  /// - Returns: what it wants to be read.
  @discardableResult
  package mutating func bring(up view: ViewID) -> [Effect] { show(view) + askForBorder() }

  /// Shows a moment of the past.
  package mutating func bring(up world: PastWorld) {
    var past = Past()
    past.wanted = world.moment
    past.telling = world.moment.telling
    self.past = past
    take(.arrived(world))
  }

  /// Builds and counts all there is to be, whatever it takes.
  package mutating func settleNow() {
    while hasIdleWork { idleWork(budget: Self.sliceRows) }
    keepInSight()
  }

  /// Opens the page about what a destination asks; false where nothing is known of it.
  package mutating func bring(up country: Country) -> Bool { read(.country(country, today)) }

  /// Looks closely at a shipment, whose dossier must then be given; with a page about it, that is read once it is there.
  package mutating func bring(up shipment: ShipmentID, _ page: ShipmentPage? = nil) {
    _ = open(shipment)
    guard let page, let last = details.indices.last else { return }
    details[last].wanted = page == .cost ? .cost(shipment) : .papers(shipment)
  }
}

/// A page about a shipment, by its stable name.
package enum ShipmentPage: String, CaseIterable, Sendable {
  /// What it costs at the border, with the working.
  case cost
  /// Which papers it needs.
  case papers
}
