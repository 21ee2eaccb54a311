import Atlas
import Measures

// What the groups of a field are: the values of its column, or filters where its values are none by themselves.
//
//   to, stage, merchant …    GroupColumn   a value is a group: counted straight into a table
//   value, age, hold, is …   GroupPart     an amount from here to there, a hold, a condition: a filter each

/// A group that is a filter: an amount from here to there, a hold, a condition.
struct GroupPart: Sendable {
  let name: String
  let words: String
  let filter: Filter

  /// The groups of a field whose columns are none themselves: its names, or where its amounts are cut.
  static func parts(of field: Field) -> [GroupPart] {
    switch field.kind {
    case .choice, .place, .text, .digits, .label:
      let names =
        field == .hold || field == .wasHeld
        ? Choices.names(of: field).prefix(HoldReason.allCases.count)[...]
        : Choices.names(of: field)[...]
      // How complete papers are is only reckoned for whoever asks for that.
      return names.filter { field != .is || $0.name != Condition.papersMissing.name }.map { name in
        GroupPart(
          name: name.name, words: name.words, filter: Filter(.term(Filter.Term(field, .has, [.text(name.name)]))))
      }
    case .number where field == .papers: return cut(field, [50, 60, 70, 80, 90, 100].map { .number($0) })
    case .number: return cut(field, [1, 2, 3, 5, 10, 20, 50, 100].map { .number($0) })
    case .money:
      return cut(
        field, [10, 25, 50, 100, 150, 250, 500, 1000, 2500, 5000].map { .money(Money(minor: $0 * 100, .eur)) })
    case .mass: return cut(field, [100, 250, 500, 1000, 2000, 5000, 10_000, 30_000].map { .mass(Grams($0)) })
    case .span: return cut(field, since)
    case .time: return cut(field, field == .placed ? since : until)
    }
  }

  private static let since: [Filter.Quantity] =
    [1, 4, 12].map { .span(.hours($0), unit: .hours(1)) }
    + [1, 2, 3, 7, 14, 30, 90].map { .span(.days($0), unit: .days(1)) }
  private static let until: [Filter.Quantity] =
    [-7, -3, -1].map { .span(.days($0), unit: .days(1)) } + [.span(.zero, unit: .hours(1))]
    + [4, 12].map { .span(.hours($0), unit: .hours(1)) } + [1, 3, 7, 14, 30].map { .span(.days($0), unit: .days(1)) }

  /// What lies below the first edge, between each two, and from the last one on.
  private static func cut(_ field: Field, _ edges: [Filter.Quantity]) -> [GroupPart] {
    func term(_ comparison: Filter.Comparison, _ edge: Filter.Quantity) -> Filter {
      Filter(.term(Filter.Term(field, comparison, [.quantity(edge)])))
    }
    return (0...edges.count).map { place in
      if place == 0 { return GroupPart(name: "<" + edges[0].text, words: "", filter: term(.less, edges[0])) }
      let from = edges[place - 1]
      guard place < edges.count else {
        return GroupPart(name: ">=" + from.text, words: "", filter: term(.atLeast, from))
      }
      return GroupPart(
        name: from.text + ".." + edges[place].text, words: "",
        filter: term(.atLeast, from).and(term(.less, edges[place])))
    }
  }
}

/// The column whose values are a field's groups.
enum GroupColumn {
  case bytes(ByteColumn)
  case halves(HalfColumn)
  case words(WordColumn)
  /// A place of the atlas, else one in words.
  case places(HalfColumn, WordColumn)

  /// The column of a field; nil where its groups are filters.
  init?(_ field: Field) {
    switch field {
    case .panel: self = .bytes(.panel)
    case .stage: self = .bytes(.stage)
    case .milestone: self = .bytes(.milestone)
    case .mode: self = .bytes(.mode)
    case .incoterm: self = .bytes(.incoterm)
    case .attempts: self = .bytes(.attempts)
    case .from: self = .halves(.originCountry)
    case .to: self = .halves(.destinationCountry)
    case .origin: self = .halves(.origin)
    case .lane: self = .halves(.lane)
    case .dest: self = .places(.destination, .destinationText)
    case .at: self = .places(.at, .atText)
    case .hs: self = .words(.hs)
    case .exportState: self = .bytes(.exportState)
    case .importState: self = .bytes(.importState)
    case .ref, .order, .merchant, .consignee, .carrier, .platform, .owner, .goods:
      self = .words(Planner.column(of: field))
    case .id, .hold, .is, .value, .weight, .age, .heard, .eta, .due, .promise, .placed, .used, .dwell, .alarm,
      .mrn, .limit, .corrected, .holdOwner, .clock, .wasHeld, .papers:
      return nil
    }
  }

  /// The value that means "not known"; nil where there is none.
  var unknown: UInt32? {
    switch self {
    case .bytes(.mode): UInt32(TransportMode.unknown.rawValue)
    case .bytes(.incoterm): UInt32(Incoterm.unstated.rawValue)
    case .bytes(.exportState), .bytes(.importState): UInt32(DeclarationState.none.rawValue)
    case .bytes: nil
    case .halves, .words, .places: 0
    }
  }
}
