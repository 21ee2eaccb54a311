package import Logistics

/// How often parcels are held for one reason, and how long the party that must act takes.
package struct HoldFigures: Sendable {
  /// The reason.
  package var reason: HoldReason
  /// Its share of all holds, in percent; the shares add up to 105, for some parcels have two reasons.
  package var share: Double
  /// Half of the parties act within so many days.
  package var medianDays: Double
  /// Nine in ten act within so many days.
  package var ninthDays: Double

  /// The dwell as a lognormal in days: the 90th percentile of the normal lies at 1.2816.
  var dwell: Lognormal {
    Lognormal(median: medianDays, sigma: Arithmetic.log(ninthDays / medianDays) / 1.2815515655446004)
  }

  private init(_ reason: HoldReason, _ share: Double, _ medianDays: Double, _ ninthDays: Double) {
    self.reason = reason
    self.share = share
    self.medianDays = medianDays
    self.ninthDays = ninthDays
  }

  /// Where the figures come from.
  package static let source = "ours; sourced are only that paperwork is most common and unpaid duty second"
  /// Shares and dwells are assumptions, and the screen says so.
  package static let isAssumption = true

  /// One row a customs reason, in the order of the reasons.
  package static let rows: [HoldFigures] = [
    HoldFigures(.invoiceMissing, 16, 1.5, 5),
    HoldFigures(.vagueDescription, 10, 1, 4),
    HoldFigures(.wrongHSCode, 8, 1, 4),
    HoldFigures(.undervaluation, 8, 3, 10),
    HoldFigures(.documentsDisagree, 5, 1.5, 5),
    HoldFigures(.importerRegistration, 4, 2, 7),
    HoldFigures(.iossInvalid, 5, 1, 4),
    HoldFigures(.consigneeTaxIDMissing, 5, 2, 7),
    HoldFigures(.dutyUnpaid, 12, 2, 8),
    HoldFigures(.guaranteeShort, 1, 0.5, 2),
    HoldFigures(.documentaryCheck, 6, 0.3, 1),
    HoldFigures(.scanSelected, 4, 0.5, 2),
    HoldFigures(.physicalInspection, 5, 2, 5),
    HoldFigures(.licenceMissing, 2, 7, 21),
    HoldFigures(.prohibitedGoods, 1.5, 10, 30),
    HoldFigures(.counterfeitSuspicion, 1.5, 10, 20),
    HoldFigures(.sanitary, 2, 4, 14),
    HoldFigures(.productSafety, 1.5, 5, 20),
    HoldFigures(.dangerousGoodsUndeclared, 2, 3, 8),
    HoldFigures(.deniedParty, 0.5, 1, 7),
    HoldFigures(.originProofMissing, 1, 3, 10),
    HoldFigures(.advanceDataMissing, 2, 0.5, 2),
    HoldFigures(.pieceMismatch, 1, 1, 4),
    HoldFigures(.reimportReliefUnproven, 1, 3, 10),
  ]
}
