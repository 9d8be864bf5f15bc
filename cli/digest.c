/*
 * digest.c - `dripscore digest`: a team's digest, shown or sent.
 */
#include <stdio.h>
#include <string.h>

#include "base/timezone.h"
#include "cli/preview.h"
#include "scores/digest.h"

#define WEEK_DAYS 7

static struct {
	gboolean send, html;
} given;

static const GOptionEntry entries[] = {
	{ "send", 0, 0, G_OPTION_ARG_NONE, &given.send,
	    "Put it into the outbox, from where the daemon sends it", NULL },
	{ "html", 0, 0, G_OPTION_ARG_NONE, &given.html,
	    "Show the HTML instead of the text", NULL },
	{ 0 },
};

/* By the team's rule up to now; without a rule, the last seven days. */
static gboolean
choose_period(const struct digest_source *source, gint64 now_at,
    struct digest_period *period, GError **error)
{
	GTimeZone *zone = source->settings->organisation.zone;
	struct digest_schedule schedule;

	if (source->team->digest != NULL) {
		if (!digest_schedule_read(source, &schedule, error))
			return FALSE;
		if (digest_latest(&schedule, now_at, period) && given.send)
			return TRUE;
	}
	/* Shown or sent by hand: what there is up to this moment. */
	period->until_day = timezone_day(zone, now_at) + 1;
	period->since_day = period->until_day - WEEK_DAYS;
	period->before_day = period->since_day - WEEK_DAYS;
	period->until_at = now_at;
	return TRUE;
}

static int
put_in_outbox(const struct digest_source *source,
    const struct digest_period *period, gint64 now_at)
{
	g_autoptr(GError) error = NULL;
	gboolean written;

	if (!digest_put(source, period, now_at, &written, &error))
		return app_fail(error);
	printf("%s: %s\n", source->team->name,
	    written ? "the digest is in the outbox" :
		      "this digest was written before");
	return EX_OK;
}

static int
show(const struct digest_source *source, const struct digest_period *period)
{
	struct rendered rendered = { 0 };
	g_autoptr(GError) error = NULL;

	if (!digest_make(source, period, &rendered, &error))
		return app_fail(error);
	preview_mail(&rendered, given.html);
	rendered_clear(&rendered);
	return EX_OK;
}

static const struct team *
choose_team(const struct settings *settings, const char *name)
{
	if (name != NULL)
		return settings_team(settings, name);
	return settings->teams->len == 1 ? settings->teams->pdata[0] : NULL;
}

static int
no_team(const struct app *app, const char *name)
{
	const GPtrArray *teams = app->settings->teams;
	g_autoptr(GString) known = g_string_new(NULL);

	if (name != NULL)
		return app_no_section(app, "team", name);
	for (guint i = 0; i < teams->len; i++) {
		const struct team *team = teams->pdata[i];

		g_string_append_printf(known, "%s%s", i > 0 ? ", " : "",
		    team->name);
	}
	return app_fail_with(EX_USAGE, "say which TEAM: %s",
	    known->len > 0 ? known->str : "none is configured");
}

static int
run(struct app *app, int argc, char **argv)
{
	struct digest_source source = { 0 };
	struct digest_period period;
	g_autoptr(GError) error = NULL;
	gint64 now_at = clock_now(&app->clock);
	const char *name;
	int code;

	if (!command_parse(&command_digest, entries, &argc, &argv))
		return EX_USAGE;
	if (argc > 2)
		return app_fail_with(EX_USAGE, "one TEAM at a time");
	name = argc > 1 ? argv[1] : NULL;
	code = app_open(app, FALSE);
	if (code == EX_OK)
		code = app_compose(app);
	if (code != EX_OK)
		return code;
	source.store = app->store;
	source.settings = app->settings;
	source.catalog = app->catalog;
	source.team = choose_team(app->settings, name);
	if (source.team == NULL)
		return no_team(app, name);
	if (!choose_period(&source, now_at, &period, &error))
		return app_fail(error);
	return given.send ? put_in_outbox(&source, &period, now_at) :
			    show(&source, &period);
}

const struct command command_digest = {
	.name = "digest",
	.arguments = "[TEAM]",
	.summary = "Show a team's digest, or send it",
	.run = run,
};
