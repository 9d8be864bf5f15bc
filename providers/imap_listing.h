/*
 * imap_listing.h - reads which mails there are out of what an IMAP server
 * answers. For the files of the IMAP inbox alone.
 */
#ifndef PROVIDERS_IMAP_LISTING_H
#define PROVIDERS_IMAP_LISTING_H

#include <glib.h>

#define IMAP_LISTED_MAX (256 * 1024)

struct imap_listed {
	guint32 uid;
	gint64 size; /* RFC822.SIZE: what the server says, perhaps wrong */
};

struct imap_listing;

/* Mails outside of first to last are left out, whatever the server says. */
struct imap_listing *imap_listing_new(guint32 first, guint32 last);
void imap_listing_free(struct imap_listing *listing);

/*
 * Some more of the answer to `UID FETCH first:last (UID RFC822.SIZE)`. FALSE if
 * it lists more than IMAP_LISTED_MAX.
 */
gboolean imap_listing_feed(struct imap_listing *listing, const char *data,
    gsize n);

/* struct imap_listed, each UID once, in ascending order; owned. */
GArray *imap_listing_mails(struct imap_listing *listing);

/*
 * The number behind the word in the line, both in upper case; 0 if there is
 * none or it is over 32 bits.
 */
guint32 imap_number_after(const char *line, const char *word);

#endif
