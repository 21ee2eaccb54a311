import Logistics
import Measures

// What customs find, and hold a parcel for. Nothing is held that nothing is wrong with, but for controls:
//
//                              at export                            at import
//   defect of the papers       seldom looked for: H01 H02 H03 H05   H01-H08, whatever the merchant got wrong and nobody put right
//   not declared as dangerous  H19, where goods are accepted        H19, seldom
//   permits, certificates      H14 H17, if the goods ask for them   H14 H17, likewise
//   what is not let in         -                                    H15, now and then
//   controls                   H13                                  H11 amber, H12 H13 red, H04 H05 beside an inspection
//   money                      -                                    H09 unpaid, H10 on an account, H21 where a duty hangs on origin
//   data before the departure  H22: see Core+Way
//
// A paper that is in the folder prevents the hold that it is for.

extension Core {
  /// What is held for at export; nil for most.
  func foundAtExport(_ slot: Int, _ standing: Standing) -> HoldReason? {
    let own = chance(slot)
    let goods = trade.products[Int(lives[slot].product)]
    if let defect = HoldReason(rawValue: lives[slot].defect), defect.isInExportPapers, lacks(defect, standing),
      own.bernoulli(Draw.exportHeld.first, rates.exportGivenDefect)
    {
      return defect
    }
    if goods.isDangerous, lacks(.dangerousGoodsUndeclared, standing),
      own.bernoulli(Draw.exportHeld.at(1), rates.undeclaredAtExport)
    {
      return .dangerousGoodsUndeclared
    }
    guard lane(slot).hasBorder else { return nil }
    if goods.isProtected || goods.isInspected, own.bernoulli(Draw.exportHeld.at(2), rates.exportPermit) {
      let reason: HoldReason = goods.isProtected ? .licenceMissing : .sanitary
      if lacks(reason, standing) { return reason }
    }
    if lane(slot).isFiledAhead, !lane(slot).asksBeforeLoading, lacks(.advanceDataMissing, standing),
      own.bernoulli(Draw.exportHeld.at(3), rates.advanceDataLate)
    {
      return .advanceDataMissing
    }
    return own.bernoulli(Draw.exportHeld.at(4), rates.exportControl) ? .physicalInspection : nil
  }

  /// What is held for at import; nothing for most.
  ///
  /// - Parameters:
  ///   - isPicked: customs picked it out for a control.
  ///   - isRed: it is one of the goods themselves.
  mutating func foundAtImport(
    _ slot: Int, _ standing: Standing, isPicked: Bool, isRed: Bool, _ board: Board
  ) -> [HoldReason] {
    let own = chance(slot)
    let facts = lane(slot)
    var reasons: [HoldReason] = []
    func add(_ reason: HoldReason) { if !reasons.contains(reason) { reasons.append(reason) } }
    if lives[slot].has(Life.paysDuty), lives[slot].has(Life.owes), own.bernoulli(Draw.duty.first, rates.unpaidDuty),
      !owesNothing(slot, board)
    {
      add(.dutyUnpaid)
    }
    // What was asked for in time, and came, is no defect any more.
    if let defect = HoldReason(rawValue: lives[slot].defect), lacks(defect, standing),
      own.bernoulli(Draw.hold.first, rates.holdGivenDefect)
    {
      add(defect)
    }
    if isPicked, own.bernoulli(Draw.control.first, isRed ? rates.redHeld : rates.amberHeld) {
      let control: HoldReason =
        !isRed ? .documentaryCheck : own.bernoulli(Draw.control.at(1), 0.55) ? .physicalInspection : .scanSelected
      // Cargo that is opened is compared with its papers.
      if control == .physicalInspection, facts.mode.isFreight, reasons.allSatisfy({ $0 == .dutyUnpaid }),
        own.bernoulli(Draw.border.at(2), rates.controlPapers)
      {
        add(own.bernoulli(Draw.border.at(3), 0.5) ? .documentsDisagree : .undervaluation)
      }
      add(control)
    }
    if trade.products[Int(lives[slot].product)].isDangerous, lacks(.dangerousGoodsUndeclared, standing),
      own.bernoulli(Draw.border.at(7), rates.undeclaredAtImport)
    {
      add(.dangerousGoodsUndeclared)
    }
    if isForbidden(slot, board), own.bernoulli(Draw.border.at(8), rates.forbiddenFound) { add(.prohibitedGoods) }
    if own.bernoulli(Draw.other.first, rates.holdOutright) {
      let row = own.pick(Draw.otherReason.first, trade.otherWeights[Int(lives[slot].product)])
      if let reason = HoldReason(rawValue: UInt8(row)), lacks(reason, standing), isPossible(reason, slot) {
        add(reason)
      }
    }
    return reasons
  }

  /// Whether what a parcel has to do with lets it be held for a reason of money.
  private func isPossible(_ reason: HoldReason, _ slot: Int) -> Bool {
    switch reason {
    case .guaranteeShort: isOnAccount(slot)
    // No duty hangs on an origin where none is due.
    case .originProofMissing: lives[slot].has(Life.owes)
    case .invoiceMissing, .vagueDescription, .wrongHSCode, .undervaluation, .documentsDisagree, .importerRegistration,
      .iossInvalid, .consigneeTaxIDMissing, .dutyUnpaid, .documentaryCheck, .scanSelected, .physicalInspection,
      .licenceMissing, .prohibitedGoods, .counterfeitSuspicion, .sanitary, .productSafety, .dangerousGoodsUndeclared,
      .deniedParty, .advanceDataMissing, .pieceMismatch, .reimportReliefUnproven, .operatorHold, .unstated:
      true
    }
  }

  /// Whether what would prevent a hold is not in the folder.
  private func lacks(_ reason: HoldReason, _ standing: Standing) -> Bool {
    if reason.isDefectOfPapers { return !standing.documentsHeld.isSuperset(of: reason.needs) }
    return reason.preventedBy.map { !standing.documentsHeld.contains($0) } ?? true
  }
}

extension HoldReason {
  /// Whether it is something that is wrong with the papers from the order on.
  fileprivate var isDefectOfPapers: Bool { rawValue <= HoldReason.consigneeTaxIDMissing.rawValue }

  /// Whether it shows in the papers with which goods leave a country, too.
  fileprivate var isInExportPapers: Bool {
    self == .invoiceMissing || self == .vagueDescription || self == .wrongHSCode || self == .documentsDisagree
  }
}
