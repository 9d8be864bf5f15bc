#include "providers/hook_secret.h"
