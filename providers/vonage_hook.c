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
#include "base/phone.h"
#include "providers/vonage_internal.h"

static gboolean
is_json(const struct http_request *request)
{
	const char *type = g_hash_table_lookup(request->headers,
	    "content-type");

	return type != NULL &&
	    g_ascii_strncasecmp(type, "application/json",
		strlen("application/json")) == 0;
}

/* Values that are no object and no list, as text. */
static void
take_member(GHashTable *fields, const char *name, const json_t *value)
{
	char *text = NULL;

	if (json_is_string(value))
		text = g_strdup(json_string_value(value));
	else if (json_is_integer(value))
		text = g_strdup_printf("%" JSON_INTEGER_FORMAT,
		    json_integer_value(value));
	else if (json_is_boolean(value))
		text = g_strdup(json_is_true(value) ? "true" : "false");
	if (text != NULL)
		g_hash_table_insert(fields, g_strdup(name), text);
}

static gboolean
fields_of_json(const char *text, gsize n, GHashTable *fields, GError **error)
{
	json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL);
	gboolean is_object = json_is_object(root);
	const char *name;
	json_t *value;

	json_object_foreach(root, name, value)
	{
		take_member(fields, name, value);
	}
	json_decref(root);
	return is_object || data_refuse(error, "it is no JSON object");
}

static gboolean
fields_of_form(const char *text, gsize n, GHashTable *fields, GError **error)
{
	g_autoptr(form) form = form_parse(text, n, error);

	for (guint i = 0; form != NULL && i < form->names->len; i++) {
		if (!g_hash_table_contains(fields, form->names->pdata[i]))
			g_hash_table_insert(fields,
			    g_strdup(form->names->pdata[i]),
			    g_strdup(form->values->pdata[i]));
	}
	return form != NULL;
}

static const char *
either(GHashTable *fields, const char *name, const char *other)
{
	const char *value = g_hash_table_lookup(fields, name);

	return value != NULL ? value : g_hash_table_lookup(fields, other);
}

/* Vonage writes E.164 without its plus; a name or a short code is none. */
static char *
number_of(const char *text)
{
	g_autofree char *with_plus = g_strconcat("+", text, NULL);

	return phone_normalise(*text == '+' ? text : with_plus, NULL, NULL);
}

static void
add_text(GHashTable *fields, const char *from, const char *id,
    struct arrivals *arrivals)
{
	const char *words = g_hash_table_lookup(fields, "text");
	const char *at = either(fields, "message-timestamp", "timestamp");
	char *number = number_of(from);
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
	if (at == NULL || !time_parse(at, NULL, &text->written_at, NULL))
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
	g_autoptr(GHashTable) fields = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	gsize n;
	const char *body = g_bytes_get_data(request->body, &n);
	const char *from, *id, *status;
	gboolean read;

	if (strcmp(request->method, "GET") == 0)
		read = fields_of_form(request->query, strlen(request->query),
		    fields, error);
	else if (is_json(request))
		read = fields_of_json(body, n, fields, error);
	else
		read = fields_of_form(body, n, fields, error);
	if (!read)
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
