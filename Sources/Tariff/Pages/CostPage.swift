import Measures

extension LandedCost {
  /// The working as a page: every step with its amount and what it rests on.
  package var page: Page {
    let days = span.words
    var value: [Page.Line] = [Page.Line(.fact, "", "goods", amount: goods.text)]
    if consignment.freight != nil { value.append(Page.Line(.fact, "", "freight", amount: freight.text)) }
    if consignment.insurance != nil { value.append(Page.Line(.fact, "", "insurance", amount: insurance.text)) }
    for rate in rates { value.append(Page.Line(rate.isAssumption ? .caution : .fact, "", rate.text)) }
    let working = steps.filter { $0.kind != .total }.map { step in
      let label = step.line.map { lines.count > 1 ? "\($0 + 1)  \(lines[$0].code.text)" : lines[$0].code.text } ?? ""
      let isOpen = step.authority?.isUnverified == true || step.kind == .note
      return Page.Line(
        isOpen ? .caution : .step, label, step.words, amount: step.amount?.text ?? "",
        aside: step.authority?.words ?? "")
    }
    var sums = [
      Page.Line(.total, "", "duty", amount: duty.text),
      Page.Line(.total, "", "\(taxName) at the border", amount: tax.text),
    ]
    if !taxAtSale.isNothing {
      sums.append(Page.Line(.total, "", "\(taxName) taken at the sale", amount: taxAtSale.text))
    }
    sums += [
      Page.Line(.total, "", "fees", amount: fees.text),
      Page.Line(
        .total, "", "due at the border, from the \(payer.rawValue) (\(consignment.term.code))", amount: dueAtBorder.text
      ),
      Page.Line(.total, "", "landed cost", amount: total.text),
    ]
    if !total.isExact {
      sums.append(
        Page.Line(.caution, "", "an amount here is not known closer; see the steps, and state what you know"))
    }
    if isIndication {
      sums.append(Page.Line(.caution, "", "upper amounts rest on rates known elsewhere: an indication, not a bound"))
    }
    if steps.contains(where: { $0.authority?.isUnverified == true }) {
      sums.append(Page.Line(.caution, "", "some of it is unverified: look it up before relying on it"))
    }
    let others = alternatives.map {
      Page.Line(.rule, $0.ruleID, "\($0.words): duty \($0.duty.text), \(taxName) \($0.tax.text)")
    }
    var seen: Set<String> = []
    let sources = steps.flatMap { $0.authority?.sources ?? [] }.filter { seen.insert($0.id).inserted }
    return Page(
      title: "Landed cost in \(destinationName) on \(consignment.date.text)"
        + (days.isEmpty ? "" : ", by the rules \(days)"),
      sections: [
        Page.Section("What is sent", value), Page.Section("Working", working), Page.Section("Together", sums),
        Page.Section("Or, by choice", others),
        Page.Section(
          "Sources", sources.map { Page.Line(.source, $0.id, $0.title + ($0.address.map { " " + $0 } ?? "")) }),
      ])
  }
}
