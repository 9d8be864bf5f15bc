/*
 * kannel_hook.h - what Kannel calls us with: the get-url of its sms-service for
 * a text that came in, and the dlr-url of a text that we sent.
 */
#ifndef PROVIDERS_KANNEL_HOOK_H
#define PROVIDERS_KANNEL_HOOK_H

#include "base/model.h"

/* What an admin writes behind the address of the hook, for the get-url. */
#define KANNEL_GET_QUERY                                                       \
	"id=%I&from=%p&to=%P&time=%T&coding=%c&charset=%C&text=%b"

/* Delivered, undelivered, buffered, accepted and refused by the network. */
#define KANNEL_DLR_MASK "31"

/*
 * The dlr-url of a message: the hook's address with its name, and Kannel's
 * escapes for what became of it; owned.
 */
char *kannel_dlr_url(const char *hook_url, const char *name);

/*
 * Reads the query of such a call, which is proven already, and adds what it
 * tells to arrivals: a text, a report, or nothing (a text of who has no number
 * and cannot be answered, a report of what we didn't ask for). FALSE with error
 * set if it is neither.
 */
gboolean kannel_hook_read(const char *query, gint64 now_at,
    struct arrivals *arrivals, GError **error);

#endif
