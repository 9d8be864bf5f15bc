/*
 * case_list.c - cases as people see them: listed, one with its notes, and
 * counted for a digest.
 */
#include "store/cases/cases_internal.h"

#include <string.h>

void
case_note_free(struct case_note *note)
{
	if (note == NULL)
		return;
	g_free(note->author);
	g_free(note->kind);
	g_free(note->text);
	g_free(note);
}

void
customer_case_free(struct customer_case *each)
{
	if (each == NULL)
		return;
	g_free(each->outcome);
	g_free(each->touchpoint);
	g_free(each->team);
	g_free(each->owner);
	g_free(each->name);
	g_free(each->address);
	g_free(each->email);
	g_free(each->language);
	g_free(each->words);
	g_free(each->author);
	g_free(each);
}

static enum case_cause
cause_from_name(const char *name)
{
	for (guint i = 0; i <= CASE_ALERT; i++) {
		if (g_strcmp0(name, case_cause_name((enum case_cause)i)) == 0)
			return (enum case_cause)i;
	}
	/* Of a newer dripscore. */
	return CASE_ALERT;
}

gpointer
case_from_rows(struct rows *rows)
{
	struct customer_case *each = g_new0(struct customer_case, 1);

	each->id = rows_int(rows, 0);
	each->opened_at = rows_int(rows, 1);
	each->due_at = rows_int(rows, 2);
	each->closed_at = rows_int(rows, 3);
	each->cause = cause_from_name(rows_text(rows, 4));
	each->concern = concern_from_name(rows_text(rows, 5));
	each->outcome = rows_dup(rows, 6);
	each->touchpoint = rows_dup(rows, 7);
	each->team = rows_dup(rows, 8);
	each->owner = rows_dup(rows, 9);
	each->contact_id = rows_int(rows, 10);
	each->invitation_id = rows_int(rows, 11);
	each->response_id = rows_int(rows, 12);
	each->reply_id = rows_int(rows, 13);
	each->name = rows_dup(rows, 14);
	each->email = rows_dup(rows, 15);
	each->address = rows_dup(rows, rows_is_null(rows, 15) ? 16 : 15);
	each->language = rows_dup(rows, 17);
	each->score = rows_is_null(rows, 18) ? -1 : (int)rows_int(rows, 18);
	each->words = rows_is_null(rows, 19) ?
	    reply_excerpt_from_rows(rows, 20, 21) :
	    rows_dup(rows, 19);
	each->n_notes = rows_int(rows, 22);
	each->author = rows_dup(rows, 23);
	return each;
}

static gboolean
is_wanted(const struct customer_case *each, const struct case_query *query)
{
	const char *const *points = query->touchpoints;
	gboolean has_points = points != NULL && points[0] != NULL;

	if (query->owner != NULL &&
	    (each->owner == NULL ||
		g_ascii_strcasecmp(each->owner, query->owner) != 0))
		return FALSE;
	if (query->team != NULL && each->team != NULL &&
	    strcmp(each->team, query->team) == 0)
		return TRUE;
	if (has_points)
		return each->touchpoint != NULL &&
		    g_strv_contains(points, each->touchpoint);
	/* A team without touchpoints answers for all. */
	return query->team == NULL || points != NULL;
}

/* Those of a list that are wanted; *left: how many more may be. */
static gboolean
gather(struct rows *rows, const struct case_query *query, GPtrArray *cases,
    GError **error)
{
	g_autoptr(GError) failure = NULL;

	while ((query->limit == 0 || cases->len < query->limit) &&
	    rows_next(rows, &failure)) {
		g_autoptr(customer_case) each = case_from_rows(rows);

		if (is_wanted(each, query))
			g_ptr_array_add(cases, g_steal_pointer(&each));
	}
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

GPtrArray *
store_cases(struct store *store, const struct case_query *query,
    GError **error)
{
	g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)customer_case_free);
	g_autoptr(rows) open = db_select(store->db, error,
	    "SELECT " CASE_COLUMNS CASE_FROM " WHERE k.closed_at IS NULL"
	    " ORDER BY k.due_at, k.id",
	    "");
	g_autoptr(rows) closed = NULL;

	if (open == NULL || !gather(open, query, cases, error))
		return NULL;
	if (!query->closed_too)
		return g_steal_pointer(&cases);
	closed = db_select(store->db, error,
	    "SELECT " CASE_COLUMNS CASE_FROM " WHERE k.closed_at IS NOT NULL"
	    " ORDER BY k.closed_at DESC, k.id DESC",
	    "");
	return closed != NULL && gather(closed, query, cases, error) ?
	    g_steal_pointer(&cases) :
	    NULL;
}

struct customer_case *
store_case(struct store *store, gint64 case_id, GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(store->db, error,
	    "SELECT " CASE_COLUMNS CASE_FROM " WHERE k.id = $1", "i", case_id);

	return rows != NULL && rows_first(rows, &found, error) && found ?
	    case_from_rows(rows) :
	    NULL;
}

static gpointer
note_from_rows(struct rows *rows)
{
	struct case_note *note = g_new0(struct case_note, 1);

	note->noted_at = rows_int(rows, 0);
	note->author = rows_dup(rows, 1);
	note->kind = rows_dup(rows, 2);
	note->text = rows_dup(rows, 3);
	return note;
}

GPtrArray *
store_case_notes(struct store *store, gint64 case_id, GError **error)
{
	return db_list(store->db, error, note_from_rows,
	    (GDestroyNotify)case_note_free,
	    "SELECT noted_at, author, kind, text FROM case_note"
	    " WHERE case_id = $1 ORDER BY id",
	    "i", case_id);
}

static int
compare_numbers(gconstpointer one, gconstpointer other)
{
	const gint64 a = *(const gint64 *)one;
	const gint64 b = *(const gint64 *)other;

	return a < b ? -1 : a > b;
}

/* Sorts it. */
static gint64
median_of(GArray *numbers)
{
	guint middle = numbers->len / 2;

	if (numbers->len == 0)
		return -1;
	g_array_sort(numbers, compare_numbers);
	if (numbers->len % 2 == 1)
		return g_array_index(numbers, gint64, middle);
	return (g_array_index(numbers, gint64, middle - 1) +
		   g_array_index(numbers, gint64, middle)) /
	    2;
}

/* What is_wanted() looks at, and no more: there may be many. */
#define BRIEF_COLUMNS                                                          \
	"SELECT k.opened_at, k.due_at, coalesce(k.closed_at, 0),"              \
	" k.touchpoint, k.team, k.owner FROM customer_case k"

static void
count_one(struct rows *rows, const struct case_query *query,
    struct case_sums *sums, GArray *durations)
{
	gint64 opened_at = rows_int(rows, 0);
	gint64 closed_at = rows_int(rows, 2);
	const struct customer_case brief = {
		.touchpoint = (char *)rows_text(rows, 3),
		.team = (char *)rows_text(rows, 4),
		.owner = (char *)rows_text(rows, 5),
	};

	if (!is_wanted(&brief, query))
		return;
	if (opened_at >= query->closed_from_at &&
	    opened_at < query->closed_until_at)
		sums->opened++;
	if (closed_at == 0) {
		sums->open++;
		sums->overdue += rows_int(rows, 1) <= query->now_at;
		if (sums->oldest_at == 0 || opened_at < sums->oldest_at)
			sums->oldest_at = opened_at;
	} else if (closed_at >= query->closed_from_at &&
	    closed_at < query->closed_until_at) {
		gint64 took_s = MAX(closed_at - opened_at, 0);

		sums->closed++;
		g_array_append_val(durations, took_s);
	}
}

gboolean
store_case_sums(struct store *store, const struct case_query *query,
    struct case_sums *sums, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GArray) durations = g_array_new(FALSE, FALSE,
	    sizeof(gint64));
	g_autoptr(rows) rows = db_select(store->db, &failure,
	    BRIEF_COLUMNS " WHERE k.closed_at IS NULL"
			  " UNION ALL " BRIEF_COLUMNS
			  " WHERE k.closed_at >= $1",
	    "i", query->closed_from_at);

	*sums = (struct case_sums){ .median_close_s = -1 };
	while (rows != NULL && rows_next(rows, &failure))
		count_one(rows, query, sums, durations);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return FALSE;
	}
	sums->median_close_s = median_of(durations);
	sums->owed = store_cases(store, query, error);
	return sums->owed != NULL;
}

void
case_sums_clear(struct case_sums *sums)
{
	g_clear_pointer(&sums->owed, g_ptr_array_unref);
}

GPtrArray *
store_cases_to_remind(struct store *store, gint64 now_at, guint limit,
    GError **error)
{
	return db_list(store->db, error, case_from_rows,
	    (GDestroyNotify)customer_case_free,
	    "SELECT " CASE_COLUMNS CASE_FROM " WHERE k.remind_at <= $1"
	    " AND k.remind_at IS NOT NULL ORDER BY k.remind_at LIMIT $2",
	    "ii", now_at, (gint64)limit);
}

gboolean
store_next_case_reminder(struct store *store, gint64 *at, GError **error)
{
	return db_one(store->db, at, G_MAXINT64, error,
	    "SELECT remind_at FROM customer_case WHERE remind_at IS NOT NULL"
	    " ORDER BY remind_at LIMIT 1",
	    "");
}
