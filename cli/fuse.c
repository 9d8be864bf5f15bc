/*
 * fuse.c - `dripscore fuse`: what the texts of today have cost, and the fuse of
 * the money for them, shown or replaced.
 */
#include <stdio.h>

#include "base/money.h"
#include "base/timezone.h"
#include "cli/app.h"
#include "store/outbox/outbox.h"

static gboolean reset_given;

static const GOptionEntry entries[] = {
	{ "reset", 0, 0, G_OPTION_ARG_NONE, &reset_given,
	    "Replace it: the budget begins anew, and texts that wait leave",
	    NULL },
	{ 0 },
};

gboolean
fuse_print(const struct app *app, const char *indent, GError **error)
{
	const struct texting *texting = &app->settings->texting;
	gint32 today = timezone_day(app->settings->organisation.zone,
	    clock_now(&app->clock));
	g_autofree char *spent = NULL;
	g_autofree char *budget = NULL;
	g_autofree char *blown = NULL;
	struct fuse fuse;

	if (!store_fuse(app->store, today, &fuse, error))
		return FALSE;
	spent = money_format(fuse.spent_micro, texting->currency);
	budget = money_format(texting->budget_micro, texting->currency);
	printf("%stexts sent today       %8" G_GINT64_FORMAT "   ", indent,
	    fuse.sent);
	if (texting->price_micro == 0 && fuse.spent_micro == 0)
		puts("what they cost is not known: [sms] has no price");
	else if (texting->budget_micro == 0)
		printf("for %s, no budget set\n", spent);
	else
		printf("for %s of a budget of %s\n", spent, budget);
	blown = fuse.blown_at != 0 ? time_format(fuse.blown_at) : NULL;
	if (blown != NULL)
		printf("%sThe fuse has blown at %s:\n"
		       "%sno text leaves until `dripscore fuse --reset`.\n",
		    indent, blown, indent);
	else if (texting->budget_micro != 0 &&
	    fuse.spent_micro > texting->budget_micro)
		printf("%sThe budget began anew when the fuse was replaced.\n",
		    indent);
	return TRUE;
}

static gboolean
reset(const struct app *app, GError **error)
{
	gint64 now_at = clock_now(&app->clock);
	gboolean was_blown;

	if (!store_reset_fuse(app->store,
		timezone_day(app->settings->organisation.zone, now_at), now_at,
		&was_blown, error))
		return FALSE;
	puts(was_blown ? "The fuse is replaced: what waited is due." :
			 "The fuse had not blown; the budget begins anew.");
	return TRUE;
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int code;

	if (!command_parse(&command_fuse, entries, &argc, &argv))
		return EX_USAGE;
	code = app_open(app, FALSE);
	if (code != EX_OK)
		return code;
	if (reset_given ? !reset(app, &error) : !fuse_print(app, "", &error))
		return app_fail(error);
	return EX_OK;
}

const struct command command_fuse = {
	.name = "fuse",
	.arguments = "",
	.summary = "What today's texts have cost, and their fuse",
	.run = run,
};
