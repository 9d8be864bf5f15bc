#include "providers/vonage.h"
