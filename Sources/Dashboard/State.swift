import Atlas
package import Logistics
package import Measures
package import TUI

// All that the screen shows and all that the operator is in the middle of, as one value.
//
//   state ─┬─ board, clock, attention      what the world is like
//          ├─ view, focus, lists           where the operator is
//          ├─ detail, log                  what is looked at closely
//          ├─ overlay                      what is asked of the operator just now
//          └─ notice, undos                what was done last
//
// `update(&state, action)` is the only thing that changes it, `view(state, size)` the only thing that draws it.

/// Everything the dashboard knows.
package struct State: Sendable {
  // MARK: The world

  /// The read model; changed in place, a batch at a time.
  package internal(set) var board = Board()
  /// Whether the whole board is there; before, only ``head`` is.
  package internal(set) var isLoaded = false
  /// The counts of a board that is still being read.
  package internal(set) var head: BoardHead?
  /// The control room's clock.
  package internal(set) var clock: Clock
  /// What needs a person, as the last scan found it.
  var attention = Attention()
  var scan: AttentionScan?
  /// The words of the dictionary, for filters; brought up to date when one asks for words.
  var index = TextIndex()
  /// How many critical ones there were when the bell rang last, and the ticks since.
  var criticalRung = 0
  var ticksSinceRing = 0
  /// Ticks since the last scan was finished.
  var ticksSinceScan = 0
  /// The journey into the past; nil while there is none. What is above is that of the moment shown then, and the live world is
  /// aside in here.
  var past: Past?

  // MARK: The screen

  package internal(set) var size: Size
  package let glyphSet: GlyphSet
  package let ambiguous: AmbiguousWidth
  /// Themes by their slugs, in the order of the key that steps through them.
  package var themes: [String] { themeEntries.filter { $0.reason == nil }.map(\.slug) }
  /// All that the chooser lists: themes, then files that cannot be used.
  package internal(set) var themeEntries: [ThemeEntry]
  package internal(set) var theme: String
  /// The terminal's ground; nil while it has not said.
  var ground: Theme.Variant?

  // MARK: The operator

  /// Who sits at the desk.
  package let operatorName: String
  /// What they may do beside the desk's own; whoever opens the room sets it.
  package var roles: RoleSet = []
  /// Why nothing may be changed from here; nil when it may.
  package let readOnlyReason: String?
  /// How the operator wants the control room to be.
  package internal(set) var preferences = Preferences()
  /// What destinations ask, and what amounts are converted with.
  package internal(set) var law = Law()
  /// How often another law came into force here: what was reckoned by one before is old.
  var lawTurn = 0
  /// The lists that parties are screened against.
  var screening = ScreeningLists()
  /// How far the parties were compared with them; nil where nothing much waits.
  var screeningProgress: ScreeningProgress?
  /// What came of it so far; nil where no list is there.
  var screened: ScreeningProgress?
  /// Of how many names it was said that they could not be read.
  var toldUnreadNames = 0
  /// The configuration file, and what is wrong with it; nil where none is read.
  package internal(set) var configuration: ConfigurationNews?
  /// Which keys mean what, as the preferences make them.
  package internal(set) var bindings = Bindings.standard
  /// Whether the operator has locked this screen, so that nothing in the world is changed from it.
  var isLocked = false
  package internal(set) var view = ViewID.overview
  /// The list that has the keys in the overview.
  package internal(set) var focus = ListID.orders
  var lists: [ListState] = ListID.allCases.map { ListState($0) }
  /// The shipments that were opened, the one in front last.
  var details: [Detail] = []
  var log = LogState()
  /// The alarms, and where the operator is among them.
  var alarms = AlarmsState()
  /// When papers were asked for last, as far as what was recorded is remembered.
  var asked: [ShipmentID: Instant] = [:]
  /// The place under the cursor of the map; nil for the first of its list.
  var place: PlaceID?
  var overlay = Overlay.none
  /// Filters that were taken, the last one last.
  var filterHistory: [String] = []
  /// Lists that the operator has kept under names while at work; they stand before those of the preferences.
  package internal(set) var keptViews: [SavedView] = []
  /// How the operator has kept lists to look; it goes before the preferences.
  var keptColumns: [ListID: ListPreference] = [:]
  /// How many shipments each saved view has, as counted last.
  var viewCounts = ViewCounts()
  /// How rows are set apart.
  var paints = RowPaints()
  /// Keys of a chord that is not finished.
  var pendingKeys: [Key] = []
  /// What was done or could not be, until the next key.
  var notice: Notice?
  /// Whether the last key was ctrl-c, so that another one leaves.
  var isLeaving = false
  /// What the operator did and took back.
  var history = DeedHistory()
  /// Requests that are not answered yet, in the order in which they were made.
  var pending: [Pending] = []
  /// What waits for its turn, and the shipments that others changed meanwhile.
  var typedAhead: [TypedAhead] = []
  var changedMeanwhile: Set<ShipmentID> = []
  /// How many keys, clicks and pastes were taken so far.
  var strokes = 0
  /// What came of deeds, imports and commands and could not be shown yet, and what was shown last.
  var reports = Reports()
  /// How far the import under way has come; nil where there is none.
  var importing: ImportProgress?
  /// How many keys were taken when a file was imported last.
  var importStrokes = 0
  /// Whether the first screen still tells where to begin.
  var showsFirstHint = false
  /// Commands that were run by name, the last one first, each once.
  var recentCommands: [String] = []
  /// Who is known to work at the desk: this operator first.
  var people: [String] = []
  /// The files that the palette offers.
  var files: FileListing?
  /// What was filtered for last, as typed.
  var lastSearch = ""
  /// The speed that the clock takes up again after a pause.
  var speedBeforePause = 60
  /// Keys pressed since the last tick: while there are any, lists are not ordered anew.
  var keysSinceTick = 0
  /// What a list is counted by, while that is looked at.
  var groups: GroupView?
  /// The way back from a group that was looked into.
  var drill: Drill?
  var charts = Charts()
  /// The customs desk.
  var desk = DeskState()
  /// The border in numbers.
  var border = BorderState()
  var pointer = Pointer()
  /// The frame that the operator looks at; nil where nobody draws.
  var seen: Seen?
  /// Rows that one slice of work looks at; fewer on a slow machine, so that a key never waits long for it.
  package var rowsPerSlice = State.sliceRows
  /// Ticks of the clock since the start: seconds, however often the clock was moved.
  var ticks = 0
  /// The journal's numbers at the last ticks, the oldest first: what came after the first of them is fresh.
  var sequences: [UInt64] = []
  /// How the overview is divided, where somebody has moved its borders.
  var splits = Splits()
  /// How many ticks lists have waited for the keys to rest.
  var ticksDeferred = 0
  /// A walkthrough's words over the screen; whoever plays it sets them.
  package var caption: Caption?
  /// Whether a walkthrough waits while the audience has the keys; whoever plays it sets that.
  package var isTourWaiting = false

  /// A dashboard that has heard of nothing yet.
  package init(
    size: Size, clock: Clock, operatorName: String, readOnlyReason: String? = nil, themes: [String] = [],
    theme: String = "", glyphSet: GlyphSet = .unicode, ambiguous: AmbiguousWidth = .one
  ) {
    self.size = size
    self.clock = clock
    self.operatorName = operatorName
    people = [operatorName]
    self.readOnlyReason = readOnlyReason
    themeEntries = themes.map { ThemeEntry($0) }
    self.theme = theme
    self.glyphSet = glyphSet
    self.ambiguous = ambiguous
  }

  /// Greets somebody who has set nothing down yet: one line says where to begin, until a key is pressed.
  package mutating func welcome() { showsFirstHint = true }

  /// Takes the operator's preferences: the keys are theirs from the next one on.
  mutating func adopt(_ new: Preferences) {
    preferences = new
    bindings = new.bindings.bindings
    pendingKeys = []
  }

  // MARK: - The board

  /// Takes the whole board.
  mutating func load(_ board: Board) {
    self.board = board
    self.board.alarms = alarms.picture.open
    isLoaded = true
    head = nil
    sequences = [board.sequence]
    scan = AttentionScan()
    for index in lists.indices { lists[index].isDirty = true }
  }

  /// Folds a batch in.
  mutating func record(_ batch: RecordedBatch) {
    board.texts.append(recorded: batch.texts, after: batch.textsBefore)
    for event in batch.events {
      board.apply(event)
      log.take(event, sequence: board.sequence, in: board)
      noteRequest(event)
      noteDeed(event)
      noteChange(event)
    }
    guard !batch.events.isEmpty else { return }
    for index in lists.indices { lists[index].isDirty = true }
    if let detail = details.last, batch.events.contains(where: { $0.shipment == detail.id }) {
      details[details.count - 1].take(batch.events, upTo: board.sequence)
    }
  }

  /// Remembers when papers were asked for.
  mutating func noteRequest(_ event: Event) {
    if case .documentRequested = event.what { asked[event.shipment] = event.at }
  }

  /// The shipment that people or the outside call by this name.
  mutating func find(_ name: String) -> ShipmentID? { board.find(name) }

  // MARK: - Where the operator is

  /// The list that has the keys; nil in the log.
  package var focusedList: ListID? {
    switch view {
    case .overview: focus
    case .list(let id): id
    case .log, .map, .charts, .alarms, .desk, .border: nil
    }
  }

  /// The list whose marks deeds are for: the customs desk shares those of the list of the same shipments.
  var markingList: ListID? { view == .desk ? .customs : focusedList }

  /// The shipment that the next key acts on: that of the detail, else the one under the cursor.
  package var current: ShipmentID? {
    if let detail = details.last { return detail.id }
    if groups != nil { return nil }
    if case .log = view { return log.current.flatMap { $0.shipment == .none ? nil : $0.shipment } }
    if case .desk = view { return desk.shipment }
    return focusedList.flatMap { lists[$0.rawValue].cursor }
  }

  /// The instant by the control room's clock, never behind what was heard.
  package var now: Instant { past?.shown?.instant ?? max(clock.now, board.latest) }

  /// The number of the last event on the live board, whichever is shown.
  package var liveSequence: UInt64 { past?.away?.board.sequence ?? board.sequence }

  /// Whether nothing was heard for so long that what is shown may be wrong.
  var isStale: Bool {
    // The past is as fresh as it ever was.
    guard isLoaded, past?.shown == nil, clock.speed?.factor != 0 else { return false }
    switch clock.driver {
    case .us: return clock.quietFor >= .minutes(5)
    case .other: return clock.quietFor >= .minutes(1)
    case .none: return clock.quietFor >= .minutes(10)
    }
  }

  /// How the screen is cut: above a walkthrough's words where there is room for both.
  func layout(_ size: Size) -> Layout {
    guard let caption else { return Layout(size, splits) }
    let lines = Wrapping.lines(caption.text, width: max(1, size.width - 4), linesMax: 3, ambiguous: ambiguous).count
    let above = size.height - lines - 3
    return above >= 24 ? Layout(Size(width: size.width, height: above), splits) : Layout(size, splits)
  }

  /// Whether a shipment is new or has changed in the last few seconds.
  func isFresh(_ id: ShipmentID) -> Bool { sequences.first.map { board.lastSequence(of: id) > $0 } ?? false }

  /// Counts a tick: what was fresh long enough is so no more, and what has left is forgotten.
  mutating func countTick() {
    ticks += 1
    sequences.append(board.sequence)
    if sequences.count > Self.freshTicks { sequences.removeFirst(sequences.count - Self.freshTicks) }
    let layout = self.layout(size)
    for id in visibleLists where !lists[id.rawValue].departed.isEmpty {
      let visible = layout.visibleRows(of: id, in: view)
      lists[id.rawValue].forgetDeparted(tick: ticks, visible: visible)
    }
  }

  /// Ticks of the clock for which what is new or changed stands out: about as many seconds.
  static let freshTicks = 4

  /// Changes one list.
  mutating func withList<Result>(_ id: ListID, _ change: (inout ListState) -> Result) -> Result {
    change(&lists[id.rawValue])
  }

  /// The lists that can be seen now.
  var visibleLists: [ListID] {
    switch view {
    case .overview: layout(size).isGrid ? ListID.overview : [focus]
    case .list(let id): [id]
    case .log, .map, .charts, .alarms, .desk, .border: []
    }
  }
}

/// What fills the screen.
package enum ViewID: Hashable, Sendable {
  /// Four lists beside and below each other.
  case overview
  /// One list.
  case list(ListID)
  /// The world: lanes, and the places where something is held.
  case map
  /// The newest recorded events.
  case log
  /// What needs a person, one alarm a cause.
  case alarms
  /// The customs desk: what is held in the order of what is lost, and what is to be done about it.
  case desk
  /// The border in numbers.
  case border
  /// The flow by the hour, and where things stand still.
  case charts

  /// All of them, in the order of the tabs.
  package static let all: [ViewID] =
    [.overview] + ListID.allCases.map { .list($0) } + [.map, .log, .alarms, .desk, .border, .charts]

  /// The stable name, as it stands in tabs and the command line.
  package var name: String {
    switch self {
    case .overview: "overview"
    case .list(let id): id.name
    case .map: "map"
    case .log: "log"
    case .alarms: "alarms"
    case .desk: "desk"
    case .border: "border"
    case .charts: "charts"
    }
  }
}

extension ViewID {
  /// The name on a narrow screen, where all of them stand side by side.
  var shortName: String {
    switch self {
    case .overview: "over"
    case .list(.orders): "ord"
    case .list(.transit): "tran"
    case .list(.customs): "hold"
    case .list(.delivery): "door"
    case .list(.returns): "back"
    case .list(.all): "all"
    case .map: "map"
    case .log: "log"
    case .alarms: "alarms"
    case .desk: "desk"
    case .border: "border"
    case .charts: "charts"
    }
  }

  /// The name where even the short ones do not fit: three letters, without the vowels inside longer names.
  var tightName: String {
    let name = shortName
    guard name.count > 3, let first = name.first else { return name }
    return String(([first] + name.dropFirst().filter { !"aeiou".contains($0) }).prefix(3))
  }
}

/// A message about what was just done or could not be.
struct Notice: Hashable, Sendable {
  var words: String
  /// Whether it tells of something that was refused or failed.
  var isFailure: Bool

  /// A message.
  init(_ words: String, isFailure: Bool = false) {
    self.words = words
    self.isFailure = isFailure
  }
}

/// A request that has not been answered.
struct Pending: Hashable, Sendable {
  var verb: Verb
  /// The shipments it is for.
  var ids: Set<ShipmentID>
  /// How many of them were looked at, as far as was told.
  var done = 0
  /// The list whose marks it took; nil when it took none.
  var markedIn: ListID?
  /// The marks it took.
  var marks = Marks()
  /// How many keys were taken when it was made: whoever presses on meanwhile is not interrupted by what comes of it.
  var strokes = 0
}
