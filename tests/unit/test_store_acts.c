/*
 * test_store_acts.c - what nobody has acted upon: told once each, with what is
 * known of it, and what is done about it.
 */
#include <string.h>

#include "store/cases/acts.h"
#include "tests/unit/balance.h"

#define TWO_AT (NOON_AT + 2 * HOUR_S)

/* What was told, and what is to be done about it. */
static GString *told;
static gboolean opens, tells, spoils;

static void
decide(const struct fresh *fresh, struct act *act, gpointer user)
{
	(void)user;
	g_string_append_printf(told, "%s%s %d/%d/%d %s",
	    fresh->response_id != 0 ? "answer" : concern_name(fresh->concern),
	    fresh->touchpoint != NULL ? "" : "?", fresh->score, fresh->before,
	    fresh->earlier_score,
	    fresh->comment != NULL ? fresh->comment : "-");
	if (fresh->earlier_comment != NULL)
		g_string_append_printf(told, " (%s)", fresh->earlier_comment);
	if (fresh->event->contact.id != 0)
		g_string_append_printf(told, " %s", fresh->event->reference);
	if (opens) {
		act->opens = TRUE;
		act->why = g_strdup("so");
		act->new_case = (struct new_case){
			.cause = CASE_SCORE,
			.touchpoint = fresh->touchpoint,
			.contact_id = fresh->event->contact.id,
			.invitation_id = fresh->invitation_id,
			.response_id = fresh->response_id,
			.reply_id = fresh->response_id == 0 ? fresh->reply_id :
							      0,
			.opened_at = TWO_AT,
			.due_at = TWO_AT + DAY_S,
			.why = act->why,
		};
	}
}

static void
add(struct act *act, enum channel channel, const char *to)
{
	struct act_message *message = g_new0(struct act_message, 1);

	message->channel = channel;
	message->recipient = g_strdup(to);
	message->subject = g_strdup("alert_1");
	message->text = g_strdup("{}");
	message->of_case = channel == CHANNEL_EMAIL;
	g_ptr_array_add(act->messages, message);
}

static void
tell(const struct fresh *fresh, struct act *act, gpointer user)
{
	(void)fresh;
	(void)user;
	if (act->case_id != 0)
		g_string_append(told,
		    act->is_new ? " new case" : " open case");
	g_string_append(told, "; ");
	if (tells) {
		add(act, CHANNEL_EMAIL, "desk@example.com");
		add(act, CHANNEL_WEBHOOK, spoils ? NULL : "crm");
	}
}

static void
act_expecting(guint limit, guint expected, const char *words)
{
	static const struct act_judge judge = { decide, tell, NULL };
	guint acted = 99;

	g_string_truncate(told, 0);
	world_ok(store_act(world.store, limit, &judge, TWO_AT, &acted,
	    &error));
	ck_assert_str_eq(told->str, words);
	ck_assert_uint_eq(acted, expected);
}

static gboolean
has_fresh(void)
{
	gboolean has = FALSE;

	world_ok(store_has_fresh(world.store, &has, &error));
	return has;
}

static void
begin(void)
{
	balance_begin();
	told = g_string_new(NULL);
	opens = tells = spoils = FALSE;
}

static void
end(void)
{
	g_string_free(told, TRUE);
	balance_end();
}

START_TEST(an_answer_is_told_once_with_what_is_known)
{
	world_sent(&world, "B-1", "a@example.com");
	ck_assert(!has_fresh());
	act_expecting(10, 0, "");
	world_takes(&world, REPLY_ANSWER, 1, 3, "loud", TWO_AT);
	ck_assert(has_fresh());
	act_expecting(10, 1, "answer 3/-1/-1 loud B-1; ");
	ck_assert(!has_fresh());
	act_expecting(10, 0, "");
}
END_TEST

START_TEST(what_was_said_before_at_another_time_is_known)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 9, NULL, TWO_AT);
	act_expecting(10, 1, "answer 9/-1/-1 - B-1; ");
	world_invite(&world, "B-2", "a@example.com", TWO_AT);
	world_takes(&world, REPLY_ANSWER, 2, 4, NULL, TWO_AT + DAY_S);
	act_expecting(10, 1, "answer 4/9/-1 - B-2; ");
}
END_TEST

START_TEST(what_is_superseded_before_it_was_told_is_told_as_the_later)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 3, NULL, TWO_AT);
	world_takes(&world, REPLY_COMMENT, 1, 0, "loud", TWO_AT + 1);
	world_takes(&world, REPLY_ANSWER, 1, 5, NULL, TWO_AT + 2);
	act_expecting(10, 1, "answer 5/-1/-1 loud B-1; ");
	ck_assert(!has_fresh());
}
END_TEST

START_TEST(what_it_takes_the_place_of_is_told_with_it)
{
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 3, "cold", TWO_AT);
	act_expecting(10, 1, "answer 3/-1/-1 cold B-1; ");
	world_takes(&world, REPLY_COMMENT, 1, 0, "loud", TWO_AT + 1);
	world_takes(&world, REPLY_ANSWER, 1, 2, "wet", TWO_AT + 2);
	act_expecting(10, 1, "answer 2/-1/3 wet (cold) B-1; ");
}
END_TEST

START_TEST(a_batch_has_an_end_and_the_oldest_go_first)
{
	world_sent(&world, "B-1", "a@example.com");
	world_sent(&world, "B-2", "b@example.com");
	world_takes(&world, REPLY_ANSWER, 2, 8, NULL, TWO_AT);
	world_takes(&world, REPLY_ANSWER, 1, 1, NULL, TWO_AT);
	act_expecting(1, 1, "answer 8/-1/-1 - B-2; ");
	act_expecting(1, 1, "answer 1/-1/-1 - B-1; ");
	act_expecting(1, 0, "");
}
END_TEST

START_TEST(a_case_is_opened_once_and_messages_wait_for_their_doors)
{
	g_autoptr(GPtrArray) items = NULL;
	const struct outbox_item *hook;

	opens = tells = TRUE;
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 3, NULL, TWO_AT);
	act_expecting(10, 1, "answer 3/-1/-1 - B-1 new case; ");
	world_takes(&world, REPLY_ANSWER, 1, 2, NULL, TWO_AT + 1);
	tells = FALSE;
	act_expecting(10, 1, "answer 2/-1/3 - B-1 open case; ");
	items = world_claim(&world, TWO_AT, 2);
	hook = items->pdata[1];
	ck_assert_int_eq(hook->channel, CHANNEL_WEBHOOK);
	ck_assert_int_eq(hook->kind, MESSAGE_ALERT);
	ck_assert_str_eq(hook->recipient, "crm");
	ck_assert_str_eq(hook->provider, "crm");
	ck_assert_str_eq(hook->subject, "alert_1");
	ck_assert_str_eq(hook->text, "{}");
}
END_TEST

START_TEST(what_fails_is_as_if_nothing_was_done)
{
	static const struct act_judge judge = { decide, tell, NULL };
	g_autofree char *before = NULL;
	guint acted;

	opens = tells = TRUE;
	world_sent(&world, "B-1", "a@example.com");
	world_takes(&world, REPLY_ANSWER, 1, 3, NULL, TWO_AT);
	spoils = TRUE; /* a message to nobody */
	ck_assert(!store_act(world.store, 10, &judge, TWO_AT, &acted, NULL));
	ck_assert_int_eq(
	    balance_count(&world, "SELECT count(*) FROM customer_case"), 0);
	ck_assert(has_fresh());
	spoils = FALSE;
	act_expecting(10, 1, "answer 3/-1/-1 - B-1 new case; ");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("store acts");
	TCase *tcase = tcase_create("store acts");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, an_answer_is_told_once_with_what_is_known);
	tcase_add_test(tcase, what_was_said_before_at_another_time_is_known);
	tcase_add_test(tcase,
	    what_is_superseded_before_it_was_told_is_told_as_the_later);
	tcase_add_test(tcase, what_it_takes_the_place_of_is_told_with_it);
	tcase_add_test(tcase, a_batch_has_an_end_and_the_oldest_go_first);
	tcase_add_test(tcase,
	    a_case_is_opened_once_and_messages_wait_for_their_doors);
	tcase_add_test(tcase, what_fails_is_as_if_nothing_was_done);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
