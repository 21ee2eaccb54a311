package import Configuration
import Dashboard
import Foundation
import Logistics
import TUI

// The configuration file between the disk and the screen:
//
//   disk ── once a second: another file, another time? ──► bytes ──► ConfigurationText
//                                                                     ├─ sound ────► .preferred, .configured   in force
//                                                                     └─ mistakes ─► .configured               last good stays
//   folder of destinations ── whenever that is read ──► TariffFolder ─┬─ sound files ─► .law                   in force
//                                                                     └─ mistakes ────► .configured            last good of them stays
//   lists of parties ── once a second: written anew? ──► ScreeningLists ─┬─ entries ─► .screening              in force
//                                                                        └─ none ────► .failed                 last good stays
//
// At the start there is no last good one: what could be understood is in force, and the mistakes are told.

/// Where the configuration is, and whether somebody named it.
package struct ConfigurationFile: Sendable {
  /// The path as the system takes it.
  package let path: String
  /// Whether it must be there.
  package let isNamed: Bool

  /// The file that was named, else the one at its own place.
  package init(named path: String?) {
    self.path = path ?? Machine.defaultConfigurationPath
    isNamed = path != nil
  }

  /// The path as people write it.
  package var name: String { Machine.shortened(path) }

  /// The folder of the user's themes: as the file says, else “themes” beside it.
  package func themesFolder(_ configuration: Configuration) -> String {
    if let folder = configuration.theme.folder { return Machine.expanded(folder) }
    let place = path.lastIndex(of: "/").map { path[..<path.index(after: $0)] } ?? ""
    return place + "themes"
  }

  /// The folder of the user's files about destinations: as the file says, else “tariff” beside it.
  package func tariffFolder(_ configuration: Configuration) -> String {
    if let folder = configuration.tariffFolder { return Machine.expanded(folder) }
    let place = path.lastIndex(of: "/").map { path[..<path.index(after: $0)] } ?? ""
    return place + "tariff"
  }

  /// Reads it; nil where there is none.
  func bytes() -> Result<[UInt8], SystemFault>? {
    if !isNamed, Machine.mark(of: path) == nil { return nil }
    return Machine.read(path, bytesMax: ConfigurationText.bytesMax)
  }

  /// Reads and understands it; a file that is not there sets nothing down.
  package func text() -> ConfigurationText { text(of: bytes()) }

  func text(of read: Result<[UInt8], SystemFault>?) -> ConfigurationText {
    switch read {
    case nil: ConfigurationText()
    case .success(let bytes): ConfigurationText(bytes, file: name)
    case .failure(let fault): ConfigurationText(unreadable: "it cannot be read: \(fault.words)", file: name)
    }
  }
}

/// Values that options of the command line set, by path.
struct OptionValues: Sendable {
  private(set) var all: [(path: String, value: String, from: String)] = []

  /// Notes an option that was given.
  mutating func note(_ path: String, _ value: String?, _ option: String) {
    if let value { all.append((path, value, option)) }
  }
}

/// Looks at the configuration file while the program runs, on a thread of its own.
final class ConfigurationWatch: @unchecked Sendable {  // all but the flags under `condition` is the thread's alone
  private let file: ConfigurationFile
  private let options: OptionValues
  private let inbox: Inbox
  /// Is given the operator's roles whenever others are set down, on the watch's thread, before the screen knows of them.
  private let onRoles: @Sendable (RoleSet) -> Void
  /// Is given the lists that parties are screened against whenever they were read, on the watch's thread.
  private let onLists: @Sendable (ScreeningLists) -> Void
  /// Is given the law whenever it was read anew.
  private let onLaw: @Sendable (SimulationLaw) -> Void
  private let condition = NSCondition()
  private var isStopped = false
  private var mustRead = false

  /// What is in force.
  private var good: ConfigurationText
  /// The lists that were read last, and which files they were.
  private var screened: ScreeningChoice?
  private var listMarks: [FileMark?] = []
  private var listsInForce: ScreeningLists?
  /// The folder of destinations as it was read last.
  private var tariff: TariffFolder?
  /// What the program started with: what takes a restart is measured against it.
  private let first: ConfigurationText
  private var seen: FileMark?
  private var bytes: [UInt8]?

  /// How often the file is looked at.
  private static let periodSeconds = 1.0
  /// Sections that are looked at once, when the program starts.
  private static let lasting = ["operator.name", "operator.read-only", "screen.", "simulation.", "theme.folder"]

  /// A watch over a file that was just read.
  init(
    _ file: ConfigurationFile, read: ConfigurationText, options: OptionValues, inbox: Inbox,
    onRoles: @escaping @Sendable (RoleSet) -> Void = { _ in },
    onLists: @escaping @Sendable (ScreeningLists) -> Void = { _ in },
    onLaw: @escaping @Sendable (SimulationLaw) -> Void = { _ in }
  ) {
    self.onRoles = onRoles
    self.onLaw = onLaw
    self.onLists = onLists
    self.file = file
    self.options = options
    self.inbox = inbox
    good = read
    first = read
    // What was written since it was read is found by `run`, which compares what it reads first with `good`.
    seen = nil
    bytes = nil
  }

  /// Begins, and tells the screen what was read at the start. To be called once, before anything else.
  func start() {
    let folder = TariffFolder(of: file, good.configuration)
    tariff = folder
    inbox.post([.preferred(preferences), .law(folder.law), .configured(news(of: good, isAnew: false))])
    let thread = Thread { [self] in run() }
    thread.name = "configuration"
    thread.start()
  }

  /// Reads the file now, changed or not.
  func reload() {
    condition.lock()
    mustRead = true
    condition.signal()
    condition.unlock()
  }

  /// Ends the watch.
  func stop() {
    condition.lock()
    isStopped = true
    condition.signal()
    condition.unlock()
  }

  private func run() {
    seen = Machine.mark(of: file.path)
    let read = file.bytes()
    if case .success(let found)? = read { bytes = found }
    readLists(good)
    // What was written between the first reading and now is taken like every later change.
    let now = file.text(of: read)
    if now.values.map(\.value) != good.values.map(\.value) || now.findings != good.findings {
      take(now, isAsked: false)
    }
    while true {
      condition.lock()
      if !isStopped, !mustRead { _ = condition.wait(until: Date(timeIntervalSinceNow: Self.periodSeconds)) }
      let (isOver, isAsked) = (isStopped, mustRead)
      mustRead = false
      condition.unlock()
      if isOver { return }
      look(isAsked: isAsked)
      lookAtLists()
    }
  }

  private static func marks(of choice: ScreeningChoice) -> [FileMark?] {
    choice.lists.map { Machine.mark(of: Machine.expanded($0)) }
  }

  /// Reads the lists again where one of them was written; what is in force stays while they are read, and where nothing can be.
  private func lookAtLists() {
    guard let choice = screened, !choice.lists.isEmpty else { return }
    var marks = Self.marks(of: choice)
    guard marks != listMarks else { return }
    // Whoever writes it may not have finished.
    for _ in 0..<10 {
      usleep(50_000)
      let later = Self.marks(of: choice)
      if later == marks { break }
      marks = later
    }
    listMarks = marks
    let (lists, findings) = ScreeningLists.read(choice)
    // Parties that were seen a moment ago would go unseen without a file that could be read then.
    let lost = listsInForce?.files.first { file in
      file.format != nil && !lists.files.contains { $0.name == file.name && $0.format != nil }
    }
    if let lost, var kept = listsInForce {
      kept.refusal =
        "\(lost.name) cannot be read any more (\(lists.files.first { $0.name == lost.name }?.fault ?? "it is no list")): "
        + "the lists that were read before stay in force, none that was written since"
      inbox.post([.screening(kept)])
      return tell(findings, "; the lists that were read before stay in force")
    }
    listsInForce = lists
    onLists(lists)
    inbox.post([.screening(lists)])
    if findings.isEmpty { inbox.post([.told("the lists of parties were written anew and are in force")]) }
    tell(findings)
  }

  private func look(isAsked: Bool) {
    var mark = Machine.mark(of: file.path)
    guard isAsked || mark != seen else { return }
    // Whoever writes it may not have finished.
    for _ in 0..<10 {
      usleep(50_000)
      let later = Machine.mark(of: file.path)
      if later == mark { break }
      mark = later
    }
    seen = mark
    let read = file.bytes()
    var now: [UInt8]?
    if case .success(let bytes)? = read { now = bytes }
    guard isAsked || now != bytes || now == nil else { return }
    bytes = now
    if read == nil {
      inbox.post([
        .configured(
          ConfigurationNews(
            path: file.name, isAnew: true, findings: ["\(file.name): it is gone"], settings: settings(of: good)))
      ])
      return
    }
    take(file.text(of: read), isAsked: isAsked)
  }

  /// Reads the lists that parties are screened against, where others are named than before.
  private func readLists(_ text: ConfigurationText) {
    let choice = text.configuration.screening
    guard choice != screened else { return }
    screened = choice
    guard !choice.lists.isEmpty else {
      let none = ScreeningLists(threshold: choice.threshold)
      listsInForce = none
      onLists(none)
      return inbox.post([.screening(none)])
    }
    inbox.post([.screening(ScreeningLists(.reading, threshold: choice.threshold))])
    listMarks = Self.marks(of: choice)
    let (lists, findings) = ScreeningLists.read(choice)
    listsInForce = lists
    onLists(lists)
    inbox.post([.screening(lists)])
    tell(findings)
  }

  private func tell(_ findings: [String], _ consequence: String = "") {
    guard let first = findings.first else { return }
    let more = findings.count > 1 ? "; \(findings.count - 1) more" : ""
    inbox.post([
      .failed(Failure(sanitised("screening: \(first)\(more)\(consequence)"), remedy: "clearway screen tells all"))
    ])
  }

  private func take(_ text: ConfigurationText, isAsked: Bool) {
    guard !text.hasMistakes else {
      var news = news(of: text, isAnew: true)
      news.settings = settings(of: good)
      return inbox.post([.configured(news)])
    }
    good = text
    let folder = TariffFolder(of: file, text.configuration, after: tariff)
    tariff = folder
    let preferences = preferences
    if let roles = preferences.roles { onRoles(roles) }
    onLaw(SimulationLaw(folder))
    inbox.post([.preferred(preferences), .law(folder.law), .configured(news(of: text, isAnew: true))])
    if isAsked { screened = nil }
    readLists(text)
  }

  /// What the dashboard is to obey: the command line goes before the file.
  var preferences: Preferences {
    var preferences = good.configuration.preferences
    if !options.all.contains(where: { $0.path == "operator.roles" }) {
      preferences.roles = RoleSet(good.configuration.roles)
    }
    if let theme = options.all.last(where: { $0.path == "theme.name" }) {
      let choice = good.configuration.theme
      preferences.theme =
        theme.value == ThemeChoice.automatic ? .following(dark: choice.dark, light: choice.light) : nil
    }
    return preferences
  }

  private func news(of text: ConfigurationText, isAnew: Bool) -> ConfigurationNews {
    var news = ConfigurationNews(
      path: file.name, isAnew: isAnew,
      findings: text.findings.filter { !$0.isNote }.map(\.description) + (tariff?.findings ?? []),
      settings: text.findings.filter(\.isNote).map { "note: \($0.description)" } + settings(of: text))
    let before = Dictionary(first.values.map { ($0.path, $0.value) }) { $1 }
    news.later = text.values.filter { path, value in
      before[path] != value && Self.lasting.contains(where: path.hasPrefix) && !options.all.contains { $0.path == path }
    }.map(\.path)
    return news
  }

  private func settings(of text: ConfigurationText) -> [String] { text.settings(file: file.name, others: options.all) }
}
