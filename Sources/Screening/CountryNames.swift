import Measures

/// Countries as lists write them, in English; those that stand on lists, and what else they are called there.
enum CountryNames {
  /// The country of a name in any case; nil where it is not in the table.
  static func country(_ name: String) -> Country? { table[name.lowercased()] ?? nil }

  private static let table: [String: Country] = {
    var table: [String: Country] = [:]
    for row in rows.split(separator: "\n") {
      guard let country = Country(row.prefix(2)) else { continue }
      for name in row.dropFirst(3).split(separator: ";") { table[name.lowercased()] = country }
    }
    return table
  }()

  private static let rows = """
    AF Afghanistan
    AL Albania
    DZ Algeria
    AO Angola
    AR Argentina
    AM Armenia
    AU Australia
    AT Austria
    AZ Azerbaijan
    BS Bahamas;The Bahamas;Bahamas, The
    BH Bahrain
    BD Bangladesh
    BB Barbados
    BY Belarus
    BE Belgium
    BZ Belize
    BO Bolivia
    BA Bosnia and Herzegovina
    BR Brazil
    BG Bulgaria
    MM Burma;Myanmar
    KH Cambodia
    CM Cameroon
    CA Canada
    KY Cayman Islands
    CF Central African Republic
    TD Chad
    CL Chile
    CN China;People's Republic of China
    CO Colombia
    KM Comoros
    CG Congo, Republic of the
    CD Congo, Democratic Republic of the;Democratic Republic of the Congo
    CK Cook Islands
    CR Costa Rica
    HR Croatia
    CU Cuba
    CY Cyprus
    CZ Czech Republic;Czechia
    DK Denmark
    DO Dominican Republic
    EC Ecuador
    EG Egypt
    SV El Salvador
    ER Eritrea
    EE Estonia
    ET Ethiopia
    FI Finland
    FR France
    GA Gabon
    GM Gambia;The Gambia;Gambia, The
    GE Georgia
    DE Germany
    GH Ghana
    GI Gibraltar
    GR Greece
    GT Guatemala
    GN Guinea
    HT Haiti
    HN Honduras
    HK Hong Kong
    HU Hungary
    IN India
    ID Indonesia
    IR Iran
    IQ Iraq
    IE Ireland
    IL Israel
    IT Italy
    JM Jamaica
    JP Japan
    JO Jordan
    KZ Kazakhstan
    KE Kenya
    KP Korea, North;North Korea
    KR Korea, South;South Korea
    XK Kosovo
    KW Kuwait
    KG Kyrgyzstan;Kyrgyz Republic
    LA Laos
    LV Latvia
    LB Lebanon
    LR Liberia
    LY Libya
    LI Liechtenstein
    LT Lithuania
    LU Luxembourg
    MO Macau
    MY Malaysia
    MV Maldives
    ML Mali
    MT Malta
    MH Marshall Islands
    MX Mexico
    MD Moldova
    MC Monaco
    MN Mongolia
    ME Montenegro
    MA Morocco
    MZ Mozambique
    NL Netherlands;The Netherlands
    NZ New Zealand
    NI Nicaragua
    NE Niger
    NG Nigeria
    MK North Macedonia, The Republic of;North Macedonia
    NO Norway
    OM Oman
    PK Pakistan
    PS Palestinian;West Bank;Gaza
    PA Panama
    PY Paraguay
    PE Peru
    PH Philippines
    PL Poland
    PT Portugal
    QA Qatar
    RO Romania
    RU Russia;Russian Federation
    RW Rwanda
    SA Saudi Arabia
    SN Senegal
    RS Serbia
    SC Seychelles
    SL Sierra Leone
    SG Singapore
    SK Slovakia
    SI Slovenia
    SO Somalia
    ZA South Africa
    SS South Sudan
    ES Spain
    LK Sri Lanka
    SD Sudan
    SE Sweden
    CH Switzerland
    SY Syria
    TW Taiwan
    TJ Tajikistan
    TZ Tanzania
    TH Thailand
    TT Trinidad and Tobago
    TN Tunisia
    TR Turkey;Turkiye
    TM Turkmenistan
    UG Uganda
    UA Ukraine
    AE United Arab Emirates
    GB United Kingdom
    US United States
    UY Uruguay
    UZ Uzbekistan
    VU Vanuatu
    VE Venezuela
    VN Vietnam
    VG Virgin Islands, British;British Virgin Islands
    YE Yemen
    ZM Zambia
    ZW Zimbabwe
    """
}
