import Alarms
import Atlas
import Logistics
import Measures
import TUI

// One shipment looked at closely: what happened and what was said on the left, what is to be done and who is involved on the right;
// one below the other where there is no room.
//
//   CW-08810  Power bank x1  €34.90  CN-DE  air DDP  Aoyun > Lena Brückner, Köln           held 3d1h  !! 4h left
//   ┌ Journey ────────────────────────────┐┌ Held: battery undeclared (H19) ──────────────┐
//   │ ✓ order   16 Nov 09:12 order placed ││ who acts   merchant Aoyun Digital             │
//   │ ! import  19 Nov 13:30 held         ││ needs      ✗ DG declaration  ✓ UN38.3 summary │
//   ├ Claims 14 · 1 late ─────────────────┤├ Documents ───────────────────────────────────┤

/// A titled piece of the detail.
struct DetailSection {
  var title: String
  var role = Role.title
  var trailing = ""
  var lines: [Line]
  /// The addresses that lines lead to, by their places.
  var links: [Int: String] = [:]

  /// Cells of what names a line.
  static let nameCells = 11
}

/// A row of a column of the detail.
enum DetailRow {
  case line(Line, link: String?)
  case divider(DetailSection)
}

extension Canvas {
  /// Draws the shipment that is looked at.
  mutating func drawDetail(_ detail: Detail, _ state: State, _ layout: Layout) {
    guard let row = state.context(detail.id) else {
      fill(layout.body, Style(.text))
      let words = "\(detail.id.label): nothing was heard of it by then"
      put(words, at: Point(x: layout.body.x + 2, y: layout.body.y + 1), width: layout.body.width - 3, Style(.muted))
      cursor = layout.body.origin
      return
    }
    let (head, rest) = layout.body.splitTop(1)
    fill(layout.body, Style(.text))
    // What is urgent never gives way to a long name.
    let urgency = state.detailUrgency(row)
    let cells = min(head.width / 2, width(of: urgency.text))
    draw(
      status: state.detailHead(row), at: head.origin, width: head.width - (cells > 0 ? cells + 2 : 0), on: nil)
    put(urgency, at: Point(x: head.maxX - 1 - cells, y: head.y), width: cells)
    let columns = layout.isWide ? rest.columns(2) : [rest]
    for (index, frame) in columns.enumerated() {
      touch(frame, .panel(Detail.group + index))
      let sections = state.detailSections(detail, row, column: layout.isWide ? index : nil)
      drawColumn(
        sections, in: frame, offset: detail.offsets[index], isFocused: !layout.isWide || index == detail.column)
    }
  }

  mutating func drawColumn(_ sections: [DetailSection], in frame: Rect, offset: Int, isFocused: Bool) {
    let rows = DetailSection.rows(sections)
    let offset = max(0, min(offset, rows.count - (frame.height - 2)))
    // The head of the section whose lines stand at the top, also when its own line has been scrolled away.
    let current =
      rows[..<min(offset, rows.count)].lazy.compactMap { row -> DetailSection? in
        if case .divider(let section) = row { section } else { nil }
      }.last ?? sections.first
    let style = Style(isFocused ? .focusBorder : .border)
    let inside = box(
      frame, title: Line(current?.title ?? "", current?.role ?? .title),
      trailing: Line(current?.trailing ?? "", .count), frame: style)
    if isFocused { cursor = inside.origin }
    for y in 0..<inside.height where offset + y < rows.count {
      switch rows[offset + y] {
      case .line(let line, let address):
        let at = Point(x: inside.x + 1, y: inside.y + y)
        let cells = put(line, at: at, width: inside.width - 2)
        // What stands before it names what it is, and is no link.
        let name = min(cells, DetailSection.nameCells)
        if let address { link(Rect(x: at.x + name, y: at.y, width: cells - name, height: 1), to: address) }
      case .divider(let section):
        divider(
          in: frame, y: inside.y + y, title: Line(section.title, section.role),
          trailing: Line(section.trailing, .count), frame: style)
      }
    }
    let below = rows.count - offset - inside.height
    if below > 0 {
      put(
        " \(below) more ", at: Point(x: frame.maxX - 12, y: frame.maxY - 1), width: 10, Style(.secondary),
        align: .right)
    }
  }
}

extension DetailSection {
  /// The rows of sections one below the other; the first one's head stands in the frame.
  static func rows(_ sections: [DetailSection]) -> [DetailRow] {
    sections.enumerated().flatMap { index, section in
      (index == 0 ? [] : [DetailRow.divider(section)])
        + section.lines.enumerated().map { .line($1, link: section.links[$0]) }
    }
  }
}

extension State {
  /// How many rows a column of the detail has.
  func detailRows(column: Int, _ layout: Layout) -> Int {
    guard let detail = details.last, let row = context(detail.id) else { return 0 }
    return DetailSection.rows(detailSections(detail, row, column: layout.isWide ? column : nil)).count + 1
  }

  /// The shipment in one line.
  func detailHead(_ row: RowContext) -> Line {
    let shipment = row.shipment
    // What nobody said is left out: a blank or a nought would pretend that somebody did.
    let goods = [
      shipment.goods == .none ? nil : row.isShown(row.text(shipment.goods)) ? row.text(shipment.goods) : "goods",
      shipment.value.isKnown ? row.amountText(shipment.value) : nil,
    ]
    let terms = [
      shipment.mode == .unknown ? nil : shipment.mode.name,
      shipment.incoterm == .unstated ? nil : shipment.incoterm.code,
    ]
    let way = [shipment.hasRoute ? shipment.routeWords : nil, joined(terms, " ")]
    let seller = shipment.merchant == .none ? nil : row.name(shipment.merchant, .merchant)
    let buyer = joined(
      [
        shipment.consignee == .none ? nil : row.name(shipment.consignee, .consignee),
        shipment.hasDestination ? shipment.destinationWords(board.texts) : nil,
      ], ", ")
    var line = Line(shipment.id.label, .title)
    if let words = joined(goods, "  ") { line = line.adding("  " + words) }
    if let words = joined(way, "  ") { line = line.adding("  " + words, .secondary) }
    if let words = joined([seller, buyer.map { "> " + $0 }], " ") { line = line.adding("  " + words) }
    if !shipment.hasOrder, shipment.reference != .none {
      line = line.adding("  \(board.texts[shipment.reference])", .secondary)
    }
    return line
  }

  /// The parts that there are; nil when there is none.
  private func joined(_ parts: [String?], _ separator: String) -> String? {
    let known = parts.compactMap { $0 }
    return known.isEmpty ? nil : known.joined(separator: separator)
  }

  /// How long it is held and how long is left.
  func detailUrgency(_ row: RowContext) -> Line {
    let shipment = row.shipment
    var line: Line = []
    if let since = shipment.heldSince { line = line.adding("held \((now - since).words)  ", .secondary) }
    if let silence = row.silentFor { line = line.adding("silent \(silence.words)  ", .stale) }
    guard row.urgency < .none else { return line }
    line = line.adding(row.urgency.mark, row.urgency.role)
    if shipment.isHeld, let due = shipment.holdDue {
      let words = due >= now ? "\((due - now).words) left" : "limit passed \((now - due).words) ago"
      line = line.adding(" \(words)", row.urgency.role)
    } else if let promise = shipment.promise, promise < now, !shipment.isEnded {
      line = line.adding(" promise \(promise.leftWords(from: now))", row.urgency.role)
    }
    return line
  }

  /// The sections of a column; nil for all of them, what is to be done first.
  func detailSections(_ detail: Detail, _ row: RowContext, column: Int?) -> [DetailSection] {
    let left = [journey(detail, row), claims(detail, row)]
    let holds = holds(detail, row)
    let rest = [
      screeningSection(detail, row.shipment), corrections(detail), alarms(detail), papersSection(detail, row.shipment),
      dutySection(detail),
      order(detail, row), parties(row), notes(detail),
    ].compactMap { $0 }
    switch column {
    case 0: return left
    case 1: return holds + rest
    default: return holds + left + rest
    }
  }

  // MARK: - Alarms

  /// The alarms that it is part of; nil where it is part of none.
  private func alarms(_ detail: Detail) -> DetailSection? {
    let lines = detail.alarms.compactMap { alarms.picture[$0] }
    guard !lines.isEmpty else { return nil }
    return DetailSection(
      title: "Alarms", trailing: "\(bindings.shown("alarms")) lists all",
      lines: lines.map { line in
        Line(line.priority.urgency.mark.padded(to: 3), line.alarm.isSilenced ? .shelved : line.priority.urgency.role)
          .adding(stateWords(line).padded(to: 10), .secondary)
          .adding("\(line.message.asset): \(line.message.condition)")
      })
  }

  // MARK: - Journey

  private func journey(_ detail: Detail, _ row: RowContext) -> DetailSection {
    let shipment = row.shipment
    let steps = detail.dossier?.journey ?? []
    var lines: [Line] = []
    for stage in Stage.allCases {
      // Nothing has to come back: after-sales is shown only where something does.
      if stage == .afterSales, shipment.stage != .afterSales { continue }
      let mine = steps.filter { $0.claim.milestone.stage == stage }
      let isHeldHere = shipment.isHeld && stage == shipment.stage
      let mark: (String, Role) =
        isHeldHere
        ? (row.urgency.mark.isEmpty ? "-" : row.urgency.mark, row.urgency.role)
        : stage < shipment.stage || shipment.isEnded && stage == shipment.stage
          ? (String(Character(glyphSet.glyphs.tick)), .muted)
          : stage == shipment.stage
            ? (String(Character(glyphSet.glyphs.underWay)), .text)
            : (String(Character(glyphSet.glyphs.toCome)), .muted)
      let head = Line(mark.0.padded(to: 3), mark.1).adding(stage.name.padded(to: 12), .secondary)
      var told: [Line] = []
      if stage == .order, shipment.hasOrder {
        told.append(Line(zonedWords(shipment.placed, at: shipment.origin) + "  ", .muted).adding("order placed"))
      }
      told += mine.map { step in
        let place = step.claim.place == .none ? board.texts[step.claim.placeText] : step.claim.place.shortWords
        return Line(zonedWords(step.claim.happened, at: step.claim.place, stated(step)) + "  ", .muted)
          .adding(step.claim.milestone.words).adding(place.isEmpty ? "" : "  \(place)", .secondary)
      }
      if isHeldHere, let since = shipment.heldSince {
        let words = shipment.holds.map(\.words).joined(separator: ", ")
        told.append(
          Line(zonedWords(since, at: shipment.at) + "  ", .muted).adding("held: \(words)", row.urgency.role))
      }
      if told.isEmpty, stage == .local, let eta = shipment.eta, !shipment.isEnded {
        // Only a promise can be late; an estimate that has passed is old.
        let day = eta.dayMonth(in: clock.offset, from: now)
        let words = eta < now ? "est. passed \((now - eta).shortWords) ago, was \(day)" : "expected \(day)"
        told.append(Line(words, eta < now ? .stale : .muted))
      }
      if stage < shipment.stage, let last = told.last {
        // What is behind is told in short; everything stands among the claims.
        told = [last]
      }
      if told.isEmpty, stage < shipment.stage, !shipment.hasOrder { told = [Line("nobody said", .muted)] }
      lines.append(head + (told.first ?? []))
      lines += told.dropFirst().map { Line("".padded(to: 15), Role.text) + $0 }
    }
    if let pending = shipment.pending {
      lines.append(Line("   waits behind the hold: \(pending.words)", .secondary))
    }
    return DetailSection(title: "Journey", trailing: detail.dossier == nil ? "reading …" : "", lines: lines)
  }

  /// Day and time on a place's own clock.
  private func timeWords(_ instant: Instant, at place: PlaceID, _ stated: ZoneOffset? = nil) -> String {
    let words = instant.dayAndClock(in: offset(instant, at: place, stated), from: now)
    return words.count < 12 ? " " + words : words
  }

  /// Day and time on a place's own clock, with its offset.
  private func zonedWords(_ instant: Instant, at place: PlaceID, _ stated: ZoneOffset? = nil) -> String {
    timeWords(instant, at: place, stated) + " " + offset(instant, at: place, stated).shortWords.padded(to: 3)
  }

  private func offset(_ instant: Instant, at place: PlaceID, _ stated: ZoneOffset?) -> ZoneOffset {
    place == .none ? stated ?? clock.offset : Atlas.offset(at: place, instant)
  }

  /// Day and time on the operator's own clock, with its zone.
  private func deskWords(_ instant: Instant) -> String {
    "\(instant.dayAndClock(in: clock.offset, from: now)) \(clock.zone)"
  }

  /// The offset that a claim without a place is told in: the party's own, and ours for what the desk claimed.
  private func stated(_ entry: (event: Event, claim: Event.Claim)) -> ZoneOffset {
    entry.event.by.role == .operatorDesk ? clock.offset : entry.claim.offset
  }

  // MARK: - Claims

  private func claims(_ detail: Detail, _ row: RowContext) -> DetailSection {
    let shipment = row.shipment
    let parts =
      [counted(shipment.claims, "claim")] + (shipment.lateClaims > 0 ? ["\(shipment.lateClaims) late"] : [])
      + (shipment.disputes > 0 ? ["\(shipment.disputes) disputed"] : [])
    let told = detail.dossier?.claims ?? []
    let cells = told.map { timeWords($0.claim.happened, at: $0.claim.place, stated($0)).count }.max() ?? 12
    let lines = told.reversed().map { entry -> Line in
      let (event, claim) = entry
      let offset = claim.place == .none ? stated(entry) : Atlas.offset(at: claim.place, claim.happened)
      let delay = event.at - claim.happened
      let role: Role = claim.verdict.isDisputed ? .medium : .text
      let mark = claim.verdict.isDisputed ? Urgency.medium.mark + " " : ""
      let verdict = claim.verdict.words.map { $0 + ": " } ?? ""
      let time = timeWords(claim.happened, at: claim.place, stated(entry))
      return Line(String(repeating: " ", count: max(0, cells - time.count)) + time, .muted)
        .adding(" \(offset.shortWords)\(claim.offsetAssumed ? "?" : "")".padded(to: 7), .muted)
        .adding((delay >= .minutes(1) ? "+" + delay.shortWords : "").padded(to: 6) + " ", .secondary)
        .adding(event.by.role.name.padded(to: 11), .secondary).adding(event.at > now ? "not heard yet: " : "", .stale)
        .adding(mark + verdict, role == .text ? .secondary : role)
        .adding(claim.bareWords(board.texts), role)
    }
    let head = Line("happened".padded(to: cells) + " zone  heard  by", .muted)
    return DetailSection(
      title: "Said of it", trailing: parts.joined(separator: " \(glyphSet.glyphs.separator) "),
      lines: lines.isEmpty ? [] : [head] + lines)
  }

  // MARK: - Holds

  private func holds(_ detail: Detail, _ row: RowContext) -> [DetailSection] {
    let shipment = row.shipment
    guard shipment.isHeld else { return [DetailSection(title: "Next", lines: nextLines(shipment))] }
    return board.openHolds(of: shipment.id).map { hold in
      let reason = hold.reason
      let opened = detail.dossier?.holds.last { $0.hold.reason == reason && $0.closed == nil }
      var (turn, lines) = holdLines(hold, row, detailWidth) { paper($0, shipment) }
      if shipment.owner != .none { lines.insert(field("owner", Line(board.texts[shipment.owner])), at: 1) }
      let turns = detail.dossier?.turns(of: reason, now: now) ?? []
      if turns.count > 1 { lines += wrapped("went", handsWords(turns), detailWidth) }
      let playbook = reason.playbook
      lines.append(
        field(
          "typical",
          Line(
            "\(playbook.dwellMedian.words), nine in ten below \(playbook.dwellP90.words)"
              + (playbook.dwellIsAssumption ? " (assumption)" : " (published range)"), .muted)))
      let refusal = board.releaseRefusal(reason, of: shipment, roles: roles)
      if let refusal {
        lines.append(field("release", Line("no: \(refusal.sentence)", .disabled)))
      } else {
        lines.append(field("release", Line(bindings.shown("release"), .keyHint).adding(" releases it now")))
      }
      if refusal == nil && !hold.isRunning || reason.clockStandsStill && !reason.needs.isEmpty {
        let authority = hold.isRunning ? reason.mustAct : hold.owner
        lines.append(field("", Line("simplified: the desk records the \(authority.name)'s word", .muted)))
      }
      if let note = opened.map({ board.texts[$0.hold.note] }), !note.isEmpty {
        lines += wrapped("note", note, detailWidth)
      }
      return DetailSection(
        title: "Held: \(reason.words) (\(reason.code))", role: row.urgency <= .medium ? row.urgency.role : .title,
        trailing: turn.words, lines: lines)
    }
      + (shipment.openHolds == HoldReason.operatorHold.bit
        ? [] : [DetailSection(title: "Next", lines: nextLines(shipment))])
  }

  /// Cells of a line of the detail's last column.
  private var detailWidth: Int {
    let layout = layout(size)
    return max(20, (layout.isWide ? layout.body.columns(2)[1].width : layout.body.width) - 4)
  }

  /// The hands through which a hold went, and how long each had it: "merchant 2d3h, customs (answered) 5h".
  private func handsWords(_ turns: [HoldTurn]) -> String {
    turns.map { turn in
      let step = turn.step == .opened ? "" : " (\(turn.step.words))"
      return "\(turn.owner.name)\(step) \(((turn.until ?? now) - turn.since).words)"
    }.joined(separator: ", ")
  }

  /// What was corrected of its declared data: both claims, who put it right, and why; nil where nothing was.
  private func corrections(_ detail: Detail) -> DetailSection? {
    let told = detail.dossier?.amendments ?? []
    guard !told.isEmpty else { return nil }
    let lines = told.reversed().flatMap { event, amendment -> [Line] in
      let (before, after) = (amendment.before, amendment.after)
      func words(_ value: DeclaredValue) -> String {
        let text = value.text(of: amendment.field, board.texts)
        return text.isEmpty ? "nothing" : text
      }
      let why = board.texts[amendment.note]
      let who = amendment.isTakenBack ? "taken back by" : "by"
      let head = Line("\(amendment.field.words): ", .secondary).adding(words(after)).adding(
        ", was \(words(before))", .secondary)
      let tail = Line(
        "  \(deskWords(event.at)) \(who) \(event.by.words(board.texts))"
          + (why.isEmpty ? ", no reason given" : ": \(why)"),
        .muted)
      return [head, tail]
    }
    return DetailSection(title: "Corrected", trailing: counted(told.count, "correction"), lines: lines)
  }

  private func nextLines(_ shipment: Shipment) -> [Line] {
    switch board.nextStep(of: shipment) {
    case .success(let next):
      [field("advance", Line(bindings.shown("advance"), .keyHint).adding(" moves it on to: \(next.words)"))]
    case .failure(let why): [field("advance", Line("no: \(why.sentence)", .disabled))]
    }
  }

  /// Whoever plays a part in its way, with the name where there is one.
  func actor(_ role: PartyRole, _ shipment: Shipment) -> String {
    let name: TextID =
      switch role {
      case .merchant: shipment.merchant
      case .consignee: shipment.consignee
      case .platform: shipment.platform
      case .carrier: shipment.carrier
      case .operatorDesk: shipment.owner
      case .customs, .broker, .handler, .courier, .agency, .compliance, .file, .watch: .none
      }
    return Actor(role, name: name).words(board.texts)
  }

  /// A line behind its name.
  func field(_ name: String, _ value: Line) -> Line {
    Line(name.padded(to: DetailSection.nameCells), .secondary) + value
  }

  // MARK: - Documents, order, parties, notes

  func paper(_ document: Document, _ shipment: Shipment) -> Line {
    let code = document.edifactCode.map { " (\($0))" } ?? ""
    if shipment.documentsHeld.contains(document) {
      return Line(String(Character(glyphSet.glyphs.tick)) + " ", .muted).adding(document.words, .secondary).adding(
        code, .muted)
    }
    let state = shipment.documentsRequested.contains(document) ? "  asked for" : "  missing"
    return Line(String(Character(glyphSet.glyphs.cross)) + " ").adding(document.words).adding(code, .muted)
      .adding(state, .secondary)
  }

  private func order(_ detail: Detail, _ row: RowContext) -> DetailSection {
    let shipment = row.shipment
    let order = detail.dossier?.order
    guard shipment.hasOrder else {
      return DetailSection(title: "Order", lines: [Line("none is known: only what was said of it", .muted)])
    }
    let number = shipment.order == .none ? nil : row.text(shipment.order)
    var lines = [field("order", Line(joined([number, "placed \(deskWords(shipment.placed))"], ", ") ?? ""))]
    let goods = [
      shipment.value.isKnown ? row.amountText(shipment.value) : nil,
      shipment.weight.value == 0 ? nil : shipment.weight.text,
      shipment.hs == 0 ? nil : "HS \(hsWords(shipment.hs))",
    ]
    if let words = joined(goods, ", ") { lines.append(field("goods", Line(words))) }
    if let payment = order?.payment, payment != .none { lines.append(field("paid by", Line(board.texts[payment]))) }
    if let promise = shipment.promise {
      lines.append(field("promise", Line("\(deskWords(promise)), \(promise.leftWords(from: now))")))
    }
    for (name, words) in detail.dossier.map({ termWords($0.terms(board.texts)) }) ?? [] {
      lines.append(field(name, Line(words)))
    }
    for line in detail.dossier?.lines ?? [] {
      lines.append(
        field(
          "",
          Line("\(line.quantity) x \(board.texts[line.goods])").adding(
            [line.value.isKnown ? row.amountText(line.value) : nil, line.weight.value == 0 ? nil : line.weight.text]
              .compactMap { $0 }.map { "  " + $0 }.joined(), .secondary)))
    }
    return DetailSection(title: "Order", lines: lines)
  }

  /// What an order says beside its goods, each with its name.
  private func termWords(_ terms: OrderTerms) -> [(String, String)] {
    func money(_ amount: Money) -> String { glyphSet == .ascii ? amount.codeText : amount.text }
    let way = [terms.freight.map { "freight \(money($0))" }, terms.insurance.map { "insurance \(money($0))" }]
    let kind = [
      terms.kind?.words, terms.isToBusiness.map { $0 ? "to a business" : "to a consumer" },
      terms.claimsPreference.map { $0 ? "preference claimed" : "no preference claimed" },
    ]
    let numbers = terms.sellerNumbers.map { "\($0.scheme.name) \($0.number)" }
    let told = [("the way", way), ("region", [terms.region]), ("sent as", kind), ("seller's", numbers)]
    return told.compactMap { name, words in joined(words, ", ").map { (name, $0) } }
  }

  private func hsWords(_ hs: UInt32) -> String {
    let digits = String(hs)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  private func parties(_ row: RowContext) -> DetailSection {
    let shipment = row.shipment
    let place = shipment.at == .none ? nil : shipment.at.place
    func text(_ id: TextID) -> String? { id == .none ? nil : board.texts[id] }
    func country(_ country: Country) -> String? { country == .none ? nil : country.name }
    func name(_ id: TextID, _ role: PartyRole) -> String? { id == .none ? nil : row.name(id, role) }
    let town = shipment.hasDestination ? shipment.destinationWords(board.texts) : nil
    let known: [(String, [String?])] = [
      ("merchant", [name(shipment.merchant, .merchant), country(shipment.originCountry)]),
      (
        "buyer",
        [
          name(shipment.consignee, .consignee), town == shipment.destinationCountry.words ? nil : town,
          country(shipment.destinationCountry),
        ]
      ),
      ("platform", [text(shipment.platform)]),
      (shipment.carrier == .none ? "reference" : "carrier", [text(shipment.carrier), text(shipment.reference)]),
    ]
    var lines = known.compactMap { party, words in joined(words, ", ").map { field(party, Line($0)) } }
    let link = trackingAddress(of: shipment).map { [lines.count - 1: $0] } ?? [:]
    lines.append(field("owner", Line(row.text(shipment.owner))))
    if let place {
      lines.append(field("last seen", Line("\(place.name), \(place.country.name)")))
      let offset = place.offset(at: now)
      lines.append(field("time there", Line("\(now.clock(in: offset)) \(offset.shortWords)", .secondary)))
    }
    lines.append(field("heard", Line("\((now - shipment.heard).words) ago")))
    return DetailSection(title: "Parties", lines: lines, links: link)
  }

  private func notes(_ detail: Detail) -> DetailSection? {
    let told = (detail.dossier?.events ?? []).map(\.event).filter { event in
      switch event.what {
      case .noted, .documentRequested, .documentAttached, .documentWithdrawn, .owned, .corrected, .tookBack,
        .holdOpened, .holdClosed, .declared, .holdPassed, .amended:
        true
      case .ordered, .lined, .stated, .claimed, .alarm: false
      }
    }
    guard !told.isEmpty else { return nil }
    return DetailSection(
      title: "Notes and deeds",
      lines: told.reversed().map { event in
        Line(deskWords(event.at) + "  ", .muted).adding(
          event.by.words(board.texts) + ": ", .secondary
        )
        .adding(event.words(board.texts))
      })
  }
}

extension HoldPlaybook {
  /// What happens if nobody comes, and what the desk decides by default where that is something else.
  var ignoredWords: String {
    let same: [IgnoredOutcome]
    switch giveUp {
    case .returnToSender: same = [.returned, .returnedByGround]
    case .abandon: same = [.seized]
    case .destroy: same = [.destroyed]
    case .acceptAndPay, .personDecides: same = []
    }
    return same.contains(ignored) ? ignored.words : "\(ignored.words) (default: \(giveUp.words))"
  }
}

extension ZoneOffset {
  /// The offset as short as a column: "+01", "-0330", "Z".
  var shortWords: String {
    let text = text
    return text.hasSuffix(":00") ? String(text.dropLast(3)) : text.replacing(":", with: "")
  }
}
