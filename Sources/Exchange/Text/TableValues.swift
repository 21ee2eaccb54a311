import Measures

// What tables of orders hold in their columns, whoever wrote them: amounts, times and whole numbers, each with a finding where it
// cannot be read.

extension Table {
  /// The currency in a column; nil, with a finding, where there is none that is known.
  func currency(_ column: Column, for what: Column, _ findings: inout Findings) -> Currency? {
    let code = text(column, limit: 100, &findings)
    if let currency = Currency(code), currency.isKnown { return currency }
    findings.add(
      code.isEmpty ? .missingValue : .unknownTerm, at: place(column),
      "a \(what.name) needs a currency of ISO 4217; the \(what.name) stays unknown", code)
    return nil
  }

  /// The amount in a column, in the currency of another; nil where there is none, and, with a finding, where it cannot be read.
  func amount(_ column: Column, in code: Column, _ findings: inout Findings) -> Money? {
    let text = text(column, limit: 100, &findings)
    guard !text.isEmpty, let currency = currency(code, for: column, &findings) else { return nil }
    return amount(text, column, currency, &findings)
  }

  /// The amount in a column; nil where there is none, and, with a finding, where it cannot be read.
  func amount(_ column: Column, _ currency: Currency, _ findings: inout Findings) -> Money? {
    let text = text(column, limit: 100, &findings)
    return text.isEmpty ? nil : amount(text, column, currency, &findings)
  }

  private func amount(_ text: String, _ column: Column, _ currency: Currency, _ findings: inout Findings) -> Money? {
    do throws(AmountFault) {
      let value = try Money(parsing: text, currency)
      guard value.minor >= 0 else { throw AmountFault(.negative, column: 1) }
      return value
    } catch {
      unreadable(error, column, text, &findings)
      return nil
    }
  }

  /// Finds an amount or a weight that cannot be read.
  func unreadable(_ fault: AmountFault, _ column: Column, _ text: String, _ findings: inout Findings) {
    findings.add(
      fault.reason == .overflow ? .numberTooLarge : .badNumber, at: place(column),
      "\(fault.text); it stays unknown", text)
  }

  /// The time in a column; nil where there is none, and, with a finding, where it cannot be read.
  func time(_ column: Column, _ findings: inout Findings) -> Timestamp? {
    let text = text(column, limit: 100, &findings)
    guard !text.isEmpty else { return nil }
    do throws(TimestampFault) {
      let time = try Timestamp(parsing: Self.closedUp(text))
      guard possibleInstants.contains(time.instant(assuming: .utc)) else {
        findings.add(.dateOutOfRange, at: place(column), "the year is not between 1980 and 2099", text)
        return nil
      }
      return time
    } catch {
      findings.add(
        .badDate, at: place(column), "\(error.text); a time like 2026-11-22T10:15:00+08:00 was expected", text)
      return nil
    }
  }

  /// A time without the blank that shops put before the offset: "2026-11-22 10:15:00 -0400".
  private static func closedUp(_ text: String) -> String {
    guard let blank = text.lastIndex(of: " "), let sign = text[blank...].dropFirst().first, sign == "+" || sign == "-"
    else { return text }
    return String(text[..<blank] + text[blank...].dropFirst())
  }

  /// How many pieces a column says; 1 where it says nothing, and, with a finding, where it cannot be read.
  func pieces(_ column: Column, _ findings: inout Findings) -> Int32 {
    let text = text(column, limit: 100, &findings)
    if text.isEmpty { return 1 }
    if let known = Int32(text), known > 0 { return known }
    let digits = text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    findings.add(
      digits && text.utf8.count > 9 ? .numberTooLarge : .badNumber, at: place(column),
      "a whole number from 1 to \(Int32.max) was expected; 1 is taken", text)
    return 1
  }
}
