/*
 * responses.c - appending scores: the row, its hash in the chain, the roll-up.
 */
#include "store/responses.h"

#include <errno.h>
#include <sys/random.h>

#include "base/errors.h"
#include "store/chain.h"
#include "store/internal.h"

static GBytes *
chain_end(struct db *db, const char *touchpoint, GError **error)
{
	gboolean found;
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT hash FROM response_chain WHERE touchpoint = $1", "t",
	    touchpoint);

	if (rows == NULL || !rows_first(rows, &found, error))
		return NULL;
	return found ? rows_bytes(rows, 0) : chain_begin();
}

static GBytes *
hash_of(GBytes *before, const struct new_response *response,
    GBytes *contact_digest, GBytes *comment_digest)
{
	const struct chain_link link = {
		.form = CHAIN_FORM_FIRST,
		.touchpoint = response->touchpoint,
		.score = response->score,
		.answered_at = response->answered_at,
		.source = response->source,
		.author = response->author,
		.contact_digest = contact_digest,
		.comment_digest = comment_digest,
	};

	return chain_hash(before, &link);
}

static gboolean
insert_chained(struct db *db, const struct new_response *response,
    gint64 now_at, GError **error)
{
	guint8 random[CHAIN_SALT_BYTES];
	g_autoptr(GBytes) salt = NULL;
	g_autoptr(GBytes) contact_digest = NULL;
	g_autoptr(GBytes) comment_digest = NULL;
	g_autoptr(GBytes) before = chain_end(db, response->touchpoint, error);
	g_autoptr(GBytes) hash = NULL;
	gint64 id;

	if (before == NULL)
		return FALSE;
	if (getrandom(random, sizeof(random), 0) != (gssize)sizeof(random)) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS,
		    "no random bytes for a response: %s", g_strerror(errno));
		return FALSE;
	}
	salt = g_bytes_new(random, sizeof(random));
	contact_digest = chain_contact_digest(salt, response->contact_id);
	comment_digest = chain_digest(salt, response->comment);
	hash = hash_of(before, response, contact_digest, comment_digest);
	return db_one(db, &id, 0, error,
		   "INSERT INTO response (touchpoint, score, comment,"
		   " contact_id, invitation_id, reply_id, answered_at, day,"
		   " recorded_at, source, author, reason, supersedes, origin,"
		   " salt, contact_digest, comment_digest, hash)"
		   " VALUES ($1, $2, $3, nullif($4, 0), nullif($5, 0),"
		   " nullif($6, 0), $7, $8, $9, $10, $11, $12,"
		   " nullif($13, 0), $14, $15, $16, $17, $18)"
		   " RETURNING id",
		   "titiiiiiitttitbbbb", response->touchpoint,
		   (gint64)response->score, response->comment,
		   response->contact_id, response->invitation_id,
		   response->reply_id, response->answered_at,
		   (gint64)response->day, now_at, response->source,
		   response->author, response->reason, response->supersedes,
		   response->origin, salt, contact_digest, comment_digest,
		   hash) &&
	    db_run(db, error,
		"INSERT INTO response_chain (touchpoint, hash, response_id)"
		" VALUES ($1, $2, $3) ON CONFLICT (touchpoint) DO UPDATE"
		" SET hash = excluded.hash,"
		" response_id = excluded.response_id",
		"tbi", response->touchpoint, hash, id);
}

static gboolean
count_score(struct db *db, const char *touchpoint, gint64 day, gint64 score,
    gint64 by, GError **error)
{
	return db_run(db, error,
	    "INSERT INTO score_rollup (touchpoint, day, score, n)"
	    " VALUES ($1, $2, $3, $4)"
	    " ON CONFLICT (touchpoint, day, score) DO UPDATE"
	    " SET n = score_rollup.n + excluded.n",
	    "tiii", touchpoint, day, score, by);
}

/* What is superseded counts no more; the row stays. */
static gboolean
uncount(struct db *db, gint64 response_id, GError **error)
{
	g_autofree char *touchpoint = NULL;
	gint64 day, score;

	{
		g_autoptr(rows) rows = db_select(db, error,
		    "SELECT touchpoint, day, score FROM response"
		    " WHERE id = $1",
		    "i", response_id);

		if (rows == NULL || !rows_next(rows, error))
			return FALSE;
		touchpoint = rows_dup(rows, 0);
		day = rows_int(rows, 1);
		score = rows_int(rows, 2);
	}
	return count_score(db, touchpoint, day, score, -1, error);
}

gboolean
response_append(struct db *db, const struct new_response *response,
    gint64 now_at, GError **error)
{
	g_assert(response->score >= 0 && response->score <= 10);
	if (response->supersedes != 0 &&
	    !uncount(db, response->supersedes, error))
		return FALSE;
	return insert_chained(db, response, now_at, error) &&
	    count_score(db, response->touchpoint, response->day,
		response->score, 1, error);
}
