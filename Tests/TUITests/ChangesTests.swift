import Testing

@testable import TUI

@Suite struct ChangesTests {
  @Test(arguments: 0..<400)
  func `Applying the changes gives the new canvas, and nothing is left to change`(seed: Int) {
    var dice = Dice(seed: UInt64(seed))
    let size = Size(width: 1 + dice.below(24), height: 1 + dice.below(6))
    let old = randomCanvas(size, &dice)
    var new = dice.below(2) == 0 ? randomCanvas(size, &dice) : old
    if new == old { scribble(on: &new, dice.below(3), &dice) }
    var applied = old
    applied.apply(new.changes(since: old), from: new)
    applied.cursor = new.cursor
    #expect(applied == new)
    #expect(applied.text() == new.text())
    #expect(new.changes(since: new).isEmpty)
  }

  @Test(arguments: 0..<200)
  func `A change never begins or ends inside a wide glyph, and every cell is covered`(seed: Int) {
    var dice = Dice(seed: UInt64(seed) + 1000)
    let size = Size(width: 16, height: 3)
    let old = randomCanvas(size, &dice)
    let new = randomCanvas(size, &dice)
    for change in new.changes(since: old) {
      #expect(new[change.columns.lowerBound, change.row].width > 0)
      #expect(old[change.columns.lowerBound, change.row].width > 0)
      if change.columns.upperBound < size.width {
        #expect(new[change.columns.upperBound, change.row].width > 0)
      }
    }
    for y in 0..<size.height {
      var x = 0
      while x < size.width {
        let width = Int(new[x, y].width)
        #expect(width > 0 && x + width <= size.width, "half a glyph at \(x),\(y), seed \(seed)")
        if width == 2 { #expect(new[x + 1, y].width == 0) }
        x += max(1, width)
      }
    }
  }

  @Test func `Close changes are one, distant ones are two`() {
    var new = Canvas(size: Size(width: 20, height: 2))
    let old = new
    new.put("a", at: Point(x: 1, y: 1))
    new.put("b", at: Point(x: 4, y: 1))
    new.put("c", at: Point(x: 15, y: 1))
    #expect(new.changes(since: old) == [Change(row: 1, columns: 1..<5), Change(row: 1, columns: 15..<16)])
  }

  @Test func `A canvas of another size is new from top to bottom`() {
    let small = Canvas(size: Size(width: 3, height: 1))
    let large = Canvas(size: Size(width: 4, height: 2))
    #expect(large.changes(since: small).map(\.columns) == [0..<4, 0..<4])
    var applied = small
    applied.apply(large.changes(since: small), from: large)
    #expect(applied == large)
    #expect(Canvas(size: Size(width: 0, height: 0)).changes(since: small).isEmpty)
  }
}
