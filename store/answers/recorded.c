/*
 * recorded.c - see recorded.h. Rows, hashes and counts are responses.c's.
 */
#include "store/answers/recorded.h"

#include "base/tag_rule.h"
#include "store/internal.h"
#include "store/counts/people.h"

/* The contact of an address, or of a number; 0: there is none. */
static gboolean
find_contact(struct db *db, const struct foreign_response *response,
    gint64 *contact_id, GError **error)
{
	g_autofree char *key = address_key(response->email);

	if (key != NULL)
		return db_one(db, contact_id, 0, error,
		    "SELECT id FROM contact WHERE email_key = $1", "t", key);
	return db_one(db, contact_id, 0, error,
	    "SELECT c.id FROM contact c WHERE c.phone = $1"
	    " ORDER BY CASE WHEN EXISTS (SELECT 1 FROM invitation i"
	    "  JOIN invitation_state s ON s.invitation_id = i.id"
	    "  WHERE i.contact_id = c.id AND i.touchpoint = $2"
	    "  AND s.state = 'sent') THEN 0 ELSE 1 END, c.id LIMIT 1",
	    "tt", response->phone, response->touchpoint);
}

static gboolean
count_newcomer(struct db *db, GError **error)
{
	g_autoptr(people_book) book = people_book_new();

	people_came(book, 1);
	return people_book_write(book, db, error);
}

/* Who is known keeps his name. */
static gboolean
contact_of(struct db *db, const struct foreign_response *response,
    gint64 now_at, gint64 *contact_id, gboolean *is_new, GError **error)
{
	g_autofree char *key = address_key(response->email);

	*contact_id = 0;
	*is_new = FALSE;
	if (response->email == NULL && response->phone == NULL)
		return TRUE;
	if (!find_contact(db, response, contact_id, error))
		return FALSE;
	if (*contact_id != 0)
		return db_run(db, error,
		    "UPDATE contact SET name = $2, phone = coalesce(phone, $3)"
		    " WHERE id = $1 AND name IS NULL AND $2 IS NOT NULL",
		    "itt", *contact_id, response->name, response->phone);
	*is_new = TRUE;
	return db_one(db, contact_id, 0, error,
		   "INSERT INTO contact (email, email_key, phone, name,"
		   " attributes, created_at) VALUES ($1, $2, $3, $4, '{}', $5)"
		   " RETURNING id",
		   "tttti", response->email, key, response->phone,
		   response->name, now_at) &&
	    count_newcomer(db, error);
}

static struct new_response
row_of(const struct foreign_response *response)
{
	return (struct new_response){
		.touchpoint = response->touchpoint,
		.score = response->score,
		.comment = response->comment,
		.answered_at = response->answered_at,
		.day = response->day,
		.source = response->source,
		.author = response->author,
		.reason = response->reason,
		.origin = response->origin,
	};
}

/* The one that was appended last. */
static gboolean
last_of(struct db *db, const char *touchpoint, gint64 *id, GError **error)
{
	return db_one(db, id, 0, error,
	    "SELECT response_id FROM response_chain WHERE touchpoint = $1", "t",
	    touchpoint);
}

static gboolean
put_tags(struct db *db, const struct foreign_response *response,
    gint64 now_at, GError **error)
{
	const GPtrArray *tags = response->tags;
	gint64 id = 0;

	if (tags == NULL || tags->len == 0)
		return TRUE;
	if (!last_of(db, response->touchpoint, &id, error))
		return FALSE;
	for (guint i = 0; i < tags->len; i++) {
		const struct tag_hit *hit = tags->pdata[i];

		if (!tag_put(db, id, hit->tag, hit->source, NULL, now_at,
			error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
put_foreign(struct db *db, const struct foreign_response *foreign,
    gint64 now_at, guint *stored, GError **error)
{
	struct new_response response = row_of(foreign);
	gboolean is_new;
	gint64 known = 0;

	if (foreign->origin != NULL &&
	    !db_one(db, &known, 0, error,
		"SELECT id FROM response WHERE origin = $1", "t",
		foreign->origin))
		return FALSE;
	if (known != 0)
		return TRUE;
	if (!contact_of(db, foreign, now_at, &response.contact_id, &is_new,
		error))
		return FALSE;
	*stored += 1;
	return response_append(db, &response, now_at, error) &&
	    put_tags(db, foreign, now_at, error);
}

gboolean
store_put_responses(struct store *store,
    const struct foreign_response *responses, guint n, gint64 now_at,
    guint *stored, GError **error)
{
	*stored = 0;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!put_foreign(store->db, &responses[i], now_at, stored,
			error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

/* The last that waits for an answer. */
static gboolean
find_open(struct db *db, const char *touchpoint, struct recorded *recorded,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT i.id, coalesce(s.sent_at, 0) FROM invitation i"
	    " JOIN invitation_state s ON s.invitation_id = i.id"
	    " WHERE i.contact_id = $1 AND i.touchpoint = $2"
	    " AND s.state = 'sent' ORDER BY i.id DESC LIMIT 1",
	    "it", recorded->contact_id, touchpoint);
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (found) {
		recorded->invitation_id = rows_int(rows, 0);
		recorded->sent_at = rows_int(rows, 1);
	}
	return TRUE;
}

static gboolean
record(struct db *db, const struct foreign_response *told, gint64 now_at,
    struct recorded *recorded, GError **error)
{
	struct new_response response = row_of(told);
	struct answering answering = {
		.answered_at = told->answered_at,
		.day = told->day,
	};

	if (!contact_of(db, told, now_at, &recorded->contact_id,
		&recorded->new_contact, error) ||
	    !find_open(db, told->touchpoint, recorded, error))
		return FALSE;
	response.contact_id = recorded->contact_id;
	response.invitation_id = recorded->invitation_id;
	response.fresh = TRUE;
	answering.invitation_id = recorded->invitation_id;
	/* First: what is known of who was asked is frozen as it is marked. */
	return (answering.invitation_id == 0 ||
		   invitation_mark_answered(db, &answering, now_at, error)) &&
	    response_append(db, &response, now_at, error) &&
	    last_of(db, told->touchpoint, &recorded->response_id, error);
}

gboolean
store_record(struct store *store, const struct foreign_response *response,
    gint64 now_at, struct recorded *recorded, GError **error)
{
	*recorded = (struct recorded){ 0 };
	if (!db_begin(store->db, error))
		return FALSE;
	if (!record(store->db, response, now_at, recorded, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}

gboolean
response_current(struct db *db, gint64 response_id, gint64 *current,
    GError **error)
{
	gint64 next = response_id;

	if (!db_one(db, current, 0, error,
		"SELECT id FROM response WHERE id = $1", "i", response_id))
		return FALSE;
	/* What supersedes comes later: this ends. */
	while (*current != 0 && next != 0) {
		*current = next;
		if (!db_one(db, &next, 0, error,
			"SELECT coalesce(max(id), 0) FROM response"
			" WHERE supersedes = $1 AND id > $1",
			"i", *current))
			return FALSE;
	}
	return TRUE;
}

/* The answer as it stands, to be put anew; its texts are owned. */
static gboolean
read_standing(struct db *db, gint64 response_id, struct new_response *response,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT touchpoint, score, comment, contact_id, invitation_id,"
	    " reply_id, answered_at, day, source, profile FROM response"
	    " WHERE id = $1",
	    "i", response_id);

	if (rows == NULL || !rows_next(rows, error))
		return FALSE;
	*response = (struct new_response){
		.touchpoint = rows_dup(rows, 0),
		.score = (int)rows_int(rows, 1),
		.comment = rows_dup(rows, 2),
		.contact_id = rows_int(rows, 3),
		.invitation_id = rows_int(rows, 4),
		.reply_id = rows_int(rows, 5),
		.answered_at = rows_int(rows, 6),
		.day = (gint32)rows_int(rows, 7),
		.source = rows_dup(rows, 8),
		.profile = rows_int(rows, 9),
		.fresh = TRUE,
		.supersedes = response_id,
	};
	return TRUE;
}

/* *outcome CORRECTION_DONE: *response may be appended. */
static void
judge(const struct correction *correction,
    const struct new_response *response, enum correction_outcome *outcome)
{
	if (g_strcmp0(response->source, "anonymous") == 0)
		*outcome = CORRECTION_ANONYMOUS;
	else if (correction->score == response->score &&
	    (correction->comment == NULL ||
		g_strcmp0(correction->comment, response->comment) == 0))
		*outcome = CORRECTION_SAME;
	else
		*outcome = CORRECTION_DONE;
}

static gboolean
correct_standing(struct db *db, const struct correction *correction,
    gint64 now_at, enum correction_outcome *outcome, gint64 *new_id,
    GError **error)
{
	struct new_response response;
	g_autofree char *touchpoint = NULL;
	g_autofree char *comment = NULL;
	g_autofree char *source = NULL;

	if (!read_standing(db, correction->response_id, &response, error))
		return FALSE;
	touchpoint = (char *)response.touchpoint;
	comment = (char *)response.comment;
	source = (char *)response.source;
	judge(correction, &response, outcome);
	if (*outcome != CORRECTION_DONE)
		return TRUE;
	response.score = correction->score;
	response.author = correction->author;
	response.reason = correction->reason;
	if (correction->comment != NULL)
		response.comment = correction->comment;
	return response_append(db, &response, now_at, error) &&
	    last_of(db, touchpoint, new_id, error);
}

static gboolean
correct(struct db *db, const struct correction *correction, gint64 now_at,
    enum correction_outcome *outcome, gint64 *new_id, GError **error)
{
	if (!response_current(db, correction->response_id, new_id, error))
		return FALSE;
	if (*new_id == 0) {
		*outcome = CORRECTION_UNKNOWN;
		return TRUE;
	}
	if (*new_id != correction->response_id) {
		*outcome = CORRECTION_SUPERSEDED;
		return TRUE;
	}
	return correct_standing(db, correction, now_at, outcome, new_id,
	    error);
}

gboolean
store_correct(struct store *store, const struct correction *correction,
    gint64 now_at, enum correction_outcome *outcome, gint64 *new_id,
    GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	if (!correct(store->db, correction, now_at, outcome, new_id, error)) {
		db_rollback(store->db);
		return FALSE;
	}
	return db_commit(store->db, error);
}
