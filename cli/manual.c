/*
 * manual.c - `dripscore manual ini|mdoc`: the tables of keys, written out. The
 * build makes etc/dripscore.ini and a part of dripscore.ini(5) of it.
 */
#include <stdio.h>
#include <string.h>

#include "base/config_manual.h"
#include "cli/app.h"

static int
run(struct app *app, int argc, char **argv)
{
	g_autofree char *text = NULL;

	app->schemas = app_schemas();
	if (argc == 2 && strcmp(argv[1], "ini") == 0)
		text = config_manual_ini(app->schemas);
	else if (argc == 2 && strcmp(argv[1], "mdoc") == 0)
		text = config_manual_mdoc(app->schemas);
	else
		return app_fail_with(EX_USAGE, "manual takes ini or mdoc");
	fputs(text, stdout);
	return EX_OK;
}

const struct command command_manual = {
	.name = "manual",
	.arguments = "ini|mdoc",
	.summary = "All keys of the configuration, written out",
	.run = run,
	.hidden = TRUE,
};
