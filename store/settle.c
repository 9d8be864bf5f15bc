/*
 * settle.c - one transaction for all that has ended and all that begins: the
 * verdicts first, then the attempts. Called by scheduler/drip*.c.
 *
 * What each of them does is verdicts.c's and attempts.c's.
 */
#include "store/internal.h"

static gboolean
settle(struct store *store, const struct outbox_verdict *verdicts,
    guint n_verdicts, struct outbox_attempt *attempts, guint n_attempts,
    gint64 now_at, GError **error)
{
	for (guint i = 0; i < n_verdicts; i++) {
		if (!verdict_apply(store, &verdicts[i], now_at, error))
			return FALSE;
	}
	for (guint i = 0; i < n_attempts; i++) {
		if (!attempt_begin(store, &attempts[i], now_at, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
store_settle(struct store *store, const struct outbox_verdict *verdicts,
    guint n_verdicts, struct outbox_attempt *attempts, guint n_attempts,
    gint64 now_at, GError **error)
{
	if (n_verdicts == 0 && n_attempts == 0)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	if (!crew_is_in(store, error) ||
	    !settle(store, verdicts, n_verdicts, attempts, n_attempts, now_at,
		error)) {
		db_rollback(store->db);
		return FALSE;
	}
	if (!db_commit(store->db, error))
		return FALSE;
	home_note_attempts(store->db, attempts, n_attempts);
	return TRUE;
}

gboolean
store_begin_attempts(struct store *store, struct outbox_attempt *attempts,
    guint n, gint64 now_at, GError **error)
{
	return store_settle(store, NULL, 0, attempts, n, now_at, error);
}

gboolean
store_end_attempts(struct store *store, const struct outbox_verdict *verdicts,
    guint n, gint64 now_at, GError **error)
{
	return store_settle(store, verdicts, n, NULL, 0, now_at, error);
}
