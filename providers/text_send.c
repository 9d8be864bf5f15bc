#include "providers/text_send.h"
