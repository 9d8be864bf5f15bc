/*
 * twilio_hook.c - reads Twilio's webhooks: texts that came in, and what became
 * of those we sent. https://www.twilio.com/docs/messaging/guides/
 * webhook-request and track-outbound-message-status. Stores nothing; that a
 * request comes twice is the store's to see. Called through twilio.c's table.
 */
#include <string.h>

#include "base/errors.h"
#include "providers/form.h"
#include "providers/hook_fields.h"
#include "providers/twilio_internal.h"
#include "providers/twilio_signature.h"
#include "providers/twilio_words.h"

#define MESSAGE_ID_MAX 64

static GHashTable *
fields_of_json(GBytes *body, GError **error)
{
	gsize n;
	const char *text = g_bytes_get_data(body, &n);

	return hook_json_fields(text, n, error);
}

static const char *
field(GHashTable *fields, const char *name)
{
	return g_hash_table_lookup(fields, name);
}

/* The message's name at Twilio. SmsSid: as it was called once. */
static const char *
message_id(GHashTable *fields, GError **error)
{
	const char *id = field(fields, "MessageSid");
	gsize n;

	if (id == NULL)
		id = field(fields, "SmsSid");
	if (id == NULL) {
		data_refuse(error, "there is no MessageSid");
		return NULL;
	}
	n = strspn(id, G_CSET_DIGITS G_CSET_A_2_Z G_CSET_a_2_z);
	if (n == 0 || n > MESSAGE_ID_MAX || id[n] != '\0') {
		data_refuse(error,
		    "the MessageSid is none; allowed are letters and digits");
		return NULL;
	}
	return id;
}

static gboolean
read_text(GHashTable *fields, struct arrivals *arrivals, GError **error)
{
	const char *id = message_id(fields, error);
	const char *from = field(fields, "From");
	struct incoming_text *text;

	if (id == NULL)
		return FALSE;
	if (from == NULL || !twilio_is_number(from))
		return data_refuse(error,
		    "the text is not from a telephone number; texts alone are "
		    "read, from numbers as +358401234567");
	text = g_new0(struct incoming_text, 1);
	text->id = g_strdup(id);
	text->from = g_strdup(from);
	text->to = g_strdup(field(fields, "To"));
	text->text = g_strdup(field(fields, "Body"));
	g_ptr_array_add(arrivals->texts, text);
	return TRUE;
}

static int
error_code(GHashTable *fields)
{
	const char *text = field(fields, "ErrorCode");
	gint64 code = text != NULL ? g_ascii_strtoll(text, NULL, 10) : 0;

	return code > 0 && code <= G_MAXINT ? (int)code : 0;
}

/* Our own name for it stands in the query, as twilio.c put it there. */
static gboolean
read_report(GHashTable *fields, enum delivery_state state,
    const struct http_request *request, struct arrivals *arrivals,
    GError **error)
{
	const char *id = message_id(fields, error);
	g_autoptr(form)
	    query = form_parse(request->query, strlen(request->query), NULL);
	const char *name = query != NULL ? form_value(query, "name") : NULL;

	if (id == NULL)
		return FALSE;
	g_ptr_array_add(arrivals->reports,
	    twilio_report_new(name, id, state, error_code(fields)));
	return TRUE;
}

static gboolean
read_fields(GHashTable *fields, const struct http_request *request,
    struct arrivals *arrivals, GError **error)
{
	const char *status = field(fields, "MessageStatus");
	enum delivery_state state;

	if (status == NULL)
		status = field(fields, "SmsStatus");
	if (status != NULL && twilio_state_read(status, &state))
		return read_report(fields, state, request, arrivals, error);
	if (status != NULL && !g_str_equal(status, "received") &&
	    !g_str_equal(status, "receiving"))
		return data_refuse(error,
		    "the MessageStatus is none that Twilio documents");
	if (field(fields, "Body") == NULL)
		return data_refuse(error,
		    "it is neither a text (Body) nor a delivery report "
		    "(MessageStatus)");
	return read_text(fields, arrivals, error);
}

enum hook_verdict
twilio_receive(struct provider *provider, const struct http_request *request,
    gint64 now_at G_GNUC_UNUSED, struct arrivals *arrivals, GError **error)
{
	const struct twilio *twilio = (const struct twilio *)provider;
	g_autoptr(form) form = NULL;
	g_autoptr(GHashTable) fields = NULL;

	if (provider->hook_url == NULL) {
		data_refuse(error,
		    "without public_url no signature can be checked");
		return HOOK_FORGED;
	}
	if (!twilio_signature_check(twilio->token, provider->hook_url, request,
		&form, error))
		return HOOK_FORGED;
	fields = form != NULL ? hook_form_fields(form, error) :
				fields_of_json(request->body, error);
	if (fields == NULL || !read_fields(fields, request, arrivals, error))
		return HOOK_NONSENSE;
	return HOOK_TAKEN;
}
