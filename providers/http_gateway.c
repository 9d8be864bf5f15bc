#include "providers/http_gateway.h"
