import Measures
import Testing

@testable import Tariff

@Suite("Registry of destinations") struct RegistryTests {
  @Test("All destinations are there, and each can be read") func complete() throws {
    let codes = RegimeBook.builtIn.countries.map(\.code)
    #expect(
      codes == [
        "AE", "AR", "AU", "BD", "BR", "CA", "CH", "CL", "CN", "CO", "EG", "EU", "GB", "HK", "ID", "IL", "IN", "JP",
        "KE",
        "KR", "KZ", "LK", "MX", "MY", "NG", "NO", "NZ", "PH", "PK", "RU", "SA", "SG", "TH", "TR", "TW", "UA", "US",
        "VN",
        "ZA",
      ])
    for number in codes.indices {
      let text = RegimeBook.builtInText(number)
      #expect(text.faults.map(\.description) == [])
      switch text.merged(into: nil) {
      case .success(let destination): #expect(destination.country.code == codes[number])
      case .failure(let faults): Issue.record("\(faults.all.map(\.description))")
      }
    }
  }
}
