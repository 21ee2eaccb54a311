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
}

/// A row of a column of the detail.
private enum DetailRow {
  case line(Line)
  case divider(DetailSection)
}

extension Canvas {
  /// Draws the shipment that is looked at.
  mutating func drawDetail(_ detail: Detail, _ state: State, _ layout: Layout) {
    guard let row = state.context(detail.id) else { return }
    let (head, rest) = layout.body.splitTop(1)
    fill(layout.body, Style(.text))
    draw(
      status: state.detailHead(row), trailing: state.detailUrgency(row), at: head.origin, width: head.width, on: nil)
    let columns = layout.isWide ? rest.columns(2) : [rest]
    for (index, frame) in columns.enumerated() {
      let sections = state.detailSections(detail, row, column: layout.isWide ? index : nil)
      drawColumn(
        sections, in: frame, offset: detail.offsets[index], isFocused: !layout.isWide || index == detail.column)
    }
  }

  private mutating func drawColumn(_ sections: [DetailSection], in frame: Rect, offset: Int, isFocused: Bool) {
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
      case .line(let line):
        put(line, at: Point(x: inside.x + 1, y: inside.y + y), width: inside.width - 2)
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
  fileprivate static func rows(_ sections: [DetailSection]) -> [DetailRow] {
    sections.enumerated().flatMap { index, section in
      (index == 0 ? [] : [DetailRow.divider(section)]) + section.lines.map { .line($0) }
    }
  }
}

extension State {
  /// How many rows a column of the detail has.
  func detailRows(column: Int, _ layout: Layout) -> Int {
    guard let detail = details.last, let row = context(detail.id) else { return 0 }
    return DetailSection.rows(detailSections(detail, row, column: layout.isWide ? column : nil)).count
      + (layout.isWide ? 1 : 1)
  }

  /// The shipment in one line.
  func detailHead(_ row: RowContext) -> Line {
    let shipment = row.shipment
    return Line(shipment.id.label, .title).adding("  \(row.text(shipment.goods))  \(shipment.value.text)  ")
      .adding("\(shipment.routeWords)  \(shipment.mode.name) \(shipment.incoterm.code)  ", .secondary)
      .adding(
        "\(row.text(shipment.merchant)) > \(row.text(shipment.consignee)), \(shipment.destinationWords(board.texts))")
  }

  /// How long it is held and how long is left.
  func detailUrgency(_ row: RowContext) -> Line {
    let shipment = row.shipment
    var line: Line = []
    if let since = shipment.heldSince { line = line.adding("held \((now - since).words)  ", .secondary) }
    guard row.urgency < .none else { return line }
    line = line.adding(row.urgency.mark, row.urgency.role)
    if shipment.isHeld, let due = shipment.holdDue {
      let words = due >= now ? "\((due - now).words) left" : "\((now - due).words) over"
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
    let rest = [documents(row), order(detail, row), parties(row), notes(detail)].compactMap { $0 }
    switch column {
    case 0: return left
    case 1: return holds + rest
    default: return holds + left + rest
    }
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
      if stage == .order {
        told.append(Line(timeWords(shipment.placed, at: shipment.origin) + "  ", .muted).adding("order placed"))
      }
      told += mine.map { step in
        let place = step.claim.place == .none ? board.texts[step.claim.placeText] : step.claim.place.shortWords
        return Line(timeWords(step.claim.happened, at: step.claim.place, stated(step)) + "  ", .muted)
          .adding(step.claim.milestone.words).adding(place.isEmpty ? "" : "  \(place)", .secondary)
      }
      if isHeldHere, let since = shipment.heldSince {
        let words = shipment.holds.map(\.words).joined(separator: ", ")
        told.append(
          Line(timeWords(since, at: shipment.at) + "  ", .muted).adding("held: \(words)", row.urgency.role))
      }
      if told.isEmpty, stage == .local, let eta = shipment.eta, !shipment.isEnded {
        let late = eta < now ? ", \(eta.leftWords(from: now))" : ""
        told.append(Line("expected \(eta.civil(in: clock.offset).date.dayMonth)\(late)", .muted))
      }
      if stage < shipment.stage, let last = told.last {
        // What is behind is told in short; everything stands among the claims.
        told = [last]
      }
      lines.append(head + (told.first ?? []))
      lines += told.dropFirst().map { Line("".padded(to: 15), Role.text) + $0 }
    }
    if let pending = shipment.pending {
      lines.append(Line("   waits behind the hold: \(pending.words)", .secondary))
    }
    return DetailSection(title: "Journey", trailing: detail.dossier == nil ? "reading …" : "", lines: lines)
  }

  /// Day and time on a place's own clock, with its offset.
  private func timeWords(_ instant: Instant, at place: PlaceID, _ stated: ZoneOffset? = nil) -> String {
    let offset = place == .none ? stated ?? clock.offset : Atlas.offset(at: place, instant)
    let words = instant.dayAndClock(in: offset)
    return words.count < 12 ? " " + words : words
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
    let lines = (detail.dossier?.claims ?? []).reversed().map { entry -> Line in
      let (event, claim) = entry
      let offset = claim.place == .none ? stated(entry) : Atlas.offset(at: claim.place, claim.happened)
      let delay = event.at - claim.happened
      let role: Role = claim.verdict.isDisputed ? .medium : .text
      let mark = claim.verdict.isDisputed ? Urgency.medium.mark + " " : ""
      let verdict = claim.verdict.words.map { $0 + ": " } ?? ""
      return Line(timeWords(claim.happened, at: claim.place, stated(entry)), .muted)
        .adding(" \(offset.shortWords)\(claim.offsetAssumed ? "?" : "")".padded(to: 7), .muted)
        .adding((delay >= .minutes(1) ? "+" + delay.shortWords : "").padded(to: 6), .secondary)
        .adding(event.by.role.name.padded(to: 9), .secondary).adding(mark + verdict, role == .text ? .secondary : role)
        .adding(claim.bareWords(board.texts), role)
    }
    let head = Line("happened     zone  heard by", .muted)
    return DetailSection(
      title: "Said of it", trailing: parts.joined(separator: " \(glyphSet.glyphs.separator) "),
      lines: lines.isEmpty ? [] : [head] + lines)
  }

  // MARK: - Holds

  private func holds(_ detail: Detail, _ row: RowContext) -> [DetailSection] {
    let shipment = row.shipment
    guard shipment.isHeld else { return [DetailSection(title: "Next", lines: nextLines(shipment))] }
    return shipment.holds.map { reason in
      let opened = detail.dossier?.holds.last { $0.hold.reason == reason && $0.closed == nil }
      let since = opened?.hold.since ?? shipment.heldSince ?? shipment.stageSince
      let due =
        opened.flatMap { $0.hold.due == .epoch ? nil : $0.hold.due }
        ?? (reason.clockStandsStill ? nil : shipment.holdDue)
      let playbook = reason.playbook
      var lines = [
        field(
          "who acts",
          Line(actor(reason.mustAct, shipment))
            + Line(shipment.owner == .none ? "" : "   owner \(board.texts[shipment.owner])", .secondary))
      ]
      if !reason.needs.isEmpty {
        for (index, document) in reason.needs.documents.enumerated() {
          lines.append(field(index == 0 ? "needs" : "", paper(document, shipment)))
        }
      }
      let clockWords = "runs since \(since.dayAndClock(in: clock.offset))"
      lines.append(
        field(
          "clock",
          due.map { due in
            Line(clockWords + ", ").adding(
              "ends \(due.dayAndClock(in: clock.offset))", row.urgency <= .medium ? row.urgency.role : .text)
          } ?? Line("\(reason.mustAct.name) has it since \(since.dayAndClock(in: clock.offset)); ours stands still")))
      lines.append(field("if ignored", Line(playbook.ignoredWords)))
      lines.append(field("ends with", Line(playbook.resolvedBy)))
      lines.append(
        field(
          "typical",
          Line("\(playbook.dwellMedian.words), nine in ten below \(playbook.dwellP90.words) (assumption)", .muted)))
      if let refusal = board.releaseRefusal(reason, of: shipment) {
        lines.append(field("release", Line("no: \(refusal.sentence)", .disabled)))
      } else {
        lines.append(field("release", Line("r", .keyHint).adding(" releases it now")))
      }
      if let note = opened.map({ board.texts[$0.hold.note] }), !note.isEmpty { lines.append(field("note", Line(note))) }
      return DetailSection(
        title: "Held: \(reason.words) (\(reason.code))", role: row.urgency <= .medium ? row.urgency.role : .title,
        lines: lines)
    }
      + (shipment.openHolds == HoldReason.operatorHold.bit
        ? [] : [DetailSection(title: "Next", lines: nextLines(shipment))])
  }

  private func nextLines(_ shipment: Shipment) -> [Line] {
    switch board.nextStep(of: shipment) {
    case .success(let next): [field("advance", Line("a", .keyHint).adding(" moves it on to: \(next.words)"))]
    case .failure(let why): [field("advance", Line("no: \(why.sentence)", .disabled))]
    }
  }

  private func actor(_ role: PartyRole, _ shipment: Shipment) -> String {
    let name: TextID =
      switch role {
      case .merchant: shipment.merchant
      case .consignee: shipment.consignee
      case .platform: shipment.platform
      case .carrier: shipment.carrier
      case .operatorDesk: shipment.owner
      case .customs, .broker, .handler, .courier, .agency, .compliance, .file: .none
      }
    return Actor(role, name: name).words(board.texts)
  }

  private func field(_ name: String, _ value: Line) -> Line { Line(name.padded(to: 11), .secondary) + value }

  // MARK: - Documents, order, parties, notes

  private func paper(_ document: Document, _ shipment: Shipment) -> Line {
    let code = document.edifactCode.map { " (\($0))" } ?? ""
    if shipment.documentsHeld.contains(document) {
      return Line(String(Character(glyphSet.glyphs.tick)) + " ", .muted).adding(document.words, .secondary).adding(
        code, .muted)
    }
    let state = shipment.documentsRequested.contains(document) ? "  asked for" : "  missing"
    return Line(String(Character(glyphSet.glyphs.cross)) + " ").adding(document.words).adding(code, .muted)
      .adding(state, .secondary)
  }

  private func documents(_ row: RowContext) -> DetailSection {
    let shipment = row.shipment
    let wanted = shipment.documentsNeeded.union(shipment.documentsHeld)
    let lines = wanted.documents.map { paper($0, shipment) }
    let missing = shipment.documentsMissing.count
    return DetailSection(
      title: "Documents", trailing: missing == 0 ? "complete" : "\(missing) of \(wanted.count) missing",
      lines: lines.isEmpty ? [Line("none is needed", .muted)] : lines)
  }

  private func order(_ detail: Detail, _ row: RowContext) -> DetailSection {
    let shipment = row.shipment
    let order = detail.dossier?.order
    var lines = [
      field("order", Line("\(row.text(shipment.order)), placed \(shipment.placed.dayAndClock(in: clock.offset))")),
      field(
        "goods",
        Line("\(shipment.value.text), \(shipment.weight.text), HS \(shipment.hs == 0 ? "-" : hsWords(shipment.hs))")),
    ]
    if let payment = order?.payment, payment != .none { lines.append(field("paid by", Line(board.texts[payment]))) }
    if let promise = shipment.promise {
      lines.append(field("promise", Line("\(promise.dayAndClock(in: clock.offset)), \(promise.leftWords(from: now))")))
    }
    for line in detail.dossier?.lines ?? [] {
      lines.append(
        field(
          "",
          Line("\(line.quantity) x \(board.texts[line.goods])").adding(
            "  \(line.value.text)  \(line.weight.text)", .secondary)))
    }
    return DetailSection(title: "Order", lines: lines)
  }

  private func hsWords(_ hs: UInt32) -> String {
    let digits = String(hs)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  private func parties(_ row: RowContext) -> DetailSection {
    let shipment = row.shipment
    let place = shipment.at == .none ? nil : shipment.at.place
    var lines = [
      field("merchant", Line("\(row.text(shipment.merchant)), \(shipment.originCountry.name)")),
      field(
        "buyer",
        Line(
          "\(row.text(shipment.consignee)), \(shipment.destinationWords(board.texts)), \(shipment.destinationCountry.name)"
        )),
      field("platform", Line(row.text(shipment.platform))),
      field("carrier", Line("\(row.text(shipment.carrier)), \(row.text(shipment.reference))")),
      field("owner", Line(row.text(shipment.owner))),
    ]
    if let place {
      let there = now.dayAndClock(in: place.offset(at: now))
      lines.append(field("last seen", Line("\(place.name), \(place.country.name), where it is \(there)")))
    }
    lines.append(field("heard", Line("\((now - shipment.heard).words) ago")))
    return DetailSection(title: "Parties", lines: lines)
  }

  private func notes(_ detail: Detail) -> DetailSection? {
    let told = (detail.dossier?.events ?? []).map(\.event).filter { event in
      switch event.what {
      case .noted, .documentRequested, .documentAttached, .documentWithdrawn, .owned, .corrected, .tookBack,
        .holdOpened, .holdClosed:
        true
      case .ordered, .lined, .claimed: false
      }
    }
    guard !told.isEmpty else { return nil }
    return DetailSection(
      title: "Notes and deeds",
      lines: told.reversed().map { event in
        Line(event.at.dayAndClock(in: clock.offset) + "  ", .muted).adding(
          event.by.words(board.texts) + ": ", .secondary
        )
        .adding(event.words(board.texts))
      })
  }
}

extension HoldPlaybook {
  /// What happens if nobody comes, and what the desk decides by default where that is something else.
  var ignoredWords: String {
    ignored == .returned && giveUp == .returnToSender ? ignored.words : "\(ignored.words) (default: \(giveUp.words))"
  }
}

extension ZoneOffset {
  /// The offset as short as a column: "+01", "-0330", "Z".
  var shortWords: String {
    let text = text
    return text.hasSuffix(":00") ? String(text.dropLast(3)) : text.replacing(":", with: "")
  }
}
