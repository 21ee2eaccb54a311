import Configuration
import Dashboard
import Dispatch
import Foundation
import Logistics
import Measures
import TUI
import Tariff
import Testing

@testable import Session

@Suite("The configuration file while the program runs") struct ConfigurationWatchTests {
  /// A watch over a file of its own, and what it tells.
  private final class Bench {
    let folder: String
    var path: String { folder + "/config.yaml" }
    let inbox: Inbox
    private let woken = DispatchSemaphore(value: 0)
    private var waiting: [Action] = []
    /// What destinations ask, as it was told last.
    private(set) var law: Law?
    /// The lists that parties are screened against, as they were told last, and what was told of them.
    private(set) var lists: ScreeningLists?
    private(set) var failures: [String] = []

    init() throws {
      var template = Array((NSTemporaryDirectory() + "clearway-config-XXXXXX").utf8CString)
      folder = try #require(mkdtemp(&template).map { String(cString: $0) })
      inbox = Inbox(waking: Waker { [woken] in woken.signal() })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func put(_ text: String, into name: String) throws {
      let file = URL(fileURLWithPath: folder + "/" + name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .atomic)
    }

    func put(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) }

    func watch(_ options: OptionValues = OptionValues()) -> ConfigurationWatch {
      let file = ConfigurationFile(named: path)
      let watch = ConfigurationWatch(file, read: file.text(), options: options, inbox: inbox)
      watch.start()
      return watch
    }

    /// Takes in what is told until the lists are so.
    func lists(_ what: Comment, _ isSo: (ScreeningLists) -> Bool) throws {
      let end = DispatchTime.now() + 30
      while true {
        for action in waiting + inbox.take() {
          if case .screening(let new) = action { lists = new }
          if case .failed(let failure) = action { failures.append(failure.words) }
        }
        waiting = []
        if let lists, isSo(lists) { return }
        try #require(woken.wait(timeout: end) == .success, what)
      }
    }

    /// Waits until something was told as wrong.
    func failure() throws -> String {
      let count = failures.count
      try lists("nothing is told as wrong") { _ in failures.count > count }
      return failures[count]
    }

    /// The next news, with the preferences that came before it, if any did.
    func news() throws -> (news: ConfigurationNews, preferences: Preferences?) {
      var preferences: Preferences?
      let end = DispatchTime.now() + 30
      while true {
        waiting += inbox.take()
        while !waiting.isEmpty {
          switch waiting.removeFirst() {
          case .configured(let news): return (news, preferences)
          case .preferred(let new): preferences = new
          case .law(let new): law = new
          case .screening(let new): lists = new
          case .told: break
          case .failed(let failure): failures.append(failure.words)
          default: Issue.record("something else was told")
          }
        }
        try #require(woken.wait(timeout: end) == .success, "nothing was told")
      }
    }
  }

  @Test func `good, broken, good again, gone: the last good one stays`() throws {
    let bench = try Bench()
    try bench.put("theme: {name: tidewater}\n")
    let watch = bench.watch()
    defer { watch.stop() }
    let first = try bench.news()
    #expect(first.news.findings.isEmpty && !first.news.isAnew)
    #expect(first.preferences?.theme == .named("tidewater"))

    try bench.put("theme: {name: tidewater}\nkeys: {bind: {relase: x}}\n")
    let broken = try bench.news()
    #expect(broken.preferences == nil)
    #expect(broken.news.isAnew)
    #expect(broken.news.findings.count == 1)
    #expect(broken.news.findings.first?.contains(":2:15: keys.bind.relase: there is no action") == true)
    #expect(broken.news.settings.contains { $0.contains("theme.name") && $0.contains("tidewater") })

    try bench.put("theme: {name: calm-light}\noperator: {name: jan}\n")
    let good = try bench.news()
    #expect(good.preferences?.theme == .named("calm-light"))
    #expect(good.news.findings.isEmpty)
    #expect(good.news.later == ["operator.name"])

    try FileManager.default.removeItem(atPath: bench.path)
    let gone = try bench.news()
    #expect(gone.preferences == nil)
    #expect(gone.news.findings.first?.contains("it cannot be read") == true, "\(gone.news.findings)")

    watch.reload()
    #expect(try bench.news().news.findings.count == 1)
  }

  @Test func `roles are taken while it runs, unless the command line names them`() throws {
    let bench = try Bench()
    try bench.put("operator: {name: mei}\n")
    let watch = bench.watch()
    defer { watch.stop() }
    #expect(try bench.news().preferences?.roles == RoleSet([]))
    try bench.put("operator: {name: mei, roles: [compliance]}\n")
    let given = try bench.news()
    #expect(given.preferences?.roles == RoleSet(.compliance))
    #expect(given.news.later.isEmpty)

    let named = try Bench()
    try named.put("operator: {roles: [compliance]}\n")
    var options = OptionValues()
    options.note("operator.roles", "[]", "--role")
    let other = named.watch(options)
    defer { other.stop() }
    #expect(try named.news().preferences?.roles == nil)
  }

  @Test func `files about destinations are read with it and anew when asked; a broken one leaves what was in force`()
    throws
  {
    let brazil = try #require(Country("BR"))
    let bench = try Bench()
    try bench.put("theme: {name: tidewater}\n")
    try bench.put("code: BR\nname: Brazil of ours\n", into: "tariff/br.yaml")
    let watch = bench.watch()
    defer { watch.stop() }
    #expect(try bench.news().news.findings.isEmpty)
    #expect(bench.law?.book.destination(brazil)?.name == "Brazil of ours")

    try bench.put("code: BR\nname: [\n", into: "tariff/br.yaml")
    watch.reload()
    let broken = try bench.news().news
    #expect(broken.findings.first?.hasPrefix("br.yaml:") == true, "\(broken.findings)")
    #expect(bench.law?.book.destination(brazil)?.name == "Brazil of ours")

    try bench.put("code: BR\nname: Brazil again\n", into: "tariff/br.yaml")
    watch.reload()
    #expect(try bench.news().news.findings.isEmpty)
    #expect(bench.law?.book.destination(brazil)?.name == "Brazil again")
  }

  @Test func `a file with a mistake keeps no other out when the folder is read anew`() throws {
    let (brazil, japan) = (try #require(Country("BR")), try #require(Country("JP")))
    let bench = try Bench()
    try bench.put("theme: {name: tidewater}\n")
    try bench.put("code: BR\nname: Brazil of ours\n", into: "tariff/br.yaml")
    let watch = bench.watch()
    defer { watch.stop() }
    #expect(try bench.news().news.findings.isEmpty)
    try bench.put("code: BR\nname: [\n", into: "tariff/br.yaml")
    try bench.put("code: JP\nname: Japan of ours\n", into: "tariff/jp.yaml")
    watch.reload()
    #expect(try bench.news().news.findings.first?.hasPrefix("br.yaml:") == true)
    #expect(bench.law?.book.destination(japan)?.name == "Japan of ours")
    #expect(bench.law?.book.destination(brazil)?.name == "Brazil of ours")
    // What was taken away is gone, whatever is wrong beside it.
    try FileManager.default.removeItem(atPath: bench.folder + "/tariff/jp.yaml")
    watch.reload()
    _ = try bench.news()
    #expect(bench.law?.book.destination(japan)?.name == "Japan")
    #expect(bench.law?.book.destination(brazil)?.name == "Brazil of ours")
  }

  /// A row of a list.
  private func row(_ number: Int) -> String { "\(number),\"PARTY \(number)\",-0- ,\"P\",1,2,3,4,5,6,7,8\n" }

  /// How many entries are screened against.
  private func entries(_ lists: ScreeningLists) -> Int {
    if case .ready(let screener) = lists.content { screener.parties.count } else { 0 }
  }

  @Test func `a list that is written anew is in force within seconds, and a broken one leaves what was`() throws {
    let bench = try Bench()
    try bench.put(row(1), into: "sdn.csv")
    try bench.put("screening: {lists: [\"\(bench.folder)/sdn.csv\"]}\n")
    let watch = bench.watch()
    defer { watch.stop() }
    try bench.lists("it is read") { entries($0) == 1 }
    try bench.put(row(1) + row(2), into: "sdn.csv")
    try bench.lists("the new entry is there") { entries($0) == 2 }
    #expect(bench.lists?.files.map(\.count) == [2])
    try bench.put("hello,world\n", into: "sdn.csv")
    #expect(try bench.failure().hasPrefix("screening: "))
    #expect(bench.lists.map(entries) == 2)
    try FileManager.default.removeItem(atPath: bench.folder + "/sdn.csv")
    #expect(try bench.failure().contains("stay in force"))
    try bench.put(row(1) + row(2) + row(3), into: "sdn.csv")
    try bench.lists("it is back") { entries($0) == 3 }
  }

  @Test func `a list that could never be read keeps no other from being taken anew, and both are told`() throws {
    let bench = try Bench()
    try bench.put(row(1), into: "sdn.csv")
    try bench.put("screening: {lists: [\"\(bench.folder)/sdn.csv\", \"\(bench.folder)/none.csv\"]}\n")
    let watch = bench.watch()
    defer { watch.stop() }
    try bench.lists("it is read") { entries($0) == 1 }
    #expect(bench.lists?.files.map { $0.fault == nil } == [true, false])
    try bench.put(row(1) + row(2), into: "sdn.csv")
    try bench.lists("the new entry is there") { entries($0) == 2 }
    // The one that was read is lost: what was read before stays, and that is told.
    try bench.put("hello,world\n", into: "sdn.csv")
    try bench.lists("it is refused") { $0.refusal != nil }
    #expect(bench.lists.map(entries) == 2)
  }

  @Test func `the command line goes before the file`() throws {
    let bench = try Bench()
    try bench.put("theme: {name: tidewater}\n")
    var options = OptionValues()
    options.note("theme.name", "calm-dark", "--theme")
    let watch = bench.watch(options)
    defer { watch.stop() }
    let first = try bench.news()
    #expect(first.preferences?.theme == nil)
    #expect(first.news.settings.contains { $0.hasPrefix("theme.name ") && $0.hasSuffix("calm-dark  (--theme)") })
  }

  @Test func `a file that is written again as it was is no news, one that is asked for is`() throws {
    let bench = try Bench()
    try bench.put("screen: {mouse: false}\n")
    let watch = bench.watch()
    defer { watch.stop() }
    _ = try bench.news()
    try bench.put("screen: {mouse: false}\n")
    watch.reload()
    let asked = try bench.news()
    #expect(asked.news.isAnew)
    #expect(asked.news.findings.isEmpty)
  }

  @Test func `a file that could not be read at the start stays told as that`() throws {
    let bench = try Bench()
    try FileManager.default.createDirectory(atPath: bench.path, withIntermediateDirectories: false)
    let watch = bench.watch()
    defer { watch.stop() }
    #expect(try bench.news().news.findings.first?.contains("it is a folder") == true)
    // The watch looks for itself once it runs; that what it finds is the same is no news.
    watch.reload()
    let asked = try bench.news()
    #expect(asked.news.findings.first?.contains("it is a folder") == true, "\(asked.news.findings)")
    #expect(asked.preferences == nil)
  }

  @Test func `the theme that follows the ground can be asked for on the command line`() throws {
    let bench = try Bench()
    try bench.put("theme: {name: calm-dark, light: tidewater}\n")
    var options = OptionValues()
    options.note("theme.name", "auto", "--theme")
    let watch = bench.watch(options)
    defer { watch.stop() }
    #expect(try bench.news().preferences?.theme == .following(dark: "calm-dark", light: "tidewater"))
  }

  @Test func `a command without a screen is told by the file that nothing may be written`() throws {
    let bench = try Bench()
    try bench.put("operator: {name: mei, read-only: true}\nscreen: {oops: 1}\n")
    let settings = DeskSettings(named: bench.path)
    #expect(settings.operatorName == "mei")
    #expect(settings.readOnlyReason != nil)
    var isDone = false
    #expect(
      settings.writing {
        isDone = true
        return .done
      } == .refused)
    #expect(!isDone)
    try bench.put("operator: {name: [\n")
    #expect(DeskSettings(named: bench.path).readOnlyReason?.contains("may forbid it") == true)
    try bench.put("operator: {read-only: perhaps}\n")
    #expect(DeskSettings(named: bench.path).readOnlyReason?.contains("may forbid it") == true)
    try bench.put("operator: {name: mei}\nscreen: {oops: 1}\n")
    #expect(DeskSettings(named: bench.path).readOnlyReason == nil)
    try bench.put("operator: {name: mei}\n")
    #expect(DeskSettings(named: bench.path).readOnlyReason == nil)
  }
}
