import Foundation

extension Machine {
  /// The paths that go on as was typed, at most 200 in their order, those of folders with a slash behind them; what cannot be read
  /// has none. Hidden files come when their dot was typed.
  static func files(like typed: String) -> [String] {
    let slash = typed.lastIndex(of: "/")
    let folder = slash.map { String(typed[...$0]) } ?? ""
    let start = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
    let shown = folder
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: shown.isEmpty ? "." : shown) else {
      return []
    }
    let suitable = names.filter { name in
      name.hasPrefix(start) && (!name.hasPrefix(".") || start.hasPrefix("."))
        && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
    return suitable.sorted().prefix(200).map { name in
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(atPath: shown + name, isDirectory: &isFolder)
      return folder + name + (isThere && isFolder.boolValue ? "/" : "")
    }
  }
}
