/*
 * spread.c - turns names into even chances, by SHA-256. It plans nothing:
 * cadence.c and recurring.c add the offset and heed the sample.
 *
 * The hash is for evenness, not against people who choose their address.
 * BUGS: who is known by a number, and later by an e-mail address, moves.
 */
#include "scheduler/spread.h"

#include <string.h>

/* Each text with the NUL at its end, so that no two lists are alike. */
static void
add(GChecksum *sum, const char *text)
{
	if (text == NULL)
		text = "";
	g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
}

/* Frees sum; the first 32 bits, from the highest. */
static guint64
take_chance(GChecksum *sum)
{
	guint8 digest[32];
	gsize n = sizeof(digest);

	g_checksum_get_digest(sum, digest, &n);
	g_checksum_free(sum);
	return (guint64)digest[0] << 24 | (guint64)digest[1] << 16 |
	    (guint64)digest[2] << 8 | digest[3];
}

/* By the same letters whatever the locale, unlike g_utf8_strdown(). */
static char *
lower_case(const char *address)
{
	GString *lower = g_string_new(NULL);
	g_autofree char *valid = g_utf8_make_valid(address, -1);

	for (const char *c = valid; *c != '\0'; c = g_utf8_next_char(c))
		g_string_append_unichar(lower,
		    g_unichar_tolower(g_utf8_get_char(c)));
	return g_string_free(lower, FALSE);
}

gint64
spread_offset(const char *touchpoint, const struct contact *contact,
    gint64 spread_s)
{
	g_autofree char *email = NULL;
	GChecksum *sum;

	g_assert(spread_s >= 0 && spread_s <= SPREAD_MAX_S);
	if (spread_s == 0)
		return 0;
	email = contact->email != NULL ? lower_case(contact->email) : NULL;
	sum = g_checksum_new(G_CHECKSUM_SHA256);
	add(sum, "spread");
	add(sum, touchpoint);
	add(sum, email != NULL ? email : contact->phone);
	return (gint64)(take_chance(sum) * (guint64)spread_s >> 32);
}

gboolean
sample_takes(const char *touchpoint, const struct event *event, guint percent)
{
	GChecksum *sum;

	if (percent >= 100)
		return TRUE;
	sum = g_checksum_new(G_CHECKSUM_SHA256);
	add(sum, "sample");
	add(sum, touchpoint);
	add(sum, event->source);
	add(sum, event->type);
	add(sum, event->reference);
	return take_chance(sum) * 100 >> 32 < percent;
}
