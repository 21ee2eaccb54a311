import Logistics
import Measures
import TUI

// The customs desk under an operator's hands: a queue, and the playbook of what is under the cursor.
//
//   queue    ▾ FRA Frankfurt       3 held     a head, where it is grouped; ▸ where it is folded
//            ▸  CW-08810 …                    the cursor is a shipment or a group, never a row
//               CW-08811 …
//            ▸ LEJ Leipzig        12 held
//
// Rows are not kept: the groups know where their rows begin, and a row in sight is worked out from that. A shipment that leaves, and a
// group whose last one does, stays under the cursor as a ghost until a key moves on: what a key does is never done to its neighbour.

/// What the customs desk shows, and where the operator is in it.
struct DeskState: Sendable {
  /// The numbers by which a pointer finds the queue and the playbook.
  static let group = 750
  static let playbookGroup = 751

  /// What can be under the cursor.
  enum Place: Hashable, Sendable {
    case shipment(ShipmentID)
    case group(DeskGroupKey)
  }

  /// What stands in a row.
  enum Row: Hashable, Sendable {
    /// The head of a group, by its number.
    case head(Int)
    /// An entry of the queue, by its number.
    case entry(Int)
    /// The shipment or the group that has left.
    case ghost(Place)
  }

  /// The queue as it was made last; nil before the first.
  private(set) var queue: DeskQueue?
  /// A queue that is being made.
  var builder: DeskBuilder?
  /// What it is to be grouped by.
  var grouping = DeskGrouping.none
  private(set) var cursor: Place?
  private(set) var cursorRow = 0
  /// Whether what is under the cursor has left.
  private(set) var isGhost = false
  private(set) var folded: Set<DeskGroupKey> = []
  /// The row in which each group begins, and how many there are.
  private var starts: [Int] = [0]
  /// The first row in sight.
  var offset = 0
  /// Whether a key was pressed here: before, the cursor stays on the first row, whatever stands there.
  var isTouched = false
  /// The shipment to which the key to the next that needs somebody led last.
  var needed: ShipmentID?
  /// Whether the playbook has the keys.
  var isOnPlaybook = false
  /// Seconds that went by since the queue was begun last.
  var ticks = 0
  /// How many rows of the playbook are scrolled away.
  var scrolled = 0

  private var hasHeads: Bool { queue.map { $0.grouping != .none } ?? false }

  /// Rows listed, without the ghost.
  var listedCount: Int { starts.last ?? 0 }

  /// Rows shown: those listed, and the ghost.
  var shownCount: Int { listedCount + (isGhost ? 1 : 0) }

  /// The shipment under the cursor; nil on the head of a group.
  var shipment: ShipmentID? {
    if case .shipment(let id)? = cursor { id } else { nil }
  }

  /// What stands in a row shown; nil outside.
  func row(_ row: Int) -> Row? {
    guard row >= 0, row < shownCount else { return nil }
    guard isGhost, let cursor else { return listed(row) }
    return row == cursorRow ? .ghost(cursor) : listed(row > cursorRow ? row - 1 : row)
  }

  private func listed(_ row: Int) -> Row? {
    guard let queue, row >= 0, row < listedCount else { return nil }
    // The last group that begins at or before the row.
    var (low, high) = (0, queue.groups.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= row { low = middle } else { high = middle - 1 }
    }
    let inGroup = row - starts[low]
    guard hasHeads else { return .entry(queue.groups[low].range.lowerBound + inGroup) }
    return inGroup == 0 ? .head(low) : .entry(queue.groups[low].range.lowerBound + inGroup - 1)
  }

  /// What a row is about.
  func place(_ row: Row) -> Place? {
    guard let queue else { return nil }
    switch row {
    case .head(let group): return queue.groups[safe: group].map { .group($0.key) }
    case .entry(let entry): return queue.entries[safe: entry].map { .shipment($0.id) }
    case .ghost(let place): return place
    }
  }

  /// Works out where the groups begin.
  private mutating func arrange() {
    guard let queue else { return }
    starts = [0]
    starts.reserveCapacity(queue.groups.count + 1)
    for group in queue.groups {
      let rows = folded.contains(group.key) ? 0 : group.range.count
      starts.append(starts[starts.count - 1] + rows + (hasHeads ? 1 : 0))
    }
  }

  /// The row listed in which something stands; a group that hides it is unfolded.
  private mutating func find(_ place: Place) -> Int? {
    guard let queue else { return nil }
    switch place {
    case .group(let key): return queue.groups.firstIndex { $0.key == key }.map { starts[$0] }
    case .shipment(let id):
      guard let entry = queue.entries.firstIndex(where: { $0.id == id }), let group = queue.group(at: entry) else {
        return nil
      }
      if folded.remove(queue.groups[group].key) != nil { arrange() }
      return starts[group] + (hasHeads ? 1 : 0) + entry - queue.groups[group].range.lowerBound
    }
  }

  /// Takes a queue as it was made: the cursor keeps what it is on, and its line of the screen.
  mutating func take(_ made: DeskQueue) {
    let isRegrouped = queue.map { $0.grouping != made.grouping } ?? false
    queue = made
    arrange()
    guard isTouched, let cursor else { return jump(to: 0) }
    // A head of another grouping has not left: it was never here.
    if isRegrouped, shipment == nil { return jump(to: 0) }
    if let row = find(cursor) {
      offset = max(0, offset + row - cursorRow)
      cursorRow = row
      isGhost = false
    } else {
      isGhost = true
      cursorRow = min(cursorRow, listedCount)
    }
  }

  /// Forgets the queue: another time is shown.
  mutating func forget() {
    queue = nil
    builder = nil
    starts = [0]
    isGhost = false
  }

  // MARK: - Moving

  /// Moves the cursor by so many rows; a ghost that it leaves is gone.
  mutating func move(by delta: Int) {
    guard cursor != nil else { return jump(to: 0) }
    guard isGhost else { return jump(to: cursorRow + delta) }
    jump(to: delta > 0 ? cursorRow + delta - 1 : cursorRow + delta)
  }

  /// Puts the cursor on a row listed, the nearest there is.
  mutating func jump(to row: Int) {
    isGhost = false
    let before = cursor
    cursorRow = min(max(0, row), max(0, listedCount - 1))
    cursor = listed(cursorRow).flatMap { place($0) }
    if cursor != before { scrolled = 0 }
  }

  /// Puts the cursor on something; false where the queue does not have it.
  @discardableResult
  mutating func select(_ place: Place) -> Bool {
    if place == cursor, isGhost { return true }
    guard let row = find(place) else { return false }
    jump(to: row)
    return true
  }

  /// The number of the group under the cursor, or of that of the shipment there; nil where it has left.
  private var groupOfCursor: Int? {
    switch row(cursorRow) {
    case .head(let group)?: group
    case .entry(let entry)?: queue?.group(at: entry)
    case .ghost?, nil: nil
    }
  }

  /// Folds the group under the cursor, or that of the shipment there, or unfolds it.
  mutating func fold() {
    guard let queue, hasHeads, let group = groupOfCursor else { return }
    let key = queue.groups[group].key
    if folded.remove(key) == nil { folded.insert(key) }
    arrange()
    jump(to: starts[group])
  }

  /// Folds all groups, or unfolds them when all are folded.
  mutating func foldAll() {
    guard let queue, hasHeads else { return }
    let group = groupOfCursor
    folded = folded.count >= queue.groups.count ? [] : Set(queue.groups.map(\.key))
    arrange()
    jump(to: starts[group ?? 0])
  }

  /// The shipments of the group under the cursor, or all where it is not grouped.
  var shipmentsOfGroup: [ShipmentID] {
    guard let queue, let group = groupOfCursor else { return [] }
    return queue.entries[queue.groups[group].range].map(\.id)
  }
}

// MARK: - The queue

extension State {
  /// Whether the queue is in sight and being made.
  var isMakingDesk: Bool { view == .desk && desk.builder != nil }

  /// Begins to make the queue, where it is in sight.
  mutating func startDesk() {
    guard isLoaded, view == .desk else { return }
    desk.ticks = 0
    desk.builder = DeskBuilder(
      desk.grouping, board: board, now: now, operatorName: operatorName, asked: asked, roles: roles)
  }

  /// How many held shipments a second's look at the queue is worth: what is held goes by what it costs to look at.
  private static let deskRowsATick = 4_000

  /// Makes the queue anew when anything was heard since, or time has gone on so far that its order may be another; the more is held
  /// the less often, so that a busy trade costs the same. What the desk does itself is shown at once, and rows tell what is so now in
  /// any case.
  mutating func refreshDesk(isTick: Bool = false) {
    guard view == .desk, desk.builder == nil else { return }
    if isTick {
      desk.ticks += 1
      guard desk.queue == nil || desk.ticks > board.count(in: .customs) / Self.deskRowsATick else { return }
    }
    guard let queue = desk.queue, queue.sequence == board.sequence, now - queue.now < .minutes(1) else {
      return startDesk()
    }
  }

  /// Goes on with the queue, at most so many rows of it.
  mutating func makeDesk(budget: Int) {
    guard isMakingDesk, var builder = desk.builder else { return }
    desk.builder = nil
    if builder.advance(budget, on: board), let queue = builder.finished {
      desk.take(queue)
    } else {
      desk.builder = builder
    }
  }

  /// What is lost on a held shipment; nil where it is not held.
  func stake(_ id: ShipmentID) -> Stake? { Stake(id, on: board, now: now, asked: asked[id], roles: roles) }

  /// Rows of the queue in sight.
  var deskRowsInSight: Int { max(0, layout(size).body.height - 3) }

  /// Whether queue and playbook stand side by side.
  var isDeskWide: Bool { layout(size).isWide }

  // MARK: - What keys do

  /// Moves on the side that has the keys.
  mutating func moveOnDesk(_ move: Move) {
    if desk.isOnPlaybook {
      let page = max(1, layout(size).body.height - 2)
      let last = max(0, playbookRows - page)
      switch move {
      case .rows(let rows): desk.scrolled = min(last, max(0, desk.scrolled + rows))
      case .pages(let halves): desk.scrolled = min(last, max(0, desk.scrolled + halves * page / 2))
      case .top: desk.scrolled = 0
      case .bottom: desk.scrolled = last
      }
      return
    }
    desk.isTouched = true
    switch move {
    case .rows(let rows): desk.move(by: rows)
    case .pages(let halves): desk.move(by: halves * max(2, deskRowsInSight) / 2)
    case .top: desk.jump(to: 0)
    case .bottom: desk.jump(to: desk.listedCount - 1)
    }
  }

  /// What enter does: a head folds; on a narrow screen the playbook opens; else the shipment is looked at closely.
  mutating func lookOnDesk() -> [Effect] {
    desk.isTouched = true
    switch desk.cursor {
    case nil: return []
    case .group: return foldOnDesk()
    case .shipment(let id):
      if !isDeskWide, !desk.isOnPlaybook {
        desk.isOnPlaybook = true
        return []
      }
      return open(id)
    }
  }

  /// Groups the queue by the next thing, by the one before, or by the one that was named.
  mutating func groupDesk(step: Int, named name: String = "") -> [Effect] {
    let all = DeskGrouping.allCases
    if !name.isEmpty {
      guard let named = DeskGrouping(name: name) else {
        notice = Notice(
          "the queue is grouped by one of \(all.map(\.rawValue).joined(separator: ", ")), not “\(name)”",
          isFailure: true)
        return []
      }
      desk.grouping = named
    } else {
      let place = all.firstIndex(of: desk.grouping) ?? 0
      desk.grouping = all[(place + step + all.count) % all.count]
    }
    notice = Notice("customs desk: \(desk.grouping.words)")
    startDesk()
    return []
  }

  /// Why nothing can be done to the queue here; nil where it is in sight.
  var deskViewRefusal: String? {
    view == .desk && details.isEmpty && groups == nil ? nil : "\(bindings.shown("desk")) shows the customs desk first"
  }

  /// Why nobody needs this operator now; nil when somebody does.
  var needsMeRefusal: String? {
    guard view == .desk else { return nil }
    guard let queue = desk.queue else { return "the queue is being made" }
    return queue.needing.isEmpty ? "nothing held needs you now: others are asked, or decide" : nil
  }

  /// Goes to the first shipment that needs this operator; again and again, to the one after that.
  mutating func nextThatNeedsMe() -> [Effect] {
    if view != .desk { _ = show(.desk) }
    while isMakingDesk, desk.queue == nil { makeDesk(budget: rowsPerSlice) }
    // The board may be ahead of the queue: what needs nobody any more is passed over.
    guard let queue = desk.queue else { return [] }
    let last = desk.needed == desk.shipment ? desk.needed : nil
    let start = last.flatMap { id in queue.needing.firstIndex(of: id) }.map { $0 + 1 } ?? 0
    for step in queue.needing.indices {
      let place = (start + step) % queue.needing.count
      let id = queue.needing[place]
      guard stake(id)?.turn == .us, desk.select(.shipment(id)) else { continue }
      desk.isTouched = true
      desk.needed = id
      notice = Notice("\(grouped(place + 1)) of \(grouped(queue.needing.count)) that need you")
      return []
    }
    notice = Notice("nothing held needs you now: others are asked, or decide", isFailure: true)
    return []
  }

  /// Why nothing can be done with the group under the cursor; nil when it can.
  var deskGroupRefusal: String? {
    if case .group(let key)? = desk.cursor, desk.isGhost {
      "nothing of \(deskGroupName(key)) is held any more"
    } else {
      nil
    }
  }

  /// Folds the group under the cursor, or that of the shipment there, or unfolds it.
  mutating func foldOnDesk() -> [Effect] {
    desk.isTouched = true
    if let deskGroupRefusal { notice = Notice(deskGroupRefusal, isFailure: true) } else { desk.fold() }
    return []
  }

  /// Marks the shipment under the cursor and goes on, or takes its mark away; on a head, the same with its group.
  mutating func markOnDesk(wholeGroup: Bool) -> [Effect] {
    desk.isTouched = true
    if let deskGroupRefusal {
      notice = Notice(deskGroupRefusal, isFailure: true)
      return []
    }
    var marks = lists[ListID.customs.rawValue].marks
    if !wholeGroup, case .shipment(let id)? = desk.cursor {
      if !marks.insert(id) { marks.remove(id) }
      desk.move(by: 1)
    } else {
      let group = Marks(desk.shipmentsOfGroup)
      if marks.countShared(with: group) == group.count { marks.subtract(group) } else { marks.formUnion(group) }
    }
    withList(.customs) { $0.setMarks(marks) }
    return []
  }

  /// One step back on the desk: from the playbook to the queue, then the marks; false where there is neither.
  mutating func leaveDesk() -> Bool {
    if desk.isOnPlaybook {
      desk.isOnPlaybook = false
      return true
    }
    let marks = lists[ListID.customs.rawValue].marks
    guard !marks.isEmpty else { return false }
    notice = Notice("took away \(counted(marks.count, "mark"))")
    withList(.customs) { $0.setMarks(Marks()) }
    return true
  }

  // MARK: - One document for many

  /// The offers of the shipment under the cursor that are for several, the most first.
  var deskOffers: [(offer: DeskOffer, ids: [ShipmentID])] {
    guard view == .desk, let id = current, let queue = desk.queue else { return [] }
    return board.deskOffers(of: id).compactMap { offer in queue.offers[offer].map { (offer, $0) } }
      .filter { $0.ids.count > 1 }
      .sorted { ($1.ids.count, $0.offer.document?.rawValue ?? 0) < ($0.ids.count, $1.offer.document?.rawValue ?? 0) }
  }

  /// Why nothing can be done for several at once; nil when it can.
  func deskOfferRefusal(isReady: Bool) -> String? {
    if let deskRefusal { return deskRefusal }
    guard view == .desk else { return "\(bindings.shown("desk")) shows the customs desk first" }
    if deskOffers.contains(where: { ($0.offer.document == nil) == isReady }) { return nil }
    return isReady
      ? "no other shipment of the same party has its papers together" : "no one document would free several here"
  }

  /// Marks all that one document frees, or all whose papers are there, and begins a deed on them.
  mutating func doForAll(isReady: Bool, _ verb: (Document?) -> Verb) -> [Effect] {
    guard let (offer, ids) = deskOffers.first(where: { ($0.offer.document == nil) == isReady }) else { return [] }
    desk.isTouched = true
    withList(.customs) { $0.setMarks(Marks(ids)) }
    return begin(verb(offer.document), on: ids.sorted().compactMap { target($0) })
  }
}
