import TUI

// Which base paints which role. Greys (base00 to base07) carry everything that is normal; base08, 09, 0A and 0C are the four
// priorities and paint nothing else, so that colour always means that a person is needed.
//
//   base00 ground          base04 second rank            base08 critical     base0C low
//   base01 bars, dialogs   base05 text                   base09 high         base0D focus, keys
//   base02 cursor row      base06 matches                base0A medium       base0E shelved, simulated
//   base03 third rank      base07 titles                 base0B recovered    base0F stale

extension Scheme {
  /// A paint for every role.
  var draft: ThemeDraft {
    var paints: [Role: Paint] = [:]
    for role in Role.allCases { paints[role] = paint(role) }
    return ThemeDraft(
      name: name, slug: slug, author: author, form: isBase24 ? .base24 : .base16, variant: variant, paints: paints)
  }

  /// The paint of a role.
  func paint(_ role: Role) -> Paint {
    switch role {
    case .text: Paint(self[0x05], on: self[0x00])
    case .secondary: Paint(self[0x04])
    case .muted, .border, .disabled, .ghost, .coast, .inputHint: Paint(self[0x03])
    case .title: Paint(self[0x07], on: nil, .bold)
    case .count: Paint(self[0x04])
    case .focusBorder: Paint(self[0x0D])
    case .header: Paint(self[0x04])
    case .sortHeader: Paint(self[0x06], on: nil, .bold)
    case .cursorRow: Paint(self[0x06], on: self[0x02])
    case .idleCursorRow, .fresh: Paint(self[0x05], on: self[0x01])
    case .marked: Paint(self[0x0D], on: nil, .bold)
    case .bar: Paint(self[0x04], on: self[0x01])
    case .keyHint: Paint(self[0x0D], on: nil, .bold)
    case .keyLabel: Paint(self[0x04])
    case .critical: Paint(self[0x08], on: nil, .bold)
    case .high: Paint(self[0x09])
    case .medium: Paint(self[0x0A])
    case .low: Paint(self[0x0C])
    case .criticalBadge: Paint(self[0x00], on: self[0x12], .bold)
    case .recovered: Paint(self[0x0B])
    case .stale: Paint(self[0x0F])
    case .shelved: Paint(self[0x0E])
    case .match: Paint(self[0x06], on: nil, [.bold, .underline])
    case .input: Paint(self[0x05], on: self[0x01])
    case .inputError: Paint(self[0x06], on: self[0x02], [.bold, .underline])
    case .caption: Paint(self[0x05], on: self[0x01])
    case .simulated: Paint(self[0x0E], on: nil, .bold)
    case .tab: Paint(self[0x04])
    case .activeTab: Paint(self[0x00], on: self[0x0D], .bold)
    case .dialog: Paint(self[0x05], on: self[0x01])
    case .dialogBorder: Paint(self[0x0D], on: self[0x01])
    case .dialogTitle: Paint(self[0x07], on: self[0x01], .bold)
    case .button: Paint(self[0x05], on: self[0x02])
    case .activeButton: Paint(self[0x00], on: self[0x0D], .bold)
    case .sparkline, .gauge: Paint(self[0x04])
    case .track: Paint(self[0x03])
    case .lane: Paint(self[0x0D])
    case .notice: Paint(self[0x06])
    }
  }
}
