/*
 * worker.c - `dripscore worker KIND`: the other end of base/worker.h. Started
 * by dripscore itself.
 */
#include <string.h>

#include "base/worker.h"
#include "cli/app.h"
#include "cli/draw.h"
#include "cli/metrics.h"
#include "providers/inbox_imap.h"
#include "replies/read_many.h"
#include "scheduler/import_ical_told.h"

#define MIB (1024 * 1024)

static GBytes *
read_mails(GBytes *question, gpointer user)
{
	(void)user;
	return read_many_answer(question);
}

static const struct {
	const char *kind;
	worker_handler handler;
	gsize memory_bytes;
	guint cpu_s; /* for each question */
} kinds[] = {
	{ "read", read_mails, (gsize)512 * MIB, 10 },
	{ "fetch", imap_fetch, (gsize)512 * MIB, 10 },
	{ "calendar", import_ical_answer, (gsize)1024 * MIB, 20 },
	{ "metrics", metrics_gauges, (gsize)512 * MIB, 20 },
	{ DRAW_KIND, draw_answer, (gsize)1024 * MIB, 10 },
};

static int
run(struct app *app, int argc, char **argv)
{
	(void)app;
	for (gsize i = 0; argc == 2 && i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(kinds[i].kind, argv[1]) == 0)
			return worker_serve(kinds[i].handler, NULL,
			    kinds[i].memory_bytes, kinds[i].cpu_s);
	}
	return app_fail_with(EX_USAGE, "worker is for dripscore itself");
}

const struct command command_worker = {
	.name = "worker",
	.arguments = "KIND",
	.summary = "For dripscore itself",
	.run = run,
	.hidden = TRUE,
};
