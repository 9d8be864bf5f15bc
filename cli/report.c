/*
 * report.c - `dripscore report`: all there is to say of a period, as one HTML
 * page or as data.
 *
 * Reads options and writes; what is said stands in scores/.
 */
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/app.h"
#include "cli/days.h"
#include "scores/page/overview_data.h"
#include "scores/page/page.h"

#define PERIOD_DEFAULT "13w"

static struct {
	char *since, *until, *period, *team, *output;
	gboolean csv, json, ndjson;
} given;

static const GOptionEntry entries[] = {
	{ "period", 0, 0, G_OPTION_ARG_STRING, &given.period,
	    "last-week, this-quarter, 30d, 2026-q3, fy2026...; without one "
	    "thirteen weeks",
	    "PERIOD" },
	{ "since", 0, 0, G_OPTION_ARG_STRING, &given.since,
	    "The first day that counts, as 2026-03-01", "DAY" },
	{ "until", 0, 0, G_OPTION_ARG_STRING, &given.until,
	    "The last day that counts", "DAY" },
	{ "team", 0, 0, G_OPTION_ARG_STRING, &given.team,
	    "The touchpoints of this team alone", "TEAM" },
	{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &given.output,
	    "Write into this file, whole or not at all", "FILE" },
	{ "csv", 0, 0, G_OPTION_ARG_NONE, &given.csv, "All of it as CSV",
	    NULL },
	{ "json", 0, 0, G_OPTION_ARG_NONE, &given.json, "All of it as JSON",
	    NULL },
	{ "ndjson", 0, 0, G_OPTION_ARG_NONE, &given.ndjson,
	    "All of it as JSON, an object a line", NULL },
	{ 0 },
};

static gboolean
is_page(void)
{
	return !given.csv && !given.json && !given.ndjson;
}

static int
check_options(int argc)
{
	if (argc != 1 || given.csv + given.json + given.ndjson > 1)
		return app_fail_with(EX_USAGE,
		    "report takes options alone, and one of --csv, --json and "
		    "--ndjson");
	if (is_page() && given.output == NULL && isatty(STDOUT_FILENO))
		return app_fail_with(EX_USAGE,
		    "the report is an HTML page, which says little on a "
		    "terminal: write it into a file by -o report.html");
	return EX_OK;
}

/* Everything of one moment. */
static struct overview *
gather(struct app *app, const struct team *team, GError **error)
{
	struct days days = { given.period, given.since, given.until };
	struct overview_request request = {
		.store = app->store,
		.settings = app->settings,
		.team = team,
		.now_at = clock_now(&app->clock),
	};
	struct overview *overview;

	if (days.period == NULL && days.since == NULL && days.until == NULL)
		days.period = PERIOD_DEFAULT;
	if (!days_read(app, &days, &request.period, error) ||
	    !store_snapshot(app->store, error))
		return NULL;
	overview = overview_gather(&request, error);
	store_snapshot_end(app->store);
	return overview;
}

static char *
write_out(const struct app *app, const struct overview *overview,
    GError **error)
{
	if (given.csv)
		return overview_csv(overview);
	if (given.json)
		return overview_json(overview);
	if (given.ndjson)
		return overview_ndjson(overview);
	return page_compose(app->catalog, overview, error);
}

static int
deliver(const char *text)
{
	g_autoptr(GError) error = NULL;

	if (given.output == NULL || g_str_equal(given.output, "-")) {
		if (fputs(text, stdout) >= 0 && fflush(stdout) == 0)
			return EX_OK;
		return app_fail_with(EX_IOERR,
		    "the report could not be written");
	}
	if (g_file_set_contents_full(given.output, text, (gssize)strlen(text),
		G_FILE_SET_CONTENTS_CONSISTENT, 0666, &error))
		return EX_OK;
	return app_fail_with(EX_CANTCREAT, "%s", error->message);
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(overview) overview = NULL;
	g_autofree char *text = NULL;
	const struct team *team = NULL;
	int code;

	if (!command_parse(&command_report, entries, &argc, &argv))
		return EX_USAGE;
	code = check_options(argc);
	if (code == EX_OK)
		code = app_open(app, FALSE);
	if (code == EX_OK && is_page())
		code = app_compose(app);
	if (code != EX_OK)
		return code;
	if (given.team != NULL) {
		team = settings_team(app->settings, given.team);
		if (team == NULL)
			return app_no_section(app, "team", given.team);
	}
	overview = gather(app, team, &error);
	if (overview == NULL)
		return app_fail(error);
	text = write_out(app, overview, &error);
	return text != NULL ? deliver(text) : app_fail(error);
}

const struct command command_report = {
	.name = "report",
	.arguments = "",
	.summary =
	    "All there is to say of a period, as an HTML page or as data",
	.run = run,
};
