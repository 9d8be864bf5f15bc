/*
 * people.c - see people.h: where a contact stands, and what that changes in
 * the sums. Called by responses.c and events.c.
 */
#include "store/counts/people.h"

#include <string.h>

#include "base/money.h"
#include "store/counts/facets.h"
#include "store/counts/tally.h"

struct entry {
	const char *touchpoint, *band; /* of the book, or static */
	gint32 day;
	gint64 contacts, valued, value_micro;
};

struct people_book {
	GHashTable *entries; /* a struct entry is its own key */
	GStringChunk *names;
	gboolean knows_worth;
	gint64 worth; /* of all contacts, with what is to be added */
};

static guint
entry_hash(gconstpointer key)
{
	const struct entry *one = key;

	return (g_str_hash(one->touchpoint) * 31 + g_str_hash(one->band)) * 31 +
	    (guint)one->day;
}

static int
entry_compare(const struct entry *a, const struct entry *b)
{
	int order = strcmp(a->touchpoint, b->touchpoint);

	if (order == 0)
		order = strcmp(a->band, b->band);
	if (order == 0)
		order = a->day < b->day ? -1 : a->day > b->day;
	return order;
}

static gboolean
entry_equal(gconstpointer a, gconstpointer b)
{
	return entry_compare(a, b) == 0;
}

struct people_book *
people_book_new(void)
{
	struct people_book *book = g_new0(struct people_book, 1);

	book->entries = g_hash_table_new_full(entry_hash, entry_equal, g_free,
	    NULL);
	book->names = g_string_chunk_new(256);
	return book;
}

void
people_book_free(struct people_book *book)
{
	if (book == NULL)
		return;
	g_hash_table_destroy(book->entries);
	g_string_chunk_free(book->names);
	g_free(book);
}

static void
add(struct people_book *book, const struct entry *by)
{
	struct entry *entry = g_hash_table_lookup(book->entries, by);

	if (entry == NULL) {
		entry = g_new(struct entry, 1);
		*entry = *by;
		entry->touchpoint = g_string_chunk_insert_const(book->names,
		    by->touchpoint);
		g_hash_table_add(book->entries, entry);
		return;
	}
	entry->contacts += by->contacts;
	entry->valued += by->valued;
	entry->value_micro += by->value_micro;
}

static gint
by_key(gconstpointer a, gconstpointer b)
{
	return entry_compare(*(const struct entry *const *)a,
	    *(const struct entry *const *)b);
}

static gboolean
write_down(struct db *db, const struct entry *one, GError **error)
{
	if (one->contacts == 0 && one->valued == 0 && one->value_micro == 0)
		return TRUE;
	return db_run(db, error,
	    "INSERT INTO base_tally (touchpoint, band, day, contacts, valued,"
	    " value_micro) VALUES ($1, $2, $3, $4, $5, $6)"
	    " ON CONFLICT (touchpoint, band, day) DO UPDATE SET"
	    " contacts = base_tally.contacts + excluded.contacts,"
	    " valued = base_tally.valued + excluded.valued,"
	    " value_micro = base_tally.value_micro + excluded.value_micro",
	    "ttiiii", one->touchpoint, one->band, (gint64)one->day,
	    one->contacts, one->valued, one->value_micro);
}

gboolean
people_book_write(struct people_book *book, struct db *db, GError **error)
{
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	GHashTableIter iter;
	gpointer one;

	g_hash_table_iter_init(&iter, book->entries);
	while (g_hash_table_iter_next(&iter, &one, NULL))
		g_ptr_array_add(sorted, one);
	g_ptr_array_sort(sorted, by_key);
	for (guint i = 0; i < sorted->len; i++) {
		if (!write_down(db, sorted->pdata[i], error))
			return FALSE;
	}
	g_hash_table_remove_all(book->entries);
	return TRUE;
}

#define NEVER "none" /* the band of who has not answered, on day 0 */

void
people_came(struct people_book *book, guint n)
{
	const struct entry entry = { .touchpoint = "",
		.band = NEVER,
		.contacts = n };

	add(book, &entry);
}

/* How a contact stands: what he said last, and what he is worth. */
struct stand {
	gboolean is_known; /* there is a row */
	gint64 response_id; /* 0: none */
	int score;
	gint32 day;
	gboolean has_value;
	gint64 value_micro;
};

static gboolean
read_stand(struct db *db, gint64 contact_id, struct stand *stand,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT s.response_id, r.score, r.day, s.value_micro"
	    " FROM standing s LEFT JOIN response r ON r.id = s.response_id"
	    " WHERE s.contact_id = $1",
	    "i", contact_id);

	*stand = (struct stand){ 0 };
	if (rows == NULL || !rows_first(rows, &stand->is_known, error))
		return FALSE;
	if (!stand->is_known)
		return TRUE;
	stand->response_id = rows_int(rows, 0);
	stand->score = (int)rows_int(rows, 1);
	stand->day = (gint32)rows_int(rows, 2);
	stand->has_value = !rows_is_null(rows, 3);
	stand->value_micro = rows_int(rows, 3);
	return TRUE;
}

static void
count_stand(struct people_book *book, const struct stand *stand, int by)
{
	const struct entry entry = {
		.touchpoint = "",
		.band = stand->response_id != 0 ?
		    tally_band_name(tally_band(stand->score)) :
		    NEVER,
		.day = stand->response_id != 0 ? stand->day : 0,
		.contacts = by,
		.valued = stand->has_value ? by : 0,
		.value_micro = stand->has_value ? by * stand->value_micro : 0,
	};

	add(book, &entry);
}

static gboolean
find_last(struct db *db, gint64 contact_id, struct stand *stand,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT r.id, r.score, r.day FROM response r"
	    " WHERE r.contact_id = $1 AND NOT EXISTS (SELECT 1"
	    "  FROM response l WHERE l.supersedes = r.id)"
	    " ORDER BY r.answered_at DESC, r.id DESC LIMIT 1",
	    "i", contact_id);
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	stand->response_id = found ? rows_int(rows, 0) : 0;
	stand->score = found ? (int)rows_int(rows, 1) : 0;
	stand->day = found ? (gint32)rows_int(rows, 2) : 0;
	return TRUE;
}

static gboolean
put_standing(struct people_book *book, struct db *db, gint64 contact_id,
    GError **error)
{
	struct stand before, now;

	if (!read_stand(db, contact_id, &before, error))
		return FALSE;
	now = before;
	if (!find_last(db, contact_id, &now, error))
		return FALSE;
	if (now.response_id == before.response_id)
		return TRUE;
	count_stand(book, &before, -1);
	count_stand(book, &now, 1);
	return db_run(db, error,
	    "INSERT INTO standing (contact_id, response_id)"
	    " VALUES ($1, nullif($2, 0)) ON CONFLICT (contact_id) DO UPDATE"
	    " SET response_id = excluded.response_id",
	    "ii", contact_id, now.response_id);
}

static void
count_heard(struct people_book *book, const char *touchpoint, gint64 day,
    int by)
{
	const struct entry entry = { .touchpoint = touchpoint,
		.band = "",
		.day = (gint32)day,
		.contacts = by };

	add(book, &entry);
}

#define NOT_HEARD G_MININT64

static gboolean
put_heard(struct people_book *book, struct db *db, gint64 contact_id,
    const char *touchpoint, GError **error)
{
	gint64 before, now;

	if (!db_one(db, &before, NOT_HEARD, error,
		"SELECT day FROM heard WHERE contact_id = $1"
		" AND touchpoint = $2",
		"it", contact_id, touchpoint) ||
	    !db_one(db, &now, NOT_HEARD, error,
		"SELECT r.day FROM response r WHERE r.contact_id = $1"
		" AND r.touchpoint = $2 AND NOT EXISTS (SELECT 1"
		"  FROM response l WHERE l.supersedes = r.id)"
		" ORDER BY r.answered_at DESC, r.id DESC LIMIT 1",
		"it", contact_id, touchpoint))
		return FALSE;
	if (before == now)
		return TRUE;
	if (before != NOT_HEARD)
		count_heard(book, touchpoint, before, -1);
	if (now == NOT_HEARD)
		return db_run(db, error,
		    "DELETE FROM heard WHERE contact_id = $1"
		    " AND touchpoint = $2",
		    "it", contact_id, touchpoint);
	count_heard(book, touchpoint, now, 1);
	return db_run(db, error,
	    "INSERT INTO heard (contact_id, touchpoint, day)"
	    " VALUES ($1, $2, $3) ON CONFLICT (contact_id, touchpoint)"
	    " DO UPDATE SET day = excluded.day",
	    "iti", contact_id, touchpoint, now);
}

gboolean
people_answered(struct people_book *book, struct db *db, gint64 contact_id,
    const char *touchpoint, GError **error)
{
	return put_standing(book, db, contact_id, error) &&
	    put_heard(book, db, contact_id, touchpoint, error);
}

/* *room: so much more is less than too much. */
static gboolean
has_room(struct people_book *book, struct db *db, gint64 more, gboolean *room,
    GError **error)
{
	if (!book->knows_worth &&
	    !db_one(db, &book->worth, 0, error,
		"SELECT CAST(sum(value_micro) AS @i64@) FROM base_tally"
		" WHERE touchpoint = ''",
		""))
		return FALSE;
	book->knows_worth = TRUE;
	*room = more <= PEOPLE_WORTH_SUM_MAX - book->worth;
	return TRUE;
}

gboolean
people_set_worth(struct people_book *book, struct db *db, gint64 contact_id,
    gint64 micro, GError **error)
{
	struct stand before, now;
	gboolean room;
	gint64 more;

	if (!read_stand(db, contact_id, &before, error))
		return FALSE;
	if (before.has_value && before.value_micro == micro)
		return TRUE;
	more = micro - (before.has_value ? before.value_micro : 0);
	if (!has_room(book, db, more, &room, error))
		return FALSE;
	if (!room)
		return TRUE;
	book->worth += more;
	now = before;
	now.has_value = TRUE;
	now.value_micro = micro;
	count_stand(book, &before, -1);
	count_stand(book, &now, 1);
	return db_run(db, error,
	    "INSERT INTO standing (contact_id, value_micro) VALUES ($1, $2)"
	    " ON CONFLICT (contact_id) DO UPDATE"
	    " SET value_micro = excluded.value_micro",
	    "ii", contact_id, micro);
}

gboolean
people_read_worth(const char *text, gint64 *micro)
{
	return text != NULL && money_parse(text, micro, NULL) &&
	    *micro >= -PEOPLE_WORTH_MAX && *micro <= PEOPLE_WORTH_MAX;
}

/* Most events say nothing of it; that is seen without reading them. */
static gboolean
may_tell(const char *attributes, const char *name)
{
	const char *last = strrchr(name, '.');

	return attributes != NULL &&
	    strstr(attributes, last != NULL ? last + 1 : name) != NULL;
}

gboolean
people_learn_worth(struct people_book *book, struct db *db, gint64 contact_id,
    const struct event *event, GError **error)
{
	const struct kept *kept = facets_kept(db, error);
	g_autofree char *said = NULL;
	gint64 micro;

	if (kept == NULL)
		return FALSE;
	if (kept->value_name == NULL ||
	    (!may_tell(event->attributes, kept->value_name) &&
		!may_tell(event->contact.attributes, kept->value_name)))
		return TRUE;
	said = facets_value(kept->value_name, event, &event->contact);
	if (!people_read_worth(said, &micro))
		return TRUE;
	return people_set_worth(book, db, contact_id, micro, error);
}
