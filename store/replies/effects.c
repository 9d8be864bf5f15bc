/*
 * effects.c - what a reply does once it is read, in one transaction. What it
 * means, given what is in the store, is reply_judge's (effects_mail.c).
 */
#include "base/text.h"
#include "store/cases/cases_internal.h"
#include "store/cases/relay.h"
#include "store/replies/replies.h"
#include "store/answers/responses.h"
#include "store/counts/sent.h"
#include "store/answers/unlinked_internal.h"

static void
target_clear(struct reply_target *target)
{
	g_free(target->touchpoint);
	g_free(target->email);
	g_free(target->earlier.comment);
	g_free(target->earlier.author);
}

/* What lies beside it is rare, and asked for in passing. */
static gboolean
find_target(struct db *db, gint64 invitation_id, struct reply_target *target,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT i.touchpoint, i.contact_id, i.channel, c.email,"
	    " a.id, a.score, a.comment, a.answered_at, a.day, q.author,"
	    " CASE WHEN EXISTS (SELECT 1 FROM reply u"
	    "  WHERE u.invitation_id = i.id AND u.concern = 'unclear')"
	    "  THEN 1 ELSE 0 END,"
	    " (SELECT count(*) FROM soft_bounce b"
	    "  WHERE b.address = c.email_key),"
	    " s.anonymous, (SELECT count(*) FROM anonymous_touchpoint o"
	    "  WHERE o.touchpoint = i.touchpoint)"
	    " FROM invitation i JOIN contact c ON c.id = i.contact_id"
	    " LEFT JOIN invitation_state s ON s.invitation_id = i.id"
	    " LEFT JOIN response a ON a.id = (SELECT max(n.id)"
	    "  FROM response n WHERE n.invitation_id = i.id)"
	    " LEFT JOIN reply q ON q.id = a.reply_id WHERE i.id = $1",
	    "i", invitation_id);

	if (rows == NULL || !rows_first(rows, &target->found, error))
		return FALSE;
	if (!target->found)
		return TRUE;
	target->touchpoint = rows_dup(rows, 0);
	target->contact_id = rows_int(rows, 1);
	target->channel = channel_from_name(rows_text(rows, 2));
	target->email = rows_dup(rows, 3);
	target->earlier.id = rows_int(rows, 4);
	target->earlier.score = (int)rows_int(rows, 5);
	target->earlier.comment = rows_dup(rows, 6);
	target->earlier.answered_at = rows_int(rows, 7);
	target->earlier.day = (gint32)rows_int(rows, 8);
	target->earlier.author = rows_dup(rows, 9);
	target->was_unclear = rows_int(rows, 10) > 0;
	target->has_bounced = rows_int(rows, 11) > 0;
	target->was_unlinked = rows_int(rows, 12) > 0;
	target->anonymous = target->was_unlinked || rows_int(rows, 13) > 0;
	return TRUE;
}

/* It was sent, whether that is known yet or not: else who would answer? */
gboolean
invitation_mark_answered(struct db *db, const struct answering *answering,
    gint64 now_at, GError **error)
{
	gint64 invitation_id = answering->invitation_id;
	gboolean moved;

	/* One that waits to be tried again waits no more. */
	if (!invitation_move(db, invitation_id, INVITATION_ANSWERED, NULL,
		now_at, &moved, error) ||
	    !outbox_settle_doubt(db, invitation_id, error) ||
	    !outbox_withdraw(db, invitation_id, error))
		return FALSE;
	/* Who was asked by text and answered a mail is asked no more. */
	if (!answering->by_text &&
	    !conversation_close(db, invitation_id, now_at, error))
		return FALSE;
	if (!moved)
		return TRUE;
	return sent_count_answer(db, invitation_id, error) &&
	    invitation_mark_sent(db, invitation_id, answering->answered_at,
		answering->day, 0, error);
}

/* Who gave no reason may be asked for it once more; who did is not. */
static gboolean
follow_up(struct db *db, gint64 invitation_id, const char *comment,
    gint64 now_at, GError **error)
{
	if (comment == NULL)
		return follow_up_look(db, invitation_id, now_at, error);
	return reminders_drop(db, invitation_id, "the reason was given by now",
	    now_at, error);
}

/*
 * A comment adds to the words before it, and so does what comes with the score
 * to what was said before it; an answer that has some replaces.
 */
static char *
comment_of(const struct reply_effect *effect,
    const struct earlier_answer *earlier)
{
	g_autofree char *both = NULL;
	gboolean adds = effect->kind == REPLY_COMMENT || earlier->id == 0;

	if (effect->comment == NULL)
		return g_strdup(earlier->comment);
	if (adds && earlier->comment != NULL)
		both = g_strconcat(earlier->comment, "\n\n", effect->comment,
		    NULL);
	return text_cut(both != NULL ? both : effect->comment,
	    RESPONSE_COMMENT_MAX_BYTES);
}

/*
 * The first answer, a changed score, or words that belong to a score given
 * before, which stays on its day. The later row supersedes the earlier;
 * nothing is edited.
 */
static gboolean
append_answer(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const struct earlier_answer *earlier,
    gint64 now_at, GError **error)
{
	gboolean words = effect->kind == REPLY_COMMENT;
	g_autofree char *comment = comment_of(effect, earlier);
	const struct new_response response = {
		.touchpoint = target->touchpoint,
		.score = words ? earlier->score : effect->score,
		.comment = comment,
		.contact_id = target->contact_id,
		.invitation_id = effect->invitation_id,
		.reply_id = effect->reply_id,
		.supersedes = earlier->id,
		.answered_at = words ? earlier->answered_at :
				       effect->answered_at,
		.day = words ? earlier->day : effect->day,
		.source = "reply",
		.reason = earlier->id == 0 ? NULL :
		    words		   ? "a comment after the score" :
					     "a later answer",
		.fresh = TRUE,
	};

	const struct answering answering = {
		.invitation_id = effect->invitation_id,
		.answered_at = effect->answered_at,
		.day = effect->day,
		.by_text = effect->text != NULL,
	};

	/* As it was sent it is answered: its profile comes first. */
	return invitation_mark_answered(db, &answering, now_at, error) &&
	    response_append(db, &response, now_at, error) &&
	    follow_up(db, effect->invitation_id, comment, now_at, error);
}

static gboolean
apply_answer(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const char *author, gint64 now_at,
    GError **error)
{
	struct earlier_answer earlier = target->earlier;
	g_autofree char *said = NULL;

	/* Nobody is given the words of another. */
	if (g_strcmp0(earlier.author, author) != 0)
		earlier.comment = NULL;
	if (earlier.id == 0 && !text_said_before(db, effect, &said, error))
		return FALSE;
	if (earlier.id == 0)
		earlier.comment = said;
	return append_answer(db, effect, target, &earlier, now_at, error) &&
	    (earlier.id != 0 || text_join_said(db, effect, error));
}

/* By a mail: a text says so by itself. */
static gboolean
apply_suppression(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, gint64 now_at, GError **error)
{
	gint64 since_at = 0;

	if (target->email != NULL &&
	    !suppressed_since(db, CHANNEL_EMAIL, target->email, &since_at,
		error))
		return FALSE;
	if (target->email != NULL &&
	    !suppress_inside(db, CHANNEL_EMAIL, target->email,
		effect->note != NULL ? effect->note :
				       reply_kind_name(effect->kind),
		now_at, error))
		return FALSE;
	if (effect->kind == REPLY_OPT_OUT)
		return since_at != 0 || effect->mail == NULL ||
		    mail_confirm(db, effect, target, now_at, error);
	return effect->kind != REPLY_BOUNCE ||
	    reply_fails(db, effect, target, effect->note, now_at, error);
}

gboolean
reply_fails(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const char *reason, gint64 now_at,
    GError **error)
{
	gboolean moved;

	/* One that asks by text now is not ended by its mail. */
	if (target->channel != CHANNEL_EMAIL)
		return TRUE;
	return invitation_move(db, effect->invitation_id, INVITATION_FAILED,
		   reason, now_at, &moved, error) &&
	    outbox_settle_doubt(db, effect->invitation_id, error);
}

static gboolean
apply_to_target(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const struct reply_sense *sense,
    gint64 now_at, GError **error)
{
	if (sense->suppress)
		return apply_suppression(db, effect, target, now_at, error);
	if (!sense->counts)
		return TRUE;
	if (target->anonymous)
		return unlinked_answer(db, effect, target, now_at, error);
	return apply_answer(db, effect, target, sense->author, now_at,
		   error) &&
	    (!target->was_unclear ||
		mail_make_clear(db, effect->invitation_id, now_at, error));
}

/* Who writes to us without a token must not fill the disk. */
static gboolean
cut_foreign(struct db *db, gint64 reply_id, GError **error)
{
	return db_run(db, error,
	    "UPDATE reply_raw SET"
	    " bytes = substr(bytes, 1, CAST($2 AS INTEGER))"
	    " WHERE reply_id = $1 AND length(bytes) > $2",
	    "ii", reply_id, (gint64)REPLY_FOREIGN_KEPT_BYTES);
}

/* *fresh: nobody had read it before. */
static gboolean
mark_read(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const struct reply_sense *sense,
    gint64 now_at, gboolean *fresh, GError **error)
{
	/* Set aside too: several may read it at once, and one has succeeded. */
	if (!db_run(db, error,
		"UPDATE reply SET state = 'read', kind = $2,"
		" invitation_id = nullif($3, 0), note = $4, read_at = $5,"
		" author = $6, concern = $7, excerpt = $8,"
		" score = nullif($9, -1), message_id = $10,"
		" case_id = $11"
		" WHERE id = $1 AND state IN ('new', 'set aside')",
		"itititttiti", effect->reply_id, reply_kind_name(effect->kind),
		target->found && !unlinked_hides(effect, target) ?
		    effect->invitation_id :
		    (gint64)0,
		sense->note,
		now_at, sense->author, concern_name(sense->concern),
		sense->excerpt, sense->score,
		effect->mail != NULL ? effect->mail->message_id : NULL,
		effect->relay != NULL ? effect->relay->case_id : (gint64)0))
		return FALSE;
	*fresh = db_changes(db) > 0;
	return !*fresh || sense->concern == CONCERN_NONE ||
	    reply_is_fresh(db, effect->reply_id, error);
}

static gboolean
follow(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const struct reply_sense *sense,
    gint64 now_at, GError **error)
{
	gboolean newly = FALSE;

	if (effect->text != NULL &&
	    !text_obey(db, effect, now_at, &newly, error))
		return FALSE;
	if (target->found ? !apply_to_target(db, effect, target, sense, now_at,
				error) :
			    !cut_foreign(db, effect->reply_id, error))
		return FALSE;
	if (effect->text != NULL)
		return text_go_on(db, effect, target->found, newly, now_at,
		    error);
	return !target->found || effect->mail == NULL ||
	    mail_go_on(db, effect, target, sense, now_at, error);
}

static gboolean
apply(struct db *db, const struct reply_effect *effect, gint64 now_at,
    GError **error)
{
	struct reply_target target = { 0 };
	struct reply_sense sense = { 0 };
	gboolean fresh;
	gboolean ok = TRUE;

	if (effect->invitation_id != 0)
		ok = find_target(db, effect->invitation_id, &target, error);
	if (ok) {
		reply_judge(effect, &target, &sense);
		unlinked_judge(effect, &target, &sense);
		ok = mark_read(db, effect, &target, &sense, now_at, &fresh,
			 error) &&
		    (!fresh ||
			(follow(db, effect, &target, &sense, now_at, error) &&
			    unlinked_empty(db, effect, &target, error) &&
			    (effect->relay == NULL ||
				relay_apply(db, effect, now_at, error))));
	}
	reply_sense_clear(&sense);
	target_clear(&target);
	return ok;
}

gboolean
store_apply_replies(struct store *store, const struct reply_effect *effects,
    guint n, gint64 now_at, GError **error)
{
	if (!db_begin(store->db, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (!apply(store->db, &effects[i], now_at, error)) {
			db_rollback(store->db);
			return FALSE;
		}
	}
	return db_commit(store->db, error);
}

gboolean
store_apply_reply(struct store *store, const struct reply_effect *effect,
    gint64 now_at, GError **error)
{
	return store_apply_replies(store, effect, 1, now_at, error);
}
