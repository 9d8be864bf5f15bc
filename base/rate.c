#include "base/rate.h"
