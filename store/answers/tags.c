/*
 * tags.c - see tags.h. Each change counts, or uncounts, the answer under its
 * tag, in the same transaction.
 */
#include "store/answers/tags.h"

#include "base/tag_rule.h"
#include "store/internal.h"
#include "store/counts/tally.h"

#define SOURCE_HAND "hand"

/* One tag of an answer as it stands. */
struct state {
	gboolean there, removed, by_hand;
};

static gboolean
read_state(struct db *db, gint64 response_id, const char *tag,
    struct state *state, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT removed, CASE WHEN source = '" SOURCE_HAND "' THEN 1"
	    " ELSE 0 END FROM response_tag"
	    " WHERE response_id = $1 AND tag = $2",
	    "it", response_id, tag);

	*state = (struct state){ 0 };
	if (rows == NULL || !rows_first(rows, &state->there, error))
		return FALSE;
	if (state->there) {
		state->removed = rows_int(rows, 0) != 0;
		state->by_hand = rows_int(rows, 1) != 0;
	}
	return TRUE;
}

static gboolean
is_anonymous(struct db *db, gint64 response_id, gboolean *anonymous,
    GError **error)
{
	gint64 n = 0;

	if (!db_one(db, &n, 0, error,
		"SELECT count(*) FROM response WHERE id = $1"
		" AND source = 'anonymous'",
		"i", response_id))
		return FALSE;
	*anonymous = n > 0;
	return TRUE;
}

static gboolean
write_row(struct db *db, gint64 response_id, const char *tag,
    const char *source, const char *author, gboolean removed, gint64 now_at,
    GError **error)
{
	return db_run(db, error,
	    "INSERT INTO response_tag (response_id, tag, source, author,"
	    " tagged_at, removed) VALUES ($1, $2, $3, $4, $5, $6)"
	    " ON CONFLICT (response_id, tag) DO UPDATE SET"
	    " source = excluded.source, author = excluded.author,"
	    " tagged_at = excluded.tagged_at, removed = excluded.removed",
	    "itttii", response_id, tag, source, author, now_at,
	    (gint64)(removed ? 1 : 0));
}

gboolean
tag_put(struct db *db, gint64 response_id, const char *tag, const char *source,
    const char *author, gint64 now_at, GError **error)
{
	gboolean by_hand = g_str_equal(source, SOURCE_HAND);
	gboolean anonymous;
	struct state state;

	if (!is_anonymous(db, response_id, &anonymous, error) ||
	    !read_state(db, response_id, tag, &state, error))
		return FALSE;
	/* What a person has decided, another person alone undoes. */
	if (anonymous || (state.there && !by_hand) ||
	    (state.there && state.by_hand && !state.removed))
		return TRUE;
	return write_row(db, response_id, tag, source, author, FALSE, now_at,
		   error) &&
	    ((state.there && !state.removed) ||
		tally_tag(db, response_id, tag, 1, error));
}

/* By hand: a rule does not put it back. */
static gboolean
tag_take(struct db *db, gint64 response_id, const char *tag,
    const char *author, gint64 now_at, GError **error)
{
	struct state state;

	if (!read_state(db, response_id, tag, &state, error))
		return FALSE;
	if (state.there && state.removed)
		return TRUE;
	return write_row(db, response_id, tag, SOURCE_HAND, author, TRUE,
		   now_at, error) &&
	    (!state.there || tally_tag(db, response_id, tag, -1, error));
}

/* What rules have put, and call for no more. */
static gboolean
tag_drop(struct db *db, gint64 response_id, const char *tag, GError **error)
{
	return tally_tag(db, response_id, tag, -1, error) &&
	    db_run(db, error,
		"DELETE FROM response_tag WHERE response_id = $1 AND tag = $2",
		"it", response_id, tag);
}

static gpointer
build_text(struct rows *rows)
{
	return rows_dup(rows, 0);
}

gboolean
tags_pass_on(struct db *db, gint64 from_id, gint64 to_id, GError **error)
{
	g_autoptr(GPtrArray) tags = NULL;

	/* Those that came with an import no rule would find again. */
	if (!db_run(db, error,
		"INSERT INTO response_tag (response_id, tag, source, author,"
		" tagged_at, removed) SELECT $2, tag, source, author,"
		" tagged_at, removed FROM response_tag"
		" WHERE response_id = $1"
		" AND source IN ('" SOURCE_HAND "', 'import')",
		"ii", from_id, to_id))
		return FALSE;
	tags = db_list(db, error, build_text, g_free,
	    "SELECT tag FROM response_tag WHERE response_id = $1"
	    " AND removed = 0 ORDER BY tag",
	    "i", to_id);
	for (guint i = 0; tags != NULL && i < tags->len; i++)
		if (!tally_tag(db, to_id, tags->pdata[i], 1, error))
			return FALSE;
	return tags != NULL;
}

/* The one that counts now; an answer may be corrected again and again. */
static gboolean
find_current(struct db *db, gint64 *response_id,
    enum tagging_outcome *outcome, GError **error)
{
	gint64 id = 0;
	gboolean anonymous;

	if (!response_current(db, *response_id, &id, error) ||
	    !is_anonymous(db, id, &anonymous, error))
		return FALSE;
	*outcome = id == 0 ? TAGGING_UNKNOWN :
	    anonymous	   ? TAGGING_ANONYMOUS :
			     TAGGING_DONE;
	*response_id = id;
	return TRUE;
}

static gboolean
tag_by_hand(struct db *db, struct tagging *tagging, gint64 now_at,
    enum tagging_outcome *outcome, GError **error)
{
	const char *const *tag;

	if (!find_current(db, &tagging->response_id, outcome, error))
		return FALSE;
	if (*outcome != TAGGING_DONE)
		return TRUE;
	for (tag = tagging->put; *tag != NULL; tag++)
		if (!tag_put(db, tagging->response_id, *tag, SOURCE_HAND,
			tagging->author, now_at, error))
			return FALSE;
	for (tag = tagging->take; *tag != NULL; tag++)
		if (!tag_take(db, tagging->response_id, *tag, tagging->author,
			now_at, error))
			return FALSE;
	return TRUE;
}

gboolean
store_tag(struct store *store, struct tagging *tagging, gint64 now_at,
    enum tagging_outcome *outcome, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!tag_by_hand(store->db, tagging, now_at, outcome, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

static char **
list_of(GPtrArray *tags)
{
	char **list;

	if (tags == NULL)
		return NULL;
	g_ptr_array_set_free_func(tags, NULL);
	g_ptr_array_add(tags, NULL);
	list = (char **)g_ptr_array_free(tags, FALSE);
	return list;
}

char **
store_tags_of(struct store *store, gint64 response_id, GError **error)
{
	return list_of(db_list(store->db, error, build_text, g_free,
	    "SELECT tag FROM response_tag WHERE response_id = $1"
	    " AND removed = 0 ORDER BY tag",
	    "i", response_id));
}

/* Each has, or had, an answer: facets are never taken away. */
char **
store_tags(struct store *store, GError **error)
{
	return list_of(db_list(store->db, error, build_text, g_free,
	    "SELECT value FROM facet WHERE name = 'tag' ORDER BY value", ""));
}

void
tagged_free(struct tagged *tagged)
{
	g_free(tagged->comment);
	g_free(tagged->language);
	g_free(tagged);
}

static gpointer
build_tagged(struct rows *rows)
{
	struct tagged *tagged = g_new0(struct tagged, 1);

	tagged->response_id = rows_int(rows, 0);
	tagged->comment = rows_dup(rows, 1);
	tagged->language = rows_dup(rows, 2);
	return tagged;
}

GPtrArray *
store_tagged(struct store *store, gint32 from_day, gint32 until_day,
    gint64 after_id, guint limit, GError **error)
{
	return db_list(store->db, error, build_tagged,
	    (GDestroyNotify)tagged_free,
	    "SELECT r.id, r.comment, c.language FROM response r"
	    " LEFT JOIN contact c ON c.id = r.contact_id"
	    " WHERE r.id > $1 AND r.day >= $2 AND r.day < $3"
	    " AND r.comment IS NOT NULL AND r.source <> 'anonymous'"
	    " AND NOT EXISTS (SELECT 1 FROM response n"
	    "  WHERE n.supersedes = r.id) ORDER BY r.id LIMIT $4",
	    "iiii", after_id, (gint64)from_day, (gint64)until_day,
	    (gint64)limit);
}

static gboolean
is_called_for(const GPtrArray *hits, const char *tag)
{
	for (guint i = 0; i < hits->len; i++) {
		const struct tag_hit *hit = hits->pdata[i];

		if (g_str_equal(hit->tag, tag))
			return TRUE;
	}
	return FALSE;
}

static gboolean
retag(struct db *db, const struct retagging *retagging, gint64 now_at,
    guint *changed, GError **error)
{
	g_autoptr(GPtrArray) before = db_list(db, error, build_text, g_free,
	    "SELECT tag FROM response_tag WHERE response_id = $1"
	    " AND removed = 0 AND source IN ('rule', 'reply') ORDER BY tag",
	    "i", retagging->response_id);

	if (before == NULL)
		return FALSE;
	for (guint i = 0; i < before->len; i++) {
		if (is_called_for(retagging->hits, before->pdata[i]))
			continue;
		*changed += 1;
		if (!tag_drop(db, retagging->response_id, before->pdata[i],
			error))
			return FALSE;
	}
	for (guint i = 0; i < retagging->hits->len; i++) {
		const struct tag_hit *hit = retagging->hits->pdata[i];
		struct state state;

		if (!read_state(db, retagging->response_id, hit->tag, &state,
			error))
			return FALSE;
		*changed += state.there ? 0 : 1;
		if (!tag_put(db, retagging->response_id, hit->tag, hit->source,
			NULL, now_at, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
store_retag(struct store *store, const struct retagging *retaggings, guint n,
    gint64 now_at, guint *changed, GError **error)
{
	*changed = 0;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!retag(store->db, &retaggings[i], now_at, changed,
			error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}
