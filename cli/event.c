/*
 * event.c - `dripscore event`: one event, from the command line.
 */
#include <stdio.h>
#include <string.h>

#include "cli/app.h"
#include "scheduler/event_text.h"
#include "store/events.h"

static struct {
	char *fields[EVENT_FIELDS];
	char *source;
	char **set;
} given;

static const GOptionEntry entries[] = {
	{ "ref", 0, 0, G_OPTION_ARG_STRING, &given.fields[EVENT_REFERENCE],
	    "What it is about, such as a booking number (required)", "REF" },
	{ "email", 0, 0, G_OPTION_ARG_STRING, &given.fields[EVENT_EMAIL],
	    "The customer's address", "ADDRESS" },
	{ "phone", 0, 0, G_OPTION_ARG_STRING, &given.fields[EVENT_PHONE],
	    "The customer's number, as +358401234567", "NUMBER" },
	{ "name", 0, 0, G_OPTION_ARG_STRING, &given.fields[EVENT_NAME],
	    "The customer's name", "NAME" },
	{ "language", 0, 0, G_OPTION_ARG_STRING, &given.fields[EVENT_LANGUAGE],
	    "The customer's language", "CODE" },
	{ "timezone", 0, 0, G_OPTION_ARG_STRING, &given.fields[EVENT_TIMEZONE],
	    "The customer's time zone", "ZONE" },
	{ "at", 0, 0, G_OPTION_ARG_STRING, &given.fields[EVENT_AT],
	    "When it happened, as 2026-03-01T12:00:00Z; now, if left out",
	    "TIME" },
	{ "source", 0, 0, G_OPTION_ARG_STRING, &given.source,
	    "The system it comes from", "NAME" },
	{ "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &given.set,
	    "An attribute of the event; may be given again", "KEY=VALUE" },
	{ 0 },
};

static gboolean
set_attributes(struct event *event, GError **error)
{
	g_autoptr(GString) json = g_string_new(NULL);

	for (char **each = given.set; each != NULL && *each != NULL; each++) {
		const char *equals = strchr(*each, '=');
		g_autofree char *name = NULL;

		if (equals == NULL || equals == *each) {
			g_set_error(error, DRIPSCORE_ERROR,
			    DRIPSCORE_ERROR_USAGE,
			    "--set %s: allowed is KEY=VALUE", *each);
			return FALSE;
		}
		name = g_strndup(*each, (gsize)(equals - *each));
		if (!event_text_attribute(json, name, equals + 1, error)) {
			g_prefix_error(error, "--set %s: ", name);
			return FALSE;
		}
	}
	event_text_attributes_end(json, event);
	return TRUE;
}

static const char *
option_of(enum event_field field)
{
	return field == EVENT_REFERENCE ? "ref" : event_field_names[field];
}

static struct event *
read_event(const struct app *app, GError **error)
{
	g_autoptr(event_text) text = event_text_new(
	    app->settings->organisation.zone, NULL);
	g_autoptr(event) event = event_text_begin(given.source);

	event->occurred_at = clock_now(&app->clock);
	for (guint i = 0; i < EVENT_FIELDS; i++) {
		enum event_field field = (enum event_field)i;

		if (given.fields[field] != NULL &&
		    !event_text_set(text, event, field, given.fields[field],
			error)) {
			g_prefix_error(error, "%s%s: ",
			    field == EVENT_TYPE ? "" : "--", option_of(field));
			return NULL;
		}
	}
	if (!set_attributes(event, error) ||
	    !event_text_complete(event, error))
		return NULL;
	return g_steal_pointer(&event);
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autoptr(event) event = NULL;
	g_autoptr(GError) error = NULL;
	enum event_outcome outcome;
	int code;

	if (!command_parse(&command_event, entries, &argc, &argv))
		return EX_USAGE;
	if (argc != 2)
		return app_fail_with(EX_USAGE,
		    "one TYPE of event is needed, such as booking");
	code = app_open(app, TRUE);
	if (code != EX_OK)
		return code;
	given.fields[EVENT_TYPE] = argv[1];
	event = read_event(app, &error);
	if (event == NULL ||
	    !store_put_events(app->store, &event, 1, clock_now(&app->clock),
		&outcome, &error))
		return app_fail(error);
	printf("%s %s: %s\n", event->type, event->reference,
	    outcome == EVENT_NEW ? "stored" : "was known, nothing changed");
	return EX_OK;
}

const struct command command_event = {
	.name = "event",
	.arguments = "TYPE",
	.summary = "Record one event of a customer's journey",
	.run = run,
};
