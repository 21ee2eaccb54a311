import Foundation
import Testing

@testable import Tariff

@Suite("The manual of files") struct ManualTests {
  private func manual() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appendingPathComponent("Sources/Tariff/Tariff.docc/Regimes.md"), encoding: .utf8)
  }

  @Test("Its examples can be read") func examples() throws {
    let blocks = try manual().components(separatedBy: "```yaml\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
    #expect(blocks.count == 3)
    for block in blocks {
      let bytes = Array(block.utf8)
      if block.hasPrefix("rates:") {
        #expect(RatesText(bytes, file: "rates.yaml").faults.map(\.description) == [])
      } else {
        #expect(RegimeBook.builtIn.faults(of: bytes, file: "own.yaml").map(\.description) == [])
      }
    }
  }

  @Test("It names every method, channel, purpose, basis and part of a base") func complete() throws {
    let text = try manual()
    let words =
      DutyMethod.names + TaxMethod.names + Channel.allCases.map(\.rawValue) + Purpose.allCases.map(\.rawValue)
      + Carriage.allCases.map(\.rawValue) + TaxBase.allCases.map(\.rawValue) + FeeUnit.allCases.map(\.rawValue)
      + FeeBase.allCases.map(\.rawValue)
    for word in words { #expect(text.contains("`\(word)`"), "\(word)") }
  }
}
