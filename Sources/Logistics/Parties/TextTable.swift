/// The journal's dictionary: every text that occurs stands in it once and goes by its number everywhere else.
///
/// Numbers are given in the order of first use and are never given back, so that two processes that read the same journal have
/// the same numbers.
package struct TextTable: Sendable {
  private var texts: [String] = [""]
  private var numbers: [String: UInt32] = [:]
  /// How many of the texts are already in `numbers`, which is filled only when something is looked up.
  private var indexed = 1

  /// An empty dictionary.
  package init() {}

  /// How many texts there are.
  package var count: Int { texts.count - 1 }

  /// The text with this number; empty for none and for numbers not given yet.
  package subscript(id: TextID) -> String {
    Int(id.number) < texts.count ? texts[Int(id.number)] : ""
  }

  /// The number of a text that is in the dictionary, or nil.
  package mutating func find(_ text: String) -> TextID? {
    if text.isEmpty { return TextID.none }
    index()
    return numbers[text].map { TextID($0) }
  }

  /// The number of a text, which is added if it is new; the empty text is ``TextID/none``.
  ///
  /// Control characters are kept as they are: who draws a text makes it safe, and the record stays true.
  package mutating func intern(_ text: String) -> TextID {
    if text.isEmpty { return .none }
    index()
    if let number = numbers[text] { return TextID(number) }
    precondition(texts.count < Int(UInt32.max), "the dictionary is full")
    let number = UInt32(texts.count)
    texts.append(text)
    numbers[text] = number
    indexed = texts.count
    return TextID(number)
  }

  /// Takes the texts that a journal has after its first `count`; any that were here in their place gave way to them.
  package mutating func append(recorded new: [String], after count: Int) {
    if self.count > count { truncate(to: count) }
    append(recorded: new)
  }

  /// Takes the next texts of a journal, in order.
  package mutating func append(recorded new: [String]) {
    texts.append(contentsOf: new)
  }

  /// Forgets the texts after the first `count`: they were never recorded.
  package mutating func truncate(to count: Int) {
    while texts.count > count + 1 {
      let text = texts.removeLast()
      if let number = numbers[text], Int(number) == texts.count { numbers[text] = nil }
    }
    indexed = min(indexed, texts.count)
  }

  /// The texts numbered from `count` + 1 on: those not yet recorded, when `count` are.
  package func texts(after count: Int) -> [String] { Array(texts[(count + 1)...]) }

  private mutating func index() {
    guard indexed < texts.count else { return }
    numbers.reserveCapacity(texts.count)
    for number in indexed..<texts.count where numbers[texts[number]] == nil {
      numbers[texts[number]] = UInt32(number)
    }
    indexed = texts.count
  }
}
