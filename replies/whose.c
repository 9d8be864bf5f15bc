/*
 * whose.c - see whose.h. Called by take.c for each reading.
 */
#include "replies/whose.h"

#include <string.h>

#include "base/text.h"

#define STATUS_MAX_BYTES 16 /* "5.123.456", and a little */

static const char mark[] = "{token}";

/* What stands where the pattern has {token}; owned, NULL if it doesn't fit. */
static char *
token_in_address(const char *pattern, const char *address)
{
	const char *at = strstr(pattern, mark);
	gsize before = (gsize)(at - pattern);
	const char *tail = at + strlen(mark);
	gsize after = strlen(tail);
	gsize n = strlen(address);

	if (n <= before + after ||
	    g_ascii_strncasecmp(address, pattern, before) != 0 ||
	    g_ascii_strcasecmp(address + n - after, tail) != 0)
		return NULL;
	return g_strndup(address + before, n - before - after);
}

static gboolean
owner_by_address(const struct token_keys *keys, const char *pattern,
    const char *address, struct owner *owner)
{
	static const enum token_purpose purposes[] = { TOKEN_REPLY,
		TOKEN_UNSUBSCRIBE, TOKEN_BOUNCE, TOKEN_CASE_OWNER,
		TOKEN_CASE_CUSTOMER };
	g_autofree char *token = token_in_address(pattern, address);

	for (gsize i = 0; token != NULL && i < G_N_ELEMENTS(purposes); i++) {
		owner->purpose = purposes[i];
		if (token_read_any(keys, purposes[i], token, &owner->id))
			return TRUE;
	}
	return FALSE;
}

static gboolean
owner_by_reference(const struct token_keys *keys, const char *reference,
    struct owner *owner)
{
	const char *at = strchr(reference, '@');
	g_autofree char *token = NULL;

	if (at == NULL)
		return FALSE;
	token = g_strndup(reference, (gsize)(at - reference));
	owner->purpose = TOKEN_MESSAGE_ID;
	return token_read_any(keys, TOKEN_MESSAGE_ID, token, &owner->id);
}

struct owner
whose_reply(const struct token_keys *keys, const char *pattern,
    const char *envelope, const struct reading *reading)
{
	struct owner owner = { .known = TRUE };

	if (envelope != NULL &&
	    owner_by_address(keys, pattern, envelope, &owner))
		return owner;
	for (guint i = 0; i < reading->recipients->len; i++) {
		if (owner_by_address(keys, pattern,
			reading->recipients->pdata[i], &owner))
			return owner;
	}
	for (guint i = 0; i < reading->references->len; i++) {
		if (owner_by_reference(keys, reading->references->pdata[i],
			&owner))
			return owner;
	}
	return (struct owner){ .known = FALSE };
}

/* To a List-Unsubscribe address a person writes for one purpose alone, and so
 * does a mail program for him: no machine answers to it by itself. */
static gboolean
is_opt_out(const struct reading *reading, const struct owner *owner)
{
	switch (reading->kind) {
	case REPLY_OPT_OUT:
		return owner->purpose != TOKEN_BOUNCE;
	case REPLY_ANSWER:
	case REPLY_COMMENT:
	case REPLY_OPT_IN:
	case REPLY_HELP:
	case REPLY_UNREADABLE:
		return owner->purpose == TOKEN_UNSUBSCRIBE;
	case REPLY_AUTO_REPLY:
		return owner->purpose == TOKEN_UNSUBSCRIBE &&
		    reading->return_at == 0;
	case REPLY_BOUNCE:
	case REPLY_DELAY:
	case REPLY_DELIVERED:
	case REPLY_COMPLAINT:
		return FALSE;
	}
	g_assert_not_reached();
}

static gboolean
is_of_a_person(enum reply_kind kind)
{
	switch (kind) {
	case REPLY_ANSWER:
	case REPLY_COMMENT:
	case REPLY_OPT_OUT:
	case REPLY_OPT_IN:
	case REPLY_HELP:
		return TRUE;
	case REPLY_UNREADABLE:
	case REPLY_BOUNCE:
	case REPLY_DELAY:
	case REPLY_DELIVERED:
	case REPLY_AUTO_REPLY:
	case REPLY_COMPLAINT:
		return FALSE;
	}
	g_assert_not_reached();
}

static char *
bounce_note(const struct reading *reading)
{
	g_autofree char *status = text_cut(
	    reading->status != NULL ? reading->status : "", STATUS_MAX_BYTES);

	return g_strdup_printf("%s bounce%s%s",
	    reading->permanent ? "permanent" : "transient",
	    *status != '\0' ? ", " : "", status);
}

static char *
back_note(gint64 return_at)
{
	g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc(return_at);
	g_autofree char *when = day != NULL ?
	    g_date_time_format(day, "%Y-%m-%d") :
	    NULL;

	return when != NULL ? g_strconcat("back on ", when, NULL) : NULL;
}

void
meaning_of(const struct reading *reading, const struct owner *owner,
    struct meaning *meaning)
{
	*meaning = (struct meaning){ .kind = reading->kind };
	if (!owner->known) {
		meaning->note = g_strdup("no token of ours");
	} else if (is_opt_out(reading, owner)) {
		meaning->kind = REPLY_OPT_OUT;
		meaning->suppress = TRUE;
		meaning->note = g_strdup("opt-out by mail");
	} else if (reading->kind == REPLY_COMPLAINT) {
		meaning->suppress = TRUE;
		meaning->note = g_strdup("complaint by a feedback report");
	} else if (reading->kind == REPLY_BOUNCE) {
		/* Only the envelope's token proves a bounce of ours; another
		 * must name the address, which the store knows. */
		meaning->suppress = reading->permanent &&
		    owner->purpose == TOKEN_BOUNCE;
		meaning->note = bounce_note(reading);
	} else if (reading->kind == REPLY_AUTO_REPLY &&
	    reading->return_at != 0) {
		meaning->note = back_note(reading->return_at);
	} else if (owner->purpose == TOKEN_BOUNCE &&
	    is_of_a_person(reading->kind)) {
		/* A failure report of a form we don't know, most likely. */
		meaning->kind = REPLY_UNREADABLE;
		meaning->note = g_strdup("words to the envelope's address");
	}
}
