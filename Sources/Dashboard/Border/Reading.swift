import Logistics
import Measures
import TUI
import Tariff

// A page to be read in the place of the view: headings, and lines with their labels, amounts and what they rest on.
//
//   ┌ Brazil on 2026-11-22 ─────────────────────────────────── esc closes ┐
//   │ That day                                                            │
//   │   in force      since 2026-05-12  [high: BR-LEI, BR-APP]            │
//   │ ? CPF           of who receives it, always  [unverified, high: GK]  │
//
// A question mark stands where something must be looked up before anybody relies on it. A page is laid out once for a width, not with
// every frame.

/// What a page is about.
enum ReadingSubject: Hashable, Sendable {
  /// What a destination asks on a day.
  case country(Country, CivilDate)
  /// What a shipment costs at the border, with the working.
  case cost(ShipmentID)
  /// Which papers a shipment needs.
  case papers(ShipmentID)
  /// The lists that parties are compared with, and what came of it.
  case screening
}

/// A page that is being read.
struct Reading: Sendable {
  let subject: ReadingSubject
  let page: Tariff.Page
  /// Rows scrolled away.
  var offset = 0
  /// The page as rows of a width.
  private(set) var rows: [Line] = []
  private var form: Form?

  /// What the layout depends on.
  struct Form: Hashable, Sendable {
    var width: Int
    var ambiguous: AmbiguousWidth
    var isASCII: Bool
  }

  init(_ subject: ReadingSubject, _ page: Tariff.Page) {
    self.subject = subject
    self.page = page
  }

  /// The same place in a page that was written anew.
  func with(_ page: Tariff.Page) -> Reading {
    var new = Reading(subject, page)
    new.offset = offset
    if let form { new.lay(out: form) }
    return new
  }

  /// Lays the page out, where that was not done for this form.
  mutating func lay(out form: Form) {
    guard form != self.form else { return }
    self.form = form
    rows = Self.rows(of: page, form)
  }

  /// The rows for a form, whether or not they were laid out for it.
  func rows(for form: Form) -> [Line] { form == self.form ? rows : Self.rows(of: page, form) }
}

// MARK: - Layout

extension Reading {
  private static func rows(of page: Tariff.Page, _ form: Form) -> [Line] {
    var rows: [Line] = []
    for section in page.sections {
      if !rows.isEmpty { rows.append([]) }
      rows.append(Line(section.heading, .title))
      let cells = { (text: String) in TextWidth.of(text, ambiguous: form.ambiguous) }
      let labelled = min(form.width < 90 ? 12 : 22, section.lines.map { cells($0.label) }.max() ?? 0)
      let amounts = section.lines.map { cells(plain($0.amount, form)) }.max() ?? 0
      for line in section.lines { rows += Self.rows(of: line, labelled, amounts, form) }
    }
    return rows
  }

  private static func rows(of line: Tariff.Page.Line, _ labelled: Int, _ amounts: Int, _ form: Form) -> [Line] {
    func cells(_ text: String) -> Int { TextWidth.of(text, ambiguous: form.ambiguous) }
    func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
    let label = plain(line.label, form)
    // A label that is too long for its column has a row of its own, and what is said of it stands below it.
    let isAlone = cells(label) > labelled
    let indent = isAlone ? 6 : 2 + (labelled > 0 ? labelled + 2 : 0)
    let room = max(16, form.width - indent - (amounts > 0 ? amounts + 2 : 0))
    let isOpen = line.role == .caution || line.aside.contains("unverified")
    let mark = isOpen ? "? " : "  "
    var parts = [(plain(line.text, form), line.role.style)]
    if !line.aside.isEmpty { parts.append(("[\(plain(line.aside, form))]", isOpen ? .secondary : .muted)) }
    let body = wrapped(parts, room, form)
    var rows: [Line] = []
    if isAlone { rows.append(Line(mark, .title).adding(label, .secondary)) }
    for (index, part) in body.enumerated() {
      let isFirst = index == 0
      var row =
        isFirst && !isAlone
        ? Line(mark, .title).adding(label + blanks(indent - 2 - cells(label)), .secondary)
        : Line(blanks(indent))
      row = row + part
      if isFirst, !line.amount.isEmpty {
        let amount = plain(line.amount, form)
        row = row.adding(blanks(max(1, form.width - cells(row.text) - cells(amount))) + amount, line.role.style)
      }
      rows.append(row)
    }
    return rows
  }

  /// Texts one behind the other in lines no wider than a room, broken at blanks, and inside a word where it alone is wider.
  private static func wrapped(_ parts: [(text: String, role: Role)], _ room: Int, _ form: Form) -> [Line] {
    var lines: [Line] = []
    var line: Line = []
    var used = 0
    for (text, role) in parts {
      for word in text.split(separator: " ") {
        let cells = TextWidth.of(word, ambiguous: form.ambiguous)
        if used > 0, used + 1 + cells > room {
          lines.append(line)
          (line, used) = ([], 0)
        }
        if cells <= room {
          line = line.adding((used > 0 ? " " : "") + word, role)
          used += (used > 0 ? 1 : 0) + cells
          continue
        }
        let pieces = Wrapping.lines(String(word), width: room, ambiguous: form.ambiguous)
        lines += pieces.dropLast().map { Line($0, role) }
        line = Line(pieces.last ?? "", role)
        used = TextWidth.of(pieces.last ?? "", ambiguous: form.ambiguous)
      }
    }
    return lines + [line]
  }

  /// A text for a screen that has no signs of currencies: their codes in their places.
  static func plain(_ text: String, isASCII: Bool) -> String {
    guard isASCII, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return signs.reduce(text) { $0.replacing($1.sign, with: $1.code) }
  }

  private static func plain(_ text: String, _ form: Form) -> String { plain(text, isASCII: form.isASCII) }

  private static let signs: [(sign: String, code: String)] = [
    ("CN¥", "CNY "), ("¥", "JPY "), ("€", "EUR "), ("£", "GBP "), ("₩", "KRW "), ("₹", "INR "), ("₪", "ILS "),
    ("₺", "TRY "), ("₴", "UAH "), ("₱", "PHP "), ("₦", "NGN "), ("₫", "VND "), ("₸", "KZT "),
  ]
}

extension Tariff.Page.Role {
  fileprivate var style: Role {
    switch self {
    case .fact, .rule, .step, .change, .caution: .text
    case .total: .title
    case .source: .secondary
    }
  }
}

// MARK: - Reading it

extension State {
  /// What the layout of a page depends on here.
  var readingForm: Reading.Form {
    Reading.Form(
      width: max(20, layout(size).body.width - 4), ambiguous: ambiguous, isASCII: glyphSet == .ascii)
  }

  /// Rows of a page that are in sight.
  private var readingRows: Int { max(1, layout(size).body.height - 2) }

  /// Opens a page; false where there is nothing to be read.
  mutating func read(_ subject: ReadingSubject) -> Bool {
    guard let page = page(of: subject) else { return false }
    var reading = Reading(subject, page)
    reading.lay(out: readingForm)
    overlay = .reading(reading)
    return true
  }

  /// The page about something; nil where nothing is known of it.
  func page(of subject: ReadingSubject) -> Tariff.Page? {
    switch subject {
    case .country(let country, let day): law.book.page(of: country, on: day)
    case .cost(let id): costPage(of: id)
    case .papers(let id): papersPage(of: id)
    case .screening: screeningPage()
    }
  }

  /// Lays the open page out for the size there is now.
  mutating func fitReading() {
    guard case .reading(var reading) = overlay else { return }
    reading.lay(out: readingForm)
    reading.offset = min(reading.offset, max(0, reading.rows.count - readingRows))
    overlay = .reading(reading)
  }

  /// Scrolls a page.
  func scrolled(_ reading: Reading, _ move: Move) -> Reading {
    var reading = reading
    reading.lay(out: readingForm)
    let last = max(0, reading.rows.count - readingRows)
    let wanted = moved(reading.offset, move, page: readingRows, count: reading.rows.count)
    reading.offset = min(last, max(0, wanted))
    return reading
  }
}

extension Canvas {
  /// Draws a page in the place of the view.
  mutating func draw(_ reading: Reading, _ state: State, in area: Rect) {
    fill(area, Style(.text))
    let form = Reading.Form(width: max(20, area.width - 4), ambiguous: ambiguous, isASCII: glyphSet == .ascii)
    let rows = reading.rows(for: form)
    let inside = box(
      area, title: Line(Reading.plain(reading.page.title, isASCII: form.isASCII), .title),
      trailing: Line("\(state.bindings.shown("dismiss")) closes", .secondary), frame: Style(.focusBorder)
    ).inset(left: 1, right: 1)
    cursor = inside.origin
    let offset = min(reading.offset, max(0, rows.count - inside.height))
    for y in 0..<inside.height where offset + y < rows.count {
      put(rows[offset + y], at: Point(x: inside.x, y: inside.y + y), width: inside.width)
    }
    let below = rows.count - offset - inside.height
    if below > 0 {
      put(
        " \(below) more ", at: Point(x: area.maxX - 13, y: area.maxY - 1), width: 11, Style(.secondary),
        align: .right)
    }
  }
}

extension Tariff.Page {
  /// The page for whoever hears it, a line each.
  var spoken: [String] {
    [title]
      + sections.flatMap { section in
        [section.heading]
          + section.lines.map { line in
            "  "
              + [line.label, line.text, line.amount, line.aside.isEmpty ? "" : "(\(line.aside))"].filter { !$0.isEmpty }
              .joined(separator: line.label.isEmpty ? " " : ", ")
          }
      }
  }
}
