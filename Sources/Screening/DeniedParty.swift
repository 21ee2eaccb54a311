package import Measures

/// Somebody on a list of parties that must not be dealt with, or only with a licence.
package struct DeniedParty: Hashable, Sendable {
  /// What kind of party it is.
  package enum Kind: String, CaseIterable, Sendable {
    case person, organisation, vessel, aircraft

    /// Reads the lists' own words; what they leave open is an organisation.
    init(_ text: String) {
      switch text.lowercased() {
      case "individual": self = .person
      case "vessel": self = .vessel
      case "aircraft": self = .aircraft
      default: self = .organisation
      }
    }
  }

  /// The list it stands on, as the file names it.
  package var list: String
  /// Its number on the list.
  package var number: String
  package var kind: Kind
  /// The name as listed; persons with the family name before a comma, where the list writes it so.
  package var name: String
  /// Other names it is known by.
  package var aliases: [String] = []
  /// Names the list itself calls broad or generic (in OFAC's remarks between quotes): alone they say little.
  package var weakAliases: [String] = []
  /// The programmes it was listed under.
  package var programmes: [String] = []
  /// Addresses, each on one line.
  package var addresses: [String] = []
  /// Countries of its addresses, nationality and citizenship.
  package var countries: [Country] = []
  /// Dates of birth as listed.
  package var births: [String] = []
  /// Since when it is listed; nil where the list does not say.
  package var from: CivilDate?
  /// The last day of the listing; nil while it is open.
  package var to: CivilDate?
  /// What else the list says.
  package var remarks = ""

  /// A party with this name; the rest is filled in by whoever knows it.
  package init(list: String, number: String, kind: Kind, name: String, aliases: [String] = []) {
    self.list = list
    self.number = number
    self.kind = kind
    self.name = name
    self.aliases = aliases
  }
}

extension DeniedParty {
  /// Adds to a fingerprint what decides whether a name is this party's.
  func add(to print: inout Fingerprinter) {
    for text in [list, number, kind.rawValue, name, to?.text ?? ""] { print.combine(text) }
    for texts in [aliases, weakAliases, countries.map(\.code)] {
      print.combine(UInt64(texts.count))
      for text in texts { print.combine(text) }
    }
  }
}
