/*
 * quote.h - what the person wrote, out of a mail that quotes another.
 */
#ifndef REPLIES_QUOTE_H
#define REPLIES_QUOTE_H

#include <glib.h>

#define QUOTE_KEPT_MAX_BYTES (64 * 1024)

/*
 * The text without quoted lines ("> "), the lines that announce them, header
 * blocks, what is sent on, signatures ("-- "), "Sent from my ...", disclaimers
 * and the footers of lists, whether the answer stands above, below or between.
 * What may be the person's own is kept: a closing and a name are. A mail that
 * says nothing but what it sends on says that. text is tidy UTF-8 (charset.h).
 * Never NULL; "" if nothing is left; owned by the caller.
 */
char *quote_cut(const char *text);

#endif
