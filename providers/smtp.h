/*
 * smtp.h - the provider of type smtp.
 */
#ifndef PROVIDERS_SMTP_H
#define PROVIDERS_SMTP_H

#include "providers/provider.h"

extern const struct provider_ops smtp_provider;

#endif
