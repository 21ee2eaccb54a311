import Dashboard
import Foundation
import Logistics
import Measures
import Store
import TUI

// `clearway query FILTER`: the filter language of the screen without a screen.
//
//   clearway query 'is:held value>500 eur' --sort due,-value --columns id,held,value_minor --csv
//   clearway query is:late --group-by lane --sort value --json
//
//   exit code   0 something was found · 1 nothing was · 2 the question is not understood, or nothing could be read

/// What `query` is asked.
package struct QueryOptions: Sendable {
  /// How it prints.
  package enum Output: Sendable {
    case text, json, csv
  }

  /// Which shipments, as behind "/".
  package var filter: String
  /// How they are printed.
  package var output: Output
  /// Rows, or groups, at most.
  package var limit: Int
  /// What orders them: keys, or with groups what is told of a group; empty for the usual.
  package var sort: String
  /// Names of columns with commas between them; empty for the usual.
  package var columns: String
  /// The field to count by; empty for none.
  package var groupBy: String

  /// The moment of the past that is asked; nil for now.
  package var asOf: AsOf?

  /// A question.
  package init(
    filter: String, output: Output = .text, limit: Int = 1_000, sort: String = "", columns: String = "",
    groupBy: String = "", asOf: AsOf? = nil
  ) {
    self.filter = filter
    self.output = output
    self.limit = limit
    self.sort = sort
    self.columns = columns
    self.groupBy = groupBy
    self.asOf = asOf
  }
}

/// `clearway query`: the shipments that a filter finds, or how many by a field.
///
/// - Parameter settings: is asked where the filter asks for alarms: by which rules they are watched.
package func query(_ options: QueryOptions, path: String, settings: () -> DeskSettings) -> Outcome {
  let filter: Filter
  do throws(FilterFault) { filter = try Filter(parsing: options.filter) } catch {
    return refuse(options.filter, error)
  }
  // What is wrong with the configuration is told once.
  let read = filter.asksAlarms ? settings() : nil
  let settings = { read ?? settings() }
  if let hint = read?.rules.hint(on: filter) { Machine.print("clearway: \(hint)\n", to: .error) }
  return options.groupBy.isEmpty
    ? queryRows(filter, options, path, settings) : queryGroups(filter, options, path, settings)
}

/// Says what is not understood, with a mark under its column.
private func refuse(_ text: String, _ fault: FilterFault) -> Outcome {
  // What stands before the fault may be wider than one cell a character.
  let cells = text.prefix(max(0, fault.column - 1)).reduce(0) { $0 + max(1, TextWidth.of(String($1))) }
  Machine.print("clearway: \(sanitised(text))\n", to: .error)
  Machine.print("clearway: \(String(repeating: " ", count: cells))^ \(sanitised(fault.text))\n", to: .error)
  return .failed
}

private func refuse(_ words: String) -> Outcome {
  Machine.print("clearway: \(sanitised(words))\n", to: .error)
  return .failed
}

// MARK: - Rows

private func queryRows(
  _ filter: Filter, _ options: QueryOptions, _ path: String, _ settings: () -> DeskSettings
) -> Outcome {
  var ordering = Ordering(.id)
  if !options.sort.isEmpty {
    do throws(FilterFault) { ordering = try Ordering(parsing: options.sort) } catch {
      return refuse(options.sort, error)
    }
  }
  var columns: [SheetColumn] = []
  for name in options.columns.split(separator: ",").map({ $0.lowercased().filter { $0 != " " } }) {
    guard let column = SheetColumn.all.first(where: { $0.name == name || $0.key == name }) else {
      let names = SheetColumn.all.map(\.name).joined(separator: ", ")
      return refuse("there is no column \"\(name)\"; the columns are \(names)")
    }
    columns.append(column)
  }
  return withDesk(path, mode: .readOnly) { desk throws(StoreFailure) in
    guard let desk = try desk.asOf(options.asOf), let board = try desk.board(for: filter, settings) else {
      return .failed
    }
    var index = TextIndex()
    let listing = ListQuery(filter: filter, ordering: ordering).listing(of: board, now: try desk.now, index: &index)
    let ids = listing.ids.prefix(options.limit)
    var printer = Printer()
    let asksTerms = columns.contains(where: \.isOfFolder)
    func sheet(_ shipment: Shipment) throws(StoreFailure) -> ShipmentSheet {
      let terms = asksTerms ? try desk.dossier(of: shipment.id)?.terms(board.texts) : nil
      return ShipmentSheet(shipment, board, terms: terms)
    }
    if options.output == .csv {
      printer.line((columns.isEmpty ? SheetColumn.standard : columns).map(\.name).joined(separator: ","))
    }
    if options.output == .text, !columns.isEmpty {
      var rows: [[String]] = []
      for id in ids {
        guard let shipment = board[id] else { continue }
        let sheet = try sheet(shipment)
        rows.append(columns.map { sanitised($0.value(sheet)) })
      }
      printer.table([columns.map { $0.name.uppercased() }] + rows, right: [])
    } else {
      for id in ids {
        guard let shipment = board[id] else { continue }
        switch options.output {
        case .json: printer.line(json(try sheet(shipment), only: columns))
        case .csv:
          let sheet = try sheet(shipment)
          printer.line(
            (columns.isEmpty ? SheetColumn.standard : columns).map { ShipmentSheet.quoted($0.value(sheet)) }
              .joined(separator: ","))
        case .text: printer.line(line(shipment, board))
        }
      }
    }
    printer.flush()
    if options.output == .text {
      let more = listing.matched > ids.count ? ", the first \(ids.count) shown" : ""
      Machine.print("\(listing.matched) of \(listing.total)\(more)\n", to: .error)
    }
    return listing.matched == 0 ? .refused : .done
  }
}

/// As wide as the longest milestone's words.
private let milestoneCells = Milestone.allCases.map(\.words.count).max() ?? 0

private func line(_ shipment: Shipment, _ board: Board) -> String {
  let held = shipment.holds.map(\.code).joined(separator: ",")
  let fields: [(String, Int)] = [
    (shipment.id.label, 10), (shipment.routeWords, 6), (shipment.stage.name, 12),
    (shipment.milestone.words, milestoneCells), (held, 8),
    (shipment.value.text, 12), (board.texts[shipment.goods], 0),
  ]
  return fields.map { text, width in
    sanitised(text).filled(width)
  }.joined(separator: " ")
}

/// A shipment as an object with only some of its keys.
private func json(_ sheet: ShipmentSheet, only columns: [SheetColumn]) -> String {
  let whole = json(sheet, pretty: false)
  guard !columns.isEmpty, let object = try? JSONSerialization.jsonObject(with: Data(whole.utf8)) as? [String: Any]
  else {
    return whole
  }
  let wanted = Set(columns.map(\.key))
  let part = object.filter { wanted.contains($0.key) }
  let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
  return (try? JSONSerialization.data(withJSONObject: part, options: options)).map {
    escaped(String(decoding: $0, as: UTF8.self))
  }
    ?? whole
}

/// A column of `--columns`.
struct SheetColumn: Sendable {
  /// The name on the command line and in the head of a CSV file.
  let name: String
  /// The name in JSON.
  let key: String
  /// Whether the board does not hold it: the folder of each shipment that is printed is read for it.
  let isOfFolder: Bool
  let value: @Sendable (ShipmentSheet) -> String

  private init(
    _ name: String, isOfFolder: Bool = false, _ value: @escaping @Sendable (ShipmentSheet) -> String
  ) {
    self.name = name
    self.isOfFolder = isOfFolder
    let parts = name.split(separator: "_")
    key = (parts.first.map(String.init) ?? "") + parts.dropFirst().map(\.capitalized).joined()
    self.value = value
  }

  /// What a CSV file has when nobody says.
  static var standard: [SheetColumn] {
    all.filter { !["held_since", "documents_missing", "version"].contains($0.name) && !$0.isOfFolder }
  }

  static let all: [SheetColumn] = [
    SheetColumn("id") { $0.id }, SheetColumn("reference") { $0.reference ?? "" },
    SheetColumn("order") { $0.order ?? "" }, SheetColumn("stage") { $0.stage },
    SheetColumn("milestone") { $0.milestone }, SheetColumn("panel") { $0.panel },
    SheetColumn("held") { $0.held.joined(separator: " ") }, SheetColumn("held_since") { $0.heldSince ?? "" },
    SheetColumn("hold_due") { $0.holdDue ?? "" }, SheetColumn("merchant") { $0.merchant ?? "" },
    SheetColumn("consignee") { $0.consignee ?? "" }, SheetColumn("carrier") { $0.carrier ?? "" },
    SheetColumn("owner") { $0.owner ?? "" }, SheetColumn("goods") { $0.goods ?? "" },
    SheetColumn("hs") { $0.hs ?? "" }, SheetColumn("value_minor") { String($0.valueMinor) },
    SheetColumn("currency") { $0.currency ?? "" }, SheetColumn("weight_grams") { String($0.weightGrams) },
    SheetColumn("from") { $0.from ?? "" }, SheetColumn("to") { $0.to ?? "" }, SheetColumn("lane") { $0.lane ?? "" },
    SheetColumn("mode") { $0.mode }, SheetColumn("incoterm") { $0.incoterm ?? "" }, SheetColumn("at") { $0.at ?? "" },
    SheetColumn("placed") { $0.placed }, SheetColumn("happened") { $0.happened }, SheetColumn("heard") { $0.heard },
    SheetColumn("eta") { $0.eta ?? "" }, SheetColumn("promise") { $0.promise ?? "" },
    SheetColumn("attempts") { String($0.attempts) }, SheetColumn("claims") { String($0.claims) },
    SheetColumn("late") { String($0.late) }, SheetColumn("disputed") { String($0.disputed) },
    SheetColumn("documents_missing") { $0.documentsMissing.joined(separator: " ") },
    SheetColumn("simulated") { $0.simulated ? "1" : "0" }, SheetColumn("version") { String($0.version) },
    SheetColumn("freight", isOfFolder: true) { $0.freight ?? "" },
    SheetColumn("insurance", isOfFolder: true) { $0.insurance ?? "" },
    SheetColumn("region", isOfFolder: true) { $0.region ?? "" },
    SheetColumn("kind", isOfFolder: true) { $0.kind ?? "" },
    SheetColumn("to_business", isOfFolder: true) { $0.toBusiness.map { $0 ? "yes" : "no" } ?? "" },
    SheetColumn("preference", isOfFolder: true) { $0.preference.map { $0 ? "yes" : "no" } ?? "" },
    SheetColumn("seller_numbers", isOfFolder: true) { sheet in
      (sheet.sellerNumbers ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: " / ")
    },
  ]
}

// MARK: - Groups

/// A group in stable, plain values for other programs.
private struct GroupSheet: Encodable {
  var group: String?
  var words: String?
  var count: Int
  var valueEurCents: Int64
  var weightGrams: Int64
  var meanAgeSeconds: Int64
  var held: Int
  var late: Int
  /// What finds the shipments of the group; nil where no filter does.
  var filter: String?

  static let csvHeader = "group,words,count,value_eur_cents,weight_grams,mean_age_seconds,held,late,filter"

  var csvRow: String {
    let fields = [
      group ?? "", words ?? "", String(count), String(valueEurCents), String(weightGrams), String(meanAgeSeconds),
      String(held), String(late), filter ?? "",
    ]
    return fields.map(ShipmentSheet.quoted).joined(separator: ",")
  }
}

private func queryGroups(
  _ filter: Filter, _ options: QueryOptions, _ path: String, _ settings: () -> DeskSettings
) -> Outcome {
  guard let field = Field(name: options.groupBy) else {
    let names = Field.allCases.filter { GroupQuery.refusal(of: $0) == nil }.map(\.name).joined(separator: ", ")
    return refuse("there is no field \"\(options.groupBy)\" to count by; one of \(names)")
  }
  if let refusal = GroupQuery.refusal(of: field) { return refuse("nothing is counted by \(field.name): \(refusal)") }
  guard let order = options.sort.isEmpty ? .count : GroupMeasure(rawValue: options.sort.lowercased()) else {
    let names = GroupMeasure.allCases.map(\.name).joined(separator: ", ")
    return refuse("groups cannot be ordered by \"\(options.sort)\"; one of \(names)")
  }
  guard options.columns.isEmpty else { return refuse("--columns are those of shipments, not of groups") }
  return withDesk(path, mode: .readOnly) { desk throws(StoreFailure) in
    guard let desk = try desk.asOf(options.asOf), let board = try desk.board(for: filter, by: field, settings) else {
      return .failed
    }
    var index = TextIndex()
    var builder = GroupBuilder(
      GroupQuery(filter: filter, by: field, order: order), board: board, now: try desk.now, most: max(1, options.limit))
    while !builder.advance(pages: .max, on: board, index: &index) {}
    guard let groups = builder.groups else { return .failed }
    func sheet(_ row: Groups.Row) -> GroupSheet {
      let words = groups.words(of: row.key)
      return GroupSheet(
        group: row.key == .none ? nil : groups.name(of: row.key, in: board.texts), words: words.isEmpty ? nil : words,
        count: row.count, valueEurCents: row.euroCents, weightGrams: row.grams,
        meanAgeSeconds: row.meanAge.milliseconds / 1000, held: row.held, late: row.late,
        filter: filter.and(groups.filter(of: row.key, in: board.texts)).text)
    }
    var printer = Printer()
    let rows = groups.rows.prefix(options.limit) + (groups.unknown.map { [$0] } ?? [])
    switch options.output {
    case .json: for row in rows { printer.line(json(sheet(row), pretty: false)) }
    case .csv:
      printer.line(GroupSheet.csvHeader)
      for row in rows { printer.line(sheet(row).csvRow) }
    case .text:
      func cells(_ name: String, _ row: Groups.Row, _ words: String) -> [String] {
        [
          name, grouped(row.count), Money(minor: row.euroCents, .eur).text, "\(grouped(Int(row.grams / 1000))) kg",
          row.meanAge.words, grouped(row.held), grouped(row.late), words,
        ].map { sanitised($0) }
      }
      var table = [[field.name.uppercased(), "SHIPMENTS", "VALUE", "WEIGHT", "AGE", "HELD", "LATE", ""]]
      table += rows.map { cells(groups.name(of: $0.key, in: board.texts), $0, groups.words(of: $0.key)) }
      if groups.othersCount > 0 { table.append(cells("\(grouped(groups.othersCount)) others", groups.others, "")) }
      table.append(cells("all", groups.all, ""))
      printer.table(table, right: [1, 2, 3, 4, 5, 6])
    }
    printer.flush()
    return groups.all.count == 0 ? .refused : .done
  }
}

// MARK: - Paper

/// Prints lines, many at a time, and tables.
struct Printer {
  private var waiting = ""

  mutating func line(_ text: String) {
    waiting += text + "\n"
    if waiting.utf8.count > 1 << 16 { flush() }
  }

  /// Prints rows whose columns are as wide as their widest cell.
  mutating func table(_ rows: [[String]], right: Set<Int>) {
    func cells(_ text: String) -> Int { TextWidth.of(text) }
    var widths: [Int] = []
    for row in rows {
      for (place, text) in row.enumerated() {
        if place == widths.count { widths.append(0) }
        widths[place] = max(widths[place], cells(text))
      }
    }
    for row in rows {
      var out = ""
      for (place, text) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[place] - cells(text))
        out += (place > 0 ? "  " : "") + (right.contains(place) ? blanks + text : text + blanks)
      }
      while out.last == " " { out.removeLast() }
      line(out)
    }
  }

  mutating func flush() {
    if !waiting.isEmpty { Machine.print(waiting) }
    waiting = ""
  }
}
