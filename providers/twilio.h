/*
 * twilio.h - see twilio.c.
 */
#ifndef PROVIDERS_TWILIO_H
#define PROVIDERS_TWILIO_H

#include "providers/provider.h"

extern const struct provider_ops twilio_provider;

#endif
