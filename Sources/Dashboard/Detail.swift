import Logistics
import Measures

/// One shipment looked at closely.
struct Detail: Sendable {
  /// The number by which a pointer finds its columns, the left one; the other follows.
  static let group = 800
  /// Which one.
  let id: ShipmentID
  /// What is shown of all that is recorded about it; nil until it was read.
  private(set) var dossier: Dossier?
  /// All that is recorded about it; the same unless a moment of the past is shown.
  private var whole: Dossier?
  /// The column that the arrows scroll.
  var column = 0
  /// The causes of the alarms that it is part of.
  var alarms: [String] = []
  /// Whether there may be more of them, of rules about words that are still looked for.
  var awaitsAlarms = false
  /// What the border asks of it, as reckoned last; nil until then.
  var appraisal: Appraisal?
  /// The page about it that somebody waits for until it was read.
  var wanted: ReadingSubject?
  /// Rows scrolled away, by column.
  var offsets = [0, 0]

  /// A look at a shipment of which nothing was read yet.
  init(_ id: ShipmentID) { self.id = id }

  /// Takes what was read.
  mutating func take(_ read: Dossier) {
    guard read.id == id, read.events.count >= whole?.events.count ?? 0 else { return }
    whole = read
    dossier = read
  }

  /// Shows what is known of it at a moment, or all there is.
  mutating func cut(to moment: PastMoment?) {
    guard let moment else {
      dossier = whole
      return
    }
    switch moment.telling {
    case .heard: dossier = whole?.heard(upTo: moment.instant)
    case .happened: dossier = whole?.happened(upTo: moment.instant)
    }
  }

  /// Takes what was recorded since; `last` is the journal's number of the last event.
  mutating func take(_ events: [Event], upTo last: UInt64) {
    guard var dossier = whole else { return }
    let first = last &- UInt64(events.count) &+ 1
    for (index, event) in events.enumerated() where event.shipment == id {
      let sequence = first &+ UInt64(index)
      guard sequence > dossier.events.last?.sequence ?? 0 else { continue }
      dossier.append(event, sequence: sequence)
    }
    whole = dossier
    self.dossier = dossier
  }
}
