/*
 * fuzz_twilio.c - what Twilio, or who holds the token, could say: webhooks with
 * the right signature, so that the readers behind it are reached, pages of the
 * list, and answers to a message. What is taken is one thing and in its form;
 * with another signature nothing is.
 *
 * The first byte of the input, by 4: 0 a form, 1 JSON (for both the query up to
 * the first line end), 2 a page, 3 an answer, with its status in two bytes.
 */
#include <string.h>

#include "providers/twilio_internal.h"
#include "providers/twilio_page.h"
#include "providers/twilio_signature.h"
#include "providers/twilio_words.h"

#define TOKEN "12345"
#define HOOK "https://hooks.example.com/hooks/texts"
#define LIST "/2010-04-01/Accounts/AC0/Messages.json"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
judge_text(const struct incoming_text *text)
{
	g_assert(twilio_is_number(text->from));
	g_assert(g_utf8_validate(text->text, -1, NULL));
	g_assert(text->to == NULL || g_utf8_validate(text->to, -1, NULL));
	g_assert(*text->id != '\0' && strlen(text->id) <= 64);
}

static void
judge_report(const struct delivery_report *report)
{
	g_assert(report->remote_id != NULL);
	g_assert(
	    report->name == NULL || g_utf8_validate(report->name, -1, NULL));
	g_assert(!report->opted_out || report->state == DELIVERY_UNDELIVERED);
}

static enum hook_verdict
receive(const struct http_request *request)
{
	struct twilio twilio = { .token = (char *)TOKEN,
		.gateway.base.hook_url = HOOK };
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	g_autoptr(GError) error = NULL;
	enum hook_verdict verdict = twilio_receive(&twilio.gateway.base,
	    request, 1, arrivals, &error);

	g_assert((verdict == HOOK_TAKEN) == (error == NULL));
	g_assert(arrivals->texts->len + arrivals->reports->len ==
	    (verdict == HOOK_TAKEN ? 1 : 0));
	if (arrivals->texts->len > 0)
		judge_text(arrivals->texts->pdata[0]);
	if (arrivals->reports->len > 0)
		judge_report(arrivals->reports->pdata[0]);
	return verdict;
}

static void
sign(struct http_request *request, const char *type, const char *signature)
{
	g_hash_table_insert(request->headers, g_strdup("content-type"),
	    g_strdup(type));
	g_hash_table_insert(request->headers, g_strdup(TWILIO_SIGNATURE_HEADER),
	    g_strdup(signature));
}

static void
call_hook(gboolean json, const char *query, GBytes *body)
{
	g_autoptr(http_request) request = g_new0(struct http_request, 1);
	gsize n;
	const char *bytes = g_bytes_get_data(body, &n);
	g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256,
	    body);
	g_autoptr(form) form = json ? NULL : form_parse(bytes, n, NULL);
	g_autofree char *url = NULL;
	g_autofree char *right = NULL;
	const char *type = json ? "application/json" :
				  "application/x-www-form-urlencoded";

	request->method = g_strdup("POST");
	request->path = g_strdup("/hooks/texts");
	request->query = json ?
	    g_strconcat("bodySHA256=", sum, "&", query, NULL) :
	    g_strdup(query);
	request->headers = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	request->body = g_bytes_ref(body);
	url = g_strconcat(HOOK, *request->query != '\0' ? "?" : "",
	    request->query, NULL);
	right = twilio_signature_make(TOKEN, url, form);
	sign(request, type, right);
	receive(request);
	right[0] = right[0] == 'A' ? 'B' : 'A';
	sign(request, type, right);
	g_assert(receive(request) == HOOK_FORGED);
}

static void
read_hook(gboolean json, const char *data, gsize size)
{
	const char *line = memchr(data, '\n', size);
	g_autofree char *query = line != NULL ?
	    g_strndup(data, (gsize)(line - data)) :
	    g_strdup("");
	gsize from = line != NULL ? (gsize)(line - data) + 1 : 0;
	g_autoptr(GBytes) body = g_bytes_new(data + from, size - from);

	call_hook(json, query, body);
}

static void
read_page(const char *data, gsize size)
{
	g_autoptr(twilio_page) page = twilio_page_parse(data, size, LIST, NULL);
	g_autoptr(GBytes) ours = g_bytes_new_static("0-10?", 5);

	if (page == NULL)
		return;
	g_assert(page->next == NULL || g_str_has_prefix(page->next, LIST "?"));
	for (guint i = 0; i < page->messages->len; i++) {
		const struct twilio_message *message =
		    &g_array_index(page->messages, struct twilio_message, i);

		g_assert(message->sid != NULL && message->error_code >= 0);
		if (message->body != NULL)
			twilio_body_is(message->body, ours);
	}
}

static void
read_answer(const char *data, gsize size)
{
	g_autofree char *body = g_strndup(data + 2, size - 2);
	const struct http_answer answer = {
		.came = SEND_ACCEPTED,
		.status = 100 + ((guint8)data[0] << 8 | (guint8)data[1]) % 500,
		.type = "application/json",
		.body = body,
		.body_bytes = strlen(body),
		.detail = "",
	};
	struct send_result result = { 0 };

	twilio_judge(&answer, &result);
	g_assert(result.detail != NULL &&
	    g_utf8_validate(result.detail, -1, NULL) &&
	    strpbrk(result.detail, "\r\n") == NULL);
	g_assert(result.outcome != SEND_ACCEPTED ||
	    (answer.status / 100 == 2 && result.remote_id != NULL));
	g_assert(!result.opted_out || result.outcome == SEND_REJECTED);
	send_result_clear(&result);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	const char *rest = (const char *)data + 1;

	if (size < 3)
		return 0;
	switch (data[0] % 4) {
	case 0:
	case 1:
		read_hook(data[0] % 4 == 1, rest, size - 1);
		break;
	case 2:
		read_page(rest, size - 1);
		break;
	case 3:
		read_answer(rest, size - 1);
		break;
	}
	return 0;
}
