// What the law of each destination asks, compiled into the library byte for byte. data/README.md says where it comes from.
#pragma once
#include "bytes.h"
#include "goods.h"
#include "regimes.h"
