/*
 * bounce_status.h - the codes in what a server says (RFC 3463, RFC 5321), and
 * what follows from them and from its words.
 */
#ifndef REPLIES_BOUNCE_STATUS_H
#define REPLIES_BOUNCE_STATUS_H

#include <glib.h>

/* The first enhanced status of class 2, 4 or 5, "5.1.1"; NULL; owned. */
char *bounce_status_find(const char *text);

/* It says the class and no more: "5.0.0", or NULL. */
gboolean bounce_status_is_vague(const char *status);

/* Of the first SMTP reply code in it, 4xx or 5xx: its class; 0 if none. */
char bounce_status_class(const char *text);

/*
 * The best status for a delivery that failed. given: what a field says, or
 * NULL; text: what the server said, or NULL. NULL if neither tells; owned.
 */
char *bounce_status_of(const char *given, const char *text);

/*
 * Whether the address itself is dead, so that nothing we send will ever
 * arrive: not so if the mailbox is full, if it was not reached in time, or if
 * our mail or our server was refused.
 */
gboolean bounce_status_is_permanent(const char *status, const char *text);

#endif
