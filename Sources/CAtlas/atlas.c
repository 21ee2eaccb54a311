#include "CAtlas.h"

static const unsigned char places[] = {
#embed "data/locations.csv"
};
static const unsigned char countries[] = {
#embed "data/countries.csv"
};
static const unsigned char lanes[] = {
#embed "data/lanes.csv"
};
static const unsigned char names[] = {
#embed "data/names.csv"
};
static const unsigned char sea_legs[] = {
#embed "data/sea-legs.txt"
};
static const unsigned char coast_coarse[] = {
#embed "data/coastline-110m.txt"
};
static const unsigned char coast_fine[] = {
#embed "data/coastline-50m.txt"
};
static const unsigned char borders[] = {
#embed "data/borders-110m.txt"
};
static const unsigned char lakes[] = {
#embed "data/lakes.txt"
};

AtlasBytes atlas_bytes(AtlasFile file) {
  switch (file) {
  case AtlasFilePlaces: return (AtlasBytes){places, sizeof places};
  case AtlasFileCountries: return (AtlasBytes){countries, sizeof countries};
  case AtlasFileLanes: return (AtlasBytes){lanes, sizeof lanes};
  case AtlasFileNames: return (AtlasBytes){names, sizeof names};
  case AtlasFileSeaLegs: return (AtlasBytes){sea_legs, sizeof sea_legs};
  case AtlasFileCoastCoarse: return (AtlasBytes){coast_coarse, sizeof coast_coarse};
  case AtlasFileCoastFine: return (AtlasBytes){coast_fine, sizeof coast_fine};
  case AtlasFileBorders: return (AtlasBytes){borders, sizeof borders};
  case AtlasFileLakes: return (AtlasBytes){lakes, sizeof lakes};
  }
  return (AtlasBytes){0, 0};
}
