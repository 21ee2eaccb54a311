// Goods that tax laws treat apart from others, far and wide, and whose own rates are not in the data. Nothing exact is said of them
// where a rule does not name them:
//
//   excise     alcohol and tobacco       reliefs and flat duties leave them out, and excise comes on top
//   lower tax  food, books, medicines    many states tax them less, or not at all
//
// That laws do so is widely known; where and by how much was not looked up, which is why both only open a range.

extension CommodityCode {
  /// Whether excise is usual on such goods: spirits, wine, beer (HS 2203 to 2208) and tobacco (24); true where the code is too
  /// short to tell.
  package var isExcisable: Bool {
    if count == 2, chapterNumber == 22 { return true }
    return Self.excisable.contains { $0.contains(self) }
  }

  /// Whether many states have a lower rate of tax for such goods: food, medicines, what is printed, what small children wear, aids
  /// for disabled people, art.
  package var isOftenTaxedLess: Bool { Self.oftenTaxedLess.contains { $0.contains(self) } }

  private static let excisable = ["2203-2208", "24"].compactMap { CommodityRange($0) }

  private static let oftenTaxedLess = [
    "01-21", "2201-2202", "23", "30", "31", "49", "6111", "6209", "8713", "9021", "9619", "9701-9706",
  ].compactMap { CommodityRange($0) }
}
