// The currencies of ISO 4217, each with its minor units, its symbol and a rough rate to the euro. One entry per currency:
//
//   code  decimals  symbol (- = none of its own)  units per euro (- = none given)
//
// Codes and decimals are ISO 4217's, with four recently withdrawn ones (ANG, BGN, HRK, SVC) that old documents still carry.
// The rates are an assumption of this project, rough values as of November 2026. They serve to order and to total amounts in
// different currencies on one screen; they are never used for a duty, a tax or an invoice.

/// What is known of each currency.
package enum CurrencyTable {
  /// One currency.
  package struct Row: Sendable {
    /// Which one.
    package var currency: Currency
    /// Decimals of its minor unit: 2 for cents, 0 for yen, 3 for fils.
    package var decimals: Int
    /// Its symbol, or its code and a blank where it has none that people can tell apart.
    package var prefix: String
    /// Millionths of a unit for one euro; nil where no rate is given. An assumption, see `ratesAsOf`.
    package var microsPerEuro: Int64?
  }

  /// The day for which the rough rates stand.
  package static let ratesAsOf = CivilDate(year: 2026, month: 11, day: 1) ?? CivilDate(dayNumber: 20_758)
  /// The rates are rough and ours, not a bank's: show that wherever a converted figure is shown.
  package static let ratesAreAssumption = true

  /// All currencies in the order of their codes.
  package static let rows: [Row] = text.utf8.split(whereSeparator: { $0 == 0x7C || $0 == 0x0A }).compactMap { entry in
    let fields = entry.split(separator: 0x20)
    guard fields.count == 4, let currency = Currency(Substring(fields[0])), let decimals = Int(Substring(fields[1]))
    else { return nil }
    let symbol = String(Substring(fields[2]))
    return Row(
      currency: currency, decimals: decimals, prefix: symbol == "-" ? currency.code + " " : symbol,
      microsPerEuro: try? fixedPoint(Substring(fields[3]), decimals: 6))
  }

  /// The row of a currency; nil when ISO 4217 does not know it.
  package static func row(_ currency: Currency) -> Row? {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].currency.packed < currency.packed { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low].currency == currency ? rows[low] : nil
  }

  private static let text = """
    AED 2 - 4.26 | AFN 2 - 77 | ALL 2 - 97 | AMD 2 - 445
    ANG 2 - 2.08 | AOA 2 - 1065 | ARS 2 - 1650 | AUD 2 A$ 1.78
    AWG 2 - 2.09 | AZN 2 - 1.97 | BAM 2 - 1.95583 | BBD 2 - 2.32
    BDT 2 - 141 | BGN 2 - 1.95583 | BHD 3 - 0.437 | BIF 0 - 3430
    BMD 2 - 1.16 | BND 2 - 1.51 | BOB 2 - 8.02 | BOV 2 - -
    BRL 2 R$ 6.2 | BSD 2 - 1.16 | BTN 2 - 103 | BWP 2 - 15.6
    BYN 2 - 3.5 | BZD 2 - 2.33 | CAD 2 CA$ 1.62 | CDF 2 - 2600
    CHE 2 - - | CHF 2 - 0.93 | CHW 2 - - | CLF 4 - 0.0277
    CLP 0 - 1090 | CNY 2 CN¥ 8.25 | COP 2 - 4450 | COU 2 - -
    CRC 2 - 585 | CUP 2 - 27.8 | CVE 2 - 110.265 | CZK 2 - 24.3
    DJF 0 - 206 | DKK 2 - 7.46 | DOP 2 - 74 | DZD 2 - 151
    EGP 2 - 55 | ERN 2 - 17.4 | ETB 2 - 178 | EUR 2 € 1
    FJD 2 - 2.64 | FKP 2 - 0.88 | GBP 2 £ 0.88 | GEL 2 - 3.15
    GHS 2 - 12.7 | GIP 2 - 0.88 | GMD 2 - 85 | GNF 0 - 10070
    GTQ 2 - 8.9 | GYD 2 - 243 | HKD 2 HK$ 9.03 | HNL 2 - 30.5
    HRK 2 - 7.5345 | HTG 2 - 152 | HUF 2 - 385 | IDR 2 - 19350
    ILS 2 ₪ 3.8 | INR 2 ₹ 103 | IQD 3 - 1520 | IRR 2 - 48800
    ISK 0 - 146 | JMD 2 - 186 | JOD 3 - 0.8225 | JPY 0 ¥ 179
    KES 2 - 150 | KGS 2 - 101.5 | KHR 2 - 4650 | KMF 0 - 491.968
    KPW 2 - 1044 | KRW 0 ₩ 1690 | KWD 3 - 0.356 | KYD 2 - 0.967
    KZT 2 ₸ 610 | LAK 2 - 25200 | LBP 2 - 103900 | LKR 2 - 355
    LRD 2 - 208 | LSL 2 - 20.1 | LYD 3 - 6.33 | MAD 2 - 10.75
    MDL 2 - 19.7 | MGA 2 - 5180 | MKD 2 - 61.5 | MMK 2 - 2436
    MNT 2 - 4150 | MOP 2 - 9.3 | MRU 2 - 46.2 | MUR 2 - 53.2
    MVR 2 - 17.9 | MWK 2 - 2012 | MXN 2 MX$ 21.3 | MXV 2 - -
    MYR 2 - 4.8 | MZN 2 - 74.2 | NAD 2 - 20.1 | NGN 2 ₦ 1680
    NIO 2 - 42.7 | NOK 2 - 11.75 | NPR 2 - 165 | NZD 2 NZ$ 2.05
    OMR 3 - 0.446 | PAB 2 - 1.16 | PEN 2 - 3.92 | PGK 2 - 4.92
    PHP 2 ₱ 68.2 | PKR 2 - 328 | PLN 2 - 4.24 | PYG 0 - 8200
    QAR 2 - 4.22 | RON 2 - 5.09 | RSD 2 - 117.2 | RUB 2 - 93
    RWF 0 - 1685 | SAR 2 - 4.35 | SBD 2 - 9.55 | SCR 2 - 16.4
    SDG 2 - 697 | SEK 2 - 10.98 | SGD 2 S$ 1.51 | SHP 2 - 0.88
    SLE 2 - 27 | SOS 2 - 663 | SRD 2 - 44.8 | SSP 2 - 5400
    STN 2 - 24.5 | SVC 2 - 10.15 | SYP 2 - 12800 | SZL 2 - 20.1
    THB 2 - 37.6 | TJS 2 - 10.7 | TMT 2 - 4.06 | TND 3 - 3.41
    TOP 2 - 2.77 | TRY 2 ₺ 49 | TTD 2 - 7.87 | TWD 2 NT$ 36
    TZS 2 - 2850 | UAH 2 ₴ 48.9 | UGX 0 - 4180 | USD 2 $ 1.16
    USN 2 - 1.16 | UYI 0 - - | UYU 2 - 46.2 | UYW 4 - -
    UZS 2 - 13900 | VES 2 - 280 | VND 0 ₫ 30500 | VUV 0 - 141
    WST 2 - 3.24 | XAF 0 - 655.957 | XCD 2 - 3.13 | XCG 2 - 2.08
    XOF 0 - 655.957 | XPF 0 - 119.332 | YER 2 - 277 | ZAR 2 - 20.1
    ZMW 2 - 26.2 | ZWG 2 - 31
    """
}

extension Currency {
  /// The euro.
  package static let eur = Currency(packed: 5 << 10 | 21 << 5 | 18)
  /// The United States dollar.
  package static let usd = Currency(packed: 21 << 10 | 19 << 5 | 4)

  /// Decimals of the minor unit (ISO 4217); 2 where the currency is not known.
  package var decimals: Int { CurrencyTable.row(self)?.decimals ?? 2 }
  /// Whether ISO 4217 knows the code, now or until lately.
  package var isKnown: Bool { CurrencyTable.row(self) != nil }
}

extension Money {
  /// Reads an exact decimal amount of `currency`: "89.00", "-0.5", "14800"; no separators, no more decimals than it has.
  package init(parsing text: some StringProtocol, _ currency: Currency) throws(AmountFault) {
    self.init(minor: try fixedPoint(text, decimals: currency.decimals), currency)
  }

  /// The amount for people: "€89.00", "¥14,800", "$41.20", "CHF 12.50"; "-" in front when negative.
  package var text: String {
    let row = CurrencyTable.row(currency)
    let prefix = row?.prefix ?? (currency == .none ? "" : currency.code + " ")
    return (minor < 0 ? "-" : "") + prefix
      + fixedPointText(minor.magnitude, decimals: row?.decimals ?? 2, grouped: true)
  }

  /// The amount for files, without separators or currency: "1234.50".
  package var decimalText: String {
    (minor < 0 ? "-" : "") + fixedPointText(minor.magnitude, decimals: currency.decimals, grouped: false)
  }

  /// The sum; fails when the currencies differ or the sum does not fit.
  package func adding(_ other: Money) throws(AmountFault) -> Money {
    guard currency == other.currency else { throw AmountFault(.differentCurrencies) }
    let (sum, overflow) = minor.addingReportingOverflow(other.minor)
    guard !overflow else { throw AmountFault(.overflow) }
    return Money(minor: sum, currency)
  }

  /// The amount taken `count` times; fails when it does not fit.
  package func times(_ count: Int) throws(AmountFault) -> Money {
    let (product, overflow) = minor.multipliedReportingOverflow(by: Int64(count))
    guard !overflow else { throw AmountFault(.overflow) }
    return Money(minor: product, currency)
  }

  /// Roughly how many euro cents this is, at the reference rates (an assumption); nil where there is no rate. Saturates.
  package var euroCents: Int64? {
    guard let row = CurrencyTable.row(currency), let rate = row.microsPerEuro, rate > 0 else { return nil }
    var divisor = Int128(rate)
    for _ in 0..<row.decimals { divisor *= 10 }
    let dividend = Int128(minor) * 100_000_000
    return Int64(clamping: (dividend + (minor < 0 ? -divisor / 2 : divisor / 2)) / divisor)
  }
}

/// Roughly how many euro cents an amount is, at the reference rates; nil where there is no rate.
package func euroCents(of money: Money) -> Int64? { money.euroCents }
