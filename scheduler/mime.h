/*
 * mime.h - writing a mail: RFC 5322 headers and a body of text, or a
 * multipart/alternative one (RFC 2046, 5.1.4) of text and HTML, the latter with
 * its pictures in a multipart/related (RFC 2387). Pure.
 *
 * The result is 7-bit with CRLF and lines of at most 998 bytes: words in
 * headers are encoded by RFC 2047, bodies as quoted-printable where needed.
 */
#ifndef SCHEDULER_MIME_H
#define SCHEDULER_MIME_H

#include <glib.h>

/* Once, before the rest. */
void mime_init(void);

/* A PNG inside of the mail; its HTML names it as "cid:NAME". Borrowed. */
struct mime_picture {
	const char *name; /* unique anywhere, as a Message-ID */
	const guint8 *bytes;
	gsize n;
};

/* Everything borrowed. Values are UTF-8; control characters become spaces. */
struct mime_header {
	const char *name;
	const char *value;
	gboolean text; /* encode as words; else it stands as it is */
};

struct mime_mail {
	const char *from;    /* "Name <address>" */
	const char *to_name; /* or NULL */
	const char *to_address;
	const char *subject;
	const char *message_id; /* without <> */
	gint64 date_at;
	/* Further ones; ends with name NULL. */
	const struct mime_header *headers;
	const char *boundary; /* occurs in no body: we make it */
	const char *text;
	const char *html; /* "": there is the text alone */
	const struct mime_picture *pictures; /* of html */
	guint n_pictures;
};

GBytes *mime_write(const struct mime_mail *mail);

/*
 * What mime_write() puts, one after the other, for who keeps some of it: From,
 * To, Subject, Date, the rest of the headers (with the first boundary, if there
 * is HTML); then each part, with a boundary behind it.
 */
void mime_put_from(GString *out, const char *from);
void mime_put_to(GString *out, const char *name, const char *address);
void mime_put_subject(GString *out, const char *subject);
void mime_put_date(GString *out, gint64 at);
void mime_put_rest(GString *out, const struct mime_mail *mail);
void mime_put_part_head(GString *out, const char *subtype, gboolean plain);
/* n bytes of the part: whole lines; the last of all may lack its end. */
void mime_put_lines(GString *out, const char *text, gsize n, gboolean plain);
void mime_put_boundary(GString *out, const char *boundary, gboolean last);
/* Whether a part that holds this may go as it stands, without being encoded. */
gboolean mime_is_plain(const char *text, gsize n);

/* "Name <address>" with the name encoded and quoted as needed; owned. */
char *mime_mailbox(const char *name, const char *address);

/* The bare address of "Name <address>"; owned. NULL if there is none. */
char *mime_address(const char *mailbox);

#endif
