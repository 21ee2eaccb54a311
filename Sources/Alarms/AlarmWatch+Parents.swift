// What explains what: a carrier or a place that says nothing, or where much goes wrong at once, explains the alarms of other rules
// that are mostly about its shipments. Some members of each cause are asked for the groups they are counted in:
//
//   "silent lane:A14" ─► [17] [4] [908] …   counted in   Falcon Falcon Swift …   ─►  most are Falcon's: "source-quiet" explains it
//
// It is looked for twice a minute, and at once when a parent turns.

extension AlarmWatch {
  /// How many members of a cause are looked at to say what explains it.
  static let sampleMost = 32
  /// How often it is looked for what explains what holds, where no parent turns meanwhile.
  static let explainsSeconds: UInt32 = 30

  /// Finds for every cause that holds the parent at whose place, on whose lane, by whose carrier most of its shipments are.
  mutating func explain() {
    // Which groups of each counter parents that hold stand for, in the order of their keys.
    var parents: [[(key: UInt32, row: Int32)]] = Array(repeating: [], count: counters)
    var isAlone = true
    for row in lively where causes[Int(row)].isOn && figures[Int(causes[Int(row)].rule)].isParent {
      let rule = Int(causes[Int(row)].rule)
      guard let use = uses.first(where: { $0.rule == rule && $0.kind != .members }) else { continue }
      parents[use.counter].append((causes[Int(row)].key, row))
      isAlone = false
    }
    for counter in parents.indices { parents[counter].sort { $0.key < $1.key } }
    for row in lively {
      let cause = Int(row)
      // What a hold's own limit costs is explained by nothing else.
      let figures = figures[Int(causes[cause].rule)]
      guard causes[cause].isOn, !figures.isParent, figures.clock != .hold else { continue }
      let explainedBy = isAlone ? nil : parent(of: cause, among: parents).map { causes[Int($0)].text }
      guard explainedBy != causes[cause].explainedBy else { continue }
      causes[cause].explainedBy = explainedBy
      causes[cause].changedAt = revision
    }
  }

  /// The parent that most of a cause's sampled shipments belong to; nil where none has enough of them.
  func parent(of cause: Int, among parents: [[(key: UInt32, row: Int32)]]) -> Int32? {
    var hits: [(parent: Int32, count: Int)] = []
    var looked = 0
    var link = causes[cause].first
    while link != 0, looked < Self.sampleMost {
      let node = members[link]
      looked += 1
      for counter in parents.indices where !parents[counter].isEmpty {
        let key = counted[Int(node.shipment) * counters + counter]
        guard key != 0, let parent = Self.parent(key, among: parents[counter]) else { continue }
        if let place = hits.firstIndex(where: { $0.parent == parent }) {
          hits[place].count += 1
        } else {
          hits.append((parent, 1))
        }
      }
      link = node.nextOfCause
    }
    guard let most = hits.max(by: { ($0.count, $1.parent) < ($1.count, $0.parent) }) else { return nil }
    // A little less keeps it explained than made it so.
    let isExplained = causes[cause].explainedBy == causes[Int(most.parent)].text
    return most.count * 100 >= looked * (isExplained ? 40 : 50) ? most.parent : nil
  }

  /// The parent that stands for a group.
  private static func parent(_ key: UInt32, among parents: [(key: UInt32, row: Int32)]) -> Int32? {
    var (low, high) = (0, parents.count)
    while low < high {
      let middle = (low + high) / 2
      if parents[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low < parents.count && parents[low].key == key ? parents[low].row : nil
  }
}
