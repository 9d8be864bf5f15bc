/*
 * http_gateway.h - see http_gateway.c.
 */
#ifndef PROVIDERS_HTTP_GATEWAY_H
#define PROVIDERS_HTTP_GATEWAY_H

#include "providers/provider.h"

extern const struct provider_ops http_provider;

#endif
