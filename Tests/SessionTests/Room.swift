import CFaults
import Dispatch
import Foundation
import Logistics
import Measures
import Store
import TUI
import Testing

@testable import Dashboard
@testable import Session

/// A control room without a screen: an engine, and the dashboard's state that follows what it posts.
final class Room {
  private(set) var state: State
  private(set) var failures: [Failure] = []
  private(set) var answers: [Answer] = []
  private(set) var imports: [ImportSummary] = []
  /// How far imports had come, as often as that was shown.
  private(set) var progress: [ImportProgress] = []
  /// How many batches were recorded, and how many imports had ended, when an answer came.
  private(set) var answered: [(batches: Int, imports: Int)] = []
  private(set) var told: [String] = []
  private(set) var announced: [AlarmNews] = []
  private(set) var alarmAnswers: [AlarmAnswer] = []
  /// Every moment of the past that came.
  private(set) var worlds: [PastWorld] = []
  /// How many batches were recorded.
  private(set) var batches = 0
  /// How often anything was told of the border's figures.
  private(set) var borderTellings = 0
  /// Every clock that was posted.
  private(set) var clocks: [Clock] = []
  /// The first line of the screen, at every clock.
  private(set) var titles: [String] = []
  /// How often the whole board was shown.
  private(set) var boardsShown = 0
  let engine: Engine
  private let inbox: Inbox
  private let woken = DispatchSemaphore(value: 0)

  init(_ journal: Journal, _ configure: (inout EngineOptions) -> Void = { _ in }) {
    var options = EngineOptions(operatorName: "mei")
    configure(&options)
    inbox = Inbox(waking: Waker { [woken] in woken.signal() })
    engine = Engine(journal, options: options, inbox: inbox)
    state = State(size: Size(width: 118, height: 32), clock: Clock(now: noon), operatorName: "mei")
    engine.start()
  }

  struct Missing: Error {}

  /// What the key that takes back asks for.
  func undo() -> [Effect] { state.undo() }

  /// Takes in what is posted until something is so.
  func wait(
    _ what: Comment, within seconds: Double = 30, sourceLocation: SourceLocation = #_sourceLocation,
    until isSo: (Room) -> Bool
  ) throws {
    let end = DispatchTime.now() + seconds
    while true {
      for action in inbox.take() { take(action) }
      if inbox.hasGap() { engine.post(.showAnew(after: state.liveSequence)) }
      if isSo(self) { return }
      if woken.wait(timeout: end) == .timedOut {
        Issue.record("\(what); told: \(failures.map(\.words))", sourceLocation: sourceLocation)
        throw Missing()
      }
    }
  }

  /// Takes in what others than the engine tell.
  func tell(_ action: Action) { take(action) }

  /// Takes in what was posted before the engine ended.
  func takeRest() throws { for action in inbox.take() { take(action) } }

  /// Presses keys by their spelling; a blank between them.
  func press(_ keys: String) -> [Effect] {
    (Key.sequence(keys) ?? []).flatMap { key in
      while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
      return update(&state, .key(key))
    }
  }

  private func take(_ action: Action) {
    switch action {
    case .failed(let failure): failures.append(failure)
    case .answered(let answer):
      answers.append(answer)
      answered.append((batches, imports.count))
    case .imported(let summary): imports.append(summary)
    case .importing(let progress): self.progress.append(progress)
    case .told(let words): told.append(words)
    case .clock(let clock): clocks.append(clock)
    case .loaded: boardsShown += 1
    case .recorded: batches += 1
    case .border: borderTellings += 1
    case .past(.arrived(let world)): worlds.append(world)
    case .announced(let news, _): announced += news
    case .alarmAnswered(let answer): alarmAnswers.append(answer)
    case .key, .alarms, .mouse, .resized, .remembered, .deeds, .alarmsKept, .keptColumns, .recalled, .counted, .dossier,
      .themes, .progressed, .screened,
      .listed, .law, .screening, .preferred, .ground,
      .configured, .ran, .kept,
      .past:
      break
    }
    _ = update(&state, action)
    if case .clock = action { titles.append(String(view(state, state.size).text().prefix { $0 != "\n" })) }
  }
}

/// Calls that change files whose path starts with this fail from now on, as on a full disk, until `body` returns.
@discardableResult
func withFullDisk<Result>(_ path: String, after calls: Int = 1, _ body: () throws -> Result) rethrows -> Result {
  clearway_faults_arm(path, calls, 1, CLEARWAY_FAULT_FULL)
  defer { clearway_faults_disarm() }
  return try body()
}

extension SimulationSettings {
  /// A small world.
  static let small = SimulationSettings(seed: 7, ordersPerDay: 400, start: noon)
}

extension JournalFile {
  /// A journal whose file the tests can let fail.
  func journal(_ mode: Journal.Mode = .readWrite) throws -> Journal {
    #expect(clearway_faults_install() == 0)
    return try Journal.open(.file(path), mode: mode)
  }

  /// The board that all events give.
  func board() throws -> Board { try Ledger(try journal(.readOnly), ignoringSnapshot: true).board }

  /// The right to drive the small world.
  func driver() throws -> Driver {
    let journal = try journal()
    let settings = try #require(try SimulationSettings.small.begin(in: journal))
    guard case .driving(let driver) = try Driver.take(journal, settings: settings) else { throw Room.Missing() }
    return driver
  }
}
