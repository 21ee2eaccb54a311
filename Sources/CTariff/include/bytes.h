#pragma once
#include <stddef.h>

// The bytes of a file; they live as long as the program.
typedef struct {
  const unsigned char *start;
  size_t count;
} TariffBytes;
