/*
 * unlinked.c - anonymous answers: apart from who gave them, and released in
 * groups. See unlinked.h; of the store effects.c calls it, inside its
 * transaction.
 */
#include "store/answers/unlinked.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/errors.h"
#include "base/text.h"
#include "store/answers/responses.h"
#include "store/answers/unlinked_internal.h"

#define DAY_S (24 * 60 * (gint64)60)

static gboolean
has_words(enum reply_kind kind)
{
	return kind == REPLY_ANSWER || kind == REPLY_COMMENT;
}

gboolean
unlinked_hides(const struct reply_effect *effect,
    const struct reply_target *target)
{
	return target->found && target->anonymous && has_words(effect->kind);
}

/* Static; NULL: as it is. */
static const char *
note_of(const struct reply_effect *effect, const struct reply_target *target)
{
	if (effect->kind == REPLY_COMMENT)
		return "anonymous: words without a score are not kept";
	if (target->was_unlinked)
		return "anonymous: the first answer stands, for nobody knows "
		       "which it was";
	if (target->earlier.id != 0)
		return "anonymous by now: the answer that was given before "
		       "stands";
	return "anonymous: it counts, and is linked to nobody";
}

void
unlinked_judge(const struct reply_effect *effect,
    const struct reply_target *target, struct reply_sense *sense)
{
	if (!target->found || !target->anonymous)
		return;
	/* An address that was let in on it may answer in the place of who was
	 * asked: by whom it was is not known later. */
	g_clear_pointer(&sense->author, g_free);
	g_clear_pointer(&sense->excerpt, g_free);
	sense->score = -1;
	sense->concern = CONCERN_NONE;
	if (!has_words(effect->kind))
		return;
	/* Who has answered counts already. */
	sense->counts = effect->kind == REPLY_ANSWER &&
	    !target->was_unlinked && target->earlier.id == 0;
	g_free(sense->note);
	sense->note = g_strdup(note_of(effect, target));
}

gboolean
unlinked_empty(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, GError **error)
{
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);

	if (!target->found || !target->anonymous)
		return TRUE;
	if (!db_run(db, error,
		"UPDATE reply_raw SET bytes = $2 WHERE reply_id = $1", "ib",
		effect->reply_id, nothing))
		return FALSE;
	/* The address it came to names the invitation. */
	return !has_words(effect->kind) ||
	    db_run(db, error,
		"UPDATE reply SET recipient = NULL, sender = NULL,"
		" written_at = NULL, message_id = NULL, invitation_id = NULL,"
		" received_at = $2, read_at = $2 WHERE id = $1",
		"ii", effect->reply_id,
		effect->answered_at - effect->answered_at % DAY_S);
}

static gboolean
draw_id(gint64 *id, GError **error)
{
	guint64 drawn;

	if (getrandom(&drawn, sizeof(drawn), 0) != (gssize)sizeof(drawn)) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS,
		    "no random bytes for an answer: %s", g_strerror(errno));
		return FALSE;
	}
	*id = (gint64)(drawn >> 1);
	return TRUE;
}

static gboolean
put(struct db *db, const char *touchpoint, const struct reply_effect *effect,
    GError **error)
{
	g_autofree char *comment = effect->comment != NULL ?
	    text_cut(effect->comment, RESPONSE_COMMENT_MAX_BYTES) :
	    NULL;
	gint64 id;

	return draw_id(&id, error) &&
	    db_run(db, error,
		"INSERT INTO unlinked (id, touchpoint, score, comment)"
		" VALUES ($1, $2, $3, $4)",
		"itit", id, touchpoint, (gint64)effect->score, comment);
}

/* It was answered, and it is not noted when. */
static gboolean
mark_answered(struct db *db, const struct reply_effect *effect, gint64 now_at,
    GError **error)
{
	const struct answering answering = {
		.invitation_id = effect->invitation_id,
		.answered_at = effect->answered_at,
		.day = effect->day,
		.by_text = effect->text != NULL,
	};

	return invitation_mark_answered(db, &answering, now_at, error) &&
	    db_run(db, error,
		"UPDATE invitation_state SET anonymous = 1,"
		" changed_at = coalesce(sent_at, changed_at)"
		" WHERE invitation_id = $1",
		"i", effect->invitation_id);
}

struct waiting {
	gint64 id;
	int score;
	char *comment;
};

static void
waiting_free(gpointer data)
{
	struct waiting *waiting = data;

	g_free(waiting->comment);
	g_free(waiting);
}

static gpointer
waiting_of_rows(struct rows *rows)
{
	struct waiting *waiting = g_new0(struct waiting, 1);

	waiting->id = rows_int(rows, 0);
	waiting->score = (int)rows_int(rows, 1);
	waiting->comment = rows_dup(rows, 2);
	return waiting;
}

static gboolean
release_one(struct db *db, const char *touchpoint,
    const struct waiting *waiting, gint32 day, GError **error)
{
	const struct new_response response = {
		.touchpoint = touchpoint,
		.score = waiting->score,
		.comment = waiting->comment,
		.answered_at = day * DAY_S,
		.day = day,
		.source = "anonymous",
	};

	return response_append(db, &response, day * DAY_S, error) &&
	    db_run(db, error, "DELETE FROM unlinked WHERE id = $1", "i",
		waiting->id);
}

/* Their ids were drawn by lot, so that is their order. */
static gboolean
release(struct db *db, const char *touchpoint, guint least, gint32 day,
    GError **error)
{
	g_autoptr(GPtrArray) all = db_list(db, error, waiting_of_rows,
	    waiting_free,
	    "SELECT id, score, comment FROM unlinked WHERE touchpoint = $1"
	    " ORDER BY id",
	    "t", touchpoint);

	if (all == NULL)
		return FALSE;
	if (all->len < MAX(least, UNLINKED_LEAST))
		return TRUE;
	for (guint i = 0; i < all->len; i++) {
		if (!release_one(db, touchpoint, all->pdata[i], day, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
unlinked_answer(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, gint64 now_at, GError **error)
{
	gint64 least = 0;

	return put(db, target->touchpoint, effect, error) &&
	    mark_answered(db, effect, now_at, error) &&
	    db_one(db, &least, UNLINKED_LEAST, error,
		"SELECT least FROM anonymous_touchpoint WHERE touchpoint = $1",
		"t", target->touchpoint) &&
	    release(db, target->touchpoint, (guint)least, effect->day, error);
}

/* ---- which touchpoints ---- */

gboolean
store_make_anonymous(struct store *store, const char *const *touchpoints,
    guint least, gint64 now_at, GError **error)
{
	if (touchpoints[0] == NULL)
		return TRUE;
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; touchpoints[i] != NULL; i++) {
		if (!db_run(store->db, error,
			"INSERT INTO anonymous_touchpoint (touchpoint,"
			" since_at, least) VALUES ($1, $2, $3)"
			" ON CONFLICT (touchpoint) DO UPDATE"
			" SET least = excluded.least",
			"tii", touchpoints[i], now_at,
			(gint64)MAX(least, UNLINKED_LEAST))) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

gboolean
store_hides_invitation(struct store *store, gint64 invitation_id,
    gboolean *hides, GError **error)
{
	gint64 n = 0;

	if (!db_one(store->db, &n, 0, error,
		"SELECT count(*) FROM invitation i JOIN anonymous_touchpoint a"
		" ON a.touchpoint = i.touchpoint WHERE i.id = $1",
		"i", invitation_id))
		return FALSE;
	*hides = n > 0;
	return TRUE;
}

static void
anonymous_free(gpointer data)
{
	struct anonymous_touchpoint *one = data;

	g_free(one->name);
	g_free(one);
}

static gpointer
anonymous_of_rows(struct rows *rows)
{
	struct anonymous_touchpoint *one =
	    g_new0(struct anonymous_touchpoint, 1);

	one->name = rows_dup(rows, 0);
	one->least = (guint)rows_int(rows, 1);
	one->waits = rows_int(rows, 2) != 0;
	return one;
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
	const struct anonymous_touchpoint *const *left = a;
	const struct anonymous_touchpoint *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

GPtrArray *
store_anonymous(struct store *store, GError **error)
{
	GPtrArray *all = db_list(store->db, error, anonymous_of_rows,
	    anonymous_free,
	    "SELECT a.touchpoint, a.least, CASE WHEN EXISTS (SELECT 1"
	    " FROM unlinked u WHERE u.touchpoint = a.touchpoint)"
	    " THEN 1 ELSE 0 END FROM anonymous_touchpoint a",
	    "");

	if (all != NULL)
		g_ptr_array_sort(all, by_name);
	return all;
}
