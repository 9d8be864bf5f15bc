/* test_store_reply_mails.c - what mails do beside a score: who writes, who
 * bounces, who is away, and what is answered. */
#include "base/mail_address.h"
#include "store/replies/replies.h"

#include <string.h>

#include "store/journeys/suppressions.h"
#include "tests/unit/balance.h"

#define ADA "ada@example.com"
#define BOB "bob@example.com"
#define CID "cid@example.com"
#define SENT_AT (NOON_AT + HOUR_S)
#define LATER_AT (NOON_AT + 2 * HOUR_S)

static void
text_is(const char *sql, const char *expected)
{
	g_autofree char *found = balance_text(&world, sql);

	ck_assert_msg(g_strcmp0(found, expected) == 0, "%s: \"%s\", not \"%s\"",
	    sql, found, expected);
}

/* The reply, in full; its id. */
static gint64
takes(enum reply_kind kind, int score, const struct mail_effect *mail,
    gint64 invitation_id, gint64 at)
{
	static guint n;
	g_autofree char *fingerprint = g_strdup_printf("mail %u", ++n);
	const struct reply_effect effect = {
		.reply_id = world_reply(&world, fingerprint, at),
		.kind = kind,
		.invitation_id = invitation_id,
		.score = score,
		.comment = score >= 0 ? NULL : mail->text,
		.answered_at = at,
		.day = (gint32)(at / DAY_S),
		.suppress = kind == REPLY_OPT_OUT,
		.note = kind == REPLY_BOUNCE ? "a bounce" : NULL,
		.mail = mail,
	};

	world_ok(store_apply_reply(world.store, &effect, at, &error));
	return effect.reply_id;
}

static gint64
answers(const char *author, int score, gint64 at)
{
	const struct mail_effect mail = { .author = author, .text = "words" };

	return takes(REPLY_ANSWER, score, &mail, 1, at);
}

static void
says(const char *author, const char *words, gint64 at)
{
	const struct mail_effect mail = { .author = author, .text = words };

	takes(REPLY_COMMENT, -1, &mail, 1, at);
}

static gint64
is_unclear(const char *author, gint64 invitation_id, gint64 at)
{
	const struct mail_effect mail = { .author = author,
		.text = "8 or 9",
		.message_id = "theirs@example.net",
		.unclear = TRUE };

	return takes(REPLY_COMMENT, -1, &mail, invitation_id, at);
}

static void
opts_out(const char *author, gint64 at)
{
	const struct mail_effect mail = { .author = author,
		.text = "unsubscribe",
		.message_id = "stop@example.net" };

	takes(REPLY_OPT_OUT, -1, &mail, 1, at);
}

/* Scores that count, by day; superseded ones do not. */
static void
counted_are(const char *expected)
{
	text_is("SELECT coalesce(group_concat(score || 'x' || n, ' '), 'none')"
		" FROM (SELECT score, sum(n) AS n FROM " SCORE_ROLLUP " y"
		" GROUP BY score HAVING sum(n) <> 0 ORDER BY score) x",
	    expected);
}

static void
reply_is(gint64 id, const char *concern, const char *author)
{
	g_autofree char *sql = g_strdup_printf(
	    "SELECT coalesce(concern, '-') || '/' || coalesce(author, '-')"
	    " FROM reply WHERE id = %" G_GINT64_FORMAT,
	    id);
	g_autofree char *expected = g_strdup_printf("%s/%s", concern, author);

	text_is(sql, expected);
}

START_TEST(addresses_are_one_persons_whatever_their_case_and_tag)
{
	ck_assert(mail_address_is_same("Ada@Example.COM", ADA));
	ck_assert(mail_address_is_same("ada+survey@example.com", ADA));
	ck_assert(mail_address_is_same("ada+a+b@example.com",
	    "ada+c@example.com"));
	ck_assert(!mail_address_is_same("a.da@example.com", ADA));
	ck_assert(!mail_address_is_same("ada@example.net", ADA));
	ck_assert(!mail_address_is_same("ada@example.com+x", ADA));
	ck_assert(!mail_address_is_same("+x@example.com", "+y@example.com"));
	ck_assert(!mail_address_is_same(NULL, NULL));
	ck_assert(!mail_address_is_same("", NULL));
	ck_assert(mail_address_is_same("ada", "ADA"));
}
END_TEST

START_TEST(who_was_asked_goes_before_a_colleague)
{
	gint64 bobs, adas;

	world_sent(&world, "B-1", ADA);
	bobs = answers(BOB, 3, LATER_AT);
	counted_are("3x1");
	balance_state_is(&world, 1, "answered");
	reply_is(bobs, "other", BOB);
	adas = answers("Ada+x@Example.com", 9, LATER_AT + 60);
	counted_are("9x1");
	reply_is(adas, "-", "-");
	text_is("SELECT count(*) FROM response", "2");
	text_is("SELECT supersedes FROM response WHERE score = 9", "1");
}
END_TEST

START_TEST(a_colleague_replaces_nothing_that_who_was_asked_has_said)
{
	gint64 bobs;

	world_sent(&world, "B-1", ADA);
	answers(ADA, 9, LATER_AT);
	bobs = answers(BOB, 0, LATER_AT + 60);
	counted_are("9x1");
	text_is("SELECT count(*) FROM response", "1");
	reply_is(bobs, "other", BOB);
	says(BOB, "it was awful", LATER_AT + 120);
	text_is("SELECT count(*) FROM response WHERE comment IS NOT NULL",
	    "0");
	answers(ADA, 10, LATER_AT + 180);
	counted_are("10x1");
}
END_TEST

START_TEST(of_two_colleagues_the_first_counts_and_may_think_again)
{
	world_sent(&world, "B-1", ADA);
	answers(BOB, 3, LATER_AT);
	answers(CID, 10, LATER_AT + 60);
	counted_are("3x1");
	answers("Bob@EXAMPLE.com", 5, LATER_AT + 120);
	counted_are("5x1");
	says(CID, "no: it was good", LATER_AT + 180);
	text_is("SELECT coalesce(comment, '-') FROM response"
		" ORDER BY id DESC LIMIT 1",
	    "-");
	says(BOB, "the room was cold", LATER_AT + 240);
	text_is("SELECT comment FROM response ORDER BY id DESC LIMIT 1",
	    "the room was cold");
	counted_are("5x1");
}
END_TEST

START_TEST(nobody_adds_words_to_a_colleagues_score)
{
	world_sent(&world, "B-1", ADA);
	answers(BOB, 3, LATER_AT);
	says(ADA, "Bob will answer", LATER_AT + 60);
	counted_are("3x1");
	text_is("SELECT count(*) FROM response", "1");
	text_is("SELECT concern FROM reply ORDER BY id DESC LIMIT 1",
	    "no score");
}
END_TEST

START_TEST(who_was_asked_is_not_given_a_colleagues_words)
{
	world_sent(&world, "B-1", ADA);
	answers(BOB, 3, LATER_AT);
	says(BOB, "it was awful", LATER_AT + 60);
	text_is("SELECT comment FROM response ORDER BY id DESC LIMIT 1",
	    "it was awful");
	answers(ADA, 9, LATER_AT + 120);
	text_is("SELECT coalesce(comment, '-') FROM response"
		" ORDER BY id DESC LIMIT 1",
	    "-");
	says(ADA, "all was well", LATER_AT + 180);
	text_is("SELECT comment FROM response ORDER BY id DESC LIMIT 1",
	    "all was well");
}
END_TEST

START_TEST(an_author_who_is_not_known_is_taken_for_who_was_asked)
{
	world_sent(&world, "B-1", ADA);
	answers(NULL, 3, LATER_AT);
	answers(BOB, 9, LATER_AT + 60);
	counted_are("3x1");
	answers(NULL, 4, LATER_AT + 120);
	counted_are("4x1");
}
END_TEST

/* Bounces. */

static void
bounces(gint64 message_id, gboolean permanent, gboolean proven,
    const char *failed, gint64 at)
{
	g_autoptr(GPtrArray) addresses = g_ptr_array_new();
	const struct mail_effect mail = { .permanent = permanent,
		.proven = proven,
		.bounced_message_id = message_id,
		.failed = addresses };
	gint64 invitation_id = 0;

	if (failed != NULL)
		g_ptr_array_add(addresses, (gpointer)failed);
	world_ok(store_invitation_of_message(world.store, message_id,
	    &invitation_id, &error));
	takes(REPLY_BOUNCE, -1, &mail, invitation_id, at);
}

static void
suppressed_are(const char *n)
{
	text_is("SELECT count(*) FROM suppression", n);
}

/* So many invitations to Ada have left. */
static void
send_many(guint n)
{
	for (guint i = 0; i < n; i++) {
		g_autofree char *reference = g_strdup_printf("B-%u", i);

		world_sent(&world, reference, ADA);
	}
}

START_TEST(three_mails_that_come_back_for_now_are_enough)
{
	send_many(3);
	bounces(1, FALSE, TRUE, NULL, LATER_AT);
	bounces(2, FALSE, TRUE, NULL, LATER_AT + DAY_S);
	suppressed_are("0");
	text_is("SELECT note FROM reply ORDER BY id DESC LIMIT 1",
	    "a bounce; 2 of 3 within 14 days");
	balance_state_is(&world, 2, "sent");
	bounces(3, FALSE, TRUE, NULL, LATER_AT + 2 * DAY_S);
	text_is("SELECT channel || ' ' || address || ': ' || reason"
		" FROM suppression",
	    "email " ADA ": a bounce; 3 of 3 within 14 days");
	balance_state_is(&world, 3, "failed");
	/* Who did not get one may have got another. */
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(one_mail_that_comes_back_thrice_is_one)
{
	send_many(2);
	for (guint i = 0; i < 5; i++)
		bounces(1, FALSE, TRUE, NULL, LATER_AT + i);
	bounces(2, FALSE, TRUE, NULL, LATER_AT + 9);
	suppressed_are("0");
}
END_TEST

START_TEST(what_came_back_a_fortnight_ago_is_forgotten)
{
	send_many(4);
	bounces(1, FALSE, TRUE, NULL, LATER_AT);
	bounces(2, FALSE, TRUE, NULL, LATER_AT + 14 * DAY_S);
	bounces(3, FALSE, TRUE, NULL, LATER_AT + 14 * DAY_S + 1);
	suppressed_are("0");
	bounces(4, FALSE, TRUE, NULL, LATER_AT + 14 * DAY_S + 2);
	suppressed_are("1");
}
END_TEST

START_TEST(what_came_back_from_others_long_ago_is_not_kept)
{
	world_sent(&world, "B-1", BOB);
	world_sent(&world, "A-1", ADA);
	bounces(1, FALSE, TRUE, NULL, LATER_AT);
	bounces(2, FALSE, TRUE, NULL, LATER_AT + 14 * DAY_S);
	text_is("SELECT group_concat(address, ' ') FROM soft_bounce", ADA);
}
END_TEST

START_TEST(who_is_written_to_again_is_not_given_up_at_the_first)
{
	gboolean lifted;

	send_many(4);
	for (gint64 i = 1; i <= 3; i++)
		bounces(i, FALSE, TRUE, NULL, LATER_AT + i);
	suppressed_are("1");
	world_ok(store_unsuppress(world.store, CHANNEL_EMAIL, ADA, &lifted,
	    &error));
	bounces(4, FALSE, TRUE, NULL, LATER_AT + 9);
	suppressed_are("0");
}
END_TEST

START_TEST(an_answer_or_a_delivery_forgives_what_came_back)
{
	const struct mail_effect delivered = { .author = NULL };

	send_many(6);
	bounces(1, FALSE, TRUE, NULL, LATER_AT);
	bounces(2, FALSE, TRUE, NULL, LATER_AT);
	/* A colleague's says nothing of Ada's mailbox. */
	answers(BOB, 3, LATER_AT + 1);
	text_is("SELECT count(*) FROM soft_bounce", "2");
	answers(ADA, 3, LATER_AT + 1);
	text_is("SELECT count(*) FROM soft_bounce", "0");
	bounces(3, FALSE, TRUE, NULL, LATER_AT + 2);
	bounces(4, FALSE, TRUE, NULL, LATER_AT + 2);
	takes(REPLY_DELIVERED, -1, &delivered, 5, LATER_AT + 3);
	text_is("SELECT count(*) FROM soft_bounce", "0");
	bounces(5, FALSE, TRUE, NULL, LATER_AT + 4);
	bounces(6, FALSE, TRUE, NULL, LATER_AT + 4);
	suppressed_are("0");
}
END_TEST

START_TEST(a_bounce_that_nothing_proves_must_name_the_address)
{
	send_many(1);
	bounces(1, TRUE, FALSE, NULL, LATER_AT);
	bounces(1, TRUE, FALSE, BOB, LATER_AT);
	suppressed_are("0");
	balance_state_is(&world, 1, "sent");
	text_is("SELECT note FROM reply ORDER BY id DESC LIMIT 1",
	    "a bounce; not proven to be of the address that was asked");
	bounces(1, TRUE, FALSE, "Ada@Example.com", LATER_AT);
	suppressed_are("1");
	balance_state_is(&world, 1, "failed");
}
END_TEST

START_TEST(what_is_proven_need_not_name_it)
{
	send_many(1);
	/* As the address behind an alias bounces. */
	bounces(1, TRUE, TRUE, BOB, LATER_AT);
	suppressed_are("1");
	balance_state_is(&world, 1, "failed");
}
END_TEST

START_TEST(a_bounce_for_now_without_its_message_counts_nothing)
{
	const struct mail_effect mail = { .proven = TRUE };

	send_many(1);
	for (guint i = 0; i < 4; i++)
		takes(REPLY_BOUNCE, -1, &mail, 1, LATER_AT + i);
	suppressed_are("0");
}
END_TEST

/* What is answered. */

/* Answers by mail that wait, by kind. */
static void
waiting_are(const char *expected)
{
	text_is("SELECT coalesce(group_concat(kind, ' '), 'none') FROM"
		" (SELECT m.kind FROM due d JOIN message m"
		" ON m.id = d.message_id JOIN answer a ON a.message_id = m.id"
		" ORDER BY m.id) x",
	    expected);
}

/* As answers(), at a touchpoint whose thanks have a link from 9 on. */
static void
delights(const char *author, int score, gboolean by_machine, gint64 at)
{
	static const struct thanks_rule rules[] = { { "else", 0 },
		{ "stay", 9 }, { NULL, 0 } };
	const struct mail_effect mail = { .author = author,
		.message_id = "theirs@example.net",
		.thanks = rules,
		.by_machine = by_machine };

	takes(REPLY_ANSWER, score, &mail, 1, at);
}

START_TEST(promoters_are_thanked_once_where_there_is_a_link)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	world_sent(&world, "B-1", ADA);
	answers(ADA, 10, LATER_AT);
	waiting_are("none");
	delights(ADA, 8, FALSE, LATER_AT + 1);
	waiting_are("none");
	delights(ADA, 10, TRUE, LATER_AT + 2);
	waiting_are("none");
	delights(ADA, 9, FALSE, LATER_AT + 3);
	delights(ADA, 10, FALSE, LATER_AT + 4);
	waiting_are("thanks");
	items = world_claim(&world, LATER_AT + 4, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->kind, MESSAGE_THANKS);
	ck_assert_str_eq(item->recipient, ADA);
	ck_assert_int_eq(item->score, 9);
	ck_assert_str_eq(item->in_reply_to, "theirs@example.net");
	ck_assert_int_eq(item->invitation_id, 1);
}
END_TEST

START_TEST(neither_a_colleague_nor_who_has_opted_out_is_thanked)
{
	world_sent(&world, "B-1", ADA);
	delights(BOB, 10, FALSE, LATER_AT);
	waiting_are("none");
	opts_out(ADA, LATER_AT + 1);
	waiting_are("stopped");
	delights(ADA, 10, FALSE, LATER_AT + 2);
	waiting_are("stopped");
}
END_TEST

START_TEST(who_is_unclear_is_asked_once)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;
	gint64 reply_id;

	world_sent(&world, "B-1", "Ada@example.com");
	reply_id = is_unclear("ada@EXAMPLE.com", 1, LATER_AT);
	reply_is(reply_id, "unclear", "-");
	waiting_are("reprompt");
	is_unclear(ADA, 1, LATER_AT + 2 * HOUR_S);
	waiting_are("reprompt");
	items = world_claim(&world, LATER_AT, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->kind, MESSAGE_REPROMPT);
	ck_assert_int_eq(item->channel, CHANNEL_EMAIL);
	ck_assert_str_eq(item->recipient, ADA);
	ck_assert_str_eq(item->event->contact.email, "Ada@example.com");
	ck_assert_str_eq(item->in_reply_to, "theirs@example.net");
	ck_assert_int_eq(item->invitation_id, 1);
	ck_assert_int_eq(item->follows_message_id, 1);
	ck_assert_str_eq(item->touchpoint, "stay");
	ck_assert(!item->suppressed);
	ck_assert(!item->pointless);
	ck_assert_int_gt(world_attempt(&world, item->message_id, LATER_AT), 0);
	/* It left: there is no other. */
	is_unclear(ADA, 1, LATER_AT + 3 * HOUR_S);
	waiting_are("none");
}
END_TEST

START_TEST(who_is_not_who_was_asked_is_not_asked)
{
	gint64 id;

	world_sent(&world, "B-1", ADA);
	id = is_unclear(BOB, 1, LATER_AT);
	reply_is(id, "other", BOB);
	is_unclear(NULL, 1, LATER_AT);
	waiting_are("none");
	text_is("SELECT excerpt FROM reply WHERE author IS NOT NULL", "8 or 9");
}
END_TEST

START_TEST(who_has_given_a_score_is_not_asked_what_was_meant)
{
	world_sent(&world, "B-1", ADA);
	answers(ADA, 8, LATER_AT);
	is_unclear(ADA, 1, LATER_AT + 60);
	waiting_are("none");
	counted_are("8x1");
}
END_TEST

START_TEST(a_score_makes_clear_and_withdraws_the_question)
{
	gint64 reply_id, message_id;

	world_sent(&world, "B-1", ADA);
	reply_id = is_unclear(ADA, 1, LATER_AT);
	message_id = world_claim_one(&world, LATER_AT);
	answers(ADA, 8, LATER_AT + 1);
	reply_is(reply_id, "-", "-");
	/* The lease is of no use any more. */
	ck_assert_int_eq(world_attempt(&world, message_id, LATER_AT + 2), 0);
	waiting_are("none");
}
END_TEST

/* The server said "later", and the answer was quicker. */
START_TEST(a_question_that_was_deferred_is_pointless_by_then)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;
	gint64 message_id, attempt_id;

	world_sent(&world, "B-1", ADA);
	is_unclear(ADA, 1, LATER_AT);
	message_id = world_claim_one(&world, LATER_AT);
	attempt_id = world_attempt(&world, message_id, LATER_AT);
	answers(ADA, 8, LATER_AT + 1);
	world_verdict(&world, message_id, attempt_id, VERDICT_RETRY,
	    LATER_AT + 2);
	items = world_claim(&world, LATER_AT + 2 * HOUR_S, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->message_id, message_id);
	ck_assert(item->pointless);
}
END_TEST

START_TEST(who_answers_all_of_them_so_is_asked_about_one_in_an_hour)
{
	send_many(3);
	is_unclear(ADA, 1, LATER_AT);
	is_unclear(ADA, 2, LATER_AT + HOUR_S - 1);
	waiting_are("reprompt");
	is_unclear(ADA, 3, LATER_AT + HOUR_S);
	waiting_are("reprompt reprompt");
}
END_TEST

START_TEST(who_opts_out_is_told_once_and_hears_no_more)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	world_sent(&world, "B-1", ADA);
	is_unclear(ADA, 1, LATER_AT);
	opts_out(ADA, LATER_AT + 1);
	waiting_are("stopped");
	opts_out(ADA, LATER_AT + 2);
	waiting_are("stopped");
	is_unclear(ADA, 1, LATER_AT + 3);
	waiting_are("stopped");
	items = world_claim(&world, LATER_AT + 4, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->kind, MESSAGE_STOPPED);
	ck_assert(!item->suppressed);
	ck_assert_str_eq(item->in_reply_to, "stop@example.net");
	ck_assert_int_gt(world_attempt(&world, item->message_id, LATER_AT + 4),
	    0);
	opts_out(ADA, LATER_AT + 5);
	waiting_are("none");
}
END_TEST

START_TEST(a_colleague_may_opt_out_for_who_was_asked_who_is_told)
{
	world_sent(&world, "B-1", ADA);
	opts_out(BOB, LATER_AT);
	text_is("SELECT a.recipient || ' ' || s.address FROM answer a,"
		" suppression s",
	    ADA " " ADA);
}
END_TEST

START_TEST(a_machine_that_opts_out_is_obeyed_and_not_answered)
{
	const struct mail_effect mail = { .author = ADA,
		.by_machine = TRUE };

	world_sent(&world, "B-1", ADA);
	takes(REPLY_OPT_OUT, -1, &mail, 1, LATER_AT);
	suppressed_are("1");
	waiting_are("none");
}
END_TEST

START_TEST(a_bounce_is_not_answered_though_it_suppresses)
{
	send_many(1);
	bounces(1, TRUE, TRUE, ADA, LATER_AT);
	opts_out(ADA, LATER_AT + 1);
	waiting_are("none");
}
END_TEST

START_TEST(an_answer_by_mail_is_of_its_invitation)
{
	gint64 message_id, invitation_id = 0;

	world_sent(&world, "B-1", ADA);
	is_unclear(ADA, 1, LATER_AT);
	message_id = world_claim_one(&world, LATER_AT);
	world_ok(store_invitation_of_message(world.store, message_id,
	    &invitation_id, &error));
	ck_assert_int_eq(invitation_id, 1);
}
END_TEST

/* Nothing of it is there, or all: a crash in between asks nobody twice. */
START_TEST(what_fails_half_way_is_done_again_whole)
{
	const struct mail_effect mail = { .author = ADA,
		.text = "11",
		.unclear = TRUE };
	struct reply_effect effect = { .kind = REPLY_COMMENT,
		.invitation_id = 1,
		.comment = "11",
		.answered_at = LATER_AT,
		.day = DAY,
		.mail = &mail };

	world_sent(&world, "B-1", ADA);
	effect.reply_id = world_reply(&world, "x", LATER_AT);
	place_trip(world.url, "INSERT", "answer", NULL);
	ck_assert(!store_apply_reply(world.store, &effect, LATER_AT, NULL));
	text_is("SELECT state FROM reply", "new");
	waiting_are("none");
	place_untrip(world.url, "answer");
	for (guint i = 0; i < 2; i++)
		world_ok(store_apply_reply(world.store, &effect, LATER_AT,
		    &error));
	waiting_are("reprompt");
}
END_TEST

START_TEST(who_is_away_is_so_by_what_was_said_last)
{
	struct mail_effect mail = { .author = BOB,
		.away_until = NOON_AT + 12 * HOUR_S + 4 * DAY_S };
	g_autoptr(GPtrArray) due = NULL;
	const struct follow_up *follow_up;

	world_sent(&world, "B-1", ADA);
	takes(REPLY_AUTO_REPLY, -1, &mail, 1, LATER_AT);
	mail.away_until -= DAY_S;
	takes(REPLY_AUTO_REPLY, -1, &mail, 1, LATER_AT + 1);
	mail.away_until = 0;
	takes(REPLY_AUTO_REPLY, -1, &mail, 1, LATER_AT + 2);
	world_ok(due = store_due_follow_ups(world.store, LATER_AT, 9, &error));
	ck_assert_uint_eq(due->len, 1);
	follow_up = due->pdata[0];
	ck_assert_int_eq(follow_up->away_until,
	    NOON_AT + 12 * HOUR_S + 3 * DAY_S);
	ck_assert_int_eq(follow_up->state, INVITATION_SENT);
	waiting_are("none");
	text_is("SELECT count(*) FROM reply WHERE concern IS NOT NULL", "0");
}
END_TEST

/* The list. */

static const struct listed_reply *
listed(GPtrArray *list, gint64 id)
{
	for (guint i = 0; i < list->len; i++) {
		const struct listed_reply *one = list->pdata[i];

		if (one->id == id)
			return one;
	}
	return NULL;
}

START_TEST(a_person_is_shown_what_was_written_and_by_whom)
{
	g_autoptr(GPtrArray) list = NULL, all = NULL;
	g_autofree char *long_text = g_strnfill(3000, 'x');
	const struct mail_effect mail = { .author = ADA, .text = long_text };
	const struct mail_effect foreign = { .author = BOB,
		.text = "\n hello\n\nthere\x1b[2J " };
	const struct listed_reply *one;
	gint64 bobs, adas, words, nobodys, aside;
	gboolean was_new;

	world_sent(&world, "B-1", ADA);
	words = takes(REPLY_COMMENT, -1, &mail, 1, LATER_AT);
	adas = answers(ADA, 9, LATER_AT + 1);
	bobs = answers(BOB, 3, LATER_AT + 2);
	nobodys = takes(REPLY_COMMENT, -1, &foreign, 0, LATER_AT + 3);
	aside = world_reply(&world, "aside", LATER_AT);
	world_ok(store_set_aside(world.store, aside, "it crashes", LATER_AT,
	    &was_new, &error));
	world_ok(list = store_list_replies(world.store, FALSE, 99, &error));
	world_ok(all = store_list_replies(world.store, TRUE, 99, &error));
	ck_assert_uint_eq(list->len, 4);
	ck_assert_uint_eq(all->len, 5);
	ck_assert_ptr_null(listed(list, adas));
	one = listed(all, adas);
	ck_assert_ptr_nonnull(one);
	ck_assert_int_eq(one->concern, CONCERN_NONE);
	ck_assert(one->scored);
	ck_assert_int_eq(one->score, 9);
	ck_assert_str_eq(one->address, ADA);
	ck_assert_ptr_null(one->author);
	one = listed(list, bobs);
	ck_assert_ptr_nonnull(one);
	ck_assert_int_eq(one->concern, CONCERN_OTHER);
	ck_assert(!one->scored);
	ck_assert_int_eq(one->score, 3);
	ck_assert_str_eq(one->author, BOB);
	ck_assert_str_eq(one->excerpt, "words");
	ck_assert_str_eq(one->touchpoint, "stay");
	one = listed(list, words);
	ck_assert_ptr_nonnull(one);
	ck_assert_int_eq(one->concern, CONCERN_NO_SCORE);
	ck_assert_int_eq(one->score, -1);
	ck_assert_uint_eq(strlen(one->excerpt), REPLY_EXCERPT_CHARS);
	one = listed(list, nobodys);
	ck_assert_ptr_nonnull(one);
	ck_assert_int_eq(one->concern, CONCERN_NOBODY);
	ck_assert_str_eq(one->excerpt, "hello  there?[2J");
	ck_assert_ptr_null(one->touchpoint);
	one = listed(list, aside);
	ck_assert_ptr_nonnull(one);
	ck_assert_int_eq(one->concern, CONCERN_ASIDE);
	ck_assert_str_eq(concern_name(one->concern), "set aside");
}
END_TEST

START_TEST(an_opt_out_that_is_nobodys_is_shown_and_a_machines_mail_is_not)
{
	const struct mail_effect mail = { .author = BOB, .text = "stop" };
	gint64 id = takes(REPLY_OPT_OUT, -1, &mail, 0, LATER_AT);

	reply_is(id, "nobody", "-");
	takes(REPLY_AUTO_REPLY, -1, &mail, 0, LATER_AT);
	takes(REPLY_BOUNCE, -1, &mail, 0, LATER_AT);
	takes(REPLY_DELAY, -1, &mail, 0, LATER_AT);
	text_is("SELECT count(*) FROM reply WHERE concern IS NOT NULL", "1");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store_reply_mails");
	TCase *tcase = tcase_create("mails");

	tcase_add_checked_fixture(tcase, balance_begin, balance_end);
	tcase_add_test(tcase,
	    addresses_are_one_persons_whatever_their_case_and_tag);
	tcase_add_test(tcase, who_was_asked_goes_before_a_colleague);
	tcase_add_test(tcase,
	    a_colleague_replaces_nothing_that_who_was_asked_has_said);
	tcase_add_test(tcase,
	    of_two_colleagues_the_first_counts_and_may_think_again);
	tcase_add_test(tcase, nobody_adds_words_to_a_colleagues_score);
	tcase_add_test(tcase, who_was_asked_is_not_given_a_colleagues_words);
	tcase_add_test(tcase,
	    an_author_who_is_not_known_is_taken_for_who_was_asked);
	tcase_add_test(tcase, three_mails_that_come_back_for_now_are_enough);
	tcase_add_test(tcase, one_mail_that_comes_back_thrice_is_one);
	tcase_add_test(tcase, what_came_back_a_fortnight_ago_is_forgotten);
	tcase_add_test(tcase, what_came_back_from_others_long_ago_is_not_kept);
	tcase_add_test(tcase,
	    who_is_written_to_again_is_not_given_up_at_the_first);
	tcase_add_test(tcase, an_answer_or_a_delivery_forgives_what_came_back);
	tcase_add_test(tcase,
	    a_bounce_that_nothing_proves_must_name_the_address);
	tcase_add_test(tcase, what_is_proven_need_not_name_it);
	tcase_add_test(tcase,
	    a_bounce_for_now_without_its_message_counts_nothing);
	tcase_add_test(tcase, who_is_unclear_is_asked_once);
	tcase_add_test(tcase,
	    promoters_are_thanked_once_where_there_is_a_link);
	tcase_add_test(tcase,
	    neither_a_colleague_nor_who_has_opted_out_is_thanked);
	tcase_add_test(tcase, who_is_not_who_was_asked_is_not_asked);
	tcase_add_test(tcase,
	    who_has_given_a_score_is_not_asked_what_was_meant);
	tcase_add_test(tcase,
	    a_score_makes_clear_and_withdraws_the_question);
	tcase_add_test(tcase,
	    a_question_that_was_deferred_is_pointless_by_then);
	tcase_add_test(tcase,
	    who_answers_all_of_them_so_is_asked_about_one_in_an_hour);
	tcase_add_test(tcase, who_opts_out_is_told_once_and_hears_no_more);
	tcase_add_test(tcase,
	    a_colleague_may_opt_out_for_who_was_asked_who_is_told);
	tcase_add_test(tcase,
	    a_machine_that_opts_out_is_obeyed_and_not_answered);
	tcase_add_test(tcase, a_bounce_is_not_answered_though_it_suppresses);
	tcase_add_test(tcase, an_answer_by_mail_is_of_its_invitation);
	tcase_add_test(tcase, what_fails_half_way_is_done_again_whole);
	tcase_add_test(tcase, who_is_away_is_so_by_what_was_said_last);
	tcase_add_test(tcase,
	    a_person_is_shown_what_was_written_and_by_whom);
	tcase_add_test(tcase,
	    an_opt_out_that_is_nobodys_is_shown_and_a_machines_mail_is_not);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
