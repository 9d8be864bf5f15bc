/*
 * hook_secret.c - see hook_secret.h. Called by the gateways that sign nothing.
 */
#include "providers/hook_secret.h"

#include <gio/gio.h>
#include <string.h>

#include "base/errors.h"

#define SECRET_MIN_BYTES 16
#define SECRET_MAX_BYTES 100

struct hook_secret {
	char *secret;
	GPtrArray *ranges; /* GInetAddressMask; empty: from anywhere */
};

static gboolean
secret_check(const char *secret, GError **error)
{
	gsize n = strlen(secret);

	if (n >= SECRET_MIN_BYTES && n <= SECRET_MAX_BYTES &&
	    strspn(secret, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS) == n)
		return TRUE;
	return config_refuse(error,
	    "the secret in the file does not fit; allowed are %d to %d "
	    "letters and digits",
	    SECRET_MIN_BYTES, SECRET_MAX_BYTES);
}

/* GLib takes 192.0.2.1/24 for a mistake, as it is: bits beyond the range. */
static GInetAddressMask *
range_parse(const char *text, GError **error)
{
	GInetAddressMask *range = g_inet_address_mask_new_from_string(text,
	    NULL);

	if (range == NULL)
		config_refuse(error,
		    "\"%s\" is no address or range; allowed are such as "
		    "192.0.2.1, 192.0.2.0/24 or 2001:db8::/32",
		    text);
	return range;
}

void
hook_secret_check(const struct config_section *section, GPtrArray *mistakes)
{
	const char *const *ranges = config_list(section, "hook_addresses");
	g_autoptr(GError) error = NULL;
	g_autofree char *secret = NULL;

	if (*ranges != NULL && config_lacks(section, "hook_secret_file"))
		config_mistake(section, "hook_addresses", mistakes,
		    "without `hook_secret_file` nobody can call us");
	if (config_has(section, "hook_secret_file")) {
		secret = config_secret(section, "hook_secret_file", &error);
		if (secret == NULL || !secret_check(secret, &error))
			config_mistake(section, "hook_secret_file", mistakes,
			    "%s", error->message);
		if (secret != NULL)
			explicit_bzero(secret, strlen(secret));
	}
	for (; *ranges != NULL; ranges++) {
		g_autoptr(GError) wrong = NULL;
		g_autoptr(GInetAddressMask)
		    range = range_parse(*ranges, &wrong);

		if (range == NULL)
			config_mistake(section, "hook_addresses", mistakes,
			    "%s", wrong->message);
	}
}

gboolean
hook_secret_open(const struct config_section *section,
    struct hook_secret **secret, GError **error)
{
	const char *const *ranges = config_list(section, "hook_addresses");
	struct hook_secret *opened;

	*secret = NULL;
	if (!config_has(section, "hook_secret_file"))
		return TRUE;
	opened = g_new0(struct hook_secret, 1);
	opened->ranges = g_ptr_array_new_with_free_func(g_object_unref);
	opened->secret = config_secret(section, "hook_secret_file", error);
	if (opened->secret == NULL || !secret_check(opened->secret, error)) {
		hook_secret_free(opened);
		return FALSE;
	}
	for (; *ranges != NULL; ranges++) {
		GInetAddressMask *range = range_parse(*ranges, error);

		if (range == NULL) {
			hook_secret_free(opened);
			return FALSE;
		}
		g_ptr_array_add(opened->ranges, range);
	}
	*secret = opened;
	return TRUE;
}

void
hook_secret_free(struct hook_secret *secret)
{
	if (secret == NULL)
		return;
	if (secret->secret != NULL)
		explicit_bzero(secret->secret, strlen(secret->secret));
	g_free(secret->secret);
	g_ptr_array_unref(secret->ranges);
	g_free(secret);
}

/* The time it takes tells the length of what is offered, nothing of ours. */
static gboolean
is_secret(const struct hook_secret *secret, const char *offered)
{
	gsize ours = strlen(secret->secret);
	gsize theirs = strlen(offered);
	gsize different = ours ^ theirs;

	for (gsize i = 0; i < theirs; i++)
		different |= (guint8)offered[i] ^
		    (guint8)secret->secret[i % ours];
	return different == 0;
}

/* A socket for both writes 192.0.2.1 as ::ffff:192.0.2.1. */
static GInetAddress *
address_parse(const char *text)
{
	static const char mapped[] = "::ffff:";

	if (g_ascii_strncasecmp(text, mapped, strlen(mapped)) == 0 &&
	    strchr(text, '.') != NULL)
		text += strlen(mapped);
	return g_inet_address_new_from_string(text);
}

static gboolean
may_call(const struct hook_secret *secret, const char *from)
{
	g_autoptr(GInetAddress) address = from != NULL ? address_parse(from) :
							 NULL;

	if (secret->ranges->len == 0)
		return TRUE;
	for (guint i = 0; address != NULL && i < secret->ranges->len; i++)
		if (g_inet_address_mask_matches(secret->ranges->pdata[i],
			address))
			return TRUE;
	return FALSE;
}

gboolean
hook_secret_proves(const struct hook_secret *secret,
    const struct http_request *request)
{
	const char *slash = strrchr(request->path, '/');

	return secret != NULL && slash != NULL &&
	    is_secret(secret, slash + 1) && may_call(secret, request->address);
}

char *
hook_secret_url(const struct hook_secret *secret, const char *hook_url)
{
	if (secret == NULL || hook_url == NULL)
		return NULL;
	return g_strconcat(hook_url, "/", secret->secret, NULL);
}
