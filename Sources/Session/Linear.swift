import Configuration
import Dashboard
import Foundation
import Logistics
import Measures
import Store
import TUI

// The control room by lines, for screen readers and scripts: no full screen, no cursor that moves, no repaint. Each line that is
// read is answered before the next one is; what happens meanwhile is told between two answers, each once.
//
//   input ─► lines ─┐
//                   ├─► mailbox ─► State.hear ─► effects ─► engine
//   engine ─► inbox ┘                  └─► what is new of State.speech ─► output, a line each
//   configuration ─► inbox               alarms that are announced ───────┘

/// The loop of the linear mode.
final class LinearRoom {
  private enum Letter: Sendable {
    case line(String)
    case end
    case wake
  }

  private var state: State
  private let engine: Engine
  private let inbox: Inbox
  private let mailbox: Mailbox<Letter>
  private let configuration: ConfigurationWatch
  private let hooks: HookDesk
  private var lines: [String] = []
  private var hasEnded = false
  private var isDone = false
  private var wasRefused = false
  private var heard = Speech()
  /// How many answers of the engine the last line waits for.
  private var awaited = 0
  private var criticalSaid = 0
  private var saidAt = 0.0
  /// Alarms that were announced and not said yet.
  private var announced: [AlarmNews] = []
  private var newsSaidAt = 0.0

  /// The longest that a line waits for its answer.
  private static let answerSecondsMax = 30.0
  /// What needs a person is announced at most once in so long.
  private static let announceSeconds = 20.0

  private init(
    _ state: State, engine: Engine, inbox: Inbox, mailbox: Mailbox<Letter>, configuration: ConfigurationWatch
  ) {
    self.configuration = configuration
    hooks = HookDesk(inbox)
    self.state = state
    self.engine = engine
    self.inbox = inbox
    self.mailbox = mailbox
  }

  /// Opens the control room by lines.
  static func open(
    _ journal: Journal, _ options: EngineOptions, readOnlyReason: String?, _ file: ConfigurationFile,
    _ read: ConfigurationText, _ values: OptionValues
  ) -> Outcome {
    let mailbox = Mailbox<Letter>()
    let inbox = Inbox(waking: Waker { mailbox.post(.wake) })
    let engine = Engine(journal, options: options, inbox: inbox)
    var clock = Clock(now: Machine.now)
    (clock.offset, clock.zone) = Machine.zone(at: clock.now)
    // Wide enough that nothing is left out of a line for want of room.
    var state = State(
      size: Size(width: 200, height: 60), clock: clock, operatorName: options.operatorName,
      readOnlyReason: readOnlyReason)
    state.roles = options.roles
    let configuration = ConfigurationWatch(
      file, read: read, options: values, inbox: inbox, onRoles: { engine.post(.roles($0)) },
      onLists: { engine.post(.screen($0)) }, onLaw: { engine.post(.judge($0)) })
    let room = LinearRoom(state, engine: engine, inbox: inbox, mailbox: mailbox, configuration: configuration)
    configuration.start()
    engine.start()
    LinearRoom.readLines(into: mailbox)
    let outcome = room.run()
    configuration.stop()
    engine.stop()
    engine.tellLeft()
    room.hooks.close()
    return outcome
  }

  /// Reads lines on a thread of its own, for reading waits.
  private static func readLines(into mailbox: Mailbox<Letter>) {
    let thread = Thread {
      while let line = readLine(strippingNewline: true) { mailbox.post(.line(line)) }
      mailbox.post(.end)
    }
    thread.name = "lines"
    thread.start()
  }

  private func say(_ lines: [String]) {
    for line in lines where !line.isEmpty {
      if line.hasPrefix("no: ") { wasRefused = true }
      Machine.print(sanitised(line) + "\n")
    }
  }

  private func run() -> Outcome {
    collect(until: { self.state.isLoaded && !self.state.hasIdleWork }, within: Self.answerSecondsMax * 4)
    guard state.isLoaded else {
      say(["no: the journal could not be read"])
      return .failed
    }
    // What was found out by the first look over all shipments.
    state.settleNow()
    criticalSaid = state.criticalCount
    let notice = state.speech.notice
    heard = state.speech
    say(["Clearway by lines; help tells the commands, quit leaves", notice] + state.spokenPlace)
    while !isDone {
      if lines.isEmpty {
        if hasEnded { break }
        take(mailbox.wait(atMostSeconds: 60))
        announce()
        continue
      }
      answer(lines.removeFirst())
    }
    return wasRefused && !Machine.isTerminal(.output) ? .refused : .done
  }

  private func answer(_ line: String) {
    heard = state.speech
    let reply = state.hear(line)
    state.settleNow()
    perform(reply.effects)
    collect(until: { self.awaited <= 0 }, within: Self.answerSecondsMax)
    awaited = 0
    state.settleNow()
    let speech = state.speech
    let news = speech.news(after: heard)
    let said = reply.said + news + spokenAlarms()
    if !isDone || !said.isEmpty {
      say(said.isEmpty ? ["as it was: " + (speech.row.isEmpty ? speech.head.joined() : speech.row)] : said)
    }
    heard = speech
  }

  /// Tells what came up by itself: failures, and what needs a person, but not too often.
  private func announce() {
    state.settleNow()
    let speech = state.speech
    if !speech.notice.isEmpty, speech.notice != heard.notice { say([speech.notice]) }
    heard = speech
    say(spokenAlarms())
    let critical = state.criticalCount
    let steady = Machine.steadySeconds
    if critical < criticalSaid { criticalSaid = critical }
    guard critical > criticalSaid, steady - saidAt >= Self.announceSeconds else { return }
    criticalSaid = critical
    saidAt = steady
    say(["attention: " + state.spokenAttention])
  }

  /// What is to be said of the alarms that were announced since it was last asked, each once: critical and high ones at once, the
  /// others with them or after a while.
  private func spokenAlarms() -> [String] {
    let steady = Machine.steadySeconds
    let isUrgent = announced.contains { $0.priority <= .high }
    guard !announced.isEmpty, isUrgent || steady - newsSaidAt >= Self.announceSeconds else { return [] }
    newsSaidAt = steady
    defer { announced = [] }
    return state.spokenNews(announced)
  }

  /// Takes in what comes until something is so.
  private func collect(until isSo: () -> Bool, within seconds: Double) {
    let end = Machine.steadySeconds + seconds
    takeActions()
    while !isSo(), !isDone, Machine.steadySeconds < end {
      if state.hasIdleWork {
        state.idleWork(budget: State.sliceRows)
        take([])
      } else {
        take(mailbox.wait(atMostSeconds: 0.25))
      }
    }
  }

  private func take(_ letters: [Letter]) {
    for letter in letters {
      switch letter {
      case .line(let line): lines.append(line)
      case .end: hasEnded = true
      case .wake: break
      }
    }
    takeActions()
  }

  private func takeActions() {
    let actions = inbox.take()
    if inbox.hasGap() { engine.post(.showAnew(after: state.liveSequence)) }
    for action in actions {
      var isOwn = true
      switch action {
      case .answered, .alarmAnswered, .dossier, .imported, .recalled, .past(.arrived), .past(.failed),
        .past(.chronicle):
        awaited -= 1
      case .failed: awaited -= 1
      case .border(.figures), .border(.failed): if awaitsBorder { awaited -= 1; awaitsBorder = false }
      case .clock: if awaitsClock { awaited -= 1; awaitsClock = false }
      case .announced(let news, _): announced += news
      // The theme that a configuration wishes for is nothing that anybody here asked for.
      case .preferred, .themes, .ground: isOwn = false
      case .key, .mouse, .resized, .recorded, .loaded, .remembered, .deeds, .counted, .past, .border, .configured, .ran,
        .alarms,
        .alarmsKept, .progressed, .importing, .listed, .law, .screening, .kept, .keptColumns, .told, .screened:
        break
      }
      let effects = update(&state, action)
      perform(isOwn ? effects : effects.filter { if case .setTheme = $0 { false } else { true } })
    }
  }

  private var awaitsClock = false
  private var awaitsBorder = false

  private func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .submit(let verb, let targets):
        awaited += 1
        engine.post(.submit(verb, targets))
      case .alarm(let command):
        awaited += 1
        engine.post(.alarm(command))
      case .watch(let rules): engine.post(.watch(rules))
      case .loadDossier(let id):
        awaited += 1
        engine.post(.loadDossier(id))
      case .recall(let before, let filter): engine.post(.recall(before: before, filter))
      case .survey:
        awaited += 1
        engine.past.survey()
      case .travel(let moment):
        awaited += 1
        engine.past.travel(to: moment)
      case .live: engine.past.forget()
      case .border(let wish):
        awaitsBorder = wish != nil
        if wish != nil { awaited += 1 }
        engine.border.ask(wish)
      case .setSpeed(let speed):
        awaited += 1
        awaitsClock = true
        engine.post(.setSpeed(speed))
      case .step:
        awaited += 1
        awaitsClock = true
        engine.post(.step)
      case .importFile(let path):
        awaited += 1
        engine.post(.importFile(path))
      case .stopImport: engine.post(.stopImport)
      case .plugin(let call): refuse("\(call.plugin.name): external commands are not run by lines")
      case .reloadConfiguration: configuration.reload()
      case .copy: refuse("there is no clipboard by lines")
      case .setTheme: refuse("nothing is drawn by lines")
      case .keepView(let view): engine.post(.keepView(view))
      case .forgetView(let name): engine.post(.forgetView(name))
      case .keepColumns(let list, let look): engine.post(.keepColumns(list, look))
      case .hook(let hook): hooks.run(hook)
      case .suspend: refuse("suspend this from the shell")
      // Who listens is told in words.
      case .ring, .redraw, .setMouse, .notify, .listFiles: break
      case .quit: isDone = true
      }
    }
  }

  private func refuse(_ words: String) { perform(update(&state, .failed(Failure(words)))) }
}
