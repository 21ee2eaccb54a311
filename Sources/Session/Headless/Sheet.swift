import Atlas
import Dashboard
import Foundation
import Logistics
import Measures
package import Store
import TUI

// A shipment on paper: what `show` and `query` print. One set of values, told as text, as JSON or as CSV.

/// One shipment in stable, plain values for other programs; times in RFC 3339, UTC.
struct ShipmentSheet: Encodable {
  var id: String
  var reference: String?
  var order: String?
  var stage: String
  var milestone: String
  var panel: String
  var held: [String]
  var heldSince: String?
  var holdDue: String?
  var merchant: String?
  var consignee: String?
  var carrier: String?
  var owner: String?
  var goods: String?
  var hs: String?
  var valueMinor: Int64
  var currency: String?
  var weightGrams: Int32
  var from: String?
  var to: String?
  var lane: String?
  var mode: String
  var incoterm: String?
  var at: String?
  var placed: String
  var happened: String
  var heard: String
  var eta: String?
  var promise: String?
  var attempts: Int
  var claims: Int
  var late: Int
  var disputed: Int
  var documentsMissing: [String]
  var exportDeclaration: String?
  var importDeclaration: String?
  var exportMRN: String?
  var importMRN: String?
  var limit: String?
  var corrected: [String]
  /// What the order says beside its goods stands in the shipment's folder: missing where that was not read, or says nothing of it.
  var freight: String?
  var insurance: String?
  var region: String?
  var kind: String?
  var toBusiness: Bool?
  var preference: Bool?
  var sellerNumbers: [String: String]?
  var simulated: Bool
  var version: UInt32

  init(_ shipment: Shipment, _ board: Board, terms: OrderTerms? = nil) {
    func text(_ id: TextID) -> String? { id == .none ? nil : board.texts[id] }
    func time(_ instant: Instant) -> String { instant.rfc3339(in: .utc) }
    id = shipment.id.label
    reference = text(shipment.reference)
    order = text(shipment.order)
    stage = shipment.stage.name
    milestone = shipment.milestone.name
    panel = shipment.panel.name
    held = shipment.holds.map(\.code)
    heldSince = shipment.heldSince.map(time)
    holdDue = shipment.holdDue.map(time)
    merchant = text(shipment.merchant)
    consignee = text(shipment.consignee)
    carrier = text(shipment.carrier)
    owner = text(shipment.owner)
    goods = text(shipment.goods)
    hs = shipment.hs == 0 ? nil : ShipmentSheet.digits(shipment.hs, 6)
    valueMinor = shipment.value.minor
    currency = shipment.value.currency == .none ? nil : shipment.value.currency.code
    weightGrams = shipment.weight.value
    from = shipment.originCountry == .none ? nil : shipment.originCountry.code
    to = shipment.destinationCountry == .none ? nil : shipment.destinationCountry.code
    lane = shipment.lane == .none ? nil : shipment.lane.lane.code
    mode = shipment.mode.name
    incoterm = shipment.incoterm == .unstated ? nil : shipment.incoterm.code
    at = shipment.at == .none ? text(shipment.atText) : shipment.at.place.code
    placed = time(shipment.placed)
    happened = time(shipment.happened)
    heard = time(shipment.heard)
    eta = shipment.eta.map(time)
    promise = shipment.promise.map(time)
    attempts = shipment.attempts
    claims = shipment.claims
    late = shipment.lateClaims
    disputed = shipment.disputes
    documentsMissing = shipment.documentsMissing.documents.map(\.name)
    exportDeclaration = shipment.exportState == .none ? nil : shipment.exportState.name
    importDeclaration = shipment.importState == .none ? nil : shipment.importState.name
    exportMRN = text(shipment.exportMRN)
    importMRN = text(shipment.importMRN)
    limit = shipment.limit.map(time)
    corrected = shipment.corrected.map(\.name) + (shipment.flags.contains(.termsCorrected) ? ["terms"] : [])
    simulated = shipment.flags.contains(.simulated)
    version = shipment.version
    guard let terms else { return }
    func amount(_ money: Money) -> String { "\(money.decimalText) \(money.currency.code)" }
    freight = terms.freight.map(amount)
    insurance = terms.insurance.map(amount)
    region = terms.region
    kind = terms.kind?.name
    toBusiness = terms.isToBusiness
    preference = terms.claimsPreference
    if !terms.sellerNumbers.isEmpty {
      sellerNumbers = terms.sellerNumbers.reduce(into: [:]) { $0[$1.scheme.name] = $1.number }
    }
  }

  private static func digits(_ value: UInt32, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// A field without anything that a terminal would obey, with quotes where it needs them; a leading sign that spreadsheets would
  /// take for a formula is quoted off.
  static func quoted(_ field: String) -> String {
    var field = sanitised(field)
    if let first = field.utf8.first, [61, 43, 45, 64, 9, 13].contains(first), Int64(field) == nil {
      field = "'" + field
    }
    guard field.utf8.contains(where: { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }) else { return field }
    // By scalars: a quote that carries a combining mark is another character, and a quote all the same.
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }
}

/// All that is recorded about one shipment, for other programs.
struct DossierSheet: Encodable {
  var shipment: ShipmentSheet
  var lines: [Line]
  var claims: [Claim]
  var holds: [Hold]
  var messages: [Message]
  var corrections: [Correction]
  var events: [Entry]
  /// What the border asks of it; nil unless it was asked for.
  var border: BorderSheet?

  struct Line: Encodable {
    var goods: String
    var hs: UInt32
    var quantity: Int32
    var valueMinor: Int64
    var currency: String
    var weightGrams: Int32
  }

  struct Claim: Encodable {
    var milestone: String
    var kind: String
    var verdict: String
    var happened: String
    var offsetAssumed: Bool
    var heard: String
    var by: String
    var place: String?
    var code: String?
    var reason: String?
    var note: String?
  }

  struct Hold: Encodable {
    var reason: String
    var words: String
    var mustAct: String
    var since: String
    var due: String?
    var closed: String?
    var closedBy: String?
    var needs: [String]
    var owner: String?
    var limit: String?
    var amount: String?
    var ranHours: Int64?
    var escalates: String?
    var ifIgnored: String
    /// What waiting has cost so far, in euro cents: an assumption.
    var costEuroCents: Int64?
    var turns: [Turn]
  }

  struct Turn: Encodable {
    var owner: String
    var step: String
    var since: String
    var until: String?
    var running: Bool
    var note: String?
  }

  struct Message: Encodable {
    var side: String
    var message: String
    var code: String?
    var words: String
    var verdict: String
    var state: String
    var issued: String
    var heard: String
    var by: String
    var limit: String?
    var amount: String?
    var mrn: String?
    var reference: String?
    var pointer: String?
    var validation: String?
    var document: String?
    var note: String?
  }

  struct Correction: Encodable {
    var field: String
    var before: String
    var after: String
    var at: String
    var by: String
    var takenBack: Bool
    var reason: String?
  }

  struct Entry: Encodable {
    var sequence: UInt64
    var at: String
    var kind: String
    var by: String
    /// What happened, in the operator's words.
    var words: String
  }

  init(_ dossier: Dossier, _ shipment: Shipment, _ board: Board, now: Instant) {
    func text(_ id: TextID) -> String? { id == .none ? nil : board.texts[id] }
    func time(_ instant: Instant) -> String { instant.rfc3339(in: .utc) }
    func amount(_ money: Money) -> String? {
      money.currency == .none ? nil : "\(money.decimalText) \(money.currency.code)"
    }
    func known(_ instant: Instant?) -> String? { instant.flatMap { $0 == .epoch ? nil : time($0) } }
    func who(_ actor: Actor) -> String {
      [actor.role.name, board.texts[actor.name]].filter { !$0.isEmpty }.joined(separator: " ")
    }
    self.shipment = ShipmentSheet(shipment, board, terms: dossier.terms(board.texts))
    lines = dossier.lines.map {
      Line(
        goods: board.texts[$0.goods], hs: $0.hs, quantity: $0.quantity, valueMinor: $0.value.minor,
        currency: $0.value.currency.code, weightGrams: $0.weight.value)
    }
    claims = dossier.claims.map { event, claim in
      Claim(
        milestone: claim.milestone.name, kind: claim.kind.name, verdict: claim.verdict.name,
        happened: claim.happened.rfc3339(in: claim.offset), offsetAssumed: claim.offsetAssumed, heard: time(event.at),
        by: who(event.by), place: claim.place == .none ? text(claim.placeText) : claim.place.place.code,
        code: text(claim.foreignCode), reason: claim.reason?.code, note: text(claim.note))
    }
    holds = dossier.holds.map { opened, hold, closed in
      // What stands open is told as it stands now; what is over, as it began.
      let open = closed == nil ? board.openHold(hold.reason, of: dossier.id) : nil
      return Hold(
        reason: hold.reason.code, words: hold.reason.words, mustAct: hold.reason.mustAct.name, since: time(hold.since),
        due: open.map { known($0.due) } ?? known(hold.due), closed: closed.map { time($0.at) },
        closedBy: closed.map { who($0.by) }, needs: hold.reason.needs.documents.map(\.name), owner: open?.owner.name,
        limit: open.map { known($0.limit) } ?? known(hold.limit), amount: amount(open?.amount ?? hold.amount),
        ranHours: open.map { $0.ran(by: now).milliseconds / 3_600_000 }, escalates: known(open?.escalates),
        ifIgnored: hold.reason.playbook.giveUp.words, costEuroCents: open?.cost(by: now).minor,
        turns: closed != nil
          ? []
          : dossier.turns(of: hold.reason, now: now).map {
            Turn(
              owner: $0.owner.name, step: $0.step.name, since: time($0.since), until: known($0.until),
              running: $0.isRunning, note: text($0.note))
          })
    }
    messages = dossier.messages.map { event, message in
      Message(
        side: message.side.name, message: message.message.name,
        code: message.message.isOurs ? nil : message.message.codeWords, words: message.message.row.words,
        verdict: message.verdict.name, state: message.state.name, issued: time(message.issued), heard: time(event.at),
        by: who(event.by), limit: known(message.limit), amount: amount(message.amount), mrn: text(message.mrn),
        reference: text(message.reference), pointer: text(message.pointer), validation: text(message.validation),
        document: message.document?.name, note: text(message.note))
    }
    corrections = dossier.amendments.map { event, amendment in
      Correction(
        field: amendment.field.name, before: amendment.before.text(of: amendment.field, board.texts),
        after: amendment.after.text(of: amendment.field, board.texts), at: time(event.at), by: who(event.by),
        takenBack: amendment.isTakenBack, reason: text(amendment.note))
    }
    events = dossier.events.map {
      Entry(
        sequence: $0.sequence, at: time($0.event.at), kind: $0.event.kind.name, by: who($0.event.by),
        words: $0.event.words(board.texts))
    }
  }
}

/// Values as JSON, keys in order, ready to print.
func json(_ value: some Encodable, pretty: Bool = true) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting =
    pretty ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
  guard let data = try? encoder.encode(value) else { preconditionFailure("plain values always encode") }
  return escaped(String(decoding: data, as: UTF8.self))
}

/// JSON in which all that a terminal would obey, or that nobody sees, is written with its number: the same JSON for whoever reads
/// it.
func escaped(_ json: String) -> String {
  // The encoder has escaped what stands below the blank; line feeds between lines are its own.
  guard json.unicodeScalars.contains(where: { !$0.isASCII || $0.value == 0x7F }) else { return json }
  var out = String.UnicodeScalarView()
  for scalar in json.unicodeScalars {
    guard !scalar.isASCII || scalar.value == 0x7F, sanitised(String(scalar)) != String(scalar) else {
      out.append(scalar)
      continue
    }
    for unit in String(scalar).utf16 {
      let digits = String(unit, radix: 16)
      out.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
    }
  }
  return String(out)
}

extension String {
  /// The text with blanks behind it up to so many cells of a terminal.
  func filled(_ cells: Int) -> String { self + String(repeating: " ", count: max(0, cells - TextWidth.of(self))) }
}

extension Desk {
  // MARK: - show

  /// Prints all that is recorded about a shipment.
  package func show(_ name: String, asJSON: Bool, settings: () -> DeskSettings) throws(StoreFailure) -> Outcome {
    guard let id = find(name), let shipment = board[id], let dossier = try dossier(of: id) else {
      Machine.print("\(sanitised(name)): there is no such shipment\n", to: .error)
      return .refused
    }
    let now = try now
    var sheet = DossierSheet(dossier, shipment, board, now: now)
    var clock = Clock(now: max(now, board.latest))
    (clock.offset, clock.zone) = Machine.zone(at: clock.now)
    let settings = settings()
    let law = settings.law
    let isScreened = shipment.openHolds & HoldReason.deniedParty.bit != 0
    let screening = isScreened ? settings.screening : ScreeningLists()
    guard !asJSON else {
      sheet.border = State.borderFindings(
        of: id, dossier, board: board, clock: clock, law: law, screening: screening
      ).map { BorderSheet($0, law) }
      Machine.print(json(sheet) + "\n")
      return .done
    }
    let border = State.borderWords(of: id, dossier, board: board, clock: clock, law: law, screening: screening)
    let told = border.map { heading, lines in
      "\n\(sanitised(heading))\n" + lines.map { "  \(sanitised($0))\n" }.joined()
    }
    Machine.print(text(sheet, dossier, shipment, now: now) + told.joined())
    return .done
  }

  /// What an order says beside its goods, by the names of its fields.
  private func termLines(_ terms: OrderTerms) -> [(name: String, words: String?)] {
    let numbers = terms.sellerNumbers.map { "\($0.scheme.name) \($0.number)" }.joined(separator: ", ")
    return [
      ("freight", terms.freight?.text), ("insurance", terms.insurance?.text), ("region", terms.region),
      ("kind", terms.kind?.words), ("business", terms.isToBusiness.map { $0 ? "yes" : "no" }),
      ("preference", terms.claimsPreference.map { $0 ? "claimed" : "not claimed" }), ("seller no.", numbers),
    ]
  }

  private func text(_ sheet: DossierSheet, _ dossier: Dossier, _ shipment: Shipment, now: Instant) -> String {
    let facts = sheet.shipment
    var out: [String] = []
    func line(_ name: String, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      out.append(name.padding(toLength: 12, withPad: " ", startingAt: 0) + sanitised(value))
    }
    line(
      "shipment",
      [facts.id, facts.reference, facts.simulated ? "(simulated)" : nil].compactMap(\.self).joined(separator: "  "))
    line("state", board.stateWords(of: shipment))
    line("goods", facts.goods)
    line("value", shipment.value.text)
    line(
      "route",
      [facts.from, facts.to].compactMap(\.self).joined(separator: " > ") + "  " + facts.mode + "  "
        + (facts.incoterm ?? ""))
    for (name, words) in termLines(dossier.terms(board.texts)) { line(name, words) }
    line("parties", [facts.merchant, facts.consignee].compactMap(\.self).joined(separator: " > "))
    line("carrier", facts.carrier)
    line("owner", facts.owner)
    line("at", facts.at)
    line("expected", facts.eta)
    line("promised", facts.promise)
    line("missing", shipment.documentsMissing.documents.map(\.words).joined(separator: ", "))
    switch board.nextStep(of: shipment) {
    case .success(let next): line("next", next.name)
    case .failure(let why): line("next", "none: " + why.line)
    }
    for side in BorderSide.allCases where shipment.state(side) != .none {
      let mrn = dossier.mrn(side)
      line(side.name, shipment.state(side).words + (mrn == .none ? "" : ", MRN \(board.texts[mrn])"))
    }
    for hold in sheet.holds {
      let state =
        hold.closed.map { "closed \($0) by \(hold.closedBy ?? "")" }
        ?? "open, due \(hold.due ?? "by the authority's clock")"
      line("hold \(hold.reason)", "\(hold.words), since \(hold.since), \(state)")
      guard hold.closed == nil,
        let open = HoldReason(code: hold.reason).flatMap({ board.openHold($0, of: shipment.id) })
      else { continue }
      let clock = "\(open.isRunning ? "our clock runs, \(open.ran(by: now).words) so far" : "our clock stands still")"
      let parts = [
        "with \(open.turnWords)", clock, hold.limit.map { "limit \($0)" }, hold.amount.map { "\($0) due" },
        open.isRunning ? "then: \(hold.ifIgnored)" : nil, "cost so far \(open.cost(by: now).text) (assumption)",
      ]
      line("", parts.compactMap(\.self).joined(separator: "; "))
    }
    for (told, entry) in zip(sheet.messages, dossier.messages) {
      let mark =
        told.verdict == "advances" || told.verdict == "beside" ? "" : "  [\(told.verdict.replacing("_", with: " "))]"
      line("customs", "\(told.issued)  \(told.by)  \(entry.message.words(board.texts))\(mark)")
    }
    for correction in sheet.corrections where !correction.takenBack {
      let before = correction.before.isEmpty ? "" : " from \(correction.before)"
      let reason = correction.reason.map { ": \($0)" } ?? ""
      line(
        "corrected",
        "\(correction.field)\(before) to \(correction.after), \(correction.at) by \(correction.by)\(reason)")
    }
    for claim in sheet.claims {
      let mark = claim.verdict == "advances" ? "" : "  [\(claim.verdict.replacing("_", with: " "))]"
      let details = [claim.kind == "actual" ? nil : claim.kind, claim.place, claim.code, claim.reason, claim.note]
      line(
        "claim",
        "\(claim.happened)  \(claim.milestone)  \(claim.by)  \(details.compactMap(\.self).joined(separator: " "))\(mark)"
      )
    }
    // What the desk did and what anybody noted, as it happened; the rest stands above.
    for (entry, told) in zip(sheet.events, dossier.events) {
      let isDeed = told.event.by.role == .operatorDesk
      guard isDeed || told.event.kind == .noted else { continue }
      line(isDeed ? "desk" : "note", "\(entry.at)  \(entry.words)  \(entry.by)")
    }
    line("heard", "\((now - shipment.heard).words) ago")
    return out.joined(separator: "\n") + "\n"
  }
}
