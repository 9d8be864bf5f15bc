/*
 * test_quote.c - what the person wrote stays, what the mail program and others
 * wrote goes.
 */
#include "replies/mail/html.h"
#include "replies/quote/quote.h"

#include <string.h>
#include <time.h>

#include "tests/unit/unit.h"

#define HOSTILE_TEXT_BYTES (64 * 1024)
#define HOSTILE_PAGE_BYTES (128 * 1024)
#define SLACK_S 0.2

static void
expect(const char *text, const char *kept)
{
	g_autofree char *cut = quote_cut(text);

	ck_assert_msg(strcmp(cut, kept) == 0, "\"%s\" became \"%s\"", text,
	    cut);
}

static void
expect_html(const char *html, const char *kept)
{
	g_autofree char *text = html_to_text(html);

	expect(text, kept);
}

START_TEST(marked_lines_are_cut_wherever_they_stand)
{
	expect("9\n> old\n> older", "9");
	expect("> old\n> older\n9", "9");
	expect("> one?\nyes\n> two?\nno", "yes\n\nno");
	expect(">>> very old\nmine", "mine");
	expect("a > b", "a > b");
	expect("> all of it", "");
}
END_TEST

START_TEST(announcements_are_known_in_many_languages)
{
	static const char *const lines[] = {
		"On Mon, Mar 3, 2025 at 2:05 PM Aurora Spa <a@example.com> "
		"wrote:",
		"On 3 Mar 2025, at 14:05, Aurora Spa wrote:",
		"Am 03.03.25 um 14:05 schrieb Aurora Spa:",
		"Am Mo., 3. März 2025 um 14:05 Uhr schrieb Aurora Spa "
		"<a@example.com>:",
		"Le lun. 3 mars 2025 à 14:05, Aurora Spa <a@example.com> a "
		"écrit :",
		"El lun, 3 mar 2025 a las 14:05, Aurora Spa (<a@example.com>) "
		"escribió:",
		"Em seg., 3 de mar. de 2025 às 14:05, Aurora Spa "
		"<a@example.com> escreveu:",
		"ma 3. maalisk. 2025 klo 14.05 Aurora Spa (a@example.com) "
		"kirjoitti:",
		"Aurora Spa <a@example.com> kirjoitti 3.3.2025 kello 14.05:",
		"Aurora Spa kirjoitti 3.3.2025 klo 14.05:",
		"Den mån 3 mars 2025 kl 14:05 skrev Aurora Spa "
		"<a@example.com>:",
		"Op ma 3 mrt 2025 om 14:05 schreef Aurora Spa:",
		"Il giorno lun 3 mar 2025 alle ore 14:05 Aurora Spa "
		"<a@example.com> ha scritto:",
		"2014-10-17 11:28 GMT+03:00 Aurora Spa <a@example.com>:",
		"Aurora Spa <a@example.com> wrote:",
		"---- Aurora Spa wrote ----",
	};

	for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *unmarked =
		    g_strdup_printf("9\nnice\n\n%s\n\nHow was it? 0 1 2",
			lines[i]);
		g_autofree char *marked =
		    g_strdup_printf("%s\n> How was it?\n\n9\nnice", lines[i]);

		expect(unmarked, "9\nnice");
		expect(marked, "9\nnice");
	}
}
END_TEST

START_TEST(a_wrapped_announcement_is_one)
{
	expect("9\n\nOn Mon, Mar 3, 2025 at 2:05 PM Aurora Spa\n"
	       "<a+token@example.com>\nwrote:\n\nold",
	    "9");
	expect("Kiitos 9\nma 3. maalisk. 2025 klo 14.05 Aurora Spa\n"
	       "<a@example.com> kirjoitti:\n> old",
	    "Kiitos 9");
	expect("9\n\npe 20. helmik. 2026 klo 08.32 Aurora Resort (\n"
	       "a@example.com) kirjoitti:\n\nold",
	    "9");
	expect("9\npe 20. helmik. 2026 klo 08.32 Aurora Resort\n"
	       "(a@example.com) kirjoitti:\n> old",
	    "9");
	expect("9\n\nAm Mo., 3. März 2025 um 14:05 Uhr schrieb\n"
	       "Aurora Spa <a@example.com>:\n\n> old",
	    "9");
}
END_TEST

START_TEST(header_blocks_end_the_answer)
{
	expect("9\n\nFrom: Aurora Spa <a@example.com>\n"
	       "Sent: Monday, March 3, 2025\nTo: Ada\nSubject: Stay\n\nold",
	    "9");
	expect("9\n\n________________________________\n"
	       "Von: Aurora Spa\nGesendet: Montag\nAn: Karl\nBetreff: X\n\nold",
	    "9");
	expect("9\n\n*De :* Aurora\n*Envoyé :* lundi\n*À :* Zoé\n"
	       "*Objet :* X\n\nold",
	    "9");
	expect("9\n\nLähettäjä: Aurora\nLähetetty: maanantai\n"
	       "Vastaanottaja: Aino\nAihe: X\n\nold",
	    "9");
	expect("9\n\n-----Original Message-----\nFrom: a\n\nold", "9");
	expect("9\n\n-------- Alkuperäinen viesti --------\nold", "9");
	expect("FYI\n\n---------- Forwarded message ---------\nFrom: a\n\nx",
	    "FYI");
}
END_TEST

START_TEST(signatures_are_cut)
{
	expect("9\n\n-- \nAda\nTel. 10", "9");
	expect("9\n\n--\nAda", "9");
	expect("9\n\nSent from my iPhone", "9");
	expect("9\n\nLähetetty iPhonesta\n\n> old", "9");
	expect("9\nVon meinem iPhone gesendet", "9");
	expect("9\n\nEnviado do meu Galaxy\n", "9");
	expect("9\n\n-- \nAda\n\nOn 3/3/2025 14:05, Aurora Spa wrote:\n> x",
	    "9");
}
END_TEST

START_TEST(what_may_be_the_persons_own_is_kept)
{
	static const char *const kept[] = {
		"On Monday we came, on Friday we left.",
		"On arrival your clerk wrote: no towels.",
		"To: be or not to be\nthat is the question",
		"Date: Wednesday 3\nTime: 7:00\nAddress: Harbour Street 1",
		"From: the heart",
		"The menu said:\n9 dishes",
		"Sent from my desk, which is easier than my phone.",
		"-----\nnice\n-----",
		"I sent you this at 14:05, I wrote",
	};

	for (guint i = 0; i < G_N_ELEMENTS(kept); i++)
		expect(kept[i], kept[i]);
}
END_TEST

START_TEST(html_is_read_as_it_is_seen)
{
	expect_html("<p>a&nbsp;b &amp; c</p><p>d<br>e</p>",
	    "a\xc2\xa0"
	    "b & c\n\nd\ne");
	expect_html("<div>a</div>\n<div>b</div><div><br></div><div>c</div>",
	    "a\nb\n\nc");
	expect_html("<style>p{}</style><script>x</script><title>t</title>"
		    "<!-- c -->a",
	    "a");
	expect_html("<!--[if !mso]><!-->a<!--<![endif]-->b", "ab");
	expect_html("3 < 4 and 5 > 4", "3 < 4 and 5 > 4");
	expect_html("<b>a", "a");
	expect_html("a<img alt='\xf0\x9f\x98\x8a' src=x>b",
	    "a\xf0\x9f\x98\x8a"
	    "b");
	expect_html("<a title='x > y' href=http://x/?a=\"b>c</a>d", "cd");
	expect_html("&xxe;<!DOCTYPE x [<!ENTITY xxe SYSTEM 'file:///etc/x'>]>",
	    "&xxe;]>");
}
END_TEST

START_TEST(quotes_in_html_are_known_by_their_marks)
{
	expect_html("a<blockquote type=cite>old</blockquote>", "a");
	expect_html("a<div class='gmail_quote'>On x wrote:<br>"
		    "<blockquote>old</blockquote></div>",
	    "a");
	expect_html("a<div class='gmail_quote'>Forwarded<br>old</div>", "a");
	expect_html("<div class=gmail_quote>x<blockquote>q1</blockquote>"
		    "<div>my answer</div><blockquote>q2</blockquote></div>",
	    "my answer");
	expect_html("a<div class='ydp77yahoo_quoted'>old</div>", "a");
	expect_html("a<div id=x_divRplyFwdMsg>From</div><div>old</div>", "a");
	expect_html("<div class=moz-cite-prefix>On x</div>"
		    "<blockquote>old</blockquote><p>a</p>",
	    "a");
	expect_html("a<div class=gmail_signature>Ada</div>", "a");
}
END_TEST

static char *
quote_cut_of_page(const char *html)
{
	g_autofree char *text = html_to_text(html);

	return quote_cut(text);
}

/* The seconds of CPU time that n bytes of the pattern take. */
static double
measure(char *(*judge)(const char *), const char *pattern, gsize n)
{
	GString *text = g_string_sized_new(n + 64);
	struct timespec start, end;

	while (text->len < n)
		g_string_append(text, pattern);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	g_free(judge(text->str));
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	g_string_free(text, TRUE);
	return (double)(end.tv_sec - start.tv_sec) +
	    (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

/* Four times as much may take some four times as long, not sixteen. */
static void
expect_linear(char *(*judge)(const char *), const char *pattern, gsize n)
{
	double once = measure(judge, pattern, n);
	double fourfold = measure(judge, pattern, 4 * n);

	ck_assert_msg(fourfold < 8 * once + SLACK_S,
	    "\"%s\": %.3f s, four times as much %.3f s", pattern, once,
	    fourfold);
}

START_TEST(hostile_text_takes_time_in_proportion)
{
	static const char *const texts[] = { ">", ">\n", "\n", "--\n", "-- \n",
		"On 1:\n", "On 12:05 Ada wrote:\n> x\n", "From: a@b\n",
		"-----Original Message-----\n> x\n" };
	static const char *const pages[] = { "<div>", "<b>", "<p>", "</i>", "<",
		"&", "<!--", "<a x=\"", "<style>", "<blockquote>x",
		"<table><tr><td>", "<i class='a a a a a a a a a a'>x</i>" };

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		expect_linear(quote_cut, texts[i], HOSTILE_TEXT_BYTES);
	for (guint i = 0; i < G_N_ELEMENTS(pages); i++)
		expect_linear(quote_cut_of_page, pages[i], HOSTILE_PAGE_BYTES);
}
END_TEST

static Suite *
quote_suite(void)
{
	Suite *suite = suite_create("quote");
	TCase *tests = tcase_create("quote");

	tcase_add_test(tests, marked_lines_are_cut_wherever_they_stand);
	tcase_add_test(tests, announcements_are_known_in_many_languages);
	tcase_add_test(tests, a_wrapped_announcement_is_one);
	tcase_add_test(tests, header_blocks_end_the_answer);
	tcase_add_test(tests, signatures_are_cut);
	tcase_add_test(tests, what_may_be_the_persons_own_is_kept);
	tcase_add_test(tests, html_is_read_as_it_is_seen);
	tcase_add_test(tests, quotes_in_html_are_known_by_their_marks);
	tcase_add_test(tests, hostile_text_takes_time_in_proportion);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(quote_suite());
}
