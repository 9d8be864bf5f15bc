/*
 * spending.c - how many texts left on a day, what they cost, and the fuse that
 * blows when the money of a day is spent.
 */
#include <string.h>

#include "store/internal.h"

#define FUSE_NAME "fuse" /* what is refused is parked for it */
/* A prefix is a number without its last digits: see struct texting. */
#define PREFIX_CUT 4
/* Days after which it does not matter who was texted. */
#define SCOPES_KEPT_DAYS 2
/* Each text clears away more than it adds, and no midnight is long. */
#define SCOPES_CLEARED 8
/* The sums of the days stay: not all of them are looked over each time. */
#define DAYS_LOOKED_OVER 400

struct scopes {
	char *number, *prefix;
};

static void
scopes_of(const char *number, struct scopes *scopes)
{
	gsize n = strlen(number);
	g_autofree char *prefix = g_strndup(number,
	    n > PREFIX_CUT ? n - PREFIX_CUT : n);

	scopes->number = g_strconcat("number:", number, NULL);
	scopes->prefix = g_strconcat("prefix:", prefix, NULL);
}

static void
scopes_clear(struct scopes *scopes)
{
	g_free(scopes->number);
	g_free(scopes->prefix);
}

static gboolean
count_of(struct db *db, gint32 day, const char *scope, gint64 *n,
    GError **error)
{
	return db_one(db, n, 0, error,
	    "SELECT n FROM spending WHERE day = $1 AND scope = $2", "it",
	    (gint64)day, scope);
}

static gboolean
cost_of(struct db *db, gint32 day, const char *scope, gint64 *cost_micro,
    GError **error)
{
	return db_one(db, cost_micro, 0, error,
	    "SELECT cost_micro FROM spending WHERE day = $1 AND scope = $2",
	    "it", (gint64)day, scope);
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
	gint64 n = 0;

	if (max > 0 && !count_of(db, day, scope, &n, error))
		return FALSE;
	*full = max > 0 && n >= max;
	return TRUE;
}

static gboolean
refuse_by_number(struct db *db, const struct text_charge *charge,
    const struct scopes *scopes, enum refusal *refusal, GError **error)
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
	gint64 spent = 0, forgiven = 0;

	if (charge->budget_micro == 0)
		return TRUE;
	if (!cost_of(db, charge->day, "", &spent, error) ||
	    !cost_of(db, charge->day, "forgiven", &forgiven, error))
		return FALSE;
	if (spent - forgiven <= charge->budget_micro - charge->cost_micro)
		return TRUE;
	*refusal = REFUSAL_FUSE;
	return blow_fuse(db, now_at, error);
}

gboolean
spending_admit(struct db *db, const struct text_charge *charge, gint64 now_at,
    enum refusal *refusal, GError **error)
{
	struct scopes scopes;
	gint64 blown_at = 0;
	gboolean ok;

	*refusal = REFUSAL_NONE;
	if (!read_fuse(db, &blown_at, error))
		return FALSE;
	if (blown_at != 0) {
		*refusal = REFUSAL_FUSE;
		return TRUE;
	}
	scopes_of(charge->number, &scopes);
	ok = refuse_by_number(db, charge, &scopes, refusal, error) &&
	    /* What a cap holds back blows no fuse. */
	    (*refusal != REFUSAL_NONE ||
		refuse_by_money(db, charge, now_at, refusal, error));
	scopes_clear(&scopes);
	return ok;
}

/* What is taken back of a day long past is in no count any more. */
static gboolean
add_to(struct db *db, gint64 day, const char *scope, gint64 n,
    gint64 cost_micro, GError **error)
{
	if (n < 0)
		return db_run(db, error,
		    "UPDATE spending SET n = n + $3,"
		    " cost_micro = cost_micro + $4"
		    " WHERE day = $1 AND scope = $2",
		    "itii", day, scope, n, cost_micro);
	return db_run(db, error,
	    "INSERT INTO spending (day, scope, n, cost_micro)"
	    " VALUES ($1, $2, $3, $4) ON CONFLICT (day, scope) DO UPDATE"
	    " SET n = spending.n + excluded.n,"
	    " cost_micro = spending.cost_micro + excluded.cost_micro",
	    "itii", day, scope, n, cost_micro);
}

/* n: 1, or -1 to take it back. */
static gboolean
add_to_all(struct db *db, gint64 day, const char *number, gint64 n,
    gint64 cost_micro, GError **error)
{
	struct scopes scopes;
	gboolean ok;

	scopes_of(number, &scopes);
	ok = add_to(db, day, "", n, n * cost_micro, error) &&
	    add_to(db, day, scopes.number, n, n * cost_micro, error) &&
	    add_to(db, day, scopes.prefix, n, n * cost_micro, error);
	scopes_clear(&scopes);
	return ok;
}

/* Some of the numbers of the days before. */
static gboolean
forget_numbers(struct db *db, gint32 day, GError **error)
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
		"ii", old, (gint64)SCOPES_CLEARED);
}

gboolean
spending_charge(struct db *db, const struct text_charge *charge,
    gint64 attempt_id, GError **error)
{
	return forget_numbers(db, charge->day, error) &&
	    add_to_all(db, charge->day, charge->number, 1, charge->cost_micro,
		error) &&
	    db_run(db, error,
		"INSERT INTO charge (attempt_id, day, number, cost_micro)"
		" VALUES ($1, $2, $3, $4)",
		"iiti", attempt_id, (gint64)charge->day, charge->number,
		charge->cost_micro);
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
	if (number != NULL &&
	    !add_to_all(db, day, number, -1, cost_micro, error))
		return FALSE;
	return db_run(db, error, "DELETE FROM charge WHERE attempt_id = $1",
	    "i", attempt_id);
}

gboolean
store_fuse(struct store *store, gint32 day, struct fuse *fuse, GError **error)
{
	*fuse = (struct fuse){ 0 };
	return read_fuse(store->db, &fuse->blown_at, error) &&
	    cost_of(store->db, day, "", &fuse->spent_micro, error) &&
	    count_of(store->db, day, "", &fuse->sent, error);
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
