/*
 * spending.c - how many texts left on a day, what they cost, and the fuse that
 * blows when the money of a day is spent.
 */
#include "store/outbox/spending.h"

#include <string.h>

#include "store/db/each.h"

#define FUSE_NAME "fuse" /* what is refused is parked for it */
/* A prefix is a number without its last digits: see struct texting. */
#define PREFIX_CUT 4
/* Days after which it does not matter who was texted. */
#define SCOPES_KEPT_DAYS 2
/* Each text clears away more than it adds, and no midnight is long. */
#define SCOPES_CLEARED 8
/* The sums of the days stay: not all of them are looked over each time. */
#define DAYS_LOOKED_OVER 400

void
spending_scopes_of(const char *number, struct spending_scopes *scopes)
{
	gsize n = strlen(number);
	g_autofree char *prefix = g_strndup(number,
	    n > PREFIX_CUT ? n - PREFIX_CUT : n);

	scopes->number = g_strconcat("number:", number, NULL);
	scopes->prefix = g_strconcat("prefix:", prefix, NULL);
}

void
spending_scopes_clear(struct spending_scopes *scopes)
{
	g_free(scopes->number);
	g_free(scopes->prefix);
}

gboolean
spending_sum_of(struct db *db, gint32 day, const char *scope,
    struct spending_sum *sum, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT n, cost_micro FROM spending WHERE day = $1 AND scope = $2",
	    "it", (gint64)day, scope);
	gboolean found;

	*sum = (struct spending_sum){ 0 };
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found)
		*sum = (struct spending_sum){ rows_int(rows, 0),
			rows_int(rows, 1) };
	return TRUE;
}

static gboolean
read_fuse(struct db *db, gint64 *blown_at, GError **error)
{
	return db_one(db, blown_at, 0, error,
	    "SELECT CAST(value AS @i64@) FROM setting"
	    " WHERE name = 'fuse_blown_at'",
	    "");
}

static gboolean
blow_fuse(struct db *db, gint64 now_at, GError **error)
{
	g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, now_at);

	return db_run(db, error,
	    "INSERT INTO setting (name, value) VALUES ('fuse_blown_at', $1)"
	    " ON CONFLICT (name) DO NOTHING",
	    "t", value);
}

/* *full: that many have left, and it is not "any number". */
static gboolean
is_full(struct db *db, gint32 day, const char *scope, guint max, gboolean *full,
    GError **error)
{
	struct spending_sum sum = { 0 };

	if (max > 0 && !spending_sum_of(db, day, scope, &sum, error))
		return FALSE;
	*full = max > 0 && sum.n >= max;
	return TRUE;
}

static gboolean
refuse_by_number(struct db *db, const struct text_charge *charge,
    const struct spending_scopes *scopes, enum refusal *refusal, GError **error)
{
	const struct {
		const char *scope;
		guint max;
		enum refusal refusal;
	} caps[] = {
		{ scopes->number, charge->max_per_number, REFUSAL_NUMBER },
		{ scopes->prefix, charge->max_per_prefix, REFUSAL_PREFIX },
		{ "", charge->max_per_day, REFUSAL_DAY },
	};
	gboolean full = FALSE;

	for (gsize i = 0; i < G_N_ELEMENTS(caps) && !full; i++) {
		if (!is_full(db, charge->day, caps[i].scope, caps[i].max, &full,
			error))
			return FALSE;
		if (full)
			*refusal = caps[i].refusal;
	}
	return TRUE;
}

static gboolean
refuse_by_money(struct db *db, const struct text_charge *charge, gint64 now_at,
    enum refusal *refusal, GError **error)
{
	struct spending_sum spent, forgiven;

	if (charge->budget_micro == 0)
		return TRUE;
	if (!spending_sum_of(db, charge->day, "", &spent, error) ||
	    !spending_sum_of(db, charge->day, "forgiven", &forgiven, error))
		return FALSE;
	if (spent.cost_micro - forgiven.cost_micro <=
	    charge->budget_micro - charge->cost_micro)
		return TRUE;
	*refusal = REFUSAL_FUSE;
	return blow_fuse(db, now_at, error);
}

gboolean
spending_admit(struct db *db, const struct text_charge *charge, gint64 now_at,
    enum refusal *refusal, GError **error)
{
	struct spending_scopes scopes;
	gint64 blown_at = 0;
	gboolean ok;

	*refusal = REFUSAL_NONE;
	if (!read_fuse(db, &blown_at, error))
		return FALSE;
	if (blown_at != 0) {
		*refusal = REFUSAL_FUSE;
		return TRUE;
	}
	spending_scopes_of(charge->number, &scopes);
	ok = refuse_by_number(db, charge, &scopes, refusal, error) &&
	    /* What a cap holds back blows no fuse. */
	    (*refusal != REFUSAL_NONE ||
		refuse_by_money(db, charge, now_at, refusal, error));
	spending_scopes_clear(&scopes);
	return ok;
}

static gboolean
add_to_day(struct db *db, gint64 day, gint64 n, gint64 cost_micro,
    GError **error)
{
	return db_run(db, error,
	    "INSERT INTO spending (day, scope, n, cost_micro)"
	    " VALUES ($1, '', $2, $3) ON CONFLICT (day, scope) DO UPDATE"
	    " SET n = spending.n + excluded.n,"
	    " cost_micro = spending.cost_micro + excluded.cost_micro",
	    "iii", day, n, cost_micro);
}

static gboolean
add_to_scopes(struct db *db, const struct outbox_attempt *const *attempts,
    guint n, GError **error)
{
	g_autofree struct spending_scopes *scopes = g_new(
	    struct spending_scopes, n);
	struct each each;
	gboolean ok;

	each_begin(&each,
	    "INSERT INTO spending (day, scope, n, cost_micro)"
	    " VALUES ($1, $2, 1, $3) ON CONFLICT (day, scope) DO UPDATE"
	    " SET n = spending.n + 1,"
	    " cost_micro = spending.cost_micro + excluded.cost_micro",
	    "iti");
	for (guint i = 0; i < n; i++) {
		const struct text_charge *charge = &attempts[i]->charge;

		spending_scopes_of(charge->number, &scopes[i]);
		each_add(&each, (gint64)charge->day, scopes[i].number,
		    charge->cost_micro);
		each_add(&each, (gint64)charge->day, scopes[i].prefix,
		    charge->cost_micro);
	}
	ok = each_run(&each, db, NULL, error);
	each_end(&each);
	for (guint i = 0; i < n; i++)
		spending_scopes_clear(&scopes[i]);
	return ok;
}

static gboolean
note_charges(struct db *db, const struct outbox_attempt *const *attempts,
    guint n, GError **error)
{
	struct each each;
	gboolean ok;

	each_begin(&each,
	    "INSERT INTO charge (attempt_id, day, number, cost_micro)"
	    " VALUES ($1, $2, $3, $4)",
	    "iiti");
	for (guint i = 0; i < n; i++) {
		const struct text_charge *charge = &attempts[i]->charge;

		each_add(&each, attempts[i]->attempt_id, (gint64)charge->day,
		    charge->number, charge->cost_micro);
	}
	ok = each_run(&each, db, NULL, error);
	each_end(&each);
	return ok;
}

/* What is taken back of a day long past is in no count any more. */
static gboolean
take_back(struct db *db, gint64 day, const char *number, gint64 cost_micro,
    GError **error)
{
	struct spending_scopes scopes;
	gboolean ok;

	spending_scopes_of(number, &scopes);
	ok = db_run(db, error,
	    "UPDATE spending SET n = n - 1, cost_micro = cost_micro - $4"
	    " WHERE day = $1 AND scope IN ('', $2, $3)",
	    "itti", day, scopes.number, scopes.prefix, cost_micro);
	spending_scopes_clear(&scopes);
	return ok;
}

/* Some of the numbers of the days before. */
static gboolean
forget_numbers(struct db *db, gint32 day, guint n, GError **error)
{
	gint64 old = 0;

	if (!db_one(db, &old, 0, error,
		"SELECT day FROM spending WHERE day >= $1 AND day < $2"
		" AND scope > 'forgiven' ORDER BY day, scope LIMIT 1",
		"ii", (gint64)day - DAYS_LOOKED_OVER,
		(gint64)day - SCOPES_KEPT_DAYS))
		return FALSE;
	return old == 0 ||
	    db_run(db, error,
		"DELETE FROM spending WHERE day = $1 AND scope > 'forgiven'"
		" AND scope <= (SELECT max(scope) FROM (SELECT scope"
		"  FROM spending WHERE day = $1 AND scope > 'forgiven'"
		"  ORDER BY scope LIMIT $2) few)",
		"ii", old, (gint64)n * SCOPES_CLEARED);
}

gboolean
spending_charge(struct db *db, const struct outbox_attempt *const *attempts,
    guint n, GError **error)
{
	gint32 day = attempts[0]->charge.day;
	gint64 cost_micro = 0;

	for (guint i = 0; i < n; i++) {
		g_assert(attempts[i]->charge.day == day);
		cost_micro += attempts[i]->charge.cost_micro;
	}
	return forget_numbers(db, day, n, error) &&
	    add_to_day(db, day, n, cost_micro, error) &&
	    add_to_scopes(db, attempts, n, error) &&
	    note_charges(db, attempts, n, error);
}

gboolean
spending_settle(struct db *db, gint64 attempt_id, gboolean left, GError **error)
{
	g_autofree char *number = NULL;
	gint64 day = 0, cost_micro = 0;

	if (!left) {
		g_autoptr(rows) rows = db_select(db, error,
		    "SELECT day, number, cost_micro FROM charge"
		    " WHERE attempt_id = $1",
		    "i", attempt_id);
		gboolean found;

		if (rows == NULL || !rows_first(rows, &found, error))
			return FALSE;
		if (found) {
			day = rows_int(rows, 0);
			number = rows_dup(rows, 1);
			cost_micro = rows_int(rows, 2);
		}
	}
	if (number != NULL && !take_back(db, day, number, cost_micro, error))
		return FALSE;
	return db_run(db, error, "DELETE FROM charge WHERE attempt_id = $1",
	    "i", attempt_id);
}

gboolean
store_fuse(struct store *store, gint32 day, struct fuse *fuse, GError **error)
{
	struct spending_sum sum;

	*fuse = (struct fuse){ 0 };
	if (!read_fuse(store->db, &fuse->blown_at, error) ||
	    !spending_sum_of(store->db, day, "", &sum, error))
		return FALSE;
	fuse->spent_micro = sum.cost_micro;
	fuse->sent = sum.n;
	return TRUE;
}

static gboolean
reset_fuse(struct db *db, gint32 day, gboolean *was_blown, GError **error)
{
	if (!db_run(db, error,
		"DELETE FROM setting WHERE name = 'fuse_blown_at'", ""))
		return FALSE;
	*was_blown = db_changes(db) > 0;
	return db_run(db, error,
		   "INSERT INTO spending (day, scope, n, cost_micro)"
		   " SELECT day, 'forgiven', 0, cost_micro FROM spending"
		   " WHERE day = $1 AND scope = ''"
		   " ON CONFLICT (day, scope)"
		   " DO UPDATE SET cost_micro = excluded.cost_micro",
		   "i", (gint64)day) &&
	    outbox_unpark(db, FUSE_NAME, G_MAXINT64, error);
}

gboolean
store_reset_fuse(struct store *store, gint32 day, gint64 now_at,
    gboolean *was_blown, GError **error)
{
	(void)now_at;
	if (!db_begin(store->db, error))
		return FALSE;
	if (!reset_fuse(store->db, day, was_blown, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
