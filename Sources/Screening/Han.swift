// Han characters of names. The same character is read otherwise by each people that writes with it:
//
//   金正恩   Mandarin jin zheng en      Korean kim jong un
//   田中花子 Mandarin tian zhong …      Japanese tanaka hanako
//
// The tables hold what is common in names of people, towns and firms: 486 characters in Mandarin, 64 in Korean, 77 surnames and
// 44 given names in Japanese, 67 words of firms. What stands in none of them is counted as unread. Own work after Hanyu
// Pinyin, McCune-Reischauer as the north writes it, and Hepburn.
enum Han {
  /// Whose readings are taken.
  enum Language: CaseIterable, Sendable {
    case mandarin, korean, japanese
  }

  static func isHan(_ value: UInt32) -> Bool {
    (0x3400...0x4DBF).contains(value) || (0x4E00...0x9FFF).contains(value) || (0xF900...0xFAFF).contains(value)
      || value == 0x3005
  }

  /// The words of a run of characters, and how many were not read.
  static func read(_ run: [Unicode.Scalar], as language: Language) -> (words: [RomanWord], unread: Int) {
    var words: [RomanWord] = []
    var unread = 0
    var index = 0
    var isGiven = false
    // It stays as it is written.
    func leave(_ scalar: Unicode.Scalar) {
      unread += 1
      words.append(RomanWord(letters: Array(String(scalar).utf8), isUnread: true))
    }
    while index < run.count {
      if let (length, names) = word(run, index, firms) {
        words += names.split(separator: "+").map { RomanWord(letters: Array($0.utf8)) }
        index += length
        continue
      }
      switch language {
      case .japanese:
        if let (length, name) = word(run, index, isGiven ? given : surnames)
          ?? word(run, index, isGiven ? surnames : given)
        {
          words.append(RomanWord(letters: Array(name.utf8)))
          index += length
          isGiven = true
          continue
        }
        leave(run[index])
      case .korean, .mandarin:
        let table = language == .korean ? korean : mandarin
        if let name = table[run[index].value] {
          words.append(RomanWord(letters: Array(name.utf8), isSyllable: true))
        } else {
          leave(run[index])
        }
      }
      index += 1
    }
    return (words, unread)
  }

  /// The longest word of a table that stands at a place.
  private static func word(_ run: [Unicode.Scalar], _ index: Int, _ table: [String: String]) -> (Int, String)? {
    for length in stride(from: min(6, run.count - index), through: 1, by: -1) {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: run[index..<index + length])
      if let name = table[String(text)] { return (length, name) }
    }
    return nil
  }

  private static func words(_ text: String) -> [String: String] {
    var table: [String: String] = [:]
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    for place in stride(from: 0, to: parts.count - 1, by: 2) { table[String(parts[place])] = String(parts[place + 1]) }
    return table
  }

  private static let mandarin = Letters.pairs(
    """
    王 wang 李 li 张 zhang 張 zhang 刘 liu 劉 liu 陈 chen 陳 chen 杨 yang 楊 yang 黄 huang 黃 huang 赵 zhao 趙 zhao 吴 wu 吳 wu \
    周 zhou 徐 xu 孙 sun 孫 sun 马 ma 馬 ma 朱 zhu 胡 hu 郭 guo 何 he 高 gao 林 lin 罗 luo 羅 luo 郑 zheng 鄭 zheng 梁 liang 谢 xie \
    謝 xie 宋 song 唐 tang 许 xu 許 xu 邓 deng 鄧 deng 韩 han 韓 han 冯 feng 馮 feng 曹 cao 彭 peng 曾 zeng 肖 xiao 萧 xiao 蕭 xiao \
    田 tian 董 dong 袁 yuan 潘 pan 于 yu 蒋 jiang 蔣 jiang 蔡 cai 余 yu 杜 du 叶 ye 葉 ye 程 cheng 苏 su 蘇 su 魏 wei 吕 lu 呂 lu \
    丁 ding 任 ren 沈 shen 姚 yao 卢 lu 盧 lu 姜 jiang 崔 cui 钟 zhong 鍾 zhong 谭 tan 譚 tan 陆 lu 陸 lu 汪 wang 范 fan 金 jin 石 shi \
    廖 liao 贾 jia 賈 jia 夏 xia 韦 wei 付 fu 方 fang 白 bai 邹 zou 孟 meng 熊 xiong 秦 qin 邱 qiu 江 jiang 尹 yin 薛 xue 闫 yan \
    段 duan 雷 lei 侯 hou 龙 long 龍 long 史 shi 陶 tao 黎 li 贺 he 顾 gu 顧 gu 毛 mao 郝 hao 龚 gong 邵 shao 万 wan 萬 wan 钱 qian \
    錢 qian 严 yan 嚴 yan 武 wu 戴 dai 莫 mo 孔 kong 向 xiang 汤 tang 习 xi 習 xi 温 wen 康 kang 施 shi 文 wen 牛 niu 樊 fan 葛 ge \
    邢 xing 安 an 齐 qi 易 yi 乔 qiao 伍 wu 庞 pang 颜 yan 倪 ni 庄 zhuang 聂 nie 章 zhang 鲁 lu 岳 yue 翟 zhai 殷 yin 申 shen 欧 ou \
    阳 yang 陽 yang 耿 geng 关 guan 關 guan 兰 lan 焦 jiao 俞 yu 左 zuo 柳 liu 甘 gan 祝 zhu 包 bao 宁 ning 寧 ning 尚 shang 符 fu \
    舒 shu 阮 ruan 柯 ke 纪 ji 梅 mei 童 tong 凌 ling 毕 bi 单 shan 季 ji 裴 pei 霍 huo 涂 tu 成 cheng 苗 miao 谷 gu 曲 qu 盛 sheng \
    冉 ran 翁 weng 蓝 lan 藍 lan 路 lu 游 you 辛 xin 靳 jin 管 guan 柴 chai 蒙 meng 鲍 bao 华 hua 華 hua 喻 yu 祁 qi 蒲 pu 房 fang \
    滕 teng 屈 qu 饶 rao 解 xie 牟 mou 艾 ai 尤 you 时 shi 穆 mu 农 nong 司 si 古 gu 吉 ji 缪 miao 简 jian 车 che 項 xiang 项 xiang \
    连 lian 芦 lu 麦 mai 褚 chu 娄 lou 窦 dou 戚 qi 岑 cen 景 jing 党 dang 宫 gong 费 fei 卜 bu 冷 leng 晏 yan 席 xi 卫 wei 衛 wei \
    米 mi 柏 bai 宗 zong 明 ming 国 guo 國 guo 伟 wei 偉 wei 芳 fang 娜 na 秀 xiu 英 ying 敏 min 静 jing 靜 jing 丽 li 麗 li 强 qiang \
    強 qiang 磊 lei 军 jun 軍 jun 洋 yang 勇 yong 艳 yan 杰 jie 傑 jie 涛 tao 超 chao 平 ping 刚 gang 桂 gui 霞 xia 建 jian 玉 yu \
    红 hong 紅 hong 春 chun 近 jin 正 zheng 恩 en 大 da 小 xiao 天 tian 中 zhong 东 dong 東 dong 西 xi 南 nan 北 bei 海 hai 山 shan \
    川 chuan 河 he 湖 hu 云 yun 雲 yun 雨 yu 雪 xue 风 feng 風 feng 花 hua 草 cao 木 mu 水 shui 火 huo 土 tu 日 ri 月 yue 星 xing \
    光 guang 辉 hui 輝 hui 志 zhi 智 zhi 勤 qin 学 xue 學 xue 斌 bin 彬 bin 波 bo 鹏 peng 飞 fei 飛 fei 宇 yu 浩 hao 然 ran 俊 jun \
    峰 feng 锋 feng 新 xin 心 xin 欣 xin 兴 xing 興 xing 荣 rong 榮 rong 富 fu 贵 gui 福 fu 寿 shou 祥 xiang 瑞 rui 德 de 仁 ren 义 yi \
    義 yi 礼 li 信 xin 忠 zhong 孝 xiao 良 liang 善 shan 真 zhen 美 mei 佳 jia 嘉 jia 家 jia 子 zi 晓 xiao 曉 xiao 晨 chen 晴 qing \
    婷 ting 玲 ling 燕 yan 莉 li 萍 ping 慧 hui 惠 hui 颖 ying 琳 lin 琴 qin 雅 ya 洁 jie 倩 qian 璐 lu 珍 zhen 珠 zhu 宝 bao 寶 bao \
    银 yin 銀 yin 铁 tie 鐵 tie 钢 gang 鋼 gang 长 chang 長 chang 永 yong 恒 heng 泰 tai 和 he 顺 shun 順 shun 利 li 达 da 達 da 发 fa \
    發 fa 进 jin 進 jin 通 tong 运 yun 運 yun 世 shi 界 jie 上 shang 下 xia 京 jing 深 shen 圳 zhen 广 guang 廣 guang 州 zhou 市 shi \
    省 sheng 县 xian 区 qu 香 xiang 港 gang 澳 ao 台 tai 臺 tai 湾 wan 灣 wan 重 chong 庆 qing 慶 qing 汉 han 漢 han 杭 hang 无 wu \
    锡 xi 青 qing 岛 dao 島 dao 厦 xia 门 men 門 men 乌 wu 烏 wu 哈 ha 尔 er 爾 er 滨 bin 濱 bin 津 jin 莞 guan 佛 fo 泉 quan 化 hua \
    工 gong 业 ye 業 ye 电 dian 電 dian 器 qi 机 ji 機 ji 械 xie 航 hang 空 kong 船 chuan 舶 bo 核 he 能 neng 源 yuan 油 you 矿 kuang \
    生 sheng 物 wu 医 yi 药 yao 研 yan 究 jiu 所 suo 院 yuan 部 bu
    """)

  private static let korean = Letters.pairs(
    """
    金 kim 李 ri 朴 pak 崔 choe 鄭 jong 郑 jong 正 jong 恩 un 日 il 成 song 姜 kang 趙 jo 赵 jo 尹 yun 張 jang 张 jang 林 rim 韓 han \
    韩 han 吳 o 吴 o 徐 so 申 sin 權 kwon 黃 hwang 黄 hwang 安 an 宋 song 柳 ryu 洪 hong 全 jon 高 ko 文 mun 孫 son 梁 yang 裴 pae \
    白 paek 許 ho 南 nam 哲 chol 永 yong 英 yong 明 myong 光 kwang 善 son 姬 hui 順 sun 男 nam 女 nyo 國 kuk 龍 ryong 勇 yong 浩 ho \
    洙 su 秀 su 革 hyok 鎮 jin 真 jin 熙 hui 在 jae 寅 in 相 sang 基 ki 東 tong
    """)

  private static let surnames = words(
    """
    佐藤 sato 鈴木 suzuki 高橋 takahashi 田中 tanaka 伊藤 ito 渡辺 watanabe 渡邊 watanabe 山本 yamamoto 中村 nakamura 小林 kobayashi \
    加藤 kato 吉田 yoshida 山田 yamada 佐々木 sasaki 山口 yamaguchi 松本 matsumoto 井上 inoue 木村 kimura 林 hayashi 斎藤 saito 斉藤 saito \
    清水 shimizu 山崎 yamazaki 森 mori 池田 ikeda 橋本 hashimoto 阿部 abe 安倍 abe 石川 ishikawa 山下 yamashita 中島 nakajima 石井 ishii \
    小川 ogawa 前田 maeda 岡田 okada 長谷川 hasegawa 藤田 fujita 後藤 goto 近藤 kondo 村上 murakami 遠藤 endo 青木 aoki 坂本 sakamoto \
    福田 fukuda 太田 ota 西村 nishimura 藤井 fujii 金子 kaneko 岡本 okamoto 藤原 fujiwara 中野 nakano 三浦 miura 原田 harada 中川 nakagawa \
    松田 matsuda 竹内 takeuchi 小野 ono 田村 tamura 中山 nakayama 和田 wada 石田 ishida 森田 morita 上田 ueda 原 hara 柴田 shibata \
    酒井 sakai 工藤 kudo 横山 yokoyama 宮崎 miyazaki 宮本 miyamoto 内田 uchida 高木 takagi 安藤 ando 谷口 taniguchi 大野 ono 丸山 maruyama \
    今井 imai
    """)

  private static let given = words(
    """
    太郎 taro 花子 hanako 一郎 ichiro 二郎 jiro 次郎 jiro 三郎 saburo 健 ken 健一 kenichi 誠 makoto 明 akira 浩 hiroshi 隆 takashi \
    修 osamu 茂 shigeru 実 minoru 清 kiyoshi 正 tadashi 勇 isamu 博 hiroshi 和子 kazuko 幸子 sachiko 洋子 yoko 恵子 keiko 美咲 misaki \
    陽子 yoko 裕子 yuko 由美子 yumiko 直樹 naoki 大輔 daisuke 翔太 shota 拓也 takuya 健太 kenta 美穂 miho 愛 ai 結衣 yui 陽菜 hina 蓮 ren \
    大翔 hiroto 悠斗 yuto さくら sakura 智子 tomoko 京子 kyoko 真由美 mayumi 晋三 shinzo
    """)

  private static let firms = words(
    """
    有限公司 ltd 有限责任公司 ltd 有限責任公司 ltd 股份有限公司 ltd 股份 ltd 公司 co 集团 group 集團 group 科技 technology 技术 technology \
    技術 technology 贸易 trading 貿易 trading 电子 electronics 電子 electronics 国际 international 國際 international \
    进出口 import+export 進出口 import+export 实业 industrial 實業 industrial 工业 industry 工業 industry 研究所 institute \
    研究院 institute 大学 university 大學 university 银行 bank 銀行 bank 航空 aviation 物流 logistics 商行 trading 百货 commodity \
    服饰 apparel 家居 houseware 旗舰店 store 商店 store 雑貨店 store 文具行 store 株式会社 ltd 合同会社 ltd 製品 products 制品厂 factory \
    工厂 factory 厂 factory 五金 hardware 鞋业 footwear 工房 workshop 楽器 instruments 模型 model 中国 china 中國 china 日本 japan \
    韩国 korea 朝鲜 korea 半导体 semiconductor 石油 petroleum 化工 chemical 机械 machinery 设备 equipment 投资 investment 控股 holdings \
    能源 energy 数码 digital 网络 network 通信 communications 通讯 communications
    """)
}
