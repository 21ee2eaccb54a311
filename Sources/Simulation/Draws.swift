/// Chance as an argument: every random number is a pure function of (seed, stream, draw).
///
/// ```
///   seed ──► key ─┐
///   stream ───────┴─ mix ─┐          stream: whose chance it is (a shipment, a departure)
///   draw ─────────────────┴─ mix ──► 64 bits          draw: what for, and the how-many-th time
/// ```
///
/// No number depends on how many were drawn before it or on what else runs beside it, so a shipment's fate is the same in
/// whatever slices the world advances, after a restart, and when an operator has acted on another shipment.
///
/// The mixing is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014, with Stafford's variant 13 constants), applied once
/// for the stream and once more for the draw.
package struct Draws: BitwiseCopyable, Sendable {
  private var key: UInt64

  /// The chance of a whole world.
  @inline(__always)
  package init(seed: UInt64) { key = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15) }

  @inline(__always)
  private init(key: UInt64) { self.key = key }

  /// The chance of one party in it.
  @inline(__always)
  package func stream(_ number: UInt64) -> Draws {
    Draws(key: Self.mix(key ^ (number &+ 1) &* 0x9E37_79B9_7F4A_7C15))
  }

  /// 64 random bits: draw number `draw` of this stream.
  @inline(__always)
  package func bits(_ draw: UInt64) -> UInt64 {
    Self.mix(key &+ (draw &+ 1) &* 0xD1B5_4A32_D192_ED03)
  }

  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var x = value
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }

  /// Uniform over the open interval (0, 1): 53 bits and a half, so neither end is ever met.
  @inline(__always)
  package func uniform(_ draw: UInt64) -> Double {
    (Double(bits(draw) >> 11) + 0.5) * 0x1p-53
  }

  /// Standard normal (mean 0, standard deviation 1).
  @inline(__always)
  package func normal(_ draw: UInt64) -> Double { Arithmetic.inverseNormal(uniform(draw)) }

  /// Lognormal with this median and this standard deviation of the logarithm; in the median's unit.
  @inline(__always)
  package func lognormal(_ draw: UInt64, median: Double, sigma: Double) -> Double {
    median * Arithmetic.exp(sigma * normal(draw))
  }

  /// Exponential with this mean; in the mean's unit.
  @inline(__always)
  package func exponential(_ draw: UInt64, mean: Double) -> Double {
    -mean * Arithmetic.log(uniform(draw))
  }

  /// True with this probability (0 ... 1).
  @inline(__always)
  package func bernoulli(_ draw: UInt64, _ probability: Double) -> Bool { uniform(draw) < probability }

  /// A whole number in 0 ..< `count`, all alike; `count` is at least 1.
  @inline(__always)
  package func whole(_ draw: UInt64, below count: Int) -> Int {
    Int(truncatingIfNeeded: bits(draw).multipliedFullWidth(by: UInt64(count)).high)
  }

  /// The index of one of `weights` (none negative, their sum positive), each with the chance of its share of the sum.
  package func pick(_ draw: UInt64, _ weights: [Double]) -> Int {
    var sum = 0.0
    for weight in weights { sum += weight }
    var left = uniform(draw) * sum
    for index in weights.indices {
      left -= weights[index]
      if left < 0 { return index }
    }
    return weights.count - 1
  }
}

/// Elementary functions from IEEE 754 additions, multiplications, divisions and square roots alone, which every machine rounds
/// alike; the mathematical library of the system would give another last digit here and there, and so another simulated day.
package enum Arithmetic {
  /// The natural logarithm of a positive, finite, normal number, to about 1 unit in the last place.
  ///
  /// With x = 2^k · m, √½ ≤ m < √2 and s = (m − 1)/(m + 1): ln x = k ln 2 + 2 (s + s³/3 + s⁵/5 + …).
  @inline(__always)
  package static func log(_ x: Double) -> Double {
    let bits = x.bitPattern
    // Adding the distance from √½ to 1 carries into the exponent exactly when the significand is at or above √2.
    let shifted = bits &+ (0x3FF0_0000_0000_0000 &- 0x3FE6_A09E_667F_3BCD)
    let k = Double(Int64(shifted >> 52) &- 1023)
    let m = Double(bitPattern: (shifted & 0x000F_FFFF_FFFF_FFFF) &+ 0x3FE6_A09E_667F_3BCD)
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    let z2 = z * z
    let z4 = z2 * z2
    let low = (2.0 / 3 + z * (2.0 / 5)) + z2 * (2.0 / 7 + z * (2.0 / 9))
    let high = (2.0 / 11 + z * (2.0 / 13)) + z2 * (2.0 / 15 + z * (2.0 / 17))
    let tail = (2.0 / 19 + z * (2.0 / 21)) + z2 * (2.0 / 23)
    let series = z * (low + z4 * (high + z4 * tail))
    // 2s = f − f·s, so the large part f stays exact.
    let ln2High = 6.931471803691238164e-01
    let ln2Low = 1.908214929270587700e-10
    return k * ln2High + (f - (s * (f - series) - k * ln2Low))
  }

  /// e to the power of x for -700 ... 700, to about 1 unit in the last place; beyond, the value at the limit.
  ///
  /// With x = k ln 2 + r, |r| ≤ ½ ln 2: eˣ = 2^k (1 + r + r²/2! + … + r¹³/13!).
  @inline(__always)
  package static func exp(_ x: Double) -> Double {
    let bounded = min(max(x, -700), 700)
    let k = (bounded * 1.4426950408889634074).rounded(.toNearestOrEven)
    let r = (bounded - k * 6.931471803691238164e-01) - k * 1.908214929270587700e-10
    let r2 = r * r
    let r4 = r2 * r2
    let a = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120))
    let b = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362_880))
    let c = (1.0 / 3_628_800 + r * (1.0 / 39_916_800)) + r2 * (1.0 / 479_001_600 + r * (1.0 / 6_227_020_800))
    let power = 1 + (r + r2 * (a + r4 * (b + r4 * c)))
    return power * Double(bitPattern: UInt64(bitPattern: Int64(k) &+ 1023) << 52)
  }

  /// The standard normal deviate below which the share `p` (0 < p < 1) lies, to about 1 part in 10¹⁶.
  ///
  /// Algorithm AS 241, PPND16 (M. J. Wichura, Applied Statistics 37, 1988): three rational functions of degree 7.
  @inline(__always)
  package static func inverseNormal(_ p: Double) -> Double {
    let q = p - 0.5
    if q.magnitude <= 0.425 {
      let r = 0.180625 - q * q
      return q * centre(r)
    }
    return tail(p, q)
  }

  @inline(__always)
  private static func centre(_ r: Double) -> Double {
    let r2 = r * r
    let r4 = r2 * r2
    let n0 = 3.3871328727963666080e0 + r * 1.3314166789178437745e+2
    let n1 = 1.9715909503065514427e+3 + r * 1.3731693765509461125e+4
    let n2 = 4.5921953931549871457e+4 + r * 6.7265770927008700853e+4
    let n3 = 3.3430575583588128105e+4 + r * 2.5090809287301226727e+3
    let d0 = 1 + r * 4.2313330701600911252e+1
    let d1 = 6.8718700749205790830e+2 + r * 5.3941960214247511077e+3
    let d2 = 2.1213794301586595867e+4 + r * 3.9307895800092710610e+4
    let d3 = 2.8729085735721942674e+4 + r * 5.2264952788528545610e+3
    return ((n0 + r2 * n1) + r4 * (n2 + r2 * n3)) / ((d0 + r2 * d1) + r4 * (d2 + r2 * d3))
  }

  @inline(never)
  private static func tail(_ p: Double, _ q: Double) -> Double {
    let r = (-log(q < 0 ? p : 1 - p)).squareRoot()
    let value: Double
    if r <= 5 {
      let t = r - 1.6
      let n =
        ((((((7.74545014278341407640e-4 * t + 2.27238449892691845833e-2) * t + 2.41780725177450611770e-1) * t
          + 1.27045825245236838258e0) * t + 3.64784832476320460504e0) * t + 5.76949722146069140550e0) * t
          + 4.63033784615654529590e0) * t + 1.42343711074968357734e0
      let d =
        ((((((1.05075007164441684324e-9 * t + 5.47593808499534494600e-4) * t + 1.51986665636164571966e-2) * t
          + 1.48103976427480074590e-1) * t + 6.89767334985100004550e-1) * t + 1.67638483018380384940e0) * t
          + 2.05319162663775882187e0) * t + 1
      value = n / d
    } else {
      let t = r - 5
      let n =
        ((((((2.01033439929228813265e-7 * t + 2.71155556874348757815e-5) * t + 1.24266094738807843860e-3) * t
          + 2.65321895265761230930e-2) * t + 2.96560571828504891230e-1) * t + 1.78482653991729133580e0) * t
          + 5.46378491116411436990e0) * t + 6.65790464350110377720e0
      let d =
        ((((((2.04426310338993978564e-15 * t + 1.42151175831644588870e-7) * t + 1.84631831751005468180e-5) * t
          + 7.86869131145613259100e-4) * t + 1.48753612908506148525e-2) * t + 1.36929880922735805310e-1) * t
          + 5.99832206555887937690e-1) * t + 1
      value = n / d
    }
    return q < 0 ? -value : value
  }
}
