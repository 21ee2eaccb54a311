package import Atlas
package import Measures

// The queue of the customs desk: every shipment that is held for a reason other than the desk's own, once, in the order of ``Stake``,
// grouped where that is wanted. Held are few beside all: it is made of the members of one panel, in slices.
//
//   members ─► by number ─► look ─► by stake ─► into groups ─► what needs somebody, by its limit ─► queue
//                            ├► group of each
//                            └► offers: one document of one party, and the shipments that it frees

/// What the queue is grouped by.
package enum DeskGrouping: String, CaseIterable, Hashable, Sendable {
  case none, place, reason, merchant, actor

  /// The grouping of this name; what a broker must do stands in a group by who must act.
  package init?(name: some StringProtocol) {
    let lower = name.lowercased()
    guard let match = lower == "broker" ? .actor : DeskGrouping(rawValue: lower) else { return nil }
    self = match
  }

  /// What it is called on the screen.
  package var words: String {
    switch self {
    case .none: "not grouped"
    case .place: "by place"
    case .reason: "by reason"
    case .merchant: "by merchant"
    case .actor: "by who must act"
    }
  }
}

/// Which group a held shipment is in.
package enum DeskGroupKey: Hashable, Comparable, Sendable {
  case all
  case place(PlaceID)
  /// A place that the atlas does not know.
  case placeText(TextID)
  case reason(HoldReason)
  case merchant(TextID)
  case actor(PartyRole)

  private var rank: (UInt8, UInt32) {
    switch self {
    case .all: (0, 0)
    case .place(let id): (1, UInt32(id.row))
    case .placeText(let text): (2, text.number)
    case .reason(let reason): (3, UInt32(reason.rawValue))
    case .merchant(let text): (4, text.number)
    case .actor(let role): (5, UInt32(role.rawValue))
    }
  }

  package static func < (a: DeskGroupKey, b: DeskGroupKey) -> Bool { a.rank < b.rank }
}

/// One held shipment in the queue.
package struct DeskEntry: Hashable, Sendable {
  package let id: ShipmentID
  /// What is lost a day if nobody acts, in euro cents.
  package let centsPerDay: Int32
  /// What is lost in all, in euro cents.
  package let lostCents: Int32
  package let turn: DeskTurn
}

/// Held shipments of one group.
package struct DeskGroup: Hashable, Sendable {
  package let key: DeskGroupKey
  /// Where its entries stand in the queue.
  package let range: Range<Int>
  /// What is lost of all of them, in euro cents.
  package let lostCents: Int64
  /// What is lost a day of those that are ours or a party's to end, in euro cents.
  package let centsPerDay: Int64
  /// Of how many it is our turn.
  package let ours: Int
}

/// One document of one party, or all of a party's papers that are there.
package struct DeskOffer: Hashable, Sendable {
  /// The part that the party plays.
  package let role: PartyRole
  /// Its name.
  package let party: TextID
  /// The document that the holds lack, the only one each of them lacks; nil for holds that lack nothing and can be answered.
  package let document: Document?
}

/// The queue of the customs desk at one moment.
package struct DeskQueue: Sendable {
  package let grouping: DeskGrouping
  /// Every held shipment once, group by group.
  package fileprivate(set) var entries: [DeskEntry] = []
  /// The groups, what is lost a day of those first that lose most; one of all where it is not grouped.
  package fileprivate(set) var groups: [DeskGroup] = []
  /// Those that need whoever asked: our turn, theirs or nobody's, the least time left first.
  package fileprivate(set) var needing: [ShipmentID] = []
  /// The shipments that a document would free, or that can be answered for.
  package fileprivate(set) var offers: [DeskOffer: [ShipmentID]] = [:]
  /// The journal's number of the last event that the board had when it was begun.
  package let sequence: UInt64
  /// The instant by which time is counted.
  package let now: Instant

  fileprivate init(_ grouping: DeskGrouping, sequence: UInt64, now: Instant) {
    self.grouping = grouping
    self.sequence = sequence
    self.now = now
  }

  /// Of how many it is our turn.
  package var ours: Int { groups.reduce(0) { $0 + $1.ours } }
  /// What is lost of all of them, in euro cents.
  package var lostCents: Int64 { groups.reduce(0) { $0 + $1.lostCents } }

  /// The group of a place in the queue.
  package func group(at place: Int) -> Int? { groups.firstIndex { $0.range.contains(place) } }
}

/// Makes a queue in slices.
package struct DeskBuilder: Sendable {
  private enum Phase { case number, look, order, group, need, done }

  private var phase = Phase.number
  private var sort: RadixSort
  private var next = 0
  private var entries: [DeskEntry] = []
  private var keys: [DeskGroupKey] = []
  private var buckets: [DeskGroupKey: Int] = [:]
  private var grouped: [(key: DeskGroupKey, entries: [DeskEntry])] = []
  private var needing: [UInt64] = []
  private var isMine: [TextID: Bool] = [.none: true]
  private let operatorName: String
  private let asked: [ShipmentID: Instant]
  private let roles: RoleSet
  private var queue: DeskQueue

  /// Begins a queue of what is held on a board now, for somebody at the desk.
  ///
  /// - Parameters:
  ///   - asked: when papers were asked for last, as far as that is remembered.
  ///   - roles: what the operator may do beside the desk's own.
  package init(
    _ grouping: DeskGrouping, board: Board, now: Instant, operatorName: String, asked: [ShipmentID: Instant] = [:],
    roles: RoleSet = []
  ) {
    self.asked = asked
    self.roles = roles
    sort = RadixSort(board.members(of: .customs).map { UInt64($0) }, fromBit: 0)
    queue = DeskQueue(grouping, sequence: board.sequence, now: now)
    self.operatorName = operatorName
  }

  /// The queue, once it is whole.
  package var finished: DeskQueue? { phase == .done ? queue : nil }

  /// Goes on by about so many shipments.
  ///
  /// - Returns: whether the queue is whole.
  package mutating func advance(_ budget: Int, on board: Board) -> Bool {
    var left = max(64, budget)
    while left > 0, phase != .done {
      switch phase {
      case .number, .order, .need:
        let step = max(1, sort.items.count)
        sort.advance(min(left, step) * 4)
        left -= max(1, min(left, step) / 4)
        if sort.isDone { endSort() }
      case .look:
        // To look at one costs about what sorting thirty does.
        let end = min(sort.items.count, next + max(1, left / 32))
        left -= (end - next) * 32 + 1
        while next < end {
          look(ShipmentID(UInt32(truncatingIfNeeded: sort.items[next])), board)
          next += 1
        }
        if next == sort.items.count {
          sort = RadixSort(entries.indices.map { entries[$0].rank << 32 | UInt64($0) }, fromBit: 0)
          phase = .order
        }
      case .group:
        let end = min(sort.items.count, next + max(1, left / 8))
        left -= (end - next) * 8 + 1
        while next < end {
          put(Int(sort.items[next] & 0xFFFF_FFFF))
          next += 1
        }
        if next == sort.items.count {
          gather()
          sort = RadixSort(needing, fromBit: 0)
          phase = .need
        }
      case .done: break
      }
    }
    return phase == .done
  }

  private mutating func endSort() {
    next = 0
    switch phase {
    case .number: phase = .look
    case .order: phase = .group
    case .need:
      queue.needing = sort.items.map { ShipmentID(UInt32(truncatingIfNeeded: $0)) }
      phase = .done
    case .look, .group, .done: break
    }
  }

  private mutating func look(_ id: ShipmentID, _ board: Board) {
    guard board.contains(id) else { return }
    let page = board.pages[id.index / Page.rows]
    let r = id.index % Page.rows
    // It may have been released since the queue was begun.
    guard page.panel[r] == Panel.customs.rawValue,
      let stake = Stake(board.openHolds(of: id), page, r, now: queue.now, asked: asked[id], roles: roles)
    else { return }
    entries.append(
      DeskEntry(
        id: id, centsPerDay: Int32(clamping: stake.centsPerDay), lostCents: Int32(clamping: stake.lostCents),
        turn: stake.turn))
    keys.append(key(stake, page, r))
    for offer in board.deskOffers(of: id) { queue.offers[offer, default: []].append(id) }
    guard stake.turn == .us else { return }
    let owner = TextID(page.owner[r])
    let mine = isMine[owner] ?? (board.texts[owner] == operatorName)
    isMine[owner] = mine
    if mine { needing.append(UInt64(stake.hold.due?.columnSeconds ?? .max) << 32 | UInt64(id.number)) }
  }

  private func key(_ stake: Stake, _ page: Page, _ r: Int) -> DeskGroupKey {
    switch queue.grouping {
    case .none: .all
    case .place: page.at[r] == 0 ? .placeText(TextID(page.atText[r])) : .place(PlaceID(row: page.at[r]))
    case .reason: .reason(stake.hold.reason)
    case .merchant: .merchant(TextID(page.merchant[r]))
    case .actor: .actor(stake.hold.owner)
    }
  }

  private mutating func put(_ index: Int) {
    let key = keys[index]
    let bucket = buckets[key] ?? grouped.count
    if bucket == grouped.count {
      buckets[key] = bucket
      grouped.append((key, []))
    }
    grouped[bucket].entries.append(entries[index])
  }

  /// Puts the groups one behind the other.
  private mutating func gather() {
    var sums: [(bucket: Int, lost: Int64, rate: Int64, ours: Int)] = []
    for (bucket, group) in grouped.enumerated() {
      var sum = (bucket: bucket, lost: Int64(0), rate: Int64(0), ours: 0)
      for entry in group.entries {
        sum.lost += Int64(entry.lostCents)
        if entry.turn != .authority { sum.rate += Int64(entry.centsPerDay) }
        if entry.turn == .us { sum.ours += 1 }
      }
      sums.append(sum)
    }
    sums.sort { a, b in a.rate == b.rate ? grouped[a.bucket].key < grouped[b.bucket].key : a.rate > b.rate }
    queue.entries.reserveCapacity(entries.count)
    for sum in sums {
      let start = queue.entries.count
      queue.entries += grouped[sum.bucket].entries
      queue.groups.append(
        DeskGroup(
          key: grouped[sum.bucket].key, range: start..<queue.entries.count, lostCents: sum.lost,
          centsPerDay: sum.rate, ours: sum.ours))
    }
  }
}

extension DeskEntry {
  /// Its place in the order in 32 bits: whose turn, then what is lost a day, the most first.
  fileprivate var rank: UInt64 {
    UInt64(turn == .authority ? 1 : 0) << 31 | UInt64(UInt32(Int32.max) - UInt32(max(0, centsPerDay)))
  }
}

extension Board {
  /// The documents that would each free one of a shipment's holds by itself, and whether its papers are there to be sent; only of
  /// parties that have a name.
  package func deskOffers(of id: ShipmentID) -> [DeskOffer] {
    guard contains(id) else { return [] }
    let page = pages[id.index / Page.rows]
    let r = id.index % Page.rows
    let held = DocumentSet(rawValue: page.documentsHeld[r])
    var offers: [DeskOffer] = []
    for hold in openHolds(of: id) where hold.waitsForPapers && !hold.reason.needs.isEmpty {
      let role = hold.reason.playbook.addressee
      let party = Board.party(role, page, r)
      let missing = hold.reason.needs.subtracting(held)
      guard party != .none, missing.count < 2, !missing.contains(.dutyPayment) else { continue }
      // What is not customs' to hear is released here once its papers are together, and not answered.
      if missing.isEmpty, !hold.reason.isCustoms || hold.reason == .dutyUnpaid { continue }
      let offer = DeskOffer(role: role, party: party, document: missing.documents.first)
      if !offers.contains(offer) { offers.append(offer) }
    }
    return offers
  }

  /// Who plays a part in a shipment's way; nobody where the part has no name.
  private static func party(_ role: PartyRole, _ page: Page, _ r: Int) -> TextID {
    switch role {
    case .merchant: TextID(page.merchant[r])
    case .consignee: TextID(page.consignee[r])
    case .platform: TextID(page.platform[r])
    case .carrier: TextID(page.carrier[r])
    case .operatorDesk, .customs, .broker, .handler, .courier, .agency, .compliance, .file, .watch: .none
    }
  }
}
