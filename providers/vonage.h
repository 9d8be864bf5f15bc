/*
 * vonage.h - see vonage.c.
 */
#ifndef PROVIDERS_VONAGE_H
#define PROVIDERS_VONAGE_H

#include "providers/provider.h"

extern const struct provider_ops vonage_provider;

#endif
