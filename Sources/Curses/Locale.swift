import CNcurses
import Glibc

/// What the environment says of the language and the characters.
enum Locale {
  /// A variable of the environment; nil where it is not set.
  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Takes the locale's characters, and says whether they are UTF-8.
  ///
  /// A locale that is asked for but not installed here (as often over ssh) leaves the plain one; if its name says UTF-8, the
  /// plain locale's UTF-8 twin does as well.
  static func adopt() -> Bool {
    if setlocale(LC_CTYPE, "") == nil {
      let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
      if name.lowercased().filter({ $0 != "-" }).hasSuffix("utf8") { setlocale(LC_CTYPE, "C.UTF-8") }
    }
    return nl_langinfo(Int32(CODESET)).map { String(cString: $0) == "UTF-8" } ?? false
  }
}
