package import Alarms
package import Logistics
package import Measures
package import TUI

/// What happened: the only way anything reaches the state. Closed; every source puts its actions into one queue.
package enum Action: Sendable {
  /// A key was pressed, or anything else came from the terminal.
  case key(Key)
  /// Something was done with the mouse.
  case mouse(Mouse)
  /// The screen has a new size.
  case resized(Size)
  /// The clock that the control room lives by was moved; with ``Clock/isTick``, a second passed.
  case clock(Clock)
  /// Events were recorded, by us or by another process; they are durable.
  case recorded(RecordedBatch)
  /// The whole board was read; it replaces what the start showed.
  case loaded(Board)
  /// The newest events from before this screen was opened, oldest first, with their numbers in the journal.
  case remembered([(sequence: UInt64, event: Event)])
  /// What this operator did at the desk, as far as it is looked for, oldest first: all of it up to now, in the place of what was
  /// known before.
  case deeds([Event])
  /// Older events that a filter leaves, oldest first, as they were asked for with the number before which they are wanted; all from
  /// the first number on were looked at.
  case recalled([(sequence: UInt64, event: Event)], from: UInt64, before: UInt64, LogFilter)
  /// Before the board is read: its counts.
  case counted(BoardHead)
  /// What became of a request of the desk.
  case answered(Answer)
  /// The alarms as they stand in the journal, with the operator's load.
  case alarms(AlarmPicture)
  /// Who records what alarms come to has changed.
  case alarmsKept(by: AlarmKeeper)
  /// Alarms were announced; whether this process is the one that records alarms, so that things are done once.
  case announced([AlarmNews], isOurs: Bool)
  /// What became of what somebody said about alarms.
  case alarmAnswered(AlarmAnswer)
  /// How many shipments of the oldest request that waits were looked at.
  case progressed(Int)
  /// All that is recorded about a shipment, as asked for.
  case dossier(Dossier)
  /// A file that is being imported has come so far.
  case importing(ImportProgress)
  /// A file was imported, or as much of it as could be.
  case imported(ImportSummary)
  /// Something of the past was read.
  case past(PastNews)
  /// Something of the border's figures was read.
  case border(BorderNews)
  /// What destinations ask and what amounts are converted with was read, at the start or anew.
  case law(Law)
  /// The lists that parties are screened against were read, or are about to be.
  case screening(ScreeningLists)
  /// So many shipments were compared with those lists.
  case screened(ScreeningProgress)
  /// The themes that can be chosen were read, at the start or anew.
  case themes([ThemeEntry])
  /// The files that go on as was typed.
  case listed(FileListing)
  /// The operator's preferences were read, at the start or anew.
  case preferred(Preferences)
  /// The terminal told whether its ground is dark or light, at the start or when somebody changed it.
  case ground(Theme.Variant)
  /// What became of the configuration file: read anew, or not, and why.
  case configured(ConfigurationNews)
  /// An external command of the operator's own has ended.
  case ran(PluginReport)
  /// The lists that the operator has kept under names were read.
  case kept([SavedView])
  /// How the operator has kept lists to look was read.
  case keptColumns([ListID: ListPreference])
  /// Something is worth knowing; it is said until a key is pressed.
  case told(String)
  /// Something could not be done; it is said until a key is pressed.
  case failed(Failure)
}

/// The clock of the control room, and who moves it.
package struct Clock: Hashable, Sendable {
  /// Now, in the world that is shown.
  package var now: Instant
  /// The operator's own offset from UTC, and the zone's short name.
  package var offset: ZoneOffset
  package var zone: String
  /// When that offset was another one; nothing where the operator's clock is never put forward or back.
  package var turns: ZoneTurns
  /// How fast the simulation runs; nil where the clock is the real one.
  package var speed: Speed?
  /// Whether this process drives the simulation; the other one that does, in words, when not.
  package var driver: Driver
  /// Until when a simulated world is run as fast as it can before it keeps pace with the clock; nil where it keeps pace.
  package var catchesUpTo: Instant?
  /// When anything was last recorded, on the real clock's distance from now.
  package var quietFor: Measures.Span
  /// Whether a second has passed for the operator since the last one that said so; else the clock was only moved.
  package var isTick: Bool

  /// A clock that stands at `now`.
  package init(now: Instant) {
    self.now = now
    offset = .utc
    zone = "UTC"
    turns = ZoneTurns()
    speed = nil
    driver = .none
    catchesUpTo = nil
    quietFor = .zero
    isTick = true
  }

  /// Who moves a simulated clock.
  package enum Driver: Hashable, Sendable {
    /// Nobody: real feeds, or the simulation is off.
    case none
    /// This process.
    case us
    /// Another process, in words ("process 4711").
    case other(String)
  }
}

/// How fast the simulated clock runs beside the real one.
package struct Speed: Hashable, Sendable {
  /// Simulated seconds a real second; 0 when it stands still.
  package var factor: Int

  /// The speeds that the keys step through.
  package static let steps = [0, 1, 10, 60, 300, 900, 3600]

  /// `factor` simulated seconds a real second.
  package init(_ factor: Int) { self.factor = max(0, factor) }
}

/// A batch as it stands in the journal.
package struct RecordedBatch: Sendable {
  /// How many texts the dictionary had before.
  package var textsBefore: Int
  /// Texts that are new in the dictionary, in order.
  package var texts: [String]
  /// The events, in order.
  package var events: [Event]

  /// A batch of these texts and events, after the dictionary's first `textsBefore` texts.
  package init(textsBefore: Int, texts: [String], events: [Event]) {
    self.textsBefore = textsBefore
    self.texts = texts
    self.events = events
  }
}

/// What became of a request, shipment by shipment.
package struct Answer: Sendable {
  /// The request's verb.
  package var verb: Verb
  /// Shipments on which it was done; their events come as a recorded batch before this.
  package var done: [ShipmentID]
  /// Shipments on which it was refused, and why.
  package var refused: [(id: ShipmentID, why: Rejection)]

  /// An answer to `verb`.
  package init(verb: Verb, done: [ShipmentID], refused: [(id: ShipmentID, why: Rejection)]) {
    self.verb = verb
    self.done = done
    self.refused = refused
  }
}

/// Who records what alarms come to, among the rooms on one journal.
package enum AlarmKeeper: Hashable, Sendable {
  /// This room.
  case us
  /// Another one.
  case other
  /// No room, and why not this one: alarms are neither raised nor cleared meanwhile.
  case nobody(String)
}

/// An alarm that wants a person, as it is announced.
package struct AlarmNews: Hashable, Sendable {
  /// The cause's stable text.
  package var cause: String
  /// How urgent it is.
  package var priority: AlarmPriority

  /// News of the alarm of a cause.
  package init(cause: String, priority: AlarmPriority) {
    self.cause = cause
    self.priority = priority
  }
}

/// What became of what somebody said about alarms.
package struct AlarmAnswer: Sendable {
  /// What was said.
  package var command: AlarmCommand
  /// The causes on which it was done; their events come as a recorded batch before this.
  package var done: [String]
  /// Why it was done on none; nil where it was done on some.
  package var refusal: Rejection?

  /// An answer to a command.
  package init(_ command: AlarmCommand, _ result: Result<[String], Rejection>) {
    self.command = command
    switch result {
    case .success(let causes): (done, refusal) = (causes, nil)
    case .failure(let why): (done, refusal) = ([], why)
    }
  }
}

/// What an import took and found, in numbers and words.
package struct ImportSummary: Hashable, Sendable {
  /// The file's path as it was asked for.
  package var file: String
  /// Orders that are new.
  package var orders: Int
  /// Claims that are new.
  package var claims: Int
  /// Messages about declarations that are new.
  package var messages: Int
  /// Records that were known already.
  package var known: Int
  /// Findings, worst first, each with its severity and place.
  package var findings: [String]
  /// How many of the first of them are errors; the others are warnings and what is only worth knowing.
  package var errorCount: Int
  /// How much of it was taken when somebody stopped it, in thousandths; nil where nobody did.
  package var stoppedAt: Int?

  /// A summary of the import of `file`.
  package init(
    file: String, orders: Int, claims: Int, messages: Int = 0, known: Int, findings: [String], errorCount: Int = 0,
    stoppedAt: Int? = nil
  ) {
    self.messages = messages
    self.errorCount = errorCount
    self.stoppedAt = stoppedAt
    self.file = file
    self.orders = orders
    self.claims = claims
    self.known = known
    self.findings = findings
  }
}

/// How far the comparing of parties with lists has come.
package struct ScreeningProgress: Hashable, Sendable {
  /// Shipments that were looked at.
  package var looked: Int
  /// Shipments there are.
  package var total: Int
  /// Shipments of those whose parties match.
  package var found: Int
  /// Shipments of those with a name that could not be read whole.
  package var unreadShipments = 0
  /// How many such names there are.
  package var unreadNames = 0
  /// The first of them.
  package var unread: [UnreadName] = []

  /// So far.
  package init(looked: Int, total: Int, found: Int) {
    self.looked = looked
    self.total = total
    self.found = found
  }
}

/// How far the import of a file has come.
package struct ImportProgress: Hashable, Sendable {
  /// The file's path as it was asked for.
  package var file: String
  /// How many bytes the file has.
  package var bytes = 0
  /// How much of what it holds was taken, in thousandths; nil while it is still being read.
  package var share: Int?
  /// Orders, claims and messages that were new, and what was known already.
  package var orders = 0
  package var claims = 0
  package var messages = 0
  package var known = 0
  /// What was found so far, and how much of that is an error.
  package var findings = 0
  package var errors = 0
  /// Files that wait behind it.
  package var waiting = 0

  /// The file is begun.
  package init(file: String) { self.file = file }
}

/// Files whose paths go on as was typed.
package struct FileListing: Hashable, Sendable {
  /// What was typed.
  package var prefix: String
  /// The paths, those of folders with a slash behind them.
  package var names: [String]

  /// The files for `prefix`.
  package init(prefix: String, names: [String]) {
    self.prefix = prefix
    self.names = names
  }
}

/// Something that could not be done, for the status line.
package struct Failure: Error, Hashable, Sendable {
  /// What went wrong, a clause.
  package var words: String
  /// What to do about it; empty where nothing can be done.
  package var remedy: String

  /// A failure in words.
  package init(_ words: String, remedy: String = "") {
    self.words = words
    self.remedy = remedy
  }
}
