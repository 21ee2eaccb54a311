import ArgumentParser
import Glibc

// Measures Clearway and prints one line a figure, `name=value unit`, so that each can be put beside its bound in one
// interleaved run. `clearway-bench --list` prints the figures with their bounds and aims; without names all are measured.
//
//   swift build -c release --product clearway-bench
//   B=.build/release/clearway-bench    F=FOLDER-OF-THE-BOUNDS    D=A-FOLDER-ON-THE-DISK    I=interleaved.py
//
//   python3 $I -n 7 -k ns/ev,event-list      "bound=$F/des_calendar 1000000 3000000 ship" "ours=$B event-list"
//   python3 $I -n 3 -k trade.off,trade.on    "off=$B trade.off" "on=$B trade.on --folder $D"
//   python3 $I -n 7 -k tx_p50_us,tx_p99_us,action.p50,action.p99
//                                            "bound=$F/sq $D full int 1 2000 noproj" "ours=$B action --folder $D"
//   python3 $I -n 7 -k rows/s,journal.rows,journal.wide
//                                            "bound=$F/sq $D full int 10000 100 noproj" "ours=$B journal --folder $D"
//   $B query frame start memory --folder $D
//   $B --feed 60 --folder $D &    keylat.py keys --keys down,up -- clearway --db $D/made-1000000.db --no-sim
//   strace -f -e trace=write -P /dev/pts/N   one write() a frame: seen from outside
//
// The bounds are small separate programs, measured by hand beside these figures; each does the least that the work costs and
// nothing else:
//
//   des_calendar      a calendar queue in C: takes the next event out and puts one in, P of them pending
//   sq                SQLite alone from C: rows of the journal's form, so many a transaction, synchronous as we are
//   colscan           one pass over a column of a million rows in C
//   r_curses_memfd    an empty program that draws as many changed cells through ncurses into a memory file
//   keylat.py         times a terminal program from outside: key to the last byte, start to a full frame
//   interleaved.py    runs several commands in turn, so that all see the same machine
//   datui, less, htop programs that others use, as they are packaged
//
// Single programs move by a quarter between moments on a machine that does other things too: only ratios of one interleaved
// run count.

/// The command line.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clearway-bench", abstract: "Measure Clearway; one line a figure: name=value unit.")

  @Argument(help: "Figures or the beginnings of their names; all when none is named.") var figures: [String] = []
  @Flag(help: "Print one JSON array at the end in place of lines.") var json = false
  @Flag(help: "Print the figures that there are, with bounds and aims.") var list = false
  @Option(help: "How many shipments stand on a large board.") var shipments = 1_000_000
  @Option(
    help: "In place of measuring: feed the large journal for so many seconds, so that a room on it can be measured.")
  var feed = 0
  @Option(help: "Claims a second of --feed.") var rate = 1_000
  @Option(help: "Where files are made; on the disk that is to be measured.") var folder = "."

  func validate() throws {
    guard (1_000...50_000_000).contains(shipments) else {
      throw ValidationError("--shipments is from 1000 to 50000000")
    }
    guard (0...86_400).contains(feed), (10...1_000_000).contains(rate) else {
      throw ValidationError("--feed is up to 86400 seconds, --rate from 10 to 1000000")
    }
    for word in figures where !Group.all.contains(where: { $0.isAsked(for: word) }) {
      throw ValidationError("there is no figure \(word); --list prints those there are")
    }
  }

  func run() throws {
    if list { return printList() }
    let setting = Setting(shipments: shipments, folder: folder)
    if feed > 0 { return try Feed(rate: rate, seconds: feed).run(setting) }
    var report = Report(printsLines: !json)
    for group in Group.all where figures.isEmpty || figures.contains(where: { group.isAsked(for: $0) }) {
      try group.measure(setting, &report)
    }
    if json { print(report.json) }
  }

  private func printList() {
    for figure in Group.all.flatMap(\.figures) {
      print("\(figure.name)  \(figure.words), \(figure.unit)")
      if !figure.aim.isEmpty { print("    aim    \(figure.aim)") }
      if !figure.bound.isEmpty { print("    beside \(figure.bound)") }
    }
  }
}

Bench.main()
