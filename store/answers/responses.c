/*
 * responses.c - appending scores: the row, its hash in the chain, and, by
 * response_counts.c, what is counted of it.
 */
#include "store/answers/responses.h"

#include <errno.h>
#include <sys/random.h>

#include "base/errors.h"
#include "store/answers/chain.h"
#include "store/counts/facets.h"
#include "store/counts/response_counts.h"

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

/* What a new row needs of those that are there. */
struct place {
	gint64 profile;
	gint64 before_id;   /* 0: none */
	GString *facets;    /* NULL: none */
	GBytes *superseded; /* its hash, or NULL */
	gint64 superseded_contact; /* 0: none */
	char *superseded_touchpoint;
};

static void
place_clear(struct place *place)
{
	if (place->facets != NULL)
		g_string_free(place->facets, TRUE);
	g_clear_pointer(&place->superseded, g_bytes_unref);
	g_free(place->superseded_touchpoint);
}

static gboolean
read_superseded(struct db *db, gint64 id, struct place *place, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT hash, contact_id, touchpoint FROM response WHERE id = $1",
	    "i", id);
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	g_assert(found);
	place->superseded = rows_bytes(rows, 0);
	place->superseded_contact = rows_int(rows, 1);
	place->superseded_touchpoint = rows_dup(rows, 2);
	return TRUE;
}

static gboolean
spell_facets(struct db *db, struct place *place, GError **error)
{
	const GArray *facets;

	if (place->profile == 0)
		return TRUE;
	facets = profile_facets(db, place->profile, error);
	if (facets == NULL)
		return FALSE;
	place->facets = g_string_new(NULL);
	for (guint i = 0; i < facets->len; i++) {
		const struct facet *one =
		    &g_array_index(facets, struct facet, i);

		chain_add_facet(place->facets, one->name, one->value);
	}
	return TRUE;
}

/* What the person had said before; later answers that are known already don't
 * count. */
static gboolean
find_before(struct db *db, const struct new_response *response,
    struct place *place, GError **error)
{
	return response->contact_id == 0 ||
	    db_one(db, &place->before_id, 0, error,
		"SELECT r.id FROM response r WHERE r.contact_id = $1"
		" AND r.answered_at <= $2 AND r.id <> $3"
		" AND NOT EXISTS (SELECT 1 FROM response l"
		"  WHERE l.supersedes = r.id)"
		" ORDER BY r.answered_at DESC, r.id DESC LIMIT 1",
		"iii", response->contact_id, response->answered_at,
		response->supersedes);
}

static gboolean
find_place(struct db *db, const struct new_response *response,
    struct place *place, GError **error)
{
	if (response->supersedes != 0 &&
	    !read_superseded(db, response->supersedes, place, error))
		return FALSE;
	place->profile = response->profile;
	if (place->profile == 0 && !response_is_anonymous(response->source) &&
	    !sent_profile(db, response->invitation_id, response->contact_id,
		&place->profile, error))
		return FALSE;
	return spell_facets(db, place, error) &&
	    find_before(db, response, place, error);
}

static GBytes *
hash_of(GBytes *end, const struct new_response *response,
    const struct place *place, GBytes *contact_digest, GBytes *comment_digest)
{
	const struct chain_link link = {
		.form = CHAIN_FORM_NOW,
		.touchpoint = response->touchpoint,
		.score = response->score,
		.answered_at = response->answered_at,
		.source = response->source,
		.author = response->author,
		.contact_digest = contact_digest,
		.comment_digest = comment_digest,
		.day = response->day,
		.reason = response->reason,
		.supersedes_hash = place->superseded,
		.facets = place->facets != NULL ? place->facets->str : NULL,
	};

	return chain_hash(end, &link);
}

static gboolean
insert_chained(struct db *db, const struct new_response *response,
    const struct place *place, gint64 now_at, gint64 *id, GError **error)
{
	guint8 random[CHAIN_SALT_BYTES];
	g_autoptr(GBytes) salt = NULL;
	g_autoptr(GBytes) contact_digest = NULL;
	g_autoptr(GBytes) comment_digest = NULL;
	g_autoptr(GBytes) end = chain_end(db, response->touchpoint, error);
	g_autoptr(GBytes) hash = NULL;

	if (end == NULL)
		return FALSE;
	if (getrandom(random, sizeof(random), 0) != (gssize)sizeof(random)) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS,
		    "no random bytes for a response: %s", g_strerror(errno));
		return FALSE;
	}
	salt = g_bytes_new(random, sizeof(random));
	contact_digest = chain_contact_digest(salt, response->contact_id);
	comment_digest = chain_digest(salt, response->comment);
	hash = hash_of(end, response, place, contact_digest, comment_digest);
	return db_one(db, id, 0, error,
		   "INSERT INTO response (touchpoint, score, comment,"
		   " contact_id, invitation_id, reply_id, answered_at, day,"
		   " recorded_at, source, author, reason, supersedes, origin,"
		   " salt, contact_digest, comment_digest, hash, form, profile,"
		   " before_id)"
		   " VALUES ($1, $2, $3, nullif($4, 0), nullif($5, 0),"
		   " nullif($6, 0), $7, $8, $9, $10, $11, $12,"
		   " nullif($13, 0), $14, $15, $16, $17, $18, $19, $20,"
		   " nullif($21, 0)) RETURNING id",
		   "titiiiiiitttitbbbbiii", response->touchpoint,
		   (gint64)response->score, response->comment,
		   response->contact_id, response->invitation_id,
		   response->reply_id, response->answered_at,
		   (gint64)response->day, now_at, response->source,
		   response->author, response->reason, response->supersedes,
		   response->origin, salt, contact_digest, comment_digest,
		   hash, (gint64)CHAIN_FORM_NOW, place->profile,
		   place->before_id) &&
	    db_run(db, error,
		"INSERT INTO response_chain (touchpoint, hash, response_id)"
		" VALUES ($1, $2, $3) ON CONFLICT (touchpoint) DO UPDATE"
		" SET hash = excluded.hash,"
		" response_id = excluded.response_id",
		"tbi", response->touchpoint, hash, *id);
}

/* What is superseded counts no more; the row stays. */
static gboolean
count_all(struct db *db, const struct new_response *response,
    const struct place *place, gint64 id, GError **error)
{
	g_autoptr(tally_book) book = tally_book_new();
	g_autoptr(people_book) people = people_book_new();

	if (response->supersedes != 0 &&
	    !response_count(book, db, response->supersedes, -1, error))
		return FALSE;
	if (!response_count(book, db, id, 1, error) ||
	    !tally_book_write(book, db, error))
		return FALSE;
	if (place->superseded_contact != 0 &&
	    !people_answered(people, db, place->superseded_contact,
		place->superseded_touchpoint, error))
		return FALSE;
	return (response->contact_id == 0 ||
		   people_answered(people, db, response->contact_id,
		       response->touchpoint, error)) &&
	    people_book_write(people, db, error);
}

/* Somebody is to act upon it, and hears of it. */
static gboolean
put_fresh(struct db *db, gint64 response_id, GError **error)
{
	db_announce(db);
	return db_run(db, error,
	    "INSERT INTO fresh_response (response_id) VALUES ($1)", "i",
	    response_id);
}

gboolean
response_append(struct db *db, const struct new_response *response,
    gint64 now_at, GError **error)
{
	struct place place = { 0 };
	gint64 id = 0;
	gboolean ok;

	g_assert(response->score >= 0 && response->score <= 10);
	ok = find_place(db, response, &place, error) &&
	    insert_chained(db, response, &place, now_at, &id, error) &&
	    count_all(db, response, &place, id, error) &&
	    (response->supersedes == 0 ||
		tags_pass_on(db, response->supersedes, id, error)) &&
	    (!response->fresh || put_fresh(db, id, error));
	place_clear(&place);
	return ok;
}
