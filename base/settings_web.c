/*
 * settings_web.c - the section [web]: its keys, what they may be, and the
 * struct web_settings that is built of it.
 *
 * The socket is web/'s to open. Called by settings.c.
 */
#include "base/settings_internal.h"

#include <gio/gio.h>
#include <string.h>

#include "base/text.h"

const struct config_key settings_web_keys[] = {
	{ .name = "listen",
	    .type = CONFIG_TEXT,
	    .fallback = "127.0.0.1:8480",
	    .help = "Where requests come in: an address of this machine and a "
		    "port; [::1]:8480 by IPv6. What is not loopback should "
		    "stand behind a proxy that speaks TLS." },
	{ .name = "public_url",
	    .type = CONFIG_URL,
	    .choices = (const char *const[]){ "https", "http", NULL },
	    .example = "https://survey.example.com",
	    .help = "What the world calls to get there. The webhooks of "
		    "[provider NAME] are at /hooks/NAME below it. Some "
		    "gateways sign it: it must be right to the letter. http "
		    "is for this machine alone. Without it texts are asked "
		    "for, where the gateway can be asked." },
	{ .name = "proxied",
	    .type = CONFIG_BOOLEAN,
	    .fallback = "no",
	    .help = "Whether a proxy stands in front that says in "
		    "X-Forwarded-For who calls. Only then it is believed." },
	{ .name = "metrics",
	    .type = CONFIG_BOOLEAN,
	    .fallback = "no",
	    .help = "Whether /metrics tells Prometheus how it goes. Only who "
		    "asks without a proxy is told." },
	{ .name = "connections",
	    .type = CONFIG_INTEGER,
	    .fallback = "100",
	    .min = 1,
	    .max = 1000,
	    .help = "How many may be open at once." },
	{ .name = "connections_per_address",
	    .type = CONFIG_INTEGER,
	    .fallback = "20",
	    .min = 1,
	    .max = 1000,
	    .help = "How many of one address may be open at once. With "
		    "`proxied` all come from the proxy's, and only "
		    "`connections` counts." },
	{ .name = "deadline",
	    .type = CONFIG_DURATION,
	    .fallback = "10 seconds",
	    .min = 1,
	    .max = 10 * 60,
	    .help = "How long a request may take from its first byte to its "
		    "last." },
	{ 0 },
};

/* "127.0.0.1:8480", "[::1]:8480": the address without brackets. */
static gboolean
listen_parse(const char *text, char **host, guint *port)
{
	const char *colon = strrchr(text, ':');
	g_autofree char *address = NULL;
	guint64 number;
	gsize n;

	if (colon == NULL ||
	    !g_ascii_string_to_unsigned(colon + 1, 10, 1, 65535, &number, NULL))
		return FALSE;
	n = (gsize)(colon - text);
	if (n > 2 && text[0] == '[' && text[n - 1] == ']')
		address = g_strndup(text + 1, n - 2);
	else if (memchr(text, ':', n) == NULL)
		address = g_strndup(text, n);
	if (g_strcmp0(address, "localhost") == 0) {
		g_free(address);
		address = g_strdup("127.0.0.1");
	}
	if (address == NULL || !g_hostname_is_ip_address(address))
		return FALSE;
	*host = g_steal_pointer(&address);
	*port = (guint)number;
	return TRUE;
}

static void
check_public_url(const struct config_section *section, const char *text,
    GPtrArray *mistakes)
{
	g_autoptr(GUri) uri = g_uri_parse(text, G_URI_FLAGS_ENCODED, NULL);
	const char *host = uri != NULL ? g_uri_get_host(uri) : NULL;

	if (host == NULL)
		return; /* config_value.c has said so */
	if (g_uri_get_query(uri) != NULL || g_uri_get_fragment(uri) != NULL ||
	    g_uri_get_userinfo(uri) != NULL)
		config_mistake(section, "public_url", mistakes,
		    "there is more than a host and a path in \"%s\"; allowed "
		    "is one such as https://survey.example.com",
		    text);
	if (strcmp(g_uri_get_scheme(uri), "http") == 0 &&
	    !text_is_loopback(host))
		config_mistake(section, "public_url", mistakes,
		    "\"%s\" would carry texts in clear; allowed is https, or "
		    "http on this machine, as http://127.0.0.1:8480",
		    text);
}

void
settings_web_check(const struct config_section *section, GPtrArray *mistakes)
{
	const char *text = config_text(section, "listen");
	const char *url = config_text(section, "public_url");
	g_autofree char *host = NULL;
	guint port;

	if (text != NULL && !listen_parse(text, &host, &port))
		config_mistake(section, "listen", mistakes,
		    "\"%s\" is no address with a port; allowed are such as "
		    "127.0.0.1:8480 or [::1]:8480",
		    text);
	if (url != NULL)
		check_public_url(section, url, mistakes);
}

void
settings_web_build(struct web_settings *web,
    const struct config_section *section)
{
	gsize n;

	web->on = TRUE;
	listen_parse(config_text(section, "listen"), &web->host, &web->port);
	web->public_url = g_strdup(config_text(section, "public_url"));
	for (n = web->public_url != NULL ? strlen(web->public_url) : 0;
	     n > 0 && web->public_url[n - 1] == '/'; n--)
		web->public_url[n - 1] = '\0';
	web->proxied = config_boolean(section, "proxied");
	web->metrics = config_boolean(section, "metrics");
	web->connections = (guint)config_number(section, "connections");
	web->connections_per_address = (guint)config_number(section,
	    "connections_per_address");
	web->deadline_s = config_number(section, "deadline");
}

void
settings_web_clear(struct web_settings *web)
{
	g_free(web->host);
	g_free(web->public_url);
}
