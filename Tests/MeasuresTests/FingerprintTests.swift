import Measures
import Testing

@Suite struct FingerprintTests {
  private func fingerprint(_ bytes: [UInt8]) -> Fingerprint {
    var fingerprinter = Fingerprinter()
    bytes.withUnsafeBytes { fingerprinter.combine($0) }
    return fingerprinter.fingerprint
  }

  /// Journals are compared across machines and versions by these digits, so they may never change.
  @Test func `the digits are the same for ever`() {
    #expect(Fingerprinter().fingerprint.hex == "198f433ba7622e397e7091e017de29da")
    #expect(Fingerprint(of: "").hex == "124a558f6cd4e4626402f4678e9d007c")
    #expect(Fingerprint(of: "Clearway").hex == "ed421300789394f403557a43abbeaa94")
    #expect(fingerprint((0..<100).map { $0 }).hex == "4c8568a3eab55175c8efd3ba40b52dfc")
    #expect(Fingerprint(of: "Clearway").short == "ed421300")
    #expect(Fingerprint(high: 1, low: 0xAB).hex == "000000000000000100000000000000ab")
  }

  @Test func `it can be taken in pieces`() {
    var whole = Fingerprinter()
    var first = Fingerprinter()
    for word: UInt64 in 0..<10 {
      whole.combine(word)
      first.combine(word)
    }
    var second = Fingerprinter(state: first.state)
    for word: UInt64 in 10..<20 {
      whole.combine(word)
      second.combine(word)
    }
    #expect(whole == second)
    #expect(whole.fingerprint == second.fingerprint)
    #expect(whole.fingerprint == whole.fingerprint)
  }

  @Test func `where one part ends and the next begins shows`() {
    func of(_ parts: [String]) -> Fingerprint {
      var fingerprinter = Fingerprinter()
      for part in parts { fingerprinter.combine(part) }
      return fingerprinter.fingerprint
    }
    let cuts = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], ["abc\0"], ["c", "ab"]]
    #expect(Set(cuts.map(of)).count == cuts.count)
  }

  /// Short inputs, each bit of them turned: no two alike, and about half of the answer's bits turn each time.
  @Test func `every bit counts`() {
    var seen: Set<Fingerprint> = []
    var turned = 0
    var trials = 0
    for length in 1...40 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      let base = fingerprint(bytes)
      #expect(seen.insert(base).inserted)
      for bit in 0..<length * 8 {
        var other = bytes
        other[bit / 8] ^= 1 << UInt8(bit % 8)
        let changed = fingerprint(other)
        #expect(seen.insert(changed).inserted)
        let bits = (changed.high ^ base.high).nonzeroBitCount + (changed.low ^ base.low).nonzeroBitCount
        #expect(bits > 30 && bits < 98)
        turned += bits
        trials += 1
      }
    }
    let mean = Double(turned) / Double(trials)
    #expect(mean > 63 && mean < 65, "\(mean)")
  }

  @Test func `zeros of different number differ`() {
    #expect(Set((0...200).map { fingerprint(Array(repeating: 0, count: $0)) }).count == 201)
  }
}
