#include "base/calendar.h"
