#pragma once
#include "bytes.h"

// A file of data/ about goods and papers.
typedef enum __attribute__((enum_extensibility(closed))) {
  GoodsFileNomenclature,
  GoodsFileSections,
  GoodsFileFacts,
  GoodsFileWords,
  GoodsFileVague,
  GoodsFilePapers,
  GoodsFilePaperSources,
  GoodsFileTariffSources,
} GoodsFile;

// The bytes of `file`.
TariffBytes goods_bytes(GoodsFile file);
