import Glibc
import Testing

@testable import Simulation

@Suite struct DrawsTests {
  /// The distance of two doubles in units in the last place.
  private func places(_ a: Double, _ b: Double) -> Double {
    abs(a - b) / max(b.magnitude.ulp, Double.leastNonzeroMagnitude)
  }

  @Test("log and exp agree with the mathematical library to 2 units in the last place") func elementary() {
    let draws = Draws(seed: 3)
    var worstLog = 0.0
    var worstExp = 0.0
    for number in 0..<200_000 {
      let u = draws.uniform(UInt64(number))
      let wide = Glibc.exp((u - 0.5) * 600)
      if abs(wide - 1) > 1e-3 { worstLog = max(worstLog, places(Arithmetic.log(wide), Glibc.log(wide))) }
      worstLog = max(worstLog, places(Arithmetic.log(u), Glibc.log(u)))
      let x = (u - 0.5) * 60
      worstExp = max(worstExp, places(Arithmetic.exp(x), Glibc.exp(x)))
    }
    #expect(worstLog <= 2)
    #expect(worstExp <= 2)
    #expect(Arithmetic.log(1) == 0)
    #expect(Arithmetic.exp(0) == 1)
    #expect(Arithmetic.exp(1e9).isFinite)
  }

  @Test("the inverse normal undoes the normal distribution function") func inverse() {
    #expect(Arithmetic.inverseNormal(0.5) == 0)
    // The two check values that come with AS 241.
    #expect(abs(Arithmetic.inverseNormal(0.25) + 0.6744897501960817) < 1e-15)
    #expect(abs(Arithmetic.inverseNormal(0.001) + 3.090232306167814) < 1e-14)
    #expect(abs(Arithmetic.inverseNormal(1e-20) + 9.262340089798408) < 1e-13)
    for step in 1..<1000 {
      let p = Double(step) / 1000
      let back = 0.5 * Glibc.erfc(-Arithmetic.inverseNormal(p) / 2.0.squareRoot())
      #expect(abs(back - p) < 1e-14)
    }
  }

  @Test("draws have the moments they should") func moments() {
    let draws = Draws(seed: 20_261_122).stream(5)
    let n = 200_000
    var sum = 0.0
    var squares = 0.0
    var exponential = 0.0
    var below = 0
    var counts = [0, 0, 0]
    for number in 0..<n {
      let z = draws.normal(UInt64(number))
      sum += z
      squares += z * z
      exponential += draws.exponential(UInt64(number), mean: 3)
      if draws.lognormal(UInt64(number), median: 44, sigma: 0.93) < 44 { below += 1 }
      counts[draws.pick(UInt64(number), [1, 2, 5])] += 1
    }
    #expect(abs(sum / Double(n)) < 0.01)
    #expect(abs(squares / Double(n) - 1) < 0.015)
    #expect(abs(exponential / Double(n) - 3) < 0.03)
    #expect(abs(Double(below) / Double(n) - 0.5) < 0.005)
    #expect(abs(Double(counts[2]) / Double(n) - 0.625) < 0.005)
  }

  @Test("streams and draws do not resemble each other") func independence() {
    let draws = Draws(seed: 1)
    var ones = [Int](repeating: 0, count: 64)
    for number in 0..<4096 {
      let a = draws.stream(UInt64(number)).bits(0)
      let b = draws.stream(UInt64(number) + 1).bits(0)
      let c = draws.stream(UInt64(number)).bits(1)
      for bit in 0..<64 { ones[bit] += Int((a ^ b) >> UInt64(bit) & 1) + Int((a ^ c) >> UInt64(bit) & 1) }
    }
    for count in ones { #expect(abs(count - 4096) < 300) }
  }

  @Test("are the same on every machine") func fixed() {
    let draws = Draws(seed: 42).stream(7)
    var digest: UInt64 = 0
    for number in 0..<100_000 {
      let value = draws.lognormal(UInt64(number), median: 7.04 * 86_400_000, sigma: 0.77)
      digest = (digest &+ UInt64(value.rounded())) &* 0x9E37_79B9_7F4A_7C15
      digest ^= UInt64((draws.exponential(UInt64(number), mean: 1) * 1e9).rounded())
    }
    #expect(digest == 6_582_738_348_610_159_180)
  }
}
