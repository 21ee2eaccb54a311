import Testing

@testable import Tariff

@Suite("Sources") struct SourceTests {
  @Test("A low confidence is below a high one") func order() {
    #expect(Confidence.low < .medium)
    #expect(Confidence.medium < .high)
    #expect(Confidence.allCases.sorted() == [.low, .medium, .high])
  }
}
