import Alarms
import Testing

@Suite struct AlarmPriorityTests {
  @Test func `every priority is found by its name and by its short form`() {
    for priority in AlarmPriority.allCases {
      #expect(AlarmPriority(name: priority.name) == priority)
      #expect(AlarmPriority(name: "P\(priority.rawValue + 1)") == priority)
    }
    #expect(AlarmPriority(name: "p5") == nil)
    #expect(AlarmPriority.critical < .low)
  }
}
