import Dashboard
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
  answered { () throws(ParcelFault) in try tell(question, by: DeskSettings(named: path).law) }
}

private func tell(_ question: PapersQuestion, by law: Law) throws(ParcelFault) -> Outcome {
  let to = try ParcelReader.country(question.to, "--to")
  let from = try ParcelReader.country(question.from, "--from")
  let value = try ParcelReader.amount([question.value], "--value")
  let line = try ParcelReader.line(hs: question.hs, value: value, weight: question.weight, count: 1)
  let consignment = Consignment(
    to: to, from: from, on: try ParcelReader.day(question.on), channel: try ParcelReader.channel(question.channel),
    lines: [line])
  if let unknown = question.held.first(where: { Document(name: $0) == nil }) {
    let names = Document.allCases.map(\.name).joined(separator: ", ")
    throw ParcelFault("there is no document “\(unknown)”; one of \(names)")
  }
  guard let destination = law.book.destination(to) else {
    throw ParcelFault("nothing is known of what \(to.code) asks, so nothing can be said of its papers")
  }
  let list = PaperChecklist(
    consignment,
    PaperFolder(
      descriptions: question.description.isEmpty ? [] : [question.description], held: Set(question.held),
      identifiers: try numbers(question.numbers, destination, to), claimsPreference: question.claimsPreference),
    book: law.book, rates: law.rates)
  print(list, from: from)
  return list.open.isEmpty && !list.isForbidden ? .done : .refused
}

/// The numbers that were given, by the names that the destination calls them.
private func numbers(
  _ texts: [String], _ destination: Destination, _ to: Country
) throws(ParcelFault) -> [(name: String, number: String)] {
  var numbers: [(name: String, number: String)] = []
  for text in texts {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw ParcelFault("--number is a name and a number, as CPF=52998224725") }
    let isIOSS = parts[0].uppercased() == "IOSS" && Union.contains(to)
    guard isIOSS || destination.identifiers.contains(where: { $0.isCalled(parts[0]) }) else {
      let known = destination.identifiers.map(\.name) + (Union.contains(to) ? ["IOSS"] : [])
      throw ParcelFault(
        "--number: nobody asks for “\(parts[0].prefix(60))” in \(to.code); "
          + (known.isEmpty ? "there are none" : "there are \(known.joined(separator: ", "))"))
    }
    numbers.append((parts[0], parts[1]))
  }
  return numbers
}

private func print(_ list: PaperChecklist, from: Country) {
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
}
