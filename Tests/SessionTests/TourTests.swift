import Alarms
import Logistics
import Measures
import Store
import TUI
import Testing

@testable import Dashboard
@testable import Session

@Suite struct `The walkthrough` {
  @Test func `tells the story of one parcel to its end`() throws {
    let stage = try Stage(.tour, isAutomatic: true, size: Size(width: 118, height: 32))
    var captions: [String] = []
    var alarmStates: [Alarm.State] = []
    var wasClicked = false
    var wasShelved = false
    while !stage.isOver {
      try stage.pass(milliseconds: 33)
      if let cause = stage.player.alarm, let alarm = stage.alarm(cause) {
        if alarmStates.last != alarm.state { alarmStates.append(alarm.state) }
        if alarm.shelf != nil { wasShelved = true }
      }
      if let click = stage.player.caption?.click, !wasClicked {
        wasClicked = true
        #expect(stage.state.currentAlarm?.alarm.cause == stage.player.alarm)
        let line = stage.frame.text().split(separator: "\n", omittingEmptySubsequences: false)[click.y]
        #expect(line.contains(" click "))
      }
      if let title = stage.player.caption?.title, captions.last != title { captions.append(title) }
      try #require(stage.elapsedMilliseconds < 15 * 60_000, "the walkthrough does not end")
    }
    #expect(captions == Script.tour.steps.map(\.title))
    #expect(wasClicked && wasShelved)
    #expect(alarmStates.prefix(2) == [.new, .acknowledged])
    let hero = try #require(stage.player.hero)
    let shipment = try #require(stage.state.board[hero])
    for milestone in [Milestone.delivered, .rmaOpened, .returnInspected, .repaired, .repairDelivered] {
      #expect(
        shipment.seen & milestone.bit != 0, "\(milestone.name) was not reached; it stands at \(shipment.milestone.name)"
      )
    }
    #expect(shipment.milestone == .repairDelivered)
    #expect(stage.state.board.brokenInvariants() == [])
    let dossier = try #require(try stage.dossier(of: hero))
    let answered = dossier.events.contains { _, event in
      if case .holdPassed(let passed) = event.what {
        passed.step == .answered && event.by.role == .operatorDesk
      } else {
        false
      }
    }
    #expect(answered && dossier.holds.contains { $0.closed != nil }, "no hold was answered by the desk and ended")
    #expect(stage.frame.text().contains("SIM"))
  }

  @Test func `is the same every time`() throws {
    func frames() throws -> [String] {
      let stage = try Stage(.tour, isAutomatic: true, size: Size(width: 100, height: 28))
      var frames: [String] = []
      while stage.elapsedMilliseconds < 45_000 {
        try stage.pass(milliseconds: 100)
        if stage.elapsedMilliseconds % 5_000 == 0 { frames.append(stage.frame.snapshot()) }
      }
      return frames
    }
    #expect(try frames() == frames())
  }

  @Test func `gives the keys to whoever takes over, and back`() throws {
    let stage = try Stage(.tour, isAutomatic: false, size: Size(width: 118, height: 32))
    try stage.pass(milliseconds: 33)
    #expect(stage.state.caption != nil)
    stage.press(.character("t"))
    #expect(stage.state.caption == nil)
    stage.press(.character("3"))
    #expect(stage.state.focusedList?.name == "customs")
    stage.press(.control("t"))
    #expect(stage.state.caption != nil)
    stage.press(.character("q"))
    #expect(stage.isOver)
  }
}
