/*
 * deliver.c - `dripscore deliver`: one reply mail on standard input.
 *
 * Exit 0 means that it is on disk; until then every failure is 75, so that the
 * mail server keeps it. Reading it comes after, and may be left to the daemon.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/worker.h"
#include "cli/anonymous.h"
#include "cli/app.h"
#include "cli/log.h"
#include "providers/inbox.h"
#include "replies/fingerprint.h"
#include "replies/take.h"
#include "store/replies/replies.h"

/* The default of max_mail. */
#define MAIL_MAX_BYTES (10 * 1024 * 1024)

static struct {
	char *recipient;
} given;

static const GOptionEntry entries[] = {
	{ "recipient", 0, 0, G_OPTION_ARG_STRING, &given.recipient,
	    "The envelope's recipient; without it $ORIGINAL_RECIPIENT or "
	    "$RECIPIENT, else the mail's own headers",
	    "ADDRESS" },
	{ 0 },
};

/* As the inbox says that mails are piped into; else that is the default. */
static guint
max_mail_bytes(const struct settings *settings)
{
	for (guint i = 0; i < settings->inboxes->len; i++) {
		const struct config_section *inbox =
		    settings->inboxes->pdata[i];

		if (g_strcmp0(config_text(inbox, "type"), "pipe") == 0)
			return (guint)config_number(inbox, "max_mail");
	}
	return MAIL_MAX_BYTES;
}

/* NULL with error set. Reads to the end, so that the writer never fails. */
static GBytes *
read_stdin(guint max_bytes, GError **error)
{
	g_autoptr(GByteArray) mail = g_byte_array_new();
	guint8 buffer[65536];
	guint64 whole_bytes = 0;
	gssize n;

	while ((n = read(STDIN_FILENO, buffer, sizeof(buffer))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_IO,
			    "standard input: %s", g_strerror(errno));
			return NULL;
		}
		whole_bytes += (guint64)n;
		g_byte_array_append(mail, buffer,
		    MIN((guint)n, max_bytes - mail->len));
	}
	if (whole_bytes > max_bytes)
		return inbox_cut(mail->data, mail->len, whole_bytes);
	return g_byte_array_free_to_bytes(g_steal_pointer(&mail));
}

static const char *
envelope_recipient(void)
{
	if (given.recipient != NULL)
		return given.recipient;
	if (g_getenv("ORIGINAL_RECIPIENT") != NULL)
		return g_getenv("ORIGINAL_RECIPIENT");
	return g_getenv("RECIPIENT");
}

static gboolean
put_on_disk(struct app *app, GBytes *mail, GError **error)
{
	gsize n;
	const guint8 *bytes = g_bytes_get_data(mail, &n);
	g_autofree char *fingerprint = reply_fingerprint(bytes, n);
	const struct raw_reply reply = {
		.inbox = "deliver",
		.fingerprint = fingerprint,
		.recipient = envelope_recipient(),
		.bytes = mail,
	};
	guint stored;

	return store_put_replies(app->store, &reply, 1, 0, 0,
	    clock_now(&app->clock), &stored, error);
}

static void
on_held_up(const char *why, gpointer user)
{
	(void)user;
	log_line(LOG_WARNING, "stored, to be read later: %s", why);
}

static void
on_wake(gpointer user)
{
	*(gboolean *)user = TRUE;
}

/* What is not read now is read by the daemon, or by the next deliver. */
static void
read_what_is_new(struct app *app)
{
	gboolean woken = FALSE;
	const struct taker_hooks hooks = { .held_up = on_held_up,
		.wake = on_wake,
		.user = &woken };
	g_autoptr(worker) worker = worker_new(NULL, "read");
	g_autoptr(taker)
	    taker = taker_new(app->store, app->settings, worker, &hooks);
	g_autoptr(GError) error = NULL;
	gboolean ok;

	ok = anonymous_keep(app, &error);
	while (ok) {
		woken = FALSE;
		ok = taker_turn(taker, clock_now(&app->clock), TRUE, &error);
		while (ok && taker_is_busy(taker) && !woken)
			g_main_context_iteration(NULL, TRUE);
		if (!taker_is_busy(taker))
			break;
	}
	if (!ok)
		log_line(LOG_WARNING, "stored, to be read later: %s",
		    error->message);
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) mail = NULL;

	if (!command_parse(&command_deliver, entries, &argc, &argv))
		return EX_TEMPFAIL;
	if (argc != 1) {
		app_fail_with(EX_USAGE,
		    "the mail is read from standard input; "
		    "there are no arguments");
		return EX_TEMPFAIL;
	}
	if (app_open(app, TRUE) != EX_OK)
		return EX_TEMPFAIL;
	mail = read_stdin(max_mail_bytes(app->settings), &error);
	if (mail == NULL || !put_on_disk(app, mail, &error)) {
		app_fail(error);
		return EX_TEMPFAIL;
	}
	read_what_is_new(app);
	return EX_OK;
}

const struct command command_deliver = {
	.name = "deliver",
	.arguments = "",
	.summary = "Take one reply mail from standard input",
	.run = run,
};
