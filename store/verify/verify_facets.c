/*
 * verify_facets.c - facets and profiles as they are read: by which numbers what
 * has a profile is counted. Called by verify.c, before invitations and
 * responses are.
 */
#include <string.h>

#include "store/counts/facets_internal.h"
#include "store/verify/verify_counts.h"

struct verify_counting *
verify_counting_new(void)
{
	struct verify_counting *counts = g_new0(struct verify_counting, 1);

	counts->kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	counts->sources = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	counts->tags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	counts->facets.rows = g_array_new(FALSE, TRUE,
	    sizeof(struct verify_facet));
	counts->profiles.rows = g_array_new(FALSE, TRUE,
	    sizeof(struct verify_profile));
	counts->members = g_array_new(FALSE, FALSE, sizeof(gint64));
	return counts;
}

void
verify_counting_free(struct verify_counting *counts)
{
	g_hash_table_destroy(counts->kept);
	g_hash_table_destroy(counts->sources);
	g_hash_table_destroy(counts->tags);
	g_array_unref(counts->facets.rows);
	g_array_unref(counts->profiles.rows);
	g_array_unref(counts->members);
	g_free(counts);
}

static void
take_kept(struct verify *verify, struct rows *rows)
{
	if (strcmp(rows_text(rows, 0), "value of") != 0)
		g_hash_table_add(verify->counts->kept, rows_dup(rows, 0));
}

static void
take_facet(struct verify *verify, struct rows *rows)
{
	struct verify_counting *counts = verify->counts;
	struct verify_facet one = { .id = rows_int(rows, 0) };
	const char *name = rows_text(rows, 1);
	const char *value = rows_text(rows, 2);

	one.counted = facet_is_ours(name) ||
	    g_hash_table_contains(counts->kept, name);
	one.is_source = strcmp(name, "source") == 0;
	one.is_tag = strcmp(name, "tag") == 0;
	g_array_append_val(counts->facets.rows, one);
	if (one.is_source || one.is_tag)
		g_hash_table_insert(one.is_source ? counts->sources :
						    counts->tags,
		    g_strdup(value), facet_number(one.id));
}

/* Only those by which something is counted are remembered. */
static void
take_profile(struct verify *verify, struct rows *rows)
{
	struct verify_counting *counts = verify->counts;
	struct verify_profile one = { .id = rows_int(rows, 0),
		.first = counts->members->len };
	g_auto(GStrv) ids = g_strsplit(rows_text(rows, 1), " ", -1);

	for (guint i = 0; ids[i] != NULL; i++) {
		gint64 id = g_ascii_strtoll(ids[i], NULL, 10);
		const struct verify_facet *facet =
		    verify_find(&counts->facets, id);

		if (facet == NULL)
			verify_tell(verify, "profile", one.id,
			    "a profile has facets that are known",
			    "there is no facet %s", ids[i]);
		else if (facet->counted)
			g_array_append_val(counts->members, id);
	}
	one.n = counts->members->len - one.first;
	g_array_append_val(counts->profiles.rows, one);
}

guint32
verify_profile_at(struct verify *verify, const char *table, gint64 id,
    gint64 profile)
{
	struct verify_counting *counts = verify->counts;
	const struct verify_profile *found;

	if (profile == 0)
		return 0;
	found = verify_find(&counts->profiles, profile);
	if (found == NULL) {
		verify_tell(verify, table, id,
		    "what is counted by facets has a profile that is known",
		    "there is no profile %" G_GINT64_FORMAT, profile);
		return 0;
	}
	return (guint32)(found - (const struct verify_profile *)(const void *)
				 counts->profiles.rows->data) + 1;
}

gboolean
verify_facets(struct verify *verify, GError **error)
{
	return verify_each(verify, "SELECT name FROM kept_attribute", take_kept,
		   error) &&
	    verify_each(verify, "SELECT id, name, value FROM facet ORDER BY id",
		take_facet, error) &&
	    verify_each(verify, "SELECT id, facets FROM profile ORDER BY id",
		take_profile, error);
}
