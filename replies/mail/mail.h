/*
 * mail.h - the parts of a mail that reading needs, out of its raw bytes.
 *
 * The only door to GMime. Everything in here is hostile, but it is valid UTF-8
 * and within limits.
 */
#ifndef REPLIES_MAIL_H
#define REPLIES_MAIL_H

#include <glib.h>

#include "base/autoptr.h"

#define MAIL_MAX_BYTES (10 * 1024 * 1024) /* what follows is not looked at */
#define MAIL_MAX_PARTS 100
#define MAIL_MAX_DEPTH 20
#define MAIL_TEXT_MAX_BYTES (256 * 1024) /* of one part */
#define MAIL_MAX_ADDRESSES 100

struct _GMimePart;

struct mail {
	struct _GMimeMessage *message; /* for mail_header */
	char *subject;		       /* decoded, or NULL */
	char *message_id;	       /* without <>, or NULL */
	char *from;
	char *from_name; /* of the same mailbox, or NULL */
	guint files; /* parts that are files, and not read as words */
	gint64 written_at; /* 0: none, or absurd */
	GPtrArray *recipients;
	GPtrArray *references;
	char *text;	  /* of the text parts, plain before HTML; or NULL */
	char *status;	  /* message/delivery-status as text, or NULL */
	char *feedback;	  /* message/feedback-report, or NULL */
	gboolean report;  /* it calls itself one of a delivery, RFC 6522 */
	char *returned;	  /* of a mail inside the mail: its headers, and of
			   * a mere text what follows; or NULL */
	gboolean receipt; /* a report that the mail was displayed, RFC 8098 */
};

/* NULL if this is no mail at all. */
struct mail *mail_parse(const guint8 *bytes, gsize n);
void mail_free(struct mail *mail);
AUTOPTR_DEFINE(mail, mail_free)

/* The first header of that name, decoded; borrowed; NULL if there is none.
 * Received and signatures of servers are not kept. */
const char *mail_header(const struct mail *mail, const char *name);

/*
 * A copy without what GMime cannot bear, mail_tame.c; shorter than n if the
 * rest is not to be looked at. Owned by the caller.
 */
char *mail_tame(const guint8 *bytes, gsize n, gsize *tame_n);

/* The parts' share of the work, mail_parts.c: fills text. */
void mail_read_parts(struct mail *mail);
/*
 * Fills status, feedback, receipt, returned, and adds the Message-ID of a mail
 * that a report returns to references, mail_report.c.
 */
void mail_read_reports(struct mail *mail);
/* A part in UTF-8; page: it is HTML; owned. */
char *mail_read_text(struct _GMimePart *part, gboolean page);
/* Adds an address to recipients unless it is there or they are full. */
void mail_add_recipient(struct mail *mail, const char *address);
/* Adds an id to references unless it is there or they are full. */
void mail_add_reference(struct mail *mail, const char *id);

#endif
