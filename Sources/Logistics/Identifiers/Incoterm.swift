/// A delivery term of Incoterms 2020, with the older terms of files mapped onto their successors.
package enum Incoterm: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case unstated, exw, fca, cpt, cip, dap, dpu, ddp, fas, fob, cfr, cif

  /// The three letters, empty when not stated.
  package var code: String {
    switch self {
    case .unstated: ""
    case .exw: "EXW"
    case .fca: "FCA"
    case .cpt: "CPT"
    case .cip: "CIP"
    case .dap: "DAP"
    case .dpu: "DPU"
    case .ddp: "DDP"
    case .fas: "FAS"
    case .fob: "FOB"
    case .cfr: "CFR"
    case .cif: "CIF"
    }
  }

  /// The term of a code in either case; DDU, DAF, DES and DEQ become DAP, DAT becomes DPU; nil for anything else.
  package init?(code: some StringProtocol) {
    let upper = code.uppercased()
    switch upper {
    case "DDU", "DAF", "DES", "DEQ": self = .dap
    case "DAT": self = .dpu
    default:
      guard !upper.isEmpty, let match = Incoterm.allCases.first(where: { $0.code == upper }) else { return nil }
      self = match
    }
  }

  /// Whether the consignee pays duty and tax at the border.
  package var consigneePaysDuty: Bool { self != .ddp && self != .unstated }
}
