import Foundation
import Testing

@testable import Exchange

@Suite struct `The registry of formats` {
  @Test func `has a file for each format and a format for each file`() throws {
    let folder = Samples.repository.appending(path: "Sources/Exchange/Formats")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).map {
      $0.replacingOccurrences(of: ".swift", with: "").lowercased()
    }
    #expect(files.sorted() == Format.allCases.map { $0.rawValue.lowercased() }.sorted())
  }

  @Test func `no file is recognised by two`() throws {
    for (name, bytes) in Samples.files(under: Samples.ours) + Samples.files(under: Samples.beside) {
      var findings = Findings()
      let opening = Opening(SourceText(bytes, into: &findings))
      let formats = Format.allCases.filter { $0.reader.recognises(opening) }
      #expect(formats.count <= 1, "\(name): \(formats)")
    }
  }

  @Test func `what a file holds decides, not what it is called`() throws {
    let table = try Samples.bytes("orders/scms_shipments_1000_cr_tab.tsv")
    #expect(Reading(of: table).format == .scmsTable)
    for (name, bytes) in Samples.files(under: Samples.ours.appending(path: "epcis2")) {
      #expect(Reading(of: bytes).format == .epcisJSON, "\(name)")
    }
    #expect(Reading(text: "milestone;happened;reference\n").format == .clearwayCSV)
  }

  @Test func `an unknown file is told what was looked for`() {
    let reading = Reading(text: "<xml>\u{1B}[2J</xml>")
    #expect(reading.format == nil)
    #expect(reading.items.isEmpty)
    #expect(reading.lines.count == 1)
    for format in Format.allCases { #expect(reading.lines[0].contains(format.words)) }
    #expect(!reading.lines[0].contains("\u{1B}"))
  }

  @Test func `an empty file and one of blanks are said to be empty`() {
    for text in ["", " \n\t\r\n", "\u{FEFF}"] {
      #expect(Reading(text: text).lines == ["error: file: there is nothing in the file"])
    }
  }

  @Test func `every kind of finding has a name of its own`() {
    let names = FindingCode.allCases.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } })
  }

  @Test func `the article on our table lists its columns and its example is read without a finding`() throws {
    let article = try String(
      contentsOf: Samples.repository.appending(path: "Sources/Exchange/Exchange.docc/ClearwayCSV.md"), encoding: .utf8)
    let listed = article.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap {
      $0.split(separator: "`").dropFirst().first.map(String.init)
    }
    #expect(listed.sorted() == ClearwayCSV.Column.allCases.map(\.name).sorted())

    let example = try #require(article.components(separatedBy: "```\n").dropFirst().first)
    let reading = Reading(text: example)
    #expect(reading.lines == [])
    #expect(reading.orders.map(\.reference) == ["RR473124829GB", "S-1002"])
    #expect(reading.orders.map(\.goods) == ["LED lamp +1", "Silk scarf"])
    #expect(reading.claims.map { $0.milestones.map(\.name) } == [["picked_up"], ["departed_origin"], ["import_held"]])
  }
}

@Suite struct `Whatever the encoding` {
  let text = "reference,goods\nA,Käse für Łódź 東京\nB,plain\n"

  func goods(_ bytes: [UInt8]) -> [String] { Reading(of: bytes).orders.map(\.goods) }

  @Test func `UTF-8 with and without its mark, UTF-16 of either order with it`() {
    let expected = ["Käse für Łódź 東京", "plain"]
    #expect(goods(Array(text.utf8)) == expected)
    #expect(goods([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == expected)
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    #expect(goods([0xFF, 0xFE] + little) == expected)
    #expect(goods([0xFE, 0xFF] + big) == expected)
    // Without the mark it can still be told, and is said.
    #expect(goods(little) == expected)
    #expect(goods(big) == expected)
    #expect(Reading(of: little).findings.count(of: .encodingAssumed) == 1)
  }

  @Test func `Latin-1 is understood and said, with the place of the byte that gave it away`() {
    let bytes = Array("reference,goods\nA,Caf".utf8) + [0xE9, 0x20, 0x80] + Array("5\n".utf8)
    let reading = Reading(of: bytes)
    #expect(reading.orders.map(\.goods) == ["Café €5"])
    #expect(
      reading.lines(.encodingAssumed) == [
        "warning: line 2, column 6: not UTF-8 (byte E9); read as Latin-1 (Windows-1252)"
      ])
  }

  @Test func `a broken byte in UTF-8 is replaced and found where it is`() {
    let bytes = Array("reference,goods\nA,é東\nB,x".utf8) + [0xC3] + Array("y\n".utf8)
    let reading = Reading(of: bytes)
    #expect(reading.orders.map(\.goods) == ["é東", "x\u{FFFD}y"])
    #expect(reading.lines(.invalidText) == ["warning: line 3, column 4: byte C3 is not UTF-8; replaced"])
  }

  @Test func `half a UTF-16 character at the end is a finding`() {
    let reading = Reading(
      of: [0xFF, 0xFE] + "reference,goods\nA,x".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + [7])
    #expect(reading.orders.map(\.goods) == ["x"])
    #expect(reading.findings.count(of: .invalidText) == 1)
  }
}
