/*
 * inbox.c - the list of inboxes, and what they have in common. It fetches
 * nothing itself: that is the file of each inbox.
 */
#include "providers/inbox.h"

#include <string.h>

#include "providers/inbox_imap.h"
#include "providers/inbox_keys.h"

#define TOKEN_MARK "{token}"
#define TOKEN_LONGEST "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" /* 34, token.h */

/* RFC 5321, 4.5.3.1 */
#define LOCAL_PART_MAX_BYTES 64
#define ADDRESS_MAX_BYTES 254

const struct inbox_ops *const *
inbox_types(void)
{
	static const struct inbox_ops *const types[] = {
		&imap_inbox,
		&maildir_inbox,
		&pipe_inbox,
		NULL,
	};

	return types;
}

const struct inbox_ops *
inbox_find(const char *type)
{
	for (const struct inbox_ops *const *ops = inbox_types(); *ops != NULL;
	     ops++)
		if (g_strcmp0((*ops)->type, type) == 0)
			return *ops;
	return NULL;
}

static gboolean
local_part_is_valid(const char *local)
{
	return g_regex_match_simple("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
				    "(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\\z",
	    local, 0, 0);
}

static gboolean
domain_is_valid(const char *domain)
{
	const char *label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
	g_autofree char *pattern = g_strdup_printf("^%s(\\.%s)*\\z", label,
	    label);

	return g_regex_match_simple(pattern, domain, 0, 0);
}

char *
inbox_address_fault(const char *address)
{
	const char *mark = strstr(address, TOKEN_MARK);
	const char *at = strrchr(address, '@');
	g_auto(GStrv) parts = NULL;
	g_autofree char *local = NULL;

	if (mark == NULL || strstr(mark + 1, TOKEN_MARK) != NULL)
		return g_strdup("must have " TOKEN_MARK " in it, once, as in "
				"survey+{token}@example.com");
	if (at == NULL || at < mark)
		return g_strdup("must have " TOKEN_MARK " before the @, as in "
				"survey+{token}@example.com");
	parts = g_strsplit(address, TOKEN_MARK, 2);
	local = g_strdup_printf("%s%s%.*s", parts[0], TOKEN_LONGEST,
	    (int)(at - mark - strlen(TOKEN_MARK)), parts[1]);
	if (!local_part_is_valid(local))
		return g_strdup("is no e-mail address: before the @ are "
				"allowed letters, digits, single dots and "
				"!#$%&'*+/=?^_`{|}~-");
	if (!domain_is_valid(at + 1))
		return g_strdup(
		    "is no e-mail address: after the @ belongs a "
		    "domain such as example.com (other scripts as xn--)");
	if (strlen(local) > LOCAL_PART_MAX_BYTES)
		return g_strdup_printf(
		    "has %zu characters before the @ once "
		    "the token (up to %zu) is in it; mail allows %d: shorten "
		    "it by %zu",
		    strlen(local), strlen(TOKEN_LONGEST), LOCAL_PART_MAX_BYTES,
		    strlen(local) - LOCAL_PART_MAX_BYTES);
	if (strlen(local) + strlen(at) > ADDRESS_MAX_BYTES)
		return g_strdup_printf("has %zu characters once the token is "
				       "in it; mail allows %d",
		    strlen(local) + strlen(at), ADDRESS_MAX_BYTES);
	return NULL;
}

void
inbox_check_address(const struct config_section *section, GPtrArray *mistakes)
{
	const char *address = config_text(section, "address");
	g_autofree char *fault = NULL;

	if (address == NULL)
		return;
	fault = inbox_address_fault(address);
	if (fault != NULL)
		config_mistake(section, "address", mistakes, "\"%s\" %s",
		    address, fault);
}

GBytes *
inbox_cut(const guint8 *bytes, gsize n, guint64 whole_bytes)
{
	GString *cut = g_string_new(NULL);
	gsize kept = MIN(n, INBOX_CUT_BYTES);

	g_string_append_printf(cut,
	    "X-Dripscore-Cut: the first %zu of %" G_GUINT64_FORMAT
	    " bytes; it was larger than max_mail\r\n",
	    kept, whole_bytes);
	g_string_append_len(cut, (const char *)bytes, kept);
	return g_string_free_to_bytes(cut);
}
