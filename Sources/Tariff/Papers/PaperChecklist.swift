import Measures

// Which papers a consignment needs, which of them are there, and what is still missing before it can be handed over:
//
//   data      what it is · HS code · value · weight · origin · number of who receives it
//   papers    from the catalogue, those whose triggers are met
//   score     of what must be there at hand-over and comes from the merchant's side: the share that is there and right
//
// Carriers, brokers and authorities make theirs out of what they are given: their papers are listed and not counted. What only
// somebody who knows the goods can tell is listed as a question and not counted. A paper the folder cannot keep is shown as not
// tracked and not counted.

/// What is known about a consignment's papers.
package struct PaperFolder: Hashable, Sendable {
  /// Descriptions of the goods, one a line of the consignment, in its order.
  package var descriptions: [String]
  /// The folder's documents that are there, by their stable names ("commercial_invoice").
  package var held: Set<String>
  /// Numbers that were given, by their names as the destination calls them ("CPF", "IOSS", "EORI").
  package var identifiers: [(name: String, number: String)]
  /// Whether a lower rate of duty is claimed by origin.
  package var claimsPreference: Bool

  package init(
    descriptions: [String] = [], held: Set<String> = [], identifiers: [(name: String, number: String)] = [],
    claimsPreference: Bool = false
  ) {
    self.descriptions = descriptions
    self.held = held
    self.identifiers = identifiers
    self.claimsPreference = claimsPreference
  }

  package static func == (a: PaperFolder, b: PaperFolder) -> Bool {
    a.descriptions == b.descriptions && a.held == b.held && a.claimsPreference == b.claimsPreference
      && a.identifiers.elementsEqual(b.identifiers) { $0.name == $1.name && $0.number == $1.number }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(descriptions)
    hasher.combine(claimsPreference)
  }
}

/// One line of the checklist.
package struct PaperNeed: Hashable, Sendable {
  /// What it is.
  package enum Subject: Hashable, Sendable {
    /// A paper of the catalogue.
    case paper(PaperRule)
    /// A piece of data, by the folder's name for it ("goods_description", "hs_classification", "value", "consignee_tax_id").
    case data(String)
  }

  /// Where it stands.
  package enum State: Hashable, Sendable {
    case there
    case missing
    /// It is there, and wrong; why.
    case wrong(String)
    /// Whether it is needed is a question to whoever knows; which.
    case ask(String)
    /// The folder cannot keep it.
    case notTracked
    /// It is made out later by whoever carries or clears.
    case comes
    /// The destination may ask for it.
    case onRequest
  }

  package var subject: Subject
  /// What it is called.
  package var name: String
  package var supplier: PaperSupplier
  package var time: PaperTime
  package var requirement: PaperRequirement
  package var state: State
  /// Whether the country of dispatch asks for it.
  package var isExportSide: Bool
  /// What to do about it, in words; empty where nothing is to be done.
  package var advice: String

  /// Whether it counts for the score.
  package var isCounted: Bool {
    guard supplier.isBeforeHandOver else { return false }
    switch state {
    case .there, .missing, .wrong: return true
    case .ask, .notTracked, .comes, .onRequest: return false
    }
  }
}

/// The checklist of a consignment.
package struct PaperChecklist: Hashable, Sendable {
  /// Everything, what must be there first before the rest.
  package private(set) var needs: [PaperNeed] = []
  /// Whether it stays inside one customs territory, so that no customs ask for anything.
  package let isInside: Bool

  /// What is missing or wrong and counted, in the order in which it must be there.
  package var open: [PaperNeed] { needs.filter { $0.isCounted && $0.state != .there } }

  /// The share of what counts that is there and right, 0 ... 100 percent, rounded down; 100 where nothing counts. Everything
  /// counts the same.
  package var score: Int {
    let counted = needs.filter(\.isCounted)
    guard !counted.isEmpty else { return 100 }
    return counted.count { $0.state == .there } * 100 / counted.count
  }

  /// How the score was counted, in words.
  package var scoreWords: String {
    let counted = needs.filter(\.isCounted)
    if counted.isEmpty, isInside {
      return "it stays inside one customs territory, and the merchant's side need give nothing"
    }
    return
      "\(counted.count { $0.state == .there }) of \(counted.count) that the merchant's side must give are there and right"
  }

  /// The checklist of a consignment by the rules of its own day.
  ///
  /// - Parameters:
  ///   - book: what destinations ask of identifiers.
  ///   - rates: for limits in other currencies; where a rate is missing, the limit becomes a question.
  package init(
    _ consignment: Consignment, _ folder: PaperFolder, book: RegimeBook = .builtIn,
    rates: ExchangeRates = ExchangeRates()
  ) {
    var flags = GoodsFlags()
    var possible = GoodsFlags()
    for line in consignment.lines {
      let judgement = GoodsJudgement(line.code)
      flags.formUnion(judgement.certain)
      possible.formUnion(judgement.possible)
    }
    possible.subtract(flags)
    isInside = book.destination(consignment.to)?.isInside(from: consignment.shippedFrom, to: consignment.to) ?? false
    if !isInside { addData(consignment, folder, book) }
    for rule in PaperRule.all where !isInside || rule.isOfCarriage {
      // A number that stands among the data is not asked for a second time.
      if let name = rule.trackedAs, needs.contains(where: { $0.subject == .data(name) }) { continue }
      if let need = Self.need(rule, consignment, folder, flags, possible, rates) { needs.append(need) }
    }
    needs.sort { a, b in
      let (first, second) = (Self.rank(a), Self.rank(b))
      return first < second
    }
  }

  private static func rank(_ need: PaperNeed) -> (Int, Int) {
    let state =
      switch need.state {
      case .wrong: 0
      case .missing: 1
      case .there: 2
      case .ask: 3
      case .comes: 4
      case .notTracked: 5
      case .onRequest: 6
      }
    return (state, need.time.rawValue)
  }

  // MARK: - Data

  private mutating func addData(_ consignment: Consignment, _ folder: PaperFolder, _ book: RegimeBook) {
    func add(_ id: String, _ name: String, _ supplier: PaperSupplier, _ state: PaperNeed.State, _ advice: String = "") {
      // What the folder has and nobody wrote down beside it is there.
      let state = state == .missing && folder.held.contains(id) ? .there : state
      needs.append(
        PaperNeed(
          subject: .data(id), name: name, supplier: supplier, time: .beforeExport, requirement: .mandatory,
          state: state,
          isExportSide: false, advice: state == .there ? "" : advice))
    }
    // Descriptions, each line on its own; the first that is wrong is told.
    var description = PaperNeed.State.there
    var advice = ""
    if folder.descriptions.isEmpty || consignment.lines.isEmpty { description = .missing }
    for (number, text) in folder.descriptions.enumerated() where description == .there {
      let code = number < consignment.lines.count ? consignment.lines[number].code : nil
      let check = DescriptionCheck(text, code: code)
      guard let fault = check.fault, fault.isRefusal else { continue }
      description = fault == .empty ? .missing : .wrong(fault.text)
      advice = check.advice
    }
    if folder.descriptions.count < consignment.lines.count, description == .there {
      description = .missing
      advice = "\(consignment.lines.count - folder.descriptions.count) lines have no description"
    }
    add("goods_description", "plain description of the goods", .merchant, description, advice)

    let unknown = consignment.lines.first { $0.code.count < 6 || !Nomenclature.contains($0.code) }
    add(
      "hs_classification", "HS code of six digits", .merchant,
      consignment.lines.isEmpty
        ? .missing : unknown.map { .wrong("\($0.code.text) is no subheading of HS 2022") } ?? .there,
      "search by words: `clearway hs WORDS`")
    add(
      "value", "value of the goods", .merchant, consignment.lines.allSatisfy { $0.value.minor > 0 } ? .there : .missing,
      "the price paid, or the value of the goods where nothing was paid")
    add(
      "weight", "weight of the goods", .merchant,
      consignment.lines.allSatisfy { $0.weight.value > 0 } ? .there : .missing,
      "net weight of each line")

    // Numbers that somebody must give. What is given is checked by its shape, asked for or not.
    let destination = book.destination(consignment.to)
    for identifier in destination?.identifiers ?? [] {
      let given = folder.identifiers.first { identifier.isCalled($0.name) }
      let isAsked =
        switch identifier.holder {
        case .consignee: identifier.isAlways
        case .business: consignment.purpose == .business && identifier.isAlways
        case .seller: false
        }
      guard isAsked || given != nil else { continue }
      let supplier: PaperSupplier =
        switch identifier.holder {
        case .consignee: .consignee
        case .business: .importer
        case .seller: .merchant
        }
      let state: PaperNeed.State
      if let given {
        if let pattern = identifier.pattern, !pattern.matches(given.number) {
          state = .wrong("“\(given.number.prefix(40))” has not the shape of \(identifier.name)")
        } else if CheckDigits.isWrong(identifier.name, given.number) {
          state = .wrong("the check digit of “\(given.number.prefix(40))” is wrong")
        } else {
          state = .there
        }
      } else {
        state = .missing
      }
      add(
        "consignee_tax_id", identifier.name, supplier, state,
        "\(consignment.to.code) asks \(identifier.holder.words) for it")
    }
    for given in folder.identifiers where given.name.uppercased() == "IOSS" {
      // IM, the issuing state's three digits and seven more.
      let isRight =
        given.number.utf8.count == 12 && given.number.uppercased().hasPrefix("IM")
        && given.number.utf8.dropFirst(2).allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      add(
        "ioss_number", "IOSS number", .merchant,
        isRight ? .there : .wrong("“\(given.number.prefix(40))” has not the shape IM and ten digits"),
        "the number of the seller or its intermediary")
    }
  }

  // MARK: - Papers

  /// Whether something is so.
  private enum Answer: Equatable {
    case yes, no
    case ask(String)
  }

  private static func need(
    _ rule: PaperRule, _ consignment: Consignment, _ folder: PaperFolder, _ flags: GoodsFlags, _ possible: GoodsFlags,
    _ rates: ExchangeRates
  ) -> PaperNeed? {
    let country = rule.isExportSide ? consignment.shippedFrom : consignment.to
    guard let requirement = rule.requirement(in: country), requirement != .notUsed else { return nil }
    if let from = rule.from, consignment.date < from { return nil }
    if let to = rule.to, consignment.date > to { return nil }
    // What ended on a day that is known was asked for until then.
    if requirement == .historic, rule.to == nil { return nil }
    if !rule.channels.isEmpty, !rule.channels.contains(consignment.channel) { return nil }
    if !rule.carriages.isEmpty, !rule.carriages.contains(consignment.carriage) { return nil }
    // What only somebody who knows the goods can tell.
    var question: String?
    if !rule.flags.isEmpty, rule.flags.isDisjoint(with: flags) {
      let maybe = rule.flags.intersection(possible)
      guard !maybe.isEmpty else { return nil }
      question = "if the goods are \(maybe.words.joined(separator: " or "))"
    }
    switch condition(rule.condition, consignment, folder, rates) {
    case .yes: break
    case .no: return nil
    case .ask(let words): question = words
    }
    if requirement == .alternative { question = question ?? "one of several ways" }
    if requirement == .conditional, rule.condition == .always, rule.flags.isEmpty, rule.carriages.isEmpty {
      question = question ?? "if it applies"
    }
    let state: PaperNeed.State
    if requirement == .onRequest {
      state = .onRequest
    } else if let question {
      state = .ask(question)
    } else if !rule.supplier.isBeforeHandOver {
      state = .comes
    } else if let name = rule.trackedAs {
      state = folder.held.contains(name) ? .there : rule.time <= .beforeArrival ? .missing : .comes
    } else {
      state = .notTracked
    }
    return PaperNeed(
      subject: .paper(rule), name: rule.name, supplier: rule.supplier, time: rule.time, requirement: requirement,
      state: state,
      isExportSide: rule.isExportSide,
      advice: state == .missing ? "ask \(rule.supplier.words); it is shown to \(rule.presentedTo)" : "")
  }

  private static func condition(
    _ condition: PaperCondition, _ consignment: Consignment, _ folder: PaperFolder, _ rates: ExchangeRates
  ) -> Answer {
    func value(in currency: Currency) -> Int64? {
      var sum: Int64 = 0
      for line in consignment.lines {
        guard let money = rates.convert(line.value, to: currency, on: consignment.date) else { return nil }
        let (next, isTooMuch) = sum.addingReportingOverflow(money.minor)
        if isTooMuch { return nil }
        sum = next
      }
      return sum
    }
    switch condition {
    case .always: return .yes
    case .over(let limit):
      guard let value = value(in: limit.currency) else { return .ask("above \(limit.text)") }
      return value > limit.minor ? .yes : .no
    case .upTo(let limit):
      guard let value = value(in: limit.currency) else { return .ask("up to \(limit.text)") }
      return value <= limit.minor ? .yes : .no
    case .morePieces: return consignment.packages > 1 ? .yes : .no
    case .purpose(let purpose): return consignment.purpose == purpose ? .yes : .no
    case .preference: return folder.claimsPreference ? .yes : .no
    case .goods(let ranges):
      for line in consignment.lines where ranges.contains(where: { $0.contains(line.code) }) { return .yes }
      return .no
    case .ask(let words): return .ask(words.isEmpty ? "if it applies" : words)
    }
  }
}

/// Check digits of numbers that people and firms give. The algorithms are public standards of the states that issue the numbers.
package enum CheckDigits {
  /// Whether a number of this name has a check digit that is wrong; false where the name is not known here or the shape does not
  /// fit (which is another fault).
  package static func isWrong(_ name: String, _ number: String) -> Bool {
    let digits = number.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }.map { Int($0) - 0x30 }
    switch name.uppercased() {
    case "CPF":
      guard digits.count == 11 else { return false }
      return !modulo11(digits, 9, [10, 9, 8, 7, 6, 5, 4, 3, 2])
        || !modulo11(digits, 10, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
        || digits.allSatisfy { $0 == digits[0] }
    case "CUIT", "CUIL", "CUIT OR CUIL":
      guard digits.count == 11 else { return false }
      let sum = zip(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]).reduce(0) { $0 + $1.0 * $1.1 }
      let check = (11 - sum % 11) % 11
      return check == 10 || check != digits[10]
    case "RUT", "RUN", "RUT OR RUN":
      guard let last = number.utf8.last, digits.count >= 7 else { return false }
      let isK = last == 0x4B || last == 0x6B
      let body = isK ? digits : Array(digits.dropLast())
      var factor = 2
      var sum = 0
      for digit in body.reversed() {
        sum += digit * factor
        factor = factor == 7 ? 2 : factor + 1
      }
      let check = 11 - sum % 11
      return check == 11 ? digits.last != 0 || isK : check == 10 ? !isK : isK || digits.last != check
    case "TCKN":
      guard digits.count == 11 else { return false }
      let odd = digits[0] + digits[2] + digits[4] + digits[6] + digits[8]
      let even = digits[1] + digits[3] + digits[5] + digits[7]
      return (odd * 7 - even + 10_000) % 10 != digits[9] || digits[..<10].reduce(0, +) % 10 != digits[10]
    case "RESIDENT ID NUMBER":
      guard number.utf8.count == 18, let last = number.utf8.last else { return false }
      let body = Array(digits.prefix(17))
      guard body.count == 17 else { return false }
      let sum = zip(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]).reduce(0) { $0 + $1.0 * $1.1 }
      let check = Array("10X98765432".utf8)[sum % 11]
      return check != (last == 0x78 ? 0x58 : last)
    case "TEUDAT ZEHUT":
      guard digits.count == 9 else { return false }
      let sum = digits.enumerated().reduce(0) { sum, entry in
        let value = entry.element * (entry.offset % 2 + 1)
        return sum + (value > 9 ? value - 9 : value)
      }
      return sum % 10 != 0
    default: return false
    }
  }

  /// Whether the digit at a place is the one that Brazil's weights want.
  private static func modulo11(_ digits: [Int], _ place: Int, _ weights: [Int]) -> Bool {
    let rest = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11
    return digits[place] == (rest < 2 ? 0 : 11 - rest)
  }
}
