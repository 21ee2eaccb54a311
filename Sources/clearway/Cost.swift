import ArgumentParser
import Measures
import Session
import Tariff

/// `clearway cost`: what goods cost when they have arrived.
struct Cost: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reckon duty, tax and fees of a parcel by the law of a day, and show the working.",
    discussion: """
      An amount is a number and a currency: 89 EUR, "89 EUR" or 89EUR. Where a rate is not known the amounts are ranges; \
      --duty-rate and --layer close them. Exchange rates come from --rate, else from rates.yaml in the folder of your own \
      files, else they are rough and called an assumption.
      Exit code 2: the question is not understood, or nothing is known of that place and day.
      """)

  @Option(help: "Where to: two letters, as DE or BR.") var to: String
  @Option(help: "The HS code of the goods.") var hs: String?
  @Option(parsing: .upToNextOption, help: "What the goods cost, all pieces together.") var value: [String] = []
  @Option(help: "What they weigh: 0.4 (kg), 400g, 2lb.") var weight: String?
  @Option(help: "How many pieces.") var items = 1
  @Option(
    help:
      "More goods, or in place of --hs: HS:VALUE:WEIGHT:PIECES, as 8518.30:89EUR:0.4:1; the last two may be left out.")
  var line: [String] = []
  @Option(help: "The day, as 2026-07-15; default: today.") var on: String?
  @Option(help: "Where they are sent from.") var from: String?
  @Option(help: "Where they were made; default: where they are sent from.") var origin: String?
  @Option(help: "The province or state they go to, where rates differ, as ON, CA-ON or Ontario.") var region: String?
  @Option(parsing: .upToNextOption, help: "What the way costs.") var freight: [String] = []
  @Option(parsing: .upToNextOption, help: "What the insurance costs.") var insurance: [String] = []
  @Option(help: "post, courier, cargo or cbec.") var channel = "courier"
  @Option(help: "What carries them over the border: air, sea or land.") var mode = "air"
  @Option(help: "The delivery term, as DAP or DDP.") var incoterm = "DAP"
  @Flag(
    name: [.customLong("registered"), .customLong("ioss")],
    help: "The seller is registered in the destination's scheme: IOSS, VOEC, Remessa Conforme, GST at sale.")
  var isRegistered = false
  @Flag(help: "A gift from one person to another.") var gift = false
  @Flag(help: "For a business.") var business = false
  @Flag(help: "A commercial sample without charge.") var sample = false
  @Option(help: "The kind of declaration where one is chosen, as H1.") var declaration: String?
  @Option(help: "How many packages.") var packages = 1
  @Option(help: "The rate of the tariff in percent, where you know it.") var dutyRate: String?
  @Option(help: "The rate of a layer on top of the tariff, where you know it, as us-cn-301=7.5.") var layer: [String] =
    []
  @Option(help: "An exchange rate, as USD=1.08: so many dollars for one euro.") var rate: [String] = []
  @Flag(help: "As JSON.") var json = false
  @OptionGroup var file: ConfigurationOption

  func run() throws { try end(tellCost(question(), configuration: file.path, asJSON: json)) }

  private func question() throws -> CostQuestion {
    guard let to = Country(to) else { throw ValidationError("--to is two letters, as DE") }
    var lines: [Consignment.Line] = []
    if let hs {
      guard let value = try amount(value, "--value") else { throw ValidationError("--value is missing") }
      lines.append(try goods(hs, value, weight, items))
    } else if !value.isEmpty || weight != nil {
      throw ValidationError("--hs is missing")
    }
    lines += try line.map(parsed)
    guard !lines.isEmpty else { throw ValidationError("--hs and --value are missing, or --line") }
    let sender = try country(from, "--from")
    let maker = try country(origin, "--origin")
    let stated = try dutyRate.map { text in
      guard let rate = Rate(percent: text) else { throw ValidationError("--duty-rate is a number of percent") }
      return rate
    }
    for index in lines.indices {
      lines[index].origin = maker
      lines[index].statedRate = stated
    }
    guard let channel = channel.lowercased() == "post" ? Channel.postal : Channel(rawValue: channel.lowercased()) else {
      throw ValidationError("--channel is post, courier, cargo or cbec")
    }
    guard let carriage = Carriage(rawValue: mode.lowercased()) else {
      throw ValidationError("--mode is air, sea or land")
    }
    guard let term = DeliveryTerm(code: incoterm) else {
      let all = DeliveryTerm.allCases.map(\.code).joined(separator: ", ")
      throw ValidationError("--incoterm is one of \(all)")
    }
    guard [gift, business, sample].count(where: { $0 }) <= 1 else {
      throw ValidationError("--gift, --business and --sample exclude each other")
    }
    guard (1...1_000_000).contains(packages) else { throw ValidationError("--packages is from 1 to 1000000") }
    var day = todayInUTC
    if let on {
      guard let date = CivilDate(day: on) else { throw ValidationError("--on is a day, as 2026-07-15") }
      day = date
    }
    var consignment = Consignment(to: to, from: sender ?? .none, on: day, channel: channel, lines: lines)
    consignment.region = region
    consignment.carriage = carriage
    consignment.purpose = gift ? .gift : business ? .business : sample ? .sample : .sale
    consignment.isSellerRegistered = isRegistered
    consignment.declaration = declaration
    consignment.term = term
    consignment.packages = packages
    consignment.freight = try amount(freight, "--freight")
    consignment.insurance = try amount(insurance, "--insurance")
    for text in layer {
      let parts = text.split(separator: "=")
      guard parts.count == 2, let rate = Rate(percent: parts[1]) else {
        throw ValidationError("--layer is an id and a number of percent, as us-cn-301=7.5")
      }
      consignment.statedLayers[String(parts[0])] = rate
    }
    let rates = try rate.map { text in
      guard let rate = ExchangeRate(stated: text) else {
        throw ValidationError("--rate is a currency and what one euro is in it, as USD=1.08")
      }
      return rate
    }
    return CostQuestion(consignment, rates: rates)
  }

  private func parsed(_ text: String) throws -> Consignment.Line {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (2...4).contains(parts.count), let value = try amount([parts[1]], "--line") else {
      throw ValidationError("--line is HS:VALUE:WEIGHT:PIECES, as 8518.30:89EUR:0.4:1")
    }
    var count = 1
    if parts.count == 4 {
      guard let pieces = Int(parts[3]) else { throw ValidationError("the pieces of --line are a whole number") }
      count = pieces
    }
    return try goods(parts[0], value, parts.count > 2 ? parts[2] : nil, count)
  }

  private func goods(_ hs: String, _ value: Money, _ weight: String?, _ count: Int) throws -> Consignment.Line {
    guard (1...1_000_000).contains(count) else { throw ValidationError("pieces are from 1 to 1000000") }
    do {
      let code = try CommodityCode(parsing: hs)
      var mass = Grams(0)
      if let weight, !weight.isEmpty {
        let isNumber = weight.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
        mass = isNumber ? try Grams(parsing: weight, unit: .kilogram) : try Grams(parsing: weight)
      }
      return Consignment.Line(code: code, value: value, weight: mass, count: count)
    } catch let fault as CommodityCodeFault {
      throw ValidationError("the HS code: \(fault.text)")
    } catch let fault as AmountFault {
      throw ValidationError("the weight: \(fault.text)")
    }
  }

  private func amount(_ words: [String], _ option: String) throws -> Money? {
    guard !words.isEmpty else { return nil }
    guard let money = Money(stated: words.joined(separator: " ")) else {
      throw ValidationError("\(option) is a number and a currency, as 89 EUR, with no more decimals than it has")
    }
    return money
  }

  private func country(_ code: String?, _ option: String) throws -> Country? {
    guard let code else { return nil }
    guard let country = Country(code) else { throw ValidationError("\(option) is two letters, as CN") }
    return country
  }
}

/// `clearway country`: what a destination asks.
struct CountryRules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "country",
    abstract: "Show what a destination asks on a day, what changes when, and on what that rests.",
    discussion: """
      Without a code it lists the destinations. --check says what is wrong with a file of your own.
      Exit code 2: nothing is known of that place, or something in the file is wrong.
      """)

  @Argument(help: "The destination: two letters, as BR, EU or DE.") var code: String?
  @Option(help: "The day, as 2026-07-15; default: today.") var on: String?
  @Flag(help: "As JSON.") var json = false
  @Option(help: "Check a file about a destination, or rates.yaml, and do nothing else.") var check: String?
  @OptionGroup var file: ConfigurationOption

  func run() throws {
    var day = todayInUTC
    if let on {
      guard let date = CivilDate(day: on) else { throw ValidationError("--on is a day, as 2026-07-15") }
      day = date
    }
    if let check {
      guard code == nil else { throw ValidationError("either a destination or --check FILE") }
      return try end(tellCountry(.check(check), configuration: file.path, asJSON: json))
    }
    guard let code else { return try end(tellCountry(.list(day), configuration: file.path, asJSON: json)) }
    guard let country = Country(code) else { throw ValidationError("a destination is two letters, as BR") }
    try end(tellCountry(.page(country, day), configuration: file.path, asJSON: json))
  }
}
