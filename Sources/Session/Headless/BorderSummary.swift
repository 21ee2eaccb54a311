import Logistics
import Measures

// The border's figures in a few lines: what `clearway border` begins with, and a run of the simulation ends with.

/// The few lines that say most of what the border's figures are.
struct BorderSummary {
  let figures: BorderFigures

  var lines: [String] {
    let (passages, holds) = (figures.passages, figures.holds)
    var lines = [
      "passages   \(passages.decided) decided: \(passages.released) released, \(passages.refused) refused; released "
        + "without any hold: \(BorderSummary.percent(passages.firstTimePermille))",
      "dwell      from the declaration to the release, half within and nine in ten within: "
        + BorderSide.allCases.map { side in "\(side.name) \(times(side))" }.joined(separator: "; "),
      "holds      \(holds.count), of which \(holds.open) stand; waiting cost \(BorderSummary.euros(holds.cents)) EUR; "
        + "\(figures.ownHolds) of the desk's own are not among them",
    ]
    let most = figures.reasonRows().prefix(6).map { "\($0.reason.code) \($0.holds.count)" }
    if !most.isEmpty { lines.append("           most often " + most.joined(separator: ", ")) }
    return lines
  }

  /// "3.2 h, 45.0 h" of one side of the border, all places together.
  private func times(_ side: BorderSide) -> String {
    let dwell = figures.gates.filter { $0.key.side == side }.values.joined()
      .reduce(into: DwellHistogram()) { $0.add($1.dwell) }
    return [500, 900].map { BorderSummary.time(dwell.percentile(permille: $0)) }.joined(separator: ", ")
  }

  // MARK: - Words

  static func percent(_ permille: Int?) -> String { permille.map { "\($0 / 10).\($0 % 10) %" } ?? "-" }

  static func euros(_ cents: Int64) -> String { Money(minor: cents, .eur).decimalText }

  static func time(_ span: Measures.Span?) -> String {
    guard let span else { return "-" }
    let minutes = span.wholeMinutes
    return minutes < 60 ? "\(minutes) min" : "\(minutes / 60).\(minutes % 60 / 6) h"
  }
}
