import Dashboard
import Glibc
import Logistics
import Measures
import Screening
import Session

// Every merchant and consignee of a large board against a list of 20,000: the work that a room does beside its own, slice by slice.

extension Group {
  static let screening = Group(
    name: "screening",
    figures: [
      Figure(name: "screening.ready", words: "a screener of 20,000 entries made ready", unit: "ms"),
      Figure(
        name: "screening.all", words: "all parties of --shipments compared with it, processor time; names once each",
        unit: "s"),
      Figure(name: "screening.longest_slice", words: "the longest slice, of 20 ms", unit: "ms", aim: "under 30"),
      Figure(name: "screening.again", words: "the same board looked through once more, its names known", unit: "ms"),
      Figure(name: "screening.memory", words: "what the process grew by", unit: "MiB"),
    ]
  ) { setting, report in
    let board = MadeTrade.board(shipments: setting.shipments)
    let before = resident
    var screener: Screener?
    let ready = Times.of(1) { screener = Screener(parties(20_000)) }
    guard let screener else { return }
    report.add("screening.ready", ready.median / 1000, "ms", "entries=20000")
    var duty = ScreeningDuty()
    duty.take(ScreeningLists(.ready(screener)))
    let day = MadeTrade.now.civil(in: .utc).date
    var slices = Times()
    while duty.hasWork(board) { _ = slices.take { duty.turn(board, day: day, seconds: 0.02) } }
    report.add(
      "screening.all", slices.processor / 1e6, "s",
      "shipments=\(board.count) found=\(duty.found) wall=\(Report.text(slices.total / 1e6)) s")
    report.add("screening.longest_slice", slices.share(1) / 1000, "ms", slices.remark)
    duty.lookAgain()
    let again = Times.of(1) { while duty.hasWork(board) { _ = duty.turn(board, day: day, seconds: 0.02) } }
    report.add("screening.again", again.median / 1000, "ms")
    report.add("screening.memory", Double(resident - before) / 1_048_576, "MiB")
  }

  /// Made-up entries of a list, persons and companies from several countries' names; no two are alike.
  private static func parties(_ count: Int) -> [DeniedParty] {
    let first = [
      "Karim", "Olga", "Wei", "Mehmet", "Jorge", "Anna", "Hassan", "Igor", "Chen", "Fatima", "Pavel", "Lucia",
    ]
    let middle = ["al", "ibn", "de", "van", "Petrovich", "Ali", "Li", "Maria", "Ahmed", "Ivanov"]
    let words = ["Trading", "Shipping", "Industrial", "Petro", "Aviation", "Holding", "General", "Maritime", "Export"]
    let forms = ["LLC", "Co Ltd", "GmbH", "FZE", "JSC", "SA"]
    let letters = Array("bcdfghklmnprstvz")
    let vowels = Array("aeiou")
    func made(_ number: Int) -> String {
      var rest = number * 7919 + 13
      var text = ""
      for place in 0..<3 {
        text.append(letters[rest % letters.count])
        rest /= letters.count
        text.append(vowels[(rest + place) % vowels.count])
      }
      return text.prefix(1).uppercased() + text.dropFirst()
    }
    return (0..<count).map { number in
      let own = made(number) + " " + made(number / 3 + 50_000)
      let name =
        number % 2 == 0
        ? "\(first[number % first.count]) \(middle[number % middle.count]) \(own)"
        : "\(own) \(words[number % words.count]) \(forms[number % forms.count])"
      return DeniedParty(
        list: "MADE", number: "\(number)", kind: number % 2 == 0 ? .person : .organisation, name: name,
        aliases: number % 3 == 0 ? ["\(made(number + 9)) \(own)"] : [])
    }
  }

  /// Bytes of memory that the process has now.
  private static var resident: Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 128)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return 0 }
    let text = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * 4096
  }
}
