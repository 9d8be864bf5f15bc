/*
 * charset_jis.c - rewrites ISO-2022-JP (RFC 1468) as EUC-JP.
 *
 * Not iconv: what Windows writes under that name holds characters (the circled
 * numbers, for one) that ISO-2022-JP has not, and iconv loses its step at each
 * of them. As EUC-JP-MS it knows them. Called by charset.c.
 */
#include "replies/mail/charset.h"

enum set {
	SET_ASCII,
	SET_KANA,
	SET_KANJI,
	SET_MORE_KANJI, /* JIS X 0212 */
};

/* The set that the escape sequence at `at` switches to, and how long it is;
 * 0 if it is none. */
static gsize
read_escape(const char *at, gsize n, enum set *set)
{
	if (n >= 3 && at[1] == '$' && (at[2] == 'B' || at[2] == '@')) {
		*set = SET_KANJI;
		return 3;
	}
	if (n >= 4 && at[1] == '$' && at[2] == '(') {
		*set = at[3] == 'D' ? SET_MORE_KANJI : SET_KANJI;
		return 4;
	}
	if (n >= 3 && at[1] == '(') {
		*set = at[2] == 'I' ? SET_KANA : SET_ASCII;
		return 3;
	}
	return 0;
}

static gboolean
is_graphic(char c)
{
	return c > 0x20 && c < 0x7f;
}

char *
charset_jis_to_euc(const char *bytes, gsize n, gsize *euc_n)
{
	GString *euc = g_string_sized_new(n + 16);
	enum set set = SET_ASCII;

	for (gsize i = 0; i < n; i++) {
		gsize escape = bytes[i] == '\033' ?
		    read_escape(bytes + i, n - i, &set) :
		    0;

		if (escape > 0) {
			i += escape - 1;
			continue;
		}
		/* A line begins in ASCII, whatever the one before ended in. */
		if (bytes[i] == '\n')
			set = SET_ASCII;
		if (set == SET_ASCII || !is_graphic(bytes[i])) {
			g_string_append_c(euc, bytes[i]);
			continue;
		}
		if (set == SET_KANA)
			g_string_append_c(euc, (char)0x8e);
		if (set == SET_MORE_KANJI)
			g_string_append_c(euc, (char)0x8f);
		g_string_append_c(euc, (char)(bytes[i] | 0x80));
		if (set != SET_KANA && i + 1 < n && is_graphic(bytes[i + 1]))
			g_string_append_c(euc, (char)(bytes[++i] | 0x80));
	}
	*euc_n = euc->len;
	return g_string_free(euc, FALSE);
}
