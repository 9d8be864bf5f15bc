#include "scheduler/follow_up.h"
