import Dashboard

import Foundation
import Logistics
import Measures
import Store

// The thread that owns journal, board and world. The loop that draws never waits for it: it posts requests and shows what
// comes back.
//
//   requests ─► Engine ─┬─ perform ─► ledger ─► recorded batch + answer ─┐
//                       ├─ advance ─► driver ─► recorded batch + clock ──┼─► Inbox
//                       └─ catch up with other processes ────────────────┘

/// What the screen's loop asks of the engine.
enum Request: Sendable {
  case submit(Verb, [Target])
  case loadDossier(ShipmentID)
  case setSpeed(Speed)
  case step
  case importFile(String)
  case stop
}

/// How the engine was asked to run.
struct EngineOptions: Sendable {
  var operatorName: String
  var readOnly: Bool
  /// The speed to begin with; nil where no simulation is to be driven or begun.
  var speed: Speed?
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
  private let finished = DispatchSemaphore(value: 0)

  private var ledger: Ledger?
  private var driver: Driver?
  private var otherDriver: String?
  /// Whether this version cannot go on with the recorded simulation, so that it must not be tried again.
  private var cannotContinue = false
  /// What was last told as wrong, so that the same trouble is not told four times a second.
  private var told: StoreFailure?
  /// Whether others may have recorded what has not been read yet.
  private var mayHaveMore = false
  private var speed: Speed
  /// Where simulated and steady clock stood when the speed was last set.
  private var anchor: (simulated: Instant, steadySeconds: Double)?
  private var lastPoll = 0.0
  private var lastClock = 0.0
  private var lastSnapshot = 0.0
  private var lastBatchAt = Machine.steadySeconds

  /// How often the simulation moves while it runs, and the journal is looked at for what others wrote.
  private static let tickSeconds = 0.25
  /// How many events from before the start the log shows.
  private static let rememberedEvents = 500
  /// How many events one transaction of a running simulation holds at most: a request never waits for more.
  private static let sliceEvents = 2_000

  init(_ journal: Journal, options: EngineOptions, inbox: Inbox) {
    self.journal = journal
    self.options = options
    self.inbox = inbox
    speed = options.speed ?? Speed(0)
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
    mailbox.post(.stop)
    finished.wait()
  }

  // MARK: - The thread

  private func run() {
    open()
    warmUp()
    while true {
      let letters = mailbox.wait(atMostSeconds: pause)
      for letter in letters {
        if case .stop = letter {
          putAway()
          return
        }
        handle(letter)
      }
      tick()
    }
  }

  /// How long nothing has to be done unless somebody asks.
  private var pause: Double {
    let now = Machine.steadySeconds
    if driver != nil, speed.factor > 0 { return max(0, lastPoll + Engine.tickSeconds - now) }
    return max(0, min(lastPoll + Engine.tickSeconds, lastClock + 1) - now)
  }

  private func open() {
    do throws(StoreFailure) {
      var settings = try SimulationSettings(journal)
      if settings == nil { settings = try begin() }
      if let settings, options.speed != nil, !options.readOnly {
        try drive(settings)
      }
      if driver == nil, settings != nil, otherDriver == nil { otherDriver = "nobody" }
      if ledger == nil { ledger = try Ledger(journal) { inbox.post([.counted($0)]) } }
      show()
      postClock()
    } catch { tell(error) }
  }

  /// Shows the whole board, and what was recorded last.
  private func show() {
    attempt { ledger throws(StoreFailure) in
      inbox.post([.loaded(ledger.board)])
      inbox.post([.remembered(try ledger.newest(Engine.rememberedEvents))])
    }
  }

  private func begin() throws(StoreFailure) -> SimulationSettings? {
    guard let new = options.newSimulation, !options.readOnly, try journal.position().entries == 0 else { return nil }
    try new.keep(in: journal)
    return new
  }

  private func drive(_ settings: SimulationSettings) throws(StoreFailure) {
    do throws(Driver.Fault) {
      switch try Driver.take(journal, settings: settings, onHead: { inbox.post([.counted($0)]) }) {
      case .driving(let driver):
        self.driver = driver
        ledger = driver.ledger
        otherDriver = nil
        anchor = nil
      case .other(let who): otherDriver = who
      }
    } catch {
      switch error {
      case .store(let failure): throw failure
      case .differs(let entry):
        cannotContinue = true
        otherDriver = "nobody: this version cannot continue it from event \(entry)"
        inbox.post([
          .failed(
            Failure(
              "the simulation cannot go on: this version would make other events than those recorded from \(entry) on",
              remedy: "what is recorded stays; begin a new journal with --db for a new simulation"))
        ])
      }
    }
  }

  /// Runs a new world up to the present before it keeps pace with the clock.
  private func warmUp() {
    guard let until = driver?.settings.readyAt, let now = driver?.now, now < until else { return }
    while let driver, driver.now < until {
      for letter in mailbox.wait(atMostSeconds: 0) {
        if case .stop = letter {
          mailbox.post(.stop)
          return
        }
        handle(letter)
      }
      if advance(to: until, maxEvents: 10_000) { break }
      postClock()
    }
    snapshot()
    anchor = nil
  }

  private func handle(_ request: Request) {
    switch request {
    case .submit(let verb, let targets): submit(verb, targets)
    case .loadDossier(let id):
      attempt { ledger throws(StoreFailure) in
        if let dossier = try ledger.dossier(of: id) { inbox.post([.dossier(dossier)]) }
      }
    case .setSpeed(let speed):
      self.speed = speed
      anchor = nil
      postClock()
    case .step:
      guard let driver else { return }
      attempt { _ throws(StoreFailure) in post(try driver.step()) }
      anchor = nil
      postClock()
    case .importFile(let path): importFile(path)
    case .stop: break
    }
  }

  private func submit(_ verb: Verb, _ targets: [Target]) {
    guard !options.readOnly else {
      let why = Rejection(.readOnly, "this session only reads", remedy: "start without --read-only")
      inbox.post([.answered(Answer(verb: verb, done: [], refused: targets.map { ($0.id, why) }))])
      return
    }
    guard let ledger else { return }
    do throws(StoreFailure) {
      let (answer, batches) = try ledger.perform(
        verb, on: targets, operatorName: options.operatorName, now: now, recordedAt: Machine.now)
      driver?.observe(batches)
      told = nil
      inbox.post(batches.map { .recorded($0) } + [.answered(answer)])
    } catch {
      // What others recorded meanwhile was read all the same, and is shown.
      let meanwhile = ledger.takeUnshown()
      driver?.observe(meanwhile)
      post(meanwhile)
      let why = Rejection(.notRecorded, error.message, remedy: error.remedy)
      inbox.post([.answered(Answer(verb: verb, done: [], refused: targets.map { ($0.id, why) }))])
    }
  }

  private func importFile(_ path: String) {
    guard let ledger else { return }
    do throws(StoreFailure) {
      let (report, batches) = try Importer(ledger).take(path, now: now)
      driver?.observe(batches)
      inbox.post(batches.map { .recorded($0) } + [.imported(report.summary)])
    } catch {
      tell(error, "The import ended early; what was taken is kept, and is known when it is read again")
      reopen()
    }
  }

  private func tick() {
    let steady = Machine.steadySeconds
    if driver != nil, speed.factor > 0 {
      lastPoll = steady
      let arrived = advance(to: target(at: steady), maxEvents: Engine.sliceEvents)
      // A world that cannot keep pace runs as fast as it can, and the clock says where it is.
      if !arrived { anchor = nil }
    } else if steady - lastPoll >= Engine.tickSeconds * 0.9 {
      lastPoll = steady
      follow()
    }
    if steady - lastClock >= 0.95 { postClock() }
    if steady - lastSnapshot > 60, (ledger?.entriesSinceSnapshot ?? 0) > 50_000 { snapshot() }
  }

  private func target(at steady: Double) -> Instant {
    let start = anchor ?? (driver?.now ?? .epoch, steady)
    if anchor == nil { anchor = start }
    return start.simulated
      + Measures.Span(milliseconds: Int64((steady - start.steadySeconds) * 1000) * Int64(speed.factor))
  }

  /// Moves the world on; false when it did not arrive.
  private func advance(to target: Instant, maxEvents: Int) -> Bool {
    do throws(StoreFailure) {
      guard let (batches, arrived) = try driver?.advance(to: target, maxEvents: maxEvents) else { return false }
      told = nil
      post(batches)
      return arrived
    } catch {
      // The world ran ahead of what is recorded: it stands still until somebody starts the clock again.
      speed = Speed(0)
      tell(error, "The simulated clock stands")
      reopen()
      return false
    }
  }

  /// Brings world and board back to what is recorded.
  private func reopen() {
    // The right to drive goes with the driver, and must be free before it is asked for again.
    driver = nil
    otherDriver = "nobody"
    do throws(StoreFailure) {
      if let settings = try SimulationSettings(journal) { try drive(settings) } else { otherDriver = nil }
      if driver == nil { ledger = try Ledger(journal) }
      show()
    } catch { tell(error) }
    postClock()
  }

  /// Shows what other processes wrote, and takes over the simulation when its driver is gone.
  private func follow() {
    do throws(StoreFailure) {
      if try journal.changedByOthers() { mayHaveMore = true }
      while mayHaveMore, let batch = try ledger?.catchUp() {
        driver?.observe([batch])
        post([batch])
      }
      mayHaveMore = false
      guard driver == nil, otherDriver != nil, !cannotContinue, options.speed != nil, !options.readOnly,
        let settings = try SimulationSettings(journal)
      else { return }
      try drive(settings)
      guard driver != nil else { return }
      told = nil
      show()
      postClock()
    } catch { tell(error) }
  }

  /// Says what is wrong with the journal, once.
  private func tell(_ failure: StoreFailure, _ consequence: String = "") {
    guard failure != told else { return }
    told = failure
    var failure = failure
    if !consequence.isEmpty { failure.message = "\(consequence): \(failure.message)" }
    inbox.post([.failed(Failure(failure))])
  }

  private func post(_ batches: [RecordedBatch]) {
    guard !batches.isEmpty else { return }
    lastBatchAt = Machine.steadySeconds
    inbox.post(batches.map { .recorded($0) })
  }

  private var now: Instant {
    if let driver { return driver.now }
    if otherDriver != nil, let ledger { return max(ledger.asOf, ledger.board.latest) }
    return Machine.now
  }

  private func postClock() {
    lastClock = Machine.steadySeconds
    var clock = Clock(now: now)
    (clock.offset, clock.zone) = Machine.zone(at: clock.now)
    clock.speed = driver == nil ? nil : speed
    clock.driver = driver != nil ? .us : otherDriver.map { .other($0) } ?? .none
    clock.quietFor = Measures.Span(milliseconds: Int64((Machine.steadySeconds - lastBatchAt) * 1000))
    inbox.post([.clock(clock)])
  }

  private func snapshot() {
    lastSnapshot = Machine.steadySeconds
    attempt { ledger throws(StoreFailure) in
      // A board's snapshot without the world's would leave the simulation without a place to go on from.
      if let driver { try driver.snapshot() } else if try SimulationSettings(journal) == nil { try ledger.snapshot() }
    }
  }

  private func putAway() {
    guard !options.readOnly, (ledger?.entriesSinceSnapshot ?? 0) > 0 else { return }
    snapshot()
  }

  private func attempt(_ work: (Ledger) throws(StoreFailure) -> Void) {
    guard let ledger else { return }
    do throws(StoreFailure) { try work(ledger) } catch { tell(error) }
  }
}
