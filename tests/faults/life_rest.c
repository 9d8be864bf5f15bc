/*
 * life_rest.c - see life.h: follow-ups, digests, and what is noted beside.
 */
#include "store/replies/deliveries.h"
#include "store/outbox/digests.h"
#include "store/journeys/follow_ups.h"
#include "store/health.h"
#include "store/replies/replies.h"
#include "store/answers/recorded.h"
#include "store/journeys/suppressions.h"
#include "tests/faults/life.h"
#include "tests/unit/world.h"

static struct follow_up_step
draw_follow_up(struct life *life, const struct follow_up *one)
{
	gboolean sent = one->state == INVITATION_SENT;
	gboolean over = sent && life->now_at >= one->expires_at;
	gboolean put = sent && !over && !one->waiting &&
	    one->reminders < 3 && life_draw(life, 2) == 0;

	return (struct follow_up_step){ .invitation_id = one->invitation_id,
		.look_at = one->look_at,
		.next_look_at = sent && !over ?
		    MIN(one->expires_at, life->now_at + HOUR_S) : 0,
		.expire = over,
		.put = put,
		.kind = MESSAGE_REMINDER,
		.number = one->reminders + 1,
		.due_at = life->now_at };
}

gboolean
life_follow_up(struct life *life, GError **error)
{
	g_autoptr(GPtrArray) due = store_due_follow_ups(life->store,
	    life->now_at, 5, error);
	g_autofree struct follow_up_step *steps = NULL;
	guint expired;

	if (due == NULL)
		return FALSE;
	steps = g_new0(struct follow_up_step, due->len + 1);
	for (guint i = 0; i < due->len; i++)
		steps[i] = draw_follow_up(life, due->pdata[i]);
	if (!store_put_follow_ups(life->store, steps, due->len, life->now_at,
		&expired, error))
		return FALSE;
	for (guint i = 0; i < due->len; i++) {
		if (steps[i].put)
			ledger_note(life->ledger, "a reminder is put, once",
			    "SELECT count(*) FROM reminder WHERE"
			    " invitation_id = %" G_GINT64_FORMAT
			    " AND number = %u",
			    steps[i].invitation_id, steps[i].number);
		if (steps[i].expire)
			ledger_note(life->ledger, "what has expired has",
			    "SELECT count(*) FROM invitation_state WHERE"
			    " invitation_id = %" G_GINT64_FORMAT
			    " AND state IN ('expired', 'answered')",
			    steps[i].invitation_id);
	}
	return TRUE;
}

gboolean
life_scores(struct life *life, GError **error)
{
	guint serial = life_draw(life, 4) == 0 ?
	    life_draw(life, life->serial + 1) : ++life->serial;
	g_autofree char *origin = g_strdup_printf("row %u", serial);
	const struct foreign_response response = { .touchpoint = "stay",
		.score = (int)(serial % 11),
		.comment = "words",
		.email = "p1@example.com",
		.answered_at = life->now_at,
		.day = (gint32)(life->now_at / DAY_S),
		.source = "import",
		.origin = origin };
	guint stored;

	if (!store_put_responses(life->store, &response, 1, life->now_at,
		&stored, error))
		return FALSE;
	ledger_note(life->ledger, "a score that was taken is there",
	    "SELECT count(*) FROM response WHERE origin = '%s'", origin);
	return TRUE;
}

gboolean
life_digest(struct life *life, GError **error)
{
	static const struct digest_content contents[] = {
		{ .recipient = "a@team.example",
		    .subject = "Digest",
		    .text = "Words",
		    .html = "<p>Words" },
		{ .recipient = "b@team.example",
		    .subject = "Digest",
		    .text = "Words",
		    .html = "<p>Words" },
	};
	gint64 until_at = life->now_at / HOUR_S * HOUR_S;
	gboolean written = FALSE;

	if (!store_put_digest(life->store, "front-desk", until_at, contents,
		G_N_ELEMENTS(contents), life->now_at, &written, error))
		return FALSE;
	ledger_note(life->ledger, "a digest is written, once",
	    "SELECT count(*) FROM digest WHERE until_at = %" G_GINT64_FORMAT,
	    until_at);
	if (written)
		ledger_note(life->ledger, "a digest has its mails",
		    "SELECT count(*) = 2 FROM message WHERE kind = 'digest'"
		    " AND created_at = %" G_GINT64_FORMAT,
		    life->now_at);
	return TRUE;
}

gboolean
life_suppress(struct life *life, GError **error)
{
	g_autofree char *address = g_strdup_printf("p%u@example.com",
	    life_draw(life, 2 + life->serial));

	if (!store_suppress(life->store, CHANNEL_EMAIL, address, "by hand",
		life->now_at, error))
		return FALSE;
	ledger_note(life->ledger, "who is not to be written to is noted",
	    "SELECT count(*) FROM suppression WHERE channel = 'email' AND"
	    " address = '%s'",
	    address);
	return TRUE;
}

gboolean
life_positions(struct life *life, GError **error)
{
	guint position = ++life->serial;

	if (!store_set_poll_position(life->store, "texts", position, error) ||
	    !store_set_provider_health(life->store, "mail", "working", NULL,
		life->now_at, error))
		return FALSE;
	ledger_note(life->ledger, "polls go on where they were",
	    "SELECT count(*) FROM poll_position WHERE until_at >= %u",
	    position);
	return TRUE;
}
