import Logistics
import Measures
import Tariff

// A checkpoint holds what the tables cannot give again:
//
//   "CWWORLD3" · seed · start · orders a day · levers · now · the next order · calendar · parcels · slots · departures · officers
//   · bonded stores

extension Core {
  private static var magic: UInt64 { 0x3344_4C52_4F57_5743 }

  func checkpoint() -> [UInt8] {
    var writer = ByteWriter(reserving: 1 << 16)
    writer.put(Self.magic)
    writer.put(scenario.seed)
    writer.put(scenario.start.milliseconds)
    writer.put(Int64(scenario.ordersPerDay))
    writer.put(value: scenario.levers)
    writer.put(now)
    writer.put(UInt64(serial))
    writer.put(UInt64(orderLane))
    writer.put(UInt64(liveCount))
    let calendar = calendar.bytes()
    writer.put(UInt64(calendar.count))
    writer.put(raw: calendar)
    writer.put(UInt64(slotsUsed))
    writer.put(run: UnsafeBufferPointer(start: lives.base, count: slotsUsed))
    writer.put(UInt64(freeSlots.count))
    for slot in freeSlots { writer.put(slot) }
    writer.put(UInt64(shipmentsKnown))
    writer.put(run: UnsafeBufferPointer(start: slots.base, count: shipmentsKnown + 1))
    writer.put(run: UnsafeBufferPointer(start: loads.base, count: loads.capacity))
    writer.put(run: UnsafeBufferPointer(start: officers.base, count: officers.capacity))
    writer.put(UInt64(stockSerial))
    writer.put(run: UnsafeBufferPointer(start: stocks.base, count: stocks.capacity))
    return writer.bytes
  }

  /// Reads what `checkpoint()` wrote. Whatever the bytes are, nothing is read that would later reach outside a table.
  static func reading(
    _ bytes: [UInt8], _ book: RegimeBook, _ exchange: ExchangeRates, texts: inout TextTable
  ) throws(UnreadableCheckpoint) -> Core {
    var reader = ByteReader(bytes)
    guard try reader.get(UInt64.self) == Self.magic else { throw .unknownVersion }
    let seed = try reader.get(UInt64.self)
    let start = try reader.get(Int64.self)
    let ordersPerDay = try reader.get(Int64.self)
    let levers = try reader.get(value: Levers.self)
    guard levers.isInRange else { throw .wrongLayout }
    let range: ClosedRange<Int64> = -(1 << 52)...(1 << 52)
    guard (1...10_000_000).contains(ordersPerDay), range.contains(start) else { throw .wrongLayout }
    let scenario = World.Scenario(
      seed: seed, start: Instant(milliseconds: start), ordersPerDay: Int(ordersPerDay), levers: levers)
    var core = Core(scenario, book, exchange, texts: &texts)
    core.now = try reader.get(Int64.self)
    core.serial = UInt32(truncatingIfNeeded: try reader.get(UInt64.self))
    let orderLane = try reader.get(UInt64.self)
    let live = try reader.get(UInt64.self)
    guard range.contains(core.now), orderLane < UInt64(core.trade.lanes.count) else { throw .wrongLayout }
    core.orderLane = Int(orderLane)
    let calendarSize = try reader.get(UInt64.self)
    guard calendarSize <= UInt64(reader.remaining) else { throw .cutShort }
    core.calendar = try EventCalendar(reading: &reader)
    let used = try Self.count(&reader, of: Life.self)
    guard used >= 1, live < UInt64(used) else { throw .wrongLayout }
    core.liveCount = Int(live)
    core.lives.grow(to: used, filler: Life())
    for slot in 0..<used {
      let life = try reader.get(value: Life.self)
      guard Int(life.lane) < core.trade.lanes.count, Int(life.product) < core.trade.products.count,
        life.stop < core.trade.lanes[Int(life.lane)].stopCount, life.pace.isFinite, life.pace > 1e-6, life.pace < 1e6,
        range.contains(life.since)
      else { throw .wrongLayout }
      core.lives[slot] = life
    }
    core.slotsUsed = used
    let free = try Self.count(&reader, of: UInt32.self)
    core.freeSlots = []
    for _ in 0..<free {
      let slot = try reader.get(UInt32.self)
      guard slot > 0, Int(slot) < used else { throw .wrongLayout }
      core.freeSlots.append(slot)
    }
    let known = try Self.count(&reader, of: UInt32.self)
    core.slots.grow(to: known + 1, filler: 0)
    for shipment in 0...known {
      let slot = try reader.get(UInt32.self)
      guard Int(slot) < used else { throw .wrongLayout }
      core.slots[shipment] = slot
    }
    core.shipmentsKnown = known
    for slot in 1..<max(1, used) where Int(core.lives[slot].shipment) > known { throw .wrongLayout }
    for index in 0..<core.loads.capacity { core.loads[index] = try reader.get(value: Load.self) }
    for index in 0..<core.officers.capacity { core.officers[index] = try reader.get(Int64.self) }
    core.stockSerial = UInt32(truncatingIfNeeded: try reader.get(UInt64.self))
    for index in 0..<core.stocks.capacity {
      let stock = try reader.get(value: BondedStock.self)
      guard stock.isInRange else { throw .wrongLayout }
      core.stocks[index] = stock
    }
    var isSound = true
    core.calendar.forEachPayload { due in
      if Int(due.slot) >= used { isSound = false }
    }
    guard isSound, reader.remaining == 0 else { throw .wrongLayout }
    return core
  }

  private static func count<Element>(_ reader: inout ByteReader, of type: Element.Type) throws(UnreadableCheckpoint)
    -> Int
  {
    let count = try reader.get(UInt64.self)
    guard count <= UInt64(reader.remaining / MemoryLayout<Element>.size) else { throw .cutShort }
    return Int(count)
  }
}
