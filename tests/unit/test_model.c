/*
 * test_model.c - names of the enums, and freeing of the structs.
 */
#include "base/errors.h"
#include "base/model.h"
#include "tests/unit/unit.h"

START_TEST(channels_have_names_that_lead_back)
{
	ck_assert_str_eq(channel_name(CHANNEL_EMAIL), "email");
	ck_assert_str_eq(channel_name(CHANNEL_SMS), "sms");
	ck_assert_str_eq(channel_name(CHANNEL_NONE), "none");
	ck_assert_int_eq(channel_from_name("email"), CHANNEL_EMAIL);
	ck_assert_int_eq(channel_from_name("sms"), CHANNEL_SMS);
	ck_assert_int_eq(channel_from_name("pigeon"), CHANNEL_NONE);
}
END_TEST

START_TEST(message_kinds_have_names)
{
	ck_assert_str_eq(message_kind_name(MESSAGE_INVITATION), "invitation");
	ck_assert_str_eq(message_kind_name(MESSAGE_DIGEST), "digest");
}
END_TEST

START_TEST(reply_kinds_have_names_that_lead_back)
{
	enum reply_kind kind = REPLY_ANSWER;

	for (int i = REPLY_ANSWER; i <= REPLY_UNREADABLE; i++) {
		ck_assert(
		    reply_kind_from_name(reply_kind_name((enum reply_kind)i),
			&kind));
		ck_assert_int_eq(kind, i);
	}
	ck_assert_str_eq(reply_kind_name(REPLY_OPT_OUT), "opt-out");
	ck_assert_str_eq(reply_kind_name(REPLY_AUTO_REPLY), "auto-reply");
	ck_assert(!reply_kind_from_name("shrug", &kind));
	ck_assert_int_eq(kind, REPLY_UNREADABLE);
}
END_TEST

START_TEST(structs_are_freed_with_what_they_own)
{
	g_autoptr(event) event = g_new0(struct event, 1);
	g_autoptr(message) message = g_new0(struct message, 1);

	event->type = g_strdup("booking");
	event->contact.email = g_strdup("ada@example.com");
	message->bytes = g_bytes_new_static("x", 1);
	contact_clear(&event->contact);
	ck_assert_ptr_null(event->contact.email);
	event->contact.name = g_strdup("Ada");
}
END_TEST

START_TEST(the_error_domain_is_ours)
{
	ck_assert_str_eq(g_quark_to_string(DRIPSCORE_ERROR),
	    "dripscore-error-quark");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("model");
	TCase *tcase = tcase_create("model");

	tcase_add_test(tcase, channels_have_names_that_lead_back);
	tcase_add_test(tcase, message_kinds_have_names);
	tcase_add_test(tcase, reply_kinds_have_names_that_lead_back);
	tcase_add_test(tcase, structs_are_freed_with_what_they_own);
	tcase_add_test(tcase, the_error_domain_is_ours);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
