import Alarms
import Curses
import Dashboard
import Logistics
import Measures
import Store
import TUI
import Themes

// The walkthrough: the real dashboard over a simulated trade in memory, and a player that presses its keys. No thread and no
// file is in it, so that it is the same every time; who calls `pass` decides how fast time goes by:
//
//   on a terminal     as fast as the clock on the wall
//   without one       as fast as it can, in steps of a thirtieth of a second: a test, or a recording

/// A control room in memory whose time passes only when it is told.
final class Stage {
  private(set) var state: State
  private(set) var player: Player
  private(set) var theme: Theme
  /// Milliseconds that have passed on the stage.
  private(set) var elapsedMilliseconds = 0
  /// Whether somebody asked for the shell.
  var wantsSuspension = false
  /// Whether somebody left.
  private(set) var isOver = false
  private let driver: Driver
  private let duty: AlarmDuty
  private var watchedAt = -Stage.watchMilliseconds
  private var speed = Speed(0)
  private var millisecondsSinceClock = 0
  /// What was recorded and is not shown yet.
  private var waiting: [Action] = []

  /// How often alarms are looked for.
  private static let watchMilliseconds = 250

  /// What the walkthrough's world is made from.
  static let settings = SimulationSettings(
    seed: 7, ordersPerDay: 1_000, start: opening - .days(Int64(warmUpDays)))
  /// When the curtain rises.
  private static let opening =
    CivilDate(year: 2026, month: 11, day: 22).map {
      Instant(milliseconds: Int64($0.dayNumber) * 86_400_000) + .hours(8)
    }
    ?? .epoch

  /// A stage with its world run up to the opening.
  init(
    _ script: Script, isAutomatic: Bool, size: Size, glyphSet: GlyphSet = .unicode, ambiguous: AmbiguousWidth = .one
  ) throws(StoreFailure) {
    let journal = try Journal.open(.memory)
    _ = try Stage.settings.begin(in: journal)
    do throws(Driver.Fault) {
      guard case .driving(let driver) = try Driver.take(journal, settings: Stage.settings) else {
        preconditionFailure("a journal in memory is nobody else's")
      }
      self.driver = driver
    } catch {
      switch error {
      case .store(let failure): throw failure
      case .differs: preconditionFailure("a new journal has nothing to differ from")
      }
    }
    while try !driver.advance(to: Stage.opening, maxEvents: 20_000) {}
    duty = AlarmDuty(journal, rules: AlarmRules(), readOnly: false)
    theme = Themes.standard
    player = Player(script, isAutomatic: isAutomatic)
    state = State(
      size: size, clock: Clock(now: Stage.opening), operatorName: "mei", themes: Themes.slugs, theme: theme.slug,
      glyphSet: glyphSet, ambiguous: ambiguous)
    driver.ledger.listen { [weak self] news in
      guard let self else { return }
      duty.hear(news, texts: driver.ledger.board.texts)
      switch news {
      case .recorded(let batch, _): waiting.append(.recorded(batch))
      // The operator's own program is not run by a walkthrough: somebody else's room would do that.
      case .announced(let alarms):
        waiting.append(.announced(alarms.map { AlarmNews(cause: $0.cause, priority: $0.priority) }, isOurs: false))
      case .reread: break
      }
    }
    tell()
    take(.loaded(driver.ledger.board))
    take(.alarmsKept(by: .us))
    // What stands at the opening is found before the curtain rises.
    for _ in 0..<50 where !duty.watch.isComplete { try watchAlarms() }
    for _ in 0..<2 { try watchAlarms() }
  }

  /// The frame as it is now.
  var frame: Canvas { view(state, state.size) }

  /// All that was recorded about a shipment.
  func dossier(of id: ShipmentID) throws(StoreFailure) -> Dossier? { try driver.ledger.dossier(of: id) }

  /// Takes a key from whoever watches: the player's, or the dashboard's once they have taken over.
  func press(_ key: Key) {
    if !player.handle(key) { take(.key(key)) }
    state.caption = player.caption
    state.isTourWaiting = player.mode == .takenOver
    if player.mode == .done { isOver = true }
  }

  /// Takes anything else in.
  func take(_ action: Action) {
    var waiting = [action]
    while !waiting.isEmpty {
      for effect in update(&state, waiting.removeFirst()) { waiting += perform(effect) }
    }
  }

  /// Lets time pass for world and player, and goes on with what the dashboard has under way.
  func pass(milliseconds: Int) throws(StoreFailure) {
    elapsedMilliseconds += milliseconds
    if speed.factor > 0 {
      let target = driver.now + Measures.Span(milliseconds: Int64(milliseconds) * Int64(speed.factor))
      while try !driver.advance(to: target, maxEvents: 20_000) {}
      for action in takeRecorded() { take(action) }
    }
    if elapsedMilliseconds - watchedAt >= Stage.watchMilliseconds { try watchAlarms() }
    millisecondsSinceClock += milliseconds
    if millisecondsSinceClock >= 1000 {
      millisecondsSinceClock = 0
      tell()
    }
    while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
    for act in player.advance(milliseconds: milliseconds, state) {
      switch act {
      case .press(let key): take(.key(key))
      case .click(let point):
        take(.mouse(Mouse(.press(1), at: point)))
        take(.mouse(Mouse(.release(1), at: point)))
      case .setSpeed(let speed): take(effect: .setSpeed(speed))
      }
    }
    state.caption = player.caption
    state.isTourWaiting = player.mode == .takenOver
    if player.mode == .done { isOver = true }
  }

  /// The alarm of a cause, as its recorded steps left it.
  func alarm(_ cause: String) -> Alarm? { driver.ledger.alarms[cause] }

  /// Looks for alarms, records what they have come to, and shows them.
  private func watchAlarms() throws(StoreFailure) {
    watchedAt = elapsedMilliseconds
    try duty.turn(driver.ledger, now: driver.now, at: Double(elapsedMilliseconds) / 1000)
    for action in takeRecorded() { take(action) }
    showAlarms()
  }

  private func showAlarms() {
    if let picture = duty.changedPicture(driver.ledger.alarms, now: driver.now) { take(.alarms(picture)) }
  }

  private func take(effect: Effect) { for action in perform(effect) { take(action) } }

  private func tell() { take(.clock(clock)) }

  private var clock: Clock {
    var clock = Clock(now: driver.now)
    clock.speed = speed
    clock.driver = .us
    return clock
  }

  private lazy var archive = PastArchive(driver.ledger.journal)

  /// Does what the dashboard wants done, and gives what came of it.
  private func perform(_ effect: Effect) -> [Action] {
    switch effect {
    case .submit(let verb, let targets):
      return attempt { () throws(StoreFailure) in
        let answer = try driver.ledger.perform(
          verb, on: targets, operatorName: state.operatorName, now: driver.now, recordedAt: driver.now)
        return takeRecorded() + [.answered(answer)]
      }
    case .loadDossier(let id):
      return attempt { () throws(StoreFailure) in try driver.ledger.dossier(of: id).map { [.dossier($0)] } ?? [] }
    case .alarm(let command):
      return attempt { () throws(StoreFailure) in
        let result = try driver.ledger.perform(
          command, watch: duty.watch, operatorName: state.operatorName, now: driver.now, recordedAt: driver.now)
        let picture = duty.changedPicture(driver.ledger.alarms, now: driver.now)
        return takeRecorded() + (picture.map { [.alarms($0)] } ?? []) + [.alarmAnswered(AlarmAnswer(command, result))]
      }
    case .recall(let before, let filter):
      return attempt { () throws(StoreFailure) in
        let (events, first) = try driver.ledger.recalled(before: before, filter)
        return [.recalled(events, from: first, before: before, filter)]
      }
    case .setSpeed(let new):
      speed = new
      return [.clock(clock)]
    case .step:
      return attempt { () throws(StoreFailure) in
        try driver.step()
        return takeRecorded() + [.clock(clock)]
      }
    case .plugin, .listFiles, .reloadConfiguration, .watch, .notify, .hook: return []
    case .survey:
      return attempt { () throws(StoreFailure) in [.past(.chronicle(try archive.chronicle()))] }
    case .travel(let moment):
      return attempt { () throws(StoreFailure) in
        // The walkthrough's world keeps the clock of Greenwich, and is small enough to be read at once.
        guard var world = try archive.world(at: moment) else { return [] }
        (world.offset, world.zone) = (clock.offset, clock.zone)
        return [.past(.arrived(world))]
      }
    case .live, .border(nil): return []
    case .border(let wish?):
      return attempt { () throws(StoreFailure) in
        let intake = BorderIntake(driver.ledger.journal)
        let now = try intake.readAll(asOf: wish.moment)
        return [.border(.figures(wish, BorderTables(intake.fold, days: wish.window.days, at: now)))]
      }
    case .setTheme(let slug):
      if let theme = Themes.theme(slug) { self.theme = theme }
      return []
    case .importFile, .stopImport:
      return [.failed(Failure("the walkthrough takes no files", remedy: "start without demo"))]
    case .quit:
      isOver = true
      return []
    case .suspend:
      wantsSuspension = true
      return []
    // What the audience keeps is forgotten with the walkthrough.
    case .copy, .setMouse, .ring, .redraw, .keepView, .forgetView, .keepColumns: return []
    }
  }

  private func takeRecorded() -> [Action] {
    defer { waiting = [] }
    return waiting
  }

  private func attempt(_ work: () throws(StoreFailure) -> [Action]) -> [Action] {
    do throws(StoreFailure) { return try work() } catch { return [.failed(Failure(error))] }
  }
}

/// `clearway demo`: plays the walkthrough on the terminal, or into a recording where there is none.
package func demo(isAutomatic: Bool, recording path: String?) -> Outcome {
  do throws(StoreFailure) {
    if !Machine.isTerminal(.output), isAutomatic, let path { return try record(into: path) }
    return try play(isAutomatic: isAutomatic, recording: path)
  } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
}

/// The size of a recording that is made without a terminal.
private let recordingSize = Size(width: 118, height: 32)

private func record(into path: String) throws(StoreFailure) -> Outcome {
  let stage = try Stage(.tour, isAutomatic: true, size: recordingSize)
  do throws(SystemFault) {
    let recording = try Recording(path: path, size: recordingSize, theme: stage.theme) {
      Double(stage.elapsedMilliseconds) / 1000
    }
    var chapter = ""
    while !stage.isOver {
      do throws(StoreFailure) { try stage.pass(milliseconds: 33) } catch { throw SystemFault(words: error.message) }
      if stage.player.chapter != chapter {
        chapter = stage.player.chapter
        recording.chapter(chapter)
      }
      recording.frame(stage.frame)
    }
    if let fault = recording.fault { throw fault }
    Machine.print("\(sanitised(path)): \(stage.elapsedMilliseconds / 1000) s\n")
    return .done
  } catch {
    Machine.print("clearway: \(sanitised(path)): \(error.words)\n", to: .error)
    return .failed
  }
}

private func play(isAutomatic: Bool, recording path: String?) throws(StoreFailure) -> Outcome {
  let terminal: Terminal
  do throws(ScreenFailure) { terminal = try Terminal() } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
  defer { terminal.close() }
  let stage = try Stage(
    .tour, isAutomatic: isAutomatic, size: terminal.size, glyphSet: terminal.glyphSet, ambiguous: terminal.ambiguous)
  var fault: SystemFault?
  var recording: Recording?
  if let path {
    do throws(SystemFault) {
      recording = try Recording(path: path, size: terminal.size, theme: stage.theme) {
        Double(stage.elapsedMilliseconds) / 1000
      }
    } catch {
      terminal.close()
      Machine.print("clearway: \(sanitised(path)): \(error.words)\n", to: .error)
      return .failed
    }
  }
  var chapter = ""
  var last = Machine.steadySeconds
  do throws(ScreenFailure) {
    try terminal.show(stage.frame, theme: stage.theme)
    while !stage.isOver {
      for event in try terminal.events(within: 33) {
        switch event {
        case .key(let key): stage.press(key)
        case .resize(let size): stage.take(.resized(size))
        case .stop: return .done
        case .wake, .mouse, .focus, .ground, .paste: break
        }
      }
      if stage.wantsSuspension {
        stage.wantsSuspension = false
        terminal.suspend()
      }
      let now = Machine.steadySeconds
      let passed = Int((now - last) * 1000)
      guard passed > 0, !stage.isOver else { continue }
      last += Double(passed) / 1000
      // After a suspension time has stood still for the audience, too.
      do throws(StoreFailure) { try stage.pass(milliseconds: min(passed, 500)) } catch {
        fault = SystemFault(words: error.message)
        break
      }
      if stage.player.chapter != chapter {
        chapter = stage.player.chapter
        recording?.chapter(chapter)
      }
      let frame = stage.frame
      try terminal.show(frame, theme: stage.theme)
      recording?.frame(frame)
    }
  } catch {
    fault = SystemFault(words: error.description)
  }
  terminal.close()
  if let fault = fault ?? recording?.fault {
    Machine.print("clearway: \(fault.words)\n", to: .error)
    return .failed
  }
  return .done
}
