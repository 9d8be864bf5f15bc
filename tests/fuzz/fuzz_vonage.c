/*
 * fuzz_vonage.c - any bytes as Vonage's webhook (JSON, form, query), as the
 * token that should prove it, and as the answer to a text; the first one
 * chooses. No token is ever proven here, and what is read is text.
 */
#include <string.h>

#include "providers/vonage_internal.h"

#define NOW_AT 1772366400

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
try_token(const char *text)
{
	const struct vonage_key key = { "abcd1234", "not to be guessed" };
	g_autofree char *header = g_strconcat("Bearer ", text, NULL);
	g_autoptr(GError) error = NULL;

	g_assert(!vonage_token_proves(header, &key, "00ff", NOW_AT, &error));
	g_assert(error != NULL && g_utf8_validate(error->message, -1, NULL));
	g_clear_error(&error);
	g_assert(!vonage_token_proves(text, &key, "00ff", NOW_AT, &error));
	g_assert(error != NULL);
}

static void
try_answer(const char *text, gsize n)
{
	const struct http_answer answer = { .came = SEND_ACCEPTED,
		.status = 200,
		.type = "application/json",
		.body = text,
		.body_bytes = n,
		.detail = "" };
	struct send_result result = { 0 };

	vonage_judge_answer(&answer, &result);
	g_assert(result.outcome == SEND_ACCEPTED || result.detail != NULL);
	g_assert(
	    result.detail == NULL || g_utf8_validate(result.detail, -1, NULL));
	send_result_clear(&result);
}

static void
check_arrivals(const struct arrivals *arrivals)
{
	for (guint i = 0; i < arrivals->texts->len; i++) {
		const struct incoming_text *text = arrivals->texts->pdata[i];

		g_assert(text->id[0] != '\0' && text->from[0] == '+');
		g_assert(g_utf8_validate(text->text, -1, NULL));
		g_assert(g_utf8_validate(text->id, -1, NULL));
	}
	for (guint i = 0; i < arrivals->reports->len; i++) {
		const struct delivery_report *report =
		    arrivals->reports->pdata[i];

		g_assert(report->remote_id[0] != '\0');
		g_assert(report->detail == NULL ||
		    g_utf8_validate(report->detail, -1, NULL));
	}
}

static void
try_hook(const char *text, gsize n, const char *method, const char *type)
{
	g_autoptr(http_request) request = g_new0(struct http_request, 1);
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	g_autoptr(GError) error = NULL;
	g_autofree char *hash = NULL;
	gboolean read;

	request->method = g_strdup(method);
	request->query = g_strdup(text);
	request->body = g_bytes_new(text, n);
	request->headers = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	g_hash_table_insert(request->headers, g_strdup("content-type"),
	    g_strdup(type));
	hash = vonage_payload_hash(request, NULL);
	g_assert(hash == NULL || strlen(hash) == 64);
	read = vonage_hook_read(request, arrivals, &error);
	g_assert(read == (error == NULL));
	g_assert(
	    arrivals->texts->len + arrivals->reports->len <= (read ? 1 : 0));
	check_arrivals(arrivals);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *text = NULL;
	gsize n = size - 1;

	if (size == 0)
		return 0;
	text = g_strndup((const char *)data + 1, n);
	switch (data[0] % 5) {
	case 0:
		try_token(text);
		break;
	case 1:
		try_answer(text, strlen(text));
		break;
	case 2:
		try_hook(text, strlen(text), "GET", "");
		break;
	case 3:
		try_hook(text, n, "POST", "application/json");
		break;
	case 4:
		try_hook(text, n, "POST", "application/x-www-form-urlencoded");
		break;
	}
	return 0;
}
