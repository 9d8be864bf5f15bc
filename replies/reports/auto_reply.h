/*
 * auto_reply.h - whether a mail was written by a machine on somebody's behalf.
 */
#ifndef REPLIES_AUTO_REPLY_H
#define REPLIES_AUTO_REPLY_H

#include <glib.h>

#include "replies/mail/mail.h"

/*
 * RFC 3834: Auto-Submitted other than "no"; the older marks of the same; the
 * null return path; a receipt (RFC 8098); a subject or a first sentence as only
 * such notes have. written: what is left of the text without quotes. Lists, and
 * X-Auto-Response-Suppress, are no marks: people's mails have them.
 */
gboolean auto_reply_is(const struct mail *mail, const char *written);
/* Whether more than its first sentence says so. */
gboolean auto_reply_is_marked(const struct mail *mail);

#endif
