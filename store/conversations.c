#include "store/conversations.h"
