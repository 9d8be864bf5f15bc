/*
 * imap_keys.h - the keys of an [inbox] of type imap, and their values. For
 * inbox_imap.c alone.
 */
#ifndef PROVIDERS_IMAP_KEYS_H
#define PROVIDERS_IMAP_KEYS_H

#include "base/autoptr.h"
#include "base/config.h"
#include "providers/login_keys.h"

struct imap_settings {
	char *url;
	char *user;
	struct login_secret secret;
	char *ca_file; /* or NULL */
	gboolean plaintext;
	gint64 max_mail; /* bytes */
	gint64 timeout_s;
};

extern const struct config_key imap_keys[];

/* What needs more than one key; adds to mistakes. */
void imap_keys_check(const struct config_section *section, GPtrArray *mistakes);

/* NULL with error set if the password cannot be read. */
struct imap_settings *imap_settings_read(const struct config_section *section,
    GError **error);
void imap_settings_free(struct imap_settings *settings);
AUTOPTR_DEFINE(imap_settings, imap_settings_free)

#endif
