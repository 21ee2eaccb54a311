import Dashboard
import Foundation
import Logistics
import Measures
import Store
import Testing

@testable import Session

/// The user's own files decide what simulated customs hold, and a journal remembers by which it was made.
@Suite struct `The law of a simulation` {
  /// A folder of files about destinations.
  private final class Folder {
    let path = NSTemporaryDirectory() + "clearway-law-" + UUID().uuidString

    init(_ files: [String: String] = [:]) throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var law: SimulationLaw { SimulationLaw(TariffFolder(path, isNamed: true)) }
  }

  /// The United Kingdom begins to ask consignees for a number.
  private static let number = """
    code: GB
    identifiers:
    - {name: Consignee number, of: consignee, always: true, pattern: 'C\\d{8}', confidence: high, sources: [OWN]}
    sources:
    - {id: OWN, title: A thought experiment}
    """
  /// The United Kingdom asks for nothing of what is worth more than that for which the seller takes the tax at the sale.
  private static let relief = """
    code: GB
    periods:
    - from: 2021-01-01
      rules:
      - id: gb-over
        when: {over: 135 GBP, basis: intrinsic}
        duty: {method: exempt}
        tax: {method: exempt}
        confidence: high
        sources: [OWN]
    sources:
    - {id: OWN, title: A thought experiment}
    """

  /// Runs a journal's simulation by a law up to a day counted from its beginning.
  private func run(_ file: JournalFile, _ law: SimulationLaw, days: Int64) throws -> Driver {
    let journal = try file.journal()
    let settings = try #require(
      try SimulationSettings(seed: 11, ordersPerDay: 250, start: noon).begin(in: journal))
    guard case .driving(let driver) = try Driver.take(journal, settings: settings, law: law) else {
      throw Room.Missing()
    }
    while try !driver.advance(to: settings.start + .days(days), maxEvents: 5_000) {}
    return driver
  }

  /// How many holds for a reason were ever opened for a country.
  private func holds(_ reason: HoldReason, to country: String, in driver: Driver) throws -> Int {
    let board = driver.ledger.board
    return try (1...UInt32(board.count)).reduce(0) { count, number in
      let id = ShipmentID(number)
      guard board[id]?.destinationCountry.code == country else { return count }
      let dossier = try #require(try driver.ledger.dossier(of: id))
      return count
        + dossier.events.count { entry in
          if case .holdOpened(let hold) = entry.event.what { hold.reason == reason } else { false }
        }
    }
  }

  @Test func `with a file of one's own the same seed has other holds, and the same ones whenever it is run`() throws {
    let (plain, asking, free) = (
      try Folder(), try Folder(["gb.yaml": Self.number]), try Folder(["gb.yaml": Self.relief])
    )
    #expect(plain.law.digest == SimulationLaw.builtIn.digest)
    #expect(Set([plain.law.digest, asking.law.digest, free.law.digest]).count == 3)
    #expect(asking.law.words == "the program's rules with gb.yaml")
    let files = (JournalFile(), JournalFile(), JournalFile(), JournalFile())
    let usual = try run(files.0, plain.law, days: 40)
    let asked = try run(files.1, asking.law, days: 40)
    #expect(try holds(.consigneeTaxIDMissing, to: "GB", in: usual) == 0)
    #expect(try holds(.consigneeTaxIDMissing, to: "GB", in: asked) > 0)
    let freed = try run(files.2, free.law, days: 40)
    #expect(try holds(.dutyUnpaid, to: "GB", in: usual) > 0)
    #expect(try holds(.dutyUnpaid, to: "GB", in: freed) == 0)
    let again = try run(files.3, asking.law, days: 40)
    #expect(try again.ledger.journal.digest() == asked.ledger.journal.digest())
    #expect(try asked.ledger.journal.digest() != usual.ledger.journal.digest())
  }

  @Test func `a file with a mistake is not in force, and the law is the one without it`() throws {
    let folder = try Folder(["gb.yaml": "code: GB\nname: ["])
    #expect(folder.law.digest == SimulationLaw.builtIn.digest)
    #expect(TariffFolder(folder.path, isNamed: true).findings.count > 0)
  }

  @Test func `a journal that goes on by another law says so, and each of its days stays what it was`() throws {
    let file = JournalFile()
    let asking = try Folder([
      "gb.yaml": Self.number,
      "rates.yaml": "rates:\n- {currency: GBP, per_euro: 0.9, on: 2026-01-02, source: our bank}\n",
    ])
    var driver = try run(file, .builtIn, days: 4)
    #expect(driver.newsOfLaw == nil)
    driver = try driver.reopened()
    #expect(driver.newsOfLaw == nil, "it goes on by what it judged by")
    let before = driver.ledger.position.entries
    let journal = driver.ledger.journal
    let settings = driver.settings
    let news = try #require(try driver.judge(by: asking.law))
    #expect(
      news
        == "from event \(before + 1) on the simulated customs judge by the program's rules with gb.yaml and rates.yaml;"
        + " before, by the program's rules")
    while try !driver.advance(to: settings.start + .days(8), maxEvents: 5_000) {}
    let board = driver.ledger.board
    // All of it again from its events alone: two laws, each for its own days, whatever lies in the folder by now.
    try journal.write { transaction throws(StoreFailure) in try transaction.dropSections() }
    driver = try driver.reopened()
    #expect(driver.ledger.board.agrees(with: board))
    #expect(driver.law.digest == asking.law.digest)
    #expect(try SimulationLaw.laws(of: journal).map(\.after) == [0, before])
  }

  @Test func `the room judges by the folder, and by what it says later`() throws {
    let file = JournalFile()
    let asking = try Folder(["gb.yaml": Self.number])
    let room = Room(try file.journal()) {
      $0.speed = Speed(60)
      $0.newSimulation = .small
      $0.law = asking.law
    }
    try room.wait("it is shown") { $0.state.board.count > 0 }
    room.engine.post(.judge(.builtIn))
    try room.wait("it is told") {
      $0.told.contains { $0.contains("judge by the program's rules; before, by the program's rules with gb.yaml") }
    }
    room.engine.stop()
    #expect(
      try SimulationLaw.laws(of: try file.journal(.readOnly)).map(\.digest) == [
        asking.law.digest, SimulationLaw.builtIn.digest,
      ])
  }
}
