/*
 * plan.c - `dripscore plan`: the daemon on a clock that jumps, against a copy
 * of the store in memory and doors behind which nobody is; and what came of it.
 *
 * What a plan shows is told by page.c, person.c, json.c and ics.c.
 */
#include "cli/plan/plan.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/phone.h"
#include "cli/app.h"
#include "cli/daemon.h"
#include "cli/import/file.h"
#include "cli/log.h"
#include "cli/plan/rehearsal.h"

#define WEEK_S (7 * 24 * 60 * (gint64)60)
#define WEEKS_MAX 520
#define COLUMNS_DEFAULT 80
#define COLUMNS_MAX 1000

static struct {
	char *from, *until, *contact, *answers, *rate;
	int weeks;
	gboolean json, ics;
	struct import_words events;
} given = { .events.silent = TRUE };

static const GOptionEntry entries[] = {
	{ "weeks", 0, 0, G_OPTION_ARG_INT, &given.weeks,
	    "How far it looks; 4 weeks, if left out", "N" },
	{ "until", 0, 0, G_OPTION_ARG_STRING, &given.until,
	    "Until when it looks", "TIME" },
	{ "from", 0, 0, G_OPTION_ARG_STRING, &given.from,
	    "Where its clock begins; now, or at the first event", "TIME" },
	{ "contact", 0, 0, G_OPTION_ARG_STRING, &given.contact,
	    "What this person would get, line by line", "ADDRESS" },
	{ "events", 0, 0, G_OPTION_ARG_FILENAME, &given.events.path,
	    "As if these had come in: as for `import`", "FILE" },
	{ "map", 0, 0, G_OPTION_ARG_STRING, &given.events.map,
	    "The [import NAME] section that tells its columns", "NAME" },
	{ "source", 0, 0, G_OPTION_ARG_STRING, &given.events.source,
	    "The system these events come from", "NAME" },
	{ "delimiter", 0, 0, G_OPTION_ARG_STRING, &given.events.delimiter,
	    "Of that file: comma, semicolon or tab", "WORD" },
	{ "feed", 0, 0, G_OPTION_ARG_STRING, &given.events.feed,
	    "That file is a calendar, read as [feed NAME] says", "NAME" },
	{ "answers", 0, 0, G_OPTION_ARG_FILENAME, &given.answers,
	    "As if these were answered; see dripscore(1)", "FILE" },
	{ "answer-rate", 0, 0, G_OPTION_ARG_STRING, &given.rate,
	    "As if so many of a hundred answered, as 25%", "PERCENT" },
	{ "json", 0, 0, G_OPTION_ARG_NONE, &given.json, "All of it, as JSON",
	    NULL },
	{ "ics", 0, 0, G_OPTION_ARG_NONE, &given.ics,
	    "As a calendar to subscribe to", NULL },
	{ 0 },
};

/* Nothing is asked for from outside (feeds are not, on a staged clock), and
 * nobody but customers is written to. */
static void
turn_inwards(struct settings *settings)
{
	g_ptr_array_set_size(settings->inboxes, 0);
	settings->web.on = FALSE;
	g_strfreev(settings->organisation.admin);
	settings->organisation.admin = g_new0(char *, 1);
	for (guint i = 0; i < settings->teams->len; i++) {
		struct team *team = settings->teams->pdata[i];

		g_clear_pointer(&team->digest, recurrence_free);
	}
}

/* A store that is not there yet is an empty one. */
static gboolean
copy_store(struct app *app, GError **error)
{
	g_autoptr(GError) failure = NULL;

	app->store = store_rehearse(app->settings->store_url, &failure);
	if (g_error_matches(failure, DRIPSCORE_ERROR, DRIPSCORE_ERROR_NO_INPUT))
		app->store = store_open("sqlite::memory:", TRUE, error);
	else if (failure != NULL)
		g_propagate_error(error, g_steal_pointer(&failure));
	return app->store != NULL;
}

/* As `dripscore import`, which leaves out what is wrong, and tells it. */
static int
take_events(struct app *app, struct import_span *span)
{
	int code;

	if (given.events.path == NULL)
		return EX_OK;
	given.events.span = span;
	code = import_events(app, &given.events);
	return code == EX_DATAERR && span->events > 0 ? EX_OK : code;
}

static gboolean
read_rate(guint *rate, GError **error)
{
	g_autofree char *digits = NULL;
	guint64 number = 0;

	*rate = 0;
	if (given.rate == NULL)
		return TRUE;
	digits = g_str_has_suffix(given.rate, "%") ?
	    g_strndup(given.rate, strlen(given.rate) - 1) :
	    g_strdup(given.rate);
	if (g_ascii_string_to_unsigned(digits, 10, 0, 100, &number, NULL)) {
		*rate = (guint)number;
		return TRUE;
	}
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_USAGE,
	    "--answer-rate %s: allowed is 0%% to 100%%", given.rate);
	return FALSE;
}

static gboolean
read_time(const char *option, const char *text, GTimeZone *zone, gint64 *at,
    GError **error)
{
	if (time_parse(text, zone, at, error))
		return TRUE;
	g_prefix_error(error, "%s: ", option);
	return FALSE;
}

/* span: of the events of a file, or none. */
static gboolean
read_period(struct plan *plan, const struct import_span *span, gint64 now_at,
    GError **error)
{
	GTimeZone *zone = plan->settings->organisation.zone;
	gboolean any = span->events > 0;
	gint64 last_at;

	plan->from_at = any ? MIN(span->first_at, now_at) : now_at;
	if (given.from != NULL && strcmp(given.from, "now") == 0)
		plan->from_at = now_at;
	else if (given.from != NULL &&
	    !read_time("--from", given.from, zone, &plan->from_at, error))
		return FALSE;
	/* The last of them has its time too. */
	last_at = any ? MAX(span->last_at, plan->from_at) : plan->from_at;
	plan->until_at = given.weeks > 0 ?
	    plan->from_at + given.weeks * WEEK_S :
	    last_at + 4 * WEEK_S;
	if (given.until != NULL &&
	    !read_time("--until", given.until, zone, &plan->until_at, error))
		return FALSE;
	if (plan->until_at > plan->from_at &&
	    plan->until_at - plan->from_at <= WEEKS_MAX * WEEK_S)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_USAGE,
	    "a plan ends after it begins, and goes on for up to %d weeks",
	    WEEKS_MAX);
	return FALSE;
}

static gboolean
on_turn(gint64 now_at, gpointer user, GError **error)
{
	struct plan *plan = user;

	plan->now_at = now_at;
	if (progress_wants(plan->progress)) {
		g_autofree char *note = g_strdup_printf("%u messages",
		    plan->sends->len);

		progress_set(plan->progress,
		    (guint64)MAX(now_at - plan->from_at, 0), note);
	}
	return plan_answers_turn(plan->answers, now_at, error);
}

static gint64
on_next(gpointer user)
{
	const struct plan *plan = user;

	return plan_answers_next(plan->answers);
}

/* The exit code. */
static int
rehearse(struct app *app, struct plan *plan)
{
	const struct rehearsal rehearsal = { plan_note, on_turn, on_next,
		plan };
	const struct daemon_plan staged = { DAEMON_STAGED, plan->until_at };
	g_autoptr(GError) error = NULL;
	int code;

	app->clock.staged = TRUE;
	app->clock.staged_at = plan->from_at;
	app->rehearsal = &rehearsal;
	log_set_priority(LOG_ERR);
	plan->progress = progress_new("Planning",
	    (guint64)(plan->until_at - plan->from_at));
	code = daemon_run(app, &staged);
	app->rehearsal = NULL;
	progress_hide(plan->progress);
	if (code == EX_OK && !plan_note_ends(plan, &error))
		code = app_fail(error);
	return code;
}

static guint
columns(void)
{
	struct winsize size = { 0 };
	const char *said = g_getenv("COLUMNS");
	guint64 number;

	if (said != NULL &&
	    g_ascii_string_to_unsigned(said, 10, 20, COLUMNS_MAX, &number,
		NULL))
		return (guint)number;
	if (isatty(STDOUT_FILENO) &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return COLUMNS_DEFAULT;
}

static void
show(const struct plan *plan, gint64 now_at)
{
	const struct plan_style style = {
		.columns = columns(),
		.utf8 = g_get_charset(NULL),
		.colours = isatty(STDOUT_FILENO) &&
		    g_getenv("NO_COLOR") == NULL,
	};
	g_autofree char *text = NULL;

	if (given.json) {
		plan_json(plan, stdout);
		return;
	}
	text = given.ics      ? plan_ics(plan, now_at) :
	    plan->only != NULL ? plan_person(plan) :
				 plan_page(plan, &style);
	fputs(text, stdout);
	if (plan_answers_in_vain(plan->answers) > 0)
		fprintf(stderr,
		    "Of %s, %u came before anybody was asked for them.\n",
		    given.answers, plan_answers_in_vain(plan->answers));
}

/* In the form in which contacts are compared; NULL: the mistake was told. */
static char *
read_contact(const struct settings *settings)
{
	g_autoptr(GError) error = NULL;
	char *number;

	if (strchr(given.contact, '@') != NULL)
		return g_ascii_strdown(given.contact, -1);
	number = phone_normalise(given.contact, settings->texting.country,
	    &error);
	if (number == NULL)
		app_fail_with(EX_USAGE,
		    "--contact takes an e-mail address or a telephone number: "
		    "%s",
		    error->message);
	return number;
}

/* The exit code. */
static int
plan_it(struct app *app, const char *only, gint64 now_at)
{
	g_autoptr(plan) plan = plan_new(app->settings, app->store);
	g_autoptr(GError) error = NULL;
	struct import_span span = { 0 };
	int code = take_events(app, &span);
	guint rate;

	if (code != EX_OK)
		return code;
	plan->only = only;
	if (!read_rate(&rate, &error) ||
	    !read_period(plan, &span, now_at, &error))
		return app_fail(error);
	plan->answers = plan_answers_new(app->settings, app->store, rate);
	if (given.answers != NULL)
		code = plan_answers_read(plan->answers, given.answers,
		    app->settings, app->store);
	if (code == EX_OK)
		code = rehearse(app, plan);
	if (code == EX_OK)
		show(plan, now_at);
	return code;
}

static int
check_options(int argc)
{
	if (argc != 1)
		return app_fail_with(EX_USAGE, "plan takes options alone");
	if (given.json + given.ics + (given.contact != NULL && !given.json) > 1)
		return app_fail_with(EX_USAGE,
		    "--ics goes with neither --json nor --contact");
	if (given.weeks != 0 && given.until != NULL)
		return app_fail_with(EX_USAGE,
		    "--weeks and --until exclude each other");
	if (given.weeks < 0 || given.weeks > WEEKS_MAX)
		return app_fail_with(EX_USAGE,
		    "--weeks %d: allowed is 1 to %d", given.weeks, WEEKS_MAX);
	if (given.events.path == NULL &&
	    (given.events.map != NULL || given.events.source != NULL ||
		given.events.delimiter != NULL || given.events.feed != NULL))
		return app_fail_with(EX_USAGE,
		    "--map, --source, --delimiter and --feed go with "
		    "--events");
	return EX_OK;
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autofree char *only = NULL;
	g_autoptr(GError) error = NULL;
	int code;

	if (!command_parse(&command_plan, entries, &argc, &argv))
		return EX_USAGE;
	code = check_options(argc);
	if (code == EX_OK)
		code = app_load(app);
	if (code != EX_OK)
		return code;
	if (given.contact != NULL) {
		only = read_contact(app->settings);
		if (only == NULL)
			return EX_USAGE;
	}
	if (!copy_store(app, &error))
		return app_fail(error);
	turn_inwards(app->settings);
	code = app_compose(app);
	return code == EX_OK ? plan_it(app, only, clock_now(&app->clock)) :
			       code;
}

const struct command command_plan = {
	.name = "plan",
	.arguments = "",
	.summary = "Who would be asked, when, and why not: nothing is sent",
	.run = run,
};
