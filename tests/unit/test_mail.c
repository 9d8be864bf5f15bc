/*
 * test_mail.c - what a person wrote, out of any mail's parts, charsets and
 * encodings.
 */
#include "replies/mail/mail.h"

#include <string.h>

#include "tests/unit/unit.h"

struct example {
	const char *name;
	const char *mail;
	const char *text;
};

#define PLAIN "Content-Type: text/plain; charset=utf-8\n"
#define HTML "Content-Type: text/html; charset=utf-8\n"
#define ALTERNATIVE "Content-Type: multipart/alternative; boundary=a\n\n"
#define MIXED "Content-Type: multipart/mixed; boundary=m\n\n"
#define RELATED "Content-Type: multipart/related; boundary=r\n\n"
#define PICTURE "Content-Type: image/png\n\nxxxx\n"

static struct mail *
parse(const char *mail)
{
	return mail_parse((const guint8 *)mail, strlen(mail));
}

/* Blanks at its ends are not compared. */
static void
check_examples(const struct example *examples, guint n)
{
	for (guint i = 0; i < n; i++) {
		g_autoptr(mail) mail = parse(examples[i].mail);
		g_autofree char *text = g_strdup(
		    mail->text != NULL ? mail->text : "");

		ck_assert_msg(strcmp(g_strstrip(text), examples[i].text) == 0,
		    "%s gave\n%s\nnot\n%s", examples[i].name, text,
		    examples[i].text);
	}
}

START_TEST(of_several_parts_those_that_were_written_are_read)
{
	static const struct example examples[] = {
		{ "plain before HTML",
		    ALTERNATIVE "--a\n" PLAIN "\nA\n--a\n" HTML "\nB\n--a--\n",
		    "A" },
		{ "plain behind HTML",
		    ALTERNATIVE "--a\n" HTML "\nB\n--a\n" PLAIN "\nA\n--a--\n",
		    "A" },
		{ "an empty plain part",
		    ALTERNATIVE "--a\n" PLAIN "\n\xc2\xa0\n\n--a\n" HTML
				"\nB\n--a--\n",
		    "B" },
		{ "a plain part that refers to HTML",
		    ALTERNATIVE "--a\n" PLAIN
				"\nThis mail is in HTML format.\n--a\n" HTML
				"\n<p>9</p>\n--a--\n",
		    "9" },
		{ "a plain part that speaks of HTML",
		    ALTERNATIVE "--a\n" PLAIN
				"\nYour HTML is broken.\n--a\n" HTML
				"\n<p>Your <b>HTML</b> is broken.</p>\n--a--\n",
		    "Your HTML is broken." },
		{ "only a plain part that refers to HTML",
		    ALTERNATIVE "--a\n" PLAIN
				"\nThis mail is in HTML format.\n--a\n" HTML
				"\n<br>\n--a--\n",
		    "This mail is in HTML format." },
		{ "HTML with its pictures",
		    ALTERNATIVE "--a\n" PLAIN "\n\n--a\n" RELATED "--r\n" HTML
				"\nB<img src=\"cid:x\">\n--r\n" PICTURE
				"--r--\n--a--\n",
		    "B" },
		{ "text around a picture",
		    MIXED "--m\n" PLAIN "\nA\n--m\n" PICTURE "--m\n" PLAIN
			  "\nB\n--m--\n",
		    "A\nB" },
		{ "HTML around a picture",
		    MIXED "--m\n" HTML "\nA\n--m\n" PICTURE "--m\n" HTML
			  "\nB\n--m--\n",
		    "A\nB" },
		{ "a picture first",
		    MIXED "--m\n" PICTURE "--m\n" PLAIN "\nA\n--m--\n", "A" },
		{ "alternatives that are said to be mixed",
		    MIXED "--m\n" PLAIN "\nA is so\n--m\n" HTML
			  "\n<p>A is <b>so</b></p>\n--m--\n",
		    "A is so" },
		{ "an invitation to a meeting",
		    ALTERNATIVE "--a\nContent-Type: text/calendar\n\nBEGIN:"
				"VCALENDAR\n--a\n" HTML "\nB\n--a--\n",
		    "B" },
		{ "a card and a winmail.dat",
		    MIXED "--m\nContent-Type: text/vcard\n\nBEGIN:VCARD\n--m\n"
			  "Content-Type: application/ms-tnef\n\nx\n--m\n" PLAIN
			  "\nA\n--m--\n",
		    "A" },
		{ "a file that is shown",
		    MIXED "--m\n" PLAIN "\nA\n--m\n" PLAIN
			  "Content-Disposition: inline; filename=b.txt\n\nB\n"
			  "--m--\n",
		    "A" },
		{ "a file that is shown, and nothing else",
		    MIXED "--m\n" PICTURE "--m\n" PLAIN
			  "Content-Disposition: inline; filename=text_0.txt\n\n"
			  "9\n--m\n" PLAIN
			  "Content-Disposition: attachment; filename=b.txt\n\n"
			  "B\n--m--\n",
		    "9" },
		{ "a file that is attached, and nothing else",
		    MIXED "--m\n" PLAIN "\n\n--m\n" PLAIN
			  "Content-Disposition: attachment; filename=b.txt\n\n"
			  "9\n--m--\n",
		    "9" },
		{ "a page that is attached",
		    MIXED "--m\n" HTML
			  "Content-Disposition: attachment; filename=b.html\n\n"
			  "9\n--m--\n",
		    "" },
		{ "a mail inside",
		    MIXED "--m\n" PLAIN "\nA\n--m\nContent-Type: message/rfc822"
			  "\n\nSubject: x\n\n9\n--m--\n",
		    "A" },
		{ "nothing but a mail inside",
		    "Content-Type: message/rfc822\n\nSubject: x\n\n9\n", "" },
		{ "what is signed",
		    "Content-Type: multipart/signed; boundary=s; protocol="
		    "\"application/pgp-signature\"\n\n--s\n" ALTERNATIVE
		    "--a\n" PLAIN "\nA\n--a\n" HTML "\nB\n--a--\n--s\n"
		    "Content-Type: application/pgp-signature\n\nxxxx\n--s--\n",
		    "A" },
		{ "what is signed in clear",
		    PLAIN "\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n"
			  "\nA\n- -- \nAda\n-----BEGIN PGP SIGNATURE-----\n\n"
			  "iQEz=\n-----END PGP SIGNATURE-----\nB\n",
		    "A\n-- \nAda\nB" },
		{ "no type at all", "Subject: x\n\nA\n", "A" },
		{ "a type that is none", "Content-Type: text\n\nA\n", "A" },
		{ "a type twice",
		    "Content-Type: text/plain\nContent-Type: text/plain\n\nA\n",
		    "A" },
		{ "no boundary named",
		    "Content-Type: multipart/alternative\n\n--a\n" PLAIN
		    "\nA\n--a\n" HTML "\nB\n--a--\n",
		    "A" },
		{ "another boundary named",
		    "Content-Type: multipart/mixed; boundary='a'\n\n--a\n" PLAIN
		    "\nA\n--a\n" PICTURE "--a--\n",
		    "A" },
		{ "no semicolon before the boundary",
		    "Content-Type: multipart/mixed boundary=a\n\n--a\n" PLAIN
		    "\nA\n--a--\n",
		    "A" },
		{ "line ends of old",
		    "From: a@example.com\rSubject: x\r\r9\rA\r", "9\nA" },
		{ "a mark before the headers",
		    "\xef\xbb\xbf" PLAIN "\nA\n", "A" },
		{ "HTML that is said to be plain",
		    PLAIN "\n<div dir=\"ltr\">A<br>B</div>\n", "A\nB" },
		{ "plain text that begins like HTML", PLAIN "\n<p> is a tag\n",
		    "<p> is a tag" },
		{ "no last boundary",
		    ALTERNATIVE "--a\n" PLAIN "\nA\n--a\n" HTML "\nB\n", "A" },
		{ "a boundary with blanks behind it",
		    ALTERNATIVE "--a  \n" PLAIN "\nA\n--a--\n", "A" },
	};

	check_examples(examples, G_N_ELEMENTS(examples));
}
END_TEST

#define IN(charset) "Content-Type: text/plain; charset=" charset "\n\n"

START_TEST(text_is_read_in_any_charset_and_under_wrong_names)
{
	static const struct example examples[] = {
		{ "no name", "Subject: x\n\ncaf\xc3\xa9\n", "café" },
		{ "no name, no UTF-8",
		    "Subject: x\n\ncaf\xe9 \x80\n", "café €" },
		{ "UTF-8 as Latin-1", IN("iso-8859-1") "caf\xc3\xa9", "café" },
		{ "UTF-8 as ASCII", IN("us-ascii") "caf\xc3\xa9", "café" },
		{ "UTF-8 as GB 2312", IN("gb2312") "\xe5\xa5\xbd", "好" },
		{ "Latin-1 as UTF-8", IN("utf-8") "caf\xe9 cr\xe8me",
		    "café crème" },
		{ "both", IN("utf-8") "caf\xc3\xa9 cr\xe8me", "café crème" },
		{ "cut in the middle", IN("utf-8") "caf\xc3\xa9 \xe2\x82",
		    "café" },
		{ "windows-1252 as Latin-1", IN("ISO-8859-1") "don\x92t \x80",
		    "don’t €" },
		{ "ISO 8859-2", IN("iso-8859-2") "\xb3\xf3\xbf", "łóż" },
		{ "ISO 8859-5", IN("iso-8859-5") "\xbf\xe0\xd8", "При" },
		{ "ISO 8859-7", IN("iso-8859-7") "\xc5\xeb", "Ελ" },
		{ "ISO 8859-8 in logical order", IN("iso-8859-8-i") "\xf9",
		    "ש" },
		{ "ISO 8859-15", IN("iso-8859-15") "9 \xa4", "9 €" },
		{ "KOI8-R", IN("koi8-r") "\xf0\xd2\xc9", "При" },
		{ "windows-1251",
		    IN("\"windows-1251\"") "\xcf\xf0\xe8", "При" },
		{ "CP866", IN("cp866") "\x8f\xe0\xa8", "При" },
		{ "windows-874", IN("windows-874") "\xa1\xa2", "กข" },
		{ "TIS-620", IN("tis-620") "\xa1\xa2", "กข" },
		{ "GB 18030 as GB 2312",
		    IN("gb2312") "\xba\xc3 \x94\x39\xda\x33",
		    "好 💩" },
		{ "GBK", IN("x-gbk") "\xba\xc3", "好" },
		{ "Big5", IN("big5") "\xa6\x6e", "好" },
		{ "Shift_JIS of Windows", IN("Shift_JIS") "\x87\x40\x93\xfa",
		    "①日" },
		{ "EUC-JP", IN("euc-jp") "\xc6\xfc", "日" },
		{ "EUC-KR", IN("ks_c_5601-1987") "\xc7\xd1 \x8c\x63", "한 똠" },
		{ "ISO-2022-JP",
		    IN("iso-2022-jp") "\033$BF|K\\\033(B 9", "日本 9" },
		{ "ISO-2022-JP of Windows",
		    IN("iso-2022-jp") "\033$B-!F|\033(B\033(I1\033(B", "①日ｱ" },
		{ "ISO-2022-JP without a name",
		    "Subject: x\n\n\033$BF|K\\\033(B 9",
		    "日本 9" },
		{ "UTF-7", IN("utf-7") "caf+AOk- 9", "café 9" },
		{ "no charset", IN("unknown-8bit") "caf\xe9", "café" },
		{ "no charset, UTF-8", IN("x-unknown") "caf\xc3\xa9", "café" },
		{ "a name with more behind it", IN("utf-8//IGNORE") "9", "9" },
		{ "a mark before UTF-8", IN("utf-8") "\xef\xbb\xbf" "9", "9" },
		{ "a page that names its own",
		    "Content-Type: text/html\n\n<meta charset=koi8-r><p>"
		    "\xf0\xd2\xc9",
		    "При" },
	};

	check_examples(examples, G_N_ELEMENTS(examples));
}
END_TEST

START_TEST(wide_charsets_are_read)
{
	static const struct {
		const char *label;
		const char *base64;
	} cases[] = {
		{ "utf-16", "/v8AOQAgIKw=" },
		{ "utf-16", "//45ACAArCA=" },
		{ "utf-16", "OQAgAKwg" },
		{ "utf-16", "ADkAICCs" },
		{ "utf-16le", "OQAgAKwg" },
		{ "utf-16be", "ADkAICCs" },
		{ "us-ascii", "//45ACAArCA=" },
		{ "utf-16", "OSDigqw=" },
		{ "utf-32le", "OQAAACAAAACsIAAA" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *raw = g_strdup_printf(
		    "Content-Type: text/plain; charset=%s\n"
		    "Content-Transfer-Encoding: base64\n\n%s\n",
		    cases[i].label, cases[i].base64);
		g_autoptr(mail) mail = parse(raw);

		ck_assert_msg(strcmp(mail->text, "9 €") == 0, "%u gave %s", i,
		    mail->text);
	}
}
END_TEST

#define QUOTED_PRINTABLE "Content-Transfer-Encoding: quoted-printable\n\n"
#define BASE64 "Content-Transfer-Encoding: base64\n\n"

START_TEST(damaged_encodings_are_read_as_far_as_they_go)
{
	static const struct example examples[] = {
		{ "quoted-printable",
		    PLAIN QUOTED_PRINTABLE "caf=C3=A9 cr=\nA=20\n",
		    "café crA" },
		{ "quoted-printable in small letters",
		    PLAIN QUOTED_PRINTABLE "caf=c3=a9", "café" },
		{ "quoted-printable that is none",
		    PLAIN QUOTED_PRINTABLE "2+2=4, a=b, 9=% x",
		    "2+2=4, a=b, 9=% x" },
		{ "base64", PLAIN BASE64 "OSAtIGdy\nZWF0", "9 - great" },
		{ "base64 with blanks",
		    PLAIN BASE64 "OSAtIGdyZWF0 OSAt\r\n IGdyZWF0\n",
		    "9 - great9 - great" },
		{ "base64 without its end", PLAIN BASE64 "OSAtIGdyZWF0I",
		    "9 - great" },
		{ "base64 that is none",
		    PLAIN BASE64 "9 - great, and a fine view. Thanks!\n",
		    "9 - great, and a fine view. Thanks!" },
		{ "a digit that is said to be base64",
		    PLAIN BASE64 "9\n", "9" },
		{ "an encoding that nobody knows",
		    PLAIN "Content-Transfer-Encoding: eight\n\n9=20\n",
		    "9=20" },
	};

	check_examples(examples, G_N_ELEMENTS(examples));
}
END_TEST

#define FLOWED "Content-Type: text/plain; format=flowed\n\n"
#define DELSP "Content-Type: text/plain; format=flowed; delsp=yes\n\n"

START_TEST(soft_line_breaks_are_undone)
{
	static const struct example examples[] = {
		{ "a paragraph", FLOWED "One \ntwo \nthree\nfour",
		    "One two three\nfour" },
		{ "quotes",
		    FLOWED "> One \n> two\n>> three \n> four \nfive\n",
		    "> One two\n>> three \n> four \nfive" },
		{ "stuffed lines", FLOWED " From A \n >B\n", "From A >B" },
		{ "a signature", FLOWED "One \n-- \nAda\n", "One \n-- \nAda" },
		{ "blank lines", FLOWED "\nOne\n\n\ntwo\n", "One\n\n\ntwo" },
		{ "deleted blanks", DELSP "On \ne  \ntwo\n", "One two" },
		{ "not flowed", "Subject: x\n\nOne \ntwo\n", "One \ntwo" },
	};

	check_examples(examples, G_N_ELEMENTS(examples));
}
END_TEST

START_TEST(headers_are_read_however_they_are_written)
{
	static const struct {
		const char *header;
		const char *subject;
	} cases[] = {
		{ "Subject: =?utf-8?Q?caf=C3=A9?=", "café" },
		{ "Subject: =?UTF-8?B?Y2Fmw6k=?= =?utf-8?b?IQ==?=", "café!" },
		{ "Subject: =?utf-8?q?a?=b", "ab" },
		{ "Subject: caf\xc3\xa9", "café" },
		{ "Subject: caf\xe9", "café" },
		{ "Subject: =?iso-8859-1?Q?caf=E9_cr=E8me?=", "café crème" },
		{ "Subject: =?us-ascii*en?Q?a_b?=", "a b" },
		{ "Subject: =?iso-8859-2?Q?=B3=F3=BF?=", "łóż" },
		{ "Subject: =?iso-8859-5?Q?=BF=E0=D8?=", "При" },
		{ "Subject: =?gb2312?B?usM=?=", "好" },
		{ "Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本" },
		{ "Subject: =?unknown-8bit?Q?caf=E9?=", "café" },
		{ "Subject: =?iso-8859-1?Q?caf=C3=A9?=", "café" },
		{ "Subject: =?utf-8?B?Y2Fmww==?= =?utf-8?B?qQ==?=", "café" },
		{ "Subject: a\n  b", "a b" },
		{ "SUBJECT:9", "9" },
		{ "Subject: =?utf-8?Q?a b?=", "a b" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *raw = g_strconcat(cases[i].header,
		    "\n\nx\n", NULL);
		g_autoptr(mail) mail = parse(raw);

		ck_assert_msg(g_strcmp0(mail->subject, cases[i].subject) == 0,
		    "%s gave %s", cases[i].header, mail->subject);
	}
}
END_TEST

START_TEST(the_author_is_found_however_written)
{
	static const struct {
		const char *from;
		const char *address;
	} cases[] = {
		{ "a@example.com", "a@example.com" },
		{ "Ada <a@example.com>", "a@example.com" },
		{ "\"Lovelace, Ada\" <a@example.com>", "a@example.com" },
		{ "Lovelace, Ada <a@example.com>", "a@example.com" },
		{ "a@example.com (Ada)", "a@example.com" },
		{ "=?utf-8?Q?Ad=C3=A4?= <a@example.com>", "a@example.com" },
		{ "\"b@example.com\" <a@example.com>", "a@example.com" },
		{ "b@example.com <a@example.com>", "a@example.com" },
		{ "Ad\xe4 <a@example.com>", "a@example.com" },
		{ "<a@example.com", "a@example.com" },
		{ "Ada a@example.com", "a@example.com" },
		{ "<<a@example.com>>", "a@example.com" },
		{ "mailto:a@example.com", "a@example.com" },
		{ "Ada <mailto:a@example.com>", "a@example.com" },
		{ "<@b.example:a@example.com>", "a@example.com" },
		{ "a @ example.com", "a@example.com" },
		{ "\"a b\"@example.com", "\"a b\"@example.com" },
		{ "=?utf-8?Q?Ada_=3Ca=40example=2Ecom=3E?=", "a@example.com" },
		{ "Ada", NULL },
		{ "", NULL },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *raw = g_strconcat("From: ", cases[i].from,
		    "\n\nx\n", NULL);
		g_autoptr(mail) mail = parse(raw);

		ck_assert_msg(g_strcmp0(mail->from, cases[i].address) == 0,
		    "%s gave %s", cases[i].from, mail->from);
	}
}
END_TEST

START_TEST(names_of_mails_are_read_however_written)
{
	static const char *const values[] = { "<a@b>", "a@b", "<a@b> (x)",
		"<<a@b>>", "<a@b", "a@b>", "<a@\n b>", "<a@b><c@d>" };

	for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
		g_autofree char *raw = g_strconcat("Message-ID: ", values[i],
		    "\n\nx\n", NULL);
		g_autoptr(mail) mail = parse(raw);

		ck_assert_msg(g_strcmp0(mail->message_id, "a@b") == 0,
		    "%s gave %s", values[i], mail->message_id);
	}
}
END_TEST

/* All of them 2 June 2026, 08:00:00 UTC. */
START_TEST(dates_are_read_however_written)
{
	static const char *const values[] = {
		"Tue, 02 Jun 2026 10:00:00 +0200",
		"Tue, 2 Jun 2026 10:00 +0200 (CEST)",
		"Tue, 2 Jun 2026 10:00:00 +02:00",
		"Tue, 2 Jun 2026 10:00:00 GMT+0200",
		"Tue, 2 Jun 2026 10.00.00 +0200",
		"Di, 2 Jun 2026 10:00:00 +0200",
		"2 June 2026 08:00:00 Z",
		"Tue, 02-Jun-2026 08:00:00 GMT",
		"Tue Jun  2 08:00:00 2026",
		"2026-06-02T08:00:00Z",
		"2026-06-02T10:00:00+02:00",
		"Tue, 2 Jun 2026 04:00:00 EDT",
	};

	for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
		g_autofree char *raw = g_strconcat("Date: ", values[i],
		    "\n\nx\n", NULL);
		g_autoptr(mail) mail = parse(raw);

		ck_assert_msg(mail->written_at == 1780387200, "%s gave %d",
		    values[i], (int)mail->written_at);
	}
}
END_TEST

START_TEST(what_is_no_date_is_none)
{
	static const char *const values[] = { "", "nonsense", "2026", "+",
		"Tue, 32 Jun 2026 10:00:00 +0200",
		"Tue, 2 Jun 1926 10:00:00 +0200" };

	for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
		g_autofree char *raw = g_strconcat("Date: ", values[i],
		    "\n\nx\n", NULL);
		g_autoptr(mail) mail = parse(raw);

		ck_assert_msg(mail->written_at == 0, "%s", values[i]);
	}
}
END_TEST

/* Each takes far below a second; a slow machine gets more. */
START_TEST(hostile_mails_take_no_time)
{
	static const struct {
		const char *begin;
		const char *piece;
	} mails[] = {
		{ MIXED "--m\n", "X: y\n" },
		{ MIXED "--m\n", "X: y\nA\n" },
		{ MIXED, "--m\nX: y\nX: y\n\n" },
		{ MIXED "--m\nContent-Type: message/rfc822\n\nTo: ", "a@b," },
		{ MIXED "--m\nContent-Type: message/rfc822\n\nTo: ", "a:" },
		{ "Subject: ", "=?utf-8?q?a?= " },
		{ "Subject: ", "=?" },
		{ "Content-Type: text/plain; ", "a*0*=b; " },
		{ PLAIN QUOTED_PRINTABLE, "=\n" },
		{ PLAIN "\n", "\xc3" },
		{ IN("iso-2022-jp"), "\033$B!!" },
		{ FLOWED, ">> \n" },
		{ "Content-Type: multipart/mixed\n\n", "--m\n" },
		{ "Date: ", "+" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autoptr(GString) raw = g_string_new("From: a@example.com\n");
		g_autoptr(mail) mail = NULL;
		gint64 begin;

		g_string_append(raw, mails[i].begin);
		while (raw->len < 4 * 1024 * 1024)
			g_string_append(raw, mails[i].piece);
		begin = g_get_monotonic_time();
		mail = parse(raw->str);
		ck_assert_ptr_nonnull(mail);
		ck_assert_msg(g_get_monotonic_time() - begin < 10000000, "%u",
		    i);
	}
}
END_TEST

static Suite *
mail_suite(void)
{
	Suite *suite = suite_create("mail");
	TCase *tests = tcase_create("mail");

	tcase_add_test(tests,
	    of_several_parts_those_that_were_written_are_read);
	tcase_add_test(tests,
	    text_is_read_in_any_charset_and_under_wrong_names);
	tcase_add_test(tests, wide_charsets_are_read);
	tcase_add_test(tests, damaged_encodings_are_read_as_far_as_they_go);
	tcase_add_test(tests, soft_line_breaks_are_undone);
	tcase_add_test(tests, headers_are_read_however_they_are_written);
	tcase_add_test(tests, the_author_is_found_however_written);
	tcase_add_test(tests, names_of_mails_are_read_however_written);
	tcase_add_test(tests, dates_are_read_however_written);
	tcase_add_test(tests, what_is_no_date_is_none);
	tcase_add_test(tests, hostile_mails_take_no_time);
	tcase_set_timeout(tests, 120);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(mail_suite());
}
