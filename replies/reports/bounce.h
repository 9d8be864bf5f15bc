/*
 * bounce.h - what mail servers report about a mail of ours: that it failed,
 * waits or arrived (RFC 3464), or that somebody complained of it (RFC 5965).
 */
#ifndef REPLIES_BOUNCE_H
#define REPLIES_BOUNCE_H

#include <glib.h>

#include "base/autoptr.h"
#include "base/model.h"
#include "replies/mail/mail.h"

struct bounce {
	enum reply_kind kind; /* BOUNCE, DELAY, DELIVERED or COMPLAINT */
	GPtrArray *failed;    /* char *: the addresses it is about */
	char *status;	      /* "5.1.1", or NULL */
	gboolean permanent;   /* it failed, and nothing will ever arrive there:
			       * bounce_status_is_permanent() */
	char *reason;	      /* for people, or NULL */
	char *message_id;     /* of the returned mail, or NULL */
	GPtrArray *senders;   /* char *: the addresses it was sent from, one of
			       * which holds the token */
};

/*
 * Judges the fields of a message/delivery-status. Of several recipients the
 * gravest outcome stands, and only recipients that failed, or none did, are in
 * failed. NULL if there is no outcome in it.
 */
struct bounce *bounce_of_status(const char *fields);

/* Judges a message/feedback-report; NULL if it is no complaint ("not-spam"). */
struct bounce *bounce_of_feedback(const char *fields);

/*
 * What the whole mail reports, in whatever form; NULL if it reports nothing.
 * Whether more than its words says so: its parts, headers or sender.
 */
struct bounce *bounce_of_mail(const struct mail *mail);
gboolean bounce_is_marked(const struct mail *mail);

struct bounce *bounce_new(enum reply_kind kind);
void bounce_free(struct bounce *bounce);
AUTOPTR_DEFINE(bounce, bounce_free)

/* What bounce*.c share. A complaint in any form, bounce_feedback.c; or NULL. */
struct bounce *bounce_of_complaint(const struct mail *mail);
/* The lines, with folded ones joined to the line they continue. */
GPtrArray *bounce_unfold(const char *fields);
/* "smtp; 550 no" as "550 no", in one line; NULL if nothing is left; owned. */
char *bounce_tidy_reason(const char *diagnostic);

#endif
