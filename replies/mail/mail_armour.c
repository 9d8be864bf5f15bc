/*
 * mail_armour.c - takes an OpenPGP cleartext signature off a text, RFC 9580
 * section 7. It is not verified. Called by mail_words.c.
 */
#include <string.h>

#include "replies/mail/mail_part.h"

#define BEGIN_MESSAGE "-----BEGIN PGP SIGNED MESSAGE-----"
#define BEGIN_SIGNATURE "-----BEGIN PGP SIGNATURE-----"
#define END_SIGNATURE "-----END PGP SIGNATURE-----"

static gboolean
is_line(const char *line, gsize n, const char *words)
{
	gsize length = strlen(words);

	while (n > 0 && g_ascii_isspace(line[n - 1]))
		n--;
	return n == length && memcmp(line, words, n) == 0;
}

enum place {
	PLACE_OUTSIDE,
	PLACE_HEADERS, /* "Hash: SHA256", up to a blank line */
	PLACE_INSIDE,
	PLACE_SIGNATURE,
};

/* Appends the line if it is a person's; where the next one is. */
static enum place
take_line(GString *out, enum place place, const char *line, gsize n)
{
	if (is_line(line, n, BEGIN_MESSAGE))
		return PLACE_HEADERS;
	if (is_line(line, n, BEGIN_SIGNATURE) && place == PLACE_INSIDE)
		return PLACE_SIGNATURE;
	if (place == PLACE_SIGNATURE)
		return is_line(line, n, END_SIGNATURE) ? PLACE_OUTSIDE : place;
	if (place == PLACE_HEADERS)
		return is_line(line, n, "") ? PLACE_INSIDE : place;
	if (place == PLACE_INSIDE && n >= 2 && memcmp(line, "- ", 2) == 0) {
		line += 2;
		n -= 2;
	}
	g_string_append_len(out, line, (gssize)n);
	g_string_append_c(out, '\n');
	return place;
}

char *
mail_disarm(const char *text)
{
	enum place place = PLACE_OUTSIDE;
	GString *out;

	if (strstr(text, BEGIN_MESSAGE) == NULL)
		return g_strdup(text);
	out = g_string_new(NULL);
	while (*text != '\0') {
		gsize n = strcspn(text, "\n");

		place = take_line(out, place, text, n);
		text += n + (text[n] == '\n');
	}
	return g_string_free(out, FALSE);
}
