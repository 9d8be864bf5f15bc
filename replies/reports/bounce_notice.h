/*
 * bounce_notice.h - a report in two: what the server says, and what it returns
 * of the mail.
 */
#ifndef REPLIES_BOUNCE_NOTICE_H
#define REPLIES_BOUNCE_NOTICE_H

#include <glib.h>

#include "base/autoptr.h"
#include "replies/mail/mail.h"

struct bounce_notice {
	char *prose;    /* what the server says; never NULL */
	char *folded;   /* the same for tables, without what it quotes */
	char *returned; /* the mail from its headers on, or NULL */
	/* Addresses that are not the failed one: of the report itself. */
	const GPtrArray *own;
	const char *from;
};

struct bounce_notice *bounce_notice_of(const struct mail *mail);
void bounce_notice_free(struct bounce_notice *notice);
AUTOPTR_DEFINE(bounce_notice, bounce_notice_free)

/*
 * The value of the first header of that name, in one line, of a mail as text,
 * whose lines may be quoted; NULL if there is none; owned.
 */
char *bounce_notice_header(const char *mail, const char *name);

#endif
