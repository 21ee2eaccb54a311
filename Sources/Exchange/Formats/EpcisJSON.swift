import Atlas
import Logistics
import Measures

// EPCIS 2.0 in JSON-LD: a document, a query document, a list of events, or a single bare event. Events are read one at a time,
// so that a document may be of any size.
//
//   event ─► unit names      SSCC, GSIN, GINC first; else the parent; else one order's number; else every article
//         ─► milestones      business step + disposition, by the table of milestones and the readings below
//         ─► place           read point, else business location
//         ─► time            eventTime; eventTimeZoneOffset says what clocks there showed
//
// An event whose step means nothing to us is found and not taken. One with an error declaration withdraws what was said before:
// it is handed on as a correction.
//
// Sources: GS1 EPCIS 2.0 and CBV 2.0.

/// Reads EPCIS 2.0 in JSON-LD.
enum EpcisJSON: FormatReader {
  static let words = "EPCIS 2.0 JSON"
  static let marks = "“EPCISDocument”, “eventList” or an event type such as “ObjectEvent”"

  static func recognises(_ opening: Opening) -> Bool {
    guard opening.first == 0x7B || opening.first == 0x5B else { return false }
    return (["EPCISDocument", "EPCISQueryDocument", "eventList", "epcis-context"] + EventType.allCases.map(\.rawValue))
      .contains { opening.text.contains("\"\($0)\"") || $0 == "epcis-context" && opening.text.contains($0) }
  }

  static func read(_ source: SourceText, into collector: inout Collector) {
    var work = EpcisWork(bytes: source.bytes, collector: collector)
    collector = Collector()
    work.read()
    collector = work.collector
  }

  enum EventType: String, CaseIterable {
    case objectEvent = "ObjectEvent"
    case aggregationEvent = "AggregationEvent"
    case transactionEvent = "TransactionEvent"
    case transformationEvent = "TransformationEvent"
    case associationEvent = "AssociationEvent"
  }

  /// What a step and a disposition can mean, in the order of the way; empty where they mean nothing to us.
  ///
  /// - Parameter movesUnits: whether the event is about what travels as one, not about single articles.
  static func milestones(step: String, disposition: String, movesUnits: Bool) -> [Milestone] {
    switch (step, disposition) {
    case (_, "damaged"): return [.damaged]
    case (_, "stolen"): return [.lost]
    // Receipt implies arrival at a facility; CBV has no finer word for a hub, a break-down station or a depot.
    case ("receiving", ""), ("receiving", "in_progress"): return [.originHubArrived, .unloaded, .atDeliveryDepot]
    // "Shipping" covers staging, loading and departing; a change of carrier is the rarer meaning.
    case ("shipping", ""), ("shipping", "in_transit"): return [.departedOrigin, .transferred]
    case ("inspecting", "conformant"): return [.exportReleased, .importReleased]
    case ("inspecting", "non_conformant"): return [.inspected]
    case ("holding", ""), ("holding", "unavailable"): return [.exportHeld, .importHeld]
    case ("transporting", ""), ("transporting", "in_transit"): return [.borderCrossed, .outForDelivery]
    case ("accepting", ""), ("accepting", "in_progress"): return [.readyForCarriage]
    // A number for an article is not a label on a parcel.
    case ("commissioning", _): return movesUnits ? [.labelCreated] : []
    case ("void_shipping", _): return [.orderCancelled]
    case ("packing", _): return movesUnits ? [.consolidated] : [.packed]
    default:
      return MilestoneCodes.table.filter { row in
        guard row[.epcisStep].contains(where: { $0.text == step }) else { return false }
        // Without a disposition only what neither stops nor ends the way is read out of a step.
        if disposition.isEmpty { return row.milestone.nature == .step || row.milestone.nature == .repeatable }
        return row[.epcisDisposition].contains { $0.text == disposition }
      }.map(\.milestone)
    }
  }

  /// What a step means under an authorised return; empty where it means nothing else than usual.
  static func returns(_ step: String) -> [Milestone] {
    switch step {
    case "shipping": [.returnInTransit]
    case "receiving": [.returnReceived]
    case "inspecting": [.returnInspected]
    default: []
    }
  }

  /// The bare word of a CBV value: "shipping" for "cbv:BizStep-shipping", "urn:epcglobal:cbv:bizstep:shipping" and the web URI.
  static func bareWord(_ text: String, _ kind: String) -> String {
    guard text.utf8.contains(0x3A) else { return text }
    for prefix in [
      "https://ref.gs1.org/cbv/\(kind)-", "http://ref.gs1.org/cbv/\(kind)-", "cbv:\(kind)-", "gs1:\(kind)-",
    ]
    where text.hasPrefix(prefix) { return String(text.dropFirst(prefix.utf8.count)) }
    let old = "urn:epcglobal:cbv:\(kind.lowercased()):"
    return text.hasPrefix(old) ? String(text.dropFirst(old.utf8.count)) : text
  }
}

/// The work of reading one EPCIS text.
private struct EpcisWork {
  let bytes: [UInt8]
  var collector: Collector
  private var lines = LineIndex()
  private var places = PlaceFinder()
  /// Readings of steps and dispositions, and offsets, as they were found before: a document uses few of each.
  private var readings: [String: [Milestone]] = [:]
  private var offsets: [String: ZoneOffset] = [:]

  init(bytes: [UInt8], collector: Collector) {
    self.bytes = bytes
    self.collector = collector
  }

  // MARK: - The document

  mutating func read() {
    var scanner = JSONScanner(bytes)
    do throws(JSONFault) {
      if scanner.peek() == 0x5B {
        try eventList(&scanner, "$")
      } else {
        try document(&scanner)
      }
      if scanner.peek() != nil { find(.syntax, "$", scanner.position, "more text follows the end of the document") }
    } catch {
      find(error.code, "$", error.offset, error.words)
    }
  }

  private mutating func document(_ scanner: inout JSONScanner) throws(JSONFault) {
    let start = scanner.position
    var seen: Set<String> = []
    var type = ""
    var version = ""
    try scanner.object { (scanner, key, at) throws(JSONFault) in
      if !seen.insert(key).inserted {
        find(.duplicateKey, path("$", key), at, "the name is there twice; both are read")
      }
      switch key {
      case "type": type = try scanner.tree().string ?? ""
      case "schemaVersion":
        let node = try scanner.tree()
        if case .number(let text) = node.value { version = text } else { version = node.string ?? "" }
      case "epcisBody": try container(&scanner, "$.epcisBody")
      case "eventList": try eventList(&scanner, "$.eventList")
      default: try scanner.skip()
      }
    }
    if !seen.contains("@context") { find(.missingMember, "$.@context", start, "the standard requires a context") }
    if EpcisJSON.EventType(rawValue: type) != nil {
      let end = scanner.position
      scanner.move(to: start)
      event(try scanner.tree(), "$", scanner)
      scanner.move(to: end)
      return
    }
    if seen.contains("type"), !["EPCISDocument", "EPCISQueryDocument"].contains(type) {
      find(.wrongValue, "$.type", start, "neither an EPCIS document nor an event of EPCIS 2.0", type)
    }
    for member in ["type", "schemaVersion", "creationDate"] where !seen.contains(member) {
      find(.missingMember, "$.\(member)", start, "the standard requires it")
    }
    if seen.contains("schemaVersion"), !version.hasPrefix("2") {
      find(.wrongValue, "$.schemaVersion", start, "2.0 was expected", version)
    }
    if !seen.contains("epcisBody"), !seen.contains("eventList") {
      find(.missingMember, "$.epcisBody", start, "there are no events")
    }
  }

  /// Walks down to the list of events: epcisBody.eventList, or epcisBody.queryResults.resultsBody.eventList.
  private mutating func container(_ scanner: inout JSONScanner, _ at: String) throws(JSONFault) {
    guard scanner.peek() == 0x7B else {
      find(.wrongType, at, scanner.position, "an object was expected")
      return try scanner.skip()
    }
    try scanner.object { (scanner, key, _) throws(JSONFault) in
      switch key {
      case "eventList": try eventList(&scanner, "\(at).eventList")
      case "queryResults" where at == "$.epcisBody", "resultsBody" where at == "$.epcisBody.queryResults":
        try container(&scanner, "\(at).\(key)")
      case "event" where at == "$.epcisBody":
        event(try scanner.tree(), "\(at).event", scanner)
      default: try scanner.skip()
      }
    }
  }

  /// Reads events one by one; one that is broken is left out, when the end of its brackets can be found.
  private mutating func eventList(_ scanner: inout JSONScanner, _ at: String) throws(JSONFault) {
    guard scanner.take(0x5B) else {
      find(.wrongType, at, scanner.position, "a list of events was expected")
      return try scanner.skip()
    }
    if scanner.take(0x5D) { return }
    var index = 0
    while true {
      guard scanner.peek() != nil else { throw scanner.fault("an event was expected") }
      let start = scanner.position
      let place = "\(at)[\(index)]"
      lines.remember(start, in: bytes)
      do throws(JSONFault) {
        let node = try scanner.tree()
        event(node, place, scanner)
      } catch {
        find(error.code, place, error.offset, "\(error.words); the event is left out")
        collector.recordCount += 1
        scanner.move(to: start)
        try scanner.skip()
      }
      index += 1
      if scanner.take(0x5D) { return }
      guard scanner.take(0x2C) else { throw scanner.fault("“,” or “]” was expected") }
    }
  }

  // MARK: - An event

  private mutating func event(_ node: JSONNode, _ at: String, _ scanner: JSONScanner) {
    collector.recordCount += 1
    for (offset, key) in scanner.doubledKeys {
      find(.duplicateKey, path(at, key), offset, "the name is there twice; the first is taken")
    }
    for offset in scanner.cutStrings {
      find(.fieldTooLong, at, offset, "a text of more than \(JSONScanner.stringBytesMax) bytes; cut off")
    }
    guard case .object = node.value else {
      return find(.wrongType, at, node.offset, "an event was expected, not \(node.kind)")
    }
    guard let type = text(node, "type", at, isRequired: true) else { return }
    guard let kind = EpcisJSON.EventType(rawValue: type) else {
      return find(.wrongValue, "\(at).type", node["type"]?.offset ?? node.offset, "no event type of EPCIS 2.0", type)
    }
    let isSound = checkAction(node, kind, at) && checkContents(node, kind, at)
    guard let time = time(node, at), isSound else { return }
    if let sensors = node["sensorElementList"] {
      find(.ignored, "\(at).sensorElementList", sensors.offset, "sensor data is not kept")
    }
    claims(node, kind, time, at)
  }

  /// The action: required of every event but a transformation, and one of three words.
  private mutating func checkAction(_ node: JSONNode, _ kind: EpcisJSON.EventType, _ at: String) -> Bool {
    guard kind != .transformationEvent else { return true }
    guard let action = text(node, "action", at, isRequired: true) else { return false }
    guard ["ADD", "OBSERVE", "DELETE"].contains(action) else {
      find(
        .wrongValue, "\(at).action", node["action"]?.offset ?? node.offset, "ADD, OBSERVE or DELETE was expected",
        action)
      return false
    }
    return true
  }

  /// What the event is about: lists of texts, quantities that are numbers, and what each type may not do without.
  private mutating func checkContents(_ node: JSONNode, _ kind: EpcisJSON.EventType, _ at: String) -> Bool {
    var isSound = true
    for key in ["epcList", "childEPCs", "inputEPCList", "outputEPCList"] {
      guard let list = node[key] else { continue }
      guard let elements = list.array else {
        find(.wrongType, "\(at).\(key)", list.offset, "a list was expected, not \(list.kind)")
        isSound = false
        continue
      }
      for (index, element) in elements.enumerated() where element.string == nil {
        find(.wrongType, "\(at).\(key)[\(index)]", element.offset, "an identifier was expected, not \(element.kind)")
        isSound = false
      }
    }
    for key in ["quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"] {
      guard let list = node[key] else { continue }
      guard let elements = list.array else {
        find(.wrongType, "\(at).\(key)", list.offset, "a list was expected, not \(list.kind)")
        isSound = false
        continue
      }
      for (index, element) in elements.enumerated() {
        guard let quantity = element["quantity"] else { continue }
        let place = "\(at).\(key)[\(index)].quantity"
        if case .number(let number) = quantity.value {
          if hugeExponent(number) { find(.numberTooLarge, place, quantity.offset, "no quantity is that large", number) }
        } else {
          find(.wrongType, place, quantity.offset, "a number was expected, not \(quantity.kind)", quantity.string ?? "")
          isSound = false
        }
      }
    }
    func lacks(_ keys: String...) -> Bool { keys.allSatisfy { node[$0] == nil } }
    var missing: String?
    switch kind {
    case .objectEvent: if lacks("epcList", "quantityList") { missing = "epcList" }
    case .aggregationEvent, .associationEvent:
      if lacks("parentID"), node["action"]?.string != "OBSERVE" { missing = "parentID" }
    case .transactionEvent: if lacks("bizTransactionList") { missing = "bizTransactionList" }
    case .transformationEvent:
      if lacks("transformationID"),
        lacks("inputEPCList", "inputQuantityList") || lacks("outputEPCList", "outputQuantityList")
      {
        missing = lacks("inputEPCList", "inputQuantityList") ? "inputEPCList" : "outputEPCList"
      }
    }
    if let missing {
      find(.missingMember, "\(at).\(missing)", node.offset, "the standard requires it of this event")
      isSound = false
    }
    return isSound
  }

  /// Whether a number's exponent has more than two digits.
  private func hugeExponent(_ number: String) -> Bool {
    guard let e = number.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return number.utf8.count > 40 }
    return number[number.index(after: e)...].filter { $0 != "+" && $0 != "-" }.drop { $0 == "0" }.count > 2
  }

  /// When it happened, and what the clocks there showed; nil, with a finding, when that cannot be known.
  private mutating func time(_ node: JSONNode, _ at: String) -> (instant: Instant, offset: ZoneOffset, isAssumed: Bool)?
  {
    let stated = offset(node, at)
    guard let text = text(node, "eventTime", at, isRequired: true) else { return nil }
    let place = "\(at).eventTime"
    let where_ = node["eventTime"]?.offset ?? node.offset
    do throws(TimestampFault) {
      let time = try Timestamp(parsing: text)
      guard time.hasTime else {
        find(.badDate, place, where_, "a date without a time; RFC 3339 was expected", text)
        return nil
      }
      if let own = time.offset, let stated, own != stated, own != .utc {
        find(
          .zoneConflict, place, where_,
          "the offset here is not eventTimeZoneOffset (\(stated.text)); this one is taken", text)
      }
      if time.offset == nil {
        find(.zoneConflict, place, where_, "no UTC offset; \((stated ?? .utc).text) is assumed", text)
      }
      let instant = time.instant(assuming: stated ?? .utc)
      guard possibleInstants.contains(instant) else {
        find(.dateOutOfRange, place, where_, "the year is not between 1980 and 2099", text)
        return nil
      }
      let local = time.offset.flatMap { $0 == .utc ? stated : $0 } ?? stated
      return (instant, local ?? .utc, local == nil)
    } catch {
      find(.badDate, place, where_, "\(error.text); a time like 2026-11-22T10:15:00+08:00 was expected", text)
      return nil
    }
  }

  private mutating func offset(_ node: JSONNode, _ at: String) -> ZoneOffset? {
    guard let text = text(node, "eventTimeZoneOffset", at, isRequired: true) else { return nil }
    if let known = offsets[text] { return known }
    guard let offset = (try? Timestamp(parsing: "2000-01-01T00:00" + text))?.offset ?? (text == "-00:00" ? .utc : nil)
    else {
      find(
        .wrongValue, "\(at).eventTimeZoneOffset", node["eventTimeZoneOffset"]?.offset ?? node.offset,
        "an offset like +08:00 was expected", text)
      return nil
    }
    if offsets.count < 1000 { offsets[text] = offset }
    return offset
  }

  // MARK: - What it claims

  private mutating func claims(
    _ node: JSONNode, _ kind: EpcisJSON.EventType, _ time: (instant: Instant, offset: ZoneOffset, isAssumed: Bool),
    _ at: String
  ) {
    let step = EpcisJSON.bareWord(text(node, "bizStep", at) ?? "", "BizStep")
    let disposition = EpcisJSON.bareWord(text(node, "disposition", at) ?? "", "Disp")
    let papers = transactions(node, at)
    let subject = units(node, kind, at, papers)
    let milestones =
      papers.isReturn && !EpcisJSON.returns(step).isEmpty
      ? EpcisJSON.returns(step) : reading(step, disposition, movesUnits: subject.areUnits)
    guard !milestones.isEmpty else {
      let words = step.isEmpty ? "the event names no business step" : "no milestone for this business step"
      find(
        .noMilestone, step.isEmpty ? at : "\(at).bizStep", node["bizStep"]?.offset ?? node.offset, words,
        disposition.isEmpty ? step : "\(step)/\(disposition)")
      return
    }
    guard !subject.names.isEmpty else {
      return find(.noShipment, at, node.offset, "the event is about no single parcel, article or order")
    }
    let spot = place(node, at)
    var claim = ImportedClaim(
      source: Source(role: .file, name: "EPCIS"), references: [], milestones: milestones, happened: time.instant)
    claim.order = papers.order
    claim.offset = time.offset
    claim.offsetAssumed = time.isAssumed
    claim.location = spot.id
    claim.locationText = spot.text
    claim.foreignCode = disposition.isEmpty ? step : "\(step)/\(disposition)"
    claim.eventID = text(node, "eventID", at) ?? ""
    claim.place = filePlace(at, node.offset)
    correct(&claim, node, at)
    if claim.note.isEmpty, let recorded = text(node, "recordTime", at), let heard = try? Timestamp(parsing: recorded) {
      let delay = heard.instant(assuming: .utc) - time.instant
      if delay > .days(1) {
        claim.note = "recorded \(heard.local.date.text), \(delay.words) later"
        find(.recordedLate, "\(at).recordTime", node["recordTime"]?.offset ?? node.offset, claim.note)
      }
    }
    for name in subject.names {
      var one = claim
      one.references = [name] + (subject.names.count == 1 ? papers.all.filter { $0 != name } : [])
      collector.items.append(.claim(one))
    }
  }

  private mutating func reading(_ step: String, _ disposition: String, movesUnits: Bool) -> [Milestone] {
    let key = "\(movesUnits) \(step)/\(disposition)"
    if let known = readings[key] { return known }
    let found = EpcisJSON.milestones(step: step, disposition: disposition, movesUnits: movesUnits)
    if readings.count < 1000 { readings[key] = found }
    return found
  }

  /// Turns the claim into a correction, if the event declares an error.
  private mutating func correct(_ claim: inout ImportedClaim, _ node: JSONNode, _ at: String) {
    guard let declaration = node["errorDeclaration"] else { return }
    claim.isCorrection = true
    var words = "declared wrong"
    if let time = text(declaration, "declarationTime", "\(at).errorDeclaration", isRequired: true) {
      words += " at \(time)"
    }
    if let reason = text(declaration, "reason", "\(at).errorDeclaration") {
      words += ": " + EpcisJSON.bareWord(reason, "ER").replacing("_", with: " ")
    }
    let followers =
      declaration["correctiveEventIDs"]?.array?.compactMap(\.string).prefix(3).map { cleaned($0).text } ?? []
    if !followers.isEmpty { words += "; replaced by " + followers.joined(separator: ", ") }
    claim.note = String(words.prefix(300))
    find(.correction, "\(at).errorDeclaration", declaration.offset, "an earlier event is \(claim.note)")
  }

  /// What it is about, surest name first.
  private mutating func units(
    _ node: JSONNode, _ kind: EpcisJSON.EventType, _ at: String, _ papers: Papers
  ) -> (names: [String], areUnits: Bool) {
    var units: [String] = []
    var items: [String] = []
    let isPacking = kind == .aggregationEvent || kind == .associationEvent
    for key in isPacking ? ["childEPCs"] : ["epcList", "outputEPCList"] {
      for (index, element) in (node[key]?.array ?? []).enumerated() {
        guard let uri = element.string else { continue }
        switch name(uri, "\(at).\(key)[\(index)]", element.offset) {
        case .unit(let name): units.append(name)
        case .item(let name): items.append(name)
        case .other: break
        }
      }
    }
    if !units.isEmpty { return (units, true) }
    if let parent = text(node, "parentID", at) {
      switch name(parent, "\(at).parentID", node["parentID"]?.offset ?? node.offset) {
      // Articles that go into a parcel say something of the parcel, but do not yet make it travel with others.
      case .unit(let name): return ([name], !isPacking)
      case .item(let name) where items.isEmpty: return ([name], false)
      case .item, .other: break
      }
    }
    if let paper = papers.all.first, items.count != 1 { return ([paper], false) }
    return (items, false)
  }

  private mutating func name(_ uri: String, _ at: String, _ offset: Int) -> GS1Name {
    let text = cleaned(uri).text
    if text.isEmpty { return .other }
    let (name, checkFails) = GS1Name.reading(text)
    if checkFails {
      find(.badCheckDigit, at, offset, "the check digit is wrong; the number is taken as it stands", text)
    }
    return name
  }

  /// The papers that an event names.
  private struct Papers {
    /// The order's number.
    var order = ""
    /// The numbers of the order, of advices and of waybills, the order's first.
    var all: [String] = []
    /// Whether one of them authorises a return.
    var isReturn = false
  }

  private mutating func transactions(_ node: JSONNode, _ at: String) -> Papers {
    var papers = Papers()
    var others: [String] = []
    for (index, element) in (node["bizTransactionList"]?.array ?? []).enumerated() {
      let place = "\(at).bizTransactionList[\(index)]"
      guard let uri = text(element, "bizTransaction", place, isRequired: true) else { continue }
      let number = String(GS1Name.lastPart(uri).prefix(100))
      guard !number.isEmpty else { continue }
      switch EpcisJSON.bareWord(text(element, "type", place) ?? "", "BTT") {
      case "po": if papers.order.isEmpty { papers.order = number }
      case "bol", "desadv": others.append(number)
      case "rma": papers.isReturn = true
      default: break
      }
    }
    papers.all = (papers.order.isEmpty ? [] : [papers.order]) + others
    return papers
  }

  private mutating func place(_ node: JSONNode, _ at: String) -> (id: PlaceID, text: String) {
    for key in ["readPoint", "bizLocation"] {
      guard let point = node[key] else { continue }
      guard let uri = point.string ?? text(point, "id", "\(at).\(key)", isRequired: true), !uri.isEmpty else {
        continue
      }
      let words = String(GS1Name.location(uri).prefix(200))
      if words.utf8.count == 5, uri.lowercased().contains("locode"), let known = Atlas.place(unlocode: words) {
        return (known, "")
      }
      if let known = places.place(words) { return (known, "") }
      return (.none, words)
    }
    return (.none, "")
  }

  // MARK: - Members and findings

  /// The text of a member, cleaned; nil where it is missing (a finding when it is required) or no text (a finding always).
  private mutating func text(_ node: JSONNode, _ key: String, _ at: String, isRequired: Bool = false) -> String? {
    guard let member = node[key] else {
      if isRequired { find(.missingMember, path(at, key), node.offset, "the standard requires it") }
      return nil
    }
    guard let text = member.string else {
      find(.wrongType, path(at, key), member.offset, "a text was expected, not \(member.kind)")
      return nil
    }
    let (clean, lost) = cleaned(text)
    if lost { find(.controlCharacter, path(at, key), member.offset, "control characters are left out", text) }
    if clean.isEmpty, isRequired {
      find(.missingValue, path(at, key), member.offset, "it is empty")
      return nil
    }
    guard clean.utf8.count > 500 else { return clean }
    find(.fieldTooLong, path(at, key), member.offset, "\(clean.utf8.count) bytes where 500 are plenty; cut off", clean)
    return String(clean.prefix(125))
  }

  private func path(_ at: String, _ key: String) -> String { "\(at).\(safeExcerpt(key))" }

  private mutating func filePlace(_ path: String, _ offset: Int) -> FilePlace {
    let position = lines.position(of: offset, in: bytes)
    return .member(path: path, line: position.line, column: position.column)
  }

  private mutating func find(_ code: FindingCode, _ path: String, _ offset: Int, _ words: String, _ value: String = "")
  {
    let isKept = collector.findings.count(of: code) < Findings.keptPerCode
    let place = isKept ? filePlace(path, offset) : .file
    collector.findings.add(code, at: place, words, value)
  }
}
