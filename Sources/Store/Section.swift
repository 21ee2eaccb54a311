import Measures

/// A named part of a snapshot: what somebody made of the journal up to a position, so that it need not be made again.
///
/// Snapshots are a convenience. One that is missing, of another layout, damaged or ahead of the journal is as good as none:
/// reading passes over it in silence, and the caller starts from the journal.
package struct Section: Hashable, Sendable {
  /// What it is called, such as `board/holds`; parts that belong together share a prefix.
  package var name: String
  /// The tag of the layout its bytes have; a reader who asks for another does not see it.
  package var layout: String
  /// What part of the journal it covers.
  package var position: Position
  /// Its bytes, which mean nothing to the journal.
  package var body: [UInt8]

  /// A section of these bytes.
  package init(name: String, layout: String, position: Position, body: [UInt8]) {
    self.name = name
    self.layout = layout
    self.position = position
    self.body = body
  }

  /// What is stored beside the bytes to notice when they no longer are what was written.
  var fingerprint: [UInt8] {
    var fingerprinter = Fingerprinter()
    fingerprinter.combine(layout)
    fingerprinter.combine(position.entries, UInt64(position.texts))
    body.withUnsafeBytes { fingerprinter.combine($0) }
    let fingerprint = fingerprinter.fingerprint
    return [fingerprint.high, fingerprint.low].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
    }
  }
}
