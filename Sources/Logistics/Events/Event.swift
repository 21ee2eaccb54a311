package import Atlas
package import Measures

// What the journal holds. An event says what happened to one shipment, who says so and when the control room heard; every
// payload is plain data of fixed size (texts go by their number), so that millions of events pass without an allocation.
//
//   ordered ─ lined* ─ stated* ─┬─ claimed ───────────┬─ holdOpened ─ holdPassed* ─ holdClosed
//                               ├─ documentRequested ─┴─ documentAttached ─ documentWithdrawn
//                               ├─ declared · amended                         at the border: see BorderEvents
//                               └─ noted · owned · corrected · tookBack
//   alarm                                                                       about no shipment: see AlarmStep

/// One recorded fact about one shipment.
package struct Event: Sendable, BitwiseCopyable {
  /// The shipment it is about.
  package var shipment: ShipmentID
  /// Who says or did it.
  package var by: Actor
  /// When the control room heard of it or did it, on the control room's clock.
  package var at: Instant
  /// What happened.
  package var what: What

  /// An event about `shipment`.
  @inlinable
  package init(_ shipment: ShipmentID, by actor: Actor, at instant: Instant, _ what: What) {
    self.shipment = shipment
    by = actor
    at = instant
    self.what = what
  }

  /// The kinds of event, closed.
  package enum What: Sendable, BitwiseCopyable {
    /// An order came in and its shipment was opened.
    case ordered(Ordered)
    /// One line of the order.
    case lined(OrderLine)
    /// One of the order's terms.
    case stated(Statement)
    /// Somebody said that a milestone was reached, will be, or should be.
    case claimed(Claim)
    /// A hold began.
    case holdOpened(HoldOpened)
    /// A hold ended.
    case holdClosed(HoldClosed)
    /// A document was asked for.
    case documentRequested(Paper)
    /// A document was put into the folder.
    case documentAttached(Paper)
    /// A document was taken out of the folder again.
    case documentWithdrawn(Paper)
    /// Somebody wrote a note.
    case noted(Note)
    /// Somebody took or was given the care of it.
    case owned(Ownership)
    /// A milestone the desk had claimed was taken back.
    case corrected(Correction)
    /// A message about a declaration was sent or heard.
    case declared(Declared)
    /// A hold changed hands, or was asked about again.
    case holdPassed(HoldPassed)
    /// What is declared of the goods was corrected.
    case amended(Amendment)
    /// A deed of the desk was taken back; what that took stands in the events beside this one.
    case tookBack(TakenBack)
    /// An alarm took a step; about no shipment.
    case alarm(AlarmStep)
  }

  /// An order as it was placed, with the shipment that carries it.
  package struct Ordered: Sendable, BitwiseCopyable {
    /// The order's own number at the shop or platform; several shipments may carry one order.
    package var order: TextID
    /// What the outside calls the shipment: tracking number, SSCC, waybill; none for those that go by their own number.
    package var reference: TextID
    package var merchant: TextID
    /// The buyer, to whom it is consigned.
    package var consignee: TextID
    package var platform: TextID
    package var carrier: TextID
    /// The first line's goods in words, with the count of the others.
    package var goods: TextID
    /// How the buyer paid.
    package var payment: TextID
    /// Where it starts and ends; `destinationText` where the atlas has no such place.
    package var origin: PlaceID
    package var destination: PlaceID
    package var destinationText: TextID
    package var originCountry: Country
    package var destinationCountry: Country
    package var lane: LaneID
    package var mode: TransportMode
    package var incoterm: Incoterm
    /// Six digits of HS of the first line; 0 when not given.
    package var hs: UInt32
    package var weight: Grams
    /// The goods' value over all lines.
    package var value: Money
    package var placedAt: Instant
    package var placedOffset: ZoneOffset
    /// Until when delivery was promised; the epoch when nothing was.
    package var promise: Instant
    /// Documents its way asks for.
    package var documentsNeeded: DocumentSet
    /// Documents that came with the order.
    package var documentsHeld: DocumentSet
    /// Whether it belongs to the simulation.
    package var simulated: Bool

    /// An order of which nothing but the time is known; the caller fills in the rest.
    package init(placedAt: Instant) {
      order = .none
      reference = .none
      merchant = .none
      consignee = .none
      platform = .none
      carrier = .none
      goods = .none
      payment = .none
      origin = .none
      destination = .none
      destinationText = .none
      originCountry = .none
      destinationCountry = .none
      lane = .none
      mode = .unknown
      incoterm = .unstated
      hs = 0
      weight = Grams(0)
      value = Money(minor: 0, .none)
      self.placedAt = placedAt
      placedOffset = .utc
      promise = .epoch
      documentsNeeded = []
      documentsHeld = []
      simulated = false
    }
  }

  /// One line of an order.
  package struct OrderLine: Sendable, BitwiseCopyable {
    package var goods: TextID
    package var hs: UInt32
    package var quantity: Int32
    /// The value of the whole line.
    package var value: Money
    /// The weight of the whole line.
    package var weight: Grams

    /// A line of `quantity` pieces.
    package init(goods: TextID, hs: UInt32, quantity: Int32, value: Money, weight: Grams) {
      self.goods = goods
      self.hs = hs
      self.quantity = quantity
      self.value = value
      self.weight = weight
    }
  }

  /// One of an order's terms, as the order says it.
  package struct Statement: Hashable, Sendable, BitwiseCopyable {
    package var field: DeclaredField
    package var value: DeclaredValue

    /// The value of a field.
    package init(_ field: DeclaredField, _ value: DeclaredValue) {
      self.field = field
      self.value = value
    }
  }

  /// What somebody says of a milestone, and what became of the saying.
  package struct Claim: Sendable, BitwiseCopyable {
    package var milestone: Milestone
    package var kind: ClaimKind
    /// What the control room made of it when it heard.
    package var verdict: Verdict
    /// When it happened, or will, by the one who says so.
    package var happened: Instant
    /// That party's offset from UTC; `offsetAssumed` says whether it was stated.
    package var offset: ZoneOffset
    package var offsetAssumed: Bool
    package var place: PlaceID
    /// The place in the party's words, where the atlas has no such place.
    package var placeText: TextID
    /// The code by which the party said it.
    package var foreignCode: TextID
    /// The hold's reason, where the milestone is a hold and one was stated.
    package var reason: HoldReason?
    package var note: TextID
    /// What tells this very claim from every other, where it came from a file; 0 otherwise.
    package var fingerprint: UInt64

    /// A claim of an actual milestone; the caller fills in the rest.
    package init(_ milestone: Milestone, happened: Instant, offset: ZoneOffset = .utc, place: PlaceID = .none) {
      self.milestone = milestone
      kind = .actual
      verdict = .beside
      self.happened = happened
      self.offset = offset
      offsetAssumed = false
      self.place = place
      placeText = .none
      foreignCode = .none
      reason = nil
      note = .none
      fingerprint = 0
    }
  }

  /// The start of a hold.
  package struct HoldOpened: Sendable, BitwiseCopyable {
    package var reason: HoldReason
    /// When it began; a hold that is opened again keeps its first beginning.
    package var since: Instant
    /// When what happens if ignored happens; the epoch while an authority's own clock runs.
    package var due: Instant
    /// The first stage that the shipment cannot go on in while the hold is open.
    package var stops: Stage
    package var note: TextID
    /// Whether it was open before and is opened again, by taking its end back: then it is no further hold.
    package var isAgain = false
    /// Who has it, where that is not whoever must act by its reason.
    package var owner: PartyRole
    /// How it came about.
    package var step = HoldStep.opened
    /// The limit that an authority has set; the epoch where it has set none.
    package var limit = Instant.epoch
    /// What is due for it; of no currency where that is not known.
    package var amount = Money(minor: 0, .none)
    /// Since when it is with its owner, where that is not its beginning: of a hold that is opened again; the epoch otherwise.
    package var turnSince = Instant.epoch
    /// How long our clock had run before that.
    package var ranBefore = Span.zero

    /// Whether it says more than holds say for which nobody set a limit, an amount or another owner.
    var saysMore: Bool {
      owner != reason.mustAct || step != .opened || limit != .epoch || amount.currency != .none || hasTurned
    }

    /// Whether it had gone through other hands before.
    var hasTurned: Bool { turnSince != .epoch }

    /// A hold that began at `since` and stops the way from the stage `stops` on.
    package init(_ reason: HoldReason, stops: Stage, since: Instant, due: Instant, note: TextID = .none) {
      self.reason = reason
      self.stops = stops
      self.since = since
      self.due = due
      self.note = note
      owner = reason.mustAct
    }
  }

  /// The end of a hold.
  package struct HoldClosed: Sendable, BitwiseCopyable {
    package var reason: HoldReason
    package var note: TextID

    /// The end of the hold for `reason`.
    package init(_ reason: HoldReason, note: TextID = .none) {
      self.reason = reason
      self.note = note
    }
  }

  /// A document that was asked for, attached or withdrawn.
  package struct Paper: Sendable, BitwiseCopyable {
    package var document: Document
    package var note: TextID

    /// The document, with a note.
    package init(_ document: Document, note: TextID = .none) {
      self.document = document
      self.note = note
    }
  }

  /// A note in an operator's or a party's words.
  package struct Note: Sendable, BitwiseCopyable {
    package var text: TextID

    /// A note of this text.
    package init(_ text: TextID) { self.text = text }
  }

  /// Who cares for it from now on.
  package struct Ownership: Sendable, BitwiseCopyable {
    package var owner: TextID

    /// The care of `owner`; none gives it back.
    package init(_ owner: TextID) { self.owner = owner }
  }

  /// Which deed was taken back: every deed of the desk has an instant of its own.
  package struct TakenBack: Sendable, BitwiseCopyable {
    /// The instant of the deed.
    package var deed: Instant
    /// Whether that deed was itself a taking back, so that what it took is done again by the events after this one.
    package var isRedo: Bool

    /// Takes back the deed of this instant.
    package init(deed: Instant, isRedo: Bool = false) {
      self.deed = deed
      self.isRedo = isRedo
    }
  }

  /// What a claim of the desk that is taken back leaves behind.
  package struct Correction: Sendable, BitwiseCopyable {
    /// The milestone taken back.
    package var withdrawn: Milestone
    /// The milestone that stands again.
    package var standing: Milestone
    /// When that one happened.
    package var happened: Instant
    /// Whether the milestone taken back had waited behind a hold that is open again now: then it waits again.
    package var waits: Bool

    /// Takes back `withdrawn`, so that `standing` stands again.
    package init(withdrawn: Milestone, standing: Milestone, happened: Instant, waits: Bool = false) {
      self.withdrawn = withdrawn
      self.standing = standing
      self.happened = happened
      self.waits = waits
    }
  }
}

/// Whether a claim speaks of the past, of a forecast or of a plan.
package enum ClaimKind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case actual, estimated, planned

  /// The stable name, as it stands in journals and files.
  package var name: String {
    switch self {
    case .actual: "actual"
    case .estimated: "estimated"
    case .planned: "planned"
    }
  }
}

/// What the control room made of a claim when it heard it. Every claim is kept, whatever the verdict.
package enum Verdict: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// It moves the shipment on.
  case advances
  /// It is kept beside the way: a notice, a hold, a forecast.
  case beside
  /// It says again what is known.
  case repeats
  /// It tells of something that happened before what is known already.
  case late
  /// It contradicts the order of stages: a stage that is already left, at a later time.
  case outOfOrder
  /// It claims a move while a hold is open; it waits until the hold is closed.
  case blocked
  /// It claims a move after the end of the way.
  case afterEnd

  /// The stable name, as it stands in journals and files.
  package var name: String {
    switch self {
    case .advances: "advances"
    case .beside: "beside"
    case .repeats: "repeats"
    case .late: "late"
    case .outOfOrder: "out_of_order"
    case .blocked: "blocked"
    case .afterEnd: "after_end"
    }
  }

  /// Whether a person should look at it: it contradicts what else is known.
  package var isDisputed: Bool { self == .outOfOrder || self == .blocked || self == .afterEnd }
}
