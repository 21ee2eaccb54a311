import Atlas
import Logistics
import Measures

/// The words of an alarm's message that follow from its rule and its group.
enum AlarmWords {
  /// What a group is about: "FRA Frankfurt", "CN-DE air A14", "H09 duty unpaid", "Germany", a merchant's name.
  static func asset(_ group: Filter) -> String {
    guard case .term(let term) = group.root, let field = term.field, case .text(let value) = term.values.first else {
      return "all"
    }
    switch field {
    case .at:
      guard let place = Atlas.places.first(where: { $0.code == value }) else { return value }
      return place.name.hasPrefix(value) ? place.name : "\(value) \(place.name)"
    case .lane:
      guard let lane = Atlas.lane(code: value)?.lane else { return value }
      return "\(lane.origin.place.country.code)-\(lane.destination.place.country.code) \(lane.mode.name) \(value)"
    case .hold:
      guard let reason = HoldReason(code: value) else { return value }
      return "\(value) \(reason.words)"
    case .to: return Country(value).flatMap { Atlas.country($0)?.name } ?? value
    case .id, .ref, .order, .panel, .stage, .milestone, .is, .from, .origin, .dest, .mode, .merchant, .consignee,
      .carrier, .platform, .owner, .goods, .hs, .value, .weight, .incoterm, .attempts, .age, .heard, .eta, .due,
      .promise, .placed, .used, .dwell, .alarm, .exportState, .importState, .mrn, .limit, .corrected, .holdOwner,
      .clock, .wasHeld, .papers:
      return value
    }
  }

  /// What is so, with the count.
  static func condition(_ rule: AlarmRule, count: Int) -> String {
    if case .quiet = rule.trigger { return rule.condition }
    return "\(count) \(count == 1 ? "shipment" : "shipments"): \(rule.condition)"
  }

  /// Why it fired: the rule with its figures.
  static func why(_ rule: AlarmRule) -> String {
    let least = rule.countMin == 1 ? "" : ", \(rule.countMin) and more (clears below \(rule.countClear))"
    let delay = rule.onDelay > .zero ? ", for \(rule.onDelay.shortWords)" : ""
    switch rule.trigger {
    case .count: return "rule \(rule.name): \(rule.about.text)\(least)\(delay)"
    case .share(let percent, let among):
      return "rule \(rule.name): \(rule.about.text)\(least), \(percent) % of \(among.text)\(delay)"
    case .quiet(let after):
      return "rule \(rule.name): nothing heard for \(after.shortWords) of \(rule.about.text)\(least)"
    }
  }
}

extension Span {
  /// The span in its greatest unit that is whole: "90m", "2h", "3d".
  var shortWords: String {
    let seconds = milliseconds / 1000
    if seconds % 86_400 == 0, seconds != 0 { return "\(seconds / 86_400)d" }
    if seconds % 3600 == 0, seconds != 0 { return "\(seconds / 3600)h" }
    return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
  }
}
