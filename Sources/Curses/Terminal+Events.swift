import CNcurses
import Glibc
package import TUI

// Events: bytes, signals and wake-ups, waited for together.

extension Terminal {
  package func events(within milliseconds: Int?) throws(ScreenFailure) -> [ScreenEvent] {
    let deadline = milliseconds.map { Self.now() + Int64(clamping: max(0, $0)) }
    while isOpen {
      collectSignals()
      if !queue.isEmpty {
        defer { queue.removeAll(keepingCapacity: true) }
        return queue
      }
      let remaining = deadline.map { max(0, $0 - Self.now()) }
      let silence = decoder.silenceMilliseconds.map { max(0, fedAt + $0 - Self.now()) }
      let wait = silence.map { min($0, remaining ?? $0) } ?? remaining
      var polled = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0),
        pollfd(fd: events.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&polled, 2, wait.map { Int32(clamping: $0) } ?? -1)
      if ready < 0 {
        guard errno == EINTR else { throw .system(call: "poll", code: errno) }
        continue
      }
      if ready == 0 {
        if let silence = decoder.silenceMilliseconds, Self.now() - fedAt >= silence {
          queue += decoder.flush()
          if !queue.isEmpty { continue }
        }
        if let deadline, Self.now() >= deadline { return [] }
        continue
      }
      if polled[1].revents != 0, events.take() & 0xFFFF_FFFF != 0 { queue.append(.wake) }
      if polled[0].revents != 0 { readInput() }
    }
    return [.stop(.hungUp)]
  }

  func readInput() {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(input, &bytes, bytes.count)
    if count > 0 {
      fedAt = Self.now()
      queue += decoder.feed(bytes[..<count])
      for answer in decoder.takeAnswers() { take(answer) }
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      queue.append(.stop(.hungUp))
    }
  }

  func take(_ answer: KeyDecoder.Answer) {
    switch answer {
    case .keyboard:
      answersAwaited = max(0, answersAwaited - 1)
      guard !hasKeyboard else { return }
      hasKeyboard = true
      // Keys without ambiguity (1), and with each the key of the same place on a Latin keyboard (4).
      tellRestoring()
      try? write(Array("\u{1B}[>5u".utf8))
    case .ground: answersAwaited = max(0, answersAwaited - 1)
    case .position: break
    }
  }

  /// Waits for the answers that are on their way, which would otherwise be typed into the shell; at most as long as terminals
  /// take to answer.
  func settle() {
    while answersAwaited > 0 {
      let remaining = Self.answerMilliseconds - (Self.now() - askedAt)
      var polled = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard remaining > 0, poll(&polled, 1, Int32(clamping: remaining)) > 0, polled.revents & Int16(POLLIN) != 0 else {
        break
      }
      readInput()
    }
    answersAwaited = 0
  }

  /// The width of an ambiguous glyph: it is printed, and the terminal asked where its cursor is; nil without an answer.
  func askedWidth() -> AmbiguousWidth? {
    defer { decoder.expectsPosition = false }
    decoder.expectsPosition = true
    try? write(Array("\r\u{2026}\u{1B}[6n".utf8))
    defer { try? write(Array("\r\u{1B}[K".utf8)) }
    let deadline = Self.now() + Self.answerMilliseconds
    var bytes = [UInt8](repeating: 0, count: 256)
    while true {
      let remaining = deadline - Self.now()
      var polled = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard remaining > 0, poll(&polled, 1, Int32(clamping: remaining)) > 0 else { return nil }
      let count = read(input, &bytes, bytes.count)
      guard count > 0 else { return nil }
      fedAt = Self.now()
      queue += decoder.feed(bytes[..<count])
      for case .position(let point) in decoder.takeAnswers() {
        return point.x == 1 ? .one : point.x == 2 ? .two : nil
      }
    }
  }

  func collectSignals() {
    let flags = Rescue.takeFlags()
    guard !flags.isEmpty else { return }
    queueStops(flags)
    if flags.contains(.suspended) {
      suspend()
    } else if flags.contains(.continued) {
      // Someone stopped and continued us without asking; the shell has set its own modes meanwhile.
      reenter()
    }
    if flags.contains(.resized) { takeSize() }
  }

  /// Passes on that the program is to end.
  func queueStops(_ flags: SignalFlags) {
    if flags.contains(.terminated) { queue.append(.stop(.terminated)) }
    if flags.contains(.interrupted) { queue.append(.stop(.interrupted)) }
    if flags.contains(.hungUp) { queue.append(.stop(.hungUp)) }
  }

  func takeSize() {
    guard let now = Self.windowSize(output) else { return }
    if now != size {
      size = now
      resize_term(Int32(now.height), Int32(now.width))
      wresize(drawing.window, Int32(now.height), Int32(now.width))
      queue.append(.resize(now))
    }
    hasForeignRegion = true
    invalidate()
  }

  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Terminals answer at once; one that has not by now will not.
  static let answerMilliseconds: Int64 = 200
}
