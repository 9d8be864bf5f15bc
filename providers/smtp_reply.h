/*
 * smtp_reply.h - what an SMTP server answers: read, judged, put into words.
 *
 * Replies are RFC 5321 section 4.2, enhanced status codes RFC 2034 and 3463.
 * Pure: bytes come as arguments. Used by smtp_hello.c and smtp_dialogue.c.
 */
#ifndef PROVIDERS_SMTP_REPLY_H
#define PROVIDERS_SMTP_REPLY_H

#include <glib.h>

#include "base/autoptr.h"
#include "providers/provider.h"

/* A line's text is cut there, the reply is garbage beyond. */
#define SMTP_LINE_MAX_BYTES 1000
#define SMTP_REPLY_MAX_BYTES (64 * 1024)

/* To what the server answers. */
enum smtp_stage {
	SMTP_GREETING,
	SMTP_EHLO,
	SMTP_STARTTLS,
	SMTP_AUTH,
	SMTP_MAIL,
	SMTP_RCPT,
	SMTP_DATA,
	SMTP_DOT,      /* the end of a message */
	SMTP_LONE_DOT, /* the end of none: see smtp_dialogue.c */
	SMTP_RSET,
	SMTP_QUIT,
};
/* "RCPT", "the final dot" */
const char *smtp_stage_name(enum smtp_stage stage);

struct smtp_reply {
	int code;      /* 200..599 */
	int status[3]; /* 5.1.1; 0.0.0 if the server gives none */
	GString *text; /* lines joined by "\n", without codes; UTF-8, no other
			* control characters */
};

/* Reads replies out of a stream that comes in pieces. */
struct smtp_reader;

enum smtp_reading {
	SMTP_MORE,    /* no whole reply yet */
	SMTP_REPLY,   /* one is there, until the next call */
	SMTP_GARBAGE, /* no SMTP, or more than SMTP_REPLY_MAX_BYTES */
};

struct smtp_reader *smtp_reader_new(void);
void smtp_reader_free(struct smtp_reader *reader);
AUTOPTR_DEFINE(smtp_reader, smtp_reader_free)

/*
 * Takes bytes up to the end of a reply; *bytes and *n move past what was
 * taken. With SMTP_REPLY, *reply is borrowed until the next call. After
 * SMTP_GARBAGE the reader is of no use.
 */
enum smtp_reading smtp_reader_take(struct smtp_reader *reader,
    const char **bytes, gsize *n, const struct smtp_reply **reply);

/*
 * Whose fault it is. The stage says what was refused: the session (ours), the
 * message or the recipient. 2xx is SEND_ACCEPTED.
 */
enum send_outcome smtp_reply_judge(enum smtp_stage stage,
    const struct smtp_reply *reply);

/*
 * "550 5.1.1 at RCPT: no such user ***": for people. Addresses, and each of
 * the words in `secrets` (NULL-terminated, may be NULL), are masked. Owned.
 */
char *smtp_reply_detail(enum smtp_stage stage, const struct smtp_reply *reply,
    const char *const *secrets);

/* The server's name for a message it accepted, or NULL; owned. */
char *smtp_reply_remote_id(const struct smtp_reply *reply,
    const char *const *secrets);

/* Text with addresses and secrets masked, as smtp_reply_detail does; owned. */
char *smtp_mask(const char *text, const char *const *secrets);

#endif
