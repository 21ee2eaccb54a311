import Logistics
import Measures

// What the screen shows is always the state's own board, clock and counts: no view asks whether it shows the past. When the past
// is on the screen, the live world steps aside whole, and steps back for as long as something live is taken in:
//
//   live      state [live]
//   past      state [past]   past.away [live]
//   a batch   state [live]   ── folded in ──►   state [past]   past.away [live + batch]
//
// The two change places by swapping; nothing is copied.

/// A board with all that was found out about it, and the alarms of its time: what steps aside while another one is shown.
struct World: Sendable {
  var board = Board()
  var isLoaded = false
  var head: BoardHead?
  var attention = Attention()
  var scan: AttentionScan?
  var ticksSinceScan = 0
  var sequences: [UInt64] = []
  var index = TextIndex()
  var log = LogState()
  var alarms = AlarmsState.Sight()
  var asked: [ShipmentID: Instant] = [:]
  var offset = ZoneOffset.utc
  var zone = "UTC"

  /// A world of which nothing is known yet.
  init() {}
}

extension State {
  /// Puts a world in the place of the one shown, and that one into its place.
  mutating func exchange(_ world: inout World) {
    swap(&board, &world.board)
    swap(&isLoaded, &world.isLoaded)
    swap(&head, &world.head)
    swap(&attention, &world.attention)
    swap(&scan, &world.scan)
    swap(&ticksSinceScan, &world.ticksSinceScan)
    swap(&sequences, &world.sequences)
    swap(&index, &world.index)
    swap(&log, &world.log)
    alarms.exchange(&world.alarms)
    swap(&asked, &world.asked)
    swap(&clock.offset, &world.offset)
    swap(&clock.zone, &world.zone)
  }

  /// Does something to the live world, whichever is shown. What it begins to build for the lists is the live world's and is
  /// left, for the lists show the past.
  mutating func withLive<Result>(_ body: (inout State) -> Result) -> Result {
    guard var past, var away = past.away else { return body(&self) }
    past.away = nil
    self.past = nil
    let builds = lists.map { ($0.build, $0.isDirty) }
    exchange(&away)
    let result = body(&self)
    exchange(&away)
    past.away = away
    self.past = past
    for (row, (build, isDirty)) in builds.enumerated() {
      lists[row].build = build
      lists[row].isDirty = isDirty
    }
    for row in details.indices { details[row].cut(to: past.shown) }
    return result
  }
}
