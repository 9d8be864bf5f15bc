/*
 * tallies_rows.c - answers counted by an attribute that no roll-up is kept for:
 * one row after the other, with its event and its contact as they are now. It
 * takes as long as there are many. Called by tallies.c.
 */
#include <string.h>

#include "base/condition_values.h"
#include "store/db/db_whole.h"
#include "store/counts/facets.h"
#include "store/internal.h"
#include "store/counts/tallies.h"

/* FALSE: of no bucket. */
static gboolean
bucket_of(const struct tally_query *query, gint64 day, guint *bucket)
{
	guint low = 0, high = query->n_edges;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (query->edges[middle] <= day)
			low = middle + 1;
		else
			high = middle;
	}
	*bucket = low - 1;
	return low > 0 && low < query->n_edges;
}

/* The event is columns `first` on; without it the contact alone. */
static void
count(struct tallies *tallies, struct rows *rows, int first,
    const struct tally *tally)
{
	struct event *event = NULL;
	struct contact contact = { 0 };
	g_autofree char *value = NULL;
	guint bucket;

	if (!bucket_of(tallies->query, rows_int(rows, 1), &bucket))
		return;
	if (!rows_is_null(rows, first))
		event = event_of_rows(rows, first);
	else
		contact_from_rows(&contact, rows,
		    first + EVENT_N_COLUMNS - CONTACT_N_COLUMNS);
	value = facets_value(tallies->by, event,
	    event != NULL ? &event->contact : &contact);
	tally_add(tallies_at(tallies, rows_text(rows, 0),
		      value != NULL ? value : "", bucket),
	    tally, 1);
	contact_clear(&contact);
	event_free(event);
}

static gboolean
take_response(struct rows *rows, gpointer user, GError **error)
{
	struct tally tally = { .commented = rows_int(rows, 3) };

	(void)error;
	tally.n[rows_int(rows, 2)] = 1;
	count(user, rows, 4, &tally);
	return TRUE;
}

static gboolean
take_sent(struct rows *rows, gpointer user, GError **error)
{
	const struct tally tally = { .sent = 1,
		.answered = rows_int(rows, 2) };

	(void)error;
	count(user, rows, 3, &tally);
	return TRUE;
}

static gboolean
each_of(struct db *db, const char *select, const char *day, db_take take,
    struct tallies *tallies, GError **error)
{
	const struct tally_query *query = tallies->query;
	g_autofree char *sql = g_strdup_printf("%s AND %s >= %d AND %s < %d",
	    select, day, query->edges[0], day,
	    query->edges[query->n_edges - 1]);

	return db_each(db, sql, take, tallies, error);
}

static gboolean
read_all(struct db *db, struct tallies *tallies, GError **error)
{
	return each_of(db,
		   "SELECT r.touchpoint, r.day, r.score,"
		   " CASE WHEN r.comment IS NULL THEN 0 ELSE 1 END,"
		   " " EVENT_COLUMNS " FROM response r"
		   " LEFT JOIN invitation i ON i.id = r.invitation_id"
		   " LEFT JOIN event e ON e.id = i.event_id"
		   " LEFT JOIN contact c ON c.id = r.contact_id"
		   " WHERE NOT EXISTS (SELECT 1 FROM response l"
		   "  WHERE l.supersedes = r.id)",
		   "r.day", take_response, tallies, error) &&
	    each_of(db,
		"SELECT i.touchpoint, s.sent_day,"
		" CASE s.state WHEN 'answered' THEN 1 ELSE 0 END,"
		" " EVENT_COLUMNS " FROM invitation_state s"
		" JOIN invitation i ON i.id = s.invitation_id"
		" JOIN event e ON e.id = i.event_id"
		" JOIN contact c ON c.id = i.contact_id WHERE 1 = 1",
		"s.sent_day", take_sent, tallies, error);
}

gboolean
tallies_from_rows(struct db *db, struct tallies *tallies, GError **error)
{
	gboolean alone = !db_in_transaction(db);
	gboolean ok;

	if (alone && !db_begin_read(db, error))
		return FALSE;
	ok = read_all(db, tallies, error);
	if (alone)
		db_rollback(db);
	return ok;
}
