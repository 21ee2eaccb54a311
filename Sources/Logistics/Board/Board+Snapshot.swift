import Atlas
package import Measures

// A snapshot is the board in named pieces of bytes, so that a start does not read all of history:
//
//   board/head            sequence · latest · count · flow
//   board/names           fingerprints of what came from outside, open holds, what waits behind them
//   board/page/000000 …   one piece a page, as it stands in memory; only changed pages are written again
//
// It is a cache and nothing else: rows of memory stand in it, so it is good only for the very tables it was written with
// (``layout``); with any other it is thrown away and the board is folded from the journal.

/// A named piece of a snapshot.
package struct SnapshotSection: Sendable {
  /// The name, the same for the same piece every time.
  package var name: String
  private var content: Content

  private enum Content: Sendable {
    case bytes([UInt8])
    case page(Page)
  }

  /// A piece of these bytes.
  init(name: String, bytes: [UInt8]) {
    self.name = name
    content = .bytes(bytes)
  }

  /// A page. Its bytes are copied when they are asked for: all pages of a large board at once would be a second board.
  init(name: String, page: Page) {
    self.name = name
    content = .page(page)
  }

  /// The bytes, as they are when they are asked for.
  package var bytes: [UInt8] {
    switch content {
    case .bytes(let bytes): bytes
    case .page(let page): page.bytes
    }
  }
}

/// What a start shows before the whole board is there: the counts.
package struct BoardHead: Sendable {
  package var sequence: UInt64
  package var latest: Instant
  package var count: Int
  package var flow: Flow
  /// How many shipments each panel lists, in the order of ``Panel``.
  package var panelCounts: [Int]
}

extension Board {
  /// The tables that a snapshot's bytes depend on, as one text: a snapshot of another layout is of no use.
  package static let layout: String = {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a, 64 bit
    func mix(_ name: String) {
      for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    for milestone in Milestone.allCases { mix(milestone.name) }
    for reason in HoldReason.allCases { mix(reason.code) }
    for document in Document.allCases { mix(document.name) }
    for role in PartyRole.allCases { mix(role.name) }
    for state in DeclarationState.allCases { mix(state.name) }
    for step in HoldStep.allCases { mix(step.name) }
    for field in DeclaredField.allCases { mix(field.name) }
    mix("flag:terms-stated")
    for place in Atlas.places { mix(place.code) }
    for lane in Atlas.lanes { mix(lane.code) }
    return "\(Page.layout)-\(String(hash, radix: 16))"
  }()

  /// The name of the piece with the counts.
  package static let headSection = "board/head"
  /// The name of the piece with the outside's names.
  package static let namesSection = "board/names"
  /// What the names of all pages start with.
  package static let pagePrefix = "board/page/"

  /// The pieces of a snapshot that changed since the last one; the pages count as written from now on.
  package mutating func changedSections() -> [SnapshotSection] {
    var sections = [
      SnapshotSection(name: Board.headSection, bytes: headBytes),
      SnapshotSection(name: Board.namesSection, bytes: namesBytes),
    ]
    for (index, page) in pages.enumerated() where dirty[index] {
      dirty[index] = false
      let digits = String(index)
      let name = Board.pagePrefix + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
      sections.append(SnapshotSection(name: name, page: page))
    }
    return sections
  }

  /// The counts of a snapshot; nil when the bytes are not a head.
  package static func head(_ bytes: [UInt8]) -> BoardHead? {
    var reader = ByteReader(bytes)
    guard let sequence = reader.number(), let latest = reader.signed(), let count = reader.number(),
      let flowCount = reader.number(), flowCount <= UInt64(bytes.count)
    else { return nil }
    var flowBytes: [UInt8] = []
    for _ in 0..<flowCount {
      guard let byte = reader.number() else { return nil }
      flowBytes.append(UInt8(truncatingIfNeeded: byte))
    }
    guard let flow = Flow(bytes: flowBytes) else { return nil }
    var panels: [Int] = []
    for _ in Panel.allCases {
      guard let members = reader.number() else { return nil }
      panels.append(Int(clamping: members))
    }
    return BoardHead(
      sequence: sequence, latest: Instant(milliseconds: latest), count: Int(clamping: count), flow: flow,
      panelCounts: panels)
  }

  /// The board of a snapshot over a journal's dictionary: head, names and pages in order; nil when they do not fit together.
  package init?(texts: TextTable, head: [UInt8], names: [UInt8], pages: [Page]) {
    guard let counts = Board.head(head) else { return nil }
    let (full, rest) = counts.count.quotientAndRemainder(dividingBy: Page.rows)
    guard pages.count == full + (rest > 0 ? 1 : 0) else { return nil }
    self.init(texts: texts)
    self.pages = pages
    dirty = Array(repeating: false, count: pages.count)
    sequence = counts.sequence
    latest = counts.latest
    count = counts.count
    flow = counts.flow
    var reader = ByteReader(names)
    guard let fingerprintCount = reader.number() else { return nil }
    for _ in 0..<fingerprintCount {
      guard let fingerprint = reader.fixed64() else { return nil }
      fingerprints.insert(fingerprint)
    }
    guard readHolds(&reader), readWaiting(&reader), recount() else { return nil }
  }

  private mutating func readHolds(_ reader: inout ByteReader) -> Bool {
    guard let shipmentCount = reader.number() else { return false }
    for _ in 0..<shipmentCount {
      guard let number = reader.number().flatMap({ UInt32(exactly: $0) }), let holdCount = reader.number() else {
        return false
      }
      for _ in 0..<holdCount {
        guard let reason = reader.number().flatMap({ UInt8(exactly: $0) }).flatMap({ HoldReason(rawValue: $0) }),
          let stops = reader.number().flatMap({ UInt8(exactly: $0) }).flatMap({ Stage(rawValue: $0) }),
          let since = reader.signed(), let due = reader.signed(),
          let owner = reader.number().flatMap({ UInt8(exactly: $0) }).flatMap({ PartyRole(rawValue: $0) }),
          let step = reader.number().flatMap({ UInt8(exactly: $0) }).flatMap({ HoldStep(rawValue: $0) }),
          let turnSince = reader.signed(), let ran = reader.signed(), let limit = reader.signed(),
          let minor = reader.signed(), let currency = reader.number().flatMap({ UInt16(exactly: $0) })
        else { return false }
        openHolds[number, default: []].append(
          OpenHold(
            reason: reason, stops: stops, since: Instant(milliseconds: since),
            due: due == 0 ? nil : Instant(milliseconds: due), owner: owner, step: step,
            turnSince: Instant(milliseconds: turnSince), ranBefore: Span(milliseconds: ran),
            limit: limit == 0 ? nil : Instant(milliseconds: limit),
            amount: Money(minor: minor, Currency(packed: currency))))
      }
    }
    return true
  }

  private mutating func readWaiting(_ reader: inout ByteReader) -> Bool {
    guard let count = reader.number() else { return false }
    for _ in 0..<count {
      guard let number = reader.number().flatMap({ UInt32(exactly: $0) }), let since = reader.signed() else {
        return false
      }
      waitingSince[number] = Instant(milliseconds: since)
    }
    return true
  }

  private var headBytes: [UInt8] {
    var out = ByteWriter()
    out.number(sequence)
    out.signed(latest.milliseconds)
    out.number(UInt64(count))
    let flowBytes = flow.bytes
    out.number(UInt64(flowBytes.count))
    for byte in flowBytes { out.number(UInt64(byte)) }
    for panel in Panel.allCases { out.number(UInt64(count(in: panel))) }
    return out.bytes
  }

  private var namesBytes: [UInt8] {
    var out = ByteWriter()
    out.number(UInt64(fingerprints.count))
    for fingerprint in fingerprints.sorted() { out.fixed64(fingerprint) }
    out.number(UInt64(openHolds.count))
    for (number, holds) in openHolds.sorted(by: { $0.key < $1.key }) {
      out.number(UInt64(number))
      out.number(UInt64(holds.count))
      for hold in holds {
        out.number(UInt64(hold.reason.rawValue))
        out.number(UInt64(hold.stops.rawValue))
        out.signed(hold.since.milliseconds)
        out.signed(hold.due?.milliseconds ?? 0)
        out.number(UInt64(hold.owner.rawValue))
        out.number(UInt64(hold.step.rawValue))
        out.signed(hold.turnSince.milliseconds)
        out.signed(hold.ranBefore.milliseconds)
        out.signed(hold.limit?.milliseconds ?? 0)
        out.signed(hold.amount.minor)
        out.number(UInt64(hold.amount.currency.packed))
      }
    }
    out.number(UInt64(waitingSince.count))
    for (number, since) in waitingSince.sorted(by: { $0.key < $1.key }) {
      out.number(UInt64(number))
      out.signed(since.milliseconds)
    }
    return out.bytes
  }

  /// Fills members and counts from the pages; false when a row cannot be.
  private mutating func recount() -> Bool {
    for panel in members.indices { members[panel] = [] }
    for (index, page) in pages.enumerated() {
      for r in 0..<min(Page.rows, count - index * Page.rows) {
        let panel = page.panel[r].asInt
        guard panel <= members.count, page.milestone[r].asInt < milestoneCounts.count else { return false }
        milestoneCounts[page.milestone[r].asInt] += 1
        var holds = page.openHolds[r]
        while holds != 0 {
          let row = holds.trailingZeroBitCount
          guard row < holdCounts.count else { return false }
          holdCounts[row] += 1
          holds &= holds &- 1
        }
        guard panel < members.count else {
          closedCount += 1
          continue
        }
        members[panel].append(UInt32(index * Page.rows + r + 1))
      }
    }
    // Slots follow from the order just made; writing them makes no page dirty, for they are made anew at every start.
    for panel in members.indices {
      for (slot, number) in members[panel].enumerated() {
        let id = ShipmentID(number)
        pages[id.index / Page.rows].slot[id.index % Page.rows] = UInt32(slot)
      }
    }
    return true
  }
}
