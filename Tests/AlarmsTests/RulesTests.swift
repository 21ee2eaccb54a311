import Logistics
import Measures
import Testing

@testable import Alarms

@Suite struct RulesTests {
  @Test("every built-in rule says all that a message must") func builtIn() throws {
    let rules = AlarmRules().rules
    #expect(Set(rules.map(\.name)).count == rules.count)
    for rule in rules {
      #expect(try Filter(parsing: rule.about.text).text == rule.about.text, "\(rule.name)")
      for words in [rule.condition, rule.consequence, rule.action] { #expect(!words.isEmpty, "\(rule.name)") }
      #expect(rule.procedure.count >= 2, "\(rule.name)")
      #expect(rule.countClear <= rule.countMin && rule.countClear >= 1, "\(rule.name)")
      #expect(rule.isOn && rule.onDelay > .zero && rule.offDelay > .zero, "\(rule.name)")
      #expect(rule.clock != .none, "\(rule.name): a response must be timely")
      #expect(AlarmPriority(name: rule.name) == nil, "\(rule.name)")
    }
    for name in [
      "hold-clock", "give-up", "promise", "silent", "unscanned", "documents", "duty", "attempts", "stuck",
      "source-quiet", "place-quiet", "place-upset", "lane-upset",
    ] { #expect(AlarmRules()[name] != nil, "\(name)") }
  }

  @Test("a configuration changes, adds and switches off, and a mistake is told and changes nothing") func changes()
    throws
  {
    var change = AlarmRuleChange("silent")
    change.countMin = 50
    change.severity = .severe
    var off = AlarmRuleChange("stuck")
    off.isOn = false
    var new = AlarmRuleChange("dear")
    new.about = try Filter(parsing: "value>500eur is:held")
    new.grouping = .merchant
    var faults: [AlarmRuleFault] = []
    let rules = AlarmRules([change, off, new], faults: &faults)
    #expect(faults == [])
    #expect(rules["silent"]?.countMin == 50 && rules["silent"]?.severity == .severe)
    #expect(rules["stuck"]?.isOn == false)
    #expect(rules["dear"]?.grouping == .merchant)
    #expect(rules.rules.count == AlarmRules().rules.count + 1)
    var broken: [AlarmRuleChange] = ["", "Big", "p1", "critical", "a b", "nothing"].map { AlarmRuleChange($0) }
    var low = AlarmRuleChange("silent")
    low.countMin = 0
    var clear = AlarmRuleChange("silent")
    clear.countClear = 1_000_000
    var late = AlarmRuleChange("silent")
    late.onDelay = .days(400)
    var all = AlarmRuleChange("silent")
    all.about = .all
    broken += [low, clear, late, all]
    let same = AlarmRules(broken, faults: &faults)
    #expect(faults.map(\.index) == Array(broken.indices))
    #expect(same == AlarmRules())
  }

  @Test("priority is what is at stake, by the time that is left") func priorities() {
    let spans: [Span?] = [.hours(-5), .hours(5), .hours(7), .hours(30), .hours(80), nil]
    let table = AlarmSeverity.allCases.map { severity in
      severity.name + ": " + spans.map { AlarmPriority(severity, timeLeft: $0).name }.joined(separator: " ")
    }.joined(separator: "\n")
    #expect(
      table == """
        severe: critical critical high medium low low
        major: high high medium medium low low
        minor: medium medium low low low low
        """)
  }

  @Test("a share and silence are told of all shipments too, and of holds nothing") func ungrouped() throws {
    let held = try Filter(parsing: "is:held")
    var share = AlarmRule("share", about: held, by: .none, .major, .none)
    share.trigger = .share(percentMin: 40, among: try Filter(parsing: "value>=0eur or value<0eur"))
    var quiet = AlarmRule("quiet", about: try Filter(parsing: "panel:orders"), by: .none, .major, .none)
    quiet.trigger = .quiet(after: .hours(2))
    var yard = Yard([share, quiet])
    yard.look()
    let ids = (0..<10).map { _ in yard.order(merchant: "Nimbus") }
    yard.pass()
    for id in ids.prefix(3) { yard.hold(id) }
    yard.pass()
    #expect(yard.news() == [])
    yard.hold(ids[3])
    yard.pass()
    #expect(yard.news() == ["raised share"])
    yard.pass(.hours(3))
    #expect(yard.news() == ["raised quiet"])
    #expect(yard.picture.open.map(\.group) == [.all, .all])
    var faults: [AlarmRuleFault] = []
    for trigger in [AlarmTrigger.share(percentMin: 10, among: .all), .quiet(after: .hours(1))] {
      var change = AlarmRuleChange("mine")
      change.about = held
      change.grouping = .hold
      change.trigger = trigger
      #expect(AlarmRules([change], faults: &faults) == AlarmRules())
    }
    #expect(faults.map(\.key) == ["by", "by"])
  }

  @Test("what is counted at a place is what is listed there, and the journal knows it as ever") func places() throws {
    let cause = try #require(AlarmCause("stuck at:FRA"))
    #expect(cause.group.text == "at=FRA")
    #expect(AlarmCause.text(rule: cause.rule, group: cause.group) == "stuck at:FRA")
    #expect(AlarmCause("stuck lane:A14")?.group.text == "lane:A14")
  }
}
