/*
 * quote_fold.c - writes a line in fewer characters, so that a table needs one
 * entry for all the ways a mail program may write it.
 *
 * Knows no language. Called by quote_lines.c and quote_words.c.
 */
#include "replies/quote/quote_fold.h"

#include <string.h>

#include "base/fold.h"

/* The sign that stands for many, or 0. */
static char
plain_sign(gunichar c)
{
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2500 ||
	    c == 0x30fb)
		return '-';
	if (c == 0x2018 || c == 0x2019 || c == 0x201b || c == 0x2bc ||
	    c == 0xb4 || c == 0x5f3)
		return '\'';
	if (c == 0xab || c == 0xbb || (c >= 0x201c && c <= 0x201f))
		return '"';
	if (c == 0x3001 || c == 0x60c)
		return ',';
	if (c == 0xa0 || c == 0x202f || c == 0x3000 || c == '\t')
		return ' ';
	return 0;
}

static void
fold_one(GString *out, gunichar c)
{
	char sign = plain_sign(c);

	if (c == '*' || c == 0xfffd)
		return;
	if (sign != 0)
		c = (gunichar)sign;
	else if (c >= 0x80 && g_unichar_isdigit(c))
		c = (gunichar)('0' + g_unichar_digit_value(c));
	/* One blank for many, and none before a colon: "a écrit :". */
	if (c == ' ' && (out->len == 0 || out->str[out->len - 1] == ' '))
		return;
	if (c == ':' && out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	fold_char(out, c);
}

char *
quote_fold(const char *utf8, gsize max_bytes)
{
	GString *out;

	if (strlen(utf8) > max_bytes)
		return g_strdup("");
	out = g_string_sized_new(strlen(utf8) + 1);
	for (; *utf8 != '\0'; utf8 = g_utf8_next_char(utf8))
		fold_one(out, g_utf8_get_char(utf8));
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}
