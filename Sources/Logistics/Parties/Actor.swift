/// A text of the journal's own dictionary by its number; 0 is "no text".
package struct TextID: Hashable, Sendable, BitwiseCopyable {
  /// The number in the dictionary, from 1; 0 when there is none.
  package var number: UInt32

  /// The text with this number.
  @inlinable
  package init(_ number: UInt32) { self.number = number }

  /// No text.
  package static let none = TextID(0)
}

/// A shipment by its number, counted from 1 in the order of the journal; 0 is "no shipment".
package struct ShipmentID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The number, from 1; 0 when there is none.
  package var number: UInt32

  /// The shipment with this number.
  @inlinable
  package init(_ number: UInt32) { self.number = number }

  /// No shipment.
  package static let none = ShipmentID(0)

  /// The row in the board.
  @inlinable
  package var index: Int { Int(number) &- 1 }

  /// The operator's words for it, "CW-10482": the number counted on from 10000.
  package var label: String { "CW-\(UInt64(number) + 10_000)" }

  /// The shipment of an operator's words, "CW-10482" or "10482" in either case; nil for anything else.
  package init?(label: some StringProtocol) {
    var digits = label[...]
    if let dash = digits.firstIndex(of: "-"), digits[..<dash].uppercased() == "CW" {
      digits = digits[digits.index(after: dash)...]
    }
    guard let value = UInt32(digits), value > 10_000 else { return nil }
    number = value - 10_000
  }

  package static func < (a: ShipmentID, b: ShipmentID) -> Bool { a.number < b.number }
}

/// Who says or does something: a role, and the name of whoever plays it.
package struct Actor: Hashable, Sendable, BitwiseCopyable {
  /// The part played.
  package var role: PartyRole
  /// The name, as in the dictionary; none where only the role is known.
  package var name: TextID

  /// An actor of this role and name.
  @inlinable
  package init(_ role: PartyRole, name: TextID = .none) {
    self.role = role
    self.name = name
  }
}
