#include "store/replies.h"
