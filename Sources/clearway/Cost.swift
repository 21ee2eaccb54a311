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

  func run() throws {
    try end(
      answered { () throws(ParcelFault) in tellCost(try question(), configuration: file.path, asJSON: json) })
  }

  private func question() throws(ParcelFault) -> CostQuestion {
    guard [gift, business, sample].count(where: { $0 }) <= 1 else {
      throw ParcelFault("--gift, --business and --sample exclude each other")
    }
    guard (1...1_000_000).contains(packages) else { throw ParcelFault("--packages is from 1 to 1000000") }
    guard let carriage = Carriage(rawValue: mode.lowercased()) else { throw ParcelFault("--mode is air, sea or land") }
    guard let term = DeliveryTerm(code: incoterm) else {
      throw ParcelFault("--incoterm is one of \(DeliveryTerm.allCases.map(\.code).joined(separator: ", "))")
    }
    var consignment = Consignment(
      to: try ParcelReader.country(to, "--to"), from: try country(from, "--from") ?? .none,
      on: try ParcelReader.day(on),
      channel: try ParcelReader.channel(channel), lines: try goods())
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
        throw ParcelFault("--layer is an id and a number of percent, as us-cn-301=7.5")
      }
      consignment.statedLayers[String(parts[0])] = rate
    }
    var rates: [ExchangeRate] = []
    for text in rate {
      guard let rate = ExchangeRate(stated: text) else {
        throw ParcelFault("--rate is a currency and what one euro is in it, as USD=1.08")
      }
      rates.append(rate)
    }
    return CostQuestion(consignment, rates: rates)
  }

  /// The lines: those of --hs and --value, and those of each --line.
  private func goods() throws(ParcelFault) -> [Consignment.Line] {
    var lines: [Consignment.Line] = []
    if let hs {
      guard let value = try amount(value, "--value") else { throw ParcelFault("--value is missing") }
      lines.append(try ParcelReader.line(hs: hs, value: value, weight: weight, count: items))
    } else if !value.isEmpty || weight != nil {
      throw ParcelFault("--hs is missing")
    }
    for text in line { lines.append(try parsed(text)) }
    guard !lines.isEmpty else { throw ParcelFault("--hs and --value are missing, or --line") }
    let maker = try country(origin, "--origin")
    var stated: Rate?
    if let dutyRate {
      stated = Rate(percent: dutyRate)
      if stated == nil { throw ParcelFault("--duty-rate is a number of percent") }
    }
    for index in lines.indices {
      lines[index].origin = maker
      lines[index].statedRate = stated
    }
    return lines
  }

  private func parsed(_ text: String) throws(ParcelFault) -> Consignment.Line {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (2...4).contains(parts.count) else {
      throw ParcelFault("--line is HS:VALUE:WEIGHT:PIECES, as 8518.30:89EUR:0.4:1")
    }
    guard let count = parts.count == 4 ? Int(parts[3]) : 1 else {
      throw ParcelFault("the pieces of --line are a whole number")
    }
    let weight = parts.count > 2 && !parts[2].isEmpty ? parts[2] : nil
    return try ParcelReader.line(
      hs: parts[0], value: try ParcelReader.amount([parts[1]], "--line"), weight: weight, count: count)
  }

  private func amount(_ words: [String], _ option: String) throws(ParcelFault) -> Money? {
    words.isEmpty ? nil : try ParcelReader.amount(words, option)
  }

  private func country(_ code: String?, _ option: String) throws(ParcelFault) -> Country? {
    guard let code else { return nil }
    return try ParcelReader.country(code, option)
  }
}
