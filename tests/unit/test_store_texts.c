/*
 * test_store_texts.c - texts that come in, and what they do: scores, words,
 * opt-outs, answers.
 */
#include <string.h>

#include "tests/unit/texted.h"

#define LATER_AT (DUE_AT + 60)

static guint
put(const struct arrivals *arrivals, gint64 at)
{
	const struct arrivals *one[] = { arrivals };
	guint stored = 99;

	world_ok(store_put_arrivals(world.store, one, 1, at, &stored, &error));
	return stored;
}

static void
add_text(struct arrivals *arrivals, const char *id, const char *from,
    const char *words)
{
	struct incoming_text *text = g_new0(struct incoming_text, 1);

	text->id = g_strdup(id);
	text->from = g_strdup(from);
	text->to = g_strdup("12345");
	text->text = g_strdup(words);
	text->written_at = NOON_AT - 3;
	g_ptr_array_add(arrivals->texts, text);
}

static void
talk_is(enum conversation_step step, gboolean reprompted, gboolean said,
    int score)
{
	struct conversation talk;
	gboolean found;

	world_ok(store_find_conversation(world.store, ADA, "texts", LATER_AT,
	    &talk, &found, &error));
	ck_assert(found);
	ck_assert_int_eq(talk.step, step);
	ck_assert_int_eq(talk.reprompted, reprompted);
	ck_assert_int_eq(talk.said_before, said);
	ck_assert_int_eq(talk.score, score);
	conversation_clear(&talk);
}

/* Ada writes words that are no score. */
static void
ada_comments(const char *words, enum conversation_step step,
    enum message_kind answer)
{
	const struct texted_meaning meaning = { .number = ADA,
		.kind = REPLY_COMMENT,
		.invitation_id = 1,
		.comment = words,
		.text = { .counts = TRUE,
		    .step = step,
		    .reprompted = answer == MESSAGE_REPROMPT,
		    .answer = answer } };

	texted_says(words, &meaning, LATER_AT);
}

static struct outbox_item *
claim_answer(gint64 now_at)
{
	g_autoptr(GPtrArray) items = world_claim(&world, now_at, 1);

	g_ptr_array_set_free_func(items, NULL);
	return items->pdata[0];
}

START_TEST(a_text_is_a_new_reply_that_says_how_it_came)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	g_autoptr(GPtrArray) found = NULL;
	const struct new_reply *reply;

	add_text(arrivals, "SM7", ADA, "9 \xc3\xa4");
	ck_assert_uint_eq(put(arrivals, NOON_AT), 1);
	world_ok(found = store_new_replies(world.store, 9, &error));
	ck_assert_uint_eq(found->len, 1);
	reply = found->pdata[0];
	ck_assert_str_eq(reply->inbox, "texts");
	ck_assert_int_eq(reply->channel, CHANNEL_SMS);
	ck_assert_str_eq(reply->sender, ADA);
	ck_assert_str_eq(reply->recipient, "12345");
	ck_assert_int_eq(reply->written_at, NOON_AT - 3);
	ck_assert_int_eq(reply->received_at, NOON_AT);
	ck_assert_uint_eq(g_bytes_get_size(reply->bytes), 4);
}
END_TEST

START_TEST(a_mail_is_a_reply_by_mail)
{
	g_autoptr(GPtrArray) found = NULL;
	const struct new_reply *reply;

	world_reply(&world, "one", NOON_AT);
	world_ok(found = store_new_replies(world.store, 9, &error));
	reply = found->pdata[0];
	ck_assert_int_eq(reply->channel, CHANNEL_EMAIL);
	ck_assert_str_eq(reply->inbox, "replies");
	ck_assert_ptr_null(reply->sender);
	ck_assert_int_eq(reply->written_at, 0);
}
END_TEST

START_TEST(the_same_text_twice_is_one)
{
	g_autoptr(arrivals) first = arrivals_new("texts");
	g_autoptr(arrivals) again = arrivals_new("texts");
	g_autoptr(arrivals) other = arrivals_new("backup");

	add_text(first, "SM7", ADA, "9");
	add_text(first, "SM7", ADA, "9");
	ck_assert_uint_eq(put(first, NOON_AT), 1);
	add_text(again, "SM7", ADA, "9");
	add_text(again, "SM8", ADA, "9");
	ck_assert_uint_eq(put(again, NOON_AT + 5), 1);
	add_text(other, "SM7", ADA, "9");
	ck_assert_uint_eq(put(other, NOON_AT + 5), 1);
}
END_TEST

START_TEST(texts_of_a_gateway_without_names_are_known_by_what_they_say)
{
	g_autoptr(arrivals) first = arrivals_new("texts");
	g_autoptr(arrivals) again = arrivals_new("texts");

	add_text(first, NULL, ADA, "9");
	add_text(first, "", ADA, "10");
	add_text(first, NULL, BOB, "9");
	ck_assert_uint_eq(put(first, NOON_AT), 3);
	add_text(again, NULL, ADA, "9");
	ck_assert_uint_eq(put(again, NOON_AT + 5), 0);
}
END_TEST

START_TEST(how_far_a_gateway_was_asked_is_kept)
{
	gint64 at = 9;

	world_ok(store_poll_position(world.store, "texts", &at, &error));
	ck_assert_int_eq(at, 0);
	world_ok(store_set_poll_position(world.store, "texts", 7, &error));
	world_ok(store_set_poll_position(world.store, "texts", 8, &error));
	world_ok(store_poll_position(world.store, "texts", &at, &error));
	ck_assert_int_eq(at, 8);
	world_ok(store_poll_position(world.store, "other", &at, &error));
	ck_assert_int_eq(at, 0);
}
END_TEST

START_TEST(a_score_is_kept_and_the_reason_asked_for)
{
	g_autoptr(outbox_item) item = NULL;

	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	balance_state_is(&world, 1, "answered");
	texted_is("SELECT score || '/' || source FROM response", "9/reply");
	talk_is(CONVERSATION_REASON, FALSE, FALSE, 9);
	item = claim_answer(LATER_AT);
	ck_assert_int_eq(item->kind, MESSAGE_REASON);
	ck_assert_int_eq(item->channel, CHANNEL_SMS);
	ck_assert_str_eq(item->recipient, ADA);
	ck_assert_str_eq(item->provider, "texts");
	ck_assert_int_eq(item->score, 9);
	ck_assert_str_eq(item->touchpoint, "stay");
	ck_assert_str_eq(item->event->reference, "B-1");
	ck_assert_int_eq(item->invitation_id, 0);
	ck_assert(!item->suppressed);
	ck_assert_int_eq(item->expires_at, G_MAXINT64);
}
END_TEST

START_TEST(the_language_of_an_answer_is_that_of_who_has_the_number)
{
	g_autoptr(event) event = world_event("other", "B-9", NULL, NOON_AT);
	struct event *one[] = { event };
	const struct texted_meaning help = { .number = BOB,
		.kind = REPLY_HELP,
		.text = { .answer = MESSAGE_HELP } };
	g_autoptr(outbox_item) item = NULL;

	event->contact.phone = g_strdup(BOB);
	event->contact.language = g_strdup("fi");
	world_ok(store_put_events(world.store, one, 1, NOON_AT, NULL, &error));
	texted_says("HELP", &help, LATER_AT);
	item = claim_answer(LATER_AT);
	ck_assert_int_eq(item->kind, MESSAGE_HELP);
	ck_assert_str_eq(item->language, "fi");
	ck_assert_ptr_null(item->event);
	ck_assert_ptr_null(item->touchpoint);
	ck_assert_int_eq(item->score, -1);
}
END_TEST

START_TEST(words_said_before_the_score_come_with_it)
{
	texted_ask_ada();
	ada_comments("We liked it", CONVERSATION_QUESTION, MESSAGE_REPROMPT);
	ada_comments("a lot", CONVERSATION_QUESTION, MESSAGE_INVITATION);
	talk_is(CONVERSATION_QUESTION, FALSE, TRUE, -1);
	balance_state_is(&world, 1, "sent");
	texted_is("SELECT count(*) FROM response", "0");
	texted_ada_scores(9, LATER_AT + 5);
	texted_is("SELECT comment FROM response", "We liked it\n\na lot");
	talk_is(CONVERSATION_REASON, FALSE, FALSE, 9);
	ada_comments("the view", CONVERSATION_DONE, MESSAGE_THANKS);
	texted_is("SELECT comment FROM response ORDER BY id DESC LIMIT 1",
	    "We liked it\n\na lot\n\nthe view");
	talk_is(CONVERSATION_DONE, FALSE, FALSE, 9);
}
END_TEST

START_TEST(words_that_became_part_of_an_answer_need_nobodys_eye)
{
	g_autoptr(GPtrArray) seen = NULL;
	struct health health;

	texted_ask_ada();
	ada_comments("We liked it", CONVERSATION_QUESTION, MESSAGE_REPROMPT);
	world_ok(store_health(world.store, &health, &error));
	ck_assert_int_eq(health.replies_unscored, 1);
	texted_ada_scores(9, LATER_AT + 5);
	world_ok(store_health(world.store, &health, &error));
	ck_assert_int_eq(health.replies_unscored, 0);
	world_ok(seen = store_list_replies(world.store, FALSE, 9, &error));
	ck_assert_uint_eq(seen->len, 0);
}
END_TEST

START_TEST(a_changed_score_is_a_new_row_and_keeps_the_words)
{
	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	ada_comments("the view", CONVERSATION_REASON, MESSAGE_INVITATION);
	texted_ada_scores(3, LATER_AT + 9);
	texted_is("SELECT group_concat(score || '/' || coalesce(comment, '-'),"
		  " ' ') FROM (SELECT * FROM response ORDER BY id) x",
	    "9/- 9/the view 3/the view");
	texted_is("SELECT score || ' ' || n FROM " SCORE_ROLLUP " x",
	    "3 1");
}
END_TEST

START_TEST(what_does_not_count_is_kept_with_the_reply_alone)
{
	const struct texted_meaning late = { .number = ADA,
		.kind = REPLY_ANSWER,
		.invitation_id = 1,
		.score = 2,
		.text = { .step = CONVERSATION_DONE } };

	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	texted_says("2", &late, LATER_AT + DAY_S);
	texted_is("SELECT group_concat(score) FROM response", "9");
	texted_is("SELECT kind || ' ' || invitation_id FROM reply"
		  " ORDER BY id DESC LIMIT 1",
	    "answer 1");
}
END_TEST

START_TEST(a_talk_that_is_over_is_not_opened_again)
{
	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	ada_comments("the view", CONVERSATION_DONE, MESSAGE_THANKS);
	texted_invite("B-2", ADA, "ada@example.com", NOON_AT);
	/* Another has the number; a late score for the first comes. */
	g_ptr_array_unref(world_claim(&world, LATER_AT, 2));
	ck_assert_int_gt(texted_begin_attempt(4, ADA, LATER_AT), 0);
	texted_ada_scores(8, LATER_AT + 9);
	texted_is("SELECT group_concat(invitation_id || step) FROM"
		  " conversation WHERE step <> 'done'",
	    "2question");
}
END_TEST

START_TEST(one_reprompt_is_remembered)
{
	texted_ask_ada();
	ada_comments("?", CONVERSATION_QUESTION, MESSAGE_REPROMPT);
	talk_is(CONVERSATION_QUESTION, TRUE, TRUE, -1);
	texted_waiting_is("reprompt>" ADA);
}
END_TEST

START_TEST(a_text_read_twice_does_what_it_does_once)
{
	const struct texted_meaning meaning = { .number = ADA,
		.kind = REPLY_ANSWER,
		.invitation_id = 1,
		.score = 9,
		.text = { .counts = TRUE,
		    .step = CONVERSATION_REASON,
		    .answer = MESSAGE_REASON } };
	gint64 reply_id;

	texted_ask_ada();
	reply_id = texted_says("9", &meaning, LATER_AT);
	texted_apply(reply_id, &meaning, LATER_AT + 1);
	texted_is("SELECT count(*) FROM response", "1");
	texted_waiting_is("reason>" ADA);
}
END_TEST

START_TEST(a_newer_text_takes_the_place_of_an_answer_that_waits)
{
	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	texted_waiting_is("reason>" ADA);
	ada_comments("the view", CONVERSATION_DONE, MESSAGE_THANKS);
	texted_waiting_is("thanks>" ADA);
	texted_is("SELECT outcome || ': ' || detail FROM attempt"
		  " ORDER BY id DESC LIMIT 1",
	    "dropped: another text came before it left");
}
END_TEST

START_TEST(an_answer_may_be_quicker_than_the_verdict_on_the_question)
{
	gint64 attempt_id;
	struct outbox_verdict sent;

	texted_invite("B-1", ADA, NULL, NOON_AT);
	attempt_id = texted_begin_attempt(world_claim_one(&world, DUE_AT), ADA,
	    DUE_AT);
	texted_ada_scores(9, DUE_AT + 1);
	balance_state_is(&world, 1, "answered");
	sent = texted_verdict_of(1, attempt_id, VERDICT_SENT);
	sent.remote_id = "SM1";
	texted_end_attempt(sent, DUE_AT + 2);
	balance_state_is(&world, 1, "answered");
	talk_is(CONVERSATION_REASON, FALSE, FALSE, 9);
	texted_is("SELECT count(*) FROM charge", "0");
	texted_is("SELECT n || ' ' || cost_micro FROM spending"
		  " WHERE scope = ''",
	    "1 10000");
}
END_TEST

START_TEST(an_answer_to_a_text_in_doubt_proves_that_it_came)
{
	gint64 attempt_id;

	texted_invite("B-1", ADA, NULL, NOON_AT);
	attempt_id = texted_begin_attempt(world_claim_one(&world, DUE_AT), ADA,
	    DUE_AT);
	texted_end_attempt(texted_verdict_of(1, attempt_id, VERDICT_IN_DOUBT),
	    DUE_AT);
	texted_ada_scores(9, DUE_AT + 1);
	balance_state_is(&world, 1, "answered");
	texted_is("SELECT outcome FROM attempt", "accepted");
	texted_is("SELECT count(*) FROM charge", "0");
}
END_TEST

START_TEST(stop_ends_all_that_is_queued_for_the_number)
{
	texted_invite("B-1", ADA, "ada@example.com", NOON_AT);
	texted_invite("B-2", ADA, "eve@example.com", NOON_AT);
	texted_invite("B-3", BOB, "bob@example.com", NOON_AT);
	texted_invite("B-4", ADA, "joe@example.com", NOON_AT + DAY_S);
	g_ptr_array_unref(world_claim(&world, DUE_AT, 2));
	texted_is("SELECT count(*) FROM line", "1");
	texted_stops(ADA, 1, FALSE, DUE_AT + 1);
	balance_state_is(&world, 1, "suppressed");
	balance_state_is(&world, 2, "suppressed");
	balance_state_is(&world, 3, "scheduled");
	balance_state_is(&world, 4, "suppressed");
	texted_waiting_is("invitation>" BOB " stopped>" ADA);
	/* It was leased: it may not leave. */
	ck_assert_int_eq(texted_begin_attempt(1, ADA, DUE_AT + 2), 0);
	texted_is("SELECT group_concat(channel || address || reason)"
		  " FROM suppression",
	    "sms" ADA "opt-out by text");
}
END_TEST

START_TEST(stop_drops_the_answers_that_are_queued)
{
	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	texted_stops(ADA, 1, FALSE, LATER_AT + 1);
	texted_waiting_is("stopped>" ADA);
	texted_is("SELECT m.kind || ': ' || a.outcome || ': ' || a.detail"
		  " FROM attempt a JOIN message m ON m.id = a.message_id"
		  " ORDER BY a.id DESC LIMIT 1",
	    "reason: dropped: opt-out by text");
	talk_is(CONVERSATION_DONE, FALSE, FALSE, 9);
}
END_TEST

START_TEST(an_answer_that_is_leased_does_not_leave_after_stop)
{
	g_autoptr(outbox_item) item = NULL;

	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	item = claim_answer(LATER_AT);
	texted_stops(ADA, 1, FALSE, LATER_AT + 1);
	ck_assert_int_eq(texted_begin_attempt(item->message_id, ADA,
			     LATER_AT + 2),
	    0);
	texted_waiting_is("stopped>" ADA);
}
END_TEST

START_TEST(stop_while_a_text_is_sent_cannot_call_it_back_but_ends_the_talk)
{
	gint64 attempt_id;
	struct outbox_verdict later;
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	texted_invite("B-1", ADA, "ada@example.com", NOON_AT);
	attempt_id = texted_begin_attempt(world_claim_one(&world, DUE_AT), ADA,
	    DUE_AT);
	texted_stops(ADA, 1, FALSE, DUE_AT + 1);
	balance_state_is(&world, 1, "sending");
	/* The gateway says "later": then it never leaves. */
	later = texted_verdict_of(1, attempt_id, VERDICT_RETRY);
	later.next_at = DUE_AT + 9;
	texted_end_attempt(later, DUE_AT + 2);
	items = world_claim(&world, DUE_AT + 9, 2);
	item = items->pdata[1];
	ck_assert_int_eq(item->message_id, 1);
	ck_assert(item->suppressed);
	ck_assert_int_eq(texted_begin_attempt(1, ADA, DUE_AT + 9), 0);
	balance_state_is(&world, 1, "suppressed");
	texted_is("SELECT reason FROM invitation_state",
	    "the number has opted out");
}
END_TEST

START_TEST(the_last_word_on_a_text_is_the_number_it_goes_to)
{
	/* Composed for a number that the contact had; it has opted out. */
	texted_invite("B-1", ADA, "ada@example.com", NOON_AT);
	ck_assert_int_eq(world_claim_one(&world, DUE_AT), 1);
	world_ok(store_suppress(world.store, CHANNEL_SMS, BOB, "by hand",
	    DUE_AT, &error));
	ck_assert_int_eq(texted_begin_attempt(1, BOB, DUE_AT), 0);
	balance_state_is(&world, 1, "suppressed");
}
END_TEST

START_TEST(stop_is_confirmed_once)
{
	g_autoptr(outbox_item) item = NULL;

	texted_ask_ada();
	texted_stops(ADA, 1, FALSE, LATER_AT);
	texted_stops(ADA, 1, FALSE, LATER_AT + 1);
	texted_waiting_is("stopped>" ADA);
	item = claim_answer(LATER_AT + 1);
	ck_assert(!item->suppressed);
	ck_assert_int_gt(texted_begin_attempt(item->message_id, ADA,
			     LATER_AT + 1),
	    0);
	texted_stops(ADA, 1, FALSE, LATER_AT + 2);
	texted_waiting_is("");
}
END_TEST

START_TEST(stop_of_nobody_we_asked_is_obeyed)
{
	texted_stops(BOB, 0, FALSE, NOON_AT);
	texted_waiting_is("stopped>" BOB);
	texted_is("SELECT address FROM suppression", BOB);
	texted_starts(BOB, NOON_AT + 1);
	texted_is("SELECT count(*) FROM suppression", "0");
	/* "You are out" would be wrong by now. */
	texted_waiting_is("started>" BOB);
}
END_TEST

START_TEST(stop_closes_mail_too_if_it_is_told_so_and_start_opens_it)
{
	world_invite(&world, "M-1", "ada@example.com", NOON_AT);
	texted_invite("B-2", ADA, "ada@example.com", NOON_AT);
	texted_invite("B-3", ADA, "eve@example.com", NOON_AT);
	world_ok(store_suppress(world.store, CHANNEL_EMAIL, "eve@example.com",
	    "by hand", NOON_AT, &error));
	texted_stops(ADA, 0, TRUE, NOON_AT + 5);
	balance_state_is(&world, 1, "suppressed");
	balance_state_is(&world, 2, "suppressed");
	texted_is("SELECT group_concat(channel || ' ' || address || ' ' ||"
		  " reason, ', ') FROM (SELECT * FROM suppression"
		  " ORDER BY address) x",
	    "sms " ADA " opt-out by text, email ada@example.com opt-out by"
	    " text, email eve@example.com by hand");
	texted_starts(ADA, NOON_AT + 9);
	/* What was not closed by the text stays closed. */
	texted_is("SELECT group_concat(address) FROM suppression",
	    "eve@example.com");
}
END_TEST

START_TEST(an_opt_out_by_mail_stands_when_the_one_by_text_is_lifted)
{
	world_invite(&world, "M-1", "ada@example.com", NOON_AT);
	texted_invite("B-2", ADA, "ada@example.com", NOON_AT);
	texted_stops(ADA, 0, TRUE, NOON_AT + 5);
	world_takes(&world, REPLY_OPT_OUT, 1, 0, NULL, NOON_AT + 7);
	texted_stops(ADA, 0, TRUE, NOON_AT + 8);
	texted_starts(ADA, NOON_AT + 9);
	texted_is("SELECT group_concat(address) FROM suppression",
	    "ada@example.com");
}
END_TEST

START_TEST(an_answer_that_ends_before_it_leaves_says_why)
{
	struct outbox_verdict ended = texted_verdict_of(2, 0,
	    VERDICT_SUPPRESSED);

	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	ck_assert_int_eq(world_claim_one(&world, LATER_AT), 2);
	ended.provider = NULL;
	ended.detail = "no texts to that country";
	texted_end_attempt(ended, LATER_AT);
	texted_waiting_is("");
	texted_is("SELECT outcome || ': ' || detail FROM attempt"
		  " WHERE message_id = 2",
	    "dropped: no texts to that country");
}
END_TEST

START_TEST(a_picture_alone_is_a_reply_without_words)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");

	add_text(arrivals, "MM1", ADA, NULL);
	ck_assert_uint_eq(put(arrivals, NOON_AT), 1);
	texted_is("SELECT length(bytes) FROM reply_raw", "0");
}
END_TEST

START_TEST(start_of_who_was_not_out_is_not_confirmed)
{
	texted_starts(ADA, NOON_AT);
	texted_waiting_is("");
}
END_TEST

START_TEST(who_has_opted_out_gets_no_answer_but_help)
{
	const struct texted_meaning help = { .number = ADA,
		.kind = REPLY_HELP,
		.text = { .answer = MESSAGE_HELP } };
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	texted_ask_ada();
	texted_says("HELP", &help, LATER_AT);
	texted_stops(ADA, 1, FALSE, LATER_AT + 1);
	texted_waiting_is("stopped>" ADA);
	texted_ada_scores(9, LATER_AT + 2);
	texted_is("SELECT score FROM response", "9");
	texted_waiting_is("stopped>" ADA);
	texted_says("HELP", &help, LATER_AT + 3);
	items = world_claim(&world, LATER_AT + 3, 2);
	item = items->pdata[1];
	ck_assert_int_eq(item->kind, MESSAGE_HELP);
	ck_assert(!item->suppressed);
	ck_assert_int_gt(texted_begin_attempt(item->message_id, ADA,
			     LATER_AT + 3),
	    0);
}
END_TEST

START_TEST(help_that_was_asked_for_before_stop_does_not_leave_after_it)
{
	const struct texted_meaning help = { .number = BOB,
		.kind = REPLY_HELP,
		.text = { .answer = MESSAGE_HELP } };
	struct outbox_verdict later;
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	texted_says("HELP", &help, LATER_AT);
	ck_assert_int_eq(world_claim_one(&world, LATER_AT), 1);
	later = texted_verdict_of(1, texted_begin_attempt(1, BOB, LATER_AT),
	    VERDICT_RETRY);
	later.next_at = LATER_AT + 60;
	texted_stops(BOB, 0, FALSE, LATER_AT + 1);
	texted_end_attempt(later, LATER_AT + 2);
	items = world_claim(&world, LATER_AT + 60, 2);
	item = items->pdata[1];
	ck_assert_int_eq(item->kind, MESSAGE_HELP);
	ck_assert(item->suppressed);
	ck_assert_int_eq(texted_begin_attempt(1, BOB, LATER_AT + 60), 0);
	texted_waiting_is("stopped>" BOB);
	texted_is("SELECT detail FROM attempt ORDER BY id DESC LIMIT 1",
	    "the number has opted out");
}
END_TEST

START_TEST(a_suppression_by_hand_ends_answers_and_talks_too)
{
	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	world_ok(store_suppress(world.store, CHANNEL_SMS, ADA, "by hand",
	    LATER_AT, &error));
	texted_waiting_is("");
	talk_is(CONVERSATION_DONE, FALSE, FALSE, 9);
}
END_TEST

START_TEST(a_mail_about_one_that_asks_by_text_closes_the_mail_address)
{
	texted_ask_ada();
	world_takes(&world, REPLY_BOUNCE, 1, 0, NULL, LATER_AT);
	texted_is("SELECT channel || address FROM suppression",
	    "emailada@example.com");
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(an_answer_deferred_is_tried_again_byte_for_byte)
{
	const struct message composed = { .sender = (char *)"12345",
		.recipient = (char *)ADA,
		.name = (char *)"d1",
		.bytes = g_bytes_new_static("why?", 4) };
	g_autoptr(outbox_item) item = NULL, again = NULL;
	struct outbox_verdict later;

	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	item = claim_answer(LATER_AT);
	later = texted_verdict_of(item->message_id,
	    texted_begin_attempt(item->message_id, ADA, LATER_AT),
	    VERDICT_RETRY);
	later.composed = &composed;
	later.next_at = LATER_AT + 60;
	texted_end_attempt(later, LATER_AT);
	again = claim_answer(LATER_AT + 60);
	ck_assert_uint_eq(again->tries, 1);
	ck_assert_ptr_nonnull(again->composed);
	ck_assert_str_eq(again->composed->recipient, ADA);
	ck_assert_ptr_null(again->companions);
	g_bytes_unref(composed.bytes);
}
END_TEST

START_TEST(an_opt_out_that_the_provider_tells_is_written_down)
{
	struct outbox_verdict refused;

	texted_invite("B-1", ADA, "ada@example.com", NOON_AT);
	texted_invite("B-2", ADA, "eve@example.com", NOON_AT);
	refused = texted_verdict_of(1,
	    texted_begin_attempt(world_claim_one(&world, DUE_AT), ADA, DUE_AT),
	    VERDICT_FAILED);
	refused.opted_out = TRUE;
	refused.fall_back = CHANNEL_EMAIL;
	texted_end_attempt(refused, DUE_AT + 1);
	texted_is("SELECT channel || ' ' || address || ' ' || reason"
		  " FROM suppression",
	    "sms " ADA " the provider knows of an opt-out");
	/* Ada is asked by mail; who stood behind her is not asked by text. */
	balance_state_is(&world, 1, "scheduled");
	balance_state_is(&world, 2, "suppressed");
	texted_is("SELECT group_concat(channel) FROM message"
		  " WHERE invitation_id = 1",
	    "sms,email");
}
END_TEST

START_TEST(what_is_nobodys_is_cut_and_kept)
{
	const struct texted_meaning noise = { .number = BOB,
		.kind = REPLY_UNREADABLE,
		.text = { .answer = MESSAGE_INVITATION } };

	texted_says("hello?", &noise, NOON_AT);
	texted_waiting_is("");
	texted_is("SELECT state || kind FROM reply", "readunreadable");
}
END_TEST

START_TEST(an_invitation_that_the_store_lost_is_nobodys_but_stop_is_obeyed)
{
	texted_stops(ADA, 4711, FALSE, NOON_AT);
	texted_is("SELECT address FROM suppression", ADA);
	texted_waiting_is("stopped>" ADA);
	texted_is("SELECT coalesce(invitation_id, 0) FROM answer", "0");
}
END_TEST

START_TEST(a_store_that_fails_in_the_middle_has_done_nothing)
{
	g_autoptr(GError) refusal = NULL;
	struct text_effect text = { .number = ADA,
		.provider = "texts",
		.counts = TRUE,
		.step = CONVERSATION_DONE,
		.answer = MESSAGE_STOPPED,
		.stop = TRUE,
		.stop_mail = TRUE };
	struct reply_effect effect = { .kind = REPLY_ANSWER,
		.invitation_id = 1,
		.score = 9,
		.answered_at = LATER_AT,
		.day = DAY,
		.text = &text };

	texted_ask_ada();
	texted_invite("B-2", ADA, "eve@example.com", NOON_AT);
	effect.reply_id = texted_arrives("SM9", ADA, "9, stop", LATER_AT);
	/* The last thing that is written is refused. */
	place_trip(world.url, "INSERT", "answer", NULL);
	ck_assert(!store_apply_reply(world.store, &effect, LATER_AT, &refusal));
	ck_assert_ptr_nonnull(refusal);
	texted_is("SELECT count(*) FROM response", "0");
	texted_is("SELECT count(*) FROM suppression", "0");
	texted_is("SELECT state FROM reply", "new");
	balance_state_is(&world, 1, "sent");
	balance_state_is(&world, 2, "scheduled");
	talk_is(CONVERSATION_QUESTION, FALSE, FALSE, -1);
	place_untrip(world.url, "answer");
	world_ok(store_apply_reply(world.store, &effect, LATER_AT, &error));
	balance_state_is(&world, 1, "answered");
	balance_state_is(&world, 2, "suppressed");
	texted_waiting_is("stopped>" ADA);
}
END_TEST

START_TEST(an_alert_is_a_mail_that_is_due)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;

	world_ok(store_put_alert(world.store, "admin@example.com", "Fuse",
	    "It has blown.", NOON_AT, &error));
	items = world_claim(&world, NOON_AT, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->kind, MESSAGE_ALERT);
	ck_assert_int_eq(item->channel, CHANNEL_EMAIL);
	ck_assert_str_eq(item->recipient, "admin@example.com");
	ck_assert_str_eq(item->subject, "Fuse");
	ck_assert_str_eq(item->text, "It has blown.");
	ck_assert_str_eq(item->html, "");
	ck_assert(!item->suppressed);
}
END_TEST

static void
add_arrivals(TCase *tcase)
{
	tcase_add_test(tcase, a_text_is_a_new_reply_that_says_how_it_came);
	tcase_add_test(tcase, a_mail_is_a_reply_by_mail);
	tcase_add_test(tcase, the_same_text_twice_is_one);
	tcase_add_test(tcase,
	    texts_of_a_gateway_without_names_are_known_by_what_they_say);
	tcase_add_test(tcase, how_far_a_gateway_was_asked_is_kept);
	tcase_add_test(tcase, an_alert_is_a_mail_that_is_due);
}

static void
add_talk(TCase *tcase)
{
	tcase_add_test(tcase, a_score_is_kept_and_the_reason_asked_for);
	tcase_add_test(tcase,
	    the_language_of_an_answer_is_that_of_who_has_the_number);
	tcase_add_test(tcase, words_said_before_the_score_come_with_it);
	tcase_add_test(tcase,
	    words_that_became_part_of_an_answer_need_nobodys_eye);
	tcase_add_test(tcase, a_changed_score_is_a_new_row_and_keeps_the_words);
	tcase_add_test(tcase, what_does_not_count_is_kept_with_the_reply_alone);
	tcase_add_test(tcase, a_talk_that_is_over_is_not_opened_again);
	tcase_add_test(tcase, one_reprompt_is_remembered);
	tcase_add_test(tcase, a_text_read_twice_does_what_it_does_once);
	tcase_add_test(tcase,
	    a_newer_text_takes_the_place_of_an_answer_that_waits);
	tcase_add_test(tcase,
	    an_answer_may_be_quicker_than_the_verdict_on_the_question);
	tcase_add_test(tcase, an_answer_to_a_text_in_doubt_proves_that_it_came);
	tcase_add_test(tcase, an_answer_deferred_is_tried_again_byte_for_byte);
	tcase_add_test(tcase, what_is_nobodys_is_cut_and_kept);
	tcase_add_test(tcase,
	    a_mail_about_one_that_asks_by_text_closes_the_mail_address);
}

static void
add_stop(TCase *tcase)
{
	tcase_add_test(tcase, stop_ends_all_that_is_queued_for_the_number);
	tcase_add_test(tcase, stop_drops_the_answers_that_are_queued);
	tcase_add_test(tcase,
	    an_answer_that_is_leased_does_not_leave_after_stop);
	tcase_add_test(tcase,
	    stop_while_a_text_is_sent_cannot_call_it_back_but_ends_the_talk);
	tcase_add_test(tcase, the_last_word_on_a_text_is_the_number_it_goes_to);
	tcase_add_test(tcase, stop_is_confirmed_once);
	tcase_add_test(tcase, stop_of_nobody_we_asked_is_obeyed);
	tcase_add_test(tcase,
	    stop_closes_mail_too_if_it_is_told_so_and_start_opens_it);
	tcase_add_test(tcase,
	    an_opt_out_by_mail_stands_when_the_one_by_text_is_lifted);
	tcase_add_test(tcase, an_answer_that_ends_before_it_leaves_says_why);
	tcase_add_test(tcase, a_picture_alone_is_a_reply_without_words);
	tcase_add_test(tcase, start_of_who_was_not_out_is_not_confirmed);
	tcase_add_test(tcase, who_has_opted_out_gets_no_answer_but_help);
	tcase_add_test(tcase,
	    help_that_was_asked_for_before_stop_does_not_leave_after_it);
	tcase_add_test(tcase, a_suppression_by_hand_ends_answers_and_talks_too);
	tcase_add_test(tcase,
	    an_opt_out_that_the_provider_tells_is_written_down);
	tcase_add_test(tcase,
	    an_invitation_that_the_store_lost_is_nobodys_but_stop_is_obeyed);
	tcase_add_test(tcase,
	    a_store_that_fails_in_the_middle_has_done_nothing);
}

int
main(void)
{
	Suite *suite = suite_create("store_texts");

	texted_add_case(suite, "arrivals", add_arrivals);
	texted_add_case(suite, "talk", add_talk);
	texted_add_case(suite, "stop", add_stop);
	return unit_run(suite);
}
