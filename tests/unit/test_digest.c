/*
 * test_digest.c - a team's digest, from plain data to what stands in the mail,
 * in every language that is shipped.
 */
#include "scores/digest/digest.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

#include "base/errors.h"
#include "base/timezone.h"
#include "scores/digest/digest_words.h"
#include "scores/figures/significance.h"
#include "store/answers/recorded.h"

#define MONDAY_DAY 20514     /* 2026-03-02 */
#define SUNDAY_AT 1772373600 /* 2026-03-01T14:00:00Z */

static struct catalog *catalog;
static struct settings settings;
static struct team team;
static struct digest_facts *facts;
/* By touchpoint: counts of the period before. */
static GHashTable *before;
static const char *picture, *picture_dark;
static struct rendered rendered;

static void
begin(void)
{
	static const struct digest_period period = {
		.before_day = MONDAY_DAY - 14,
		.since_day = MONDAY_DAY - 7,
		.until_day = MONDAY_DAY,
		.until_at = SUNDAY_AT + 86400,
	};
	static char good[] = "good", fine[] = "passable";
	static struct score_band bands[] = { { fine, 0 }, { good, 30 },
		{ NULL, 0 } };
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
	settings = (struct settings){
		.organisation = {
			.name = g_strdup("Aurora & Spa"),
			.language = g_strdup("en"),
			.zone = timezone_find("Europe/Helsinki", NULL),
			.brand_colour = g_strdup("#8a2be2"),
			.postal_address = g_strdup("Rantatie 1\n33100 Tampere"),
		},
		.scoring.bands = bands,
		.touchpoints = g_ptr_array_new(),
	};
	team = (struct team){
		.name = g_strdup("front-desk"),
		.language = g_strdup("en"),
		.touchpoints = everything,
	};
	facts = digest_facts_new(&period, SUNDAY_AT + 90000);
	facts->cases.owed = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)customer_case_free);
	before = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	picture = picture_dark = NULL;
	rendered = (struct rendered){ 0 };
}

static void
end(void)
{
	rendered_clear(&rendered);
	g_hash_table_unref(before);
	digest_facts_free(facts);
	g_free(team.language);
	g_free(team.name);
	g_ptr_array_unref(settings.touchpoints);
	g_free(settings.organisation.postal_address);
	g_free(settings.organisation.brand_colour);
	g_time_zone_unref(settings.organisation.zone);
	g_free(settings.organisation.language);
	g_free(settings.organisation.name);
	catalog_free(catalog);
}

static struct tally
tally_of(gint64 promoters, gint64 passives, gint64 detractors, gint64 sent)
{
	struct tally tally = { .sent = sent, .answered = sent / 4 };

	tally.n[10] = promoters;
	tally.n[8] = passives;
	tally.n[1] = detractors;
	return tally;
}

static void
count(const char *touchpoint, gint64 promoters, gint64 passives,
    gint64 detractors, gint64 sent)
{
	struct digest_row *row = g_new0(struct digest_row, 1);

	row->touchpoint = g_strdup(touchpoint);
	row->tally = tally_of(promoters, passives, detractors, sent);
	g_ptr_array_add(facts->rows, row);
}

static void
count_before(const char *touchpoint, gint64 promoters, gint64 passives,
    gint64 detractors)
{
	struct nps *nps = g_new0(struct nps, 1);

	*nps = nps_of(tally_of(promoters, passives, detractors, 0).n);
	g_hash_table_insert(before, g_strdup(touchpoint), nps);
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
	one->tags = g_new0(char *, 1);
	g_ptr_array_add(facts->said, one);
}

static void
week(int i, gint64 promoters, gint64 passives, gint64 detractors)
{
	facts->weeks[i].since_day = MONDAY_DAY - 7 * (DIGEST_WEEKS - i);
	facts->weeks[i].nps = nps_of_groups(promoters, passives, detractors);
}

static void
stands_still(enum digest_still_kind kind, const char *name)
{
	struct digest_still *still = g_new0(struct digest_still, 1);

	*still = (struct digest_still){ kind, g_strdup(name), MONDAY_DAY - 10,
		8, 100, 1, 90 };
	g_ptr_array_add(facts->still, still);
}

/* What digest_gather() would make of the counts. */
static void
add_up(void)
{
	g_autoptr(GPtrArray) changes = g_ptr_array_new();
	struct nps then = { 0 };
	gint64 sums[3] = { 0 };
	GHashTableIter iter;
	gpointer each;

	memset(&facts->total, 0, sizeof(facts->total));
	for (guint i = 0; i < facts->rows->len; i++) {
		struct digest_row *row = facts->rows->pdata[i];
		const struct nps *earlier = g_hash_table_lookup(before,
		    row->touchpoint);

		row->nps = nps_of(row->tally.n);
		if (earlier != NULL)
			row->change = nps_compare(earlier, &row->nps);
		g_ptr_array_add(changes, &row->change);
		for (int score = 0; score < NPS_SCORES; score++)
			facts->total.tally.n[score] += row->tally.n[score];
		facts->total.tally.sent += row->tally.sent;
		facts->total.tally.answered += row->tally.answered;
		facts->total.tally.commented += row->tally.commented;
	}
	g_hash_table_iter_init(&iter, before);
	while (g_hash_table_iter_next(&iter, NULL, &each)) {
		const struct nps *nps = each;

		sums[0] += nps->promoters;
		sums[1] += nps->passives;
		sums[2] += nps->detractors;
	}
	then = nps_of_groups(sums[0], sums[1], sums[2]);
	facts->total.nps = nps_of(facts->total.tally.n);
	facts->total.change = nps_compare(&then, &facts->total.nps);
	g_ptr_array_add(changes, &facts->total.change);
	significance_judge((struct nps_change **)changes->pdata, changes->len);
}

static void
compose(void)
{
	const struct digest_input input = { &settings, &team, facts, picture,
		picture_dark };
	g_autoptr(GError) error = NULL;

	add_up();
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
	count("after-booking", 76, 16, 8, 320);
	count_before("after-booking", 50, 30, 20);
	compose();
	ck_assert_str_eq(rendered.subject,
	    "front-desk: NPS 68 ±\u00a012.0, 23 February – 1 March 2026");
	in_text("NPS 68 ±\u00a012.0 · good\n");
	in_text("Up 38 on the period before, more than chance explains.");
	in_text("most likely lies between 54 and 78.");
	in_text("█ Promoters 76 ▒ Passives 16 ░ Detractors 8");
	in_text("Answers 100 · Invitations 320 · Answered so far 25%");
	ck_assert_ptr_nonnull(strstr(rendered.html, ">68</td>"));
}
END_TEST

START_TEST(a_change_within_the_margin_may_be_chance)
{
	count("after-booking", 50, 30, 20, 320);
	count_before("after-booking", 55, 30, 15);
	compose();
	in_text("Down 10 on the period before, which may well be chance.");
	g_hash_table_remove_all(before);
	count_before("after-booking", 50, 30, 20);
	compose();
	in_text("The same as in the period before.");
	g_hash_table_remove_all(before);
	compose();
	in_text("There is no score of the period before to compare with.");
}
END_TEST

START_TEST(a_negative_score_has_a_true_minus)
{
	count("after-booking", 10, 10, 80, 320);
	count("week-later", 0, 0, 1, 0);
	count_before("after-booking", 10, 10, 70);
	compose();
	in_text("NPS −70 ");
	in_text("· Change −3");
}
END_TEST

START_TEST(one_answer_is_called_a_hint_and_has_no_margin)
{
	count("after-booking", 1, 0, 0, 9);
	compose();
	in_text("NPS 100\n");
	in_text("Too few to tell: take the score as a hint.");
	not_in_text("±");
	not_in_text("likely");
}
END_TEST

START_TEST(nobody_answered_is_one_calm_sentence)
{
	count("after-booking", 0, 0, 0, 12);
	compose();
	in_text("No answers came in this period, but the invitations sent (12) "
		"may still\nbe answered.");
	not_in_text("NPS");
	not_in_text("By touchpoint");
	not_in_text("Detractors");
	g_ptr_array_set_size(facts->rows, 0);
	facts->cases.open = 1;
	compose();
	in_text("No answers came in this period.\n");
}
END_TEST

START_TEST(each_touchpoint_has_its_bar_of_table_cells)
{
	count("after-booking", 76, 16, 8, 320);
	count("week-later", 5, 5, 0, 40);
	count("silent", 0, 0, 0, 12);
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
	count("after-booking", 76, 16, 8, 320);
	compose();
	in_text("\nafter-booking\nNPS 68");
	not_in_text("By touchpoint");
	ck_assert_uint_eq(occurrences(rendered.text, "76"), 1);
}
END_TEST

START_TEST(comments_stand_in_their_order_with_name_touchpoint_and_day)
{
	count("after-booking", 1, 1, 1, 9);
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
	count("after-booking", 1, 1, 1, 9);
	say(3, "Charged twice", "ada@example.com");
	compose();
	not_in_text("ada@");
	ck_assert_ptr_null(strstr(rendered.html, "ada@"));
}
END_TEST

START_TEST(what_people_wrote_is_no_markup)
{
	count("<i>booking</i>", 1, 1, 1, 9);
	count("{{team}}", 1, 1, 1, 9);
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
	count("after-booking", 1, 1, 1, 9);
	for (int i = 0; i < DIGEST_DETRACTORS_MAX; i++)
		say(5, "Fine", NULL);
	compose();
	not_in_text("comments are shown");
	say(5, "One more", NULL);
	((struct digest_row *)facts->rows->pdata[0])->tally.commented = 40;
	for (int i = 0; i < DIGEST_OTHERS_MAX; i++)
		say(10, "Lovely", NULL);
	say(10, "The last one", NULL);
	compose();
	in_text("18 of 40 comments are shown here.");
	not_in_text("One more");
	not_in_text("The last one");
}
END_TEST

START_TEST(a_long_comment_is_cut_between_characters)
{
	g_autoptr(GString) comment = g_string_new(NULL);

	for (int i = 0; i < DIGEST_COMMENT_MAX_CHARS; i++)
		g_string_append(comment, "ä");
	count("after-booking", 1, 1, 1, 9);
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

	count("after-booking", 76, 16, 8, 320);
	count("week-later", 123456, 61234, 81234, 3200000);
	count_before("week-later", 12345, 12345, 12345);
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

	count("after-booking", 76, 16, 8, 320);
	count("week-later", 7, 1, 8, 32);
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

	count("after-booking", 1500, 500, 500, 12345);
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

START_TEST(the_last_weeks_are_a_picture_and_figures)
{
	week(0, 0, 0, 0);
	week(11, 20, 10, 10);
	week(12, 5, 0, 0);
	count("after-booking", 5, 0, 0, 9);
	picture = "cid:light.1@x";
	picture_dark = "cid:dark.1@x";
	compose();
	in_text("Week by week\n");
	in_text("    16 February               25  ±\u00a025.7        40\n"
		"    23 February              100                 5\n");
	not_in_text("9 February");
	ck_assert_ptr_nonnull(strstr(rendered.html,
	    "<img class=\"quiet\" src=\"cid:light.1@x\" width=\"440\" alt=\""
	    "Line of the NPS of the last weeks, between 25 and 100."));
	ck_assert_ptr_nonnull(strstr(rendered.html, "cid:dark.1@x"));
	/* Blocked or not there: the figures stand. */
	picture = picture_dark = NULL;
	compose();
	ck_assert_ptr_null(strstr(rendered.html, "<img"));
	ck_assert_ptr_nonnull(strstr(rendered.html, ">16 February</td>"));
}
END_TEST

START_TEST(one_week_is_no_trend)
{
	week(12, 5, 0, 0);
	count("after-booking", 5, 0, 0, 9);
	compose();
	not_in_text("Week by week");
}
END_TEST

START_TEST(tags_of_a_comment_and_those_on_the_rise_are_named)
{
	struct digest_tag *tag = g_new0(struct digest_tag, 1);
	struct said *said;

	count("after-booking", 1, 1, 1, 9);
	say(3, "Too dear", "Ada");
	said = facts->said->pdata[0];
	g_strfreev(said->tags);
	said->tags = g_strsplit("price,<b>staff", ",", -1);
	said->case_id = 12;
	tag->name = g_strdup("price");
	tag->now = 7;
	tag->before = 1;
	g_ptr_array_add(facts->tags, tag);
	compose();
	in_text("(Ada · after-booking · 1\u00a0March · case 12 · price, "
		"<b>staff)\n");
	in_text("On the rise\n");
	in_text("  - price: in 7 answers, in 1 in the period before\n");
	ck_assert_ptr_nonnull(strstr(rendered.html, ">price</span>"));
	ck_assert_ptr_null(strstr(rendered.html, "<b>staff"));
}
END_TEST

START_TEST(what_was_closed_within_minutes_was_closed_within_an_hour)
{
	count("after-booking", 1, 1, 1, 9);
	facts->cases.closed = 2;
	facts->cases.median_close_s = 60;
	compose();
	in_text("Half of them within 1 h\n");
}
END_TEST

START_TEST(open_cases_have_their_age_and_what_is_late_is_said)
{
	struct customer_case *each = g_new0(struct customer_case, 1);

	count("after-booking", 1, 1, 1, 9);
	each->id = 12;
	each->name = g_strdup("Ada");
	each->touchpoint = g_strdup("after-booking");
	each->owner = g_strdup("bea@example.com");
	each->score = 2;
	each->opened_at = SUNDAY_AT - 5 * 86400;
	each->due_at = SUNDAY_AT - 3 * 86400;
	g_ptr_array_add(facts->cases.owed, each);
	facts->cases.open = 4;
	facts->cases.overdue = 1;
	facts->cases.closed = 3;
	facts->cases.median_close_s = 50 * 3600;
	compose();
	in_text("    Open 4 · Overdue 1 · Closed in this period 3 ·\n"
		"    Half of them within 2 days\n");
	in_text("  - case 12 · Ada · after-booking · bea · open since 24 "
		"February, due 26\n    February · overdue\n");
	ck_assert_ptr_nonnull(strstr(rendered.html, ">overdue</span>"));
	ck_assert_ptr_null(strstr(rendered.html, "bea@"));
	each->due_at = SUNDAY_AT + 7 * 86400;
	compose();
	not_in_text("· overdue");
}
END_TEST

START_TEST(who_gave_ten_is_thanked_first_and_by_name_alone)
{
	count("after-booking", 3, 0, 1, 9);
	say(2, "Bad", "Carl");
	say(9, "Good", "Bea");
	say(9, "Nice", "ada@example.com");
	say(10, "Best", "Ada");
	compose();
	in_text("To thank, and to ask for a reference\n");
	in_text("    Ada, Bea\n");
}
END_TEST

START_TEST(what_is_to_come_and_what_stands_still_is_said)
{
	struct touchpoint_count *planned = g_new0(struct touchpoint_count, 1);

	count("after-booking", 3, 0, 1, 9);
	planned->touchpoint = g_strdup("week-later");
	planned->n = 120;
	g_ptr_array_add(facts->planned, planned);
	stands_still(DIGEST_NO_ANSWERS, "after-payment");
	stands_still(DIGEST_NOTHING_SENT, "week-later");
	stands_still(DIGEST_HALTED, "mail");
	stands_still(DIGEST_BOUNCES, NULL);
	compose();
	in_text("    week-later 120\n");
	in_text("  - after-payment: no answers since 20 February.\n"
		"  - week-later: no invitation has left since 20 February.\n"
		"  - The provider mail has halted: what should leave by it "
		"waits.\n"
		"  - More mail comes back: 8 of 100, in the period before 1 of "
		"90.\n");
	facts->planned_all = FALSE;
	compose();
	in_text("    week-later 120 or more\n");
}
END_TEST

START_TEST(nothing_new_is_one_line)
{
	count("after-booking", 0, 0, 0, 0);
	compose();
	ck_assert_str_eq(rendered.subject,
	    "front-desk: no answers, 23 February – 1 March 2026");
	in_text("Nothing new: no answers, no open cases.\n");
	ck_assert(digest_is_empty(facts));
	facts->cases.open = 1;
	ck_assert(!digest_is_empty(facts));
	compose();
	in_text("No answers came in this period.\n");
	in_text("    Open 1\n");
	facts->cases.open = 0;
	stands_still(DIGEST_HALTED, "mail");
	ck_assert(!digest_is_empty(facts));
}
END_TEST

START_TEST(the_foot_has_the_seal)
{
	facts->seal = seal_new("front-desk", SUNDAY_AT);
	g_strlcpy(facts->seal->text, "a1b2c3d4e5f60718",
	    sizeof(facts->seal->text));
	count("after-booking", 1, 1, 1, 9);
	compose();
	in_text("Seal a1b2c3d4e5f60718: dripscore verify --digest "
		"a1b2c3d4e5f60718\n");
	ck_assert_ptr_nonnull(strstr(rendered.html, "Seal a1b2c3d4e5f60718"));
}
END_TEST

/* WCAG 2.1, relative luminance of "#rrggbb". */
static double
luminance(const char *colour)
{
	static const double weights[] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		const char digits[] = { colour[1 + 2 * i], colour[2 + 2 * i],
			'\0' };
		double c = (double)g_ascii_strtoull(digits, NULL, 16) / 255;

		sum += weights[i] *
		    (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double
contrast(const char *one, const char *other)
{
	double a = luminance(one), b = luminance(other);

	return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

/* Owned; NULL: the style does not say. */
static char *
colour_in(const char *style, const char *property)
{
	g_autofree char *pattern = g_strdup_printf(
	    "(?:^|[ ;])%s: (#[0-9a-f]{6})", property);
	g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	if (!g_regex_match(regex, style, 0, &match))
		return NULL;
	return g_match_info_fetch(match, 1);
}

/* Each style with a colour of letters: AA on its own background, or on those
 * that it may stand on. */
static void
check_contrast(const char *html, const char *pattern, const char *card,
    const char *page, guint at_least)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_DOTALL, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	guint n = 0;

	g_regex_match(regex, html, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		g_autofree char *style = g_match_info_fetch(match, 1);
		g_autofree char *ink = colour_in(style, "color");
		g_autofree char *paper = colour_in(style, "background-color");

		if (ink == NULL || strstr(style, "display: none") != NULL)
			continue;
		n++;
		ck_assert_msg(contrast(ink, paper != NULL ? paper : card) >=
			4.5,
		    "%s on %s", ink, paper != NULL ? paper : card);
		ck_assert(paper != NULL || contrast(ink, page) >= 4.5);
	}
	ck_assert_uint_ge(n, at_least);
}

START_TEST(letters_can_be_read_on_what_they_stand_on)
{
	g_autofree char *dark = NULL;
	const char *rules;

	count("after-booking", 3, 0, 1, 9);
	count("week-later", 3, 0, 1, 9);
	for (int score = 2; score < 11; score += 4)
		say(score, "Words", "Ada");
	week(11, 20, 10, 10);
	week(12, 5, 0, 0);
	stands_still(DIGEST_HALTED, "mail");
	compose();
	check_contrast(rendered.html, "style=\"([^\"]*)\"", "#ffffff",
	    "#f2f3f5", 20);
	rules = strstr(rendered.html, "@media (prefers-color-scheme: dark)");
	ck_assert_ptr_nonnull(rules);
	dark = g_strndup(rules, strcspn(rules, "<"));
	check_contrast(dark, "\\{ ([^{}]*) \\}", "#1d2025", "#111316", 7);
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
	tcase_add_test(tests, the_last_weeks_are_a_picture_and_figures);
	tcase_add_test(tests, one_week_is_no_trend);
	tcase_add_test(tests,
	    tags_of_a_comment_and_those_on_the_rise_are_named);
	tcase_add_test(tests,
	    open_cases_have_their_age_and_what_is_late_is_said);
	tcase_add_test(tests,
	    what_was_closed_within_minutes_was_closed_within_an_hour);
	tcase_add_test(tests, who_gave_ten_is_thanked_first_and_by_name_alone);
	tcase_add_test(tests, what_is_to_come_and_what_stands_still_is_said);
	tcase_add_test(tests, nothing_new_is_one_line);
	tcase_add_test(tests, the_foot_has_the_seal);
	tcase_add_test(tests, letters_can_be_read_on_what_they_stand_on);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
