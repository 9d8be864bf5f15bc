#include "scheduler/recurring.h"
