/*
 * profile.c - what an invitation is counted by, as it leaves: its facets as a
 * text, and the number of their profile. Called by all that counts.
 */
#include <string.h>

#include "base/condition_values.h"
#include "base/text.h"
#include "store/counts/facets_internal.h"

/* One line, without what divides them; NULL: nothing. Owned. */
static char *
value_of(const char *said)
{
	g_autofree char *clean = said != NULL ? text_clean(said) : NULL;

	if (clean == NULL || *g_strstrip(clean) == '\0')
		return NULL;
	return text_cut(clean, FACET_VALUE_MAX_BYTES);
}

char *
facets_value(const char *name, const struct event *event,
    const struct contact *contact)
{
	const char *const names[] = { name };
	char **said = condition_values(names, 1, event, contact);
	char *value = value_of(said[0]);

	condition_values_free(said, 1);
	return value;
}

static void
add(GPtrArray *parts, const char *name, const char *said)
{
	g_autofree char *value = value_of(said);

	if (value != NULL)
		g_ptr_array_add(parts,
		    g_strconcat(name, FACET_IS, value, FACET_NEXT, NULL));
}

gint
facets_by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char *
facets_text(const struct kept *kept, enum channel channel,
    const struct event *event, const struct contact *contact)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
	guint n = g_strv_length(kept->names);

	if (channel != CHANNEL_NONE)
		add(parts, "channel", channel_name(channel));
	if (contact != NULL)
		add(parts, "language", contact->language);
	if (n > 0) {
		char **values = condition_values(
		    (const char *const *)kept->names, n, event, contact);

		for (guint i = 0; i < n; i++)
			add(parts, kept->names[i], values[i]);
		condition_values_free(values, n);
	}
	g_ptr_array_sort(parts, facets_by_text);
	g_ptr_array_add(parts, NULL);
	return g_strjoinv("", (char **)parts->pdata);
}

static gint
by_number(gconstpointer a, gconstpointer b)
{
	gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

	return left < right ? -1 : left > right;
}

/* "3 17 20": their numbers, rising; owned. NULL with error set. */
static char *
numbers_of(struct db *db, const char *text, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(text, FACET_NEXT, -1);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	GString *numbers = NULL;

	for (guint i = 0; parts[i] != NULL; i++) {
		char *is = strstr(parts[i], FACET_IS);
		gint64 id;

		if (is == NULL)
			continue;
		*is = '\0';
		if (!facet_id(db, parts[i], is + strlen(FACET_IS), &id, error))
			return NULL;
		g_array_append_val(ids, id);
	}
	g_array_sort(ids, by_number);
	numbers = g_string_new(NULL);
	for (guint i = 0; i < ids->len; i++)
		g_string_append_printf(numbers, "%s%" G_GINT64_FORMAT,
		    i > 0 ? " " : "", g_array_index(ids, gint64, i));
	return g_string_free(numbers, FALSE);
}

static gboolean
find_or_put(struct db *db, const char *facets, gint64 *id, GError **error)
{
	static const char find[] = "SELECT id FROM profile WHERE facets = $1";

	*id = 0;
	return db_one(db, id, 0, error, find, "t", facets) &&
	    (*id != 0 ||
		db_one(db, id, 0, error,
		    "INSERT INTO profile (facets) VALUES ($1)"
		    " ON CONFLICT (facets) DO NOTHING RETURNING id",
		    "t", facets)) &&
	    (*id != 0 || db_one(db, id, 0, error, find, "t", facets));
}

gboolean
profile_of(struct db *db, const char *text, gint64 *profile, GError **error)
{
	struct facet_memory *memory = facet_memory(db);
	const gint64 *known = g_hash_table_lookup(memory->profiles, text);
	g_autofree char *facets = NULL;

	*profile = 0;
	if (*text == '\0')
		return TRUE;
	if (known != NULL) {
		*profile = *known;
		return TRUE;
	}
	facets = numbers_of(db, text, error);
	if (facets == NULL || !find_or_put(db, facets, profile, error))
		return FALSE;
	facet_memory_keep_small(memory->profiles);
	g_hash_table_insert(memory->profiles, g_strdup(text),
	    facet_number(*profile));
	return TRUE;
}

/* In one order: who puts the same ones there meanwhile waits, and not both. */
gboolean
profiles_of(struct db *db, char *const *texts, guint n, gint64 *profiles,
    GError **error)
{
	g_autoptr(GPtrArray) sorted = g_ptr_array_sized_new(n);

	for (guint i = 0; i < n; i++)
		g_ptr_array_add(sorted, texts[i]);
	g_ptr_array_sort(sorted, facets_by_text);
	for (guint i = 0; i < n; i++) {
		gint64 profile;

		if ((i == 0 || strcmp(sorted->pdata[i], sorted->pdata[i - 1])
			    != 0) &&
		    !profile_of(db, sorted->pdata[i], &profile, error))
			return FALSE;
	}
	for (guint i = 0; i < n; i++) {
		if (!profile_of(db, texts[i], &profiles[i], error))
			return FALSE;
	}
	return TRUE;
}
