/*
 * backup.c - `dripscore backup FILE`: all of the store in one file, while the
 * daemon goes on.
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
	    "Replace the file if it is there", NULL },
	{ 0 },
};

static int
backup(struct app *app, const char *path)
{
	g_autoptr(GError) error = NULL;
	struct verification *found = NULL;
	gint64 faults;

	if (!store_backup(app->store, path, given.force, &found, &error)) {
		verification_free(found);
		return app_fail(error);
	}
	printf("Backed up into %s.\n", path);
	verify_print(found);
	faults = found->n_faults;
	verification_free(found);
	return faults == 0 ? EX_OK : EX_DATAERR;
}

static int
run(struct app *app, int argc, char **argv)
{
	int code;

	if (!command_parse(&command_backup, entries, &argc, &argv))
		return EX_USAGE;
	if (argc != 2)
		return app_fail_with(EX_USAGE,
		    "backup needs a FILE to write; see `dripscore backup "
		    "--help`");
	code = app_open(app, FALSE);
	return code == EX_OK ? backup(app, argv[1]) : code;
}

const struct command command_backup = {
	.name = "backup",
	.arguments = "FILE",
	.summary = "Write the store into a file, beside the daemon",
	.run = run,
};
