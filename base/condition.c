#include "base/condition.h"
