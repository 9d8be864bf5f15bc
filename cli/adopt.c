/*
 * adopt.c - `dripscore adopt`: a copy of a store is the one that sends from now
 * on. And what is said to who would send from a copy.
 */
#include <stdio.h>

#include "cli/app.h"

char *
adopt_refusal(const struct app *app, GError **error)
{
	g_autofree char *where = NULL;
	gboolean at_home;

	if (!store_is_at_home(app->store, &at_home, &where, error) || at_home)
		return NULL;
	return g_strdup_printf("this store is a copy, or was put back from a "
			       "backup%s%s.\n"
			       "What has been sent since the copy was made is "
			       "not known here, so nothing is sent\n"
			       "from it. If it is to send from now on, and no "
			       "other one any more:\n"
			       "`dripscore adopt`.",
	    where != NULL ? "; it comes from " : "",
	    where != NULL ? where : "");
}

static int
adopt(struct app *app)
{
	g_autoptr(GError) error = NULL;
	gboolean at_home;

	if (!store_is_at_home(app->store, &at_home, NULL, &error))
		return app_fail(error);
	if (at_home) {
		puts("This store is at home here: nothing to adopt.");
		return EX_OK;
	}
	if (!store_adopt(app->store, &error))
		return app_fail(error);
	puts("Adopted. What has been sent since the copy was made is not "
	     "known here: see\n`dripscore plan` before `dripscore run`, and "
	     "let the other one run no more.");
	return EX_OK;
}

static int
run(struct app *app, int argc, char **argv)
{
	int code;

	if (!command_parse(&command_adopt, NULL, &argc, &argv))
		return EX_USAGE;
	code = app_open(app, FALSE);
	return code == EX_OK ? adopt(app) : code;
}

const struct command command_adopt = {
	.name = "adopt",
	.arguments = "",
	.summary = "Let a copied store send from here on",
	.run = run,
};
