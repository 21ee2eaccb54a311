package import Measures
import YAML

// A file of one destination, as it comes with the program and as users write it. A file says what it adds: what it leaves out stays
// as it is. The keys of each part stand beside what reads them.

/// What a file says of a destination.
package struct RegimeText: Sendable {
  /// Whose file it is; nil where it could not be read.
  package private(set) var country: Country?
  package let file: String
  /// What is wrong with it; a file with any fault changes nothing.
  package private(set) var faults: [RegimeFault] = []
  private(set) var draft = RegimeDraft()

  /// No file of a destination is longer.
  package static let bytesMax = 256 << 10

  /// Reads any bytes.
  package init(_ bytes: [UInt8], file: String) {
    self.file = file
    let limits = YAMLLimits(what: "file of a destination", bytesMax: Self.bytesMax, depthMax: 12, nodesMax: 20_000)
    let text = YAMLText(bytes, limits)
    var reading = RegimeReading(file: file)
    for fault in text.faults { reading.find(fault) }
    if let root = text.root {
      draft = reading.draft(root)
      country = draft.country
    } else if text.faults.isEmpty {
      reading.find(at: TextPlace(line: 1, column: 1), "there is nothing in it")
    }
    faults = reading.faults
  }
}

/// What a file sets; nil and empty where it says nothing.
struct RegimeDraft: Sendable {
  struct PeriodDraft: Sendable {
    var from: CivilDate
    var until: CivilDate?
    var isFromUncertain: Bool?
    var standing: Period.Standing?
    var laws: [String]
    var note: String?
    var dutyRelief: Threshold?
    var taxRelief: Threshold?
    var tax: ImportTax?
    var rules: [SimplifiedRule]
    var fees: [Fee]
    var scheme: Scheme?
    var evidence: Evidence?
    var place: TextPlace
  }

  var country: Country?
  var name: String?
  var currency: Currency?
  var kind: Destination.Kind?
  var valuation: ValueBasis?
  var personalValue: Rate?
  var evidenceMonth: String?
  var reverify: Confidence?
  var confidence: Confidence?
  var territory: [Country] = []
  var members: [Member] = []
  var regions: [Member] = []
  var layers: [DutyLayer] = []
  var identifiers: [RequiredIdentifier] = []
  var rounding: [Rounding] = []
  var papers: [PaperRule] = []
  var restricted: [Restriction] = []
  var planned: [PlannedChange] = []
  var periods: [PeriodDraft] = []
  var sources: [Source] = []
  /// Every id of a source that is named, and where.
  var named: [(id: String, place: TextPlace)] = []
  /// Every id of a layer that is named, and where.
  var namedLayers: [(id: String, place: TextPlace)] = []
}
