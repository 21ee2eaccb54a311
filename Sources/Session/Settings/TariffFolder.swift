package import Configuration
import Dashboard
import Glibc
package import Tariff

// The user's own files about what the law of destinations asks:
//
//   tariff/ ─┬─ rates.yaml   exchange rates
//            └─ *.yaml       a destination each, on top of what comes with the program
//
// A file with any fault is left out and told, or stays what it was when it had none; the rest holds.

/// What a folder of the user's adds to what is known of destinations.
package struct TariffFolder: Sendable {
  package let book: RegimeBook
  package let rates: [ExchangeRate]
  /// What is wrong, a line each.
  package let findings: [String]
  /// The files that are in force, in the order of their names.
  let files: [(name: String, bytes: [UInt8])]

  /// The folder that a configuration names, else the one beside it.
  ///
  /// - Parameter before: the folder as it was read last: of a file that has a fault now, what it was then goes on.
  package init(of file: ConfigurationFile, _ configuration: Configuration, after before: TariffFolder? = nil) {
    self.init(file.tariffFolder(configuration), isNamed: configuration.tariffFolder != nil, after: before)
  }

  /// Reads a folder; one that is not there adds nothing, which is a finding where somebody named it.
  package init(_ folder: String, isNamed: Bool, after before: TariffFolder? = nil) {
    var findings: [String] = []
    var files: [(name: String, bytes: [UInt8])] = []
    let names: [String]
    switch Self.names(in: folder) {
    case .success(let found): names = found
    case .failure(let fault):
      names = []
      if isNamed { findings.append("tariff.folder: \(Machine.shortened(folder)) cannot be read: \(fault.words)") }
    }
    for name in names {
      switch Machine.read(folder + "/" + name, bytesMax: RegimeText.bytesMax) {
      case .failure(let fault): findings.append("\(name): it cannot be read: \(fault.words)")
      case .success(let bytes): files.append((name, bytes))
      }
    }
    let read = TariffFolder(files: files, findings: findings)
    let sound = Set(read.files.map(\.name))
    guard let before, sound.count < files.count else {
      self = read
      return
    }
    let lasting = files.compactMap { file in
      sound.contains(file.name) ? file : before.files.first { $0.name == file.name }
    }
    let last = TariffFolder(files: lasting)
    (book, rates, self.files, self.findings) = (last.book, last.rates, last.files, read.findings)
  }

  /// What files add that were read; `findings` tells what could not be. A file that has a fault adds nothing.
  init(files: [(name: String, bytes: [UInt8])], findings: [String] = []) {
    var findings = findings
    var rates: [ExchangeRate] = []
    var refused: Set<String> = []
    for file in files where Self.isOfRates(file.name) {
      let text = RatesText(file.bytes, file: file.name)
      findings += text.faults.map(\.description)
      if text.faults.isEmpty { rates += text.rates } else { refused.insert(file.name) }
    }
    let regimes = files.filter { !Self.isOfRates($0.name) }
    let book = regimes.isEmpty ? RegimeBook.builtIn : RegimeBook.builtIn.adding(regimes)
    refused.formUnion(book.refused.map(\.file))
    self.book = book
    self.rates = rates
    self.findings = findings + book.refused.map(\.description)
    self.files = files.filter { !refused.contains($0.name) }
  }

  private static func isOfRates(_ name: String) -> Bool { name == "rates.yaml" || name == "rates.yml" }

  /// What is in force by it.
  var law: Law { Law(book: book, rates: ExchangeRates(own: rates)) }

  /// The names of its files in order, so many at most that a folder of something else costs little.
  private static func names(in folder: String) -> Result<[String], SystemFault> {
    guard let stream = opendir(folder) else { return .failure(SystemFault()) }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < filesMax, let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix("."), name.hasSuffix(".yaml") || name.hasSuffix(".yml") { names.append(name) }
    }
    return .success(names.sorted())
  }

  private static let filesMax = 400
}
