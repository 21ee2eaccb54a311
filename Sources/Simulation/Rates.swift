/// The parameters as plain numbers, read once: what the world looks up at every step.
struct Rates: BitwiseCopyable, Sendable {
  let paymentAccepted = Parameters.paymentAccepted.plain
  let fraudSuspected = Parameters.fraudSuspected.plain
  let screeningMatch = Parameters.screeningMatch.plain
  let cancelled = Parameters.cancelled.plain
  let unavailable = Parameters.unavailable.plain
  let handling = Parameters.handling.lognormal
  let paperworkDefect = Parameters.paperworkDefect.plain
  let holdGivenDefect = Parameters.holdGivenDefect.plain
  let stockPieces = Parameters.stockPieces.plain
  let dutyPrepaid = Parameters.dutyPrepaid.plain
  let paymentQuickShare = Parameters.paymentQuickShare.plain
  let paymentQuick = Parameters.paymentQuick.lognormal
  let paymentSlow = Parameters.paymentSlow.lognormal
  let peakDay = Parameters.peakDay.plain
  let promiseHandling = Parameters.promiseHandling.plain
  let promiseLane = Parameters.promiseLane.plain
  let promiseCorrelation = Parameters.promiseCorrelation.plain
  let firstMile = Parameters.firstMile.lognormal
  let export = Parameters.export.lognormal
  let dangerUndeclared = Parameters.dangerUndeclared.plain
  let exportGivenDefect = Parameters.exportGivenDefect.plain
  let undeclaredAtExport = Parameters.undeclaredAtExport.plain
  let undeclaredAtImport = Parameters.undeclaredAtImport.plain
  let forbiddenFound = Parameters.forbiddenFound.plain
  let exportPermit = Parameters.exportPermit.plain
  let exportControl = Parameters.exportControl.plain
  let advanceDataLate = Parameters.advanceDataLate.plain
  let haulShare = Parameters.haulShare.plain
  let cutOff = Parameters.cutOff.plain
  let departureCut = Parameters.departureCut.plain
  let oceanLate = Parameters.oceanLate.plain
  let oceanDelay = Parameters.oceanDelay.plain
  let railLate = Parameters.railLate.plain
  let railDelay = Parameters.railDelay.plain
  let airLate = Parameters.airLate.plain
  let airDelay = Parameters.airDelay.plain
  let documentCheck = Parameters.documentCheck.lognormal
  let inspection = Parameters.inspection.lognormal
  let amberHeld = Parameters.amberHeld.plain
  let redHeld = Parameters.redHeld.plain
  let holdOutright = Parameters.holdOutright.plain
  let unpaidDuty = Parameters.unpaidDuty.plain
  let trustedControls = Parameters.trustedControls.plain
  let trustedDefects = Parameters.trustedDefects.plain
  let preArrivalClearance = Parameters.preArrivalClearance.plain
  let stockClearance = Parameters.stockClearance.plain
  let stockReach = Parameters.stockReach.plain
  let stockDays = Parameters.stockDays.plain
  let windowDefects = Parameters.windowDefects.plain
  let windowAnswers = Parameters.windowAnswers.plain
  let rejected = Parameters.rejected.plain
  let controlPapers = Parameters.controlPapers.plain
  let demandedAgain = Parameters.demandedAgain.plain
  let resolvedAlone = Parameters.resolvedAlone.plain
  let neededHelp = Parameters.neededHelp.plain
  let releasedGivenAnswer = Parameters.releasedGivenAnswer.plain
  let releasedGivenSeverity = Parameters.releasedGivenSeverity.plain
  let releasedAtLimit = Parameters.releasedAtLimit.plain
  let customsAnswer = Parameters.customsAnswer.lognormal
  let documentAnswered = Parameters.documentAnswered.plain
  let documentAnswer = Parameters.documentAnswer.lognormal
  let seizedGivenRefusal = Parameters.seizedGivenRefusal.plain
  let localShare = Parameters.localShare.lognormal
  let firstAttempt = Parameters.firstAttempt.plain
  let secondAttempt = Parameters.secondAttempt.plain
  let thirdAttempt = Parameters.thirdAttempt.plain
  let toPickupPoint = Parameters.toPickupPoint.plain
  let collected = Parameters.collected.plain
  let collectedAfter = Parameters.collectedAfter.lognormal
  let lost = Parameters.lost.plain
  let damaged = Parameters.damaged.plain
  let scanMissing = Parameters.scanMissing.plain
  let scanRepeated = Parameters.scanRepeated.plain
  let scanLate = Parameters.scanLate.plain
  let scanDelay = Parameters.scanDelay.lognormal
  let scanMisdated = Parameters.scanMisdated.plain
  let freightProofLate = Parameters.freightProofLate.plain
  let freightProofDelay = Parameters.freightProofDelay.lognormal
  let returnCrossBorder = Parameters.returnCrossBorder.plain
  let returnDecision = Parameters.returnDecision.lognormal
  let returnTransit = Parameters.returnTransit.lognormal
  let reimportHeld = Parameters.reimportHeld.plain
  let returnInspection = Parameters.returnInspection.lognormal
  let returnSettlement = Parameters.returnSettlement.lognormal
}

/// The parameters that are weights, read once.
struct Weights: Sendable {
  let hours = Parameters.ordersByHour.weights
  let weekdays = Parameters.ordersByWeekday.weights
  let pieces = Parameters.itemsPerOrder.weights
  let askedBeforeLoading = Parameters.askedBeforeLoading.weights
  let categories = Parameters.categoryMix.weights
  let attemptCause = Parameters.attemptCause.weights
  let returnRate = Parameters.returnRate.weights
  let returnReason = Parameters.returnReason.weights
  let remedy = Parameters.remedy.weights
  let remedyElectronics = Parameters.remedyElectronics.weights
  /// Shares of the handling time, which add up to 1.
  let handling: [Double]

  init() {
    let steps = Parameters.handlingSteps.weights
    let sum = steps.reduce(0, +)
    handling = steps.map { $0 / sum }
  }
}
