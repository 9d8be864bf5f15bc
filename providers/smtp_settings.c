/*
 * smtp_settings.c - declares, checks and reads the keys of an SMTP provider.
 * Called by smtp.c.
 */
#include "providers/smtp_settings.h"

#include <gio/gio.h>
#include <string.h>

#include "base/text.h"
#include "providers/mail_keys.h"

static const char *const url_schemes[] = { "smtp", "smtps", NULL };
/* In the order of enum smtp_tls. */
static const char *const tls_choices[] = { "required", "opportunistic", "no",
	NULL };

const struct config_key smtp_keys[] = {
	MAIL_KEYS,
	{ .name = "url", .type = CONFIG_URL, .required = TRUE,
	    .choices = url_schemes, .example = "smtp://mail.example.com:587",
	    .help = "The mail server that takes our mails. smtp:// begins in "
	    "clear and turns to TLS (STARTTLS), smtps:// is TLS from the first "
	    "byte. Without a port it is 25 for smtp, 465 for smtps." },
	{ .name = "user", .type = CONFIG_TEXT, .example = "survey@example.com",
	    .help = "The name to log in by, with the password or the token. "
	    "The address in `from`, if it is left out." },
	{ .name = "password_file", .type = CONFIG_SECRET_FILE,
	    .example = "mail.password",
	    .help = "Where the password is (AUTH PLAIN or LOGIN). It is read "
	    "when the configuration is." },
	{ .name = "token_file", .type = CONFIG_SECRET_FILE,
	    .example = "mail.token",
	    .help = "In place of a password: where an OAuth 2.0 access token "
	    "is (AUTH XOAUTH2). It is read again when the server no longer "
	    "takes the token." },
	{ .name = "token_command", .type = CONFIG_TEXT,
	    .example = "/usr/local/bin/mail-token --scope smtp",
	    .help = "The same, but a program that prints the token; no shell "
	    "is involved. It is run again when the server no longer takes the "
	    "token." },
	{ .name = "tls", .type = CONFIG_CHOICE, .fallback = "required",
	    .choices = tls_choices,
	    .help = "For smtp://. `required`: no mail leaves unless the server "
	    "offers STARTTLS and its certificate is good. `opportunistic`: TLS "
	    "if it is offered, with a good certificate; never with a password. "
	    "`no`: in clear, for a relay on this machine." },
	{ .name = "ca_file", .type = CONFIG_PATH,
	    .example = "ca.pem",
	    .help = "Certificates (PEM) to trust beside the system's, for a "
	    "server with a certificate of your own making." },
	{ .name = "hello", .type = CONFIG_TEXT, .example = "app.example.com",
	    .help = "The name we give in EHLO. The machine's host name, if it "
	    "is left out." },
	{ .name = "connections", .type = CONFIG_INTEGER, .fallback = "4",
	    .min = 1, .max = 100,
	    .help = "How many connections may be open at once." },
	{ .name = "mails_per_connection", .type = CONFIG_INTEGER,
	    .fallback = "100", .min = 1, .max = 100000,
	    .help = "After so many mails a connection is closed." },
	{ .name = "idle_timeout", .type = CONFIG_DURATION,
	    .fallback = "30 seconds", .min = 1, .max = 3600,
	    .help = "An idle connection is closed after this time." },
	{ .name = "connect_timeout", .type = CONFIG_DURATION,
	    .fallback = "30 seconds", .min = 1, .max = 3600,
	    .help = "How long to wait for the connection itself." },
	{ .name = "command_timeout", .type = CONFIG_DURATION,
	    .fallback = "5 minutes", .min = 1, .max = 3600,
	    .help = "How long to wait for the answer to a command "
	    "(RFC 5321, 4.5.3.2)." },
	{ .name = "dot_timeout", .type = CONFIG_DURATION,
	    .fallback = "10 minutes", .min = 1, .max = 7200,
	    .help = "How long to wait for the verdict on a mail whose last "
	    "byte has left. After that it is in doubt." },
	{ .name = NULL },
};

static enum smtp_tls
tls_read(const struct config_section *section)
{
	const char *word = config_text(section, "tls");

	for (gsize i = 0; word != NULL && tls_choices[i] != NULL; i++)
		if (g_str_equal(word, tls_choices[i]))
			return (enum smtp_tls)i;
	return SMTP_TLS_REQUIRED;
}

static void
check_url(const struct config_section *section, gboolean secret,
    GPtrArray *mistakes)
{
	g_autoptr(GUri) uri = g_uri_parse(config_text(section, "url"),
	    G_URI_FLAGS_NONE, NULL);
	enum smtp_tls tls = tls_read(section);

	if (uri == NULL || g_uri_get_host(uri) == NULL ||
	    *g_uri_get_host(uri) == '\0') {
		config_mistake(section, "url", mistakes,
		    "no host was found in it; write smtp://HOST:PORT");
		return;
	}
	if (g_uri_get_userinfo(uri) != NULL)
		config_mistake(section, "url", mistakes,
		    "a user or password has no place in it; use `user` and "
		    "`password_file`");
	if (strlen(g_uri_get_path(uri)) > 1 || g_uri_get_query(uri) != NULL ||
	    g_uri_get_fragment(uri) != NULL)
		config_mistake(section, "url", mistakes,
		    "nothing may follow host and port");
	if (g_str_equal(g_uri_get_scheme(uri), "smtps")) {
		if (tls != SMTP_TLS_REQUIRED)
			config_mistake(section, "tls", mistakes,
			    "smtps:// is TLS always; use smtp:// or leave it "
			    "out");
	} else if (secret && tls == SMTP_TLS_OPPORTUNISTIC) {
		config_mistake(section, "tls", mistakes,
		    "`opportunistic` would show the password to whoever "
		    "stands in between; use `required`");
	} else if (secret && tls == SMTP_TLS_NO &&
	    !text_is_loopback(g_uri_get_host(uri))) {
		config_mistake(section, "tls", mistakes,
		    "`no` would send the password in clear to another "
		    "machine; use `required`");
	}
}

void
smtp_settings_check(const struct config_section *section, GPtrArray *mistakes)
{
	const char *hello = config_text(section, "hello");
	const char *secret = login_keys_check(section, mistakes);

	if (secret == NULL && config_has(section, "user"))
		config_mistake(section, "user", mistakes,
		    "it needs `password_file`, `token_file` or "
		    "`token_command`");
	if (hello != NULL && (*hello == '\0' ||
	    strspn(hello, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS ".-[]:") !=
	    strlen(hello)))
		config_mistake(section, "hello", mistakes,
		    "a host name was expected");
	if (config_has(section, "url"))
		check_url(section, secret != NULL, mistakes);
}

/* "Aurora Spa <survey@example.com>" -> "survey@example.com"; owned. */
static char *
bare_address(const char *from)
{
	const char *open = strrchr(from, '<');

	if (open == NULL)
		return g_strstrip(g_strdup(from));
	return g_strndup(open + 1, strcspn(open + 1, ">"));
}

struct smtp_settings *
smtp_settings_read(const struct config_section *section, GError **error)
{
	g_autoptr(smtp_settings) settings = g_new0(struct smtp_settings, 1);
	const char *url = config_text(section, "url");
	const char *hello = config_text(section, "hello");

	settings->implicit_tls = g_str_has_prefix(url, "smtps:");
	settings->url = hello == NULL ? g_strdup(url) :
	    g_strdup_printf("%s%s%s", url,
	    g_str_has_suffix(url, "/") ? "" : "/", hello);
	settings->tls = tls_read(section);
	settings->ca_file = g_strdup(config_text(section, "ca_file"));
	if (!login_secret_read(section, &settings->secret, error))
		return NULL;
	if (settings->secret.password != NULL ||
	    settings->secret.token_file != NULL ||
	    settings->secret.token_command != NULL)
		settings->user = config_has(section, "user") ?
		    g_strdup(config_text(section, "user")) :
		    bare_address(config_text(section, "from"));
	settings->connections = (guint)config_number(section, "connections");
	settings->mails_per_connection =
	    (guint)config_number(section, "mails_per_connection");
	settings->idle_timeout_s =
	    (guint)config_number(section, "idle_timeout");
	settings->connect_timeout_s =
	    (guint)config_number(section, "connect_timeout");
	settings->command_timeout_s =
	    (guint)config_number(section, "command_timeout");
	settings->dot_timeout_s = (guint)config_number(section, "dot_timeout");
	return g_steal_pointer(&settings);
}

void
smtp_settings_free(struct smtp_settings *settings)
{
	if (settings == NULL)
		return;
	g_free(settings->url);
	g_free(settings->ca_file);
	g_free(settings->user);
	login_secret_clear(&settings->secret);
	g_free(settings);
}
