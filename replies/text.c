#include "replies/text.h"
