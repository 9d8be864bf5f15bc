/*
 * config_address.c - whether a text is an e-mail address or a URL that we can
 * use, as far as that can be told without asking the network.
 *
 * Deliberately narrower than RFC 5321 and 5322: no quoted local parts, no
 * domain literals, no comments. Called by config_value.c.
 */
#include <string.h>

#include "base/config_value.h"
#include "base/errors.h"
#include "base/text.h"

/* RFC 5321, 4.5.3.1: 256 for the path with its < and >. */
#define ADDRESS_MAX_BYTES 254
#define LOCAL_MAX_BYTES 64
#define LABEL_MAX_BYTES 63

#define ADDRESS_FORM "allowed are name@example.com and Name <name@example.com>"

/* RFC 5322 dot-atom, with the characters beyond ASCII of RFC 6531. */
static gboolean
local_part_is_sound(const char *local)
{
	if (*local == '\0' || *local == '.' || g_str_has_suffix(local, ".") ||
	    strstr(local, "..") != NULL || strlen(local) > LOCAL_MAX_BYTES)
		return FALSE;
	for (; *local != '\0'; local++)
		if ((guchar)*local < 0x80 && !g_ascii_isalnum(*local) &&
		    strchr("!#$%&'*+-/=?^_`{|}~.", *local) == NULL)
			return FALSE;
	return TRUE;
}

static gboolean
domain_is_sound(const char *domain)
{
	g_auto(GStrv) labels = g_strsplit(domain, ".", -1);

	if (*labels == NULL)
		return FALSE;
	for (char **label = labels; *label != NULL; label++) {
		if (**label == '\0' || **label == '-' ||
		    g_str_has_suffix(*label, "-") ||
		    strlen(*label) > LABEL_MAX_BYTES)
			return FALSE;
		for (const char *c = *label; *c != '\0'; c++)
			if ((guchar)*c < 0x80 && !g_ascii_isalnum(*c) &&
			    *c != '-' && *c != '_')
				return FALSE;
	}
	return TRUE;
}

static gboolean
plain_address_check(const char *address, GError **error)
{
	const char *at = strchr(address, '@');
	g_autofree char *local = NULL;

	if (at == NULL)
		return config_refuse(error, "\"%s\" has no @; " ADDRESS_FORM,
		    address);
	if (strchr(at + 1, '@') != NULL)
		return config_refuse(error,
		    "\"%s\" has more than one @; " ADDRESS_FORM, address);
	if (strlen(address) > ADDRESS_MAX_BYTES)
		return config_refuse(error,
		    "the address has %zu bytes, "
		    "allowed are %d",
		    strlen(address), ADDRESS_MAX_BYTES);
	local = g_strndup(address, at - address);
	if (!local_part_is_sound(local))
		return config_refuse(error,
		    "\"%s\", before the @, is no local "
		    "part of an address; " ADDRESS_FORM,
		    local);
	if (!domain_is_sound(at + 1))
		return config_refuse(error,
		    "\"%s\", after the @, is no "
		    "domain; " ADDRESS_FORM,
		    at + 1);
	return TRUE;
}

/* A display name: any text, in quotes or without them. */
static gboolean
name_is_sound(const char *name)
{
	gsize n = strlen(name);

	if (n >= 2 && name[0] == '"' && name[n - 1] == '"') {
		name++;
		n -= 2;
	}
	for (gsize i = 0; i < n; i++)
		if (strchr("<>\"\\", name[i]) != NULL)
			return FALSE;
	return TRUE;
}

gboolean
config_address_check(const char *text, GError **error)
{
	const char *open = strchr(text, '<');
	g_autofree char *name = NULL;
	g_autofree char *address = NULL;

	if (!g_utf8_validate(text, -1, NULL) || text_has_control(text))
		return config_refuse(error,
		    "a control character is in the "
		    "address; " ADDRESS_FORM);
	if (open == NULL)
		return plain_address_check(text, error);
	name = g_strstrip(g_strndup(text, open - text));
	address = g_strdup(open + 1);
	if (!g_str_has_suffix(address, ">"))
		return config_refuse(error,
		    "the < is not closed by a > at "
		    "the end; " ADDRESS_FORM);
	address[strlen(address) - 1] = '\0';
	if (!name_is_sound(name))
		return config_refuse(error,
		    "\"%s\" is no display name (no "
		    "< > \" \\ in it); " ADDRESS_FORM,
		    name);
	return plain_address_check(address, error);
}

/* These name a file; all others need a host. */
static gboolean
is_local_scheme(const char *scheme)
{
	static const char *const local[] = { "file", "maildir", "mailto",
		"sqlite", NULL };

	return g_strv_contains(local, scheme);
}

static char *
url_forms(const char *const *schemes)
{
	g_autoptr(GString) forms = g_string_new("allowed is ");

	if (schemes == NULL)
		return g_strdup("allowed is SCHEME://HOST");
	for (guint i = 0; schemes[i] != NULL; i++)
		g_string_append_printf(forms, "%s%s:%s",
		    i == 0		       ? "" :
			schemes[i + 1] == NULL ? " or " :
						 ", ",
		    schemes[i], is_local_scheme(schemes[i]) ? "..." : "//HOST");
	return g_string_free(g_steal_pointer(&forms), FALSE);
}

gboolean
config_url_check(const char *text, const char *const *schemes, GError **error)
{
	g_autofree char *forms = url_forms(schemes);
	g_autofree char *scheme = NULL, *password = NULL, *host = NULL;
	gboolean parsed = g_uri_split_with_user(text, G_URI_FLAGS_HAS_PASSWORD,
	    &scheme, NULL, &password, NULL, &host, NULL, NULL, NULL, NULL,
	    NULL);

	if (!parsed || scheme == NULL || text_has_control(text))
		return config_refuse(error, "this is no URL; %s", forms);
	if (schemes != NULL && !g_strv_contains(schemes, scheme)) {
		g_autofree char *hint = config_words_hint(scheme, schemes);

		return config_refuse(error,
		    "the scheme \"%s\" is not known "
		    "here%s; %s",
		    scheme, hint, forms);
	}
	/* The INI file may be open to all, and messages show its values. */
	if (password != NULL)
		return config_refuse(error,
		    "a password stands in the URL; "
		    "put it into a file that only its owner can read");
	if (is_local_scheme(scheme))
		return text[strlen(scheme) + 1] != '\0' ?
		    TRUE :
		    config_refuse(error, "nothing follows \"%s:\"", scheme);
	if (strpbrk(text, " \t") != NULL)
		return config_refuse(error, "a blank stands in the URL; %s",
		    forms);
	if (host == NULL || *host == '\0')
		return config_refuse(error, "the URL has no host; %s", forms);
	return TRUE;
}
