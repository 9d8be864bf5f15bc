#include "scheduler/window.h"
