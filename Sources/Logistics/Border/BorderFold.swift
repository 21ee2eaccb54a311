import Atlas
package import Measures

// The border's figures are folded from events alone, without a board: of every shipment only what they need is remembered, 40 bytes.
//
//   event ─► parcel (declared when, held for, where, whose, which chapter, which papers)
//              └ decided, or a hold ends ─► the sums of that day
//
//   older │ 24 Oct │ 25 Oct │ …                    … │ 21 Nov │ 22 Nov      days of UTC
//   ──────┴────────┴────────┴────────────────────────┴────────┴────────
//    all before     ◄──────────── last 30 days ─────────────────────►       a window is the sum of its days and of the holds that stand
//                                        ◄──── last 7 ──────────────►
//
// What is so many days old that no window asks for it by itself is added to what is older: the sums take room by how many places,
// merchants and chapters there are, not by how many events. Whatever is told of a time after the one at which it was heard counts on the
// day on which it was heard.

/// Folds the border's figures from a journal's events, in their order.
package struct BorderFold: Sendable {
  /// How many days are kept apart.
  package let daysKept: Int
  /// When the first event was heard; nil before it.
  package private(set) var since: Instant?
  /// The latest instant heard of.
  package private(set) var until: Instant = .epoch
  /// How many events were folded in.
  package private(set) var eventCount = 0
  /// How many shipments there are.
  package var shipmentCount: Int { parcels.count }

  private var parcels: ContiguousArray<Parcel> = []
  /// The days kept apart, the last one is ``lastDay``.
  private var days: [BorderFigures] = []
  private var older = BorderFigures()
  private var lastDay: Int64 = 0
  private var waiting: [HoldKey: BorderHold] = [:]
  /// What the desk ended, until it is held anew for the same reason.
  private var endedAtDesk: [HoldKey: (hold: BorderHold, at: Instant)] = [:]

  /// A fold of no events that can tell windows of so many days, at least one.
  package init(daysKept: Int = 30) { self.daysKept = max(1, daysKept) }

  /// What is remembered of a shipment.
  private struct Parcel {
    /// When it was declared, in milliseconds; see ``never``.
    var declaredExport = Parcel.never
    var declaredImport = Parcel.never
    /// The reasons for which it was held on a passage that is not decided, a bit each.
    var holdsExport: UInt32 = 0
    var holdsImport: UInt32 = 0
    var merchant: TextID = .none
    var placeText: TextID = .none
    var papers: UInt32 = 0
    var place: PlaceID = .none
    var chapter: UInt8 = 0
    var marks: UInt8 = 0

    static let never = Int64.min
    static let simulated: UInt8 = 1
    static let exportReleased: UInt8 = 2
    static let importReleased: UInt8 = 4
    static let selected: UInt8 = 8
    static let lookedAt: UInt8 = 16

    func gate(_ side: BorderSide) -> BorderFigures.Gate {
      BorderFigures.Gate(place: place, placeText: placeText, side: side)
    }
  }

  private struct HoldKey: Hashable {
    let shipment: UInt32
    let reason: HoldReason
  }

  // MARK: - Folding

  /// Takes in the journal's next event; one of a shipment that was not ordered yet says nothing.
  package mutating func apply(_ event: Event) {
    note(event.at)
    switch event.what {
    case .ordered(let order): begin(order, event.shipment)
    case .claimed(let claim) where claim.kind == .actual:
      hear(
        claim.milestone, claim.verdict, at: claim.happened, heard: event.at, place: claim.place,
        placeText: claim.placeText, of: event.shipment)
    case .holdOpened(let hold): open(hold, heard: event.at, of: event.shipment)
    case .holdClosed(let hold): close(hold.reason, by: event.by.role, at: event.at, of: event.shipment)
    case .documentAttached(let paper): with(event.shipment) { $0.papers |= DocumentSet(paper.document).rawValue }
    case .documentWithdrawn(let paper): with(event.shipment) { $0.papers &= ~DocumentSet(paper.document).rawValue }
    case .amended(let amendment):
      guard amendment.field == .hs else { return }
      with(event.shipment) { $0.chapter = BorderFold.chapter(UInt32(clamping: amendment.after.number)) }
    case .corrected(let correction):
      guard correction.withdrawn != correction.standing else { return }
      with(event.shipment) { $0.marks &= ~BorderFold.released(correction.withdrawn) }
    case .tookBack(let taken):
      if !taken.isRedo { forget(openedAt: taken.deed, endedAt: event.at, of: event.shipment) }
    case .lined, .stated, .claimed, .documentRequested, .noted, .owned, .alarm, .declared, .holdPassed: break
    }
  }

  /// Takes in the journal's next entry; of what says nothing about the border the bytes are not looked at.
  ///
  /// - Returns: false where the entry cannot be understood, or opens a shipment out of turn.
  package mutating func apply(
    shipment: ShipmentID, kind number: UInt64, at: Instant, body: UnsafeRawBufferPointer, _ names: Vocabulary
  ) -> Bool {
    guard let kind = names.event(number) else { return false }
    switch kind {
    case .lined, .stated, .documentRequested, .noted, .owned, .alarm, .declared, .holdPassed:
      note(at)
      return true
    case .claimed:
      note(at)
      return hear(body, at: at, of: shipment, names)
    case .ordered:
      guard shipment.index == parcels.count else { return false }
    case .holdOpened, .holdClosed, .documentAttached, .documentWithdrawn, .corrected, .amended, .tookBack: break
    }
    guard let event = Event(shipment: shipment, kind: number, at: at, body: body, names) else { return false }
    apply(event)
    return true
  }

  /// Hears a claim from its bytes, as far as its place: what is behind that says nothing here.
  private mutating func hear(
    _ body: UnsafeRawBufferPointer, at: Instant, of id: ShipmentID, _ names: Vocabulary
  ) -> Bool {
    var fields = FieldReader(body)
    _ = fields.number()
    _ = fields.number()
    guard let milestone = names.milestone(fields.number()), let kind = names.kind(fields.number()),
      let verdict = names.verdict(fields.number())
    else { return false }
    guard kind == .actual else { return true }
    let happened = at - Span(milliseconds: fields.signed())
    _ = fields.number()
    guard let place = names.place(fields.number()) else { return false }
    let placeText = fields.text()
    guard !fields.failed else { return false }
    hear(milestone, verdict, at: happened, heard: at, place: place, placeText: placeText, of: id)
    return true
  }

  /// Counts an event, and goes on to its day.
  private mutating func note(_ at: Instant) {
    eventCount += 1
    if since == nil {
      since = at
      lastDay = BorderFold.day(at)
      days = [BorderFigures()]
    }
    guard at > until else { return }
    until = at
    let day = BorderFold.day(at)
    guard day > lastDay else { return }
    if day - lastDay >= Int64(daysKept) {
      for figures in days { older.add(figures) }
      days = [BorderFigures()]
    } else {
      while lastDay < day {
        days.append(BorderFigures())
        lastDay += 1
      }
      if days.count > daysKept {
        for figures in days.prefix(days.count - daysKept) { older.add(figures) }
        days.removeFirst(days.count - daysKept)
      }
    }
    lastDay = day
    // What the desk ended long ago stays ended: the world has moved on.
    let final = endedAtDesk.filter { at - $0.value.at > BorderFold.takenBackWithin }
    for (key, ended) in final {
      endedAtDesk[key] = nil
      count(ended.hold, until: ended.at)
    }
  }

  /// How long what the desk ended may be taken back and count as if it had not been; an assumption.
  private static let takenBackWithin = Span.days(7)

  private mutating func begin(_ order: Event.Ordered, _ id: ShipmentID) {
    guard id.index == parcels.count else { return }
    var parcel = Parcel()
    parcel.merchant = order.merchant
    parcel.place = order.origin
    parcel.papers = order.documentsHeld.rawValue
    parcel.chapter = BorderFold.chapter(order.hs)
    if order.simulated { parcel.marks = Parcel.simulated }
    parcels.append(parcel)
  }

  @inline(__always)
  private mutating func with(_ id: ShipmentID, _ change: (inout Parcel) -> Void) {
    guard parcels.indices.contains(id.index) else { return }
    change(&parcels[id.index])
  }

  private mutating func hear(
    _ milestone: Milestone, _ verdict: Verdict, at happened: Instant, heard: Instant, place: PlaceID,
    placeText: TextID, of id: ShipmentID
  ) {
    guard !verdict.isDisputed, parcels.indices.contains(id.index) else { return }
    let row = id.index
    parcels[row].marks |= BorderFold.released(milestone)
    if milestone == .selectedForControl { parcels[row].marks |= Parcel.selected }
    if milestone == .inspected { parcels[row].marks |= Parcel.lookedAt }
    guard verdict == .advances else { return }
    if place != .none || placeText != .none {
      parcels[row].place = place
      parcels[row].placeText = placeText
    }
    // A declaration that is lodged again does not begin it anew.
    if milestone == .exportDeclared, parcels[row].declaredExport == Parcel.never {
      parcels[row].declaredExport = happened.milliseconds
    }
    if milestone == .importDeclared, parcels[row].declaredImport == Parcel.never {
      parcels[row].declaredImport = happened.milliseconds
    }
    if milestone == .exportReleased || milestone == .exportRefused {
      decide(.export, isReleased: milestone == .exportReleased, at: happened, heard: heard, row)
    }
    if milestone == .importReleased || milestone == .importRefused {
      decide(.import, isReleased: milestone == .importReleased, at: happened, heard: heard, row)
    }
    // What ends otherwise is decided by nobody at the border.
    guard milestone.nature == .terminal else { return }
    parcels[row].declaredExport = Parcel.never
    parcels[row].declaredImport = Parcel.never
    parcels[row].holdsExport = 0
    parcels[row].holdsImport = 0
  }

  private mutating func decide(
    _ side: BorderSide, isReleased: Bool, at happened: Instant, heard: Instant, _ row: Int
  ) {
    let parcel = parcels[row]
    let (declared, holds) =
      side == .export
      ? (parcel.declaredExport, parcel.holdsExport) : (parcel.declaredImport, parcel.holdsImport)
    if side == .export {
      parcels[row].declaredExport = Parcel.never
      parcels[row].holdsExport = 0
    } else {
      parcels[row].declaredImport = Parcel.never
      parcels[row].holdsImport = 0
    }
    // A control is told of at import alone.
    let controls = side == .import ? parcel.marks & (Parcel.selected | Parcel.lookedAt) : 0
    if side == .import { parcels[row].marks &= ~(Parcel.selected | Parcel.lookedAt) }
    let passage = Passage(
      isReleased: isReleased, isFirstTime: isReleased && holds == 0,
      channel: BorderChannel(
        holds: holds, isSelected: controls & Parcel.selected != 0, isLookedAt: controls & Parcel.lookedAt != 0),
      dwell: declared == Parcel.never ? nil : happened - Instant(milliseconds: declared),
      isSimulated: parcel.marks & Parcel.simulated != 0)
    onDay(of: min(happened, heard)) {
      $0.count(passage, at: parcel.gate(side), of: parcel.merchant, parcel.chapter)
    }
  }

  private mutating func open(_ hold: Event.HoldOpened, heard: Instant, of id: ShipmentID) {
    guard parcels.indices.contains(id.index) else { return }
    let since = min(hold.since, heard)
    guard hold.reason != .operatorHold else {
      if !hold.isAgain { onDay(of: since) { $0.ownHolds += 1 } }
      return
    }
    // Before the way to the border a hold is the trade's own: a doubtful order, a missing payment.
    guard hold.stops >= .export else { return }
    let side = hold.stops <= .export ? BorderSide.export : .import
    let parcel = parcels[id.index]
    if side == .export, parcel.marks & Parcel.exportReleased == 0 {
      parcels[id.index].holdsExport |= hold.reason.bit
    }
    if side == .import, parcel.marks & Parcel.importReleased == 0 {
      parcels[id.index].holdsImport |= hold.reason.bit
    }
    let key = HoldKey(shipment: id.number, reason: hold.reason)
    let ended = endedAtDesk.removeValue(forKey: key)
    if hold.isAgain, let ended {
      waiting[key] = ended.hold
      return
    }
    if let ended { count(ended.hold, until: ended.at) }
    guard waiting[key] == nil else { return }
    waiting[key] = BorderHold(
      reason: hold.reason, since: since, gate: parcel.gate(side), merchant: parcel.merchant, chapter: parcel.chapter,
      isPreventable: hold.reason.preventedBy.map { parcel.papers & DocumentSet($0).rawValue == 0 } ?? false,
      isSimulated: parcel.marks & Parcel.simulated != 0, opened: heard)
  }

  private mutating func close(_ reason: HoldReason, by role: PartyRole, at: Instant, of id: ShipmentID) {
    let key = HoldKey(shipment: id.number, reason: reason)
    guard let hold = waiting.removeValue(forKey: key) else { return }
    if role == .operatorDesk {
      // The desk may take it back: then it stands as before.
      endedAtDesk[key] = (hold, at)
    } else {
      count(hold, until: at)
    }
  }

  /// Forgets a hold that whoever opened it took back: it never was.
  private mutating func forget(openedAt opened: Instant, endedAt ended: Instant, of id: ShipmentID) {
    guard parcels.indices.contains(id.index) else { return }
    for reason in HoldReason.allCases {
      let key = HoldKey(shipment: id.number, reason: reason)
      guard let kept = endedAtDesk[key], kept.at == ended, kept.hold.opened == opened else { continue }
      endedAtDesk[key] = nil
      parcels[id.index].holdsExport &= ~reason.bit
      parcels[id.index].holdsImport &= ~reason.bit
    }
  }

  private mutating func count(_ hold: BorderHold, until end: Instant) {
    onDay(of: hold.since) { $0.count(hold, until: end, isOpen: false) }
  }

  /// Changes the sums of the day of an instant; of a day that is not kept apart, those of what is older.
  private mutating func onDay(of instant: Instant, _ change: (inout BorderFigures) -> Void) {
    let back = lastDay - BorderFold.day(instant)
    if back < Int64(days.count) { change(&days[days.count - 1 - Int(max(0, back))]) } else { change(&older) }
  }

  // MARK: - Figures

  /// The figures of the days up to that of `now`, with those holds that still stand as they are by then.
  ///
  /// - Parameter days: how many days of UTC, the one that runs among them, at most ``daysKept``; nil for all there are.
  package func figures(days: Int?, at now: Instant) -> BorderFigures {
    precondition((days ?? 1) <= daysKept, "a window is no longer than the days that are kept apart")
    let first = days.map { BorderFold.firstDay(of: $0, at: now) } ?? .min
    var figures = BorderFigures()
    if days == nil { figures.add(older) }
    for (back, sums) in self.days.reversed().enumerated() where lastDay - Int64(back) >= first { figures.add(sums) }
    for hold in waiting.values where BorderFold.day(hold.since) >= first {
      figures.count(hold, until: max(now, hold.since), isOpen: true)
    }
    for ended in endedAtDesk.values where BorderFold.day(ended.hold.since) >= first {
      figures.count(ended.hold, until: ended.at, isOpen: false)
    }
    return figures
  }

  /// When a window of so many days begins that ends with the day of `now`.
  package static func start(of days: Int, at now: Instant) -> Instant {
    let (start, overflow) = firstDay(of: days, at: now).multipliedReportingOverflow(by: dayLength)
    return Instant(milliseconds: overflow ? .min : start)
  }

  private static func firstDay(of days: Int, at now: Instant) -> Int64 { day(now) - Int64(days) + 1 }

  private static let dayLength: Int64 = 86_400_000

  private static func day(_ instant: Instant) -> Int64 {
    let (day, rest) = instant.milliseconds.quotientAndRemainder(dividingBy: dayLength)
    return rest < 0 ? day - 1 : day
  }

  @inline(__always)
  private static func chapter(_ hs: UInt32) -> UInt8 { UInt8(clamping: min(hs / 10_000, 99)) }

  @inline(__always)
  private static func released(_ milestone: Milestone) -> UInt8 {
    milestone == .exportReleased ? Parcel.exportReleased : milestone == .importReleased ? Parcel.importReleased : 0
  }
}
