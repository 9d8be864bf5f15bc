/*
 * charset.h - from the bytes of a mail's part to text that can be read.
 */
#ifndef REPLIES_CHARSET_H
#define REPLIES_CHARSET_H

#include <glib.h>

/*
 * Valid UTF-8 for bytes in the charset that the mail names; what does not fit
 * becomes U+FFFD. charset NULL or unknown: UTF-8 if it is, else windows-1252,
 * which is also what is meant by iso-8859-1. Owned by the caller.
 */
char *charset_to_utf8(const char *bytes, gsize n, const char *charset);

/*
 * The same words in fewer characters: lines end in "\n", every kind of blank is
 * a space (tabs stay), what cannot be seen is dropped. Owned by the caller.
 */
char *charset_tidy(const char *utf8);

/* Its lines without their ends, NULL-terminated, at most max of them (the last
 * is then the rest); owned by the caller. */
char **charset_lines(const char *text, guint max);

#endif
