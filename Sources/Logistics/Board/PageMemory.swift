import Glibc
import Synchronization

// Where the pages' blocks lie. A row is spread over some fifty columns, and with a hundred thousand shipments the translation of
// so many small pages of memory costs more than reading them; so some twenty blocks of a kind share a piece of memory that the
// kernel is asked to map as one large page:
//
//   piece, 2 MiB   [ block ][ block ] … [ block ]      blocks that are given back are handed out again first
//
// Pieces are kept until the process ends: a board that shrank will grow again.

/// Blocks of memory of one length for the pages of all boards, from any thread.
final class PageMemory: Sendable {
  /// Blocks for what events move, and for what orders said.
  static let course = PageMemory(blockBytes: Page.courseBytes)
  static let terms = PageMemory(blockBytes: Page.termsBytes)

  private static let pieceBytes = 1 << 21

  private let blockBytes: Int
  /// The addresses of blocks that nobody has.
  private let free = Mutex<[UInt]>([])

  private init(blockBytes: Int) { self.blockBytes = blockBytes }

  /// A block, aligned to 64, with anything in it.
  func take() -> UnsafeMutableRawPointer {
    let address = free.withLock { free in
      if free.isEmpty { addPiece(to: &free) }
      return free.removeLast()
    }
    guard let block = UnsafeMutableRawPointer(bitPattern: address) else { preconditionFailure("a block at address 0") }
    return block
  }

  /// Gives a block back; nobody reads it any more.
  func giveBack(_ block: UnsafeMutableRawPointer) { free.withLock { $0.append(UInt(bitPattern: block)) } }

  private func addPiece(to free: inout [UInt]) {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, Self.pieceBytes, Self.pieceBytes) == 0, let piece = memory else {
      preconditionFailure("no memory left for \(Self.pieceBytes) bytes")
    }
    // Advice only: where the kernel has no large pages the small ones serve.
    _ = madvise(piece, Self.pieceBytes, 14 /* MADV_HUGEPAGE */)
    for index in (0..<Self.pieceBytes / blockBytes).reversed() {
      free.append(UInt(bitPattern: piece + index * blockBytes))
    }
  }
}
