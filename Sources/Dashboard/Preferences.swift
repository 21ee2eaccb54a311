// What an operator sets down for good, as plain values: whoever reads the file makes sure that they mean something, the dashboard
// only obeys them. Nothing in it is about one journal.

/// How an operator wants the control room to be.
package struct Preferences: Sendable {
  /// External commands of the operator's own, in the order of the file.
  package var plugins: [Plugin] = []

  /// Preferences of somebody who has set nothing down.
  package init() {}
}
