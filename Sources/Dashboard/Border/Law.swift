import Atlas
package import Logistics
import Measures
package import Tariff

/// What destinations ask and what amounts are converted with, as it is in force in the room.
package struct Law: Sendable {
  package var book: RegimeBook
  package var rates: ExchangeRates

  /// What comes with the program, unless told otherwise.
  package init(book: RegimeBook = .builtIn, rates: ExchangeRates = ExchangeRates()) {
    self.book = book
    self.rates = rates
  }
}

extension Law {
  /// What a destination calls the number that it asks of who receives a parcel; "tax id" where it asks for none.
  func consigneeIdentifier(of country: Country) -> String {
    let all = book.destination(country)?.identifiers.filter { $0.holder == .consignee } ?? []
    return (all.first(where: \.isAlways) ?? all.first)?.name ?? "tax id"
  }

  /// All that can be asked about: the destinations and the members of the union, by their codes and names.
  var places: [(country: Country, name: String)] {
    var countries = book.countries
    if countries.contains(Tariff.Union.country) {
      countries += Tariff.Union.countries.filter { !countries.contains($0) }
    }
    return countries.sorted { $0.packed < $1.packed }.map { country in
      (country, country == Tariff.Union.country ? "European Union" : country.name)
    }
  }

  /// The place of a code, a name or the only beginning of a name; nil where there is none.
  func place(named text: String) -> Country? {
    let places = places
    if let country = Country(text) { return places.contains { $0.country == country } ? country : nil }
    return Prompt.whole(text, among: places.map(\.name)).map { places[$0].country }
  }
}

extension State {
  /// The room's day: that of the moment shown, by the operator's own clock.
  var today: CivilDate { now.civil(in: clock.offset).date }

  /// Takes what is in force now; a page about a destination that is open is written anew.
  mutating func take(_ new: Law) {
    law = new
    lawTurn += 1
    for index in lists.indices where lists[index].filter.asksPapers { lists[index].isDirty = true }
    for index in details.indices { details[index].appraisal = nil }
    guard case .reading(let reading) = overlay else { return }
    if let page = page(of: reading.subject) { overlay = .reading(reading.with(page)) }
  }

  /// Takes the lists that parties are screened against.
  mutating func take(_ lists: ScreeningLists) {
    screening = lists
    screeningProgress = nil
    screened = nil
    for index in details.indices { details[index].appraisal = nil }
  }

  /// Shows what a destination asks: the one that was named, with a day or without, else that of the shipment or place looked at.
  mutating func readCountry(_ text: String) -> [Effect] {
    var words = text.split(separator: " ").map(String.init)
    var day = today
    if let last = words.last, let named = CivilDate(day: last) {
      day = named
      words.removeLast()
    }
    let name = words.joined(separator: " ")
    guard !name.isEmpty else {
      guard let country = countryLookedAt else {
        overlay = .chooser(Chooser(.palette, title: "Command", prompt: ":", text: "country "))
        return []
      }
      return readCountry(country, on: day)
    }
    guard let country = law.place(named: name) ?? Country(name) else {
      let known = "a destination is a code or a name, as BR or Brazil; a day may follow, as 2026-07-01"
      notice = Notice("nothing is known of “\(name)”: \(known)", isFailure: true)
      return []
    }
    return readCountry(country, on: day)
  }

  private mutating func readCountry(_ country: Country, on day: CivilDate) -> [Effect] {
    guard read(.country(country, day)) else {
      notice = Notice("nothing is known of what \(country.name) asks; :country lists what is known", isFailure: true)
      return []
    }
    return []
  }

  /// Where the shipment that is looked at goes, or where the place under the cursor is; nil where there is neither.
  private var countryLookedAt: Country? {
    if case .map = view, details.isEmpty { return currentPlace.map(\.place.country) }
    guard let shipment = current.flatMap({ board[$0] }), shipment.destinationCountry != .none else { return nil }
    return shipment.destinationCountry
  }
}

extension Verb {
  /// Why no law takes what it says, whatever shipment it is about; nil where it can be said. A code that the nomenclature does not have
  /// classifies nothing.
  package var unlawful: Rejection? {
    guard case .correct(let typed, _) = self, typed.field == .hs,
      let code = CommodityCode(subheading: UInt32(clamping: typed.value.number)),
      // The last row of the list is for statistics alone: goods that nobody specified.
      !Nomenclature.contains(code) || code.subheading == 999_999
    else { return nil }
    let near = Nomenclature.children(of: code.heading).filter { $0.count == 6 }.prefix(4).map(\.text)
    return Rejection(
      .malformed, "HS 2022 has no code \(code.text)",
      remedy: near.isEmpty ? "clearway hs WORDS finds one" : "its heading has \(near.joined(separator: ", "))")
  }
}
