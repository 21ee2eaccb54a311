import Logistics
import Measures
import Testing

@testable import Exchange

/// An EPCIS document around events, one a line.
func document(_ events: String...) -> String {
  """
  {"@context": "https://ref.gs1.org/standards/epcis/epcis-context.jsonld", "type": "EPCISDocument",
  "schemaVersion": "2.0", "creationDate": "2026-11-22T10:00:00Z", "epcisBody": {"eventList": [
  \(events.joined(separator: ",\n"))
  ]}}
  """
}

/// An object event about one parcel; `more` replaces or adds members, `without` takes some out.
func event(_ more: [String: String] = [:], without: Set<String> = []) -> String {
  var members = [
    "type": "\"ObjectEvent\"", "eventTime": "\"2026-11-20T10:00:00+08:00\"", "eventTimeZoneOffset": "\"+08:00\"",
    "action": "\"OBSERVE\"", "bizStep": "\"departing\"", "disposition": "\"in_transit\"",
    "epcList": "[\"urn:epc:id:sscc:0614141.1234567890\"]",
  ]
  members.merge(more) { $1 }
  for name in without { members[name] = nil }
  return "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}"
}

@Suite struct `EPCIS documents` {
  @Test func `the samples that hold to the standard`() throws {
    let expected: [(String, Int, [String], [String])] = [
      (
        "ObjectEvent.json", 1,
        ["receiving/in_progress @ GLN 0012345111112 (400): (01)10614141073464(21)2018, 12345678, 1152"],
        []
      ),
      (
        "CurieString_document.json", 1,
        ["receiving/in_progress @ GLN 4012345000115: (01)04012345999990(21)XYZ-1234, 12345678, 1152"],
        ["info: 1 × ignored"]
      ),
      ("ObjectEvent_with_digitalLink.json", 1, [], ["warning: 1 × no-shipment"]),
      ("Combination_of_different_event.json", 6, [], ["info: 6 × no-milestone", "info: 2 × ignored"]),
    ]
    for (name, records, claims, findings) in expected {
      let reading = Reading(of: try Samples.bytes("epcis2/openepcis_" + name))
      #expect(reading.recordCount == records, "\(name)")
      #expect(
        reading.claims.map { "\($0.foreignCode) @ \($0.locationText): \($0.references.joined(separator: ", "))" }
          == claims)
      #expect(reading.findings.summary == findings, "\(name)")
    }
  }

  @Test func `the samples that break it, each with the path of the fault`() throws {
    let list = "$.epcisBody.eventList"
    let expected: [(String, [String])] = [
      (
        "Combination_of_events_with_missing_mandatory_fields",
        [
          "error: \(list)[0].action (line 10, column 7): the standard requires it",
          "error: \(list)[1].action (line 30, column 7): the standard requires it",
          "error: \(list)[1].eventTimeZoneOffset (line 30, column 7): the standard requires it",
        ]
      ),
      (
        "EPCISDocument_without_context",
        [
          "info: \(list)[0] (line 7, column 6): the event names no business step",
          "error: $.@context (line 1, column 1): the standard requires a context",
        ]
      ),
      (
        "ObjectEvent_with_invalid_action",
        ["error: \(list)[0].action (line 14, column 13): ADD, OBSERVE or DELETE was expected — “CREATE”"]
      ),
      (
        "ObjectEvent_with_invalid_eventTime_format",
        [
          "error: \(list)[0].eventTime (line 12, column 16): column 3: a digit was expected; a time like 2026-11-22T10:15:00+08:00 was expected — “22-07-2026”"
        ]
      ),
      (
        "ObjectEvent_with_quantity_as_text",
        [
          "error: \(list)[0].quantityList[0].quantity (line 21, column 16): a number was expected, not a text — “twenty”"
        ]
      ),
    ]
    for (name, lines) in expected {
      let reading = Reading(of: try Samples.bytes("epcis2/invalid/\(name).json"))
      #expect(reading.lines == lines)
      #expect(reading.items.isEmpty)
    }
  }

  @Test func `a list, a bare event, a query document and a document say the same`() {
    let one = event()
    let query = """
      {"@context": [], "type": "EPCISQueryDocument", "schemaVersion": "2.0", "creationDate": "2026-11-22T10:00:00Z",
      "epcisBody": {"queryResults": {"queryName": "x", "resultsBody": {"eventList": [\(one)]}}}}
      """
    let bare = "{\"@context\": \"x\", " + one.dropFirst()
    let prints = ["[\(one)]", bare, query, document(one)].map { text in
      let reading = Reading(text: text)
      #expect(reading.lines == [], "\(text)")
      return reading.claims.map(\.fingerprint)
    }
    #expect(prints[0].count == 1)
    #expect(Set(prints).count == 1)
  }

  @Test func `steps and dispositions in each of their dresses`() {
    for step in [
      "departing", "cbv:BizStep-departing", "urn:epcglobal:cbv:bizstep:departing",
      "https://ref.gs1.org/cbv/BizStep-departing",
    ] {
      for disposition in [
        "in_transit", "cbv:Disp-in_transit", "urn:epcglobal:cbv:disp:in_transit",
        "https://ref.gs1.org/cbv/Disp-in_transit",
      ] {
        let reading = Reading(text: document(event(["bizStep": "\"\(step)\"", "disposition": "\"\(disposition)\""])))
        #expect(reading.claims.map(\.foreignCode) == ["departing/in_transit"])
        #expect(reading.claims.first?.milestones == [.departedOrigin, .transitDeparted, .handedToLastMile, .sortedOut])
      }
    }
  }

  @Test
  func `every milestone that we write as a step and a disposition is read back from them, but for those named here`() {
    var others: [String] = []
    for row in MilestoneCodes.table {
      guard let step = row[.epcisStep].first?.text else { continue }
      let disposition = row[.epcisDisposition].first?.text ?? ""
      let candidates = [true, false].flatMap {
        EpcisJSON.milestones(step: step, disposition: disposition, movesUnits: $0)
      }
      if !candidates.contains(row.milestone) { others.append(row.milestone.name) }
    }
    // What is held is read as held by customs, what conforms as released, and nothing in transit as a failed attempt.
    #expect(others == ["risk_hold", "origin_gateway_held", "duty_tax_due", "inspected", "delivery_attempt_failed"])
  }

  @Test func `one parcel, however its number is written`() {
    let dresses = [
      "urn:epc:id:sscc:0614141.1234567890", "https://id.gs1.org/00/106141412345678908",
      "https://example.com/some/path/00/106141412345678908?x=1",
    ]
    for dress in dresses {
      #expect(
        Reading(text: document(event(["epcList": "[\"\(dress)\"]"]))).claims.map(\.references) == [
          ["106141412345678908"]
        ])
    }
    let wrong = Reading(text: document(event(["epcList": "[\"https://id.gs1.org/00/106141412345678901\"]"])))
    #expect(wrong.claims.map(\.references) == [["106141412345678901"]])
    #expect(wrong.findings.count(of: .badCheckDigit) == 1)
  }

  @Test func `what an event is about`() {
    func names(_ more: [String: String], without: Set<String> = []) -> [String] {
      Reading(text: document(event(more, without: without))).claims.map { $0.references.joined(separator: "+") }
    }
    let sscc = "\"urn:epc:id:sscc:0614141.1234567890\"", article = "\"urn:epc:id:sgtin:0614141.107346.1\""
    let order = ["bizTransactionList": "[{\"type\": \"po\", \"bizTransaction\": \"http://shop.example/po/S-1\"}]"]
    #expect(names(["epcList": "[\(sscc), \(article)]"]) == ["106141412345678908"])
    #expect(names(["epcList": "[\(article)]"].merging(order) { $1 }) == ["(01)10614141073464(21)1+S-1"])
    // Many articles of one order are one shipment.
    #expect(names(["epcList": "[\(article), \"urn:epc:id:sgtin:0614141.107346.2\"]"].merging(order) { $1 }) == ["S-1"])
    #expect(names(["epcList": "[\"urn:epc:id:gsrn:95252084.000000001\"]"]) == [])
    // Packing parcels together consolidates them; packing articles packs the parcel they go into.
    let aggregation = ["type": "\"AggregationEvent\"", "action": "\"ADD\"", "bizStep": "\"packing\""]
    let pallet = ["parentID": "\"urn:epc:id:sscc:0614141.1999999999\"", "childEPCs": "[\(sscc)]"]
    let parcel = ["parentID": sscc, "childEPCs": "[\(article)]"]
    let together = Reading(text: document(event(aggregation.merging(pallet) { $1 }, without: ["epcList"])))
    #expect(
      together.claims.map { "\($0.references) \($0.milestones.map(\.name))" } == [
        "[\"106141412345678908\"] [\"consolidated\"]"
      ])
    let packed = Reading(text: document(event(aggregation.merging(parcel) { $1 }, without: ["epcList"])))
    #expect(
      packed.claims.map { "\($0.references) \($0.milestones.map(\.name))" } == ["[\"106141412345678908\"] [\"packed\"]"]
    )
  }

  @Test func `offsets that agree, differ, or are missing`() {
    func reading(_ time: String, _ offset: String?) -> Reading {
      Reading(
        text: document(
          event(
            ["eventTime": "\"\(time)\""].merging(offset.map { ["eventTimeZoneOffset": "\"\($0)\""] } ?? [:]) { $1 },
            without: offset == nil ? ["eventTimeZoneOffset"] : [])))
    }
    func told(_ reading: Reading) -> [String] {
      reading.claims.map { $0.happened.rfc3339(in: $0.offset) } + reading.findings.kept.map(\.code.name)
    }
    #expect(told(reading("2026-11-20T10:00:00Z", "+08:00")) == ["2026-11-20T18:00:00+08:00"])
    #expect(told(reading("2026-11-20T10:00:00+01:00", "+08:00")) == ["2026-11-20T10:00:00+01:00", "zone-conflict"])
    #expect(told(reading("2026-11-20T10:00:00", "+08:00")) == ["2026-11-20T10:00:00+08:00", "zone-conflict"])
    #expect(told(reading("2026-11-20T10:00:00+01:00", nil)) == ["2026-11-20T10:00:00+01:00", "missing-member"])
    #expect(told(reading("2026-11-20T10:00:00Z", "8 hours")) == ["2026-11-20T10:00:00Z", "wrong-value"])
    #expect(told(reading("1912-06-23T10:00:00Z", "+00:00")) == ["date-out-of-range"])
    #expect(told(reading("2026-11-20", "+00:00")) == ["bad-date"])
  }

  @Test func `places: read point first, UN LOCODE where it is one, else the number of the location`() {
    func place(_ more: [String: String]) -> String {
      Reading(text: document(event(more))).claims.map { $0.location.place.unlocode + $0.locationText }.joined()
    }
    #expect(place(["readPoint": "{\"id\": \"urn:epc:id:sgln:0614141.07346.1234\"}"]) == "GLN 0614141073467 (1234)")
    #expect(place(["bizLocation": "{\"id\": \"https://id.gs1.org/414/4012345000054\"}"]) == "GLN 4012345000054")
    #expect(place(["readPoint": "{\"id\": \"https://service.unece.org/trade/locode/NLRTM\"}"]) == "NLRTM")
    #expect(place(["readPoint": "{\"id\": \"geo:52.5,13.4\"}"]) == "geo:52.5,13.4")
    #expect(place([:]) == "")
  }

  @Test func `one broken event costs itself, not the document`() {
    let reading = Reading(
      text: document(
        event(), "{\"type\": \"ObjectEvent\", \"epcList\": [1, tru]}", "42",
        event(["eventTime": "\"2026-11-21T10:00:00Z\""])))
    #expect(reading.claims.count == 2)
    #expect(reading.recordCount == 4)
    #expect(
      reading.lines == [
        "error: $.epcisBody.eventList[1] (line 4, column 40): a value was expected; the event is left out",
        "error: $.epcisBody.eventList[2] (line 5, column 1): an event was expected, not a number",
      ])
  }

  @Test func `a document that is cut off gives what came before the cut`() {
    let text = document(event(), event(["eventTime": "\"2026-11-21T10:00:00Z\""]))
    let reading = Reading(text: String(text.dropLast(60)))
    #expect(reading.claims.count == 1)
    #expect(reading.findings.count(of: .syntax) >= 1)
    #expect(
      reading.lines.contains {
        $0.contains("the text ends here") || $0.contains("has no end") || $0.contains("brackets are left open")
      })
  }

  @Test func `deep nesting, doubled names, huge exponents and long texts are found`() {
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let reading = Reading(
      text: document(
        event(["x": deep]),
        "{\"action\": \"ADD\", " + event().dropFirst(),
        event(["quantityList": "[{\"epcClass\": \"x\", \"quantity\": 1e999999999}]"]),
        event(["note": "\"" + String(repeating: "x", count: 100_000) + "\""])))
    #expect(reading.claims.count == 3)
    #expect(
      reading.findings.summary == [
        "error: 1 × too-deep", "warning: 1 × duplicate-key", "warning: 1 × field-too-long",
        "warning: 1 × number-too-large",
      ])
    #expect(reading.lines(.duplicateKey)[0].contains("$.epcisBody.eventList[1].action"))
    #expect(reading.lines(.numberTooLarge)[0].contains("$.epcisBody.eventList[2].quantityList[0].quantity"))
  }

  @Test func `escapes are understood, and halves of pairs replaced`() {
    let reading = Reading(
      text: document(event(["epcList": "[\"urn:x\", \"K\\u00e4se-\\uD83D\\uDE80-\\ud800-\\/\\u001b[2J\"]"])))
    #expect(reading.claims.map(\.references) == [["Käse-🚀-\u{FFFD}-/[2J"]])
  }
}

@Suite struct `GS1 names` {
  @Test func `check digits`() {
    for number in [
      "4006381333931", "10614141000415", "061414112345", "006141411234567890", "340123451234567895",
      "106141411928374657",
    ] {
      #expect(GS1Name.checkDigit(number.dropLast()) == number.suffix(1), "\(number)")
    }
  }

  @Test func `one name for each dress`() {
    let names: [(String, GS1Name)] = [
      ("urn:epc:id:sscc:0614141.1234567890", .unit("106141412345678908")),
      ("https://id.gs1.org/00/106141412345678908", .unit("106141412345678908")),
      ("urn:epc:id:sgtin:0614141.107346.2018", .item("(01)10614141073464(21)2018")),
      ("https://id.gs1.org/01/10614141073464/21/2018", .item("(01)10614141073464(21)2018")),
      ("https://id.gs1.org/01/70614141123451/10/998877", .other),
      ("urn:epc:id:sgln:0614141.00777.0", .other), ("urn:epc:id:sscc:1.2", .other), ("urn:epc:id:sscc:", .other),
      ("urn:epc:id:sscc:abc.def", .other), ("urn:epc:id:sgtin:0614141.107346.", .other), ("urn:epc:id:", .other),
      ("https://", .other), ("https://carrier.example/track/RR473124829GB", .item("RR473124829GB")),
      ("RR473124829GB", .item("RR473124829GB")), ("", .item("")),
    ]
    for (uri, name) in names { #expect(GS1Name.reading(uri).name == name, "\(uri)") }
  }
}
