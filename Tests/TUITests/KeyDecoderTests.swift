import Testing

@testable import TUI

private func events(_ bytes: String, flush: Bool = true) -> [String] {
  var decoder = KeyDecoder()
  var events = decoder.feed(Array(bytes.utf8))
  if flush { events += decoder.flush() }
  return events.map(words)
}

private func words(_ event: ScreenEvent) -> String {
  switch event {
  case .key(let key): key.description
  case .mouse(let mouse): "\(mouse.action) \(mouse.point.x),\(mouse.point.y) \(mouse.modifiers.rawValue)"
  case .paste(let text): "paste(\(text))"
  case .focus(let isIn): isIn ? "focus" : "blur"
  case .ground(let colour): "ground \(colour.text)"
  case .resize, .wake, .stop: "\(event)"
  }
}

@Suite struct KeyDecoderTests {
  @Test(arguments: [
    ("jG é東👍 ", ["j", "G", "space", "é", "東", "👍", "space"]),
    ("\r\t\u{7F}\u{8}\u{4}\u{0}\u{1C}", ["enter", "tab", "backspace", "backspace", "ctrl-d", "ctrl-space", "ctrl-\\"]),
    ("\u{1B}", ["esc"]), ("\u{1B}\u{1B}", ["esc", "esc"]), ("\u{1B}x\u{1B}é", ["alt-x", "alt-é"]),
    ("\u{1B}[", ["alt-["]),
    ("\u{1B}O", ["alt-O"]), ("\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[1;3D", ["up", "down", "ctrl-right", "alt-left"]),
    ("\u{1B}[H\u{1B}[4~\u{1B}[5~\u{1B}[6;5~\u{1B}[3~", ["home", "end", "pgup", "ctrl-pgdn", "delete"]),
    ("\u{1B}OP\u{1B}[15~\u{1B}[24;2~\u{1B}[[B\u{1B}[1;2R", ["f1", "f5", "shift-f12", "f2", "shift-f3"]),
    ("\u{1B}[Z", ["shift-tab"]), ("\u{1B}[I\u{1B}[O", ["focus", "blur"]),
    ("\u{1B}[99;5u\u{1B}[103;2u\u{1B}[27u\u{1B}[13;3u\u{1B}[57399u", ["ctrl-c", "G", "esc", "alt-enter", "0"]),
    ("\u{1B}[97;1:3u\u{1B}[97;1:2u\u{1B}[97;9u\u{1B}[57441u", ["a"]), ("\u{1B}[27;6;100~", ["ctrl-shift-d"]),
    (
      "\u{1B}[<0;10;5M\u{1B}[<0;10;5m\u{1B}[<64;1;1M\u{1B}[<65;2;2M\u{1B}[<18;3;3M\u{1B}[<35;1;1M",
      ["press(1) 9,4 0", "release(1) 9,4 0", "wheelUp 0,0 0", "wheelDown 1,1 0", "press(3) 2,2 4"]
    ),
    ("\u{1B}[200~a\r\nb\u{1B}[31m\rc\u{1B}[201~q", ["paste(a\nb\u{1B}[31m\nc)", "q"]),
    ("\u{1B}]11;rgb:1616/1818/1b1b\u{1B}\\x", ["ground #16181b", "x"]),
    ("\u{1B}]11;rgb:f/80/fff\u{7}", ["ground #ff80ff"]),
    ("\u{1B}[?62;22cq\u{1B}P1$r0m\u{1B}\\q\u{1B}[?2026;2$yq", ["q", "q", "q"]),
    ("\u{1B}[1;99999999999999999999A", []), ("\u{1B}[\u{18}q", ["ctrl-x", "q"]),
    ("\u{1B}]", ["alt-]"]), ("\u{1B}P", ["alt-P"]),
    // Buttons beyond the wheel, and the mouse of a terminal that knows no numbers.
    ("\u{1B}[<128;10;5M\u{1B}[<131;10;5mq", ["q"]), ("\u{1B}[M !!q\u{1B}[M\u{1B}[Aq", ["q", "q"]),
    // ctrl-с in Cyrillic, alt-λ in Greek; a Dvorak c stays one, and so does a с that is typed.
    ("\u{1B}[1089::99;5u\u{1B}[955::108;3u", ["ctrl-c", "alt-l"]),
    ("\u{1B}[99::105;5u\u{1B}[1089::99u\u{1B}[1089;5u", ["ctrl-c", "с", "ctrl-с"]),
  ])
  func `Bytes become what the user did`(bytes: String, expected: [String]) {

    #expect(events(bytes) == expected)
  }

  @Test func `Broken UTF-8 types nothing and loses nothing after it`() {
    var decoder = KeyDecoder()
    let bytes: [UInt8] = [
      0xFF, 0x61, 0xC3, 0x62, 0xE6, 0x9D, 0x63, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80, 0x64,
    ]
    let got = decoder.feed(bytes).map(words)
    #expect(got == ["a", "b", "c", "d"])
  }

  @Test func `An overlong sequence is swallowed whole`() {
    #expect(events("\u{1B}[" + String(repeating: "1;", count: 500) + "Aq") == ["q"])
    #expect(events("\u{1B}]11;" + String(repeating: "x", count: 5000) + "\u{7}q") == ["q"])
  }

  @Test func `The same bytes give the same events however they are split`() {
    let stream = Array(
      "jé\u{1B}[A\u{1B}[1;5C\u{1B}OP\u{1B}[<0;10;5M\u{1B}[200~東x\r\u{1B}[201~\u{1B}x\u{1B}[99;5u\u{1B}]11;rgb:0/0/0\u{1B}\\👍\u{1B}[[A"
        .utf8)
    var decoder = KeyDecoder()
    let whole = decoder.feed(stream)
    for first in 0...stream.count {
      for second in stride(from: first, through: stream.count, by: 3) {
        var decoder = KeyDecoder()
        let split =
          decoder.feed(stream[..<first]) + decoder.feed(stream[first..<second]) + decoder.feed(stream[second...])
        #expect(split == whole, "split at \(first) and \(second)")
      }
    }
  }

  @Test(arguments: [
    ("\u{1B}]11;rgb:1e1e/", "1e1e/2e2e\u{1B}\\q", ["ground #1e1e2e", "q"]),
    ("\u{1B}]11;rgb:1e1e/1e1e/2e2e\u{1B}", "\\q", ["ground #1e1e2e", "q"]),
    ("\u{1B}[<32;10;2", "0Mq", ["drag(1) 9,19 0", "q"]), ("\u{1B}[1;", "5Cq", ["ctrl-right", "q"]),
    ("\u{1B}[[", "Bq", ["f2", "q"]), ("\u{1B}[M ", "!!q", ["q"]), ("\u{1B}P1$r", "0m\u{1B}\\q", ["q"]),
  ])
  func `Half a sequence that a line holds up does not become letters`(first: String, rest: String, expected: [String]) {
    var decoder = KeyDecoder()
    var got = decoder.feed(Array(first.utf8))
    // The caller waits as long as it is told; 25 ms are for what a hand may have typed.
    #expect(decoder.silenceMilliseconds == 1_000)
    got += decoder.feed(Array(rest.utf8))
    #expect(got.map(words) == expected)
    for hand in ["\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}]"] {
      var decoder = KeyDecoder()
      _ = decoder.feed(Array(hand.utf8))
      #expect(decoder.silenceMilliseconds == 25, "\(hand.debugDescription)")
    }
  }

  @Test(arguments: 0..<200)
  func `Any bytes are read, and never as something else when split`(seed: Int) {
    var dice = Dice(seed: UInt64(seed))
    let alphabet: [UInt8] = [
      0x1B, 0x5B, 0x4F, 0x5D, 0x3B, 0x3A, 0x3C, 0x7E, 0x4D, 0x41, 0x75, 0x30, 0x32, 0xC3, 0xA9, 0xE6, 0x07, 0x5C,
    ]
    let bytes = (0..<60).map { _ in dice.below(4) == 0 ? UInt8(dice.below(256)) : dice.pick(alphabet) }
    var whole = KeyDecoder()
    var single = KeyDecoder()
    let expected = whole.feed(bytes)
    var got: [ScreenEvent] = []
    for byte in bytes { got += single.feed([byte]) }
    #expect(got == expected, "seed \(seed)")
    let (wholeRest, singleRest) = (whole.flush(), single.flush())
    #expect(wholeRest == singleRest)
    #expect(whole.silenceMilliseconds == nil)
  }

  @Test func `A paste that never ends stays bounded`() {
    var decoder = KeyDecoder()
    _ = decoder.feed(Array("\u{1B}[200~".utf8))
    for _ in 0..<24 { _ = decoder.feed([UInt8](repeating: 0x61, count: 65_536)) }
    let events = decoder.feed(Array("\u{1B}[201~q".utf8))
    guard case .paste(let text) = events.first else {
      Issue.record("no paste: \(events.count) events")
      return
    }
    #expect(text.utf8.count <= 1 << 20)
    #expect(events.last == .key(.character("q")))
  }

  @Test func `What looks like the end of a paste is text`() {
    #expect(
      events("\u{1B}[200~a\u{1B}[20x\u{1B}\u{1B}[201\u{1B}[201~q") == ["paste(a\u{1B}[20x\u{1B}\u{1B}[201)", "q"])
  }
}

@Suite struct KeyTests {
  @Test(arguments: [
    "G", "g", "ctrl-d", "enter", "esc", "space", "tab", "shift-tab", "alt-x", "ctrl-alt-up", "f1", "f24", "pgup", "-",
    "ctrl--", "é", "?",
    "shift-f5", "ctrl-space", "/", "backspace",
  ])
  func `A key is spelt as it is read`(spelling: String) {
    #expect(Key(spelling)?.description == spelling)
  }

  @Test(arguments: ["", " ", "f0", "f25", "f1x", "ctrl-", "foo", "gg", "shift", "\u{1B}", "f+1"])
  func `What is no key is refused`(spelling: String) {
    #expect(Key(spelling) == nil)
  }

  @Test func `Sequences, other names, and shift in capitals`() {
    #expect(Key.sequence("g g") == [Key("g"), Key("g")].compactMap { $0 })
    #expect(Key.sequence("ctrl-w foo") == nil && Key.sequence("") == nil)
    #expect(Key("Return") == Key(.enter) && Key("PageUp") == Key(.pageUp) && Key("CTRL-d") == .control("d"))
    #expect(Key("shift-g") == .character("G") && Key("shift-?") == Key(.character("?"), .shift))
    #expect(Key.character("x").typed == "x" && Key.control("x").typed == nil && Key(.enter).typed == nil)
  }
}
