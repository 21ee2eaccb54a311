#pragma once
#include "bytes.h"

// How many destinations there are a file of.
size_t tariff_regimes_count(void);

// The two letters of the destination with a number below `tariff_regimes_count`, in the order of the letters.
const char *tariff_regime_code(size_t number);

// The file of the destination with a number below `tariff_regimes_count`.
TariffBytes tariff_regime(size_t number);

// The rates of duty that are known, a row for each heading and destination.
TariffBytes tariff_mfn(void);
