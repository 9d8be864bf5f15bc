/*
 * test_digest.c - a team's digest, from plain data to what stands in the mail,
 * in every language that is shipped.
 */
#include "scores/digest.h"
#include "tests/unit/unit.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/errors.h"
#include "base/timezone.h"
#include "scores/digest_words.h"
#include "store/crew.h"
#include "store/digests.h"
#include "store/recorded.h"

#define MONDAY_DAY 20514     /* 2026-03-02 */
#define SUNDAY_AT 1772373600 /* 2026-03-01T14:00:00Z */

static struct catalog *catalog;
static struct organisation organisation;
static struct team team;
static GPtrArray *tallies, *said;
/* The bucket of a tally. */
enum when { before, now };
static struct rendered rendered;

static void
begin(void)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *shipped = g_build_filename(top != NULL ? top : ".",
	    "templates", NULL);
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	static char *everything[] = { NULL };

	g_setenv("DRIPSCORE_TEMPLATES", shipped, TRUE);
	catalog = catalog_load(NULL, mistakes, NULL);
	ck_assert_ptr_nonnull(catalog);
	ck_assert_msg(mistakes->len == 0, "%s",
	    mistakes->len > 0 ? (char *)mistakes->pdata[0] : "");
	organisation = (struct organisation){
		.name = g_strdup("Aurora & Spa"),
		.language = g_strdup("en"),
		.zone = timezone_find("Europe/Helsinki", NULL),
		.brand_colour = g_strdup("#8a2be2"),
		.postal_address = g_strdup("Rantatie 1\n33100 Tampere"),
	};
	team = (struct team){
		.name = g_strdup("front-desk"),
		.language = g_strdup("en"),
		.touchpoints = everything,
	};
	tallies = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)tally_row_free);
	said = g_ptr_array_new_with_free_func((GDestroyNotify)said_free);
	rendered = (struct rendered){ 0 };
}

static void
end(void)
{
	rendered_clear(&rendered);
	g_ptr_array_unref(said);
	g_ptr_array_unref(tallies);
	g_free(team.language);
	g_free(team.name);
	g_free(organisation.postal_address);
	g_free(organisation.brand_colour);
	g_time_zone_unref(organisation.zone);
	g_free(organisation.language);
	g_free(organisation.name);
	catalog_free(catalog);
}

static void
count(enum when when, const char *touchpoint, gint64 promoters,
    gint64 passives, gint64 detractors, gint64 sent)
{
	struct tally_row *one = g_new0(struct tally_row, 1);

	one->touchpoint = g_strdup(touchpoint);
	one->value = g_strdup("");
	one->bucket = when;
	one->tally.n[10] = promoters;
	one->tally.n[8] = passives;
	one->tally.n[1] = detractors;
	one->tally.sent = sent;
	one->tally.answered = sent / 4;
	g_ptr_array_add(tallies, one);
}

static void
forget(enum when when)
{
	for (guint i = tallies->len; i > 0; i--) {
		const struct tally_row *one = tallies->pdata[i - 1];

		if (one->bucket == when)
			g_ptr_array_remove_index(tallies, i - 1);
	}
}

static void
say(int score, const char *comment, const char *name)
{
	struct said *one = g_new0(struct said, 1);

	one->touchpoint = g_strdup("after-booking");
	one->score = score;
	one->comment = g_strdup(comment);
	one->name = g_strdup(name);
	one->answered_at = SUNDAY_AT;
	g_ptr_array_add(said, one);
}

static void
compose(void)
{
	struct score_band no_bands[] = { { .name = NULL } };
	const struct scoring scoring = { .bands = no_bands };
	const struct tallies all = { tallies, now };
	struct group_choice choice = { .others = TRUE };
	g_autoptr(GPtrArray) groups = group_by_touchpoint(&all, &choice);
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)report_row_free);
	struct group sum = group_sum(groups);
	g_autoptr(report_row) total = report_row_new(&sum, &scoring);
	struct digest_input input = {
		.organisation = &organisation,
		.team = &team,
		.period = {
			.before_day = MONDAY_DAY - 14,
			.since_day = MONDAY_DAY - 7,
			.until_day = MONDAY_DAY,
		},
		.rows = rows,
		.total = total,
		.said = said,
	};
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < groups->len; i++) {
		const struct group *group = groups->pdata[i];
		struct report_row *row = report_row_new(group, &scoring);

		row->touchpoint = g_strdup(group->name);
		g_ptr_array_add(rows, row);
	}
	report_judge(rows, total);
	rendered_clear(&rendered);
	ck_assert_msg(digest_compose(catalog, &input, &rendered, &error), "%s",
	    error != NULL ? error->message : "");
}

static void
in_text(const char *part)
{
	ck_assert_msg(strstr(rendered.text, part) != NULL,
	    "\"%s\" is not in\n%s", part, rendered.text);
}

static void
not_in_text(const char *part)
{
	ck_assert_msg(strstr(rendered.text, part) == NULL, "\"%s\" is in\n%s",
	    part, rendered.text);
}

static guint
occurrences(const char *text, const char *part)
{
	guint n = 0;

	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		n++;
	}
	return n;
}

START_TEST(the_headline_says_score_margin_and_what_changed)
{
	count(now, "after-booking", 76, 16, 8, 320);
	count(before, "after-booking", 50, 30, 20, 320);
	compose();
	ck_assert_str_eq(rendered.subject,
	    "front-desk: what customers said, 23 February – 1 March 2026");
	in_text("NPS 68 ±\u00a012.0\n");
	in_text("Up 38 on the period before, more than chance explains.");
	in_text("most likely lies between 56 and 80.");
	in_text("█ Promoters 76 ▒ Passives 16 ░ Detractors 8");
	in_text("Answers 100 · Invitations 320 · Answered so far 25%");
	ck_assert_ptr_nonnull(strstr(rendered.html, ">68</td>"));
}
END_TEST

START_TEST(a_change_within_the_margin_may_be_chance)
{
	count(now, "after-booking", 50, 30, 20, 320);
	count(before, "after-booking", 55, 30, 15, 320);
	compose();
	in_text("Down 10 on the period before, which may well be chance.");
	forget(before);
	count(before, "after-booking", 50, 30, 20, 320);
	compose();
	in_text("The same as in the period before.");
	forget(before);
	compose();
	in_text("There is no score of the period before to compare with.");
}
END_TEST

START_TEST(a_negative_score_has_a_true_minus)
{
	count(now, "after-booking", 10, 10, 80, 320);
	count(now, "week-later", 0, 0, 1, 0);
	count(before, "after-booking", 10, 10, 70, 320);
	compose();
	in_text("NPS −70 ");
	in_text("· Change −3");
}
END_TEST

START_TEST(one_answer_is_called_a_hint_and_has_no_margin)
{
	count(now, "after-booking", 1, 0, 0, 9);
	compose();
	in_text("NPS 100\n");
	in_text("So few answers are no more than a hint.");
	not_in_text("±");
	not_in_text("likely");
}
END_TEST

START_TEST(nobody_answered_is_one_calm_sentence)
{
	count(now, "after-booking", 0, 0, 0, 12);
	compose();
	in_text("No answers came in this period, but the invitations sent (12) "
		"may still\nbe answered.");
	not_in_text("NPS");
	not_in_text("By touchpoint");
	not_in_text("Detractors");
	forget(now);
	compose();
	in_text("No answers came in this period.");
}
END_TEST

START_TEST(each_touchpoint_has_its_bar_of_table_cells)
{
	count(now, "after-booking", 76, 16, 8, 320);
	count(now, "week-later", 5, 5, 0, 40);
	count(now, "silent", 0, 0, 0, 12);
	compose();
	ck_assert_ptr_nonnull(strstr(rendered.html, "By touchpoint"));
	/* The total, and the two that have answers. */
	ck_assert_uint_eq(occurrences(rendered.html,
			      "<td class=\"fill-promoter "),
	    3);
	ck_assert_uint_eq(occurrences(rendered.html,
			      "<td class=\"fill-passive "),
	    3);
	ck_assert_uint_eq(occurrences(rendered.html,
			      "<td class=\"fill-detractor "),
	    2);
	ck_assert_ptr_nonnull(strstr(rendered.html,
	    "<td class=\"fill-promoter gap\" width=\"76%\""));
	ck_assert_ptr_null(strstr(rendered.html, "<img"));
	in_text("silent\n    No answers yet · Invitations 12 · "
		"Answered so far 25%\n");
}
END_TEST

START_TEST(one_touchpoint_is_named_and_not_told_twice)
{
	count(now, "after-booking", 76, 16, 8, 320);
	compose();
	in_text("\nafter-booking\nNPS 68");
	not_in_text("By touchpoint");
	ck_assert_uint_eq(occurrences(rendered.text, "76"), 1);
}
END_TEST

START_TEST(comments_stand_in_their_order_with_name_touchpoint_and_day)
{
	count(now, "after-booking", 1, 1, 1, 9);
	say(0, "Cold shower.\r\n\r\nNever again.", "Matti Meikäläinen");
	say(10, "Lovely", NULL);
	compose();
	in_text("   0  Cold shower.\n\n      Never again.\n"
		"      (Matti Meikäläinen · after-booking · 1\u00a0March)\n");
	in_text("  10  Lovely\n      (after-booking · 1\u00a0March)\n");
	ck_assert_ptr_nonnull(
	    strstr(rendered.html, "Cold shower.\n\nNever again."));
}
END_TEST

START_TEST(an_address_is_never_shown_as_a_name)
{
	count(now, "after-booking", 1, 1, 1, 9);
	say(3, "Charged twice", "ada@example.com");
	compose();
	not_in_text("ada@");
	ck_assert_ptr_null(strstr(rendered.html, "ada@"));
}
END_TEST

START_TEST(what_people_wrote_is_no_markup)
{
	count(now, "<i>booking</i>", 1, 1, 1, 9);
	count(now, "{{team}}", 1, 1, 1, 9);
	say(3, "<script>alert(1)</script> {{organisation.name}} \x01\x1b[2J",
	    "<b>Bob</b>");
	compose();
	ck_assert_ptr_null(strstr(rendered.html, "<script"));
	ck_assert_ptr_null(strstr(rendered.html, "<b>Bob"));
	ck_assert_ptr_null(strstr(rendered.html, "<i>"));
	ck_assert_ptr_nonnull(strstr(rendered.html, "Aurora &amp; Spa"));
	ck_assert_ptr_nonnull(strstr(rendered.html, "{{organisation.name}}"));
	ck_assert_ptr_nonnull(strstr(rendered.html, "{{team}}"));
	ck_assert_ptr_null(strchr(rendered.text, '\033'));
	in_text("<script>alert(1)</script>");
}
END_TEST

START_TEST(more_comments_than_fit_are_said_to_be_there)
{
	count(now, "after-booking", 1, 1, 1, 9);
	for (int i = 0; i < DIGEST_COMMENTS_MAX; i++)
		say(5, "Fine", NULL);
	compose();
	not_in_text("More was said");
	say(10, "The last one", NULL);
	compose();
	in_text("More was said: 25 comments are shown here.");
	not_in_text("The last one");
}
END_TEST

START_TEST(a_long_comment_is_cut_between_characters)
{
	g_autoptr(GString) comment = g_string_new(NULL);

	for (int i = 0; i < DIGEST_COMMENT_MAX_CHARS; i++)
		g_string_append(comment, "ä");
	count(now, "after-booking", 1, 1, 1, 9);
	say(5, comment->str, NULL);
	compose();
	not_in_text("…");
	g_string_append(comment, "öö");
	say(5, comment->str, NULL);
	compose();
	in_text("ä…\n");
	not_in_text("ö");
}
END_TEST

START_TEST(the_text_fits_72_columns)
{
	g_auto(GStrv) lines = NULL;

	count(now, "after-booking", 76, 16, 8, 320);
	count(now, "week-later", 123456, 61234, 81234, 3200000);
	count(before, "week-later", 12345, 12345, 12345, 320);
	say(2,
	    "Something that goes on for a while and then for another while, "
	    "so that it has to be broken into lines",
	    "Bob");
	for (const char *const *code = catalog_languages(catalog);
	     *code != NULL; code++) {
		g_free(team.language);
		team.language = g_strdup(*code);
		compose();
		g_strfreev(lines);
		lines = g_strsplit(rendered.text, "\n", -1);
		for (char **line = lines; *line != NULL; line++)
			ck_assert_msg(g_utf8_strlen(*line, -1) <= 72, "%s: %s",
			    *code, *line);
	}
}
END_TEST

START_TEST(the_html_needs_nothing_from_elsewhere)
{
	static const char *const foreign[] = { "<script", "<link", "@import",
		"url(", "http://", "https://", "@font-face", "<img" };

	count(now, "after-booking", 76, 16, 8, 320);
	count(now, "week-later", 7, 1, 8, 32);
	say(2, "Words", "Bob");
	compose();
	for (gsize i = 0; i < G_N_ELEMENTS(foreign); i++)
		ck_assert_ptr_null(strstr(rendered.html, foreign[i]));
	ck_assert_ptr_nonnull(
	    strstr(rendered.html, "prefers-color-scheme: dark"));
	ck_assert_ptr_nonnull(strstr(rendered.html, "#8a2be2"));
}
END_TEST

START_TEST(each_language_writes_dates_and_numbers_its_own_way)
{
	static const struct {
		const char *language, *subject, *margin, *invited;
	} expected[] = {
		{ "en", "23 February – 1 March 2026", "±\u00a03.1", "12,345" },
		{ "de", "23. Februar – 1. März 2026", "±\u00a03,1", "12.345" },
		{ "fr", "23 février – 1er mars 2026", "±\u00a03,1",
		    "12\u00a0345" },
		{ "es", "23 de febrero – 1 de marzo de 2026", "±\u00a03,1",
		    "12.345" },
		{ "pt", "23 de fevereiro – 1 de março de 2026", "±\u00a03,1",
		    "12\u00a0345" },
		{ "fi", "23. helmikuuta – 1. maaliskuuta 2026", "±\u00a03,1",
		    "12\u00a0345" },
	};

	count(now, "after-booking", 1500, 500, 500, 12345);
	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
		g_free(team.language);
		team.language = g_strdup(expected[i].language);
		compose();
		ck_assert(
		    g_str_has_suffix(rendered.subject, expected[i].subject));
		in_text(expected[i].margin);
		ck_assert_ptr_nonnull(
		    strstr(rendered.html, expected[i].invited));
	}
}
END_TEST

START_TEST(spans_of_days_are_said_in_the_shortest_way)
{
	g_autoptr(digest_words) words = digest_words_new(catalog, "en", NULL);
	static const struct {
		gint32 since_day, until_day;
		const char *text;
	} spans[] = {
		{ 20512, 20513, "28 February 2026" },
		{ 20486, 20493, "2–8 February 2026" },
		{ 20507, 20514, "23 February – 1 March 2026" },
		{ 20451, 20458, "29 December 2025 – 4 January 2026" },
		{ 20514, 20514, "1 March 2026" },
	};

	ck_assert_ptr_nonnull(words);
	for (gsize i = 0; i < G_N_ELEMENTS(spans); i++) {
		g_autofree char *text = digest_span(words, spans[i].since_day,
		    spans[i].until_day);

		ck_assert_str_eq(text, spans[i].text);
	}
	ck_assert_ptr_null(words->error);
}
END_TEST

START_TEST(numbers_are_grouped_from_five_digits_on)
{
	g_autoptr(digest_words) words = digest_words_new(catalog, "en", NULL);
	static const struct {
		gint64 number;
		const char *text;
	} numbers[] = { { 0, "0" }, { 999, "999" }, { 1234, "1234" },
		{ 24062, "24,062" }, { 123456, "123,456" },
		{ 1234567, "1,234,567" } };

	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
		g_autofree char *text = digest_integer(words,
		    numbers[i].number);

		ck_assert_str_eq(text, numbers[i].text);
	}
}
END_TEST

START_TEST(a_word_that_is_missing_is_an_error_and_not_a_hole)
{
	g_autoptr(digest_words) words = digest_words_new(catalog, "en", NULL);
	g_autofree char *text = digest_word(words, "no_such_word", NULL);

	ck_assert_str_eq(text, "");
	ck_assert(g_error_matches(words->error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_CONFIG));
}
END_TEST

/* Flat, as the store leaves it. */
static void
folder_remove(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *inside = g_build_filename(path, name, NULL);

		g_unlink(inside);
	}
	g_rmdir(path);
}

/* Answers of the week, of the one before, and of today. */
static struct store *
filled_store(const char *folder)
{
	g_autofree char *url = g_strdup_printf("sqlite:%s/test.db", folder);
	g_autoptr(GError) error = NULL;
	struct store *store = store_open(url, TRUE, &error);
	struct foreign_response responses[4] = {
		{ .score = 2,
		    .comment = "Cold",
		    .day = MONDAY_DAY - 1,
		    .origin = "1" },
		{ .score = 10, .day = MONDAY_DAY - 7, .origin = "2" },
		{ .score = 9, .day = MONDAY_DAY - 8, .origin = "3" },
		{ .score = 0,
		    .comment = "Of today",
		    .day = MONDAY_DAY,
		    .origin = "4" },
	};
	guint stored;

	ck_assert_msg(store != NULL, "%s", error != NULL ? error->message : "");
	for (gsize i = 0; i < G_N_ELEMENTS(responses); i++) {
		responses[i].touchpoint = "after-booking";
		responses[i].source = "import";
		responses[i].answered_at = responses[i].day * 86400;
	}
	ck_assert(
	    store_put_responses(store, responses, 4, SUNDAY_AT, &stored, NULL));
	ck_assert_uint_eq(stored, 4);
	return store;
}

START_TEST(a_digest_goes_to_the_outbox_once_for_each_address)
{
	g_autofree char *folder = g_dir_make_tmp("digest-XXXXXX", NULL);
	g_autoptr(store) store = filled_store(folder);
	g_autoptr(GPtrArray) touchpoints = g_ptr_array_new();
	g_autoptr(GPtrArray) items = NULL;
	struct settings settings = { .organisation = organisation,
		.touchpoints = touchpoints };
	static char ann[] = "ann@example.com", bea[] = "bea@example.com";
	char *to[] = { ann, bea, NULL };
	struct digest_source source = { store, &settings, catalog, &team };
	struct digest_period period = { MONDAY_DAY - 14, MONDAY_DAY - 7,
		MONDAY_DAY, SUNDAY_AT + 86400 };
	gint64 now_at = SUNDAY_AT + 90000;
	gboolean written;

	team.to = to;
	ck_assert(digest_put(&source, &period, now_at, &written, NULL));
	ck_assert(written);
	ck_assert(digest_put(&source, &period, now_at, &written, NULL));
	ck_assert(!written);
	ck_assert(store_join(store, "test", 0, NULL));
	items = store_claim(store, now_at, 10, NULL, NULL);
	ck_assert_uint_eq(items->len, 2);
	for (guint i = 0; i < items->len; i++) {
		const struct outbox_item *item = g_ptr_array_index(items, i);

		ck_assert_int_eq(item->kind, MESSAGE_DIGEST);
		ck_assert_str_eq(item->recipient, to[i]);
		ck_assert_ptr_nonnull(strstr(item->text, "NPS 0 "));
		ck_assert_ptr_nonnull(strstr(item->text, "   2  Cold\n"));
		ck_assert_ptr_null(strstr(item->text, "Of today"));
		ck_assert_ptr_nonnull(strstr(item->html, "Cold"));
	}
	folder_remove(folder);
}
END_TEST

START_TEST(the_schedule_goes_on_where_the_last_digest_ended)
{
	g_autofree char *folder = g_dir_make_tmp("digest-XXXXXX", NULL);
	g_autoptr(store) store = filled_store(folder);
	g_autoptr(GPtrArray) touchpoints = g_ptr_array_new();
	struct settings settings = { .organisation = organisation,
		.touchpoints = touchpoints };
	struct digest_source source = { store, &settings, catalog, &team };
	struct digest_period period = { MONDAY_DAY - 14, MONDAY_DAY - 7,
		MONDAY_DAY, SUNDAY_AT + 86400 };
	static char ann[] = "ann@example.com";
	char *to[] = { ann, NULL };
	struct digest_schedule schedule;
	gboolean written;

	team.to = to;
	ck_assert(digest_schedule_read(&source, &schedule, NULL));
	ck_assert_int_eq(schedule.after_at, G_MAXINT64);
	ck_assert(digest_put(&source, &period, SUNDAY_AT, &written, NULL));
	ck_assert(digest_schedule_read(&source, &schedule, NULL));
	ck_assert_int_eq(schedule.after_at, period.until_at);
	ck_assert(schedule.days_zone == organisation.zone);
	folder_remove(folder);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("digest");
	TCase *tests = tcase_create("digest");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, the_headline_says_score_margin_and_what_changed);
	tcase_add_test(tests, a_change_within_the_margin_may_be_chance);
	tcase_add_test(tests, a_negative_score_has_a_true_minus);
	tcase_add_test(tests, one_answer_is_called_a_hint_and_has_no_margin);
	tcase_add_test(tests, nobody_answered_is_one_calm_sentence);
	tcase_add_test(tests, each_touchpoint_has_its_bar_of_table_cells);
	tcase_add_test(tests, one_touchpoint_is_named_and_not_told_twice);
	tcase_add_test(tests,
	    comments_stand_in_their_order_with_name_touchpoint_and_day);
	tcase_add_test(tests, an_address_is_never_shown_as_a_name);
	tcase_add_test(tests, what_people_wrote_is_no_markup);
	tcase_add_test(tests, more_comments_than_fit_are_said_to_be_there);
	tcase_add_test(tests, a_long_comment_is_cut_between_characters);
	tcase_add_test(tests, the_text_fits_72_columns);
	tcase_add_test(tests, the_html_needs_nothing_from_elsewhere);
	tcase_add_test(tests,
	    each_language_writes_dates_and_numbers_its_own_way);
	tcase_add_test(tests, spans_of_days_are_said_in_the_shortest_way);
	tcase_add_test(tests, numbers_are_grouped_from_five_digits_on);
	tcase_add_test(tests,
	    a_word_that_is_missing_is_an_error_and_not_a_hole);
	tcase_add_test(tests,
	    a_digest_goes_to_the_outbox_once_for_each_address);
	tcase_add_test(tests, the_schedule_goes_on_where_the_last_digest_ended);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
