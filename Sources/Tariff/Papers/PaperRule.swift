package import Measures

// What may be asked for, by whom it is given, when it must be there, and on what it depends.
//
//   PaperRule ─┬─ when       from before it is exported until long after it came, or if somebody asks
//              ├─ supplier   who must be asked for it
//              ├─ depends    on channel, carriage, value, purpose, kinds of goods; flags of goods; a trigger
//              ├─ demands    by country and day how strictly: a must, a must if, a choice, if asked, no longer
//              └─ evidence   how sure that is, and who says it
//
// The catalogue holds those that come with the program (`PaperCatalogue`); files of destinations change them and add others.

/// What a paper depends on that no fact about the consignment alone decides.
package enum PaperTrigger: Hashable, Sendable {
  case always
  /// More than one package.
  case packages
  /// A lower rate of duty is claimed by the goods' origin.
  case preference
  /// What only somebody who knows the goods or the parties can tell; the words say what.
  case ask(String)
}

/// How strictly a country asks for a paper, and on which days.
package struct PaperDemand: Hashable, Sendable {
  /// nil for all countries; the union stands for its members.
  package var country: Country?
  package var requirement: PaperRequirement
  package var span: DateSpan

  /// Whether somebody may be asked for it while it holds. What ended on a day that is known was asked for until then.
  var isAsked: Bool {
    switch requirement {
    case .mandatory, .conditional, .alternative, .onRequest: true
    case .historic: span.until != nil
    case .notUsed: false
    }
  }
}

/// A paper, filing or record that cross-border trade may ask for.
package struct PaperRule: Hashable, Sendable {
  /// Its stable name: "commercial-invoice".
  package var id: String
  /// What it is called, and what else.
  package var name: String
  package var aliases: [String] = []
  /// Its kind: "commercial", "origin", "import_declaration"; empty where nobody says.
  package var category = ""
  /// Who makes it out.
  package var issuer: String
  /// Who must be asked for it.
  package var supplier: PaperSupplier
  /// To whom it is shown.
  package var presentedTo: String
  package var time: PaperTime
  /// What must be so of some line of the consignment.
  package var condition = Condition()
  /// Flags of goods of which one must be carried; none asks for none.
  package var flags: GoodsFlags = []
  package var trigger = PaperTrigger.always
  /// Whether the country of dispatch asks for it, not the destination.
  package var isExportSide = false
  package var demands: [PaperDemand]
  package var evidence: Evidence
  /// Under which name the folder of a shipment keeps this paper; nil where it is not tracked there.
  package var trackedAs: String?

  /// Whether it goes with the carriage of goods, whichever border they pass: waybills and dangerous goods.
  package var isOfCarriage: Bool { category == "transport" || category == "dangerous_goods" }

  /// Whether a country asks for both on the same day.
  func isDemanded(with other: PaperRule) -> Bool {
    demands.contains { mine in other.demands.contains { $0.country == mine.country && $0.span.overlaps(mine.span) } }
  }

  /// Whether nothing but the channel decides about which consignments it is.
  var isUnbound: Bool {
    var rest = condition
    rest.channels = []
    return trigger == .always && flags.isEmpty && rest == Condition()
  }

  /// How strictly a country asks on a day; nil where it does not. What a country says itself comes before what its union says, and
  /// that before what all say.
  package func demand(of country: Country, on date: CivilDate) -> PaperDemand? {
    var common: PaperDemand?
    var union: PaperDemand?
    for demand in demands where demand.span.contains(date) {
      if demand.country == country { return demand }
      if demand.country == nil { common = demand }
      if demand.country == Union.country, Union.contains(country) { union = demand }
    }
    return union ?? common
  }
}
