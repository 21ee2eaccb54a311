import Logistics
import Measures
import TUI
import Tariff

// The papers of the shipment looked at: in short beside it, whole as a page. The folder knows which papers the shipment has; the
// checklist knows which its goods, way and destination ask for, who gives them and by when.

extension Appraisal {
  /// What its goods, way and destination ask for; nil where the shipment cannot be judged.
  static func checklist(_ found: BorderCase, _ shipment: Shipment, _ law: Law) -> PaperChecklist {
    var numbers = found.consigneeNumber.map { [(law.consigneeIdentifier(of: found.consignment.to), $0)] } ?? []
    if Union.contains(found.consignment.to), let ioss = found.terms.sellerNumbers.first(where: { $0.scheme == .ioss }) {
      numbers.append((ioss.scheme.name, ioss.number))
    }
    let folder = PaperFolder(
      descriptions: found.descriptions, held: Set(shipment.documentsHeld.documents.map(\.name)),
      identifiers: numbers, claimsPreference: found.terms.claimsPreference ?? false)
    return PaperChecklist(found.consignment, folder, book: law.book, rates: law.rates)
  }
}

extension PaperNeed {
  /// The document of the shipment's folder that it is; nil where the folder has none for it.
  var document: Document? {
    switch subject {
    case .paper(let rule): rule.trackedAs.flatMap { Document(name: $0) }
    case .data(let id): Document(name: id)
    }
  }

  /// Who gives it and by when: "the merchant, before export".
  var whenceWords: String { "\(supplier.words), \(time.words)" }

  /// The checklist's heading under which it stands.
  fileprivate var heading: String {
    switch state {
    case .wrong: "Wrong"
    case .missing: "Missing"
    case .there: "There"
    case .ask: "To be asked: only who knows the goods can tell"
    case .comes: "Made later, by whoever carries or clears"
    case .notTracked: "Not tracked: the folder cannot keep it"
    case .onRequest: "May be asked for"
    }
  }

  fileprivate static let headings: [String] = [
    "Wrong", "Missing", "There", "To be asked: only who knows the goods can tell",
    "Made later, by whoever carries or clears", "Not tracked: the folder cannot keep it", "May be asked for",
  ]

  /// It as a line of the page.
  fileprivate func line(isAsked: Bool) -> Tariff.Page.Line {
    var words = whenceWords
    if isExportSide { words += ", asked by the country of dispatch" }
    switch state {
    case .wrong(let why): words += "; \(why)"
    case .ask(let question): words += "; \(question)"
    case .missing where isAsked: words += "; asked for"
    case .missing, .there, .comes, .notTracked, .onRequest: break
    }
    if !advice.isEmpty { words += "; \(advice)" }
    var aside = requirement.words
    if case .paper(let rule) = subject {
      aside += ", \(rule.id), \(rule.evidence.words)"
    }
    return Tariff.Page.Line(.fact, name, words, aside: aside)
  }
}

extension State {
  /// The whole checklist of a shipment; nil while it is not the one looked at.
  func papersPage(of id: ShipmentID) -> Tariff.Page? {
    guard let detail = details.last, detail.id == id, let appraisal = detail.appraisal, let shipment = board[id] else {
      return nil
    }
    let title = "\(id.label): papers"
    guard let checklist = appraisal.checklist, case .success(let found) = appraisal.borderCase else {
      guard case .failure(let fault) = appraisal.borderCase else { return nil }
      return Tariff.Page(
        title: title, sections: [Tariff.Page.Section("", [Tariff.Page.Line(.caution, "", fault.words)])])
    }
    let consignment = found.consignment
    let head = [
      Tariff.Page.Line(
        .total, "score", checklist.scoreWords + "; each counts the same", amount: "\(checklist.score) %"),
      Tariff.Page.Line(.fact, "judged on", "\(consignment.date.text): \(found.dayWords)"),
      Tariff.Page.Line(
        .fact, "by",
        "\(consignment.shippedFrom.words) to \(consignment.to.words), \(consignment.channel.rawValue), "
          + consignment.carriage.rawValue),
    ]
    let sections =
      restrictionSections(of: checklist)
      + PaperNeed.headings.map { heading in
        Tariff.Page.Section(
          heading,
          checklist.needs.filter { $0.heading == heading }.map { need in
            need.line(isAsked: need.document.map { shipment.documentsRequested.contains($0) } ?? false)
          })
      }
    return Tariff.Page(title: title, sections: [Tariff.Page.Section("Before hand-over", head)] + sections)
  }

  /// What of the goods may not enter, and what is looked at closely.
  private func restrictionSections(of checklist: PaperChecklist) -> [Tariff.Page.Section] {
    [true, false].map { isForbidden in
      Tariff.Page.Section(
        isForbidden ? "May not enter" : "Looked at closely",
        checklist.restrictions.filter { $0.isForbidden == isForbidden }.map {
          Tariff.Page.Line(isForbidden ? .caution : .fact, $0.id, $0.told, aside: $0.dated)
        })
    }
  }

  /// The papers in short: what may not enter at all, what is missing or wrong with who gives it, what is there, how much else there is.
  func papersSection(_ detail: Detail, _ shipment: Shipment) -> DetailSection {
    let wanted = shipment.documentsNeeded.union(shipment.documentsHeld)
    let checklist = detail.appraisal?.checklist
    let needs = checklist?.needs ?? []
    func need(_ document: Document) -> PaperNeed? { needs.first { $0.document == document } }
    func whence(_ need: PaperNeed?) -> Line {
      need.map { Line("  \($0.supplier.rawValue), \($0.time.words)", .muted) } ?? []
    }
    let missing = shipment.documentsMissing
    var lines = missing.documents.map { paper($0, shipment) + whence(need($0)) }
    // What the checklist asks beyond what the order said; of papers the folder has, only what is wrong with them.
    let further = (checklist?.open ?? []).filter { need in
      guard let document = need.document else { return true }
      return !missing.contains(document)
    }
    for need in further {
      let cross = String(Character(glyphSet.glyphs.cross)) + " "
      if case .wrong(let why) = need.state {
        lines.append(Line(cross).adding(need.name).adding("  wrong: \(why)", .secondary))
      } else {
        lines.append(Line(cross).adding(need.name).adding("  missing", .secondary) + whence(need))
      }
    }
    let open = lines.count
    for restriction in checklist?.restrictions ?? [] where restriction.isForbidden {
      let cross = String(Character(glyphSet.glyphs.cross)) + " "
      lines.insert(Line(cross).adding(restriction.words).adding("  may not enter", .secondary), at: 0)
    }
    // One paper has one mark: what is wrong with it is told above.
    lines += wanted.subtracting(missing).documents.filter { document in
      !further.contains { $0.document == document }
    }.map { paper($0, shipment) }
    let counts = [
      (needs.count { if case .ask = $0.state { true } else { false } }, "to be asked"),
      (needs.count { $0.state == .notTracked }, "not tracked"), (needs.count { $0.state == .comes }, "made later"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if !counts.isEmpty { lines.append(Line("  " + counts.joined(separator: ", "), .muted)) }
    if lines.isEmpty { lines = [Line(shipment.hasOrder ? "none is needed" : "none is known", .muted)] }
    var parts: [String] = []
    if open > 0 { parts.append("\(open) missing or wrong") } else if !wanted.isEmpty { parts.append("complete") }
    if let checklist { parts.append("\(checklist.score) % ready") }
    if checklist != nil { parts.append("\(bindings.shown("papers")) all") }
    return DetailSection(
      title: "Documents", trailing: parts.joined(separator: " \(glyphSet.glyphs.separator) "), lines: lines)
  }
}
