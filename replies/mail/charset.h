/*
 * charset.h - from the bytes of a mail's part to text that can be read.
 */
#ifndef REPLIES_CHARSET_H
#define REPLIES_CHARSET_H

#include <glib.h>

/*
 * Valid UTF-8 for bytes in the charset that the mail names (label), if they can
 * be in it: UTF-8 is told by its form and believed before any label. What does
 * not fit becomes U+FFFD. label NULL or unknown: UTF-8, UTF-16 or ISO-2022-JP
 * if it is, else windows-1252. NUL is dropped. Owned by the caller.
 */
char *charset_to_utf8(const char *bytes, gsize n, const char *label);

/*
 * The same words in fewer characters: lines end in "\n", every kind of blank is
 * a space (tabs stay), what cannot be seen is dropped. Owned by the caller.
 */
char *charset_tidy(const char *utf8);

/* Its lines without their ends, NULL-terminated, at most max of them (the last
 * is then the rest); owned by the caller. */
char **charset_lines(const char *text, guint max);

/* ISO-2022-JP as EUC-JP, charset_jis.c; *euc_n bytes; owned by the caller. */
char *charset_jis_to_euc(const char *bytes, gsize n, gsize *euc_n);

#endif
