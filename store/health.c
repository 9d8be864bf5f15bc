/*
 * health.c - see health.h. Reads and counts; the state of providers alone is
 * written here.
 */
#include "store/health.h"

#include "store/internal.h"
#include "store/outbox/outbox.h"

static gboolean
count_invitations(struct db *db, struct health *health, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT state, count(*) FROM invitation_state GROUP BY state", "");

	if (rows == NULL)
		return FALSE;
	while (rows_next(rows, &failure)) {
		enum invitation_state state;

		if (invitation_state_from_name(rows_text(rows, 0), &state))
			health->invitations[state] = rows_int(rows, 1);
	}
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

gboolean
store_health(struct store *store, struct health *health, GError **error)
{
	const struct {
		gint64 *value;
		const char *sql;
	} counts[] = {
		{ &health->events, "SELECT count(*) FROM event" },
		{ &health->events_waiting, "SELECT count(*) FROM intake" },
		{ &health->leased,
		    "SELECT count(*) FROM due WHERE worker <> 0" },
		{ &health->messages_waiting,
		    "SELECT (SELECT count(*) FROM due WHERE worker = 0)"
		    " + (SELECT count(*) FROM parked)"
		    " + (SELECT count(*) FROM line)" },
		{ &health->digests,
		    "SELECT count(*) FROM message WHERE kind = 'digest'" },
		{ &health->replies_new,
		    "SELECT count(*) FROM reply WHERE state = 'new'" },
		{ &health->replies_aside,
		    "SELECT count(*) FROM reply WHERE state = 'set aside'" },
		{ &health->replies_unscored,
		    "SELECT count(*) FROM reply r WHERE r.case_id = 0"
		    " AND coalesce(r.note, '') NOT LIKE 'anonymous%'"
		    " AND (r.kind = 'unreadable'"
		    "  OR (r.kind IN ('answer', 'comment')"
		    "  AND r.response_id IS NULL AND NOT EXISTS (SELECT 1"
		    "   FROM response a WHERE a.reply_id = r.id)))" },
		{ &health->responses, "SELECT count(*) FROM response" },
		{ &health->suppressions, "SELECT count(*) FROM suppression" },
		{ &health->conversations,
		    "SELECT count(*) FROM conversation WHERE step <> 'done'"
		    " AND step <> 'held' AND asked_at IS NOT NULL" },
		{ &health->in_line, "SELECT count(*) FROM line" },
		{ &health->reports_waiting, "SELECT count(*) FROM report" },
	};

	*health = (struct health){ 0 };
	for (gsize i = 0; i < G_N_ELEMENTS(counts); i++) {
		if (!db_one(store->db, counts[i].value, 0, error, counts[i].sql,
			""))
			return FALSE;
	}
	return store_next_due(store, NULL, &health->next_due_at, error) &&
	    count_invitations(store->db, health, error);
}

void
reason_count_free(struct reason_count *count)
{
	if (count == NULL)
		return;
	g_free(count->state);
	g_free(count->reason);
	g_free(count);
}

static gpointer
reason_count_from_rows(struct rows *rows)
{
	struct reason_count *one = g_new0(struct reason_count, 1);

	one->state = rows_dup(rows, 0);
	one->reason = rows_dup(rows, 1);
	one->n = rows_int(rows, 2);
	return one;
}

GPtrArray *
store_reasons(struct store *store, GError **error)
{
	return db_list(store->db, error, reason_count_from_rows,
	    (GDestroyNotify)reason_count_free,
	    "SELECT state, reason, count(*) FROM invitation_state"
	    " WHERE reason IS NOT NULL AND state NOT IN ('sent', 'answered')"
	    " GROUP BY state, reason"
	    " ORDER BY state, reason",
	    "");
}

void
doubt_free(struct doubt *doubt)
{
	if (doubt == NULL)
		return;
	g_free(doubt->what);
	g_free(doubt->provider);
	g_free(doubt->detail);
	g_free(doubt);
}

static gpointer
doubt_from_rows(struct rows *rows)
{
	struct doubt *doubt = g_new0(struct doubt, 1);

	doubt->message_id = rows_int(rows, 0);
	doubt->what = rows_dup(rows, 1);
	doubt->provider = rows_dup(rows, 2);
	doubt->started_at = rows_int(rows, 3);
	doubt->detail = rows_dup(rows, 4);
	doubt->channel = channel_from_name(rows_text(rows, 5));
	return doubt;
}

GPtrArray *
store_doubts(struct store *store, GError **error)
{
	return db_list(store->db, error, doubt_from_rows,
	    (GDestroyNotify)doubt_free,
	    "SELECT a.message_id, coalesce(i.touchpoint, m.kind), a.provider,"
	    " a.started_at, a.detail, m.channel FROM attempt a"
	    " JOIN message m ON m.id = a.message_id"
	    " LEFT JOIN invitation i ON i.id = m.invitation_id"
	    " WHERE a.outcome = 'in doubt' ORDER BY a.id",
	    "");
}

void
provider_health_free(struct provider_health *health)
{
	if (health == NULL)
		return;
	g_free(health->provider);
	g_free(health->state);
	g_free(health->detail);
	g_free(health);
}

static gpointer
provider_health_from_rows(struct rows *rows)
{
	struct provider_health *one = g_new0(struct provider_health, 1);

	one->provider = rows_dup(rows, 0);
	one->state = rows_dup(rows, 1);
	one->detail = rows_dup(rows, 2);
	one->changed_at = rows_int(rows, 3);
	return one;
}

GPtrArray *
store_provider_health(struct store *store, GError **error)
{
	return db_list(store->db, error, provider_health_from_rows,
	    (GDestroyNotify)provider_health_free,
	    "SELECT provider, state, detail, changed_at FROM provider_state"
	    " ORDER BY provider",
	    "");
}

gboolean
store_set_provider_health(struct store *store, const char *provider,
    const char *state, const char *detail, gint64 now_at, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!db_run(store->db, error,
		"INSERT INTO provider_state (provider, state, detail,"
		" changed_at) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (provider) DO UPDATE SET state = excluded.state,"
		" detail = excluded.detail, changed_at = excluded.changed_at",
		"ttti", provider, state, detail, now_at)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
