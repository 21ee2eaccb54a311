import Alarms
import Dashboard
import Logistics
import Measures
import YAML

// Rules of alarms: those that are built in can be changed and switched off, others added.
//
//   alarms:
//     rules:
//       silent: {watch: false}
//       vip-held:
//         filter: is:held merchant:nimbus
//         by: hold
//         severity: major
//         clock: hold
//
// Whether a change makes sense is asked of the rules themselves.

extension Key<Configuration> {
  static var alarmSection: Key<Configuration> {
    Key(
      "alarms", "Alarms: what needs a person.",
      [
        shiftEnds,
        Key(
          "rules",
          """
          rules by name: a name that is there changes that rule, another one makes a new rule, which needs a filter. \
          There are \(AlarmRules().rules.map(\.name).joined(separator: ", "))
          """, Kind<[AlarmRuleChange]>.rules, \.alarmRules, of: Configuration(),
          example: [
            "vip-held:", "  filter: is:held value>=1000eur", "  by: hold", "  severity: major", "  clock: hold",
            "  on-delay: 2m", "  condition: parcels of high value are held", "  action: call the broker",
            "  procedure: [open the first, ask for what is missing]",
          ]),
      ])
  }
}

/// A change on its way out of the file.
private struct RuleDraft: Sendable {
  /// What else than a number of shipments may raise a rule; the only one that has nothing more to say is none.
  enum Trigger: Sendable { case count }

  var change = AlarmRuleChange("")
  var trigger: Trigger?
  var sharePercent: Int?
  var among: Filter?
  var quiet: Span?
}

extension Kind where Value == AlarmClock {
  fileprivate static var alarmClock: Kind {
    let span = Kind<Span>.span(.minutes(1) ... .days(30))
    let words = "hold (the first hold's limit), promise, none, or a time after which it is too late, as in 4h"
    return Kind(shape: .language(words, example: "hold")) { node, reading in
      guard let text = reading.scalar(node) else { return nil }
      switch text {
      case "hold": return .hold
      case "promise": return .promise
      case "none": return AlarmClock.none
      default:
        guard Span(file: text) != nil else {
          reading.find(node, "“\(excerpt(text))” is no clock; it is \(words)")
          return nil
        }
        return span.read(node, &reading).map { .after($0) }
      }
    } write: { clock in
      switch clock {
      case .hold: "hold"
      case .promise: "promise"
      case .none: "none"
      case .after(let span): span.file
      }
    }
  }
}

extension Kind where Value == [AlarmRuleChange] {
  fileprivate static var rules: Kind {
    let start = RuleDraft()
    let delay = Kind<Span>.span(.zero ... .days(7))
    let count = Kind<Int>.number(1...1_000_000_000)
    let line = Kind<String>.text(most: 200)
    let keys: [Key<RuleDraft>] = [
      Key("watch", "whether it is watched", Kind<Bool>.flag.optional, \.change.isOn, of: start),
      Key("filter", "the shipments that it is about", Kind<Filter>.filter.optional, \.change.about, of: start),
      Key(
        "by", "what makes one alarm of many shipments: what they have in common",
        Kind<AlarmGrouping>.choice(AlarmGrouping.allCases.map { ($0, $0.name, "") }).optional, \.change.grouping,
        of: start),
      Key(
        "severity", "what is at stake; the priority is this and the time that is left",
        Kind<AlarmSeverity>.choice(AlarmSeverity.allCases.map { ($0, $0.name, "") }).optional, \.change.severity,
        of: start),
      Key(
        "clock", "from where the time to respond comes", Kind<AlarmClock>.alarmClock.optional, \.change.clock, of: start
      ),
      Key("count", "how many shipments raise it", count.optional, \.change.countMin, of: start),
      Key("clear-below", "below how many it clears", count.optional, \.change.countClear, of: start),
      Key(
        "trigger", "count: the number alone raises it, where the rule goes by itself by a share or a quiet time",
        Kind<RuleDraft.Trigger>.choice([(.count, "count", "enough shipments and nothing else")]).optional, \.trigger,
        of: start),
      Key(
        "share", "raise it only where they are at least so many percent of those that “among” finds",
        Kind<Int>.number(1...100).optional, \.sharePercent, of: start),
      Key("among", "what the share is of; by itself all shipments", Kind<Filter>.filter.optional, \.among, of: start),
      Key(
        "quiet", "raise it only where nothing was heard of them for so long",
        Kind<Span>.span(.minutes(1) ... .days(30)).optional, \.quiet, of: start),
      Key("on-delay", "how long it must be so before it is told", delay.optional, \.change.onDelay, of: start),
      Key("off-delay", "how long it must be gone before it clears", delay.optional, \.change.offDelay, of: start),
      Key("condition", "what is so, a clause", line.optional, \.change.condition, of: start),
      Key("consequence", "what happens if nobody acts", line.optional, \.change.consequence, of: start),
      Key("action", "what to do", line.optional, \.change.action, of: start),
      Key("procedure", "what to do, step by step", line.list(most: 20).optional, \.change.procedure, of: start),
    ]
    return Kind(shape: .named("a rule's name", .section(keys.map(\.description)), names: [])) { node, reading in
      var changes: [AlarmRuleChange] = []
      for entry in reading.entries(node) {
        reading.inside(entry.key) { reading in
          var draft = start
          draft.change.name = entry.key
          let before = reading.mistakes
          reading.map(entry.value, keys, &draft)
          if draft.sharePercent != nil, draft.quiet != nil {
            reading.find(at: entry.place, "“share” and “quiet” exclude each other")
          }
          if draft.trigger != nil, draft.sharePercent != nil || draft.quiet != nil {
            reading.find(at: entry.place, "“trigger: count” excludes “share” and “quiet”")
          }
          if draft.among != nil, draft.sharePercent == nil {
            reading.find(at: entry.place, "“among” says what a share is of, and there is no “share”")
          }
          if let percent = draft.sharePercent {
            draft.change.trigger = .share(percentMin: percent, among: draft.among ?? .all)
          } else if let quiet = draft.quiet {
            draft.change.trigger = .quiet(after: quiet)
          } else if draft.trigger != nil {
            draft.change.trigger = .count
          }
          guard reading.mistakes == before else { return }
          var faults: [AlarmRuleFault] = []
          _ = AlarmRules(changes + [draft.change], faults: &faults)
          for fault in faults {
            let place = entry.value.place(of: fault.key) ?? entry.place
            reading.inside(fault.key) { $0.find(at: place, fault.words) }
          }
          if faults.isEmpty { changes.append(draft.change) }
        }
      }
      return changes
    } write: { changes in
      let all = changes.map { change -> String in
        var draft = start
        draft.change = change
        switch change.trigger {
        case .share(let percent, let among)?:
          draft.sharePercent = percent
          draft.among = among.isEmpty ? nil : among
        case .quiet(let span)?: draft.quiet = span
        case .count?: draft.trigger = .count
        case nil: break
        }
        return "\(yaml(change.name)): " + written(keys, draft, beside: start)
      }
      return "{" + all.joined(separator: ", ") + "}"
    }
  }
}

extension YAMLNode {
  /// Where a key of a map stands.
  fileprivate func place(of key: String) -> TextPlace? {
    guard case .map(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.place
  }
}
