/*
 * mail_address.c - see mail_address.h. Called by the store, when it judges who
 * has written a reply.
 */
#include "base/mail_address.h"

#include <string.h>

char *
mail_address_fold(const char *address)
{
	char *folded = g_utf8_strdown(address, -1);
	char *at = strrchr(folded, '@');
	char *plus = strchr(folded, '+');

	/* "+x@example.com" has nothing but its tag. */
	if (at != NULL && plus != NULL && plus < at && plus != folded)
		memmove(plus, at, strlen(at) + 1);
	return folded;
}

gboolean
mail_address_is_same(const char *one, const char *other)
{
	g_autofree char *a = one != NULL ? mail_address_fold(one) : NULL;
	g_autofree char *b = other != NULL ? mail_address_fold(other) : NULL;

	return a != NULL && b != NULL && strcmp(a, b) == 0;
}
