/*
 * proof.c - replays the chains of a digest's touchpoints in one pass over the
 * responses. See proof.h.
 */
#include "store/answers/proof.h"

#include <string.h>

#include "store/verify/chain_rows.h"
#include "store/db/db_whole.h"
#include "store/internal.h"

#define SUPERSEDES CHAIN_N_COLUMNS

/* A chain, as far as it is replayed. */
struct replay {
	struct proof_part *part;
	GBytes *end;
	gint64 last_id;
	GHashTable *counted; /* id -> score, of the period's that count */
};

struct replays {
	GHashTable *profiles;
	GHashTable *by_name; /* touchpoint -> struct replay */
};

void
proof_free(struct proof *proof)
{
	if (proof == NULL)
		return;
	g_clear_pointer(&proof->seal, seal_free);
	g_clear_pointer(&proof->parts, g_array_unref);
	g_free(proof);
}

static void
replay_free(gpointer data)
{
	struct replay *replay = data;

	g_bytes_unref(replay->end);
	g_hash_table_unref(replay->counted);
	g_free(replay);
}

static struct replay *
replay_new(struct proof_part *part)
{
	struct replay *replay = g_new0(struct replay, 1);

	replay->part = part;
	replay->end = chain_begin();
	replay->counted = g_hash_table_new_full(g_int64_hash, g_int64_equal,
	    g_free, NULL);
	return replay;
}

static void
count(struct replay *replay, const struct chain_row *row)
{
	struct proof_part *part = replay->part;
	gint64 *id;

	if (row->link.day < part->shown->since_day ||
	    row->link.day >= part->shown->until_day || row->link.score < 0 ||
	    row->link.score > 10)
		return;
	id = g_new(gint64, 1);
	*id = row->id;
	g_hash_table_insert(replay->counted, id,
	    GINT_TO_POINTER((int)row->link.score));
	part->n[row->link.score]++;
}

/* What is superseded counts no more. */
static void
uncount(struct replay *replay, gint64 id)
{
	gpointer score;

	if (!g_hash_table_lookup_extended(replay->counted, &id, NULL, &score))
		return;
	replay->part->n[GPOINTER_TO_INT(score)]--;
	g_hash_table_remove(replay->counted, &id);
}

static gboolean
take(struct rows *rows, gpointer user, GError **error)
{
	struct replays *replays = user;
	struct replay *replay = g_hash_table_lookup(replays->by_name,
	    rows_text(rows, 1));
	struct chain_row row;

	(void)error;
	if (replay == NULL ||
	    rows_int(rows, 0) > replay->part->shown->response_id)
		return TRUE;
	chain_row_read(&row, rows, 0, replays->profiles);
	if (replay->part->broken_id == 0 && !chain_row_fits(&row, replay->end))
		replay->part->broken_id = row.id;
	if (!rows_is_null(rows, SUPERSEDES))
		uncount(replay, rows_int(rows, SUPERSEDES));
	count(replay, &row);
	g_bytes_unref(replay->end);
	replay->end = g_bytes_ref(row.hash);
	replay->last_id = row.id;
	chain_row_clear(&row);
	return TRUE;
}

static void
judge(struct proof *proof, const struct replays *replays)
{
	proof->holds = strcmp(proof->text, proof->seal->text) == 0;
	for (guint i = 0; i < proof->parts->len; i++) {
		struct proof_part *part = &g_array_index(proof->parts,
		    struct proof_part, i);
		const struct replay *replay = g_hash_table_lookup(
		    replays->by_name, part->shown->touchpoint);

		part->ends = replay->last_id == part->shown->response_id &&
		    g_bytes_equal(replay->end, part->shown->hash);
		part->agrees = memcmp(part->n, part->shown->n,
				   sizeof(part->n)) == 0;
		for (guint k = 0; k < G_N_ELEMENTS(part->n); k++)
			proof->answers += part->shown->n[k];
		proof->holds = proof->holds && part->ends && part->agrees &&
		    part->broken_id == 0;
	}
}

static gboolean
replay_all(struct db *db, struct proof *proof, GError **error)
{
	struct replays replays = { 0 };
	g_autofree char *sql = NULL;
	gint64 last_id = 0;
	gboolean ok;

	replays.profiles = chain_profiles(db, error);
	if (replays.profiles == NULL)
		return FALSE;
	replays.by_name = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
	    replay_free);
	for (guint i = 0; i < proof->parts->len; i++) {
		struct proof_part *part = &g_array_index(proof->parts,
		    struct proof_part, i);

		g_hash_table_insert(replays.by_name, part->shown->touchpoint,
		    replay_new(part));
		last_id = MAX(last_id, part->shown->response_id);
	}
	sql = g_strdup_printf("SELECT " CHAIN_COLUMNS ", r.supersedes FROM"
	    CHAIN_FROM " WHERE r.id <= %" G_GINT64_FORMAT " ORDER BY r.id",
	    last_id);
	ok = db_each(db, sql, take, &replays, error);
	if (ok)
		judge(proof, &replays);
	g_hash_table_unref(replays.by_name);
	g_hash_table_unref(replays.profiles);
	return ok;
}

struct proof *
store_prove(struct store *store, struct seal *seal, GError **error)
{
	g_autoptr(proof) proof = g_new0(struct proof, 1);
	char shown[SEAL_DIGITS + 1];
	gboolean ok;

	proof->seal = seal;
	memcpy(shown, seal->text, sizeof(shown));
	seal_stamp(seal);
	memcpy(proof->text, seal->text, sizeof(shown));
	memcpy(seal->text, shown, sizeof(shown));
	proof->parts = g_array_new(FALSE, TRUE, sizeof(struct proof_part));
	g_array_set_size(proof->parts, seal->parts->len);
	for (guint i = 0; i < seal->parts->len; i++)
		g_array_index(proof->parts, struct proof_part, i).shown =
		    seal->parts->pdata[i];
	if (!db_begin_read(store->db, error))
		return NULL;
	ok = replay_all(store->db, proof, error);
	db_rollback(store->db);
	return ok ? g_steal_pointer(&proof) : NULL;
}

gboolean
store_digest_until(struct store *store, const char *team, gint32 last_day,
    gint64 *until_at, GError **error)
{
	return db_one(store->db, until_at, 0, error,
	    "SELECT coalesce(max(until_at), 0) FROM digest_proof"
	    " WHERE team = $1 AND until_day = $2",
	    "ti", team, (gint64)last_day + 1);
}
