package import Atlas
package import Logistics
package import Measures

/// What a file says, before anybody decides what it means for the board.
package struct Reading: Sendable {
  /// The format it was recognised as; nil when it is none of ours.
  package var format: Format?
  /// Orders and claims in the order in which they are to be taken.
  package var items: [ImportedItem]
  /// What is wrong, doubtful or worth knowing.
  package var findings: Findings
  /// Rows of a table or events of a document that were looked at.
  package var recordCount: Int

  /// How many orders there are.
  package var orderCount: Int { items.reduce(0) { if case .order = $1 { $0 + 1 } else { $0 } } }
  /// How many claims there are.
  package var claimCount: Int { items.reduce(0) { if case .claim = $1 { $0 + 1 } else { $0 } } }
  /// How many messages about declarations there are.
  package var messageCount: Int { items.count - orderCount - claimCount }

  /// Reads a file's bytes, whatever they are: anything that cannot be used becomes a finding.
  package init(of bytes: [UInt8]) {
    var collector = Collector()
    let source = SourceText(bytes, into: &collector.findings)
    let opening = Opening(source)
    format = source.bytes.contains { $0 > 0x20 } ? Format.allCases.first { $0.reader.recognises(opening) } : nil
    if let format {
      format.reader.read(source, into: &collector)
    } else if opening.first == 0 {
      collector.findings.add(.emptyFile, at: .file, "there is nothing in the file")
    } else {
      let looked = Format.allCases.map { "\($0.words) (\($0.marks))" }.joined(separator: "; ")
      collector.findings.add(
        .unknownFormat, at: .file, "no format of ours; looked for \(looked)", String(opening.text.prefix(60)))
    }
    items = collector.items
    findings = collector.findings
    recordCount = collector.recordCount
  }

  /// What is said of a file that is too long to be read: nothing of it is taken.
  ///
  /// - Parameter bytesMax: how long a file may be.
  package init(longerThan bytesMax: Int) {
    format = nil
    items = []
    recordCount = 0
    findings = Findings()
    findings.add(
      .tooLarge, at: .file,
      "it is longer than \(bytesMax >> 20) MiB, and nothing of it was taken; cut it into several files")
  }
}

/// What a reader collects.
struct Collector {
  var items: [ImportedItem] = []
  var findings = Findings()
  var recordCount = 0
}

/// One thing that a file says.
package enum ImportedItem: Hashable, Sendable {
  case order(ImportedOrder)
  case claim(ImportedClaim)
  case message(ImportedMessage)
}

/// Who says what a file says.
package struct Source: Hashable, Sendable {
  /// The part they play.
  package var role: PartyRole
  /// Their name.
  package var name: String
}

/// An order as a file tells it, without the numbers of any board.
package struct ImportedOrder: Hashable, Sendable {
  package var source: Source
  /// What the outside calls the shipment; an order is known by it.
  package var reference: String
  /// The order's own number.
  package var order = ""
  package var merchant = ""
  package var consignee = ""
  package var platform = ""
  package var carrier = ""
  package var payment = ""
  package var lines: [ImportedLine] = []
  package var origin = PlaceID.none
  package var destination = PlaceID.none
  /// The destination in the file's words, where the atlas has no such place.
  package var destinationText = ""
  package var originCountry = Country.none
  package var destinationCountry = Country.none
  package var mode = TransportMode.unknown
  package var incoterm = Incoterm.unstated
  /// When it was placed; nil when the file does not say.
  package var placedAt: Instant?
  package var placedOffset = ZoneOffset.utc
  /// Until when delivery was promised.
  package var promise: Instant?
  /// What it says beside its goods.
  package var terms = OrderTerms()
  /// What else the file says of it, for a note.
  package var note = ""
  /// Whether it is told of by a declaration: then the shipment goes by any of the declaration's numbers.
  package var isDeclaration = false
  /// What else the outside may call the shipment.
  package var otherNames: [String] = []
  /// Where in the file it begins.
  package var place = FilePlace.file

  /// What tells this order from every other, whatever file it stands in: its reference.
  package var fingerprint: UInt64 {
    var printer = Fingerprinter()
    printer.combine("order")
    printer.combine(reference)
    return max(1, printer.fingerprint.high)
  }

  /// The value of all lines in the first line's currency; lines in other currencies are left out, and a sum too large is cut off.
  package var value: Money {
    guard let first = lines.first?.value else { return Money(minor: 0, .none) }
    return lines.dropFirst().reduce(first) { sum, line in
      guard line.value.currency == sum.currency else { return sum }
      let (total, overflow) = sum.minor.addingReportingOverflow(line.value.minor)
      return Money(minor: overflow ? .max : total, sum.currency)
    }
  }

  /// The weight of all lines; a sum too heavy is cut off.
  package var weight: Grams {
    Grams(Int32(clamping: lines.reduce(Int64(0)) { $0 + Int64($1.weight.value) }))
  }

  /// The first line's goods, with the count of the others.
  package var goods: String {
    guard let first = lines.first else { return "" }
    return lines.count == 1 ? first.goods : "\(first.goods) +\(lines.count - 1)"
  }
}

/// One line of an order.
package struct ImportedLine: Hashable, Sendable {
  package var goods: String
  /// Six digits of HS; 0 when not given.
  package var hs: UInt32
  package var quantity: Int32
  /// The value of the whole line; in no currency when not given.
  package var value: Money
  /// The weight of the whole line; 0 when not given.
  package var weight: Grams
}

/// A claim as a file tells it, without the numbers of any board.
package struct ImportedClaim: Hashable, Sendable {
  package var source: Source
  /// What the outside calls the shipment, the surest name first; the board knows it by any of them.
  package var references: [String]
  /// The order's number, if the file gives one, for a shipment that is opened for the claim.
  package var order = ""
  /// What it can mean, in the order of the way; more than one where a foreign code is used for several of our milestones.
  package var milestones: [Milestone]
  package var kind = ClaimKind.actual
  package var happened: Instant
  package var offset = ZoneOffset.utc
  package var offsetAssumed = false
  package var location = PlaceID.none
  /// The place in the file's words, where the atlas has no such place.
  package var locationText = ""
  package var foreignCode = ""
  package var reason: HoldReason?
  package var note = ""
  /// The event's own identity, where the file gives one.
  package var eventID = ""
  /// Whether it withdraws what was said before under the same identity.
  package var isCorrection = false
  /// Where in the file it stands.
  package var place = FilePlace.file

  /// What tells this very claim from every other, whatever file it stands in; never 0.
  ///
  /// It hangs on what is said and not on how the file lays it out: shipment, milestone and code, time, place, kind and source;
  /// where the event has an identity of its own, on that instead of the place and the source.
  package var fingerprint: UInt64 {
    var printer = Fingerprinter()
    printer.combine(isCorrection ? "correction" : "claim")
    printer.combine(references.first ?? "")
    printer.combine(UInt64(bitPattern: happened.milliseconds))
    printer.combine(foreignCode.isEmpty ? milestones.first?.name ?? "" : foreignCode)
    printer.combine(kind.name)
    if eventID.isEmpty {
      printer.combine(location == .none ? locationText : location.place.code)
      printer.combine(source.role.name)
      printer.combine(source.name)
      printer.combine(reason?.code ?? "")
    } else {
      printer.combine(eventID)
    }
    return max(1, printer.fingerprint.high)
  }
}

/// A message about a declaration as a file tells it, without the numbers of any board.
package struct ImportedMessage: Hashable, Sendable {
  package var message: CustomsMessage
  /// Who says it; nil for customs, or for whoever lodges, by what it says.
  package var source: Source?
  /// When it was sent; nil where the file does not say, for it counts from when it is taken.
  package var issued: Instant?
  /// The side of the border; nil where the file does not say.
  package var side: BorderSide?
  /// Until when an answer is wanted.
  package var limit: Instant?
  /// What is to be paid.
  package var amount: Money?
  /// The declaration's number with customs.
  package var mrn = ""
  /// Our own number of the declaration.
  package var reference = ""
  /// What else the outside may call the shipment.
  package var otherNames: [String] = []
  /// The message's own number.
  package var messageID = ""
  /// Where the declaration is wrong, as ``DeclarationPointer`` writes it.
  package var pointer = ""
  /// By which rules it is wrong.
  package var validation = ""
  /// The document that is demanded.
  package var document: Document?
  /// What customs put right.
  package var corrections: [ImportedCorrection] = []
  /// What else it says.
  package var note = ""
  /// Where in the file it begins.
  package var place = FilePlace.file

  /// A message sent at an instant.
  package init(message: CustomsMessage, issued: Instant?) {
    self.message = message
    self.issued = issued
  }

  /// What tells this very message from every other, whatever file it stands in; never 0.
  package var fingerprint: UInt64 {
    var printer = Fingerprinter()
    printer.combine("message")
    printer.combine(message.name)
    printer.combine(mrn)
    printer.combine(reference)
    printer.combine(messageID)
    printer.combine(UInt64(bitPattern: issued?.milliseconds ?? 0))
    return max(1, printer.fingerprint.high)
  }
}
