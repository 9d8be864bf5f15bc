/*
 * store.h - the database as a whole: opening it, its key, its locks.
 *
 * One function of the store is one transaction. Every function may fail with
 * DRIPSCORE_ERROR_LATER (another process is writing: come back), _IO or
 * _SOFTWARE; then nothing of it was done.
 *
 * What is stored is told in events.h, outbox.h, replies.h, conversations.h,
 * deliveries.h, responses.h, suppressions.h and health.h.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <glib.h>

#include "base/autoptr.h"

struct store;

/*
 * Opens and migrates; made anew if it is missing and `create`. The key of the
 * tokens is drawn when the store is made, and is kept in it.
 */
struct store *store_open(const char *url, gboolean create, GError **error);
/* FALSE with error set: no store could have that url. Nothing is opened. */
gboolean store_check_url(const char *url, GError **error);
void store_close(struct store *store);
AUTOPTR_DEFINE(store, store_close)

/* What tokens are made with, TOKEN_KEY_BYTES bytes; and what they are read
 * with. Borrowed. */
const guint8 *store_key(const struct store *store);
struct token_keys;
const struct token_keys *store_keys(const struct store *store);

/* How long to wait for another process that writes. 30 s unless set. */
void store_set_patience(struct store *store, guint patience_ms);

/*
 * FALSE: commits need not survive a power cut, and cost no wait for the disk.
 * For stores that are staged; TRUE unless set.
 */
gboolean store_set_durable(struct store *store, gboolean durable,
    GError **error);

/* Makes this process the one daemon on the store, until it ends. */
gboolean store_become_daemon(struct store *store, GError **error);

/*
 * A file that changes whenever any process commits; owned; NULL: in memory.
 * Whether it was another process is then told by store_changed_outside.
 */
char *store_watched_path(const struct store *store);
gboolean store_changed_outside(struct store *store);

/*
 * Where many machines work on the store: a descriptor that can be read once
 * others have brought work, as long as the store is open; -1: none, the file is
 * watched. store_woken takes it, and is TRUE if there was anything.
 */
int store_wake_fd(struct store *store);
gboolean store_woken(struct store *store);

/*
 * Until store_snapshot_end all that is read is of one moment, whatever others
 * write meanwhile; nothing is written.
 */
gboolean store_snapshot(struct store *store, GError **error);
void store_snapshot_end(struct store *store);

/* Housekeeping when nothing is due. */
void store_rest(struct store *store);
/* Amid work: what of it should not wait for such a moment. */
void store_rest_in_passing(struct store *store);

/*
 * A copy of the store does not send: the other one may. It is known by the
 * machine and by the file itself (its inode); a backup written over the file,
 * by the attempts it knows nothing of. *where (owned, may be NULL) says of
 * which machine it was.
 */
gboolean store_is_at_home(struct store *store, gboolean *at_home, char **where,
    GError **error);
/* From now on it is at home here. */
gboolean store_adopt(struct store *store, GError **error);

/*
 * A copy in memory of the store at url, to try on it what would happen. It is
 * at home; and the store stays as it is, if an older dripscore made it too.
 */
struct store *store_rehearse(const char *url, GError **error);

#endif
