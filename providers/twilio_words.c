/*
 * twilio_words.c - see twilio_words.h; codes by
 * https://www.twilio.com/docs/api/errors. Asks nobody and keeps nothing. Called
 * by twilio.c, twilio_hook.c and twilio_list.c.
 */
#include "providers/twilio_words.h"

#include <string.h>

#include "base/text.h"

#define OPTED_OUT 21610
#define SERVICE_UNAVAILABLE 20503
#define SID_DIGITS 32
#define DETAIL_MAX_BYTES 300

struct meaning {
	int code;
	enum send_outcome outcome; /* of a message it is the answer to */
	const char *words;
};

/* clang-format off */
static const struct meaning meanings[] = {
	{ 14107, SEND_DEFERRED, "too many messages at once" },
	{ 20003, SEND_HALTED, "account_sid, auth token or API key is wrong" },
	{ 20005, SEND_HALTED, "the account is not active" },
	{ 20006, SEND_HALTED, "no access" },
	{ 20008, SEND_HALTED, "test credentials cannot do this" },
	{ 20403, SEND_HALTED, "forbidden" },
	{ 20404, SEND_HALTED, "there is no such account" },
	{ 20429, SEND_DEFERRED, "too many requests" },
	{ SERVICE_UNAVAILABLE, SEND_DEFERRED, "not available now" },
	{ 21211, SEND_REJECTED, "the number is not valid" },
	{ 21212, SEND_HALTED, "`from` is not valid" },
	{ 21217, SEND_REJECTED, "the number is not valid" },
	{ 21264, SEND_HALTED, "`from` is not valid" },
	{ 21265, SEND_REJECTED, "the number is a short code" },
	{ 21266, SEND_REJECTED, "the number is our own" },
	{ 21267, SEND_HALTED, "a trial account may not send from a name" },
	{ 21268, SEND_REJECTED, "the number is a premium number" },
	{ 21408, SEND_REJECTED, "texts to that country are not enabled at "
	    "Twilio (Messaging, Geo permissions)" },
	{ 21601, SEND_HALTED, "`from` cannot send texts" },
	{ 21603, SEND_HALTED, "a sender is missing" },
	{ 21606, SEND_HALTED, "`from` cannot send texts" },
	{ 21607, SEND_HALTED, "`from` is not verified" },
	{ 21608, SEND_REJECTED, "a trial account sends to verified numbers "
	    "alone" },
	{ 21609, SEND_HALTED, "public_url is none that Twilio can call" },
	{ OPTED_OUT, SEND_REJECTED, "the person has said stop to this sender" },
	{ 21611, SEND_DEFERRED, "the sender's queue is full" },
	{ 21612, SEND_REJECTED, "the sender cannot reach the number" },
	{ 21614, SEND_REJECTED, "the number takes no texts" },
	{ 21616, SEND_HALTED, "`from` is not one sender" },
	{ 21617, SEND_REJECTED, "the text is too long" },
	{ 21635, SEND_REJECTED, "the number is a landline" },
	{ 21659, SEND_HALTED, "`from` is no number of Twilio's" },
	{ 21660, SEND_HALTED, "`from` is not of this account" },
	{ 21661, SEND_HALTED, "`from` cannot send texts" },
	{ 21701, SEND_HALTED, "there is no such messaging service" },
	{ 21703, SEND_HALTED, "the messaging service has no sender" },
	{ 21704, SEND_HALTED, "the messaging service has no sender" },
	{ 21705, SEND_HALTED, "the messaging service is not valid" },
	{ 21730, SEND_DEFERRED, "maintenance" },
	{ 30001, SEND_DEFERRED, "the sender's queue is full" },
	{ 30002, SEND_HALTED, "the account is suspended" },
	{ 30003, SEND_REJECTED, "the handset cannot be reached" },
	{ 30004, SEND_REJECTED, "blocked" },
	{ 30005, SEND_REJECTED, "the handset is not known" },
	{ 30006, SEND_REJECTED, "a landline, or a carrier out of reach" },
	{ 30007, SEND_REJECTED, "filtered by the carrier" },
	{ 30008, SEND_REJECTED, "not delivered, nobody says why" },
	{ 30022, SEND_DEFERRED, "the carrier's limit is reached" },
	{ 30023, SEND_DEFERRED, "the carrier's limit of the day is reached" },
	{ 63017, SEND_DEFERRED, "too many messages at once" },
	{ 63038, SEND_DEFERRED, "the account's limit of the day is reached" },
};
/* clang-format on */

static const struct meaning *
find_meaning(int code)
{
	for (gsize i = 0; i < G_N_ELEMENTS(meanings); i++)
		if (meanings[i].code == code)
			return &meanings[i];
	return NULL;
}

gboolean
twilio_is_sid(const char *text, const char *prefix)
{
	return g_str_has_prefix(text, prefix) &&
	    strlen(text) == strlen(prefix) + SID_DIGITS &&
	    strspn(text + strlen(prefix), "0123456789abcdefABCDEF") ==
	    SID_DIGITS;
}

gboolean
twilio_is_number(const char *text)
{
	gsize n = strspn(text, "+") == 1 ? strlen(text + 1) : 0;

	return n >= 7 && n <= 15 && text[1] != '0' &&
	    strspn(text + 1, G_CSET_DIGITS) == n;
}

const char *
twilio_string(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

int
twilio_code(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	const char *text = json_string_value(value);
	gint64 code = json_integer_value(value);

	if (text != NULL && *text != '\0' &&
	    strspn(text, G_CSET_DIGITS) == strlen(text))
		code = g_ascii_strtoll(text, NULL, 10);
	return code > 0 && code <= G_MAXINT ? (int)code : 0;
}

/* "error 21610: ..."; theirs: Twilio's words, or NULL. Owned. */
static char *
code_detail(int code, const char *theirs)
{
	const struct meaning *meaning = find_meaning(code);
	g_autofree char *clean = theirs != NULL ? text_clean(theirs) : NULL;
	g_autofree char *masked = clean != NULL ?
	    text_without_numbers(clean) :
	    NULL;
	g_autofree char *cut = masked != NULL ?
	    text_cut(masked, DETAIL_MAX_BYTES) :
	    NULL;

	if (meaning != NULL)
		return g_strdup_printf("error %d: %s", code, meaning->words);
	if (cut != NULL && *cut != '\0')
		return g_strdup_printf("error %d: %s", code, cut);
	return g_strdup_printf("error %d", code);
}

static char *
answer_detail(const struct http_answer *answer, const json_t *root)
{
	int code = twilio_code(root, "code");
	g_autofree char *detail = NULL;

	if (code == 0)
		return g_strdup_printf("HTTP status %ld", answer->status);
	detail = code_detail(code, twilio_string(root, "message"));
	return g_strdup_printf("%ld, %s", answer->status, detail);
}

static json_t *
answer_json(const struct http_answer *answer)
{
	return json_loadb(answer->body, answer->body_bytes, 0, NULL);
}

char *
twilio_answer_detail(const struct http_answer *answer)
{
	json_t *root = answer_json(answer);
	char *detail = answer_detail(answer, root);

	json_decref(root);
	return detail;
}

/*
 * 2xx. A message may be made and have failed at once. Without a name for it
 * nobody knows: the look-up will tell.
 */
static void
judge_made(const json_t *root, struct send_result *result)
{
	const char *sid = twilio_string(root, "sid");
	const char *status = twilio_string(root, "status");
	int code = twilio_code(root, "error_code");
	const struct meaning *meaning = find_meaning(code);
	enum delivery_state state = DELIVERY_QUEUED;

	if (sid == NULL ||
	    (!twilio_is_sid(sid, "SM") && !twilio_is_sid(sid, "MM"))) {
		result->outcome = SEND_IN_DOUBT;
		result->detail = g_strdup("an answer without a message's sid");
		return;
	}
	result->outcome = SEND_ACCEPTED;
	result->remote_id = g_strdup(sid);
	if (status != NULL && twilio_state_read(status, &state) &&
	    state == DELIVERY_UNDELIVERED) {
		result->outcome = meaning != NULL ? meaning->outcome :
						    SEND_REJECTED;
		result->opted_out = code == OPTED_OUT;
		result->detail = code != 0 ?
		    code_detail(code, twilio_string(root, "error_message")) :
		    g_strdup("failed at once");
	} else {
		result->detail = g_strdup(
		    status != NULL && twilio_state_read(status, &state) ?
			status :
			"taken");
	}
}

/*
 * Of a 5xx Twilio says that the text may have been taken, and that sending it
 * again may send it twice (error 20500); of its own 20503, to try again.
 */
static enum send_outcome
judge_refused(long status, int code, enum send_outcome by_status)
{
	const struct meaning *meaning = find_meaning(code);

	if (status >= 500)
		return status == 503 && code == SERVICE_UNAVAILABLE ?
		    SEND_DEFERRED :
		    SEND_IN_DOUBT;
	if (status == 429)
		return SEND_DEFERRED;
	if (status >= 400 && meaning != NULL)
		return meaning->outcome;
	if (status == 408)
		return SEND_DEFERRED;
	/* The request as such: it will fare no better for another. */
	if (status == 404 || status == 405 || status == 410 || status == 415)
		return SEND_HALTED;
	return by_status;
}

void
twilio_judge(const struct http_answer *answer, struct send_result *result)
{
	json_t *root = answer_json(answer);
	int code = twilio_code(root, "code");

	http_result_of_status(answer, result);
	g_clear_pointer(&result->detail, g_free);
	if (answer->status >= 200 && answer->status < 300) {
		judge_made(root, result);
	} else {
		result->outcome = judge_refused(answer->status, code,
		    result->outcome);
		result->opted_out = result->outcome == SEND_REJECTED &&
		    code == OPTED_OUT;
		result->detail = answer_detail(answer, root);
	}
	json_decref(root);
}

gboolean
twilio_state_read(const char *status, enum delivery_state *state)
{
	static const struct {
		const char *status;
		enum delivery_state state;
	} states[] = {
		{ "accepted", DELIVERY_QUEUED },
		{ "scheduled", DELIVERY_QUEUED },
		{ "queued", DELIVERY_QUEUED },
		{ "sending", DELIVERY_QUEUED },
		{ "sent", DELIVERY_SENT },
		{ "partially_delivered", DELIVERY_SENT },
		{ "delivered", DELIVERY_DELIVERED },
		{ "read", DELIVERY_DELIVERED },
		{ "undelivered", DELIVERY_UNDELIVERED },
		{ "failed", DELIVERY_UNDELIVERED },
		{ "canceled", DELIVERY_UNDELIVERED },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
		if (g_str_equal(status, states[i].status)) {
			*state = states[i].state;
			return TRUE;
		}
	}
	return FALSE;
}

struct delivery_report *
twilio_report_new(const char *name, const char *remote_id,
    enum delivery_state state, int code)
{
	struct delivery_report *report = g_new0(struct delivery_report, 1);

	report->name = g_strdup(name);
	report->remote_id = g_strdup(remote_id);
	report->state = state;
	report->opted_out = state == DELIVERY_UNDELIVERED && code == OPTED_OUT;
	report->detail = code != 0 ? code_detail(code, NULL) : NULL;
	return report;
}
