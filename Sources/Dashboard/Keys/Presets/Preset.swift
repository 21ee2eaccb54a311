// A preset is a table: the actions whose keys differ from those of their records. Its keys go before the records' own wherever both
// would mean something: an action that loses its key so is still reached by its name, and by the keys it has left.
//
// To add one: a file with its table beside the others, a case here, and a line in `table`. The tests hold it to what every preset
// must have.

/// Whose keys the key map begins with.
package enum Preset: String, CaseIterable, Hashable, Sendable {
  /// The records' own keys.
  case clearway
  case vim
  case k9s
  case htop

  /// The stable name, as it stands in the configuration.
  package var name: String { rawValue }

  /// Whom it is for, a clause.
  package var words: String {
    switch self {
    case .clearway: "keys of our own, near to what most terminal programs agree on"
    case .vim: "for hands that know vim"
    case .k9s: "for hands that know k9s"
    case .htop: "for hands that know htop, with its function keys beside letters"
    }
  }

  /// Actions and their keys, where they differ from the records'.
  var table: [(action: String, keys: [String])] {
    switch self {
    case .clearway: []
    case .vim: Preset.vimTable
    case .k9s: Preset.k9sTable
    case .htop: Preset.htopTable
    }
  }
}
