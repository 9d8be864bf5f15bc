#include "scheduler/texting.h"
