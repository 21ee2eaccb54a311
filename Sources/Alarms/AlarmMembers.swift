// Who is a member of which causes. A membership hangs on two lists, so that a shipment leaves a cause without a look at the others,
// and a cause is told its members without a look at the shipments:
//
//   shipment 17 ─► [cause 3] ─► [cause 8]        cause 3 ─► [17] ◄─► [4] ◄─► [908]
//
// Memberships lie in one array and are known by their place in it, plus 1; 0 is none. What is given back is used again.

/// The memberships of shipments in causes.
struct AlarmMembers: Sendable {
  /// One shipment's membership in one cause.
  struct Node: Sendable {
    var shipment: UInt32
    var cause: UInt32
    var nextOfShipment: UInt32
    var nextOfCause: UInt32
    var previousOfCause: UInt32
    /// The second at which its clock runs out, by the rule's clock; 0 for none.
    var limit: UInt32
  }

  /// The first of each shipment's memberships.
  private var heads: ContiguousArray<UInt32> = []
  private var nodes: ContiguousArray<Node> = []
  /// The first membership that was given back.
  private var free: UInt32 = 0

  /// How many shipments there is room for.
  var count: Int { heads.count }

  /// Makes room for so many shipments.
  mutating func grow(to count: Int) {
    if heads.count < count { heads.append(contentsOf: repeatElement(0, count: count - heads.count)) }
  }

  /// The first membership of the shipment in a row.
  @inline(__always)
  func first(of row: Int) -> UInt32 { heads[row] }

  /// The membership of a number other than 0.
  @inline(__always)
  subscript(link: UInt32) -> Node { nodes[Int(link) &- 1] }

  /// Makes the shipment in a row a member of a cause, before the others.
  ///
  /// - Parameter first: the first member of the cause.
  @inline(__always)
  mutating func add(_ row: Int, to cause: Int, limit: UInt32, first: inout UInt32) {
    let node = Node(
      shipment: UInt32(truncatingIfNeeded: row), cause: UInt32(truncatingIfNeeded: cause), nextOfShipment: heads[row],
      nextOfCause: first, previousOfCause: 0, limit: limit)
    let link: UInt32
    if free != 0 {
      link = free
      free = nodes[Int(link) &- 1].nextOfShipment
      nodes[Int(link) &- 1] = node
    } else {
      nodes.append(node)
      link = UInt32(nodes.count)
    }
    if first != 0 { nodes[Int(first) &- 1].previousOfCause = link }
    heads[row] = link
    first = link
  }

  /// Ends a membership of the shipment in a row.
  ///
  /// - Parameters:
  ///   - before: the shipment's membership before it; 0 where it is the first.
  ///   - first: the first member of the cause.
  @inline(__always)
  mutating func remove(_ link: UInt32, of row: Int, after before: UInt32, first: inout UInt32) {
    let node = nodes[Int(link) &- 1]
    if node.nextOfCause != 0 { nodes[Int(node.nextOfCause) &- 1].previousOfCause = node.previousOfCause }
    if node.previousOfCause != 0 {
      nodes[Int(node.previousOfCause) &- 1].nextOfCause = node.nextOfCause
    } else {
      first = node.nextOfCause
    }
    if before == 0 {
      heads[row] = node.nextOfShipment
    } else {
      nodes[Int(before) &- 1].nextOfShipment = node.nextOfShipment
    }
    nodes[Int(link) &- 1].nextOfShipment = free
    free = link
  }

  /// Changes when a membership's clock runs out.
  @inline(__always)
  mutating func set(limit: UInt32, of link: UInt32) { nodes[Int(link) &- 1].limit = limit }
}
