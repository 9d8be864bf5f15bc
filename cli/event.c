/*
 * event.c - `dripscore event`: one event, from the command line.
 */
#include <stdio.h>

#include "cli/app.h"
#include "scheduler/import.h"
#include "store/journeys/events.h"

static struct import_fields fields;
static struct import_options options;
static char **set;

static const GOptionEntry entries[] = {
	{ "ref", 0, 0, G_OPTION_ARG_STRING, &fields.reference,
	    "What it is about, such as a booking number (required)", "REF" },
	{ "email", 0, 0, G_OPTION_ARG_STRING, &fields.email,
	    "The customer's address", "ADDRESS" },
	{ "phone", 0, 0, G_OPTION_ARG_STRING, &fields.phone,
	    "The customer's number, as +358401234567, or as at home if "
	    "[sms] country is set", "NUMBER" },
	{ "name", 0, 0, G_OPTION_ARG_STRING, &fields.name,
	    "The customer's name", "NAME" },
	{ "language", 0, 0, G_OPTION_ARG_STRING, &fields.language,
	    "The customer's language", "CODE" },
	{ "timezone", 0, 0, G_OPTION_ARG_STRING, &fields.timezone,
	    "The customer's time zone", "ZONE" },
	{ "at", 0, 0, G_OPTION_ARG_STRING, &fields.at,
	    "When it happened, as 2026-03-01T12:00:00Z; now, if left out",
	    "TIME" },
	{ "source", 0, 0, G_OPTION_ARG_STRING, &options.source,
	    "The system it comes from", "NAME" },
	{ "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &set,
	    "An attribute of the event, or of the customer, such as "
	    "contact.plan=gold; may be given again", "KEY=VALUE" },
	{ 0 },
};

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
	fields.type = argv[1];
	fields.attributes = (const char *const *)set;
	options.zone = app->settings->organisation.zone;
	options.country = app->settings->texting.country;
	event = import_event(&fields, &options, clock_now(&app->clock), &error);
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
