/*
 * test_http_hook.c - what comes in from a gateway that the INI file describes:
 * forms, queries, JSON, lists; what is forged, and what is nonsense.
 */
#include "providers/http_gateway.h"
#include "tests/unit/gateway.h"

#define PATH "/hooks/texts/" GATEWAY_SECRET
#define FORM "application/x-www-form-urlencoded"
#define JSON "application/json; charset=utf-8"

#define SENDS                                                                  \
	"url = https://gateway.example/send\n"                                 \
	"format = query\n"                                                     \
	"body = to={to}\n"                                                     \
	"  text={text}\n"                                                      \
	"  ask={report_url}\n"                                                 \
	"id = json:id\n"                                                       \
	"hook_secret_file = hook.secret\n"                                     \
	"reply_text = text\n"                                                  \
	"reply_from = from\n"                                                  \
	"reply_to = to\n"                                                      \
	"report_status = status\n"                                             \
	"report_id = id\n"                                                     \
	"report_states = DELIVRD -> delivered\n"                               \
	"  SENT -> sent\n"                                                     \
	"  EXPIRED -> undelivered\n"                                           \
	"  STOPPED -> opted-out\n"
#define PLAIN SENDS "reply_id = id\nreply_time = at\n"

static struct gateway gateway;
static struct provider *provider;
static struct arrivals *arrivals;

static void
begin(void)
{
	gateway_begin(&gateway);
	provider = NULL;
	arrivals = arrivals_new("texts");
}

static void
end(void)
{
	arrivals_free(arrivals);
	if (provider != NULL)
		provider->ops->close(provider);
	gateway_end(&gateway);
}

static void
open_gateway(const char *lines)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *all = NULL;

	gateway_read(&gateway, http_provider.keys, lines);
	http_provider.check(gateway.section, gateway.mistakes);
	all = gateway_mistakes(&gateway);
	ck_assert_str_eq(all, "");
	provider = http_provider.open(gateway.section, &error);
	ck_assert_msg(provider != NULL, "%s",
	    error != NULL ? error->message : "");
}

static enum hook_verdict
hears(const char *path, const char *query, const char *type, const char *body)
{
	g_autoptr(http_request)
	    request = gateway_request(path, query, type, body);
	g_autoptr(GError) error = NULL;
	guint before = arrivals->texts->len + arrivals->reports->len;
	enum hook_verdict verdict = provider->ops->receive(provider, request, 0,
	    arrivals, &error);

	ck_assert((error == NULL) == (verdict == HOOK_TAKEN));
	if (verdict != HOOK_TAKEN)
		ck_assert_uint_eq(arrivals->texts->len + arrivals->reports->len,
		    before);
	return verdict;
}

static const struct incoming_text *
text_of(guint i)
{
	ck_assert_uint_gt(arrivals->texts->len, i);
	return arrivals->texts->pdata[i];
}

static const struct delivery_report *
report_of(guint i)
{
	ck_assert_uint_gt(arrivals->reports->len, i);
	return arrivals->reports->pdata[i];
}

START_TEST(a_text_comes_by_form)
{
	open_gateway(PLAIN);
	ck_assert_int_eq(hears(PATH, "", FORM,
			     "from=%2B358401234567&to=12345&text=9+%C3%A4"
			     "&id=m-1&at=2026-03-01T12:00:00%2B02:00"),
	    HOOK_TAKEN);
	ck_assert_str_eq(text_of(0)->from, "+358401234567");
	ck_assert_str_eq(text_of(0)->to, "12345");
	ck_assert_str_eq(text_of(0)->text, "9 \xc3\xa4");
	ck_assert_str_eq(text_of(0)->id, "m-1");
	ck_assert_int_eq(text_of(0)->written_at, 1772359200);
	ck_assert_uint_eq(arrivals->reports->len, 0);
}
END_TEST

START_TEST(a_text_comes_by_query)
{
	open_gateway(PLAIN);
	ck_assert_int_eq(hears(PATH, "from=358401234567&text=&id=m-1", NULL,
			     ""),
	    HOOK_TAKEN);
	ck_assert_str_eq(text_of(0)->from, "+358401234567");
	ck_assert_str_eq(text_of(0)->text, "");
	ck_assert_int_eq(text_of(0)->written_at, 0);
}
END_TEST

START_TEST(texts_come_by_json_in_a_list)
{
	open_gateway(SENDS "reply_id = message.id\n"
			   "reply_list = data.results\n"
			   "report_list = data.results\n");
	ck_assert_int_eq(hears(PATH, "", JSON,
			     "{\"data\":{\"results\":["
			     "{\"from\":\"00358401234567\",\"text\":\"9\","
			     "\"message\":{\"id\":1}},"
			     "{\"text\":\"no number\"},"
			     "{\"status\":\"DELIVRD\",\"id\":\"r\"},"
			     "{\"from\":358401234568,\"text\":\"10\","
			     "\"message\":{\"id\":2}}]}}"),
	    HOOK_TAKEN);
	ck_assert_uint_eq(arrivals->texts->len, 2);
	ck_assert_str_eq(text_of(0)->id, "1");
	ck_assert_str_eq(text_of(1)->from, "+358401234568");
	ck_assert_uint_eq(arrivals->reports->len, 1);
	ck_assert_str_eq(report_of(0)->remote_id, "r");
}
END_TEST

START_TEST(blanks_may_stand_before_json)
{
	open_gateway(PLAIN);
	ck_assert_int_eq(hears(PATH, "", NULL,
			     " \r\n{\"from\":\"358401234567\","
			     "\"text\":\"9\",\"id\":\"m-1\"}"),
	    HOOK_TAKEN);
	ck_assert_str_eq(text_of(0)->text, "9");
}
END_TEST

START_TEST(times_are_read_in_all_their_forms)
{
	static const struct {
		const char *at;
		gint64 written_at;
	} cases[] = {
		{ "1772359200", 1772359200 },
		{ "1772359200123", 1772359200 },
		{ "2026-03-01T10:00:00Z", 1772359200 },
		{ "2026-03-01%2010:00:00", 1772359200 },
		{ "2026-03-01T12:00:00%2B0200", 1772359200 },
		{ "1969-12-31T00:00:00Z", 0 },
		{ "yesterday", 0 },
		{ "-1", 0 },
		{ "99999999999999999999", 0 },
		{ "", 0 },
	};

	open_gateway(PLAIN);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *query =
		    g_strconcat("from=358401234567&text=9&id=1&at=",
			cases[i].at, NULL);

		ck_assert_int_eq(hears(PATH, query, NULL, ""), HOOK_TAKEN);
		ck_assert_int_eq(text_of(i)->written_at, cases[i].written_at);
	}
}
END_TEST

START_TEST(a_gateway_without_ids_is_known_by_words_and_time)
{
	static const char *const bodies[] = {
		"from=358401234567&text=9&at=1772359200",
		"from=358401234567&text=9&at=1772359200&more=x",
		"from=358401234567&text=9&at=1772359201",
		"from=358401234567&text=8&at=1772359200",
		"from=358401234568&text=9&at=1772359200",
	};

	open_gateway(SENDS "reply_time = at\n");
	for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++)
		ck_assert_int_eq(hears(PATH, "", FORM, bodies[i]), HOOK_TAKEN);
	ck_assert_str_eq(text_of(0)->id, text_of(1)->id);
	for (guint i = 2; i < G_N_ELEMENTS(bodies); i++)
		ck_assert_str_ne(text_of(0)->id, text_of(i)->id);
}
END_TEST

/* Else a STOP that follows a START would be the one before it. */
START_TEST(without_an_id_and_a_time_no_text_is_another)
{
	open_gateway(PLAIN);
	ck_assert_int_eq(hears(PATH, "", FORM, "from=358401234567&text=STOP"),
	    HOOK_TAKEN);
	ck_assert_ptr_null(text_of(0)->id);
}
END_TEST

START_TEST(a_report_shows_no_number)
{
	open_gateway(PLAIN);
	ck_assert_int_eq(hears(PATH, "", FORM,
			     "id=r1&status=no+way+to+040+123+4567"),
	    HOOK_TAKEN);
	ck_assert_str_eq(report_of(0)->detail,
	    "the gateway says \"no way to ***\"");
}
END_TEST

START_TEST(reports_say_what_became_of_a_text)
{
	static const struct {
		const char *status;
		enum delivery_state state;
		gboolean opted_out;
	} cases[] = {
		{ "DELIVRD", DELIVERY_DELIVERED, FALSE },
		{ "delivrd", DELIVERY_DELIVERED, FALSE },
		{ "SENT", DELIVERY_SENT, FALSE },
		{ "EXPIRED", DELIVERY_UNDELIVERED, FALSE },
		{ "STOPPED", DELIVERY_UNDELIVERED, TRUE },
		{ "ENROUTE", DELIVERY_QUEUED, FALSE },
	};

	open_gateway(PLAIN);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *body = g_strconcat("id=r1&status=",
		    cases[i].status, NULL);

		ck_assert_int_eq(hears(PATH, "dripscore=dabc", FORM, body),
		    HOOK_TAKEN);
		ck_assert_str_eq(report_of(i)->name, "dabc");
		ck_assert_str_eq(report_of(i)->remote_id, "r1");
		ck_assert_int_eq(report_of(i)->state, cases[i].state);
		ck_assert_int_eq(report_of(i)->opted_out, cases[i].opted_out);
		ck_assert_ptr_nonnull(
		    strstr(report_of(i)->detail, cases[i].status));
	}
	ck_assert_uint_eq(arrivals->texts->len, 0);
}
END_TEST

START_TEST(a_report_that_repeats_the_text_is_a_report)
{
	open_gateway(PLAIN);
	ck_assert_int_eq(hears(PATH, "", FORM,
			     "from=358401234567&text=9&id=1&status=SENT"),
	    HOOK_TAKEN);
	ck_assert_uint_eq(arrivals->reports->len, 1);
	/* And a text whose status is none of a report is a text. */
	ck_assert_int_eq(hears(PATH, "", FORM,
			     "from=358401234567&text=9&id=1&status=received"),
	    HOOK_TAKEN);
	ck_assert_uint_eq(arrivals->texts->len, 1);
}
END_TEST

START_TEST(what_is_not_proven_is_forged)
{
	const char *body = "from=358401234567&text=9&id=1";

	open_gateway(PLAIN "hook_addresses = 192.0.2.0/24\n");
	ck_assert_int_eq(hears("/hooks/texts/x", "", FORM, body), HOOK_FORGED);
	/* It is not even read. */
	ck_assert_int_eq(hears("/hooks/texts/x", "%", FORM, "%"), HOOK_FORGED);
	ck_assert_int_eq(hears(PATH, "", FORM, body), HOOK_TAKEN);
	provider->ops->close(provider);
	open_gateway(PLAIN "hook_addresses = 198.51.100.1\n");
	ck_assert_int_eq(hears(PATH, "", FORM, body), HOOK_FORGED);
}
END_TEST

START_TEST(what_says_nothing_is_nonsense)
{
	static const struct {
		const char *query, *type, *body;
	} cases[] = {
		{ "", FORM, "" },
		{ "", FORM, "from=358401234567" },
		{ "", FORM, "text=9&id=1" },
		{ "", FORM, "from=0401234567&text=9&id=1" },
		{ "", FORM, "from=AURORA&text=9&id=1" },
		{ "", FORM, "from=358401234567&text=%&id=1" },
		{ "a=%", FORM, "from=358401234567&text=9&id=1" },
		{ "", FORM, "status=DELIVRD" },
		{ "", FORM, "status=ENROUTE" },
		{ "", JSON, "{\"from\":\"358401234567\"" },
		{ "", JSON, "[]" },
		{ "", JSON, "{\"from\":[],\"text\":{}}" },
		{ "", JSON, "\"from\"" },
		{ "", "multipart/form-data; boundary=x", "--x\r\n" },
	};

	open_gateway(PLAIN);
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
		ck_assert_msg(hears(PATH, cases[i].query, cases[i].type,
				  cases[i].body) == HOOK_NONSENSE,
		    "%s", cases[i].body);
}
END_TEST

START_TEST(without_its_fields_no_text_is_taken)
{
	open_gateway("url = https://gateway.example/{to}/{text}\n"
		     "format = query\n"
		     "hook_secret_file = hook.secret\n");
	ck_assert_int_eq(hears(PATH, "", FORM, "from=358401234567&text=9"),
	    HOOK_NONSENSE);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("http_hook");
	TCase *tcase = tcase_create("http_hook");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, a_text_comes_by_form);
	tcase_add_test(tcase, a_text_comes_by_query);
	tcase_add_test(tcase, texts_come_by_json_in_a_list);
	tcase_add_test(tcase, blanks_may_stand_before_json);
	tcase_add_test(tcase, times_are_read_in_all_their_forms);
	tcase_add_test(tcase, a_gateway_without_ids_is_known_by_words_and_time);
	tcase_add_test(tcase, without_an_id_and_a_time_no_text_is_another);
	tcase_add_test(tcase, a_report_shows_no_number);
	tcase_add_test(tcase, reports_say_what_became_of_a_text);
	tcase_add_test(tcase, a_report_that_repeats_the_text_is_a_report);
	tcase_add_test(tcase, what_is_not_proven_is_forged);
	tcase_add_test(tcase, what_says_nothing_is_nonsense);
	tcase_add_test(tcase, without_its_fields_no_text_is_taken);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
