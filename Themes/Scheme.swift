package import TUI
import Foundation
import YAML

// A scheme is a palette of 16 or 24 colours in the base16 or base24 form, new or legacy:
//
//   system: "base16"            scheme: "Calm Dark"
//   name: "Calm Dark"           author: "..."
//   author: "..."               base00: "16181b"
//   variant: "dark"             ...
//   palette:                    base0F: "998e80"
//     base00: "#16181b"
//     ...
//
// Forms: tinted-theming home, builder.md 0.11 and the base16 and base24 styling guides.

/// A palette read from a theme file.
package struct Scheme: Hashable, Sendable {
  /// As people read it.
  package let name: String
  /// As it is chosen: lower case, no blanks.
  package let slug: String
  /// Who made it; empty when the file does not say.
  package let author: String
  /// Whether its ground is dark or light: as the file says, else by its ground's luminance.
  package let variant: Theme.Variant
  /// Whether it brings the eight colours that only base24 has.
  package let isBase24: Bool
  /// base00 to base17; those a base16 file lacks stand in by the guide's table.
  package let palette: [RGB]

  /// The colour of a base, 0x00 to 0x17.
  package subscript(base: Int) -> RGB { palette[base] }

  /// Reads a theme file.
  ///
  /// - Parameter file: its name, for messages.
  package init(reading bytes: some Collection<UInt8>, file: String) throws(ThemeFailure) {
    try self.init(Self.parsed(bytes, file: file), file: file)
  }

  /// Takes the colours of a map.
  init(_ root: YAMLNode, file: String) throws(ThemeFailure) {
    let nested = root["palette"]
    if let nested, nested.entries == nil {
      throw ThemeFailure(file: file, line: nested.place.line, key: "palette", reason: .notAMap)
    }
    let bases = nested ?? root
    let scheme = try Self.text(root, "scheme", file)
    let name = try Self.text(root, "name", file) ?? scheme ?? ""
    guard !name.isEmpty else {
      throw ThemeFailure(file: file, line: nil, key: nested == nil ? "scheme" : "name", reason: .missing)
    }
    let slug = Self.slug(of: try Self.text(root, "slug", file) ?? name)
    guard !slug.isEmpty else { throw ThemeFailure(file: file, line: nil, key: "name", reason: .noSlug(name)) }

    var palette: [RGB] = []
    for base in 0..<24 {
      let key = Self.key(base)
      if let node = bases[key] ?? bases[key.lowercased()] {
        palette.append(try Self.colour(node, key, file))
      } else if base < 16 {
        throw ThemeFailure(file: file, line: nil, key: key, reason: .missing)
      } else {
        palette.append(palette[Self.standIns[base - 16]])
      }
    }
    self.name = sanitised(name)
    self.slug = slug
    author = sanitised(try Self.text(root, "author", file) ?? "")
    self.palette = palette
    isBase24 = (16..<24).contains { bases[Self.key($0)] != nil || bases[Self.key($0).lowercased()] != nil }
    switch try Self.text(root, "variant", file) {
    case "dark": variant = .dark
    case "light": variant = .light
    case nil: variant = palette[0].luminance > 0.18 ? .light : .dark
    case .some(let other):
      throw ThemeFailure(file: file, line: root["variant"]?.place.line, key: "variant", reason: .unknownVariant(other))
    }
  }

  /// The map that a file is.
  static func parsed(_ bytes: some Collection<UInt8>, file: String) throws(ThemeFailure) -> YAMLNode {
    guard bytes.count <= bytesMax else { throw ThemeFailure(file: file, line: nil, key: nil, reason: .tooLong) }
    let text = YAMLText(Array(bytes), YAMLLimits(what: "theme", bytesMax: bytesMax))
    if let fault = text.faults.first {
      let key = sanitised(String(fault.path.joined(separator: ".").prefix(40)))
      throw ThemeFailure(
        file: file, line: fault.place.line, key: key.isEmpty ? nil : key,
        reason: .malformed(sanitised(String(fault.words.prefix(200)))))
    }
    guard let root = text.root, root.entries != nil else {
      throw ThemeFailure(file: file, line: 1, key: nil, reason: .notAMap)
    }
    return root
  }

  private static func text(_ map: YAMLNode, _ key: String, _ file: String) throws(ThemeFailure) -> String? {
    guard let node = map[key], !node.isNothing else { return nil }
    guard let text = node.text else {
      throw ThemeFailure(file: file, line: node.place.line, key: key, reason: .notText)
    }
    return String(text.prefix(200))
  }

  private static func colour(_ node: YAMLNode, _ key: String, _ file: String) throws(ThemeFailure) -> RGB {
    guard let text = node.text else {
      throw ThemeFailure(file: file, line: node.place.line, key: key, reason: .notText)
    }
    guard let colour = RGB(text) else {
      throw ThemeFailure(
        file: file, line: node.place.line, key: key, reason: .notAColour(sanitised(String(text.prefix(40)))))
    }
    return colour
  }

  /// A name as it is chosen: marks off its letters, lower case, blanks as hyphens, the rest dropped.
  static func slug(of name: String) -> String {
    var slug = ""
    for scalar in name.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", "-", "_": slug.unicodeScalars.append(scalar)
      case " ": slug.append("-")
      default: break
      }
    }
    return slug
  }

  static func key(_ base: Int) -> String {
    let digits = String(base, radix: 16, uppercase: true)
    return "base" + (digits.count < 2 ? "0" + digits : digits)
  }

  /// What stands in for base10 to base17 in a palette of sixteen (base24 styling guide).
  private static let standIns = [0x00, 0x00, 0x08, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E]
  private static let bytesMax = 65_536
}

/// Why a theme file cannot be used: which file, where in it, and what is wrong.
package struct ThemeFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    /// Longer than 64 KiB.
    case tooLong
    /// No YAML, or YAML that no theme is: a clause that says so.
    case malformed(String)
    case notAMap
    case notText
    case missing
    case noSlug(String)
    case notAColour(String)
    case unknownVariant(String)
    /// Not one line of it is one of a btop theme.
    case noThemeKeys
    /// The system could not read the file.
    case unreadable(code: Int32)
  }

  package let file: String
  /// From 1; nil when it is not about one line.
  package let line: Int?
  package let key: String?
  package let reason: Reason

  package init(file: String, line: Int?, key: String?, reason: Reason) {
    self.file = sanitised(file)
    self.line = line
    self.key = key
    self.reason = reason
  }

  /// `calm.yaml:12: base0C: “zz” is not a colour: six hexadecimal digits are needed`.
  package var description: String {
    let place = file + (line.map { ":\($0)" } ?? "") + ": " + (key.map { $0 + ": " } ?? "")
    switch reason {
    case .tooLong: return place + "longer than 64 KiB; no theme is"
    case .malformed(let words): return place + words
    case .notAMap: return place + "a map of keys and values is needed"
    case .notText: return place + "one value is needed, not a list or a map"
    case .missing: return place + "missing"
    case .noSlug(let name): return place + "“\(sanitised(name))” leaves no letter or digit to choose it by"
    case .notAColour(let text): return place + "“\(text)” is not a colour: six hexadecimal digits are needed"
    case .unknownVariant(let text): return place + "“\(sanitised(text))” is neither dark nor light"
    case .noThemeKeys: return place + "no line of it sets a colour, as in theme[main_bg]=\"#2e3440\""
    case .unreadable(let code): return place + "cannot be read, error \(code)"
    }
  }
}
