/*
 * effects_text.c - what a text does beside its score: opt-out and opt-in, the
 * conversation's next step, the answer to it. The score is effects.c's, which
 * alone calls this, inside its transaction.
 */
#include "store/internal.h"
#include "store/answers/responses.h"

/* The thanks arrive before the next question does. */
#define NEXT_TALK_S 5

static const char OPT_OUT[] = "opt-out by text";

/* *newly: its number was not suppressed, or was until now. */
gboolean
text_obey(struct db *db, const struct reply_effect *effect, gint64 now_at,
    gboolean *newly, GError **error)
{
	const struct text_effect *text = effect->text;
	gint64 since_at = 0;

	*newly = FALSE;
	if (text->start)
		return unsuppress_number(db, text->number, newly, error) &&
		    (!*newly ||
			answers_drop(db, text->number, TRUE,
			    "the number has opted in again", now_at, error));
	if (!text->stop)
		return TRUE;
	if (!suppressed_since(db, CHANNEL_SMS, text->number, &since_at, error))
		return FALSE;
	*newly = since_at == 0;
	return suppress_inside(db, CHANNEL_SMS, text->number, OPT_OUT, now_at,
		   error) &&
	    (!text->stop_mail ||
		suppress_mails_of(db, text->number, OPT_OUT, now_at, error));
}

static const char *
step_name(enum conversation_step step)
{
	switch (step) {
	case CONVERSATION_QUESTION:
		return "question";
	case CONVERSATION_REASON:
		return "reason";
	case CONVERSATION_DONE:
		break;
	}
	return "done";
}

/* A talk that is over stays so: another may have the number now. */
static gboolean
advance(struct db *db, const struct reply_effect *effect, gint64 now_at,
    GError **error)
{
	const struct text_effect *text = effect->text;

	if (!db_run(db, error,
		"UPDATE conversation SET reprompted = $2"
		" WHERE invitation_id = $1 AND step <> 'done'",
		"ii", effect->invitation_id,
		(gint64)(text->reprompted ? 1 : 0)))
		return FALSE;
	if (text->step == CONVERSATION_DONE)
		return line_put_off(db, effect->invitation_id,
			   now_at + NEXT_TALK_S, error) &&
		    conversation_close(db, effect->invitation_id, now_at,
			error);
	return db_run(db, error,
	    "UPDATE conversation SET step = $2"
	    " WHERE invitation_id = $1 AND step <> 'done'",
	    "it", effect->invitation_id, step_name(text->step));
}

static gboolean
is_wanted(struct db *db, const struct text_effect *text, gboolean newly,
    gint64 now_at, gboolean *wanted, GError **error)
{
	gint64 since_at = 0;

	*wanted = FALSE;
	if (text->answer == MESSAGE_INVITATION ||
	    ((text->answer == MESSAGE_STOPPED ||
		 text->answer == MESSAGE_STARTED) &&
		!newly))
		return TRUE;
	if (!suppressed_since(db, CHANNEL_SMS, text->number, &since_at, error))
		return FALSE;
	*wanted = answer_may_leave(text->answer, now_at, since_at);
	return TRUE;
}

gboolean
text_go_on(struct db *db, const struct reply_effect *effect, gboolean found,
    gboolean newly, gint64 now_at, GError **error)
{
	gboolean wanted;

	if (found && !advance(db, effect, now_at, error))
		return FALSE;
	if (!is_wanted(db, effect->text, newly, now_at, &wanted, error))
		return FALSE;
	return !wanted || answer_queue(db, effect, found, now_at, error);
}

#define SAID_BEFORE                                                            \
	" FROM reply WHERE invitation_id = $1 AND id <> $2"                    \
	" AND channel = 'sms' AND kind = 'comment' AND response_id IS NULL"    \
	" AND NOT EXISTS (SELECT 1 FROM response a"                            \
	"  WHERE a.reply_id = reply.id)"

static char *
words_of(GBytes *bytes)
{
	gsize n;
	const char *text = g_bytes_get_data(bytes, &n);

	return g_utf8_make_valid(text, (gssize)n);
}

gboolean
text_said_before(struct db *db, const struct reply_effect *effect, char **words,
    GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(GString) all = g_string_new(NULL);
	g_autoptr(rows) rows = db_select(db, &failure,
	    "SELECT bytes FROM reply_raw WHERE reply_id IN"
	    " (SELECT id" SAID_BEFORE ") ORDER BY reply_id",
	    "ii",
	    effect->invitation_id, effect->reply_id);

	*words = NULL;
	while (rows != NULL && all->len <= RESPONSE_COMMENT_MAX_BYTES &&
	    rows_next(rows, &failure)) {
		g_autoptr(GBytes) bytes = rows_bytes(rows, 0);
		g_autofree char *said = words_of(bytes);

		if (all->len > 0)
			g_string_append(all, "\n\n");
		g_string_append(all, said);
	}
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return FALSE;
	}
	if (all->len > 0)
		*words = g_string_free(g_steal_pointer(&all), FALSE);
	return TRUE;
}

gboolean
text_join_said(struct db *db, const struct reply_effect *effect, GError **error)
{
	return db_run(db, error,
	    "UPDATE reply SET concern = NULL, response_id = (SELECT max(id)"
	    "  FROM response WHERE reply_id = $2)"
	    " WHERE id IN (SELECT id" SAID_BEFORE ")",
	    "ii", effect->invitation_id, effect->reply_id);
}
