// The atlas's data files, compiled into the library byte for byte. data/README.md names their sources and licences.
#pragma once
#include <stddef.h>

// One file of Sources/CAtlas/data.
typedef enum __attribute__((enum_extensibility(closed))) {
  AtlasFilePlaces,
  AtlasFileCountries,
  AtlasFileLanes,
  AtlasFileNames,
  AtlasFileSeaLegs,
  AtlasFileCoastCoarse,
  AtlasFileCoastFine,
  AtlasFileBorders,
  AtlasFileLakes,
} AtlasFile;

// The bytes of a file; they live as long as the program.
typedef struct {
  const unsigned char *start;
  size_t count;
} AtlasBytes;

// The bytes of `file`.
AtlasBytes atlas_bytes(AtlasFile file);
