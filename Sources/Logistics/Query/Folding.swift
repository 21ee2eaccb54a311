// Texts are compared as people type them:
//
//   case, accents, width     jurgen = Jürgen        ABC = ＡＢＣ
//   kana                     ぷらもでる = プラモデル = ﾌﾟﾗﾓﾃﾞﾙ
//   Hangul                   한 = ㅎ ㅏ ㄴ as some systems write it
//   Han                      广东 = 廣東            the common traditional forms of names in trade, as simplified ones
//   Arabic, Hebrew           without vowel signs; digits of every script as 0 to 9
//   typography               ’ as ', – as -, what has no width at all as nothing
//
// What has no such forms stays as it is and is found letter for letter.

/// Texts brought to the form in which they are compared.
package enum Folding {
  /// The folded form in UTF-8: lower case, without accents, full-width letters made narrow.
  package static func bytes(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    append(text, to: &out)
    return out
  }

  /// Adds the folded form of a text.
  package static func append(_ text: String, to out: inout [UInt8]) {
    var text = text
    let plain: Bool? = text.withUTF8 { utf8 in
      let start = out.count
      for byte in utf8 {
        guard byte < 0x80 else {
          out.removeLast(out.count - start)
          return false
        }
        out.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
      }
      return true
    }
    if plain == true { return }
    for scalar in text.unicodeScalars { append(scalar, to: &out) }
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    let value = scalar.value
    if value < 0x80 {
      let byte = UInt8(value)
      out.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
      return
    }
    switch value {
    case 0x300...0x36F, 0x483...0x487, 0x591...0x5C7, 0x610...0x61A, 0x640, 0x64B...0x65F, 0x670, 0x1AB0...0x1AFF,
      0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xE0100...0xE01EF:
      return  // accents and vowel signs that stand by themselves
    case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: return  // no width
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: out.append(0x20)
    case 0x2010...0x2015, 0x2212: out.append(0x2D)
    case 0x2018, 0x2019, 0x201B, 0x2032, 0x2BC: out.append(0x27)
    case 0x201C, 0x201D, 0x2033: out.append(0x22)
    case 0x660...0x669: out.append(UInt8(0x30 + value - 0x660))
    case 0x6F0...0x6F9: out.append(UInt8(0x30 + value - 0x6F0))
    case 0x966...0x96F: out.append(UInt8(0x30 + value - 0x966))
    case 0x622, 0x623, 0x625, 0x671: append(0x627, to: &out)
    case 0x629: append(0x647, to: &out)
    case 0x649: append(0x64A, to: &out)
    case 0xFF01...0xFF5E: append(Unicode.Scalar(UInt8(value - 0xFEE0)), to: &out)
    case 0xFF66...0xFF9D: append(halfWidth[Int(value - 0xFF66)], to: &out)
    case 0x3099, 0x309B, 0xFF9E: voice(&out, by: 1)
    case 0x309A, 0x309C, 0xFF9F: voice(&out, by: 2)
    case 0x30A1...0x30F6, 0x30FD...0x30FE: append(value - 0x60, to: &out)
    case 0x1161...0x1175, 0x11A8...0x11C2: compose(value, &out)
    case 0x3041...0x30FF, 0xAC00...0xD7A3: append(value, to: &out)
    case 0x3400...0x9FFF: append(simplified[value] ?? value, to: &out)
    default:
      for lower in scalar.properties.lowercaseMapping.unicodeScalars {
        if let plain = letters[lower] {
          out.append(contentsOf: plain.utf8)
        } else if !(0x300...0x36F).contains(lower.value) {
          out.append(contentsOf: String(lower).utf8)
        }
      }
    }
  }

  /// Adds a character as it is.
  private static func append(_ value: UInt32, to out: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(value) else { return }
    out.append(contentsOf: String(scalar).utf8)
  }

  /// The last character, where it is written in three bytes; else 0.
  private static func last(_ out: [UInt8]) -> UInt32 {
    guard out.count >= 3, out[out.count - 3] & 0xF0 == 0xE0 else { return 0 }
    let bytes = out.suffix(3).map { UInt32($0) }
    return (bytes[0] & 0xF) << 12 | (bytes[1] & 0x3F) << 6 | bytes[2] & 0x3F
  }

  private static func replaceLast(_ out: inout [UInt8], with value: UInt32) {
    out.removeLast(3)
    append(value, to: &out)
  }

  /// Gives the last kana its mark: か to が, は to ば or ぱ. One that takes none stays as it is, and so does a mark by itself.
  private static func voice(_ out: inout [UInt8], by mark: UInt32) {
    let kana = last(out)
    switch kana {
    case 0x3046 where mark == 1: replaceLast(&out, with: 0x3094)
    case 0x304B...0x3062 where mark == 1 && kana % 2 == 1: replaceLast(&out, with: kana + 1)
    case 0x3064, 0x3066, 0x3068: if mark == 1 { replaceLast(&out, with: kana + 1) }
    case 0x306F, 0x3072, 0x3075, 0x3078, 0x307B: replaceLast(&out, with: kana + mark)
    default: break
    }
  }

  /// Joins the parts of a Korean syllable (Unicode Standard, 3.12).
  private static func compose(_ part: UInt32, _ out: inout [UInt8]) {
    let before = last(out)
    if part < 0x11A8, (0x1100...0x1112).contains(before) {
      replaceLast(&out, with: 0xAC00 + ((before - 0x1100) * 21 + part - 0x1161) * 28)
    } else if part >= 0x11A8, (0xAC00...0xD7A3).contains(before), (before - 0xAC00) % 28 == 0 {
      replaceLast(&out, with: before + part - 0x11A7)
    } else {
      append(part, to: &out)
    }
  }

  /// The half-width kana from U+FF66 on, as hiragana.
  private static let halfWidth: [UInt32] =
    "をぁぃぅぇぉゃゅょっーあいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん".unicodeScalars.map(\.value)

  /// Traditional characters to simplified ones: those of countries, towns, firms and wares. Where two became one, so here.
  private static let simplified: [UInt32: UInt32] = {
    var table: [UInt32: UInt32] = [:]
    let pairs = Array(simplifiedPairs.unicodeScalars.filter { $0 != " " })
    for place in stride(from: 0, to: pairs.count - 1, by: 2) { table[pairs[place].value] = pairs[place + 1].value }
    return table
  }()

  private static let simplifiedPairs = """
    國国 東东 廣广 門门 龍龙 電电 車车 馬马 貿贸 業业 實实 際际 華华 灣湾 臺台 雲云 陽阳 陳陈 張张 劉刘 楊杨 趙赵 黃黄 吳吴 鄭郑 馮冯 鄧邓 許许 蘇苏 葉叶 \
    賈贾 鍾钟 譚谭 陸陆 韓韩 衛卫 蔣蒋 錢钱 紅红 綠绿 藍蓝 銀银 鐵铁 鋼钢 機机 發发 財财 買买 賣卖 賢贤 貨货 運运 輸输 進进 關关 開开 長长 島岛 縣县 區区 \
    鄉乡 鎮镇 號号 樓楼 層层 廠厂 產产 樹树 廳厅 達达 遠远 還还 連连 豐丰 寶宝 寧宁 濟济 濱滨 漢汉 滬沪 瀋沈 澤泽 營营 學学 書书 畫画 筆笔 紙纸 線线 網网 \
    絲丝 織织 褲裤 襪袜 飾饰 錶表 鐘钟 鏡镜 殼壳 燈灯 熱热 風风 飛飞 無无 藥药 醫医 術术 藝艺 傳传 統统 單单 雙双 個个 價价 優优 億亿 萬万 們们 會会 員员 \
    圖图 團团 園园 圓圆 塊块 壽寿 處处 備备 條条 極极 標标 檢检 歐欧 歲岁 燒烧 爾尔 環环 瑪玛 盤盘 監监 種种 穩稳 節节 純纯 細细 組组 經经 維维 練练 績绩 \
    縮缩 總总 聯联 聲声 職职 蘭兰 見见 規规 視视 覺觉 計计 訂订 記记 設设 話话 認认 語语 說说 調调 請请 論论 證证 護护 負负 責责 費费 資资 質质 購购 贈赠 \
    體体 輕轻 輪轮 轉转 辦办 農农 郵邮 釀酿 針针 鋰锂 錄录 鍵键 閃闪 閱阅 隊队 陰阴 隨随 難难 雜杂 靜静 頁页 項项 順顺 頭头 題题 額额 顏颜 類类 顯显 飲饮 \
    館馆 騰腾 驗验 魚鱼 鮮鲜 鳥鸟 麗丽 齊齐 齒齿 龜龟
    """

  /// Accented letters to plain ones.
  private static let letters: [Unicode.Scalar: String] = {
    var letters: [Unicode.Scalar: String] = [:]
    for row in rows {
      for scalar in row.accented.unicodeScalars { letters[scalar] = row.plain }
    }
    return letters
  }()

  /// One row a plain letter: Latin with the accents of European languages, Pinyin and Vietnamese; Greek; Cyrillic.
  private static let rows: [(plain: String, accented: String)] = [
    ("a", "àáâãäåāăąǎǟȁȃȧạảấầẩẫậắằẳẵặ"), ("ae", "æǽ"), ("b", "ḃḅ"), ("c", "çćĉċč"), ("d", "ďđḍḑð"),
    ("e", "èéêëēĕėęěȅȇȩẹẻẽếềểễệ"), ("f", "ḟƒ"), ("g", "ĝğġģǧǵ"), ("h", "ĥħḥḧ"), ("i", "ìíîïĩīĭįıǐȉȋịỉ"),
    ("j", "ĵǰ"), ("k", "ķǩḳ"), ("l", "ĺļľŀłḷ"), ("m", "ṁṃ"), ("n", "ñńņňŉǹṇ"), ("o", "òóôõöøōŏőơǒȍȏȯọỏốồổỗộớờởỡợ"),
    ("oe", "œ"), ("p", "ṕṗ"), ("r", "ŕŗřȑȓṛ"), ("s", "śŝşšșṣ"), ("ss", "ß"), ("t", "ţťŧțṭ"), ("th", "þ"),
    ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự"), ("v", "ṽṿ"), ("w", "ŵẁẃẅ"), ("x", "ẋẍ"), ("y", "ýÿŷȳẏỳỵỷỹ"), ("z", "źżžẓ"),
    ("α", "άἀἁὰᾶ"), ("ε", "έὲ"), ("η", "ήὴῆ"), ("ι", "ίϊΐὶῖ"), ("ο", "όὸ"), ("υ", "ύϋΰὺῦ"), ("ω", "ώὼῶ"), ("σ", "ς"),
    ("е", "ёѐ"), ("и", "ѝ"), ("і", "ї"), ("г", "ґ"),
  ]
}
