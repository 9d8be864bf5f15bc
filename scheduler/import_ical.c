/*
 * import_ical.c - see import_ical.h. Reads no file and stores nothing: called
 * by cli/import/ical.c and, in a worker, for feeds.
 */
#include "scheduler/import_ical.h"

#include <string.h>

#include "base/errors.h"
#include "base/text.h"
#include "scheduler/event_text.h"
#include "scheduler/import_ical_entry.h"

#define EVENTS_MAX 100000

/* One file being read. */
struct reading {
	const struct import_ical_options *options;
	const struct ical_file *file;
	GPtrArray *mistakes;
	struct import_ical *import;
	struct event_text *text;
	GHashTable *places; /* reference -> where in events, from 1 */
	GArray *sequences;  /* gint64: of each of the events */
	GString *attributes; /* of the entry at hand: JSON without its end */
};

gboolean
import_ical_at_from_name(const char *name, enum import_ical_at *at)
{
	static const char *const names[] = {
		[IMPORT_ICAL_AT_START] = "start",
		[IMPORT_ICAL_AT_END] = "end",
		[IMPORT_ICAL_AT_SEEN] = "seen",
	};

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		*at = (enum import_ical_at)i;
		return TRUE;
	}
	return FALSE;
}

void
import_ical_free(struct import_ical *import)
{
	if (import == NULL)
		return;
	g_ptr_array_unref(import->events);
	g_hash_table_unref(import->references);
	g_free(import);
}

static gboolean
check_type(struct event_text *text, const char *what, const char *type,
    GError **error)
{
	g_autoptr(event) event = event_text_begin(NULL);

	if (*type == '\0' || !g_utf8_validate(type, -1, NULL))
		return data_refuse(error,
		    "%s: it is empty or not UTF-8; allowed is a word", what);
	if (event_text_set(text, event, EVENT_TYPE, type, error))
		return TRUE;
	g_prefix_error(error, "%s: ", what);
	return FALSE;
}

gboolean
import_ical_check(const struct import_ical_options *options, GError **error)
{
	g_autoptr(event_text) text = event_text_new(options->zone,
	    options->country, NULL);

	if (strcmp(options->type, options->cancelled) == 0)
		return data_refuse(error,
		    "\"%s\" is the type of what takes place and of what is "
		    "cancelled; allowed are two",
		    options->type);
	return event_text_check_source(options->source, error) &&
	    check_type(text, "type", options->type, error) &&
	    check_type(text, "cancelled", options->cancelled, error);
}

static void G_GNUC_PRINTF(3, 4)
wrong(struct reading *reading, const struct ical_event *entry,
    const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list arguments;

	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	reading->import->wrong++;
	g_ptr_array_add(reading->mistakes,
	    g_strdup_printf("line %u: %s", entry->line, what));
}

/* Outlook and Google write the address there if they know no name. */
static gboolean
set_name(struct reading *reading, struct event *event, const char *name,
    GError **error)
{
	g_autofree char *clean = name != NULL ? text_clean(name) : NULL;
	g_autofree char *cut = NULL;

	if (clean == NULL || strchr(clean, '@') != NULL)
		return TRUE;
	cut = text_cut(g_strstrip(clean), EVENT_NAME_MAX_BYTES);
	return event_text_set(reading->text, event, EVENT_NAME, cut, error);
}

/* The person into the event. What is empty is nothing. */
static gboolean
set_person(struct reading *reading, struct event *event,
    const struct ical_person *person, GError **error)
{
	if ((person->email != NULL &&
		!event_text_set(reading->text, event, EVENT_EMAIL,
		    person->email, error)) ||
	    (person->phone != NULL &&
		!event_text_set(reading->text, event, EVENT_PHONE,
		    person->phone, error)))
		return FALSE;
	if (event->contact.email == NULL && event->contact.phone == NULL)
		return data_refuse(error,
		    "it has neither an e-mail address nor a telephone number; "
		    "an event needs one of them");
	return set_name(reading, event, person->name, error);
}

static gboolean
is_off(const struct reading *reading, const struct ical_event *entry,
    const struct ical_person *person)
{
	return person->declined ||
	    g_strcmp0(entry->status, "CANCELLED") == 0 ||
	    g_strcmp0(reading->file->method, "CANCEL") == 0;
}

/* FALSE: there is no such time. */
static gboolean
set_time(struct reading *reading, const struct ical_event *entry,
    struct event *event, GError **error)
{
	const struct import_ical_options *options = reading->options;
	const struct ical_time *time = options->at == IMPORT_ICAL_AT_END ?
	    &entry->end :
	    &entry->start;

	if (options->at == IMPORT_ICAL_AT_SEEN) {
		event->occurred_at = options->now_at;
		return TRUE;
	}
	if (!time->known)
		return data_refuse(error,
		    "it has no DTSTART; an event needs a time");
	event->occurred_at = ical_time_at(time, options->zone);
	event->movable = TRUE;
	return TRUE;
}

/* Of several entries about the same the newest one counts. */
static void
keep(struct reading *reading, struct event *event, gint64 sequence)
{
	struct import_ical *import = reading->import;
	guint place = GPOINTER_TO_UINT(
	    g_hash_table_lookup(reading->places, event->reference));

	if (place == 0) {
		g_ptr_array_add(import->events, event);
		g_array_append_val(reading->sequences, sequence);
		g_hash_table_insert(reading->places,
		    g_strdup(event->reference),
		    GUINT_TO_POINTER(import->events->len));
	} else if (sequence <
	    g_array_index(reading->sequences, gint64, place - 1)) {
		event_free(event);
	} else {
		event_free(import->events->pdata[place - 1]);
		import->events->pdata[place - 1] = event;
		g_array_index(reading->sequences, gint64, place - 1) = sequence;
	}
}

/* known: no event is made of it, but it stands there. */
static void
take_person(struct reading *reading, const struct ical_event *entry,
    const struct ical_person *person, gboolean known)
{
	const struct import_ical_options *options = reading->options;
	gboolean off = is_off(reading, entry, person);
	g_autoptr(event) event = event_text_begin(options->source);
	g_autoptr(GError) error = NULL;
	GString *json;

	if (!set_person(reading, event, person, &error)) {
		wrong(reading, entry, "an ATTENDEE: %s", error->message);
		return;
	}
	event->type = g_strdup(off ? options->cancelled : options->type);
	event->reference = import_ical_reference(entry,
	    &event->contact, options->zone);
	g_hash_table_add(reading->import->references,
	    g_strdup(event->reference));
	if (known)
		return;
	event->occurred_at = options->now_at;
	if (!off && !set_time(reading, entry, event, &error)) {
		wrong(reading, entry, "%s", error->message);
		return;
	}
	json = g_string_new_len(reading->attributes->str,
	    (gssize)reading->attributes->len);
	event_text_attributes_end(json, event);
	g_string_free(json, TRUE);
	keep(reading, g_steal_pointer(&event), entry->sequence);
}

static gboolean
is_asked(const struct ical_event *entry, const struct ical_person *person)
{
	return !person->takes_no_part &&
	    (entry->organizer == NULL || person->email == NULL ||
		g_ascii_strcasecmp(entry->organizer, person->email) != 0);
}

static gboolean
has_name(const struct ical_event *entry)
{
	return entry->uid != NULL && !text_has_control(entry->uid);
}

/* FALSE: it is told. */
static gboolean
is_fit(struct reading *reading, const struct ical_event *entry)
{
	g_autoptr(GError) error = NULL;

	if (entry->uid == NULL)
		wrong(reading, entry, "it has no UID; an event needs one");
	else if (text_has_control(entry->uid))
		wrong(reading, entry, "UID: a control character is in it; "
				      "allowed is text on one line");
	else if (reading->import->events->len >= EVENTS_MAX)
		wrong(reading, entry, "there are %d events before it; allowed "
				      "are no more of one file",
		    EVENTS_MAX);
	else if (!import_ical_attributes(reading->attributes, entry,
		     &error))
		wrong(reading, entry, "%s", error->message);
	else
		return TRUE;
	return FALSE;
}

static void
take_entry(struct reading *reading, const struct ical_event *entry)
{
	gboolean recurs = entry->rrule != NULL || entry->rdates->len > 0;
	guint asked = 0;
	gboolean fit;

	for (guint i = 0; i < entry->attendees->len; i++)
		asked += is_asked(entry, entry->attendees->pdata[i]);
	if (asked == 0) {
		reading->import->left_out++;
		return;
	}
	fit = is_fit(reading, entry);
	if (!has_name(entry))
		return;
	if (fit && recurs)
		wrong(reading, entry,
		    "it recurs: %s; allowed is an entry of its own for each "
		    "time",
		    entry->rrule != NULL ? "it has an RRULE" :
					   "it has an RDATE");
	for (guint i = 0; i < entry->attendees->len; i++) {
		const struct ical_person *person = entry->attendees->pdata[i];

		if (is_asked(entry, person))
			take_person(reading, entry, person, recurs || !fit);
	}
}

struct import_ical *
import_ical_read(const struct ical_file *file,
    const struct import_ical_options *options, GPtrArray *mistakes)
{
	struct import_ical *import = g_new0(struct import_ical, 1);
	struct reading reading = { .options = options,
		.file = file,
		.mistakes = mistakes,
		.import = import };

	import->events = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)event_free);
	import->references = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, NULL);
	reading.text = event_text_new(options->zone, options->country, NULL);
	reading.places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	reading.sequences = g_array_new(FALSE, FALSE, sizeof(gint64));
	reading.attributes = g_string_new(NULL);
	for (guint i = 0; i < file->events->len; i++)
		take_entry(&reading, file->events->pdata[i]);
	event_text_free(reading.text);
	g_hash_table_unref(reading.places);
	g_array_unref(reading.sequences);
	g_string_free(reading.attributes, TRUE);
	return import;
}

struct event *
import_ical_cancel(const struct event *event, const char *cancelled,
    gint64 now_at)
{
	struct event *off = event_text_begin(event->source);

	off->type = g_strdup(cancelled);
	off->reference = g_strdup(event->reference);
	off->contact.email = g_strdup(event->contact.email);
	off->contact.phone = g_strdup(event->contact.phone);
	off->occurred_at = now_at;
	return off;
}
