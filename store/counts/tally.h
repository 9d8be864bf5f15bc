/*
 * tally.h - counting as it happens: what changes is gathered in a book, and
 * written in few statements. Only store/ includes this; scores.h reads.
 *
 * All of it inside a transaction.
 */
#ifndef STORE_TALLY_H
#define STORE_TALLY_H

#include "store/db/db.h"
#include "store/counts/scores.h"

/* A span of level 5 has 32 days: they are read as one. */
#define TALLY_LEVEL_BLOCKS 5
#define TALLY_FACET_ALL 0

/* The span of a day on a level: what lies before 1970 is below 0. */
static inline gint64
tally_span(gint32 day, int level)
{
	gint64 days = day;
	gint64 length = G_GINT64_CONSTANT(1) << level;

	return days >= 0 ? days / length : -((length - 1 - days) / length);
}

/* sign 1: added; -1: taken away. */
void tally_add(struct tally *tally, const struct tally *by, int sign);

/* Counts that are to be added to the table `tally`. */
struct tally_book;
struct tally_book *tally_book_new(void);
void tally_book_free(struct tally_book *book);
AUTOPTR_DEFINE(tally_book, tally_book_free)
/* by: of each count, how much is added; it may be below 0. */
void tally_book_add(struct tally_book *book, gint64 facet,
    const char *touchpoint, gint32 day, const struct tally *by);
/* In one order, so that no worker waits for another for ever. The book is empty
 * then. */
gboolean tally_book_write(struct tally_book *book, struct db *db,
    GError **error);

/*
 * A response counts, or (by -1) counts no more, under this tag; nothing if it
 * is superseded. Called as response_tag changes, and by nobody else.
 */
gboolean tally_tag(struct db *db, gint64 response_id, const char *tag, int by,
    GError **error);

/* 'p', 'n', 'd': promoter, passive, detractor. */
char tally_band(int score);
const char *tally_band_name(char band);

#endif
