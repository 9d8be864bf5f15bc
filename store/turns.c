#include "store/turns.h"
