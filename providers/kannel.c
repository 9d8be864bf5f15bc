#include "providers/kannel.h"
