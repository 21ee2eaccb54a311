import Glibc
import Synchronization

// Where the pages' blocks lie. A row is spread over some fifty columns of a block, and with a hundred thousand shipments the
// translation of so many small pages of memory costs more than reading them; so twelve blocks share a piece of memory that
// the kernel is asked to map as one large page:
//
//   piece, 2 MiB   [ block ][ block ] … [ block ]      blocks that are given back are handed out again first
//
// Pieces are kept until the process ends: a board that shrank will grow again.

/// Blocks of memory for the pages of all boards, from any thread.
enum PageMemory {
  private static let pieceBytes = 1 << 21

  private struct Blocks: ~Copyable {
    var free: [UInt] = []
  }

  private static let blocks = Mutex(Blocks())

  /// A block of `Page.byteCount` bytes, aligned to 64, with anything in it.
  static func take() -> UnsafeMutableRawPointer {
    let address = blocks.withLock { blocks in
      if blocks.free.isEmpty { addPiece(to: &blocks) }
      return blocks.free.removeLast()
    }
    guard let block = UnsafeMutableRawPointer(bitPattern: address) else { preconditionFailure("a block at address 0") }
    return block
  }

  /// Gives a block back; nobody reads it any more.
  static func giveBack(_ block: UnsafeMutableRawPointer) {
    blocks.withLock { $0.free.append(UInt(bitPattern: block)) }
  }

  private static func addPiece(to blocks: inout Blocks) {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, pieceBytes, pieceBytes) == 0, let piece = memory else {
      preconditionFailure("no memory left for \(pieceBytes) bytes")
    }
    // Advice only: where the kernel has no large pages the small ones serve.
    _ = madvise(piece, pieceBytes, 14 /* MADV_HUGEPAGE */)
    for index in (0..<pieceBytes / Page.byteCount).reversed() {
      blocks.free.append(UInt(bitPattern: piece + index * Page.byteCount))
    }
  }
}
