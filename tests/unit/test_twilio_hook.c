/*
 * test_twilio_hook.c - webhooks of Twilio: the signatures that Twilio publishes
 * in the tests of its own libraries (twilio-php, twilio-csharp), a million
 * changes of them, and what signed requests are read as.
 */
#include "config-host.h"

#include <string.h>

#include "providers/twilio_internal.h"
#include "providers/twilio_signature.h"
#include "tests/unit/unit.h"

#define FORM "application/x-www-form-urlencoded"
#define JSON "application/json"
#define CALL                                                                   \
	"CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&"         \
	"From=%2B14158675309&To=%2B18005551212"
#define JSON_BODY "{\"property\": \"value\", \"boolean\": true}"
#define JSON_SUM                                                               \
	"bodySHA256="                                                          \
	"0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
#define PAGE "https://mycompany.com/myapp.php"

#define OURS "https://hooks.example.com/hooks/texts"
#define SID "SM0123456789abcdef0123456789abcdef"
#define SID_AND_NUMBERS                                                        \
	"MessageSid=" SID "&From=%2B358401234567&To=%2B358407654321"

struct sample {
	const char *url, *path, *query, *type, *body, *signature;
};

/* Signed with the token 12345. */
static const struct sample published[] = {
	{ PAGE, "/myapp.php", "foo=1&bar=2", FORM, CALL,
	    "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	/* signed with :443 */
	{ PAGE, "/myapp.php", "foo=1&bar=2", FORM, CALL,
	    "kvajT1Ptam85bY51eRf/AJRuM3w=" },
	/* signed without, and with the port */
	{ "https://mycompany.com:1234/myapp.php", "/myapp.php", "foo=1&bar=2",
	    FORM, CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ "https://mycompany.com:1234/myapp.php", "/myapp.php", "foo=1&bar=2",
	    FORM, CALL, "CYn1h0gLBdNxDGkKJg6hYohgeD8=" },
	{ "http://mycompany.com:1234/myapp.php", "/myapp.php", "foo=1&bar=2",
	    FORM, CALL, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=" },
	/* signed with :80 */
	{ "http://mycompany.com/myapp.php", "/myapp.php", "foo=1&bar=2", FORM,
	    CALL, "0ZXoZLH/DfblKGATFgpif+LLRf4=" },
	{ "https://MyCompany.com/myapp.php", "/myapp.php", "foo=1&bar=2", FORM,
	    CALL, "g9IN/x4Cft2g517EjYvEvM/W7LU=" },
	{ "https://user:pass@mycompany.com/myapp.php", "/myapp.php",
	    "foo=1&bar=2", FORM, CALL, "CukzLTc1tT5dXEDIHm/tKBanW10=" },
	{ "https://user:pass@mycompany.com/myapp.php", "/myapp.php",
	    "foo=1&bar=2", FORM, CALL, "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=" },
	{ "https://user@mycompany.com/myapp.php", "/myapp.php", "foo=1&bar=2",
	    FORM, CALL, "2YRLlVAflCqxaNicjMpJcSTgzSs=" },
	{ PAGE, "/myapp.php", "foo=1&bar=2", FORM,
	    "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234",
	    "IK+Dwps556ElfBT0I3Rgjkr1wJU=" },
	{ PAGE, "/myapp.php", "foo=1&bar=2&" JSON_SUM, JSON, JSON_BODY,
	    "a9nBmqA0ju/hNViExpshrM61xv4=" },
	{ PAGE, "/myapp.php", JSON_SUM, "application/json; charset=utf-8",
	    JSON_BODY, "y77kIzt2vzLz71DgmJGsen2scGs=" },
};

static struct http_request *
request_of(const struct sample *sample)
{
	struct http_request *request = g_new0(struct http_request, 1);

	request->method = g_strdup("POST");
	request->path = g_strdup(sample->path);
	request->query = g_strdup(sample->query);
	request->address = g_strdup("192.0.2.1");
	request->headers = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	request->body = g_bytes_new(sample->body, strlen(sample->body));
	if (sample->type != NULL)
		g_hash_table_insert(request->headers, g_strdup("content-type"),
		    g_strdup(sample->type));
	if (sample->signature != NULL)
		g_hash_table_insert(request->headers,
		    g_strdup(TWILIO_SIGNATURE_HEADER),
		    g_strdup(sample->signature));
	return request;
}

static gboolean
is_signed(const struct sample *sample, const char *token)
{
	g_autoptr(http_request) request = request_of(sample);
	g_autoptr(form) form = NULL;
	g_autoptr(GError) error = NULL;
	gboolean proven = twilio_signature_check(token, sample->url, request,
	    &form, &error);

	ck_assert(proven == (error == NULL));
	ck_assert(proven || form == NULL);
	return proven;
}

START_TEST(every_published_signature_passes)
{
	for (gsize i = 0; i < G_N_ELEMENTS(published); i++) {
		ck_assert_msg(is_signed(&published[i], "12345"), "%s",
		    published[i].signature);
		ck_assert_msg(!is_signed(&published[i], "12346"), "%s",
		    published[i].signature);
	}
}
END_TEST

START_TEST(another_port_address_path_or_method_is_refused)
{
	struct sample sample = published[4];
	g_autoptr(http_request) request = request_of(&published[0]);
	g_autoptr(form) form = NULL;

	sample.url = "http://mycompany.com:1235/myapp.php";
	ck_assert(!is_signed(&sample, "12345"));
	sample = published[0];
	sample.url = "https://mycompany.org/myapp.php";
	ck_assert(!is_signed(&sample, "12345"));
	sample = published[0];
	sample.path = "/other";
	ck_assert(!is_signed(&sample, "12345"));
	g_free(request->method);
	request->method = g_strdup("GET");
	ck_assert(!twilio_signature_check("12345", PAGE, request, &form, NULL));
}
END_TEST

START_TEST(a_missing_header_sum_or_type_is_refused)
{
	struct sample sample = published[0];

	sample.signature = NULL;
	ck_assert(!is_signed(&sample, "12345"));
	sample = published[0];
	sample.type = NULL;
	ck_assert(!is_signed(&sample, "12345"));
	sample.type = "text/plain";
	ck_assert(!is_signed(&sample, "12345"));
	sample = published[0];
	/* The signature is right, but nothing binds the body to it. */
	sample.type = JSON;
	ck_assert(!is_signed(&sample, "12345"));
	sample = published[11];
	sample.body = "{\"property\": \"value\", \"boolean\": false}";
	ck_assert(!is_signed(&sample, "12345"));
}
END_TEST

START_TEST(a_signature_has_one_text)
{
	struct sample sample = published[0];
	static const char *const others[] = {
		"RSOYDt4T1cUTdK1PDd93/VVr8B9=", /* the same 20 bytes */
		"RSOYDt4T1cUTdK1PDd93/VVr8B8",
		"RSOYDt4T1cUTdK1PDd93/VVr8B8==",
		" RSOYDt4T1cUTdK1PDd93/VVr8B8=",
		"RSOYDt4T1cUTdK1PDd93_VVr8B8=",
		"",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		sample.signature = others[i];
		ck_assert_msg(!is_signed(&sample, "12345"), "%s", others[i]);
	}
}
END_TEST

START_TEST(a_form_written_otherwise_is_refused_though_it_says_the_same)
{
	static const char *const others[] = {
		"CallSid=CA1234567890ABCDE&Caller=%2b14158675309&Digits=1234&"
		"From=%2B14158675309&To=%2B18005551212",
		"%43allSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&"
		"From=%2B14158675309&To=%2B18005551212",
		"CallSidCA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&"
		"From=%2B14158675309&To=%2B18005551212",
		CALL "&",
		"&" CALL,
		"CallSid=CA1234567890ABCDE&&Caller=%2B14158675309&Digits=1234&"
		"From=%2B14158675309&To=%2B18005551212",
	};
	struct sample sample = published[0];

	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		sample.body = others[i];
		ck_assert_msg(!is_signed(&sample, "12345"), "%s", others[i]);
	}
}
END_TEST

/* One byte put in, left out or replaced. */
static char *
changed(GRand *chance, const char *text)
{
	gsize n = strlen(text);
	gsize at = (gsize)g_rand_int_range(chance, 0, (gint32)n + 1);
	char byte = (char)g_rand_int_range(chance, 1, 256);
	guint kind = (guint)g_rand_int_range(chance, 0, 3);

	/* Half of them of what such texts are made of. */
	if (g_rand_boolean(chance))
		byte =
		    "&=%+?/0123456789ABCDEFabcdefSidTo"[g_rand_int_range(chance,
			0, 33)];
	if (at == n || kind == 0)
		return g_strdup_printf("%.*s%c%s", (int)at, text, byte,
		    text + at);
	if (kind == 1)
		return g_strdup_printf("%.*s%s", (int)at, text, text + at + 1);
	return g_strdup_printf("%.*s%c%s", (int)at, text, byte, text + at + 1);
}

static char *
changed_often(GRand *chance, const char *text, guint times)
{
	char *now = g_strdup(text);

	while (times-- > 0) {
		char *next = changed(chance, now);

		g_free(now);
		now = next;
	}
	return now;
}

/* Fields that are concatenated alike are signed alike; see
 * twilio_signature.h, BUGS. */
static gboolean
is_signed_alike(const char *one, const char *other)
{
	g_autoptr(form) a = form_parse(one, strlen(one), NULL);
	g_autoptr(form) b = form_parse(other, strlen(other), NULL);
	g_autofree char *by_a = a != NULL ? twilio_signature_make("x", "x", a) :
					    g_strdup("a");
	g_autofree char *by_b = b != NULL ? twilio_signature_make("x", "x", b) :
					    g_strdup("b");

	return g_str_equal(by_a, by_b);
}

/* Under valgrind or sanitizers there is other to find than the odd one. */
static guint
changes_wanted(void)
{
#ifdef SANITIZERS
	return 100000;
#else
	return g_strcmp0(g_getenv("CK_FORK"), "no") == 0 ? 5000 : 1000000;
#endif
}

START_TEST(a_million_random_changes_are_all_refused)
{
	const guint wanted = changes_wanted();
	g_autoptr(GRand) chance = g_rand_new_with_seed(20080301);
	guint refused = 0, alike = 0;

	while (refused < wanted) {
		struct sample sample = published[g_rand_int_range(chance, 0,
		    G_N_ELEMENTS(published))];
		const struct sample original = sample;
		guint times = g_rand_boolean(chance) ?
		    1 :
		    (guint)g_rand_int_range(chance, 2, 5);
		const char **part = g_rand_boolean(chance) ? &sample.body :
		    g_rand_boolean(chance)		   ? &sample.query :
							     &sample.signature;
		g_autofree char *text = changed_often(chance, *part, times);

		if (g_str_equal(text, *part))
			continue;
		*part = text;
		if (!is_signed(&sample, "12345")) {
			refused++;
			continue;
		}
		ck_assert_msg(times > 1 && part == &sample.body &&
			is_signed_alike(text, original.body),
		    "%s %s %s", sample.query, sample.body, sample.signature);
		alike++;
	}
	ck_assert_uint_lt(alike, 100);
}
END_TEST

/* What a request is read as that Twilio signed. */
static enum hook_verdict
receive(const char *query, const char *type, const char *body,
    struct arrivals *arrivals)
{
	struct twilio twilio = { .token = (char *)"12345",
		.gateway.base.hook_url = OURS };
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256,
	    body, -1);
	gboolean json = g_str_equal(type, JSON);
	g_autofree char *whole = json ?
	    g_strdup_printf("%s%sbodySHA256=%s", query,
		*query != '\0' ? "&" : "", sum) :
	    g_strdup(query);
	g_autofree char *url = g_strconcat(OURS, *whole != '\0' ? "?" : "",
	    whole, NULL);
	g_autoptr(form) form = json ? NULL :
				      form_parse(body, strlen(body), NULL);
	g_autofree char *signature = twilio_signature_make("12345", url, form);
	const struct sample sample = { OURS, "/hooks/texts", whole, type, body,
		signature };
	g_autoptr(http_request) request = request_of(&sample);
	g_autoptr(GError) error = NULL;
	enum hook_verdict verdict = twilio_receive(&twilio.gateway.base,
	    request, 1, arrivals, &error);

	ck_assert((verdict == HOOK_TAKEN) == (error == NULL));
	ck_assert(verdict == HOOK_TAKEN ||
	    (arrivals->texts->len == 0 && arrivals->reports->len == 0));
	return verdict;
}

static void
is_read_as_text(const char *type, const char *body, const char *text)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct incoming_text *found;

	ck_assert_int_eq(receive("", type, body, arrivals), HOOK_TAKEN);
	ck_assert_uint_eq(arrivals->texts->len, 1);
	ck_assert_uint_eq(arrivals->reports->len, 0);
	found = arrivals->texts->pdata[0];
	ck_assert_str_eq(found->id, SID);
	ck_assert_str_eq(found->from, "+358401234567");
	ck_assert_str_eq(found->to, "+358407654321");
	ck_assert_str_eq(found->text, text);
	ck_assert_int_eq(found->written_at, 0);
}

START_TEST(texts_are_read)
{
	is_read_as_text(FORM,
	    SID_AND_NUMBERS "&SmsStatus=received&NumMedia=0&FromCity=&Body=9",
	    "9");
	is_read_as_text(FORM,
	    SID_AND_NUMBERS "&Body=T%C3%A4m%C3%A4+on+10%0A%2B%F0%9F%98%80",
	    "T\xc3\xa4m\xc3\xa4 on 10\n+\xf0\x9f\x98\x80");
	/* What only forwards a picture is a text without words. */
	is_read_as_text(FORM, SID_AND_NUMBERS "&NumMedia=1&Body=", "");
	/* Advanced Opt-Out has answered; to us it is a text like others. */
	is_read_as_text(FORM, SID_AND_NUMBERS "&OptOutType=STOP&Body=Stop",
	    "Stop");
	is_read_as_text(FORM,
	    "SmsSid=" SID "&From=%2B358401234567&To=%2B358407654321&Body=7",
	    "7");
	is_read_as_text(JSON,
	    "{\"MessageSid\": \"" SID "\", \"From\": \"+358401234567\","
	    " \"To\": \"+358407654321\", \"Body\": \"\\u0039 \\u00e4\","
	    " \"NumMedia\": 0, \"Extra\": {\"Body\": []}}",
	    "9 \xc3\xa4");
}
END_TEST

static void
is_read_as_report(const char *query, const char *body, const char *name,
    enum delivery_state state, gboolean opted_out, const char *detail)
{
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	const struct delivery_report *found;

	ck_assert_int_eq(receive(query, FORM, body, arrivals), HOOK_TAKEN);
	ck_assert_uint_eq(arrivals->texts->len, 0);
	ck_assert_uint_eq(arrivals->reports->len, 1);
	found = arrivals->reports->pdata[0];
	ck_assert_pstr_eq(found->name, name);
	ck_assert_str_eq(found->remote_id, SID);
	ck_assert_int_eq(found->state, state);
	ck_assert_int_eq(found->opted_out, opted_out);
	ck_assert_pstr_eq(found->detail, detail);
}

START_TEST(delivery_reports_are_read)
{
	is_read_as_report("name=dabc",
	    SID_AND_NUMBERS "&MessageStatus=delivered&SmsStatus=delivered",
	    "dabc", DELIVERY_DELIVERED, FALSE, NULL);
	is_read_as_report("", SID_AND_NUMBERS "&MessageStatus=sent", NULL,
	    DELIVERY_SENT, FALSE, NULL);
	is_read_as_report("name=dabc", SID_AND_NUMBERS "&SmsStatus=queued",
	    "dabc", DELIVERY_QUEUED, FALSE, NULL);
	is_read_as_report("name=dabc",
	    SID_AND_NUMBERS "&MessageStatus=undelivered&ErrorCode=30003",
	    "dabc", DELIVERY_UNDELIVERED, FALSE,
	    "error 30003: the handset cannot be reached");
	/* "Blocked" is what a carrier does, too. */
	is_read_as_report("name=dabc",
	    SID_AND_NUMBERS "&MessageStatus=undelivered&ErrorCode=30004",
	    "dabc", DELIVERY_UNDELIVERED, FALSE, "error 30004: blocked");
	is_read_as_report("name=dabc",
	    SID_AND_NUMBERS "&MessageStatus=failed&ErrorCode=21610", "dabc",
	    DELIVERY_UNDELIVERED, TRUE,
	    "error 21610: the person has said stop to this sender");
	is_read_as_report("name=dabc",
	    SID_AND_NUMBERS "&MessageStatus=failed&ErrorCode=39999", "dabc",
	    DELIVERY_UNDELIVERED, FALSE, "error 39999");
}
END_TEST

START_TEST(what_is_signed_but_makes_no_sense_is_nonsense)
{
	static const struct {
		const char *type, *body;
	} samples[] = {
		{ FORM, "" },
		{ FORM, CALL },
		{ FORM, SID_AND_NUMBERS },
		{ FORM, SID_AND_NUMBERS "&MessageStatus=new&Body=9" },
		{ FORM, "MessageSid=" SID "&Body=9" },
		{ FORM, "From=%2B358401234567&Body=9" },
		{ FORM, "MessageSid=SM-1&From=%2B358401234567&Body=9" },
		{ FORM, "MessageSid=&From=%2B358401234567&Body=9" },
		{ FORM,
		    "MessageSid=" SID
		    "&From=whatsapp%3A%2B358401234567&Body=9" },
		{ FORM, "MessageSid=" SID "&From=12345&Body=9" },
		{ FORM, "MessageSid=" SID "&From=%2B0401234567&Body=9" },
		{ FORM, "MessageSid=" SID "&From=%2B3584012345678901&Body=9" },
		{ FORM, SID_AND_NUMBERS "&Body=9&Body=10" },
		{ JSON, "" },
		{ JSON, "[]" },
		{ JSON, "{" },
		{ JSON, "{}" },
		{ JSON, "{\"MessageSid\": 1, \"From\": [], \"Body\": {}}" },
		{ JSON,
		    "{\"MessageSid\": \"" SID "\", \"From\": "
		    "\"+358401234567\", \"Body\": \"9\", \"Body\": \"10\"}" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(arrivals) arrivals = arrivals_new("texts");

		ck_assert_msg(receive("", samples[i].type, samples[i].body,
				  arrivals) == HOOK_NONSENSE,
		    "%s", samples[i].body);
	}
}
END_TEST

START_TEST(json_as_deep_as_a_body_can_be_is_nonsense)
{
	g_autoptr(GString) body = g_string_new("{\"Body\":");
	g_autoptr(arrivals) arrivals = arrivals_new("texts");

	while (body->len < 65536)
		g_string_append_c(body, '[');
	ck_assert_int_eq(receive("", JSON, body->str, arrivals), HOOK_NONSENSE);
}
END_TEST

START_TEST(what_cannot_be_a_form_is_forged)
{
	static const char *const bodies[] = {
		"Body=%00",
		"Body=%FF%FE",
		"Body=%4",
		"Body=%",
		"Body=%zz",
		"Body",
		"Body=a b",
		"Body=\xc3\xa4",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++) {
		g_autoptr(arrivals) arrivals = arrivals_new("texts");

		ck_assert_msg(receive("", FORM, bodies[i], arrivals) ==
			HOOK_FORGED,
		    "%s", bodies[i]);
	}
}
END_TEST

START_TEST(without_an_address_of_ours_nothing_is_proven)
{
	struct twilio twilio = { .token = (char *)"12345" };
	g_autoptr(http_request) request = request_of(&published[0]);
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	g_autoptr(GError) error = NULL;

	ck_assert_int_eq(twilio_receive(&twilio.gateway.base, request, 1,
			     arrivals, &error),
	    HOOK_FORGED);
	ck_assert_ptr_nonnull(error);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("twilio_hook");
	TCase *tcase = tcase_create("signature");

	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, every_published_signature_passes);
	tcase_add_test(tcase, another_port_address_path_or_method_is_refused);
	tcase_add_test(tcase, a_missing_header_sum_or_type_is_refused);
	tcase_add_test(tcase, a_signature_has_one_text);
	tcase_add_test(tcase,
	    a_form_written_otherwise_is_refused_though_it_says_the_same);
	tcase_add_test(tcase, a_million_random_changes_are_all_refused);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("receive");
	tcase_add_test(tcase, texts_are_read);
	tcase_add_test(tcase, delivery_reports_are_read);
	tcase_add_test(tcase, what_is_signed_but_makes_no_sense_is_nonsense);
	tcase_add_test(tcase, json_as_deep_as_a_body_can_be_is_nonsense);
	tcase_add_test(tcase, what_cannot_be_a_form_is_forged);
	tcase_add_test(tcase, without_an_address_of_ours_nothing_is_proven);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
