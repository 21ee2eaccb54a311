#include "goods.h"

static const unsigned char nomenclature[] = {
#embed "data/goods-hs.txt"
};
static const unsigned char sections[] = {
#embed "data/goods-sections.txt"
};
static const unsigned char facts[] = {
#embed "data/goods-facts.txt"
};
static const unsigned char words[] = {
#embed "data/goods-words.txt"
};
static const unsigned char vague[] = {
#embed "data/goods-vague.txt"
};
static const unsigned char papers[] = {
#embed "data/documents.txt"
};
static const unsigned char paper_sources[] = {
#embed "data/documents-sources.txt"
};
static const unsigned char tariff_sources[] = {
#embed "data/regimes/mfn-sources.txt"
};

TariffBytes goods_bytes(GoodsFile file) {
  switch (file) {
  case GoodsFileNomenclature: return (TariffBytes){nomenclature, sizeof nomenclature};
  case GoodsFileSections: return (TariffBytes){sections, sizeof sections};
  case GoodsFileFacts: return (TariffBytes){facts, sizeof facts};
  case GoodsFileWords: return (TariffBytes){words, sizeof words};
  case GoodsFileVague: return (TariffBytes){vague, sizeof vague};
  case GoodsFilePapers: return (TariffBytes){papers, sizeof papers};
  case GoodsFileTariffSources: return (TariffBytes){tariff_sources, sizeof tariff_sources};
  case GoodsFilePaperSources: return (TariffBytes){paper_sources, sizeof paper_sources};
  }
  return (TariffBytes){0, 0};
}
