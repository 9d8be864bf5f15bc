/*
 * settle.c - one transaction for all that has ended and all that begins: the
 * verdicts first, then the attempts. Called by scheduler/drip*.c.
 *
 * What each of them does is verdicts.c's and attempts.c's.
 */
#include "store/outbox/firsts.h"

static gboolean
end_all(struct store *store, const struct outbox_verdict *verdicts, guint n,
    gint64 now_at, GError **error)
{
	g_autoptr(GPtrArray) firsts = g_ptr_array_new();

	for (guint i = 0; i < n; i++) {
		const struct outbox_verdict *verdict = &verdicts[i];

		if (firsts_has_verdict(verdict))
			g_ptr_array_add(firsts, (gpointer)verdict);
		else if (!verdict_apply(store, verdict, now_at, error))
			return FALSE;
	}
	return firsts_end(store, firsts, now_at, error);
}

static gboolean
begin_all(struct store *store, struct outbox_attempt *attempts, guint n,
    gint64 now_at, GError **error)
{
	g_autoptr(GPtrArray) firsts = g_ptr_array_new();

	for (guint i = 0; i < n; i++) {
		struct outbox_attempt *attempt = &attempts[i];

		attempt->attempt_id = 0;
		if (firsts_has_attempt(attempt))
			g_ptr_array_add(firsts, attempt);
		else if (!attempt_begin(store, attempt, now_at, error))
			return FALSE;
	}
	return firsts_begin(store, firsts, now_at, error);
}

static gboolean
begin_transaction(struct store *store, gboolean shared, GError **error)
{
	return shared ? db_begin_shared(store->db, error) :
			db_begin(store->db, error);
}

gboolean
store_settle(struct store *store, const struct outbox_verdict *verdicts,
    guint n_verdicts, struct outbox_attempt *attempts, guint n_attempts,
    gint64 now_at, GError **error)
{
	if (n_verdicts == 0 && n_attempts == 0)
		return TRUE;
	if (!begin_transaction(store,
		firsts_are_mails(verdicts, n_verdicts, attempts, n_attempts),
		error))
		return FALSE;
	if (!crew_is_in(store, error) ||
	    !end_all(store, verdicts, n_verdicts, now_at, error) ||
	    !begin_all(store, attempts, n_attempts, now_at, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	if (!db_commit(store->db, error))
		return FALSE;
	home_note_attempts(store->db, attempts, n_attempts);
	/* Else others may hold what was begun for in doubt, and send it. */
	return n_attempts == 0 || crew_lives(store, error);
}
