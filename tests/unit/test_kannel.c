/*
 * test_kannel.c - what Kannel's calls say: texts in each charset, delivery
 * reports, nonsense. The queries are such as Kannel 1.4.5 wrote.
 */
#include <string.h>

#include "providers/kannel_hook.h"
#include "tests/unit/unit.h"

#define NOW 1795306900

static struct arrivals *arrivals;
static GError *error;

static void
setup(void)
{
	arrivals = arrivals_new("texts");
	error = NULL;
}

static void
teardown(void)
{
	arrivals_free(arrivals);
	g_clear_error(&error);
}

static void
again(void)
{
	teardown();
	setup();
}

static const struct incoming_text *
the_text(const char *query)
{
	ck_assert(kannel_hook_read(query, NOW, arrivals, &error));
	ck_assert_ptr_null(error);
	ck_assert_uint_eq(arrivals->texts->len, 1);
	ck_assert_uint_eq(arrivals->reports->len, 0);
	return arrivals->texts->pdata[0];
}

static const struct delivery_report *
the_report(const char *query)
{
	ck_assert(kannel_hook_read(query, NOW, arrivals, &error));
	ck_assert_ptr_null(error);
	ck_assert_uint_eq(arrivals->texts->len, 0);
	ck_assert_uint_eq(arrivals->reports->len, 1);
	return arrivals->reports->pdata[0];
}

static void
assert_nonsense(const char *query)
{
	ck_assert(!kannel_hook_read(query, NOW, arrivals, &error));
	ck_assert_ptr_nonnull(error);
	ck_assert_uint_eq(arrivals->texts->len, 0);
	ck_assert_uint_eq(arrivals->reports->len, 0);
}

static void
assert_says(const char *end_of_query, const char *words)
{
	g_autofree char *query =
	    g_strconcat("id=1&from=%2B358401234567&to=12345&time=1795306823",
		end_of_query, NULL);

	ck_assert_str_eq(the_text(query)->text, words);
	again();
}

START_TEST(a_text_is_told_with_all_that_kannel_knows)
{
	const struct incoming_text *text = the_text(
	    "id=e635fee6-92e6-4fd7-993c-8965df86a589&from=%2B358401234567"
	    "&to=12345&time=1795306823&coding=0&charset=UTF-8"
	    "&text=nine+%C3%A4+%E2%82%AC");

	ck_assert_str_eq(text->id, "e635fee6-92e6-4fd7-993c-8965df86a589");
	ck_assert_str_eq(text->from, "+358401234567");
	ck_assert_str_eq(text->to, "12345");
	ck_assert_str_eq(text->text, "nine ä €");
	ck_assert_int_eq(text->written_at, 1795306823);
}
END_TEST

START_TEST(text_is_read_in_the_charset_it_comes_in)
{
	assert_says("&coding=0&charset=UTF-8&text=9+%E2%80%99%F0%9F%98%80",
	    "9 ’😀");
	assert_says("&coding=2&charset=UTF-16BE"
		    "&text=%009%00++%19%D8%3D%DE%00",
	    "9 ’😀");
	assert_says("&coding=0&charset=WINDOWS-1252&text=%E4%80", "ä€");
	assert_says("&coding=1&charset=8-BIT&text=%F0%9F%98%80+9", "😀 9");
	assert_says("&coding=1&charset=8-BIT&text=%E4+9", "ä 9");
	assert_says("&text=9", "9");
	assert_says("&coding=0&charset=UTF-8&text=a%26b%3Dc+%25d+%2B",
	    "a&b=c %d +");
	assert_says("&coding=0&charset=UTF-8&text=", "");
}
END_TEST

START_TEST(broken_text_is_taken_as_far_as_it_can_be_read)
{
	assert_says("&coding=2&charset=UTF-16BE&text=%009%D8%3D%00a",
	    "9\357\277\275a");
	assert_says("&coding=2&charset=UTF-16BE&text=%009%DE%00%D8%3D",
	    "9\357\277\275\357\277\275");
	assert_says("&coding=2&charset=UTF-16BE&text=%009%00", "9");
	assert_says("&coding=2&charset=UTF-16BE&text=%00%00%009",
	    "\357\277\2759");
	assert_says("&coding=0&charset=UTF-8&text=9%00", "9\357\277\275");
	assert_says("&coding=0&charset=KLINGON&text=9%FF", "9\357\277\275");
}
END_TEST

START_TEST(a_number_is_read_however_the_network_writes_it)
{
	static const char *const senders[] = { "%2B358401234567",
		"358401234567", "00358401234567" };

	for (gsize i = 0; i < G_N_ELEMENTS(senders); i++) {
		g_autofree char *query = g_strdup_printf("id=1&from=%s&text=9",
		    senders[i]);

		ck_assert_str_eq(the_text(query)->from, "+358401234567");
		again();
	}
}
END_TEST

START_TEST(a_sender_without_a_number_is_not_told_again_and_again)
{
	ck_assert(kannel_hook_read("id=1&from=AURORA&text=hi", NOW, arrivals,
	    &error));
	ck_assert(
	    kannel_hook_read("id=1&from=12345&text=hi", NOW, arrivals, &error));
	ck_assert(
	    kannel_hook_read("id=1&from=&text=hi", NOW, arrivals, &error));
	ck_assert_uint_eq(arrivals->texts->len, 0);
}
END_TEST

START_TEST(without_an_id_the_same_text_at_the_same_time_is_one)
{
	static const char *const queries[] = {
		"from=%2B358401234567&time=1795306823&text=9",
		"id=&from=358401234567&time=1795306823&text=%39",
		"from=%2B358401234567&time=1795306824&text=9",
		"from=%2B358401234567&time=1795306823&text=8",
		"from=%2B358401234568&time=1795306823&text=9",
	};
	const struct incoming_text *const *texts;

	for (gsize i = 0; i < G_N_ELEMENTS(queries); i++)
		ck_assert(kannel_hook_read(queries[i], NOW, arrivals, &error));
	ck_assert_uint_eq(arrivals->texts->len, G_N_ELEMENTS(queries));
	texts = (const struct incoming_text *const *)arrivals->texts->pdata;
	ck_assert_str_eq(texts[0]->id, texts[1]->id);
	for (gsize i = 2; i < G_N_ELEMENTS(queries); i++)
		ck_assert_str_ne(texts[0]->id, texts[i]->id);
}
END_TEST

/* Else a STOP that follows a START would be the one before it. */
START_TEST(without_an_id_and_a_time_no_text_is_another)
{
	ck_assert(kannel_hook_read("from=%2B358401234567&text=STOP", NOW,
	    arrivals, &error));
	ck_assert_ptr_null(
	    ((struct incoming_text *)arrivals->texts->pdata[0])->id);
}
END_TEST

START_TEST(a_time_that_cannot_be_is_not_known)
{
	static const char *const times[] = { "", "yesterday", "-5", "0",
		"99999999999", "1795406901" };

	for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
		g_autofree char *query =
		    g_strdup_printf("id=1&from=%%2B358401234567&time=%s&text=9",
			times[i]);

		ck_assert_int_eq(the_text(query)->written_at, 0);
		again();
	}
}
END_TEST

START_TEST(a_status_is_a_report_of_the_message_that_is_named)
{
	static const struct {
		const char *query;
		enum delivery_state state;
		const char *detail;
	} cases[] = {
		{ "name=dabc&status=8&answer=ACK%2F", DELIVERY_SENT,
		    "the network has taken it" },
		{ "name=dabc&status=1&answer=", DELIVERY_DELIVERED,
		    "delivered" },
		{ "name=dabc&status=4", DELIVERY_SENT,
		    "the network keeps it for later" },
		{ "name=dabc&status=16&answer=NACK%2F0x0000000b%2FInvalid+"
		  "Destination+Address",
		    DELIVERY_UNDELIVERED,
		    "the network has refused it: 0x0000000b" },
		{ "name=dabc&status=2&answer=id%3A7+sub%3A001+dlvrd%3A000+"
		  "submit+date%3A2611220020+stat%3AUNDELIV+err%3A001+"
		  "text%3AHello+Ada",
		    DELIVERY_UNDELIVERED, "not delivered: UNDELIV, error 001" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct delivery_report *report = the_report(
		    cases[i].query);

		ck_assert_str_eq(report->name, "dabc");
		ck_assert_ptr_null(report->remote_id);
		ck_assert_int_eq(report->state, cases[i].state);
		ck_assert_str_eq(report->detail, cases[i].detail);
		ck_assert(!report->opted_out);
		again();
	}
}
END_TEST

START_TEST(a_status_we_never_asked_for_says_nothing)
{
	ck_assert(
	    kannel_hook_read("name=dabc&status=32", NOW, arrivals, &error));
	ck_assert_uint_eq(arrivals->reports->len, 0);
}
END_TEST

START_TEST(what_is_neither_is_nonsense)
{
	static const char *const queries[] = { "", "id=1", "text=9",
		"from=%2B358401234567", "status=1", "name=&status=1",
		"from=%2B358401234567&text=%4", "from=%2B358401234567&text=%zz",
		"from=%FF&text=9", "from=%00&text=9" };

	for (gsize i = 0; i < G_N_ELEMENTS(queries); i++) {
		assert_nonsense(queries[i]);
		g_clear_error(&error);
	}
}
END_TEST

START_TEST(a_text_cannot_pass_for_a_report)
{
	const struct incoming_text *text = the_text(
	    "id=1&from=%2B358401234567&text=9&name=dabc&status=1");

	ck_assert_str_eq(text->text, "9");
}
END_TEST

START_TEST(the_address_for_reports_names_the_message)
{
	g_autofree char *plain =
	    kannel_dlr_url("https://hooks.example.com/hooks/texts/SECRET",
		"dabc");
	g_autofree char *odd =
	    kannel_dlr_url("https://hooks.example.com/a%20b/hooks/texts/SECRET",
		"d/+c");

	ck_assert_str_eq(plain,
	    "https://hooks.example.com/hooks/texts/SECRET?name=dabc&status=%d"
	    "&answer=%A");
	ck_assert_str_eq(odd,
	    "https://hooks.example.com/a%%20b/hooks/texts/SECRET?name=d%%2F"
	    "%%2Bc&status=%d&answer=%A");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("kannel");
	TCase *hook = tcase_create("hook");

	tcase_add_checked_fixture(hook, setup, teardown);
	tcase_add_test(hook, a_text_is_told_with_all_that_kannel_knows);
	tcase_add_test(hook, text_is_read_in_the_charset_it_comes_in);
	tcase_add_test(hook, broken_text_is_taken_as_far_as_it_can_be_read);
	tcase_add_test(hook, a_number_is_read_however_the_network_writes_it);
	tcase_add_test(hook,
	    a_sender_without_a_number_is_not_told_again_and_again);
	tcase_add_test(hook,
	    without_an_id_the_same_text_at_the_same_time_is_one);
	tcase_add_test(hook, without_an_id_and_a_time_no_text_is_another);
	tcase_add_test(hook, a_time_that_cannot_be_is_not_known);
	tcase_add_test(hook, a_status_is_a_report_of_the_message_that_is_named);
	tcase_add_test(hook, a_status_we_never_asked_for_says_nothing);
	tcase_add_test(hook, what_is_neither_is_nonsense);
	tcase_add_test(hook, a_text_cannot_pass_for_a_report);
	tcase_add_test(hook, the_address_for_reports_names_the_message);
	suite_add_tcase(suite, hook);
	return unit_run(suite);
}
