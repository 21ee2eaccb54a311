import Atlas
package import Logistics
import Measures
import TUI

// Two modules below have a `Span`: a length of time here, a piece of text in one style as `Piece`.
typealias Span = Measures.Span
typealias Piece = TUI.Span

/// A whole number with its thousands apart: "1,204".
package func grouped(_ number: Int) -> String {
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
  /// Three letters for it where it has any, so that two places fit one column; else its country's two.
  var code: String {
    let place = place
    if !place.iata.isEmpty { return place.iata }
    return place.unlocode.count >= 5 ? String(place.unlocode.suffix(3)) : place.country.words
  }
}

extension Money {
  /// Cells that hold every amount of a column.
  static let cellsMax = 9

  /// The amount in at most nine cells: without its fraction, then in thousands or millions; nothing when it is not known.
  func shortText(isASCII: Bool = false) -> String {
    let text = isASCII ? codeText : text
    guard isKnown else { return "-" }
    guard text.count > Self.cellsMax, let digit = text.firstIndex(where: \.isNumber) else { return text }
    let whole = String(text.prefix { $0 != "." })
    guard whole.count > Self.cellsMax else { return whole }
    let parts = whole[digit...].split(separator: ",")
    guard parts.count > 1 else { return whole }
    let (dropped, unit) = parts.count == 2 ? (1, "k") : parts.count == 3 ? (2, "M") : (3, "G")
    let head = whole[..<digit] + parts.dropLast(dropped).joined(separator: ",")
    let tenth = "." + parts[parts.count - dropped].prefix(1)
    return head + (head.count + tenth.count + 1 <= Self.cellsMax ? tenth : "") + unit
  }

  /// The amount behind its code, for screens that have no signs of currencies: "GBP 83.06".
  var codeText: String {
    guard currency != .none, let digit = text.firstIndex(where: \.isNumber) else { return text }
    return (minor < 0 ? "-" : "") + currency.code + " " + text[digit...]
  }

  /// Whether anybody said what it is worth.
  var isKnown: Bool { currency != .none || minor != 0 }
}

extension Shipment {
  /// Whether anything is known of an order behind it: what comes from scans alone has none.
  var hasOrder: Bool { order != .none || merchant != .none || goods != .none || value.isKnown }

  /// Whether either end of its way is known.
  var hasRoute: Bool { originCountry != .none || destinationCountry != .none }

  /// Whether it is known where it goes.
  var hasDestination: Bool { destinationText != .none || destination != .none || destinationCountry != .none }

  /// The countries it goes between: "CN-DE"; "?" for one that is not known, "-" for both.
  package var routeWords: String { hasRoute ? "\(originCountry.words)-\(destinationCountry.words)" : "-" }

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
    guard destination == .none else { return destination.place.name }
    return destinationCountry == .none ? "-" : destinationCountry.words
  }
}

extension Country {
  /// Its two letters; "?" when not known.
  var words: String { self == .none ? "?" : code }
}

extension Span {
  /// The length as a cell says it: two units below a day, "23h59m", from then on one, "12d".
  var cellWords: String { milliseconds.magnitude >= 86_400_000 ? shortWords : words }
}

extension Instant {
  /// How far ahead of `now`, as a cell says it: "4h", "2d"; "late 3h" when it has passed, which is said of promises alone.
  func leftWords(from now: Instant, passed: String = "late") -> String {
    self >= now ? (self - now).cellWords : "\(passed) \((now - self).shortWords)"
  }

  /// Day and time of day at a place, with the year where nobody would guess it: another one than now's, or half a year away.
  func dayAndClock(in offset: ZoneOffset, from now: Instant) -> String {
    guard needsYear(in: offset, from: now) else { return dayAndClock(in: offset) }
    let date = civil(in: offset).date
    return "\(date.dayMonth) \(date.year) \(clock(in: offset))"
  }

  /// The day at a place, with the year where nobody would guess it.
  func dayMonth(in offset: ZoneOffset, from now: Instant) -> String {
    let date = civil(in: offset).date
    return needsYear(in: offset, from: now) ? "\(date.dayMonth) \(date.year)" : date.dayMonth
  }

  private func needsYear(in offset: ZoneOffset, from now: Instant) -> Bool {
    // A month ahead across the turn of the year needs none: "2 Jan" said in December is the next one.
    let distance = (self - now).milliseconds
    if distance >= 0, distance < Span.days(183).milliseconds { return false }
    return civil(in: offset).date.year != now.civil(in: offset).date.year
      || distance.magnitude > Span.days(183).milliseconds.magnitude
  }

  /// The day as a shift says it: "today", "tomorrow", "yesterday", else "24 Nov".
  func dayWords(from now: Instant, _ offset: ZoneOffset) -> String {
    let day = civil(in: offset).date
    switch Int(day.dayNumber) - Int(now.civil(in: offset).date.dayNumber) {
    case 0: return "today"
    case 1: return "tomorrow"
    case -1: return "yesterday"
    default: return dayMonth(in: offset, from: now)
    }
  }
}

extension Speed {
  /// "x60"; "paused" when the clock stands still.
  package var words: String { factor == 0 ? "paused" : "x\(factor)" }
}
