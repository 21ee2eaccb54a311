// A declaration goes by two numbers: ours (LRN), under which it was lodged, and that of customs (MRN). Ours is whatever the desk
// lodged under: the shipment's label, its reference, or its order's number. There is no index of these: a file asks for all of its
// numbers at once, and three columns are gone through for them.

extension Board {
  /// The shipments that are declared under these numbers, each by the first that holds: customs' number, the shipment's label
  /// ("CW-10482"), its reference, its order's number; the latest of several. Goes through three columns of the whole board.
  package mutating func shipments(declaredAs numbers: [String]) -> [String: ShipmentID] {
    var found: [String: ShipmentID] = [:]
    var wanted: [UInt32: String] = [:]
    var isWanted = [Bool](repeating: false, count: texts.count + 1)
    for number in numbers where !number.isEmpty && found[number] == nil {
      let text = texts.find(number)
      if let text {
        wanted[text.number] = number
        isWanted[Int(text.number)] = true
      }
      if let id = ShipmentID(label: number), contains(id) {
        found[number] = id
      } else if text != nil, let id = find(reference: number) {
        found[number] = id
      }
    }
    guard !wanted.isEmpty else { return found }
    var byOrder: [UInt32: ShipmentID] = [:]
    var byMRN: [UInt32: ShipmentID] = [:]
    for (index, page) in columns.enumerated() {
      for r in 0..<min(Page.rows, count - index * Page.rows) {
        let (order, outward, inward) = (page.order[r], page.exportMRN[r], page.importMRN[r])
        guard isWanted[Int(order)] || isWanted[Int(outward)] || isWanted[Int(inward)] else { continue }
        let id = ShipmentID(UInt32(index * Page.rows + r + 1))
        guard contains(id) else { continue }
        if isWanted[Int(order)] { byOrder[order] = id }
        for mrn in [outward, inward] where isWanted[Int(mrn)] { byMRN[mrn] = id }
      }
    }
    for (text, number) in wanted {
      if let id = byMRN[text] ?? found[number] ?? byOrder[text] { found[number] = id }
    }
    return found
  }
}
