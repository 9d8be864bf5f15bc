/*
 * test_bounce.c - what mail servers report, by its fields.
 */
#include "replies/reports/bounce.h"

#include "tests/unit/unit.h"

#define MESSAGE_FIELDS "Reporting-MTA: dns; mx.example.com\n\n"

START_TEST(a_failure_of_class_five_is_permanent)
{
	g_autoptr(bounce) bounce = bounce_of_status(MESSAGE_FIELDS
	    "Final-Recipient: rfc822; ada@example.org\n"
	    "Action: failed\nStatus: 5.1.1\n"
	    "Diagnostic-Code: smtp; 550 5.1.1\n  no such user\n");

	ck_assert_ptr_nonnull(bounce);
	ck_assert_int_eq(bounce->kind, REPLY_BOUNCE);
	ck_assert(bounce->permanent);
	ck_assert_str_eq(bounce->status, "5.1.1");
	ck_assert_str_eq(bounce->reason, "550 5.1.1 no such user");
	ck_assert_uint_eq(bounce->failed->len, 1);
	ck_assert_str_eq(bounce->failed->pdata[0], "ada@example.org");
}
END_TEST

START_TEST(a_failure_of_class_four_is_not)
{
	g_autoptr(bounce) bounce = bounce_of_status(
	    MESSAGE_FIELDS "Final-Recipient: RFC822;<ada@example.org>\n"
			   "Action: Failed\nStatus: 4.4.7 (expired)\n");

	ck_assert_int_eq(bounce->kind, REPLY_BOUNCE);
	ck_assert(!bounce->permanent);
	ck_assert_str_eq(bounce->status, "4.4.7");
	ck_assert_str_eq(bounce->failed->pdata[0], "ada@example.org");
}
END_TEST

START_TEST(a_status_that_is_missing_is_read_from_the_diagnosis)
{
	g_autoptr(bounce) enhanced = bounce_of_status(MESSAGE_FIELDS
	    "Final-Recipient: rfc822; ada@example.org\nAction: failed\n"
	    "Diagnostic-Code: smtp; 550-5.7.1 host 10.5.1.1 says no\n");
	g_autoptr(bounce) plain = bounce_of_status(MESSAGE_FIELDS
	    "Final-Recipient: rfc822; ada@example.org\nAction: failed\n"
	    "Diagnostic-Code: smtp; 550 no\n");
	g_autoptr(bounce) nothing = bounce_of_status(MESSAGE_FIELDS
	    "Final-Recipient: rfc822; ada@example.org\nAction: failed\n");

	ck_assert_str_eq(enhanced->status, "5.7.1");
	ck_assert_str_eq(plain->status, "5.0.0");
	ck_assert(plain->permanent);
	ck_assert_ptr_null(nothing->status);
	ck_assert(!nothing->permanent);
}
END_TEST

START_TEST(of_several_recipients_the_gravest_outcome_stands)
{
	g_autoptr(bounce) bounce = bounce_of_status(MESSAGE_FIELDS
	    "Final-Recipient: rfc822; a@example.org\nAction: delayed\n"
	    "Status: 4.4.1\n\n"
	    "Final-Recipient: rfc822; b@example.org\nAction: failed\n"
	    "Status: 5.1.1\n\n"
	    "Final-Recipient: rfc822; c@example.org\nAction: failed\n"
	    "Status: 4.2.2\n"
	    "Final-Recipient: rfc822; d@example.org\nAction: failed\n"
	    "Status: 5.2.1\n");

	ck_assert(bounce->permanent);
	ck_assert_str_eq(bounce->status, "5.1.1");
	ck_assert_uint_eq(bounce->failed->len, 3);
	ck_assert_str_eq(bounce->failed->pdata[0], "b@example.org");
	ck_assert_str_eq(bounce->failed->pdata[1], "c@example.org");
	ck_assert_str_eq(bounce->failed->pdata[2], "d@example.org");
}
END_TEST

START_TEST(delays_and_deliveries_are_no_bounces)
{
	static const struct {
		const char *action;
		enum reply_kind kind;
	} cases[] = {
		{ "delayed", REPLY_DELAY },
		{ "delivered", REPLY_DELIVERED },
		{ "relayed", REPLY_DELIVERED },
		{ "expanded (to a list)", REPLY_DELIVERED },
	};

	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *fields = g_strdup_printf(MESSAGE_FIELDS
		    "Original-Recipient: rfc822; a@example.org\n"
		    "Action: %s\nStatus: 5.0.0\n",
		    cases[i].action);
		g_autoptr(bounce) bounce = bounce_of_status(fields);

		ck_assert_int_eq(bounce->kind, cases[i].kind);
		ck_assert(!bounce->permanent);
	}
}
END_TEST

START_TEST(a_report_without_an_outcome_is_none)
{
	ck_assert_ptr_null(bounce_of_status(""));
	ck_assert_ptr_null(bounce_of_status(MESSAGE_FIELDS));
	ck_assert_ptr_null(bounce_of_status(MESSAGE_FIELDS
	    "Final-Recipient: rfc822; a@example.org\nAction: pondered\n"));
}
END_TEST

START_TEST(feedback_is_a_complaint_unless_it_says_not_spam)
{
	g_autoptr(bounce) abuse = bounce_of_feedback(
	    "Feedback-Type: abuse\n"
	    "Version: 1\nOriginal-Rcpt-To: <ada@example.org>\n");

	ck_assert_int_eq(abuse->kind, REPLY_COMPLAINT);
	ck_assert_str_eq(abuse->failed->pdata[0], "ada@example.org");
	ck_assert_str_eq(abuse->reason, "abuse");
	ck_assert_ptr_null(bounce_of_feedback("Feedback-Type: not-spam\n"));
}
END_TEST

static Suite *
bounce_suite(void)
{
	Suite *suite = suite_create("bounce");
	TCase *tests = tcase_create("bounce");

	tcase_add_test(tests, a_failure_of_class_five_is_permanent);
	tcase_add_test(tests, a_failure_of_class_four_is_not);
	tcase_add_test(tests,
	    a_status_that_is_missing_is_read_from_the_diagnosis);
	tcase_add_test(tests, of_several_recipients_the_gravest_outcome_stands);
	tcase_add_test(tests, delays_and_deliveries_are_no_bounces);
	tcase_add_test(tests, a_report_without_an_outcome_is_none);
	tcase_add_test(tests, feedback_is_a_complaint_unless_it_says_not_spam);
	suite_add_tcase(suite, tests);
	return suite;
}

int
main(void)
{
	return unit_run(bounce_suite());
}
