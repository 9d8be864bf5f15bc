/*
 * replies.c - `dripscore replies`: what came in, and how it was taken; or one
 * reply as it came.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/timezone.h"
#include "cli/app.h"
#include "store/replies/replies.h"

#define LISTED_MAX 100

static const char *
touchpoint_of(const struct listed_reply *reply)
{
	return reply->touchpoint != NULL ? reply->touchpoint : "-";
}

static int
widest_touchpoint(const GPtrArray *replies)
{
	gsize widest = 0;

	for (guint i = 0; i < replies->len; i++)
		widest = MAX(widest, strlen(touchpoint_of(replies->pdata[i])));
	return (int)widest;
}

/* A note says more than that it has no score. */
static void
print_reply(const struct listed_reply *reply, GTimeZone *zone, int width)
{
	g_autofree char *at = timezone_format(zone, reply->received_at);
	const char *note = reply->note != NULL ? reply->note : "";

	printf("%6" G_GINT64_FORMAT "  %s  %-10s  %-*s  %s%s%s\n", reply->id,
	    at, reply->kind != NULL ? reply->kind : reply->state, width,
	    touchpoint_of(reply),
	    reply->scored	  ? "counted" :
		*note == '\0' ? "no score" :
				"",
	    reply->scored && *note != '\0' ? ": " : "", note);
}

static int
list(struct app *app)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) replies = store_list_replies(app->store, TRUE,
	    LISTED_MAX, &error);
	int width;

	if (replies == NULL)
		return app_fail(error);
	width = widest_touchpoint(replies);
	for (guint i = 0; i < replies->len; i++)
		print_reply(replies->pdata[i],
		    app->settings->organisation.zone, width);
	if (replies->len == 0)
		puts("No reply has come in.");
	return EX_OK;
}

/* Byte for byte, but for a terminal, which no reply must command. */
static void
print_raw(const char *bytes, gsize n)
{
	const char *end = bytes + n;

	if (!isatty(STDOUT_FILENO)) {
		fwrite(bytes, 1, n, stdout);
		return;
	}
	while (bytes < end) {
		const char *stop = memchr(bytes, '\n', (gsize)(end - bytes));
		gsize length = (gsize)((stop != NULL ? stop : end) - bytes);
		g_autofree char *raw = g_utf8_make_valid(bytes, (gssize)length);
		g_autofree char *line = text_clean(raw);

		puts(g_strchomp(line));
		bytes += length + 1;
	}
}

static int
show(struct app *app, const char *number)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) raw = NULL;
	g_autofree char *sender = NULL;
	gint64 id;
	gsize n;
	const char *bytes;

	if (!g_ascii_string_to_signed(number, 10, 1, G_MAXINT64, &id, NULL))
		return app_fail_with(EX_USAGE,
		    "\"%s\" is no reply's number; `dripscore replies` shows "
		    "them",
		    number);
	raw = store_reply_bytes(app->store, id, &sender, &error);
	if (error != NULL)
		return app_fail(error);
	if (raw == NULL)
		return app_fail_with(EX_DATAERR, "there is no reply %s",
		    number);
	bytes = g_bytes_get_data(raw, &n);
	if (sender != NULL)
		printf("From: %s\n\n", sender);
	print_raw(bytes, n);
	if (sender != NULL && !isatty(STDOUT_FILENO))
		putchar('\n');
	return EX_OK;
}

static int
run(struct app *app, int argc, char **argv)
{
	int code;

	if (!command_parse(&command_replies, NULL, &argc, &argv))
		return EX_USAGE;
	if (argc > 2)
		return app_fail_with(EX_USAGE, "one REPLY at a time");
	code = app_open(app, FALSE);
	if (code != EX_OK)
		return code;
	return argc == 2 ? show(app, argv[1]) : list(app);
}

const struct command command_replies = {
	.name = "replies",
	.arguments = "[REPLY]",
	.summary = "The newest replies and how they were taken; or one, raw",
	.run = run,
};
