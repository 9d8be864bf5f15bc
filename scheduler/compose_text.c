#include "scheduler/compose.h"
