/*
 * charset_name.h - what is meant by the charset that a mail names.
 */
#ifndef REPLIES_CHARSET_NAME_H
#define REPLIES_CHARSET_NAME_H

#include <glib.h>

enum charset_kind {
	CHARSET_UNKNOWN, /* no name, or one that says nothing */
	CHARSET_UTF8,
	CHARSET_LATIN,	 /* windows-1252, ISO 8859-1 */
	CHARSET_BYTES,	 /* ASCII, and a character a byte above it */
	CHARSET_PAIRS,	 /* ASCII, and characters of several bytes above it */
	CHARSET_ESCAPES, /* ASCII bytes, some of which mean something else */
	CHARSET_JIS,	 /* ISO-2022-JP; the name is EUC-JP's, charset_jis.c */
	CHARSET_WIDE,	 /* UTF-16 and its like: each byte may be NUL */
};

/* The kind, and the name by which iconv knows it, static; NULL if there is
 * none to ask for. label NULL: unknown. */
enum charset_kind charset_name(const char *label, const char **iconv_name);

#endif
