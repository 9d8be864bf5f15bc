/*
 * maildir.h - a provider that puts mails into a Maildir instead of sending
 * them: for staging a configuration, and for hosts whose mail is collected.
 */
#ifndef PROVIDERS_MAILDIR_H
#define PROVIDERS_MAILDIR_H

#include "providers/provider.h"

extern const struct provider_ops maildir_provider;

#endif
