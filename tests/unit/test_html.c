/*
 * test_html.c - what is seen of an HTML mail, and what of it is quoted, as the
 * mail programs of this world write it.
 */
#include "replies/mail/html.h"

#include <string.h>

#include "replies/mail/charset.h"
#include "tests/unit/unit.h"

struct page {
	const char *name;
	const char *html;
	const char *text;
};

static void
check_pages(const struct page *pages, guint n)
{
	for (guint i = 0; i < n; i++) {
		g_autofree char *text = html_to_text(pages[i].html);
		g_autofree char *tidy = charset_tidy(text);

		ck_assert_msg(strcmp(tidy, pages[i].text) == 0,
		    "%s gave\n%s\nnot\n%s", pages[i].name, tidy, pages[i].text);
	}
}

START_TEST(what_is_seen_is_written_down)
{
	static const struct page pages[] = {
		{ "paragraphs",
		    "<p>One<p>two</p>three", "One\n\ntwo\n\nthree" },
		{ "divs", "<div>One</div><div>two</div>", "One\ntwo" },
		{ "an empty line", "<div>One</div><div><br></div><div>two",
		    "One\n\ntwo" },
		{ "a break",
		    "One<br>two<br/><br />three", "One\ntwo\n\nthree" },
		{ "blanks", "  One \n\t two  ", "One two" },
		{ "blanks around tags", "<b>One</b> <i>two</i>three",
		    "One twothree" },
		{ "no-break space", "<div>One&nbsp;two</div><p>&nbsp;</p>three",
		    "One two\n\n \n\nthree" },
		{ "entities",
		    "&lt;9&gt; &amp; &eacute;&#233;&#xe9; &euro; &#128522;",
		    "<9> & ééé € 😊" },
		{ "numbers of windows-1252", "don&#146;t", "don’t" },
		{ "no entity", "Q&A & 3 < 4 &unknown; &#xffffffff;",
		    "Q&A & 3 < 4 &unknown;" },
		{ "a list", "<ul><li>One</li><li>two</ul>three",
		    "One\ntwo\nthree" },
		{ "a table",
		    "<table><tr><td>One</td><td>two</td></tr><tr><td>3"
		    "</table>x",
		    "One two\n3\nx" },
		{ "what is preformatted", "<pre>One\n  two\n\n\nthree</pre>",
		    "One\ntwo\n\nthree" },
		{ "what is preformatted by style",
		    "<div style=\"white-space: pre-wrap\">One\ntwo</div>x\ny",
		    "One\ntwo\nx y" },
		{ "Outlook's paragraphs",
		    "<p class=MsoNormal>One<o:p></o:p></p>"
		    "<p class=MsoNormal>two</p><p class=\"x_MsoNormal\">three",
		    "One\ntwo\n\nthree" },
		{ "no margin",
		    "<p style=\"margin: 0px; color: red\">One</p>"
		    "<p style='margin-top:0;margin-bottom:0'>two</p>three",
		    "One\ntwo\nthree" },
		{ "a margin", "<p style=\"margin:0 0 8px\">One</p>two",
		    "One\n\ntwo" },
		{ "not for people",
		    "<head><title>T</title><style>p{}</style></head>One"
		    "<script>if (a < b) x</script><!-- no --><![if !mso]>two"
		    "<![endif]><!--[if mso]>no<![endif]--> <select><option>1"
		    "</option><option>2</option></select>three",
		    "Onetwo three" },
		{ "hidden",
		    "<div style=\"display: none; x\">no<b>no</b></div>One"
		    "<span style='mso-hide:all'>no</span><p hidden>no</p>"
		    "<div style=\"max-height:0;overflow:hidden\">no</div>"
		    "<img style=\"display:none\" alt=\"😀\">two",
		    "One\n\ntwo" },
		{ "not hidden",
		    "<div style=\"display:block;opacity:0.8;font-size:0.9em\">"
		    "One</div>",
		    "One" },
		{ "pictures", "<img src=a.png alt=\"logo\">One<img alt=\"😀\">",
		    "One😀" },
		{ "a link", "<a href=\"mailto:a@example.com?x=1&y=2\">One</a>",
		    "One" },
		{ "unclosed", "<div><b>One<div>two</b></div><p>three",
		    "One\ntwo\n\nthree" },
		{ "nothing", "", "" },
		{ "no HTML at all", "9\nThanks", "9 Thanks" },
	};

	check_pages(pages, G_N_ELEMENTS(pages));
}
END_TEST

START_TEST(quotes_of_every_program_are_marked)
{
	static const struct page pages[] = {
		{ "Gmail",
		    "<div dir=ltr>9</div><br><div class=\"gmail_quote "
		    "gmail_quote_container\"><div dir=ltr class=gmail_attr>On "
		    "Mon, Ada &lt;a@example.com&gt; wrote:<br></div>"
		    "<blockquote class=\"gmail_quote\" style=\"border-left:1px "
		    "solid\">Hi</blockquote></div>",
		    "9\n\n> On Mon, Ada <a@example.com> wrote:\n> Hi" },
		{ "Gmail, answered below",
		    "<div class=gmail_quote><div class=gmail_attr>On Mon, Ada "
		    "wrote:</div><blockquote class=gmail_quote>Hi</blockquote>"
		    "<div>9</div><blockquote class=gmail_quote>More?"
		    "</blockquote><div>No</div></div>",
		    "> On Mon, Ada wrote:\n> Hi\n9\n> More?\nNo" },
		{ "Gmail's signature",
		    "<div>9</div><span class=gmail_signature_prefix>-- </span>"
		    "<div class=\"gmail_signature\">Ada</div>",
		    "9\n> --\n> Ada" },
		{ "Outlook for Windows",
		    "<p class=MsoNormal>9</p><div><div style='border:none;"
		    "border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
		    "<p class=MsoNormal><b>Feladó:</b> Ada<br><b>Tárgy:</b> x"
		    "</p></div></div><p class=MsoNormal>Hi</p>",
		    "9\n> Feladó: Ada\n> Tárgy: x\n> Hi" },
		{ "Outlook for Windows, beside",
		    "<p class=MsoNormal>9</p><div style='border:none;"
		    "border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt'>"
		    "<p class=MsoNormal>Hi</p></div><p class=MsoNormal>10</p>",
		    "9\n> Hi\n10" },
		{ "Outlook on the web",
		    "<div class=elementToProof>9</div><div id=\"appendonsend\">"
		    "</div><hr style=\"display:inline-block;width:98%\" "
		    "tabindex=\"-1\"><div id=\"divRplyFwdMsg\"><b>From:</b> A"
		    "</div><div>Hi</div>",
		    "9\n> From: A\n> Hi" },
		{ "Outlook on phones",
		    "<div>9</div><div id=\"ms-outlook-mobile-signature\">Get "
		    "<a>Outlook for iOS</a></div><div id=\"mail-editor-"
		    "reference-message-container\">Hi</div>",
		    "9\n> Get Outlook for iOS\n> Hi" },
		{ "Outlook, seen by another",
		    "<div>9</div><div id=x_OutlookSignature>Ada</div>"
		    "<div id=x_x_divRplyFwdMsg>Hi</div>there",
		    "9\n> Ada\n> Hi\n> there" },
		{ "Hotmail", "9<hr id=\"stopSpelling\">Date: x<br>Hi",
		    "9\n> Date: x\n> Hi" },
		{ "a rule and a line of labels",
		    "9<div><hr/><font><b>From: a@example.com</b> <b>Date: Thu"
		    "</b></font></div><div>Hi</div>",
		    "9\n> From: a@example.com Date: Thu\n> Hi" },
		{ "Windows Mail",
		    "<p>9</p><div style=\"padding-top: 5px; border-top-color: "
		    "rgb(229, 229, 229); border-top-width: 1px; "
		    "border-top-style: solid;\"><b>Od:</b> A<br><b>Datum "
		    "slanja:</b> 26. lipnja 2014. 15:05<br><b>Prima:</b> B<br>"
		    "</div><div>Hi</div>",
		    "9\n\n> Od: A\n> Datum slanja: 26. lipnja 2014. 15:05\n"
		    "> Prima: B\n> Hi" },
		{ "a rule and three lines that are no headers",
		    "9<hr>Room: fine<br>Food: good<br>Staff: the best<br>Ada",
		    "9\nRoom: fine\nFood: good\nStaff: the best\nAda" },
		{ "a rule, and what the person wrote",
		    "9<hr>The rest: fine<br>Ada", "9\nThe rest: fine\nAda" },
		{ "Apple Mail",
		    "9<div><br><blockquote type=\"cite\"><div>On 3 Mar 2025, "
		    "Ada wrote:</div></blockquote><blockquote type=cite>Hi"
		    "</blockquote></div><div>10</div>",
		    "9\n\n> On 3 Mar 2025, Ada wrote:\n> Hi\n10" },
		{ "iPhone",
		    "<div dir=ltr>9</div><div id=\"AppleMailSignature\">Thanks"
		    "</div>",
		    "9\nThanks" },
		{ "Thunderbird",
		    "<div class=\"moz-cite-prefix\">Am 3.3. schrieb Ada:</div>"
		    "<blockquote type=cite cite=\"mid:x@example.com\">Hi"
		    "</blockquote><p>9</p><pre class=\"moz-signature\">-- \nAda"
		    "</pre>",
		    "> Am 3.3. schrieb Ada:\n> Hi\n\n9\n\n> --\n> Ada" },
		{ "Yahoo",
		    "<div class=ydp1yahoo-style-wrap>9</div><div id="
		    "\"ydp2yahoo_quoted_1\" class=\"ydp2yahoo_quoted\">Hi"
		    "</div>",
		    "9\n> Hi" },
		{ "GMX",
		    "<div>9</div><div name=\"quote\" style=\"border-left:2px "
		    "solid #C3D9E5\"><b>Von:</b> Ada<div "
		    "name=\"quoted-content\">"
		    "Hi</div></div>",
		    "9\n> Von: Ada\n> Hi" },
		{ "mail.ru",
		    "9<br><blockquote style=\"border-left:1px solid #0857A6; "
		    "margin:10px;\">Понедельник, Ada:<br>Hi</blockquote>",
		    "9\n> Понедельник, Ada:\n> Hi" },
		{ "Yandex",
		    "<div>9</div><div>03.03.2025, 10:00, \"Ada\" "
		    "&lt;a@example.com&gt;:</div><blockquote>Hi</blockquote>"
		    "<div>10</div>",
		    "9\n03.03.2025, 10:00, \"Ada\" <a@example.com>:\n> "
		    "Hi\n10" },
		{ "QQ",
		    "<div>9</div><includetail><div>---- Original ----</div>"
		    "<div>Hi</div></includetail>",
		    "9\n> ---- Original ----\n> Hi" },
		{ "NetEase",
		    "9<blockquote id=\"isReplyContent\">Hi</blockquote>",
		    "9\n> Hi" },
		{ "Proton",
		    "9<div class=\"protonmail_signature_block\">Sent</div><div "
		    "class=\"protonmail_quote\">On Mon, Ada wrote:<blockquote "
		    "class=\"protonmail_quote\" type=\"cite\">Hi</blockquote>"
		    "</div>",
		    "9\n> Sent\n> On Mon, Ada wrote:\n> Hi" },
		{ "Zimbra",
		    "9<hr id=\"zwchr\" data-marker=\"__DIVIDER__\"><div>From: A"
		    "</div><blockquote style=\"border-left:2px solid\">Hi"
		    "</blockquote>",
		    "9\n> From: A\n> Hi" },
		{ "Tutanota",
		    "9<blockquote class=\"tutanota_quote\">Hi", "9\n> Hi" },
		{ "Spark",
		    "<div name=\"messageBodySection\">9</div><div name="
		    "\"messageSignatureSection\">Ada</div><div name="
		    "\"messageReplySection\">On Mon, Ada wrote:<blockquote "
		    "type=cite class=\"spark_quote\">Hi</blockquote></div>",
		    "9\n> Ada\n> On Mon, Ada wrote:\n> Hi" },
		{ "Zoho",
		    "9<div class=\"zmail_extra\"><div>---- On Mon Ada wrote "
		    "----"
		    "</div><blockquote>Hi</blockquote></div>",
		    "9\n> ---- On Mon Ada wrote ----\n> Hi" },
		{ "a line beside what is announced",
		    "9<p>Ada, 3.3.2025:</p><div style=\"border-left:1px "
		    "solid\">"
		    "Hi</div>",
		    "9\n\nAda, 3.3.2025:\n\n> Hi" },
	};

	check_pages(pages, G_N_ELEMENTS(pages));
}
END_TEST

START_TEST(what_may_be_the_persons_own_is_not_marked)
{
	static const struct page pages[] = {
		{ "a block with nothing else quoted",
		    "9<blockquote>Hi</blockquote>10", "9\n> Hi\n10" },
		{ "a block above a quote",
		    "9<blockquote>My words</blockquote><div>On 3 Mar 2025, Ada "
		    "wrote:</div><blockquote>Hi<blockquote>x</blockquote>"
		    "</blockquote>",
		    "9\nMy words\nOn 3 Mar 2025, Ada wrote:\n> Hi\n> x" },
		{ "a block that is all there is",
		    "<blockquote>9<div>Thanks</div></blockquote>",
		    "9\nThanks" },
		{ "what was indented",
		    "9<blockquote style=\"margin: 0 0 0 40px; border: none; "
		    "padding: 0px;\">Thanks</blockquote>",
		    "9\nThanks" },
		{ "Gmail's button for quotes",
		    "9<blockquote class=\"gmail_quote\" "
		    "style=\"border-left:1px "
		    "solid\">Thanks</blockquote>",
		    "9\nThanks" },
		{ "a line beside a paragraph",
		    "9<p style=\"border-left: 3px solid\">Thanks</p>",
		    "9\n\nThanks" },
		{ "a mail forwarded without a word",
		    "<div><br></div><div class=gmail_quote>---------- "
		    "Forwarded "
		    "message ---------<br>From: A<br>Hi</div>",
		    "---------- Forwarded message ---------\nFrom: A\nHi" },
		{ "a mail forwarded with a word",
		    "9<div class=gmail_quote>---------- Forwarded message "
		    "---------<br>From: A<br>Hi</div>",
		    "9\n> ---------- Forwarded message ---------\n> From: A\n> "
		    "Hi" },
		{ "classes that only look like marks",
		    "<div class=\"unquoted\">9</div><div id=quotes>Thanks"
		    "</div>",
		    "9\nThanks" },
	};

	check_pages(pages, G_N_ELEMENTS(pages));
}
END_TEST

/* The worst of each is far below a second; a slow machine gets more. */
START_TEST(hostile_pages_take_no_time)
{
	static const char *const pieces[] = { "<", "<div>", "</div>", "&",
		"<blockquote>", "<a b='", "<!--", "<p><table>", "<b><i>",
		"<br>", "<hr>From: a@b ", "<div class=gmail_quote>-----",
		"<blockquote></blockquote>x:1", "&#1;", "<style>", "<x a=1 ",
		"<a b=c>", "<pre>\n", "<td>", "<li>", "<p>x", "\xc2\xa0" };

	for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) page = g_string_new(NULL);
		g_autofree char *text = NULL;
		gint64 begin;

		while (page->len < 1024 * 1024)
			g_string_append(page, pieces[i]);
		begin = g_get_monotonic_time();
		text = html_to_text(page->str);
		ck_assert_msg(g_get_monotonic_time() - begin < 10000000, "%s",
		    pieces[i]);
		ck_assert(g_utf8_validate(text, -1, NULL));
		g_test_message("%s", pieces[i]);
	}
}
END_TEST

static Suite *
html_suite(void)
{
	Suite *suite = suite_create("html");
	TCase *tests = tcase_create("html");

	tcase_add_test(tests, what_is_seen_is_written_down);
	tcase_add_test(tests, quotes_of_every_program_are_marked);
	tcase_add_test(tests, what_may_be_the_persons_own_is_not_marked);
	tcase_add_test(tests, hostile_pages_take_no_time);
	tcase_set_timeout(tests, 120);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(html_suite());
}
