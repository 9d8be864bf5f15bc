/*
 * inbox_pipe.c - replies that are brought to us: the mail server hands each to
 * `dripscore deliver` on its standard input. Nothing is polled here; the
 * section says where replies go. The daemon and `check` call it as any inbox.
 */
#include "providers/inbox_keys.h"

static const struct config_key pipe_keys[] = {
	INBOX_KEY_ADDRESS,
	INBOX_KEY_MAX_MAIL,
	{ .name = NULL },
};

static struct inbox *
pipe_open(const struct config_section *section, GError **error)
{
	struct inbox *inbox = g_new0(struct inbox, 1);

	(void)error;
	inbox->ops = &pipe_inbox;
	inbox->name = g_strdup(section->name);
	return inbox;
}

static void
pipe_poll(struct inbox *inbox, const struct inbox_position *from,
    const struct inbox_watcher *watcher, gpointer user)
{
	(void)inbox;
	(void)from;
	watcher->done(NULL, user);
}

static void
pipe_close(struct inbox *inbox)
{
	g_free(inbox->name);
	g_free(inbox);
}

const struct inbox_ops pipe_inbox = {
	.type = "pipe",
	.help = "Replies come by `dripscore deliver`, which the mail server "
		"starts for each (a pipe transport, .forward, Sieve).",
	.keys = pipe_keys,
	.staged = TRUE,
	.check = inbox_check_address,
	.open = pipe_open,
	.poll = pipe_poll,
	.close = pipe_close,
};
