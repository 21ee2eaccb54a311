/// Calls `body` with the UTF-8 bytes of a text, copied only where they do not lie in one piece.
///
/// Reading bytes this way keeps parsers that take any kind of string as quick as those that take one kind.
package func withBytes<R>(of text: some StringProtocol, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
  if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
  var copy = String(text)
  return copy.withUTF8(body)
}
