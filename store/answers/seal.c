/*
 * seal.c - the text that is hashed for a digest's seal, and its rows. See
 * seal.h.
 */
#include "store/answers/seal.h"

#include <nettle/sha2.h>
#include <string.h>

#include "store/answers/chain.h"
#include "store/internal.h"

#define SCORES 11

static void
part_free(gpointer data)
{
	struct seal_part *part = data;

	g_free(part->touchpoint);
	g_clear_pointer(&part->hash, g_bytes_unref);
	g_free(part);
}

struct seal *
seal_new(const char *team, gint64 until_at)
{
	struct seal *seal = g_new0(struct seal, 1);

	seal->team = g_strdup(team);
	seal->until_at = until_at;
	seal->parts = g_ptr_array_new_with_free_func(part_free);
	return seal;
}

void
seal_free(struct seal *seal)
{
	if (seal == NULL)
		return;
	g_free(seal->team);
	g_ptr_array_unref(seal->parts);
	g_free(seal);
}

void
seal_add(struct seal *seal, const char *touchpoint, gint32 since_day,
    gint32 until_day, const gint64 n[SCORES])
{
	struct seal_part *part = g_new0(struct seal_part, 1);

	part->touchpoint = g_strdup(touchpoint);
	part->since_day = since_day;
	part->until_day = until_day;
	memcpy(part->n, n, sizeof(part->n));
	part->hash = chain_begin();
	g_ptr_array_add(seal->parts, part);
}

static gint
by_touchpoint(gconstpointer a, gconstpointer b)
{
	const struct seal_part *const *left = a;
	const struct seal_part *const *right = b;

	return strcmp((*left)->touchpoint, (*right)->touchpoint);
}

static char *
counts_text(const gint64 n[SCORES])
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < SCORES; i++)
		g_string_append_printf(text, "%s%" G_GINT64_FORMAT,
		    i > 0 ? " " : "", n[i]);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
add_name(GString *text, const char *what, const char *name)
{
	/* The length keeps apart what a name might say by itself. */
	g_string_append_printf(text, "%s %" G_GSIZE_FORMAT ":%s", what,
	    strlen(name), name);
}

static void
add_part(GString *text, const struct seal_part *part)
{
	g_autofree char *counts = counts_text(part->n);
	gsize n;
	const guint8 *hash = g_bytes_get_data(part->hash, &n);

	add_name(text, "touchpoint", part->touchpoint);
	g_string_append_printf(text, " %d %d %s %" G_GINT64_FORMAT " ",
	    part->since_day, part->until_day, counts, part->response_id);
	for (gsize i = 0; i < n; i++)
		g_string_append_printf(text, "%02x", hash[i]);
	g_string_append_c(text, '\n');
}

void
seal_stamp(struct seal *seal)
{
	g_autoptr(GString) text = g_string_new("dripscore digest 1\n");
	struct sha256_ctx sum;
	guint8 hash[SHA256_DIGEST_SIZE];

	add_name(text, "team", seal->team);
	g_string_append_printf(text, "\nuntil %" G_GINT64_FORMAT "\n",
	    seal->until_at);
	g_ptr_array_sort(seal->parts, by_touchpoint);
	for (guint i = 0; i < seal->parts->len; i++)
		add_part(text, seal->parts->pdata[i]);
	sha256_init(&sum);
	sha256_update(&sum, text->len, (const guint8 *)text->str);
	sha256_digest(&sum, sizeof(hash), hash);
	for (guint i = 0; i < SEAL_DIGITS / 2; i++)
		g_snprintf(seal->text + 2 * i, 3, "%02x", hash[i]);
}

static gboolean
find_end(struct db *db, struct seal_part *part, GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT response_id, hash FROM response_chain"
	    " WHERE touchpoint = $1",
	    "t", part->touchpoint);

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	part->response_id = rows_int(rows, 0);
	g_bytes_unref(part->hash);
	part->hash = rows_bytes(rows, 1);
	return TRUE;
}

gboolean
seal_close(struct store *store, struct seal *seal, GError **error)
{
	for (guint i = 0; i < seal->parts->len; i++) {
		if (!find_end(store->db, seal->parts->pdata[i], error))
			return FALSE;
	}
	seal_stamp(seal);
	return TRUE;
}

gboolean
seal_put(struct db *db, const struct seal *seal, GError **error)
{
	for (guint i = 0; i < seal->parts->len; i++) {
		const struct seal_part *part = seal->parts->pdata[i];
		g_autofree char *counts = counts_text(part->n);

		if (!db_run(db, error,
			"INSERT INTO digest_proof (team, until_at, touchpoint,"
			" since_day, until_day, counts, response_id, hash)"
			" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			"titiitib", seal->team, seal->until_at,
			part->touchpoint, (gint64)part->since_day,
			(gint64)part->until_day, counts, part->response_id,
			part->hash))
			return FALSE;
	}
	return db_run(db, error,
	    "UPDATE digest SET seal = $3 WHERE team = $1 AND until_at = $2",
	    "tit", seal->team, seal->until_at, seal->text);
}

/* What is no such text is of no count: it can't be what was shown. */
static void
read_counts(const char *text, gint64 n[SCORES])
{
	g_auto(GStrv) words = g_strsplit(text, " ", SCORES + 1);

	for (guint i = 0; i < SCORES; i++) {
		n[i] = -1;
		if (g_strv_length(words) == SCORES)
			g_ascii_string_to_signed(words[i], 10, 0, G_MAXINT64,
			    &n[i], NULL);
	}
}

static gboolean
read_parts(struct db *db, struct seal *seal, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT touchpoint, since_day, until_day, counts, response_id, hash"
	    " FROM digest_proof WHERE team = $1 AND until_at = $2",
	    "ti", seal->team, seal->until_at);

	while (rows != NULL && rows_next(rows, &failure)) {
		gint64 n[SCORES];
		struct seal_part *part;

		read_counts(rows_text(rows, 3), n);
		seal_add(seal, rows_text(rows, 0), (gint32)rows_int(rows, 1),
		    (gint32)rows_int(rows, 2), n);
		part = seal->parts->pdata[seal->parts->len - 1];
		part->response_id = rows_int(rows, 4);
		g_bytes_unref(part->hash);
		part->hash = rows_bytes(rows, 5);
	}
	g_ptr_array_sort(seal->parts, by_touchpoint);
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

/* The rows of a select of team, until_at and seal. */
static gboolean
row_of_seal(struct rows *rows, struct seal **seal, GError **error)
{
	gboolean found;

	*seal = NULL;
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	*seal = seal_new(rows_text(rows, 0), rows_int(rows, 1));
	g_strlcpy((*seal)->text, rows_text(rows, 2), sizeof((*seal)->text));
	return TRUE;
}

static gboolean
with_parts(struct db *db, struct seal **seal, GError **error)
{
	if (*seal == NULL || read_parts(db, *seal, error))
		return TRUE;
	g_clear_pointer(seal, seal_free);
	return FALSE;
}

gboolean
seal_read(struct db *db, const char *team, gint64 until_at, struct seal **seal,
    GError **error)
{
	{
		g_autoptr(rows) rows = db_select(db, error,
		    "SELECT team, until_at, seal FROM digest"
		    " WHERE team = $1 AND seal IS NOT NULL"
		    " AND ($2 = 0 OR until_at = $2)"
		    " ORDER BY until_at DESC LIMIT 1",
		    "ti", team, until_at);

		if (!row_of_seal(rows, seal, error))
			return FALSE;
	}
	return with_parts(db, seal, error);
}

gboolean
seal_find(struct store *store, const char *team, gint64 until_at,
    struct seal **seal, GError **error)
{
	return seal_read(store->db, team, until_at, seal, error);
}

gboolean
seal_find_text(struct store *store, const char *text, struct seal **seal,
    GError **error)
{
	{
		g_autoptr(rows) rows = db_select(store->db, error,
		    "SELECT team, until_at, seal FROM digest WHERE seal = $1"
		    " ORDER BY until_at DESC LIMIT 1",
		    "t", text);

		if (!row_of_seal(rows, seal, error))
			return FALSE;
	}
	return with_parts(store->db, seal, error);
}
