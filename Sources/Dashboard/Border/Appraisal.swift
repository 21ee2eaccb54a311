package import Logistics
import Measures
import TUI
package import Tariff

// What the border asks of one shipment, reckoned when it is opened and again when something of it has changed, never with a frame:
//
//   detail ── another version, day or law? ──► idle work ──► Appraisal ──► panels, pages

/// What the border asks of a shipment.
struct Appraisal: Sendable {
  /// What it was reckoned from.
  struct Key: Hashable, Sendable {
    var version: UInt32
    var events: Int
    var today: CivilDate
  }

  let key: Key
  /// The shipment as the law sees it, or why it cannot.
  let borderCase: Result<BorderCase, BorderCaseFault>
  let cost: Result<LandedCost, CostFault>?
  /// The papers it needs; nil where it cannot be judged.
  let checklist: PaperChecklist?
  /// Its parties against the lists; nil where it is not held for one, or there is no list.
  let screened: [ScreenedParty]?

  init(_ shipment: Shipment, _ dossier: Dossier?, _ key: Key, _ state: State) {
    self.key = key
    do throws(BorderCaseFault) {
      let found = try BorderCase(
        shipment, dossier, texts: state.board.texts, now: state.now, offset: state.clock.offset, book: state.law.book)
      borderCase = .success(found)
      cost = Self.cost(found.consignment, state.law)
      checklist = Self.checklist(found, shipment, state.law)
    } catch {
      borderCase = .failure(error)
      cost = nil
      checklist = nil
    }
    screened = Self.screened(shipment, key.today, state)
  }

  private static func cost(_ consignment: Consignment, _ law: Law) -> Result<LandedCost, CostFault> {
    do throws(CostFault) {
      return .success(try LandedCost.of(consignment, book: law.book, rates: law.rates))
    } catch {
      return .failure(error)
    }
  }
}

extension State {
  /// What the appraisal of the shipment looked at must rest on; nil where it is there.
  private var appraisalWanted: Appraisal.Key? {
    guard let detail = details.last, let shipment = board[detail.id] else { return nil }
    let key = Appraisal.Key(version: shipment.version, events: detail.dossier?.events.count ?? 0, today: today)
    return detail.appraisal?.key == key ? nil : key
  }

  /// Whether the shipment looked at is to be appraised, or a page about it to be opened.
  var awaitsAppraisal: Bool {
    guard let detail = details.last else { return false }
    return appraisalWanted != nil || detail.wanted != nil && detail.dossier != nil
  }

  /// Appraises the shipment looked at, and opens the page about it that somebody waits for.
  mutating func appraise() {
    guard let detail = details.last else { return }
    let last = details.count - 1
    guard let shipment = board[detail.id] else {
      // In the past it may not have been heard of yet.
      details[last].wanted = nil
      return
    }
    if let key = appraisalWanted {
      details[last].appraisal = Appraisal(shipment, detail.dossier, key, self)
      if case .reading(let reading) = overlay, let page = page(of: reading.subject) {
        overlay = .reading(reading.with(page))
      }
    }
    if let wanted = detail.wanted, detail.dossier != nil {
      details[last].wanted = nil
      if case .none = overlay, !read(wanted) {
        notice = Notice("\(detail.id.label): nothing is known to be read", isFailure: true)
      }
    }
  }

  /// Reads a page about the shipment that was named, else about the one looked at: it is opened for it.
  mutating func readAbout(
    _ call: Call, _ subject: (ShipmentID) -> ReadingSubject
  ) -> [Effect] {
    let id: ShipmentID
    if let target = call.targets?.first {
      id = target.id
    } else if !call.argument.isEmpty {
      guard let found = find(call.argument) else {
        notice = Notice("there is no shipment “\(call.argument)”", isFailure: true)
        return []
      }
      id = found
    } else if let current {
      id = current
    } else {
      return []
    }
    let effects = details.last?.id == id ? [] : open(id)
    guard let last = details.indices.last, details[last].id == id else { return effects }
    details[last].wanted = subject(id)
    if details[last].dossier != nil { appraise() }
    return effects
  }

  // MARK: - Pages

  /// The working of a shipment's landed cost; nil while it is not the one looked at.
  func costPage(of id: ShipmentID) -> Tariff.Page? {
    guard let detail = details.last, detail.id == id, let appraisal = detail.appraisal else { return nil }
    let title = "\(id.label): duty and tax"
    switch appraisal.borderCase {
    case .failure(let fault):
      return Tariff.Page(
        title: title, sections: [Tariff.Page.Section("", [Tariff.Page.Line(.caution, "", fault.words)])])
    case .success(let found):
      var facts = [
        Tariff.Page.Line(.fact, "judged on", "\(found.consignment.date.text): \(found.dayWords)"),
        Tariff.Page.Line(
          .fact, "by",
          "\(found.consignment.channel.rawValue), \(found.consignment.carriage.rawValue), \(found.consignment.term.code)"
        ),
      ]
      if !found.corrected.isEmpty {
        let words = found.corrected.map(\.words).joined(separator: ", ")
        facts.append(Tariff.Page.Line(.fact, "corrected", words + ": judged as it is declared now"))
      }
      facts += found.assumptions.map { Tariff.Page.Line(.caution, "assumed", $0) }
      let head = Tariff.Page.Section("This shipment", facts)
      switch appraisal.cost {
      case .failure(let fault)?:
        let why = Tariff.Page.Section("Working", [Tariff.Page.Line(.caution, "", fault.words)])
        return Tariff.Page(title: title, sections: [head, why])
      case .success(let cost)?:
        let page = cost.page
        let others = law.book.judge(found.consignment, rates: law.rates).passedOver.filter { other in
          !cost.alternatives.contains { $0.ruleID == other.rule.id }
        }.map {
          Tariff.Page.Line(.rule, $0.rule.id, $0.mismatch?.words ?? "another asks more of the consignment")
        }
        return Tariff.Page(
          title: "\(id.label): \(page.title)",
          sections: [head] + page.sections.filter { $0.heading != "Sources" }
            + [Tariff.Page.Section("Rules that were passed over", others)]
            + page.sections.filter { $0.heading == "Sources" })
      case nil: return nil
      }
    }
  }
}

// MARK: - Without a screen

extension State {
  /// What the border asks of a shipment, for whoever prints it: screening, papers, duty and tax, each a heading and its lines.
  package static func borderWords(
    of id: ShipmentID, _ dossier: Dossier, board: Board, clock: Clock, law: Law, screening: ScreeningLists
  ) -> [(heading: String, lines: [String])] {
    let state = appraised(id, dossier, board: board, clock: clock, law: law, screening: screening)
    guard let shipment = board[id], let detail = state.details.last else { return [] }
    let sections = [
      state.screeningSection(detail, shipment), state.papersSection(detail, shipment), state.dutySection(detail),
    ]
    return sections.compactMap { $0 }.map { section in
      // What names a key means nothing here.
      let trailing = section.trailing.split(separator: " \(state.glyphSet.glyphs.separator) ").filter { part in
        !part.hasSuffix(" all") && !part.hasSuffix(" the working")
      }
      return (
        section.title + (trailing.isEmpty ? "" : ": " + trailing.joined(separator: ", ")), section.lines.map(\.text)
      )
    }
  }

  /// The same in values.
  package static func borderFindings(
    of id: ShipmentID, _ dossier: Dossier, board: Board, clock: Clock, law: Law, screening: ScreeningLists
  ) -> BorderFindings? {
    let state = appraised(id, dossier, board: board, clock: clock, law: law, screening: screening)
    guard let appraisal = state.details.last?.appraisal else { return nil }
    var findings = BorderFindings(checklist: appraisal.checklist, screened: appraisal.screened ?? [])
    switch appraisal.borderCase {
    case .success(let found): findings.borderCase = found
    case .failure(let fault): findings.refusal = fault.words
    }
    switch appraisal.cost {
    case .success(let cost)?: findings.cost = cost
    case .failure(let fault)?: findings.refusal = fault.words
    case nil: break
    }
    return findings
  }

  /// A state that has appraised a shipment and nothing else.
  private static func appraised(
    _ id: ShipmentID, _ dossier: Dossier, board: Board, clock: Clock, law: Law, screening: ScreeningLists
  ) -> State {
    var state = State(size: Size(width: 100, height: 40), clock: clock, operatorName: "")
    (state.board, state.law, state.screening) = (board, law, screening)
    var detail = Detail(id)
    detail.take(dossier)
    state.details = [detail]
    state.appraise()
    return state
  }
}

/// What the border asks of a shipment, in values.
package struct BorderFindings: Sendable {
  /// The shipment as the law sees it; nil where it cannot be judged.
  package var borderCase: BorderCase?
  package var cost: LandedCost?
  /// Why it cannot be judged or reckoned; nil where it can.
  package var refusal: String?
  package var checklist: PaperChecklist?
  /// Its parties against the lists; none where it is not held for one, or there is no list.
  package var screened: [ScreenedParty]
}

// MARK: - Panel

extension State {
  /// What it costs at the border, in short; the whole working is a key away.
  func dutySection(_ detail: Detail) -> DetailSection? {
    guard let appraisal = detail.appraisal else { return nil }
    var section = DetailSection(title: "Duty and tax", lines: [])
    func field(_ name: String, _ value: Line) -> Line {
      Line(name.padded(to: DetailSection.nameCells), .secondary) + value
    }
    func plain(_ text: String) -> String { Reading.plain(text, isASCII: glyphSet == .ascii) }
    func none(_ words: String) -> DetailSection {
      section.lines = [field("unknown", Line(words, .muted))]
      return section
    }
    let found: BorderCase
    switch appraisal.borderCase {
    case .failure(let fault): return none(fault.words)
    case .success(let known): found = known
    }
    let cost: LandedCost
    switch appraisal.cost {
    case .failure(let fault)?: return none(fault.words)
    case .success(let known)?: cost = known
    case nil: return nil
    }
    section.trailing = "\(bindings.shown("cost")) the working"
    section.lines.append(
      field("judged on", Line(found.consignment.date.text).adding("  \(found.dayWords)", .secondary)))
    if let rule = cost.steps.first(where: { $0.kind == .rule }), let authority = rule.authority {
      let sure = authority.isUnverified ? "unverified, \(authority.confidence.rawValue)" : authority.confidence.rawValue
      section.lines.append(
        field(
          authority.isUnverified ? "rule ?" : "rule",
          Line(authority.id).adding("  \(authority.span.words), \(sure)", .secondary)))
    }
    let customs = plain(cost.customsValue.text)
    let goods = plain(cost.goods.text)
    section.lines.append(
      field(
        "value",
        Line(customs).adding(
          (customs == goods ? "  goods alone" : "  of goods \(goods)") + converted(cost), .secondary)))
    let way = [
      cost.consignment.freight.map { "freight \(plain($0.text))" },
      cost.consignment.insurance.map { "insurance \(plain($0.text))" },
    ].compactMap(\.self)
    if !way.isEmpty {
      let isIn = cost.customsValue.minor > cost.goods.minor
      section.lines.append(
        field("the way", Line(way.joined(separator: ", ")).adding(isIn ? "  in the value" : "  beside it", .secondary)))
    }
    section.lines.append(amount("duty", cost.duty, cost.steps.filter { $0.kind == .duty }))
    let tax = cost.taxAtSale.isNothing ? cost.tax : cost.taxAtSale
    section.lines.append(amount(cost.taxName, tax, cost.steps.filter { $0.kind == .tax }))
    if !cost.feeCosts.isEmpty {
      section.lines.append(amount("fees", cost.fees, cost.steps.filter { $0.kind == .fee }))
    }
    let payer = consigneeWords(cost.payer)
    section.lines.append(
      field(
        "due", Line(plain(cost.dueAtBorder.text), .title).adding("  from the \(payer) (\(cost.consignment.term.code))"))
    )
    section.lines.append(
      field(
        cost.isIndication ? "landed ?" : "landed",
        Line(plain(cost.total.text)).adding(
          cost.total.isExact ? "" : cost.isIndication ? "  an indication, not a bound" : "  not known closer",
          .secondary)))
    if !found.corrected.isEmpty {
      let words = found.corrected.map(\.words).joined(separator: ", ")
      section.lines.append(field("corrected", Line(words, .secondary)))
    }
    for (index, words) in found.assumptions.enumerated() {
      section.lines.append(field(index == 0 ? "assumed ?" : "", Line(words, .muted)))
    }
    return section
  }

  private func converted(_ cost: LandedCost) -> String {
    cost.rates.isEmpty ? "" : cost.rates.contains(where: \.isAssumption) ? ", at rough rates" : ", at your rates"
  }

  private func consigneeWords(_ payer: Payer) -> String { payer.rawValue }

  /// An amount with the words of the step it comes from, or of how many; a question mark where one is unverified.
  private func amount(_ name: String, _ amount: MoneyRange, _ steps: [CostStep]) -> Line {
    let isOpen = steps.contains { $0.authority?.isUnverified == true }
    let words: String
    if steps.count == 1, let step = steps.first {
      // The name of the amount stands before it already.
      words = step.words.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? step.words
    } else {
      words = steps.isEmpty ? "" : "in \(steps.count) steps"
    }
    let isASCII = glyphSet == .ascii
    return Line((name + (isOpen ? " ?" : "")).padded(to: DetailSection.nameCells), .secondary)
      .adding(Reading.plain(amount.text, isASCII: isASCII)).adding(
        words.isEmpty ? "" : "  " + Reading.plain(words, isASCII: isASCII), .secondary)
  }
}
