/*
 * maildir.c - see maildir.h; https://cr.yp.to/proto/maildir.html.
 *
 * A message's file is named by its Message-ID, so that a second delivery after
 * a crash replaces the first: this provider is never in doubt. The last byte
 * is the rename into new/.
 */
#include "providers/maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/errors.h"
#include "providers/mail_keys.h"

#define AT_ONCE 256

struct maildir {
	struct provider base;
	char *path;
	gboolean synced;  /* fsync each mail */
	GHashTable *open; /* message -> struct delivery */
};

struct delivery {
	struct maildir *maildir;
	const struct message *message;
	const struct send_watcher *watcher;
	gpointer user;
	char *file; /* its name in tmp/ and new/ */
	struct send_result result;
	guint source; /* the idle call under way, or 0 */
};

static const struct config_key keys[] = {
	MAIL_KEYS,
	{ .name = "path",
	    .type = CONFIG_PATH,
	    .required = TRUE,
	    .example = "/var/lib/dripscore/sent",
	    .help = "The Maildir; it is made if it is missing." },
	{ .name = "sync",
	    .type = CONFIG_BOOLEAN,
	    .fallback = "yes",
	    .help = "Whether each mail is forced to the disk before it counts "
		    "as sent." },
	{ 0 },
};

static void
delivery_free(gpointer data)
{
	struct delivery *delivery = data;

	if (delivery->source != 0)
		g_source_remove(delivery->source);
	send_result_clear(&delivery->result);
	g_free(delivery->file);
	g_free(delivery);
}

static gboolean
make_folder(const char *path, GError **error)
{
	if (g_mkdir_with_parents(path, 0700) == 0)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CANNOT_CREATE,
	    "%s: %s", path, g_strerror(errno));
	return FALSE;
}

static struct provider *
maildir_open(const struct config_section *section, GError **error)
{
	static const char *const folders[] = { "tmp", "new", "cur" };
	const char *path = config_text(section, "path");
	struct maildir *maildir;

	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *folder = g_build_filename(path, folders[i],
		    NULL);

		if (!make_folder(folder, error))
			return NULL;
	}
	maildir = g_new0(struct maildir, 1);
	maildir->base.ops = &maildir_provider;
	maildir->base.name = g_strdup(section->name);
	maildir->base.capacity = AT_ONCE;
	maildir->path = g_strdup(path);
	maildir->synced = config_boolean(section, "sync");
	maildir->open = g_hash_table_new_full(NULL, NULL, NULL, delivery_free);
	return &maildir->base;
}

static char *
path_in(const struct delivery *delivery, const char *folder)
{
	return g_build_filename(delivery->maildir->path, folder, delivery->file,
	    NULL);
}

/* The disk may have room again later; nothing here is the recipient's fault. */
static void
fail(struct delivery *delivery, const char *what)
{
	delivery->result.outcome = SEND_DEFERRED;
	delivery->result.detail = g_strdup_printf("%s: %s", what,
	    g_strerror(errno));
}

/* Mail in a Maildir has the host's line ends. */
static gboolean
write_mail(struct delivery *delivery, int fd)
{
	gsize n;
	const char *bytes = g_bytes_get_data(delivery->message->bytes, &n);
	g_autoptr(GString) text = g_string_sized_new(n + 128);
	gsize done = 0;

	/* As every final delivery does: RFC 5321, 4.4. */
	g_string_append_printf(text, "Return-Path: <%s>\n",
	    delivery->message->sender);

	for (gsize i = 0; i < n; i++) {
		if (bytes[i] != '\r' || i + 1 == n || bytes[i + 1] != '\n')
			g_string_append_c(text, bytes[i]);
	}
	while (done < text->len) {
		gssize wrote = write(fd, text->str + done, text->len - done);

		if (wrote < 0 && errno != EINTR)
			return FALSE;
		if (wrote > 0)
			done += (gsize)wrote;
	}
	return !delivery->maildir->synced || fsync(fd) == 0;
}

static void
stage(struct delivery *delivery)
{
	g_autofree char *path = path_in(delivery, "tmp");
	int fd = open(path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0) {
		fail(delivery, "the file cannot be made");
		return;
	}
	if (!write_mail(delivery, fd))
		fail(delivery, "the file cannot be written");
	close(fd);
	if (delivery->result.detail != NULL)
		g_unlink(path);
}

static gboolean
report_done(gpointer data)
{
	struct delivery *delivery = data;
	const struct send_watcher *watcher = delivery->watcher;
	const struct message *message = delivery->message;
	gpointer user = delivery->user;
	struct send_result result = delivery->result;

	delivery->source = 0;
	delivery->result = (struct send_result){ 0 };
	g_hash_table_remove(delivery->maildir->open, message);
	watcher->done(message, &result, user);
	send_result_clear(&result);
	return G_SOURCE_REMOVE;
}

static gboolean
report_ready(gpointer data)
{
	struct delivery *delivery = data;

	delivery->source = 0;
	stage(delivery);
	if (delivery->result.detail != NULL)
		return report_done(data);
	delivery->watcher->ready(delivery->message, delivery->user);
	return G_SOURCE_REMOVE;
}

static void
maildir_send(struct provider *provider, const struct message *message,
    const struct send_watcher *watcher, gpointer user)
{
	struct maildir *maildir = (struct maildir *)provider;
	struct delivery *delivery = g_new0(struct delivery, 1);

	delivery->maildir = maildir;
	delivery->message = message;
	delivery->watcher = watcher;
	delivery->user = user;
	delivery->file = g_strdup(message->name);
	g_strdelimit(delivery->file, "/:", '_');
	g_hash_table_insert(maildir->open, (gpointer)message, delivery);
	delivery->source = g_idle_add_full(G_PRIORITY_DEFAULT, report_ready,
	    delivery, NULL);
}

static gboolean
sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	gboolean synced = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return synced;
}

static void
maildir_finish(struct provider *provider, const struct message *message)
{
	struct maildir *maildir = (struct maildir *)provider;
	struct delivery *delivery = g_hash_table_lookup(maildir->open, message);
	g_autofree char *from = path_in(delivery, "tmp");
	g_autofree char *to = path_in(delivery, "new");
	g_autofree char *folder = g_build_filename(maildir->path, "new", NULL);

	if (g_rename(from, to) != 0) {
		fail(delivery, "the file cannot be moved to new/");
	} else if (maildir->synced && !sync_folder(folder)) {
		/* It is there, and may be gone after a power cut. */
		fail(delivery, "the folder new/ cannot be synced");
		delivery->result.outcome = SEND_IN_DOUBT;
	} else {
		delivery->result.outcome = SEND_ACCEPTED;
	}
	delivery->source = g_idle_add_full(G_PRIORITY_DEFAULT, report_done,
	    delivery, NULL);
}

static void
maildir_abandon(struct provider *provider, const struct message *message)
{
	struct maildir *maildir = (struct maildir *)provider;
	struct delivery *delivery = g_hash_table_lookup(maildir->open, message);
	g_autofree char *path = path_in(delivery, "tmp");

	g_unlink(path);
	g_hash_table_remove(maildir->open, message);
}

static void
maildir_close(struct provider *provider)
{
	struct maildir *maildir = (struct maildir *)provider;

	g_hash_table_destroy(maildir->open);
	g_free(maildir->path);
	g_free(maildir->base.name);
	g_free(maildir);
}

const struct provider_ops maildir_provider = {
	.type = "maildir",
	.channel = CHANNEL_EMAIL,
	.help = "Puts mails into a Maildir instead of sending them.",
	.keys = keys,
	.staged = TRUE,
	.open = maildir_open,
	.send = maildir_send,
	.finish = maildir_finish,
	.abandon = maildir_abandon,
	.close = maildir_close,
};
