package import Measures
import TUI
package import Tariff

// `clearway cost` and `clearway country`: what the law of a destination asks, told as a page or as JSON.

/// What `clearway cost` is asked.
package struct CostQuestion: Sendable {
  package var consignment: Consignment
  /// Exchange rates that were stated.
  package var rates: [ExchangeRate]

  package init(_ consignment: Consignment, rates: [ExchangeRate]) {
    self.consignment = consignment
    self.rates = rates
  }
}

/// Today, in UTC.
package var todayInUTC: CivilDate { Machine.now.civil(in: .utc).date }

/// `clearway cost`: what goods cost when they have arrived, with the working.
package func tellCost(_ question: CostQuestion, configuration path: String?, asJSON: Bool) -> Outcome {
  let law = DeskSettings(named: path).law
  let rates = ExchangeRates(own: question.rates + law.rates.own)
  do throws(CostFault) {
    let cost = try LandedCost.of(question.consignment, book: law.book, rates: rates)
    let judgement = law.book.judge(question.consignment, rates: rates)
    Machine.print(asJSON ? json(CostSheet(cost, judgement)) + "\n" : cleaned(cost.page.text()) + passedOver(judgement))
    return .done
  } catch {
    Machine.print("clearway: \(error.words)\n", to: .error)
    return .failed
  }
}

/// Why other rules do not hold for the first line.
private func passedOver(_ judgement: Judgement) -> String {
  let others = judgement.passedOver.filter { other in !judgement.alternatives.contains { $0.id == other.rule.id } }
  guard !others.isEmpty else { return "" }
  let page = Page(
    title: "",
    sections: [
      Page.Section(
        "Rules that were passed over",
        others.map { other in
          Page.Line(.rule, other.rule.id, other.mismatch?.words ?? "its conditions are met, and a closer one is taken")
        })
    ])
  return cleaned(String(page.text().dropFirst()))
}

private func cleaned(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map(sanitised).joined(separator: "\n")
}

/// What `clearway country` is asked.
package enum CountryQuestion: Sendable {
  /// What a destination asks on a day.
  case page(Country, CivilDate)
  /// Which there are.
  case list(CivilDate)
  /// What is wrong with a file.
  case check(String)
}

/// `clearway country`: what a destination asks on a day and what changes when; which there are; what is wrong with a file.
package func tellCountry(_ question: CountryQuestion, configuration path: String?, asJSON: Bool) -> Outcome {
  switch question {
  case .check(let file):
    let name = Machine.shortened(file)
    switch Machine.read(file, bytesMax: RegimeText.bytesMax) {
    case .failure(let fault):
      Machine.print("clearway: \(name): it cannot be read: \(fault.words)\n", to: .error)
      return .failed
    case .success(let bytes):
      let isRates = file.hasSuffix("rates.yaml") || file.hasSuffix("rates.yml")
      let faults =
        isRates ? RatesText(bytes, file: name).faults : RegimeBook.builtIn.faults(of: bytes, file: name)
      for fault in faults { Machine.print(sanitised(fault.description) + "\n") }
      if faults.isEmpty { Machine.print("\(sanitised(name)): nothing is wrong\n") }
      return faults.isEmpty ? .done : .failed
    }
  case .list(let date):
    let book = DeskSettings(named: path).law.book
    let destinations = book.countries.compactMap { book.destination($0) }
    if asJSON {
      Machine.print(json(destinations.map { DestinationSheet($0, date) }) + "\n")
      return .done
    }
    for destination in destinations {
      let days = destination.period(on: date)?.span.words ?? "nothing known of that day"
      Machine.print(
        sanitised("\(destination.country.code)  \(destination.name): \(days), \(destination.confidence.rawValue)")
          + "\n")
    }
    return .done
  case .page(let country, let date):
    let book = DeskSettings(named: path).law.book
    guard let destination = book.destination(country), let page = book.page(of: country, on: date) else {
      let known = book.countries.map(\.code).joined(separator: ", ")
      Machine.print(
        "clearway: nothing is known of what \(country.code) asks; there are \(known), and the members of EU\n",
        to: .error)
      return .failed
    }
    Machine.print(asJSON ? json(PageSheet(page, destination, date)) + "\n" : cleaned(page.text()))
    return .done
  }
}

// MARK: - JSON

/// An amount between two bounds; `high` is missing where nothing says how high it may be.
struct AmountSheet: Encodable {
  var low: String
  var high: String?
  var currency: String
  var text: String

  init(_ amount: MoneyRange) {
    low = amount.low.decimalText
    high = amount.high?.decimalText
    currency = amount.low.currency.code
    text = amount.text
  }

  init(_ amount: Money) { self.init(MoneyRange(amount)) }
}

struct SourceSheet: Encodable {
  var id: String
  var title: String
  var url: String?

  init(_ source: Source) {
    id = source.id
    title = source.title
    url = source.address
  }
}

struct CostSheet: Encodable {
  struct Step: Encodable {
    var kind: String
    var line: Int?
    var words: String
    var amount: AmountSheet?
    var rule: String?
    var from: String?
    var until: String?
    var confidence: String?
    var unverified: Bool?
    var sources: [String]?

    init(_ step: CostStep) {
      kind = step.kind.rawValue
      line = step.line.map { $0 + 1 }
      words = step.words
      amount = step.amount.map { AmountSheet($0) }
      rule = step.authority?.id
      from = step.authority?.span.from?.text
      until = step.authority?.span.until?.text
      confidence = step.authority?.confidence.rawValue
      unverified = step.authority?.isUnverified
      sources = step.authority?.sources.map(\.id)
    }
  }

  struct Line: Encodable {
    var hs: String
    var rule: String?
    var goods: AmountSheet
    var customsValue: AmountSheet
    var duty: AmountSheet
    var tax: AmountSheet
    var isTaxTakenAtSale: Bool
  }

  struct Fee: Encodable {
    var id: String
    var name: String
    var amount: AmountSheet
    var isPaidByCarrier: Bool
  }

  struct Exchange: Encodable {
    var currency: String
    var perEuro: String
    var on: String?
    var source: String
    var isAssumption: Bool
  }

  struct Alternative: Encodable {
    var rule: String
    var words: String
    var duty: AmountSheet
    var tax: AmountSheet
  }

  struct Other: Encodable {
    var rule: String
    var why: String
  }

  var to: String
  var destination: String
  var on: String
  var rulesFrom: String?
  var rulesUntil: String?
  var currency: String
  var taxName: String
  var goods: AmountSheet
  var freight: AmountSheet
  var insurance: AmountSheet
  var customsValue: AmountSheet
  var duty: AmountSheet
  var taxAtBorder: AmountSheet
  var taxAtSale: AmountSheet
  var fees: AmountSheet
  var dueAtBorder: AmountSheet
  var dueAtBorderFrom: String
  var incoterm: String
  var landedCost: AmountSheet
  var isExact: Bool
  var isIndication: Bool
  var lines: [Line]
  var feesCharged: [Fee]
  var steps: [Step]
  var exchange: [Exchange]
  var alternatives: [Alternative]
  var passedOver: [Other]
  var sources: [SourceSheet]

  init(_ cost: LandedCost, _ judgement: Judgement) {
    to = cost.consignment.to.code
    destination = cost.destinationName
    on = cost.consignment.date.text
    rulesFrom = cost.span.from?.text
    rulesUntil = cost.span.until?.text
    currency = cost.currency.code
    taxName = cost.taxName
    goods = AmountSheet(cost.goods)
    freight = AmountSheet(cost.freight)
    insurance = AmountSheet(cost.insurance)
    customsValue = AmountSheet(cost.customsValue)
    duty = AmountSheet(cost.duty)
    taxAtBorder = AmountSheet(cost.tax)
    taxAtSale = AmountSheet(cost.taxAtSale)
    fees = AmountSheet(cost.fees)
    dueAtBorder = AmountSheet(cost.dueAtBorder)
    dueAtBorderFrom = cost.payer.rawValue
    incoterm = cost.consignment.term.code
    landedCost = AmountSheet(cost.total)
    isExact = cost.total.isExact
    isIndication = cost.isIndication
    lines = cost.lines.map {
      Line(
        hs: $0.code.text, rule: $0.ruleID, goods: AmountSheet($0.goods), customsValue: AmountSheet($0.customsValue),
        duty: AmountSheet($0.duty), tax: AmountSheet($0.tax), isTaxTakenAtSale: $0.isTaxTakenAtSale)
    }
    feesCharged = cost.feeCosts.map {
      Fee(id: $0.id, name: $0.name, amount: AmountSheet($0.amount), isPaidByCarrier: $0.isPaidByCarrier)
    }
    steps = cost.steps.map { Step($0) }
    exchange = cost.rates.map {
      Exchange(
        currency: $0.currency.code, perEuro: $0.perEuroText, on: $0.on?.text, source: $0.source,
        isAssumption: $0.isAssumption)
    }
    alternatives = cost.alternatives.map {
      Alternative(rule: $0.ruleID, words: $0.words, duty: AmountSheet($0.duty), tax: AmountSheet($0.tax))
    }
    passedOver = judgement.passedOver.map {
      Other(rule: $0.rule.id, why: $0.mismatch?.words ?? "its conditions are met, and another is as close or closer")
    }
    var seen: Set<String> = []
    sources = cost.steps.flatMap { $0.authority?.sources ?? [] }.filter { seen.insert($0.id).inserted }.map {
      SourceSheet($0)
    }
  }
}

private struct DestinationSheet: Encodable {
  var code: String
  var name: String
  var currency: String
  var valuation: String
  var confidence: String
  var evidence: String?
  var rulesFrom: String?
  var rulesUntil: String?

  init(_ destination: Destination, _ date: CivilDate) {
    let period = destination.period(on: date)
    code = destination.country.code
    name = destination.name
    currency = destination.currency.code
    valuation = destination.valuation.rawValue
    confidence = destination.confidence.rawValue
    evidence = destination.evidenceMonth
    rulesFrom = period?.from.text
    rulesUntil = period?.until?.text
  }
}

private struct PageSheet: Encodable {
  struct Line: Encodable {
    var role: String
    var label: String
    var text: String
    var aside: String?
  }

  struct Section: Encodable {
    var heading: String
    var lines: [Line]
  }

  var title: String
  var on: String
  var destination: DestinationSheet
  var sections: [Section]
  var sources: [SourceSheet]

  init(_ page: Page, _ destination: Destination, _ date: CivilDate) {
    title = page.title
    on = date.text
    self.destination = DestinationSheet(destination, date)
    sections = page.sections.map { section in
      Section(
        heading: section.heading,
        lines: section.lines.map {
          Line(role: $0.role.rawValue, label: $0.label, text: $0.text, aside: $0.aside.isEmpty ? nil : $0.aside)
        })
    }
    let others = PaperRule.sources.filter { destination.source($0.id) == nil }
    sources = (destination.sources + others).map { SourceSheet($0) }
  }
}
