/*
 * http_gateway_keys.h - the keys of a provider of type http, and what they may
 * say together. For http_gateway.c alone.
 */
#ifndef PROVIDERS_HTTP_GATEWAY_KEYS_H
#define PROVIDERS_HTTP_GATEWAY_KEYS_H

#include "base/config.h"

extern const struct config_key http_gateway_keys[];

/* Adds to mistakes. */
void http_gateway_check(const struct config_section *section,
    GPtrArray *mistakes);

#endif
