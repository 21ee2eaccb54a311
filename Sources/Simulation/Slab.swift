import Glibc

/// A growing run of trivial values in memory of its own: no reference counts, no bounds checks in release builds, and pages of
/// 2 MiB once it is large, so that touching a million shipments at random does not wait for the address translation.
///
/// This file and `EventCalendar.swift` hold all the unsafe memory of the module.
struct Slab<Element: BitwiseCopyable>: ~Copyable {
  /// The first element; every element below `capacity` may be read and written.
  private(set) var base: UnsafeMutablePointer<Element>
  /// How many elements the memory holds.
  private(set) var capacity: Int

  /// Memory for at least `capacity` elements, each a copy of `filler`.
  init(capacity: Int, filler: Element) {
    self.capacity = max(capacity, 1)
    base = Self.allocate(self.capacity)
    base.initialize(repeating: filler, count: self.capacity)
  }

  deinit { free(base) }

  subscript(index: Int) -> Element {
    @inline(__always) get {
      assert(index >= 0 && index < capacity)
      return base[index]
    }
    @inline(__always) nonmutating _modify {
      assert(index >= 0 && index < capacity)
      yield &base[index]
    }
  }

  /// Makes room for at least `needed` elements, doubling; what is there stays, what is new is a copy of `filler`.
  @inline(never)
  mutating func grow(to needed: Int, filler: Element) {
    guard needed > capacity else { return }
    let wider = max(needed, capacity * 2)
    let moved = Self.allocate(wider)
    moved.update(from: base, count: capacity)
    (moved + capacity).initialize(repeating: filler, count: wider - capacity)
    free(base)
    base = moved
    capacity = wider
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    let hugePageBytes = 1 << 21
    let bytes = count * MemoryLayout<Element>.stride
    var memory: UnsafeMutableRawPointer?
    let alignment = bytes >= hugePageBytes ? hugePageBytes : 64
    guard posix_memalign(&memory, alignment, bytes) == 0, let memory else {
      preconditionFailure("no memory left for \(bytes) bytes")
    }
    // Advice only: where the kernel has no large pages the small ones serve.
    if bytes >= hugePageBytes { _ = madvise(memory, bytes, 14 /* MADV_HUGEPAGE */) }
    return memory.bindMemory(to: Element.self, capacity: count)
  }
}
