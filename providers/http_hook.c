/*
 * http_hook.c - see http_hook.h. Pure. Called by http_gateway.c, once the
 * secret and the address have been proven.
 *
 * A field is looked for in the JSON or the form of the body, then in the query.
 * One address takes both kinds: what has a state that `report_states` knows is
 * a report; else what has a sender and a text is a text.
 */
#include "providers/http_hook.h"

#include <string.h>

#include "base/errors.h"
#include "base/text.h"
#include "providers/form.h"
#include "providers/hook_fields.h"
#include "providers/http_place.h"

#define NAME_MAX_BYTES 200

const char *const http_hook_states[] = { "queued", "sent", "delivered",
	"undelivered", "opted-out", NULL };

struct http_hook {
	char *reply_list, *reply_from, *reply_to, *reply_text, *reply_id,
	    *reply_time;
	char *report_list, *report_name, *report_id, *report_status;
	char **states; /* theirs, ours, in turn */
};

/* Where the fields of one text or report stand; each may be NULL. */
struct fields {
	const struct http_hook *hook;
	json_t *json;
	const struct form *form, *query;
};

struct http_hook *
http_hook_new(const struct config_section *section)
{
	struct http_hook *hook = g_new0(struct http_hook, 1);

	hook->reply_list = g_strdup(config_text(section, "reply_list"));
	hook->reply_from = g_strdup(config_text(section, "reply_from"));
	hook->reply_to = g_strdup(config_text(section, "reply_to"));
	hook->reply_text = g_strdup(config_text(section, "reply_text"));
	hook->reply_id = g_strdup(config_text(section, "reply_id"));
	hook->reply_time = g_strdup(config_text(section, "reply_time"));
	hook->report_list = g_strdup(config_text(section, "report_list"));
	hook->report_name = g_strdup(config_text(section, "report_name"));
	hook->report_id = g_strdup(config_text(section, "report_id"));
	hook->report_status = g_strdup(config_text(section, "report_status"));
	hook->states = g_strdupv(
	    (char **)config_list(section, "report_states"));
	return hook;
}

void
http_hook_free(struct http_hook *hook)
{
	if (hook == NULL)
		return;
	g_free(hook->reply_list);
	g_free(hook->reply_from);
	g_free(hook->reply_to);
	g_free(hook->reply_text);
	g_free(hook->reply_id);
	g_free(hook->reply_time);
	g_free(hook->report_list);
	g_free(hook->report_name);
	g_free(hook->report_id);
	g_free(hook->report_status);
	g_strfreev(hook->states);
	g_free(hook);
}

/* name may be NULL: not told. Owned. */
static char *
field(const struct fields *fields, const char *name)
{
	char *value = NULL;

	if (name == NULL)
		return NULL;
	if (fields->json != NULL)
		value = http_json_text(http_json_at(fields->json, name));
	if (value == NULL && fields->form != NULL)
		value = g_strdup(form_value(fields->form, name));
	if (value == NULL && fields->query != NULL)
		value = g_strdup(form_value(fields->query, name));
	return value;
}

/* A name of theirs or ours: short, without control characters, or NULL. */
static char *
name_field(const struct fields *fields, const char *name)
{
	g_autofree char *value = field(fields, name);

	if (value == NULL || *value == '\0' || strlen(value) > NAME_MAX_BYTES ||
	    text_has_control(value))
		return NULL;
	return g_steal_pointer(&value);
}

static char *
number_field(const struct fields *fields, const char *name)
{
	g_autofree char *value = field(fields, name);

	return value != NULL ? hook_number(value) : NULL;
}

/* Seconds or milliseconds since 1970, or ISO 8601, in UTC if no zone is told;
 * 0 if it is none of them. */
static gint64
time_read(const char *text)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) date = NULL;
	guint64 number;

	if (text == NULL)
		return 0;
	if (g_ascii_string_to_unsigned(text, 10, 1, 99999999999999, &number,
		NULL))
		return number > 99999999999 ? (gint64)number / 1000 :
					      (gint64)number;
	date = g_date_time_new_from_iso8601(text, utc);
	return date != NULL ? MAX(g_date_time_to_unix(date), 0) : 0;
}

static gboolean
take_text(const struct fields *fields, struct arrivals *arrivals)
{
	const struct http_hook *hook = fields->hook;
	struct incoming_text *text = g_new0(struct incoming_text, 1);
	g_autofree char *time = field(fields, hook->reply_time);

	text->from = number_field(fields, hook->reply_from);
	text->to = name_field(fields, hook->reply_to);
	text->text = field(fields, hook->reply_text);
	text->id = name_field(fields, hook->reply_id);
	text->written_at = time_read(time);
	if (text->from != NULL && text->text != NULL) {
		if (text->id == NULL)
			text->id = hook_text_id(text->from, time,
			    text->text);
		g_ptr_array_add(arrivals->texts, text);
		return TRUE;
	}
	incoming_text_free(text);
	return FALSE;
}

/* Ours for theirs, or NULL. */
static const char *
state_find(const struct http_hook *hook, const char *status)
{
	for (char **pair = hook->states; *pair != NULL; pair += 2)
		if (g_ascii_strcasecmp(pair[0], status) == 0)
			return pair[1];
	return NULL;
}

/* A state that is not in the list must not be told again and again: the lowest
 * does no harm. */
static void
state_set(struct delivery_report *report, const char *state, const char *status)
{
	g_autofree char *cut = text_shown(status);
	g_autofree char *shown = text_without_numbers(cut);

	report->state = DELIVERY_QUEUED;
	report->detail = g_strdup_printf("the gateway says \"%s\"", shown);
	if (g_strcmp0(state, "opted-out") == 0) {
		report->state = DELIVERY_UNDELIVERED;
		report->opted_out = TRUE;
	} else if (state != NULL) {
		gboolean known = delivery_state_from_name(state,
		    &report->state);

		g_assert(known);
	}
}

static gboolean
take_report(const struct fields *fields, const char *status,
    struct arrivals *arrivals)
{
	const struct http_hook *hook = fields->hook;
	struct delivery_report *report = g_new0(struct delivery_report, 1);

	report->name = name_field(fields, hook->report_name);
	if (report->name == NULL)
		report->name = name_field(fields, HTTP_HOOK_NAME);
	report->remote_id = name_field(fields, hook->report_id);
	if (report->name != NULL || report->remote_id != NULL) {
		state_set(report, state_find(hook, status), status);
		g_ptr_array_add(arrivals->reports, report);
		return TRUE;
	}
	delivery_report_free(report);
	return FALSE;
}

static void
take_one(const struct fields *fields, struct arrivals *arrivals)
{
	const struct http_hook *hook = fields->hook;
	g_autofree char *status = field(fields, hook->report_status);
	gboolean known = status != NULL && state_find(hook, status) != NULL;

	if (known && take_report(fields, status, arrivals))
		return;
	if (hook->reply_text != NULL && take_text(fields, arrivals))
		return;
	if (status != NULL && !known)
		take_report(fields, status, arrivals);
}

/* Each of the list at that path; the root alone if there is no path and it is
 * no list itself. */
static void
take_list(const struct fields *fields, const char *path,
    struct arrivals *arrivals)
{
	json_t *list = http_json_at(fields->json, path != NULL ? path : "");
	struct fields one = *fields;
	gsize i;

	if (!json_is_array(list)) {
		if (path == NULL)
			take_one(fields, arrivals);
		return;
	}
	json_array_foreach(list, i, one.json) take_one(&one, arrivals);
}

static void
take_json(const struct fields *fields, struct arrivals *arrivals)
{
	const struct http_hook *hook = fields->hook;

	take_list(fields, hook->reply_list, arrivals);
	if (g_strcmp0(hook->reply_list, hook->report_list) != 0)
		take_list(fields, hook->report_list, arrivals);
}

static gboolean
is_json(const struct http_request *request, const char *body, gsize n)
{
	const char *type = g_hash_table_lookup(request->headers,
	    "content-type");

	while (n > 0 && g_ascii_isspace(*body)) {
		body++;
		n--;
	}
	if (type != NULL &&
	    g_ascii_strncasecmp(type, "application/x-www-form-urlencoded",
		strlen("application/x-www-form-urlencoded")) == 0)
		return FALSE;
	return n > 0 && (*body == '{' || *body == '[');
}

static enum hook_verdict
read_body(struct fields *fields, const struct http_request *request,
    struct arrivals *arrivals, GError **error)
{
	gsize n = 0;
	const char *body = request->body != NULL ?
	    g_bytes_get_data(request->body, &n) :
	    NULL;
	g_autoptr(form) form = NULL;
	json_error_t wrong;

	if (!is_json(request, body, n)) {
		form = form_parse(n > 0 ? body : "", n, error);
		if (form == NULL)
			return HOOK_NONSENSE;
		fields->form = form;
		take_one(fields, arrivals);
		return HOOK_TAKEN;
	}
	fields->json = json_loadb(body, n, 0, &wrong);
	if (fields->json == NULL) {
		data_refuse(error, "its JSON cannot be read, line %d",
		    wrong.line);
		return HOOK_NONSENSE;
	}
	take_json(fields, arrivals);
	json_decref(fields->json);
	return HOOK_TAKEN;
}

enum hook_verdict
http_hook_read(const struct http_hook *hook, const struct http_request *request,
    struct arrivals *arrivals, GError **error)
{
	g_autoptr(form)
	    query = form_parse(request->query, strlen(request->query), error);
	struct fields fields = { .hook = hook, .query = query };

	if (query == NULL ||
	    read_body(&fields, request, arrivals, error) != HOOK_TAKEN)
		return HOOK_NONSENSE;
	if (arrivals->texts->len + arrivals->reports->len > 0)
		return HOOK_TAKEN;
	data_refuse(error,
	    "neither a text nor a report is in it: no number and text, and "
	    "no name and state, where the configuration says");
	return HOOK_NONSENSE;
}
