/*
 * smtp_hello.h - what an SMTP server said while libcurl connected.
 *
 * libcurl hands every reply line to its header function. What counts is the
 * last EHLO (the one before STARTTLS came in clear), and, if the connection
 * fails, the last reply and to what it was one. Pure.
 */
#ifndef PROVIDERS_SMTP_HELLO_H
#define PROVIDERS_SMTP_HELLO_H

#include <glib.h>

#include "providers/smtp_reply.h"

struct smtp_capabilities {
	gboolean pipelining;	/* RFC 2920 */
	gboolean eightbit;	/* RFC 6152 */
	gboolean smtputf8;	/* RFC 6531 */
	gboolean size;		/* RFC 1870 */
	guint64 size_max_bytes; /* 0: no limit declared */
};

struct smtp_hello {
	struct smtp_capabilities capabilities;
	gboolean starttls_begun; /* it said 220 to STARTTLS */
	gboolean authenticated;	 /* it said 235 */
	/* The last reply; code 0 if there was none. */
	enum smtp_stage stage;
	int code;
	enum send_outcome outcome; /* of the last reply, judged */
	char *detail;
	/* private */
	struct smtp_reader *reader;
	gboolean wants_tls;
	gboolean garbage;
};

void smtp_hello_init(struct smtp_hello *hello, gboolean starttls_wanted);
void smtp_hello_clear(struct smtp_hello *hello);

/* More of what the server says. */
void smtp_hello_take(struct smtp_hello *hello, const char *bytes, gsize n,
    const char *const *secrets);

#endif
