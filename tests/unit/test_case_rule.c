/* test_case_rule.c - which answers and replies open a case, and whose it is. */
#include "scores/acts/case_rule.h"

#include "tests/unit/staged.h"

#define TEAMS                                                                  \
	"[touchpoint leave]\non = checkout\ndelay = 1 hour\n"                  \
	"[team desk]\nto = desk@example.com, two@example.com\n"                \
	"touchpoints = stay\n"                                                 \
	"[team all]\nto = all@example.com\n"

static struct settings *settings;
static struct event event;
static struct act act;

static void
configure(const char *cases)
{
	g_autofree char *text = g_strconcat(STAGED_HEAD TEAMS, cases, NULL);

	g_clear_pointer(&settings, settings_free);
	settings = staged_settings(folder, text);
}

static void
begin(void)
{
	staged_begin();
	configure("");
	event = (struct event){ .contact = { .id = 7 } };
	act = (struct act){ 0 };
}

static void
end(void)
{
	g_clear_pointer(&settings, settings_free);
	g_free(act.owner);
	g_free(act.why);
	staged_end();
}

static void
judge(const struct fresh *fresh, gboolean alerted)
{
	const struct answer_facts answer = { .score = fresh->score,
		.before = -1,
		.comment = fresh->comment,
		.touchpoint = fresh->touchpoint };

	case_rule(settings, fresh, &answer, alerted, NOON_AT, &act);
}

static void
gives(int score, int earlier_score)
{
	const struct fresh fresh = { .response_id = 3,
		.reply_id = 4,
		.touchpoint = (char *)"stay",
		.score = score,
		.before = -1,
		.answered_at = NOON_AT - HOUR_S,
		.earlier_score = earlier_score,
		.invitation_id = 5,
		.event = &event };

	judge(&fresh, FALSE);
}

START_TEST(a_detractor_opens_one_and_nobody_else)
{
	for (int score = 0; score <= 10; score++) {
		gives(score, -1);
		ck_assert_int_eq(act.opens, score <= 6);
	}
	gives(6, -1);
	ck_assert_int_eq(act.new_case.cause, CASE_SCORE);
	ck_assert_int_eq(act.new_case.contact_id, 7);
	ck_assert_int_eq(act.new_case.invitation_id, 5);
	ck_assert_int_eq(act.new_case.response_id, 3);
	ck_assert_int_eq(act.new_case.reply_id, 0);
	ck_assert(!act.new_case.joins_only);
	ck_assert_str_eq(act.new_case.team, "desk");
	ck_assert_ptr_null(act.new_case.owner);
}
END_TEST

START_TEST(the_condition_is_the_configurations)
{
	configure("[cases]\nopen = score <= 2\n");
	gives(3, -1);
	ck_assert(!act.opens);
	gives(2, -1);
	ck_assert(act.opens);
	configure("[cases]\nopen = none\n");
	gives(0, -1);
	ck_assert(!act.opens);
}
END_TEST

START_TEST(an_alert_opens_one_whatever_the_score)
{
	const struct fresh fresh = { .response_id = 3,
		.touchpoint = (char *)"leave",
		.score = 8,
		.earlier_score = -1,
		.answered_at = NOON_AT,
		.event = &event };

	judge(&fresh, TRUE);
	ck_assert(act.opens);
	ck_assert_int_eq(act.new_case.cause, CASE_ALERT);
	ck_assert_str_eq(act.new_case.team, "all");
	ck_assert_str_eq(act.why, "score 8, by a rule of alerts");
}
END_TEST

START_TEST(a_reply_to_look_at_opens_one)
{
	const struct fresh fresh = { .reply_id = 4,
		.concern = CONCERN_NOBODY,
		.score = -1,
		.earlier_score = -1,
		.comment = (char *)"who are you?",
		.answered_at = NOON_AT,
		.event = &event };

	judge(&fresh, FALSE);
	ck_assert(act.opens);
	ck_assert_int_eq(act.new_case.cause, CASE_REPLY);
	ck_assert_int_eq(act.new_case.reply_id, 4);
	ck_assert_str_eq(act.new_case.team, "all");
}
END_TEST

START_TEST(a_later_answer_joins_and_opens_none)
{
	gives(9, 3);
	ck_assert(act.opens);
	ck_assert(act.new_case.joins_only);
	ck_assert_str_eq(act.why, "the score is 9 now, it was 3");
	gives(2, 3);
	ck_assert(act.new_case.joins_only);
	gives(3, 9);
	ck_assert(act.opens);
	ck_assert(!act.new_case.joins_only);
	gives(9, 10);
	ck_assert(!act.opens);
}
END_TEST

START_TEST(it_is_due_after_the_answer_and_reminded_of_before)
{
	gives(2, -1);
	ck_assert_int_eq(act.new_case.due_at, NOON_AT - HOUR_S + 2 * DAY_S);
	ck_assert_int_eq(act.new_case.remind_at,
	    NOON_AT - HOUR_S + 2 * DAY_S - 12 * HOUR_S);
	configure("[cases]\ndue = 1 hour\nremind = 30 minutes\n");
	gives(2, -1);
	ck_assert_int_eq(act.new_case.due_at, NOON_AT);
	ck_assert_int_eq(act.new_case.remind_at, 0);
	configure("[cases]\nremind = none\n");
	gives(2, -1);
	ck_assert_int_eq(act.new_case.remind_at, 0);
}
END_TEST

static void
owner_is(const char *of_event, const char *of_contact, const char *expected)
{
	g_autofree char *owner = NULL;

	event.attributes = (char *)of_event;
	event.contact.attributes = (char *)of_contact;
	owner = case_owner(settings, &event);
	ck_assert_msg(g_strcmp0(owner, expected) == 0, "%s, not %s",
	    owner != NULL ? owner : "none",
	    expected != NULL ? expected : "none");
}

START_TEST(the_owner_is_an_address_in_an_attribute)
{
	owner_is("{\"owner\":\"bob@example.com\"}", NULL, "bob@example.com");
	owner_is(NULL, "{\"owner\":\" eve@example.com \"}", "eve@example.com");
	owner_is("{\"owner\":\"bob@example.com\"}",
	    "{\"owner\":\"eve@example.com\"}", "bob@example.com");
	owner_is("{\"owner\":\"Bob\"}", NULL, NULL);
	owner_is("{\"owner\":\"Bob <bob@example.com>\"}", NULL, NULL);
	owner_is("{\"owner\":\"a@b.example, c@d.example\"}", NULL, NULL);
	owner_is("{\"owner\":7}", "[]", NULL);
	owner_is(NULL, NULL, NULL);
	configure("[cases]\nowner = contact.keeper\n");
	owner_is("{\"keeper\":\"bob@example.com\"}",
	    "{\"keeper\":\"eve@example.com\"}", "eve@example.com");
}
END_TEST

START_TEST(mails_go_to_the_owner_else_the_team_else_the_admin)
{
	g_auto(GStrv) owner = settings_case_people(settings, "bob@example.com",
	    "desk");
	g_auto(GStrv) team = settings_case_people(settings, NULL, "desk");
	g_auto(GStrv) gone = settings_case_people(settings, NULL, "gone");

	ck_assert_str_eq(owner[0], "bob@example.com");
	ck_assert_ptr_null(owner[1]);
	ck_assert_str_eq(team[1], "two@example.com");
	ck_assert_ptr_null(gone[0]);
}
END_TEST

START_TEST(a_reminder_after_the_time_is_a_mistake)
{
	g_autofree char *all = staged_mistakes(folder,
	    STAGED_HEAD "[cases]\ndue = 2 hours\nremind = 2 hours\n");

	staged_says(all, "[cases] remind: a case is due so soon");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("case_rule");
	TCase *tcase = tcase_create("case_rule");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_detractor_opens_one_and_nobody_else);
	tcase_add_test(tcase, the_condition_is_the_configurations);
	tcase_add_test(tcase, an_alert_opens_one_whatever_the_score);
	tcase_add_test(tcase, a_reply_to_look_at_opens_one);
	tcase_add_test(tcase, a_later_answer_joins_and_opens_none);
	tcase_add_test(tcase,
	    it_is_due_after_the_answer_and_reminded_of_before);
	tcase_add_test(tcase, the_owner_is_an_address_in_an_attribute);
	tcase_add_test(tcase,
	    mails_go_to_the_owner_else_the_team_else_the_admin);
	tcase_add_test(tcase, a_reminder_after_the_time_is_a_mistake);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
