#include "store/follow_ups.h"
