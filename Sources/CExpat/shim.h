// Expat, the XML parser of many systems, as it is.
#pragma once
#include <expat.h>
