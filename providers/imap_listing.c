/*
 * imap_listing.c - reads lines like "* 12 FETCH (UID 45 RFC822.SIZE 1234)", as
 * they come from a server, in whatever pieces. What is no such line is passed
 * over. imap_session.c calls it.
 */
#include "providers/imap_listing.h"

#include <string.h>

#define LINE_MAX_BYTES 65536

struct imap_listing {
	guint32 first, last;
	GString *line; /* as far as it is here */
	GArray *mails; /* struct imap_listed */
};

struct imap_listing *
imap_listing_new(guint32 first, guint32 last)
{
	struct imap_listing *listing = g_new0(struct imap_listing, 1);

	listing->first = first;
	listing->last = last;
	listing->line = g_string_new(NULL);
	listing->mails = g_array_new(FALSE, FALSE, sizeof(struct imap_listed));
	return listing;
}

void
imap_listing_free(struct imap_listing *listing)
{
	if (listing == NULL)
		return;
	g_string_free(listing->line, TRUE);
	g_array_unref(listing->mails);
	g_free(listing);
}

guint32
imap_number_after(const char *line, const char *word)
{
	const char *at = strstr(line, word);
	guint64 number;

	if (at == NULL || !g_ascii_isdigit(at[strlen(word)]))
		return 0;
	number = g_ascii_strtoull(at + strlen(word), NULL, 10);
	return number <= G_MAXUINT32 ? (guint32)number : 0;
}

/* The line that is whole now. */
static void
take_line(struct imap_listing *listing)
{
	g_autofree char *line = g_ascii_strup(listing->line->str, -1);
	struct imap_listed mail = { 0 };

	g_string_truncate(listing->line, 0);
	if (!g_str_has_prefix(line, "* ") || strstr(line, " FETCH (") == NULL)
		return;
	mail.uid = imap_number_after(line, "UID ");
	mail.size = imap_number_after(line, "RFC822.SIZE ");
	if (mail.uid >= listing->first && mail.uid <= listing->last)
		g_array_append_val(listing->mails, mail);
}

gboolean
imap_listing_feed(struct imap_listing *listing, const char *data, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		if (data[i] == '\n')
			take_line(listing);
		else if (listing->line->len < LINE_MAX_BYTES)
			g_string_append_c(listing->line, data[i]);
	}
	return listing->mails->len <= IMAP_LISTED_MAX;
}

static int
compare_uids(gconstpointer a, gconstpointer b)
{
	guint32 first = ((const struct imap_listed *)a)->uid;
	guint32 second = ((const struct imap_listed *)b)->uid;

	return first < second ? -1 : first > second;
}

GArray *
imap_listing_mails(struct imap_listing *listing)
{
	GArray *once = g_array_new(FALSE, FALSE, sizeof(struct imap_listed));
	guint32 last = 0;

	g_array_sort(listing->mails, compare_uids);
	for (guint i = 0; i < listing->mails->len; i++) {
		struct imap_listed mail = g_array_index(listing->mails,
		    struct imap_listed, i);

		if (mail.uid == last)
			continue;
		last = mail.uid;
		g_array_append_val(once, mail);
	}
	return once;
}
