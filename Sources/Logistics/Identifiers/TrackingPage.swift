// Where a carrier tells the public what became of a parcel:
//
//   carrier "DHL Express" + number "3318810025"  ─►  the page's address with the number in it
//
// Only carriers whose address is on record are here, and only names that leave no doubt: a link that shows somebody else's parcel is
// worse than none.
//
// Addresses: tracking_number_data by Jeff Keen and others (github.com/jkeen/tracking_number_data, couriers/*.json, MIT licence), as of
// 2026-11.

/// A carrier's public page about a parcel.
package struct TrackingPage: Hashable, Sendable {
  /// The names by which people and files call the carrier, in small letters.
  package let names: [String]
  /// The page's address, with an asterisk where the number goes.
  package let address: String

  /// Every carrier whose page is known.
  package static let registry: [TrackingPage] = [
    TrackingPage(
      ["canada post", "postes canada", "canadapost"],
      "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=*"),
    TrackingPage(
      ["deutsche post", "deutschepost"],
      "https://www.deutschepost.de/de/s/sendungsverfolgung/verfolgen.html?piececode=*&lang=en&cid=brief"),
    TrackingPage(
      ["dhl", "dhl express", "dhl ecommerce", "dhl e-commerce"],
      "http://www.dhl.com/en/express/tracking.html?brand=DHL&AWB=*"),
    TrackingPage(["dpd"], "https://www.dpdgroup.com/nl/mydpd/my-parcels/track?lang=en&parcelNumber=*"),
    TrackingPage(
      ["fedex", "fedex express", "fedex ground", "fedex smartpost", "federal express"],
      "https://www.fedex.com/apps/fedextrack/?tracknumbers=*"),
    TrackingPage(["landmark global", "landmark"], "https://track.landmarkglobal.com/?search=*"),
    TrackingPage(
      ["ups", "united parcel service"], "https://wwwapps.ups.com/WebTracking/track?track=yes&trackNums=*"),
    TrackingPage(
      ["usps", "united states postal service", "us postal service"],
      "https://m.usps.com/m/TrackConfirmAction_detail?tLabels=*"),
    TrackingPage(["yunexpress", "yun express"], "https://www.yuntrack.com/parcelTracking?id=*"),
  ]

  private init(_ names: [String], _ address: String) {
    self.names = names
    self.address = address
  }

  /// The page of a carrier by its name, whatever the case; nil when none is known.
  package init?(ofCarrier name: String) {
    let name = name.lowercased()
    guard let page = TrackingPage.registry.first(where: { $0.names.contains(name) }) else { return nil }
    self = page
  }

  /// The address for a parcel; nil where the text is no number of a parcel: 8 to 40 letters and digits, blanks between them aside.
  package func address(ofNumber text: String) -> String? {
    guard text.utf8.count <= TrackingPage.numberMax * 2 else { return nil }
    let number = text.utf8.filter { $0 != 0x20 }
    guard (TrackingPage.numberMin...TrackingPage.numberMax).contains(number.count),
      number.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }),
      number.contains(where: { (0x30...0x39).contains($0) })
    else { return nil }
    return address.replacing("*", with: String(decoding: number, as: UTF8.self))
  }

  private static let numberMin = 8
  private static let numberMax = 40
}
