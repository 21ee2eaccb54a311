// Texts described by their shape: globs (merchant:nim*, ref:1Z*99?) and regular expressions (goods~/lith.*battery/).
//
//   text ─► pieces ─► steps over bytes ─► states, found as they are needed ─► one look at each byte of a text
//   li[tf]h  l i [tf] h    l→i→(t|f)→h        {1} {1,2} {1,3} …                     never back
//
// Nothing is ever tried twice: a text of n bytes takes n steps, whatever the pattern (K. Thompson, "Regular expression search
// algorithm", 1968; the states are kept as by R. Cox, "Regular expression matching can be simple and fast", 2007). What would need
// more than that, looking back at what was found, is refused with its place.
//
// Patterns see texts in their folded form, so that case, accents and width do not matter.

/// A glob or a regular expression.
package struct Pattern: Hashable, Sendable {
  /// What its source is written in.
  package enum Kind: Hashable, Sendable {
    /// `*` is anything, `?` one character, `\` takes the next as it is; the whole text.
    case glob
    /// A regular expression; anywhere in the text.
    case expression
  }

  package let kind: Kind
  /// The pattern as typed, without the slashes of an expression.
  package let source: String
  let program: PatternProgram

  package static func == (a: Pattern, b: Pattern) -> Bool { a.kind == b.kind && a.source == b.source }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(source)
  }

  /// Reads a pattern.
  ///
  /// - Throws: what cannot be understood, with its place within the source, from 1.
  package init(_ kind: Kind, _ source: String) throws(FilterFault) {
    self.kind = kind
    self.source = kind == .glob ? source : Pattern.unescaped(source)
    let source = self.source
    var reader = PatternReader(Array(source))
    let piece = kind == .glob ? try reader.glob() : try reader.expression()
    program = try PatternProgram(piece)
  }

  /// An expression in the one form in which it is kept: a slash needs no backslash, it is only typed with one.
  private static func unescaped(_ source: String) -> String {
    var out = ""
    var isTaken = false
    for character in source {
      if isTaken, character == "/" { out.removeLast() }
      isTaken = character == "\\" && !isTaken
      out.append(character)
    }
    return out
  }

  /// Which of some texts match; for few texts, as names of lists are.
  func matches(_ texts: [String]) -> [Bool] {
    var states = PatternStates(program)
    return texts.map { Folding.bytes($0).withUnsafeBufferPointer { states.matches($0, from: 0, to: $0.count) } }
  }

  /// The pattern as it is typed.
  package var text: String {
    switch kind {
    case .glob: return source
    case .expression:
      var out = "/"
      var isTaken = false
      for character in source {
        if character == "/", !isTaken { out.append("\\") }
        isTaken = character == "\\" && !isTaken
        out.append(character)
      }
      return out + "/"
    }
  }
}
