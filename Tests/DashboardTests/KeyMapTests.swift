import Foundation
import Logistics
import Testing
import TUI

@testable import Dashboard

@Suite struct `The key map` {
  @Test func `every spelling is a key`() {
    for control in KeyMap.controls {
      for spelling in control.keys { #expect(Key.sequence(spelling) != nil, "\(control.name): \(spelling)") }
    }
  }

  @Test func `names are unique`() {
    #expect(Set(KeyMap.controls.map(\.name)).count == KeyMap.controls.count)
  }

  @Test(arguments: Preset.allCases)
  func `no two actions share a key where both work, and no key begins another's chord`(_ preset: Preset) {
    let (bindings, faults) = Bindings.make(preset: preset)
    #expect(faults.isEmpty, "\(preset.name): \(faults.map(\.words))")
    for (scope, _) in Scope.each {
      for control in bindings.controls where !control.scopes.isDisjoint(with: scope) {
        for spelling in bindings.keys(of: control) {
          guard case .control(let found) = bindings.match(known(Key.sequence(spelling)), in: scope) else {
            Issue.record("\(preset.name): \(spelling) does not reach \(control.name)")
            continue
          }
          #expect(found.name == control.name)
        }
      }
    }
  }

  @Test func `every action is reached by a key, or by its name`() {
    for control in KeyMap.controls {
      #expect(!control.keys.isEmpty || control.isCommand, "\(control.name)")
      if control.isCommand { #expect(KeyMap.control(named: control.name)?.name == control.name) }
      #expect(!control.words.isEmpty)
    }
  }

  @Test func `every verb of the desk has its action`() {
    for entry in Verb.table { #expect(KeyMap.control(named: entry.name) != nil, "\(entry.name)") }
  }

  @Test(arguments: Preset.allCases)
  func `where letters are typed, no letter is taken away from the text`(_ preset: Preset) {
    let bindings = Bindings.make(preset: preset).bindings
    for control in bindings.controls where !control.scopes.isDisjoint(with: .typing) {
      for spelling in bindings.keys(of: control) {
        #expect(Key.sequence(spelling)?.first?.typed == nil, "\(preset.name): \(control.name)")
      }
    }
  }

  @Test func `the README's table is printed from the key map`() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let (begin, end) = ("<!-- keys -->\n", "<!-- /keys -->")
    let start = try #require(text.range(of: begin)?.upperBound)
    let stop = try #require(text.range(of: end)?.lowerBound)
    let table = "\n" + KeyMap.markdown
    if ProcessInfo.processInfo.environment["CLEARWAY_PICTURES"] == "keep" {
      try (text[..<start] + table + text[stop...]).write(to: file, atomically: true, encoding: .utf8)
      return
    }
    #expect(text[start..<stop] == table, "CLEARWAY_PICTURES=keep prints it anew")
  }

  @Test func `every action stands in the table`() {
    for control in KeyMap.controls where control.isCommand { #expect(KeyMap.markdown.contains("`:\(control.name)")) }
  }
}

@Suite struct `The registries` {
  @Test func `every list has its panel, and every panel shows the column that orders it`() {
    #expect(ListPanel.all.map(\.id) == ListID.allCases)
    for panel in ListPanel.all {
      #expect(panel.keys.contains(panel.ordering.key), "\(panel.title)")
      #expect(Set(panel.columns.map(\.name)).count == panel.columns.count, "\(panel.title)")
      #expect(panel.columns.contains { $0.column.importance == 0 })
    }
  }

  @Test func `every panel of the trade but the closed one has a list`() {
    for panel in Panel.allCases where panel != .closed { #expect(ListID.allCases.contains { $0.panel == panel }) }
  }

  @Test func `every level of urgency has its own mark, and none only where nothing is`() {
    #expect(Set(Urgency.allCases.map(\.mark)).count == Urgency.allCases.count)
    #expect(Set(Urgency.allCases.map(\.role)).count == Urgency.allCases.count)
  }
}
