import Atlas

// Stable names in, integers out. A journal holds the names of milestones, reasons, places … once each, in its dictionary, and
// their numbers everywhere else. Which number a name has differs from journal to journal; which row a milestone has in
// memory may differ from release to release. The vocabulary is the bridge between the two, both ways by one look into an array.

/// The dictionary numbers of everything that has a stable name.
package struct Vocabulary: Sendable {
  private var events = Half(), milestones = Half(), reasons = Half(), documents = Half(), roles = Half()
  private var modes = Half(), incoterms = Half(), kinds = Half(), verdicts = Half(), stages = Half()
  private var places = Half(), lanes = Half(), moves = Half(), dispositions = Half()
  private var sides = Half(), messages = Half(), states = Half(), steps = Half(), fields = Half()

  /// Knows nothing yet.
  init() {}

  /// Learns every stable name from a dictionary, adding those that are not in it.
  init(learning texts: inout TextTable) {
    events.learn(EventKind.allCases.map(\.name), &texts)
    milestones.learn(Milestone.allCases.map(\.name), &texts)
    reasons.learn(HoldReason.allCases.map(\.code), &texts)
    documents.learn(Document.allCases.map(\.name), &texts)
    roles.learn(PartyRole.allCases.map(\.name), &texts)
    modes.learn(TransportMode.allCases.map { "mode:" + $0.name }, &texts)
    incoterms.learn(Incoterm.allCases.map { "incoterm:" + $0.code }, &texts)
    kinds.learn(ClaimKind.allCases.map(\.name), &texts)
    verdicts.learn(Verdict.allCases.map(\.name), &texts)
    stages.learn(Stage.allCases.map { "stage:" + $0.name }, &texts)
    places.learn(Atlas.places.dropFirst().map { "place:" + $0.code }, &texts)
    lanes.learn(Atlas.lanes.dropFirst().map { "lane:" + $0.code }, &texts)
    moves.learn(AlarmMove.allCases.map { "alarm:" + $0.name }, &texts)
    dispositions.learn(AlarmDisposition.allCases.map { "disposition:" + $0.name }, &texts)
    sides.learn(BorderSide.allCases.map { "border:" + $0.name }, &texts)
    messages.learn(CustomsMessage.allCases.map { "message:" + $0.name }, &texts)
    states.learn(DeclarationState.allCases.map { "declaration:" + $0.name }, &texts)
    steps.learn(HoldStep.allCases.map { "step:" + $0.name }, &texts)
    fields.learn(DeclaredField.allCases.map { "field:" + $0.name }, &texts)
  }

  /// The dictionary number of an event's kind, as it stands in the journal.
  package func kindNumber(of event: Event) -> UInt32 { number(event.kind) }

  @inline(__always) func number(_ value: EventKind) -> UInt32 { events.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: Milestone) -> UInt32 { milestones.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: HoldReason) -> UInt32 { reasons.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: Document) -> UInt32 { documents.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: PartyRole) -> UInt32 { roles.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: TransportMode) -> UInt32 { modes.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: Incoterm) -> UInt32 { incoterms.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: ClaimKind) -> UInt32 { kinds.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: Verdict) -> UInt32 { verdicts.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: Stage) -> UInt32 { stages.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: AlarmMove) -> UInt32 { moves.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: AlarmDisposition) -> UInt32 { dispositions.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: BorderSide) -> UInt32 { sides.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: CustomsMessage) -> UInt32 { messages.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: DeclarationState) -> UInt32 { states.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: HoldStep) -> UInt32 { steps.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: DeclaredField) -> UInt32 { fields.number(value.rawValue.asInt) }
  @inline(__always) func number(_ value: PlaceID) -> UInt32 {
    value.row == 0 ? 0 : places.number(Int(value.row) - 1)
  }
  @inline(__always) func number(_ value: LaneID) -> UInt32 { value.row == 0 ? 0 : lanes.number(Int(value.row) - 1) }

  func event(_ number: UInt64) -> EventKind? { events.row(number).flatMap { EventKind(rawValue: UInt8($0)) } }
  func milestone(_ number: UInt64) -> Milestone? { milestones.row(number).flatMap { Milestone(rawValue: UInt8($0)) } }
  func reason(_ number: UInt64) -> HoldReason? { reasons.row(number).flatMap { HoldReason(rawValue: UInt8($0)) } }
  func document(_ number: UInt64) -> Document? { documents.row(number).flatMap { Document(rawValue: UInt8($0)) } }
  func role(_ number: UInt64) -> PartyRole? { roles.row(number).flatMap { PartyRole(rawValue: UInt8($0)) } }
  func mode(_ number: UInt64) -> TransportMode? { modes.row(number).flatMap { TransportMode(rawValue: UInt8($0)) } }
  func incoterm(_ number: UInt64) -> Incoterm? { incoterms.row(number).flatMap { Incoterm(rawValue: UInt8($0)) } }
  func kind(_ number: UInt64) -> ClaimKind? { kinds.row(number).flatMap { ClaimKind(rawValue: UInt8($0)) } }
  func verdict(_ number: UInt64) -> Verdict? { verdicts.row(number).flatMap { Verdict(rawValue: UInt8($0)) } }
  func stage(_ number: UInt64) -> Stage? { stages.row(number).flatMap { Stage(rawValue: UInt8($0)) } }
  func move(_ number: UInt64) -> AlarmMove? { moves.row(number).flatMap { AlarmMove(rawValue: UInt8($0)) } }
  func disposition(_ number: UInt64) -> AlarmDisposition? {
    dispositions.row(number).flatMap { AlarmDisposition(rawValue: UInt8($0)) }
  }
  func side(_ number: UInt64) -> BorderSide? { sides.row(number).flatMap { BorderSide(rawValue: UInt8($0)) } }
  func message(_ number: UInt64) -> CustomsMessage? {
    messages.row(number).flatMap { CustomsMessage(rawValue: UInt8($0)) }
  }
  func state(_ number: UInt64) -> DeclarationState? {
    states.row(number).flatMap { DeclarationState(rawValue: UInt8($0)) }
  }
  func step(_ number: UInt64) -> HoldStep? { steps.row(number).flatMap { HoldStep(rawValue: UInt8($0)) } }
  func field(_ number: UInt64) -> DeclaredField? { fields.row(number).flatMap { DeclaredField(rawValue: UInt8($0)) } }
  func place(_ number: UInt64) -> PlaceID? {
    number == 0 ? PlaceID.none : places.row(number).map { PlaceID(row: UInt16($0 + 1)) }
  }
  func lane(_ number: UInt64) -> LaneID? {
    number == 0 ? LaneID.none : lanes.row(number).map { LaneID(row: UInt16($0 + 1)) }
  }

  /// One table of names: row to number, and number back to row.
  private struct Half: Sendable {
    private var numbers: [UInt32] = []
    /// The row of a number, plus 1, for the small numbers that a journal's first names have; 0 for none.
    private var rows: [UInt16] = []
    /// The rows of names that a journal learnt late.
    private var lateRows: [UInt32: UInt16] = [:]
    private static let smallNumbers = 1 << 14

    mutating func learn(_ names: [String], _ texts: inout TextTable) {
      numbers = names.map { texts.intern($0).number }
      for (row, number) in numbers.enumerated() {
        guard number < Self.smallNumbers else {
          lateRows[number] = UInt16(row + 1)
          continue
        }
        while rows.count <= Int(number) { rows.append(0) }
        rows[Int(number)] = UInt16(row + 1)
      }
    }

    @inline(__always)
    func number(_ row: Int) -> UInt32 { numbers[row] }

    func row(_ number: UInt64) -> Int? {
      let row = number < UInt64(rows.count) ? rows[Int(number)] : late(number)
      return row == 0 ? nil : Int(row) - 1
    }

    private func late(_ number: UInt64) -> UInt16 {
      lateRows.isEmpty ? 0 : UInt32(exactly: number).flatMap { lateRows[$0] } ?? 0
    }
  }
}

/// The kinds of event by their stable names.
package enum EventKind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case ordered, lined, claimed, holdOpened, holdClosed, documentRequested, documentAttached, documentWithdrawn
  case noted, owned, corrected, tookBack, alarm, declared, holdPassed, amended, stated

  /// The stable name, as it stands in the journal.
  package var name: String {
    switch self {
    case .ordered: "ordered"
    case .lined: "lined"
    case .claimed: "claimed"
    case .holdOpened: "hold_opened"
    case .holdClosed: "hold_closed"
    case .documentRequested: "document_requested"
    case .documentAttached: "document_attached"
    case .documentWithdrawn: "document_withdrawn"
    case .noted: "noted"
    case .owned: "owned"
    case .corrected: "corrected"
    case .tookBack: "took_back"
    case .alarm: "alarm"
    case .declared: "declared"
    case .holdPassed: "hold_passed"
    case .amended: "amended"
    case .stated: "stated"
    }
  }
}

extension Event {
  /// Which kind of event it is.
  package var kind: EventKind {
    switch what {
    case .ordered: .ordered
    case .lined: .lined
    case .claimed: .claimed
    case .holdOpened: .holdOpened
    case .holdClosed: .holdClosed
    case .documentRequested: .documentRequested
    case .documentAttached: .documentAttached
    case .documentWithdrawn: .documentWithdrawn
    case .noted: .noted
    case .owned: .owned
    case .corrected: .corrected
    case .tookBack: .tookBack
    case .alarm: .alarm
    case .declared: .declared
    case .holdPassed: .holdPassed
    case .amended: .amended
    case .stated: .stated
    }
  }
}
