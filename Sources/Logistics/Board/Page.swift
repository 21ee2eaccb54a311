import Atlas

// The board's memory. 1,024 shipments share a page; a page is two blocks of bytes cut into columns:
//
//   course  [seen u64 × 1024][sequence u64 × 1024] … [stage u8 × 1024][panel u8 × 1024]      what events move
//   terms   [value i64 × 1024][order u32 × 1024] … [mode u8 × 1024][incoterm u8 × 1024]      what the order said, for good
//            one column after the other, each a multiple of 64 bytes long
//
// A filter or a sort runs down one column and touches nothing else; a snapshot writes the blocks as they are. A board that is
// copied shares its pages until one side writes to one: its course is copied then, its terms stay shared until one side takes
// an order or a correction of one. Two threads' boards of a million shipments so hold the terms once. Times are whole seconds of UTC in 32 bits,
// which reach from 1970 to 2106; 0 is "not known".

/// A page of 1,024 shipments in columns. Only ``Board`` writes to one, and only after it made sure that it is its alone.
package final class Page: @unchecked Sendable {  // shared only while nobody writes: see Board.page(toChange:)
  /// How many shipments a page holds.
  package static let rows = 1024
  /// Stands in the column of panels where a row is kept for a shipment that has not come yet.
  static let absent: UInt8 = 255

  // What events move.

  /// Milestones that were ever claimed, one bit each.
  package let seen: UnsafeMutablePointer<UInt64>
  /// The journal's number of the shipment's last event.
  package let sequence: UnsafeMutablePointer<UInt64>
  /// When the milestone that stands happened, in milliseconds of UTC.
  package let happened: UnsafeMutablePointer<Int64>
  package let version: UnsafeMutablePointer<UInt32>
  package let owner: UnsafeMutablePointer<UInt32>
  package let atText: UnsafeMutablePointer<UInt32>
  package let openHolds: UnsafeMutablePointer<UInt32>
  /// The reasons for which it was ever held, one bit each.
  package let everHeld: UnsafeMutablePointer<UInt32>
  package let documentsNeeded: UnsafeMutablePointer<UInt32>
  package let documentsHeld: UnsafeMutablePointer<UInt32>
  package let documentsRequested: UnsafeMutablePointer<UInt32>
  /// Where the shipment stands in its panel's list of members.
  package let slot: UnsafeMutablePointer<UInt32>
  package let heard: UnsafeMutablePointer<UInt32>
  package let stageSince: UnsafeMutablePointer<UInt32>
  package let eta: UnsafeMutablePointer<UInt32>
  package let holdDue: UnsafeMutablePointer<UInt32>
  package let heldSince: UnsafeMutablePointer<UInt32>
  /// The first limit that an authority has set for an open hold; 0 where it has set none.
  package let limit: UnsafeMutablePointer<UInt32>
  /// The declaration's number with customs that was heard last.
  package let exportMRN: UnsafeMutablePointer<UInt32>
  package let importMRN: UnsafeMutablePointer<UInt32>
  package let at: UnsafeMutablePointer<UInt16>
  package let flags: UnsafeMutablePointer<UInt16>
  package let claims: UnsafeMutablePointer<UInt16>
  /// The roles that have an open hold, one bit each.
  package let holdOwners: UnsafeMutablePointer<UInt16>
  package let milestone: UnsafeMutablePointer<UInt8>
  package let stage: UnsafeMutablePointer<UInt8>
  package let panel: UnsafeMutablePointer<UInt8>
  package let attempts: UnsafeMutablePointer<UInt8>
  package let lateClaims: UnsafeMutablePointer<UInt8>
  package let disputes: UnsafeMutablePointer<UInt8>
  /// The milestone that was claimed while a hold was open, plus 1; 0 when there is none.
  package let pending: UnsafeMutablePointer<UInt8>
  /// The earliest stage that an open hold stops; 255 when none is open.
  package let holdStage: UnsafeMutablePointer<UInt8>
  /// What has become of the declarations at export and at import.
  package let exportState: UnsafeMutablePointer<UInt8>
  package let importState: UnsafeMutablePointer<UInt8>

  // What the order said.

  package let valueMinor: UnsafeMutablePointer<Int64>
  package let order: UnsafeMutablePointer<UInt32>
  package let reference: UnsafeMutablePointer<UInt32>
  package let merchant: UnsafeMutablePointer<UInt32>
  package let consignee: UnsafeMutablePointer<UInt32>
  package let platform: UnsafeMutablePointer<UInt32>
  package let carrier: UnsafeMutablePointer<UInt32>
  package let goods: UnsafeMutablePointer<UInt32>
  package let destinationText: UnsafeMutablePointer<UInt32>
  package let hs: UnsafeMutablePointer<UInt32>
  package let weightGrams: UnsafeMutablePointer<Int32>
  package let euroCents: UnsafeMutablePointer<Int32>
  package let placed: UnsafeMutablePointer<UInt32>
  package let promise: UnsafeMutablePointer<UInt32>
  package let origin: UnsafeMutablePointer<UInt16>
  package let destination: UnsafeMutablePointer<UInt16>
  package let lane: UnsafeMutablePointer<UInt16>
  package let originCountry: UnsafeMutablePointer<UInt16>
  package let destinationCountry: UnsafeMutablePointer<UInt16>
  package let currency: UnsafeMutablePointer<UInt16>
  package let mode: UnsafeMutablePointer<UInt8>
  package let incoterm: UnsafeMutablePointer<UInt8>

  private let course: UnsafeMutableRawPointer
  private var terms: Terms

  /// How many bytes of a page events move, and how many an order says for good.
  static let courseBytes = rows * (3 * 8 + 17 * 4 + 4 * 2 + 10)
  static let termsBytes = rows * (8 + 13 * 4 + 6 * 2 + 2)
  /// How many bytes a page is long.
  package static let byteCount = courseBytes + termsBytes

  /// What a snapshot must have been written with to be read: changes whenever a column is added, moved or removed,
  /// or comes to mean something else.
  package static let layout = "page-\(rows)-\(byteCount)-11"

  /// The block of what orders said, which pages may share.
  private final class Terms: @unchecked Sendable {  // written to only by a page that holds it alone
    let block = PageMemory.terms.take()

    deinit { PageMemory.terms.giveBack(block) }
  }

  /// A page of zeros.
  package convenience init() {
    self.init(Terms())
    course.initializeMemory(as: UInt8.self, repeating: 0, count: Page.courseBytes)
    terms.block.initializeMemory(as: UInt8.self, repeating: 0, count: Page.termsBytes)
  }

  /// A page over a block of terms, with anything in it.
  private init(_ terms: Terms) {
    course = PageMemory.course.take()
    self.terms = terms
    var cut = Cutter(next: course)
    seen = cut.column()
    sequence = cut.column()
    happened = cut.column()
    version = cut.column()
    owner = cut.column()
    atText = cut.column()
    openHolds = cut.column()
    everHeld = cut.column()
    documentsNeeded = cut.column()
    documentsHeld = cut.column()
    documentsRequested = cut.column()
    slot = cut.column()
    heard = cut.column()
    stageSince = cut.column()
    eta = cut.column()
    holdDue = cut.column()
    heldSince = cut.column()
    limit = cut.column()
    exportMRN = cut.column()
    importMRN = cut.column()
    at = cut.column()
    flags = cut.column()
    claims = cut.column()
    holdOwners = cut.column()
    milestone = cut.column()
    stage = cut.column()
    panel = cut.column()
    attempts = cut.column()
    lateClaims = cut.column()
    disputes = cut.column()
    pending = cut.column()
    holdStage = cut.column()
    exportState = cut.column()
    importState = cut.column()
    precondition(cut.next == course + Page.courseBytes, "the columns do not fill the page")
    cut = Cutter(next: terms.block)
    valueMinor = cut.column()
    order = cut.column()
    reference = cut.column()
    merchant = cut.column()
    consignee = cut.column()
    platform = cut.column()
    carrier = cut.column()
    goods = cut.column()
    destinationText = cut.column()
    hs = cut.column()
    weightGrams = cut.column()
    euroCents = cut.column()
    placed = cut.column()
    promise = cut.column()
    origin = cut.column()
    destination = cut.column()
    lane = cut.column()
    originCountry = cut.column()
    destinationCountry = cut.column()
    currency = cut.column()
    mode = cut.column()
    incoterm = cut.column()
    precondition(cut.next == terms.block + Page.termsBytes, "the columns do not fill the page")
  }

  /// A copy of a page, which shares what its orders said.
  package convenience init(copy other: Page) {
    self.init(other.terms)
    course.copyMemory(from: other.course, byteCount: Page.courseBytes)
  }

  /// A copy of a page that shares nothing, so that an order can be written to it.
  convenience init(whole other: Page) {
    self.init(Terms())
    course.copyMemory(from: other.course, byteCount: Page.courseBytes)
    terms.block.copyMemory(from: other.terms.block, byteCount: Page.termsBytes)
  }

  /// A page from the bytes of a snapshot; nil unless there are exactly as many as a page is long.
  package convenience init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Page.byteCount, let start = bytes.baseAddress else { return nil }
    self.init(Terms())
    course.copyMemory(from: start, byteCount: Page.courseBytes)
    terms.block.copyMemory(from: start + Page.courseBytes, byteCount: Page.termsBytes)
  }

  deinit { PageMemory.course.giveBack(course) }

  /// Where the columns lie that events move, and those that orders fill.
  var courseStart: UnsafeRawPointer { UnsafeRawPointer(course) }
  var termsStart: UnsafeRawPointer { UnsafeRawPointer(valueMinor) }

  /// Whether no other page shares what the orders said.
  var holdsTermsAlone: Bool { isKnownUniquelyReferenced(&terms) }

  /// The page's bytes, for a snapshot.
  package var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Page.byteCount) { bytes, count in
      guard let start = UnsafeMutableRawPointer(bytes.baseAddress) else { return }
      start.copyMemory(from: course, byteCount: Page.courseBytes)
      (start + Page.courseBytes).copyMemory(from: terms.block, byteCount: Page.termsBytes)
      count = Page.byteCount
    }
  }

  /// Cuts one column after the other off a block.
  private struct Cutter {
    var next: UnsafeMutableRawPointer

    mutating func column<Value: BitwiseCopyable>() -> UnsafeMutablePointer<Value> {
      let column = next.bindMemory(to: Value.self, capacity: Page.rows)
      next += Page.rows * MemoryLayout<Value>.stride
      return column
    }
  }
}

/// What is true of a shipment beside its milestone, in one word.
package struct ShipmentFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package var rawValue: UInt16
  @inlinable
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// It belongs to the simulation.
  @inlinable @inline(__always) package static var simulated: ShipmentFlags { ShipmentFlags(rawValue: 1) }
  /// Its way has ended.
  @inlinable @inline(__always) package static var ended: ShipmentFlags { ShipmentFlags(rawValue: 2) }
  /// It is, or was on its way, damaged.
  @inlinable @inline(__always) package static var damaged: ShipmentFlags { ShipmentFlags(rawValue: 4) }
  /// Its carrier said that it is delayed.
  @inlinable @inline(__always) package static var delayed: ShipmentFlags { ShipmentFlags(rawValue: 8) }
  /// It was delivered after what was promised.
  @inlinable @inline(__always) package static var deliveredLate: ShipmentFlags { ShipmentFlags(rawValue: 16) }
  /// A claim was heard more than once.
  @inlinable @inline(__always) package static var repeated: ShipmentFlags { ShipmentFlags(rawValue: 32) }
  /// It was delivered once, whatever came after.
  @inlinable @inline(__always) package static var wasDelivered: ShipmentFlags { ShipmentFlags(rawValue: 64) }
  /// It goes back without having been delivered.
  @inlinable @inline(__always) package static var goesBack: ShipmentFlags { ShipmentFlags(rawValue: 128) }

  // The six bits from 256 on say which parts of its data were corrected: ``DeclaredField/flag``.

  /// Something of its order's terms was corrected.
  @inlinable @inline(__always) package static var termsCorrected: ShipmentFlags { ShipmentFlags(rawValue: 16384) }
  /// Its order says something beside its goods.
  @inlinable @inline(__always) package static var termsStated: ShipmentFlags { ShipmentFlags(rawValue: 32768) }

  /// Whether all of `other` are set; without the detour over the protocol, for loops over columns.
  @inlinable
  @inline(__always)
  package func contains(_ other: ShipmentFlags) -> Bool { rawValue & other.rawValue == other.rawValue }
}
