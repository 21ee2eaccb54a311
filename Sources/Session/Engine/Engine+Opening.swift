import Alarms
import Dashboard
import Logistics
import Measures
import Store

// Journal, board and world are opened, and brought together again whenever a failure has put them apart or others have written:
//
//   open ─► take over, or follow ─► adopt ─► the board is shown
//                                     ▲
//   failure, or a gap on the way ─► settle, at once or two seconds later

extension Engine {
  /// How many events from before the start the log shows.
  private static let rememberedEvents = 500

  func open() {
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
      switch try Driver.take(
        journal, settings: settings, law: law, onHead: { inbox.post([.counted($0)]) })
      {
      case .driving(let driver):
        adopt(driver)
        if let news = driver.newsOfLaw { inbox.post([.told(news)]) }
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

  /// Has the simulated customs judge by another law.
  func judge(by law: SimulationLaw) {
    self.law = law
    guard let driver, !driver.isApart else { return }
    do throws(StoreFailure) {
      if let news = try driver.judge(by: law) { inbox.post([.told(news)]) }
    } catch { tell(error, "The simulated customs go on by the law that was in force") }
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
    recallScreening()
    ledger.listen { [weak self] news in self?.hear(news) }
  }

  /// Brings together again what a failure has put apart: world and journal, the screen's board and the ledger's.
  func settle() {
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
  func searchDeeds() {
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

  /// Shows what other processes wrote, and takes over the simulation when its driver is gone.
  func follow() {
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
}
