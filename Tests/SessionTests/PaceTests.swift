import Testing

@testable import Session

@Suite struct PaceTests {
  @Test func `what the operator does is shown at once, what the world does once a period`() {
    var pace = Pace(periodMilliseconds: 1_000)
    #expect(pace.wait(at: 0) == nil)
    pace.note(.soon)
    #expect(pace.wait(at: 0) == 0, "nothing was shown yet")
    pace.noteFrame(at: 0)
    #expect(pace.wait(at: 10) == nil)
    pace.note(.soon)
    pace.note(.soon)
    #expect(pace.wait(at: 250) == 750)
    pace.note(.now)
    #expect(pace.wait(at: 251) == 0)
    pace.noteFrame(at: 251)
    #expect(pace.wait(at: 252) == nil, "the frame showed what the world did, too")
  }

  @Test func `no frame of the world's comes right after a key`() {
    var pace = Pace(periodMilliseconds: 250)
    pace.noteFrame(at: 0)
    pace.note(.soon)
    pace.noteKey(at: 240)
    #expect(pace.wait(at: 240) == 0)
    pace.noteFrame(at: 241)
    pace.note(.soon)
    pace.noteKey(at: 480)
    pace.noteFrame(at: 481)
    pace.note(.soon)
    #expect(pace.wait(at: 495) == 731 - 495, "the period is the longer wait")
    pace.periodMilliseconds = 0
    #expect(pace.wait(at: 495) == 480 + Pace.restMilliseconds - 495, "a hand that types is not interrupted")
  }

  @Test func `a slice of work is as long as a key may wait, on a slow machine too`() {
    var slices = SliceSize()
    let most = slices.rows
    slices.note(seconds: 0.001)
    #expect(slices.rows == most)
    for _ in 0..<10 { slices.note(seconds: 0.1) }
    #expect(slices.rows == SliceSize.rowsLeast)
    slices.note(seconds: 0.001)
    #expect(slices.rows == SliceSize.rowsLeast, "well enough")
    for _ in 0..<10 { slices.note(seconds: 0.0001) }
    #expect(slices.rows == most)
  }
}
