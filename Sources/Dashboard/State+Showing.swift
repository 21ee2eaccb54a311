package import Logistics

// The ways in for whoever has no keys to press: a rendered frame, a walkthrough.

extension State {
  /// Shows a view, as its tab would.
  package mutating func bring(up view: ViewID) { _ = show(view) }

  /// Looks closely at a shipment, whose dossier must then be given.
  package mutating func bring(up shipment: ShipmentID) { _ = open(shipment) }
}
