/*
 * texted.h - people who are asked by text, and what they write, for the tests
 * of the store's texts.
 */
#ifndef TESTS_UNIT_TEXTED_H
#define TESTS_UNIT_TEXTED_H

#include "base/token.h"
#include "store/replies/conversations.h"
#include "store/replies/deliveries.h"
#include "store/health.h"
#include "store/journeys/suppressions.h"
#include "tests/unit/balance.h"

#define ADA "+358401234567"
#define BOB "+358409876543"
#define CONVERSATION_S DAY_S
#define CENT_MICRO 10000
#define DUE_AT (NOON_AT + HOUR_S) /* of who is invited at noon */

/* Of a row, as text; the sums balance too. */
#define texted_is(sql, expected)                                               \
	do {                                                                   \
		g_autofree char *found_ = balance_text(&world, sql);           \
		balance_check(&world);                                         \
		ck_assert_msg(g_strcmp0(found_, expected) == 0,                \
		    "%s: \"%s\", not \"%s\"", sql, found_, expected);          \
	} while (0)

/* Invited at `at`, due an hour later, by text; email NULL: he has none. */
G_GNUC_UNUSED static void
texted_invite(const char *reference, const char *phone, const char *email,
    gint64 at)
{
	g_autoptr(event) event = world_event("booking", reference, email, at);
	struct event *one[] = { event };
	g_autoptr(GPtrArray) due = NULL;
	g_autoptr(GPtrArray) intakes = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)intake_free);
	struct planned_invitation *plan;
	struct intake *intake;

	event->contact.phone = g_strdup(phone);
	world_ok(store_put_events(world.store, one, 1, at, NULL, &error));
	world_ok(due = store_due_events(world.store, at, 10, &error));
	ck_assert_uint_eq(due->len, 1);
	intake = world_intake(due->pdata[0]);
	world_plan(intake, "stay", INVITATION_SCHEDULED, at + HOUR_S);
	plan = intake->invitations->pdata[0];
	plan->channel = CHANNEL_SMS;
	g_ptr_array_add(intakes, intake);
	world_ok(store_put_intakes(world.store, intakes, at, &error));
	balance_check(&world);
}

/* A cent each, any number of them, of any money. */
G_GNUC_UNUSED static struct outbox_attempt
texted_attempt_of(gint64 message_id, const char *number)
{
	return (struct outbox_attempt){ .message_id = message_id,
		.provider = "texts",
		.attempt_id = -1,
		.charge = { .number = number,
		    .day = DAY,
		    .cost_micro = CENT_MICRO,
		    .conversation_s = CONVERSATION_S } };
}

/* The attempt's id; 0: it may not leave. */
G_GNUC_UNUSED static gint64
texted_begin_attempt(gint64 message_id, const char *number, gint64 now_at)
{
	struct outbox_attempt attempt = texted_attempt_of(message_id, number);

	world_ok(
	    world_begin_attempts(world.store, &attempt, 1, now_at, &error));
	ck_assert_int_eq(attempt.refusal,
	    attempt.attempt_id != 0 ? REFUSAL_NONE : REFUSAL_WITHDRAWN);
	balance_check(&world);
	return attempt.attempt_id;
}

G_GNUC_UNUSED static struct outbox_verdict
texted_verdict_of(gint64 message_id, gint64 attempt_id, enum verdict kind)
{
	return (struct outbox_verdict){ .message_id = message_id,
		.attempt_id = attempt_id,
		.provider = "texts",
		.verdict = kind,
		.detail = "said so",
		.day = DAY };
}

G_GNUC_UNUSED static void
texted_end_attempt(struct outbox_verdict verdict, gint64 now_at)
{
	world_ok(world_end_attempts(world.store, &verdict, 1, now_at, &error));
	balance_check(&world);
}

/* The only message due goes out to this number; its id. */
G_GNUC_UNUSED static gint64
texted_send(const char *number, const char *remote_id, gint64 now_at)
{
	gint64 message_id = world_claim_one(&world, now_at);
	gint64 attempt_id = texted_begin_attempt(message_id, number, now_at);
	struct outbox_verdict sent = texted_verdict_of(message_id, attempt_id,
	    VERDICT_SENT);

	ck_assert_int_gt(attempt_id, 0);
	sent.detail = NULL;
	sent.remote_id = remote_id;
	texted_end_attempt(sent, now_at);
	return message_id;
}

/* Ada is invited at noon and asked an hour later; invitation 1, message 1. */
G_GNUC_UNUSED static void
texted_ask_ada(void)
{
	texted_invite("B-1", ADA, "ada@example.com", NOON_AT);
	ck_assert_int_eq(texted_send(ADA, "SM1", DUE_AT), 1);
	balance_state_is(&world, 1, "sent");
}

G_GNUC_UNUSED static guint
texted_claimable(gint64 now_at)
{
	g_autoptr(GPtrArray) items = NULL;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	world_ok(items = store_claim(world.store, now_at, 100, NULL, &error));
	balance_check(&world);
	for (guint i = 0; i < items->len; i++) {
		const struct outbox_item *item = items->pdata[i];

		g_array_append_val(ids, item->message_id);
	}
	world_ok(store_return_leases(world.store, (gint64 *)ids->data, ids->len,
	    now_at, &error));
	balance_check(&world);
	return items->len;
}

/* A text comes in by "texts"; its reply. */
G_GNUC_UNUSED static gint64
texted_arrives(const char *id, const char *from, const char *words, gint64 at)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct arrivals *one[] = { arrivals };
	struct incoming_text *text = g_new0(struct incoming_text, 1);
	g_autoptr(GPtrArray) found = NULL;
	const struct new_reply *last;
	guint stored = 0;

	text->id = g_strdup(id);
	text->from = g_strdup(from);
	text->text = g_strdup(words);
	text->written_at = at;
	g_ptr_array_add(arrivals->texts, text);
	world_ok(store_put_arrivals(world.store, one, 1, at, &stored, &error));
	ck_assert_uint_eq(stored, 1);
	world_ok(found = store_new_replies(world.store, 100, &error));
	ck_assert_uint_ge(found->len, 1);
	last = found->pdata[found->len - 1];
	return last->id;
}

/* What is read out of it. */
struct texted_meaning {
	const char *number;
	enum reply_kind kind;
	gint64 invitation_id;
	int score;
	const char *comment;
	struct text_effect text;
};

G_GNUC_UNUSED static void
texted_apply(gint64 reply_id, const struct texted_meaning *meaning, gint64 at)
{
	struct text_effect text = meaning->text;
	const struct reply_effect effect = { .reply_id = reply_id,
		.kind = meaning->kind,
		.invitation_id = meaning->invitation_id,
		.score = meaning->score,
		.comment = meaning->comment,
		.answered_at = at,
		.day = DAY,
		.text = &text };

	text.number = meaning->number;
	text.provider = "texts";
	world_ok(store_apply_reply(world.store, &effect, at, &error));
	balance_check(&world);
}

/* It comes in and is read at once. */
G_GNUC_UNUSED static gint64
texted_says(const char *words, const struct texted_meaning *meaning, gint64 at)
{
	static guint n;
	g_autofree char *id = g_strdup_printf("in-%u", ++n);
	gint64 reply_id = texted_arrives(id, meaning->number, words, at);

	texted_apply(reply_id, meaning, at);
	return reply_id;
}

/* A score of invitation 1 by Ada, who is then asked why. */
G_GNUC_UNUSED static void
texted_ada_scores(int score, gint64 at)
{
	const struct texted_meaning meaning = { .number = ADA,
		.kind = REPLY_ANSWER,
		.invitation_id = 1,
		.score = score,
		.text = { .counts = TRUE,
		    .step = CONVERSATION_REASON,
		    .answer = MESSAGE_REASON } };

	texted_says("9", &meaning, at);
}

G_GNUC_UNUSED static void
texted_stops(const char *number, gint64 invitation_id, gboolean mail, gint64 at)
{
	const struct texted_meaning meaning = { .number = number,
		.kind = REPLY_OPT_OUT,
		.invitation_id = invitation_id,
		.text = { .step = CONVERSATION_DONE,
		    .answer = MESSAGE_STOPPED,
		    .stop = TRUE,
		    .stop_mail = mail } };

	texted_says("STOP", &meaning, at);
}

G_GNUC_UNUSED static void
texted_starts(const char *number, gint64 at)
{
	const struct texted_meaning meaning = { .number = number,
		.kind = REPLY_OPT_IN,
		.text = { .step = CONVERSATION_DONE,
		    .answer = MESSAGE_STARTED,
		    .start = TRUE } };

	texted_says("START", &meaning, at);
}

/* Everything that waits, leased for now: "kind>recipient kind>recipient". */
G_GNUC_UNUSED static char *
texted_waiting(void)
{
	return balance_text(&world,
	    "SELECT coalesce(group_concat(kind || '>' || whom, ' '), '')"
	    " FROM (SELECT m.kind, coalesce(a.recipient, p.phone, p.email)"
	    "  AS whom FROM (" BALANCE_WAITING ") w JOIN message m"
	    "  ON m.id = w.message_id LEFT JOIN answer a"
	    "  ON a.message_id = m.id LEFT JOIN invitation i"
	    "  ON i.id = m.invitation_id LEFT JOIN contact p"
	    "  ON p.id = i.contact_id ORDER BY m.id) x");
}

#define texted_waiting_is(expected)                                            \
	do {                                                                   \
		g_autofree char *waiting_ = texted_waiting();                  \
		balance_check(&world);                                         \
		ck_assert_str_eq(waiting_, expected);                          \
	} while (0)

/* Each of its tests has a world of its own. */
G_GNUC_UNUSED static void
texted_add_case(Suite *suite, const char *name, void (*add)(TCase *tcase))
{
	TCase *tcase = tcase_create(name);

	tcase_add_checked_fixture(tcase, balance_begin, balance_end);
	add(tcase);
	suite_add_tcase(suite, tcase);
}

#endif
