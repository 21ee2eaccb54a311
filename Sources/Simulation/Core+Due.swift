import Logistics
import Measures
import Tariff

// What falls due at the border is what the panel of duty and tax says: duty, tax and fees there, reckoned by the same law for the same
// consignment, on the day on which it was declared.
//
//   paid by the buyer  ── 13 with the amount, now and then held until it is paid (H09) ── else 08, paid at the door, 09
//   paid by the seller ── freight: charged to an account, 13 without anything left to be paid; parcels: paid with the carriage
//   nothing            ── nobody says anything of it
//
// Where the law leaves the amount open, the most that it can be is demanded, and the demand says so.

extension Core {
  /// Notes whether the law of the day on which it is declared lets anything fall due.
  mutating func reckonDue(_ slot: Int, _ board: Board) {
    lives[slot].flags &= ~Life.owes
    // Goods for a bonded store owe nothing until they leave it.
    guard lane(slot).hasBorder, !lives[slot].has(Life.stock),
      lives[slot].has(Life.paysDuty) || lane(slot).mode.isFreight, let consignment = consignment(slot, board)
    else { return }
    let row = Int(lives[slot].lane)
    know(lawOf: row, on: consignment.date)
    if laws[row]?.owes(consignment, book, exchange) ?? true { lives[slot].flags |= Life.owes }
  }

  /// The day on which it was declared, by the office's clock.
  private func declarationDay(_ slot: Int) -> CivilDate {
    let office = trade.placeOffsets[Int(place(slot, stop: Int(lane(slot).customsStop)))]
    let declared = Instant(milliseconds: lives[slot].since)
    return declared.civil(in: office.summer.offset(at: declared, standard: office.standard)).date
  }

  /// A parcel as the law sees it: as the control room's own appraisal does.
  private func consignment(_ slot: Int, _ board: Board) -> Consignment? {
    guard let shipment = board[ShipmentID(lives[slot].shipment)], let code = CommodityCode(subheading: shipment.hs)
    else { return nil }
    let line = Consignment.Line(code: code, value: shipment.value, weight: shipment.weight, count: pieces(slot))
    var consignment = Consignment(
      to: shipment.destinationCountry, from: shipment.originCountry, on: declarationDay(slot),
      channel: shipment.mode.channel, lines: [line])
    consignment.carriage = shipment.mode.carriage
    consignment.term = DeliveryTerm(code: shipment.incoterm.code) ?? .dap
    consignment.isSellerRegistered =
      shipment.documentsHeld.contains(.iossNumber) && Union.contains(shipment.destinationCountry)
    return consignment
  }

  /// Whether the law of the day on which it is declared does not let such goods in.
  mutating func isForbidden(_ slot: Int, _ board: Board) -> Bool {
    know(lawOf: Int(lives[slot].lane), on: declarationDay(slot))
    let code = CommodityCode(subheading: trade.products[Int(lives[slot].product)].hs)
    guard let code, laws[Int(lives[slot].lane)]?.mayForbid(code) ?? false, var consignment = consignment(slot, board)
    else { return false }
    // What it is, whatever it was declared as.
    consignment.lines[0].code = code
    return book.restrictions(on: consignment, rates: exchange).contains(where: \.isForbidden)
  }

  /// What is due at the border; nil where the law does not say.
  private func dueAtBorder(_ slot: Int, _ board: Board) -> MoneyRange? {
    consignment(slot, board).flatMap { try? LandedCost.dueAtBorder(of: $0, book: book, rates: exchange) }
  }

  /// Whether the law says for certain that nothing is due.
  func owesNothing(_ slot: Int, _ board: Board) -> Bool { dueAtBorder(slot, board)?.isNothing ?? false }

  /// Puts what is due on a demand; where the law does not say how much, none.
  func tellDue(_ demand: inout Event.Declared, _ slot: Int, _ board: Board) {
    guard let due = dueAtBorder(slot, board) else { return }
    let most = due.high ?? due.low
    if most.minor > 0 { demand.amount = most }
    if !due.isExact { demand.note = due.high == nil ? voices.atLeast : voices.atMost }
  }

  /// Whether the buyer still has to pay at the door.
  func isOpenAtDoor(_ slot: Int, _ standing: Standing) -> Bool {
    lives[slot].has(Life.paysDuty) && lives[slot].has(Life.owes) && standing.seen & Milestone.dutyTaxPaid.bit == 0
  }

  /// Whether an account bears what falls due: freight that the seller delivers duty paid.
  func isOnAccount(_ slot: Int) -> Bool {
    lane(slot).mode.isFreight && lives[slot].has(Life.owes) && !lives[slot].has(Life.paysDuty)
  }

  /// Customs tell what they charge an account with: nothing is left to be paid, and nothing is held for it.
  func charge(_ slot: Int, _ here: UInt16, _ board: inout Board, _ events: inout [Event]) {
    var charge = message(.taxDue, .import)
    charge.amount = Money(minor: 0, lane(slot).destinationCountry.currency)
    charge.note = voices.onAccount
    send(charge, slot, place: here, by: .customsDestination, &board, &events)
  }
}
