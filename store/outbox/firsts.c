/*
 * firsts.c - first tries of invitations, as a group: nearly all that is sent is
 * that, and needs few rows. What texts need beside is first_texts.c's. Called
 * by settle.c.
 *
 * What is not as it is nearly always (cancelled meanwhile, answered before the
 * verdict came) is left to verdicts.c and attempts.c, which see to everything.
 */
#include "store/db/db_draw.h"
#include "store/db/each.h"
#include "store/outbox/firsts.h"
#include "store/counts/sent.h"

static gboolean
is_first(const struct outbox_item *item)
{
	return item != NULL && item->kind == MESSAGE_INVITATION &&
	    !item->again && !item->placed;
}

gboolean
firsts_has_verdict(const struct outbox_verdict *verdict)
{
	return is_first(verdict->item) &&
	    verdict->verdict == VERDICT_SENT && verdict->attempt_id != 0 &&
	    !verdict->kept;
}

gboolean
firsts_has_attempt(const struct outbox_attempt *attempt)
{
	return is_first(attempt->item) && attempt->keep == NULL;
}

gboolean
firsts_are_mails(const struct outbox_verdict *verdicts, guint n_verdicts,
    const struct outbox_attempt *attempts, guint n_attempts)
{
	for (guint i = 0; i < n_verdicts; i++) {
		if (!firsts_has_verdict(&verdicts[i]) ||
		    verdicts[i].item->channel != CHANNEL_EMAIL)
			return FALSE;
	}
	for (guint i = 0; i < n_attempts; i++) {
		if (!firsts_has_attempt(&attempts[i]) ||
		    attempts[i].item->channel != CHANNEL_EMAIL)
			return FALSE;
	}
	return TRUE;
}

/* *changed: of each whether its attempt was open, and is ended. */
static gboolean
end_attempts(struct store *store, const GPtrArray *verdicts, gint64 now_at,
    gint64 *changed, GError **error)
{
	struct each each;
	gboolean ok;

	each_begin(&each,
	    "UPDATE attempt SET outcome = 'accepted', ended_at = $2,"
	    " remote_id = $3, detail = $4"
	    " WHERE id = $1 AND outcome = 'sending' AND worker = $5",
	    "iitti");
	for (guint i = 0; i < verdicts->len; i++) {
		const struct outbox_verdict *verdict = verdicts->pdata[i];

		each_add(&each, verdict->attempt_id, now_at, verdict->remote_id,
		    verdict->detail, store->worker);
	}
	ok = each_run(&each, store->db, changed, error);
	each_end(&each);
	return ok;
}

/* *changed: of each whether it was sending, and is sent. */
static gboolean
move_to_sent(struct store *store, const GPtrArray *verdicts,
    const gint64 *profiles, gint64 now_at, gint64 *changed, GError **error)
{
	struct each each;
	gboolean ok;

	each_begin(&each,
	    "UPDATE invitation_state SET state = 'sent', reason = $2,"
	    " changed_at = $3, sent_at = $3, sent_day = $4,"
	    " expires_at = nullif(CAST($5 AS BIGINT), 0), profile = $6"
	    " WHERE invitation_id = $1 AND state = 'sending'"
	    " AND sent_day IS NULL",
	    "itiiii");
	for (guint i = 0; i < verdicts->len; i++) {
		const struct outbox_verdict *verdict = verdicts->pdata[i];
		const struct outbox_item *item = verdict->item;

		each_add(&each, item->invitation_id, verdict->detail, now_at,
		    (gint64)verdict->day,
		    item->answer_s > 0 ? now_at + item->answer_s : 0,
		    profiles[i]);
	}
	ok = each_run(&each, store->db, changed, error);
	each_end(&each);
	return ok;
}

static gboolean
have_looked_at(struct store *store, const GPtrArray *verdicts, gint64 now_at,
    GError **error)
{
	struct each each;
	gboolean ok;

	each_begin(&each,
	    "INSERT INTO follow_up (look_at, invitation_id) VALUES ($1, $2)"
	    " ON CONFLICT (look_at, invitation_id) DO NOTHING",
	    "ii");
	for (guint i = 0; i < verdicts->len; i++) {
		const struct outbox_verdict *verdict = verdicts->pdata[i];

		each_add(&each,
		    verdict->look_at != 0 ? verdict->look_at : now_at,
		    verdict->item->invitation_id);
	}
	ok = each_run(&each, store->db, NULL, error);
	each_end(&each);
	return ok;
}

/* Those of which the number is not 0 remain; the others go to *rest. */
static void
keep_changed(GPtrArray *list, const gint64 *numbers, GPtrArray *rest)
{
	guint n = 0;

	for (guint i = 0; i < list->len; i++) {
		if (numbers[i] != 0)
			list->pdata[n++] = list->pdata[i];
		else if (rest != NULL)
			g_ptr_array_add(rest, list->pdata[i]);
	}
	g_ptr_array_set_size(list, (int)n);
}

/* The same of what stands beside the list, before it is shortened. */
static void
keep_numbers(gint64 *beside, const gint64 *numbers, guint len)
{
	guint n = 0;

	for (guint i = 0; i < len; i++) {
		if (numbers[i] != 0)
			beside[n++] = beside[i];
	}
}

gboolean
firsts_end(struct store *store, GPtrArray *verdicts, gint64 now_at,
    GError **error)
{
	g_autofree gint64 *changed = g_new0(gint64, verdicts->len + 1);
	g_autofree gint64 *profiles = g_new0(gint64, verdicts->len + 1);
	g_autoptr(GPtrArray) others = g_ptr_array_new();

	if (verdicts->len == 0)
		return TRUE;
	if (!end_attempts(store, verdicts, now_at, changed, error))
		return FALSE;
	/* Somebody else has ended the others. */
	keep_changed(verdicts, changed, NULL);
	if (!sent_profiles(store->db, verdicts, profiles, error) ||
	    !move_to_sent(store, verdicts, profiles, now_at, changed, error))
		return FALSE;
	keep_numbers(profiles, changed, verdicts->len);
	keep_changed(verdicts, changed, others);
	for (guint i = 0; i < others->len; i++) {
		if (!verdict_follow(store, others->pdata[i], now_at, error))
			return FALSE;
	}
	return have_looked_at(store, verdicts, now_at, error) &&
	    first_texts_end(store, verdicts, error) &&
	    sent_count_all(store->db, verdicts, profiles, error);
}

/* Who is asked twice in one group is asked once: it is judged again. */
static gboolean
admit(struct store *store, struct outbox_attempt *attempt, GHashTable *asked,
    gint64 now_at, GError **error)
{
	const struct outbox_item *item = attempt->item;
	const struct ask_limit *limit = &attempt->ask;
	gboolean may = TRUE;

	attempt->refusal = REFUSAL_NONE;
	if (!limit->counts || (limit->rest_s == 0 && limit->max_per_year == 0))
		return TRUE;
	if (!asks_admit(store->db, item->event->contact.id, limit, now_at, &may,
		error))
		return FALSE;
	may = g_hash_table_insert(asked,
		  GSIZE_TO_POINTER((gsize)item->event->contact.id),
		  (gpointer)item) &&
	    may;
	if (!may)
		attempt->refusal = REFUSAL_REST;
	return TRUE;
}

/* Those that may be asked remain. */
static gboolean
admit_all(struct store *store, GPtrArray *attempts, gint64 now_at,
    GError **error)
{
	g_autoptr(GHashTable) asked = g_hash_table_new(NULL, NULL);
	guint n = 0;

	for (guint i = 0; i < attempts->len; i++) {
		struct outbox_attempt *attempt = attempts->pdata[i];

		if (!admit(store, attempt, asked, now_at, error))
			return FALSE;
		if (attempt->refusal == REFUSAL_NONE)
			attempts->pdata[n++] = attempt;
	}
	g_ptr_array_set_size(attempts, (int)n);
	return TRUE;
}

/* *changed: of each whether it was leased, and is no more. */
static gboolean
take_leases(struct store *store, const GPtrArray *attempts, gint64 *changed,
    GError **error)
{
	struct each each;
	gboolean ok;

	each_begin(&each,
	    "DELETE FROM due WHERE due_at = $1 AND message_id = $2"
	    " AND worker = $3",
	    "iii");
	for (guint i = 0; i < attempts->len; i++) {
		const struct outbox_attempt *attempt = attempts->pdata[i];

		each_add(&each, attempt->item->due_at, attempt->message_id,
		    store->worker);
	}
	ok = each_run(&each, store->db, changed, error);
	each_end(&each);
	return ok;
}

/* *changed: of each whether it was scheduled, and is sending. */
static gboolean
move_to_sending(struct store *store, const GPtrArray *attempts, gint64 now_at,
    gint64 *changed, GError **error)
{
	struct each each;
	gboolean ok;

	each_begin(&each,
	    "UPDATE invitation_state SET state = 'sending', reason = NULL,"
	    " changed_at = $2, asked_at = nullif(CAST($3 AS BIGINT), 0)"
	    " WHERE invitation_id = $1 AND state = 'scheduled'",
	    "iii");
	for (guint i = 0; i < attempts->len; i++) {
		const struct outbox_attempt *attempt = attempts->pdata[i];

		each_add(&each, attempt->item->invitation_id, now_at,
		    attempt->ask.counts ? now_at : 0);
	}
	ok = each_run(&each, store->db, changed, error);
	each_end(&each);
	return ok;
}

static gboolean
add_attempts(struct store *store, const GPtrArray *attempts, gint64 now_at,
    gint64 *ids, GError **error)
{
	struct each each;
	gboolean ok;

	if (!db_draw_ids(store->db, "attempt", attempts->len, ids, error))
		return FALSE;
	each_begin(&each,
	    "INSERT INTO attempt (id, message_id, provider, started_at,"
	    " outcome, is_ask, worker)"
	    " VALUES ($1, $2, $3, $4, 'sending', $5, $6)",
	    "iitiii");
	for (guint i = 0; i < attempts->len; i++) {
		const struct outbox_attempt *attempt = attempts->pdata[i];

		each_add(&each, ids[i], attempt->message_id, attempt->provider,
		    now_at, (gint64)(attempt->ask.counts ? 1 : 0),
		    store->worker);
	}
	ok = each_run(&each, store->db, NULL, error);
	each_end(&each);
	return ok;
}

gboolean
firsts_begin(struct store *store, GPtrArray *attempts, gint64 now_at,
    GError **error)
{
	g_autofree gint64 *numbers = g_new0(gint64, attempts->len + 1);
	g_autoptr(GPtrArray) rest = g_ptr_array_new();

	if (attempts->len == 0)
		return TRUE;
	if (!admit_all(store, attempts, now_at, error) ||
	    !first_texts_admit(store, attempts, rest, error))
		return FALSE;
	for (guint i = 0; i < attempts->len; i++) {
		struct outbox_attempt *attempt = attempts->pdata[i];

		attempt->refusal = REFUSAL_WITHDRAWN;
	}
	if (!take_leases(store, attempts, numbers, error))
		return FALSE;
	keep_changed(attempts, numbers, NULL);
	if (!move_to_sending(store, attempts, now_at, numbers, error))
		return FALSE;
	keep_changed(attempts, numbers, NULL);
	if (!add_attempts(store, attempts, now_at, numbers, error))
		return FALSE;
	for (guint i = 0; i < attempts->len; i++) {
		struct outbox_attempt *attempt = attempts->pdata[i];

		attempt->attempt_id = numbers[i];
		attempt->refusal = REFUSAL_NONE;
	}
	if (!first_texts_begin(store, attempts, now_at, error))
		return FALSE;
	for (guint i = 0; i < rest->len; i++) {
		if (!attempt_begin(store, rest->pdata[i], now_at, error))
			return FALSE;
	}
	return TRUE;
}
