import Logistics
import Measures
import TUI

// One action at a time:
//
//   key ──► scope ──► record of the key map ──► state changes, effects
//   clock, batch, answer … ──► state changes
//   then: lists that are due for it are built on, a slice at a time
//
// Pure: the same state and action always give the same state and effects.

/// Takes an action into the state and returns what is to be done about it.
package func update(_ state: inout State, _ action: Action) -> [Effect] {
  var effects: [Effect] = []
  switch action {
  case .key(let key): effects = state.press(key)
  case .mouse(let mouse): effects = state.guarded { $0.point(mouse) }
  case .resized(let size):
    state.size = size
    state.fitReading()
  case .clock(let clock): effects = state.tick(clock)
  case .recorded(let batch): state.withLive { if $0.isLoaded { $0.record(batch) } }
  case .loaded(let board):
    state.withLive { state in
      state.load(board)
      for id in ListID.allCases { state.startBuild(id) }
    }
    // What was read of a shipment may lack what the board has now.
    if let detail = state.details.last { effects = [.loadDossier(detail.id)] }
  case .remembered(let events):
    state.withLive { state in
      state.log.remember(events, in: state.board)
      for (_, event) in events {
        state.noteRequest(event)
        state.notePeople(event)
      }
    }
  case .deeds(let events):
    state.withLive { state in
      state.history = DeedHistory()
      for event in events { state.noteDeed(event) }
    }
  case .recalled(let events, let first, let before, let filter):
    // Whichever world asked: the numbers are the journal's in both.
    state.log.recall(events, from: first, before: before, filter: filter)
    state.past?.away?.log.recall(events, from: first, before: before, filter: filter)
  case .counted(let head): state.head = head
  case .answered(let answer): state.withLive { $0.take(answer) }
  case .alarms(let picture): state.take(picture)
  case .alarmsKept(let keeper): state.alarms.keeper = keeper
  case .announced(let news, let isOurs): effects = state.withLive { $0.take(news, isOurs: isOurs) }
  case .alarmAnswered(let answer): state.withLive { $0.take(answer) }
  case .progressed(let done): if !state.pending.isEmpty { state.pending[0].done = done }
  case .dossier(let dossier):
    for index in state.details.indices {
      state.details[index].take(dossier)
      state.details[index].cut(to: state.past?.shown)
    }
  case .past(let news): state.take(news)
  case .importing(let progress):
    state.importing = progress
    // That it was begun is told by how far it has come.
    if state.notice == Notice("reading \(progress.file)") { state.notice = nil }
  case .imported(let summary): state.take(summary)
  case .listed(let files): state.files = files
  case .preferred(let preferences):
    let rules = state.preferences.alarms.rules
    let before = state.preferences.theme
    state.take(preferences)
    state.paints.isOld = true
    if preferences.theme != before { effects = state.followTheme() }
    if preferences.alarms.rules != rules { effects.append(.watch(preferences.alarms.rules)) }
  case .kept(let views): state.keptViews = views
  case .keptColumns(let columns):
    state.keptColumns = columns
    state.take(state.preferences)
  case .ground(let variant):
    state.ground = variant
    effects = state.followTheme()
  case .themes(let entries): effects = state.take(entries)
  case .border(let news): state.take(news)
  case .law(let law): state.take(law)
  case .screening(let lists): state.take(lists)
  case .screened(let progress): state.take(progress)
  case .configured(let news): state.take(news)
  case .ran(let report): state.take(report)
  case .told(let words): state.notice = Notice(words)
  case .failed(let failure):
    // Both are sentences where they come from the journal.
    let joint = failure.words.hasSuffix(".") ? " " : "; "
    state.notice = Notice(
      failure.remedy.isEmpty ? failure.words : failure.words + joint + failure.remedy, isFailure: true)
  }
  switch action {
  case .key, .mouse:
    // What an operator asked for is begun at once; the counts wait until its frame is out.
    state.buildLists(budget: state.rowsPerSlice)
  default: break  // What the world brings is built on while nothing else is to be done: no key waits for it.
  }
  state.keepInSight()
  if state.hasTypedAhead {
    effects += state.resume()
    state.keepInSight()
  }
  return effects + state.recallLog() + state.askForBorder()
}

extension State {
  /// Rows that one slice of idle work looks at: about a millisecond on a machine of these days.
  package static let sliceRows = 20_000

  /// Whether lists are being built or counts taken: call ``idleWork(budget:)`` while there is time.
  package var hasIdleWork: Bool {
    isLoaded
      && (scan != nil || past?.away?.scan != nil || past?.watching != nil || isBuildingLists || isCounting
        || isMakingDesk || isCountingValues || viewCounts.isCounting || isMixingPaints
        || details.last?.awaitsAlarms == true || awaitsAppraisal
        || lists.contains { $0.quest != nil })
  }

  /// Whether lists in sight are being built, or something is looked for in one.
  package var isBuildingLists: Bool {
    isLoaded
      && (groups?.builder != nil || isMakingDesk
        || visibleLists.contains { lists[$0.rawValue].build != nil || lists[$0.rawValue].quest != nil })
  }

  /// Where keys are looked up now.
  package var scopeName: String { Scope.each.first { $0.scope == scope }?.name ?? "" }

  var scope: Scope {
    if let scope = overlay.scope { return scope }
    if !details.isEmpty { return .detail }
    if groups != nil { return .groups }
    switch view {
    case .overview: return .overview
    case .list: return .list
    case .map: return .map
    case .alarms: return .alarms
    case .log: return .log
    case .desk: return .customsDesk
    case .border: return .border
    case .charts: return .charts
    }
  }

  // MARK: - Keys

  /// Takes a key: a record of the key map, or a letter of what is typed.
  mutating func take(_ key: Key, _ typed: TypedAhead) -> [Effect] {
    keysSinceTick += 1
    strokes += 1
    notice = nil
    defer {
      if case .alarms = view { alarms.isTouched = true }
      if case .desk = view { desk.isTouched = true }
    }
    showsFirstHint = false
    defer { if let focusedList { withList(focusedList) { $0.isTouched = true } } }
    let wasLeaving = isLeaving
    let keys = pendingKeys + [key]
    pendingKeys = []
    let scope = scope
    switch bindings.match(keys, in: scope) {
    case .control(let control):
      isLeaving = wasLeaving && control.name == "interrupt"
      if control.needsRows || control.group == .alarms { holdOnToWhatWasSeen() }
      return act(control, Call(), typed)
    case .beginning:
      isLeaving = false
      pendingKeys = keys
      return []
    case .nothing:
      isLeaving = false
      if keys.count > 1 { return leaveChord(keys, typed, in: scope) }
      if case .timeline(let field) = overlay, field.text.isEmpty, let effects = travel(by: key) { return effects }
      return scope.isDisjoint(with: .typing) ? [] : type(key)
    }
  }

  /// Leaves a chord that a key does not go on with: the key that closes questions only ends it, and nothing else that was meant for
  /// it does something of its own, but the way out is always open.
  private mutating func leaveChord(_ keys: [Key], _ typed: TypedAhead, in scope: Scope) -> [Effect] {
    guard let last = keys.last, !bindings.leaves(last) else { return [] }
    if bindings.isAlone(last, keyOf: "interrupt") { return take(last, typed) }
    let chord = keys.map(\.description).joined(separator: " ")
    notice = Notice("\(chord) means nothing here", isFailure: true)
    return []
  }

  /// On the empty strip the keys that opened it go on, where no time begins with them: back to what is live, a step along, held down
  /// as long as one likes, or to the other telling.
  ///
  /// - Returns: what is to be done; nil for any other key.
  private mutating func travel(by key: Key) -> [Effect]? {
    guard let typed = key.typed, !("a"..."z").contains(typed), !("0"..."9").contains(typed),
      !["+", "-"].contains(typed)
    else { return nil }
    if bindings.isAlone(key, keyOf: "past") { return leaveStrip() }
    if bindings.isAlone(key, keyOf: "earlier") { return scrub(-1) }
    if bindings.isAlone(key, keyOf: "later") { return scrub(1) }
    return bindings.isAlone(key, keyOf: "telling") ? changeTelling() : nil
  }

  /// Tells why an action cannot be done to what is under the cursor or marked; false when it can.
  mutating func refuses(_ control: Control) -> Bool {
    guard let reason = refusal(of: control) else { return false }
    let subject = control.group == .desk && targetCount == 1 ? current.map { $0.label + ": " } ?? "" : ""
    notice = Notice("\(subject)\(control.label): \(reason)", isFailure: true)
    return true
  }

  /// Does what a record says, or tells why not.
  mutating func run(_ control: Control, _ call: Call) -> [Effect] {
    // Where shipments are named, the reason why not is theirs and comes with the deed itself.
    if call.targets == nil, call.argument.isEmpty, refuses(control) { return [] }
    if control.group == .desk, call.targets == nil, targetCount > Self.targetsMax {
      notice = Notice(
        "\(grouped(targetCount)) are marked, \(grouped(Self.targetsMax)) at once at most", isFailure: true)
      return []
    }
    if let reason = control.group == .desk ? deskRefusal : control.changesWorld ? lockReason : nil {
      notice = Notice("\(control.label): \(reason)", isFailure: true)
      return []
    }
    return control.perform(&self, call)
  }

  /// Text that came from the terminal in one piece goes into what is being typed, else nowhere: a paste never acts. Behind keys that
  /// wait it waits too.
  package mutating func paste(_ text: String) {
    if typedAhead.isEmpty { insert(text) } else { wait(TypedAhead(what: .paste(text))) }
    buildLists(budget: rowsPerSlice)
    keepInSight()
  }

  /// Puts a text into what is being typed.
  mutating func insert(_ text: String) {
    strokes += 1
    switch overlay {
    case .filter(var line):
      line.field.insert(text)
      take(line)
    case .note(var field, let targets):
      field.insert(text)
      overlay = .note(field, targets)
    case .form(var form):
      form.field.insert(text)
      overlay = .form(form)
    case .chooser(var chooser):
      chooser.field.insert(text)
      chooser.restart()
      overlay = .chooser(chooser)
    case .timeline(var field):
      field.insert(text)
      overlay = .timeline(field)
    case .alarm(.line(var entry)):
      entry.field.insert(text)
      overlay = .alarm(.line(entry))
    case .none, .help, .confirm, .outcome, .sheet, .reading, .columns, .alarm(.question): break
    }
  }

  private mutating func type(_ key: Key) -> [Effect] {
    switch overlay {
    case .filter(var line):
      if line.field.handle(key) { take(line) }
    case .note(var field, let targets):
      if field.handle(key) { overlay = .note(field, targets) }
    case .form(var form):
      form.fault = nil
      if form.field.handle(key) { overlay = .form(form) }
    case .chooser(var chooser):
      if chooser.field.handle(key) {
        chooser.restart()
        overlay = .chooser(chooser)
        return filesWanted(chooser)
      }
    case .timeline(var field):
      if field.handle(key) { overlay = .timeline(field) }
    case .alarm(.line(var entry)):
      if entry.field.handle(key) { overlay = .alarm(.line(entry)) }
    case .none, .help, .confirm, .outcome, .sheet, .reading, .columns, .alarm(.question): break
    }
    return []
  }

  /// The look at files that a line of the palette asks for, when it comes to a path.
  func filesWanted(_ chooser: Chooser) -> [Effect] {
    guard case .palette = chooser.purpose else { return [] }
    let line = Prompt.line(chooser.field, self)
    guard case .file? = line.slot, line.word != files?.prefix else { return [] }
    return [.listFiles(line.word)]
  }

  // MARK: - Time

  /// Takes the clock; with each second lists whose order is old are built anew, unless keys are being pressed.
  mutating func tick(_ new: Clock) -> [Effect] {
    withLive { $0.clock = new }
    // However the clock came to stand, it runs on as fast as it last ran.
    if let factor = new.speed?.factor, factor > 0 { speedBeforePause = factor }
    guard new.isTick else { return [] }
    let isBusy = (keysSinceTick > 0 || !typedAhead.isEmpty) && ticksDeferred < Self.ticksDeferredMax
    keysSinceTick = 0
    ticksDeferred = isBusy ? ticksDeferred + 1 : 0
    guard isLoaded else { return [] }
    countTick()
    recountGroups()
    // The past stays as it is.
    if !isBusy, overlay.scope == nil, past?.shown == nil {
      for id in visibleLists {
        let list = lists[id.rawValue]
        // What is being built comes to its end first, however slow the machine and however fast the trade.
        if list.isDirty, list.anchor == nil, list.build == nil { startBuild(id) }
      }
      refreshDesk(isTick: true)
    }
    return withLive { $0.scanWhenDue() }
  }

  private mutating func scanWhenDue() -> [Effect] {
    ticksSinceScan += 1
    countViewsAnew()
    paints.isOld = true
    // A large board is looked through less often, so that a second never costs more than a few milliseconds of it; and where
    // nothing was heard since, only the clock brings a shipment to another level, and nobody needs that to the second.
    let isDue = ticksSinceScan >= 2 + board.count / Self.scannedRowsATick
    let isUnheard = attention.sequence == board.sequence
    let unheardMax = Span.seconds(Int64(board.count / Self.scannedRowsASecondUnheard))
    if scan == nil, isDue, !isUnheard || now - attention.countedAt >= unheardMax { scan = AttentionScan() }
    // Alarms speak for the shipments where they are watched.
    return alarms.isWatched ? tickAlarms() : ring()
  }

  /// Rings once when there are more critical ones than before, and not again for a minute.
  private mutating func ring() -> [Effect] {
    ticksSinceRing += 1
    let critical = attention.count(.critical)
    guard critical > criticalRung, ticksSinceRing >= 60 else {
      criticalRung = min(criticalRung, critical)
      return []
    }
    criticalRung = critical
    ticksSinceRing = 0
    return [.ring]
  }

  private static let ticksDeferredMax = 5
  private static let scannedRowsATick = 100_000
  private static let scannedRowsASecondUnheard = 20_000

  /// Goes on with what is under way, at most so many rows of it.
  package mutating func idleWork(budget: Int) {
    guard isLoaded else { return }
    if past?.away?.scan != nil { withLive { $0.scanOn(budget: budget) } }
    scanOn(budget: budget)
    watchPast(budget: budget)
    countOn(budget: budget)
    buildLists(budget: budget)
    countValues(budget: budget)
    countViews(budget: budget)
    mixPaints(budget: budget)
    if details.last?.awaitsAlarms == true { findAlarmsOfDetail() }
    if awaitsAppraisal { appraise() }
  }

  private mutating func scanOn(budget: Int) {
    guard var scan else { return }
    let found = scan.advance(board, now: now, budget: budget)
    self.scan = found == nil ? scan : nil
    guard let found else { return }
    attention = found
    ticksSinceScan = 0
  }

  /// Goes on with the lists in sight, at most so many rows of each.
  mutating func buildLists(budget: Int) {
    guard isLoaded else { return }
    for id in visibleLists { buildOn(id, budget: budget) }
    countGroups(budget: budget)
    makeDesk(budget: budget)
    for id in ListID.allCases where lists[id.rawValue].quest != nil { questOn(id, budget: budget) }
  }

  // MARK: - Lists

  /// How many rows of a list are shown before all of it is in order, at most.
  private static let firstRowsMost = 1_000

  /// Begins to build a list as it is wanted now.
  mutating func startBuild(_ id: ListID) {
    guard isLoaded else { return }
    let visible = layout(size).visibleRows(of: id, in: view)
    let list = lists[id.rawValue]
    let first = list.wantsFirstRows ? min(Self.firstRowsMost, list.offset + 2 * visible) : 0
    let build = ListBuilder(
      list.query, board: board, now: now, top: max(64, first),
      within: list.isOfAnotherTime ? nil : list.listing)
    lists[id.rawValue].build = build
    lists[id.rawValue].isDirty = build.sequence < board.sequence
  }

  /// Begins to build the lists in sight whose order is old.
  mutating func startBuildIfDirty() {
    for id in visibleLists where lists[id.rawValue].isDirty { startBuild(id) }
    refreshDesk()
  }

  private mutating func buildOn(_ id: ListID, budget: Int) {
    guard var build = lists[id.rawValue].build else { return }
    if build.query.filter.asksPapers, !knowPapers(since: build.sequence, budget: budget) { return }
    lists[id.rawValue].build = nil
    // The first slices are short steps: several of them fit into one budget.
    var pages = max(1, budget / Page.rows)
    var isDone = false
    while !isDone, pages > 0 {
      isDone = build.advance(pages: pages, on: board, index: &index)
      pages -= max(1, pages / 4)
    }
    if let listing = build.listing {
      let visible =
        visibleLists.contains(id) && !lists[id.rawValue].isOfAnotherTime
        ? layout(size).visibleRows(of: id, in: view) : 0
      lists[id.rawValue].take(listing, on: board, visible: visible, tick: ticks)
    }
    if isDone { lists[id.rawValue].isOfAnotherTime = false } else { lists[id.rawValue].build = build }
  }

  // MARK: - Offsets

  /// Scrolls so that what is under the cursor stays in sight.
  mutating func keepInSight() {
    let layout = self.layout(size)
    if let focusedList, isLoaded, details.isEmpty { withList(focusedList) { $0.enter() } }
    for id in visibleLists {
      let visible = layout.visibleRows(of: id, in: view)
      withList(id) { list in
        list.offset = Table.offset(
          cursor: list.cursor == nil ? nil : list.cursorRow, previous: list.cursor == nil ? 0 : list.offset,
          visible: max(1, visible - list.departed.count), rowCount: list.shownCount)
      }
    }
    keepGroupInSight()
    if case .alarms = view {
      alarms.offset = Table.offset(
        cursor: alarms.cursor == nil ? nil : alarms.cursorRow, previous: alarms.offset, visible: alarmRowsInSight,
        rowCount: alarms.shownCount)
    }
    if case .desk = view {
      desk.offset = Table.offset(
        cursor: desk.cursor == nil ? nil : desk.cursorRow, previous: desk.offset, visible: deskRowsInSight,
        rowCount: desk.shownCount)
    }
    if case .border = view { keepBorderInSight() }
    if case .log = view {
      log.offset = Table.offset(
        cursor: log.row, previous: log.offset, visible: max(0, layout.body.height - 2), rowCount: log.count)
    }
  }

  /// Asks for older events where those there are come to their end; only the log's own view wants them.
  fileprivate mutating func recallLog() -> [Effect] {
    guard case .log = view, isLoaded, details.isEmpty, overlay.scope == nil,
      let (before, filter) = log.wanted(rows: 2 * max(1, layout(size).body.height))
    else { return [] }
    return [.recall(before: before, filter)]
  }

}
