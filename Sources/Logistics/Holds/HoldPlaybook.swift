package import Measures

// What the desk does about a hold, one row a reason.
//
//   hold opened ──first action──► message to the addressee ──answer──► documents in ──► released
//        │                              │
//        │  dwell (median, p90)         └─ no answer after `escalateAfter`: escalate
//        └─ limit (HoldReason.limit) ─────► the give-up rule, else what happens if ignored
//
// Nobody publishes shares or dwell times by reason. Shares, dwell times, escalation and cost are assumptions of ours,
// except where a row says "sourced"; whoever shows a figure shows that too.

/// What the desk does first about a hold.
package enum HoldAction: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case requestDocument, requestData, requestPayment, correctDeclaration, topUpGuarantee, presentGoods, fileAdvanceData
  case countPieces, screenParty, waitForAuthority, decideDisposal, askForReason, resumeOrReturn

  /// What an operator reads on the button.
  package var words: String {
    switch self {
    case .requestDocument: "request the document"
    case .requestData: "request the missing data"
    case .requestPayment: "send the payment link"
    case .correctDeclaration: "correct the declaration"
    case .topUpGuarantee: "top up the guarantee"
    case .presentGoods: "present the goods"
    case .fileAdvanceData: "file the advance data"
    case .countPieces: "count and weigh"
    case .screenParty: "screen the party by hand"
    case .waitForAuthority: "wait, check the due time"
    case .decideDisposal: "decide: return or give up"
    case .askForReason: "ask customs for the reason"
    case .resumeOrReturn: "release or send back"
    }
  }
}

/// What happens when nobody does anything about a hold.
package enum IgnoredOutcome: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case nothing, returned, reclassified, uplifted, controlled, rejected, taxedAgain, everythingBlocked, refused, seized
  case destroyed, returnedByGround, blocked, higherRate, offloaded, partiallyReleased, dutyTwice

  /// What an operator reads.
  package var words: String {
    switch self {
    case .nothing: "goes on by itself"
    case .returned: "returned to sender"
    case .reclassified: "reclassified, duty rises"
    case .uplifted: "value raised, or seized"
    case .controlled: "goes to physical control"
    case .rejected: "declaration rejected"
    case .taxedAgain: "VAT charged again"
    case .everythingBlocked: "all our releases stop"
    case .refused: "import refused"
    case .seized: "seized"
    case .destroyed: "destroyed"
    case .returnedByGround: "returned by ground"
    case .blocked: "stays blocked"
    case .higherRate: "full or anti-dumping rate"
    case .offloaded: "offloaded, next departure"
    case .partiallyReleased: "released in part"
    case .dutyTwice: "duty is paid twice"
    }
  }
}

/// What the desk decides by default when the limit is reached without an answer.
package enum GiveUpRule: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// Send it back to the sender.
  case returnToSender
  /// Leave it to customs.
  case abandon
  /// Have it destroyed at the merchant's cost.
  case destroy
  /// Accept the authority's decision and pay what it costs.
  case acceptAndPay
  /// Never give up by rule: a person decides.
  case personDecides

  /// What an operator reads.
  package var words: String {
    switch self {
    case .returnToSender: "return to sender"
    case .abandon: "abandon to customs"
    case .destroy: "have it destroyed"
    case .acceptAndPay: "accept and pay"
    case .personDecides: "a person decides"
    }
  }
}

/// What a message to a party can name; each stands in a template in braces.
package enum MessageField: String, CaseIterable, Sendable {
  case parcel, goods, documents, limit, amount, place
}

/// What the desk does about holds of one reason.
package struct HoldPlaybook: Sendable {
  /// The reason.
  package var reason: HoldReason
  /// Who must act after the first party has answered; nil when one party is enough.
  package var thenActs: PartyRole?
  /// What the desk does first.
  package var firstAction: HoldAction
  /// What ends the hold, in the operator's words.
  package var resolvedBy: String
  /// How many of a thousand holds have this reason. An assumption; the shares add up to more than 1,000, as a parcel may have two.
  package var sharePermille: Int
  /// The median dwell. An assumption unless `dwellIsAssumption` says otherwise.
  package var dwellMedian: Span
  /// The dwell that nine in ten stay below.
  package var dwellP90: Span
  /// Whether the dwell times are ours; false where a published range stands behind them.
  package var dwellIsAssumption: Bool
  /// What happens if ignored.
  package var ignored: IgnoredOutcome
  /// How long the desk waits for an answer before it escalates. An assumption.
  package var escalateAfter: Span
  /// What the desk decides by default when the limit is reached.
  package var giveUp: GiveUpRule
  /// What a day of waiting costs the merchant, in euro cents, with storage and the promise to the buyer. An assumption.
  package var euroCentsPerDay: Int32
  /// Whom the message asks: who must act, or where that is an authority, who can give it what it wants.
  package var addressee: PartyRole
  /// The message to the addressee; empty when nobody is to be asked. Fields stand in braces.
  package var template: String

  /// Who must act first.
  package var mustAct: PartyRole { reason.mustAct }
  /// The documents that resolve it.
  package var documents: DocumentSet { reason.needs }
  /// Whether our clock stands still because the authority itself works on it.
  package var clockStandsStill: Bool { reason.clockStandsStill }

  /// The message with its fields filled in; a field that `value` does not know stays out, with the blank before it.
  package func message(_ value: (MessageField) -> String?) -> String {
    var out = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      out += rest[..<open]
      let filled = MessageField(rawValue: String(rest[rest.index(after: open)..<close])).flatMap(value)
      if let filled { out += filled } else if out.last == " " { out.removeLast() }
      rest = rest[rest.index(after: close)...]
    }
    return out + rest
  }

  fileprivate init(
    _ reason: HoldReason, then: PartyRole? = nil, writeTo: PartyRole? = nil, _ firstAction: HoldAction,
    resolvedBy: String, share: Int,
    hours median: Int64, p90: Int64, sourced: Bool = false, ignored: IgnoredOutcome, escalateHours: Int64,
    giveUp: GiveUpRule, centsPerDay: Int32, _ template: String
  ) {
    self.reason = reason
    self.thenActs = then
    addressee = writeTo ?? reason.mustAct
    self.firstAction = firstAction
    self.resolvedBy = resolvedBy
    self.sharePermille = share
    self.dwellMedian = .hours(median)
    self.dwellP90 = .hours(p90)
    self.dwellIsAssumption = !sourced
    self.ignored = ignored
    self.escalateAfter = .hours(escalateHours)
    self.giveUp = giveUp
    self.euroCentsPerDay = centsPerDay
    self.template = template
  }

  /// All rows, in the order of the reasons.
  package static let table: [HoldPlaybook] = papers + parties + controls + restrictions + others

  private static let papers: [HoldPlaybook] = [
    HoldPlaybook(
      .invoiceMissing, .requestDocument, resolvedBy: "invoice sent as answer to the demand", share: 160, hours: 36,
      p90: 120, ignored: .returned, escalateHours: 24, giveUp: .returnToSender, centsPerDay: 120,
      "Customs at {place} holds parcel {parcel} because the invoice is missing or cannot be read. Please send {documents} "
        + "for {goods}, with seller, buyer, price and currency of every line, by {limit}."),
    HoldPlaybook(
      .vagueDescription, then: .broker, .requestData, resolvedBy: "plain description, material and use", share: 100,
      hours: 24, p90: 96, ignored: .returned, escalateHours: 24, giveUp: .returnToSender, centsPerDay: 120,
      "Customs at {place} cannot tell what is in parcel {parcel}: it is declared as {goods}. Please write what the item is, "
        + "what it is made of and what it is used for, by {limit}."),
    HoldPlaybook(
      .wrongHSCode, .correctDeclaration, resolvedBy: "corrected code with its basis, as an amendment", share: 80,
      hours: 24, p90: 96, ignored: .reclassified, escalateHours: 24, giveUp: .acceptAndPay, centsPerDay: 120,
      "The HS code of parcel {parcel} ({goods}) is missing or was not accepted at {place}. Please classify it and amend the "
        + "declaration by {limit}."),
    HoldPlaybook(
      .undervaluation, .requestDocument, resolvedBy: "proof of payment, listing and value declaration", share: 80,
      hours: 72, p90: 240, ignored: .uplifted, escalateHours: 48, giveUp: .acceptAndPay, centsPerDay: 150,
      "Customs at {place} doubts the value of parcel {parcel} ({goods}). Please send {documents} and the address of the "
        + "listing by {limit}; else customs sets the value."),
    HoldPlaybook(
      .documentsDisagree, then: .merchant, .correctDeclaration, resolvedBy: "one corrected set of papers", share: 50,
      hours: 36, p90: 120, ignored: .controlled, escalateHours: 24, giveUp: .returnToSender, centsPerDay: 120,
      "Quantity, weight or value of parcel {parcel} differ between its papers. Please send one corrected set: {documents}, "
        + "by {limit}."),
    HoldPlaybook(
      .importerRegistration, then: .broker, .requestData, resolvedBy: "valid EORI of the right legal entity",
      share: 40,
      hours: 48, p90: 168, ignored: .rejected, escalateHours: 24, giveUp: .returnToSender, centsPerDay: 120,
      "The EORI number on parcel {parcel} is missing or not valid. Please name the importer's registered number and legal "
        + "name by {limit}."),
  ]

  private static let parties: [HoldPlaybook] = [
    HoldPlaybook(
      .iossInvalid, .requestData, resolvedBy: "valid IOSS number in the data, or VAT paid at import", share: 50,
      hours: 24,
      p90: 96, ignored: .taxedAgain, escalateHours: 12, giveUp: .acceptAndPay, centsPerDay: 120,
      "The IOSS number of parcel {parcel} is missing, not valid, or used above 150 euros. Please send the valid number by "
        + "{limit}; after the release it can no longer be changed and VAT of {amount} falls due."),
    HoldPlaybook(
      .consigneeTaxIDMissing, .requestData, resolvedBy: "the consignee's number, entered through the link", share: 50,
      hours: 48, p90: 168, ignored: .returned, escalateHours: 48, giveUp: .returnToSender, centsPerDay: 120,
      "Your parcel {parcel} with {goods} is at customs. Customs needs your personal tax or clearance number. Please enter it "
        + "by {limit}; else the parcel goes back."),
    HoldPlaybook(
      .dutyUnpaid, .requestPayment, resolvedBy: "payment of duty and tax", share: 120, hours: 48, p90: 192,
      ignored: .returned, escalateHours: 72, giveUp: .returnToSender, centsPerDay: 150,
      "Your parcel {parcel} with {goods} is at customs. Duty and tax of {amount} are to be paid by {limit}; else the parcel "
        + "goes back to the seller."),
    HoldPlaybook(
      .guaranteeShort, .topUpGuarantee, resolvedBy: "top-up of the deferment account or guarantee", share: 10,
      hours: 12,
      p90: 48, ignored: .everythingBlocked, escalateHours: 2, giveUp: .personDecides, centsPerDay: 200,
      "The deferment balance is not enough for {amount}; parcel {parcel} and all that follow wait. Please top up by {limit}."
    ),
  ]

  private static let controls: [HoldPlaybook] = [
    HoldPlaybook(
      .documentaryCheck, writeTo: .broker, .waitForAuthority, resolvedBy: "the end of the check", share: 60, hours: 7,
      p90: 24, ignored: .nothing, escalateHours: 48, giveUp: .personDecides, centsPerDay: 80,
      "Customs at {place} checks the papers of parcel {parcel} with {goods}. Nothing is asked for yet: please find out how "
        + "long it takes, and tell us at once when something is."),
    HoldPlaybook(
      .scanSelected, .presentGoods, resolvedBy: "goods presented at the scanner", share: 40, hours: 12, p90: 48,
      ignored: .nothing, escalateHours: 24, giveUp: .personDecides, centsPerDay: 100,
      "Parcel {parcel} is selected for a scan at {place}. Please present it and report the result."),
    HoldPlaybook(
      .physicalInspection, then: .handler, writeTo: .handler, .presentGoods,
      resolvedBy: "goods presented, opened and sealed again",
      share: 50, hours: 48, p90: 120, sourced: true, ignored: .nothing, escalateHours: 72, giveUp: .personDecides,
      centsPerDay: 180,
      "Customs inspects parcel {parcel} at {place}. Please present it, be there when it is opened, seal it and send "
        + "{documents}."),
  ]

  private static let restrictions: [HoldPlaybook] = [
    HoldPlaybook(
      .licenceMissing, .requestDocument, resolvedBy: "import licence or permit", share: 20, hours: 168, p90: 504,
      ignored: .refused, escalateHours: 72, giveUp: .returnToSender, centsPerDay: 150,
      "{goods} in parcel {parcel} needs a licence in the country of destination. Please send {documents} by {limit}."),
    HoldPlaybook(
      .prohibitedGoods, writeTo: .merchant, .decideDisposal,
      resolvedBy: "nothing: seized, or sent back where customs allows", share: 15,
      hours: 240, p90: 720, ignored: .seized, escalateHours: 24, giveUp: .abandon, centsPerDay: 100,
      "{goods} in parcel {parcel} may not enter the country of destination. Please say by {limit} whether you ask for its "
        + "return or give it up."),
    HoldPlaybook(
      .counterfeitSuspicion, writeTo: .merchant, .waitForAuthority, resolvedBy: "release by the rights holder",
      share: 15, hours: 240,
      p90: 480, ignored: .destroyed, escalateHours: 120, giveUp: .destroy, centsPerDay: 100,
      "Customs at {place} suspects that {goods} in parcel {parcel} is counterfeit. Please send proof of its origin by "
        + "{limit}; the rights holder has ten working days."),
    HoldPlaybook(
      .sanitary, writeTo: .merchant, .requestDocument, resolvedBy: "health, phytosanitary or veterinary certificate",
      share: 20, hours: 96,
      p90: 336, ignored: .destroyed, escalateHours: 48, giveUp: .destroy, centsPerDay: 200,
      "The agency at {place} holds parcel {parcel} with {goods}. Please send {documents} by {limit}."),
    HoldPlaybook(
      .productSafety, writeTo: .merchant, .requestDocument, resolvedBy: "declaration of conformity and test report",
      share: 15, hours: 120,
      p90: 480, ignored: .refused, escalateHours: 48, giveUp: .returnToSender, centsPerDay: 150,
      "Market surveillance checks whether {goods} in parcel {parcel} is safe. Please send {documents} with the test report "
        + "by {limit}."),
    HoldPlaybook(
      .dangerousGoodsUndeclared, .requestDocument, resolvedBy: "declaration, UN38.3 summary, repacked and marked",
      share: 20, hours: 72, p90: 192, ignored: .returnedByGround, escalateHours: 24, giveUp: .returnToSender,
      centsPerDay: 200,
      "Parcel {parcel} holds {goods}, dangerous goods that were not declared. Please send {documents} by {limit}; the parcel "
        + "is repacked and does not fly before."),
    HoldPlaybook(
      .deniedParty, .screenParty, resolvedBy: "cleared by hand with evidence, or a licence", share: 5, hours: 24,
      p90: 168,
      ignored: .blocked, escalateHours: 8, giveUp: .personDecides, centsPerDay: 100,
      "A party of parcel {parcel} matches an entry of a sanctions list. Please compare name, address and date of birth and "
        + "decide by {limit}; nothing moves before."),
    HoldPlaybook(
      .originProofMissing, .requestDocument, resolvedBy: "certificate of origin or EUR.1", share: 10, hours: 72,
      p90: 240,
      ignored: .higherRate, escalateHours: 48, giveUp: .acceptAndPay, centsPerDay: 120,
      "Parcel {parcel} claims an origin that is not proven. Please send {documents} for {goods} by {limit}; else the full "
        + "rate applies."),
  ]

  private static let others: [HoldPlaybook] = [
    HoldPlaybook(
      .advanceDataMissing, .fileAdvanceData, resolvedBy: "advance data filed, questions answered", share: 20, hours: 12,
      p90: 48, ignored: .offloaded, escalateHours: 4, giveUp: .personDecides, centsPerDay: 120,
      "The advance data of parcel {parcel} is missing or incomplete; it may not be loaded. Please file it by {limit}."),
    HoldPlaybook(
      .pieceMismatch, .countPieces, resolvedBy: "tally, and the manifest amended", share: 10, hours: 24, p90: 96,
      ignored: .partiallyReleased, escalateHours: 24, giveUp: .personDecides, centsPerDay: 100,
      "Pieces or weight of parcel {parcel} at {place} differ from the manifest. Please count, weigh and send {documents} by "
        + "{limit}."),
    HoldPlaybook(
      .reimportReliefUnproven, .requestDocument, resolvedBy: "export proof, return number and MRN", share: 10,
      hours: 72,
      p90: 240, ignored: .dutyTwice, escalateHours: 48, giveUp: .acceptAndPay, centsPerDay: 100,
      "Parcel {parcel} comes back from abroad. For relief from duty please send {documents} by {limit}; else duty is paid "
        + "twice."),
    HoldPlaybook(
      .operatorHold, .resumeOrReturn, resolvedBy: "the desk's own decision", share: 0, hours: 8, p90: 48,
      ignored: .blocked, escalateHours: 24, giveUp: .personDecides, centsPerDay: 120, ""),
    HoldPlaybook(
      .unstated, writeTo: .broker, .askForReason, resolvedBy: "the reason, then its own row", share: 0, hours: 24,
      p90: 72,
      ignored: .returned, escalateHours: 12, giveUp: .personDecides, centsPerDay: 120,
      "Customs at {place} holds parcel {parcel} and gave no reason. Please ask what is missing and tell us by {limit}."),
  ]
}

extension HoldReason {
  /// What the desk does about it.
  package var playbook: HoldPlaybook { HoldPlaybook.table[Int(rawValue)] }
}
