import Atlas
import Logistics
import Measures
import TUI
import Tariff

// What is to be done about the shipment under the cursor of the customs desk, and why it stands where it stands:
//
//   ┌ CW-08810 Power bank ────────────────────────────────── 1 of 2 holds ours ┐
//   │ why here   €20.94 goods (600 of 1000 of €34.90: returned) in 4h …        │   the parts of its place in the order
//   │ do         d request document   f attach   e b abandon goods             │   what is possible now, with its key
//   ├ One for many ────────────────────────────────────────────────────────────┤
//   ├ H19 battery undeclared ──────────────────────────────────────────────────┤
//   │ who acts   merchant Aoyun Digital                                        │
//   │ needs      ✗ asked for: dangerous goods declaration                      │
//   │ …                                                                        │
//   ├ Message to merchant Aoyun Digital ───────────────────────────────────────┤

extension DeskTurn {
  /// What stands at the head of a hold.
  var words: String {
    switch self {
    case .us: "our turn"
    case .party: "asked"
    case .authority: "theirs"
    }
  }
}

extension State {
  /// How many rows the playbook has.
  var playbookRows: Int {
    guard let id = desk.shipment, let row = context(id) else { return 0 }
    return DetailSection.rows(playbook(row, width: playbookWidth)).count
  }

  /// Cells of a line of the playbook.
  var playbookWidth: Int {
    let body = layout(size).body
    return max(20, (isDeskWide ? DeskFrames(body).playbook.width : body.width) - 4)
  }

  /// The playbook of a shipment, section by section; long lines are broken at a width.
  func playbook(_ row: RowContext, width: Int) -> [DetailSection] {
    let shipment = row.shipment
    let holds = board.openHolds(of: shipment.id)
    guard let stake = stake(shipment.id) else {
      let next = board.nextStep(of: shipment)
      let words =
        switch next {
        case .success(let step): "free: goes on to \(step.words)"
        case .failure(let why): why.sentence
        }
      return [
        DetailSection(
          title: playbookTitle(row),
          lines: [
            field("holds", Line("none is open any more")), field("state", Line(board.stateWords(of: shipment))),
            field("next", Line(words)),
          ])
      ]
    }
    var sections = [
      DetailSection(
        title: playbookTitle(row), trailing: counted(holds.count, "open hold"),
        lines: wrapped("why here", whyWords(stake, row), width) + deedLines(shipment.id, width))
    ]
    if let offers = offerSection(width) { sections.append(offers) }
    // What loses most stands first, then in the order in which they came.
    for hold in [stake.hold] + holds.filter({ $0.reason != stake.hold.reason }) {
      sections.append(section(hold, stake, row, width))
    }
    if let message = deskMessage(of: shipment.id) {
      let lines = Wrapping.lines(message.text, width: width, ambiguous: ambiguous).map { Line($0) }
      sections.append(
        DetailSection(
          title: "Message to \(message.to)", trailing: "\(bindings.shown("copy-message")) copies", lines: lines))
    }
    return sections
  }

  private func playbookTitle(_ row: RowContext) -> String {
    let goods = row.text(row.shipment.goods)
    return row.shipment.id.label + (row.shipment.goods == .none || !row.isShown(goods) ? "" : "  " + goods)
  }

  // MARK: - Why it stands here

  /// An amount in euros.
  func euros(_ cents: Int64) -> String {
    let money = Money(minor: cents, .eur)
    return glyphSet == .ascii ? money.codeText : money.text
  }

  /// The parts of its place in the order, a sentence.
  private func whyWords(_ stake: Stake, _ row: RowContext) -> String {
    let turn =
      switch stake.turn {
      case .us: "our turn"
      case .party: "\(stake.hold.owner.name) was asked"
      case .authority: "\(stake.hold.owner.name) decides"
      }
    var parts: [String] = []
    if stake.goodsCents > 0 {
      let playbook = stake.hold.reason.playbook
      let time =
        stake.left.map { $0 > .zero ? "in \($0.words)" : "any time" } ?? "some time (no clock runs: 30 days)"
      let percent = playbook.ignored.lostPermille / 10
      parts.append(
        "\(euros(stake.goodsCents)) of goods \(time) (\(percent)% of \(euros(stake.valueCents)): "
          + "\(playbook.ignored.words))")
    } else if stake.valueCents == 0 {
      parts.append("nobody said what the goods are worth")
    }
    if let promise = stake.promiseLeft, stake.promiseCents > 0 {
      parts.append("\(euros(stake.promiseCents)) for the promise in \(promise.words)")
    }
    parts.append("\(euros(stake.waitingCents)) a day of waiting")
    return "\(turn); \(parts.joined(separator: " + ")) = \(euros(stake.centsPerDay)) a day (assumption)"
  }

  // MARK: - What can be done

  /// What the desk could do about a hold now, by the records of the key map.
  private func possible(_ id: ShipmentID) -> [(control: String, words: String)] {
    let deeds: [(String, String, Verb)] = [
      ("request", "request", .request(nil, note: "")), ("attach", "attach", .attach(nil, note: "")),
      ("pay", "pay", .pay(note: "")), ("answer", "answer customs", .answer(nil, note: "")),
      ("present", "present", .present(note: "")), ("file", "file", .file(nil, note: "")),
      ("release", "release", .release(nil, note: "")), ("appeal", "appeal", .appeal(nil, note: "")),
      ("send-back", "send back", .sendBack(note: "")), ("abandon", "abandon", .abandon(note: "")),
      ("destroy", "destroy", .destroy(note: "")),
    ]
    return deeds.filter { refusal(of: $0.2, on: id) == nil }.map { ($0.0, $0.1) }
  }

  private func deedLines(_ id: ShipmentID, _ width: Int) -> [Line] {
    if let deskRefusal { return [field("do", Line(deskRefusal, .disabled))] }
    var lines: [Line] = []
    var line: Line = []
    for (control, words) in possible(id) + [("correct", "correct")] {
      let piece = Line(bindings.shown(control) + " ", .keyHint).adding(words + "  ")
      let cells = TextWidth.of(line.text + piece.text, ambiguous: ambiguous)
      if cells > width - DetailSection.nameCells, !line.isEmpty {
        lines.append(line)
        line = []
      }
      line = line + piece
    }
    lines.append(line)
    return lines.enumerated().map { field($0 == 0 ? "do" : "", $1) }
  }

  /// A long text behind its name, in as many lines as it takes.
  func wrapped(_ name: String, _ words: String, _ width: Int, _ role: Role = .text) -> [Line] {
    Wrapping.lines(words, width: max(10, width - DetailSection.nameCells), ambiguous: ambiguous).enumerated().map {
      field($0 == 0 ? name : "", Line($1, role))
    }
  }

  // MARK: - A hold

  private func section(_ hold: OpenHold, _ stake: Stake, _ row: RowContext, _ width: Int) -> DetailSection {
    let shipment = row.shipment
    let (turn, told) = holdLines(hold, row, width) { needed($0, shipment) }
    var lines = told
    let rest = board.openHolds(of: shipment.id).filter { $0.reason != hold.reason }
    if !rest.isEmpty {
      let words = rest.map { "\($0.reason.code) \($0.reason.words) (\($0.owner.name))" }.joined(separator: ", ")
      lines += wrapped("open then", words, width)
    }
    let role: Role = hold.reason == stake.hold.reason && row.urgency <= .medium ? row.urgency.role : .title
    return DetailSection(
      title: "\(hold.reason.code) \(hold.reason.words)", role: role,
      trailing: turn.words, lines: lines)
  }

  /// What is known of an open hold, the same on the desk and in the detail: who acts, what it needs, what is due, whose clock runs,
  /// what happens if nobody comes, and what it costs.
  func holdLines(
    _ hold: OpenHold, _ row: RowContext, _ width: Int, paper: (Document) -> Line
  ) -> (turn: DeskTurn, lines: [Line]) {
    let shipment = row.shipment
    let playbook = hold.reason.playbook
    let turn = hold.turn(
      held: shipment.documentsHeld, requested: shipment.documentsRequested, asked: row.asked, now: now)
    var lines = wrapped("who acts", actor(hold.owner, shipment) + stepWords(hold), width)
    lines += wrapped("next", nextWords(hold, turn, shipment), width)
    for (index, document) in hold.reason.needs.documents.enumerated() {
      lines.append(field(index == 0 ? "needs" : "", paper(document)))
    }
    if let due = dueWords(shipment.id), hold.reason == .dutyUnpaid { lines += wrapped("due", due, width) }
    let isLacking = !hold.reason.needs.subtracting(shipment.documentsHeld).isEmpty
    lines += wrapped(
      "clock", clockWords(hold, asked: row.asked, isLacking: isLacking), width, isShort(hold) ? row.urgency.role : .text
    )
    lines += wrapped("if ignored", ignoredWords(hold), width)
    let cost = "\(euros(Int64(playbook.euroCentsPerDay))) a day, \(euros(hold.cost(by: now).minor)) so far (assumption)"
    lines += wrapped("cost", cost, width)
    lines += wrapped("ends with", playbook.resolvedBy, width)
    return (turn, lines)
  }

  /// What is due on a shipment that waits for duty, a clause: as customs named it, else as the law of its day makes it.
  func dueWords(_ id: ShipmentID) -> String? {
    guard let hold = board.openHold(.dutyUnpaid, of: id) else { return nil }
    if hold.amount.currency != .none { return "\(moneyWords(hold.amount)), named by \(hold.reason.authority.name)" }
    return reckonedDue(id).map { "\($0) by the law of its day; customs named no amount" } ?? "nobody named the amount"
  }

  private func moneyWords(_ money: Money) -> String { glyphSet == .ascii ? money.codeText : money.text }

  /// What is due at the border by the law of its day, a guess: "about AED 69.28"; nil where it cannot be reckoned.
  private func reckonedDue(_ id: ShipmentID) -> String? {
    guard let shipment = board[id] else { return nil }
    let dossier = details.last?.id == id ? details.last?.dossier : nil
    let found = try? BorderCase(
      shipment, dossier, texts: board.texts, now: now, offset: clock.offset, book: law.book)
    guard let found, let cost = try? LandedCost.of(found.consignment, book: law.book, rates: law.rates),
      !cost.dueAtBorder.isNothing
    else { return nil }
    return "about " + Reading.plain(cost.dueAtBorder.text, isASCII: glyphSet == .ascii)
  }

  /// A document that a hold needs: there, asked for, or missing.
  private func needed(_ document: Document, _ shipment: Shipment) -> Line {
    let isThere = shipment.documentsHeld.contains(document)
    let mark = String(Character(isThere ? glyphSet.glyphs.tick : glyphSet.glyphs.cross)) + " "
    if isThere { return Line(mark, .muted).adding(document.words, .secondary) }
    let isAsked = shipment.documentsRequested.contains(document)
    return Line(mark).adding(isAsked ? "asked for: " : "missing: ", .secondary).adding(document.words)
  }

  /// What is to be done about a hold next, and by whose key.
  private func nextWords(_ hold: OpenHold, _ turn: DeskTurn, _ shipment: Shipment) -> String {
    let missing = hold.reason.needs.subtracting(shipment.documentsHeld)
    switch turn {
    case .authority: return "wait: \(hold.owner.name) decides"
    case .party where hold.reason == .deniedParty:
      return board.releaseRefusal(hold.reason, of: shipment, roles: roles)?.sentence ?? "wait for compliance"
    case .party: return "wait for the answer, then attach it: \(bindings.shown("attach"))"
    case .us:
      if hold.step == .refused { return "correct it and file it again: \(bindings.shown("file"))" }
      if !missing.isEmpty {
        let isAsked = missing.subtracting(shipment.documentsRequested).isEmpty
        return isAsked ? "press whoever was asked" : hold.reason.playbook.firstAction.words
      }
      if hold.reason == .scanSelected || hold.reason == .physicalInspection {
        return "present the goods: \(bindings.shown("present"))"
      }
      let isAnswered = refusal(of: .answer(hold.reason, note: ""), on: shipment.id) == nil
      if isAnswered { return "hand it to customs: \(bindings.shown("answer"))" }
      return board.releaseRefusal(hold.reason, of: shipment, roles: roles).map(\.sentence)
        ?? "release it: \(bindings.shown("release"))"
    }
  }

  private func stepWords(_ hold: OpenHold) -> String {
    hold.step == .opened || hold.step == .takenBack ? "" : ", \(hold.step.words)"
  }

  /// Whether so little time is left that the clock is in the colour of the mark.
  private func isShort(_ hold: OpenHold) -> Bool { hold.due.map { $0 - now < .days(3) } ?? false }

  /// Whose clock runs, how much is left of it, and who set its limit.
  private func clockWords(_ hold: OpenHold, asked: Instant?, isLacking: Bool) -> String {
    let since = hold.since.dayAndClock(in: clock.offset, from: now)
    guard hold.isRunning else {
      let turn = hold.turnSince.dayAndClock(in: clock.offset, from: now)
      return "stands still: \(hold.owner.name) has it since \(turn); ours ran \(hold.ran(by: now).words)"
    }
    var words = "runs, \(hold.ran(by: now).words) since \(since)"
    if let due = hold.due {
      let limit = due.dayAndClock(in: clock.offset, from: now) + " " + clock.zone
      words += due >= now ? "; \((due - now).words) left until \(limit)" : "; limit passed \((now - due).words) ago"
      words += hold.limit == nil ? " (assumption)" : " (set by \(hold.reason.authority.name))"
    }
    if isLacking, let own = hold.escalates {
      let escalates = max(own, asked.map { $0 + hold.reason.playbook.escalateAfter } ?? own)
      words += escalates > now ? "; press them in \((escalates - now).words)" : "; time to press them"
    }
    return words
  }

  /// What happens if nobody comes, and when.
  private func ignoredWords(_ hold: OpenHold) -> String {
    let words = hold.reason.playbook.ignoredWords
    guard let due = hold.due else { return words }
    return words + (due >= now ? " on \(due.dayAndClock(in: clock.offset, from: now))" : ", any time now")
  }

  // MARK: - One for many

  /// A party with a name that this screen has letters for.
  private func partyWords(_ offer: DeskOffer) -> String {
    let name = board.texts[offer.party]
    let isShown = RowWorld(self).context(current)?.isShown(name) ?? true
    return isShown ? name : "this \(offer.role.name)"
  }

  private func offerSection(_ width: Int) -> DetailSection? {
    let offers = deskOffers
    guard !offers.isEmpty else { return nil }
    let lines = offers.flatMap { offer, ids -> [Line] in
      let who = partyWords(offer)
      guard let document = offer.document else {
        let keys = "\(bindings.shown("answer-all")) hands them all to customs"
        return wrapped("ready", "papers of \(who) are together for \(counted(ids.count, "hold")): \(keys)", width)
      }
      let keys = "\(bindings.shown("request-all")) asks for it, \(bindings.shown("attach-all")) attaches it to all"
      return wrapped("frees", "\(document.words) of \(who) frees \(counted(ids.count, "hold")): \(keys)", width)
    }
    return DetailSection(title: "One for many", lines: lines)
  }

  // MARK: - The message

  /// The message to whoever can end the hold that stands first, filled in; nil where nobody is to be written to.
  func deskMessage(of id: ShipmentID) -> (to: String, text: String)? {
    guard let shipment = board[id], let hold = stake(id)?.hold else { return nil }
    let playbook = hold.reason.playbook
    guard !playbook.template.isEmpty else { return nil }
    let missing = hold.reason.needs.subtracting(shipment.documentsHeld)
    // Nobody is asked for what is there, or is with an authority already.
    let isSent = hold.step == .answered || hold.step == .presented || hold.step == .appealed
    if isSent || missing.isEmpty && !hold.reason.needs.isEmpty { return nil }
    let text = playbook.message { field in
      switch field {
      case .parcel:
        let order = shipment.order == .none ? "" : " (order \(board.texts[shipment.order]))"
        return id.label + order
      case .goods: return shipment.goods == .none ? "the goods" : board.texts[shipment.goods]
      case .documents:
        return (missing.isEmpty ? hold.reason.needs : missing).documents.map(\.words).joined(separator: " and ")
      case .limit:
        return hold.due.map { $0 >= now ? "\($0.dayAndClock(in: clock.offset, from: now)) \(clock.zone)" : "return" }
          ?? "return"
      case .amount:
        if hold.amount.currency != .none { return hold.amount.codeText }
        return reckonedDue(id) ?? "the amount that customs names"
      case .place: return shipment.at == .none ? "the border" : shipment.at.place.name
      }
    }
    return (actor(playbook.addressee, shipment), text)
  }

  // MARK: - By ear

  /// The desk's head.
  var spokenDesk: String {
    guard let queue = desk.queue else { return "customs desk, being made" }
    return "customs desk, \(grouped(queue.entries.count)) held, \(grouped(queue.ours)) our turn, "
      + "\(grouped(queue.needing.count)) need you, \(queue.grouping.words), \(euros(queue.lostCents)) at stake"
  }

  /// A row of the queue.
  func spokenDeskRow(_ row: Int) -> String? {
    guard let queue = desk.queue, let entry = desk.row(row) else {
      return desk.shownCount == 0 ? "nothing is held" : nil
    }
    let place = "row \(grouped(row + 1)) of \(grouped(desk.shownCount))"
    switch entry {
    case .head(let group):
      let group = queue.groups[group]
      return
        "\(place), \(deskGroupName(group.key)), \(grouped(group.range.count)) held, \(grouped(group.ours)) our turn, "
        + "\(euros(group.lostCents)) at stake"
    case .ghost(.group(let key)):
      return "\(place), \(deskGroupName(key)), nothing of it is held any more"
    case .entry, .ghost(.shipment):
      guard case .shipment(let id)? = desk.place(entry), let context = context(id) else { return nil }
      var parts = [place, id.label]
      if case .ghost = entry { parts.append("has left this view") }
      if let stake = stake(id) {
        parts.append(stake.turn == .us ? "our turn" : stake.hold.owner.name)
        parts.append("\(euros(stake.centsPerDay)) a day")
      }
      return (parts + spokenFacts(context)).joined(separator: ", ")
    }
  }

  /// The playbook of the shipment under the cursor, section by section.
  var spokenPlaybook: [String] {
    guard let id = desk.shipment, let row = context(id) else { return ["no shipment is under the cursor"] }
    return playbook(row, width: 180).flatMap { section in
      [section.title + (section.trailing.isEmpty ? "" : ", \(section.trailing)")]
        + section.lines.map { "  " + $0.text.spokenBlanks }
    }
  }

  /// What a group is called.
  func deskGroupName(_ key: DeskGroupKey) -> String {
    func text(_ id: TextID, _ role: PartyRole) -> String {
      guard id != .none else { return "no \(role.name) known" }
      let name = board.texts[id]
      let isShown =
        glyphSet != .ascii || name.unicodeScalars.contains { $0.value < 0x180 && $0.properties.isAlphabetic }
      return isShown ? name : "\(role.name) no. \(id.number)"
    }
    return switch key {
    case .all: "all"
    case .place(let id): "\(id.code) \(id.place.name)"
    case .placeText(let id): id == .none ? "place not known" : board.texts[id]
    case .reason(let reason): "\(reason.code) \(reason.words)"
    case .merchant(let id): text(id, .merchant)
    case .actor(let role): role.name
    }
  }
}
