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
//
// Each verb has a file of its own beside this one: opening and catching up, alarms, the desk's deeds, what an operator keeps, files
// that are taken in, the clock.

/// Runs journal and simulation on a thread of its own.
final class Engine: @unchecked Sendable {  // all but the mailbox is touched by the engine's thread alone
  let journal: Journal
  let options: EngineOptions
  /// What the operator may do beside the desk's own.
  var roles: RoleSet
  /// What the simulated customs judge by, as the configuration was last read.
  var law: SimulationLaw?
  let inbox: Inbox
  let mailbox = Mailbox<Request>()
  /// Reads moments of the past beside the engine's own work.
  let past: PastReader
  /// Reads the border's figures, likewise.
  let border: BorderReader
  private let finished = DispatchSemaphore(value: 0)
  var ledger: Ledger?
  var driver: Driver?
  var otherDriver: String?
  let duty: AlarmDuty
  /// Who of the board's parties is on a list.
  var screening = ScreeningDuty()
  /// When it was last said how far that has come.
  var lastScreened = 0.0
  /// When alarms were last looked for.
  var lastWatch = 0.0
  /// Alarms that were announced and that nobody has been told of.
  var announced: [Alarm] = []
  /// Who was last told to record alarms, and why nobody does.
  var keeperShown: AlarmKeeper?
  var dutyFaultTold: StoreFailure?
  /// Files on their way into the journal.
  var imports = ImportDesk()
  /// What was left undone at the end, a sentence a line.
  var left: [String] = []
  /// Since when the process is about to stand still; nil where it goes on.
  var restingSince: Double?
  /// After which event the screen's board lacks what was left out on its way; nil where it lacks nothing.
  var lackedAfter: UInt64?
  /// The operator's deeds of before, while they are looked for.
  var deedSearch: DeedSearch?
  /// Whether to ask for the right to drive: not where there is nothing to drive, or nothing that this version can go on with.
  var wantsToDrive: Bool
  var speed: Speed
  /// Where simulated and steady clock stood when the speed was last set.
  var anchor: (simulated: Instant, steadySeconds: Double)?
  /// What the world is on its way to, where one transaction was not enough, and since when.
  var goal: (until: Instant, since: Double)?
  /// Whether the world is run to where a control room can open, as fast as it can.
  var isReadying = false
  /// Whether the screen's board is not the ledger's any more.
  var mustShow = false
  /// Whether others may have recorded what has not been read yet.
  var mustCatchUp = false
  /// What was last told as wrong, so that the same trouble is not told four times a second.
  var told: StoreFailure?
  /// Before this nothing is tried again that has failed.
  var retryAt = 0.0
  private var lastPoll = 0.0
  /// When the clock was last shown, and when it was last said that a second passed.
  var lastClock = 0.0
  private var lastTick = 0.0
  private var lastSnapshot = 0.0
  var lastBatchAt = Machine.steadySeconds
  /// How often the simulation moves while it runs, and the journal is looked at for what others wrote.
  static let tickSeconds = 0.25
  /// How long others have the processor between two slices of screening.
  static let screeningPauseSeconds = 0.02
  /// How long to wait before what has failed is tried again.
  static let retrySeconds = 2.0
  /// A wait that takes so much longer than it should says that the whole process stood still.
  static let stoodSecondsLeast = 5.0

  init(_ journal: Journal, options: EngineOptions, inbox: Inbox) {
    self.journal = journal
    self.options = options
    roles = options.roles
    law = options.law
    self.inbox = inbox
    past = PastReader(journal, inbox: inbox)
    border = BorderReader(journal, inbox: inbox)
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
    border.stop()
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
    if isMoving, speed.factor > 0 {
      let rest = max(0, lastPoll + Engine.tickSeconds - now)
      return canScreen ? min(rest, Engine.screeningPauseSeconds) : rest
    }
    let rest = max(0, min(lastPoll + Engine.tickSeconds, lastTick + 1) - now)
    // Half of the time at most is spent on screening.
    return canScreen && now >= retryAt ? min(rest, Engine.screeningPauseSeconds) : rest
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
    screenParties(at: steady)
    if steady - lastTick >= 0.95 {
      lastTick = steady
      postClock(isTick: true)
    } else if isReadying, steady - lastClock >= Engine.tickSeconds {
      postClock()
    }
    if steady - lastSnapshot > 60, (ledger?.entriesSinceSnapshot ?? 0) > 50_000 { snapshot() }
  }

  func hear(_ news: Ledger.News) {
    duty.hear(news, texts: ledger?.board.texts ?? TextTable())
    switch news {
    case .recorded(let batch, _):
      // What the desk does and the watch concludes says nothing of whether the feeds are alive.
      if batch.events.contains(where: { $0.by.role != .operatorDesk && $0.by.role != .watch }) {
        lastBatchAt = Machine.steadySeconds
      }
      told = nil
      screenAgain(after: batch.events)
      // A board that is about to be shown whole has it already.
      if !mustShow { inbox.post([.recorded(batch)]) }
    case .announced(let alarms): announced += alarms
    case .reread:
      mustShow = true
      screening.forget()
    }
  }

  /// Says what is wrong with the journal, once.
  func tell(_ failure: StoreFailure, _ consequence: String = "") {
    guard failure != told else { return }
    told = failure
    var failure = failure
    if !consequence.isEmpty { failure.message = "\(consequence): \(failure.message)" }
    inbox.post([.failed(Failure(failure))])
  }

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
    case .screen(let lists): screen(lists)
    case .roles(let roles): self.roles = roles
    case .judge(let law): judge(by: law)
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

  func snapshot() {
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
    keepScreening()
    // The right to drive is free for whoever waits for it.
    driver = nil
    ledger = nil
  }

  func attempt(_ work: (Ledger) throws(StoreFailure) -> Void) {
    guard let ledger else { return }
    do throws(StoreFailure) { try work(ledger) } catch { tell(error) }
  }
}
