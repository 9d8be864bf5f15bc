/*
 * smtp_body.h - a message as it goes over the wire after DATA, in pieces.
 *
 * Lines that begin with a dot get a second one (RFC 5321, 4.5.2). A bare CR or
 * LF becomes CRLF, so that no server can see the end of a message where we saw
 * none ("SMTP smuggling"). The text ends in CRLF; the final dot is not of it.
 */
#ifndef PROVIDERS_SMTP_BODY_H
#define PROVIDERS_SMTP_BODY_H

#include <glib.h>

struct smtp_body {
	GBytes *bytes;
	gsize at;
	gboolean in_line; /* the line on the wire has no CRLF yet */
};

void smtp_body_begin(struct smtp_body *body, GBytes *bytes);
void smtp_body_clear(struct smtp_body *body);

/* Nothing of it is written yet, and one call writes all of it. */
gboolean smtp_body_is_short(const struct smtp_body *body, gsize piece_bytes);

/* Appends about piece_bytes more. FALSE once nothing is left after it. */
gboolean smtp_body_write(struct smtp_body *body, GByteArray *out,
    gsize piece_bytes);

#endif
