#include "base/gsm.h"
