/*
 * keep_worth.c - see keep_worth.h: first what is known of contacts, then what
 * their events said, in order. Called by keep.c.
 */
#include "store/counts/keep_worth.h"

#include "store/counts/facets.h"
#include "store/internal.h"
#include "store/counts/people.h"

#define PORTION 5000

struct told {
	gint64 id, contact_id, micro;
	gboolean is_told;
};

/* Contacts or events behind that id. */
static GArray *
read_portion(struct db *db, const char *value, gint64 after_id,
    gboolean events, GError **error)
{
	g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(struct told));
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    events ? "SELECT id, contact_id, attributes FROM event"
		     " WHERE id > $1 ORDER BY id LIMIT $2" :
		     "SELECT id, id, attributes FROM contact"
		     " WHERE id > $1 ORDER BY id LIMIT $2",
	    "ii", after_id, (gint64)PORTION);

	while (rows != NULL && rows_next(rows, &failure)) {
		struct told one = { .id = rows_int(rows, 0),
			.contact_id = rows_int(rows, 1) };
		char *attributes = (char *)rows_text(rows, 2);
		const struct event event = { .attributes = attributes };
		const struct contact contact = { .attributes = attributes };
		g_autofree char *said = facets_value(value,
		    events ? &event : NULL, events ? NULL : &contact);

		one.is_told = people_read_worth(said, &one.micro);
		g_array_append_val(all, one);
	}
	if (failure == NULL)
		return g_steal_pointer(&all);
	g_propagate_error(error, g_steal_pointer(&failure));
	return NULL;
}

static gboolean
take_portion(struct db *db, const GArray *all, GError **error)
{
	g_autoptr(people_book) book = people_book_new();

	for (guint i = 0; i < all->len; i++) {
		const struct told *one = &g_array_index(all, struct told, i);

		if (one->is_told &&
		    !people_set_worth(book, db, one->contact_id, one->micro,
			error))
			return FALSE;
	}
	return people_book_write(book, db, error);
}

static gboolean
take_all(struct db *db, const char *value, gboolean events, GError **error)
{
	gint64 after_id = 0;
	guint n;

	do {
		g_autoptr(GArray) all = read_portion(db, value, after_id,
		    events, error);

		if (all == NULL || !take_portion(db, all, error))
			return FALSE;
		n = all->len;
		if (n > 0)
			after_id = g_array_index(all, struct told, n - 1).id;
	} while (n == PORTION);
	return TRUE;
}

gboolean
keep_worth(struct db *db, const char *value, GError **error)
{
	return db_run(db, error,
		   "UPDATE standing SET value_micro = NULL"
		   " WHERE value_micro IS NOT NULL",
		   "") &&
	    db_run(db, error,
		"DELETE FROM standing WHERE response_id IS NULL", "") &&
	    db_run(db, error,
		"UPDATE base_tally SET valued = 0, value_micro = 0"
		" WHERE valued <> 0 OR value_micro <> 0",
		"") &&
	    (value == NULL ||
		(take_all(db, value, FALSE, error) &&
		    take_all(db, value, TRUE, error)));
}
