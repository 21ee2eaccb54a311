import CExpat

// XML from outside, element after element, by Expat: https://libexpat.github.io. It was taken before Foundation's XMLParser, which
// brings two more megabytes-long libraries to every start, calls a document that breaks off parsed, and reads entities.
//
//   bytes ─► Expat ─► opened(name, attributes)  closed(name, text) …     until the document ends
//                │
//                └─► faulted(place, words)      then on with the next document of the file, where there is one
//
// What stands in a file is not trusted: a document type ends the reading before any entity is declared, so that none is ever
// looked up or unfolded; depth, attributes, texts and documents are limited. The bytes are handed over in one piece, for then a
// tag of any length is looked at once.

/// Who is told what an XML text holds.
protocol XMLListener: AnyObject {
  /// The local names of the elements with which a document of interest can begin: after a fault the next of them is looked for.
  var roots: Set<String> { get }
  /// An element begins.
  func opened(_ name: XMLName, _ attributes: [XMLAttribute], at offset: Int)
  /// An element ends; `text` is what stood directly in it, without the blanks around it, and `offset` is where it began.
  func closed(_ name: XMLName, text: String, at offset: Int)
  /// The text is wrong here; what is open is not closed any more.
  func faulted(_ fault: XMLFault)
}

/// The name of an element.
struct XMLName: Hashable {
  /// The address that stands for its vocabulary; empty where there is none.
  var space: String
  /// Its name there.
  var local: String
}

/// An attribute of an element, by its local name.
struct XMLAttribute: Hashable {
  var name: String
  var value: String
}

/// What is wrong with a text, and where.
struct XMLFault: Hashable {
  enum Kind: Hashable {
    /// It breaks the rules of XML, or breaks off.
    case syntax
    /// It goes beyond what is read.
    case limit
    /// It wants to declare what it is made of.
    case documentType
    /// Something stands behind the document.
    case behind
  }

  var kind: Kind
  /// In bytes, from 0.
  var offset: Int
  /// A clause.
  var words: String
}

/// Reads XML texts.
enum XMLReader {
  /// More elements within each other than these are not read.
  static let depthMax = 64
  /// More attributes of one element than these are not read.
  static let attributesMax = 64
  /// Bytes of an element's text that are kept.
  static let textMax = 4096
  /// More documents in one file than these are not read.
  static let documentsMax = 10_000

  /// Reads all documents of a text and tells `listener` of them.
  ///
  /// - Parameter bytes: UTF-8, whatever the text itself says of its encoding; broken bytes are faults.
  static func read(_ bytes: [UInt8], into listener: some XMLListener) {
    var start = 0
    for _ in 0..<documentsMax {
      guard let fault = document(bytes, from: start, listener) else { return }
      let next = fault.kind == .documentType ? nil : root(in: bytes, of: start, behind: fault.offset, listener.roots)
      if fault.kind != .behind || next == nil { listener.faulted(fault) }
      guard let next else { return }
      start = next
    }
    listener.faulted(
      XMLFault(kind: .limit, offset: start, words: "more than \(documentsMax) documents; the rest is left out"))
  }

  /// Reads one document; nil when it and the text end well.
  private static func document(_ bytes: [UInt8], from start: Int, _ listener: some XMLListener) -> XMLFault? {
    // The blank cannot occur in a name, and so parts the address from it.
    guard let parser = XML_ParserCreateNS("UTF-8", XML_Char(0x20)) else {
      return XMLFault(kind: .limit, offset: start, words: "there is no memory to read it")
    }
    defer { XML_ParserFree(parser) }
    let listening = Listening(parser, listener, start)
    return withExtendedLifetime(listening) { () -> XMLFault? in
      XML_SetUserData(parser, Unmanaged.passUnretained(listening).toOpaque())
      XML_SetElementHandler(
        parser,
        { data, name, attributes in Listening.of(data)?.open(name, attributes) },
        { data, name in Listening.of(data)?.close(name) })
      XML_SetCharacterDataHandler(parser) { data, text, count in Listening.of(data)?.add(text, Int(count)) }
      XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
        Listening.of(data)?.stop(
          .documentType, "a document type is not read: what it declares could stand for anything")
      }
      let count = min(bytes.count - start, Int(Int32.max))
      let status = bytes.withUnsafeBytes { raw in
        XML_Parse(
          parser, raw.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) + start }, Int32(count), 1)
      }
      if let fault = listening.fault { return fault }
      guard status == XML_STATUS_ERROR else { return nil }
      let code = XML_GetErrorCode(parser)
      let offset = start + max(0, min(count, Int(XML_GetCurrentByteIndex(parser))))
      return XMLFault(
        kind: code == XML_ERROR_JUNK_AFTER_DOC_ELEMENT ? .behind : .syntax, offset: offset, words: words(code))
    }
  }

  private static func words(_ code: XML_Error) -> String {
    switch code {
    case XML_ERROR_NO_ELEMENTS: return "the text ends before its document does"
    case XML_ERROR_UNCLOSED_TOKEN: return "a tag, comment or section does not end"
    case XML_ERROR_PARTIAL_CHAR: return "the text ends within a character"
    case XML_ERROR_TAG_MISMATCH: return "a tag closes what is not open"
    case XML_ERROR_UNDEFINED_ENTITY: return "an entity that nobody declared"
    case XML_ERROR_INVALID_TOKEN: return "a character that cannot stand here"
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT: return "something stands behind the document; it is left out"
    default: break
    }
    guard let words = XML_ErrorString(code) else { return "it breaks the rules of XML" }
    return String(cString: words)
  }

  /// Where the next document begins behind a fault: at its root's tag, from which on it can be read. What is commented out is not said,
  /// so the text is gone through from the document's own beginning.
  private static func root(in bytes: [UInt8], of start: Int, behind fault: Int, _ roots: Set<String>) -> Int? {
    let least = max(start + 1, fault)
    var place = start
    while let tag = bytes[min(place, bytes.count)...].firstIndex(of: 0x3C) {
      place = tag + 1
      if let (opening, ending) = unread.first(where: { bytes[place...].starts(with: $0.opening) }) {
        guard let end = end(of: ending, in: bytes, from: place + opening.count) else { return nil }
        place = end
        continue
      }
      guard tag >= least else { continue }
      let end = bytes[place...].prefix(100).firstIndex { !isOfName($0) } ?? place
      let name = bytes[place..<end]
      let local = name.lastIndex(of: 0x3A).map { name[($0 + 1)...] } ?? name
      if !local.isEmpty, roots.contains(String(decoding: local, as: UTF8.self)) { return tag }
    }
    return nil
  }

  /// What stands in a text and is no element, by what opens it behind "<", and what ends it.
  private static let unread: [(opening: [UInt8], ending: [UInt8])] = [
    (Array("!--".utf8), Array("-->".utf8)), (Array("![CDATA[".utf8), Array("]]>".utf8)),
    (Array("?".utf8), Array("?>".utf8)),
  ]

  /// The place behind the first occurrence; nil where there is none.
  private static func end(of ending: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    while let found = bytes[min(place, bytes.count)...].firstIndex(of: ending[0]) {
      if bytes[found...].starts(with: ending) { return found + ending.count }
      place = found + 1
    }
    return nil
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x3A, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x2D, 0x2E, 0x80...0xFF: true
    default: false
    }
  }
}

/// What Expat's calls come to.
private final class Listening {
  private(set) var fault: XMLFault?
  private let parser: XML_Parser
  private let listener: any XMLListener
  private let start: Int
  private var names: [XMLName] = []
  private var texts: [[UInt8]] = []
  private var starts: [Int] = []

  init(_ parser: XML_Parser, _ listener: some XMLListener, _ start: Int) {
    self.parser = parser
    self.listener = listener
    self.start = start
  }

  static func of(_ data: UnsafeMutableRawPointer?) -> Listening? {
    data.map { Unmanaged<Listening>.fromOpaque($0).takeUnretainedValue() }
  }

  private var offset: Int { start + max(0, Int(XML_GetCurrentByteIndex(parser))) }

  func open(_ name: UnsafePointer<XML_Char>?, _ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
    guard fault == nil, let name else { return }
    guard names.count < XMLReader.depthMax else {
      return stop(.limit, "more than \(XMLReader.depthMax) elements within each other")
    }
    var attributes: [XMLAttribute] = []
    var place = 0
    while let list, let key = list[place], let value = list[place + 1] {
      guard attributes.count < XMLReader.attributesMax else {
        return stop(.limit, "more than \(XMLReader.attributesMax) attributes of one element")
      }
      attributes.append(XMLAttribute(name: Self.name(key).local, value: String(cString: value)))
      place += 2
    }
    let own = Self.name(name)
    names.append(own)
    texts.append([])
    starts.append(offset)
    listener.opened(own, attributes, at: offset)
  }

  func close(_ name: UnsafePointer<XML_Char>?) {
    guard fault == nil, let own = names.popLast(), let text = texts.popLast(), let begun = starts.popLast() else {
      return
    }
    listener.closed(own, text: cleaned(String(decoding: text, as: UTF8.self)).text, at: begun)
  }

  func add(_ text: UnsafePointer<XML_Char>?, _ count: Int) {
    guard fault == nil, let text, let last = texts.indices.last else { return }
    let room = XMLReader.textMax - texts[last].count
    guard room > 0 else { return }
    text.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
      texts[last].append(contentsOf: UnsafeBufferPointer(start: bytes, count: min(count, room)))
    }
  }

  func stop(_ kind: XMLFault.Kind, _ words: String) {
    guard fault == nil else { return }
    fault = XMLFault(kind: kind, offset: offset, words: words)
    XML_StopParser(parser, XML_Bool(0))
  }

  private static func name(_ text: UnsafePointer<XML_Char>) -> XMLName {
    let whole = String(cString: text)
    guard let part = whole.lastIndex(of: " ") else { return XMLName(space: "", local: whole) }
    return XMLName(space: String(whole[..<part]), local: String(whole[whole.index(after: part)...]))
  }
}
