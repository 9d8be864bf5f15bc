/*
 * text.c - see text.h. Called where values enter, where
 * addresses are judged, and where something is said to people.
 */
#include "base/text.h"

#include <gio/gio.h>
#include <string.h>

#define SHOWN_MAX_CHARS 40
#define LANGUAGE_MAX_BYTES 35 /* RFC 5646, section 4.4.1 */
#define NUMBER_MIN_DIGITS 6
#define NUMBER_MAX_BETWEEN 3 /* as in "+358 (0) 40" */

gboolean
text_has_control(const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		/* Nearly all are ASCII, which need not be looked up. */
		if (*text >= ' ' && *text < 0x7f)
			continue;
		if (g_unichar_iscntrl(g_utf8_get_char(text)))
			return TRUE;
	}
	return FALSE;
}

gboolean
text_turns(gunichar c)
{
	return c == 0x061c || c == 0x200e || c == 0x200f ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* What may be shown for it, in one line and from left to right. */
static gunichar
harmless(gunichar c)
{
	if (c == '\n' || c == '\r' || c == '\t')
		return ' ';
	if (g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029 || text_turns(c))
		return '?';
	return c;
}

gboolean
text_is_plain(const char *text)
{
	while (*text >= ' ' && *text < 0x7f)
		text++;
	return *text == '\0';
}

char *
text_clean(const char *text)
{
	g_autofree char *valid = NULL;
	GString *out;

	if (text_is_plain(text))
		return g_strdup(text);
	valid = g_utf8_make_valid(text, -1);
	out = g_string_new(NULL);
	for (const char *c = valid; *c != '\0'; c = g_utf8_next_char(c))
		g_string_append_unichar(out, harmless(g_utf8_get_char(c)));
	return g_string_free(out, FALSE);
}

char *
text_shown(const char *value)
{
	g_autofree char *clean = text_clean(value);
	glong n = g_utf8_strlen(clean, -1);
	g_autofree char *head = g_utf8_substring(clean, 0,
	    MIN(n, SHOWN_MAX_CHARS));

	return g_strconcat(head, n > SHOWN_MAX_CHARS ? "..." : "", NULL);
}

static gboolean
stands_between_digits(gunichar c)
{
	return g_unichar_isspace(c) ||
	    g_unichar_type(c) == G_UNICODE_DASH_PUNCTUATION ||
	    (c < 0x80 && strchr("./()", (int)c) != NULL);
}

/* Behind the last digit of those that text begins with. */
static const char *
digits_end(const char *text, guint *digits)
{
	const char *end = text;
	guint between = 0;

	*digits = 0;
	for (; *text != '\0' && between <= NUMBER_MAX_BETWEEN;
	     text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (g_unichar_isdigit(c)) {
			between = 0;
			end = g_utf8_next_char(text);
			(*digits)++;
		} else if (stands_between_digits(c)) {
			between++;
		} else {
			break;
		}
	}
	return end;
}

char *
text_without_numbers(const char *utf8)
{
	GString *out = g_string_new(NULL);

	while (*utf8 != '\0') {
		const char *plus = *utf8 == '+' ? utf8 + 1 : utf8;
		gboolean begins = g_unichar_isdigit(g_utf8_get_char(plus));
		guint digits = 0;
		const char *end = begins ? digits_end(plus, &digits) :
					   g_utf8_next_char(utf8);

		if (digits >= NUMBER_MIN_DIGITS)
			g_string_append(out, "***");
		else
			g_string_append_len(out, utf8, end - utf8);
		utf8 = end;
	}
	return g_string_free(out, FALSE);
}

char *
text_cut(const char *utf8, gsize max_bytes)
{
	gsize n = strlen(utf8);

	if (n > max_bytes) {
		n = max_bytes;
		while (n > 0 && ((guint8)utf8[n] & 0xc0) == 0x80)
			n--;
	}
	return g_strndup(utf8, n);
}

gboolean
text_is_language(const char *code)
{
	gsize n = strspn(code, G_CSET_a_2_z);

	if (n < 2 || n > 3 || strlen(code) > LANGUAGE_MAX_BYTES)
		return FALSE;
	for (code += n; *code == '-'; code += n) {
		code++;
		n = strspn(code, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS);
		if (n < 2 || n > 8)
			return FALSE;
	}
	return *code == '\0';
}

gboolean
text_is_loopback(const char *host)
{
	g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);

	if (address != NULL)
		return g_inet_address_get_is_loopback(address);
	return g_ascii_strcasecmp(host, "localhost") == 0;
}
