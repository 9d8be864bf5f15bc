/*
 * vonage_hook.c - texts and delivery reports out of Vonage's webhooks, once
 * they are proven (developer.vonage.com, "Inbound SMS", "Delivery receipts",
 * "Messages API reference"). Called by vonage.c.
 *
 * BUGS: the parts of a long text come as texts of their own, and are read as
 * such: what they have in common would have to be kept until the last has come.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/errors.h"
#include "providers/form.h"
#include "providers/hook_fields.h"
#include "providers/vonage_internal.h"

/*
 * The token vouches for the bytes, not for the header: read as a form, the JSON
 * of a text that holds "&msisdn=" would say another sender.
 */
static gboolean
is_json(const struct http_request *request, const char *body, gsize n)
{
	const char *type = g_hash_table_lookup(request->headers,
	    "content-type");
	gsize blanks = 0;

	while (blanks < n && g_ascii_isspace(body[blanks]))
		blanks++;
	return (blanks < n && body[blanks] == '{') ||
	    (type != NULL &&
		g_ascii_strncasecmp(type, "application/json",
		    strlen("application/json")) == 0);
}

static GHashTable *
fields_of_form(const char *text, gsize n, GError **error)
{
	g_autoptr(form) form = form_parse(text, n, error);

	return form != NULL ? hook_form_fields(form, error) : NULL;
}

static const char *
either(GHashTable *fields, const char *name, const char *other)
{
	const char *value = g_hash_table_lookup(fields, name);

	return value != NULL ? value : g_hash_table_lookup(fields, other);
}

static void
add_text(GHashTable *fields, const char *from, const char *id,
    struct arrivals *arrivals)
{
	const char *words = g_hash_table_lookup(fields, "text");
	const char *at = either(fields, "message-timestamp", "timestamp");
	char *number = hook_number(from);
	struct incoming_text *text;

	/* A picture, a contact card, bytes. */
	if (words == NULL || number == NULL) {
		g_free(number);
		return;
	}
	text = g_new0(struct incoming_text, 1);
	text->id = g_strdup(id);
	text->from = number;
	text->to = g_strdup(g_hash_table_lookup(fields, "to"));
	text->text = g_strdup(words);
	if (at == NULL || !time_parse(at, NULL, &text->written_at, NULL) ||
	    text->written_at < 0)
		text->written_at = 0;
	g_ptr_array_add(arrivals->texts, text);
}

/* FALSE: it says nothing that we would keep. */
static gboolean
state_of(const char *status, enum delivery_state *state)
{
	static const struct {
		const char *status;
		enum delivery_state state;
	} known[] = {
		{ "accepted", DELIVERY_SENT },
		{ "buffered", DELIVERY_SENT },
		{ "submitted", DELIVERY_QUEUED },
		{ "delivered", DELIVERY_DELIVERED },
		{ "read", DELIVERY_DELIVERED },
		{ "expired", DELIVERY_UNDELIVERED },
		{ "failed", DELIVERY_UNDELIVERED },
		{ "deleted", DELIVERY_UNDELIVERED },
		{ "rejected", DELIVERY_UNDELIVERED },
		{ "undeliverable", DELIVERY_UNDELIVERED },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
		if (g_ascii_strcasecmp(status, known[i].status) == 0) {
			*state = known[i].state;
			return TRUE;
		}
	}
	return FALSE;
}

static void
add_report(GHashTable *fields, const char *status, const char *id,
    struct arrivals *arrivals)
{
	const char *name = either(fields, "client-ref", "client_ref");
	const char *code = g_hash_table_lookup(fields, "err-code");
	struct delivery_report *report;
	enum delivery_state state;
	guint64 number = 0;

	if (!state_of(status, &state))
		return;
	report = g_new0(struct delivery_report, 1);
	report->name = g_strdup(name);
	report->remote_id = g_strdup(id);
	report->state = state;
	if (code != NULL &&
	    g_ascii_string_to_unsigned(code, 10, 1, 9999, &number, NULL))
		report->detail = g_strdup_printf("%s, error %" G_GUINT64_FORMAT,
		    delivery_state_name(state), number);
	g_ptr_array_add(arrivals->reports, report);
}

gboolean
vonage_hook_read(const struct http_request *request, struct arrivals *arrivals,
    GError **error)
{
	g_autoptr(GHashTable) fields = NULL;
	gsize n;
	const char *body = g_bytes_get_data(request->body, &n);
	const char *from, *id, *status;

	if (strcmp(request->method, "GET") == 0)
		fields = fields_of_form(request->query, strlen(request->query),
		    error);
	else if (is_json(request, body, n))
		fields = hook_json_fields(body, n, error);
	else
		fields = fields_of_form(body, n, error);
	if (fields == NULL)
		return FALSE;
	id = either(fields, "messageId", "message_uuid");
	from = either(fields, "msisdn", "from");
	status = g_hash_table_lookup(fields, "status");
	if (id == NULL || *id == '\0' || (status == NULL && from == NULL))
		return data_refuse(error,
		    "neither a text nor a delivery receipt of Vonage's");
	if (status != NULL)
		add_report(fields, status, id, arrivals);
	else
		add_text(fields, from, id, arrivals);
	return TRUE;
}

static char *
json_of_query(const char *query, GError **error)
{
	g_autoptr(form) form = form_parse(query, strlen(query), error);
	json_t *object;
	char *text;

	if (form == NULL)
		return NULL;
	object = json_object();
	for (guint i = 0; i < form->names->len; i++)
		json_object_set_new(object, form->names->pdata[i],
		    json_string(form->values->pdata[i]));
	text = json_dumps(object, JSON_COMPACT);
	json_decref(object);
	return text;
}

char *
vonage_payload_hash(const struct http_request *request, GError **error)
{
	char *json, *hash;

	if (strcmp(request->method, "GET") != 0)
		return g_compute_checksum_for_bytes(G_CHECKSUM_SHA256,
		    request->body);
	json = json_of_query(request->query, error);
	if (json == NULL)
		return NULL;
	hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, json, -1);
	free(json);
	return hash;
}
