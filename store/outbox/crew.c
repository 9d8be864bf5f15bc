/*
 * crew.c - see crew.h: who works on the store, and what the dead have left.
 *
 * Of a worker is known until when at the latest what it has leased is due
 * (reach_at): so its leases are found without an index that every claim would
 * have to keep.
 */
#include "store/outbox/crew.h"

#include <time.h>

#include "base/errors.h"
#include "store/internal.h"

/* It goes on while the machine sleeps, too. */
static gint64
machine_us(void)
{
	struct timespec at = { 0 };

	clock_gettime(CLOCK_BOOTTIME, &at);
	return at.tv_sec * G_USEC_PER_SEC + at.tv_nsec / 1000;
}

/* Of what began at since_us, and is on disk. */
static void
note_life(struct store *store, gint64 since_us)
{
	store->lives_until_us = since_us + store->lease_s * G_USEC_PER_SEC;
}

/* Until when it lives that joins or stays now; a second more, for the clock
 * tells whole ones. */
static gboolean
end_of_lease(struct store *store, gint64 *now_at, gint64 *end_at,
    GError **error)
{
	if (!db_clock(store->db, now_at, error))
		return FALSE;
	*end_at = store->lease_s == 0 ? G_MAXINT64 :
					*now_at + store->lease_s + 1;
	return TRUE;
}

/* An id that was never used, though rows of others have gone. */
static gboolean
draw_id(struct db *db, gint64 *id, GError **error)
{
	return db_one(db, id, 0, error,
	    "INSERT INTO setting (name, value) VALUES ('workers', '1')"
	    " ON CONFLICT (name) DO UPDATE SET value ="
	    "  CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)"
	    " RETURNING CAST(value AS BIGINT)",
	    "");
}

static gboolean
join(struct store *store, const char *name, gint64 *id, GError **error)
{
	gint64 now_at, end_at;

	return end_of_lease(store, &now_at, &end_at, error) &&
	    draw_id(store->db, id, error) &&
	    db_run(store->db, error,
		"INSERT INTO worker (id, name, joined_at, alive_until,"
		" reach_at) VALUES ($1, $2, $3, $4, 0)",
		"itii", *id, name, now_at, end_at);
}

gboolean
store_join(struct store *store, const char *name, guint lease_s, GError **error)
{
	gint64 since_us = machine_us();
	gint64 id = 0;

	store->lease_s = lease_s;
	if ((lease_s > 0 && !db_set_lease(store->db, lease_s, error)) ||
	    !db_begin(store->db, error))
		return FALSE;
	if (!join(store, name, &id, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	if (!db_commit(store->db, error))
		return FALSE;
	store->worker = id;
	store->reach_at = 0;
	store->leads = FALSE;
	note_life(store, since_us);
	return TRUE;
}

gboolean
store_stay(struct store *store, gboolean *lost, GError **error)
{
	gint64 since_us = machine_us();
	gint64 now_at, end_at;

	*lost = FALSE;
	if (!db_begin_shared(store->db, error))
		return FALSE;
	if (!end_of_lease(store, &now_at, &end_at, error) ||
	    !db_run(store->db, error,
		"UPDATE worker SET alive_until = $2 WHERE id = $1", "ii",
		store->worker, end_at)) {
		db_rollback(store->db);
		return FALSE;
	}
	*lost = db_changes(store->db) == 0;
	if (!db_commit(store->db, error))
		return FALSE;
	if (!*lost)
		note_life(store, since_us);
	return TRUE;
}

gboolean
crew_lives(const struct store *store, GError **error)
{
	if (store->lease_s == 0 || machine_us() < store->lives_until_us)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LOST,
	    "worker %" G_GINT64_FORMAT " was stopped for longer than its"
	    " lease: it lets nothing leave",
	    store->worker);
	return FALSE;
}

gboolean
crew_is_in(struct store *store, GError **error)
{
	gint64 there = 0;

	if (!db_one(store->db, &there, 0, error,
		"SELECT 1 FROM worker WHERE id = $1", "i", store->worker))
		return FALSE;
	if (there == 0)
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LOST,
		    "worker %" G_GINT64_FORMAT
		    " was taken for dead: it lets nothing leave",
		    store->worker);
	return there != 0;
}

gboolean
crew_reach(struct store *store, gint64 due_at, GError **error)
{
	if (due_at <= store->reach_at)
		return TRUE;
	store->reach_at = due_at;
	return db_run(store->db, error,
	    "UPDATE worker SET reach_at = $2 WHERE id = $1 AND reach_at < $2",
	    "ii", store->worker, due_at);
}

/* A text has its number kept as long as it is leased. */
gboolean
crew_let_go(struct db *db, gint64 message_id, gint64 now_at, GError **error)
{
	struct reminder reminder;
	gint64 invitation_id = 0;

	return outbox_invitation_of(db, message_id, &invitation_id, error) &&
	    conversation_close(db, invitation_id, now_at, error) &&
	    reminder_find(db, message_id, &reminder, error) &&
	    line_let_go(db, reminder.invitation_id, now_at, error);
}

static gboolean
return_leases(struct db *db, gint64 worker, gint64 now_at, guint *returned,
    GError **error)
{
	g_autoptr(GArray) texts = db_ids(db, error,
	    "SELECT d.message_id FROM due d JOIN message m"
	    " ON m.id = d.message_id WHERE d.worker = $1 AND d.due_at <="
	    "  (SELECT reach_at FROM worker WHERE id = $1)"
	    " AND m.channel = 'sms' ORDER BY d.message_id",
	    "i", worker);

	if (texts == NULL ||
	    !db_run(db, error,
		"UPDATE due SET worker = 0 WHERE worker = $1 AND due_at <="
		" (SELECT reach_at FROM worker WHERE id = $1)",
		"i", worker))
		return FALSE;
	*returned += (guint)db_changes(db);
	for (guint i = 0; i < texts->len; i++) {
		if (!crew_let_go(db, g_array_index(texts, gint64, i), now_at,
			error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
bury_one(struct db *db, gint64 worker, gint64 now_at, guint *returned,
    guint *in_doubt, GError **error)
{
	return return_leases(db, worker, now_at, returned, error) &&
	    doubt_open_attempts(db, worker, now_at, in_doubt, error) &&
	    db_run(db, error, "DELETE FROM worker WHERE id = $1", "i", worker);
}

gboolean
store_leave(struct store *store, gint64 now_at, GError **error)
{
	guint returned = 0, in_doubt = 0;

	if (!db_begin(store->db, error))
		return FALSE;
	if (!bury_one(store->db, store->worker, now_at, &returned, &in_doubt,
		error) ||
	    /* Who is the only one finds out anew as it starts. */
	    (store->lease_s > 0 && !outbox_unpark_halted(store->db, error))) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

static GArray *
find_dead(struct store *store, GError **error)
{
	gint64 now_at = G_MAXINT64;

	/* Whoever else has joined is dead. */
	if (store->lease_s > 0 && !db_clock(store->db, &now_at, error))
		return NULL;
	return db_ids(store->db, error,
	    "SELECT id FROM worker WHERE id <> $1 AND alive_until <= $2"
	    " ORDER BY id",
	    "ii", store->worker, now_at);
}

static gboolean
bury(struct store *store, gint64 now_at, struct buried *buried, GError **error)
{
	g_autoptr(GArray) dead = find_dead(store, error);

	for (guint i = 0; dead != NULL && i < dead->len; i++) {
		if (!bury_one(store->db, g_array_index(dead, gint64, i), now_at,
			&buried->returned, &buried->in_doubt, error))
			return FALSE;
	}
	if (dead == NULL)
		return FALSE;
	buried->workers = dead->len;
	/* Of a provider that had halted for the dead nobody else may know; nor
	 * for who leaves. */
	return dead->len == 0 || outbox_unpark_halted(store->db, error);
}

gboolean
store_bury(struct store *store, gint64 now_at, struct buried *buried,
    GError **error)
{
	g_autoptr(GArray) dead = NULL;

	*buried = (struct buried){ 0 };
	/* Nearly always nobody has died. */
	dead = find_dead(store, error);
	if (dead == NULL || dead->len == 0)
		return dead != NULL;
	if (!db_begin(store->db, error))
		return FALSE;
	if (!bury(store, now_at, buried, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

static gboolean
note_leader(struct store *store, gboolean leads, GError **error)
{
	if (!db_begin_shared(store->db, error))
		return FALSE;
	if (!db_run(store->db, error,
		"UPDATE worker SET leads = $2 WHERE id = $1", "ii",
		store->worker, (gint64)(leads ? 1 : 0))) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

gboolean
store_try_leader(struct store *store, gboolean *leads, GError **error)
{
	if (!db_try_leader(store->db, leads, error))
		return FALSE;
	if (*leads == store->leads)
		return TRUE;
	if (!note_leader(store, *leads, error))
		return FALSE;
	store->leads = *leads;
	return TRUE;
}
