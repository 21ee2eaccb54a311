package import Measures

/// One transaction's worth of the journal: which entries and texts it brought, when, and from whom.
package struct Batch: Hashable, Sendable {
  /// The batch's number, from 1 without gaps.
  package var id: UInt64
  /// The sequence number of its first entry; that of the entry to come when it has none.
  package var first: UInt64
  /// How many entries it has.
  package var count: UInt64
  /// The id of its first text; that of the text to come when it has none.
  package var firstText: UInt32
  /// How many texts it told.
  package var texts: UInt32
  /// When it was recorded, by the clock on the wall.
  package var recordedAt: Instant
  /// How far the world it tells of had come.
  package var asOf: Instant
  /// Who brought it, as its writer says.
  package var source: String
  /// The fingerprint of the journal's content up to its end, as it was taken when the batch was written; the same as
  /// `digest()` gives for an undamaged journal that ends here.
  package var digest: Fingerprint
}

/// Two running fingerprints, one over the texts and one over the entries, so that how content was cut into batches does not
/// show in the digest.
struct RunningDigest: Hashable {
  var texts = Fingerprinter()
  var entries = Fingerprinter()

  /// That of an empty journal.
  init() {}

  /// That which was stored as `bytes`; nil unless they are 32.
  init?(stored bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    func word(_ index: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    texts = Fingerprinter(state: (word(0), word(1)))
    entries = Fingerprinter(state: (word(2), word(3)))
  }

  /// The 32 bytes to store.
  var stored: [UInt8] {
    [texts.state.0, texts.state.1, entries.state.0, entries.state.1].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
  }

  /// Takes in the next text.
  mutating func combine(_ text: String) { texts.combine(text) }

  /// Takes in the next entry; its number is not needed, for entries come in order and without gaps.
  @inline(__always)
  mutating func combine(
    stream: UInt32, previous: UInt64, kind: UInt32, at: Int64, body: UnsafeRawBufferPointer
  ) {
    entries.combine(UInt64(stream) << 32 | UInt64(kind), previous)
    entries.combine(UInt64(bitPattern: at), UInt64(body.count))
    entries.combine(blocksOf: body)
  }

  /// The digest of all that was taken in.
  var digest: Fingerprint {
    var both = Fingerprinter()
    both.combine(texts.state.0, texts.state.1)
    both.combine(entries.state.0, entries.state.1)
    return both.fingerprint
  }
}
