/*
 * kannel.h - see kannel.c.
 */
#ifndef PROVIDERS_KANNEL_H
#define PROVIDERS_KANNEL_H

#include "providers/provider.h"

extern const struct provider_ops kannel_provider;

#endif
