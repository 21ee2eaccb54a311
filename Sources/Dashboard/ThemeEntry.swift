/// A theme as the chooser lists it.
package struct ThemeEntry: Hashable, Sendable {
  /// As it is chosen.
  package var slug: String
  /// One line about it; empty where there is nothing to say.
  package var remark: String
  /// Why it cannot be used; nil when it can.
  package var reason: String?

  /// A theme, or the file of one that cannot be used.
  package init(_ slug: String, remark: String = "", reason: String? = nil) {
    self.slug = slug
    self.remark = remark
    self.reason = reason
  }
}

extension State {
  /// Takes the themes that can be chosen from now on; the one in use is shown as its file has it now.
  mutating func take(_ entries: [ThemeEntry]) -> [Effect] {
    let before = themeEntries
    themeEntries = entries
    let failed = entries.filter { entry in entry.reason != nil && !before.contains(entry) }
    if let first = failed.first, let reason = first.reason {
      let more = failed.count > 1 ? " (and \(failed.count - 1) more)" : ""
      notice = Notice("a theme cannot be used: \(reason)\(more)", isFailure: true)
    }
    return themes.contains(theme) ? [.setTheme(theme)] : []
  }
}
