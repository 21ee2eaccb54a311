import Dashboard
import Logistics
import YAML

// How lists look.
//
//   lists:
//     customs:
//       columns: [mark, id, held-for, "value:14", due]
//       freeze: 2
//       order: due, -value

extension Key<Configuration> {
  static var listSection: Key<Configuration> {
    Key(
      "lists", "How lists look, by list; what is not said is as the list has it.", Kind<[ListID: ListPreference]>.lists,
      \.preferences.lists, of: Configuration(),
      example: [
        "customs:", "  columns: [mark, id, held-for, \"value:14\", due]", "  freeze: 2", "  order: due, -value",
      ])
  }
}

extension Kind where Value == [ListID: ListPreference] {
  fileprivate static var lists: Kind {
    let start = ListPreference()
    let keys: [Key<ListPreference>] = [
      Key(
        "columns", "its columns from left to right; behind a colon how many cells wide", .columns, \.columns, of: start,
        example: ["[mark, id, \"value:14\"]"]),
      Key(
        "freeze", "how many columns from the left stay while the others are scrolled",
        Kind<Int>.number(0...20).optional, \.frozen, of: start),
      Key("order", "what orders it", Kind<Ordering>.ordering.optional, \.ordering, of: start),
    ]
    let names = ListID.allCases.map(\.name)
    return Kind(shape: .named("a list", .section(keys.map(\.description)), names: names)) { node, reading in
      var lists: [ListID: ListPreference] = [:]
      for entry in reading.entries(node) {
        reading.inside(entry.key) { reading in
          guard let list = ListID.allCases.first(where: { $0.name == entry.key.lowercased() }) else {
            reading.find(
              at: entry.place,
              "there is no list “\(excerpt(entry.key))”; there are \(names.joined(separator: ", "))"
                + didYouMean(entry.key, names))
            return
          }
          var preference = start
          reading.map(entry.value, keys, &preference)
          lists[list] = preference
        }
      }
      return lists
    } write: { lists in
      let all = ListID.allCases.compactMap { list in
        lists[list].map { "\(list.name): " + written(keys, $0, beside: start) }
      }
      return "{" + all.joined(separator: ", ") + "}"
    }
  }
}

extension Kind where Value == [ListPreference.Column] {
  fileprivate static var columns: Kind {
    let one = Kind<ListPreference.Column>(
      shape: .language(
        "a column, and behind a colon its width: \(ListColumns.names.joined(separator: ", "))", example: "value:14")
    ) { node, reading in
      guard let text = reading.scalar(node) else { return nil }
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let name = Kind<String>.columnName(parts[0], node, &reading) else { return nil }
      guard parts.count > 1 else { return ListPreference.Column(name) }
      let most = ListPreference.Column.widthMax
      guard let width = Int(parts[1]), (1...most).contains(width) else {
        reading.find(node, "“\(excerpt(parts[1]))” is no width; it is from 1 to \(most) cells")
        return nil
      }
      return ListPreference.Column(name, width: width)
    } write: { column in
      guard let width = column.width else { return yaml(column.name) }
      return "\"\(column.name):\(width)\""
    }
    let all = one.list(most: 60)
    return Kind(shape: all.shape) { node, reading in
      guard let columns = all.read(node, &reading) else { return nil }
      for (index, column) in columns.enumerated()
      where columns[..<index].contains(where: { $0.name == column.name }) {
        reading.find(node, "the column “\(column.name)” stands there twice")
        return nil
      }
      return columns
    } write: {
      all.write($0)
    }
  }
}

extension Kind where Value == String {
  /// A column by its stable name.
  static var columnName: Kind {
    Kind(shape: .choice(ListColumns.names.map { ($0, "") })) { node, reading in
      reading.scalar(node).flatMap { columnName($0, node, &reading) }
    } write: {
      yaml($0)
    }
  }

  /// The column that a text names.
  static func columnName(_ text: String, _ node: YAMLNode, _ reading: inout Reading) -> String? {
    if ListColumns.names.contains(text.lowercased()) { return text.lowercased() }
    let near = didYouMean(text, ListColumns.names)
    reading.find(
      node,
      "there is no column “\(excerpt(text))”"
        + (near.isEmpty ? "; there are \(ListColumns.names.joined(separator: ", "))" : near))
    return nil
  }
}
