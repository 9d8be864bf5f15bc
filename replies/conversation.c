#include "replies/conversation.h"
