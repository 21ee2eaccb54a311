import Foundation
import Logistics
import Measures
import Testing

@testable import Exchange

/// A reading of anything must come to an end, keep its promises, and be taken in without harm.
private func inspect(_ bytes: [UInt8], _ name: String) {
  let reading = Reading(of: bytes)
  #expect(reading.format != nil || reading.items.isEmpty, "\(name)")
  #expect(reading.format != nil || reading.findings.count(of: .error) > 0, "\(name)")
  for finding in reading.findings.kept where finding.text.unicodeScalars.contains(where: isHostile) {
    Issue.record("\(name): a finding could steer a terminal")
  }
  for claim in reading.claims where !possibleInstants.contains(claim.happened) || claim.references.isEmpty {
    Issue.record("\(name): an impossible claim")
  }
  var desk = Desk()
  let first = desk.take(reading).counts
  let events = desk.log.count
  let second = desk.take(reading).counts
  if desk.log.count != events
    || second.known + second.dropped + second.unplaced
      != first.orders + first.claims + first.messages + first.known + first.dropped + first.unplaced
  {
    Issue.record("\(name): the second time added something")
  }
  if let fault = desk.board.brokenInvariants().first { Issue.record("\(name): \(fault)") }
}

/// Every sample, tables cut to their first lines so that thousands of variants can be read.
private let samples: [(name: String, bytes: [UInt8])] = {
  let all = Samples.files(under: Samples.ours) + Samples.files(under: Samples.beside)
  return all.map { ($0.name, Array($0.bytes.prefix(12_000))) }
}()

@Suite struct `Hostile input` {
  @Test func `every sample cut at every 97th byte`() {
    for (name, bytes) in samples {
      for end in stride(from: 0, through: bytes.count, by: 97) {
        inspect(Array(bytes[..<end]), "\(name) cut at \(end)")
      }
    }
  }

  @Test func `every sample with bytes flipped, lost and doubled`() {
    var state: UInt64 = 20_261_122
    func draw(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, below)
    }
    let marks = Array("\"{}[],:\\\u{0}\u{1B}\r\n\t;".utf8)
    for (name, sample) in samples where !sample.isEmpty {
      for round in 0..<40 {
        var bytes = sample
        for _ in 0...draw(8) {
          let at = draw(bytes.count)
          switch draw(5) {
          case 0: bytes[at] ^= UInt8(1 << draw(8))
          case 1: bytes[at] = UInt8(draw(256))
          case 2: bytes.remove(at: at)
          case 3: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + draw(200))], at: at)
          default: bytes[at] = marks[draw(marks.count)]
          }
          if bytes.isEmpty { bytes = [0] }
        }
        inspect(bytes, "\(name), round \(round)")
      }
    }
  }

  @Test func `noise`() {
    var state: UInt64 = 7
    for size in [1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 1000, 5000] {
      for prefix in [
        [], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], Array("{\"eventList\":[".utf8),
        Array("reference,goods\n".utf8), Array("<MetaData><Response><FunctionCode>01</FunctionCode>".utf8),
      ] {
        let bytes = (0..<size).map { _ -> UInt8 in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return UInt8(truncatingIfNeeded: state >> 40)
        }
        inspect(prefix + bytes, "noise of \(size)")
      }
    }
  }

  @Test func `one line of many megabytes, in each format and in none`() {
    let row = "A,\"x\"\"y\",1,"
    let table = "reference,goods,quantity\n" + String(repeating: row, count: 400_000)
    #expect(Reading(text: table).findings.count(of: .recordTooLong) == 1)
    let one = event()
    let list = "{\"eventList\":[" + String(repeating: one + ",", count: 3000) + one + "]}"
    #expect(Reading(text: list).claims.count == 3001)
    inspect(Array(String(repeating: "x", count: 5_000_000).utf8), "x")
    inspect(Array(String(repeating: "\"", count: 200_001).utf8), "quotes")
    inspect(Array(("reference,goods\n" + String(repeating: "\"\n", count: 20_001)).utf8), "quoted ends")
    inspect(Array(String(repeating: "[", count: 1_000_000).utf8), "brackets")
    inspect(Array(("{\"eventList\":" + String(repeating: "[", count: 1_000_000)).utf8), "open lists")
    inspect(Array(("{\"eventList\":[" + String(repeating: "{\"a\":", count: 200_000)).utf8), "open objects")
    inspect(Array(("{\"eventList\":[\"" + String(repeating: "x", count: 2_000_000)).utf8), "open text")
    let response = "<MetaData><Response><FunctionCode>"
    inspect(Array((response + String(repeating: "<a>", count: 350_000)).utf8), "open elements")
    inspect(Array(String(repeating: response, count: 30_000).utf8), "open responses")
    inspect(Array((response + String(repeating: "x", count: 5_000_000)).utf8), "text of a response")
    inspect(Array((response + "<a " + String(repeating: "x", count: 5_000_000)).utf8), "a long name")
    inspect(Array((response + "<a " + String(repeating: "b='c' ", count: 300_000)).utf8), "attributes")
    inspect(Array(String(repeating: "<Response><FunctionCode/></Response>", count: 30_000).utf8), "documents")
  }
}
