/*
 * inbox.h - how replies come in when they must be fetched.
 *
 * An inbox hands over raw mails and knows nothing of what they say. It removes
 * or marks nothing until the caller has them on disk.
 */
#ifndef PROVIDERS_INBOX_H
#define PROVIDERS_INBOX_H

#include <glib.h>

#include "base/config.h"

/* How far an IMAP mailbox was read (RFC 3501, 2.3.1.1). Zeroes: not at all. */
struct inbox_position {
	guint32 uidvalidity;
	guint32 last_uid;
};

struct inbox_mail {
	GBytes *bytes;
	char *recipient; /* from the envelope if it is known, or NULL */
	struct inbox_position position; /* IMAP: of this mail */
};

struct inbox_watcher {
	/*
	 * A few mails. TRUE once they are on disk; then the inbox may mark
	 * them as read. FALSE: leave them and end the poll. Mails borrowed.
	 */
	gboolean (
	    *take)(const struct inbox_mail *mails, guint n, gpointer user);
	/*
	 * Exactly once a poll, last. error NULL: all was read that was there.
	 * May be called from inside poll().
	 */
	void (*done)(const GError *error, gpointer user);
};

struct inbox {
	const struct inbox_ops *ops;
	char *name;   /* of [inbox NAME]; owned */
	guint poll_s; /* how often to poll it; 0: never, mails are brought */
};

struct inbox_ops {
	const char *type;
	const char *help;
	const struct config_key *keys;
	gboolean staged; /* may be polled on a staged clock */
	void (
	    *check)(const struct config_section *section, GPtrArray *mistakes);
	struct inbox *(
	    *open)(const struct config_section *section, GError **error);
	/* One poll at a time. from: borrowed for the call. */
	void (*poll)(struct inbox *inbox, const struct inbox_position *from,
	    const struct inbox_watcher *watcher, gpointer user);
	/*
	 * Ends an open poll without calling anybody. Frees the inbox. Not from
	 * inside take() or done().
	 */
	void (*close)(struct inbox *inbox);
};

/* What is kept of a mail over max_mail: its headers and its first words. */
#define INBOX_CUT_BYTES (256 * 1024)

/*
 * What is kept of a mail of whole_bytes of which the first n are here: a header
 * X-Dripscore-Cut, then INBOX_CUT_BYTES of it. For inboxes, and for who is
 * brought a mail.
 */
GBytes *inbox_cut(const guint8 *bytes, gsize n, guint64 whole_bytes);

const struct inbox_ops *const *inbox_types(void);
const struct inbox_ops *inbox_find(const char *type);

#endif
