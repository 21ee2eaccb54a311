import Configuration
import Dashboard
import Testing

@Suite struct ConfigurationTests {
  @Test func `without a file nothing is set down`() {
    let none = Configuration()
    #expect(Mirror(reflecting: none.preferences).children.isEmpty)
  }
}
