package import TUI
import Glibc

/// The themes that come with the program, and those read from files.
package enum Themes {
  /// The themes that come with the program, the default first. One line for each file in `base16`.
  static let files: [(slug: String, bytes: [UInt8])] = [
    ("calm-dark", PackageResources.calm_dark_yaml),
    ("calm-light", PackageResources.calm_light_yaml),
    ("contrast-dark", PackageResources.contrast_dark_yaml),
    ("contrast-light", PackageResources.contrast_light_yaml),
    ("red-green-safe-dark", PackageResources.red_green_safe_dark_yaml),
    ("red-green-safe-light", PackageResources.red_green_safe_light_yaml),
    ("blue-yellow-safe-dark", PackageResources.blue_yellow_safe_dark_yaml),
    ("amber-phosphor", PackageResources.amber_phosphor_yaml),
    ("green-phosphor", PackageResources.green_phosphor_yaml),
    ("harbour-night", PackageResources.harbour_night_yaml),
    ("tidewater", PackageResources.tidewater_yaml),
  ]

  /// The names that can be chosen, the default first.
  package static var slugs: [String] { files.map(\.slug) + [Theme.monochrome.slug] }

  /// The default for a ground.
  package static func standardSlug(_ variant: Theme.Variant) -> String {
    switch variant {
    case .dark: "calm-dark"
    case .light: "calm-light"
    }
  }

  /// A theme that comes with the program; nil when none has the name.
  package static func theme(_ slug: String) -> Theme? {
    if slug == Theme.monochrome.slug { return .monochrome }
    guard let file = files.first(where: { $0.slug == slug }) else { return nil }
    return try? checked(file.bytes, file: slug + ".yaml").theme
  }

  /// The default theme.
  package static var standard: Theme { theme(standardSlug(.dark)) ?? .monochrome }

  /// Reads, checks and where needed corrects a theme file's bytes.
  ///
  /// - Parameter file: its name, for messages.
  ///
  /// Which of the forms it has is told by its content. What has no name in it is named after the file.
  package static func checked(_ bytes: some Collection<UInt8>, file: String) throws(ThemeFailure) -> CheckedTheme {
    ThemeCheck.run(try draft(bytes, file: file))
  }

  private static func draft(_ bytes: some Collection<UInt8>, file: String) throws(ThemeFailure) -> ThemeDraft {
    let name = String((file.split(separator: "/").last ?? "").prefix { $0 != "." })
    func draft(_ form: ThemeForm, _ ingredients: Ingredients, _ notes: [String]) throws(ThemeFailure) -> ThemeDraft {
      let slug = Scheme.slug(of: name)
      guard !slug.isEmpty else { throw ThemeFailure(file: file, line: nil, key: nil, reason: .noSlug(name)) }
      return ThemeDraft(
        name: sanitised(name), slug: slug, author: "", form: form, variant: ingredients.variant,
        paints: ingredients.paints(), cursorShades: Ingredients.cursorShades, notes: notes)
    }
    if file.hasSuffix(".theme") {
      let theme = try BtopTheme(reading: bytes, file: file)
      return try draft(.btop, theme.ingredients, theme.notes)
    }
    let root = try Scheme.parsed(bytes, file: file)
    guard let skin = root["k9s"] else { return try Scheme(root, file: file).draft }
    guard skin.entries != nil else {
      throw ThemeFailure(file: file, line: skin.place.line, key: "k9s", reason: .notAMap)
    }
    var k9s = K9sSkin(skin, file: file)
    let ingredients = k9s.ingredients()
    return try draft(.k9s, ingredients, k9s.notes)
  }

  /// Reads, checks and where needed corrects a theme file.
  ///
  /// - Parameter name: what messages call it; nil for its path.
  package static func checked(path: String, named name: String? = nil) throws(ThemeFailure) -> CheckedTheme {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    let name = name ?? path
    guard file >= 0 else { throw ThemeFailure(file: name, line: nil, key: nil, reason: .unreadable(code: errno)) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    // One byte more than a theme may have tells a long file from a theme; an endless one is not read to its end.
    while bytes.count <= 65_536 {
      let count = read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw ThemeFailure(file: name, line: nil, key: nil, reason: .unreadable(code: errno)) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return try checked(bytes, file: name)
  }
}
