import CNcurses
import Glibc
import TUI

/// A screen of ncurses that draws into a memory file, with all that belongs to it; given back once.
final class CursesScreen {
  /// What ncurses writes to, and the memory behind it.
  let output: UnsafeMutablePointer<FILE>
  let memory: Int32
  let window: UnsafeMutablePointer<WINDOW>
  /// How many colours the terminal's description has; below 1 where it has none.
  let colours: Int
  private let input: UnsafeMutablePointer<FILE>
  private let screen: OpaquePointer
  private var isOpen = true

  /// Opens a terminal type.
  ///
  /// - Parameter input: where keys come from; ncurses never reads them.
  /// - Throws: `unsuitable` for a type that is unknown here or cannot place a cursor.
  init(type: String, input: Int32, size: Size) throws(ScreenFailure) {
    let memory = clearway_memory_file()
    guard memory >= 0, let output = fdopen(memory, "w") else {
      throw .system(call: "memfd_create", code: errno)
    }
    guard let input = fdopen(fcntl(input, F_DUPFD_CLOEXEC, 3), "r") else {
      let code = errno
      fclose(output)
      throw .system(call: "fdopen", code: code)
    }
    guard !type.isEmpty, let screen = clearway_newterm(type, output, input) else {
      fclose(output)
      fclose(input)
      throw .unsuitable(terminal: type)
    }
    start_color()
    use_default_colors()
    resize_term(Int32(size.height), Int32(size.width))
    let placesCursor = !Terminal.capability("cup").isEmpty
    guard placesCursor, let window = newwin(Int32(size.height), Int32(size.width), 0, 0) else {
      endwin()
      delscreen(screen)
      fclose(output)
      fclose(input)
      throw placesCursor ? .system(call: "newwin", code: 0) : .unsuitable(terminal: type)
    }
    // Lets ncurses move lines with the terminal's own scrolling: a scrolled table is hundreds of bytes, not thousands.
    idlok(window, true)
    idcok(window, true)
    leaveok(window, false)
    colours = Int(clearway_colours())
    self.memory = memory
    self.output = output
    self.input = input
    self.screen = screen
    self.window = window
  }

  deinit { close() }

  /// Gives everything back; what is drawn afterwards would go nowhere.
  func close() {
    guard isOpen else { return }
    isOpen = false
    delwin(window)
    delscreen(screen)
    fclose(output)
    fclose(input)
  }
}
