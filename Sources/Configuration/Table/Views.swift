import Dashboard
import Logistics
import TUI

// Saved views, and which rows are set apart.
//
//   views:                                   colouring:
//     - name: late to Germany                  - filter: is:simulated
//       filter: is:late to:DE                    paint: muted
//       order: -value

extension Key<Configuration> {
  static var viewSections: [Key<Configuration>] {
    [
      Key(
        "views",
        "Lists under a name, reached by ' and by :view NAME. One with the name of a view that is there replaces it.",
        Kind<[SavedView]>.views, standard: [],
        example: [
          "- name: late to Germany", "  list: all", "  filter: is:late to:DE !is:ended", "  order: -value",
          "  columns: [mark, id, merchant, value, due]",
        ],
        get: { configuration in
          configuration.preferences.savedViews.filter { !SavedView.premade.contains($0) }
        },
        set: { configuration, views in
          var all = SavedView.premade
          for view in views {
            if let place = all.firstIndex(where: { $0.name.lowercased() == view.name.lowercased() }) {
              all[place] = view
            } else {
              all.append(view)
            }
          }
          configuration.preferences.savedViews = all
        }),
      Key(
        "colouring",
        "Rows that are set apart; the first rule that holds for a row decides. Colours of what needs a person stay theirs.",
        Kind<[ColouringRule]>.colouring, \.preferences.colouring, of: Configuration(),
        example: ["- filter: is:simulated", "  paint: muted", "- filter: value>=5000eur", "  paint: accent"]),
    ]
  }
}

/// A view on its way out of the file.
private struct ViewDraft: Sendable {
  var name = ""
  var list = ListID.all
  var filter = Filter.all
  var ordering: Ordering?
  var columns: [String] = []

  init() {}

  init(_ view: SavedView) {
    name = view.name
    list = view.list
    filter = view.filter
    ordering = view.ordering
    columns = view.columns
  }
}

extension Kind where Value == [SavedView] {
  fileprivate static var views: Kind {
    let keys: [Key<ViewDraft>] = [
      Key(
        "name", "what it is called", .text(most: SavedView.nameMost), \.name, of: ViewDraft(),
        example: ["late to Germany"], isRequired: true),
      Key("list", "the list that it is a view of", Kind<ListID>.listName, \.list, of: ViewDraft()),
      Key(
        "filter", "which shipments", Kind<Filter>.filter, \.filter, of: ViewDraft(), example: ["is:late to:DE"],
        isRequired: true),
      Key(
        "order", "what it is ordered by; by itself as the list is", Kind<Ordering>.ordering.optional, \.ordering,
        of: ViewDraft(), example: ["-value"]),
      Key(
        "columns", "its columns from left to right; by itself those of the list",
        Kind<String>.columnName.list(most: 60),
        \.columns, of: ViewDraft(), example: ["[mark, id, value]"]),
    ]
    let most = 100
    return Kind(shape: .items(keys.map(\.description), most: most)) { node, reading in
      var names: [String] = []
      return reading.items(node, most: most, keys, from: ViewDraft()) { reading, node, draft in
        // Whoever asks for a view by its name need not mind capitals.
        let name = draft.name.lowercased()
        guard !names.contains(name) else {
          reading.find(node, "there are two views “\(draft.name)”; capitals make no difference")
          return false
        }
        names.append(name)
        return true
      }?.map {
        SavedView($0.name, list: $0.list, filter: $0.filter, ordering: $0.ordering, columns: $0.columns)
      }
    } write: { views in
      let all = views.map { written(keys, ViewDraft($0), beside: ViewDraft(), always: ["name", "filter"]) }
      return "[" + all.joined(separator: ", ") + "]"
    }
  }
}

extension Kind where Value == [ColouringRule] {
  fileprivate static var colouring: Kind {
    let start = ColouringRule(.all, .muted)
    let keys: [Key<ColouringRule>] = [
      Key(
        "filter", "which rows", Kind<Filter>.filter, \.filter, of: start, example: ["is:simulated"], isRequired: true),
      Key(
        "paint", "how they are drawn", Kind<ColouringRule.Paint>.paint, \.paint, of: start, isRequired: true),
    ]
    let most = 50
    return Kind(shape: .items(keys.map(\.description), most: most)) { node, reading in
      reading.items(node, most: most, keys, from: start)
    } write: { rules in
      "[" + rules.map { "{filter: \(yaml($0.filter.text)), paint: \($0.paint.rawValue)}" }.joined(separator: ", ") + "]"
    }
  }
}

extension Kind where Value == ColouringRule.Paint {
  fileprivate static var paint: Kind {
    .choice(
      ColouringRule.Paint.allCases.map { paint in
        switch paint {
        case .muted: (paint, paint.rawValue, "as what is normal")
        case .secondary: (paint, paint.rawValue, "as what explains")
        case .accent: (paint, paint.rawValue, "as what a search has found")
        }
      })
  }
}

extension Kind where Value == ListID {
  /// A list by its name.
  static var listName: Kind { .choice(ListID.allCases.map { ($0, $0.name, "") }) }
}
