/*
 * said.c - store_said of scores.h: what was said, those first whom somebody
 * should call. Called by scores/.
 *
 * The index response_said has the words of a touchpoint by score and day. Of a
 * score of which there are very many the newest are looked at, so that a year
 * takes no longer than a week.
 */
#include <string.h>

#include "store/internal.h"
#include "store/counts/scores.h"

void
said_free(struct said *said)
{
	if (said == NULL)
		return;
	g_free(said->touchpoint);
	g_free(said->comment);
	g_free(said->name);
	g_free(said->source);
	g_strfreev(said->tags);
	g_free(said);
}

/* One that may be said: of thousands few are. */
struct candidate {
	gint64 id;
	gint64 answered_at;
	gint64 value_micro;
	gboolean has_value;
};

static gint
by_weight(gconstpointer a, gconstpointer b)
{
	const struct candidate *left = a, *right = b;
	gint64 left_value = left->has_value ? left->value_micro : 0;
	gint64 right_value = right->has_value ? right->value_micro : 0;

	if (left_value != right_value)
		return left_value > right_value ? -1 : 1;
	if (left->answered_at != right->answered_at)
		return left->answered_at > right->answered_at ? -1 : 1;
	return left->id > right->id ? -1 : left->id < right->id;
}

static gboolean
add_candidates(struct db *db, const char *touchpoint, int score,
    const struct said_query *query, guint limit, GArray *to, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT r.id, r.answered_at, s.value_micro FROM response r"
	    " LEFT JOIN standing s ON s.contact_id = r.contact_id"
	    " WHERE r.touchpoint = $1 AND r.score = $2 AND r.day >= $3"
	    " AND r.day < $4 AND r.comment IS NOT NULL"
	    " AND NOT EXISTS (SELECT 1 FROM response n"
	    "  WHERE n.supersedes = r.id)"
	    " ORDER BY r.day DESC LIMIT $5",
	    "tiiii", touchpoint, (gint64)score, (gint64)query->from_day,
	    (gint64)query->until_day, (gint64)limit);

	while (rows != NULL && rows_next(rows, &failure)) {
		const struct candidate one = { .id = rows_int(rows, 0),
			.answered_at = rows_int(rows, 1),
			.value_micro = rows_int(rows, 2),
			.has_value = !rows_is_null(rows, 2) };

		g_array_append_val(to, one);
	}
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

/* Each has its share of what may be looked at. */
static gboolean
find_scored(struct db *db, const GPtrArray *touchpoints, int score,
    const struct said_query *query, guint *left, GArray *to, GError **error)
{
	g_array_set_size(to, 0);
	for (guint i = 0; i < touchpoints->len && *left > 0; i++) {
		guint before = to->len;
		guint share = MAX(1, *left / (touchpoints->len - i));

		if (!add_candidates(db, touchpoints->pdata[i], score, query,
			share, to, error))
			return FALSE;
		*left -= MIN(*left, to->len - before);
	}
	g_array_sort(to, by_weight);
	return TRUE;
}

static char **
read_tags(struct db *db, gint64 id, GError **error)
{
	g_autoptr(GPtrArray) tags = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT tag FROM response_tag WHERE response_id = $1"
	    " AND removed = 0 ORDER BY tag",
	    "i", id);

	while (rows != NULL && rows_next(rows, &failure))
		g_ptr_array_add(tags, rows_dup(rows, 0));
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return NULL;
	}
	g_ptr_array_add(tags, NULL);
	return (char **)g_ptr_array_steal(tags, NULL);
}

static struct said *
read_said(struct db *db, const struct candidate *one, GError **error)
{
	struct said *said = NULL;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT r.touchpoint, r.score, r.comment, c.name, r.source,"
	    " (SELECT max(k.id) FROM customer_case k"
	    "  WHERE k.response_id = r.id)"
	    " FROM response r LEFT JOIN contact c ON c.id = r.contact_id"
	    " WHERE r.id = $1",
	    "i", one->id);
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return NULL;
	g_assert(found);
	said = g_new0(struct said, 1);
	said->id = one->id;
	said->touchpoint = rows_dup(rows, 0);
	said->score = (int)rows_int(rows, 1);
	said->comment = rows_dup(rows, 2);
	said->name = rows_dup(rows, 3);
	said->source = rows_dup(rows, 4);
	said->case_id = rows_int(rows, 5);
	said->answered_at = one->answered_at;
	said->has_value = one->has_value;
	said->value_micro = one->value_micro;
	return said;
}

static gboolean
take(struct db *db, const GArray *candidates, guint limit, GPtrArray *to,
    GError **error)
{
	for (guint i = 0; i < candidates->len && i < limit; i++) {
		struct said *said = read_said(db,
		    &g_array_index(candidates, struct candidate, i), error);

		if (said == NULL)
			return FALSE;
		g_ptr_array_add(to, said);
		said->tags = read_tags(db, said->id, error);
		if (said->tags == NULL)
			return FALSE;
	}
	return TRUE;
}

/* Scores from `low` to `high` are a band. */
static gboolean
add_band(struct db *db, const GPtrArray *touchpoints, int low, int high,
    const struct said_query *query, GPtrArray *to, GError **error)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE,
	    sizeof(struct candidate));
	guint wanted = query->limit_per_band;
	guint left = SAID_MAX;

	for (int score = low; score <= high && wanted > 0 && left > 0;
	     score++) {
		if (!find_scored(db, touchpoints, score, query, &left, found,
			error) ||
		    !take(db, found, wanted, to, error))
			return FALSE;
		wanted -= MIN(wanted, found->len);
	}
	return TRUE;
}

static gpointer
name_of_rows(struct rows *rows)
{
	return rows_dup(rows, 0);
}

/* Each touchpoint with an answer has a chain. */
static GPtrArray *
all_touchpoints(struct db *db, const char *const *wanted, GError **error)
{
	GPtrArray *all;

	if (wanted == NULL)
		return db_list(db, error, name_of_rows, g_free,
		    "SELECT touchpoint FROM response_chain ORDER BY touchpoint",
		    "");
	all = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; wanted[i] != NULL; i++)
		g_ptr_array_add(all, g_strdup(wanted[i]));
	return all;
}

GPtrArray *
store_said(struct store *store, const struct said_query *query, GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)said_free);
	g_autoptr(GPtrArray) touchpoints = all_touchpoints(store->db,
	    query->touchpoints, error);

	if (touchpoints == NULL ||
	    !add_band(store->db, touchpoints, 0, 6, query, found, error) ||
	    !add_band(store->db, touchpoints, 7, 8, query, found, error) ||
	    !add_band(store->db, touchpoints, 9, 10, query, found, error))
		return NULL;
	return g_steal_pointer(&found);
}
