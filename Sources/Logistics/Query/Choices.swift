import Atlas
import Measures

// Names of closed lists: what may stand after `stage:`, `hold:`, `to:` … , and which rows it means. A name may be cut short
// ("stage:ca"), so that a filter narrows while it is typed; a whole name is only itself.

/// The values of fields that come from closed lists.
package enum Choices {
  /// A name that may stand after the field's colon, with its words for the help.
  package struct Name: Hashable, Sendable {
    package var name: String
    package var words: String
  }

  /// What a name means.
  enum Meaning: Hashable, Sendable {
    /// Rows of the field's table.
    case rows([UInt32])
    /// From one country to another.
    case pair([UInt32], [UInt32])
  }

  /// Every name that may stand after the field's colon; empty for fields that take anything else.
  package static func names(of field: Field) -> [Name] {
    switch field {
    case .panel: Panel.allCases.map { Name(name: $0.name, words: "") }
    case .stage: Stage.allCases.map { Name(name: $0.name, words: "") }
    case .milestone: Milestone.allCases.map { Name(name: $0.name, words: $0.stage.name) }
    case .hold, .wasHeld:
      HoldReason.allCases.map { Name(name: $0.code, words: $0.words + ", " + $0.mustAct.name) }
        + PartyRole.allCases.filter { role in HoldReason.allCases.contains { $0.mustAct == role } }
        .map { Name(name: $0.name, words: "must act") }
    case .is: Condition.allCases.map { Name(name: $0.name, words: $0.words) }
    case .from, .to: Atlas.countries.map { Name(name: $0.country.code, words: $0.name) } + [europe]
    case .origin, .dest, .at: Atlas.places.dropFirst().map { Name(name: $0.code, words: $0.name) }
    case .lane: Atlas.lanes.dropFirst().map { Name(name: $0.code, words: route($0)) }
    case .mode: TransportMode.allCases.filter { $0 != .unknown }.map { Name(name: $0.name, words: "") }
    case .incoterm: Incoterm.allCases.filter { $0 != .unstated }.map { Name(name: $0.code, words: "") }
    case .alarm: OpenAlarm.priorities.enumerated().map { Name(name: $1, words: "p\($0 + 1)") }
    case .exportState, .importState: DeclarationState.allCases.dropFirst().map { Name(name: $0.name, words: $0.words) }
    case .corrected: correctable.map { Name(name: $0.name, words: $0.words) }
    case .holdOwner: holders.map { Name(name: $0.name, words: "") }
    case .clock: clocks.map { Name(name: $0.name, words: $0.words) }
    case .id, .ref, .order, .merchant, .consignee, .carrier, .platform, .owner, .goods, .hs, .value, .weight, .attempts,
      .age, .heard, .eta, .due, .promise, .placed, .used, .dwell, .mrn, .limit, .papers:
      []
    }
  }

  /// The roles that can have a hold.
  private static let holders = PartyRole.allCases.filter { $0 != .file && $0 != .watch && $0 != .courier }

  /// How our clock can stand on an open hold, with the roles that have it then.
  static let clocks: [(name: String, words: String, owners: RoleSet)] = [
    ("running", "whoever must act is on our side", RoleSet(holders).subtracting(.authorities)),
    ("standing", "an authority has it, and our clock stands still", .authorities),
  ]

  /// What can have been corrected: the fields that have a flag of their own, and the order's terms together.
  static let correctable: [(name: String, words: String, flag: ShipmentFlags)] =
    DeclaredField.allCases.filter { !$0.isTerm }.map { ($0.name, $0.words, $0.flag) }
    + [("terms", DeclaredField.allCases.filter(\.isTerm).map(\.name).joined(separator: ", "), .termsCorrected)]

  private static let europe = Name(name: "EU", words: "European Union")

  private static func route(_ lane: Lane) -> String { lane.origin.place.name + " - " + lane.destination.place.name }

  /// What a name of the field's list means; nil when there is no such name.
  static func meaning(of text: String, in field: Field) -> Meaning? {
    let wanted = folded(text)
    guard !wanted.isEmpty else { return nil }
    switch field {
    case .panel: return rows(Panel.allCases.map { ($0.name, UInt32($0.rawValue)) }, wanted)
    case .stage: return rows(Stage.allCases.map { ($0.name, UInt32($0.rawValue)) }, wanted)
    case .milestone:
      if let exact = Milestone.allCases.first(where: { $0.number == wanted }) { return .rows([UInt32(exact.rawValue)]) }
      return rows(Milestone.allCases.map { ($0.name, UInt32($0.rawValue)) }, wanted)
    case .hold, .wasHeld: return hold(wanted)
    case .is: return rows(Condition.allCases.map { ($0.name, UInt32($0.rawValue)) }, wanted)
    case .from, .to: return countries(wanted).map { .rows($0) }
    case .origin, .dest, .at: return places(wanted)
    case .lane: return lane(text, wanted)
    case .mode:
      return rows(TransportMode.allCases.filter { $0 != .unknown }.map { ($0.name, UInt32($0.rawValue)) }, wanted)
    case .incoterm:
      if let term = Incoterm(code: wanted) { return .rows([UInt32(term.rawValue)]) }
      return rows(Incoterm.allCases.filter { $0 != .unstated }.map { ($0.code, UInt32($0.rawValue)) }, wanted)
    case .alarm: return OpenAlarm.priority(wanted) != nil || OpenAlarm.isRule(wanted) ? .rows([]) : nil
    case .exportState, .importState:
      return rows(DeclarationState.allCases.dropFirst().map { ($0.name, UInt32($0.rawValue)) }, wanted)
    case .corrected: return rows(correctable.enumerated().map { ($1.name, UInt32($0)) }, wanted)
    case .holdOwner: return rows(holders.map { ($0.name, UInt32($0.rawValue)) }, wanted)
    case .clock: return rows(clocks.enumerated().map { ($1.name, UInt32($0)) }, wanted)
    case .id, .ref, .order, .merchant, .consignee, .carrier, .platform, .owner, .goods, .hs, .value, .weight, .attempts,
      .age, .heard, .eta, .due, .promise, .placed, .used, .dwell, .mrn, .limit, .papers:
      return nil
    }
  }

  /// What the names mean that a pattern describes, by themselves or by their words; nil when there are none.
  static func meaning(of pattern: Pattern, in field: Field) -> Meaning? {
    let names = names(of: field)
    let byName = pattern.matches(names.map(\.name))
    let byWords = pattern.matches(names.map(\.words))
    var rows: Set<UInt32> = []
    for (place, name) in names.enumerated() where byName[place] || byWords[place] && !name.words.isEmpty {
      let meaning = field.kind == .place ? self.place(coded: name.name) : meaning(of: name.name, in: field)
      if case .rows(let more) = meaning { rows.formUnion(more) }
    }
    if field == .lane {
      // "CN-*" are all lanes from China, whatever their own codes.
      let pairs = pattern.matches(Atlas.lanes.map { countries(of: $0) })
      for (lane, isIt) in zip(Atlas.lanes, pairs).dropFirst() where isIt { rows.insert(UInt32(lane.id.row)) }
    }
    return rows.isEmpty ? nil : .rows(rows.sorted())
  }

  private static func countries(of lane: Lane) -> String {
    lane.origin.place.country.code + "-" + lane.destination.place.country.code
  }

  /// The place of this very code; nil when there is none.
  static func place(coded text: String) -> Meaning? {
    let wanted = folded(text)
    let rows = Atlas.places.dropFirst().filter { folded($0.code) == wanted }.map { UInt32($0.id.row) }
    return rows.isEmpty ? nil : .rows(rows)
  }

  /// The form in which names are compared: folded, with blanks and underscores as hyphens.
  private static func folded(_ text: String) -> String {
    let bytes = Folding.bytes(text).map { $0 == 0x20 || $0 == 0x5F ? 0x2D : $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The row with this very name, else those whose names begin with it.
  private static func rows(_ names: [(name: String, row: UInt32)], _ wanted: String) -> Meaning? {
    let names = names.map { (name: folded($0.name), row: $0.row) }
    if let exact = names.first(where: { $0.name == wanted }) { return .rows([exact.row]) }
    let begin = names.filter { $0.name.hasPrefix(wanted) }.map(\.row)
    return begin.isEmpty ? nil : .rows(begin)
  }

  private static func hold(_ wanted: String) -> Meaning? {
    if let reason = HoldReason(code: wanted) { return .rows([UInt32(reason.rawValue)]) }
    let byRole = HoldReason.allCases.filter { $0.mustAct.name == wanted }
    if !byRole.isEmpty { return .rows(byRole.map { UInt32($0.rawValue) }) }
    let byWords = HoldReason.allCases.filter {
      folded($0.words).contains(wanted) || $0.code.lowercased().hasPrefix(wanted)
    }
    return byWords.isEmpty ? nil : .rows(byWords.map { UInt32($0.rawValue) })
  }

  private static func countries(_ wanted: String) -> [UInt32]? {
    if wanted == "eu" { return Atlas.countries.filter(\.isInEU).map { UInt32($0.country.packed) } }
    if let country = Country(wanted), Atlas.country(country) != nil { return [UInt32(country.packed)] }
    if let country = Atlas.country(alpha3: wanted) { return [UInt32(country.packed)] }
    let begin = Atlas.countries.filter { folded($0.name).hasPrefix(wanted) }
    return begin.isEmpty ? nil : begin.map { UInt32($0.country.packed) }
  }

  /// Places of this code, else those with the words in their names.
  private static func places(_ wanted: String) -> Meaning? {
    let byCode = Atlas.places.dropFirst().filter {
      folded($0.code) == wanted || folded($0.iata) == wanted || folded($0.unlocode) == wanted
    }
    if !byCode.isEmpty { return .rows(byCode.map { UInt32($0.id.row) }) }
    let byName = Atlas.places.dropFirst().filter { folded($0.name).contains(wanted) }
    return byName.isEmpty ? nil : .rows(byName.map { UInt32($0.id.row) })
  }

  private static func lane(_ text: String, _ wanted: String) -> Meaning? {
    if let lane = Atlas.lane(code: text) { return .rows([UInt32(lane.row)]) }
    let ends = wanted.split(separator: "-", omittingEmptySubsequences: false)
    if ends.count == 2, let from = countries(String(ends[0])), let to = countries(String(ends[1])) {
      return .pair(from, to)
    }
    return rows(Atlas.lanes.dropFirst().map { ($0.code, UInt32($0.id.row)) }, wanted)
  }
}
