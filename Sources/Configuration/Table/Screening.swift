import Dashboard

// Against what parties are screened.

extension Key<Configuration> {
  static var screeningSection: Key<Configuration> {
    Key(
      "screening", "Lists of parties that must not be dealt with; `clearway screen NAME` asks them.",
      [
        Key(
          "lists",
          "files of lists: OFAC's sdn.csv, alt.csv and add.csv, or the consolidated screening list as CSV; they are "
            + "recognised by content; [] is none",
          Kind<String>.text(most: 4_096).oneOrMore(most: 50), \.screening.lists, of: Configuration(),
          example: ["[\"~/lists/sdn.csv\", \"~/lists/alt.csv\"]"]),
        Key(
          "threshold", "the lowest score that is told as a match, from 0 to 100", .number(0...100),
          \.screening.threshold, of: Configuration()),
      ])
  }
}
