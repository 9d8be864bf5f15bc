/*
 * test_fingerprint.c - one mail delivered twice has one fingerprint.
 */
#include "replies/fingerprint.h"

#include <string.h>

#include "tests/unit/unit.h"

#define MAIL                                                                   \
	"From: Ada <ada@example.com>\n"                                        \
	"Date: Mon, 3 Mar 2025 18:00:59 +0200\n"                               \
	"Message-ID: <m1@example.com>\n"                                       \
	"Subject: 9\n"                                                         \
	"\n"                                                                   \
	"lovely\n"                                                             \
	"\n"                                                                   \
	"staff\n"

static char *
print(const char *mail)
{
	return reply_fingerprint((const guint8 *)mail, strlen(mail));
}

static void
expect(const char *mail, gboolean same)
{
	g_autofree char *one = print(MAIL);
	g_autofree char *other = print(mail);

	ck_assert_uint_eq(strlen(other), 64);
	ck_assert_msg((strcmp(one, other) == 0) == same, "%s", mail);
}

START_TEST(headers_added_on_the_way_do_not_count)
{
	expect("Delivered-To: a@example.com\nReceived: from x\n\tby y\n" MAIL,
	    TRUE);
	expect("From MAILER Mon Mar 3 18:01:02 2025\n" MAIL, TRUE);
}
END_TEST

START_TEST(line_ends_and_folding_do_not_count)
{
	g_auto(GStrv) lines = g_strsplit(MAIL, "\n", -1);
	g_autofree char *crlf = g_strjoinv("\r\n", lines);

	expect(crlf, TRUE);
	expect(MAIL "\n\n", TRUE);
	expect("From: Ada\n <ada@example.com>\n"
	       "date:  Mon, 3 Mar 2025\r\n\t18:00:59 +0200 \n"
	       "Message-Id: <m1@example.com>\nSUBJECT: 9\n\nlovely\n\nstaff",
	    TRUE);
}
END_TEST

START_TEST(what_the_author_wrote_counts)
{
	g_auto(GStrv) lines = g_strsplit(MAIL, "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++) {
		g_autofree char *kept = lines[i];
		g_autofree char *mail = NULL;

		if (*kept == '\0') {
			g_steal_pointer(&kept);
			continue;
		}
		lines[i] = g_strconcat(kept, "x", NULL);
		mail = g_strjoinv("\n", lines);
		expect(mail, FALSE);
		g_free(lines[i]);
		lines[i] = g_steal_pointer(&kept);
	}
}
END_TEST

START_TEST(a_header_in_the_body_is_body)
{
	expect("From: Ada <ada@example.com>\n\n" MAIL, FALSE);
	expect("", FALSE);
	expect("\n\n\n", FALSE);
}
END_TEST

/* Computed apart, with Python's hashlib. */
START_TEST(the_name_stays_the_same_for_ever)
{
	g_autofree char *name = print(MAIL);

	ck_assert_str_eq(name,
	    "e523fc67fad3b98482457bdbca0a601dd001ccd1506f9cdf68e16c5640dc6253");
}
END_TEST

static Suite *
fingerprint_suite(void)
{
	Suite *suite = suite_create("fingerprint");
	TCase *tests = tcase_create("fingerprint");

	tcase_add_test(tests, headers_added_on_the_way_do_not_count);
	tcase_add_test(tests, line_ends_and_folding_do_not_count);
	tcase_add_test(tests, what_the_author_wrote_counts);
	tcase_add_test(tests, a_header_in_the_body_is_body);
	tcase_add_test(tests, the_name_stays_the_same_for_ever);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(fingerprint_suite());
}
