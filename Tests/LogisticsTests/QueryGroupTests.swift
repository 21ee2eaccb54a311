import Measures
import Testing

@testable import Logistics

@Suite struct `Counts by group` {
  static let crowd = Crowd(1400, seed: 23)

  func groups(_ field: Field, _ text: String = "", order: GroupMeasure = .count, most: Int = 1000) throws -> Groups {
    let board = Self.crowd.board
    var index = TextIndex()
    let query = GroupQuery(filter: try Filter(parsing: text), by: field, order: order)
    var builder = GroupBuilder(query, board: board, now: Crowd.now, most: most)
    while !builder.advance(pages: 1, on: board, index: &index) {}
    #expect(builder.progress == 1)
    return try #require(builder.groups)
  }

  /// Whether a shipment can be in several groups of a field.
  func isPlural(_ field: Field) -> Bool { field.kind == .choice && GroupColumn(field) == nil }

  @Test func `every field can be counted by, and looking into a group finds what was counted`() throws {
    let board = Self.crowd.board
    var index = TextIndex()
    for field in Field.allCases where GroupQuery.refusal(of: field) == nil {
      for text in ["", "is:held or value>500eur"] {
        let groups = try groups(field, text)
        let all = Matcher(groups.query.filter, board: board, now: Crowd.now, index: &index).count(on: board)
        #expect(groups.all.count == all.count && groups.all.euroCents == all.euroCents, "\(field.name)")
        #expect(groups.othersCount == 0)
        let rows = groups.rows + (groups.unknown.map { [$0] } ?? [])
        if !isPlural(field) {
          #expect(rows.reduce(0) { $0 + $1.count } == all.count, "\(field.name) \(text)")
          #expect(rows.reduce(0) { $0 + $1.held } == groups.all.held, "\(field.name)")
          #expect(rows.reduce(0) { $0 + $1.grams } == groups.all.grams, "\(field.name)")
          #expect(rows.reduce(0) { $0 + $1.ageSeconds } == groups.all.ageSeconds, "\(field.name)")
        }
        for row in rows {
          let part = groups.filter(of: row.key, in: board.texts)
          #expect(try Filter(parsing: part.text) == part, "\(part.text)")
          #expect(!groups.name(of: row.key, in: board.texts).isEmpty, "\(field.name)")
          // A place named in words is found by its words, which others may have too.
          if case .words = row.key { continue }
          let into = groups.query.filter.and(part)
          let counted = Matcher(into, board: board, now: Crowd.now, index: &index).count(on: board)
          #expect(counted.count == row.count && counted.euroCents == row.euroCents, "\(into.text)")
          let late = Matcher(
            into.and(try Filter(parsing: "is:late")), board: board, now: Crowd.now, index: &index)
          #expect(late.count(on: board).count == row.late, "\(into.text), late")
        }
      }
    }
  }

  @Test func `many groups are put in order in slices, and texts that fold to the same are one`() throws {
    var board = Board()
    var counts: [String: Int] = [:]
    for number in 1...6_000 {
      var order = Event.Ordered(placedAt: Crowd.now)
      let name = "k\(number * number % 2_501)"
      counts[name, default: 0] += 1
      order.consignee = board.texts.intern(number % 2 == 0 ? name : name.uppercased())
      board.apply(Event(ShipmentID(UInt32(number)), by: Actor(.platform), at: Crowd.now, .ordered(order)))
    }
    var index = TextIndex()
    var builder = GroupBuilder(GroupQuery(filter: .all, by: .consignee), board: board, now: Crowd.now, most: 100)
    var slices = 1
    while !builder.advance(pages: 1, on: board, index: &index) { slices += 1 }
    let groups = try #require(builder.groups)
    #expect(slices > 60, "\(slices)")
    #expect(groups.rows.count == 100 && groups.rows.count + groups.othersCount == counts.count)
    #expect(groups.rows.map(\.count) == Array(counts.values.sorted(by: >).prefix(100)))
    #expect(groups.rows.reduce(groups.others.count) { $0 + $1.count } == 6_000)
    for row in groups.rows {
      #expect(counts[groups.name(of: row.key, in: board.texts).lowercased()] == row.count)
    }
  }

  @Test func `the greatest groups come first, by whatever is asked, and the others are told together`() throws {
    for measure in GroupMeasure.allCases {
      let groups = try groups(.merchant, order: measure)
      let amounts = groups.rows.map { $0.amount(measure) }
      #expect(zip(amounts, amounts.dropFirst()).allSatisfy { $0 >= $1 }, "\(measure.name)")
      #expect(!measure.words.isEmpty && GroupMeasure(rawValue: measure.name) == measure)
    }
    let all = try groups(.ref, most: .max)
    #expect(all.rows.count == (try groups(.ref, most: 1_000_000)).rows.count)
    let few = try groups(.ref, most: 10)
    let whole = try groups(.ref)
    #expect(few.rows.count == 10 && few.rows == Array(whole.rows.prefix(10)))
    #expect(few.othersCount == whole.rows.count - 10)
    #expect(few.others.count == whole.rows.dropFirst(10).reduce(0) { $0 + $1.count })
  }

  @Test func `texts that a filter takes for the same are one group`() throws {
    var board = Board()
    for (number, name) in ["Nimbus", "NIMBUS", "Nimbus", "Ñimbus", "Tea & Co"].enumerated() {
      var order = Event.Ordered(placedAt: Crowd.now)
      order.merchant = board.texts.intern(name)
      board.apply(Event(ShipmentID(UInt32(number + 1)), by: Actor(.platform), at: Crowd.now, .ordered(order)))
    }
    var index = TextIndex()
    var builder = GroupBuilder(GroupQuery(by: .merchant), board: board, now: Crowd.now)
    while !builder.advance(pages: 1, on: board, index: &index) {}
    let groups = try #require(builder.groups)
    #expect(
      groups.rows.map { "\(groups.name(of: $0.key, in: board.texts)) \($0.count)" } == ["Nimbus 4", "Tea & Co 1"])
  }

  @Test func `an empty board has no groups`() throws {
    var index = TextIndex()
    var builder = GroupBuilder(GroupQuery(by: .stage), board: Board(), now: Crowd.now)
    while !builder.advance(pages: 1, on: Board(), index: &index) {}
    #expect(builder.groups?.rows == [] && builder.groups?.all.count == 0 && builder.groups?.unknown == nil)
  }
}
