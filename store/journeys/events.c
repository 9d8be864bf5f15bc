/*
 * events.c - events and their contacts as they come in.
 *
 * What follows from them is written by intake.c.
 */
#include "store/journeys/events.h"

#include "base/attributes.h"
#include "store/db/db_draw.h"
#include "store/internal.h"
#include "store/counts/people.h"

char *
address_key(const char *address)
{
	return address != NULL ? g_utf8_strdown(address, -1) : NULL;
}

void
contact_from_rows(struct contact *contact, struct rows *rows, int first)
{
	contact->id = rows_int(rows, first);
	contact->email = rows_dup(rows, first + 1);
	contact->phone = rows_dup(rows, first + 2);
	contact->name = rows_dup(rows, first + 3);
	contact->language = rows_dup(rows, first + 4);
	contact->timezone = rows_dup(rows, first + 5);
	contact->attributes = rows_dup(rows, first + 6);
}

struct event *
event_of_rows(struct rows *rows, int first)
{
	struct event *event = g_new0(struct event, 1);

	event->id = rows_int(rows, first);
	event->source = rows_dup(rows, first + 1);
	event->type = rows_dup(rows, first + 2);
	event->reference = rows_dup(rows, first + 3);
	event->occurred_at = rows_int(rows, first + 4);
	event->attributes = rows_dup(rows, first + 5);
	contact_from_rows(&event->contact, rows, first + 6);
	return event;
}

/* Who it is, as far as is known; contact.id 0: nobody yet. */
static gboolean
find_contact(struct db *db, const struct contact *said, const char *key,
    struct contact *contact, GError **error)
{
	g_autoptr(rows) rows = key != NULL ?
	    db_select(db, error,
		"SELECT " CONTACT_COLUMNS " FROM contact c"
		" WHERE c.email_key = $1",
		"t", key) :
	    db_select(db, error,
		"SELECT " CONTACT_COLUMNS " FROM contact c"
		" WHERE c.phone = $1 ORDER BY c.id LIMIT 1",
		"t", said->phone);
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found)
		contact_from_rows(contact, rows, 0);
	return TRUE;
}

static const char *
attributes_or_none(const char *attributes)
{
	return attributes != NULL ? attributes : "{}";
}

/* What is newly said replaces what was known; silence leaves it as it is. */
static gboolean
learn(char **known, const char *said)
{
	if (said == NULL || g_strcmp0(*known, said) == 0)
		return FALSE;
	g_free(*known);
	*known = g_strdup(said);
	return TRUE;
}

static gboolean
update_contact(struct db *db, struct contact *known,
    const struct contact *said, GError **error)
{
	g_autofree char *attributes = said->attributes == NULL ? NULL :
	    attributes_merge(known->attributes, said->attributes);
	gboolean changed = learn(&known->phone, said->phone);

	changed |= learn(&known->name, said->name);
	changed |= learn(&known->language, said->language);
	changed |= learn(&known->timezone, said->timezone);
	changed |= learn(&known->attributes, attributes);
	return !changed ||
	    db_run(db, error,
		"UPDATE contact SET phone = $2, name = $3, language = $4,"
		" timezone = $5, attributes = $6 WHERE id = $1",
		"ittttt", known->id, known->phone, known->name,
		known->language, known->timezone, known->attributes);
}

/* Finds him, or adds him by the key that is given. */
static gboolean
put_contact(struct db *db, const struct contact *said, gint64 new_id,
    struct people_book *people, gint64 now_at, gint64 *id, GError **error)
{
	g_autofree char *key = address_key(said->email);
	struct contact known = { 0 };
	gboolean ok;

	if (!find_contact(db, said, key, &known, error))
		return FALSE;
	if (known.id != 0) {
		*id = known.id;
		ok = update_contact(db, &known, said, error);
		contact_clear(&known);
		return ok;
	}
	*id = new_id;
	people_came(people, 1);
	return db_run(db, error,
	    "INSERT INTO contact (id, email, email_key, phone, name, language,"
	    " timezone, attributes, created_at)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	    "ittttttti", new_id, said->email, key, said->phone, said->name,
	    said->language, said->timezone,
	    attributes_or_none(said->attributes), now_at);
}

/*
 * The time of the first event is kept beside them: looking for it among
 * millions at each turn of the daemon would take too long.
 */
gboolean
event_note_first(struct db *db, gint64 at, GError **error)
{
	gint64 first_at;
	g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, at);

	if (!db_one(db, &first_at, G_MAXINT64, error,
		"SELECT CAST(value AS @i64@) FROM setting"
		" WHERE name = 'first_event_at'",
		""))
		return FALSE;
	if (first_at <= at)
		return TRUE;
	return db_run(db, error,
	    "INSERT INTO setting (name, value) VALUES ('first_event_at', $1)"
	    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
	    "t", value);
}

/* *known: its id; 0: it is new. */
static gboolean
find_event(struct db *db, const struct event *event, gint64 *known,
    gint64 *occurred_at, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT id, occurred_at FROM event WHERE reference = $1"
	    " AND type = $2 AND source = $3",
	    "ttt", event->reference, event->type, event->source);
	gboolean found;

	*known = 0;
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found) {
		*known = rows_int(rows, 0);
		*occurred_at = rows_int(rows, 1);
	}
	return TRUE;
}

/* Keys for rows that are new: drawn for many at once. */
struct event_keys {
	gint64 event_id, contact_id;
	struct people_book *people; /* of all of them */
};

static gboolean
insert_event(struct db *db, const struct event *event,
    const struct event_keys *keys, gint64 now_at, GError **error)
{
	gint64 contact_id = event->contact.id;

	if (contact_id == 0 &&
	    !put_contact(db, &event->contact, keys->contact_id, keys->people,
		now_at, &contact_id, error))
		return FALSE;
	if (!people_learn_worth(keys->people, db, contact_id, event, error))
		return FALSE;
	return db_run(db, error,
	    "INSERT INTO event (id, source, type, reference, contact_id,"
	    " occurred_at, received_at, attributes)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	    "itttiiit", keys->event_id, event->source, event->type,
	    event->reference, contact_id, event->occurred_at, now_at,
	    attributes_or_none(event->attributes));
}

static gboolean
put_event(struct db *db, const struct event *event,
    const struct event_keys *keys, gint64 now_at, enum event_outcome *outcome,
    GError **error)
{
	gint64 known = 0;
	gint64 was_at = 0;

	if (!find_event(db, event, &known, &was_at, error))
		return FALSE;
	*outcome = known == 0 ? EVENT_NEW :
	    event->movable && event->occurred_at != was_at ? EVENT_MOVED :
							     EVENT_KNOWN;
	switch (*outcome) {
	case EVENT_KNOWN:
		return TRUE;
	case EVENT_NEW:
		return insert_event(db, event, keys, now_at, error);
	case EVENT_MOVED:
		return event_move(db, known, was_at, event->occurred_at,
		    now_at, error);
	}
	g_assert_not_reached();
}

/* Those that are new wait to be judged. */
static gboolean
queue_events(struct db *db, gint64 first_id, gint64 last_id, GError **error)
{
	return db_run(db, error,
	    "INSERT INTO intake (occurred_at, event_id)"
	    " SELECT occurred_at, id FROM event WHERE id >= $1 AND id <= $2"
	    " ORDER BY occurred_at, id"
	    /* It came twice, and has moved in between. */
	    " ON CONFLICT (occurred_at, event_id) DO NOTHING",
	    "ii", first_id, last_id);
}

gboolean
event_put(struct db *db, const struct event *event, gint64 now_at,
    enum event_outcome *outcome, GError **error)
{
	g_autoptr(people_book) people = people_book_new();
	struct event_keys keys = { .people = people };

	return db_draw_ids(db, "event", 1, &keys.event_id, error) &&
	    db_draw_ids(db, "contact", 1, &keys.contact_id, error) &&
	    put_event(db, event, &keys, now_at, outcome, error) &&
	    people_book_write(people, db, error) &&
	    (*outcome != EVENT_NEW ||
		queue_events(db, keys.event_id, keys.event_id, error));
}

static gboolean
put_events(struct db *db, struct event *const *events, guint n, gint64 now_at,
    enum event_outcome *outcomes, GError **error)
{
	g_autofree gint64 *event_ids = g_new(gint64, n);
	g_autofree gint64 *contact_ids = g_new(gint64, n);
	g_autoptr(people_book) people = people_book_new();
	gint64 first_at = G_MAXINT64;
	gboolean news = FALSE;
	guint fresh = 0;

	if (!db_draw_ids(db, "event", n, event_ids, error) ||
	    !db_draw_ids(db, "contact", n, contact_ids, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		/* A key that was not used is the next one's. */
		const struct event_keys keys = { event_ids[fresh],
			contact_ids[fresh], people };
		enum event_outcome outcome;

		if (!put_event(db, events[i], &keys, now_at, &outcome, error))
			return FALSE;
		fresh += outcome == EVENT_NEW;
		news |= outcome != EVENT_KNOWN;
		first_at = MIN(first_at, events[i]->occurred_at);
		if (outcomes != NULL)
			outcomes[i] = outcome;
	}
	if (news)
		db_announce(db);
	return people_book_write(people, db, error) &&
	    (fresh == 0 ||
		   queue_events(db, event_ids[0], event_ids[fresh - 1],
		       error)) &&
	    (n == 0 || event_note_first(db, first_at, error));
}

gboolean
store_put_events(struct store *store, struct event *const *events, guint n,
    gint64 now_at, enum event_outcome *outcomes, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!put_events(store->db, events, n, now_at, outcomes, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

gboolean
store_first_event(struct store *store, gint64 *at, GError **error)
{
	return db_one(store->db, at, G_MAXINT64, error,
	    "SELECT CAST(value AS @i64@) FROM setting"
	    " WHERE name = 'first_event_at'",
	    "");
}
