import Atlas
import Logistics
import Measures
import TUI

// Two modules below have a `Span`: a length of time here, a piece of text in one style as `Piece`.
typealias Span = Measures.Span
typealias Piece = TUI.Span

/// A whole number with its thousands apart: "1,204".
func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var out = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { out += "," }
    out.append(digit)
  }
  return out
}

/// A count with its noun: "1 hold", "3 holds".
func counted(_ number: Int, _ noun: String, plural: String? = nil) -> String {
  "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
}

extension Milestone {
  /// Words short enough for a column of eight cells, for what comes next.
  var shortWords: String {
    switch self {
    case .orderPlaced: "order"
    case .paymentAuthorised, .paymentFailed: "payment"
    case .riskHold: "risk"
    case .stockReserved: "stock"
    case .orderCancelled: "cancelled"
    case .picked: "pick"
    case .packed: "pack"
    case .docsComplete: "docs"
    case .labelCreated: "label"
    case .carrierBooked: "book"
    case .pickedUp: "pick up"
    case .originHubArrived: "hub"
    case .exportDeclared, .exportHeld, .exportReleased, .exportRefused, .originGatewayHeld: "export"
    case .readyForCarriage, .consolidated, .manifested, .loaded, .offloaded: "load"
    case .departedOrigin, .transitArrived, .transferred, .transitDeparted, .delayed: "depart"
    case .borderCrossed: "border"
    case .arrivedDestination, .unloaded, .arrivalNotified: "arrive"
    case .prearrivalFiled, .importDeclared, .selectedForControl: "declare"
    case .importHeld, .inspected, .importReleased, .importRefused: "release"
    case .dutyTaxDue, .dutyTaxPaid: "duty"
    case .handedToLastMile: "hand over"
    case .sortedIn, .sortedOut: "sort"
    case .atDeliveryDepot: "depot"
    case .outForDelivery: "go out"
    case .deliveryAttemptFailed: "retry"
    case .readyForPickup: "pick up"
    case .delivered: "deliver"
    case .returnToSender, .returned, .returnInTransit: "go back"
    case .lost: "lost"
    case .damaged: "damaged"
    case .rmaOpened: "RMA"
    case .returnReceived: "receive"
    case .returnInspected: "inspect"
    case .refunded: "refund"
    case .exchanged, .replacementDelivered: "exchange"
    case .repaired, .repairDelivered: "repair"
    }
  }
}

extension Actor {
  /// The role, and the name when there is one: "customs", "merchant Aoyun Digital".
  func words(_ texts: TextTable) -> String {
    name == .none ? role.name : "\(role.name) \(texts[name])"
  }
}

extension PlaceID {
  /// The shortest name that people on a shift use for it: the airport's three letters, else its name.
  var shortWords: String {
    let place = place
    return place.iata.isEmpty ? place.name : place.iata
  }
}

extension PlaceID {
  /// Three letters for it where it has any, so that two places fit one column; else its name.
  var code: String {
    let place = place
    if !place.iata.isEmpty { return place.iata }
    return place.unlocode.count >= 5 ? String(place.unlocode.suffix(3)) : place.name
  }
}

extension Money {
  /// The amount in at most nine cells where that can be: without its fraction, then in thousands.
  var shortText: String {
    let text = text
    guard text.count > 9, let digit = text.firstIndex(where: \.isNumber) else { return text }
    let whole = String(text.prefix { $0 != "." })
    guard whole.count > 9 else { return whole }
    let parts = whole[digit...].split(separator: ",")
    let unit = parts.count > 2 ? "M" : "k"
    return whole[..<digit] + parts.dropLast(min(parts.count - 1, parts.count > 2 ? 2 : 1)).joined(separator: ",") + unit
  }
}

extension Shipment {
  /// The countries it goes between: "CN-DE"; "?" for one that is not known.
  var routeWords: String { "\(originCountry.words)-\(destinationCountry.words)" }

  /// The places it goes between: "CAN-LAX".
  func legWords(_ texts: TextTable) -> String {
    let lane = lane.lane
    let from = lane.origin == .none ? origin : lane.origin
    let to = lane.destination == .none ? destination : lane.destination
    guard from != .none, to != .none else { return routeWords }
    return "\(from.code)-\(to.code)"
  }

  /// Where it was last seen; "-" when nobody said.
  func atWords(_ texts: TextTable) -> String {
    if at != .none { return at.code }
    return atText == .none ? "-" : texts[atText]
  }

  /// Where it goes: the town, as the outside wrote it or as the atlas has it.
  func destinationWords(_ texts: TextTable) -> String {
    if destinationText != .none { return texts[destinationText] }
    return destination == .none ? destinationCountry.words : destination.place.name
  }
}

extension Country {
  /// Its two letters; "?" when not known.
  var words: String { self == .none ? "?" : code }
}

extension Instant {
  /// How far ahead of `now`, as a cell says it: "4h", "2d3h"; "late 3h" when it has passed.
  func leftWords(from now: Instant) -> String {
    self >= now ? (self - now).words : "late \((now - self).shortWords)"
  }

  /// The day as a shift says it: "today", "tomorrow", "yesterday", else "24 Nov".
  func dayWords(from now: Instant, _ offset: ZoneOffset) -> String {
    let day = civil(in: offset).date
    switch Int(day.dayNumber) - Int(now.civil(in: offset).date.dayNumber) {
    case 0: return "today"
    case 1: return "tomorrow"
    case -1: return "yesterday"
    default: return day.dayMonth
    }
  }
}

extension Speed {
  /// "x60"; "paused" when the clock stands still.
  package var words: String { factor == 0 ? "paused" : "x\(factor)" }
}
