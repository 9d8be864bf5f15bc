/*
 * score.c - `dripscore score`: the Net Promoter Score per touchpoint.
 */
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/timezone.h"
#include "cli/app.h"
#include "scores/report.h"
#include "store/responses.h"

static struct {
	char *since, *until;
	gboolean csv, json;
} given;

static const GOptionEntry entries[] = {
	{ "since", 0, 0, G_OPTION_ARG_STRING, &given.since,
	    "The first day that counts, as 2026-03-01", "DAY" },
	{ "until", 0, 0, G_OPTION_ARG_STRING, &given.until,
	    "The last day that counts", "DAY" },
	{ "csv", 0, 0, G_OPTION_ARG_NONE, &given.csv, "As CSV", NULL },
	{ "json", 0, 0, G_OPTION_ARG_NONE, &given.json, "As JSON", NULL },
	{ 0 },
};

/* Wide enough for every day there is, and their differences. */
#define FIRST_DAY (-1000000)
#define LAST_DAY 1000000

static gboolean
read_day(const char *text, const char *option, GTimeZone *zone, gint32 *day,
    GError **error)
{
	gint64 at;

	if (!time_parse(text, zone, &at, error)) {
		g_prefix_error(error, "%s: ", option);
		return FALSE;
	}
	*day = timezone_day(zone, at);
	return TRUE;
}

/* until_day is not included; the period before is as long. */
static gboolean
read_period(GTimeZone *zone, gint32 *from_day, gint32 *until_day,
    GError **error)
{
	*from_day = FIRST_DAY;
	*until_day = LAST_DAY;
	if (given.since != NULL &&
	    !read_day(given.since, "--since", zone, from_day, error))
		return FALSE;
	if (given.until != NULL) {
		if (!read_day(given.until, "--until", zone, until_day, error))
			return FALSE;
		*until_day += 1;
	}
	if (*from_day < *until_day)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_USAGE,
	    "--since %s is after --until %s", given.since, given.until);
	return FALSE;
}

static GPtrArray *
counts_before(struct app *app, gint32 from_day, gint32 until_day,
    GError **error)
{
	gint32 end = until_day;

	if (end == LAST_DAY)
		end = timezone_day(app->settings->organisation.zone,
			  clock_now(&app->clock)) +
		    1;
	if (end <= from_day)
		end = from_day + 1;
	return store_score_counts(app->store, from_day - (end - from_day),
	    from_day, error);
}

static void
print_table(const GPtrArray *rows, const struct report_row *total)
{
	struct winsize size = { 0 };
	gboolean terminal = isatty(STDOUT_FILENO);
	struct report_style style = {
		.colours = terminal && g_getenv("NO_COLOR") == NULL,
	};
	g_autofree char *table = NULL;

	if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		style.columns = size.ws_col;
	table = report_table(rows, rows->len > 1 ? total : NULL, &style);
	fputs(table, stdout);
}

static const char **
touchpoint_names(const struct settings *settings)
{
	const char **names = g_new0(const char *,
	    settings->touchpoints->len + 1);

	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *each = settings->touchpoints->pdata[i];

		names[i] = each->name;
	}
	return names;
}

static int
print_scores(struct app *app, gint32 from_day, gint32 until_day)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray)
	    now = store_score_counts(app->store, from_day, until_day, &error);
	g_autoptr(GPtrArray) before = NULL;
	g_autoptr(GPtrArray) rows = NULL;
	g_autoptr(report_row) total = NULL;
	g_autofree const char **names = touchpoint_names(app->settings);
	struct report_choice choice = { names, TRUE };
	g_autofree char *text = NULL;

	if (now == NULL)
		return app_fail(error);
	if (from_day != FIRST_DAY) {
		before = counts_before(app, from_day, until_day, &error);
		if (before == NULL)
			return app_fail(error);
	}
	rows = report_rows(now, before, &choice);
	total = report_total(rows, before);
	report_judge(rows, total);
	if (!given.csv && !given.json) {
		print_table(rows, total);
		return EX_OK;
	}
	text = given.csv ? report_csv(rows) : report_json(rows);
	fputs(text, stdout);
	return EX_OK;
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	gint32 from_day, until_day;
	int code;

	if (!command_parse(&command_score, entries, &argc, &argv))
		return EX_USAGE;
	if (argc != 1 || (given.csv && given.json))
		return app_fail_with(EX_USAGE,
		    "score takes options alone, and one of --csv and --json");
	code = app_open(app, FALSE);
	if (code != EX_OK)
		return code;
	if (!read_period(app->settings->organisation.zone, &from_day,
		&until_day, &error))
		return app_fail(error);
	return print_scores(app, from_day, until_day);
}

const struct command command_score = {
	.name = "score",
	.arguments = "",
	.summary = "The Net Promoter Score per touchpoint",
	.run = run,
};
