/*
 * test_store_deliveries.c - what gateways report of texts that left: by rank,
 * whenever it comes.
 */
#include "tests/unit/texted.h"

#define LATER_AT (DUE_AT + 60)

/* One report of "texts" comes in; *stored. */
static guint
report(const char *name, const char *remote_id, enum delivery_state state,
    gboolean opted_out, gint64 at)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct arrivals *one[] = { arrivals };
	struct delivery_report *report = g_new0(struct delivery_report, 1);
	guint stored = 99;

	report->name = g_strdup(name);
	report->remote_id = g_strdup(remote_id);
	report->state = state;
	report->opted_out = opted_out;
	report->detail = g_strdup("carrier");
	g_ptr_array_add(arrivals->reports, report);
	world_ok(store_put_arrivals(world.store, one, 1, at, &stored, &error));
	return stored;
}

static GPtrArray *
waiting(gint64 at)
{
	GPtrArray *found;

	world_ok(found = store_waiting_reports(world.store, at, 9, &error));
	return found;
}

static guint
n_waiting(gint64 at)
{
	g_autoptr(GPtrArray) found = waiting(at);

	return found->len;
}

static void
apply_all(enum channel fall_back, gint64 at)
{
	g_autoptr(GPtrArray) found = waiting(at);

	for (guint i = 0; i < found->len; i++) {
		const struct waiting_report *one = found->pdata[i];
		const struct report_effect effect = { .report_id = one->id,
			.day = DAY + 1,
			.fall_back = fall_back };

		world_ok(store_apply_reports(world.store, &effect, 1, at,
		    &error));
		/* Once more: it is not there any more. */
		world_ok(store_apply_reports(world.store, &effect, 1, at,
		    &error));
		balance_check(&world);
	}
	texted_is("SELECT count(*) FROM report", "0");
}

/* The text that the gateway calls SM1 became this. */
static void
sm1_is(enum delivery_state state, enum channel fall_back)
{
	ck_assert_uint_eq(report(NULL, "SM1", state, FALSE, LATER_AT), 1);
	apply_all(fall_back, LATER_AT);
}

/* Ada's question has its attempt, and no verdict. */
static gint64
sending(void)
{
	texted_invite("B-1", ADA, "ada@example.com", NOON_AT);
	return texted_begin_attempt(world_claim_one(&world, DUE_AT), ADA,
	    DUE_AT);
}

static void
in_doubt(void)
{
	texted_end_attempt(texted_verdict_of(1, sending(), VERDICT_IN_DOUBT),
	    DUE_AT);
	balance_state_is(&world, 1, "in doubt");
}

static void
deferred(void)
{
	struct outbox_verdict later = texted_verdict_of(1, sending(),
	    VERDICT_RETRY);

	later.next_at = LATER_AT + DAY_S;
	texted_end_attempt(later, DUE_AT);
	balance_state_is(&world, 1, "scheduled");
}

static char *
own_name(gint64 message_id)
{
	return token_make(store_key(world.store), TOKEN_DELIVERY, message_id);
}

START_TEST(a_waiting_report_says_what_it_is_about)
{
	g_autoptr(GPtrArray) found = NULL;
	const struct waiting_report *one;

	texted_ask_ada();
	report(NULL, "SM1", DELIVERY_UNDELIVERED, TRUE, LATER_AT);
	found = waiting(LATER_AT);
	ck_assert_uint_eq(found->len, 1);
	one = found->pdata[0];
	ck_assert_int_eq(one->message_id, 1);
	ck_assert_int_eq(one->state, DELIVERY_UNDELIVERED);
	ck_assert(one->opted_out);
	ck_assert_str_eq(one->detail, "carrier");
	ck_assert_str_eq(one->touchpoint, "stay");
	ck_assert_int_eq(one->channel, CHANNEL_SMS);
	ck_assert_int_eq(one->stands, INVITATION_SENT);
	ck_assert_str_eq(one->contact.email, "ada@example.com");
}
END_TEST

START_TEST(a_report_of_an_answer_is_of_no_touchpoint)
{
	g_autoptr(GPtrArray) found = NULL;
	const struct waiting_report *one;

	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	ck_assert_int_eq(texted_send(ADA, "SM2", LATER_AT), 2);
	report(NULL, "SM2", DELIVERY_UNDELIVERED, FALSE, LATER_AT);
	found = waiting(LATER_AT);
	one = found->pdata[0];
	ck_assert_ptr_null(one->touchpoint);
	apply_all(CHANNEL_EMAIL, LATER_AT);
	balance_state_is(&world, 1, "answered");
	texted_is("SELECT state FROM delivery WHERE message_id = 2",
	    "undelivered");
}
END_TEST

START_TEST(a_message_is_known_by_our_name_if_it_is_proven)
{
	g_autofree char *name = NULL;

	texted_ask_ada();
	name = own_name(1);
	ck_assert_uint_eq(report(name, NULL, DELIVERY_DELIVERED, FALSE,
			      LATER_AT),
	    1);
	apply_all(CHANNEL_NONE, LATER_AT);
	texted_is("SELECT state || ' ' || detail FROM delivery",
	    "delivered carrier");
	/* Neither forged nor of another purpose. */
	name[3] = name[3] == 'a' ? 'b' : 'a';
	ck_assert_uint_eq(report(name, NULL, DELIVERY_DELIVERED, FALSE,
			      LATER_AT),
	    0);
	g_free(name);
	name = token_make(store_key(world.store), TOKEN_REPLY, 1);
	ck_assert_uint_eq(report(name, NULL, DELIVERY_DELIVERED, FALSE,
			      LATER_AT),
	    0);
	ck_assert_uint_eq(report(NULL, NULL, DELIVERY_DELIVERED, FALSE,
			      LATER_AT),
	    0);
	/* The gateway's own name goes for it then. */
	ck_assert_uint_eq(report(name, "SM1", DELIVERY_DELIVERED, FALSE,
			      LATER_AT),
	    1);
}
END_TEST

START_TEST(a_report_before_the_verdict_waits_for_it)
{
	gint64 attempt_id = sending();
	struct outbox_verdict sent = texted_verdict_of(1, attempt_id,
	    VERDICT_SENT);
	g_autofree char *name = own_name(1);
	const struct report_effect effect = { .report_id = 1, .day = DAY };

	report(name, NULL, DELIVERY_SENT, FALSE, DUE_AT);
	report(NULL, "SM1", DELIVERY_DELIVERED, FALSE, DUE_AT);
	ck_assert_uint_eq(n_waiting(DUE_AT), 0);
	/* Applied all the same, it waits all the same. */
	world_ok(store_apply_reports(world.store, &effect, 1, DUE_AT, &error));
	texted_is("SELECT count(*) FROM report", "2");
	sent.remote_id = "SM1";
	texted_end_attempt(sent, DUE_AT + 1);
	apply_all(CHANNEL_NONE, DUE_AT + 2);
	texted_is("SELECT state FROM delivery", "delivered");
}
END_TEST

START_TEST(a_report_of_what_nobody_knows_is_dropped_after_an_hour)
{
	texted_ask_ada();
	report(NULL, "SM-foreign", DELIVERY_DELIVERED, FALSE, LATER_AT);
	ck_assert_uint_eq(n_waiting(LATER_AT + HOUR_S - 1), 0);
	texted_is("SELECT count(*) FROM report", "1");
	ck_assert_uint_eq(n_waiting(LATER_AT + HOUR_S), 0);
	texted_is("SELECT count(*) FROM report", "0");
}
END_TEST

START_TEST(a_report_of_a_slow_verdict_is_kept_longer)
{
	g_autofree char *name = NULL;

	sending();
	name = own_name(1);
	report(name, NULL, DELIVERY_DELIVERED, FALSE, DUE_AT);
	ck_assert_uint_eq(n_waiting(DUE_AT + DAY_S), 0);
	texted_is("SELECT count(*) FROM report", "1");
}
END_TEST

START_TEST(a_late_sent_does_not_undo_delivered)
{
	texted_ask_ada();
	sm1_is(DELIVERY_DELIVERED, CHANNEL_NONE);
	sm1_is(DELIVERY_SENT, CHANNEL_NONE);
	sm1_is(DELIVERY_UNDELIVERED, CHANNEL_EMAIL);
	texted_is("SELECT state || ' ' || reported_at FROM delivery",
	    "delivered 1772370060");
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(reports_rise_in_rank)
{
	texted_ask_ada();
	sm1_is(DELIVERY_QUEUED, CHANNEL_NONE);
	texted_is("SELECT state FROM delivery", "queued");
	sm1_is(DELIVERY_SENT, CHANNEL_NONE);
	sm1_is(DELIVERY_QUEUED, CHANNEL_NONE);
	texted_is("SELECT state FROM delivery", "sent");
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(an_undelivered_text_has_failed_and_says_why)
{
	texted_ask_ada();
	sm1_is(DELIVERY_UNDELIVERED, CHANNEL_NONE);
	balance_state_is(&world, 1, "failed");
	texted_is("SELECT reason FROM invitation_state",
	    "undelivered: carrier");
	texted_is("SELECT step FROM conversation", "done");
	/* It counts as sent, as a bounced mail does. */
	texted_is("SELECT sent FROM " SENT_ROLLUP " x", "1");
	sm1_is(DELIVERY_UNDELIVERED, CHANNEL_EMAIL);
	balance_state_is(&world, 1, "failed");
	texted_waiting_is("");
}
END_TEST

START_TEST(an_undelivered_text_falls_back_to_mail)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *item;
	gint64 attempt_id;
	guint expired;

	texted_ask_ada();
	sm1_is(DELIVERY_UNDELIVERED, CHANNEL_EMAIL);
	balance_state_is(&world, 1, "scheduled");
	texted_is("SELECT channel FROM invitation", "email");
	texted_is("SELECT step FROM conversation", "done");
	texted_is("SELECT count(*) FROM " SENT_ROLLUP " x", "0");
	items = world_claim(&world, LATER_AT, 1);
	item = items->pdata[0];
	ck_assert_int_eq(item->message_id, 2);
	ck_assert_int_eq(item->channel, CHANNEL_EMAIL);
	ck_assert_int_eq(item->kind, MESSAGE_INVITATION);
	ck_assert_uint_eq(item->tries, 0);
	ck_assert_int_eq(item->expires_at, DUE_AT + 10 * DAY_S);
	attempt_id = world_attempt(&world, 2, LATER_AT);
	world_verdict(&world, 2, attempt_id, VERDICT_SENT, LATER_AT);
	balance_state_is(&world, 1, "sent");
	texted_is("SELECT sent FROM " SENT_ROLLUP " x", "1");
	/* Of the first, nothing matters any more. */
	sm1_is(DELIVERY_UNDELIVERED, CHANNEL_EMAIL);
	balance_state_is(&world, 1, "sent");
	expired = world_expire(&world, DUE_AT + 10 * DAY_S, 9);
	ck_assert_uint_eq(expired, 1);
}
END_TEST

START_TEST(a_report_of_a_text_whose_mail_has_left_changes_nothing)
{
	struct outbox_verdict refused = texted_verdict_of(1, sending(),
	    VERDICT_FAILED);
	g_autofree char *name = own_name(1);
	gint64 attempt_id;

	refused.fall_back = CHANNEL_EMAIL;
	texted_end_attempt(refused, DUE_AT + 1);
	ck_assert_int_eq(world_claim_one(&world, DUE_AT + 1), 2);
	attempt_id = world_attempt(&world, 2, DUE_AT + 1);
	world_verdict(&world, 2, attempt_id, VERDICT_SENT, DUE_AT + 1);
	report(name, NULL, DELIVERY_UNDELIVERED, FALSE, LATER_AT);
	apply_all(CHANNEL_EMAIL, LATER_AT);
	balance_state_is(&world, 1, "sent");
	texted_waiting_is("");
}
END_TEST

START_TEST(what_fell_back_is_not_expired_while_it_waits)
{
	guint expired;

	texted_ask_ada();
	sm1_is(DELIVERY_UNDELIVERED, CHANNEL_EMAIL);
	expired = world_expire(&world, DUE_AT + 10 * DAY_S, 9);
	ck_assert_uint_eq(expired, 0);
	balance_state_is(&world, 1, "scheduled");
}
END_TEST

START_TEST(a_text_that_arrives_after_all_calls_its_mail_back)
{
	texted_ask_ada();
	sm1_is(DELIVERY_UNDELIVERED, CHANNEL_EMAIL);
	texted_waiting_is("invitation>" ADA);
	sm1_is(DELIVERY_DELIVERED, CHANNEL_NONE);
	texted_waiting_is("");
	balance_state_is(&world, 1, "sent");
	texted_is("SELECT channel FROM invitation", "sms");
}
END_TEST

START_TEST(a_rejected_text_falls_back_to_mail)
{
	struct outbox_verdict refused = texted_verdict_of(1, sending(),
	    VERDICT_FAILED);

	refused.fall_back = CHANNEL_EMAIL;
	texted_end_attempt(refused, DUE_AT + 1);
	balance_state_is(&world, 1, "scheduled");
	texted_is("SELECT outcome || ' ' || message_id FROM attempt",
	    "rejected 1");
	texted_is("SELECT reason FROM invitation_state", "said so");
	texted_is("SELECT count(*) FROM conversation WHERE step <> 'done'",
	    "0");
	ck_assert_int_eq(world_claim_one(&world, DUE_AT + 1), 2);
}
END_TEST

START_TEST(a_verdict_that_fails_in_the_middle_is_none)
{
	struct outbox_verdict refused = texted_verdict_of(1, sending(),
	    VERDICT_FAILED);
	g_autoptr(GError) refusal = NULL;

	refused.fall_back = CHANNEL_EMAIL;
	refused.opted_out = TRUE;
	place_trip(world.url, "INSERT", "suppression", NULL);
	ck_assert(
	    !world_end_attempts(world.store, &refused, 1, DUE_AT, &refusal));
	balance_state_is(&world, 1, "sending");
	texted_is("SELECT channel FROM invitation", "sms");
	texted_is("SELECT count(*) FROM charge", "1");
	texted_is("SELECT step FROM conversation", "question");
	place_untrip(world.url, "suppression");
	texted_end_attempt(refused, DUE_AT);
	balance_state_is(&world, 1, "scheduled");
	texted_is("SELECT channel FROM invitation", "email");
	texted_is("SELECT address FROM suppression", ADA);
}
END_TEST

START_TEST(a_text_refused_before_an_attempt_falls_back_to_mail)
{
	struct outbox_verdict refused = texted_verdict_of(1, 0, VERDICT_FAILED);

	texted_invite("B-1", ADA, "ada@example.com", NOON_AT);
	world_claim_one(&world, DUE_AT);
	refused.provider = NULL;
	refused.detail = "no consent";
	refused.fall_back = CHANNEL_EMAIL;
	texted_end_attempt(refused, DUE_AT + 1);
	balance_state_is(&world, 1, "scheduled");
	texted_is("SELECT reason FROM invitation_state", "no consent");
	texted_is("SELECT count(*) FROM conversation", "0");
	ck_assert_int_eq(world_claim_one(&world, DUE_AT + 1), 2);
}
END_TEST

START_TEST(who_answered_a_text_that_was_refused_is_not_mailed)
{
	gint64 attempt_id = sending();
	struct outbox_verdict refused = texted_verdict_of(1, attempt_id,
	    VERDICT_FAILED);

	texted_ada_scores(9, DUE_AT);
	refused.fall_back = CHANNEL_EMAIL;
	texted_end_attempt(refused, DUE_AT + 1);
	balance_state_is(&world, 1, "answered");
	texted_waiting_is("reason>" ADA);
}
END_TEST

START_TEST(a_report_settles_a_doubt)
{
	static const struct {
		enum delivery_state state;
		enum channel fall_back;
		const char *stands, *outcome;
	} each[] = {
		{ DELIVERY_QUEUED, CHANNEL_NONE, "sent", "accepted" },
		{ DELIVERY_SENT, CHANNEL_NONE, "sent", "accepted" },
		{ DELIVERY_DELIVERED, CHANNEL_EMAIL, "sent", "accepted" },
		{ DELIVERY_UNDELIVERED, CHANNEL_NONE, "failed", "rejected" },
		{ DELIVERY_UNDELIVERED, CHANNEL_EMAIL, "scheduled",
		    "rejected" },
	};
	g_autofree char *name = NULL;

	in_doubt();
	name = own_name(1);
	report(name, NULL, each[_i].state, FALSE, LATER_AT);
	apply_all(each[_i].fall_back, LATER_AT);
	balance_state_is(&world, 1, each[_i].stands);
	texted_is("SELECT outcome FROM attempt", each[_i].outcome);
	texted_is("SELECT detail FROM attempt", "told by a delivery report");
	texted_is("SELECT count(*) FROM charge", "0");
	texted_is("SELECT coalesce(sum(n), 0) FROM spending WHERE scope = ''",
	    each[_i].state == DELIVERY_UNDELIVERED ? "0" : "1");
	texted_is("SELECT count(*) FROM " SENT_ROLLUP " x WHERE sent = 1",
	    each[_i].state == DELIVERY_UNDELIVERED ? "0" : "1");
}
END_TEST

START_TEST(a_look_up_settles_a_doubt)
{
	struct delivery_report found = { .remote_id = (char *)"SM5",
		.state = DELIVERY_SENT };

	in_doubt();
	world_ok(store_settle_doubt(world.store, 1, &found, CHANNEL_NONE, DAY,
	    LATER_AT, &error));
	balance_state_is(&world, 1, "sent");
	texted_is("SELECT detail FROM attempt", "the provider was asked");
	texted_is("SELECT remote_id || ' ' || message_id FROM text_sent",
	    "SM5 1");
	/* Once it is settled, what else is found changes nothing. */
	found.state = DELIVERY_UNDELIVERED;
	world_ok(store_settle_doubt(world.store, 1, &found, CHANNEL_NONE, DAY,
	    LATER_AT, &error));
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(a_look_up_that_finds_it_undelivered_falls_back)
{
	struct delivery_report found = { .remote_id = (char *)"SM5",
		.state = DELIVERY_UNDELIVERED,
		.opted_out = TRUE };

	in_doubt();
	world_ok(store_settle_doubt(world.store, 1, &found, CHANNEL_EMAIL, DAY,
	    LATER_AT, &error));
	balance_state_is(&world, 1, "scheduled");
	texted_is("SELECT channel FROM invitation", "email");
	texted_is("SELECT address FROM suppression", ADA);
}
END_TEST

START_TEST(what_the_provider_never_had_is_due_again)
{
	in_doubt();
	world_ok(store_settle_doubt(world.store, 1, NULL, CHANNEL_NONE, DAY,
	    LATER_AT, &error));
	balance_state_is(&world, 1, "scheduled");
	texted_is("SELECT outcome FROM attempt", "deferred");
	texted_is("SELECT n || ' ' || cost_micro FROM spending"
		  " WHERE scope = ''",
	    "0 0");
	ck_assert_int_eq(texted_send(ADA, "SM6", LATER_AT), 1);
	balance_state_is(&world, 1, "sent");
}
END_TEST

START_TEST(a_report_calls_back_what_waits_to_be_tried_again)
{
	g_autofree char *name = NULL;
	struct conversation talk;
	gboolean found;

	deferred();
	name = own_name(1);
	report(name, NULL, DELIVERY_SENT, FALSE, LATER_AT);
	apply_all(CHANNEL_NONE, LATER_AT);
	balance_state_is(&world, 1, "sent");
	texted_waiting_is("");
	/* She may answer it. */
	world_ok(store_find_conversation(world.store, ADA, "texts", LATER_AT,
	    &talk, &found, &error));
	ck_assert(found);
	ck_assert_int_eq(talk.invitation_id, 1);
	ck_assert_int_eq(talk.step, CONVERSATION_DONE);
	conversation_clear(&talk);
}
END_TEST

START_TEST(an_undelivered_try_changes_nothing_for_what_is_tried_again)
{
	g_autofree char *name = NULL;

	deferred();
	name = own_name(1);
	report(name, NULL, DELIVERY_UNDELIVERED, FALSE, LATER_AT);
	apply_all(CHANNEL_EMAIL, LATER_AT);
	balance_state_is(&world, 1, "scheduled");
	texted_is("SELECT channel FROM invitation", "sms");
}
END_TEST

START_TEST(an_opt_out_in_a_report_is_heard_whatever_its_rank)
{
	texted_ask_ada();
	texted_invite("B-2", ADA, "eve@example.com", NOON_AT + DAY_S);
	sm1_is(DELIVERY_DELIVERED, CHANNEL_NONE);
	report(NULL, "SM1", DELIVERY_SENT, TRUE, LATER_AT);
	apply_all(CHANNEL_NONE, LATER_AT);
	texted_is("SELECT address || ' ' || reason FROM suppression",
	    ADA " the provider knows of an opt-out");
	texted_waiting_is("");
}
END_TEST

START_TEST(a_name_that_a_gateway_uses_again_is_of_the_last)
{
	texted_ask_ada();
	texted_invite("B-2", BOB, NULL, NOON_AT);
	texted_send(BOB, "SM1", LATER_AT);
	sm1_is(DELIVERY_UNDELIVERED, CHANNEL_NONE);
	balance_state_is(&world, 1, "sent");
	balance_state_is(&world, 2, "failed");
}
END_TEST

START_TEST(a_message_in_doubt_is_read_as_it_was_leased)
{
	g_autoptr(outbox_item) item = NULL;
	gint64 started_at = 0;

	in_doubt();
	world_ok(
	    item = store_doubtful_item(world.store, 1, &started_at, &error));
	ck_assert_int_eq(started_at, DUE_AT);
	ck_assert_int_eq(item->message_id, 1);
	ck_assert_int_eq(item->kind, MESSAGE_INVITATION);
	ck_assert_str_eq(item->event->contact.phone, ADA);
	ck_assert_uint_eq(item->tries, 0);
	g_clear_pointer(&item, outbox_item_free);
	world_ok(
	    store_resolve(world.store, 1, RESOLVE_SENT, DAY, LATER_AT, &error));
	{
		g_autoptr(GError) none = NULL;

		item = store_doubtful_item(world.store, 1, &started_at, &none);
		ck_assert_ptr_null(item);
		ck_assert_ptr_null(none);
	}
}
END_TEST

START_TEST(doubts_of_all_kinds_are_listed)
{
	g_autoptr(GPtrArray) found = NULL;
	const struct doubt *doubt;

	texted_ask_ada();
	texted_ada_scores(9, LATER_AT);
	ck_assert_int_eq(world_claim_one(&world, LATER_AT), 2);
	texted_end_attempt(texted_verdict_of(2,
			       texted_begin_attempt(2, ADA, LATER_AT),
			       VERDICT_IN_DOUBT),
	    LATER_AT);
	world_ok(found = store_doubts(world.store, &error));
	ck_assert_uint_eq(found->len, 1);
	doubt = found->pdata[0];
	ck_assert_str_eq(doubt->what, "reason");
	world_ok(store_settle_doubt(world.store, 2, NULL, CHANNEL_NONE, DAY,
	    LATER_AT, &error));
	texted_waiting_is("reason>" ADA);
}
END_TEST

START_TEST(a_report_that_fails_in_the_middle_waits_and_has_done_nothing)
{
	const struct report_effect effect = { .report_id = 1,
		.day = DAY,
		.fall_back = CHANNEL_EMAIL };
	g_autoptr(GError) refusal = NULL;

	texted_ask_ada();
	report(NULL, "SM1", DELIVERY_UNDELIVERED, TRUE, LATER_AT);
	place_trip(world.url, "DELETE", "report", NULL);
	ck_assert(
	    !store_apply_reports(world.store, &effect, 1, LATER_AT, &refusal));
	balance_state_is(&world, 1, "sent");
	texted_is("SELECT count(*) FROM delivery", "0");
	texted_is("SELECT count(*) FROM suppression", "0");
	place_untrip(world.url, "report");
	world_ok(
	    store_apply_reports(world.store, &effect, 1, LATER_AT, &error));
	balance_state_is(&world, 1, "scheduled");
}
END_TEST

static void
add_reports(TCase *tcase)
{
	tcase_add_test(tcase, a_waiting_report_says_what_it_is_about);
	tcase_add_test(tcase, a_report_of_an_answer_is_of_no_touchpoint);
	tcase_add_test(tcase, a_message_is_known_by_our_name_if_it_is_proven);
	tcase_add_test(tcase, a_report_before_the_verdict_waits_for_it);
	tcase_add_test(tcase,
	    a_report_of_what_nobody_knows_is_dropped_after_an_hour);
	tcase_add_test(tcase, a_report_of_a_slow_verdict_is_kept_longer);
	tcase_add_test(tcase, a_late_sent_does_not_undo_delivered);
	tcase_add_test(tcase, reports_rise_in_rank);
	tcase_add_test(tcase,
	    an_opt_out_in_a_report_is_heard_whatever_its_rank);
	tcase_add_test(tcase, a_name_that_a_gateway_uses_again_is_of_the_last);
	tcase_add_test(tcase,
	    a_report_that_fails_in_the_middle_waits_and_has_done_nothing);
}

static void
add_fall_back(TCase *tcase)
{
	tcase_add_test(tcase, an_undelivered_text_has_failed_and_says_why);
	tcase_add_test(tcase, an_undelivered_text_falls_back_to_mail);
	tcase_add_test(tcase,
	    a_report_of_a_text_whose_mail_has_left_changes_nothing);
	tcase_add_test(tcase, what_fell_back_is_not_expired_while_it_waits);
	tcase_add_test(tcase,
	    a_text_that_arrives_after_all_calls_its_mail_back);
	tcase_add_test(tcase, a_rejected_text_falls_back_to_mail);
	tcase_add_test(tcase, a_verdict_that_fails_in_the_middle_is_none);
	tcase_add_test(tcase,
	    a_text_refused_before_an_attempt_falls_back_to_mail);
	tcase_add_test(tcase,
	    who_answered_a_text_that_was_refused_is_not_mailed);
}

static void
add_doubt(TCase *tcase)
{
	tcase_add_loop_test(tcase, a_report_settles_a_doubt, 0, 5);
	tcase_add_test(tcase, a_look_up_settles_a_doubt);
	tcase_add_test(tcase, a_look_up_that_finds_it_undelivered_falls_back);
	tcase_add_test(tcase, what_the_provider_never_had_is_due_again);
	tcase_add_test(tcase, a_report_calls_back_what_waits_to_be_tried_again);
	tcase_add_test(tcase,
	    an_undelivered_try_changes_nothing_for_what_is_tried_again);
	tcase_add_test(tcase, a_message_in_doubt_is_read_as_it_was_leased);
	tcase_add_test(tcase, doubts_of_all_kinds_are_listed);
}

int
main(void)
{
	Suite *suite = suite_create("store_deliveries");

	texted_add_case(suite, "reports", add_reports);
	texted_add_case(suite, "fall_back", add_fall_back);
	texted_add_case(suite, "doubt", add_doubt);
	return unit_run(suite);
}
