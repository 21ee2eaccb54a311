import TUI
import Tariff

// What `clearway hs` prints: codes with their words, and what customs would say to a description.

/// `clearway hs WORDS`: the codes that words or the beginning of a code lead to; one whole code is told with all there is.
package func searchCodes(_ text: String, limit: Int, asJSON: Bool) -> Outcome {
  if let code = try? Nomenclature.code(text) { return tell(code, asJSON: asJSON) }
  let hits = CommoditySearch.find(text, limit: limit)
  if asJSON {
    Machine.print(json(hits.map { CodeSheet($0.code) }) + "\n")
  } else if hits.isEmpty {
    Machine.print("nothing in the harmonized system fits “\(sanitised(text))”\n", to: .error)
  } else {
    if hits.first?.hasAllWords == false { Machine.print("no code has all of these words; the nearest:\n", to: .error) }
    for hit in hits { Machine.print(line(hit.code) + "\n") }
  }
  return hits.isEmpty ? .refused : .done
}

/// `clearway hs [CODE] --check DESCRIPTION`: what customs would say to a description, beside a code if one is given.
package func checkDescription(_ description: String, code text: String, asJSON: Bool) -> Outcome {
  var code: CommodityCode?
  if !text.isEmpty {
    do throws(CommodityCodeFault) { code = try Nomenclature.code(text) } catch {
      Machine.print("clearway: “\(sanitised(text))”: \(error.text)\n", to: .error)
      return .failed
    }
  }
  let check = DescriptionCheck(description, code: code)
  if asJSON {
    Machine.print(json(CheckSheet(description, check)) + "\n")
    return check.isAccepted && check.isJudged ? .done : .refused
  }
  let verdict = check.fault.map { $0.isRefusal ? "refused" : check.isJudged ? "doubtful" : "unjudged" } ?? "taken"
  var out = "\(verdict)  “\(description)”"
  if let fault = check.fault { out += "\n          \(fault.text)" }
  if !check.advice.isEmpty { out += "\n          \(check.advice)" }
  for line in out.split(separator: "\n") { Machine.print(sanitised(String(line)) + "\n") }
  if !check.suggestions.isEmpty {
    Machine.print("the words lead to\n")
    for hit in check.suggestions { Machine.print("  " + line(hit.code) + "\n") }
  }
  return check.isAccepted && check.isJudged ? .done : .refused
}

private func line(_ code: CommodityCode) -> String {
  "\(code.text.filled(8)) \(Nomenclature.words(of: code) ?? "")"
}

private func tell(_ code: CommodityCode, asJSON: Bool) -> Outcome {
  guard !asJSON else {
    Machine.print(json([CodeSheet(code)]) + "\n")
    return .done
  }
  let sheet = CodeSheet(code)
  func row(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    Machine.print("\(name.filled(12))\(sanitised(value))\n")
  }
  row("code", code.text)
  row("words", sheet.words)
  row("called", sheet.called)
  row("heading", sheet.heading.map { "\(code.heading.text) \($0)" })
  row("chapter", sheet.chapter.map { "\(code.chapter.text) \($0)" })
  row("section", sheet.section)
  let basis =
    switch GoodsJudgement(code).basis {
    case .subheading: "noted for this code"
    case .heading: "noted for others of the heading"
    case .chapter: "by the chapter alone"
    }
  row("is", sheet.flags.isEmpty ? nil : sheet.flags.joined(separator: ", ") + "  (typical; \(basis))")
  row("may be", sheet.possibleFlags.isEmpty ? nil : sheet.possibleFlags.joined(separator: ", ") + "  (\(basis))")
  row("UN number", sheet.unNumber)
  if let facts = GoodsFacts.of(code) {
    func money(_ cents: Int) -> String { "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)" }
    row(
      "a piece",
      "USD \(money(facts.unitValueUSCents.lowerBound)) to \(money(facts.unitValueUSCents.upperBound)), "
        + "\(facts.unitWeightGrams.lowerBound) to \(facts.unitWeightGrams.upperBound) g  (assumed)")
    row("look out", facts.note)
  }
  let children = Nomenclature.children(of: code)
  if !children.isEmpty {
    Machine.print("\n")
    for child in children { Machine.print(line(child) + "\n") }
  }
  return .done
}

/// A code in plain values for other programs.
private struct CodeSheet: Encodable {
  var code: String
  var words: String
  var heading: String?
  var chapter: String?
  var section: String?
  var called: String?
  var flags: [String]
  var possibleFlags: [String]
  var unNumber: String?

  init(_ code: CommodityCode) {
    self.code = code.text
    words = Nomenclature.words(of: code) ?? ""
    heading = code.count > 4 ? Nomenclature.words(of: code.heading) : nil
    chapter = code.count > 2 ? Nomenclature.words(of: code.chapter) : nil
    section = Nomenclature.section(of: code).map { "\($0.number) \($0.words)" }
    called = GoodsFacts.of(code)?.words
    let judgement = GoodsJudgement(code)
    flags = judgement.certain.words
    possibleFlags = judgement.possible.words
    unNumber = judgement.unHint.isEmpty ? nil : judgement.unHint
  }
}

/// A description that was judged, in plain values for other programs.
private struct CheckSheet: Encodable {
  var description: String
  var accepted: Bool
  /// Whether any word of it is known here.
  var judged: Bool
  var fault: String?
  var advice: String?
  var suggestions: [CodeSheet]

  init(_ description: String, _ check: DescriptionCheck) {
    self.description = description
    accepted = check.isAccepted
    judged = check.isJudged
    fault = check.fault?.text
    advice = check.advice.isEmpty ? nil : check.advice
    suggestions = check.suggestions.map { CodeSheet($0.code) }
  }
}
