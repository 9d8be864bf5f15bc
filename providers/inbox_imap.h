/*
 * inbox_imap.h - the worker's side of the IMAP inbox.
 */
#ifndef PROVIDERS_INBOX_IMAP_H
#define PROVIDERS_INBOX_IMAP_H

#include "providers/inbox.h"

extern const struct inbox_ops imap_inbox;

/*
 * The handler for worker_serve: `dripscore worker fetch`. One question, one
 * answer, as imap_frame.h has them; it blocks until the question's budget is
 * spent at the latest. user is not used. Owned by the caller.
 */
GBytes *imap_fetch(GBytes *question, gpointer user);

#endif
