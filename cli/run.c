/*
 * run.c - `dripscore run`: the daemon, or one round of it.
 */
#include "cli/app.h"
#include "cli/daemon.h"
#include "cli/log.h"
#include "store/journeys/events.h"

static struct {
	gboolean drain, staged, quiet;
	char *from, *until;
} given;

static const GOptionEntry entries[] = {
	{ "drain", 0, 0, G_OPTION_ARG_NONE, &given.drain,
	    "Do what is due now, and end", NULL },
	{ "staged", 0, 0, G_OPTION_ARG_NONE, &given.staged,
	    "On a clock that jumps from one due moment to the next; only for "
	    "Maildirs",
	    NULL },
	{ "from", 0, 0, G_OPTION_ARG_STRING, &given.from,
	    "Where that clock begins; at the first event, if left out",
	    "TIME" },
	{ "until", 0, 0, G_OPTION_ARG_STRING, &given.until,
	    "Where that clock ends (required)", "TIME" },
	{ "quiet", 0, 0, G_OPTION_ARG_NONE, &given.quiet,
	    "Log warnings and errors alone", NULL },
	{ 0 },
};

static gboolean
stage_clock(struct app *app, struct daemon_plan *plan, GError **error)
{
	GTimeZone *zone = app->settings->organisation.zone;
	gint64 from_at;

	if (given.until == NULL) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_USAGE,
		    "--staged needs --until TIME");
		return FALSE;
	}
	if (!time_parse(given.until, zone, &plan->until_at, error) ||
	    (given.from != NULL ?
		    !time_parse(given.from, zone, &from_at, error) :
		    !store_first_event(app->store, &from_at, error)))
		return FALSE;
	if (!store_set_durable(app->store, FALSE, error))
		return FALSE;
	app->clock.staged = TRUE;
	app->clock.staged_at = MIN(from_at, plan->until_at);
	plan->mode = DAEMON_STAGED;
	return TRUE;
}

/* On a staged clock it reaches nobody. */
static int
refuse_copy(const struct app *app)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *refusal = adopt_refusal(app, &error);

	if (error != NULL)
		return app_fail(error);
	return refusal != NULL ? app_fail_with(EX_CONFIG, "%s", refusal) :
				 EX_OK;
}

static int
run(struct app *app, int argc, char **argv)
{
	struct daemon_plan plan = { .mode = DAEMON_STAY };
	g_autoptr(GError) error = NULL;
	int code;

	if (!command_parse(&command_run, entries, &argc, &argv))
		return EX_USAGE;
	if (given.drain && given.staged)
		return app_fail_with(EX_USAGE,
		    "--drain and --staged exclude each other");
	if (!given.staged && (given.from != NULL || given.until != NULL))
		return app_fail_with(EX_USAGE,
		    "--from and --until go with --staged");
	if (given.quiet)
		log_set_priority(LOG_WARNING);
	if (given.drain)
		plan.mode = DAEMON_DRAIN;
	code = app_open(app, TRUE);
	if (code == EX_OK && !given.staged)
		code = refuse_copy(app);
	if (code == EX_OK)
		code = app_compose(app);
	if (code != EX_OK)
		return code;
	if (!store_become_daemon(app->store, &error))
		return app_fail(error);
	if (given.staged && !stage_clock(app, &plan, &error))
		return app_fail(error);
	return daemon_run(app, &plan);
}

const struct command command_run = {
	.name = "run",
	.arguments = "",
	.summary = "The daemon: asks, reads replies, sends digests",
	.run = run,
};
