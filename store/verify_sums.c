/*
 * verify_sums.c - roll-ups against what they count: what was sent and answered,
 * and the scores that count now. Called by verify.c, after all has been read.
 */
#include "store/verify_internal.h"

struct counted {
	gint64 key; /* touchpoint, day, score */
	gint64 n, answered;
};

#define NO_SCORE 0xff /* the key of what was sent */

static struct counted *
counted_at(GHashTable *table, guint16 touchpoint, gint32 day, guint8 score)
{
	gint64 key = (gint64)((guint64)touchpoint << 40 |
	    (guint64)(guint32)day << 8 | score);
	struct counted *one = g_hash_table_lookup(table, &key);

	if (one == NULL) {
		one = g_new0(struct counted, 1);
		one->key = key;
		g_hash_table_insert(table, &one->key, one);
	}
	return one;
}

static void
count_all(struct verify *verify)
{
	const GArray *invitations = verify->invitations.rows;
	const GArray *responses = verify->responses.rows;

	for (guint i = 0; i < invitations->len; i++) {
		const struct verify_invitation *one = &g_array_index(
		    invitations, struct verify_invitation, i);
		struct counted *sent;

		if (one->sent_day == NO_DAY)
			continue;
		sent = counted_at(verify->sent, one->touchpoint, one->sent_day,
		    NO_SCORE);
		sent->n++;
		sent->answered += one->state == INVITATION_ANSWERED;
	}
	for (guint i = 0; i < responses->len; i++) {
		const struct verify_response *one =
		    &g_array_index(responses, struct verify_response, i);

		if (!one->is_superseded)
			counted_at(verify->scores, one->touchpoint, one->day,
			    one->score)
			    ->n++;
	}
}

static const char sent_balance[] =
    "the roll-up of a day counts what was sent on it, and answered since";
static const char scores_balance[] =
    "the roll-up of a day counts the scores of that day that count now";

/* What is left in the table in the end has no row. */
static void
take_sent(struct verify *verify, struct rows *rows)
{
	struct counted *one = counted_at(verify->sent,
	    verify_touchpoint(verify, rows_text(rows, 0)),
	    (gint32)rows_int(rows, 1), NO_SCORE);

	if (one->n != rows_int(rows, 2) || one->answered != rows_int(rows, 3))
		verify_tell(verify, "sent_rollup", 0, sent_balance,
		    "%s, day %" G_GINT64_FORMAT ": it says %" G_GINT64_FORMAT
		    " sent, %" G_GINT64_FORMAT
		    " answered, and there are %" G_GINT64_FORMAT
		    " and %" G_GINT64_FORMAT,
		    rows_text(rows, 0), rows_int(rows, 1), rows_int(rows, 2),
		    rows_int(rows, 3), one->n, one->answered);
	one->n = one->answered = 0;
}

static void
take_score(struct verify *verify, struct rows *rows)
{
	struct counted *one = counted_at(verify->scores,
	    verify_touchpoint(verify, rows_text(rows, 0)),
	    (gint32)rows_int(rows, 1), (guint8)rows_int(rows, 2));

	if (one->n != rows_int(rows, 3))
		verify_tell(verify, "score_rollup", 0, scores_balance,
		    "%s, day %" G_GINT64_FORMAT ", score %" G_GINT64_FORMAT
		    ": it says %" G_GINT64_FORMAT
		    ", and there are %" G_GINT64_FORMAT,
		    rows_text(rows, 0), rows_int(rows, 1), rows_int(rows, 2),
		    rows_int(rows, 3), one->n);
	one->n = 0;
}

static void
tell_left_out(struct verify *verify, GHashTable *table, const char *name,
    const char *promise)
{
	GHashTableIter each;
	gpointer value;

	g_hash_table_iter_init(&each, table);
	while (g_hash_table_iter_next(&each, NULL, &value)) {
		const struct counted *one = value;

		if (one->n != 0)
			verify_tell(verify, name, 0, promise,
			    "%s, day %d: %" G_GINT64_FORMAT
			    " are in no row",
			    verify_touchpoint_name(verify,
				(guint16)(one->key >> 40)),
			    (int)(gint32)(one->key >> 8), one->n);
	}
}

gboolean
verify_roll_ups(struct verify *verify, GError **error)
{
	count_all(verify);
	if (!verify_each(verify,
		"SELECT touchpoint, day, sent, answered FROM sent_rollup",
		take_sent, error) ||
	    !verify_each(verify,
		"SELECT touchpoint, day, score, n FROM score_rollup",
		take_score, error))
		return FALSE;
	tell_left_out(verify, verify->sent, "sent_rollup", sent_balance);
	tell_left_out(verify, verify->scores, "score_rollup", scores_balance);
	return TRUE;
}
