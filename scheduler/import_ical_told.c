/*
 * import_ical_told.c - see import_ical_told.h: lines of JSON, the first about
 * the whole, then one for each event, then the references that are in none.
 * Called by cli/feed.c, and in the worker.
 */
#include "scheduler/import_ical_told.h"

#include <jansson.h>
#include <string.h>

#include "base/errors.h"
#include "base/text.h"
#include "scheduler/event_text.h"

#define MISTAKE_MAX_BYTES 300
#define REFERENCES_AT_ONCE 1000 /* a file may have a million */
/* What ical_read takes for a time: the years 1600 to 8000, and a little. */
#define FIRST_AT (-G_GINT64_CONSTANT(12000000000))
#define LAST_AT G_GINT64_CONSTANT(200000000000)

static void
append_line(GString *to, json_t *line)
{
	char *text = json_dumps(line, JSON_COMPACT);

	g_assert(text != NULL);
	g_string_append(to, text);
	g_string_append_c(to, '\n');
	free(text);
	json_decref(line);
}

GBytes *
import_ical_question(const struct import_ical_options *options,
    const char *text, gsize n)
{
	GString *question = g_string_sized_new(n + 256);
	const char *zone = g_time_zone_get_identifier(options->zone);

	append_line(question,
	    json_pack("{s:s, s:s, s:s, s:i, s:s, s:s*, s:I}", "source",
		options->source != NULL ? options->source : "", "type",
		options->type, "cancelled", options->cancelled, "at",
		(int)options->at, "zone", zone, "country", options->country,
		"now", (json_int_t)options->now_at));
	g_string_append_len(question, text, (gssize)n);
	return g_string_free_to_bytes(question);
}

static json_t *
pack_event(const struct event *event)
{
	const struct contact *contact = &event->contact;

	return json_pack("{s:s, s:s, s:s*, s:s*, s:s*, s:I, s:b, s:s}", "type",
	    event->type, "reference", event->reference, "email", contact->email,
	    "phone", contact->phone, "name", contact->name, "at",
	    (json_int_t)event->occurred_at, "movable", event->movable,
	    "attributes", event->attributes);
}

static json_t *
pack_head(const struct import_ical *import, const GPtrArray *mistakes,
    guint unread)
{
	json_t *told = json_array();

	for (guint i = 0; i < MIN(mistakes->len, IMPORT_ICAL_TOLD_MAX); i++) {
		g_autofree char *clean = text_clean(mistakes->pdata[i]);
		g_autofree char *cut = text_cut(clean, MISTAKE_MAX_BYTES);

		json_array_append_new(told, json_string(cut));
	}
	return json_pack("{s:i, s:i, s:i, s:i, s:o}", "events",
	    (int)import->events->len, "unread", (int)unread, "wrong",
	    (int)mistakes->len, "left_out", (int)import->left_out, "mistakes",
	    told);
}

/* Those of events are in the events. */
static void
append_references(GString *answer, const struct import_ical *import)
{
	GHashTableIter each;
	gpointer reference;

	for (guint i = 0; i < import->events->len; i++) {
		const struct event *event = import->events->pdata[i];

		append_line(answer, pack_event(event));
		g_hash_table_remove(import->references, event->reference);
	}
	g_hash_table_iter_init(&each, import->references);
	while (g_hash_table_iter_next(&each, &reference, NULL))
		append_line(answer, json_pack("[s]", reference));
}

static GBytes *
answer_of(const struct ical_file *file,
    const struct import_ical_options *options, GPtrArray *mistakes)
{
	GString *answer = g_string_new(NULL);
	guint unread = mistakes->len;
	g_autoptr(import_ical)
	    import = import_ical_read(file, options, mistakes);

	append_line(answer, pack_head(import, mistakes, unread));
	append_references(answer, import);
	return g_string_free_to_bytes(answer);
}

static GBytes *
refusal_of(const GError *error)
{
	GString *answer = g_string_new(NULL);

	append_line(answer, json_pack("{s:s}", "error", error->message));
	return g_string_free_to_bytes(answer);
}

GBytes *
import_ical_answer(GBytes *question, gpointer user)
{
	gsize n;
	const char *text = g_bytes_get_data(question, &n);
	const char *nl = memchr(text, '\n', n);
	json_t *head = nl != NULL ?
	    json_loadb(text, (gsize)(nl - text), 0, NULL) :
	    NULL;
	struct import_ical_options options = { 0 };
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GTimeZone) zone = NULL;
	g_autoptr(ical_file) file = NULL;
	g_autoptr(GError) error = NULL;
	const char *zone_name = NULL;
	GBytes *answer = NULL;
	json_int_t now_at = 0;
	int at = 0;

	(void)user;
	if (head != NULL &&
	    json_unpack(head, "{s:s, s:s, s:s, s:i, s:s, s?s, s:I}", "source",
		&options.source, "type", &options.type, "cancelled",
		&options.cancelled, "at", &at, "zone", &zone_name, "country",
		&options.country, "now", &now_at) == 0)
		zone = timezone_find(zone_name, NULL);
	if (zone != NULL) {
		options.at = (enum import_ical_at)at;
		options.now_at = now_at;
		options.zone = zone;
		file = ical_read(nl + 1, n - (gsize)(nl + 1 - text), mistakes,
		    &error);
		answer = file != NULL ? answer_of(file, &options, mistakes) :
					refusal_of(error);
	}
	json_decref(head);
	return answer;
}

/* NULL: there is none any more, or it is no JSON. */
static json_t *
next_line(struct import_ical_told *told)
{
	const char *from = told->at;
	const char *nl = memchr(from, '\n', (gsize)(told->end - from));

	if (nl == NULL)
		return NULL;
	told->at = nl + 1;
	return json_loadb(from, (gsize)(nl - from), 0, NULL);
}

static gboolean
refuse_nonsense(GError **error)
{
	return data_refuse(error, "the worker's answer makes no sense");
}

static gboolean
take_head(struct import_ical_told *told, const json_t *head, GError **error)
{
	const char *refusal = json_string_value(json_object_get(head, "error"));
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new();
	json_t *all = json_object_get(head, "mistakes");
	int n = 0, unread = 0, wrong = 0, left_out = 0;

	if (refusal != NULL) {
		g_autofree char *clean = text_clean(refusal);

		return data_refuse(error, "%s", clean);
	}
	if (json_unpack((json_t *)head, "{s:i, s:i, s:i, s:i}", "events", &n,
		"unread", &unread, "wrong", &wrong, "left_out",
		&left_out) != 0)
		return refuse_nonsense(error);
	told->n_events = (guint)MAX(n, 0);
	told->unread = (guint)MAX(unread, 0);
	told->wrong = (guint)MAX(wrong, 0);
	told->left_out = (guint)MAX(left_out, 0);
	for (gsize i = 0;
	     i < MIN(json_array_size(all), IMPORT_ICAL_TOLD_MAX); i++) {
		const char *mistake = json_string_value(json_array_get(all, i));

		if (mistake != NULL)
			g_ptr_array_add(mistakes, text_clean(mistake));
	}
	g_ptr_array_add(mistakes, NULL);
	told->mistakes = (char **)g_ptr_array_steal(mistakes, NULL);
	return TRUE;
}

struct import_ical_told *
import_ical_told_new(GBytes *answer, const struct import_ical_options *options,
    GError **error)
{
	g_autoptr(import_ical_told) told = g_new0(struct import_ical_told, 1);
	json_t *head;
	gboolean sound;
	gsize n;

	told->answer = g_bytes_ref(answer);
	told->at = g_bytes_get_data(answer, &n);
	told->end = told->at + n;
	told->options = options;
	told->text = event_text_new(options->zone, options->country, NULL);
	told->references = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, NULL);
	head = next_line(told);
	sound = head != NULL ? take_head(told, head, error) :
			       refuse_nonsense(error);
	json_decref(head);
	return sound ? g_steal_pointer(&told) : NULL;
}

void
import_ical_told_free(struct import_ical_told *told)
{
	if (told == NULL)
		return;
	g_bytes_unref(told->answer);
	event_text_free(told->text);
	g_hash_table_unref(told->references);
	g_strfreev(told->mistakes);
	g_free(told);
}

static gboolean
set_fields(struct import_ical_told *told, struct event *event,
    const json_t *line)
{
	static const struct {
		const char *name;
		enum event_field field;
	} fields[] = {
		{ "type", EVENT_TYPE },
		{ "reference", EVENT_REFERENCE },
		{ "email", EVENT_EMAIL },
		{ "phone", EVENT_PHONE },
		{ "name", EVENT_NAME },
	};

	for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
		const char *value = json_string_value(
		    json_object_get(line, fields[i].name));

		if (value != NULL &&
		    !event_text_set(told->text, event, fields[i].field, value,
			NULL))
			return FALSE;
	}
	return TRUE;
}

static gboolean
is_object(const char *text)
{
	json_t *json = text != NULL ? json_loads(text, 0, NULL) : NULL;
	gboolean sound = json_is_object(json);

	json_decref(json);
	return sound;
}

/* NULL: this is none. */
static struct event *
event_of(struct import_ical_told *told, const json_t *line)
{
	const struct import_ical_options *options = told->options;
	g_autoptr(event) event = event_text_begin(options->source);
	const json_t *at = json_object_get(line, "at");
	const char *attributes = json_string_value(
	    json_object_get(line, "attributes"));

	if (!set_fields(told, event, line) || !json_is_integer(at) ||
	    !is_object(attributes))
		return NULL;
	event->occurred_at = json_integer_value(at);
	if (event->occurred_at < FIRST_AT || event->occurred_at > LAST_AT)
		return NULL;
	event->movable = json_is_true(json_object_get(line, "movable"));
	event->attributes = g_strdup(attributes);
	if (!event_text_complete(event, NULL) ||
	    (strcmp(event->type, options->type) != 0 &&
		strcmp(event->type, options->cancelled) != 0))
		return NULL;
	return g_steal_pointer(&event);
}

/* Some of the lines behind the events. */
static gboolean
take_references(struct import_ical_told *told)
{
	for (guint i = 0; i < REFERENCES_AT_ONCE && told->at < told->end;
	     i++) {
		json_t *line = next_line(told);
		const char *reference = json_string_value(
		    json_array_get(line, 0));

		if (reference != NULL)
			g_hash_table_add(told->references,
			    g_strdup(reference));
		json_decref(line);
		if (reference == NULL)
			return FALSE;
	}
	told->whole = told->at == told->end;
	return TRUE;
}

gboolean
import_ical_told_next(struct import_ical_told *told, struct event **event,
    GError **error)
{
	json_t *line;

	*event = NULL;
	if (told->n_events == 0)
		return take_references(told) || refuse_nonsense(error);
	told->n_events--;
	line = next_line(told);
	*event = line != NULL ? event_of(told, line) : NULL;
	json_decref(line);
	if (*event == NULL)
		return refuse_nonsense(error);
	g_hash_table_add(told->references, g_strdup((*event)->reference));
	return TRUE;
}
