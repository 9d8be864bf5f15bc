/*
 * keep.c - store_keep_attributes of scores.h: what is newly kept is counted
 * over all that there is, in portions and in one transaction; what is kept no
 * more is forgotten. Called by the daemon as it takes its configuration.
 *
 * What a response was when it was appended stays as it is, for its hash covers
 * it: what was not known then goes into a second profile.
 */
#include <string.h>

#include "base/text.h"
#include "store/db/each.h"
#include "store/counts/facets_internal.h"
#include "store/counts/keep_worth.h"
#include "store/counts/sent.h"

#define PORTION 5000

/* What changes. */
struct keeping {
	struct db *db;
	char **names;	  /* of facets that are counted from now on, in order */
	struct kept kept; /* what is kept then */
	struct tally_book *book;
};

/* One invitation or response of a portion. */
struct counted {
	gint64 id;
	gint64 profile, later_profile;
	char *touchpoint;
	gint32 day;
	struct tally tally;
	char *text; /* its facets, as they would be now */
};

static void
counted_free(gpointer data)
{
	struct counted *one = data;

	g_free(one->touchpoint);
	g_free(one->text);
	g_free(one);
}

static gboolean
has_name(const GArray *facets, const char *name)
{
	for (guint i = 0; i < facets->len; i++) {
		if (strcmp(g_array_index(facets, struct facet, i).name,
			name) == 0)
			return TRUE;
	}
	return FALSE;
}

/* Facets of the profile that count only now. */
static void
add_known(struct keeping *keeping, const GArray *facets,
    const struct counted *one)
{
	for (guint i = 0; i < facets->len; i++) {
		const struct facet *facet =
		    &g_array_index(facets, struct facet, i);

		if (g_strv_contains((const char *const *)keeping->names,
			facet->name))
			tally_book_add(keeping->book, facet->id,
			    one->touchpoint, one->day, &one->tally);
	}
}

static void
spell(GString *text, const GArray *facets)
{
	for (guint i = 0; i < facets->len; i++) {
		const struct facet *one =
		    &g_array_index(facets, struct facet, i);

		g_string_append_printf(text, "%s" FACET_IS "%s" FACET_NEXT,
		    one->name, one->value);
	}
}

/*
 * The profile with what it doesn't know yet, which counts from now on. but:
 * names that are known elsewhere, or NULL.
 */
static gboolean
extend(struct keeping *keeping, const struct counted *one, gint64 *profile,
    const GArray *but, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(one->text, FACET_NEXT, -1);
	g_autoptr(GString) text = g_string_new(NULL);
	const GArray *facets = profile_facets(keeping->db, *profile, error);
	gboolean added = FALSE;

	if (facets == NULL)
		return FALSE;
	add_known(keeping, facets, one);
	spell(text, facets);
	for (guint i = 0; parts[i] != NULL; i++) {
		g_autofree char *name = g_strdup(parts[i]);
		char *is = strstr(name, FACET_IS);
		gint64 facet;

		if (is == NULL)
			continue;
		*is = '\0';
		if (!g_strv_contains((const char *const *)keeping->names,
			name) ||
		    has_name(facets, name) ||
		    (but != NULL && has_name(but, name)))
			continue;
		added = TRUE;
		g_string_append_printf(text, "%s" FACET_NEXT, parts[i]);
		if (!facet_id(keeping->db, name, is + strlen(FACET_IS), &facet,
			error))
			return FALSE;
		tally_book_add(keeping->book, facet, one->touchpoint, one->day,
		    &one->tally);
		/* Reading may have moved them. */
		facets = profile_facets(keeping->db, *profile, error);
		if (facets == NULL)
			return FALSE;
	}
	return !added || profile_of(keeping->db, text->str, profile, error);
}

/* The event from column `first` on; without it the contact alone. */
static char *
text_of(const struct keeping *keeping, struct rows *rows, int channel,
    int first)
{
	enum channel by = rows_is_null(rows, channel) ?
	    CHANNEL_NONE :
	    channel_from_name(rows_text(rows, channel));
	struct contact contact = { 0 };
	g_autoptr(event) event = NULL;
	char *text;

	if (!rows_is_null(rows, first))
		event = event_of_rows(rows, first);
	else
		contact_from_rows(&contact, rows,
		    first + EVENT_N_COLUMNS - CONTACT_N_COLUMNS);
	text = facets_text(&keeping->kept, by, event,
	    event != NULL ? &event->contact : &contact);
	contact_clear(&contact);
	return text;
}

static struct counted *
counted_of(const struct keeping *keeping, struct rows *rows)
{
	struct counted *one = g_new0(struct counted, 1);

	one->id = rows_int(rows, 0);
	one->touchpoint = rows_dup(rows, 1);
	one->day = (gint32)rows_int(rows, 2);
	one->profile = rows_int(rows, 3);
	one->later_profile = rows_int(rows, 4);
	one->text = text_of(keeping, rows, 7, 8);
	return one;
}

/* Of struct counted, behind that id. */
static GPtrArray *
read_portion(const struct keeping *keeping, const char *sql, gint64 after_id,
    gboolean sent, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(counted_free);
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(keeping->db, &failure, sql, "ii",
	    after_id, (gint64)PORTION);

	while (rows != NULL && rows_next(rows, &failure)) {
		struct counted *one = counted_of(keeping, rows);

		if (sent) {
			one->tally.sent = 1;
			one->tally.answered = rows_int(rows, 5);
		} else {
			one->tally.n[rows_int(rows, 5)] = 1;
			one->tally.commented = rows_int(rows, 6);
		}
		g_ptr_array_add(all, one);
	}
	if (failure == NULL)
		return g_steal_pointer(&all);
	g_propagate_error(error, g_steal_pointer(&failure));
	return NULL;
}

static const char sent_sql[] =
    "SELECT s.invitation_id, i.touchpoint, s.sent_day, s.profile, 0,"
    " CASE s.state WHEN 'answered' THEN 1 ELSE 0 END, 0, i.channel,"
    " " EVENT_COLUMNS " FROM invitation_state s"
    " JOIN invitation i ON i.id = s.invitation_id"
    " JOIN event e ON e.id = i.event_id"
    " JOIN contact c ON c.id = i.contact_id"
    " WHERE s.invitation_id > $1 AND s.sent_day IS NOT NULL"
    " ORDER BY s.invitation_id LIMIT $2";

/* What was asked for anonymously stays so. */
static const char answered_sql[] =
    "SELECT r.id, r.touchpoint, r.day, r.profile, r.later_profile, r.score,"
    " CASE WHEN r.comment IS NULL THEN 0 ELSE 1 END, i.channel,"
    " " EVENT_COLUMNS " FROM response r"
    " LEFT JOIN invitation i ON i.id = r.invitation_id"
    " LEFT JOIN event e ON e.id = i.event_id"
    " LEFT JOIN contact c ON c.id = r.contact_id"
    " WHERE r.id > $1 AND r.source <> 'anonymous' AND NOT EXISTS"
    "  (SELECT 1 FROM response l WHERE l.supersedes = r.id)"
    " ORDER BY r.id LIMIT $2";

static gboolean
keep_sent(struct keeping *keeping, struct counted *one, struct each *each,
    GError **error)
{
	gint64 profile = one->profile;

	if (!extend(keeping, one, &profile, NULL, error))
		return FALSE;
	if (profile != one->profile)
		each_add(each, one->id, profile);
	return TRUE;
}

/* What it was stays; `later` has the rest. */
static gboolean
keep_answered(struct keeping *keeping, struct counted *one, struct each *each,
    GError **error)
{
	g_autoptr(GArray) own = NULL;
	gint64 later = one->later_profile;
	const GArray *facets = profile_facets(keeping->db, one->profile, error);

	if (facets == NULL)
		return FALSE;
	add_known(keeping, facets, one);
	/* Others are read meanwhile. */
	own = facets_copy(facets);
	if (!extend(keeping, one, &later, own, error))
		return FALSE;
	if (later != one->later_profile)
		each_add(each, one->id, later);
	return TRUE;
}

static gboolean
keep_portion(struct keeping *keeping, const GPtrArray *all, gboolean sent,
    GError **error)
{
	struct each each;
	gboolean ok = TRUE;

	each_begin(&each,
	    sent ? "UPDATE invitation_state SET profile = $2"
		   " WHERE invitation_id = $1" :
		   "UPDATE response SET later_profile = $2 WHERE id = $1",
	    "ii");
	for (guint i = 0; i < all->len && ok; i++)
		ok = sent ? keep_sent(keeping, all->pdata[i], &each, error) :
			    keep_answered(keeping, all->pdata[i], &each, error);
	ok = ok && each_run(&each, keeping->db, NULL, error) &&
	    tally_book_write(keeping->book, keeping->db, error);
	each_end(&each);
	return ok;
}

static gboolean
keep_all(struct keeping *keeping, gboolean sent, GError **error)
{
	gint64 after_id = 0;
	guint n;

	do {
		g_autoptr(GPtrArray) all = read_portion(keeping,
		    sent ? sent_sql : answered_sql, after_id, sent, error);

		if (all == NULL || !keep_portion(keeping, all, sent, error))
			return FALSE;
		n = all->len;
		if (n > 0)
			after_id = ((struct counted *)all->pdata[n - 1])->id;
	} while (n == PORTION);
	return TRUE;
}

static gboolean
forget(struct db *db, const char *name, GError **error)
{
	return db_run(db, error,
	    "DELETE FROM tally WHERE facet IN"
	    " (SELECT id FROM facet WHERE name = $1)",
	    "t", name);
}

/* Clean, each once, in order; without what is counted anyhow. */
static char **
clean_names(const char *const *names)
{
	g_autoptr(GPtrArray) clean = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; names != NULL && names[i] != NULL; i++) {
		g_autofree char *name = text_clean(names[i]);

		if (!facet_is_ours(name) &&
		    !g_ptr_array_find_with_equal_func(clean, name, g_str_equal,
			NULL))
			g_ptr_array_add(clean, g_steal_pointer(&name));
	}
	g_ptr_array_sort(clean, facets_by_text);
	g_ptr_array_add(clean, NULL);
	return (char **)g_ptr_array_steal(clean, NULL);
}

/* Those of `names` that are not in `but`. */
static GPtrArray *
minus(char *const *names, char *const *but)
{
	GPtrArray *left = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; names[i] != NULL; i++) {
		if (!g_strv_contains((const char *const *)but, names[i]))
			g_ptr_array_add(left, g_strdup(names[i]));
	}
	return left;
}

static gboolean
count_new(struct db *db, char **names, const GPtrArray *added, gboolean all,
    GError **error)
{
	g_autoptr(tally_book) book = tally_book_new();
	g_autoptr(GPtrArray) counted = g_ptr_array_new();
	struct keeping keeping = { .db = db, .book = book };

	for (guint i = 0; i < added->len; i++)
		g_ptr_array_add(counted, added->pdata[i]);
	if (all) {
		g_ptr_array_add(counted, (gpointer) "channel");
		g_ptr_array_add(counted, (gpointer) "language");
	}
	if (counted->len == 0)
		return TRUE;
	g_ptr_array_add(counted, NULL);
	keeping.names = (char **)counted->pdata;
	keeping.kept.names = names;
	for (guint i = 0; keeping.names[i] != NULL; i++) {
		if (!forget(db, keeping.names[i], error))
			return FALSE;
	}
	return keep_all(&keeping, TRUE, error) &&
	    keep_all(&keeping, FALSE, error);
}

static gboolean
change(struct db *db, char **names, const char *value, gboolean *changed,
    GError **error)
{
	const struct kept *kept = facets_kept(db, error);
	g_autoptr(GPtrArray) added = NULL, gone = NULL;
	gboolean other_value;
	gint64 missing = 0;

	if (kept == NULL ||
	    !db_one(db, &missing, 0, error,
		"SELECT count(*) FROM setting WHERE name = 'facets_missing'",
		""))
		return FALSE;
	added = minus(names, kept->names);
	gone = minus(kept->names, names);
	other_value = g_strcmp0(value, kept->value_name) != 0;
	*changed = added->len > 0 || gone->len > 0 || other_value ||
	    missing > 0;
	if (!*changed)
		return TRUE;
	for (guint i = 0; i < gone->len; i++) {
		if (!forget(db, gone->pdata[i], error))
			return FALSE;
	}
	return facets_keep(db, (const char *const *)names, value, error) &&
	    count_new(db, names, added, missing > 0, error) &&
	    (!other_value || keep_worth(db, value, error)) &&
	    db_run(db, error,
		"DELETE FROM setting WHERE name = 'facets_missing'", "");
}

gboolean
store_keep_attributes(struct store *store, const char *const *names,
    const char *value, gboolean *changed, GError **error)
{
	g_auto(GStrv) clean = clean_names(names);

	*changed = FALSE;
	if (!db_begin(store->db, error))
		return FALSE;
	if (!change(store->db, clean, value, changed, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
