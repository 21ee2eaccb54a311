/// One figure of the simulated trade, with where it comes from; what the screen lists, the world draws from.
package struct Parameter: Sendable {
  /// The form of the figure.
  package enum Value: Sendable, Hashable {
    /// A plain number.
    case number(Double)
    /// A probability, 0 ... 1.
    case share(Double)
    /// Lognormal: its median, and the standard deviation of the logarithm.
    case lognormal(median: Double, sigma: Double)
    /// Exponential with this mean.
    case exponential(mean: Double)
    /// Weights of named alternatives; they need not add up to anything.
    case weights([String], [Double])
  }

  /// What a figure is counted in.
  package enum Unit: String, Sendable, CaseIterable {
    case share = ""
    case percent = "%"
    case minutes = "min"
    case hours = "h"
    case days = "d"
    case kilograms = "kg"
    case times = "×"
    case count = "n"
  }

  /// Stable dotted name, lower case.
  package var name: String
  /// The figure.
  package var value: Value
  /// Its unit; for weights the unit of one weight.
  package var unit: Unit
  /// Where it comes from, in a few words.
  package var source: String
  /// True where no public data gives the figure and it is ours; the screen says "assumption" then.
  package var isAssumption: Bool

  private init(_ name: String, _ value: Value, _ unit: Unit, _ source: String, assumption: Bool) {
    self.name = name
    self.value = value
    self.unit = unit
    self.source = source
    isAssumption = assumption
  }

  static func sourced(_ name: String, _ value: Value, _ unit: Unit = .share, _ source: String) -> Parameter {
    Parameter(name, value, unit, source, assumption: false)
  }

  static func assumed(_ name: String, _ value: Value, _ unit: Unit = .share, _ reason: String) -> Parameter {
    Parameter(name, value, unit, reason, assumption: true)
  }

  /// The number or probability; 0 for another form.
  var plain: Double {
    switch value {
    case .number(let number): number
    case .share(let share): share
    case .exponential(let mean): mean
    case .lognormal(let median, _): median
    case .weights: 0
    }
  }

  /// The lognormal, in the parameter's unit; a constant 0 for another form.
  var lognormal: Lognormal {
    switch value {
    case .lognormal(let median, let sigma): Lognormal(median: median, sigma: sigma)
    case .number, .share, .exponential, .weights: Lognormal(median: 0, sigma: 0)
    }
  }

  /// The weights; none for another form.
  var weights: [Double] {
    switch value {
    case .weights(_, let weights): weights
    case .number, .share, .exponential, .lognormal: []
    }
  }
}

/// A lognormal distribution by its median and the standard deviation of the logarithm.
package struct Lognormal: BitwiseCopyable, Sendable, Hashable {
  /// Half of the draws lie below it.
  package var median: Double
  /// Standard deviation of the natural logarithm.
  package var sigma: Double

  /// The value at the standard normal deviate `z`.
  @inline(__always)
  package func at(_ z: Double) -> Double { median * Arithmetic.exp(sigma * z) }
}

/// Every figure the simulated world draws from, one row each.
///
/// "Olist fit" and "SCMS fit" are fitted to those public data sets of orders (Brazil, 2016-18) and of health-cargo shipments
/// (2006-15); NTRS is India's National Time Release Study; the rest names its publisher.
package enum Parameters {
  // MARK: Orders and payment

  static let ordersByHour = Parameter.sourced(
    "orders.by-hour",
    .weights(
      (0..<24).map { "\($0)" },
      [
        2.3, 1.1, 0.6, 0.3, 0.2, 0.3, 0.5, 1.0, 3.0, 4.7, 6.1, 7.3, 5.6, 6.9, 6.8, 6.1, 6.7, 6.0, 5.8, 6.1, 6.1, 6.3,
        5.7, 4.4,
      ]), .percent, "Olist fit, buyer's local time")
  static let ordersByWeekday = Parameter.sourced(
    "orders.by-weekday",
    .weights(
      ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], [15.7, 15.0, 15.9, 15.5, 14.9, 10.6, 12.4]), .percent,
    "Olist fit")
  static let peakDay = Parameter.assumed(
    "orders.peak-day", .number(3), .times, "11 November and Black Friday; carriers report less in early December")
  static let modeMix = Parameter.assumed(
    "orders.mode-mix",
    .weights(["express", "postal", "air", "ocean", "rail", "truck"], [20, 40, 27, 2, 2, 9]), .percent,
    "orders by mode of carriage")
  static let itemsPerOrder = Parameter.assumed(
    "orders.pieces", .weights(["1", "2", "3", "4"], [78, 14, 5, 3]), .percent, "pieces of the article in an order")
  static let stockPieces = Parameter.assumed(
    "orders.stock-pieces", .number(100), .times,
    "pieces for a fulfilment centre or an importer, by those for a consumer")
  static let dutyPrepaid = Parameter.assumed(
    "orders.duty-prepaid", .share(0.6), .share, "delivered duty paid, where no IOSS number settles the tax")
  static let categoryMix = Parameter.sourced(
    "orders.category-mix",
    .weights(["fashion", "electronics", "books", "beauty", "other"], [33, 21, 14, 13, 19]), .percent,
    "IPC cross-border shopper survey")
  static let paymentAccepted = Parameter.assumed(
    "payment.accepted", .share(0.85), .share, "cross-border; most merchants accept 90 % and more (MRC)")
  static let paymentQuickShare = Parameter.sourced("payment.quick-share", .share(0.63), .share, "Olist fit")
  static let paymentQuick = Parameter.sourced(
    "payment.quick", .lognormal(median: 0.23, sigma: 0.57), .hours, "Olist fit")
  static let paymentSlow = Parameter.sourced("payment.slow", .lognormal(median: 24, sigma: 0.72), .hours, "Olist fit")
  static let fraudSuspected = Parameter.sourced(
    "payment.fraud-suspected", .share(0.024), .share, "DataCo: suspected fraud 2.4 %")
  static let screeningMatch = Parameter.assumed(
    "payment.screening-match", .share(0.0012), .share, "a name on a list of denied parties; nearly all are chance")
  static let cancelled = Parameter.sourced("orders.cancelled", .share(0.005), .share, "Olist")
  static let unavailable = Parameter.sourced("orders.unavailable", .share(0.005), .share, "Olist")
  static let handling = Parameter.sourced(
    "handling", .lognormal(median: 44, sigma: 0.93), .hours, "Olist fit, approval to carrier")
  static let handlingSteps = Parameter.assumed(
    "handling.steps",
    .weights(["reserve", "pick", "pack", "documents", "label", "book", "pick-up"], [4, 34, 6, 8, 2, 6, 40]), .percent,
    "how the handling time is spent")
  static let paperworkDefect = Parameter.assumed(
    "paperwork.defect", .share(0.06), .share, "at order, any of H01-H08")
  static let holdGivenDefect = Parameter.assumed(
    "paperwork.hold-given-defect", .share(0.6), .share, "the rest is cleared unnoticed")

  // MARK: Carriage

  static let firstMile = Parameter.assumed(
    "first-mile", .lognormal(median: 0.07, sigma: 0.35), .share, "share of the lane's door-to-door time")
  static let export = Parameter.assumed(
    "export", .lognormal(median: 0.06, sigma: 0.5), .share, "share of the lane's door-to-door time")
  static let dangerUndeclared = Parameter.assumed(
    "paperwork.danger-undeclared", .share(0.04), .share, "of orders of dangerous goods, lithium cells among them")
  static let exportGivenDefect = Parameter.assumed(
    "export.hold-given-defect", .share(0.08), .share, "of defects that show in the papers of export, too")
  static let undeclaredAtExport = Parameter.assumed(
    "export.undeclared-found", .share(0.3), .share, "of dangerous goods that were not declared")
  static let undeclaredAtImport = Parameter.assumed(
    "holds.undeclared-found", .share(0.1), .share, "of those that nobody found before")
  static let forbiddenFound = Parameter.assumed(
    "holds.forbidden-found", .share(0.4), .share, "of goods that the destination does not let in")
  static let exportPermit = Parameter.assumed(
    "export.permit", .share(0.01), .share, "of goods that need a permit or a certificate there: it is asked for")
  static let exportControl = Parameter.assumed("export.control", .share(0.002), .share, "opened at export")
  static let advanceDataLate = Parameter.assumed(
    "pre-arrival.question", .share(0.004), .share, "of parcels whose data go ahead: missing, late, or asked about")
  static let askedBeforeLoading = Parameter.assumed(
    "pre-arrival.kind", .weights(["information", "screening", "do-not-load"], [70, 20, 10]), .percent,
    "what ICS2 asks before loading")
  static let exportDwell = Parameter.sourced(
    "export.dwell", .lognormal(median: 20, sigma: 0.9), .hours, "NTRS 2024: air 31:31 h from arrival to departure")
  static let exportRefused = Parameter.assumed("export.refused", .share(0.04), .share, "of those held at export")
  static let haulExpress = Parameter.sourced(
    "transit.express", .lognormal(median: 1, sigma: 0.22), .times, "56ok, CN to US and W. Europe")
  static let haulPostal = Parameter.sourced(
    "transit.postal", .lognormal(median: 1, sigma: 0.35), .times, "56ok, CN to EU and US")
  static let haulAir = Parameter.sourced(
    "transit.air", .lognormal(median: 1, sigma: 0.22), .times, "56ok, dedicated lines")
  static let haulOcean = Parameter.sourced(
    "transit.ocean", .lognormal(median: 1, sigma: 0.15), .times, "56ok, CN to US")
  static let haulRail = Parameter.sourced("transit.rail", .lognormal(median: 1, sigma: 0.12), .times, "56ok, CN to EU")
  static let haulTruck = Parameter.assumed(
    "transit.truck", .lognormal(median: 1, sigma: 0.35), .times, "cross-border lorry")
  static let oceanLate = Parameter.sourced(
    "ocean.late", .share(0.35), .share, "Sea-Intelligence, schedule reliability 65 % (September 2025)")
  static let oceanDelay = Parameter.sourced(
    "ocean.delay", .exponential(mean: 4.9), .days, "Sea-Intelligence, mean of late vessels")
  static let railLate = Parameter.sourced("rail.late", .share(0.1), .share, "rail delays to 35-40 days")
  static let railDelay = Parameter.sourced("rail.delay", .number(10), .days, "rail delays to 35-40 days")
  static let airLate = Parameter.sourced("air.late", .share(0.096), .share, "SCMS fit: 9.6 % of air freight late")
  static let airDelay = Parameter.assumed("air.delay", .exponential(mean: 0.5), .days, "missed or cancelled flight")
  static let fixedWait = Parameter.assumed(
    "lane.fixed-wait", .number(0.8), .days, "of the lane's time goes into waiting for the departure and the tour")
  static let haulShare = Parameter.assumed(
    "carriage", .number(0.5), .share, "share of the lane's door-to-door time between departure and arrival")
  static let departureSpace = Parameter.assumed(
    "departure.space", .number(1.5), .times, "places on a departure, by mean load")
  static let departureCut = Parameter.assumed(
    "departure.cut", .share(0.06), .share, "departures that lose half of their places")
  static let departuresPerWeek = Parameter.assumed(
    "departures.per-week",
    .weights(["express", "postal", "air", "ocean", "rail", "truck"], [14, 7, 7, 2, 3, 14]), .count, "by mode")
  static let cutOff = Parameter.assumed("departure.cut-off", .number(3), .hours, "last acceptance before departure")

  // MARK: Customs

  static let channelExpress = Parameter.assumed(
    "customs.channel.express", .weights(["green", "amber", "red"], [95, 4, 1]), .percent, "express parcels")
  static let channelCargo = Parameter.assumed(
    "customs.channel.cargo", .weights(["green", "amber", "red"], [85, 10, 5]), .percent,
    "85 % facilitated: NTRS 2024; the split of the rest is ours")
  static let channelPost = Parameter.assumed(
    "customs.channel.post", .weights(["green", "amber", "red"], [92, 6, 2]), .percent, "letter and parcel post")
  static let clearanceExpress = Parameter.assumed(
    "customs.clearance.express", .lognormal(median: 2, sigma: 0.6), .hours, "0-6 h, cleared before landing")
  static let clearancePost = Parameter.assumed(
    "customs.clearance.post", .lognormal(median: 18, sigma: 0.9), .hours, "presented to returned")
  static let clearanceAir = Parameter.sourced(
    "customs.clearance.air", .lognormal(median: 21, sigma: 1.12), .hours, "NTRS 2023: mean 44:16 h, 55 % within 24 h")
  static let clearanceSea = Parameter.sourced(
    "customs.clearance.sea", .lognormal(median: 46, sigma: 1.04), .hours, "NTRS 2023: mean 85:42 h")
  static let clearanceLand = Parameter.sourced(
    "customs.clearance.land", .lognormal(median: 6.8, sigma: 1.2), .hours, "NTRS 2023: 93 % within 48 h")
  static let documentCheck = Parameter.assumed(
    "customs.document-check", .lognormal(median: 25, sigma: 0.5), .minutes, "an officer's time, amber")
  static let inspection = Parameter.assumed(
    "customs.inspection", .lognormal(median: 80, sigma: 0.5), .minutes, "an officer's time, red")
  static let officerSpace = Parameter.assumed(
    "customs.officers", .number(1.6), .times, "officers of an office, by the mean work offered to them")
  static let amberHeld = Parameter.assumed(
    "holds.given-amber", .share(0.07), .share, "the rest pass within the officer's time")
  static let redHeld = Parameter.assumed(
    "holds.given-red", .share(0.25), .share, "the rest pass within the officer's time")
  static let holdOutright = Parameter.assumed(
    "holds.without-defect", .share(0.01), .share, "any reason but paperwork, controls and unpaid duty")
  static let unpaidDuty = Parameter.assumed(
    "holds.unpaid-duty", .share(0.03), .share, "of parcels whose duty the consignee pays")
  static let trustedControls = Parameter.assumed(
    "levers.trusted.controls", .share(0.2), .times,
    "controls of a trusted trader's parcels, by others'; NTRS 2024 has them released at once, for the most part")
  static let trustedDefects = Parameter.assumed(
    "levers.trusted.defects", .share(0.5), .times, "defects in a trusted trader's papers, by others'")
  static let preArrivalClearance = Parameter.assumed(
    "levers.pre-arrival.clearance", .share(0.15), .times,
    "time at the office where the declaration came before the goods, by that of others")
  static let stockClearance = Parameter.assumed(
    "levers.stock.clearance", .share(0.1), .times,
    "time at the office of goods out of a bonded store, which customs have seen before, by that of others")
  static let stockReach = Parameter.assumed(
    "levers.stock.reach", .number(45), .days, "orders that a bonded store aims to have goods for")
  static let stockDays = Parameter.assumed(
    "levers.stock.days", .share(0.3), .times, "days promised out of a bonded store, by those from abroad")
  static let windowDefects = Parameter.assumed(
    "levers.single-window.defects", .share(0.4), .times,
    "papers that are missing or disagree, where all authorities take one set of data")
  static let windowAnswers = Parameter.assumed(
    "levers.single-window.answers", .share(0.5), .times, "customs' time for an answer, where no paper is sent")
  static let rejected = Parameter.assumed(
    "holds.rejected", .share(0.35), .share,
    "of declarations with a wrong code or no invoice: refused at once, the rest is asked about later")
  static let controlPapers = Parameter.assumed(
    "holds.control-papers", .share(0.6), .share, "of cargo that is opened: its papers are demanded, too")
  static let demandedAgain = Parameter.assumed(
    "holds.demanded-again", .share(0.5), .share, "of answers that do not satisfy: asked again before it is refused")
  static let resolvedAlone = Parameter.assumed(
    "holds.resolved-alone", .share(0.72), .share, "the party acts and customs releases without our help")
  static let neededHelp = Parameter.assumed(
    "holds.need-operator", .share(0.2), .share, "the party answers, but somebody has to pass it on")
  static let releasedGivenAnswer = Parameter.assumed(
    "holds.released", .share(0.95), .share, "of holds that were answered; the rest is refused")
  static let releasedGivenSeverity = Parameter.assumed(
    "holds.released.severe", .share(0.45), .share, "of prohibited and counterfeit goods, and failed safety")
  static let releasedAtLimit = Parameter.assumed(
    "holds.released.at-limit", .share(0.6), .share, "answered, but never passed on: a broker settles it at the limit")
  static let customsAnswer = Parameter.assumed(
    "holds.customs-answer", .lognormal(median: 5, sigma: 0.7), .hours, "customs' answer to a document")
  static let documentAnswered = Parameter.assumed(
    "documents.answered", .share(0.88), .share, "of requests to merchants, consignees and brokers")
  static let documentAnswer = Parameter.assumed(
    "documents.answer", .lognormal(median: 9, sigma: 0.9), .hours, "request to document")
  static let seizedGivenRefusal = Parameter.assumed(
    "holds.seized", .share(0.18), .share, "of refusals; the rest goes back")

  // MARK: Last mile

  static let localShare = Parameter.assumed(
    "local", .lognormal(median: 0.2, sigma: 0.4), .share,
    "share of the lane's door-to-door time from release to delivery")
  static let firstAttempt = Parameter.sourced(
    "delivery.first-attempt", .share(0.93), .share, "Parcel Monitor, smartroutes: 88-97 % by country")
  static let secondAttempt = Parameter.assumed("delivery.second-attempt", .share(0.7), .share, "later attempts")
  static let thirdAttempt = Parameter.assumed("delivery.third-attempt", .share(0.5), .share, "later attempts")
  static let attemptCause = Parameter.assumed(
    "delivery.cause",
    .weights(["absent", "address", "access", "refused", "closed", "other"], [45, 25, 12, 8, 6, 4]), .percent,
    "the causes are sourced, their shares are not")
  static let toPickupPoint = Parameter.assumed(
    "delivery.to-pick-up-point", .share(0.75), .share, "after the last attempt; the rest goes back")
  static let collected = Parameter.assumed("pick-up-point.collected", .share(0.85), .share, "before the storage ends")
  static let collectedAfter = Parameter.assumed(
    "pick-up-point.days", .lognormal(median: 2, sigma: 0.6), .days, "until collected")
  static let lost = Parameter.assumed("lost", .share(0.003), .share, "whole chain")
  static let damaged = Parameter.assumed("damaged", .share(0.005), .share, "whole chain")
  static let brazilTransit = Parameter.sourced(
    "transit.domestic-brazil", .lognormal(median: 7.04, sigma: 0.77), .days, "Olist fit, after pick-up")
  static let promise = Parameter.sourced(
    "promise", .lognormal(median: 23.2, sigma: 0.35), .days, "Olist fit: the promise a Brazilian buyer is given")
  static let promiseHandling = Parameter.assumed(
    "promise.handling", .number(6.5), .days,
    "what a shop allows for handling; nine in ten parcels leave it within 6.7 days")
  static let promiseLane = Parameter.assumed(
    "promise.lane", .number(1.58), .times, "the promise, by the lane's usual time to the door")
  static let promiseCorrelation = Parameter.sourced(
    "promise.correlation", .number(0.6), .share, "of promise and transit: 6.6 % late, the data say 6.9 %")

  // MARK: What is heard of it

  static let scanMissing = Parameter.assumed("scan.missing", .share(0.02), .share, "of scans that decide nothing")
  static let scanRepeated = Parameter.assumed("scan.repeated", .share(0.015), .share, "the same scan sent twice")
  static let scanLate = Parameter.assumed("scan.late", .share(0.05), .share, "heard of well after it happened")
  static let scanDelay = Parameter.assumed("scan.delay", .lognormal(median: 5, sigma: 0.9), .hours, "of late scans")
  static let scanMisdated = Parameter.assumed(
    "scan.misdated", .share(0.003), .share, "hub scans sent again with the time of sending, and so out of order")
  static let freightProofLate = Parameter.sourced(
    "proof.late", .share(0.1), .share, "SCMS fit: delivery recorded after the fact, air p90 5 d, p95 16 d")
  static let freightProofDelay = Parameter.sourced(
    "proof.delay", .lognormal(median: 5, sigma: 0.9), .days, "SCMS fit: air p90 5 d, p95 16 d; truck p90 14 d")

  // MARK: After-sales

  static let returnRate = Parameter.sourced(
    "returns.rate",
    .weights(["fashion", "electronics", "books", "beauty", "other"], [35, 11.5, 7.5, 8.5, 15]), .percent,
    "corso and bestforecommerce, middle of the range")
  static let returnCrossBorder = Parameter.assumed(
    "returns.cross-border", .number(0.5), .times, "freight discourages")
  static let returnDecision = Parameter.assumed(
    "returns.decision", .lognormal(median: 6, sigma: 0.6), .days, "delivery to request")
  static let returnReason = Parameter.assumed(
    "returns.reason",
    .weights(["fit", "not-as-described", "damaged", "changed-mind"], [49, 22, 10, 19]), .percent, "zipdo, fashion; weak"
  )
  static let returnTransit = Parameter.assumed(
    "returns.transit", .lognormal(median: 12, sigma: 0.4), .days, "door to the returns desk")
  static let reimportHeld = Parameter.assumed(
    "returns.reimport-held", .share(0.012), .share, "relief from duty on returned goods not proven at once")
  static let returnInspection = Parameter.assumed(
    "returns.inspection", .lognormal(median: 30, sigma: 0.6), .hours, "received to inspected")
  static let returnSettlement = Parameter.assumed(
    "returns.settlement", .lognormal(median: 20, sigma: 0.7), .hours, "inspected to settled")
  static let remedy = Parameter.sourced(
    "returns.remedy", .weights(["refund", "exchange", "repair"], [70, 22, 8]), .percent, "return benchmarks; A")
  static let remedyElectronics = Parameter.sourced(
    "returns.remedy.electronics", .weights(["refund", "exchange", "repair"], [50, 25, 25]), .percent,
    "return benchmarks; A")

  /// Every parameter, in the order a shipment meets them.
  package static let all: [Parameter] = [
    ordersByHour, ordersByWeekday, peakDay, modeMix, itemsPerOrder, stockPieces, dutyPrepaid, categoryMix,
    paymentAccepted,
    paymentQuickShare, paymentQuick, paymentSlow, fraudSuspected, screeningMatch, cancelled, unavailable,
    handling, handlingSteps, paperworkDefect, holdGivenDefect, dangerUndeclared, firstMile, export, exportGivenDefect,
    undeclaredAtExport, undeclaredAtImport, forbiddenFound, exportPermit, exportControl, advanceDataLate,
    askedBeforeLoading,
    exportDwell,
    exportRefused, haulExpress, haulPostal, haulAir, haulOcean, haulRail, haulTruck, oceanLate, oceanDelay,
    railLate, railDelay, airLate, airDelay, fixedWait, haulShare, departureSpace, departureCut,
    departuresPerWeek, cutOff, channelExpress, channelCargo, channelPost, clearanceExpress, clearancePost,
    clearanceAir, clearanceSea, clearanceLand, documentCheck, inspection, officerSpace, amberHeld, redHeld,
    holdOutright, unpaidDuty, trustedControls, trustedDefects, preArrivalClearance, stockClearance,
    stockReach, stockDays, windowDefects, windowAnswers, rejected, controlPapers, demandedAgain,
    resolvedAlone, neededHelp, releasedGivenAnswer, releasedGivenSeverity,
    releasedAtLimit, customsAnswer, documentAnswered, documentAnswer, seizedGivenRefusal, localShare,
    firstAttempt, secondAttempt, thirdAttempt, attemptCause, toPickupPoint, collected, collectedAfter, lost,
    damaged, brazilTransit, promise, promiseHandling, promiseLane, promiseCorrelation, scanMissing,
    scanRepeated, scanLate, scanDelay, scanMisdated, freightProofLate, freightProofDelay, returnRate,
    returnCrossBorder, returnDecision, returnReason, returnTransit, reimportHeld, returnInspection,
    returnSettlement, remedy, remedyElectronics,
  ]
}
