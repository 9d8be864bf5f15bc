/*
 * verify_chain.c - the chains of responses as they are read, one after the
 * other, and the first link of each that doesn't fit, in words. Called by
 * verify_responses.c.
 *
 * Of many millions only where each chain ends so far is remembered. What is
 * near a break is read again, and judged by chain_break.c.
 */
#include <string.h>

#include "store/verify/chain_break.h"
#include "store/verify/verify_internal.h"

/* Of the chain, before and behind a break. */
#define NEAR "16"

static const char chained[] =
    "each response carries the hash of the one before it in its touchpoint's "
    "chain: none was changed, put in or taken out";

struct gap {
	gint64 from, until;
};

/* Of a touchpoint, so far. */
struct chain {
	GBytes *end; /* NULL: no response yet */
	gint64 last_id;
	int form;
	gboolean end_is_noted; /* see verify_chain_end */
	GBytes *noted;
	gint64 noted_id;
	gboolean is_broken;
	gint64 broken_id, before_id; /* the first that doesn't fit */
	GBytes *before;
	gint64 behind;	     /* so many follow it */
	gint64 broken_behind; /* of them, so many don't fit either */
};

struct verify_chains {
	GHashTable *profiles;
	GArray *chains; /* struct chain, by the touchpoint's number */
	GArray *gaps;	/* struct gap: numbers that no response has */
	gint64 last_id;
};

static void
chain_clear(gpointer data)
{
	struct chain *chain = data;

	g_clear_pointer(&chain->end, g_bytes_unref);
	g_clear_pointer(&chain->noted, g_bytes_unref);
	g_clear_pointer(&chain->before, g_bytes_unref);
}

struct verify_chains *
verify_chains_new(struct db *db, GError **error)
{
	GHashTable *profiles = chain_profiles(db, error);
	struct verify_chains *chains;

	if (profiles == NULL)
		return NULL;
	chains = g_new0(struct verify_chains, 1);
	chains->profiles = profiles;
	chains->chains = g_array_new(FALSE, TRUE, sizeof(struct chain));
	g_array_set_clear_func(chains->chains, chain_clear);
	chains->gaps = g_array_new(FALSE, FALSE, sizeof(struct gap));
	return chains;
}

void
verify_chains_free(struct verify_chains *chains)
{
	if (chains == NULL)
		return;
	g_hash_table_unref(chains->profiles);
	g_array_unref(chains->chains);
	g_array_unref(chains->gaps);
	g_free(chains);
}

GHashTable *
verify_chains_profiles(struct verify_chains *chains)
{
	return chains->profiles;
}

static struct chain *
chain_of(struct verify_chains *chains, guint16 touchpoint)
{
	if (chains->chains->len <= touchpoint)
		g_array_set_size(chains->chains, touchpoint + 1u);
	return &g_array_index(chains->chains, struct chain, touchpoint);
}

static void
note_gap(struct verify_chains *chains, gint64 id)
{
	const struct gap gap = { chains->last_id + 1, id - 1 };

	if (gap.from <= gap.until)
		g_array_append_val(chains->gaps, gap);
	chains->last_id = id;
}

static void
note_break(struct chain *chain, const struct chain_row *row)
{
	if (chain->is_broken) {
		chain->broken_behind++;
		return;
	}
	chain->is_broken = TRUE;
	chain->broken_id = row->id;
	chain->before_id = chain->last_id;
	chain->before = g_bytes_ref(chain->end);
}

static void
check_form(struct verify *verify, struct chain *chain,
    const struct chain_row *row)
{
	if (row->link.form < chain->form)
		verify_tell(verify, "response", row->id,
		    "a hash covers no less than those before it",
		    "it is of form %d, and one before it of form %d",
		    row->link.form, chain->form);
	chain->form = MAX(chain->form, row->link.form);
}

/* What follows is compared with what stands here, broken or not. */
void
verify_chain_take(struct verify *verify, const struct chain_row *row,
    guint16 touchpoint)
{
	struct chain *chain = chain_of(verify->chains, touchpoint);

	note_gap(verify->chains, row->id);
	if (chain->end == NULL) {
		chain->end = chain_begin();
		verify->sums->chains++;
	}
	chain->behind += chain->is_broken;
	if (!chain_row_fits(row, chain->end))
		note_break(chain, row);
	check_form(verify, chain, row);
	g_bytes_unref(chain->end);
	chain->end = g_bytes_ref(row->hash);
	chain->last_id = row->id;
}

void
verify_chain_end(struct verify *verify, struct rows *rows)
{
	const char *name = rows_text(rows, 0);
	struct chain *chain = chain_of(verify->chains,
	    verify_touchpoint(verify, name));

	chain->end_is_noted = TRUE;
	chain->noted = rows_bytes(rows, 1);
	chain->noted_id = rows_int(rows, 2);
}

/* ---- the end of a chain ---- */

static void
tell_end(struct verify *verify, const struct chain *chain, const char *name)
{
	if (!chain->end_is_noted)
		verify_tell(verify, "response_chain", 0, chained,
		    "the chain of %s has no end noted", name);
	else if (chain->end == NULL)
		verify_tell(verify, "response_chain", 0, chained,
		    "the chain of %s has no response: all were taken out, the "
		    "last was %" G_GINT64_FORMAT, name, chain->noted_id);
	else if (chain->noted_id > chain->last_id)
		verify_tell(verify, "response_chain", 0, chained,
		    "the chain of %s ends with response %" G_GINT64_FORMAT
		    " by what is noted: that and what else stood behind "
		    "%" G_GINT64_FORMAT " was taken out",
		    name, chain->noted_id, chain->last_id);
	else if (chain->noted_id < chain->last_id)
		verify_tell(verify, "response_chain", 0, chained,
		    "the chain of %s ends with response %" G_GINT64_FORMAT
		    " by what is noted: what stands behind it, up to "
		    "%" G_GINT64_FORMAT ", was put in",
		    name, chain->noted_id, chain->last_id);
	else
		verify_tell(verify, "response_chain", 0, chained,
		    "the chain of %s does not end with the hash of its last "
		    "response, %" G_GINT64_FORMAT ": that was written again, "
		    "or what is noted was",
		    name, chain->last_id);
}

static gboolean
ends_as_noted(const struct chain *chain)
{
	if (chain->end == NULL && !chain->end_is_noted)
		return TRUE;
	return chain->end != NULL && chain->end_is_noted &&
	    chain->noted_id == chain->last_id &&
	    g_bytes_equal(chain->end, chain->noted);
}

/* ---- what is near a break ---- */

struct near {
	GArray *rows; /* struct chain_row */
	GStringChunk *texts;
};

static void
clear_row(gpointer data)
{
	chain_row_clear(data);
}

static gboolean
read_near(struct verify *verify, struct near *near, const char *sql,
    const char *touchpoint, gint64 id, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(rows) rows = db_select(verify->db, &failure, sql, "ti",
	    touchpoint, id);

	while (rows != NULL && rows_next(rows, &failure)) {
		struct chain_row row;

		chain_row_read(&row, rows, 0, verify->chains->profiles);
		chain_row_keep(&row, near->texts);
		g_array_append_val(near->rows, row);
	}
	if (failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&failure));
	return FALSE;
}

static void
turn_round(GArray *rows)
{
	for (guint i = 0; i < rows->len / 2; i++) {
		struct chain_row *first = &g_array_index(rows,
		    struct chain_row, i);
		struct chain_row *last = &g_array_index(rows, struct chain_row,
		    rows->len - 1 - i);
		struct chain_row kept = *first;

		*first = *last;
		*last = kept;
	}
}

/* A number between the two that no response has. */
static void
find_gap(const struct verify_chains *chains, const struct chain *chain,
    struct chain_break *one)
{
	for (guint i = 0; i < chains->gaps->len; i++) {
		const struct gap *gap = &g_array_index(chains->gaps, struct gap,
		    i);

		if (gap->from <= chain->before_id ||
		    gap->until >= chain->broken_id)
			continue;
		if (one->missing_from == 0)
			one->missing_from = gap->from;
		one->missing_until = gap->until;
	}
}

static char *
say_behind(const struct chain *chain)
{
	if (chain->behind == 0)
		return g_strdup("none follows it");
	if (chain->broken_behind == 0)
		return g_strdup_printf("%" G_GINT64_FORMAT " follow%s it, and "
				       "fit",
		    chain->behind, chain->behind == 1 ? "s" : "");
	return g_strdup_printf("of %" G_GINT64_FORMAT " that follow it "
			       "%" G_GINT64_FORMAT " don't fit either",
	    chain->behind, chain->broken_behind);
}

static void
tell_break(struct verify *verify, const struct chain *chain,
    const struct chain_break *one, const char *name)
{
	const struct chain_row *row = &g_array_index(one->rows,
	    struct chain_row, one->at);
	g_autofree char *at = chain_time(row->link.answered_at);
	g_autofree char *words = chain_break_say(one);
	g_autofree char *behind = say_behind(chain);

	verify_tell(verify, "response", chain->broken_id, chained,
	    "the chain of %s breaks at this one, answered at %s: %s; %s", name,
	    at, words, behind);
}

static gboolean
explain(struct verify *verify, const struct chain *chain, const char *name,
    struct near *near, GError **error)
{
	struct chain_break one = { .before = chain->before,
		.rows = near->rows,
		.end = chain->noted };

	if (!read_near(verify, near,
		"SELECT " CHAIN_COLUMNS " FROM" CHAIN_FROM
		" WHERE r.touchpoint = $1 AND r.id < $2"
		" ORDER BY r.id DESC LIMIT " NEAR,
		name, chain->broken_id, error))
		return FALSE;
	turn_round(near->rows);
	one.at = near->rows->len;
	if (!read_near(verify, near,
		"SELECT " CHAIN_COLUMNS " FROM" CHAIN_FROM
		" WHERE r.touchpoint = $1 AND r.id >= $2"
		" ORDER BY r.id LIMIT " NEAR,
		name, chain->broken_id, error))
		return FALSE;
	g_assert(one.at < near->rows->len);
	one.is_last = g_array_index(near->rows, struct chain_row,
			  near->rows->len - 1).id == chain->last_id;
	find_gap(verify->chains, chain, &one);
	tell_break(verify, chain, &one, name);
	return TRUE;
}

static gboolean
tell_chain(struct verify *verify, const struct chain *chain, const char *name,
    GError **error)
{
	struct near near = { 0 };
	gboolean ok;

	if (!ends_as_noted(chain))
		tell_end(verify, chain, name);
	if (!chain->is_broken)
		return TRUE;
	near.rows = g_array_new(FALSE, FALSE, sizeof(struct chain_row));
	g_array_set_clear_func(near.rows, clear_row);
	near.texts = g_string_chunk_new(512);
	ok = explain(verify, chain, name, &near, error);
	g_array_unref(near.rows);
	g_string_chunk_free(near.texts);
	return ok;
}

gboolean
verify_chains_tell(struct verify *verify, GError **error)
{
	const GArray *chains = verify->chains->chains;

	for (guint i = 0; i < chains->len; i++) {
		if (!tell_chain(verify, &g_array_index(chains, struct chain, i),
			verify_touchpoint_name(verify, (guint16)i), error))
			return FALSE;
	}
	return TRUE;
}
