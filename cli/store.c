/*
 * store.c - `dripscore store copy FROM TO`: a store to another place or engine.
 */
#include <stdio.h>
#include <string.h>

#include "cli/app.h"
#include "cli/verify.h"
#include "store/whole/backup.h"
#include "store/whole/copy.h"

static void
print_table(const char *table, gint64 rows, gpointer user)
{
	gboolean *began = user;

	if (!*began)
		puts("Rows copied, and compared with what they were");
	*began = TRUE;
	if (rows > 0)
		printf("  %-22s %8" G_GINT64_FORMAT "\n", table,
		    rows);
}

static int
copy(const char *from_url, const char *to_url)
{
	gboolean began = FALSE;
	const struct copy_watcher watcher = { .copied = print_table,
		.user = &began };
	g_autoptr(GError) error = NULL;
	struct verification *found = NULL;
	gint64 faults = 0;
	gboolean done;

	done = store_copy(from_url, to_url, &watcher, &found, &error);
	if (found != NULL) {
		putchar('\n');
		verify_print(found);
		faults = found->n_faults;
	}
	verification_free(found);
	if (!done)
		return app_fail(error);
	puts("Copied. Nothing is sent from the copy until `url` in [store] "
	     "names it and\n`dripscore adopt` has said so; let no daemon run "
	     "on the former one then.");
	return faults == 0 ? EX_OK : EX_DATAERR;
}

static int
run(struct app *app, int argc, char **argv)
{
	(void)app;
	if (!command_parse(&command_store, NULL, &argc, &argv))
		return EX_USAGE;
	if (argc != 4 || strcmp(argv[1], "copy") != 0)
		return app_fail_with(EX_USAGE,
		    "store needs `copy` and two urls, as sqlite:/path/a.db or "
		    "postgresql://host/name;\nsee `dripscore store --help`");
	return copy(argv[2], argv[3]);
}

const struct command command_store = {
	.name = "store",
	.arguments = "copy FROM TO",
	.summary = "Copy a store to another place or engine",
	.run = run,
};
