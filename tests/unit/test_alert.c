/*
 * test_alert.c - who hears of an answer, and what they are told: by mail, as
 * JSON, and as Slack wants it.
 */
#include <jansson.h>
#include <string.h>

#include "scores/acts/alert_internal.h"
#include "tests/unit/staged.h"

#define HOOKS                                                                  \
	"[provider crm]\ntype = webhook\n[provider chat]\ntype = slack\n"
#define TEAM                                                                   \
	"[team desk]\nto = desk@example.com\nlanguage = en\n"                  \
	"timezone = Europe/Lisbon\n"
#define OTHER                                                                  \
	"[touchpoint leave]\non = leaving\ndelay = 1 hour\n"                   \
	"expires = 10 days\n"

static struct settings *settings;
static struct catalog *catalog;
static struct event event;
static struct fresh fresh;
static struct act *act;

static void
set_up(void)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);

	staged_begin();
	world_ok(catalog = catalog_load(NULL, mistakes, &error));
	event = (struct event){
		.id = 7,
		.type = (char *)"booking",
		.reference = (char *)"B-1042",
		.source = (char *)"",
		.occurred_at = NOON_AT - DAY_S,
		.attributes = (char *)"{\"nights\": 3, \"owner\": "
				      "\"eve@example.com\"}",
		.contact = { .id = 3,
		    .email = (char *)"ada@example.net",
		    .phone = (char *)"+358401234567",
		    .name = (char *)"Ada Lovelace",
		    .language = (char *)"fi",
		    .attributes = (char *)"{\"value\": 1200.5, \"mobile\": "
					  "\"040 1234567\", \"plan\": \"gold\","
					  " \"mail\": \"ada@example.net\"}" },
	};
	fresh = (struct fresh){
		.response_id = 11,
		.reply_id = 5,
		.touchpoint = (char *)"stay",
		.channel = CHANNEL_EMAIL,
		.source = (char *)"reply",
		.score = 3,
		.comment = (char *)"Too <loud> & *dear*\nat night",
		.answered_at = NOON_AT,
		.before = 9,
		.earlier_score = -1,
		.invitation_id = 2,
		.event = &event,
	};
	act = act_new();
}

static void
tear_down(void)
{
	act_free(act);
	g_clear_pointer(&settings, settings_free);
	catalog_free(catalog);
	staged_end();
}

/* The lines behind the team's own. */
static void
configure(const char *lines)
{
	g_autofree char *ini = g_strconcat(STAGED_HEAD HOOKS OTHER TEAM, lines,
	    NULL);

	g_clear_pointer(&settings, settings_free);
	settings = staged_settings(folder, ini);
}

static struct answer_facts
facts_of(int score, const char *comment)
{
	return (struct answer_facts){ .score = score,
		.before = fresh.before,
		.comment = comment,
		.touchpoint = fresh.touchpoint };
}

/* "desk: a@x, b@y + crm; ..." */
static char *
heard_at(gint64 now_at)
{
	const struct answer_facts answer = facts_of(fresh.score, fresh.comment);
	const struct answer_facts earlier = facts_of(fresh.earlier_score,
	    fresh.earlier_comment);
	g_autoptr(GPtrArray) alerts = alerts_of(settings, &fresh, &answer,
	    fresh.earlier_score >= 0 ? &earlier : NULL, now_at);
	GString *said = g_string_new(NULL);

	for (guint i = 0; i < alerts->len; i++) {
		const struct alert *alert = alerts->pdata[i];

		g_string_append_printf(said, "%s%s:", i > 0 ? "; " : "",
		    alert->team->name);
		for (guint k = 0; k < alert->people->len; k++)
			g_string_append_printf(said, " %s",
			    (char *)alert->people->pdata[k]);
		for (guint k = 0; k < alert->hooks->len; k++)
			g_string_append_printf(said, " +%s",
			    (char *)alert->hooks->pdata[k]);
	}
	return g_string_free(said, FALSE);
}

static void
hear(const char *expected)
{
	g_autofree char *said = heard_at(NOON_AT + 60);

	ck_assert_str_eq(said, expected);
}

START_TEST(a_team_without_a_rule_hears_nothing)
{
	configure("");
	hear("");
	configure("alert = none\n");
	hear("");
}
END_TEST

START_TEST(whoever_is_named_hears_of_what_its_rule_holds_for)
{
	configure("alert = detractors\n");
	hear("desk: desk@example.com");
	configure("alert = drop >= 4 and nights >= 3\n"
		  "alert_to = owner, crm, boss@example.com, chat\n");
	hear("desk: eve@example.com boss@example.com +crm +chat");
	configure("alert = value > 2000 and score <= 8\n");
	hear("");
	configure("alert = promoters\n");
	hear("");
	configure("alert = detractors\ntouchpoints = leave\n");
	hear("");
}
END_TEST

START_TEST(nobody_known_as_owner_leaves_it_to_the_team)
{
	configure("alert = detractors\nalert_to = owner\n");
	hear("desk: eve@example.com");
	event.attributes = (char *)"{\"owner\": \"Eve\"}";
	hear("desk: desk@example.com");
	configure("alert = detractors\nalert_to = owner, crm\n");
	hear("desk: +crm");
}
END_TEST

START_TEST(one_person_hears_of_it_once)
{
	configure("alert = detractors\n"
		  "alert_to = owner, Eve <EVE@example.com>, desk@example.com,"
		  " crm\n"
		  "[team boss]\nto = boss@example.com, Desk@example.com\n"
		  "alert = score <= 4\n"
		  "[team third]\nto = desk@example.com\nalert = score <= 4\n"
		  "alert_to = owner, crm\n");
	hear("desk: eve@example.com desk@example.com +crm;"
	     " boss: boss@example.com; third: +crm");
}
END_TEST

START_TEST(words_after_the_score_are_no_second_alert)
{
	configure("alert = detractors\n");
	fresh.earlier_score = 3;
	hear("");
	fresh.earlier_score = 5;
	hear("desk: desk@example.com");
	fresh.earlier_score = 2;
	hear("");
	fresh.earlier_score = 9;
	hear("desk: desk@example.com");
	/* The words are what this rule is about. */
	fresh.earlier_score = 3;
	configure("alert = detractors and comment is set\n");
	hear("desk: desk@example.com");
	fresh.earlier_comment = (char *)"loud";
	hear("");
}
END_TEST

START_TEST(what_is_a_week_old_is_no_news)
{
	g_autofree char *late = NULL;
	g_autofree char *early = NULL;

	configure("alert = detractors\n");
	early = heard_at(NOON_AT + 7 * DAY_S);
	late = heard_at(NOON_AT + 7 * DAY_S + 1);
	ck_assert_str_eq(early, "desk: desk@example.com");
	ck_assert_str_eq(late, "");
}
END_TEST

START_TEST(of_replies_those_that_say_something_are_told)
{
	configure("alert = score <= 2\n");
	fresh.response_id = 0;
	fresh.score = -1;
	fresh.before = -1;
	fresh.concern = CONCERN_NO_SCORE;
	hear("desk: desk@example.com");
	fresh.concern = CONCERN_OTHER;
	hear("desk: desk@example.com");
	fresh.concern = CONCERN_UNCLEAR;
	hear("");
	fresh.concern = CONCERN_UNREADABLE;
	hear("");
	fresh.concern = CONCERN_NO_SCORE;
	fresh.touchpoint = NULL;
	hear("");
}
END_TEST

START_TEST(who_is_to_hear_is_checked)
{
	static const struct {
		const char *lines, *mistake;
	} cases[] = {
		{ "alert = detractors\nalert_to = crn\n",
		    "\"crn\" is nobody, did you mean \"crm\"?" },
		{ "alert = detractors\nalert_to = ovner\n",
		    "did you mean \"owner\"?" },
		{ "alert = detractors\nalert_to = mail\n",
		    "\"mail\" is nobody" },
		{ "alert = detractors\nalert_to = a@\n", "is no domain" },
		{ "alert_to = crm\n", "there is no `alert`" },
		{ "alert = not (tag = nois or drop >= 4)\n"
		  "[tag noise]\nmatch = loud\n",
		    "there is no [tag nois], did you mean \"noise\"?" },
		{ "alert = touchpoint in (stay, stai)\n",
		    "there is no [touchpoint stai]" },
		{ "alert = detractor\n", "did you mean \"detractors\"?" },
		{ "alert = score <= x\n", "column 18: found \"x\"" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *ini = g_strconcat(
		    STAGED_HEAD HOOKS TEAM, cases[i].lines, NULL);
		g_autofree char *said = staged_mistakes(folder, ini);

		staged_says(said, cases[i].mistake);
		staged_says(said, "[team desk] alert");
	}
}
END_TEST

static struct alert_about
about(void)
{
	return (struct alert_about){ .settings = settings,
		.catalog = catalog,
		.team = settings->teams->pdata[0],
		.fresh = &fresh,
		.act = act,
		.now_at = NOON_AT + 60 };
}

static void
add_tag(const char *name)
{
	struct act_tag *tag = g_new0(struct act_tag, 1);

	tag->tag = g_strdup(name);
	tag->source = g_strdup("rule");
	g_ptr_array_add(act->tags, tag);
}

static void
open_case(void)
{
	act->opens = act->is_new = TRUE;
	act->case_id = 17;
	act->new_case.due_at = NOON_AT + 2 * DAY_S;
	act->owner = g_strdup("eve@example.com");
}

static void
expect(const char *text, const char *const *parts)
{
	for (; *parts != NULL; parts++)
		ck_assert_msg(strstr(text, *parts) != NULL, "no \"%s\" in %s",
		    *parts, text);
}

static void
expect_no_address(const char *text)
{
	ck_assert_ptr_null(strstr(text, "ada@"));
	ck_assert_ptr_null(strstr(text, "eve@"));
	ck_assert_ptr_null(strstr(text, "1234567"));
}

START_TEST(a_mail_tells_all_but_the_address)
{
	static const char *const text_parts[] = { "Ada Lovelace gave 3\n",
		"6 points less than the time before, when it was 9",
		"    Too <loud> & *dear*\n    at night", "Touchpoint: stay",
		"Answered: 1 March, 12:00", "Reference: B-1042",
		"Value: 1200.50 EUR", "Tags: noise, price", "nights: 3",
		"plan: gold",
		"Case 17: somebody should have called by 3 March, 12:00.",
		"Answer this mail: what you write goes to Ada Lovelace.",
		"among the alerts of the\nteam desk.", NULL };
	static const char *const html_parts[] = { "chip-detractor", ">3<",
		"Too &lt;loud&gt; &amp; *dear*", "Case 17", "edge-detractor",
		NULL };
	struct act_message *mail;
	struct alert_about it;

	configure("alert = detractors\n[scores]\ncurrency = EUR\n");
	add_tag("noise");
	add_tag("price");
	open_case();
	it = about();
	world_ok(mail = alert_mail(&it, "desk@example.com", &error));
	ck_assert_int_eq(mail->channel, CHANNEL_EMAIL);
	ck_assert_str_eq(mail->recipient, "desk@example.com");
	ck_assert_str_eq(mail->subject, "Ada Lovelace gave 3: stay");
	ck_assert(mail->of_case);
	expect(mail->text, text_parts);
	expect(mail->html, html_parts);
	expect_no_address(mail->text);
	expect_no_address(mail->html);
	act_message_free(mail);
}
END_TEST

START_TEST(what_a_customer_wrote_commands_no_terminal_and_turns_nothing)
{
	struct act_message *mail, *hook;
	struct alert_about it;

	configure("alert = detractors\n");
	fresh.comment = (char *)"\033[2Jone\a\r\n\342\200\256two";
	it = about();
	world_ok(mail = alert_mail(&it, "desk@example.com", &error));
	world_ok(hook = alert_hook(&it, "chat", &error));
	ck_assert_ptr_nonnull(strstr(mail->text, "    ?[2Jone?\n    ?two\n"));
	ck_assert_ptr_nonnull(strstr(mail->html, "?[2Jone?"));
	ck_assert_ptr_nonnull(strstr(hook->text, "> ?[2Jone?\\n> ?two"));
	act_message_free(mail);
	act_message_free(hook);
}
END_TEST

START_TEST(a_mail_promises_an_answer_only_where_it_can_go)
{
	struct act_message *mail;
	struct alert_about it;

	configure("alert = detractors\n");
	it = about();
	world_ok(mail = alert_mail(&it, "desk@example.com", &error));
	ck_assert(!mail->of_case);
	ck_assert_ptr_null(strstr(mail->text, "Answer this mail"));
	ck_assert_ptr_null(strstr(mail->text, "Case"));
	act_message_free(mail);
	open_case();
	act->is_new = FALSE;
	event.contact.email = NULL;
	world_ok(mail = alert_mail(&it, "desk@example.com", &error));
	ck_assert(!mail->of_case);
	ck_assert_ptr_null(strstr(mail->text, "Answer this mail"));
	ck_assert_ptr_nonnull(strstr(mail->text, "case 17, which is open"));
	act_message_free(mail);
}
END_TEST

START_TEST(it_is_written_in_each_language)
{
	const char *const *code = catalog_languages(catalog);

	open_case();
	for (; *code != NULL; code++) {
		g_autofree char *lines = g_strdup_printf("alert = detractors\n"
		    "[team other]\nto = x@example.com\nlanguage = %s\n"
		    "touchpoints = stay\n", *code);
		struct act_message *mail;
		struct alert_about it;

		configure(lines);
		it = about();
		it.team = settings->teams->pdata[1];
		world_ok(mail = alert_mail(&it, "x@example.com", &error));
		ck_assert_ptr_nonnull(strstr(mail->subject, "Ada Lovelace"));
		ck_assert_ptr_nonnull(strstr(mail->subject, "3"));
		ck_assert_ptr_nonnull(strstr(mail->text, "17"));
		ck_assert_ptr_null(strstr(mail->text, "{{"));
		act_message_free(mail);
	}
}
END_TEST

START_TEST(nobody_is_named_if_nobody_is_known)
{
	struct event nobody = { 0 };
	struct act_message *mail;
	struct alert_about it;

	configure("alert = detractors\n");
	fresh.event = &nobody;
	fresh.comment = NULL;
	fresh.before = -1;
	it = about();
	world_ok(mail = alert_mail(&it, "desk@example.com", &error));
	ck_assert_str_eq(mail->subject, "A customer gave 3: stay");
	ck_assert_ptr_nonnull(strstr(mail->text, "No reason was given"));
	act_message_free(mail);
}
END_TEST

static const char *
text_at(json_t *root, const char *one, const char *two, const char *three)
{
	json_t *at = json_object_get(root, one);

	if (two != NULL)
		at = json_object_get(at, two);
	if (three != NULL)
		at = json_object_get(at, three);
	ck_assert_msg(json_is_string(at), "%s %s %s", one, two, three);
	return json_string_value(at);
}

START_TEST(the_json_says_what_is_known_as_it_is_known)
{
	struct act_message *hook;
	struct alert_about it;
	json_t *root, *data;

	configure("alert = detractors\n");
	add_tag("noise");
	open_case();
	it = about();
	world_ok(hook = alert_hook(&it, "crm", &error));
	ck_assert_int_eq(hook->channel, CHANNEL_WEBHOOK);
	ck_assert_str_eq(hook->recipient, "crm");
	root = json_loads(hook->text, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_str_eq(text_at(root, "type", NULL, NULL), "answer.alert");
	ck_assert_str_eq(text_at(root, "id", NULL, NULL), hook->subject);
	ck_assert_str_eq(text_at(root, "timestamp", NULL, NULL),
	    "2026-03-01T12:00:00Z");
	ck_assert_str_eq(text_at(root, "data", "team", NULL), "desk");
	ck_assert_str_eq(text_at(root, "data", "touchpoint", NULL), "stay");
	ck_assert_str_eq(text_at(root, "data", "comment", NULL), fresh.comment);
	ck_assert_str_eq(text_at(root, "data", "contact", "name"),
	    "Ada Lovelace");
	ck_assert_str_eq(text_at(root, "data", "event", "reference"), "B-1042");
	ck_assert_str_eq(text_at(root, "data", "case", "due_at"),
	    "2026-03-03T12:00:00Z");
	data = json_object_get(root, "data");
	ck_assert_int_eq(json_integer_value(json_object_get(data, "score")), 3);
	ck_assert_int_eq(json_integer_value(json_object_get(data, "before")),
	    9);
	ck_assert(json_real_value(json_object_get(data, "value")) == 1200.5);
	ck_assert_uint_eq(json_array_size(json_object_get(data, "tags")), 1);
	json_decref(root);
	act_message_free(hook);
}
END_TEST

START_TEST(an_event_has_one_id_and_another_has_another)
{
	g_autofree char *one = NULL, *same = NULL, *team = NULL, *way = NULL;
	g_autofree char *score = NULL, *reply = NULL;
	struct alert_about it;

	configure("alert = detractors\n[team boss]\nto = b@example.com\n"
		  "alert = detractors\n");
	it = about();
	one = alert_id(&it, "crm");
	it.now_at += DAY_S;
	same = alert_id(&it, "crm");
	way = alert_id(&it, "chat");
	it.team = settings->teams->pdata[1];
	team = alert_id(&it, "crm");
	it.team = settings->teams->pdata[0];
	fresh.response_id++;
	score = alert_id(&it, "crm");
	fresh.response_id = 0;
	reply = alert_id(&it, "crm");
	ck_assert_str_eq(one, same);
	ck_assert_str_ne(one, way);
	ck_assert_str_ne(one, team);
	ck_assert_str_ne(one, score);
	ck_assert_str_ne(score, reply);
	ck_assert_uint_eq(strlen(one), strlen("alert_") + 32);
}
END_TEST

START_TEST(slack_is_told_in_its_own_form_and_nobody_is_called)
{
	static const char *const parts[] = { "*Ada Lovelace gave 3*",
		"> Too &lt;loud&gt; &amp; *dear*\n> at night",
		"&lt;!channel&gt;", "Touchpoint: stay", NULL };
	struct act_message *hook;
	struct alert_about it;
	json_t *root, *blocks, *block;
	gsize i;

	configure("alert = detractors\n");
	event.attributes = (char *)"{\"room\": \"<!channel>\"}";
	it = about();
	world_ok(hook = alert_hook(&it, "chat", &error));
	root = json_loads(hook->text, JSON_REJECT_DUPLICATES, NULL);
	expect(text_at(root, "text", NULL, NULL), parts);
	expect_no_address(hook->text);
	ck_assert_ptr_null(strstr(hook->text, "<"));
	blocks = json_object_get(root, "blocks");
	ck_assert_uint_ge(json_array_size(blocks), 3);
	json_array_foreach(blocks, i, block)
	    ck_assert_str_eq(text_at(block, "type", NULL, NULL), "section");
	json_decref(root);
	act_message_free(hook);
}
END_TEST

START_TEST(slack_is_never_told_more_than_it_takes)
{
	g_autofree char *ampersands = g_strnfill(5000, '&');
	struct act_message *hook;
	struct alert_about it;
	json_t *root;
	const char *text;

	configure("alert = detractors\n");
	fresh.comment = ampersands;
	it = about();
	world_ok(hook = alert_hook(&it, "chat", &error));
	root = json_loads(hook->text, 0, NULL);
	text = text_at(json_array_get(json_object_get(root, "blocks"), 1),
	    "text", "text", NULL);
	ck_assert_int_le(g_utf8_strlen(text, -1), 3000);
	ck_assert(g_str_has_suffix(text, "&amp;\u2026"));
	json_decref(root);
	act_message_free(hook);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("alert");
	TCase *tcase = tcase_create("alert");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, a_team_without_a_rule_hears_nothing);
	tcase_add_test(tcase,
	    whoever_is_named_hears_of_what_its_rule_holds_for);
	tcase_add_test(tcase, nobody_known_as_owner_leaves_it_to_the_team);
	tcase_add_test(tcase, one_person_hears_of_it_once);
	tcase_add_test(tcase, words_after_the_score_are_no_second_alert);
	tcase_add_test(tcase, what_is_a_week_old_is_no_news);
	tcase_add_test(tcase, of_replies_those_that_say_something_are_told);
	tcase_add_test(tcase, who_is_to_hear_is_checked);
	tcase_add_test(tcase, a_mail_tells_all_but_the_address);
	tcase_add_test(tcase,
	    what_a_customer_wrote_commands_no_terminal_and_turns_nothing);
	tcase_add_test(tcase, a_mail_promises_an_answer_only_where_it_can_go);
	tcase_add_test(tcase, it_is_written_in_each_language);
	tcase_add_test(tcase, nobody_is_named_if_nobody_is_known);
	tcase_add_test(tcase, the_json_says_what_is_known_as_it_is_known);
	tcase_add_test(tcase, an_event_has_one_id_and_another_has_another);
	tcase_add_test(tcase,
	    slack_is_told_in_its_own_form_and_nobody_is_called);
	tcase_add_test(tcase, slack_is_never_told_more_than_it_takes);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
