/*
 * restore.c - `dripscore restore FILE`: a backup in the place of the store.
 */
#include <stdio.h>

#include "cli/app.h"
#include "cli/verify.h"
#include "store/whole/backup.h"

static struct {
	gboolean force;
} given;

static const GOptionEntry entries[] = {
	{ "force", 0, 0, G_OPTION_ARG_NONE, &given.force,
	    "Though the backup has faults, the store can't be read, or an "
	    "older one was kept",
	    NULL },
	{ 0 },
};

static int
restore(const struct app *app, const char *path)
{
	g_autoptr(GError) error = NULL;
	struct verification *found = NULL;
	gboolean done = store_restore(app->settings->store_url, path,
	    given.force, &found, &error);

	if (found != NULL)
		verify_print(found);
	verification_free(found);
	if (!done)
		return app_fail(error);
	puts("Restored. What has been sent since the backup was made is not "
	     "known here, so\nnothing is sent: see `dripscore status` and "
	     "`dripscore plan`, then\n`dripscore adopt`.");
	return EX_OK;
}

static int
run(struct app *app, int argc, char **argv)
{
	int code;

	if (!command_parse(&command_restore, entries, &argc, &argv))
		return EX_USAGE;
	if (argc != 2)
		return app_fail_with(EX_USAGE,
		    "restore needs the FILE of a backup; see `dripscore "
		    "restore --help`");
	code = app_load(app);
	return code == EX_OK ? restore(app, argv[1]) : code;
}

const struct command command_restore = {
	.name = "restore",
	.arguments = "FILE",
	.summary = "Put a backup in the place of the store",
	.run = run,
};
