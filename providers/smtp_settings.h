/*
 * smtp_settings.h - the keys of a provider of type smtp, and what they say.
 */
#ifndef PROVIDERS_SMTP_SETTINGS_H
#define PROVIDERS_SMTP_SETTINGS_H

#include <glib.h>

#include "base/autoptr.h"
#include "base/config.h"
#include "providers/login_keys.h"

enum smtp_tls {
	SMTP_TLS_REQUIRED,
	SMTP_TLS_OPPORTUNISTIC, /* if offered; then the certificate counts */
	SMTP_TLS_NO,
};

struct smtp_settings {
	char *url; /* as libcurl takes it, with the name for EHLO */
	gboolean implicit_tls;
	enum smtp_tls tls;
	char *ca_file; /* or NULL */
	char *user;    /* NULL: no AUTH, and no secret */
	struct login_secret secret;
	guint connections;
	guint mails_per_connection;
	guint idle_timeout_s;
	guint connect_timeout_s;
	guint command_timeout_s;
	guint dot_timeout_s;
};

/* Beside those of every provider, of which `from` is read here. */
extern const struct config_key smtp_keys[];

/* What takes more than one key to see; adds to mistakes. */
void smtp_settings_check(const struct config_section *section,
    GPtrArray *mistakes);

/* NULL with error set if a secret cannot be read. */
struct smtp_settings *smtp_settings_read(const struct config_section *section,
    GError **error);
void smtp_settings_free(struct smtp_settings *settings);
AUTOPTR_DEFINE(smtp_settings, smtp_settings_free)

#endif
