import Measures
import Store
import Tariff

// By what law the customs of a journal's simulation judge, and from which event on:
//
//   simulation.laws          a line a law: after which event, and which; the last one holds
//   simulation.law.DIGEST    the user's own files of that law, whole
//
// So the same seed gives the same events for the same law, and a simulation that is run again judges each of its days by the law that
// was in force when it was recorded, whatever lies in the folder by then. What comes with the program is in the digest alone.

/// A law that simulated customs judge by: what comes with the program, and the user's own files on top.
package struct SimulationLaw: Sendable {
  /// The user's files that are in force, exchange rates among them.
  let files: [(name: String, bytes: [UInt8])]
  let book: RegimeBook
  let rates: ExchangeRates
  /// What tells it from every other law: sixteen digits of base 16.
  package let digest: String

  /// What comes with the program, and what is in force of a folder.
  package init(_ folder: TariffFolder) {
    files = folder.files
    book = folder.book
    rates = ExchangeRates(own: folder.rates)
    let known = Set(book.own.map(\.name))
    let mixed = files.filter { !known.contains($0.name) }.reduce(book.digest) { digest, file in
      RegimeBook.mixed(file.bytes, into: RegimeBook.mixed(Array(file.name.utf8) + [0], into: digest))
    }
    let digits = String(mixed, radix: 16)
    digest = String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits
  }

  /// What comes with the program alone.
  package static let builtIn = SimulationLaw(TariffFolder(files: []))

  /// What it consists of, a clause: "the program's rules with gb.yaml and rates.yaml".
  package var words: String {
    guard let last = files.last?.name else { return "the program's rules" }
    let others = files.dropLast().prefix(Self.namesMax).map(\.name)
    let left = files.count - 1 - others.count
    let more = left > 0 ? " and \(left) more" : ""
    return "the program's rules with " + (others.isEmpty ? last : others.joined(separator: ", ") + " and " + last)
      + more
  }

  private static let namesMax = 6

  // MARK: - In the journal

  /// The files one behind the other: a line with the lengths of name and bytes, then both.
  private var text: String {
    files.map { file in
      let body = String(decoding: file.bytes, as: UTF8.self)
      return "\(file.name.utf8.count) \(body.utf8.count)\n\(file.name)\(body)"
    }.joined()
  }

  /// Reads what `text` wrote; nil for anything else.
  private init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    var files: [(name: String, bytes: [UInt8])] = []
    while !rest.isEmpty {
      guard let end = rest.firstIndex(of: 0x0A) else { return nil }
      let lengths = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ").map { Int($0) ?? -1 }
      rest = rest[(end + 1)...]
      guard lengths.count == 2, lengths.allSatisfy({ (0...rest.count).contains($0) }),
        lengths[0] <= rest.count - lengths[1]
      else { return nil }
      files.append(
        (String(decoding: rest.prefix(lengths[0]), as: UTF8.self), Array(rest.dropFirst(lengths[0]).prefix(lengths[1])))
      )
      rest = rest.dropFirst(lengths[0] + lengths[1])
    }
    self.init(TariffFolder(files: files))
  }

  /// The laws of a journal in the order in which they came into force, each with the number of the event after which it did.
  static func laws(of journal: Journal) throws(StoreFailure) -> [Enacted] {
    try journal.read { reader throws(StoreFailure) in
      var laws: [Enacted] = []
      for line in (try reader.setting("simulation.laws") ?? "").split(separator: "\n") {
        let parts = line.split(separator: " ")
        guard parts.count == 2, let after = UInt64(parts[0]) else { continue }
        let digest = String(parts[1])
        let law = try reader.setting("simulation.law.\(digest)").flatMap { SimulationLaw($0) }
        laws.append(Enacted(after: after, digest: digest, law: law ?? .builtIn))
      }
      return laws
    }
  }

  /// Writes down that it holds for all that the simulation says after an event.
  func enact(after: UInt64, in journal: Journal) throws(StoreFailure) -> Enacted {
    let line = "\(after) \(digest)\n"
    try journal.write { transaction throws(StoreFailure) in
      let before = try transaction.reader.setting("simulation.laws") ?? ""
      try transaction.set("simulation.law.\(digest)", to: text)
      try transaction.set("simulation.laws", to: before + line)
    }
    return Enacted(after: after, digest: digest, law: self)
  }

  /// A law, and from when on it holds.
  struct Enacted: Sendable {
    /// The event after which it does.
    var after: UInt64
    /// Its digest when it was written down: the program's own rules may have changed since.
    var digest: String
    var law: SimulationLaw
  }
}
