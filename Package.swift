// swift-tools-version: 6.1
import PackageDescription

/// Every Swift target is held to the same rules: Swift 6 language mode, and imports that stay inside their module unless they
/// say `package import`.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, resources: [Resource]? = nil)
  -> Target
{
  .target(name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "clearway",
  products: [
    .executable(name: "clearway", targets: ["clearway"]),
    .executable(name: "clearway-bench", targets: ["clearway-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // Only patches of it: the reader of YAML goes by CYaml, a target inside Yams that is no product and may change with any
    // minor release.
    .package(url: "https://github.com/jpsim/Yams", .upToNextMinor(from: "6.2.2")),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // The ground floor: what the trade is measured in, and where it happens.
    module("Measures"),
    .target(name: "CAtlas"),
    module("Atlas", ["Measures", "CAtlas"]),
    // The trade itself.
    module("Logistics", ["Measures", "Atlas"]),
    // What stands on the trade, side by side.
    module("Alarms", ["Measures", "Atlas", "Logistics"]),
    module("Simulation", ["Measures", "Atlas", "Tariff", "Logistics"]),
    module("Store", ["Measures", grdb]),
    .systemLibrary(name: "CExpat", path: "Sources/CExpat", providers: [.apt(["libexpat1-dev"])]),
    module("Exchange", ["Measures", "Atlas", "Logistics", "CExpat"]),
    // Texts that people write for the program.
    module("YAML", [yams]),
    // What the law of each destination asks.
    .target(name: "CTariff"),
    module("Tariff", ["Measures", "YAML", "CTariff"]),
    // Who must not be dealt with.
    module("Screening", ["Measures"]),
    // The screen.
    module("TUI"),
    .systemLibrary(name: "CNcurses", path: "Sources/CNcurses", providers: [.apt(["libncurses-dev"])]),
    module("Curses", ["TUI", "CNcurses"]),
    module("Themes", ["TUI", "YAML"], path: "Themes", resources: [.embedInCode("base16")]),
    module("Dashboard", ["Measures", "Atlas", "Logistics", "Alarms", "Tariff", "Screening", "TUI"]),
    // What the operator sets down in a file of their own.
    module(
      "Configuration", ["Measures", "Atlas", "Logistics", "Alarms", "TUI", "Themes", "Dashboard", "YAML"]),
    // The one impure loop, and the command line around it.
    module(
      "Session",
      [
        "Measures", "Atlas", "Logistics", "Alarms", "Simulation", "Store", "Exchange", "Tariff", "Screening", "TUI",
        "Curses", "Themes", "Dashboard", "Configuration",
      ]),
    .executableTarget(
      name: "clearway",
      dependencies: ["Measures", "Tariff", "Session", "Simulation", arguments],
      swiftSettings: strict),
    .executableTarget(
      name: "clearway-bench",
      dependencies: [
        "Measures", "Atlas", "Logistics", "Alarms", "Simulation", "Store", "Screening", "TUI", "Curses", "Themes",
        "Dashboard", "Session", arguments,
      ],
      swiftSettings: strict),
    // Faults for the journal's tests: a wrapper around SQLite's own file system that fails the Nth call.
    .systemLibrary(name: "CSQLiteHeaders", path: "Tests/CSQLiteHeaders", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "CFaults", dependencies: ["CSQLiteHeaders"], path: "Tests/CFaults"),
    tests("MeasuresTests", ["Measures"]),
    tests("AtlasTests", ["Measures", "Atlas"]),
    tests("TariffTests", ["Measures", "Atlas", "Logistics", "YAML", "Tariff"]),
    tests("ScreeningTests", ["Measures", "Atlas", "Screening"]),
    tests("LogisticsTests", ["Measures", "Atlas", "Logistics"]),
    tests("AlarmsTests", ["Measures", "Atlas", "Logistics", "Alarms", "Simulation"]),
    tests("SimulationTests", ["Measures", "Atlas", "Tariff", "Logistics", "Simulation"]),
    tests("StoreTests", ["Measures", "Store", "CFaults"]),
    tests("ExchangeTests", ["Measures", "Atlas", "Logistics", "Exchange"]),
    tests("TUITests", ["TUI"]),
    tests("CursesTests", ["TUI", "Curses"]),
    tests("ThemesTests", ["TUI", "Themes"]),
    tests("DashboardTests", ["Measures", "Atlas", "Logistics", "Alarms", "Tariff", "Screening", "TUI", "Dashboard"]),
    tests(
      "ConfigurationTests",
      ["Measures", "Atlas", "Logistics", "Alarms", "TUI", "Themes", "Dashboard", "Configuration", "YAML"]),
    tests(
      "SessionTests",
      [
        "Measures", "Atlas", "Logistics", "Alarms", "Simulation", "Store", "Exchange", "Tariff", "TUI", "Themes",
        "Dashboard", "Configuration", "Session", "CFaults",
      ]),
    // Runs the built program, so it must be there.
    tests("ProgramTests", ["clearway"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu2x
)
