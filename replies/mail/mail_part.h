/*
 * mail_part.h - what the files that read a mail share. No others
 * include it: mail.h is the door.
 */
#ifndef REPLIES_MAIL_PART_H
#define REPLIES_MAIL_PART_H

#include <gmime/gmime.h>

/* Of a part with this content type? Both in lower case. */
gboolean mail_part_is(GMimeObject *object, const char *type,
    const char *subtype);

/* Its bytes, decoded, at most MAIL_TEXT_MAX_BYTES of them; mail_bytes.c. Never
 * NULL; unref'd by the caller. */
GByteArray *mail_part_bytes(GMimePart *part);

/* What a person reads of it: no HTML, no soft line breaks; mail_words.c. NULL
 * if it is not written for people; owned by the caller. */
char *mail_part_words(GMimePart *part);

/* RFC 3676: text with its soft line breaks undone, mail_flowed.c. Owned. */
char *mail_unflow(const char *text, gboolean delete_space);

/* Without the armour of an OpenPGP cleartext signature (RFC 9580 section 7),
 * mail_armour.c; owned. */
char *mail_disarm(const char *text);

/* A header's raw value as one line of tidy text, RFC 2047; mail_encoded.c.
 * Owned. */
char *mail_decode_header(const char *value);

/* Gives a message that is said to have parts, but has none, those that are
 * found in its bytes; mail_mend.c. */
void mail_mend(GMimeMessage *message, const char *bytes, gsize n);

/* UTC seconds of a Date header, 0 if it is none; mail_date.c. */
gint64 mail_date_at(const char *value);

#endif
