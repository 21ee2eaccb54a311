import Logistics
import TUI

// From a shipment to the page on which its carrier tells of it. Where the terminal knows links (OSC 8) the page is behind the
// carrier's number on the screen; a key puts its address on the clipboard, for all others.
//
//   list     REFERENCE  3318810025       the link is on the reference, else on the carrier, else on the shipment's own number
//   detail   carrier    DHL, 3318810025  on the carrier's line
//
// Whatever has no page says why: nothing is guessed.

/// Why there is no tracking page.
struct NoTrackingPage: Error, Hashable, Sendable {
  /// A clause.
  var words: String
}

extension State {
  /// The address of the page on which a shipment's carrier tells of it.
  func trackingPage(of shipment: Shipment) throws(NoTrackingPage) -> String {
    guard !shipment.flags.contains(.simulated) else {
      throw NoTrackingPage(words: "its carrier is one of the simulation, and has no tracking page")
    }
    guard shipment.carrier != .none else { throw NoTrackingPage(words: "nobody has said who carries it") }
    let carrier = board.texts[shipment.carrier]
    guard let page = TrackingPage(ofCarrier: carrier) else {
      throw NoTrackingPage(words: "no tracking page is known of \(carrier)")
    }
    // An order without a carrier's number goes by its own: that is no parcel's.
    guard shipment.reference != .none, shipment.reference != shipment.order else {
      throw NoTrackingPage(words: "\(carrier)'s number is not known")
    }
    let number = board.texts[shipment.reference]
    guard let address = page.address(ofNumber: number) else {
      throw NoTrackingPage(words: "“\(number)” is no number of a parcel")
    }
    return address
  }

  /// The address, where there is one.
  func trackingAddress(of shipment: Shipment) -> String? {
    do throws(NoTrackingPage) { return try trackingPage(of: shipment) } catch { return nil }
  }

  /// Puts the address of the tracking page on the clipboard, or says why there is none.
  mutating func copyTrackingPage(_ call: Call) -> [Effect] {
    guard let id = call.targets?.first?.id ?? current, let shipment = board[id] else {
      notice = Notice("nothing is under the cursor", isFailure: true)
      return []
    }
    do throws(NoTrackingPage) {
      let address = try trackingPage(of: shipment)
      notice = Notice("\(id.label): sent \(address) to the clipboard")
      return [.copy(address)]
    } catch {
      notice = Notice("\(id.label): \(error.words)", isFailure: true)
      return []
    }
  }
}

extension Canvas {
  /// Makes a link of what a row says about how the shipment is carried.
  mutating func linkRow(
    _ address: String, _ placement: Table.Placement, _ columns: [ListColumn], _ context: RowContext, at line: Rect
  ) {
    let names = [ListColumn.reference.name, ListColumn.carrier.name, ListColumn.id.name]
    for name in names {
      guard let place = placement.columns.first(where: { columns[$0.index].name == name }) else { continue }
      let cells = min(place.width, width(of: columns[place.index].cell(context).text))
      link(Rect(x: line.x + Table.gutter + place.x, y: line.y, width: cells, height: 1), to: address)
      return
    }
  }
}
