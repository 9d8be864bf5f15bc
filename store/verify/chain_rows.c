/*
 * chain_rows.c - reads links of chains out of rows, and the texts of profiles
 * that their hashes cover. See chain_rows.h.
 */
#include "store/verify/chain_rows.h"

#include <string.h>

struct facet {
	char *name, *value;
};

static void
facet_free(gpointer data)
{
	struct facet *facet = data;

	g_free(facet->name);
	g_free(facet->value);
	g_free(facet);
}

static gint
by_name_and_value(gconstpointer a, gconstpointer b)
{
	const struct facet *const *left = a;
	const struct facet *const *right = b;
	int order = strcmp((*left)->name, (*right)->name);

	return order != 0 ? order : strcmp((*left)->value, (*right)->value);
}

/* TRUE if there was no failure; else it is handed on. */
static gboolean
take_failure(GError **failure, GError **error)
{
	if (*failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(failure));
	return FALSE;
}

static gint64 *
key_of(gint64 id)
{
	gint64 *key = g_new(gint64, 1);

	*key = id;
	return key;
}

static gboolean
read_facets(struct db *db, GHashTable *facets, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT id, name, value FROM facet", "");

	while (rows != NULL && rows_next(rows, &failure)) {
		struct facet *facet = g_new(struct facet, 1);

		facet->name = rows_dup(rows, 1);
		facet->value = rows_dup(rows, 2);
		g_hash_table_insert(facets, key_of(rows_int(rows, 0)), facet);
	}
	return take_failure(&failure, error);
}

/* ids: of facets, divided by blanks. */
static char *
profile_text(GHashTable *facets, const char *ids)
{
	g_auto(GStrv) words = g_strsplit(ids, " ", -1);
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; words[i] != NULL; i++) {
		gint64 id = g_ascii_strtoll(words[i], NULL, 10);
		struct facet *facet = g_hash_table_lookup(facets, &id);

		if (facet != NULL)
			g_ptr_array_add(found, facet);
	}
	g_ptr_array_sort(found, by_name_and_value);
	for (guint i = 0; i < found->len; i++) {
		const struct facet *facet = found->pdata[i];

		chain_add_facet(text, facet->name, facet->value);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

GHashTable *
chain_profiles(struct db *db, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GHashTable) facets = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, facet_free);
	g_autoptr(GHashTable) profiles = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, g_free);
	g_autoptr(rows) rows = NULL;

	if (!read_facets(db, facets, error))
		return NULL;
	rows = db_select(db, &failure, "SELECT id, facets FROM profile", "");
	while (rows != NULL && rows_next(rows, &failure))
		g_hash_table_insert(profiles, key_of(rows_int(rows, 0)),
		    profile_text(facets, rows_text(rows, 1)));
	return take_failure(&failure, error) ? g_steal_pointer(&profiles) :
					       NULL;
}

/* 0 is none; one that is not there says what no profile does. */
static const char *
facets_of(GHashTable *profiles, gint64 profile)
{
	const char *text;

	if (profile == 0)
		return NULL;
	text = g_hash_table_lookup(profiles, &profile);
	return text != NULL ? text : "?";
}

void
chain_row_read(struct chain_row *row, struct rows *rows, int first,
    GHashTable *profiles)
{
	row->id = rows_int(rows, first);
	row->link = (struct chain_link){
		.touchpoint = rows_text(rows, first + 1),
		.score = rows_int(rows, first + 2),
		.answered_at = rows_int(rows, first + 3),
		.source = rows_text(rows, first + 4),
		.author = rows_text(rows, first + 5),
		.contact_digest = rows_bytes(rows, first + 6),
		.comment_digest = rows_bytes(rows, first + 7),
		.day = rows_int(rows, first + 8),
		.reason = rows_text(rows, first + 9),
		.facets = facets_of(profiles, rows_int(rows, first + 10)),
		.form = (int)CLAMP(rows_int(rows, first + 11), 0,
		    CHAIN_FORM_NOW + 1),
	};
	row->hash = rows_bytes(rows, first + 12);
	if (!rows_is_null(rows, first + 13))
		row->link.supersedes_hash = rows_bytes(rows, first + 13);
}

static const char *
kept(GStringChunk *texts, const char *text)
{
	return text != NULL ? g_string_chunk_insert(texts, text) : NULL;
}

void
chain_row_keep(struct chain_row *row, GStringChunk *texts)
{
	row->link.touchpoint = kept(texts, row->link.touchpoint);
	row->link.source = kept(texts, row->link.source);
	row->link.author = kept(texts, row->link.author);
	row->link.reason = kept(texts, row->link.reason);
}

void
chain_row_clear(struct chain_row *row)
{
	g_clear_pointer(&row->link.contact_digest, g_bytes_unref);
	g_clear_pointer(&row->link.comment_digest, g_bytes_unref);
	g_clear_pointer(&row->link.supersedes_hash, g_bytes_unref);
	g_clear_pointer(&row->hash, g_bytes_unref);
}

gboolean
chain_row_fits(const struct chain_row *row, GBytes *before)
{
	g_autoptr(GBytes) hash = NULL;

	if (row->link.form < CHAIN_FORM_FIRST ||
	    row->link.form > CHAIN_FORM_NOW)
		return FALSE;
	hash = chain_hash(before, &row->link);
	return g_bytes_equal(hash, row->hash);
}
