#include "providers/http_client.h"
