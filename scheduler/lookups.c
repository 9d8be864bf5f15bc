#include "scheduler/delivery.h"
