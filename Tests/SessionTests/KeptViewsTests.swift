import Dashboard
import Foundation
import Logistics
import Testing

@testable import Session

@Suite struct `Views kept in a file` {
  private func scratch() -> String {
    NSTemporaryDirectory() + "clearway-views-\(UUID().uuidString)/deep/views"
  }

  @Test func `come back as they were kept`() throws {
    let path = scratch()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let views = [
      SavedView(
        "my desk", list: .customs, filter: try Filter(parsing: "goods~/a.b|c d/ or \"x\ty\" value>5"),
        ordering: try Ordering(parsing: "due,-value"), columns: ["id", "value"]),
      SavedView("alles", filter: .all),
    ]
    var file = KeptViews(path: path)
    #expect(file.read().views.isEmpty)
    #expect(file.write(views) == nil)
    let (read, faults) = file.read()
    #expect(faults == [])
    #expect(read.map(\.name) == ["my desk", "alles"])
    #expect(read[0].ordering == views[0].ordering && read[0].columns == views[0].columns && read[0].list == .customs)
    #expect(read[1] == views[1])
  }

  @Test func `lines that are not understood are told with their place and kept`() throws {
    let path = scratch()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var file = KeptViews(path: path)
    #expect(file.write([]) == nil)
    let good = "good\tall\t\t\tis:late"
    let bad = [
      "no fields", "x\tnowhere\t\t\ta", "x\tall\tspeed\t\ta", "x\tall\t\t\tvalue>lots", "GOOD\tall\t\t\ta",
      "\tall\t\t\ta",
    ]
    try (([good] + bad).joined(separator: "\n") + "\n\u{0}\u{1B}[2J").write(
      toFile: path, atomically: true, encoding: .utf8)
    let (views, faults) = file.read()
    #expect(views.map(\.name) == ["good"])
    #expect(faults.count == bad.count + 1)
    #expect(faults.contains { $0.contains(":5: column 15") }, "\(faults)")
    #expect(file.write([]) == nil)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for line in bad { #expect(text.contains(line)) }
    #expect(!text.contains(good))
  }

  @Test func `a place that takes no file says why`() {
    #expect(KeptViews(path: "/proc/nothing/views").write([]) != nil)
  }
}
