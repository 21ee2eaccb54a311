import Atlas
package import Logistics
package import Measures

// External commands of the operator's own, as the configuration describes them, and what they are told about a shipment.
//
//   configuration ─► Plugin ─► a key or :NAME ─► inputs, question ─► Effect.plugin(PluginCall) ─► a process
//                                                                      fields: one table, below
//
// The words of a command are cut into arguments in the file, never here; a field's value takes the place of `$NAME` inside one
// argument and can neither make two of it nor become an option that the operator did not write.

/// An external command of the operator's own.
package struct Plugin: Hashable, Sendable {
  /// The stable name, as it is typed behind ":"; lower case.
  package var name: String
  /// Its key or chord as it is spelt; nil where it has none.
  package var keys: String?
  /// What it does, a clause.
  package var words: String
  /// The screens on which its key works, by their names in the README's table; empty for all that show shipments.
  package var scopes: [String] = []
  /// Whether a question comes before it.
  package var confirms = false
  /// Whether it does harm when it is done by mistake: the question asks with another key, and reading only it is off.
  package var isDangerous = false
  /// Whether it changes anything anywhere: reading only it is off.
  package var changes = false
  /// The command and its arguments, with `$NAME` for fields and inputs.
  package var command: [String]
  /// Whether the first word is a script for `/bin/sh`; the others are its `$1`, `$2` ...
  package var usesShell = false
  /// Whether it has the terminal for itself while it runs.
  package var isForeground = false
  /// How long it may take, in seconds; a command that has the terminal takes as long as it likes.
  package var secondsMax = 30
  /// What is asked before it is run, in order; at most five.
  package var inputs: [Input] = []

  /// Something that is asked before a plugin is run.
  package struct Input: Hashable, Sendable {
    /// Its name: letters, digits and "_"; `$NAME` in the command, `CLEARWAY_NAME` in the environment.
    package var name: String
    /// What it is, for the question.
    package var words: String
    package var kind: Kind
    /// What stands there to begin with.
    package var standard = ""
    /// Whether it must not be left empty.
    package var isRequired = true

    /// What it takes.
    package enum Kind: Hashable, Sendable {
      case text
      /// A whole number in these bounds.
      case number(ClosedRange<Int>)
      /// Yes or no: `true` or `false`.
      case flag
      /// One of these.
      case choice([String])
    }

    package init(name: String, words: String, kind: Kind) {
      self.name = name
      self.words = words
      self.kind = kind
    }

    /// Why a text is not what it takes, a clause; nil when it is.
    package func fault(of text: String) -> String? {
      if text.isEmpty { return isRequired ? "it is needed" : nil }
      switch kind {
      case .text: return nil
      case .number(let range):
        guard let number = Int(text) else { return "a whole number is needed" }
        return range.contains(number) ? nil : "it is from \(range.lowerBound) to \(range.upperBound)"
      case .flag: return text == "true" || text == "false" ? nil : "true or false is needed"
      case .choice(let names): return names.contains(text) ? nil : "it is one of " + names.joined(separator: ", ")
      }
    }
  }

  /// A plugin that runs this command.
  package init(name: String, words: String, command: [String]) {
    self.name = name
    self.words = words
    self.command = command
  }

  /// Why it may not be run where nothing may be changed; nil when it may.
  package var readOnlyRefusal: String? {
    isDangerous
      ? "it is dangerous, and this session only reads"
      : changes ? "it changes things, and this session only reads" : nil
  }
}

/// A plugin to be run for one shipment, or for none.
package struct PluginCall: Hashable, Sendable {
  /// What is run.
  package var plugin: Plugin
  /// For whom; nil for a command that is about none.
  package var shipment: ShipmentID?
  /// The shipment's fields and then the inputs, by name.
  package var values: [PluginValue]

  /// A call for a shipment as the board has it, with what was answered to the plugin's inputs.
  package init(_ plugin: Plugin, on shipment: ShipmentID?, in board: Board, now: Instant, inputs: [PluginValue] = []) {
    self.plugin = plugin
    self.shipment = shipment
    values = shipment.flatMap { board[$0] }.map { PluginField.values(of: $0, in: board, now: now) } ?? []
    values += inputs.map { PluginValue($0.name, PluginField.cleaned($0.value)) }
  }

  /// The command with values in the place of their names.
  ///
  /// `$NAME` and `${NAME}` are replaced inside each word, `$$` is a dollar sign; what is no name of ours stays as it is. A
  /// value that begins with "-" where a word begins would be taken for an option that nobody wrote, so the command is refused,
  /// unless the file has "--" before that word. A shell's script is never changed: it has the values as `$1`, `$2` ... and in
  /// its environment.
  package func words() throws(Failure) -> [String] {
    var words: [String] = []
    var hasEnded = false
    for (index, word) in plugin.command.enumerated() {
      if plugin.usesShell, index == 0 {
        words += ["/bin/sh", "-c", word, "sh"]
        continue
      }
      let filled = filled(word)
      if filled.hasPrefix("-"), !word.hasPrefix("-"), !hasEnded {
        throw Failure(
          "“\(word)” stands for “\(filled)” here, which would be taken for an option",
          remedy: "put “--” before it in the command, if the command knows that")
      }
      if index > 0, word == "--" { hasEnded = true }
      words.append(filled)
    }
    return words
  }

  private func filled(_ word: String) -> String {
    PluginCall.parts(of: word).map { part in
      switch part {
      case .text(let text): text
      case .name(let name, let spelling): values.last { $0.name == name }?.value ?? spelling
      }
    }.joined()
  }

  /// A piece of a word of a command.
  package enum Part: Hashable, Sendable {
    case text(String)
    /// A name behind "$", and how it is spelt with all its signs.
    case name(String, spelling: String)
  }

  /// The pieces of a word of a command: `--to=$TO` is a text and a name.
  package static func parts(of word: String) -> [Part] {
    var parts: [Part] = []
    var text = ""
    var rest = Substring(word)
    func isName(_ character: Character) -> Bool {
      character == "_" || character.isASCII && (character.isLetter || character.isNumber)
    }
    while let character = rest.popFirst() {
      guard character == "$" else {
        text.append(character)
        continue
      }
      if rest.first == "$" {
        rest.removeFirst()
        text.append("$")
        continue
      }
      let isBraced = rest.first == "{"
      let name = rest.dropFirst(isBraced ? 1 : 0).prefix(while: isName)
      let after = rest[name.endIndex...]
      guard !name.isEmpty, !isBraced || after.first == "}" else {
        text.append("$")
        continue
      }
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
      parts.append(.name(String(name), spelling: isBraced ? "${\(name)}" : "$\(name)"))
      rest = isBraced ? after.dropFirst() : after
    }
    if !text.isEmpty { parts.append(.text(text)) }
    return parts
  }
}

/// A name and what it stands for.
package struct PluginValue: Hashable, Sendable {
  /// The name, as it stands in a command behind "$".
  package var name: String
  /// What stands in its place.
  package var value: String

  /// A name for a value.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// What became of a plugin's command.
package struct PluginReport: Hashable, Sendable {
  /// The plugin's name.
  package var name: String
  /// The shipment it was run for; nil for none.
  package var shipment: ShipmentID?
  /// How it ended, a clause.
  package var words: String
  /// Whether it failed, by its exit code or before.
  package var isFailure: Bool
  /// What it said, without anything that could steer a terminal.
  package var lines: [String]

  /// A report of a run that has ended.
  package init(name: String, shipment: ShipmentID?, words: String, isFailure: Bool, lines: [String]) {
    self.name = name
    self.shipment = shipment
    self.words = words
    self.isFailure = isFailure
    self.lines = lines
  }
}

/// What a command is told about a shipment: `$ID`, `$REF` ... in its arguments, `CLEARWAY_ID` ... in its environment. One row a
/// field; whatever has no value is empty.
package enum PluginField {
  /// A row of the table.
  package struct Row: Sendable {
    /// The name: upper case, as it stands behind "$".
    package let name: String
    /// What it is, a clause.
    package let words: String
    let value: @Sendable (Shipment, Board, Instant) -> String

    init(_ name: String, _ words: String, _ value: @escaping @Sendable (Shipment, Board, Instant) -> String) {
      self.name = name
      self.words = words
      self.value = value
    }
  }

  /// The fields of a shipment, in the order of the table.
  package static func values(of shipment: Shipment, in board: Board, now: Instant) -> [PluginValue] {
    rows.map { PluginValue($0.name, cleaned($0.value(shipment, board, now))) }
  }

  /// A value without control characters: what came from outside becomes an argument of a program.
  static func cleaned(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
      return text
    }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter {
          $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
        }))
  }

  private static func text(_ id: TextID, _ board: Board) -> String { id == .none ? "" : board.texts[id] }
  private static func time(_ instant: Instant?) -> String { instant?.rfc3339(in: .utc) ?? "" }

  /// The table.
  package static let rows: [Row] = [
    Row("ID", "the shipment's own number") { shipment, _, _ in shipment.id.label },
    Row("REF", "what the outside calls it") { shipment, board, _ in text(shipment.reference, board) },
    Row("ORDER", "the order's number at the shop") { shipment, board, _ in text(shipment.order, board) },
    Row("PANEL", "the list it stands in") { shipment, _, _ in shipment.panel.name },
    Row("STAGE", "the stage of its way") { shipment, _, _ in shipment.stage.name },
    Row("MILESTONE", "the milestone it stands at") { shipment, _, _ in shipment.milestone.name },
    Row("HOLDS", "its open holds' codes, with commas") { shipment, _, _ in
      shipment.holds.map(\.code).joined(separator: ",")
    },
    Row("DUE", "when its first open hold runs out, RFC 3339") { shipment, _, _ in time(shipment.holdDue) },
    Row("FROM", "the country it comes from, two letters") { shipment, _, _ in
      shipment.originCountry == .none ? "" : shipment.originCountry.code
    },
    Row("TO", "the country it goes to, two letters") { shipment, _, _ in
      shipment.destinationCountry == .none ? "" : shipment.destinationCountry.code
    },
    Row("ORIGIN", "the code of the place it comes from") { shipment, _, _ in
      shipment.origin == .none ? "" : shipment.origin.place.code
    },
    Row("DEST", "the code of the place it goes to, or its name") { shipment, board, _ in
      shipment.destination == .none ? text(shipment.destinationText, board) : shipment.destination.place.code
    },
    Row("AT", "the code of the place it was last seen at, or its name") { shipment, board, _ in
      shipment.at == .none ? text(shipment.atText, board) : shipment.at.place.code
    },
    Row("LANE", "the lane's code") { shipment, _, _ in shipment.lane == .none ? "" : shipment.lane.lane.code },
    Row("MODE", "how it crosses the border") { shipment, _, _ in shipment.mode.name },
    Row("MERCHANT", "who sold it") { shipment, board, _ in text(shipment.merchant, board) },
    Row("CONSIGNEE", "who bought it") { shipment, board, _ in text(shipment.consignee, board) },
    Row("CARRIER", "who carries it") { shipment, board, _ in text(shipment.carrier, board) },
    Row("PLATFORM", "where it was sold") { shipment, board, _ in text(shipment.platform, board) },
    Row("OWNER", "who in the control room cares for it") { shipment, board, _ in text(shipment.owner, board) },
    Row("GOODS", "what is in it") { shipment, board, _ in text(shipment.goods, board) },
    Row("HS", "its HS code, six digits") { shipment, _, _ in
      let digits = String(shipment.hs)
      return shipment.hs == 0 ? "" : String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    },
    Row("VALUE", "the goods' value, a decimal number") { shipment, _, _ in
      shipment.value.currency == .none ? "" : shipment.value.decimalText
    },
    Row("CURRENCY", "the value's currency, three letters") { shipment, _, _ in
      shipment.value.currency == .none ? "" : shipment.value.currency.code
    },
    Row("WEIGHT", "its weight in grams") { shipment, _, _ in String(shipment.weight.value) },
    Row("INCOTERM", "the delivery term") { shipment, _, _ in
      shipment.incoterm == .unstated ? "" : shipment.incoterm.code
    },
    Row("MISSING", "the documents that are missing, with commas") { shipment, _, _ in
      shipment.documentsMissing.documents.map(\.name).joined(separator: ",")
    },
    Row("ATTEMPTS", "failed attempts at delivery") { shipment, _, _ in String(shipment.attempts) },
    Row("PLACED", "when the order was placed, RFC 3339") { shipment, _, _ in time(shipment.placed) },
    Row("HEARD", "when anything was last heard of it, RFC 3339") { shipment, _, _ in time(shipment.heard) },
    Row("ETA", "when delivery is expected, RFC 3339") { shipment, _, _ in time(shipment.eta) },
    Row("PROMISE", "until when delivery was promised, RFC 3339") { shipment, _, _ in time(shipment.promise) },
    Row("AGE", "minutes since the order was placed") { shipment, _, now in
      String(max(0, (now - shipment.placed).milliseconds / 60_000))
    },
    Row("NOW", "the control room's clock, RFC 3339") { _, _, now in time(now) },
  ]
}
