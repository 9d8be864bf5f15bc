/*
 * fuzz_hook.c - any bytes as a webhook of a gateway that the INI file
 * describes: the first one chooses what the body is said to be, the first line
 * is the query, the rest the body. What is taken is a text or a report, whole.
 */
#include <string.h>

#include "base/text.h"
#include "providers/http_gateway.h"
#include "providers/http_hook.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const char lines[] = "[provider texts]\n"
			    "url = https://gateway.example/{to}/{text}\n"
			    "format = query\n"
			    "reply_list = results\n"
			    "reply_text = text\n"
			    "reply_from = from\n"
			    "reply_to = to\n"
			    "reply_id = id\n"
			    "reply_time = at\n"
			    "report_list = reports\n"
			    "report_name = ref\n"
			    "report_id = id\n"
			    "report_status = status.name\n"
			    "report_states = OK -> delivered\n"
			    "  STOP -> opted-out\n";

static struct http_hook *
hook_open(void)
{
	const struct config_schema schemas[] = {
		{ .kind = "provider",
		    .named = TRUE,
		    .keys = http_provider.keys },
		{ .kind = NULL },
	};
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(config) config = config_read_text("x.ini", lines,
	    strlen(lines), schemas, mistakes);

	g_assert(mistakes->len == 0);
	return http_hook_new(config_find(config, "provider", NULL));
}

static void
check_arrivals(const struct arrivals *arrivals)
{
	for (guint i = 0; i < arrivals->texts->len; i++) {
		const struct incoming_text *text = arrivals->texts->pdata[i];

		g_assert(text->from[0] == '+');
		g_assert(strspn(text->from + 1, G_CSET_DIGITS) ==
		    strlen(text->from + 1));
		g_assert(g_utf8_validate(text->text, -1, NULL));
		g_assert(text->id == NULL ||
		    (text->id[0] != '\0' && !text_has_control(text->id)));
		g_assert(text->written_at >= 0);
	}
	for (guint i = 0; i < arrivals->reports->len; i++) {
		const struct delivery_report *report =
		    arrivals->reports->pdata[i];

		g_assert(report->name != NULL || report->remote_id != NULL);
		g_assert(!report->opted_out ||
		    report->state == DELIVERY_UNDELIVERED);
		g_assert(g_utf8_validate(report->detail, -1, NULL));
		g_assert(!text_has_control(report->detail));
	}
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	static const char *const types[] = {
		"application/x-www-form-urlencoded", "application/json", NULL
	};
	static struct http_hook *hook;
	g_autoptr(http_request) request = g_new0(struct http_request, 1);
	g_autoptr(arrivals) arrivals = arrivals_new("texts");
	g_autoptr(GError) error = NULL;
	const guint8 *line_end, *body;
	enum hook_verdict verdict;

	if (size == 0)
		return 0;
	if (hook == NULL)
		hook = hook_open();
	line_end = memchr(data + 1, '\n', size - 1);
	body = line_end != NULL ? line_end + 1 : data + 1;
	request->query = line_end != NULL ?
	    g_strndup((const char *)data + 1, (gsize)(line_end - data - 1)) :
	    g_strdup("");
	request->headers = g_hash_table_new(g_str_hash, g_str_equal);
	if (types[data[0] % 3] != NULL)
		g_hash_table_insert(request->headers, (gpointer) "content-type",
		    (gpointer)types[data[0] % 3]);
	request->body = g_bytes_new(body, (gsize)(data + size - body));
	verdict = http_hook_read(hook, request, arrivals, &error);
	g_assert((error == NULL) == (verdict == HOOK_TAKEN));
	g_assert((arrivals->texts->len + arrivals->reports->len > 0) ==
	    (verdict == HOOK_TAKEN));
	check_arrivals(arrivals);
	return 0;
}
