/// Why a checkpoint's bytes cannot be taken up again.
package enum UnreadableCheckpoint: Error, Hashable, Sendable {
  /// The bytes end before the checkpoint does.
  case cutShort
  /// The bytes do not begin as a checkpoint of the simulation, or of another version of it.
  case unknownVersion
  /// A count, an instant or a size is outside what the simulation writes.
  case wrongLayout
}

/// Writes trivial values one behind the other, little-endian.
package struct ByteWriter {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []

  /// A writer with room for `count` bytes.
  package init(reserving count: Int = 0) { bytes.reserveCapacity(count) }

  /// Appends an integer, little-endian.
  package mutating func put(_ value: some FixedWidthInteger & BitwiseCopyable) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Appends a trivial value as it lies in memory (all machines the simulation runs on are little-endian).
  package mutating func put<Value: BitwiseCopyable>(value: Value) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  /// Appends a run of trivial values as they lie in memory.
  package mutating func put<Value: BitwiseCopyable>(run: UnsafeBufferPointer<Value>) {
    bytes.append(contentsOf: UnsafeRawBufferPointer(run))
  }

  /// Appends bytes as they are.
  package mutating func put(raw: [UInt8]) { bytes.append(contentsOf: raw) }
}

/// Reads what a `ByteWriter` wrote, and never past the end.
package struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  /// A reader at the start of `bytes`.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// How many bytes are left.
  package var remaining: Int { bytes.count - position }

  /// Takes an integer, little-endian; throws when the bytes end.
  package mutating func get<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type
  ) throws(UnreadableCheckpoint) -> Value {
    Value(littleEndian: try get(value: type))
  }

  /// Takes a trivial value as it lay in memory; throws when the bytes end. Only for types whose every bit pattern is valid.
  package mutating func get<Value: BitwiseCopyable>(value type: Value.Type) throws(UnreadableCheckpoint) -> Value {
    guard remaining >= MemoryLayout<Value>.size else { throw .cutShort }
    defer { position += MemoryLayout<Value>.size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: type) }
  }
}
