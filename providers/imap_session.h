/*
 * imap_session.h - single commands to an IMAP mailbox, over libcurl. Each
 * blocks. For imap_fetch.c alone.
 */
#ifndef PROVIDERS_IMAP_SESSION_H
#define PROVIDERS_IMAP_SESSION_H

#include "providers/imap_frame.h"

struct imap_session;

/* The question is borrowed until the session is freed. */
struct imap_session *imap_session_new(const struct imap_question *question);
/* politely: with LOGOUT, which may wait a few seconds for the server. */
void imap_session_free(struct imap_session *session, gboolean politely);

/* No other mail should be begun for this question. */
gboolean imap_session_is_late(const struct imap_session *session);

/*
 * Connects, logs in and opens the mailbox. highest: no UID is above it now; 0
 * if the mailbox is empty. FALSE with error set.
 */
gboolean imap_session_select(struct imap_session *session, guint32 *uidvalidity,
    guint32 *highest, GError **error);

/*
 * The mails with UIDs from first to last (struct imap_listed), in ascending
 * order. NULL with error set.
 */
GArray *imap_session_list(struct imap_session *session, guint32 first,
    guint32 last, GError **error);

/*
 * A mail; cut: its first `limit` bytes, else at most limit + 1 bytes, which
 * tells that it is larger. NULL with error set.
 */
GByteArray *imap_session_fetch(struct imap_session *session, guint32 uid,
    gsize limit, gboolean cut, GError **error);

/* FALSE if no other command will fare better after this error. */
gboolean imap_session_is_usable(const GError *error);

#endif
