/*
 * imap_keys.c - what [inbox NAME] with `type = imap` may say, judged and read.
 * It talks to nobody. inbox_imap.c calls it.
 */
#include "providers/imap_keys.h"

#include <gio/gio.h>
#include <string.h>

#include "base/errors.h"
#include "base/text.h"
#include "providers/inbox_keys.h"

static const char *const schemes[] = { "imaps", "imap", NULL };
static const char *const tls_choices[] = { "required", "no", NULL };

const struct config_key imap_keys[] = {
	{
		.name = "url",
		.type = CONFIG_URL,
		.required = TRUE,
		.choices = schemes,
		.example = "imaps://mail.example.com/INBOX",
		.help = "The server and the mailbox. imaps:// is TLS from the "
		    "start (port 993), imap:// with STARTTLS (port 143). "
		    "Without a mailbox it is INBOX.",
	},
	INBOX_KEY_ADDRESS,
	{
		.name = "user",
		.type = CONFIG_TEXT,
		.required = TRUE,
		.example = "survey@example.com",
		.help = "The name to log in by.",
	},
	{
		.name = "password_file",
		.type = CONFIG_SECRET_FILE,
		.example = "imap.password",
		.help = "Where the password is. It is read when the "
		    "configuration is.",
	},
	{
		.name = "token_file",
		.type = CONFIG_SECRET_FILE,
		.example = "imap.token",
		.help = "In place of a password: where an OAuth 2.0 access "
		    "token is (OAUTHBEARER or XOAUTH2). It is read again "
		    "when the server no longer takes the token.",
	},
	{
		.name = "token_command",
		.type = CONFIG_TEXT,
		.example = "/usr/local/bin/mail-token --scope imap",
		.help = "The same, but a program that prints the token; no "
		    "shell is involved. It is run again when the server no "
		    "longer takes the token.",
	},
	{
		.name = "tls",
		.type = CONFIG_CHOICE,
		.fallback = "required",
		.choices = tls_choices,
		.help = "`required`: no login without TLS and a good "
		    "certificate. `no`: imap:// in clear, to a server on this "
		    "machine.",
	},
	{
		.name = "ca_file",
		.type = CONFIG_PATH,
		.example = "ca.pem",
		.help = "Certificates (PEM) to trust beside the system's, for "
		    "a server with a certificate of your own making.",
	},
	INBOX_KEY_POLL,
	{
		.name = "timeout",
		.type = CONFIG_DURATION,
		.fallback = "30 seconds",
		.min = 1,
		.max = 10 * 60,
		.help = "How long the server may be silent.",
	},
	INBOX_KEY_MAX_MAIL,
	{ .name = NULL },
};

static gboolean
is_plaintext(const struct config_section *section)
{
	return g_strcmp0(config_text(section, "tls"), "no") == 0;
}

static void
check_url(const struct config_section *section, GPtrArray *mistakes)
{
	g_autoptr(GUri) uri = g_uri_parse(config_text(section, "url"),
	    G_URI_FLAGS_NONE, NULL);

	if (uri == NULL || g_uri_get_host(uri) == NULL)
		return; /* reported: its type says that it needs one */
	if (g_uri_get_userinfo(uri) != NULL)
		config_mistake(section, "url", mistakes,
		    "a user has no place in it; use `user`");
	if (g_uri_get_query(uri) != NULL || g_uri_get_fragment(uri) != NULL ||
	    strchr(g_uri_get_path(uri), ';') != NULL)
		config_mistake(section, "url", mistakes,
		    "only the mailbox may follow the host; in its name write "
		    "; as %%3B, ? as %%3F and # as %%23");
	if (!is_plaintext(section))
		return;
	if (g_str_equal(g_uri_get_scheme(uri), "imaps"))
		config_mistake(section, "tls", mistakes,
		    "imaps:// is TLS always; use imap:// or leave it out");
	else if (!text_is_loopback(g_uri_get_host(uri)))
		config_mistake(section, "tls", mistakes,
		    "`no` would send the password in clear to another "
		    "machine; use `required`");
}

void
imap_keys_check(const struct config_section *section, GPtrArray *mistakes)
{
	inbox_check_address(section, mistakes);
	if (login_keys_check(section, mistakes) == NULL)
		config_mistake(section, "password_file", mistakes,
		    "missing; one of `password_file`, `token_file` and "
		    "`token_command` is needed to log in");
	if (config_has(section, "url"))
		check_url(section, mistakes);
}

/* It goes to the worker as JSON. */
static gboolean
check_password(const struct config_section *section, const char *password,
    GError **error)
{
	return password == NULL || g_utf8_validate(password, -1, NULL) ||
	    config_refuse(error, "%s: its first line is no UTF-8",
		config_text(section, "password_file"));
}

struct imap_settings *
imap_settings_read(const struct config_section *section, GError **error)
{
	g_autoptr(imap_settings) settings = g_new0(struct imap_settings, 1);

	settings->url = g_strdup(config_text(section, "url"));
	settings->user = g_strdup(config_text(section, "user"));
	settings->ca_file = g_strdup(config_text(section, "ca_file"));
	settings->plaintext = is_plaintext(section);
	settings->max_mail = config_number(section, "max_mail");
	settings->timeout_s = config_number(section, "timeout");
	if (!login_secret_read(section, &settings->secret, error) ||
	    !check_password(section, settings->secret.password, error))
		return NULL;
	return g_steal_pointer(&settings);
}

void
imap_settings_free(struct imap_settings *settings)
{
	if (settings == NULL)
		return;
	login_secret_clear(&settings->secret);
	g_free(settings->url);
	g_free(settings->user);
	g_free(settings->ca_file);
	g_free(settings);
}
