/*
 * bounce_marks.h - by what a mail server's report is known, if it has no
 * fields: its sender, its subject, its sentences.
 */
#ifndef REPLIES_BOUNCE_MARKS_H
#define REPLIES_BOUNCE_MARKS_H

#include <glib.h>

enum bounce_mark {
	BOUNCE_MARK_NONE,
	BOUNCE_MARK_FAILED,
	BOUNCE_MARK_DELAYED,
	BOUNCE_MARK_DELIVERED,
};

enum bounce_sender {
	BOUNCE_SENDER_PERSON,
	BOUNCE_SENDER_MAYBE,  /* postmaster: a person writes so too */
	BOUNCE_SENDER_SERVER, /* mailer-daemon */
};

/* The decoded header From, or NULL. */
enum bounce_sender bounce_mark_sender(const char *from);

/* NULL or "Re: ..." is none. */
enum bounce_mark bounce_mark_subject(const char *subject);

/* text is folded by bounce_fold. */
enum bounce_mark bounce_mark_text(const char *text);

/* Behind this line, folded, the mail is returned. */
gboolean bounce_mark_returns(const char *line);

#endif
