package import Dashboard

/// What the configuration file says, understood.
package struct Configuration: Sendable {
  /// What the dashboard obeys.
  package var preferences = Preferences()

  /// What holds where there is no file.
  package init() {}
}
