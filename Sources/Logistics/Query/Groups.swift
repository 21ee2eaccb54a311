import Atlas
package import Measures

// How many, how much, how old, by anything a filter can ask about:
//
//   clearway query --group-by to            F on the screen
//
//   TO   SHIPMENTS      VALUE    AGE   HELD  LATE
//   DE       1,204    €48,201   6d 3h    31    12        a row is a group; its filter ("to:DE") looks into it
//   US         988    …
//   none        14    …                                   those of which it is not known
//
// Columns whose values are groups by themselves are counted straight into a table. Everything else (amounts, spans, holds,
// conditions) is a short list of filters, so that looking into a group finds exactly what was counted.

/// What is counted by what.
package struct GroupQuery: Hashable, Sendable {
  /// The panel; nil is every shipment.
  package var panel: Panel?
  package var filter: Filter
  package var field: Field
  /// What puts the groups in order.
  package var order: GroupMeasure

  /// Counts of the shipments that a filter lets through, by a field.
  package init(panel: Panel? = nil, filter: Filter = .all, by field: Field, order: GroupMeasure = .count) {
    self.panel = panel
    self.filter = filter
    self.field = field
    self.order = order
  }

  /// What is asked of the board for it, beside what columns say: counts by alarm ask for all of them.
  var asked: Filter {
    field == .alarm ? filter.and(Filter(.term(Filter.Term(.alarm, .has, [.any])))) : filter
  }

  /// Why nothing can be counted by a field; nil when it can.
  package static func refusal(of field: Field) -> String? {
    field == .id ? "every shipment has a number of its own" : nil
  }
}

/// What is told of a group.
package enum GroupMeasure: String, CaseIterable, Hashable, Sendable {
  case count, value, weight, age, held, late

  /// The stable name, as it stands on the command line.
  package var name: String { rawValue }

  /// What it is, a clause.
  package var words: String {
    switch self {
    case .count: "how many shipments"
    case .value: "what their goods are worth together, in euros at the reference rates"
    case .weight: "what they weigh together"
    case .age: "how long ago they were ordered, on average"
    case .held: "how many of them are held"
    case .late: "how many of them are late"
    }
  }
}

/// What the shipments of a group have in common.
package enum GroupKey: Hashable, Sendable {
  /// A row of the field's table: a stage, a country, a lane, a text, an HS code, a number.
  case row(UInt32)
  /// A place that was only named in words.
  case words(TextID)
  /// One of the field's spans, amounts, holds or conditions, by its place among them.
  case part(Int)
  /// It is not known of them.
  case none
}

/// Counts by group.
package struct Groups: Sendable {
  /// A group with its sums.
  package struct Row: Hashable, Sendable {
    package var key: GroupKey
    package var count = 0
    /// What the goods are worth together, at the reference rates.
    package var euroCents: Int64 = 0
    package var grams: Int64 = 0
    /// The ages of all of them together; see ``meanAge``.
    package var ageSeconds: Int64 = 0
    package var held = 0
    package var late = 0

    /// How long ago they were ordered on average.
    package var meanAge: Span { Span(milliseconds: count == 0 ? 0 : ageSeconds / Int64(count) * 1000) }

    /// What the groups are put in order by.
    package func amount(_ measure: GroupMeasure) -> Int64 {
      switch measure {
      case .count: Int64(count)
      case .value: euroCents
      case .weight: grams
      case .age: meanAge.milliseconds
      case .held: Int64(held)
      case .late: Int64(late)
      }
    }

    mutating func add(_ other: Row) {
      count += other.count
      euroCents &+= other.euroCents
      grams &+= other.grams
      ageSeconds &+= other.ageSeconds
      held += other.held
      late += other.late
    }
  }

  package let query: GroupQuery
  /// All that the filter let through.
  package internal(set) var all = Row(key: .none)
  /// The groups, the greatest first; a shipment with two holds is in two groups.
  package internal(set) var rows: [Row] = []
  /// Those of which the field is not known; nil when there are none.
  package internal(set) var unknown: Row?
  /// How many groups there are besides ``rows``, and their sums.
  package internal(set) var othersCount = 0
  package internal(set) var others = Row(key: .none)
  let parts: [GroupPart]

  /// The group's name for people: its code where it has one; "none" where the field is not known.
  package func name(of key: GroupKey, in texts: TextTable) -> String {
    switch key {
    case .none: return "none"
    case .words(let id): return texts[id]
    case .part(let place): return place < parts.count ? parts[place].name : ""
    case .row(let row): return Groups.name(query.field, row, texts)
    }
  }

  /// More about a group, where its name is a code; empty where it says all.
  package func words(of key: GroupKey) -> String {
    switch key {
    case .none, .words: return ""
    case .part(let place): return place < parts.count ? parts[place].words : ""
    case .row(let row): return Groups.words(query.field, row)
    }
  }

  /// The filter that picks out one group, for looking into it; joined to the query's own with ``Filter/and(_:)``.
  package func filter(of key: GroupKey, in texts: TextTable) -> Filter {
    let field = query.field
    func term(_ comparison: Filter.Comparison, _ value: Filter.Value) -> Filter {
      Filter(.term(Filter.Term(field, comparison, [value])))
    }
    switch key {
    case .none: return term(.has, .none)
    case .words(let id): return term(.equal, .text(texts[id]))
    case .part(let place): return place < parts.count ? parts[place].filter : .all
    case .row(let row):
      if field.kind == .number { return term(.equal, .quantity(.number(Int64(row)))) }
      let isExact = field.kind == .text || field.kind == .place
      return term(isExact ? .equal : .has, .text(Groups.name(field, row, texts)))
    }
  }

  private static func name(_ field: Field, _ row: UInt32, _ texts: TextTable) -> String {
    let byte = UInt8(truncatingIfNeeded: row)
    let half = UInt16(truncatingIfNeeded: row)
    switch GroupColumn(field) {
    case .bytes(.panel): return Panel(rawValue: byte)?.name ?? ""
    case .bytes(.stage): return Stage(rawValue: byte)?.name ?? ""
    case .bytes(.milestone): return Milestone(rawValue: byte)?.name ?? ""
    case .bytes(.mode): return TransportMode(rawValue: byte)?.name ?? ""
    case .bytes(.incoterm): return Incoterm(rawValue: byte)?.code ?? ""
    case .bytes(.attempts), .bytes(.disputes): return String(row)
    case .bytes(.exportState), .bytes(.importState): return DeclarationState(rawValue: byte)?.name ?? ""
    case .halves(.holdOwners), .halves(.flags): return ""
    case .halves(.originCountry), .halves(.destinationCountry): return Country(packed: half).code
    case .halves(.lane): return LaneID(row: half).lane.code
    case .halves, .places: return PlaceID(row: half).place.code
    case .words(.hs):
      let digits = String(row)
      return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    case .words: return texts[TextID(row)]
    case nil: return ""
    }
  }

  private static func words(_ field: Field, _ row: UInt32) -> String {
    let half = UInt16(truncatingIfNeeded: row)
    switch GroupColumn(field) {
    case .halves(.originCountry), .halves(.destinationCountry):
      return Atlas.country(Country(packed: half))?.name ?? ""
    case .halves(.lane):
      let lane = LaneID(row: half).lane
      return lane.origin.place.name + " - " + lane.destination.place.name
    case .halves(.origin), .halves(.destination), .halves(.at), .places: return PlaceID(row: half).place.name
    case .bytes(.milestone): return Milestone(rawValue: UInt8(truncatingIfNeeded: row))?.words ?? ""
    case .bytes(.exportState), .bytes(.importState):
      return DeclarationState(rawValue: UInt8(truncatingIfNeeded: row))?.words ?? ""
    case .bytes, .halves, .words, nil: return ""
    }
  }
}
