/*
 * auto_reply.h - whether a mail was written by a machine on somebody's behalf.
 */
#ifndef REPLIES_AUTO_REPLY_H
#define REPLIES_AUTO_REPLY_H

#include <glib.h>

#include "replies/mail.h"

/*
 * RFC 3834: Auto-Submitted other than "no"; the older marks of the same; the
 * null return path; a receipt (RFC 8098).
 */
gboolean auto_reply_is(const struct mail *mail);

#endif
