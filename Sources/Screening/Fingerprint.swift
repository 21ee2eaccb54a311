// Which lists were screened against is remembered between runs as a number, by FNV-1a (Fowler, Noll, Vo), which is the same on every
// machine and at every start.

/// What parties come to as a number.
struct Fingerprint {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  init(_ rules: UInt64) { add(rules) }

  mutating func add(_ party: DeniedParty) {
    for text in [party.list, party.number, party.kind.rawValue, party.name] { add(text) }
    for texts in [party.aliases, party.weakAliases, party.countries.map(\.code), [party.to?.text ?? ""]] {
      add(UInt64(texts.count))
      for text in texts { add(text) }
    }
  }

  private mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(UInt8(0))
  }

  private mutating func add(_ number: UInt64) {
    for shift in 0..<8 { add(UInt8(truncatingIfNeeded: number >> UInt64(shift * 8))) }
  }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
