/*
 * kept.c - which attributes answers are counted by: read once in each
 * transaction, for another process may change it. Called by all that counts.
 */
#include <string.h>

#include "store/counts/facets_internal.h"

/* In the place of a facet: what the attribute of a person's worth is kept
 * under. No attribute has a blank in its name. */
#define VALUE_OF "value of"

gboolean
facet_is_ours(const char *name)
{
	static const char *const ours[] = { "channel", "language", "source",
		"tag", NULL };

	return g_strv_contains(ours, name);
}

static void
add_row(struct rows *rows, GPtrArray *names, char **value_name)
{
	if (strcmp(rows_text(rows, 0), VALUE_OF) != 0) {
		g_ptr_array_add(names, rows_dup(rows, 0));
		return;
	}
	g_free(*value_name);
	*value_name = rows_dup(rows, 1);
}

/* What a profile counts by may be something else then. */
static void
learn(struct facet_memory *memory, char **names, char *value_name)
{
	if (!g_strv_equal((const char *const *)memory->kept.names,
		(const char *const *)names)) {
		g_hash_table_remove_all(memory->contents);
		g_hash_table_remove_all(memory->profiles);
	}
	g_strfreev(memory->kept.names);
	g_free(memory->kept.value_name);
	memory->kept = (struct kept){ names, value_name };
}

static gboolean
read_kept(struct db *db, struct facet_memory *memory, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *value_name = NULL;
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT name, attribute FROM kept_attribute ORDER BY name", "");

	while (rows != NULL && rows_next(rows, &failure))
		add_row(rows, names, &value_name);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return FALSE;
	}
	g_ptr_array_add(names, NULL);
	learn(memory, (char **)g_ptr_array_steal(names, NULL),
	    g_steal_pointer(&value_name));
	return TRUE;
}

const struct kept *
facets_kept(struct db *db, GError **error)
{
	struct facet_memory *memory = facet_memory(db);

	if (memory->kept_of == db_transaction(db))
		return &memory->kept;
	if (!read_kept(db, memory, error))
		return NULL;
	memory->kept_of = db_transaction(db);
	return &memory->kept;
}

gboolean
facets_keep(struct db *db, const char *const *names, const char *value,
    GError **error)
{
	struct facet_memory *memory = facet_memory(db);

	if (!db_run(db, error, "DELETE FROM kept_attribute", ""))
		return FALSE;
	for (guint i = 0; names[i] != NULL; i++) {
		if (!db_run(db, error,
			"INSERT INTO kept_attribute (name, attribute)"
			" VALUES ($1, $1)",
			"t", names[i]))
			return FALSE;
	}
	memory->kept_of = 0;
	return value == NULL ||
	    db_run(db, error,
		"INSERT INTO kept_attribute (name, attribute) VALUES ($1, $2)",
		"tt", VALUE_OF, value);
}
