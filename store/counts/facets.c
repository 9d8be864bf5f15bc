/*
 * facets.c - see facets.h: facets by their numbers, what a profile has, and
 * what is remembered of both. Called by all that counts.
 */
#include "store/counts/facets.h"

#include <string.h>

#include "store/counts/facets_internal.h"

/* What is remembered of more than so many is forgotten, and read again. */
#define FACETS_MAX 20000

static void
clear_facet(gpointer data)
{
	struct facet *facet = data;

	g_free(facet->name);
	g_free(facet->value);
}

static void
memory_free(gpointer data)
{
	struct facet_memory *memory = data;

	g_hash_table_destroy(memory->facets);
	g_hash_table_destroy(memory->profiles);
	g_hash_table_destroy(memory->contents);
	g_strfreev(memory->kept.names);
	g_free(memory->kept.value_name);
	g_free(memory);
}

struct facet_memory *
facet_memory(struct db *db)
{
	struct facet_memory *memory = db_memory(db);

	if (memory != NULL)
		return memory;
	memory = g_new0(struct facet_memory, 1);
	memory->facets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	memory->profiles = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	memory->contents = g_hash_table_new_full(g_int64_hash, g_int64_equal,
	    g_free, (GDestroyNotify)g_array_unref);
	memory->kept.names = g_new0(char *, 1);
	db_remember(db, memory, memory_free);
	return memory;
}

void
facet_memory_keep_small(GHashTable *table)
{
	if (g_hash_table_size(table) >= FACETS_MAX)
		g_hash_table_remove_all(table);
}

gint64 *
facet_number(gint64 number)
{
	gint64 *copy = g_new(gint64, 1);

	*copy = number;
	return copy;
}

/* Others may put it there at the same time. */
static gboolean
find_or_put(struct db *db, const char *name, const char *value, gint64 *id,
    GError **error)
{
	static const char find[] =
	    "SELECT id FROM facet WHERE name = $1 AND value = $2";

	*id = 0;
	return db_one(db, id, 0, error, find, "tt", name, value) &&
	    (*id != 0 ||
		db_one(db, id, 0, error,
		    "INSERT INTO facet (name, value) VALUES ($1, $2)"
		    " ON CONFLICT (name, value) DO NOTHING RETURNING id",
		    "tt", name, value)) &&
	    (*id != 0 || db_one(db, id, 0, error, find, "tt", name, value));
}

gboolean
facet_id(struct db *db, const char *name, const char *value, gint64 *id,
    GError **error)
{
	struct facet_memory *memory = facet_memory(db);
	g_autofree char *key = g_strconcat(name, FACET_IS, value, NULL);
	const gint64 *known = g_hash_table_lookup(memory->facets, key);

	if (known != NULL) {
		*id = *known;
		return TRUE;
	}
	if (!find_or_put(db, name, value, id, error))
		return FALSE;
	facet_memory_keep_small(memory->facets);
	g_hash_table_insert(memory->facets, g_steal_pointer(&key),
	    facet_number(*id));
	return TRUE;
}

gboolean
facet_is_counted(const struct kept *kept, const char *name)
{
	return facet_is_ours(name) ||
	    g_strv_contains((const char *const *)kept->names, name);
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
	const struct facet *left = a, *right = b;
	int order = strcmp(left->name, right->name);

	return order != 0 ? order : strcmp(left->value, right->value);
}

GArray *
facets_new(void)
{
	GArray *facets = g_array_new(FALSE, TRUE, sizeof(struct facet));

	g_array_set_clear_func(facets, clear_facet);
	return facets;
}

GArray *
facets_copy(const GArray *facets)
{
	GArray *copy = facets_new();

	for (guint i = 0; i < facets->len; i++) {
		struct facet one = g_array_index(facets, struct facet, i);

		one.name = g_strdup(one.name);
		one.value = g_strdup(one.value);
		g_array_append_val(copy, one);
	}
	return copy;
}

static gboolean
add_facet(struct db *db, const struct kept *kept, gint64 id, GArray *to,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT name, value FROM facet WHERE id = $1", "i", id);
	struct facet one = { .id = id };
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	/* One that is not there is told by verify. */
	if (!found)
		return TRUE;
	one.name = rows_dup(rows, 0);
	one.value = rows_dup(rows, 1);
	one.counted = facet_is_counted(kept, one.name);
	g_array_append_val(to, one);
	return TRUE;
}

static char *
profile_text(struct db *db, gint64 profile, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT facets FROM profile WHERE id = $1", "i", profile);
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return NULL;
	return g_strdup(found ? rows_text(rows, 0) : "");
}

static GArray *
read_contents(struct db *db, gint64 profile, GError **error)
{
	g_autoptr(GArray) contents = facets_new();
	const struct kept *kept = facets_kept(db, error);
	g_autofree char *text = NULL;
	g_auto(GStrv) ids = NULL;

	if (kept == NULL)
		return NULL;
	text = profile_text(db, profile, error);
	if (text == NULL)
		return NULL;
	ids = g_strsplit(text, " ", -1);
	for (guint i = 0; ids[i] != NULL; i++) {
		gint64 id = g_ascii_strtoll(ids[i], NULL, 10);

		if (id != 0 && !add_facet(db, kept, id, contents, error))
			return NULL;
	}
	g_array_sort(contents, by_name);
	return g_steal_pointer(&contents);
}

const GArray *
profile_facets(struct db *db, gint64 profile, GError **error)
{
	struct facet_memory *memory;
	GArray *contents;

	/* What is kept may have changed since. */
	if (facets_kept(db, error) == NULL)
		return NULL;
	memory = facet_memory(db);
	contents = g_hash_table_lookup(memory->contents, &profile);
	if (contents != NULL)
		return contents;
	contents = profile != 0 ? read_contents(db, profile, error) :
				  facets_new();
	if (contents == NULL)
		return NULL;
	facet_memory_keep_small(memory->contents);
	g_hash_table_insert(memory->contents, facet_number(profile), contents);
	return contents;
}
