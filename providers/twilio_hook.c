#include "providers/twilio.h"
