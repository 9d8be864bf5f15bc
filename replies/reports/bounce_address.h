/*
 * bounce_address.h - mail addresses as they stand in running text.
 */
#ifndef REPLIES_BOUNCE_ADDRESS_H
#define REPLIES_BOUNCE_ADDRESS_H

#include <glib.h>

/*
 * The next address in a line from *at on: *at is moved behind it, *begin to
 * where it or the bracket before it begins. NULL if there is none; owned.
 */
char *bounce_address_next(const char **at, const char **begin);

/* The address in "rfc822; <ada@example.com>" (RFC 3464, 6533) or alone; NULL
 * if there is none; owned. */
char *bounce_address_of_field(const char *value);

/* Of a server, not of a person: postmaster, mailer-daemon. */
gboolean bounce_address_is_system(const char *address);

#endif
