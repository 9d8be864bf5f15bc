/*
 * people.h - how many people answered last when, and how, and what they are
 * worth: the tables standing, heard and base_tally. Only store/ includes this.
 *
 * All of it inside a transaction.
 */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include "base/model.h"
#include "store/db/db.h"

/* What is to be added to base_tally. */
struct people_book;
struct people_book *people_book_new(void);
void people_book_free(struct people_book *book);
AUTOPTR_DEFINE(people_book, people_book_free)
gboolean people_book_write(struct people_book *book, struct db *db,
    GError **error);

/* So many are new, and have never answered. */
void people_came(struct people_book *book, guint n);
/* Where a contact stands follows from the responses again: of one that was
 * appended, or superseded, at that touchpoint. */
gboolean people_answered(struct people_book *book, struct db *db,
    gint64 contact_id, const char *touchpoint, GError **error);
/* What an event, which is new, says its contact is worth, if it does. */
gboolean people_learn_worth(struct people_book *book, struct db *db,
    gint64 contact_id, const struct event *event, GError **error);
/* The same, as it is known. What all are worth never comes to more than
 * PEOPLE_WORTH_SUM_MAX: what would make it more is not taken, and what was
 * known before stays. */
gboolean people_set_worth(struct people_book *book, struct db *db,
    gint64 contact_id, gint64 micro, GError **error);
/* FALSE: it is no amount, or beyond PEOPLE_WORTH_MAX. */
gboolean people_read_worth(const char *text, gint64 *micro);
#define PEOPLE_WORTH_MAX (G_GINT64_CONSTANT(1000000000) * 1000000)
/* So no sum overflows, however many there are: that would keep events from
 * being stored. */
#define PEOPLE_WORTH_SUM_MAX (G_GINT64_CONSTANT(9000000000000) * 1000000)

/* A later answer than another of the same person, or (by -1) it counts no
 * more: the tables shift_tally and fall. */
struct score_shift {
	gint64 response_id;
	gint32 day;
	const char *from, *to; /* touchpoints; borrowed */
	int from_score, score;
};
gboolean shift_book(struct db *db, const struct score_shift *shift, int by,
    GError **error);
gboolean shift_is_fall(const struct score_shift *shift, gboolean *band,
    gboolean *four);

#endif
