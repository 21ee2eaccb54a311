import Dashboard

// When a frame is due. What the operator does is shown at once; what the world does waits a little, so that a second of a busy
// trade costs one frame and not as many as there are batches, and so that no frame of the world's comes between a key and the
// next one:
//
//   key, paste, answer …    ──► now
//   batch, clock            ──► a period after the frame before, and not while keys are being pressed
//
//   keys    k       k  k                    k      a key's frame
//   frames  K   B   K  K        B           B      a batch's frame
//               |←── period ───→|
//                      |← rest →|
//
// And how much is done at once in between: a key that comes meanwhile waits for no more than a slice, on a slow machine too.

/// Decides when the next frame is due; all times in milliseconds on a clock that never jumps.
struct Pace {
  /// How soon something has to be seen.
  enum Urgency {
    case now, soon
  }

  /// The least time between a frame and one that only tells of the world.
  var periodMilliseconds: Int
  /// How long after a key no frame tells of the world: a hand that types is not interrupted.
  static let restMilliseconds = 60
  /// A world that goes by slowly is shown as often as control rooms refresh a unit's display (ISA-101: 1 to 2 seconds).
  static let calmMilliseconds = 1_000
  /// A world that is run faster than that is shown as often as it moves.
  static let fastMilliseconds = 250

  private var isNow = false
  private var isWaiting = false
  private var lastFrame = Int.min / 2
  private var lastKey = Int.min / 2

  /// A pace with nothing to show.
  init(periodMilliseconds: Int = Pace.calmMilliseconds) { self.periodMilliseconds = periodMilliseconds }

  /// Something has to be seen.
  mutating func note(_ urgency: Urgency) {
    switch urgency {
    case .now: isNow = true
    case .soon: isWaiting = true
    }
  }

  /// The operator did something.
  mutating func noteKey(at now: Int) {
    lastKey = now
    isNow = true
  }

  /// How long until a frame is due; 0 when it is, nil when there is nothing to show.
  func wait(at now: Int) -> Int? {
    if isNow { return 0 }
    guard isWaiting else { return nil }
    return max(0, max(lastFrame + periodMilliseconds, lastKey + Pace.restMilliseconds) - now)
  }

  /// A frame was shown.
  mutating func noteFrame(at now: Int) {
    isNow = false
    isWaiting = false
    lastFrame = now
  }
}

/// How many rows a slice of work looks at, so that it takes about as long as a key may wait for it.
struct SliceSize {
  /// How long a slice may take: an eighth of what a key's frame may take (16 ms), for several of them can meet a key.
  static let aimSeconds = 0.002
  /// A page of the board: less is never looked at.
  static let rowsLeast = 1_024

  /// Rows of the next slice.
  private(set) var rows = State.sliceRows

  /// Takes note of how long a slice took: one that took too long makes the next half as long, one that took far less doubles it
  /// up to where it began.
  mutating func note(seconds: Double) {
    if seconds > Self.aimSeconds {
      rows = max(Self.rowsLeast, rows / 2)
    } else if seconds < Self.aimSeconds / 4 {
      rows = min(State.sliceRows, rows * 2)
    }
  }
}
