package import TUI
import Glibc

// The themes that can be chosen: those that come with the program, then those of the user's folder.
//
//   built in          calm-dark ... tidewater, monochrome
//   *.yaml *.yml      base16, base24, or a skin of k9s: its content tells
//   *.theme           btop
//
// A file whose name is that of a theme of ours takes its place; two files of one name are told apart by a number. What cannot
// be used is listed too, with the reason.
//
// Whoever wants to draw soon reads only what it is going to draw with: a folder may hold hundreds.

/// Themes by their slugs.
package struct ThemeLibrary: Sendable {
  /// A theme that can be chosen.
  package struct Entry: Sendable {
    /// As it is chosen.
    package let slug: String
    /// Its file; nil for one that comes with the program.
    package let path: String?
    /// What was read; nil for one that comes with the program and was not asked for yet.
    let checked: CheckedTheme?

    /// One line about it: ground, form, how much was put right.
    package var remark: String {
      guard let checked else { return slug == Theme.monochrome.slug ? "no colours" : "" }
      var words = [checked.theme.variant.rawValue, checked.form.rawValue]
      if !checked.findings.isEmpty { words.append("\(checked.findings.count) corrected") }
      if !checked.notes.isEmpty { words.append("\(checked.notes.count) not understood") }
      return words.joined(separator: ", ")
    }

    /// What was put right and what was not understood, a sentence each.
    package var findings: [String] { checked.map { $0.notes + $0.findings.map(\.description) } ?? [] }
  }

  /// Those that can be chosen, the default first.
  package private(set) var entries: [Entry]
  /// Why the others cannot.
  package private(set) var failures: [ThemeFailure] = []
  /// The names that files have taken, and the last number behind a name that several had.
  private var taken: Set<String> = []
  private var numbers: [String: Int] = [:]

  /// Reads the files of a folder; none where there is no folder.
  package init(folder: String?) {
    self.init()
    guard let folder else { return }
    for name in Self.files(in: folder) { read(name, in: folder) }
  }

  /// Reads, of the files of a folder, only those that are called like the themes that are wished for.
  package init(folder: String?, only slugs: [String]) {
    self.init()
    guard let folder else { return }
    let wished = Set(slugs)
    for name in Self.files(in: folder) where wished.contains(String(name.prefix { $0 != "." })) {
      read(name, in: folder)
    }
  }

  private init() { entries = Themes.slugs.map { Entry(slug: $0, path: nil, checked: nil) } }

  private mutating func read(_ name: String, in folder: String) {
    let path = folder + "/" + name
    do throws(ThemeFailure) {
      let checked = try Themes.checked(path: path, named: name)
      var slug = checked.theme.slug
      while taken.contains(slug) {
        let number = numbers[checked.theme.slug, default: 1] + 1
        numbers[checked.theme.slug] = number
        slug = checked.theme.slug + "-\(number)"
      }
      taken.insert(slug)
      let entry = Entry(slug: slug, path: path, checked: checked)
      if let place = entries.firstIndex(where: { $0.slug == slug }) {
        entries[place] = entry
      } else {
        entries.append(entry)
      }
    } catch {
      failures.append(error)
    }
  }

  /// The names that can be chosen, the default first.
  package var slugs: [String] { entries.map(\.slug) }

  /// The theme of a name; nil when none has it.
  package func theme(_ slug: String) -> Theme? {
    guard let entry = entries.first(where: { $0.slug == slug }) else { return nil }
    return entry.checked?.theme ?? Themes.theme(slug)
  }

  /// Which files stand in a folder, and as of when: changes when one is added, written or taken away.
  package static func mark(of folder: String) -> [String] {
    files(in: folder).map { name in
      var info = stat()
      guard stat(folder + "/" + name, &info) == 0 else { return name }
      return "\(name) \(info.st_ino) \(info.st_size) \(info.st_mtim.tv_sec) \(info.st_mtim.tv_nsec)"
    }
  }

  /// The names of a folder's theme files in order, so many at most that a folder of something else costs little.
  private static func files(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < filesMax, let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard !name.hasPrefix("."), [".yaml", ".yml", ".theme"].contains(where: name.hasSuffix) else { continue }
      names.append(name)
    }
    return names.sorted()
  }

  private static let filesMax = 1_000
}
