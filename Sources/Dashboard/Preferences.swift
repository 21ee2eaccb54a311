package import Logistics

// What an operator sets down for good, as plain values: whoever reads the file makes sure that they mean something, the dashboard
// only obeys them. Nothing in it is about one journal.
//
//   preset ─┐
//   keys ───┼─► Bindings.make ─► bindings, and what of it was wrong: names of actions and keys, for whoever knows the lines
//   plugins ┘

/// How an operator wants the control room to be.
package struct Preferences: Sendable {
  /// Whose keys are the beginning.
  package var preset = Preset.clearway
  /// The operator's own keys, in the order in which they were set down; a later word on an action replaces an earlier one.
  package var keys: [KeyChange] = []
  /// The theme that is wished for; nil for the one that is shown.
  package var theme: ThemeWish?
  /// What they may do beside the desk's own; nil for what they could at the start.
  package var roles: RoleSet?
  /// External commands of the operator's own, in the order of the file.
  package var plugins: [Plugin] = []
  /// Lists kept under a name, in the order of the chooser; names are unique.
  package var savedViews: [SavedView] = SavedView.premade
  /// Which rows are set apart and how; the first rule that holds for a row decides.
  package var colouring: [ColouringRule] = []
  /// How alarms are told.
  package var alarms = AlarmPreferences()
  /// How lists look, by list; a list that is not there looks as it does by itself.
  package var lists: [ListID: ListPreference] = [:]

  /// Preferences of somebody who has set nothing down.
  package init() {}

  /// The key map that these preferences make, and what in them could not be obeyed.
  package var bindings: (bindings: Bindings, faults: [BindingFault]) {
    Bindings.make(preset: preset, changes: keys, plugins: plugins)
  }
}

/// The keys of one action, as the operator wants them.
package struct KeyChange: Hashable, Sendable {
  /// The action's long name.
  package var action: String
  /// Keys and chords by their spelling, the first is the one that is shown; empty for none.
  package var keys: [String]

  /// These keys for this action, instead of those it has.
  package init(_ action: String, _ keys: [String]) {
    self.action = action
    self.keys = keys
  }
}

/// A theme as it is wished for, by slugs.
package enum ThemeWish: Hashable, Sendable {
  case named(String)
  /// One for a dark ground of the terminal and one for a light one; the dark one where the terminal does not say.
  case following(dark: String, light: String)
}

/// A list under a name: which shipments, in which order, with which columns.
package struct SavedView: Hashable, Sendable {
  /// The name, as it stands in the chooser and behind `:view`; at most ``nameMost`` characters, never empty.
  package var name: String
  /// The list that it is a view of.
  package var list: ListID
  package var filter: Filter
  /// The order; nil for the list's own.
  package var ordering: Ordering?
  /// The columns by their names, from left to right; empty for the list's own.
  package var columns: [String]

  /// Names longer than this are cut where they are typed and refused where they are read.
  package static let nameMost = 40

  /// A view of a list.
  package init(
    _ name: String, list: ListID = .all, filter: Filter, ordering: Ordering? = nil, columns: [String] = []
  ) {
    self.name = name
    self.list = list
    self.filter = filter
    self.ordering = ordering
    self.columns = columns
  }

  /// What every control room is asked for; whoever sets down views of the same names replaces them.
  package static let premade: [SavedView] = [
    premade("late and held", "is:late is:held !is:ended", .due),
    premade("limit within a day", "due<24h !is:ended", .due),
    premade("promised today", "promise<24h promise>=0s !is:ended !is:delivered", .promise),
    premade("silent", "is:stale", .heard, descending: true),
    premade("high value held", "is:held value>=500eur", .value, descending: true),
    premade("nobody's holds", "is:held owner:none", .due),
    premade("papers missing", "is:incomplete !is:ended", .promise),
    premade("attempts used up", "attempts>=2 !is:ended !is:delivered", .promise),
    premade("claims contradict", "is:disputed !is:ended", .heard),
    premade("heard of just now", "changed<10m", .heard),
  ]

  private static func premade(
    _ name: String, _ filter: String, _ key: SortKey, descending: Bool = false
  ) -> SavedView {
    do throws(FilterFault) {
      return SavedView(name, filter: try Filter(parsing: filter), ordering: Ordering(key, descending: descending))
    } catch {
      preconditionFailure("the view “\(name)”: \(error.text)")
    }
  }
}

/// A rule that sets rows apart: which shipments, and how their rows are drawn.
package struct ColouringRule: Hashable, Sendable {
  /// How a row is set apart. None of them is a colour of what needs a person: those mean something already.
  package enum Paint: String, CaseIterable, Hashable, Sendable {
    /// Of third rank, as what is normal.
    case muted
    /// Of second rank, as what explains.
    case secondary
    /// Picked out, as what a search has found.
    case accent
  }

  package var filter: Filter
  package var paint: Paint

  /// Rows of shipments that match are drawn so.
  package init(_ filter: Filter, _ paint: Paint) {
    self.filter = filter
    self.paint = paint
  }
}

/// How an operator wants a list to look.
package struct ListPreference: Hashable, Sendable {
  /// A column and its width.
  package struct Column: Hashable, Sendable {
    /// One of ``ListColumns/names``.
    package var name: String
    /// Cells, 1 to ``widthMax``; nil for as many as suit the column.
    package var width: Int?

    /// The widest that a column can be made.
    package static let widthMax = 120

    /// A column.
    package init(_ name: String, width: Int? = nil) {
      self.name = name
      self.width = width
    }
  }

  /// The columns from left to right; empty for those of the list, as many as there is room for.
  package var columns: [Column]
  /// How many columns from the left stay while the others are scrolled; nil for the number alone.
  package var frozen: Int?
  /// What orders the list; nil for the list's own.
  package var ordering: Ordering?

  /// A list's look.
  package init(columns: [Column] = [], frozen: Int? = nil, ordering: Ordering? = nil) {
    self.columns = columns
    self.frozen = frozen
    self.ordering = ordering
  }
}
