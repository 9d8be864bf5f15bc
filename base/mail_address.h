/*
 * mail_address.h - whether two mail addresses are one person's. Pure.
 */
#ifndef BASE_MAIL_ADDRESS_H
#define BASE_MAIL_ADDRESS_H

#include <glib.h>

/*
 * The form in which addresses are compared, as to who writes: lower case, and
 * without what stands behind a + before the @. No more is guessed: dots count,
 * and so does the domain. UTF-8; owned.
 */
char *mail_address_fold(const char *address);

/* Both may be NULL, which is nobody's. */
gboolean mail_address_is_same(const char *one, const char *other);

#endif
