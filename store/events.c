/*
 * events.c - events and their contacts as they come in.
 *
 * What follows from them is written by intake.c.
 */
#include "store/events.h"

#include "base/attributes.h"
#include "store/internal.h"

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

static gboolean
find_contact(struct db *db, const struct contact *contact, const char *key,
    gint64 *id, GError **error)
{
	if (key != NULL)
		return db_one(db, id, 0, error,
		    "SELECT id FROM contact WHERE email_key = $1", "t", key);
	return db_one(db, id, 0, error,
	    "SELECT min(id) FROM contact WHERE phone = $1", "t",
	    contact->phone);
}

static const char *
attributes_or_none(const char *attributes)
{
	return attributes != NULL ? attributes : "{}";
}

/* What is kept with a contact, with what is newly said of it; owned. */
static char *
merge_attributes(struct db *db, gint64 id, const char *said, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT attributes FROM contact WHERE id = $1", "i", id);
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return NULL;
	return attributes_merge(found ? rows_text(rows, 0) : NULL, said);
}

/* What is newly said replaces what was known; silence leaves it as it is. */
static gboolean
update_contact(struct db *db, const struct contact *contact, gint64 id,
    GError **error)
{
	g_autofree char *attributes = NULL;

	if (contact->attributes != NULL) {
		attributes = merge_attributes(db, id, contact->attributes,
		    error);
		if (attributes == NULL)
			return FALSE;
	}
	return db_run(db, error,
	    "UPDATE contact SET phone = coalesce($2, phone),"
	    " name = coalesce($3, name),"
	    " language = coalesce($4, language),"
	    " timezone = coalesce($5, timezone),"
	    " attributes = coalesce($6, attributes) WHERE id = $1"
	    " AND (phone <> $2 OR name <> $3 OR language <> $4"
	    " OR timezone <> $5 OR attributes <> $6"
	    " OR (phone IS NULL AND $2 IS NOT NULL)"
	    " OR (name IS NULL AND $3 IS NOT NULL)"
	    " OR (language IS NULL AND $4 IS NOT NULL)"
	    " OR (timezone IS NULL AND $5 IS NOT NULL))",
	    "ittttt", id, contact->phone, contact->name, contact->language,
	    contact->timezone, attributes);
}

/* Finds or adds the contact. */
static gboolean
put_contact(struct db *db, const struct contact *contact, gint64 now_at,
    gint64 *id, GError **error)
{
	g_autofree char *key = address_key(contact->email);

	if (!find_contact(db, contact, key, id, error))
		return FALSE;
	if (*id != 0)
		return update_contact(db, contact, *id, error);
	return db_one(db, id, 0, error,
	    "INSERT INTO contact (email, email_key, phone, name, language,"
	    " timezone, attributes, created_at)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
	    "ttttttti", contact->email, key, contact->phone, contact->name,
	    contact->language, contact->timezone,
	    attributes_or_none(contact->attributes), now_at);
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

static gboolean
insert_event(struct db *db, const struct event *event, gint64 now_at,
    GError **error)
{
	gint64 contact_id = event->contact.id;
	gint64 event_id = 0;

	if ((contact_id == 0 &&
		!put_contact(db, &event->contact, now_at, &contact_id,
		    error)) ||
	    !db_one(db, &event_id, 0, error,
		"INSERT INTO event (source, type, reference, contact_id,"
		" occurred_at, received_at, attributes)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
		"tttiiit", event->source, event->type, event->reference,
		contact_id, event->occurred_at, now_at,
		attributes_or_none(event->attributes)))
		return FALSE;
	return db_run(db, error,
	    "INSERT INTO intake (occurred_at, event_id) VALUES ($1, $2)", "ii",
	    event->occurred_at, event_id);
}

gboolean
event_put(struct db *db, const struct event *event, gint64 now_at,
    enum event_outcome *outcome, GError **error)
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
		return insert_event(db, event, now_at, error);
	case EVENT_MOVED:
		return event_move(db, known, was_at, event->occurred_at,
		    now_at, error);
	}
	g_assert_not_reached();
}

gboolean
store_put_events(struct store *store, struct event *const *events, guint n,
    gint64 now_at, enum event_outcome *outcomes, GError **error)
{
	gint64 first_at = G_MAXINT64;

	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		enum event_outcome outcome;

		if (!event_put(store->db, events[i], now_at, &outcome,
			error)) {
			db_rollback(store->db);
			return FALSE;
		}
		first_at = MIN(first_at, events[i]->occurred_at);
		if (outcomes != NULL)
			outcomes[i] = outcome;
	}
	if (n > 0 && !event_note_first(store->db, first_at, error)) {
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
