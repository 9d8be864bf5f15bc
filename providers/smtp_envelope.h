/*
 * smtp_envelope.h - the commands that carry one message's envelope, or the
 * reason why this server need not be asked.
 *
 * Pure. SIZE is RFC 1870, BODY RFC 6152, SMTPUTF8 RFC 6531. A domain that is
 * not ASCII is sent as A-labels (RFC 5890), which every server takes.
 */
#ifndef PROVIDERS_SMTP_ENVELOPE_H
#define PROVIDERS_SMTP_ENVELOPE_H

#include <glib.h>

#include "base/model.h"
#include "providers/smtp_hello.h"

struct smtp_envelope {
	char *mail; /* "MAIL FROM:<...> SIZE=...", without CRLF */
	char *rcpt; /* "RCPT TO:<...>" */
};

/*
 * FALSE with *refusal set (a sentence without an address; owned) if the
 * message cannot be sent to this server: an address with control characters or
 * of no valid form, a message over its SIZE, 8-bit text or a non-ASCII address
 * that it doesn't take.
 */
gboolean smtp_envelope_make(const struct message *message,
    const struct smtp_capabilities *capabilities,
    struct smtp_envelope *envelope, char **refusal);
/* FALSE with *refusal set, as above, if no server whatever would be asked. */
gboolean smtp_envelope_is_possible(const struct message *message,
    char **refusal);
void smtp_envelope_clear(struct smtp_envelope *envelope);

/*
 * The address as it goes over the wire; NULL with *refusal set (a static
 * sentence) if it has no valid form. *utf8 becomes TRUE if it needs SMTPUTF8,
 * else stays. "" is allowed only if `empty` is. Owned.
 */
char *smtp_path_make(const char *address, gboolean empty, gboolean *utf8,
    const char **refusal);

#endif
