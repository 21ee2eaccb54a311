package import Logistics

// What of the journal is shown, by the log view and by `clearway log` alike:
//
//   by:mei kind:hold verb:release FRA invoice
//     │       │          │         └ words: each must occur in the line as it is told
//     │       │          └ what the desk was asked for
//     │       └ the beginning of an event's kind; "deed" for whatever the desk did
//     └ a piece of the role or the name of whoever said or did it

/// Which lines of the log are wanted.
package struct LogFilter: Hashable, Sendable {
  private var by: [String] = []
  private var kinds: [String] = []
  private var verbs: [String] = []
  private var words: [String] = []

  /// What stands for everything that the desk did, whatever kind of event came of it.
  private static let deed = "deed"

  /// The verbs about alarms, as the record tells them.
  package static let alarmVerbs = [
    "acknowledge", "shelve", "unshelve", "out-of-service", "in-service", "own-alarm", "comment", "close-alarm",
  ]

  /// All lines.
  package static let all = LogFilter()

  private init() {}

  /// The filter of a text; nothing is asked for by an empty one.
  ///
  /// - Throws: what is not understood, and where: it would match nothing, and nobody would know why.
  package init(parsing text: String) throws(FilterFault) {
    var column = 1
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      defer { column += word.count + 1 }
      let word = word.lowercased()
      guard let colon = word.firstIndex(of: ":"), colon != word.startIndex else {
        if !word.isEmpty { words.append(word) }
        continue
      }
      let value = String(word[word.index(after: colon)...])
      switch word[..<colon] {
      case "by": if !value.isEmpty { by.append(value) }
      case "kind":
        let names = EventKind.allCases.map(\.name) + [Self.deed]
        guard names.contains(where: { $0.hasPrefix(value) }) else {
          throw FilterFault(
            column: column + 5, "there is no kind of event “\(value)”",
            expected: "one of " + names.joined(separator: ", "))
        }
        if !value.isEmpty { kinds.append(value) }
      case "verb":
        let names = Verb.table.map(\.name) + Self.alarmVerbs
        guard names.contains(where: { $0.hasPrefix(value) }) else {
          throw FilterFault(
            column: column + 5, "there is no verb “\(value)”", expected: "one of " + names.joined(separator: ", "))
        }
        if !value.isEmpty { verbs.append(value) }
      default: words.append(word)
      }
    }
  }

  /// Whether every line is wanted.
  package var isEmpty: Bool { by.isEmpty && kinds.isEmpty && verbs.isEmpty && words.isEmpty }

  /// Whether the words of a line matter at all.
  package var looksAtWords: Bool { !words.isEmpty }

  /// Whether a line of an event is wanted, but for its words.
  ///
  /// - Parameters:
  ///   - kind: the event's kind.
  ///   - role: who says or did it, by role and name, in small letters.
  ///   - verb: what the desk was asked for; empty where it was not asked.
  package func admits(_ kind: EventKind, by role: @autoclosure () -> String, isDesk: Bool, verb: String) -> Bool {
    guard kinds.allSatisfy({ kind.name.hasPrefix($0) || isDesk && Self.deed.hasPrefix($0) }) else { return false }
    guard verbs.allSatisfy({ !verb.isEmpty && verb.hasPrefix($0) }) else { return false }
    guard !by.isEmpty else { return true }
    let role = role()
    return by.allSatisfy { role.contains($0) }
  }

  /// Whether the words of a line are as wanted.
  package func admits(words line: @autoclosure () -> String) -> Bool {
    guard !words.isEmpty else { return true }
    let line = line().lowercased()
    return words.allSatisfy { line.contains($0) }
  }
}
