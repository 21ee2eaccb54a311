import Foundation
import TUI
import Testing

@testable import Themes

private let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Themes/base16")

private func failure(_ yaml: String) -> String {
  do {
    _ = try Themes.checked(Array(yaml.utf8), file: "a.yaml")
    return "no failure"
  } catch {
    return error.description
  }
}

private func palette(_ change: (Int) -> String? = { _ in nil }, variant: String = "dark") -> String {
  let calm = Themes.files[0].bytes
  let bases = String(decoding: calm, as: UTF8.self).split(separator: "\n").filter { $0.contains("  base") }
  var yaml = "system: base16\nname: Test\nvariant: \(variant)\npalette:\n"
  for (index, line) in bases.enumerated() {
    if let other = change(index) { yaml += other } else { yaml += line + "\n" }
  }
  return yaml
}

@Suite struct ThemesTests {
  @Test func `The registry lists every file of the folder and no other`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    #expect(names == Themes.files.map { $0.slug + ".yaml" }.sorted())
    for file in Themes.files {
      let onDisk = try Data(contentsOf: folder.appending(path: file.slug + ".yaml"))
      #expect(Array(onDisk) == file.bytes, "\(file.slug) on disk is not the one built in")
    }
  }

  @Test(arguments: Themes.files.map(\.slug))
  func `Every theme passes the check with its own colours, and says who made it`(slug: String) throws {
    let file = try #require(Themes.files.first { $0.slug == slug })
    let checked = try Themes.checked(file.bytes, file: slug)
    #expect(checked.findings.map(\.description) == [])
    #expect(checked.theme.slug == slug)
    #expect(checked.author != "")
    #expect(Themes.theme(slug) == checked.theme)
  }

  @Test(arguments: Themes.slugs)
  func `Priorities stay apart at every depth, and the row under the cursor shows`(slug: String) throws {
    let theme = try #require(Themes.theme(slug))
    for depth in ColourDepth.allCases {
      let pens = Role.priorities.map { theme.pen(Style($0), depth) }
      #expect(Set(pens).count == 4, "\(slug) \(depth) \(pens)")
      #expect(theme.pen(Style(.text), depth) != theme.pen(Style(.text, on: .cursorRow), depth), "\(slug) \(depth)")
      #expect(theme.pen(Style(.tab), depth) != theme.pen(Style(.activeTab), depth), "\(slug) \(depth)")
      for role in Role.allCases {
        let pen = theme.pen(Style(role), depth)
        if pen.foreground != .standard { #expect(pen.foreground != pen.background, "\(slug) \(depth) \(role)") }
      }
    }
  }

  @Test func `The safe themes are safe for the eyes they are named for`() throws {
    func confusing(_ slug: String) throws -> [ColourVision] {
      try Themes.checked(#require(Themes.files.first { $0.slug == slug }).bytes, file: slug).confusing.map(\.vision)
    }
    for slug in ["red-green-safe-dark", "red-green-safe-light"] {
      let confusing = try confusing(slug)
      #expect(!confusing.contains(.deuteranopia) && !confusing.contains(.protanopia), "\(slug): \(confusing)")
    }
    #expect(try !confusing("blue-yellow-safe-dark").contains(.tritanopia))
    let blue = try Themes.checked(#require(Themes.files.first { $0.slug == "blue-yellow-safe-dark" }).bytes, file: "b")
    for confusion in blue.confusing { #expect(confusion.description.contains("look alike with ")) }
  }

  @Test func `A legacy base16 file is read`() throws {
    let yaml = String(decoding: Themes.files[0].bytes, as: UTF8.self).split(separator: "\n").filter {
      $0.contains("  base")
    }.map { $0.dropFirst(2).replacingOccurrences(of: "#", with: "") }.joined(separator: "\n")
    let checked = try Themes.checked(Array(("scheme: \"Été à Łódź\"\nauthor: A\n" + yaml).utf8), file: "old")
    #expect(checked.theme.slug == "ete-a-odz")
    #expect(checked.theme.variant == .dark && checked.form == .base16)
    #expect(checked.theme.background(.criticalBadge) == checked.theme.foreground(.critical))
    #expect(checked.theme.paint(.critical) == Themes.standard.paint(.critical))
  }

  @Test func `A base24 file brings its own bright red for the badge`() throws {
    var yaml = palette().replacingOccurrences(of: "base16", with: "base24")
    for base in 0x10...0x17 { yaml += "  base\(String(base, radix: 16)): \"#ff9090\"\n" }
    let theme = try Themes.checked(Array(yaml.utf8), file: "b").theme
    #expect(theme.background(.criticalBadge) == RGB(0xFF, 0x90, 0x90))
  }

  @Test func `Malformed files are refused with place and reason`() {
    #expect(failure("") == "a.yaml:1: a map of keys and values is needed")
    #expect(
      failure("name: x\npalette:\n  base00: \"#12\"\n")
        == "a.yaml:3: base00: “#12” is not a colour: six hexadecimal digits are needed")
    #expect(failure("name: x\npalette: 3\n") == "a.yaml:2: palette: a map of keys and values is needed")
    #expect(failure("name: [a]\npalette: {}\n") == "a.yaml:1: name: one value is needed, not a list or a map")
    #expect(failure("palette: {}\n") == "a.yaml: name: missing")
    #expect(failure(palette { $0 == 0xC ? "" : nil }) == "a.yaml: base0C: missing")
    #expect(
      failure(palette { $0 == 0xC ? "  base0C: [1]\n" : nil })
        == "a.yaml:17: base0C: one value is needed, not a list or a map")
    #expect(failure(palette(variant: "grey")) == "a.yaml:3: variant: “grey” is neither dark nor light")
    #expect(failure("name: x\nname: y\n") == "a.yaml:2: name: it stands there twice, the first time on line 1")
    #expect(failure("name: ~\npalette: {}\n") == "a.yaml: name: missing")
    #expect(failure("name: \"x\n").hasPrefix("a.yaml:"))
    #expect(failure("name: \"東京\"\npalette: {}\n") == "a.yaml: name: “東京” leaves no letter or digit to choose it by")
  }

  @Test func `Hostile files are refused, not followed`() {
    for opening in [String(repeating: "[", count: 60_000), String(repeating: "- ", count: 30_000)] {
      #expect(failure(opening).contains("it is nested more"))
    }
    // References to references, as a key: whoever hashes what they stand for never ends.
    var laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<10 {
      laughs += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",") + "]\n"
    }
    #expect(failure(laughs + "? *a9\n: x\n").contains("20000 values, aliases counted; no theme is"))
    #expect(failure(String(repeating: "a", count: 70_000)) == "a.yaml: longer than 64 KiB; no theme is")
    #expect(
      failure("name: &a [x]\nslug: *a\n").contains("slug") || failure("name: &a [x]\nslug: *a\n").contains("name"))
    let escape = failure("name: x\npalette:\n  base00: \"\\e[31m\\u202e\"\n")
    #expect(escape.contains("␛[31m␦") && !escape.unicodeScalars.contains("\u{1B}"))
    var seed: UInt64 = 7
    let valid = Themes.files[0].bytes
    for cut in stride(from: 0, to: valid.count, by: 7) { _ = failure(String(decoding: valid[..<cut], as: UTF8.self)) }
    for _ in 0..<300 {
      var bytes = valid
      for _ in 0..<4 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
      }
      _ = try? Themes.checked(bytes, file: "mutated")
    }
  }

  @Test func `Faint and look-alike colours are replaced, and it is said`() throws {
    let faint = try Themes.checked(Array(palette { $0 == 8 ? "  base08: \"#402020\"\n" : nil }.utf8), file: "c")
    #expect(faint.findings.first?.role == .critical)
    #expect(faint.theme.foreground(.critical).contrast(with: faint.theme.background(.text)) >= 4.5)
    let alike = try Themes.checked(
      Array(palette { $0 == 9 ? "  base09: \"#ff7070\"\n" : nil }.utf8), file: "d")
    #expect(
      alike.findings.map(\.description) == [
        "high #ff7070 looks like critical in 24-bit colours: #f5a04a is used instead"
      ])
    // Any palette at all ends legible and distinct.
    var seed: UInt64 = 3
    for round in 0..<100 {
      let random = try Themes.checked(
        Array(
          palette { base in
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return "  \(Scheme.key(base)): \"\(RGB(hex: UInt32(seed >> 40)).text)\"\n"
          }.utf8), file: "r")
      expectHeld(random, "round \(round)")
    }
  }

  /// What the check promises holds of what comes out of it.
  private func expectHeld(_ checked: CheckedTheme, _ which: String) {
    let theme = checked.theme
    for rule in ThemeCheck.legibility where Role.priorities.contains(rule.role) {
      let contrast = theme.foreground(rule.role).contrast(with: theme.background(rule.ground))
      #expect(Int(contrast * 100) >= rule.needed, "\(which): \(rule.role) on \(rule.ground): \(contrast)")
    }
    for depth in ThemeCheck.depths {
      #expect(
        ThemeCheck.alike(ThemeCheck.priorities(of: theme, at: depth)) == nil,
        "\(which): \(depth) on \(theme.background(.text).text)")
    }
    let pens = Role.priorities.map { theme.pen(Style($0), .indexed) }
    #expect(Set(pens).count == 4, "\(which)")
  }

  @Test(arguments: ["#606060", "#757575", "#7f7f7f", "#808080", "#8a8a8a", "#5f5f87", "#657b83", "#2e3440", "#fdf6e3"])
  func `A ground half way between black and white gives way where no four priorities fit on it`(ground: String) throws {
    let checked = try Themes.checked(Array(palette { $0 == 0 ? "  base00: \"\(ground)\"\n" : nil }.utf8), file: "g")
    expectHeld(checked, ground)
    let isKept = checked.theme.background(.text) == RGB(ground)
    #expect(isKept == !checked.findings.contains { $0.description.hasPrefix("on a ground of \(ground) no four") })
    #expect(isKept == ["#2e3440", "#fdf6e3"].contains(ground), "\(checked.findings.map(\.description))")
    if !isKept { #expect(checked.theme.background(.text) == RGB(0, 0, 0), "its text is light: so it stays") }
  }
}
