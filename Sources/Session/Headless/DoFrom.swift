import Foundation
import Store
import TUI

// Deeds from a file, one JSON object a line, as `clearway log --json` prints them:
//
//   {"verb":"hold","argument":"H01","ids":["CW-10482"],"reason":"asked the shop"}
//
// Lines without a verb are records of what others did: they are passed over. Each deed is decided anew, on the journal as it
// is: what cannot be done there is refused, and the next line follows.

/// A line of a file of deeds; whatever else it tells is of no matter here.
private struct DeedLine: Decodable {
  var verb: String?
  var argument: String?
  var reason: String?
  var ids: [String]?
}

/// `clearway do --from`: performs the deeds of a file, or of standard input for "-", in their order.
package func act(from file: String, operatorName: String?, path: String, settings: DeskSettings) -> Outcome {
  let bytes: [UInt8]
  switch file == "-" ? Machine.readInput(bytesMax: 1 << 28) : Machine.read(file) {
  case .success(let read): bytes = read
  case .failure(let fault):
    Machine.print("clearway: \(sanitised(file)): \(fault.words)\n", to: .error)
    return .failed
  }
  return withDesk(path) { desk throws(StoreFailure) in
    let decoder = JSONDecoder()
    var deeds = 0
    var passed = 0
    var faults = 0
    var refused = 0
    for (index, bytes) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      guard bytes.contains(where: { $0 > 0x20 }) else { continue }
      guard let line = try? decoder.decode(DeedLine.self, from: Data(bytes)) else {
        faults += 1
        Machine.print("line \(index + 1): this is no JSON object with a verb and ids\n", to: .error)
        continue
      }
      guard let verb = line.verb else {
        passed += 1
        continue
      }
      deeds += 1
      let outcome = try desk.perform(
        verb: verb, on: line.ids ?? [], argument: line.argument ?? "", reason: line.reason ?? "",
        operatorName: operatorName ?? Machine.userName, settings: settings, at: "line \(index + 1): ")
      if outcome != .done { refused += 1 }
    }
    let told = [
      "\(deeds) deeds", "\(refused) refused in part or whole", "\(passed) lines of others' passed over",
      "\(faults) lines not understood",
    ]
    Machine.print(told.joined(separator: ", ") + "\n", to: .error)
    return refused + faults > 0 ? .refused : .done
  }
}
