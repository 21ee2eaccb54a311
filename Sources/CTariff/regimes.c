#include "CTariff.h"

typedef struct {
  const char *code;
  TariffBytes bytes;
} Regime;

static const Regime regimes[] = {{"", {0, 0}}};

size_t tariff_regimes_count(void) { return sizeof regimes / sizeof *regimes - 1; }
const char *tariff_regime_code(size_t number) { return regimes[number].code; }
TariffBytes tariff_regime(size_t number) { return regimes[number].bytes; }
