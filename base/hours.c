#include "base/hours.h"
