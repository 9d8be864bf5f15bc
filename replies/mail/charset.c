/*
 * charset.c - turns the bytes of a part into tidy UTF-8.
 *
 * What a label means is charset_name.c's. Called for every part and header
 * that is kept; knows nothing of mail.
 *
 * BUGS: bytes that are no UTF-8 and have no label are windows-1252, which is
 * wrong for mails from east of it; no program that is still kept writes such.
 */
#include "replies/mail/charset.h"

#include <errno.h>
#include <string.h>

#include "replies/mail/charset_name.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* Unicode for 0x80 to 0x9f in windows-1252; 0: nothing is there. */
static const guint16 windows[] = { 0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026,
	0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0,
	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
	0x161, 0x203a, 0x153, 0, 0x17e, 0x178 };

static char *
decode(const char *bytes, gsize n, const char *name)
{
	GIConv converter = g_iconv_open("UTF-8", name);
	GString *out = g_string_sized_new(n + 16);
	char *in = (char *)bytes;
	char buffer[4096];

	g_assert(converter != (GIConv)-1); /* the table's names are known */
	while (n > 0) {
		char *to = buffer;
		gsize room = sizeof(buffer);
		gsize done = g_iconv(converter, &in, &n, &to, &room);
		int why = errno;

		g_string_append_len(out, buffer, to - buffer);
		if (done != (gsize)-1 || why == E2BIG)
			continue;
		if (why != EILSEQ)
			break; /* cut in the middle of a character */
		g_string_append(out, REPLACEMENT);
		in++;
		n--;
	}
	g_iconv_close(converter);
	return g_string_free(out, FALSE);
}

/* windows-1252, which is also what is called ISO 8859-1; faster than iconv. */
static char *
decode_latin(const char *bytes, gsize n)
{
	GString *out = g_string_sized_new(n + n / 8 + 16);

	for (gsize i = 0; i < n;) {
		gsize plain = i;
		guint8 byte;

		while (plain < n && (bytes[plain] & 0x80) == 0)
			plain++;
		g_string_append_len(out, bytes + i, (gssize)(plain - i));
		if (plain == n)
			break;
		byte = (guint8)bytes[plain];
		if (byte >= 0xa0)
			g_string_append_unichar(out, byte);
		else if (windows[byte - 0x80] != 0)
			g_string_append_unichar(out, windows[byte - 0x80]);
		i = plain + 1;
	}
	return g_string_free(out, FALSE);
}

/* The bytes of the longest character; 1: they are ASCII. */
static guint
longest(const char *utf8, gsize n)
{
	guint most = 1;

	for (gsize i = 0; i < n; i++) {
		guint8 c = (guint8)utf8[i];

		if (c >= 0xf0)
			return 4;
		if (c >= 0xe0)
			most = 3;
		else if (c >= 0xc0 && most < 2)
			most = 2;
	}
	return most;
}

/* Of bytes that should be UTF-8: those that are, the others as windows-1252,
 * for some programs put two mails together. */
static char *
mend(const char *bytes, gsize n)
{
	GString *out = g_string_sized_new(n + 16);
	gboolean some = FALSE; /* of it is UTF-8, surely */

	while (n > 0) {
		const char *end;
		guint8 byte;

		if (g_utf8_validate(bytes, (gssize)n, &end))
			end = bytes + n;
		some = some || longest(bytes, (gsize)(end - bytes)) > 1;
		g_string_append_len(out, bytes, end - bytes);
		n -= (gsize)(end - bytes);
		bytes = end;
		if (n == 0)
			break;
		byte = (guint8)*bytes;
		if (some &&
		    g_utf8_get_char_validated(bytes, (gssize)n) ==
			(gunichar)-2)
			break; /* cut in the middle of a character */
		if (byte >= 0xa0)
			g_string_append_unichar(out, byte);
		else if (byte >= 0x80 && windows[byte - 0x80] != 0)
			g_string_append_unichar(out, windows[byte - 0x80]);
		else if (byte != 0)
			g_string_append(out, REPLACEMENT);
		bytes++;
		n--;
	}
	return g_string_free(out, FALSE);
}

/* What UTF-16 without a mark is: blanks and ASCII tell. NULL: it is none. */
static const char *
wide_name(const guint8 *bytes, gsize n)
{
	guint zeros[2] = { 0, 0 };

	if (n >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
		return "UTF-16LE";
	if (n >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
		return "UTF-16BE";
	for (gsize i = 0; i < n && i < 4096; i++)
		zeros[i & 1] += bytes[i] == 0;
	if (zeros[0] == zeros[1])
		return NULL;
	return zeros[0] > zeros[1] ? "UTF-16BE" : "UTF-16LE";
}

static gboolean
has_mark(const char *bytes, gsize n)
{
	return n >= 2 &&
	    (memcmp(bytes, "\xff\xfe", 2) == 0 ||
		memcmp(bytes, "\xfe\xff", 2) == 0);
}

static char *
decode_wide(const char *bytes, gsize n, const char *name)
{
	const char *form = strcmp(name, "UTF-16") == 0 || has_mark(bytes, n) ?
	    wide_name((const guint8 *)bytes, n) :
	    name;

	if (form == NULL && g_utf8_validate(bytes, (gssize)n, NULL))
		return g_strndup(bytes, n); /* it only says so */
	return decode(bytes, n, form != NULL ? form : "UTF-16BE");
}

static char *
decode_jis(const char *bytes, gsize n)
{
	g_autofree char *euc = charset_jis_to_euc(bytes, n, &n);

	return decode(euc, n, "EUC-JP-MS");
}

/* Is it UTF-8 whatever the label says? It does not come about by chance, but
 * for a word or two of Chinese. */
static gboolean
is_utf8(const char *bytes, gsize n, enum charset_kind kind)
{
	switch (kind) {
	case CHARSET_UNKNOWN:
	case CHARSET_UTF8:
	case CHARSET_LATIN:
	case CHARSET_BYTES:
		return g_utf8_validate(bytes, (gssize)n, NULL);
	case CHARSET_PAIRS:
	case CHARSET_JIS:
		return g_utf8_validate(bytes, (gssize)n, NULL) &&
		    longest(bytes, n) >= 3;
	case CHARSET_ESCAPES:
	case CHARSET_WIDE:
		break;
	}
	return FALSE;
}

static gboolean
is_jis(const char *bytes, gsize n)
{
	return g_strstr_len(bytes, (gssize)n, "\033$B") != NULL ||
	    g_strstr_len(bytes, (gssize)n, "\033$@") != NULL;
}

static char *
to_utf8(const char *bytes, gsize n, enum charset_kind kind, const char *name)
{
	if (kind == CHARSET_UNKNOWN && memchr(bytes, '\033', n) != NULL &&
	    is_jis(bytes, n))
		return decode_jis(bytes, n);
	if (is_utf8(bytes, n, kind))
		return g_strndup(bytes, n);
	switch (kind) {
	case CHARSET_UNKNOWN:
	case CHARSET_UTF8:
		break;
	case CHARSET_LATIN:
		return decode_latin(bytes, n);
	case CHARSET_BYTES:
	case CHARSET_PAIRS:
	case CHARSET_ESCAPES:
		return decode(bytes, n, name);
	case CHARSET_JIS:
		return decode_jis(bytes, n);
	case CHARSET_WIDE:
		return decode_wide(bytes, n, name);
	}
	return mend(bytes, n);
}

/* A NUL ends no text: it is dropped. */
static char *
without_nul(const char *bytes, gsize n, gsize *kept_n)
{
	char *kept = g_malloc(n + 1);
	gsize k = 0;

	for (gsize i = 0; i < n; i++)
		if (bytes[i] != '\0')
			kept[k++] = bytes[i];
	kept[k] = '\0';
	*kept_n = k;
	return kept;
}

char *
charset_to_utf8(const char *bytes, gsize n, const char *label)
{
	const char *name;
	enum charset_kind kind = charset_name(label, &name);
	g_autofree char *kept = NULL;

	if (has_mark(bytes, n) && kind != CHARSET_WIDE) {
		kind = CHARSET_WIDE;
		name = "UTF-16";
	}
	if (kind != CHARSET_WIDE && n > 0 && memchr(bytes, '\0', n) != NULL)
		bytes = kept = without_nul(bytes, n, &n);
	if (n == 0)
		return g_strdup("");
	return to_utf8(bytes, n, kind, name);
}

/* What is seen of a character: itself, a space, or nothing (0). */
static gunichar
visible(gunichar c)
{
	if (c == '\t' || c == '\n')
		return c;
	/* Control characters that nobody writes, but for windows-1252. */
	if (c >= 0x80 && c < 0xa0 && c != 0x85)
		return windows[c - 0x80];
	if (c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
	    c == 0x202f || c == 0x205f || c == 0x3000)
		return ' ';
	if (c == 0x2028 || c == 0x2029 || c == 0x85)
		return '\n';
	if (c < 0x20 || c == 0x7f || c == 0xad || c == 0x34f || c == 0x61c ||
	    c == 0x180e || c == 0x200b || c == 0x200c || c == 0x200e ||
	    c == 0x200f || (c >= 0x2060 && c <= 0x2064) || c == 0xfeff ||
	    c == 0xfffc || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x206f))
		return 0;
	return c;
}

/* How many bytes from here on are seen as they are: ASCII, line ends. */
static gsize
plain_run(const char *at)
{
	const char *end = at;

	while ((*end >= ' ' && *end < 0x7f) || *end == '\n' || *end == '\t')
		end++;
	return (gsize)(end - at);
}

char *
charset_tidy(const char *utf8)
{
	GString *out = g_string_sized_new(strlen(utf8) + 1);

	for (const char *at = utf8; *at != '\0'; at = g_utf8_next_char(at)) {
		gsize plain = plain_run(at);
		gunichar c;

		if (plain > 0) {
			g_string_append_len(out, at, (gssize)plain);
			at += plain - 1;
			continue;
		}
		if (*at == '\r') {
			if (at[1] != '\n')
				g_string_append_c(out, '\n');
			continue;
		}
		c = visible(g_utf8_get_char(at));
		if (c != 0)
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

/* Not g_strsplit: under AddressSanitizer its time grows with the square. */
char **
charset_lines(const char *text, guint max)
{
	GPtrArray *lines = g_ptr_array_new();
	const char *end;

	while ((end = strchr(text, '\n')) != NULL && lines->len + 1 < max) {
		g_ptr_array_add(lines, g_strndup(text, end - text));
		text = end + 1;
	}
	g_ptr_array_add(lines, g_strdup(text));
	g_ptr_array_add(lines, NULL);
	return (char **)g_ptr_array_free(lines, FALSE);
}
