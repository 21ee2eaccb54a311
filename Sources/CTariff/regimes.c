#include "CTariff.h"

static const unsigned char ae_yaml[] = {
#embed "data/regimes/ae.yaml"
};
static const unsigned char ar_yaml[] = {
#embed "data/regimes/ar.yaml"
};
static const unsigned char au_yaml[] = {
#embed "data/regimes/au.yaml"
};
static const unsigned char bd_yaml[] = {
#embed "data/regimes/bd.yaml"
};
static const unsigned char br_yaml[] = {
#embed "data/regimes/br.yaml"
};
static const unsigned char ca_yaml[] = {
#embed "data/regimes/ca.yaml"
};
static const unsigned char ch_yaml[] = {
#embed "data/regimes/ch.yaml"
};
static const unsigned char cl_yaml[] = {
#embed "data/regimes/cl.yaml"
};
static const unsigned char cn_yaml[] = {
#embed "data/regimes/cn.yaml"
};
static const unsigned char co_yaml[] = {
#embed "data/regimes/co.yaml"
};
static const unsigned char eg_yaml[] = {
#embed "data/regimes/eg.yaml"
};
static const unsigned char eu_yaml[] = {
#embed "data/regimes/eu.yaml"
};
static const unsigned char gb_yaml[] = {
#embed "data/regimes/gb.yaml"
};
static const unsigned char hk_yaml[] = {
#embed "data/regimes/hk.yaml"
};
static const unsigned char id_yaml[] = {
#embed "data/regimes/id.yaml"
};
static const unsigned char il_yaml[] = {
#embed "data/regimes/il.yaml"
};
static const unsigned char in_yaml[] = {
#embed "data/regimes/in.yaml"
};
static const unsigned char jp_yaml[] = {
#embed "data/regimes/jp.yaml"
};
static const unsigned char ke_yaml[] = {
#embed "data/regimes/ke.yaml"
};
static const unsigned char kr_yaml[] = {
#embed "data/regimes/kr.yaml"
};
static const unsigned char kz_yaml[] = {
#embed "data/regimes/kz.yaml"
};
static const unsigned char lk_yaml[] = {
#embed "data/regimes/lk.yaml"
};
static const unsigned char mx_yaml[] = {
#embed "data/regimes/mx.yaml"
};
static const unsigned char my_yaml[] = {
#embed "data/regimes/my.yaml"
};
static const unsigned char ng_yaml[] = {
#embed "data/regimes/ng.yaml"
};
static const unsigned char no_yaml[] = {
#embed "data/regimes/no.yaml"
};
static const unsigned char nz_yaml[] = {
#embed "data/regimes/nz.yaml"
};
static const unsigned char ph_yaml[] = {
#embed "data/regimes/ph.yaml"
};
static const unsigned char pk_yaml[] = {
#embed "data/regimes/pk.yaml"
};
static const unsigned char ru_yaml[] = {
#embed "data/regimes/ru.yaml"
};
static const unsigned char sa_yaml[] = {
#embed "data/regimes/sa.yaml"
};
static const unsigned char sg_yaml[] = {
#embed "data/regimes/sg.yaml"
};
static const unsigned char th_yaml[] = {
#embed "data/regimes/th.yaml"
};
static const unsigned char tr_yaml[] = {
#embed "data/regimes/tr.yaml"
};
static const unsigned char tw_yaml[] = {
#embed "data/regimes/tw.yaml"
};
static const unsigned char ua_yaml[] = {
#embed "data/regimes/ua.yaml"
};
static const unsigned char us_yaml[] = {
#embed "data/regimes/us.yaml"
};
static const unsigned char vn_yaml[] = {
#embed "data/regimes/vn.yaml"
};
static const unsigned char za_yaml[] = {
#embed "data/regimes/za.yaml"
};
static const unsigned char mfn_csv[] = {
#embed "data/regimes/mfn.csv"
};

typedef struct {
  const char *code;
  TariffBytes bytes;
} Regime;

#define REGIME(code, name) {code, {name, sizeof name}}

// In the order of the codes.
static const Regime regimes[] = {
    REGIME("AE", ae_yaml),
    REGIME("AR", ar_yaml),
    REGIME("AU", au_yaml),
    REGIME("BD", bd_yaml),
    REGIME("BR", br_yaml),
    REGIME("CA", ca_yaml),
    REGIME("CH", ch_yaml),
    REGIME("CL", cl_yaml),
    REGIME("CN", cn_yaml),
    REGIME("CO", co_yaml),
    REGIME("EG", eg_yaml),
    REGIME("EU", eu_yaml),
    REGIME("GB", gb_yaml),
    REGIME("HK", hk_yaml),
    REGIME("ID", id_yaml),
    REGIME("IL", il_yaml),
    REGIME("IN", in_yaml),
    REGIME("JP", jp_yaml),
    REGIME("KE", ke_yaml),
    REGIME("KR", kr_yaml),
    REGIME("KZ", kz_yaml),
    REGIME("LK", lk_yaml),
    REGIME("MX", mx_yaml),
    REGIME("MY", my_yaml),
    REGIME("NG", ng_yaml),
    REGIME("NO", no_yaml),
    REGIME("NZ", nz_yaml),
    REGIME("PH", ph_yaml),
    REGIME("PK", pk_yaml),
    REGIME("RU", ru_yaml),
    REGIME("SA", sa_yaml),
    REGIME("SG", sg_yaml),
    REGIME("TH", th_yaml),
    REGIME("TR", tr_yaml),
    REGIME("TW", tw_yaml),
    REGIME("UA", ua_yaml),
    REGIME("US", us_yaml),
    REGIME("VN", vn_yaml),
    REGIME("ZA", za_yaml),
};

size_t tariff_regimes_count(void) { return sizeof regimes / sizeof *regimes; }
const char *tariff_regime_code(size_t number) { return regimes[number].code; }
TariffBytes tariff_regime(size_t number) { return regimes[number].bytes; }
TariffBytes tariff_mfn(void) { return (TariffBytes){mfn_csv, sizeof mfn_csv}; }
