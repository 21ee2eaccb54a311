import Dashboard
import Foundation
import Logistics
import TUI
import Testing

@testable import Configuration

/// A text as it is read, and what is told of it.
func read(_ text: String) -> ConfigurationText { ConfigurationText(Array(text.utf8), file: "c.yaml") }
func told(_ text: String) -> [String] { read(text).findings.map(\.description) }

@Suite("What a file says") struct ReadingTests {
  @Test func `an empty file, one of comments and one of nothings set nothing down`() {
    let none = Configuration()
    for text in ["", "\n\n", "# nothing\n", "---\n", "operator:\n", "operator: ~\ntheme: {}\nviews: null\n", "~", "{}"]
    {
      let configuration = read(text)
      #expect(configuration.findings.isEmpty, "\(text): \(configuration.findings)")
      #expect(configuration.values.map(\.value) == ConfigurationText().values.map(\.value))
    }
    #expect(none.operatorName == nil)
  }

  @Test func `what is set down is understood`() {
    let text = read(
      """
      operator: {name: mei, roles: [compliance], read-only: yes}
      theme:
        name: auto
        light: contrast-light
      screen: {colours: 256, glyphs: ascii, ambiguous-width: 2, mouse: off}
      simulation:
        speed: 0
        orders-per-day: 12_000
      views:
        - name: late to Germany
          filter: is:late to:DE
          order: "-value"
        - {name: silent, filter: "is:stale to:FR", list: transit}
      colouring:
        - {filter: "is:simulated", paint: muted}
      """)
    #expect(text.findings.isEmpty)
    let configuration = text.configuration
    #expect(configuration.operatorName == "mei")
    #expect(configuration.readsOnly)
    #expect(configuration.roles == [.compliance])
    #expect(told("operator: {roles: king}").first?.contains("is none of compliance") == true)
    #expect(configuration.preferences.theme == .following(dark: "calm-dark", light: "contrast-light"))
    #expect(configuration.screen.depth == .indexed)
    #expect(configuration.screen.glyphSet == .ascii)
    #expect(configuration.screen.ambiguous == .two)
    #expect(!configuration.screen.mouse)
    #expect(configuration.simulation.speed == 0)
    #expect(configuration.simulation.ordersPerDay == 12_000)
    let views = configuration.preferences.savedViews
    #expect(views.count == SavedView.premade.count + 1)
    #expect(views.last?.name == "late to Germany")
    #expect(views.last?.ordering == Ordering(.value, descending: true))
    #expect(views.first { $0.name == "silent" }?.list == .transit)
    #expect(configuration.preferences.colouring.map(\.paint) == [.muted])
    #expect(text.lines["operator.name"] == 1)
    #expect(text.lines["theme.light"] == 4)
  }

  @Test func `every mistake names file, line, column, key, what is wrong and what is allowed`() {
    #expect(
      told(
        """
        operater: {}
        theme:
          nmae: calm-dark
          light: Calm Light
        screen:
          mouse: perhaps
          colours: 17
          glyphs: [ascii]
        simulation:
          speed: 9999
          seed: seven
          orders-per-day: 99999999999999999999999999
        views: {}
        colouring:
          - filter: is:late to:DE and bogus:3
            paint: red
          - 5
        """
      ).map { $0.components(separatedBy: "; one of id,")[0].components(separatedBy: "; to find")[0] } == [
        "c.yaml:1:1: operater: there is no key “operater” here; did you mean “operator”?",
        "c.yaml:3:3: theme.nmae: there is no key “nmae” here; did you mean “name”?",
        "c.yaml:4:10: theme.light: a theme's name has small letters, digits, hyphens and “_”",
        "c.yaml:6:10: screen.mouse: “perhaps” is neither true nor false",
        "c.yaml:7:12: screen.colours: “17” is none of none, 8, 16, 256, 24bit; did you mean “16”?",
        "c.yaml:8:11: screen.glyphs: one value is needed here, not a list or a map",
        "c.yaml:10:10: simulation.speed: 9999 is out of bounds; a whole number from 0 to 3600 is needed",
        "c.yaml:11:9: simulation.seed: “seven” is not a whole number",
        "c.yaml:12:19: simulation.orders-per-day: “99999999999999999999999999” is not a whole number",
        "c.yaml:13:8: views: a list is needed here, each entry behind “- ”",
        "c.yaml:15:31: colouring[1].filter: there is no field \"bogus\"",
        "c.yaml:16:12: colouring[1].paint: “red” is none of muted, secondary, accent",
        "c.yaml:17:5: colouring[2]: a map of keys and values is needed here",
      ])
  }

  @Test func `a mistake leaves the other keys as they are read, and an item with one is left out`() {
    let text = read(
      "operator: {name: mei, read-only: true}\nscreen: {mouse: 5}\nviews: [{name: a, filter: 'to:DE'}, {name: b}]\n")
    #expect(text.hasMistakes)
    #expect(text.configuration.operatorName == "mei")
    #expect(text.configuration.readsOnly)
    #expect(text.configuration.preferences.savedViews.map(\.name).contains("a"))
    #expect(!text.configuration.preferences.savedViews.map(\.name).contains("b"))
    #expect(text.findings.last?.description == "c.yaml:3:37: views[2]: “filter” is missing: which shipments")
  }

  @Test func `what must be there and says nothing is missing`() {
    let text = read("views: [{name: ~, filter: ~}]\ncolouring: [{filter: ~, paint: ~}]\n")
    #expect(
      text.findings.map(\.description) == [
        "c.yaml:1:9: views[1]: “name” is missing: what it is called",
        "c.yaml:1:9: views[1]: “filter” is missing: which shipments",
        "c.yaml:2:13: colouring[1]: “filter” is missing: which rows",
        "c.yaml:2:13: colouring[1]: “paint” is missing: how they are drawn",
      ])
    #expect(text.configuration.preferences.savedViews == SavedView.premade)
    #expect(text.configuration.preferences.colouring == [])
  }

  @Test func `views whose names differ in capitals alone are one, and all of a view can be read again`() {
    let text = read("views:\n  - {name: Desk, filter: to:DE}\n  - {name: desk, filter: to:FR}\n")
    #expect(
      text.findings.map(\.description) == [
        "c.yaml:3:5: views[2]: there are two views “desk”; capitals make no difference"
      ])
    #expect(text.configuration.preferences.savedViews.last?.name == "Desk")
    let whole = read("views: [{name: a, list: customs, filter: to:DE, order: -value, columns: [id, value]}]")
    #expect(
      whole.values.first { $0.path == "views" }?.value
        == "[{name: a, list: customs, filter: \"to:DE\", order: \"-value\", columns: [id, value]}]")
  }

  @Test func `a column is where the mistake stands, whatever stands before it`() {
    #expect(told("{\"operator\": {name: \"長途\", oops: 1}}").first?.hasPrefix("c.yaml:1:27: operator.oops: ") == true)
    let quoted = told("views:\n  - {name: a, filter: 'to:DE bogus:1'}\n").first
    #expect(quoted?.hasPrefix("c.yaml:2:30: views[1].filter: ") == true, "\(quoted ?? "")")
  }

  @Test func `a key twice is told with both lines and the first one counts`() {
    let text = read("operator:\n  name: mei\n  name: jan\noperator: {}\n")
    #expect(
      text.findings.map(\.description) == [
        "c.yaml:3:3: operator.name: it stands there twice, the first time on line 2",
        "c.yaml:4:1: operator: it stands there twice, the first time on line 1",
      ])
    #expect(text.configuration.operatorName == "mei")
  }

  @Test func `anchors and aliases mean what they stand for`() {
    let text = read("theme: {dark: &d contrast-dark, light: *d}\n")
    #expect(text.findings.isEmpty)
    #expect(text.configuration.theme.light == "contrast-dark")
    #expect(
      told("theme: {dark: *nobody}").first == "c.yaml:1:15: theme.dark: nothing before this has the anchor “nobody”")
  }

  @Test func `what is no YAML says where, in words that help`() {
    #expect(told("operator:\n\tname: mei\n") == ["c.yaml:2:1: not YAML: a tab stands here; blanks are needed"])
    #expect(told("operator: {name: mei\n").count == 1)
    #expect(
      told("operator:\n  name: a: b\n") == [
        "c.yaml:2:10: not YAML: a colon is not expected here; put the text in quotes, or look at the indentation"
      ])
    #expect(told("a: @b\n") == ["c.yaml:1:4: not YAML: “@” cannot begin a value; put it in quotes"])
    #expect(
      told("operator: {}\n---\noperator: {}\n") == ["c.yaml:2:1: a second document begins here; a configuration is one"]
    )
    #expect(told("- a\n- b\n") == ["c.yaml:1:1: a map of keys and values is needed here"])
    #expect(told("? [a, b]\n: c\n").first?.hasSuffix("a key is a word") == true)
  }
}

@Suite("Hostile files") struct HostileTests {
  private func findings(_ bytes: [UInt8]) -> [ConfigurationFinding] {
    let text = ConfigurationText(bytes, file: "c.yaml")
    for finding in text.findings {
      #expect(!finding.description.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
      #expect(finding.description.count < 2_000)
    }
    return text.findings
  }

  @Test func `deep nesting ends early`() {
    for opening in ["[", "{", "{a: ", "- ", "? ", "[{a: "] {
      let bytes = Array(String(repeating: opening, count: 50_000).utf8)
      #expect(!findings(bytes).isEmpty, "\(opening)")
    }
    var stairs = ""
    for level in 0..<300 { stairs += String(repeating: " ", count: level) + "a:\n" }
    #expect(findings(Array(stairs.utf8)).contains { $0.words.contains("nested more than 16 deep") })
  }

  @Test func `aliases that multiply end early`() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<30 {
      bomb += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    #expect(findings(Array(bomb.utf8)).contains { $0.words.contains("aliases counted") })
    #expect(!findings(Array("? *a\n: b\nx: &a *a\n".utf8)).isEmpty)
    #expect(!findings(Array("&a a: *a\n".utf8)).isEmpty)
  }

  @Test func `a huge file is refused, and many mistakes are told up to a hundred`() {
    #expect(
      findings(Array(repeating: 0x61, count: 300_000)).map(\.words) == [
        "it is longer than 256 KiB; no configuration is"
      ])
    let many = (0..<5_000).map { "k\($0): 1\n" }.joined()
    #expect(findings(Array(many.utf8)).count == 100)
    let long = String(repeating: "x", count: 200_000)
    #expect(findings(Array("\(long): 1\n".utf8)).count == 1)
    #expect(findings(Array("operator: {name: \(long)}\n".utf8)).count == 1)
    #expect(findings(Array("theme: {name: \(long)}\n".utf8)).count == 1)
  }

  @Test func `bytes that are no text are told with their place`() {
    let bytes = Array("operator:\n  name: é".utf8) + [0xFF] + Array("x\n".utf8)
    #expect(findings(bytes).map(\.description) == ["c.yaml:2:10: it is not text in UTF-8 from here on"])
    #expect(findings([0xFF, 0xFE, 0x61, 0x00]).count == 1)
    #expect(
      findings(Array("a".utf8) + [0xE9, 0x80]).map(\.description) == [
        "c.yaml:1:2: it is not text in UTF-8 from here on"
      ])
    #expect(!findings(Array("operator: {name: \"a\\u001b[2J\"}\n".utf8)).isEmpty)
    #expect(!findings(Array("operator: {name: a\u{1B}[2J}\n".utf8)).isEmpty)
    #expect(!findings(Array("\u{1B}]0;x\u{7}: 1\n".utf8)).isEmpty)
    #expect(!findings(Array("\"a\\0\\x9b31m\": 1\n".utf8)).isEmpty)
    #expect(findings([0]).count == 1)
  }

  /// A file of everything, broken in hundreds of ways: findings or a configuration, never a trap.
  @Test func `whatever is changed in a file never traps`() {
    let whole = Array((ConfigurationExample.text + examplesInForce()).utf8)
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func draw(_ below: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(max(1, below)))
    }
    let odd: [UInt8] = Array("[]{}:,&*!|>'\"%@`#?-\t\n\r\u{0} ~<=".utf8) + [0x80, 0xC3, 0xE2, 0xFF, 0x1B]
    for _ in 0..<400 {
      // A part of it, so that what is changed is often reached.
      let start = draw(whole.count)
      var bytes = Array(whole[start..<min(whole.count, start + 1_500)])
      for _ in 0..<(1 + draw(6)) {
        let place = draw(bytes.count)
        switch draw(4) {
        case 0: bytes[place] = odd[draw(odd.count)]
        case 1: bytes.insert(odd[draw(odd.count)], at: place)
        case 2: bytes.remove(at: place)
        default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + draw(200))], at: draw(bytes.count))
        }
        if bytes.isEmpty { bytes = [0x7B] }
      }
      _ = findings(bytes)
    }
  }
}
