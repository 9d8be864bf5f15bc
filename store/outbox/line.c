/*
 * line.c - one talk at a time on a number: who has it, and who waits for it.
 *
 * A number is reserved when the text that asks is leased (no asked_at yet), and
 * taken when its attempt is on disk. A reminder or nudge goes on with the talk
 * of its invitation: one that is over is `held` while it is leased. All inside
 * the caller's transaction: of claims, attempts, verdicts and changes of state.
 */
#include <string.h>

#include "store/internal.h"

/* The own row of an invitation. */
struct place {
	char *phone; /* NULL: it has none */
	gboolean open;
	gboolean held; /* open, for what comes after a talk that is over */
	gint64 asked_at; /* 0: the number is only reserved */
	gint64 asked_again_at; /* 0: once at the most */
};

static gboolean
find_place(struct db *db, gint64 invitation_id, struct place *place,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT phone, step, asked_at, asked_again_at FROM conversation"
	    " WHERE invitation_id = $1",
	    "i", invitation_id);
	gboolean found;

	*place = (struct place){ 0 };
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	place->phone = rows_dup(rows, 0);
	place->open = strcmp(rows_text(rows, 1), "done") != 0;
	place->held = strcmp(rows_text(rows, 1), "held") == 0;
	place->asked_at = rows_int(rows, 2);
	place->asked_again_at = rows_int(rows, 3);
	return TRUE;
}

/* They are due as they were: who came first is first again. Nobody is late who
 * had to wait for others. */
static gboolean
release(struct db *db, const char *number, gint64 now_at, GError **error)
{
	return db_run(db, error,
		   "UPDATE message SET ready_at = CASE WHEN due_at > $2"
		   " THEN due_at ELSE $2 END"
		   " WHERE id IN (SELECT message_id FROM line"
		   "  WHERE phone = $1)",
		   "ti", number, now_at) &&
	    db_run(db, error,
		"INSERT INTO due (due_at, message_id)"
		" SELECT m.due_at, m.id FROM line l"
		" JOIN message m ON m.id = l.message_id WHERE l.phone = $1",
		"t", number) &&
	    db_run(db, error, "DELETE FROM line WHERE phone = $1", "t", number);
}

gboolean
line_leave(struct db *db, gint64 invitation_id, gint64 not_since_at,
    gint64 now_at, GError **error)
{
	struct place place;
	gboolean ok = find_place(db, invitation_id, &place, error);

	if (ok && place.open) {
		gboolean asked = place.asked_at != 0 &&
		    place.asked_at < not_since_at;

		ok = db_run(db, error,
			 asked ? "UPDATE conversation SET step = 'done'"
				 " WHERE invitation_id = $1" :
				 "DELETE FROM conversation"
				 " WHERE invitation_id = $1",
			 "i", invitation_id) &&
		    release(db, place.phone, now_at, error);
	}
	g_free(place.phone);
	return ok;
}

gboolean
conversation_close(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error)
{
	return line_leave(db, invitation_id, G_MAXINT64, now_at, error);
}

gboolean
line_let_go(struct db *db, gint64 invitation_id, gint64 now_at, GError **error)
{
	struct place place;
	gboolean ok = find_place(db, invitation_id, &place, error);

	if (ok && place.held)
		ok = conversation_close(db, invitation_id, now_at, error);
	g_free(place.phone);
	return ok;
}

gboolean
line_take_back(struct db *db, gint64 invitation_id, gint64 started_at,
    gint64 now_at, GError **error)
{
	struct place place;
	gboolean ok = find_place(db, invitation_id, &place, error);

	if (ok &&
	    (place.asked_at == started_at ||
		place.asked_again_at == started_at))
		ok = db_run(db, error,
			 "UPDATE conversation SET asked_again_at = NULL"
			 " WHERE invitation_id = $1",
			 "i", invitation_id) &&
		    line_leave(db, invitation_id, started_at, now_at, error);
	g_free(place.phone);
	return ok;
}

/* *taken: another invitation has it. What was held elsewhere is left. */
static gboolean
look_at_number(struct db *db, gint64 invitation_id, const char *number,
    gint64 now_at, gboolean *taken, GError **error)
{
	struct place place;
	gint64 others = 0;
	gboolean ok = find_place(db, invitation_id, &place, error) &&
	    db_one(db, &others, 0, error,
		"SELECT count(*) FROM conversation WHERE phone = $1"
		" AND step <> 'done' AND invitation_id <> $2",
		"ti", number, invitation_id);

	if (ok && place.open && strcmp(place.phone, number) != 0)
		ok = conversation_close(db, invitation_id, now_at, error);
	*taken = others > 0;
	g_free(place.phone);
	return ok;
}

static gboolean
stand_in_line(struct db *db, const struct line_claim *claim, const char *number,
    GError **error)
{
	return db_run(db, error,
		   "INSERT INTO line (phone, message_id) VALUES ($1, $2)", "ti",
		   number, claim->message_id) &&
	    db_run(db, error,
		"UPDATE invitation_state SET reason = 'waits until another"
		" survey by text on the number is over'"
		" WHERE invitation_id = $1 AND state = 'scheduled'",
		"i", claim->invitation_id);
}

/* A talk that is open goes on as it is until the text has left. */
static gboolean
hold(struct db *db, const struct line_claim *claim, GError **error)
{
	return db_run(db, error,
	    "INSERT INTO conversation (invitation_id, phone, step, reprompted)"
	    " VALUES ($1, $2, 'held', 0)"
	    " ON CONFLICT (invitation_id) DO UPDATE SET step = 'held'"
	    " WHERE conversation.step = 'done'"
	    " AND conversation.phone = excluded.phone",
	    "it", claim->invitation_id, claim->number);
}

gboolean
line_reserve(struct db *db, const struct line_claim *claim, gint64 now_at,
    gboolean *waits, GError **error)
{
	if (!look_at_number(db, claim->invitation_id, claim->number, now_at,
		waits, error))
		return FALSE;
	if (*waits)
		return stand_in_line(db, claim, claim->number, error);
	if (claim->again)
		return hold(db, claim, error);
	/* One that was in doubt may have been asked before. */
	return db_run(db, error,
	    "INSERT INTO conversation (invitation_id, phone, step, reprompted)"
	    " VALUES ($1, $2, 'question', 0)"
	    " ON CONFLICT (invitation_id) DO UPDATE SET asked_at ="
	    "  CASE WHEN conversation.phone = excluded.phone"
	    "   THEN conversation.asked_at END,"
	    " phone = excluded.phone, step = 'question', reprompted = 0",
	    "it", claim->invitation_id, claim->number);
}

/* The number it was reserved on, if the caller does not know it. */
static char *
number_of(struct db *db, const struct line_claim *claim, GError **error)
{
	struct place place;

	if (claim->number != NULL)
		return g_strdup(claim->number);
	if (!find_place(db, claim->invitation_id, &place, error))
		return NULL;
	return place.phone;
}

/* It was asked on that number: as the first, or once more. */
static gboolean
note_asked(struct db *db, const struct line_claim *claim, const char *number,
    const struct outbox_attempt *attempt, gint64 now_at, GError **error)
{
	return db_run(db, error,
	    "INSERT INTO conversation (invitation_id, phone, provider,"
	    " asked_at, closes_at, step, reprompted)"
	    " VALUES ($1, $2, $3, $4, $5, $6, 0)"
	    " ON CONFLICT (invitation_id) DO UPDATE SET"
	    " phone = excluded.phone, provider = excluded.provider, asked_at ="
	    "  coalesce(conversation.asked_at, excluded.asked_at),"
	    " asked_again_at = CASE WHEN $7 = 1 THEN excluded.asked_at END,"
	    " closes_at = excluded.closes_at, step = excluded.step,"
	    " reprompted = 0",
	    "ittiiti", claim->invitation_id, number, attempt->provider, now_at,
	    now_at + attempt->charge.conversation_s,
	    claim->for_reason ? "reason" : "question",
	    (gint64)(claim->again ? 1 : 0));
}

gboolean
line_ask(struct db *db, const struct line_claim *claim,
    const struct outbox_attempt *attempt, gint64 now_at, gboolean *waits,
    GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autofree char *number = number_of(db, claim, &failure);

	*waits = FALSE;
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return FALSE;
	}
	if (number == NULL)
		return TRUE;
	if (!look_at_number(db, claim->invitation_id, number, now_at, waits,
		error))
		return FALSE;
	if (*waits)
		return stand_in_line(db, claim, number, error);
	return note_asked(db, claim, number, attempt, now_at, error);
}

gboolean
line_put_off(struct db *db, gint64 invitation_id, gint64 until_at,
    GError **error)
{
	return db_run(db, error,
	    "UPDATE message SET due_at = $2 WHERE due_at < $2 AND id IN"
	    " (SELECT l.message_id FROM conversation c"
	    "  JOIN line l ON l.phone = c.phone WHERE c.invitation_id = $1)",
	    "ii", invitation_id, until_at);
}
