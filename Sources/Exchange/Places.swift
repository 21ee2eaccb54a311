import Atlas
import Measures

// Places and countries in other people's words: codes, English names, a few names that were in use before, and the clock of a
// country for timestamps that come without an offset.

/// Finds places of the atlas by what a file calls them, and remembers what it found.
struct PlaceFinder {
  private var known: [String: PlaceID] = [:]

  /// The place by its code, IATA code, UN/LOCODE or English name; nil when the atlas has none.
  mutating func place(_ text: String) -> PlaceID? {
    if let found = known[text] { return found == .none ? nil : found }
    let found = text.utf8.count <= 60 ? Atlas.place(anyCode: text) ?? Atlas.place(named: text) : nil
    if known.count < 10_000 { known[text] = found ?? PlaceID.none }
    return found
  }
}

/// Finds countries by name, and remembers what it found: a table names few, and often.
struct CountryFinder {
  private var known: [String: Country] = [:]
  private let find: @Sendable (String) -> Country?

  /// Finds by `find`, which is asked once for each text.
  init(_ find: @escaping @Sendable (String) -> Country? = { Countries.country($0) }) { self.find = find }

  /// The country that a text names; nil when it names none.
  mutating func country(_ text: String) -> Country? {
    if let found = known[text] { return found == .none ? nil : found }
    let found = find(text)
    if known.count < 10_000 { known[text] = found ?? Country.none }
    return found
  }
}

/// Countries by name and their clocks.
enum Countries {
  /// The country of an English name, a name in use before, a two-letter or a three-letter code; nil for anything else.
  static func country(_ text: some StringProtocol) -> Country? {
    guard !text.isEmpty, text.utf8.count <= 80 else { return nil }
    if text.utf8.count == 2, let code = Country(text), Atlas.country(code) != nil { return code }
    if text.utf8.count == 3, let country = Atlas.country(alpha3: text) { return country }
    return byName[folded(text)]
  }

  /// The offset of a country's clock at an instant, by one of its places, else by its longitude; never better than an assumption.
  static func offset(of country: Country, at instant: Instant) -> ZoneOffset {
    if let place = firstPlace[country] { return Atlas.offset(at: place, instant) }
    guard let facts = Atlas.country(country) else { return .utc }
    // Longitudes are in hundredths of a degree, and an hour is 15 degrees.
    return ZoneOffset(minutes: Int16((Double(facts.position.longitude) / 1500).rounded()) * 60)
  }

  /// The offset to assume for a local time: the place's, else the country's, else none.
  static func offset(place: PlaceID, country: Country, local: CivilDateTime) -> ZoneOffset {
    let roughly = local.instant(at: .utc)
    if place != .none { return Atlas.offset(at: place, roughly) }
    return country == .none ? .utc : offset(of: country, at: roughly)
  }

  private static let firstPlace: [Country: PlaceID] = {
    var places: [Country: PlaceID] = [:]
    for place in Atlas.places.dropFirst() where places[place.country] == nil { places[place.country] = place.id }
    return places
  }()

  private static let byName: [String: Country] = {
    var names: [String: Country] = [:]
    for facts in Atlas.countries { names[folded(facts.name)] = facts.country }
    for (name, code) in otherNames { if let country = Country(code) { names[name] = country } }
    return names
  }()

  /// Names that trade files use beside the short English ones; as `folded` leaves them.
  private static let otherNames: [(String, String)] = [
    ("ivory coast", "CI"), ("viet nam", "VN"), ("congo drc", "CD"), ("democratic republic of the congo", "CD"),
    ("congo kinshasa", "CD"), ("republic of the congo", "CG"), ("congo brazzaville", "CG"), ("swaziland", "SZ"),
    ("burma", "MM"), ("korea", "KR"), ("republic of korea", "KR"), ("uk", "GB"), ("great britain", "GB"),
    ("england", "GB"), ("usa", "US"), ("united states of america", "US"), ("uae", "AE"), ("lao pdr", "LA"),
    ("russian federation", "RU"), ("czech republic", "CZ"), ("turkey", "TR"), ("cape verde", "CV"),
    ("macedonia", "MK"), ("holland", "NL"), ("the netherlands", "NL"), ("kyrgyz republic", "KG"),
    ("united republic of tanzania", "TZ"), ("bolivia plurinational state of", "BO"), ("syrian arab republic", "SY"),
    ("moldova republic of", "MD"), ("brunei darussalam", "BN"), ("east timor", "TL"),
  ]
}

/// The instants that an import takes for possible: the years 1980 ... 2099, which also fit the board's columns.
let possibleInstants: ClosedRange<Instant> =
  Instant(milliseconds: 315_532_800_000)...Instant(milliseconds: 4_102_444_799_999)
