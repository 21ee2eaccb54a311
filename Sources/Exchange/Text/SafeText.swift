// Texts from outside reach a terminal in the end. What is stored loses its control characters; what a finding quotes is
// besides short.

/// Whether a character could steer a terminal or turn the direction of the text around it.
func isHostile(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
  default: false
  }
}

/// At most 60 characters of a value for a finding, with breaks made blanks and what could harm a terminal replaced.
func safeExcerpt(_ text: some StringProtocol) -> String {
  var out = String.UnicodeScalarView()
  var count = 0
  for scalar in text.unicodeScalars {
    guard count < 60 else {
      out.append("…")
      break
    }
    let isBlank = scalar == " " || scalar == "\n" || scalar == "\r" || scalar == "\t"
    if isBlank, out.last == " " { continue }
    out.append(isBlank ? " " : isHostile(scalar) ? "\u{FFFD}" : scalar)
    count += 1
  }
  return String(out)
}

/// A text as it is stored: blanks at both ends gone, breaks made blanks, control characters left out.
///
/// - Returns: the text, and whether anything but blanks and breaks was left out.
func cleaned(_ text: String) -> (text: String, lostControls: Bool) {
  let isPlain = text.utf8.withContiguousStorageIfAvailable { bytes in
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && bytes.first != 0x20 && bytes.last != 0x20
  }
  if isPlain == true { return (text, false) }
  var out = String.UnicodeScalarView()
  var lost = false
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\t", "\n", "\r", " ", "\u{A0}": if let last = out.last, last != " " { out.append(" ") }
    default: if isHostile(scalar) { lost = true } else { out.append(scalar) }
    }
  }
  while out.last == " " { out.removeLast() }
  return (String(out), lost)
}

/// A name in the form by which names are compared: lower case, without accents, apostrophes, dots or doubled blanks.
func folded(_ name: some StringProtocol) -> String {
  var out = ""
  for scalar in name.lowercased().unicodeScalars {
    switch scalar {
    case "a"..."z", "0"..."9": out.unicodeScalars.append(scalar)
    case "à", "á", "â", "ã", "ä", "å": out += "a"
    case "ç": out += "c"
    case "è", "é", "ê", "ë": out += "e"
    case "ì", "í", "î", "ï": out += "i"
    case "ñ": out += "n"
    case "ò", "ó", "ô", "õ", "ö", "ø": out += "o"
    case "ù", "ú", "û", "ü": out += "u"
    case "'", "’", "`", ".", "(", ")", "\u{0300}"..."\u{036F}": break
    default: if !out.isEmpty, !out.hasSuffix(" ") { out += " " }
    }
  }
  if out.hasSuffix(" ") { out.removeLast() }
  return out
}
