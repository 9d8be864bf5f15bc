/*
 * read.c - `dripscore read`: what would be understood from mails, or from
 * texts, as JSON. Mails go through the worker, for their formats are hostile;
 * a text is read here.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/worker.h"
#include "cli/app.h"
#include "replies/text.h"

#define DEADLINE_MS 10000

static gboolean sms;

static const GOptionEntry entries[] = {
	{ "sms", 0, 0, G_OPTION_ARG_NONE, &sms,
	    "The arguments are texts, not files", NULL },
	{ 0 },
};

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
read_mails(char **paths)
{
	g_autoptr(worker) worker = worker_new(NULL, "read");
	int code = EX_OK;

	for (; *paths != NULL; paths++) {
		g_autoptr(GError) error = NULL;

		if (!print_file(worker, *paths, &error))
			code = app_fail_with(EX_NOINPUT, "%s", error->message);
	}
	return code;
}

static int
read_texts(char **texts)
{
	int code = EX_OK;

	for (; *texts != NULL; texts++) {
		g_autoptr(reading) reading = NULL;
		g_autofree char *line = NULL;
		json_t *json;

		if (!g_utf8_validate(*texts, -1, NULL)) {
			code = app_fail_with(EX_DATAERR,
			    "a text is not UTF-8, in which texts are read");
			continue;
		}
		reading = reading_of_text(*texts);
		json = reading_to_json(reading);
		line = json_dumps(json, JSON_PRESERVE_ORDER | JSON_COMPACT);
		puts(line);
		json_decref(json);
	}
	return code;
}

static int
run(struct app *app, int argc, char **argv)
{
	(void)app;
	/* A text may begin with a dash, as "-3" does. */
	if (argc > 2 && strcmp(argv[1], "--sms") == 0 &&
	    strcmp(argv[2], "--help") != 0)
		return read_texts(argv + (strcmp(argv[2], "--") == 0 ? 3 : 2));
	if (!command_parse(&command_read, entries, &argc, &argv))
		return EX_USAGE;
	if (argc < 2 && sms)
		return app_fail_with(EX_USAGE,
		    "a TEXT is needed: a text message as it was typed");
	if (argc < 2)
		return app_fail_with(EX_USAGE,
		    "a FILE is needed: a mail as it "
		    "came in");
	return sms ? read_texts(argv + 1) : read_mails(argv + 1);
}

const struct command command_read = {
	.name = "read",
	.arguments = "FILE... | --sms TEXT...",
	.summary = "Show what is understood from mails or texts; nothing is "
		   "stored",
	.run = run,
};
