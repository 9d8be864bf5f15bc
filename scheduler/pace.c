#include "scheduler/pace.h"
