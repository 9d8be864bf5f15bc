/*
 * inbox_maildir.c - replies from a Maildir: reads what lies in new/, and moves
 * it to cur/ once the caller has it on disk. It deletes nothing and looks at
 * nothing in cur/ or tmp/. The daemon calls it.
 *
 * One batch a turn of the main loop, in the order of names. What cannot be read
 * is reported at the end of the poll and stays; the rest goes on.
 *
 * BUGS: on a file system without RENAME_NOREPLACE, a mail in cur/ of the very
 * same name is replaced.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* renameat2 */
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/errors.h"
#include "providers/inbox_keys.h"

#define LISTED_MAX 65536 /* names held at once; the rest comes after them */

struct maildir {
	struct inbox inbox;
	char *path;
	gsize max_mail;
	/* Of the open poll: */
	struct inbox_watcher watcher;
	gpointer user;
	guint source; /* 0: no poll is open */
	int new_fd, cur_fd;
	GPtrArray *names; /* char *, of new/, sorted */
	guint next;	  /* in names */
	gboolean cut;	  /* there were more than LISTED_MAX */
	gboolean moved;	  /* something left new/ since it was listed */
	guint faults;
	char *fault; /* the first one */
};

static const struct config_key maildir_keys[] = {
	{
		.name = "path",
		.type = CONFIG_PATH,
		.required = TRUE,
		.example = "/var/mail/survey/Maildir",
		.help = "The Maildir: the folder that holds new, cur and tmp. "
		    "What lies in new is read, and moved to cur.",
	},
	INBOX_KEY_ADDRESS,
	INBOX_KEY_POLL,
	INBOX_KEY_MAX_MAIL,
	{ .name = NULL },
};

static void
note_fault(struct maildir *maildir, const char *name, const char *what)
{
	g_autofree char *shown = g_strescape(name, NULL);

	if (maildir->faults++ == 0)
		maildir->fault = g_strdup_printf("%s/new/%s: %s",
		    maildir->path, shown, what);
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
poll_clear(struct maildir *maildir)
{
	g_clear_handle_id(&maildir->source, g_source_remove);
	close_fd(&maildir->new_fd);
	close_fd(&maildir->cur_fd);
	g_clear_pointer(&maildir->names, g_ptr_array_unref);
	g_clear_pointer(&maildir->fault, g_free);
	maildir->next = 0;
	maildir->faults = 0;
}

/* Nothing of maildir may be touched after it: the caller may close it. */
static void
poll_end(struct maildir *maildir, GError *failure)
{
	g_autoptr(GError) error = failure;

	if (error == NULL && maildir->faults > 0)
		error = g_error_new(DRIPSCORE_ERROR, DRIPSCORE_ERROR_IO,
		    "%s%s", maildir->fault, maildir->faults == 1 ? "" :
		    "; so it is with other mails there");
	poll_clear(maildir);
	maildir->watcher.done(error, maildir->user);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in new/ as they stand now. FALSE with errno set. */
static gboolean
list_new(struct maildir *maildir)
{
	int fd = openat(maildir->new_fd, ".",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;

	if (folder == NULL)
		return FALSE;
	g_clear_pointer(&maildir->names, g_ptr_array_unref);
	maildir->names = g_ptr_array_new_with_free_func(g_free);
	maildir->next = 0;
	maildir->moved = FALSE;
	maildir->cut = FALSE;
	while ((entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		maildir->cut = maildir->names->len == LISTED_MAX;
		if (maildir->cut)
			break;
		g_ptr_array_add(maildir->names, g_strdup(entry->d_name));
	}
	closedir(folder);
	g_ptr_array_sort(maildir->names, compare_names);
	return TRUE;
}

/* Up to `want` bytes. FALSE with errno set. */
static gboolean
read_bytes(int fd, gsize want, GByteArray *bytes)
{
	g_byte_array_set_size(bytes, (guint)want);
	for (gsize have = 0; ; ) {
		ssize_t n = read(fd, bytes->data + have, want - have);

		if (n < 0 && errno == EINTR)
			continue;
		if (n > 0)
			have += (gsize)n;
		if (n > 0 && have < want)
			continue;
		g_byte_array_set_size(bytes, (guint)have);
		return n >= 0;
	}
}

/* NULL with *what set if it cannot be read, without if it is gone. */
static GBytes *
read_mail(const struct maildir *maildir, const char *name, const char **what)
{
	/* Not blocking: what lies there may be a pipe. */
	int fd = openat(maildir->new_fd, name,
	    O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct stat status;
	gboolean is_read = FALSE;

	*what = NULL;
	if (fd < 0 && errno == ENOENT)
		return NULL;
	if (fd < 0)
		*what = errno == ELOOP ? "is a symbolic link" :
		    g_strerror(errno);
	else if (fstat(fd, &status) != 0)
		*what = g_strerror(errno);
	else if (!S_ISREG(status.st_mode))
		*what = "is no file";
	else if (!(is_read = read_bytes(fd,
	    MIN((gsize)status.st_size, maildir->max_mail), bytes)))
		*what = g_strerror(errno);
	close_fd(&fd);
	if (!is_read)
		return NULL;
	if ((gsize)status.st_size > maildir->max_mail)
		return inbox_cut(bytes->data, bytes->len,
		    (guint64)status.st_size);
	return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

/* To cur/, seen. A mail that stays is taken again, which does no harm. */
static void
move_mail(struct maildir *maildir, const char *name)
{
	g_autofree char *seen = g_strdup_printf("%.*s:2,S",
	    (int)strcspn(name, ":"), name);
	int failed = renameat2(maildir->new_fd, name, maildir->cur_fd, seen,
	    RENAME_NOREPLACE);

	if (failed && (errno == EINVAL || errno == ENOSYS))
		failed = renameat(maildir->new_fd, name, maildir->cur_fd,
		    seen);
	if (!failed)
		maildir->moved = TRUE;
	else if (errno != ENOENT)
		note_fault(maildir, name, g_strerror(errno));
}

/* The next mails; `names` gets theirs, borrowed. */
static GArray *
read_batch(struct maildir *maildir, GPtrArray *names)
{
	GArray *mails = g_array_new(FALSE, TRUE, sizeof(struct inbox_mail));
	gsize total = 0;

	while (maildir->next < maildir->names->len &&
	    mails->len < INBOX_BATCH_MAILS) {
		char *name = maildir->names->pdata[maildir->next++];
		struct inbox_mail mail = { 0 };
		const char *what;

		mail.bytes = read_mail(maildir, name, &what);
		if (what != NULL)
			note_fault(maildir, name, what);
		if (mail.bytes == NULL)
			continue;
		total += g_bytes_get_size(mail.bytes);
		if (mails->len > 0 && total > INBOX_BATCH_BYTES) {
			g_bytes_unref(mail.bytes);
			maildir->next--;
			break;
		}
		g_array_append_val(mails, mail);
		g_ptr_array_add(names, name);
	}
	return mails;
}

static void
mails_free(GArray *mails)
{
	for (guint i = 0; i < mails->len; i++)
		g_bytes_unref(g_array_index(mails, struct inbox_mail, i).bytes);
	g_array_unref(mails);
}

/* FALSE if the caller could not take them. */
static gboolean
hand_over(struct maildir *maildir)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	GArray *mails = read_batch(maildir, names);
	gboolean taken = mails->len == 0 || maildir->watcher.take(
	    &g_array_index(mails, struct inbox_mail, 0), mails->len,
	    maildir->user);

	if (taken)
		for (guint i = 0; i < names->len; i++)
			move_mail(maildir, names->pdata[i]);
	mails_free(mails);
	return taken;
}

static gboolean
turn(gpointer user)
{
	struct maildir *maildir = user;

	if (maildir->next < maildir->names->len) {
		if (hand_over(maildir))
			return G_SOURCE_CONTINUE;
		maildir->source = 0;
		poll_end(maildir, g_error_new(DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_LATER, "%s: the mails could not be "
		    "stored; they stay where they are", maildir->path));
		return G_SOURCE_REMOVE;
	}
	if (maildir->cut && maildir->moved && list_new(maildir))
		return G_SOURCE_CONTINUE;
	maildir->source = 0;
	poll_end(maildir, NULL);
	return G_SOURCE_REMOVE;
}

/* new/ and cur/ of the Maildir, themselves no links. FALSE with errno set. */
static gboolean
open_folders(struct maildir *maildir)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	int root = open(maildir->path, flags);
	int failure;

	if (root < 0)
		return FALSE;
	maildir->new_fd = openat(root, "new", flags | O_NOFOLLOW);
	if (maildir->new_fd >= 0)
		maildir->cur_fd = openat(root, "cur", flags | O_NOFOLLOW);
	failure = errno;
	close(root);
	errno = failure;
	return maildir->cur_fd >= 0;
}

static void
maildir_poll(struct inbox *inbox, const struct inbox_position *from,
    const struct inbox_watcher *watcher, gpointer user)
{
	struct maildir *maildir = (struct maildir *)inbox;

	(void)from;
	g_assert(maildir->source == 0);
	maildir->watcher = *watcher;
	maildir->user = user;
	if (!open_folders(maildir) || !list_new(maildir)) {
		poll_end(maildir, g_error_new(DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_NO_INPUT, "%s is no Maildir that can be "
		    "read (its folders new and cur): %s", maildir->path,
		    g_strerror(errno)));
		return;
	}
	maildir->source = g_idle_add(turn, maildir);
}

static struct inbox *
maildir_open(const struct config_section *section, GError **error)
{
	struct maildir *maildir = g_new0(struct maildir, 1);

	(void)error;
	maildir->inbox.ops = &maildir_inbox;
	maildir->inbox.name = g_strdup(section->name);
	maildir->inbox.poll_s = (guint)config_number(section, "poll");
	maildir->path = g_strdup(config_text(section, "path"));
	maildir->max_mail = (gsize)config_number(section, "max_mail");
	maildir->new_fd = -1;
	maildir->cur_fd = -1;
	return &maildir->inbox;
}

static void
maildir_close(struct inbox *inbox)
{
	struct maildir *maildir = (struct maildir *)inbox;

	poll_clear(maildir);
	g_free(maildir->path);
	g_free(maildir->inbox.name);
	g_free(maildir);
}

const struct inbox_ops maildir_inbox = {
	.type = "maildir",
	.help = "A folder into which the mail server on this machine delivers.",
	.keys = maildir_keys,
	.staged = TRUE,
	.check = inbox_check_address,
	.open = maildir_open,
	.poll = maildir_poll,
	.close = maildir_close,
};
