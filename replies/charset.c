/*
 * charset.c - turns the bytes of a part into tidy UTF-8.
 *
 * Called by mail.c for every part it keeps; knows nothing of mail.
 */
#include "replies/charset.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

static char *
decode(GIConv converter, const char *bytes, gsize n)
{
	GString *out = g_string_sized_new(n + 16);
	char *in = (char *)bytes;
	char buffer[4096];

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
	return g_string_free(out, FALSE);
}

char *
charset_to_utf8(const char *bytes, gsize n, const char *charset)
{
	g_autofree char *text = NULL;
	GIConv converter;

	if (charset == NULL || g_ascii_strcasecmp(charset, "us-ascii") == 0 ||
	    g_ascii_strcasecmp(charset, "ascii") == 0)
		charset = g_utf8_validate(bytes, n, NULL) ? "utf-8" :
							    "windows-1252";
	/* Most is what it says, and needs no converter. */
	if (g_ascii_strcasecmp(charset, "utf-8") == 0 &&
	    g_utf8_validate(bytes, (gssize)n, NULL))
		return g_strndup(bytes, n);
	charset = g_mime_charset_iso_to_windows(charset);
	converter = g_mime_iconv_open("UTF-8", charset);
	if (converter == (GIConv)-1)
		return g_utf8_make_valid(bytes, n);
	text = decode(converter, bytes, n);
	g_mime_iconv_close(converter);
	/* An embedded NUL ends nothing: it is cut by charset_tidy's caller. */
	return g_utf8_make_valid(text, -1);
}

/* What is seen of a character: itself, a space, or nothing (0). */
static gunichar
visible(gunichar c)
{
	if (c == '\t' || c == '\n')
		return c;
	if (c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
	    c == 0x202f || c == 0x205f || c == 0x3000)
		return ' ';
	if (c == 0x2028 || c == 0x2029 || c == 0x85)
		return '\n';
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x200b ||
	    c == 0x200c || c == 0x200e || c == 0x200f || c == 0x2060 ||
	    c == 0xfeff || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069))
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
