import Logistics
import Measures
import TUI
import Tariff

// What `clearway papers` prints: the checklist of a parcel, what is wrong or missing first.

/// What `papers` is asked, as it was typed.
package struct PapersQuestion: Sendable {
  package var to: String
  package var from: String
  package var hs: String
  package var value: String
  package var weight: String
  /// nil for today.
  package var on: String?
  package var channel: String
  package var description: String
  package var held: [String]
  package var numbers: [String]
  /// Whether a lower rate of duty is claimed by origin.
  package var claimsPreference: Bool

  /// A question.
  package init(
    to: String, from: String, hs: String, value: String, weight: String, on: String?, channel: String,
    description: String, held: [String], numbers: [String], claimsPreference: Bool
  ) {
    self.to = to
    self.from = from
    self.hs = hs
    self.value = value
    self.weight = weight
    self.on = on
    self.channel = channel
    self.description = description
    self.held = held
    self.numbers = numbers
    self.claimsPreference = claimsPreference
  }
}

/// `clearway papers`: prints the checklist of a parcel, by the law that the configuration adds to what is known.
package func tellPapers(_ question: PapersQuestion, configuration path: String?) -> Outcome {
  func refuse(_ words: String) -> Outcome {
    Machine.print("clearway: \(sanitised(words))\n", to: .error)
    return .failed
  }
  guard let to = Country(question.to), let from = Country(question.from) else {
    return refuse("a country is two letters, as in DE")
  }
  let way = question.channel.lowercased()
  guard let channel = way == "post" ? Channel.postal : Channel(rawValue: way) else {
    return refuse("--channel is post, courier, cargo or cbec")
  }
  guard let value = Money(stated: question.value) else {
    return refuse("--value is an amount and a currency, as 89EUR")
  }
  guard let weight = try? Grams(parsing: question.weight) else { return refuse("--weight is a mass, as 400g") }
  var date = Machine.now.civil(in: .utc).date
  if let on = question.on {
    guard let day = CivilDate(day: on) else { return refuse("--on is a day, as 2026-07-15") }
    date = day
  }
  let code: CommodityCode
  do throws(CommodityCodeFault) { code = try CommodityCode(parsing: question.hs) } catch {
    return refuse("--hs: \(error.text)")
  }
  if let unknown = question.held.first(where: { Document(name: $0) == nil }) {
    let names = Document.allCases.map(\.name).joined(separator: ", ")
    return refuse("there is no document “\(unknown)”; one of \(names)")
  }
  let law = DeskSettings(named: path).law
  guard let destination = law.book.destination(to) else {
    return refuse("nothing is known of what \(to.code) asks, so nothing can be said of its papers")
  }
  let identifiers = destination.identifiers
  var numbers: [(name: String, number: String)] = []
  for number in question.numbers {
    let parts = number.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { return refuse("--number is a name and a number, as CPF=52998224725") }
    let isIOSS = parts[0].uppercased() == "IOSS" && Union.contains(to)
    guard isIOSS || identifiers.contains(where: { $0.isCalled(String(parts[0])) }) else {
      let known = identifiers.map(\.name) + (Union.contains(to) ? ["IOSS"] : [])
      return refuse(
        "--number: nobody asks for “\(parts[0].prefix(60))” in \(to.code); "
          + (known.isEmpty ? "there are none" : "there are \(known.joined(separator: ", "))"))
    }
    numbers.append((String(parts[0]), String(parts[1])))
  }
  let consignment = Consignment(
    to: to, from: from, on: date, channel: channel, lines: [Consignment.Line(code: code, value: value, weight: weight)])
  let list = PaperChecklist(
    consignment,
    PaperFolder(
      descriptions: question.description.isEmpty ? [] : [question.description], held: Set(question.held),
      identifiers: numbers, claimsPreference: question.claimsPreference), book: law.book, rates: law.rates)
  Machine.print("complete \(list.score) %: \(list.scoreWords)\n")
  for restriction in list.restrictions {
    let mark = restriction.isForbidden ? "FORBIDDEN" : "looked at"
    Machine.print(sanitised("\(mark.filled(12))\(restriction.told)  [\(restriction.id), \(restriction.dated)]") + "\n")
  }
  for need in list.needs {
    let state =
      switch need.state {
      case .there: "there"
      case .missing: "MISSING"
      case .wrong: "WRONG"
      case .ask: "ask"
      case .notTracked: "not tracked"
      case .comes: "comes"
      case .onRequest: "on request"
      }
    let mark = need.isExportSide ? "\(from.code) " : ""
    var line = "\(state.filled(12))\(need.time.words.filled(15)) \(mark)\(need.name), from \(need.supplier.words)"
    if case .paper(let rule) = need.subject { line += "  [\(rule.id), \(rule.evidence.words)]" }
    Machine.print(sanitised(line) + "\n")
    var why = need.advice
    if case .wrong(let words) = need.state { why = words + (why.isEmpty ? "" : "; " + why) }
    if case .ask(let words) = need.state { why = words }
    if !why.isEmpty { Machine.print("            \(sanitised(why))\n") }
  }
  return list.open.isEmpty && !list.isForbidden ? .done : .refused
}
