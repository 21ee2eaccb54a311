import Foundation
import Testing

@testable import TUI
@testable import Themes

private func checked(_ text: String, _ file: String) throws -> CheckedTheme {
  try Themes.checked(Array(text.utf8), file: file)
}

/// A theme in btop's form, in its own words and colours.
private let harbour = """
  # Harbour, for btop
  theme[main_bg]="#101820"
  theme[main_fg]="#c8d0d8"
  theme[title]="#ff"
  theme[hi_fg]=#7fb0e0
  theme[selected_bg]="48 64 80"
  theme[selected_fg]="#ffffff"   # said again below
  theme[inactive_fg]="#667788"
    theme[div_line]="#445566"
  theme[cpu_start]="#60a0a0"
  theme[cpu_mid]=""
  theme[cpu_end]="#ff6050"
  theme[temp_end]="#e0a040"
  theme[used_start]="#e8d060"
  theme[used_end]=""
  theme[cached_end]="#60b8e0"
  theme[net_box]="not a colour"
  theme[unheard_of]="#123456"
  no theme line
  theme[
  """

private let skin = """
  # --------------------------------------------------------------------------------------------------------------------
  # Harbour skin
  # --------------------------------------------------------------------------------------------------------------------
  text: &text "#c8d0d8"
  ground: &ground "#101820"
  warn: &warn orangered
  k9s:
    body: { fgColor: *text, bgColor: *ground, logoColor: gold }
    dialog: { fgColor: *text, bgColor: "#203040", buttonFgColor: black, buttonBgColor: "#9ab" }
    frame:
      border: { fgColor: "#445566", focusColor: aqua }
      menu: { fgColor: white, keyColor: dodgerblue }
      status: { errorColor: *warn, pendingColor: darkorange, newColor: lightskyblue, completedColor: linegreen }
      title: { fgColor: white, counterColor: papayawhip }
    views:
      charts: { defaultChartColors: [ *warn, *text ] }
      table: { cursorFgColor: black, cursorBgColor: aqua, markColor: DarkGoldenrod, header: { fgColor: default } }
  """

@Suite struct FormsTests {
  @Test func `A btop theme gives its colours to our roles`() throws {
    let checked = try checked(harbour, "folder/Harbour Night.theme")
    let theme = checked.theme
    #expect(checked.form == .btop && theme.variant == .dark && theme.slug == "harbour-night")
    #expect(theme.background(.text) == RGB(hex: 0x101820) && theme.foreground(.text) == RGB(hex: 0xC8D0D8))
    #expect(theme.foreground(.title) == RGB(255, 255, 255) && theme.foreground(.keyHint) == RGB(hex: 0x7FB0E0))
    #expect(theme.background(.cursorRow) == RGB(48, 64, 80) && theme.foreground(.border) == RGB(hex: 0x445566))
    #expect(theme.foreground(.critical) == RGB(hex: 0xFF6050) && theme.foreground(.high) == RGB(hex: 0xE0A040))
    #expect(theme.foreground(.medium) == RGB(hex: 0xE8D060) && theme.foreground(.low) == RGB(hex: 0x60B8E0))
    #expect(
      checked.notes == ["folder/Harbour Night.theme:17: net_box: “not a colour” is not a colour; btop's own is used"])
    #expect(checked.findings.map(\.description) == [])
  }

  @Test func `Gradients and what stands in for missing keys are btop's`() throws {
    let theme = try BtopTheme(reading: Array(harbour.utf8), file: "a.theme")
    let cpu = RGB(hex: 0x60A0A0).mixed(with: RGB(hex: 0xFF6050), percent: 50)
    #expect(theme.middle(of: "cpu") == cpu, "its own middle is empty: half way between the ends")
    #expect(theme.middle(of: "process") == cpu, "process follows cpu")
    #expect(theme.middle(of: "used") == RGB(hex: 0xE8D060), "no end: one colour")
    #expect(theme.middle(of: "free") == RGB(hex: 0xB5E685), "btop's own")
    let clear = try BtopTheme(reading: Array("theme[main_bg]=\"\"\ntheme[main_fg]=\"#10\"".utf8), file: "b.theme")
    #expect(clear.ingredients.ground == nil && clear.ingredients.variant == .light)
    #expect(clear.ingredients.track == RGB(0x40, 0x40, 0x40))
  }

  @Test func `A skin of k9s gives its states to our priorities`() throws {
    let checked = try checked(skin, "harbour.yml")
    let theme = checked.theme
    #expect(checked.form == .k9s && theme.variant == .dark && theme.slug == "harbour")
    #expect(theme.background(.text) == RGB(hex: 0x101820) && theme.foreground(.text) == RGB(hex: 0xC8D0D8))
    #expect(theme.foreground(.critical) == RGB(hex: 0xFF4500), "through an anchor and a name")
    #expect(theme.foreground(.high) == RGB(hex: 0xFF8C00) && theme.foreground(.medium) == RGB(hex: 0xFFD700))
    #expect(theme.foreground(.marked) == RGB(hex: 0xC8D0D8) && theme.background(.dialog) == RGB(hex: 0x203040))
    #expect(theme.background(.button) == RGB(hex: 0x99AABB) && theme.foreground(.sparkline) == RGB(hex: 0xC8D0D8))
    #expect(
      checked.notes == ["harbour.yml:13: frame.status.completedColor: “linegreen” is not a colour and left out"])
    let clear = try Themes.checked(Array("k9s:\n  body:\n    bgColor: default\n".utf8), file: "clear.yaml")
    #expect(clear.theme.paint(.text).background == nil && clear.theme.variant == .dark)
  }

  @Test(arguments: ["harbour.theme", "harbour.yml", "light.theme", "grey.theme"])
  func `Whatever the form, priorities are legible and apart at every depth`(file: String) throws {
    let text =
      switch file {
      case "harbour.theme": harbour
      case "harbour.yml": skin
      case "light.theme": harbour.replacing("#101820", with: "#f0f0e8").replacing("#c8d0d8", with: "#202020")
      default: "theme[main_bg]=\"#80\"\ntheme[main_fg]=\"#90\"\ntheme[cpu_end]=\"#70\"\ntheme[hi_fg]=\"#808081\""
      }
    let checked = try checked(text, file)
    let theme = checked.theme
    for depth in ThemeCheck.depths {
      #expect(ThemeCheck.alike(ThemeCheck.priorities(of: theme, at: depth)) == nil, "\(depth)")
    }
    for depth in ColourDepth.allCases {
      #expect(Set(Role.priorities.map { theme.pen(Style($0), depth) }).count == 4, "\(depth)")
    }
    for role in Role.priorities {
      #expect(theme.foreground(role).contrast(with: theme.background(.text)) >= 4.5, "\(role)")
      for depth in [ColourDepth.sixteen, .indexed] {
        let pen = theme.pen(Style(role), depth)
        guard case .index(let colour) = pen.foreground, case .index(let ground) = pen.background else { continue }
        let contrast = TerminalPalette.rgb(colour).contrast(with: TerminalPalette.rgb(ground))
        // Sixteen colours have few that are dark, and none on both sides of grey.
        let needed = depth == .sixteen && file == "light.theme" ? 3.0 : 4.5
        #expect(contrast >= needed || file == "grey.theme", "\(role) \(depth) \(contrast)")
      }
    }
    if file == "grey.theme" { #expect(!checked.findings.isEmpty) }
  }

  @Test(arguments: Themes.slugs)
  func `Ours are legible in 256 and in 16 colours too`(slug: String) throws {
    let theme = try #require(Themes.theme(slug))
    for depth in [ColourDepth.sixteen, .indexed] {
      for role in Role.priorities {
        let pen = theme.pen(Style(role), depth)
        guard case .index(let colour) = pen.foreground, case .index(let ground) = pen.background else { continue }
        #expect(TerminalPalette.rgb(colour).contrast(with: TerminalPalette.rgb(ground)) >= 4.5, "\(role) \(depth)")
      }
    }
  }

  @Test func `In sixteen colours what is critical is red and what is high or medium yellow`() {
    for (slug, expected) in [("calm-dark", [9, 3, 11, 6]), ("contrast-dark", [9, 3, 11, 6])] as [(String, [UInt8])] {
      let pens = Role.priorities.compactMap { Themes.theme(slug)?.pen(Style($0), .sixteen).foreground }
      #expect(pens == expected.map { .index($0) }, "\(slug)")
    }
    let light = Role.priorities.compactMap { Themes.theme("calm-light")?.pen(Style($0), .sixteen).foreground }
    #expect(light.first == .index(1))
  }

  @Test func `Marks show on rows under a cursor that is elsewhere, and on fresh ones, with the stock skin of k9s`()
    throws
  {
    let stock = """
      k9s:
        body: { fgColor: cadetblue, bgColor: black }
        frame: { status: { errorColor: orangered, pendingColor: darkorange, newColor: lightskyblue } }
        views: { table: { cursorFgColor: black, cursorBgColor: aqua } }
      """
    let theme = try checked(stock, "stock.yaml").theme
    for role in Role.priorities {
      for ground in [Role.cursorRow, .idleCursorRow, .fresh] {
        let contrast = theme.foreground(role).contrast(with: theme.background(ground))
        #expect(contrast >= 3, "\(role) on \(ground): \(contrast)")
      }
    }
    let grounds = [Role.cursorRow, .idleCursorRow, .fresh, .text].map { theme.background($0).luminance }
    #expect(grounds == grounds.sorted(by: >) && Set(grounds).count == 4, "each shows, the busier the more: \(grounds)")
  }

  @Test func `Broken files of other programs say why`() {
    func failure(_ text: String, _ file: String) -> String {
      do {
        _ = try checked(text, file)
        return "none"
      } catch let error as ThemeFailure { return error.description } catch { return "\(error)" }
    }
    #expect(failure("", "a.theme") == "a.theme: no line of it sets a colour, as in theme[main_bg]=\"#2e3440\"")
    #expect(failure("system: base16\n", "a.theme").contains("no line of it sets a colour"))
    #expect(failure("k9s: 3\n", "a.yaml") == "a.yaml:1: k9s: a map of keys and values is needed")
    #expect(failure(harbour, "東.theme") == "東.theme: “東” leaves no letter or digit to choose it by")
    #expect(failure(String(repeating: "x", count: 70_000), "a.theme") == "a.theme: longer than 64 KiB; no theme is")
    // References to references must not grow, though nothing of them is looked at.
    var laughs = "a0: &a0 [x, x, x, x, x, x, x, x]\n"
    for level in 1..<40 { laughs += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n" }
    #expect(failure(laughs + "k9s: { body: { fgColor: *a39 } }\n", "a.yaml").contains("20000 values"))
    var seed: UInt64 = 9
    for source in [Array(harbour.utf8), Array(skin.utf8)] {
      for _ in 0..<300 {
        var bytes = source
        for _ in 0..<6 {
          seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
        }
        _ = try? Themes.checked(bytes, file: "mutated.theme")
        _ = try? Themes.checked(bytes, file: "mutated.yaml")
      }
    }
  }

  @Test func `A folder of themes: those that can be used, those that cannot, and when it changes`() throws {
    let folder = NSTemporaryDirectory() + "clearway-themes-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    }
    #expect(ThemeLibrary(folder: folder).slugs == Themes.slugs && ThemeLibrary(folder: folder + "/none").failures == [])
    let empty = ThemeLibrary.mark(of: folder)
    try write(harbour, "harbour.theme")
    try write(skin, "harbour.yml")
    try write(harbour, "calm-dark.theme")
    try write("palette: {}\n", "broken.yaml")
    try write("x", "notes.txt")
    #expect(ThemeLibrary.mark(of: folder) != empty)
    let library = ThemeLibrary(folder: folder)
    #expect(library.slugs == Themes.slugs + ["harbour", "harbour-2"])
    #expect(
      library.theme("calm-dark")?.background(.text) == RGB(hex: 0x101820), "the user's own takes the place of ours")
    #expect(library.theme("calm-light") == Themes.theme("calm-light") && library.theme("none") == nil)
    #expect(library.failures.map(\.description) == ["broken.yaml: name: missing"])
    let few = ThemeLibrary(folder: folder, only: ["harbour", "calm-light", "broken"])
    #expect(few.slugs == Themes.slugs + ["harbour", "harbour-2"] && few.failures.count == 1)
    #expect(few.theme("calm-dark") == Themes.theme("calm-dark"), "not asked for, not read")
    #expect(library.entries.last?.remark == "dark, k9s, 2 corrected, 1 not understood")
  }
}
