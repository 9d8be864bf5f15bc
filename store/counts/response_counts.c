/*
 * response_counts.c - see response_counts.h. Called by responses.c.
 */
#include "store/counts/response_counts.h"

#include <string.h>

#include "store/counts/facets.h"

gboolean
response_is_anonymous(const char *source)
{
	return strcmp(source, "anonymous") == 0;
}

/* What of a row is counted. */
struct counted {
	char *touchpoint, *source;
	int score;
	gint32 day;
	gint64 profile, later_profile;
	struct tally tally; /* of it alone */
	char *from;	    /* touchpoint of the answer before, or NULL */
	int from_score;
};

static void
counted_clear(struct counted *counted)
{
	g_free(counted->touchpoint);
	g_free(counted->source);
	g_free(counted->from);
}

static gboolean
read_counted(struct db *db, gint64 id, int by, struct counted *counted,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT r.touchpoint, r.source, r.score, r.day, r.profile,"
	    " r.later_profile, CASE WHEN r.comment IS NULL THEN 0 ELSE 1 END,"
	    " b.touchpoint, b.score FROM response r"
	    " LEFT JOIN response b ON b.id = r.before_id WHERE r.id = $1",
	    "i", id);
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	g_assert(found);
	counted->touchpoint = rows_dup(rows, 0);
	counted->source = rows_dup(rows, 1);
	counted->score = (int)rows_int(rows, 2);
	counted->day = (gint32)rows_int(rows, 3);
	counted->profile = rows_int(rows, 4);
	counted->later_profile = rows_int(rows, 5);
	counted->tally.n[counted->score] = by;
	counted->tally.commented = by * rows_int(rows, 6);
	counted->from = rows_dup(rows, 7);
	counted->from_score = (int)rows_int(rows, 8);
	return TRUE;
}

static gboolean
book_named(struct tally_book *book, struct db *db,
    const struct counted *counted, const char *name, const char *value,
    GError **error)
{
	gint64 facet;

	if (!facet_id(db, name, value, &facet, error))
		return FALSE;
	tally_book_add(book, facet, counted->touchpoint, counted->day,
	    &counted->tally);
	return TRUE;
}

static gpointer
tag_of_rows(struct rows *rows)
{
	return rows_dup(rows, 0);
}

static gboolean
book_tags(struct tally_book *book, struct db *db, gint64 id,
    const struct counted *counted, GError **error)
{
	g_autoptr(GPtrArray) tags = db_list(db, error, tag_of_rows, g_free,
	    "SELECT tag FROM response_tag WHERE response_id = $1"
	    " AND removed = 0",
	    "i", id);

	for (guint i = 0; tags != NULL && i < tags->len; i++) {
		if (!book_named(book, db, counted, "tag", tags->pdata[i],
			error))
			return FALSE;
	}
	return tags != NULL;
}

static gboolean
count_shift(struct db *db, gint64 id, const struct counted *counted, int by,
    GError **error)
{
	const struct score_shift shift = { .response_id = id,
		.day = counted->day,
		.from = counted->from,
		.to = counted->touchpoint,
		.from_score = counted->from_score,
		.score = counted->score };

	return counted->from == NULL || shift_book(db, &shift, by, error);
}

gboolean
response_count(struct tally_book *book, struct db *db, gint64 id, int by,
    GError **error)
{
	struct counted counted = { 0 };
	gboolean ok = read_counted(db, id, by, &counted, error);

	if (ok)
		tally_book_add(book, TALLY_FACET_ALL, counted.touchpoint,
		    counted.day, &counted.tally);
	ok = ok &&
	    sent_book(book, db, counted.profile, counted.touchpoint,
		counted.day, &counted.tally, error) &&
	    sent_book(book, db, counted.later_profile, counted.touchpoint,
		counted.day, &counted.tally, error) &&
	    (response_is_anonymous(counted.source) ||
		book_named(book, db, &counted, "source", counted.source,
		    error)) &&
	    (by > 0 || book_tags(book, db, id, &counted, error)) &&
	    count_shift(db, id, &counted, by, error);
	counted_clear(&counted);
	return ok;
}
