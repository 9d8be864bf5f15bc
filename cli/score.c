/*
 * score.c - `dripscore score`: the Net Promoter Score of a period, by
 * touchpoint or by what is known of who answered.
 *
 * Reads options and prints; what is said stands in scores/.
 */
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/days.h"
#include "scores/table/report.h"
#include "scores/figures/steps.h"
#include "scores/figures/worth.h"

static struct {
	char *since, *until, *period, *team, *by;
	gboolean journey, value, solicited, unsolicited;
	gboolean csv, json, ndjson;
} given;

static const GOptionEntry entries[] = {
	{ "period", 0, 0, G_OPTION_ARG_STRING, &given.period,
	    "last-week, this-quarter, 30d, 2026-q3...; fy2026 is the fiscal "
	    "year that ends in 2026",
	    "PERIOD" },
	{ "since", 0, 0, G_OPTION_ARG_STRING, &given.since,
	    "The first day that counts, as 2026-03-01", "DAY" },
	{ "until", 0, 0, G_OPTION_ARG_STRING, &given.until,
	    "The last day that counts", "DAY" },
	{ "by", 0, 0, G_OPTION_ARG_STRING, &given.by,
	    "touchpoint, team, channel, language, source, tag, or an "
	    "attribute; nights:quartile",
	    "WHAT" },
	{ "team", 0, 0, G_OPTION_ARG_STRING, &given.team,
	    "The touchpoints of this team alone", "TEAM" },
	{ "journey", 0, 0, G_OPTION_ARG_NONE, &given.journey,
	    "The same customers from one touchpoint to the next; who fell",
	    NULL },
	{ "value", 0, 0, G_OPTION_ARG_NONE, &given.value,
	    "What promoters, passives and detractors are worth, as of today",
	    NULL },
	{ "solicited", 0, 0, G_OPTION_ARG_NONE, &given.solicited,
	    "Answers that people recorded or imported", NULL },
	{ "unsolicited", 0, 0, G_OPTION_ARG_NONE, &given.unsolicited,
	    "Answers by reply", NULL },
	{ "csv", 0, 0, G_OPTION_ARG_NONE, &given.csv, "As CSV", NULL },
	{ "json", 0, 0, G_OPTION_ARG_NONE, &given.json, "As JSON", NULL },
	{ "ndjson", 0, 0, G_OPTION_ARG_NONE, &given.ndjson,
	    "As JSON, an object a line", NULL },
	{ 0 },
};

static guint
terminal_columns(gboolean *terminal)
{
	struct winsize size = { 0 };

	*terminal = isatty(STDOUT_FILENO);
	if (*terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		return size.ws_col;
	return 0;
}

/* What CSV has no row for. */
static void
tell_hidden(const struct report *report)
{
	if (report->hidden > 0)
		fprintf(stderr,
		    "dripscore: groups with fewer than %u answers that are not "
		    "shown: %u\n",
		    report->min_answers, report->hidden);
}

static void
print_report(const struct report *report)
{
	gboolean terminal;
	guint columns = terminal_columns(&terminal);
	struct report_style style = {
		.columns = columns,
		.colours = terminal && g_getenv("NO_COLOR") == NULL,
	};
	g_autofree char *text = NULL;

	if (given.csv)
		text = report_csv(report);
	else if (given.json)
		text = report_json(report);
	else if (given.ndjson)
		text = report_ndjson(report);
	else
		text = report_table(report, &style);
	fputs(text, stdout);
	if (given.csv)
		tell_hidden(report);
}

static int
print_scores(struct app *app, const struct team *team)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(report) report = NULL;
	const struct days days = { given.period, given.since, given.until };
	struct report_query query = {
		.today = days_today(app),
		.team = team,
		.by = given.by,
		.source = given.solicited ? REPORT_SOLICITED :
		    given.unsolicited	  ? REPORT_UNSOLICITED :
					    REPORT_ALL,
	};

	if (!days_read(app, &days, &query.period, &error))
		return app_fail(error);
	report = report_gather(app->store, app->settings, &query, &error);
	if (report == NULL)
		return app_fail(error);
	print_report(report);
	return EX_OK;
}

static int
print_journey(struct app *app, const struct team *team)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(steps) steps = NULL;
	const struct days days = { given.period, given.since, given.until };
	struct period period;
	gboolean terminal;
	struct steps_style style = {
		.columns = terminal_columns(&terminal),
		.zone = app->settings->organisation.zone,
		.currency = app->settings->scoring.currency,
	};
	g_autofree char *text = NULL;

	if (!days_read(app, &days, &period, &error))
		return app_fail(error);
	steps = steps_read(app->store, app->settings, &period, team, &error);
	if (steps == NULL)
		return app_fail(error);
	if (given.csv)
		text = steps_csv(steps);
	else if (given.json || given.ndjson)
		text = steps_json(steps, given.ndjson);
	else
		text = steps_table(steps, &style);
	fputs(text, stdout);
	return EX_OK;
}

static int
print_worth(struct app *app)
{
	g_autoptr(GError) error = NULL;
	struct worth worth;
	g_autofree char *text = NULL;

	if (!worth_read(app->store, days_today(app), &worth, &error))
		return app_fail(error);
	if (given.csv)
		text = worth_csv(&worth);
	else if (given.json || given.ndjson)
		text = worth_json(&worth, given.ndjson);
	else
		text = worth_table(&worth, &app->settings->scoring);
	fputs(text, stdout);
	return EX_OK;
}

/* What does not go together, in words; NULL: all is well. */
static const char *
contradiction(void)
{
	gboolean split = given.by != NULL || given.solicited ||
	    given.unsolicited;

	if (given.csv + given.json + given.ndjson > 1)
		return "allowed is one of --csv, --json and --ndjson";
	if (given.solicited && given.unsolicited)
		return "--solicited and --unsolicited are all there is; "
		       "allowed is one of them";
	if (given.journey && (given.value || split))
		return "--journey is of all answers; allowed beside it are "
		       "days and --team";
	if (given.value &&
	    (split || given.team != NULL || given.period != NULL ||
		given.since != NULL || given.until != NULL))
		return "--value is of all customers as of today; allowed is "
		       "it alone";
	return NULL;
}

static int
run(struct app *app, int argc, char **argv)
{
	const struct team *team = NULL;
	int code;

	if (!command_parse(&command_score, entries, &argc, &argv))
		return EX_USAGE;
	if (argc != 1)
		return app_fail_with(EX_USAGE, "score takes options alone");
	if (contradiction() != NULL)
		return app_fail_with(EX_USAGE, "%s", contradiction());
	code = app_open(app, FALSE);
	if (code != EX_OK)
		return code;
	if (given.team != NULL) {
		team = settings_team(app->settings, given.team);
		if (team == NULL)
			return app_no_section(app, "team", given.team);
	}
	if (given.value)
		return print_worth(app);
	return given.journey ? print_journey(app, team) :
			       print_scores(app, team);
}

const struct command command_score = {
	.name = "score",
	.arguments = "",
	.summary = "The Net Promoter Score per touchpoint",
	.run = run,
};
