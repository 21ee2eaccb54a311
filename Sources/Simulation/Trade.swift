import Atlas
import Logistics
import Measures
import Tariff

// The trade as the world needs it at every step: the atlas and the parameters, worked out once into flat tables.
//
//   lane    stops    0 ──── 1 ──── 2 ──── 3 ──── 4 ──── 5
//                    pick-up  export   via …   customs    door
//                             └ departure, so many places ┘
//
// `exportStop` is where it leaves the country by schedule, `customsStop` where it is presented to customs.

/// How a given and a family name are put together at home.
enum NameOrder: BitwiseCopyable {
  case givenFirst, familyFirst, familyFirstUnspaced

  init(language: String) {
    switch language {
    case "zh-Hans", "zh-Hant", "ja", "ko": self = .familyFirstUnspaced
    case "hu", "vi": self = .familyFirst
    default: self = .givenFirst  // every other language of the names file
    }
  }
}

/// What is worked out once about a lane.
struct LaneFacts: BitwiseCopyable {
  var lane: LaneID
  var mode: TransportMode
  var firstStop: Int32
  var stopCount: UInt8
  var exportStop: UInt8
  var customsStop: UInt8
  /// Overland lanes cross the border on wheels, and clear at the destination.
  var isOverland: Bool
  var isB2B: Bool
  var isIOSSDestination: Bool
  /// Goods are declared on it: it leaves its customs territory.
  var hasBorder: Bool
  /// Milliseconds door to door in the likeliest case, from pick-up; without and with the waits that no lane is free of.
  var days: Double
  var promisedDays: Double
  /// Standard deviation of the logarithm of the pace on this mode.
  var sigma: Double
  var clearance: Lognormal
  var channels: (amber: Double, red: Double)
  var office: Int32
  // The timetable: a departure at `firstDeparture` + n × `interval`, with `places` on it.
  var firstDeparture: Int64
  var interval: Int64
  var places: Double
  var originCountry: Country
  var destinationCountry: Country
  var currency: Currency
  /// Minor units of the buyer's currency for a US cent.
  var minorPerCent: Double
  var firstMerchant: Int32
  var merchantCount: Int32
  var firstGiven: Int32
  var givenCount: Int32
  var familyCount: Int32
  var firstPerson: Int32
  var firstFamily: Int32
  var nameOrder: NameOrder
  /// The first letters of item numbers of the posts; 0 where no post carries.
  var service: UInt8

  /// Whether data about it reach customs over there before it arrives: those in a lorry come with it.
  var isFiledAhead: Bool { hasBorder && mode != .truck }
  /// Whether those customs may ask before it is loaded, by the union's ICS2.
  var asksBeforeLoading: Bool { isFiledAhead && destinationCountry.isInEU }
}

/// What is worked out once about a product.
struct ProductFacts: BitwiseCopyable {
  var hs: UInt32
  var category: UInt8
  var priceLow: Double
  var priceLogSpan: Double
  var weightLow: Double
  var weightSpan: Double
  /// Whether it goes with a declaration of dangerous goods.
  var isDangerous: Bool
  /// Whether a protected species may be in it, so that both sides of the border may want a permit.
  var isProtected: Bool
  /// Whether health authorities look at such goods as a rule.
  var isInspected: Bool
}

/// A customs office: how many officers, and when they are at work.
struct OfficeFacts: BitwiseCopyable {
  var firstOfficer: Int32
  var officerCount: Int32
  var place: UInt16
  /// Express gateways work round the clock, others from 8 to 18.
  var isAlwaysOpen: Bool
}

/// The flat tables of a world; read-only once made.
final class Trade {
  let lanes: [LaneFacts]
  let stops: [UInt16]
  /// The share of the carriage's time that has passed on arrival at the stop, 0 at the export stop and 1 at customs.
  let stopShare: [Double]
  let stopIsBorder: [Bool]
  let laneWeights: [Double]
  let products: [ProductFacts]
  let productNames: [String]
  /// Products of each category, as (first, count) into `productsByCategory`.
  let categories: [(first: Int, count: Int)]
  let productsByCategory: [UInt16]
  let merchantNames: [String]
  let merchantsByCountry: [UInt16]
  let givenNames: [String]
  let familyNames: [String]
  let personCount: Int
  let offices: [OfficeFacts]
  let officerCount: Int
  let carriers: [String]
  let couriers: [String]
  let customsOrigin: [String]
  let customsDestination: [String]
  let placeOffsets: [(standard: ZoneOffset, summer: SummerTime)]
  /// How long a hold stands until whoever must act has, in days, reason by reason.
  let dwells: [Lognormal]
  /// Weights of the paperwork's defects: for parcels without and with an IOSS number, then the same where a tax id is needed, and
  /// all four again where the importer must be registered.
  let defectWeights: [[Double]]
  /// Weights of what customs at import hold for beside that, product by product: what goods are decides which authority looks at
  /// them. One a reason, in their order.
  let otherWeights: [[Double]]

  static let platforms = ["Tidewater Market", "Kestrel & Co", "Orchid Mall", "Blue Parrot"]
  static let payments = ["card", "wallet", "bank transfer", "pay later"]
  static let causes = ["consignee absent", "address not found", "no access", "refused", "business closed", "other"]
  static let vagueWords = ["Gift", "Sample", "Accessories", "Personal effects", "Goods"]
  static let returnReasons = ["does not fit", "not as described", "damaged", "changed mind"]

  /// The tables for a trade of so many orders a day.
  init(ordersPerDay: Double) {
    let table = LaneTableBuilder(ordersPerDay: ordersPerDay)
    lanes = table.lanes
    stops = table.stops
    stopShare = table.stopShare
    stopIsBorder = table.stopIsBorder
    laneWeights = table.weights
    offices = table.offices
    officerCount = table.officerCount
    carriers = table.carriers
    couriers = table.couriers
    customsOrigin = table.customsOrigin
    customsDestination = table.customsDestination
    merchantNames = Names.merchants.map(\.text)
    merchantsByCountry = table.merchants
    givenNames = table.given
    familyNames = table.family
    personCount = table.personCount
    placeOffsets = Atlas.places.map { ($0.standardOffset, $0.summerTime) }

    var grouped: [[UInt16]] = Array(repeating: [], count: 5)
    var facts: [ProductFacts] = []
    for (row, product) in Names.products.enumerated() {
      let category = Self.category(product.category)
      grouped[Int(category)].append(UInt16(row))
      let low = Double(product.priceUSCents.lowerBound)
      let high = Double(product.priceUSCents.upperBound)
      let hs = UInt32(product.hs6) ?? 0
      let noted = CommodityCode(subheading: hs).flatMap { GoodsFacts.of($0) }
      let holdsCells = noted?.lithium == .inEquipment || noted?.lithium == .standalone
      facts.append(
        ProductFacts(
          hs: hs, category: category, priceLow: max(low, 1), priceLogSpan: Arithmetic.log(max(high, 1) / max(low, 1)),
          weightLow: Double(product.weightGrams.lowerBound),
          weightSpan: Double(product.weightGrams.upperBound - product.weightGrams.lowerBound),
          isDangerous: product.dangerousGoods != .none || noted?.isDangerous ?? false || holdsCells,
          isProtected: noted.map { $0.cites != .no } ?? false, isInspected: noted?.sanitary == .usual))
    }
    products = facts
    productNames = Names.products.map(\.name)
    var first = 0
    categories = grouped.map { group in
      defer { first += group.count }
      return (first, group.count)
    }
    productsByCategory = grouped.flatMap(\.self)

    dwells = HoldPlaybook.table.map { row in
      let (median, ninth) = (Double(row.dwellMedian.milliseconds), Double(row.dwellP90.milliseconds))
      // Nine in ten of a normal distribution lie below 1.2816 standard deviations.
      return Lognormal(median: median / 86_400_000, sigma: Arithmetic.log(ninth / median) / 1.2815515655446004)
    }
    let shares = HoldPlaybook.table.map { Double($0.sharePermille) }
    let defects = Array(shares[...Int(HoldReason.consigneeTaxIDMissing.rawValue)])
    defectWeights = (0..<8).map { kind in
      // Few parcels can have these defects, so that those few have them the more often.
      var weights = defects
      weights[Int(HoldReason.iossInvalid.rawValue)] *= kind & 1 != 0 ? 7 : 0
      weights[Int(HoldReason.consigneeTaxIDMissing.rawValue)] *= kind & 2 != 0 ? 14 : 0
      weights[Int(HoldReason.importerRegistration.rawValue)] *= kind & 4 != 0 ? 6 : 0
      return weights
    }
    otherWeights = facts.map { product in
      let goods = CommodityCode(subheading: product.hs).flatMap { GoodsFacts.of($0) }
      return zip(HoldReason.allCases, shares).map { $1 * Self.liability(product, goods, to: $0) }
    }
  }

  /// How much more often than other goods these are held at import for a reason that nothing said of the order gives; 0 where the reason
  /// cannot be, or arises otherwise. An assumption: which goods an authority looks at is known, how often is not.
  private static func liability(_ product: ProductFacts, _ goods: GoodsFacts?, to reason: HoldReason) -> Double {
    switch reason {
    case .sanitary: goods?.sanitary == .usual ? 8 : goods?.sanitary == .possible ? 3 : 0
    case .licenceMissing: product.isProtected ? 4 : 0
    // Brands are copied where they can be worn or carried; what is plugged in or played with must be safe.
    case .counterfeitSuspicion: product.category == 0 ? 3 : product.category == 1 ? 1.5 : 0.2
    case .productSafety: product.category == 1 || product.category == 4 ? 2 : product.category == 2 ? 0 : 0.2
    // These do not ask what the goods are.
    case .guaranteeShort, .deniedParty, .originProofMissing, .pieceMismatch: 1
    // Defects of the papers, controls, unpaid duty, what is forbidden or was not declared as dangerous, data before the departure and returned goods
    // have chances of their own; the rest is the desk's, or nobody's.
    case .invoiceMissing, .vagueDescription, .wrongHSCode, .undervaluation, .documentsDisagree, .importerRegistration,
      .iossInvalid, .consigneeTaxIDMissing, .dutyUnpaid, .documentaryCheck, .scanSelected, .physicalInspection,
      .prohibitedGoods, .dangerousGoodsUndeclared, .advanceDataMissing, .reimportReliefUnproven, .operatorHold,
      .unstated:
      0
    }
  }

  private static func category(_ name: String) -> UInt8 {
    switch name {
    case "apparel", "footwear", "bags", "jewellery", "watches": 0
    case "electronics": 1
    case "books", "media", "stationery", "music": 2
    case "beauty", "health": 3
    default: 4  // home, toys, sport and the rest of the names file: open-ended text, not an enum of ours
    }
  }
}

/// Works the lanes of the atlas out into flat tables.
private struct LaneTableBuilder {
  var lanes: [LaneFacts] = []
  var stops: [UInt16] = []
  var stopShare: [Double] = []
  var stopIsBorder: [Bool] = []
  var weights: [Double] = []
  var offices: [OfficeFacts] = []
  var officerCount = 0
  var carriers: [String] = []
  var couriers: [String] = []
  var customsOrigin: [String] = []
  var customsDestination: [String] = []
  var merchants: [UInt16] = []
  var given: [String] = []
  var family: [String] = []
  var personCount = 0

  private static let modes: [TransportMode] = [.express, .postal, .air, .ocean, .rail, .truck]

  init(ordersPerDay: Double) {
    let all = Array(Atlas.lanes.dropFirst())
    let mix = Parameters.modeMix.weights
    let mixSum = mix.reduce(0, +)
    var controlMinutesPerDay: [UInt16: Double] = [:]
    var officeOf: [UInt16: Int] = [:]
    var names: [String: (given: Int, givenCount: Int, family: Int, familyCount: Int, person: Int)] = [:]
    for (number, lane) in all.enumerated() {
      let row = Self.modes.firstIndex(of: lane.mode) ?? 0
      let share = mix[row] / mixSum / Double(max(1, all.filter { $0.mode == lane.mode }.count))
      weights.append(share)
      let origin = Atlas.place(lane.origin)
      let destination = Atlas.place(lane.destination)
      let isOverland = lane.mode == .rail || lane.mode == .truck
      let kinds = lane.stops.map { Atlas.place($0).kind }
      let gateway = kinds.lastIndex { $0 == .airport || $0 == .postal || $0 == .seaport } ?? lane.stops.count - 2
      let exportStop = isOverland ? 0 : min(1, lane.stops.count - 1)
      let customsStop = isOverland ? lane.stops.count - 1 : max(gateway, exportStop + 1)
      let customsPlace = lane.stops[min(customsStop, lane.stops.count - 1)]

      let firstStop = stops.count
      let kilometres = lane.legs.map { Double(max(1, $0.kilometres)) }
      let whole = kilometres[exportStop..<min(customsStop, kilometres.count)].reduce(0, +)
      for (index, stop) in lane.stops.enumerated() {
        stops.append(stop.row)
        stopIsBorder.append(kinds[index] == .border)
        let passed = index <= exportStop ? 0 : kilometres[exportStop..<min(index, kilometres.count)].reduce(0, +)
        stopShare.append(whole > 0 ? min(1, passed / whole) : 1)
      }

      let channels: [Double]
      let clearance: Parameter
      let haul: Parameter
      switch lane.mode {
      case .express:
        (channels, clearance, haul) = (
          Parameters.channelExpress.weights, Parameters.clearanceExpress, Parameters.haulExpress
        )
      case .postal:
        (channels, clearance, haul) = (Parameters.channelPost.weights, Parameters.clearancePost, Parameters.haulPostal)
      case .air, .unknown:
        (channels, clearance, haul) = (Parameters.channelCargo.weights, Parameters.clearanceAir, Parameters.haulAir)
      case .ocean:
        (channels, clearance, haul) = (Parameters.channelCargo.weights, Parameters.clearanceSea, Parameters.haulOcean)
      case .rail:
        (channels, clearance, haul) = (Parameters.channelCargo.weights, Parameters.clearanceLand, Parameters.haulRail)
      case .truck:
        (channels, clearance, haul) = (Parameters.channelCargo.weights, Parameters.clearanceLand, Parameters.haulTruck)
      }
      let channelSum = channels.reduce(0, +)
      let amber = channels[1] / channelSum
      let red = channels[2] / channelSum
      if officeOf[customsPlace.row] == nil {
        officeOf[customsPlace.row] = offices.count
        offices.append(
          OfficeFacts(firstOfficer: 0, officerCount: 0, place: customsPlace.row, isAlwaysOpen: lane.mode == .express))
      }
      controlMinutesPerDay[customsPlace.row, default: 0] +=
        ordersPerDay * share * (amber * Parameters.documentCheck.plain + red * Parameters.inspection.plain)

      let perWeek = Parameters.departuresPerWeek.weights[row]
      let interval = Int64(7 * 86_400_000 / perWeek)
      let load = ordersPerDay * share * 0.8 * 7 / perWeek
      let rate = { (currency: Currency) in Double(CurrencyTable.row(currency)?.microsPerEuro ?? 1_000_000) }
      var currency = destination.country.currency
      if CurrencyTable.row(currency)?.microsPerEuro == nil { currency = .usd }
      var scale = 1.0
      for _ in 0..<(CurrencyTable.row(currency)?.decimals ?? 2) { scale *= 10 }

      let home = Names.merchants.indices.filter { Names.merchants[$0].country == origin.country }
      let firstMerchant = merchants.count
      merchants += (home.isEmpty ? Array(Names.merchants.indices) : home).map { UInt16($0) }

      let language = Names.language(of: destination.country)
      let known =
        names[language]
        ?? {
          let (first, second) = (Names.given(language: language), Names.family(language: language))
          let fresh = (given.count, first.count, family.count, second.count, personCount)
          given += first.map(\.text)
          family += second.map(\.text)
          personCount += first.count * second.count
          return fresh
        }()
      names[language] = known

      let sendsIOSS = destination.country.isInEU && !origin.country.isInEU
      lanes.append(
        LaneFacts(
          lane: lane.id, mode: lane.mode, firstStop: Int32(firstStop), stopCount: UInt8(lane.stops.count),
          exportStop: UInt8(exportStop), customsStop: UInt8(customsStop), isOverland: isOverland,
          isB2B: lane.lastMile == .fulfilmentCentre || lane.lastMile == .importer,
          isIOSSDestination: sendsIOSS,
          hasBorder: origin.country != destination.country && !(origin.country.isInEU && destination.country.isInEU),
          days: max(Double(lane.days.likely) - Parameters.fixedWait.plain, 0.5 * Double(lane.days.likely)) * 86_400_000,
          promisedDays: Double(lane.days.likely) * 86_400_000, sigma: haul.lognormal.sigma,
          clearance: clearance.lognormal, channels: (amber, red), office: Int32(officeOf[customsPlace.row] ?? 0),
          // Lanes leave in the evening, each at a time of its own.
          firstDeparture: Int64(number) * 7_920_000 % interval, interval: interval,
          places: max(4, (load * Parameters.departureSpace.plain).rounded(.up)),
          originCountry: origin.country, destinationCountry: destination.country, currency: currency,
          minorPerCent: rate(currency) / rate(.usd) * scale / 100,
          firstMerchant: Int32(firstMerchant), merchantCount: Int32(merchants.count - firstMerchant),
          firstGiven: Int32(known.given), givenCount: Int32(known.givenCount), familyCount: Int32(known.familyCount),
          firstPerson: Int32(known.person), firstFamily: Int32(known.family), nameOrder: NameOrder(language: language),
          service: lane.mode == .postal
            ? (lane.carrier == .postPacket ? 0x4C : lane.carrier == .postParcelEMS ? 0x45 : 0x52) : 0))
      carriers.append(Self.carrier(lane.carrier, from: origin.country))
      couriers.append(Self.courier(lane.lastMile, in: destination.country, lane.carrier, from: origin.country))
      customsOrigin.append("Customs \(Atlas.place(lane.stops[exportStop]).country.code)")
      customsDestination.append("Customs \(Atlas.place(customsPlace).country.code)")
    }
    // So many officers that each is at work two thirds of the time.
    for index in offices.indices {
      let minutesAtWork = offices[index].isAlwaysOpen ? 1440.0 : 600.0
      let needed = (controlMinutesPerDay[offices[index].place] ?? 0) * Parameters.officerSpace.plain / minutesAtWork
      offices[index].firstOfficer = Int32(officerCount)
      offices[index].officerCount = Int32(max(1, needed.rounded(.up)))
      officerCount += Int(offices[index].officerCount)
    }
  }

  private static func carrier(_ kind: CarrierKind, from country: Country) -> String {
    switch kind {
    case .integrator: "Meridian Express"
    case .postPacket, .postParcel, .postParcelEMS, .postTracked, .postRemail: "Post \(country.code)"
    case .ecommerceLine: "Silver Heron Line"
    case .airForwarder: "Cloudbridge Forwarding"
    case .mailbox: "Anchor & Palm"
    case .ocean, .oceanExpedited: "Longwake Shipping"
    case .railPlatform: "Steppe Bridge Rail"
    case .haulier, .tirHaulier: "Milestone Haulage"
    case .parcelNetwork: "Four Corners Parcel"
    }
  }

  private static func courier(
    _ lastMile: LastMile, in country: Country, _ kind: CarrierKind, from origin: Country
  ) -> String {
    switch lastMile {
    case .integrator: carrier(kind, from: origin)
    case .post, .postOrParcel: "Post \(country.code)"
    case .parcel: "Doorstep \(country.code)"
    case .regionalParcel: "Swift Wren \(country.code)"
    case .parcelLocker: "Lockerhaus \(country.code)"
    case .fulfilmentCentre: "Dockline \(country.code)"
    case .importer: "Consignee's own lorry"
    }
  }
}
