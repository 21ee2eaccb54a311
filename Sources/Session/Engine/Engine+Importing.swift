import Dashboard
import Logistics
import Measures
import Store

// Files are taken in a portion a turn; see ImportDesk. What fails for a moment waits, what fails for good ends the file.

extension Engine {
  func importFile(_ path: String) {
    guard !options.readOnly else {
      return inbox.post([.failed(Failure(readsOnly.words, remedy: readsOnly.remedy))])
    }
    guard ledger != nil else {
      return inbox.post([
        .failed(Failure("the journal could not be opened", remedy: "import the file when it is there"))
      ])
    }
    guard imports.ask(for: path) else {
      return inbox.post([.failed(Failure("too many files wait already; this one was not taken"))])
    }
    readNext()
  }

  private func readNext() {
    if let progress = imports.readNext({ [mailbox] in mailbox.post(.imported($0)) }) {
      inbox.post([.importing(progress)])
    }
  }

  /// Takes a portion of the file that is under way; whoever asks for something is heard between two of them.
  func takeIn(at steady: Double) {
    guard imports.hasPortion, let ledger, driver?.isApart != true, restingSince == nil, steady >= retryAt else {
      return
    }
    do throws(StoreFailure) {
      if let report = try imports.takePortion(into: ledger, now: now) {
        inbox.post([.imported(report.summary)])
        readNext()
      } else if let progress = imports.changedProgress(at: steady) {
        inbox.post([.importing(progress)])
      }
    } catch {
      guard error.code != .locked else {
        tell(error, "The import waits")
        retryAt = Machine.steadySeconds + Engine.retrySeconds
        return
      }
      if let report = imports.fail(error) { inbox.post([.imported(report.summary)]) }
      tell(error, "The import ended early; what was taken is kept, and is known when the file is read again")
      readNext()
    }
  }

  func stopImport() {
    let (ended, untouched) = imports.stop()
    if let ended { inbox.post([.imported(ended.summary)]) }
    for path in untouched {
      inbox.post([.imported(ImportSummary(file: path, orders: 0, claims: 0, known: 0, findings: [], stoppedAt: 0))])
    }
  }
}
