/// Check digits of numbers that people and firms give. The algorithms are public standards of the states that issue the numbers.
package enum CheckDigits {
  /// Whether a number of this name has a check digit that is wrong; false where the name is not known here or the shape does not
  /// fit (which is another fault).
  package static func isWrong(_ name: String, _ number: String) -> Bool {
    let digits = number.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }.map { Int($0) - 0x30 }
    switch name.uppercased() {
    case "CPF":
      guard digits.count == 11 else { return false }
      return !modulo11(digits, 9, [10, 9, 8, 7, 6, 5, 4, 3, 2])
        || !modulo11(digits, 10, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
        || digits.allSatisfy { $0 == digits[0] }
    case "CUIT", "CUIL", "CUIT OR CUIL":
      guard digits.count == 11 else { return false }
      let sum = zip(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]).reduce(0) { $0 + $1.0 * $1.1 }
      let check = (11 - sum % 11) % 11
      return check == 10 || check != digits[10]
    case "RUT", "RUN", "RUT OR RUN":
      guard let last = number.utf8.last, digits.count >= 7 else { return false }
      let isK = last == 0x4B || last == 0x6B
      let body = isK ? digits : Array(digits.dropLast())
      var factor = 2
      var sum = 0
      for digit in body.reversed() {
        sum += digit * factor
        factor = factor == 7 ? 2 : factor + 1
      }
      let check = 11 - sum % 11
      return check == 11 ? digits.last != 0 || isK : check == 10 ? !isK : isK || digits.last != check
    case "TCKN":
      guard digits.count == 11 else { return false }
      let odd = digits[0] + digits[2] + digits[4] + digits[6] + digits[8]
      let even = digits[1] + digits[3] + digits[5] + digits[7]
      return (odd * 7 - even + 10_000) % 10 != digits[9] || digits[..<10].reduce(0, +) % 10 != digits[10]
    case "RESIDENT ID NUMBER":
      guard number.utf8.count == 18, let last = number.utf8.last else { return false }
      let body = Array(digits.prefix(17))
      guard body.count == 17 else { return false }
      let sum = zip(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]).reduce(0) { $0 + $1.0 * $1.1 }
      let check = Array("10X98765432".utf8)[sum % 11]
      return check != (last == 0x78 ? 0x58 : last)
    case "TEUDAT ZEHUT":
      guard digits.count == 9 else { return false }
      let sum = digits.enumerated().reduce(0) { sum, entry in
        let value = entry.element * (entry.offset % 2 + 1)
        return sum + (value > 9 ? value - 9 : value)
      }
      return sum % 10 != 0
    default: return false
    }
  }

  /// Whether the digit at a place is the one that Brazil's weights want.
  private static func modulo11(_ digits: [Int], _ place: Int, _ weights: [Int]) -> Bool {
    let rest = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11
    return digits[place] == (rest < 2 ? 0 : 11 - rest)
  }
}
