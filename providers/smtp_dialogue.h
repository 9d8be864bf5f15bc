/*
 * smtp_dialogue.h - the SMTP client's side of a session, after EHLO and AUTH,
 * as a machine over bytes in and bytes out. No socket, no clock, no loop.
 *
 * One message at a time: MAIL, RCPT and DATA go in one group where the server
 * has PIPELINING (RFC 2920), the text after 354, all but its final dot. Then
 * the machine holds until smtp_dialogue_finish(). A refused message is reset,
 * and the session goes on. Driven by smtp_connection.c.
 *
 * What is waited for stands in a queue, so that several messages could be in
 * one group; that is not done yet.
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
	SMTP_HELD,    /* all is written but the final dot */
	SMTP_VERDICT, /* the dot is given, the server thinks about it */
	SMTP_CLOSED,  /* of no more use: close the connection */
};

struct smtp_dialogue;

struct smtp_dialogue *smtp_dialogue_new(gboolean pipelining);
void smtp_dialogue_free(struct smtp_dialogue *dialogue);
AUTOPTR_DEFINE(smtp_dialogue, smtp_dialogue_free)

enum smtp_state smtp_dialogue_state(const struct smtp_dialogue *dialogue);

/*
 * In SMTP_IDLE. The envelope and the bytes are copied or kept by reference;
 * secrets (NULL-terminated) are words that no detail may show, copied.
 */
void smtp_dialogue_begin(struct smtp_dialogue *dialogue,
    const struct smtp_envelope *envelope, GBytes *bytes,
    const char *const *secrets);
/* In SMTP_HELD: gives the final dot. */
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
 * Once a message: TRUE and what became of it (to be cleared by the caller) as
 * soon as that is known, which may be before the machine is idle again.
 */
gboolean smtp_dialogue_take_result(struct smtp_dialogue *dialogue,
    struct send_result *result);

/*
 * The session ended (lost or 421) before anything of the present message was
 * answered: with an old connection it may be tried once more on a new one.
 * Ask before taking the result.
 */
gboolean smtp_dialogue_is_untouched(const struct smtp_dialogue *dialogue);

/* Answers so far: whoever waits for the next one sees this count change. */
guint64 smtp_dialogue_answers(const struct smtp_dialogue *dialogue);

#endif
