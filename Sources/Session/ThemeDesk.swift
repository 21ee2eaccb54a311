import Dashboard
import Foundation
import Synchronization
import TUI
import Themes

// The themes that can be chosen, and the folder they come from:
//
//   folder ── once a second: other files, other times? ──► ThemeLibrary ──► .themes ─► dashboard ─► .setTheme ─► console
//
// The thread that looks is not the one that draws; a folder that is not there may come to be. Before the first frame only the
// themes it may be drawn with are read, where their files are called like them; the thread reads the others.

/// The themes of a run.
///
/// `library` and `condition` guard themselves, `mark` is the watching thread's alone.
final class ThemeDesk: @unchecked Sendable {
  private let folder: String?
  private let library: Mutex<ThemeLibrary>
  private let condition = NSCondition()
  private var isStopped = false
  /// As of when the folder was read; nil where not all of it was.
  private var mark: [String]?

  /// How often the folder is looked at.
  private static let periodSeconds = 1.0

  /// The themes that come with the program, and those of a folder.
  ///
  /// - Parameter wished: the themes that are wanted at once; the others are there once `watch` has read them. nil for all.
  init(folder: String? = nil, wished: [String]? = nil) {
    self.folder = folder
    if let wished {
      let few = ThemeLibrary(folder: folder, only: wished)
      // A theme may be called otherwise than its file.
      if wished.prefix(1).allSatisfy({ few.theme($0) != nil }) {
        mark = nil
        library = Mutex(few)
        return
      }
    }
    mark = folder.map { ThemeLibrary.mark(of: $0) } ?? []
    library = Mutex(ThemeLibrary(folder: folder))
  }

  /// The theme of a name; nil when none has it.
  func theme(_ slug: String) -> Theme? { library.withLock { $0 }.theme(slug) }

  /// The names that can be chosen.
  var slugs: [String] { library.withLock { $0.slugs } }

  /// What the chooser lists.
  var entries: [ThemeEntry] {
    let library = library.withLock { $0 }
    return library.entries.map { ThemeEntry($0.slug, remark: $0.remark) }
      + library.failures.map { ThemeEntry($0.file, remark: "cannot be used", reason: $0.description) }
  }

  /// Looks at the folder from now on, on a thread of its own, and tells when something in it has changed.
  func watch(_ inbox: Inbox) {
    guard let folder else { return }
    let thread = Thread { [self] in
      while mark == nil || wait() {
        let now = ThemeLibrary.mark(of: folder)
        guard now != mark else { continue }
        mark = now
        let read = ThemeLibrary(folder: folder)
        library.withLock { $0 = read }
        inbox.post([.themes(entries)])
      }
    }
    thread.start()
  }

  /// Ends the watch.
  func stop() {
    condition.lock()
    isStopped = true
    condition.signal()
    condition.unlock()
  }

  /// Waits until the next look is due; false when there is none.
  private func wait() -> Bool {
    condition.lock()
    defer { condition.unlock() }
    let end = Date(timeIntervalSinceNow: Self.periodSeconds)
    while !isStopped {
      guard condition.wait(until: end) else { break }
    }
    return !isStopped
  }
}
