package import Measures

// A million entries are two arrays, not a million objects:
//
//   heads   │ sequence · stream · kind · previous · at · bodyStart · bodyCount │ ...   40 bytes each
//   bodies  │ bytes of entry 1 │ bytes of entry 2 │ ...                                one run for all
//
// The same form goes in (a batch to append) and comes out (a range read back, or one stream's chain).

/// How far a journal has come: everything up to and including this is in it.
package struct Position: Hashable, Sendable, BitwiseCopyable {
  /// The sequence number of the last entry, which is also how many there are; 0 when there are none.
  package var entries: UInt64
  /// The id of the last text, which is also how many there are; 0 when there are none.
  package var texts: UInt32

  /// The position after `entries` entries and `texts` texts.
  package init(entries: UInt64, texts: UInt32) {
    self.entries = entries
    self.texts = texts
  }

  /// Before the first entry and the first text.
  package static let start = Position(entries: 0, texts: 0)
}

/// A run of journal entries in packed form: one array of heads, one of bytes.
package struct Entries: Sendable {
  /// All of an entry but its bytes.
  package struct Head: Hashable, Sendable, BitwiseCopyable {
    /// The entry's number in the journal, from 1 without gaps.
    package var sequence: UInt64
    /// The sequence number of the previous entry of the same stream; 0 for its first, and where there is no stream.
    package var previous: UInt64
    /// When what it tells happened or was decided, as its writer says.
    package var at: Instant
    /// The number of the shipment (or other thing) it is about; 0 for none.
    package var stream: UInt32
    /// The id of the text that names its kind, from 1.
    package var kind: UInt32
    /// Where its bytes start in `bodies`.
    package var bodyStart: UInt32
    /// How many bytes it has.
    package var bodyCount: UInt32

    /// Where its bytes are in `bodies`.
    package var bodyRange: Range<Int> { Int(bodyStart)..<Int(bodyStart) + Int(bodyCount) }
  }

  /// The heads, in the order of the run.
  package private(set) var heads: [Head] = []
  /// The bytes of all entries, one after the other.
  package private(set) var bodies: [UInt8] = []
  /// The sequence number before the first entry of a run that is to be appended.
  package let base: UInt64

  /// An empty run whose first entry will have the sequence number after `base`.
  package init(after base: UInt64) { self.base = base }

  /// How many entries there are.
  package var count: Int { heads.count }

  /// Whether there are none.
  package var isEmpty: Bool { heads.isEmpty }

  /// The sequence number of the last entry, or `base` when there are none.
  package var lastSequence: UInt64 { heads.last?.sequence ?? base }

  /// Makes room for `count` entries of `bodyBytes` bytes together.
  package mutating func reserve(_ count: Int, bodyBytes: Int) {
    heads.reserveCapacity(count)
    bodies.reserveCapacity(bodyBytes)
  }

  /// Forgets the entries and keeps the room.
  package mutating func removeAll() {
    heads.removeAll(keepingCapacity: true)
    bodies.removeAll(keepingCapacity: true)
  }

  /// Adds an entry with the next sequence number, which it returns; `write` appends the entry's bytes to the array it is
  /// given and leaves what is already there alone.
  @discardableResult
  package mutating func append<E: Error>(
    stream: UInt32, previous: UInt64, kind: UInt32, at: Instant, writing write: (inout [UInt8]) throws(E) -> Void
  ) throws(E) -> UInt64 {
    let start = bodies.count
    try write(&bodies)
    let sequence = lastSequence + 1
    heads.append(
      Head(
        sequence: sequence, previous: previous, at: at, stream: stream, kind: kind, bodyStart: UInt32(start),
        bodyCount: UInt32(bodies.count - start)))
    return sequence
  }

  /// Adds an entry with the next sequence number, which it returns, and these bytes.
  @discardableResult
  package mutating func append(
    stream: UInt32, previous: UInt64, kind: UInt32, at: Instant, body: some Collection<UInt8>
  ) -> UInt64 {
    append(stream: stream, previous: previous, kind: kind, at: at) { $0.append(contentsOf: body) }
  }

  /// The bytes of the entry at `index` (from 0), sharing storage with the run.
  package func body(at index: Int) -> ArraySlice<UInt8> { bodies[heads[index].bodyRange] }

  /// Gives every entry in turn its head and its bytes, which are valid only during the call; nothing is allocated or copied.
  @inline(__always)
  package func forEach<E: Error>(_ visit: (Head, UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
    let heads = heads
    // A closure that throws a typed error cannot pass through the standard library's here, so the error is carried over.
    var failure: E?
    bodies.withUnsafeBytes { bytes in
      for head in heads {
        do throws(E) {
          try visit(head, UnsafeRawBufferPointer(rebasing: bytes[head.bodyRange]))
        } catch {
          failure = error
          return
        }
      }
    }
    if let failure { throw failure }
  }

  /// Adds an entry that was read, under the sequence number it has.
  mutating func take(
    _ sequence: UInt64, stream: UInt32, previous: UInt64, kind: UInt32, at: Int64, body: UnsafeRawBufferPointer
  ) {
    heads.append(
      Head(
        sequence: sequence, previous: previous, at: Instant(milliseconds: at), stream: stream, kind: kind,
        bodyStart: UInt32(bodies.count), bodyCount: UInt32(body.count)))
    bodies.append(contentsOf: body)
  }

  /// Turns the order of the entries around; the bytes stay where they are.
  mutating func reverse() { heads.reverse() }
}
