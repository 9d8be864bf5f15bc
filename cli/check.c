/*
 * check.c - `dripscore check`: every mistake of the configuration, in one run,
 * and what is none but should be known.
 */
#include <stdio.h>

#include "cli/anonymous.h"
#include "cli/app.h"
#include "cli/feeds.h"
#include "cli/honesty.h"
#include "cli/rush.h"
#include "cli/unheard.h"

static gboolean strict;

static const GOptionEntry entries[] = {
	{ "strict", 0, 0, G_OPTION_ARG_NONE, &strict,
	    "What spoils the score is a mistake too", NULL },
	{ 0 },
};

/* Words that beg or bribe, touchpoints that leave out the unhappy. */
static guint
print_warnings(const struct settings *settings)
{
	g_autoptr(GPtrArray) warnings = honesty_warnings(settings);

	for (guint i = 0; i < warnings->len; i++)
		printf("warning: %s\n", (const char *)warnings->pdata[i]);
	return warnings->len;
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autoptr(GPtrArray) notes = NULL;
	g_autoptr(GError) error = NULL;
	int code;

	if (!command_parse(&command_check, entries, &argc, &argv))
		return EX_USAGE;
	code = app_load(app);
	if (code == EX_OK)
		code = app_compose(app);
	if (code != EX_OK)
		return code;
	if (!store_check_url(app->settings->store_url, &error))
		return app_fail(error);
	printf("%s: %u touchpoint%s, %u team%s, no mistakes\n",
	    app->config_path, app->settings->touchpoints->len,
	    app->settings->touchpoints->len == 1 ? "" : "s",
	    app->settings->teams->len,
	    app->settings->teams->len == 1 ? "" : "s");
	notes = unheard_notes(app->settings);
	feeds_notes(app->settings, notes);
	rush_notes(app->settings, notes);
	anonymous_notes(app, notes);
	for (guint i = 0; i < notes->len; i++)
		printf("note: %s\n", (const char *)notes->pdata[i]);
	return print_warnings(app->settings) > 0 && strict ? EX_CONFIG : EX_OK;
}

const struct command command_check = {
	.name = "check",
	.arguments = "",
	.summary = "Check the configuration and the templates",
	.run = run,
};
