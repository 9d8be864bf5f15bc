/*
 * smtp_dialogue.h - the SMTP client's side of a session, after EHLO and AUTH,
 * as a machine over bytes in and bytes out. No socket, no clock, no loop.
 *
 * MAIL, RCPT and DATA go in one group where the server has PIPELINING (RFC
 * 2920). After 354 comes the text, and the machine holds: before its final dot
 * if the text is long, before all of it if it fits into one write. With
 * smtp_dialogue_finish() the rest goes out.
 *
 * While the verdict on a message is open, the next may be begun: its group goes
 * behind the dot of the former, in the same write (RFC 2920, section 3.1: DATA
 * ends a group; a dot may begin the next). There is never more than one dot
 * without a verdict. A refused message is reset, and the session goes on.
 * Driven by smtp_connection.c.
 */
#ifndef PROVIDERS_SMTP_DIALOGUE_H
#define PROVIDERS_SMTP_DIALOGUE_H

#include <glib.h>

#include "base/autoptr.h"
#include "providers/provider.h"
#include "providers/smtp_envelope.h"

enum smtp_state {
	SMTP_IDLE,    /* takes a message, or QUIT */
	SMTP_BUSY,    /* something is to be written or answered */
	SMTP_HELD,    /* it waits for smtp_dialogue_finish() */
	SMTP_VERDICT, /* a dot is given, the server thinks about it */
	SMTP_CLOSED,  /* of no more use: close the connection */
};

struct smtp_dialogue;

struct smtp_dialogue *smtp_dialogue_new(gboolean pipelining);
void smtp_dialogue_free(struct smtp_dialogue *dialogue);
AUTOPTR_DEFINE(smtp_dialogue, smtp_dialogue_free)

enum smtp_state smtp_dialogue_state(const struct smtp_dialogue *dialogue);

/* Whether a message may be begun: it is idle, or one may go behind another. */
gboolean smtp_dialogue_takes(const struct smtp_dialogue *dialogue);
/*
 * If it takes one. The envelope and the bytes are copied or kept by reference;
 * no detail shows the recipient, borrowed until the result is taken.
 */
void smtp_dialogue_begin(struct smtp_dialogue *dialogue,
    const struct smtp_envelope *envelope, GBytes *bytes, const char *recipient);
/* In SMTP_HELD: gives the rest, up to the final dot. */
void smtp_dialogue_finish(struct smtp_dialogue *dialogue);
/* In SMTP_IDLE. The server's answer, or none, leads to SMTP_CLOSED. */
void smtp_dialogue_quit(struct smtp_dialogue *dialogue);

/* What is to be written now; 0 if nothing. Borrowed until the next call. */
gsize smtp_dialogue_output(struct smtp_dialogue *dialogue,
    const guint8 **bytes);
/* So many bytes of it went out. */
void smtp_dialogue_written(struct smtp_dialogue *dialogue, gsize n);
/* These bytes came in. */
void smtp_dialogue_input(struct smtp_dialogue *dialogue, const char *bytes,
    gsize n);
/* Nothing more can come: why, in words ("connection lost"). SMTP_CLOSED. */
void smtp_dialogue_lost(struct smtp_dialogue *dialogue, const char *why);

/*
 * Once a message, in the order in which they were begun: TRUE and what became
 * of it (to be cleared by the caller) as soon as that is known, which may be
 * before the machine is idle again.
 */
gboolean smtp_dialogue_take_result(struct smtp_dialogue *dialogue,
    struct send_result *result);

/*
 * The session ended (lost or 421) before anything was answered to the message
 * whose result is the next to be taken: after an earlier one it may be tried
 * once more on a new connection. It has not left.
 */
gboolean smtp_dialogue_is_untouched(const struct smtp_dialogue *dialogue);

/* Answers so far: whoever waits for the next one sees this count change. */
guint64 smtp_dialogue_answers(const struct smtp_dialogue *dialogue);

#endif
