import Dashboard
import Glibc
package import Tariff

// The user's own files about what the law of destinations asks:
//
//   tariff/ ─┬─ rates.yaml   exchange rates
//            └─ *.yaml       a destination each, on top of what comes with the program
//
// A file with any fault is left out and told; the rest holds.

/// What a folder of the user's adds to what is known of destinations.
package struct TariffFolder: Sendable {
  package let book: RegimeBook
  package let rates: [ExchangeRate]
  /// What is wrong, a line each.
  package let findings: [String]
  /// The files that are in force, in the order of their names.
  let files: [(name: String, bytes: [UInt8])]

  /// Reads a folder; one that is not there adds nothing.
  package init(_ folder: String) {
    var findings: [String] = []
    var files: [(name: String, bytes: [UInt8])] = []
    for name in Self.names(in: folder) {
      switch Machine.read(folder + "/" + name, bytesMax: RegimeText.bytesMax) {
      case .failure(let fault): findings.append("\(name): it cannot be read: \(fault.words)")
      case .success(let bytes): files.append((name, bytes))
      }
    }
    self.init(files: files, findings: findings)
  }

  /// What files add that were read; `findings` tells what could not be.
  init(files: [(name: String, bytes: [UInt8])], findings: [String] = []) {
    var findings = findings
    var rates: [ExchangeRate] = []
    for file in files where Self.isOfRates(file.name) {
      let text = RatesText(file.bytes, file: file.name)
      rates += text.rates
      findings += text.faults.map(\.description)
    }
    let regimes = files.filter { !Self.isOfRates($0.name) }
    let book = regimes.isEmpty ? RegimeBook.builtIn : RegimeBook.builtIn.adding(regimes)
    let refused = Set(book.refused.map(\.file))
    self.book = book
    self.rates = rates
    self.findings = findings + book.refused.map(\.description)
    self.files = files.filter { !refused.contains($0.name) }
  }

  private static func isOfRates(_ name: String) -> Bool { name == "rates.yaml" || name == "rates.yml" }

  /// What is in force by it.
  var law: Law { Law(book: book, rates: ExchangeRates(own: rates)) }

  /// The names of its files in order, so many at most that a folder of something else costs little.
  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < filesMax, let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix("."), name.hasSuffix(".yaml") || name.hasSuffix(".yml") { names.append(name) }
    }
    return names.sorted()
  }

  private static let filesMax = 400
}
