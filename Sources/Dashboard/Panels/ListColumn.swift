import Atlas
import Logistics
import Measures
import TUI

// Every column that a list can have, by a stable name. A panel takes some of them, in an order and with an importance of its own;
// an operator takes whichever are wanted.
//
//   name      head       what it says                     orders by
//   held-for  HELD FOR   why it is held                   -
//   due       DUE        until when, before the worst     due
//
// One column is one entry of `registry`.

/// A column: its name, a head, how wide and how important it is, what orders by it, and what stands in a row.
struct ListColumn: Sendable {
  /// The stable name, as it stands on the command line and in an operator's file.
  let name: String
  /// What it says, a clause.
  let words: String
  /// Head, widths and rank, as the table widget wants them.
  private(set) var column: Column
  /// What the list is ordered by when this column orders it; nil where it cannot.
  let key: SortKey?
  /// What stands in a row.
  let cell: @Sendable (RowContext) -> TableCell

  /// A column.
  init(
    _ name: String, _ title: String, _ words: String, rank: Int, _ width: ClosedRange<Int>, key: SortKey? = nil,
    grows: Bool = false, align: Alignment = .left, _ cell: @escaping @Sendable (RowContext) -> TableCell
  ) {
    self.name = name
    self.words = words
    column = Column(
      title, importance: rank, min: width.lowerBound, ideal: width.upperBound, isGrowing: grows, alignment: align)
    self.key = key
    self.cell = cell
  }

  /// The same column with another importance, 0 for never leaving.
  func rank(_ rank: Int) -> ListColumn {
    var other = self
    other.column.importance = rank
    return other
  }

  /// The same column with other widths.
  func wide(_ width: ClosedRange<Int>) -> ListColumn {
    var other = self
    other.column.widthMin = width.lowerBound
    other.column.widthIdeal = width.upperBound
    return other
  }

  /// The same column, as wide as somebody wants it and no wider.
  func sized(_ cells: Int?) -> ListColumn {
    guard let cells else { return self }
    var other = wide(cells...cells)
    other.column.isGrowing = false
    return other
  }

  /// The same column under another head, where a list says it differently.
  func titled(_ title: String) -> ListColumn {
    var other = self
    other.column.title = title
    return other
  }

  /// Its head as it is typed.
  var head: String { column.title.lowercased().replacing(" ", with: "-") }
}

/// The columns that lists can have, by name.
package enum ListColumns {
  /// The stable names, as a file or a command line may use them, in the order in which they are offered.
  package static let names = ListColumn.registry.map(\.name)
}

extension ListColumn {
  /// Every column there is, in the order in which they are offered.
  static let registry: [ListColumn] = [
    mark, id, list, next, step, stage, milestone, scan, attempts, progress, route, leg, lane, mode, at, to, from,
    heldFor, holdState, who, held, due, lacks, documents, score, promise, promised, eta, heard, since, placed, goods,
    hs,
    value,
    weight, merchant, consignee, carrier, platform, order, reference, owner, terms, why, claims, disputes,
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: registry.map { ($0.name, $0) })

  /// The column of a stable name.
  static func named(_ name: some StringProtocol) -> ListColumn? { byName[name.lowercased()] }
}

/// A span of time that urges: in the colour of the mark only when there is a mark.
func urgentCell(_ text: String, _ row: RowContext) -> TableCell {
  TableCell(text, row.urgency <= .medium ? row.urgency.role : .text)
}

// MARK: - What it is

extension ListColumn {
  static let mark = ListColumn("mark", "", "how soon it needs a person", rank: 0, 2...2) { row in
    TableCell(row.urgency.mark, row.urgency.role)
  }
  static let id = ListColumn("id", "ID", "its number", rank: 0, 8...8, key: .id) { TableCell($0.shipment.id.label) }
  static let goods = ListColumn("goods", "GOODS", "what is in it", rank: 2, 13...18, key: .goods, grows: true) { row in
    let goods = row.text(row.shipment.goods)
    return TableCell(row.isShown(goods) ? goods : "goods")
  }
  static let hs = ListColumn("hs", "HS", "the Harmonized System's code of its goods", rank: 12, 7...7, key: .hs) {
    row in
    guard row.shipment.hs > 0 else { return TableCell("-", .muted) }
    let digits = String(row.shipment.hs)
    let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    return TableCell(padded.prefix(4) + "." + padded.dropFirst(4), .secondary)
  }
  // As wide as any amount: a figure that is cut is a wrong figure.
  static let value = ListColumn(
    "value", "VALUE", "what the goods are worth", rank: 4, Money.cellsMax...Money.cellsMax, key: .value, align: .right
  ) { row in TableCell(row.amount(row.shipment.value), .secondary) }
  static let weight = ListColumn("mass", "MASS", "its mass", rank: 12, 7...7, key: .weight, align: .right) { row in
    TableCell(row.shipment.weight.text, .secondary)
  }
  static let order = ListColumn("order", "ORDER", "the shop's number of the order", rank: 12, 9...14) { row in
    TableCell(row.text(row.shipment.order), .secondary)
  }
  static let reference = ListColumn("reference", "REFERENCE", "the carrier's number", rank: 12, 10...20) { row in
    TableCell(row.text(row.shipment.reference), .secondary)
  }
  static let terms = ListColumn("term", "TERM", "who pays and risks what on the way", rank: 11, 4...4, key: .incoterm) {
    row in
    TableCell(row.shipment.incoterm.code, .secondary)
  }
}

// MARK: - Whose it is

extension ListColumn {
  static let merchant = ListColumn("merchant", "MERCHANT", "who sells", rank: 8, 13...18, key: .merchant, grows: true) {
    row in TableCell(row.name(row.shipment.merchant, .merchant), .secondary)
  }
  static let consignee = ListColumn("buyer", "BUYER", "who receives", rank: 9, 13...18, grows: true) { row in
    TableCell(row.name(row.shipment.consignee, .consignee), .secondary)
  }
  static let carrier = ListColumn("carrier", "CARRIER", "who carries", rank: 11, 8...14, key: .carrier) { row in
    TableCell(row.text(row.shipment.carrier), .secondary)
  }
  static let platform = ListColumn("platform", "SOLD BY", "the shop or market place", rank: 12, 8...14, key: .platform)
  { row in
    TableCell(row.text(row.shipment.platform), .secondary)
  }
  static let owner = ListColumn("owner", "OWNER", "who of the desk takes care of it", rank: 7, 6...8, key: .owner) {
    row in
    TableCell(row.text(row.shipment.owner), .secondary)
  }
}

// MARK: - Where it is

extension ListColumn {
  static let list = ListColumn("list", "LIST", "the list it stands in", rank: 2, 8...8) { row in
    TableCell(row.shipment.panel.name, .secondary)
  }
  static let route = ListColumn("route", "ROUTE", "the countries it goes between", rank: 3, 5...5, key: .from) { row in
    TableCell(row.shipment.routeWords, .secondary)
  }
  static let leg = ListColumn("leg", "LEG", "the places it goes between", rank: 2, 7...11) { row in
    TableCell(row.shipment.legWords(row.board.texts), .secondary)
  }
  static let lane = ListColumn("lane", "LANE", "the lane it takes", rank: 12, 8...14, key: .lane) { row in
    TableCell(row.shipment.lane == .none ? "-" : row.shipment.lane.lane.code, .secondary)
  }
  static let mode = ListColumn("by", "BY", "how it is carried", rank: 3, 7...7, key: .mode) { row in
    TableCell(row.shipment.mode == .unknown ? "-" : row.shipment.mode.name, .secondary)
  }
  static let at = ListColumn("at", "AT", "where it was seen last", rank: 1, 4...8) { row in
    // A hold before the way has begun is at no place of customs.
    if let hold = row.urgentHold, hold.stops <= .prepare, row.shipment.panel == .customs {
      return TableCell("shop", .secondary)
    }
    return TableCell(row.shipment.atWords(row.board.texts))
  }
  static let to = ListColumn("to", "TO", "the town it goes to", rank: 1, 11...16, key: .to, grows: true) { row in
    let town = row.shipment.destinationWords(row.board.texts)
    return TableCell(row.isShown(town) ? town : row.shipment.destinationCountry.words)
  }
  static let from = ListColumn("from", "FROM", "where its way begins", rank: 12, 4...8, key: .from) { row in
    let origin = row.shipment.origin
    return TableCell(origin == .none ? row.shipment.originCountry.words : origin.code, .secondary)
  }
}

// MARK: - How far it is

extension ListColumn {
  static let stage = ListColumn("stage", "STAGE", "the stretch of its way", rank: 12, 10...11, key: .stage) { row in
    TableCell(row.shipment.stage.name, .secondary)
  }
  static let milestone = ListColumn("last-step", "LAST STEP", "what happened last", rank: 5, 18...22, key: .stage) {
    row in TableCell(row.shipment.milestone.words, .secondary)
  }
  static let step = ListColumn("step", "STEP", "what happened last, in short", rank: 1, 16...20, key: .stage) { row in
    TableCell(row.shipment.milestone.words)
  }
  static let scan = ListColumn(
    "last-scan", "LAST SCAN", "what happened last, or for how long nothing did", rank: 2, 17...20, key: .stage
  ) { row in
    // A scan of long ago is no news: that nobody has said anything since is.
    guard let silence = row.silentFor else { return TableCell(row.shipment.milestone.words, .secondary) }
    return TableCell("silent \(silence.shortWords)", .stale)
  }
  static let next = ListColumn("next", "NEXT", "what has to happen next", rank: 1, 7...9) { row in
    switch row.board.nextStep(of: row.shipment) {
    case .success(let milestone): TableCell(milestone.shortWords)
    case .failure(let why): TableCell(why.code == .documentsMissing ? "papers" : why.code == .held ? "held" : "decide")
    }
  }
  static let progress = ListColumn(
    "progress", "PROGRESS", "steps across the border that are behind it", rank: 4, 8...8, key: .stage
  ) { row in TableCell(.progress(done: row.shipment.borderSteps, underWay: true, total: 5), .secondary) }
  static let attempts = ListColumn(
    "try", "TRY", "attempts at delivery that failed", rank: 3, 3...3, key: .attempts, align: .right
  ) { row in TableCell("\(row.shipment.attempts)/\(Urgency.attemptsMax)", .secondary) }
  static let why = ListColumn("why", "WHY", "why it comes back", rank: 2, 11...11) { row in
    guard row.shipment.panel == .returns else { return TableCell("-", .muted) }
    return TableCell(row.shipment.flags.contains(.goesBack) ? "undelivered" : "after-sales", .secondary)
  }
  static let claims = ListColumn(
    "claims", "CLAIMS", "how often anybody said anything of it", rank: 12, 6...6, align: .right
  ) { row in TableCell(grouped(row.shipment.claims), .secondary) }
  static let disputes = ListColumn(
    "disputes", "DISPUTES", "claims that contradict others", rank: 12, 8...8, align: .right
  ) { row in
    let count = row.shipment.disputes
    return count == 0 ? TableCell("-", .muted) : TableCell(grouped(count))
  }
}

// MARK: - Why it is held

extension ListColumn {
  static let heldFor = ListColumn("held-for", "HELD FOR", "why it is held", rank: 1, 18...20, grows: true) { row in
    guard row.shipment.isHeld else { return TableCell("-", .muted) }
    let count = row.shipment.openHolds.nonzeroBitCount
    return TableCell((row.urgentReason?.words ?? "-") + (count > 1 ? " +\(count - 1)" : ""))
  }
  static let holdState = ListColumn("state", "STATE", "how far the hold is from its end", rank: 2, 9...9) {
    $0.holdState
  }
  static let who = ListColumn("who", "WHO", "who has the hold that runs out first", rank: 3, 10...10) { row in
    TableCell(row.urgentHold?.owner.name ?? "-", .secondary)
  }
  static let held = ListColumn("age", "AGE", "for how long it is held", rank: 4, 6...6, key: .held, align: .right) {
    row in TableCell(row.shipment.heldSince.map { (row.now - $0).cellWords } ?? "-", .secondary)
  }
  static let due = ListColumn(
    "due", "DUE", "what is left until the hold runs out", rank: 1, 8...8, key: .due, align: .right
  ) { row in
    guard let due = row.shipment.holdDue else { return TableCell("-", .muted) }
    return urgentCell(due.leftWords(from: row.now, passed: "past"), row)
  }
  static let lacks = ListColumn("lacks", "LACKS", "documents that are missing", rank: 8, 20...28, grows: true) { row in
    let missing = row.shipment.documentsMissing
    guard let first = missing.documents.first else { return TableCell("nothing", .muted) }
    return TableCell(first.words + (missing.count > 1 ? " +\(missing.count - 1)" : ""), .secondary)
  }
  static let documents = ListColumn(
    "papers", "PAPERS", "documents that are there, of those that are needed", rank: 12, 6...6, align: .right
  ) { row in
    let needed = row.shipment.documentsNeeded
    guard !needed.isEmpty else { return TableCell("-", .muted) }
    return TableCell("\(needed.count - row.shipment.documentsMissing.count)/\(needed.count)", .secondary)
  }
}

extension ListColumn {
  static let score = ListColumn(
    "score", "READY", "percent of the papers of the merchant's side that are there, by the law of the destination",
    rank: 12, 5...5, align: .right
  ) { row in
    guard let score = row.papersScore else { return TableCell("?", .muted) }
    return TableCell("\(score)%", score < 100 ? .text : .secondary)
  }
}

// MARK: - When

extension ListColumn {
  static let promise = ListColumn(
    "promise", "PROMISE", "what is left of the promise to the buyer", rank: 1, 9...9, key: .promise, align: .right
  ) { row in
    guard let promise = row.shipment.promise else { return TableCell("-", .muted) }
    return urgentCell(promise.leftWords(from: row.now), row)
  }
  static let promised = ListColumn(
    "promised", "PROMISE", "the day that was promised, or by how much it is late", rank: 1, 9...9, key: .promise,
    align: .right
  ) { row in
    guard let promise = row.shipment.promise else { return TableCell("-", .muted) }
    let isPast = promise < row.now
    return urgentCell(isPast ? promise.leftWords(from: row.now) : promise.dayWords(from: row.now, row.offset), row)
  }
  static let eta = ListColumn("eta", "ETA", "when delivery is expected", rank: 1, 8...9, key: .eta, align: .right) {
    row in
    let shipment = row.shipment
    guard let eta = shipment.eta, !shipment.isEnded, shipment.flags.isDisjoint(with: [.wasDelivered, .goesBack])
    else { return TableCell("-", .muted) }
    // An estimate that has passed is nobody's delay: it is old news.
    return TableCell(eta.leftWords(from: row.now, passed: "past"), eta < row.now ? .stale : .text)
  }
  static let heard = ListColumn(
    "heard", "HEARD", "how long ago anything was heard of it", rank: 6, 10...10, key: .heard, align: .right
  ) { row in
    if let silence = row.silentFor { return TableCell("silent \(silence.shortWords)", .stale) }
    return TableCell((row.now - row.shipment.heard).cellWords, .secondary)
  }
  static let since = ListColumn("since", "SINCE", "for how long it is where it is", rank: 1, 6...7, align: .right) {
    row in TableCell((row.now - row.shipment.stageSince).cellWords, .secondary)
  }
  static let placed = ListColumn(
    "placed", "PLACED", "how long ago it was ordered", rank: 10, 6...6, key: .age, align: .right
  ) { row in TableCell((row.now - row.shipment.placed).cellWords, .secondary) }
}

extension RowContext {
  /// The reason of the hold that runs out first.
  fileprivate var urgentReason: HoldReason? { urgentHold?.reason }

  /// How far the hold that runs out first is from its end, so that a request shows in the list.
  fileprivate var holdState: TableCell {
    guard let hold = urgentHold else { return TableCell("-", .muted) }
    switch hold.step {
    case .answered, .presented, .appealed: return TableCell(hold.step.name, .secondary)
    case .refused: return TableCell(hold.step.name)
    case .opened, .demanded, .takenBack: break
    }
    let reason = hold.reason
    let missing = reason.needs.subtracting(shipment.documentsHeld)
    if !missing.subtracting(shipment.documentsRequested).isEmpty {
      return TableCell(reason == .dutyUnpaid ? "to pay" : "to ask")
    }
    if !missing.isEmpty {
      return TableCell(asked.map { "asked " + (now - $0).shortWords } ?? "asked for", .secondary)
    }
    if !reason.needs.isEmpty { return TableCell("papers in") }
    if reason.clockStandsStill { return TableCell("waits", .secondary) }
    return TableCell(reason == .dutyUnpaid ? "to pay" : "to decide")
  }
}

extension Shipment {
  /// How many of the five steps across the border are behind it: picked up, released for export, departed, arrived, released.
  fileprivate var borderSteps: Int {
    let steps: [Milestone] = [.pickedUp, .exportReleased, .departedOrigin, .arrivedDestination, .importReleased]
    return steps.count { milestone.rawValue >= $0.rawValue }
  }
}
