/*
 * digest.c - `dripscore digest`: a team's digest, shown or sent.
 */
#include <stdio.h>
#include <string.h>

#include "base/timezone.h"
#include "cli/digests.h"
#include "cli/preview.h"

#define WEEK_DAYS 7

static struct {
	gboolean send, html;
	char *until;
} given;

static const GOptionEntry entries[] = {
	{ "send", 0, 0, G_OPTION_ARG_NONE, &given.send,
	    "Put it into the outbox, from where the daemon sends it", NULL },
	{ "html", 0, 0, G_OPTION_ARG_NONE, &given.html,
	    "Show the HTML instead of the text", NULL },
	{ "until", 0, 0, G_OPTION_ARG_STRING, &given.until,
	    "The one that was due last on that day or before it", "DAY" },
	{ 0 },
};

/* Up to the end of --until, or to this moment. */
static gboolean
read_until(GTimeZone *zone, gint64 now_at, gint64 *until_at, GError **error)
{
	gint64 at;

	*until_at = now_at;
	if (given.until == NULL)
		return TRUE;
	if (!time_parse(given.until, zone, &at, error)) {
		g_prefix_error(error, "--until: ");
		return FALSE;
	}
	/* A second before the next day: what is due then is not in it. */
	at = timezone_day_begins(zone, timezone_day(zone, at) + 1) - 1;
	*until_at = MIN(at, now_at);
	return TRUE;
}

/* By the team's rule up to then; without a rule, the last seven days. */
static gboolean
choose_period(const struct digest_source *source, gint64 now_at,
    struct digest_period *period, GError **error)
{
	GTimeZone *zone = source->settings->organisation.zone;
	struct digest_schedule schedule;
	gint64 until_at;

	if (!read_until(zone, now_at, &until_at, error))
		return FALSE;
	if (source->team->digest != NULL) {
		if (!digest_schedule_read(source, &schedule, error))
			return FALSE;
		if (digest_latest(&schedule, until_at, period) &&
		    (given.send || given.until != NULL))
			return TRUE;
	}
	/* Shown or sent by hand: what there is up to this moment. */
	period->until_day = timezone_day(zone, until_at) + 1;
	period->since_day = period->until_day - WEEK_DAYS;
	period->before_day = period->since_day - WEEK_DAYS;
	period->until_at = until_at;
	return TRUE;
}

static void
draw(const struct digest_source *source, const struct digest_facts *facts,
    struct digest_pictures *pictures)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *why = NULL;

	if (!digests_draw(source, facts, pictures, &why, &error))
		app_fail(error);
	else if (why != NULL)
		app_fail_with(EX_OK, "the picture was not drawn: %s", why);
}

static int
put_in_outbox(const struct digest_source *source,
    const struct digest_facts *facts, gint64 now_at)
{
	struct digest_pictures pictures = { { NULL } };
	g_autoptr(GError) error = NULL;
	gboolean written, good;

	draw(source, facts, &pictures);
	good = digest_put(source, facts, &pictures, now_at, &written, &error);
	digest_pictures_clear(&pictures);
	if (!good)
		return app_fail(error);
	printf("%s: %s\n", source->team->name,
	    !written			    ? "this digest was written before" :
		digest_is_withheld(source, facts) ?
					      "nothing is new, and nothing_new "
					      "= none: no digest is sent" :
					      "the digest is in the outbox");
	return EX_OK;
}

/* So that a page that is saved shows it. */
static char *
data_uri(GBytes *png)
{
	gsize n;
	const guint8 *data = png != NULL ? g_bytes_get_data(png, &n) : NULL;
	g_autofree char *encoded = data != NULL ? g_base64_encode(data, n) :
						  NULL;

	return encoded != NULL ?
	    g_strconcat("data:image/png;base64,", encoded, NULL) :
	    NULL;
}

static int
show(const struct digest_source *source, const struct digest_facts *facts)
{
	struct digest_input input = { source->settings, source->team, facts,
		NULL, NULL };
	struct digest_pictures pictures = { { NULL } };
	g_autofree char *light = NULL, *dark = NULL;
	struct rendered rendered = { 0 };
	g_autoptr(GError) error = NULL;

	if (given.html) {
		draw(source, facts, &pictures);
		light = data_uri(pictures.png[DIGEST_LIGHT]);
		dark = data_uri(pictures.png[DIGEST_DARK]);
		digest_pictures_clear(&pictures);
	}
	input.picture = light;
	input.picture_dark = dark;
	if (!digest_compose(source->catalog, &input, &rendered, &error))
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
	g_autoptr(digest_facts) facts = NULL;
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
	facts = digest_gather(&source, &period, now_at, &error);
	if (facts == NULL)
		return app_fail(error);
	if (given.send)
		return put_in_outbox(&source, facts, now_at);
	/* What is not sent is not proven. */
	g_clear_pointer(&facts->seal, seal_free);
	return show(&source, facts);
}

const struct command command_digest = {
	.name = "digest",
	.arguments = "[TEAM]",
	.summary = "Show a team's digest, or send it",
	.run = run,
};
