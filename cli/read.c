/*
 * read.c - `dripscore read`: what would be understood from mails, or from
 * texts, as JSON. Mails go through the worker, for their formats are hostile;
 * a text is read here.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/worker.h"
#include "cli/app.h"
#include "replies/read_many.h"
#include "replies/take.h"
#include "replies/words/text.h"

#define DEADLINE_MS 10000

static gboolean sms;
static gboolean body;

static const GOptionEntry entries[] = {
	{ "body", 0, 0, G_OPTION_ARG_NONE, &body,
	    "The files are bare texts in UTF-8, without the headers of a mail",
	    NULL },
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

/* Mails that are read together, and the files they are of. */
struct bundle {
	GPtrArray *paths; /* char *, borrowed */
	GPtrArray *mails; /* GBytes */
	gsize bytes;
};

/*
 * Where there is a configuration with a store, it tells whose replies are; else
 * that stays unknown, and a mail is read all the same.
 */
static void
open_store(struct app *app)
{
	if (!g_file_test(app->config_path, G_FILE_TEST_IS_REGULAR) ||
	    access(app->config_path, R_OK) != 0)
		return;
	if (app_open(app, FALSE) != EX_OK)
		app_fail_with(EX_OK, "so nobody knows whose replies these are");
}

/* The invitation it answers, or null. */
static json_t *
invitation_of(const struct app *app, const json_t *json)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(reading) reading = NULL;
	gint64 id = 0;

	if (app->store == NULL)
		return json_null();
	reading = reading_from_json(json, NULL);
	if (reading != NULL &&
	    !take_find_invitation(app->store, app->settings, NULL, reading,
		&id, &error))
		app_fail(error);
	return id != 0 ? json_integer(id) : json_null();
}

static void
print_reading(const struct app *app, const char *path, json_t *reading)
{
	g_autofree char *shown = g_filename_display_name(path);
	json_t *out = json_pack("{s:s}", "file", shown);
	char *line;

	json_object_update(out, reading);
	json_object_set_new(out, "invitation", invitation_of(app, reading));
	line = json_dumps(out, JSON_PRESERVE_ORDER | JSON_COMPACT);
	puts(line != NULL ? line : "{}");
	free(line);
	json_decref(out);
}

/* NULL with error set. */
static GPtrArray *
understand(struct worker *worker, GBytes *const *mails, guint n, GError **error)
{
	g_autoptr(GByteArray) frames = g_byte_array_new();
	g_autoptr(GBytes) question = NULL;
	g_autoptr(GBytes) answer = NULL;
	GPtrArray *readings;

	for (guint i = 0; i < n; i++)
		read_many_add(frames, mails[i]);
	question = g_byte_array_free_to_bytes(g_steal_pointer(&frames));
	answer = worker_ask_and_wait(worker, question, DEADLINE_MS, error);
	if (answer == NULL)
		return NULL;
	readings = read_many_json(answer, n);
	if (readings == NULL)
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_SOFTWARE,
		    "the reader said nothing");
	return readings;
}

static void
print_alone(const struct app *app, struct worker *worker, const char *path,
    GBytes *mail)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray)
	    readings = understand(worker, &mail, 1, &error);
	json_t *none = NULL;

	if (readings == NULL)
		none = unreadable(error->message);
	print_reading(app, path, none != NULL ? none : readings->pdata[0]);
	json_decref(none);
}

/* One that kills the reader takes the others with it: so each alone, then. */
static void
print_bundle(const struct app *app, struct worker *worker,
    struct bundle *bundle)
{
	guint n = bundle->mails->len;
	g_autoptr(GPtrArray) readings = n < 2 ? NULL :
	    understand(worker, (GBytes *const *)bundle->mails->pdata, n, NULL);

	for (guint i = 0; i < n; i++) {
		if (readings != NULL)
			print_reading(app, bundle->paths->pdata[i],
			    readings->pdata[i]);
		else
			print_alone(app, worker, bundle->paths->pdata[i],
			    bundle->mails->pdata[i]);
	}
	g_ptr_array_set_size(bundle->paths, 0);
	g_ptr_array_set_size(bundle->mails, 0);
	bundle->bytes = 0;
}

/* A mail of nothing else. */
static GBytes *
mail_of_body(const char *text, gsize n)
{
	static const char head[] = "MIME-Version: 1.0\r\n"
				   "Content-Type: text/plain; charset=utf-8\r\n"
				   "Content-Transfer-Encoding: 8bit\r\n"
				   "\r\n";
	GString *mail = g_string_new(head);

	g_string_append_len(mail, text, (gssize)n);
	return g_string_free_to_bytes(mail);
}

static gboolean
add_file(struct bundle *bundle, char *path, GError **error)
{
	g_autofree char *data = NULL;
	GBytes *mail;
	gsize n;

	if (!g_file_get_contents(path, &data, &n, error))
		return FALSE;
	mail = body ? mail_of_body(data, n) :
		      g_bytes_new_take(g_steal_pointer(&data), n);
	g_ptr_array_add(bundle->paths, path);
	g_ptr_array_add(bundle->mails, mail);
	bundle->bytes += n;
	return TRUE;
}

static int
read_mails(const struct app *app, char **paths)
{
	g_autoptr(worker) worker = worker_new(NULL, "read");
	g_autoptr(GPtrArray) of = g_ptr_array_new();
	g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)g_bytes_unref);
	struct bundle bundle = { .paths = of, .mails = mails };
	int code = EX_OK;

	for (; *paths != NULL; paths++) {
		g_autoptr(GError) error = NULL;

		if (!add_file(&bundle, *paths, &error))
			code = app_fail_with(EX_NOINPUT, "%s", error->message);
		if (mails->len >= READ_MANY_MAILS ||
		    bundle.bytes >= READ_MANY_BYTES)
			print_bundle(app, worker, &bundle);
	}
	print_bundle(app, worker, &bundle);
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
	/* A text may begin with a dash, as "-3" does. */
	if (argc > 2 && strcmp(argv[1], "--sms") == 0 &&
	    strcmp(argv[2], "--help") != 0)
		return read_texts(argv + (strcmp(argv[2], "--") == 0 ? 3 : 2));
	if (!command_parse(&command_read, entries, &argc, &argv))
		return EX_USAGE;
	if (body && sms)
		return app_fail_with(EX_USAGE,
		    "--body is for files, --sms for texts: one of them");
	if (argc < 2 && sms)
		return app_fail_with(EX_USAGE,
		    "a TEXT is needed: a text message as it was typed");
	if (argc < 2)
		return app_fail_with(EX_USAGE,
		    "a FILE is needed: a mail as it "
		    "came in");
	if (sms)
		return read_texts(argv + 1);
	open_store(app);
	return read_mails(app, argv + 1);
}

const struct command command_read = {
	.name = "read",
	.arguments = "[--body] FILE... | --sms TEXT...",
	.summary = "Show what is understood from mails or texts; nothing is "
		   "stored",
	.run = run,
};
