#include "store/deliveries.h"
