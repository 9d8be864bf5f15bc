/*
 * resolve.c - `dripscore resolve`: says what became of a message in doubt.
 */
#include <stdio.h>
#include <string.h>

#include "base/timezone.h"
#include "cli/app.h"
#include "store/health.h"
#include "store/outbox/outbox.h"

static const struct {
	const char *word;
	enum resolution resolution;
} words[] = {
	{ "sent", RESOLVE_SENT },
	{ "failed", RESOLVE_FAILED },
	{ "resend", RESOLVE_SEND_AGAIN },
};

static gboolean
resolve_one(struct app *app, gint64 message_id, enum resolution resolution,
    GError **error)
{
	gint64 now_at = clock_now(&app->clock);

	return store_resolve(app->store, message_id, resolution,
	    timezone_day(app->settings->organisation.zone, now_at), now_at,
	    error);
}

static int
resolve_all(struct app *app, enum resolution resolution)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) doubts = store_doubts(app->store, &error);

	if (doubts == NULL)
		return app_fail(error);
	for (guint i = 0; i < doubts->len; i++) {
		const struct doubt *doubt = doubts->pdata[i];

		if (!resolve_one(app, doubt->message_id, resolution, &error))
			return app_fail(error);
	}
	printf("%u resolved\n", doubts->len);
	return EX_OK;
}

static int
resolve_given(struct app *app, char **ids, enum resolution resolution)
{
	for (; *ids != NULL; ids++) {
		g_autoptr(GError) error = NULL;
		gint64 id;

		if (!g_ascii_string_to_signed(*ids, 10, 1, G_MAXINT64, &id,
			NULL))
			return app_fail_with(EX_USAGE,
			    "\"%s\" is no message's number; `dripscore status` "
			    "shows them",
			    *ids);
		if (!resolve_one(app, id, resolution, &error))
			return app_fail(error);
		printf("message %s: resolved\n", *ids);
	}
	return EX_OK;
}

static int
run(struct app *app, int argc, char **argv)
{
	int code;

	if (!command_parse(&command_resolve, NULL, &argc, &argv))
		return EX_USAGE;
	for (gsize i = 0; argc > 2 && i < G_N_ELEMENTS(words); i++) {
		if (strcmp(words[i].word, argv[1]) != 0)
			continue;
		code = app_open(app, FALSE);
		if (code != EX_OK)
			return code;
		if (strcmp(argv[2], "all") == 0)
			return resolve_all(app, words[i].resolution);
		return resolve_given(app, argv + 2, words[i].resolution);
	}
	return app_fail_with(EX_USAGE,
	    "resolve needs one of sent, failed and resend, and messages' "
	    "numbers or the word all");
}

const struct command command_resolve = {
	.name = "resolve",
	.arguments = "sent|failed|resend MESSAGE...|all",
	.summary = "Say what became of messages in doubt",
	.run = run,
};
