/*
 * imap_probe.c - polls one [inbox] of an INI file and prints what came, for
 * tests/integration/test_mailserver.py.
 *
 *     imap_probe FILE [UIDVALIDITY LAST_UID [refuse]]
 *
 * One JSON object a line: {"uid", "uidvalidity", "bytes", "sha256", "head"} for
 * each mail, at last {"error", "code", "ticks"}: how often a timer of 20 ms
 * came round meanwhile, which tells whether the loop stood still. With `refuse`
 * the mails are not taken. It is its own worker, as dripscore is.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/errors.h"
#include "base/worker.h"
#include "providers/inbox.h"
#include "providers/inbox_imap.h"

#define TICK_MS 20
#define HEAD_BYTES 2000

struct probe {
	GMainLoop *loop;
	guint ticks;
	gboolean refuses;
};

static void
print(json_t *object)
{
	json_dumpf(object, stdout, JSON_COMPACT);
	putchar('\n');
	fflush(stdout);
	json_decref(object);
}

static gboolean
on_tick(gpointer user)
{
	struct probe *probe = user;

	probe->ticks++;
	return G_SOURCE_CONTINUE;
}

static void
print_mail(const struct inbox_mail *mail)
{
	gsize n;
	const char *bytes = g_bytes_get_data(mail->bytes, &n);
	g_autofree char *head = g_strndup(bytes, MIN(n, HEAD_BYTES));
	g_autofree char *valid = g_utf8_make_valid(head, -1);
	g_autofree char *digest =
	    g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, mail->bytes);

	print(json_pack("{s:I s:I s:I s:s s:s}", "uid",
	    (json_int_t)mail->position.last_uid, "uidvalidity",
	    (json_int_t)mail->position.uidvalidity, "bytes", (json_int_t)n,
	    "sha256", digest, "head", valid));
}

static gboolean
take(const struct inbox_mail *mails, guint n, gpointer user)
{
	const struct probe *probe = user;

	for (guint i = 0; i < n && !probe->refuses; i++)
		print_mail(&mails[i]);
	return !probe->refuses;
}

static void
done(const GError *error, gpointer user)
{
	struct probe *probe = user;

	print(json_pack("{s:s? s:i s:i}", "error",
	    error != NULL ? error->message : NULL, "code",
	    error != NULL ? error->code : 0, "ticks", (int)probe->ticks));
	g_main_loop_quit(probe->loop);
}

static struct config *
read_config(const char *path)
{
	static const struct config_key keys[] = {
		{ .name = "type",
		    .type = CONFIG_TEXT,
		    .required = TRUE,
		    .example = "imap",
		    .help = "imap" },
		{ .name = NULL },
	};
	static struct config_variant variants[2];
	static struct config_schema schemas[2];
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	struct config *config;

	variants[0] = (struct config_variant){ .value = imap_inbox.type,
		.keys = imap_inbox.keys,
		.help = imap_inbox.help };
	schemas[0] = (struct config_schema){ .kind = "inbox",
		.named = TRUE,
		.keys = keys,
		.variant_key = "type",
		.variants = variants };
	config = config_read(path, schemas, mistakes, &error);
	if (config != NULL && mistakes->len == 0)
		imap_inbox.check(config_find(config, "inbox", NULL), mistakes);
	for (guint i = 0; i < mistakes->len; i++)
		print(json_pack("{s:s}", "mistake", mistakes->pdata[i]));
	if (config == NULL || mistakes->len == 0)
		return config;
	config_free(config);
	return NULL;
}

static int
poll_once(const struct config *config, const struct inbox_position *from,
    gboolean refuses)
{
	const struct inbox_watcher watcher = { .take = take, .done = done };
	struct probe probe = { .refuses = refuses };
	g_autoptr(GError) error = NULL;
	struct inbox *inbox = imap_inbox.open(config_find(config, "inbox",
						  NULL),
	    &error);

	if (inbox == NULL) {
		print(json_pack("{s:s}", "mistake", error->message));
		return EX_CONFIG;
	}
	probe.loop = g_main_loop_new(NULL, FALSE);
	g_timeout_add(TICK_MS, on_tick, &probe);
	imap_inbox.poll(inbox, from, &watcher, &probe);
	g_main_loop_run(probe.loop);
	imap_inbox.close(inbox);
	g_main_loop_unref(probe.loop);
	return EX_OK;
}

int
main(int argc, char **argv)
{
	struct inbox_position from = { 0 };
	struct config *config;
	int status;

	if (argc == 3 && g_str_equal(argv[1], "worker"))
		return worker_serve(imap_fetch, NULL, 0, 0);
	if (argc != 2 && argc != 4 && argc != 5) {
		fputs("usage: imap_probe FILE [UIDVALIDITY LAST_UID "
		      "[refuse]]\n",
		    stderr);
		return EX_USAGE;
	}
	if (argc > 2) {
		from.uidvalidity = (guint32)g_ascii_strtoull(argv[2], NULL, 10);
		from.last_uid = (guint32)g_ascii_strtoull(argv[3], NULL, 10);
	}
	config = read_config(argv[1]);
	if (config == NULL)
		return EX_CONFIG;
	status = poll_once(config, &from, argc == 5);
	config_free(config);
	return status;
}
