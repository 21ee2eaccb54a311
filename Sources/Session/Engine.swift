import Alarms
import Dashboard
import Foundation
import Logistics
import Measures
import Store

// The thread that owns journal, board and world. The loop that draws never waits for it: it posts requests and shows what
// comes back.
//
//   requests ─► Engine ─┬─ perform ─► ledger ─┬─► every batch that reaches the board ─┐
//                       ├─ advance ─► driver ─┤                                       ├─► Inbox
//                       └─ follow ────────────┴─► the board anew, where it was reread ┘
//
// Whatever fails, the screen's board stays in step with the ledger's, for both hear the same news; `settle` brings back what
// a failure has put apart, at once or at a later turn.

/// What the screen's loop asks of the engine.
enum Request: Sendable {
  case submit(Verb, [Target])
  case loadDossier(ShipmentID)
  case recall(before: UInt64, LogFilter)
  case alarm(AlarmCommand)
  case watch(AlarmRules)
  case setSpeed(Speed)
  case step
  case importFile(String)
  case imported(ImportDesk.Read)
  case stopImport
  case listFiles(String)
  case keepView(SavedView)
  case forgetView(String)
  case keepColumns(ListID, ListPreference?)
  /// Show the board whole: what came after this event was left out on the way to the screen.
  case showAnew(after: UInt64)
  /// Leave the duty over alarms and let the trade stand, and tell when that is done: the process is about to stand still.
  case rest(DispatchSemaphore)
  case takeUp
  case stop
}

/// How the engine was asked to run.
struct EngineOptions: Sendable {
  var operatorName: String
  var readOnly: Bool
  /// Why it only reads, a clause; empty where it may write.
  var readOnlyReason = ""
  /// The speed to begin with; nil where no simulation is to be driven or begun.
  var speed: Speed?
  /// Where lists kept under names stand, and the columns that were chosen for lists; nil where they are forgotten with the
  /// program.
  var keptViewsPath: String?
  var keptColumnsPath: String?
  /// What is an alarm, from the first look on.
  var rules = AlarmRules()
  /// The settings for a simulation that is begun anew.
  var newSimulation: SimulationSettings?

  /// Options for this operator.
  init(operatorName: String) {
    self.operatorName = operatorName
    readOnly = false
    speed = nil
    newSimulation = nil
  }
}

/// Runs journal and simulation on a thread of its own.
final class Engine: @unchecked Sendable {  // all but the mailbox is touched by the engine's thread alone
  private let journal: Journal
  private let options: EngineOptions
  private let inbox: Inbox
  private let mailbox = Mailbox<Request>()
  /// Reads moments of the past beside the engine's own work.
  let past: PastReader
  private let finished = DispatchSemaphore(value: 0)

  private var ledger: Ledger?
  private var driver: Driver?
  private var otherDriver: String?
  private let duty: AlarmDuty
  /// When alarms were last looked for.
  private var lastWatch = 0.0
  /// Alarms that were announced and that nobody has been told of.
  private var announced: [Alarm] = []
  /// Who was last told to record alarms, and why nobody does.
  private var keeperShown: AlarmKeeper?
  private var dutyFaultTold: StoreFailure?
  /// Files on their way into the journal.
  private var imports = ImportDesk()
  /// What was left undone at the end, a sentence a line.
  private(set) var left: [String] = []
  /// Since when the process is about to stand still; nil where it goes on.
  private var restingSince: Double?
  /// After which event the screen's board lacks what was left out on its way; nil where it lacks nothing.
  private var lackedAfter: UInt64?
  /// The operator's deeds of before, while they are looked for.
  private var deedSearch: DeedSearch?
  /// Whether to ask for the right to drive: not where there is nothing to drive, or nothing that this version can go on with.
  private var wantsToDrive: Bool
  private var speed: Speed
  /// Where simulated and steady clock stood when the speed was last set.
  private var anchor: (simulated: Instant, steadySeconds: Double)?
  /// What the world is on its way to, where one transaction was not enough, and since when.
  private var goal: (until: Instant, since: Double)?
  /// Whether the world is run to where a control room can open, as fast as it can.
  private var isReadying = false
  /// Whether the screen's board is not the ledger's any more.
  private var mustShow = false
  /// Whether others may have recorded what has not been read yet.
  private var mustCatchUp = false
  /// What was last told as wrong, so that the same trouble is not told four times a second.
  private var told: StoreFailure?
  /// Before this nothing is tried again that has failed.
  private var retryAt = 0.0
  private var lastPoll = 0.0
  /// When the clock was last shown, and when it was last said that a second passed.
  private var lastClock = 0.0
  private var lastTick = 0.0
  private var lastSnapshot = 0.0
  private var lastBatchAt = Machine.steadySeconds

  /// How often the simulation moves while it runs, and the journal is looked at for what others wrote.
  private static let tickSeconds = 0.25
  /// How often alarms are looked for while the world stands, or is the real one.
  private static let watchSeconds = 1.0
  /// How long to wait before what has failed is tried again.
  private static let retrySeconds = 2.0
  /// How many events from before the start the log shows.
  private static let rememberedEvents = 500
  /// How many events one transaction of a running simulation holds at most: a request never waits for more.
  private static let sliceEvents = 2_000
  /// The same while it is made ready.
  private static let readyingEvents = 10_000
  /// A world that is so far behind its clock takes up the clock from where it is.
  private static let lagSecondsMax = 1.0
  /// A wait that takes so much longer than it should says that the whole process stood still.
  private static let stoodSecondsLeast = 5.0

  init(_ journal: Journal, options: EngineOptions, inbox: Inbox) {
    self.journal = journal
    self.options = options
    self.inbox = inbox
    past = PastReader(journal, inbox: inbox)
    speed = options.speed ?? Speed(0)
    wantsToDrive = options.speed != nil && !options.readOnly
    duty = AlarmDuty(journal, rules: options.rules, readOnly: options.readOnly)
  }

  /// Begins.
  func start() {
    let thread = Thread { [self] in
      run()
      finished.signal()
    }
    thread.name = "engine"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Asks for something.
  func post(_ request: Request) { mailbox.post(request) }

  /// Asks the engine to put everything away, and waits until it has.
  func stop() {
    past.stop()
    mailbox.post(.stop)
    finished.wait()
  }

  /// Says on the shell's own screen what was left undone; to be asked after the end.
  func tellLeft() {
    for words in left { Machine.print("clearway: \(words)\n", to: .error) }
  }

  /// Leaves to others what only one process does, before this one stands still, and waits until that is so.
  func rest() {
    let isDone = DispatchSemaphore(value: 0)
    mailbox.post(.rest(isDone))
    // What the engine is at may take longer; whoever suspends is not kept waiting for it.
    _ = isDone.wait(timeout: .now() + 1)
  }

  /// Asks again for what was left.
  func takeUp() { mailbox.post(.takeUp) }

  // MARK: - The thread

  private func run() {
    readKept()
    open()
    while true {
      let (began, wanted) = (Machine.steadySeconds, pause)
      let letters = mailbox.wait(atMostSeconds: wanted)
      let stood = Machine.steadySeconds - began - wanted
      if restingSince == nil, stood >= Engine.stoodSecondsLeast { goOn(afterStanding: stood) }
      for letter in letters {
        if case .stop = letter {
          putAway()
          return
        }
        // Whoever asks is told, also what was told before.
        told = nil
        handle(letter)
        settle()
      }
      tick()
    }
  }

  /// How long nothing has to be done unless somebody asks.
  private var pause: Double {
    let now = Machine.steadySeconds
    if imports.hasPortion, ledger != nil, now >= retryAt, restingSince == nil { return 0 }
    let isMoving = driver?.isApart == false && restingSince == nil
    if deedSearch != nil, now >= retryAt { return 0 }
    if isMoving, goal != nil || isReadying { return 0 }
    if isMoving, speed.factor > 0 { return max(0, lastPoll + Engine.tickSeconds - now) }
    return max(0, min(lastPoll + Engine.tickSeconds, lastTick + 1) - now)
  }

  private func tick() {
    settle()
    let steady = Machine.steadySeconds
    if ledger == nil {
      if steady >= retryAt { open() }
    } else if let driver, !driver.isApart, restingSince == nil, isReadying || goal != nil || speed.factor > 0 {
      lastPoll = steady
      move(driver, at: steady)
    } else if steady - lastPoll >= Engine.tickSeconds * 0.9 {
      lastPoll = steady
      follow()
    }
    takeIn(at: steady)
    settle()
    searchDeeds()
    watchAlarms(at: steady)
    if steady - lastTick >= 0.95 {
      lastTick = steady
      postClock(isTick: true)
    } else if isReadying, steady - lastClock >= Engine.tickSeconds {
      postClock()
    }
    if steady - lastSnapshot > 60, (ledger?.entriesSinceSnapshot ?? 0) > 50_000 { snapshot() }
  }

  // MARK: - Opening

  private func open() {
    do throws(StoreFailure) { try takeOver() } catch { tell(error) }
    do throws(StoreFailure) {
      if !wantsToDrive, otherDriver == nil, try SimulationSettings(journal) != nil { otherDriver = "nobody" }
      // Whatever became of the simulation, what is recorded can be looked at.
      if ledger == nil { adopt(try Ledger(journal) { inbox.post([.counted($0)]) }) }
    } catch {
      tell(error)
      retryAt = Machine.steadySeconds + Engine.retrySeconds
    }
    settle()
    postClock()
  }

  /// Asks for the right to drive the simulation, which is begun where there is none and one is wanted.
  private func takeOver() throws(StoreFailure) {
    guard driver == nil, wantsToDrive else { return }
    var settings = try SimulationSettings(journal)
    if settings == nil { settings = try options.newSimulation?.begin(in: journal) }
    guard let settings else {
      wantsToDrive = false
      return
    }
    do throws(Driver.Fault) {
      switch try Driver.take(journal, settings: settings, onHead: { inbox.post([.counted($0)]) }) {
      case .driving(let driver): adopt(driver)
      case .other(let who): otherDriver = "another screen (\(who))"
      }
    } catch { try bear(error) }
  }

  /// Bears with a world that cannot be brought back; a failure of the journal is thrown on.
  private func bear(_ fault: Driver.Fault) throws(StoreFailure) {
    switch fault {
    case .store(let failure): throw failure
    case .differs(let entry):
      driver = nil
      wantsToDrive = false
      otherDriver = "nobody: this version cannot continue it from event \(entry)"
      inbox.post([
        .failed(
          Failure(
            "the simulation cannot go on: this version would make other events than those recorded from \(entry) on",
            remedy: "what is recorded stays; begin a new journal with --db for a new simulation"))
      ])
    }
  }

  private func adopt(_ driver: Driver) {
    self.driver = driver
    otherDriver = nil
    anchor = nil
    goal = nil
    isReadying = driver.now < driver.settings.readyAt
    adopt(driver.ledger)
  }

  private func adopt(_ ledger: Ledger) {
    self.ledger = ledger
    mustShow = true
    duty.startOver()
    ledger.listen { [weak self] news in self?.hear(news) }
  }

  // MARK: - News

  private func hear(_ news: Ledger.News) {
    duty.hear(news, texts: ledger?.board.texts ?? TextTable())
    switch news {
    case .recorded(let batch, _):
      // What the desk does and the watch concludes says nothing of whether the feeds are alive.
      if batch.events.contains(where: { $0.by.role != .operatorDesk && $0.by.role != .watch }) {
        lastBatchAt = Machine.steadySeconds
      }
      told = nil
      // A board that is about to be shown whole has it already.
      if !mustShow { inbox.post([.recorded(batch)]) }
    case .announced(let alarms): announced += alarms
    case .reread: mustShow = true
    }
  }

  // MARK: - Alarms

  /// Looks for alarms, records what they have come to where that is ours to do, and shows them.
  private func watchAlarms(at steady: Double) {
    guard let ledger, !isReadying, driver?.isApart != true, steady >= retryAt else { return }
    let isMoving = driver != nil && speed.factor > 0
    guard steady - lastWatch >= (isMoving ? Engine.tickSeconds : Engine.watchSeconds) * 0.9 else { return }
    lastWatch = steady
    do throws(StoreFailure) { try duty.turn(ledger, now: now, at: steady) } catch {
      tell(error)
      retryAt = Machine.steadySeconds + Engine.retrySeconds
    }
    if let fault = duty.fault, fault != dutyFaultTold { tell(fault, "Alarms are not recorded") }
    dutyFaultTold = duty.fault
    showAlarms()
  }

  /// Shows the alarms where they changed, and tells of those that were announced since.
  private func showAlarms() {
    guard let ledger else { return }
    if let keeper = duty.keeper, keeper != keeperShown {
      keeperShown = keeper
      inbox.post([.alarmsKept(by: keeper)])
    }
    if let picture = duty.changedPicture(ledger.alarms, now: now) { inbox.post([.alarms(picture)]) }
    guard !announced.isEmpty else { return }
    let news = announced.map { AlarmNews(cause: $0.cause, priority: $0.priority) }
    announced = []
    inbox.post([.announced(news, isOurs: duty.isOnDuty)])
  }

  private func perform(_ command: AlarmCommand) {
    func answer(_ result: Result<[String], Rejection>) {
      showAlarms()
      inbox.post([.alarmAnswered(AlarmAnswer(command, result))])
    }
    guard !options.readOnly else { return answer(.failure(readsOnly)) }
    guard let ledger else {
      return answer(
        .failure(Rejection(.notRecorded, "the journal could not be opened", remedy: "it is tried again and again")))
    }
    do throws(StoreFailure) {
      answer(
        try ledger.perform(
          command, watch: duty.watch, operatorName: options.operatorName, now: now, recordedAt: Machine.now))
    } catch { answer(.failure(Rejection(.notRecorded, error.message, remedy: error.remedy))) }
  }

  /// Brings together again what a failure has put apart: world and journal, the screen's board and the ledger's.
  private func settle() {
    guard driver?.isApart == true || mustShow, Machine.steadySeconds >= retryAt else { return }
    do throws(StoreFailure) {
      if let driver, driver.isApart {
        do throws(Driver.Fault) { adopt(try driver.reopened()) } catch { try bear(error) }
        // It goes on when somebody starts the clock again.
        isReadying = false
        if self.driver == nil { adopt(try Ledger(journal)) }
      }
      if mustShow, let ledger {
        let newest = try ledger.newest(Engine.rememberedEvents)
        inbox.post([.loaded(ledger.board), .remembered(newest)])
        mustShow = false
        if let lackedAfter, ledger.position.entries > lackedAfter {
          inbox.post([.told(Engine.lacked(after: lackedAfter, upTo: ledger.position.entries))])
        }
        lackedAfter = nil
        deedSearch = DeedSearch(for: options.operatorName, entries: ledger.position.entries)
        searchDeeds()
      }
    } catch {
      tell(error)
      retryAt = Machine.steadySeconds + Engine.retrySeconds
    }
    postClock()
  }

  private static func lacked(after first: UInt64, upTo last: UInt64) -> String {
    "the screen stood still: events \(grouped(Int(clamping: first) + 1)) to \(grouped(Int(clamping: last))) were taken at once"
  }

  /// Goes on looking for what the operator did before, a portion of the journal.
  private func searchDeeds() {
    guard deedSearch != nil, let ledger, Machine.steadySeconds >= retryAt else { return }
    do throws(StoreFailure) {
      guard let events = try deedSearch?.advance(ledger) else { return }
      deedSearch = nil
      inbox.post([.deeds(events)])
    } catch {
      deedSearch = nil
      tell(error, "What you did before cannot be read, so that undo knows nothing of it")
    }
  }

  /// Says what is wrong with the journal, once.
  private func tell(_ failure: StoreFailure, _ consequence: String = "") {
    guard failure != told else { return }
    told = failure
    var failure = failure
    if !consequence.isEmpty { failure.message = "\(consequence): \(failure.message)" }
    inbox.post([.failed(Failure(failure))])
  }

  // MARK: - Requests

  private func handle(_ request: Request) {
    switch request {
    case .submit(let verb, let targets): submit(verb, targets)
    case .loadDossier(let id):
      attempt { ledger throws(StoreFailure) in
        if let dossier = try ledger.dossier(of: id) { inbox.post([.dossier(dossier)]) }
      }
    case .recall(let before, let filter):
      attempt { ledger throws(StoreFailure) in
        let (events, first) = try ledger.recalled(before: before, filter)
        inbox.post([.recalled(events, from: first, before: before, filter)])
      }
    case .setSpeed(let speed):
      self.speed = speed
      anchor = nil
      if !isReadying { goal = nil }
      if let driver, speed.factor > 0, driver.now < driver.settings.readyAt { isReadying = true }
      postClock()
    case .step:
      guard let driver, !driver.isApart else { return }
      do throws(StoreFailure) { try driver.step() } catch { stand(error) }
      anchor = nil
      postClock()
    case .importFile(let path): importFile(path)
    case .imported(let read): imports.take(read)
    case .stopImport: stopImport()
    case .alarm(let command): perform(command)
    case .watch(let rules):
      duty.watch(for: rules)
      lastWatch = 0
    case .listFiles(let prefix): inbox.post([.listed(FileListing(prefix: prefix, names: Machine.files(like: prefix)))])
    case .keepView(let view): keep { KeptViews.put(view, into: $0) }
    case .forgetView(let name): keep { KeptViews.remove(name, from: $0) }
    case .keepColumns(let list, let look): keep(look, of: list)
    case .showAnew(let after):
      mustShow = true
      lackedAfter = after
    case .rest(let isDone):
      duty.leave()
      restingSince = Machine.steadySeconds
      isDone.signal()
    case .takeUp:
      duty.takeUp()
      lastWatch = 0
      guard let since = restingSince else { return }
      restingSince = nil
      goOn(afterStanding: Machine.steadySeconds - since)
    case .stop: break
    }
  }

  // MARK: - What the operator keeps

  /// Reads the lists that the operator keeps under names, and the columns of lists.
  private func readKept() {
    if let path = options.keptViewsPath {
      let (views, faults) = KeptViews.read(KeptLines(path: path))
      if !views.isEmpty { inbox.post([.kept(views)]) }
      tell(faults)
    }
    if let path = options.keptColumnsPath {
      let (columns, faults) = KeptColumns.read(KeptLines(path: path))
      if !columns.isEmpty { inbox.post([.keptColumns(columns)]) }
      tell(faults)
    }
  }

  private func tell(_ faults: [String]) {
    guard let first = faults.first else { return }
    let others = faults.count > 1 ? "; \(faults.count - 1) more lines are not understood" : ""
    inbox.post([.failed(Failure(first + others, remedy: "they are left as they are"))])
  }

  /// Changes the file of views, whatever other rooms have kept in it meanwhile, and shows what it holds then.
  private func keep(_ change: ([String]) -> [String]) {
    let until = "the view is kept until the program ends"
    guard let path = options.keptViewsPath else {
      return inbox.post([.failed(Failure(until, remedy: "there is no file for views"))])
    }
    let file = KeptLines(path: path)
    if let fault = file.change(head: KeptViews.head, change) {
      return inbox.post([.failed(Failure("\(until): \(path): \(fault.words)"))])
    }
    inbox.post([.kept(KeptViews.read(file).views)])
  }

  private func keep(_ look: ListPreference?, of list: ListID) {
    let until = "the columns are kept until the program ends"
    guard let path = options.keptColumnsPath else {
      return inbox.post([.failed(Failure(until, remedy: "there is no file for them"))])
    }
    let fault = KeptLines(path: path).change(head: KeptColumns.head) { KeptColumns.put(look, of: list, into: $0) }
    if let fault { inbox.post([.failed(Failure("\(until): \(path): \(fault.words)"))]) }
  }

  private func submit(_ verb: Verb, _ targets: [Target]) {
    func refuse(_ why: Rejection) {
      inbox.post([.answered(Answer(verb: verb, done: [], refused: targets.map { ($0.id, why) }))])
    }
    guard !options.readOnly else { return refuse(readsOnly) }
    guard let ledger else {
      return refuse(Rejection(.notRecorded, "the journal could not be opened", remedy: "it is tried again and again"))
    }
    do throws(StoreFailure) {
      let answer = try ledger.perform(
        verb, on: targets, operatorName: options.operatorName, now: now, recordedAt: Machine.now,
        progress: { inbox.post([.progressed($0)]) })
      inbox.post([.answered(answer)])
    } catch { refuse(Rejection(.notRecorded, error.message, remedy: error.remedy)) }
  }

  private var readsOnly: Rejection {
    let reason = options.readOnlyReason
    return Rejection(.readOnly, "this session only reads" + (reason.isEmpty ? "" : ": \(reason)"))
  }

  // MARK: - Files

  private func importFile(_ path: String) {
    guard !options.readOnly else {
      return inbox.post([.failed(Failure(readsOnly.words, remedy: readsOnly.remedy))])
    }
    guard ledger != nil else {
      return inbox.post([
        .failed(Failure("the journal could not be opened", remedy: "import the file when it is there"))
      ])
    }
    guard imports.ask(for: path) else {
      return inbox.post([.failed(Failure("too many files wait already; this one was not taken"))])
    }
    readNext()
  }

  private func readNext() {
    if let progress = imports.readNext({ [mailbox] in mailbox.post(.imported($0)) }) {
      inbox.post([.importing(progress)])
    }
  }

  /// Takes a portion of the file that is under way; whoever asks for something is heard between two of them.
  private func takeIn(at steady: Double) {
    guard imports.hasPortion, let ledger, driver?.isApart != true, restingSince == nil, steady >= retryAt else {
      return
    }
    do throws(StoreFailure) {
      if let report = try imports.takePortion(into: ledger, now: now) {
        inbox.post([.imported(report.summary)])
        readNext()
      } else if let progress = imports.changedProgress(at: steady) {
        inbox.post([.importing(progress)])
      }
    } catch {
      guard error.code != .locked else {
        tell(error, "The import waits")
        retryAt = Machine.steadySeconds + Engine.retrySeconds
        return
      }
      if let report = imports.fail(error) { inbox.post([.imported(report.summary)]) }
      tell(error, "The import ended early; what was taken is kept, and is known when the file is read again")
      readNext()
    }
  }

  private func stopImport() {
    let (ended, untouched) = imports.stop()
    if let ended { inbox.post([.imported(ended.summary)]) }
    for path in untouched {
      inbox.post([.imported(ImportSummary(file: path, orders: 0, claims: 0, known: 0, findings: [], stoppedAt: 0))])
    }
  }

  // MARK: - Going on

  /// Moves the world on towards where the clock is by now.
  private func move(_ driver: Driver, at steady: Double) {
    // A goal that was not reached in one transaction stays; whoever asks for something is heard in between.
    let goal = self.goal ?? (isReadying ? driver.settings.readyAt : target(of: driver, at: steady), steady)
    self.goal = goal
    let arrived: Bool
    do throws(StoreFailure) {
      arrived = try driver.advance(
        to: goal.until, maxEvents: isReadying ? Engine.readyingEvents : Engine.sliceEvents)
    } catch { return stand(error) }
    guard arrived else { return }
    self.goal = nil
    // A world that cannot keep pace runs as fast as it can, and the clock says where it is.
    if isReadying || Machine.steadySeconds - goal.since > Engine.lagSecondsMax { anchor = nil }
    if isReadying {
      isReadying = false
      snapshot()
      postClock()
    }
  }

  /// Takes the clock up where it stood, instead of running after the time for which the whole process stood still.
  private func goOn(afterStanding seconds: Double) {
    anchor = nil
    if !isReadying { goal = nil }
    guard driver != nil, speed.factor > 0, seconds >= Engine.stoodSecondsLeast else { return }
    let stood = Measures.Span(milliseconds: Int64(min(seconds, 1e9) * 1000))
    inbox.post([.told("back after \(stood.words): the simulated clock stood meanwhile")])
  }

  private func target(of driver: Driver, at steady: Double) -> Instant {
    let start = anchor ?? (driver.now, steady)
    anchor = start
    return start.simulated
      + Measures.Span(milliseconds: Int64((steady - start.steadySeconds) * 1000) * Int64(speed.factor))
  }

  /// Lets the clock stand after a failure, until somebody starts it again; where the journal was only locked, and so nothing
  /// happened, it goes on.
  private func stand(_ failure: StoreFailure) {
    goal = nil
    anchor = nil
    guard failure.code != .locked || driver?.isApart == true else { return tell(failure) }
    isReadying = false
    speed = Speed(0)
    tell(failure, "The simulated clock stands")
    settle()
    postClock()
  }

  /// Shows what other processes wrote, and takes over the simulation when its driver is gone.
  private func follow() {
    guard Machine.steadySeconds >= retryAt else { return }
    do throws(StoreFailure) {
      if try journal.changedByOthers() { mustCatchUp = true }
      var isNew = false
      while mustCatchUp, try ledger?.catchUp() != nil { isNew = true }
      mustCatchUp = false
      if isNew { postClock() }
      try takeOver()
    } catch {
      tell(error)
      retryAt = Machine.steadySeconds + Engine.retrySeconds
    }
  }

  private var now: Instant {
    if let driver, !driver.isApart { return driver.now }
    if driver != nil || otherDriver != nil, let ledger { return max(ledger.asOf, ledger.board.latest) }
    return Machine.now
  }

  /// Shows where the clock is; however often that is, only a second that has passed is told as one.
  private func postClock(isTick: Bool = false) {
    lastClock = Machine.steadySeconds
    var clock = Clock(now: now)
    (clock.offset, clock.zone) = Machine.zone(at: clock.now)
    clock.turns = Machine.zoneTurns
    clock.speed = driver == nil ? nil : speed
    clock.driver = driver != nil ? .us : otherDriver.map { .other($0) } ?? .none
    if isReadying { clock.catchesUpTo = driver?.settings.readyAt }
    clock.quietFor = Measures.Span(milliseconds: Int64((Machine.steadySeconds - lastBatchAt) * 1000))
    clock.isTick = isTick
    inbox.post([.clock(clock)])
  }

  private func snapshot() {
    lastSnapshot = Machine.steadySeconds
    attempt { ledger throws(StoreFailure) in
      // A board's snapshot without the world's would leave the simulation without a place to go on from.
      if let driver {
        if !driver.isApart { try driver.snapshot() }
      } else if try SimulationSettings(journal) == nil {
        try ledger.snapshot()
      }
    }
    if driver?.isApart == true { speed = Speed(0) }
  }

  private func putAway() {
    let (ended, untouched) = imports.stop()
    if let ended, let share = ended.stoppedAt {
      left.append(
        "the import of \(ended.file) was left at \(share / 10)%: what was taken is kept; import it again for the rest")
    }
    left += untouched.map { "\($0) was not imported" }
    if !options.readOnly, (ledger?.entriesSinceSnapshot ?? 0) > 0 { snapshot() }
    duty.leave()
    // The right to drive is free for whoever waits for it.
    driver = nil
    ledger = nil
  }

  private func attempt(_ work: (Ledger) throws(StoreFailure) -> Void) {
    guard let ledger else { return }
    do throws(StoreFailure) { try work(ledger) } catch { tell(error) }
  }
}
