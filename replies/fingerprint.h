/*
 * fingerprint.h - by what a mail is known when it is delivered twice.
 */
#ifndef REPLIES_FINGERPRINT_H
#define REPLIES_FINGERPRINT_H

#include <glib.h>

/*
 * SHA-256, in 64 hex digits, over the values of From, Date, Message-ID and
 * Subject and over the body. Headers that servers add on the way (Received,
 * Delivered-To) do not count, nor do folding, CRLF or LF, and blank lines at
 * the end. Owned by the caller; never fails.
 */
char *reply_fingerprint(const guint8 *bytes, gsize n);

#endif
