import Alarms
import Logistics
import Measures
import Store

@testable import Session

extension Ledger {
  /// Records what a look at everything comes to.
  func recordAlarms(_ watch: AlarmWatch, now: Instant, recordedAt: Instant) throws(StoreFailure) {
    try recordAlarms(now: now, recordedAt: recordedAt) { book, instant, texts in
      book.steps(watch, now: instant, texts: &texts)
    }
  }
}
