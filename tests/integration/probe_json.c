/*
 * probe_json.c - texts, reports and requests as JSON, and back. Called by
 * provider_probe.c.
 */
#include <string.h>

#include "tests/integration/provider_probe.h"

const char *
text_of_json(const json_t *object, const char *name, const char *fallback)
{
	const json_t *value = json_object_get(object, name);

	return value != NULL ? json_string_value(value) : fallback;
}

json_t *
json_of_report(const struct delivery_report *report)
{
	json_t *object = json_pack("{ss? ss? ss sb ss?}", "name", report->name,
	    "remote_id", report->remote_id, "state",
	    delivery_state_name(report->state), "opted_out", report->opted_out,
	    "detail", report->detail);

	demand(object != NULL, "UTF-8");
	demand(report->name != NULL || report->remote_id != NULL,
	    "a report of some message");
	return object;
}

static json_t *
json_of_text(const struct incoming_text *text)
{
	json_t *object = json_pack("{ss? ss? ss? ss? sI}", "id", text->id,
	    "from", text->from, "to", text->to, "text", text->text,
	    "written_at", (json_int_t)text->written_at);

	demand(object != NULL, "UTF-8");
	demand(text->id != NULL && text->from != NULL && text->text != NULL,
	    "a text with id, from and text");
	return object;
}

json_t *
json_of_arrivals(const struct arrivals *arrivals,
    const struct provider *provider)
{
	json_t *texts = json_array();
	json_t *reports = json_array();

	for (guint i = 0; i < arrivals->texts->len; i++)
		json_array_append_new(texts,
		    json_of_text(arrivals->texts->pdata[i]));
	for (guint i = 0; i < arrivals->reports->len; i++)
		json_array_append_new(reports,
		    json_of_report(arrivals->reports->pdata[i]));
	demand(g_str_equal(arrivals->provider, provider->name),
	    "arrivals with the provider's name");
	return json_pack("{so so}", "texts", texts, "reports", reports);
}

struct http_request *
request_of_json(const json_t *order)
{
	struct http_request *request = g_new0(struct http_request, 1);
	const char *body = text_of_json(order, "body", "");
	const char *coded = text_of_json(order, "body_base64", NULL);
	const char *name;
	json_t *value;

	request->method = g_strdup(text_of_json(order, "method", "POST"));
	request->path = g_strdup(text_of_json(order, "path", "/"));
	request->query = g_strdup(text_of_json(order, "query", ""));
	request->address = g_strdup(
	    text_of_json(order, "address", "127.0.0.1"));
	request->headers = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	json_object_foreach(json_object_get(order, "headers"), name, value)
	    g_hash_table_insert(request->headers, g_ascii_strdown(name, -1),
		g_strdup(json_string_value(value)));
	if (coded != NULL) {
		gsize n;
		guchar *bytes = g_base64_decode(coded, &n);

		request->body = g_bytes_new_take(bytes, n);
	} else {
		request->body = g_bytes_new(body, strlen(body));
	}
	return request;
}
