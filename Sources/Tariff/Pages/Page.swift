// What is to be read, without how it is drawn: headings and lines with roles. The command line prints it as text, a panel may draw it.

/// A page of headings and lines.
package struct Page: Hashable, Sendable {
  /// What a line is.
  package enum Role: String, CaseIterable, Sendable {
    /// Something that holds, behind its label.
    case fact
    /// A rule or fee.
    case rule
    /// A step of a working.
    case step
    /// A sum.
    case total
    /// What must be known before anything here is relied on.
    case caution
    /// Something that will change, or has.
    case change
    /// Where it comes from.
    case source
  }

  /// A line.
  package struct Line: Hashable, Sendable {
    package var role: Role
    /// What it is about, in a word or two; may be empty.
    package var label: String
    package var text: String
    /// An amount that stands at the right; empty where there is none.
    package var amount: String
    /// What it rests on: ids of sources, days, confidence; empty where that is not said.
    package var aside: String

    package init(_ role: Role, _ label: String, _ text: String, amount: String = "", aside: String = "") {
      self.role = role
      self.label = label
      self.text = text
      self.amount = amount
      self.aside = aside
    }
  }

  /// Lines under a heading.
  package struct Section: Hashable, Sendable {
    package var heading: String
    package var lines: [Line]

    package init(_ heading: String, _ lines: [Line]) {
      self.heading = heading
      self.lines = lines
    }
  }

  package var title: String
  package var sections: [Section]

  package init(title: String, sections: [Section]) {
    self.title = title
    self.sections = sections.filter { !$0.lines.isEmpty }
  }

  /// The page as text, `width` characters wide.
  package func text(width: Int = 100) -> String {
    let width = max(60, width)
    var out = title + "\n"
    for section in sections {
      out += "\n" + section.heading + "\n"
      let labelled = min(24, section.lines.map(\.label.count).max() ?? 0)
      let amounts = section.lines.map(\.amount.count).max() ?? 0
      for line in section.lines { out += Self.text(line, labelled, amounts, width) }
    }
    return out
  }

  private static func text(_ line: Line, _ labelled: Int, _ amounts: Int, _ width: Int) -> String {
    let indent = 2 + (labelled > 0 ? labelled + 2 : 0)
    let room = max(20, width - indent - (amounts > 0 ? amounts + 2 : 0))
    let body = wrapped(line.aside.isEmpty ? line.text : line.text + "  [" + line.aside + "]", room)
    var out = ""
    for (index, part) in body.enumerated() {
      var row = index == 0 ? "  " + line.label : ""
      // A label that is too long for its column has a row of its own.
      if index == 0, line.label.count > labelled {
        out += row + "\n"
        row = ""
      }
      row += String(repeating: " ", count: max(0, indent - row.count)) + part
      if index == 0, !line.amount.isEmpty {
        row += String(repeating: " ", count: max(1, width - row.count - line.amount.count)) + line.amount
      }
      out += row + "\n"
    }
    return out
  }

  private static func wrapped(_ text: String, _ room: Int) -> [String] {
    var rows: [String] = []
    var row = ""
    for word in text.split(separator: " ") {
      if !row.isEmpty, row.count + 1 + word.count > room {
        rows.append(row)
        row = ""
      }
      row += (row.isEmpty ? "" : " ") + word
    }
    rows.append(row)
    return rows
  }
}

extension Evidence {
  /// "high: BR-LEI, BR-APP", with "unverified" where nobody looked it up or it is likely to be wrong.
  package var words: String {
    "\(isUnverified ? "unverified, " : "")\(confidence.rawValue): \(sources.joined(separator: ", "))"
  }
}

extension Authority {
  /// "br26-60, since 2026-05-12, high: BR-LEI".
  package var words: String {
    let days = span.words
    let ids = sources.map(\.id).joined(separator: ", ")
    return id + (days.isEmpty ? "" : ", " + days)
      + ", \(isUnverified ? "unverified, " : "")\(confidence.rawValue)\(ids.isEmpty ? "" : ": " + ids)"
  }
}
