/*
 * import.c - `dripscore import`: many events, or historic answers, from a file
 * of comma-separated values; a calendar goes to ical.c.
 */
#include <stdio.h>
#include <string.h>

#include "cli/app.h"
#include "cli/import/file.h"
#include "cli/import/ical.h"
#include "store/journeys/events.h"

static struct import_words given;
static gboolean responses;
static struct response_words answers;

static const GOptionEntry entries[] = {
	{ "map", 0, 0, G_OPTION_ARG_STRING, &given.map,
	    "The [import NAME] section that tells its columns", "NAME" },
	{ "source", 0, 0, G_OPTION_ARG_STRING, &given.source,
	    "The system the events come from", "NAME" },
	{ "delimiter", 0, 0, G_OPTION_ARG_STRING, &given.delimiter,
	    "comma (unless the section says another), semicolon, tab", "WORD" },
	{ "type", 0, 0, G_OPTION_ARG_STRING, &given.type,
	    "Of a calendar: the type of its events; appointment", "TYPE" },
	{ "at", 0, 0, G_OPTION_ARG_STRING, &given.at,
	    "Of a calendar: when they happen: start, end or seen", "WORD" },
	{ "cancelled", 0, 0, G_OPTION_ARG_STRING, &given.cancelled,
	    "Of a calendar: of what is called off; cancellation", "TYPE" },
	{ "feed", 0, 0, G_OPTION_ARG_STRING, &given.feed,
	    "Of a calendar: all that as [feed NAME] says it", "NAME" },
	{ "strict", 0, 0, G_OPTION_ARG_NONE, &given.strict,
	    "Store all rows or, if one is wrong, none", NULL },
	{ "responses", 0, 0, G_OPTION_ARG_NONE, &responses,
	    "Answers given before; see dripscore(1)", NULL },
	{ "touchpoint", 0, 0, G_OPTION_ARG_STRING, &answers.touchpoint,
	    "Of answers: where they were given, if no column says it", "NAME" },
	{ "scale", 0, 0, G_OPTION_ARG_STRING, &answers.scale,
	    "Of answers: 0-10, or 1-10 with --convert-scale", "SCALE" },
	{ "convert-scale", 0, 0, G_OPTION_ARG_STRING, &answers.conversion,
	    "Of answers from 1 to 10: same (1 stays 1) or stretch (1 becomes "
	    "0)", "WORD" },
	{ "verbose", 0, 0, G_OPTION_ARG_NONE, &given.verbose,
	    "Tell every row that is wrong, not only the first 20", NULL },
	{ 0 },
};

/* Events that wait for their batch. */
struct event_taker {
	struct store *store;
	const struct clock *clock;
	struct import_options options;
	struct import *import;
	struct import_span *span; /* or NULL */
	GPtrArray *events;
};

static void
free_event(gpointer event)
{
	event_free(event);
}

static void
take_header(gpointer self, const struct csv_row *header, GPtrArray *mistakes)
{
	struct event_taker *taker = self;

	g_clear_pointer(&taker->import, import_free);
	taker->import = import_new(&taker->options, header, mistakes);
}

static enum import_outcome
take_row(gpointer self, const struct csv_row *row, GError **error)
{
	struct event_taker *taker = self;
	struct event *event;
	enum import_outcome outcome = import_row(taker->import, row, &event,
	    error);

	if (outcome == IMPORT_EVENT)
		g_ptr_array_add(taker->events, event);
	return outcome;
}

static void
forget_events(gpointer self)
{
	struct event_taker *taker = self;

	g_ptr_array_set_size(taker->events, 0);
}

void
import_span_widen(struct import_span *span, const struct event *event)
{
	if (span->events == 0 || event->occurred_at < span->first_at)
		span->first_at = event->occurred_at;
	if (span->events == 0 || event->occurred_at > span->last_at)
		span->last_at = event->occurred_at;
	span->events++;
}

static gboolean
store_events(gpointer self, struct import_counts *counts, GError **error)
{
	struct event_taker *taker = self;
	guint n = taker->events->len;
	g_autofree enum event_outcome *outcomes = g_new(enum event_outcome, n);

	if (!store_put_events(taker->store,
		(struct event *const *)taker->events->pdata, n,
		clock_now(taker->clock), outcomes, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		counts->fresh += outcomes[i] == EVENT_NEW;
		counts->known += outcomes[i] == EVENT_KNOWN;
		if (taker->span != NULL)
			import_span_widen(taker->span,
			    taker->events->pdata[i]);
	}
	forget_events(taker);
	return TRUE;
}

static const struct import_taker event_taker_ops = {
	.header = take_header,
	.row = take_row,
	.store = store_events,
	.forget = forget_events,
};

static int
find_delimiter(const char *word, char *delimiter)
{
	if (strcmp(word, "comma") == 0)
		*delimiter = ',';
	else if (strcmp(word, "semicolon") == 0)
		*delimiter = ';';
	else if (strcmp(word, "tab") == 0)
		*delimiter = '\t';
	else
		return app_fail_with(EX_USAGE,
		    "\"%s\" is no delimiter; "
		    "allowed are comma, semicolon and tab",
		    word);
	return EX_OK;
}

static int
import_rows(struct app *app, const struct import_words *words,
    struct import_job *job, const struct config_section *map)
{
	struct event_taker taker = {
		.store = app->store,
		.clock = &app->clock,
		.span = words->span,
		.options = {
			.map = map,
			.source = words->source,
			.zone = app->settings->organisation.zone,
			.country = app->settings->texting.country,
		},
		.events = g_ptr_array_new_with_free_func(free_event),
	};
	int code;

	job->taker = &event_taker_ops;
	job->self = &taker;
	code = import_file(job);
	g_ptr_array_unref(taker.events);
	g_clear_pointer(&taker.import, import_free);
	return code;
}

/* Its map and its delimiter; the exit code. */
static int
prepare(const struct app *app, const struct import_words *words,
    struct import_job *job, const struct config_section **map)
{
	const char *delimiter = words->delimiter;

	if (words->map != NULL) {
		*map = config_find(app->settings->config, "import", words->map);
		if (*map == NULL)
			return app_no_section(app, "import", words->map);
	}
	if (delimiter == NULL)
		delimiter = *map != NULL ? config_text(*map, "delimiter") :
					   "comma";
	job->path = words->path;
	job->strict = words->strict;
	job->verbose = words->verbose;
	job->silent = words->silent;
	job->store = app->store;
	return find_delimiter(delimiter, &job->delimiter);
}

static gboolean
is_for_calendar(const struct import_words *words)
{
	return words->type != NULL || words->at != NULL ||
	    words->cancelled != NULL || words->feed != NULL;
}

int
import_events(struct app *app, const struct import_words *words)
{
	struct import_job job = { 0 };
	const struct config_section *map = NULL;
	int code;

	if (import_is_calendar(words->path))
		return import_calendar(app, words);
	if (is_for_calendar(words))
		return app_fail_with(EX_USAGE,
		    "%s is no calendar: --type, --at, --cancelled and --feed "
		    "are for files of iCalendar (.ics)",
		    words->path);
	code = prepare(app, words, &job, &map);
	return code == EX_OK ? import_rows(app, words, &job, map) : code;
}

static int
import_responses(struct app *app, const struct import_words *words)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(response_taker) taker = response_taker_new(app, &answers,
	    &error);
	g_autofree char *others = NULL;
	struct import_job job = { 0 };
	const struct config_section *map = NULL;
	int code;

	if (taker == NULL)
		return app_fail_with(EX_USAGE, "%s", error->message);
	code = prepare(app, words, &job, &map);
	if (code != EX_OK)
		return code;
	job.taker = &response_taker_ops;
	job.self = taker;
	code = import_file(&job);
	others = response_taker_others(taker);
	if (others != NULL)
		printf("Left out are answers to surveys of other types: %s\n",
		    others);
	return code;
}

static int
run(struct app *app, int argc, char **argv)
{
	int code;

	if (!command_parse(&command_import, entries, &argc, &argv))
		return EX_USAGE;
	if (argc != 2)
		return app_fail_with(EX_USAGE,
		    "one FILE is needed; - is standard input");
	if (responses &&
	    (given.map != NULL || given.source != NULL ||
		is_for_calendar(&given)))
		return app_fail_with(EX_USAGE,
		    "--map, --source, --type, --at, --cancelled and --feed "
		    "are for events: answers have columns of their own");
	if (!responses &&
	    (answers.touchpoint != NULL || answers.scale != NULL ||
		answers.conversion != NULL))
		return app_fail_with(EX_USAGE,
		    "--touchpoint, --scale and --convert-scale are for "
		    "answers: with --responses");
	code = app_open(app, TRUE);
	if (code != EX_OK)
		return code;
	given.path = argv[1];
	return responses ? import_responses(app, &given) :
			   import_events(app, &given);
}

const struct command command_import = {
	.name = "import",
	.arguments = "FILE",
	.summary = "Record events, or answers of before, from a CSV file or "
		   ".ics",
	.run = run,
};
