#include "base/phone.h"
