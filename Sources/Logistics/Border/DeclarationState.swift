// What becomes of a declaration, once for export and once for import. Who lodges it, what customs answer, and what the desk does
// about that are all messages (``CustomsMessage``); each leads to one state:
//
//   none ─┬─ pre-arrival filed ─► info or screening demanded ─► assessed            before the goods are loaded
//         │         └──────────► do not load                                        (stops loading: H22)
//         ▼
//       lodged ─► registered ─► accepted ─┬─ documents demanded ─┐                  H01 or the document's own hold
//         ▲           │                   ├─ under control ──────┤                  H13
//         │           ▼                   ├─ amendment requested ┤─► amended
//      rejected ◄─────┘                   ├─ corrected by customs┤
//      invalidated ◄── (any)              ├─ tax due ────────────┤                  H09 with the amount
//                                         ├─ balance short, reminded                H10 with the amount
//                                         └─ answered ───────────┘
//                                                   ▼
//                            released (duty still open) ─► cleared ─► exit overdue ─► exited     the last two: export only
//                            abandoned · destroyed                                               the desk's own end
//
// Several demands stand side by side: the state is what was said last, and what is still open stands in the holds.

/// The two sides of the border, each with a declaration of its own.
package enum BorderSide: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case export, `import`

  /// The stable name, as it stands in journals and filters.
  package var name: String {
    switch self {
    case .export: "export"
    case .import: "import"
    }
  }

  /// The stage of the way that its release ends.
  package var stage: Stage {
    switch self {
    case .export: .export
    case .import: .import
    }
  }
}

/// What has become of a declaration: what was said of it last.
package enum DeclarationState: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case none
  case prearrivalFiled, assessed, infoDemanded, screeningDemanded, doNotLoad
  case lodged, registered, accepted
  case documentsDemanded, underControl, amendmentRequested, amended, corrected, taxDue, balanceShort, reminded, answered
  case released, cleared, exitOverdue, exited
  case rejected, invalidated
  case abandoned, destroyed

  /// The stable name, as it stands in journals and filters.
  package var name: String {
    switch self {
    case .none: "undeclared"
    case .prearrivalFiled: "prearrival-filed"
    case .assessed: "assessed"
    case .infoDemanded: "info-demanded"
    case .screeningDemanded: "screening-demanded"
    case .doNotLoad: "do-not-load"
    case .lodged: "lodged"
    case .registered: "registered"
    case .accepted: "accepted"
    case .documentsDemanded: "documents-demanded"
    case .underControl: "under-control"
    case .amendmentRequested: "amendment-requested"
    case .amended: "amended"
    case .corrected: "corrected"
    case .taxDue: "tax-due"
    case .balanceShort: "balance-short"
    case .reminded: "reminded"
    case .answered: "answered"
    case .released: "released"
    case .cleared: "cleared"
    case .exitOverdue: "exit-overdue"
    case .exited: "exited"
    case .rejected: "rejected"
    case .invalidated: "invalidated"
    case .abandoned: "abandoned"
    case .destroyed: "destroyed"
    }
  }

  /// What an operator reads.
  package var words: String {
    switch self {
    case .none: "not declared"
    case .prearrivalFiled: "pre-arrival data filed"
    case .assessed: "risk assessment complete"
    case .infoDemanded: "information demanded before loading"
    case .screeningDemanded: "screening demanded before loading"
    case .doNotLoad: "do not load"
    case .lodged: "lodged, no answer yet"
    case .registered: "received and registered"
    case .accepted: "accepted"
    case .documentsDemanded: "documents demanded"
    case .underControl: "under control"
    case .amendmentRequested: "amendment requested"
    case .amended: "amendment accepted"
    case .corrected: "corrected by customs"
    case .taxDue: "duty and tax due"
    case .balanceShort: "deferment balance too small"
    case .reminded: "reminded to pay"
    case .answered: "answered, customs decide"
    case .released: "released"
    case .cleared: "cleared"
    case .exitOverdue: "proof of exit overdue"
    case .exited: "goods have left"
    case .rejected: "rejected, to be lodged again"
    case .invalidated: "invalidated"
    case .abandoned: "abandoned to customs"
    case .destroyed: "given up for destruction"
    }
  }

  /// The state of this stable name.
  package init?(name: some StringProtocol) {
    guard let match = DeclarationState.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// How far a declaration has come; ``refused`` and ``over`` lie beside the line.
  enum Phase: UInt8, Comparable {
    case nothing, prearrival, lodged, accepted, processing, released, cleared, exit
    /// Customs took it back or never took it: it can be lodged again.
    case refused
    /// The desk gave the goods up.
    case over

    static func < (a: Phase, b: Phase) -> Bool { a.rawValue < b.rawValue }
  }

  /// How far it has come.
  var phase: Phase {
    switch self {
    case .none: .nothing
    case .prearrivalFiled, .assessed, .infoDemanded, .screeningDemanded, .doNotLoad: .prearrival
    case .lodged, .registered: .lodged
    case .accepted: .accepted
    case .documentsDemanded, .underControl, .amendmentRequested, .amended, .corrected, .taxDue, .balanceShort,
      .reminded, .answered:
      .processing
    case .released: .released
    case .cleared: .cleared
    case .exitOverdue, .exited: .exit
    case .rejected, .invalidated: .refused
    case .abandoned, .destroyed: .over
    }
  }

  /// Whether customs have asked for something and wait for it.
  var waitsForUs: Bool {
    switch self {
    case .documentsDemanded, .taxDue, .balanceShort, .reminded, .infoDemanded, .screeningDemanded, .doNotLoad: true
    case .none, .prearrivalFiled, .assessed, .lodged, .registered, .accepted, .underControl, .amendmentRequested,
      .amended, .corrected, .answered, .released, .cleared, .exitOverdue, .exited, .rejected, .invalidated,
      .abandoned, .destroyed:
      false
    }
  }

  /// Whether customs have it, and have not let the goods go yet: a change of the data is an amendment then.
  package var isLodged: Bool { phase >= .lodged && phase <= .processing }
  /// Whether the goods are let go.
  package var isReleased: Bool { phase >= .released && phase <= .exit }
  /// Whether it can be lodged, for the first time or again.
  package var canBeLodged: Bool { phase <= .prearrival || phase == .refused }
}
