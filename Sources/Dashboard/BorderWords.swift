package import Logistics
import Measures

// What was said and done at the border, in the operator's words.

extension Event.Declared {
  /// The message with whatever it names: "customs import 06 DMSDOC: documents demanded, by 11 Sep 16:33, MRN 23GB…".
  package func words(_ texts: TextTable, isASCII: Bool = false) -> String {
    let row = message.row
    let head = message.isOurs ? "\(side.name): \(row.words)" : "\(side.name) \(message.codeWords): \(row.words)"
    let money = amount.currency == .none ? nil : isASCII ? amount.codeText : amount.text
    let told = [
      document.map(\.words), money, limit == .epoch ? nil : "by " + limit.dayAndClock(in: .utc) + "Z",
      validation == .none ? nil : texts[validation], pointer == .none ? nil : "at " + pointed(texts[pointer]),
      mrn == .none ? nil : "MRN " + texts[mrn],
    ].compactMap(\.self)
    let said = verdict.words.map { "\($0): " } ?? ""
    return said + ([head] + told).joined(separator: ", ") + texts.quoted(note)
  }

  /// What customs point to, in words and as they wrote it; of several the first and how many more.
  private func pointed(_ text: String) -> String {
    let all = DeclarationPointer.all(in: text)
    guard let first = all.first else { return text }
    let more = all.count > 1 ? " and \(all.count - 1) more" : ""
    return first.words == first.text ? first.text + more : "\(first.words) (\(first.text))" + more
  }
}

extension Event.Amendment {
  /// Both values and the reason: "corrected HS code from 610910 to 851830".
  package func words(_ texts: TextTable) -> String {
    let (before, after) = (before.text(of: field, texts), after.text(of: field, texts))
    let head = isTakenBack ? "took back the correction of the \(field.words)" : "corrected \(field.words)"
    return head + (before.isEmpty ? "" : " from \(before)") + (after.isEmpty ? "" : " to \(after)") + texts.quoted(note)
  }
}
