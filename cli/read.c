/*
 * read.c - `dripscore read`: what would be understood from mails, as JSON.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/worker.h"
#include "cli/app.h"

#define DEADLINE_MS 10000

/* A line for a mail that could not even be read: kept apart, never guessed. */
static json_t *
unreadable(const char *why)
{
	return json_pack("{s:s, s:n, s:n, s:n, s:s}", "kind", "unreadable",
	    "score", "comment", "text", "note", why);
}

static json_t *
understand(struct worker *worker, GBytes *mail)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes)
	    answer = worker_ask_and_wait(worker, mail, DEADLINE_MS, &error);
	json_t *json = NULL;

	if (answer != NULL) {
		gsize n;
		const char *text = g_bytes_get_data(answer, &n);

		json = json_loadb(text, n, 0, NULL);
	}
	if (json != NULL)
		return json;
	return unreadable(
	    error != NULL ? error->message : "the reader said nothing");
}

static gboolean
print_file(struct worker *worker, const char *path, GError **error)
{
	g_autofree char *data = NULL;
	g_autofree char *line = NULL;
	g_autoptr(GBytes) mail = NULL;
	g_autofree char *shown = g_filename_display_name(path);
	json_t *reading;
	json_t *out;
	gsize n;

	if (!g_file_get_contents(path, &data, &n, error))
		return FALSE;
	mail = g_bytes_new(data, n);
	reading = understand(worker, mail);
	out = json_pack("{s:s}", "file", shown);
	json_object_update(out, reading);
	line = json_dumps(out, JSON_PRESERVE_ORDER | JSON_COMPACT);
	puts(line != NULL ? line : "{}");
	json_decref(reading);
	json_decref(out);
	return TRUE;
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autoptr(worker) worker = NULL;
	int code = EX_OK;

	(void)app;
	if (!command_parse(&command_read, NULL, &argc, &argv))
		return EX_USAGE;
	if (argc < 2)
		return app_fail_with(EX_USAGE,
		    "a FILE is needed: a mail as it "
		    "came in");
	worker = worker_new(NULL, "read");
	for (int i = 1; i < argc; i++) {
		g_autoptr(GError) error = NULL;

		if (!print_file(worker, argv[i], &error))
			code = app_fail_with(EX_NOINPUT, "%s", error->message);
	}
	return code;
}

const struct command command_read = {
	.name = "read",
	.arguments = "FILE...",
	.summary = "Show what is understood from mails; nothing is stored",
	.run = run,
};
