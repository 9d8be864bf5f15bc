#include "base/ical.h"
