import Glibc

/// A position on Earth in hundredths of a degree (about 1.1 km), WGS84.
package struct Position: Hashable, Sendable, BitwiseCopyable {
  /// Latitude in hundredths of a degree, -9,000 ... 9,000, north positive.
  package var latitude: Int16
  /// Longitude in hundredths of a degree, -18,000 ... 18,000, east positive.
  package var longitude: Int16

  /// A position from hundredths of a degree, clamped to the globe.
  package init(latitude: Int, longitude: Int) {
    self.latitude = Int16(min(max(latitude, -9000), 9000))
    self.longitude = Int16(min(max(longitude, -18_000), 18_000))
  }

  private var radians: (latitude: Double, longitude: Double) {
    (Double(latitude) * .pi / 18_000, Double(longitude) * .pi / 18_000)
  }

  /// Kilometres along the great circle on a sphere of 6,371 km (haversine); within 0.6 % of the true distance.
  package func kilometres(to other: Position) -> Double {
    let (a, b) = (radians, other.radians)
    let (halfLatitude, halfLongitude) = ((b.latitude - a.latitude) / 2, (b.longitude - a.longitude) / 2)
    let chord =
      sin(halfLatitude) * sin(halfLatitude)
      + cos(a.latitude) * cos(b.latitude) * sin(halfLongitude) * sin(halfLongitude)
    return 2 * 6371 * asin(min(1, chord.squareRoot()))
  }

  /// The position a `fraction` (0 ... 1) of the way along the great circle to `other`.
  package func along(to other: Position, fraction: Double) -> Position {
    let angle = kilometres(to: other) / 6371
    guard angle > 1e-6, angle < .pi - 1e-6 else { return fraction < 0.5 ? self : other }
    let (a, b) = (radians, other.radians)
    let clamped = min(max(fraction, 0), 1)
    let (near, far) = (sin((1 - clamped) * angle) / sin(angle), sin(clamped * angle) / sin(angle))
    let x = near * cos(a.latitude) * cos(a.longitude) + far * cos(b.latitude) * cos(b.longitude)
    let y = near * cos(a.latitude) * sin(a.longitude) + far * cos(b.latitude) * sin(b.longitude)
    let z = near * sin(a.latitude) + far * sin(b.latitude)
    return Position(
      latitude: Int((atan2(z, (x * x + y * y).squareRoot()) * 18_000 / .pi).rounded()),
      longitude: Int((atan2(y, x) * 18_000 / .pi).rounded()))
  }
}
