import Foundation
import Logistics
import Measures
import Testing

@testable import Exchange

/// Files that others wrote: those that belong to the tests, and those that may lie beside the repository.
enum Samples {
  static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  static let ours = tests.appending(path: "Samples")
  static let repository = tests.deletingLastPathComponent()
  static let beside = repository.deletingLastPathComponent().appending(path: "shared/samples")

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: ours.appending(path: name)))
  }

  /// Every file under a folder by its path in it, in the order of their names; none when there is no such folder.
  static func files(under folder: URL) -> [(name: String, bytes: [UInt8])] {
    guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return [] }
    return walk.compactMap { $0 as? String }.sorted().compactMap { name in
      let url = folder.appending(path: name)
      guard (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true,
        let data = try? Data(contentsOf: url)
      else { return nil }
      return (name, [UInt8](data))
    }
  }
}

extension Reading {
  /// What a text is read as.
  init(text: String) { self.init(of: Array(text.utf8)) }

  var orders: [ImportedOrder] { items.compactMap { if case .order(let order) = $0 { order } else { nil } } }
  var claims: [ImportedClaim] { items.compactMap { if case .claim(let claim) = $0 { claim } else { nil } } }

  /// Findings in one line each.
  var lines: [String] { findings.kept.map(\.text) }

  /// What was found of a kind, in one line each.
  func lines(_ code: FindingCode) -> [String] { findings.kept.filter { $0.code == code }.map(\.text) }
}
