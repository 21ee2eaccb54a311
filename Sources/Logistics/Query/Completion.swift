/// What can be typed next in a filter line.
package struct Completion: Hashable, Sendable {
  /// The whole line with the completion in place.
  package var line: String
  /// What is put in place of the last word: a field with its sign, or a value.
  package var insert: String
  /// What it means, for the menu beside it; may be empty.
  package var words: String
}

extension Filter {
  /// What the last word of a line can become: names of fields, or names of the field's closed list; in the order of the tables.
  package static func completions(of line: String, most: Int = 12) -> [Completion] {
    let stops: Set<Character> = ["(", ")", "!"]
    let start =
      line.lastIndex { $0.isWhitespace || stops.contains($0) }.map { line.index(after: $0) } ?? line.startIndex
    let head = line[..<start]
    let word = line[start...]
    // A quoted text may hold anything, so nothing is proposed inside one.
    guard head.count(where: { $0 == "\"" }) % 2 == 0, !word.contains("\"") else { return [] }
    guard let sign = word.firstIndex(where: { ":=<>".contains($0) }) else {
      let wanted = word.lowercased()
      return Field.allCases.filter { $0.name.hasPrefix(wanted) }.prefix(most).map {
        let insert = $0.name + ($0.kind.isOrdered && $0 != .id ? "" : ":")
        return Completion(line: head + insert, insert: insert, words: $0.words)
      }
    }
    guard let field = Field(name: word[..<sign]) else { return [] }
    let valueStart = word.lastIndex { ":=<>,".contains($0) }.map { word.index(after: $0) } ?? sign
    let wanted = Folding.bytes(String(word[valueStart...]))
    var out: [Completion] = []
    for choice in Choices.names(of: field) {
      guard out.count < most else { break }
      let fits = Folding.bytes(choice.name).starts(with: wanted) || Folding.bytes(choice.words).starts(with: wanted)
      guard fits else { continue }
      out.append(Completion(line: line[..<valueStart] + choice.name, insert: choice.name, words: choice.words))
    }
    return out
  }
}
