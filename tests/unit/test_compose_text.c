/* test_compose_text.c - what texts say, in each language we ship. */
#include <string.h>

#include "base/gsm.h"
#include "tests/unit/composed.h"

#define TEXTS                                                                  \
	"channel = sms, email\n[provider texts]\ntype = fake-texts\n"          \
	"[sms]\ncountry = FI\n"

static void
begin_with(const char *text)
{
	composed_begin(text);
	event.contact.email = NULL;
	event.contact.name = (char *)"Ada";
}

static void
begin(void)
{
	begin_with(STAGED_HEAD TEXTS);
}

/* The touchpoint's own text instead of the language's. */
static void
begin_again_with_text(const char *text)
{
	g_autofree char *all = g_strconcat(STAGED_HEAD "text = ", text, "\n",
	    TEXTS, NULL);

	composed_end();
	begin_with(all);
}

static char *
text_of(enum message_kind kind, int score)
{
	char *text;

	world_ok(text = compose_text(composer, kind,
		     settings_touchpoint(settings, "stay"), &event, NULL, score,
		     &error));
	return text;
}

static void
asked(const char *expected)
{
	g_autofree char *text = text_of(MESSAGE_INVITATION, -1);

	ck_assert_str_eq(text, expected);
}

static const enum message_kind kinds[] = { MESSAGE_INVITATION, MESSAGE_REMINDER,
	MESSAGE_NUDGE, MESSAGE_REASON, MESSAGE_THANKS, MESSAGE_REPROMPT,
	MESSAGE_STOPPED, MESSAGE_STARTED, MESSAGE_HELP };

/* The name of twenty letters is in the alphabet. */
START_TEST(each_text_we_ship_is_one_segment)
{
	g_auto(GStrv) parts = g_strsplit(STAGED_HEAD TEXTS,
	    "Aurora \"Spa\", Helsinki", 2);
	g_autofree char *all = g_strjoinv("Twenty Letters Or So", parts);
	const char *const *codes;

	composed_end();
	begin_with(all);
	codes = catalog_languages(catalog);
	ck_assert_uint_eq(g_strv_length((char **)codes), 6);
	for (; *codes != NULL; codes++) {
		event.contact.language = (char *)*codes;
		for (guint i = 0; i < G_N_ELEMENTS(kinds) + 11; i++) {
			gboolean reason = i >= G_N_ELEMENTS(kinds);
			g_autofree char *text = reason ?
			    text_of(MESSAGE_REASON,
				(int)(i - G_N_ELEMENTS(kinds))) :
			    text_of(kinds[i], 10);
			struct gsm_size size;

			gsm_measure(text, &size);
			ck_assert_msg(size.segments == 1 && !size.ucs2,
			    "%s: %u segments, U+%04X: %s", *codes,
			    size.segments, size.culprit, text);
			ck_assert_ptr_null(strpbrk(text, "{}\n"));
			ck_assert_ptr_null(strstr(text, "  "));
		}
	}
}
END_TEST

START_TEST(the_question_says_who_asks_what_and_how_to_stop)
{
	const char *const *codes = catalog_languages(catalog);

	for (; *codes != NULL; codes++) {
		g_autofree char *text = NULL;

		event.contact.language = (char *)*codes;
		text = text_of(MESSAGE_INVITATION, -1);
		ck_assert(g_str_has_prefix(text, "Aurora \"Spa\", Helsinki"));
		ck_assert_ptr_nonnull(strstr(text, "0 ("));
		ck_assert_ptr_nonnull(strstr(text, "10 ("));
		ck_assert(g_str_has_suffix(text, ": STOP"));
	}
}
END_TEST

START_TEST(what_comes_later_says_who_writes_and_how_to_stop)
{
	const char *const *codes = catalog_languages(catalog);

	for (; *codes != NULL; codes++) {
		g_autofree char *reminder = NULL, *nudge = NULL;

		event.contact.language = (char *)*codes;
		reminder = text_of(MESSAGE_REMINDER, -1);
		nudge = text_of(MESSAGE_NUDGE, 4);
		ck_assert(g_str_has_prefix(reminder,
		    "Aurora \"Spa\", Helsinki"));
		ck_assert(g_str_has_prefix(nudge, "Aurora \"Spa\", Helsinki"));
		ck_assert_ptr_nonnull(strstr(reminder, "0 ("));
		ck_assert_ptr_nonnull(strstr(reminder, "10 ("));
		ck_assert_ptr_nonnull(strchr(nudge, '4'));
		ck_assert(g_str_has_suffix(reminder, ": STOP"));
		ck_assert(g_str_has_suffix(nudge, ": STOP"));
	}
}
END_TEST

START_TEST(an_own_text_is_reminded_of_in_its_own_words)
{
	g_autofree char *reminder = NULL, *nudge = NULL;

	begin_again_with_text("{{contact.name}},\n\thow was {{event.room}}?");
	reminder = text_of(MESSAGE_REMINDER, -1);
	nudge = text_of(MESSAGE_NUDGE, 9);
	ck_assert_str_eq(reminder, "Reminder: Ada,\nhow was a b?");
	ck_assert_ptr_null(strstr(nudge, "Ada"));
}
END_TEST

START_TEST(what_is_kept_with_the_contact_is_no_name)
{
	begin_again_with_text("{{contact.name}} ({{contact.plan}}) 0-10?");
	event.contact.attributes =
	    (char *)"{\"plan\":\"gold\",\"name\":\"Eve\"}";
	asked("Ada (gold) 0-10?");
}
END_TEST

START_TEST(the_reason_is_asked_by_band)
{
	static const char *const band[] = { "sorry", "sorry", "sorry", "sorry",
		"sorry", "sorry", "sorry", "do better", "do better", "our day",
		"our day" };

	for (int score = 0; score <= 10; score++) {
		g_autofree char *text = text_of(MESSAGE_REASON, score);

		ck_assert_msg(strstr(text, band[score]) != NULL, "%d: %s",
		    score, text);
		ck_assert_ptr_nonnull(strstr(text, "main reason"));
	}
}
END_TEST

START_TEST(a_touchpoints_own_text_is_filled)
{
	begin_again_with_text(
	    "{{contact.name}}, {{organisation.name}} asks after "
	    "{{event.nights}} nights ({{event.type}} {{event.reference}}, "
	    "{{touchpoint}}, {{language}}): 0-10?");
	asked("Ada, Aurora \"Spa\", Helsinki asks after 2 nights (booking "
	      "B-1, stay, en): 0-10?");
}
END_TEST

START_TEST(own_text_does_not_stand_for_answers)
{
	g_autofree char *thanks = NULL;

	begin_again_with_text("Mine");
	thanks = text_of(MESSAGE_THANKS, 9);
	asked("Mine");
	ck_assert_str_ne(thanks, "Mine");
}
END_TEST

START_TEST(lines_of_an_own_text_stay_and_no_other_line_comes_in)
{
	begin_again_with_text("Hi {{contact.name}},\n"
			      "\tin {{event.room}}: 0-10?");
	event.contact.name = (char *)"Ada\r\nBcc: x\tand\x01 y\xC2\x85z";
	asked("Hi Ada  Bcc: x and  y z,\nin a b: 0-10?");
}
END_TEST

START_TEST(a_name_turns_no_direction_and_is_no_link)
{
	begin_again_with_text("{{contact.name}}: 0-10? {{event.room}}");
	event.contact.name = (char *)"Ada\u202e \u2066B.\u2069";
	asked("Ada B. : 0-10? a b");
	event.contact.name = (char *)"J.R. https://evil.example/x";
	asked("J. R.  https:  evil. example x: 0-10? a b");
	event.contact.name = (char *)"a@evil\u3002example";
	asked("a evil\u3002 example: 0-10? a b");
	/* What is known of the event is the sender's own. */
	event.attributes = (char *)"{\"room\": \"https://spa.example\"}";
	event.contact.name = (char *)"Ada";
	asked("Ada: 0-10? https://spa.example");
}
END_TEST

START_TEST(accents_are_composed)
{
	struct gsm_size size;
	g_autofree char *text = NULL;

	begin_again_with_text("Ole\xCC\x81 {{contact.name}}");
	event.contact.name = (char *)"Ju\xCC\x88rgen";
	text = text_of(MESSAGE_INVITATION, -1);
	ck_assert_str_eq(text, "Olé Jürgen");
	gsm_measure(text, &size);
	ck_assert(!size.ucs2);
}
END_TEST

START_TEST(a_text_of_nothing_or_of_too_much_is_refused)
{
	const struct touchpoint *stay;
	g_autofree char *much = g_strnfill(2000, 'x');
	g_autoptr(GError) none = NULL;
	g_autoptr(GError) long_one = NULL;

	begin_again_with_text("{{contact.name}}");
	stay = settings_touchpoint(settings, "stay");
	event.contact.name = NULL;
	ck_assert_ptr_null(compose_text(composer, MESSAGE_INVITATION, stay,
	    &event, NULL, -1, &none));
	ck_assert_ptr_nonnull(strstr(none->message, "nothing in the text"));
	event.contact.name = much;
	ck_assert_ptr_null(compose_text(composer, MESSAGE_INVITATION, stay,
	    &event, NULL, -1, &long_one));
	ck_assert_ptr_nonnull(strstr(long_one->message, "2000 characters"));
	ck_assert_ptr_null(strstr(long_one->message, "xxx"));
}
END_TEST

START_TEST(an_answer_needs_no_event)
{
	g_autofree char *finnish = NULL, *german = NULL, *nobodys = NULL;

	world_ok(german = compose_text(composer, MESSAGE_STOPPED, NULL, NULL,
		     "de", -1, &error));
	world_ok(nobodys = compose_text(composer, MESSAGE_STOPPED, NULL, NULL,
		     NULL, -1, &error));
	world_ok(finnish = compose_text(composer, MESSAGE_STOPPED, NULL, NULL,
		     "fi", -1, &error));
	ck_assert_ptr_nonnull(strstr(german, "keine SMS mehr"));
	/* The organisation's language. */
	ck_assert_str_eq(nobodys, finnish);
}
END_TEST

START_TEST(the_events_language_goes_before_the_other)
{
	g_autofree char *text = NULL;

	world_ok(text = compose_text(composer, MESSAGE_THANKS, NULL, &event,
		     "de", -1, &error));
	ck_assert(g_str_has_prefix(text, "Thank you"));
	g_clear_pointer(&text, g_free);
	event.contact.language = NULL;
	world_ok(text = compose_text(composer, MESSAGE_THANKS, NULL, &event,
		     "de", -1, &error));
	ck_assert(g_str_has_prefix(text, "Herzlichen Dank"));
}
END_TEST

/* What a delivery report brings back names the message. */
static void
named(const struct message *message, gint64 id)
{
	gint64 found = 0;

	ck_assert(token_read(key, TOKEN_DELIVERY, message->name, &found));
	ck_assert_int_eq(found, id);
}

START_TEST(an_invitation_goes_to_the_number)
{
	struct outbox_item item = {
		.message_id = 17,
		.kind = MESSAGE_INVITATION,
		.channel = CHANNEL_SMS,
		.invitation_id = 4711,
		.touchpoint = (char *)"stay",
		.event = &event,
		.score = -1,
	};
	g_autofree char *expected = text_of(MESSAGE_INVITATION, -1);
	g_autoptr(message) message = NULL;
	const char *bytes;
	gsize n;

	world_ok(message = compose(composer, &item,
		     config_find(settings->config, "provider", "texts"),
		     NOON_AT, &error));
	bytes = g_bytes_get_data(message->bytes, &n);
	ck_assert_int_eq(message->id, 17);
	ck_assert_int_eq(message->channel, CHANNEL_SMS);
	ck_assert_str_eq(message->sender, "");
	ck_assert_str_eq(message->recipient, "+358401234567");
	ck_assert_uint_eq(n, strlen(expected));
	ck_assert_mem_eq(bytes, expected, n);
	named(message, 17);
}
END_TEST

START_TEST(a_reminder_and_a_nudge_go_to_the_number_too)
{
	struct outbox_item item = {
		.message_id = 18,
		.kind = MESSAGE_REMINDER,
		.channel = CHANNEL_SMS,
		.invitation_id = 4711,
		.touchpoint = (char *)"stay",
		.event = &event,
		.score = 8,
	};
	const struct config_section *texts = config_find(settings->config,
	    "provider", "texts");
	g_autoptr(message) reminder = NULL;
	g_autoptr(message) nudge = NULL;

	world_ok(reminder = compose(composer, &item, texts, NOON_AT, &error));
	ck_assert_str_eq(reminder->recipient, "+358401234567");
	named(reminder, 18);
	item.kind = MESSAGE_NUDGE;
	item.message_id = 19;
	world_ok(nudge = compose(composer, &item, texts, NOON_AT, &error));
	ck_assert_str_eq(nudge->recipient, "+358401234567");
	named(nudge, 19);
}
END_TEST

START_TEST(an_answer_goes_to_who_wrote_even_of_a_touchpoint_that_is_gone)
{
	struct outbox_item item = {
		.message_id = 18,
		.kind = MESSAGE_REASON,
		.channel = CHANNEL_SMS,
		.touchpoint = (char *)"gone",
		.recipient = (char *)"+4915112345678",
		.language = (char *)"de",
		.score = 3,
	};
	g_autoptr(message) message = NULL;
	const char *bytes;
	gsize n;

	world_ok(message = compose(composer, &item,
		     config_find(settings->config, "provider", "texts"),
		     NOON_AT, &error));
	bytes = g_bytes_get_data(message->bytes, &n);
	ck_assert_str_eq(message->recipient, "+4915112345678");
	ck_assert_ptr_nonnull(g_strstr_len(bytes, (gssize)n, "Offenheit"));
	named(message, 18);
}
END_TEST

START_TEST(a_mistake_in_an_own_text_is_told_with_its_line)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(settings) wrong = staged_settings(folder,
	    STAGED_HEAD "text = {{brand.logo_url}}: 0-10?\n" TEXTS);

	ck_assert_ptr_null(composer_new(wrong, catalog, key, mistakes));
	ck_assert_uint_eq(mistakes->len, 1);
	ck_assert_msg(strstr(mistakes->pdata[0],
			  "x.ini:18: [touchpoint stay] text: unknown variable "
			  "{{brand.logo_url}}") != NULL,
	    "%s", (char *)mistakes->pdata[0]);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("compose_text");
	TCase *tcase = tcase_create("compose_text");

	tcase_add_checked_fixture(tcase, begin, composed_end);
	tcase_add_test(tcase, each_text_we_ship_is_one_segment);
	tcase_add_test(tcase, the_question_says_who_asks_what_and_how_to_stop);
	tcase_add_test(tcase,
	    what_comes_later_says_who_writes_and_how_to_stop);
	tcase_add_test(tcase, an_own_text_is_reminded_of_in_its_own_words);
	tcase_add_test(tcase, what_is_kept_with_the_contact_is_no_name);
	tcase_add_test(tcase, the_reason_is_asked_by_band);
	tcase_add_test(tcase, a_touchpoints_own_text_is_filled);
	tcase_add_test(tcase, own_text_does_not_stand_for_answers);
	tcase_add_test(tcase,
	    lines_of_an_own_text_stay_and_no_other_line_comes_in);
	tcase_add_test(tcase, a_name_turns_no_direction_and_is_no_link);
	tcase_add_test(tcase, accents_are_composed);
	tcase_add_test(tcase, a_text_of_nothing_or_of_too_much_is_refused);
	tcase_add_test(tcase, an_answer_needs_no_event);
	tcase_add_test(tcase, the_events_language_goes_before_the_other);
	tcase_add_test(tcase, an_invitation_goes_to_the_number);
	tcase_add_test(tcase, a_reminder_and_a_nudge_go_to_the_number_too);
	tcase_add_test(tcase,
	    an_answer_goes_to_who_wrote_even_of_a_touchpoint_that_is_gone);
	tcase_add_test(tcase, a_mistake_in_an_own_text_is_told_with_its_line);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
