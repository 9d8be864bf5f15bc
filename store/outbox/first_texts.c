/*
 * first_texts.c - what the first tries of invitations by text need beside what
 * those by mail do: the last word on each, its talk, its charge, the gateway's
 * name for it. Called by firsts.c.
 *
 * The last word here is yes or nothing: who may have said stop, or is near a
 * cap, has its last word from attempts.c, alone.
 */
#include "store/db/each.h"
#include "store/outbox/firsts.h"
#include "store/outbox/spending.h"

static gboolean
is_text(const struct outbox_attempt *attempt)
{
	return attempt->charge.number != NULL;
}

/* What the day has had, with what the group has added to it by now. */
struct day {
	gint32 day;
	gboolean blown;
	struct spending_sum all;
	gint64 forgiven_micro;
	GHashTable *added; /* scope -> how many */
};

static gint64
added_to(const struct day *day, const char *scope)
{
	return GPOINTER_TO_SIZE(g_hash_table_lookup(day->added, scope));
}

static void
add_to(struct day *day, char *scope)
{
	gsize n = (gsize)added_to(day, scope) + 1;

	g_hash_table_replace(day->added, scope, GSIZE_TO_POINTER(n));
}

static gboolean
is_below(gint64 n, guint max)
{
	return max == 0 || n < max;
}

/* *sure: nobody has said anything, and the number is reserved for it. */
static gboolean
look(struct db *db, const struct outbox_attempt *attempt,
    const struct spending_scopes *scopes, gboolean *sure, gint64 *of_number,
    gint64 *of_prefix, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT n.step, (SELECT count(*) FROM reply"
	    "  WHERE sender = $1 AND state = 'new') +"
	    " (SELECT count(*) FROM suppression"
	    "  WHERE channel = 'sms' AND address = $1) +"
	    " (SELECT count(*) FROM delivery WHERE message_id = $3),"
	    " (SELECT n FROM spending WHERE day = $4 AND scope = $5),"
	    " (SELECT n FROM spending WHERE day = $4 AND scope = $6)"
	    " FROM conversation n WHERE n.invitation_id = $2"
	    " AND n.phone = $1 AND n.step = 'question'"
	    " AND n.asked_at IS NULL",
	    "tiiitt", attempt->charge.number, attempt->item->invitation_id,
	    attempt->message_id, (gint64)attempt->charge.day, scopes->number,
	    scopes->prefix);
	gboolean found;

	*sure = FALSE;
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	*sure = rows_int(rows, 1) == 0;
	*of_number = rows_int(rows, 2);
	*of_prefix = rows_int(rows, 3);
	return TRUE;
}

static gboolean
day_allows(const struct day *day, const struct text_charge *charge)
{
	return charge->day == day->day && !day->blown &&
	    is_below(day->all.n, charge->max_per_day) &&
	    (charge->budget_micro == 0 ||
		day->all.cost_micro - day->forgiven_micro <=
		    charge->budget_micro - charge->cost_micro);
}

/* *sure: it may leave, whatever else is in the group. */
static gboolean
admit(struct store *store, const struct outbox_attempt *attempt,
    struct day *day, gboolean *sure, GError **error)
{
	const struct text_charge *charge = &attempt->charge;
	struct spending_scopes scopes;
	gint64 of_number = 0, of_prefix = 0;
	gboolean ok;

	*sure = day_allows(day, charge);
	if (!*sure)
		return TRUE;
	spending_scopes_of(charge->number, &scopes);
	ok = look(store->db, attempt, &scopes, sure, &of_number, &of_prefix,
	    error);
	of_number += added_to(day, scopes.number);
	of_prefix += added_to(day, scopes.prefix);
	*sure = *sure && is_below(of_number, charge->max_per_number) &&
	    is_below(of_prefix, charge->max_per_prefix);
	if (ok && *sure) {
		add_to(day, g_steal_pointer(&scopes.number));
		add_to(day, g_steal_pointer(&scopes.prefix));
		day->all.n++;
		day->all.cost_micro += charge->cost_micro;
	}
	spending_scopes_clear(&scopes);
	return ok;
}

static const struct outbox_attempt *
first_text(const GPtrArray *attempts)
{
	for (guint i = 0; i < attempts->len; i++) {
		if (is_text(attempts->pdata[i]))
			return attempts->pdata[i];
	}
	return NULL;
}

static gboolean
day_read(struct store *store, gint32 of, struct day *day, GError **error)
{
	struct fuse fuse;
	struct spending_sum forgiven;

	day->day = of;
	if (!store_fuse(store, of, &fuse, error) ||
	    !spending_sum_of(store->db, of, "forgiven", &forgiven, error))
		return FALSE;
	day->blown = fuse.blown_at != 0;
	day->all = (struct spending_sum){ fuse.sent, fuse.spent_micro };
	day->forgiven_micro = forgiven.cost_micro;
	return TRUE;
}

gboolean
first_texts_admit(struct store *store, GPtrArray *attempts, GPtrArray *rest,
    GError **error)
{
	const struct outbox_attempt *first = first_text(attempts);
	g_autoptr(GHashTable) added = NULL;
	struct day day = { 0 };
	guint n = 0;

	if (first == NULL)
		return TRUE;
	added = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	day.added = added;
	if (!day_read(store, first->charge.day, &day, error))
		return FALSE;
	for (guint i = 0; i < attempts->len; i++) {
		struct outbox_attempt *attempt = attempts->pdata[i];
		gboolean sure = TRUE;

		if (is_text(attempt) &&
		    !admit(store, attempt, &day, &sure, error))
			return FALSE;
		if (sure)
			attempts->pdata[n++] = attempt;
		else
			g_ptr_array_add(rest, attempt);
	}
	g_ptr_array_set_size(attempts, (int)n);
	return TRUE;
}

/* Its number was reserved as it was leased. */
static gboolean
begin_talks(struct store *store, const GPtrArray *attempts, gint64 now_at,
    GError **error)
{
	struct each each;
	gboolean ok;

	each_begin(&each,
	    "UPDATE conversation SET provider = $2, asked_at = $3,"
	    " asked_again_at = NULL, closes_at = $4, reprompted = 0"
	    " WHERE invitation_id = $1",
	    "itii");
	for (guint i = 0; i < attempts->len; i++) {
		const struct outbox_attempt *attempt = attempts->pdata[i];

		if (is_text(attempt))
			each_add(&each, attempt->item->invitation_id,
			    attempt->provider, now_at,
			    now_at + attempt->charge.conversation_s);
	}
	ok = each_run(&each, store->db, NULL, error);
	each_end(&each);
	return ok;
}

gboolean
first_texts_begin(struct store *store, const GPtrArray *attempts, gint64 now_at,
    GError **error)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new();

	for (guint i = 0; i < attempts->len; i++) {
		if (is_text(attempts->pdata[i]))
			g_ptr_array_add(texts, attempts->pdata[i]);
	}
	return texts->len == 0 ||
	    (begin_talks(store, texts, now_at, error) &&
		spending_charge(store->db,
		    (const struct outbox_attempt *const *)texts->pdata,
		    texts->len, error));
}

static gboolean
drop_charges(struct store *store, const GPtrArray *texts, GError **error)
{
	struct each each;
	gboolean ok;

	each_begin(&each, "DELETE FROM charge WHERE attempt_id = $1", "i");
	for (guint i = 0; i < texts->len; i++) {
		const struct outbox_verdict *verdict = texts->pdata[i];

		each_add(&each, verdict->attempt_id);
	}
	ok = each_run(&each, store->db, NULL, error);
	each_end(&each);
	return ok;
}

gboolean
first_texts_end(struct store *store, const GPtrArray *verdicts, GError **error)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new();

	for (guint i = 0; i < verdicts->len; i++) {
		const struct outbox_verdict *verdict = verdicts->pdata[i];

		if (verdict->item->channel == CHANNEL_SMS)
			g_ptr_array_add(texts, (gpointer)verdict);
	}
	return texts->len == 0 ||
	    (drop_charges(store, texts, error) &&
		text_note_remotes(store->db, texts, error));
}
