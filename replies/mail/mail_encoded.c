/*
 * mail_encoded.c - the text of a header: encoded words (RFC 2047), folded
 * lines, and bytes that should have been encoded.
 *
 * More is taken for an encoded word than the RFC allows, since more is sent:
 * words that touch text, with blanks in them, of which a character is divided
 * between two. Called by mail.c.
 */
#include <string.h>

#include "replies/mail/charset.h"
#include "replies/mail/mail.h"
#include "replies/mail/mail_part.h"

#define CHARSET_MAX_BYTES 60

struct word {
	char charset[CHARSET_MAX_BYTES + 1];
	char encoding; /* 'b' or 'q' */
	const char *text;
	gsize n;
	const char *end; /* past "?=" */
};

struct decoder {
	GString *out;
	GString *words;	   /* the texts of the last ones, of one encoding */
	GByteArray *bytes; /* of those before them, of one charset */
	char charset[CHARSET_MAX_BYTES + 1];
	char encoding;
};

/* TRUE if an encoded word begins at `at`, "=?charset*language?Q?text?=". */
static gboolean
find_word(const char *at, struct word *word)
{
	gsize n;

	if (at[0] != '=' || at[1] != '?')
		return FALSE;
	at += 2;
	n = strcspn(at, "?* \t");
	if (n == 0 || n > CHARSET_MAX_BYTES)
		return FALSE;
	memcpy(word->charset, at, n);
	word->charset[n] = '\0';
	at += n;
	if (*at == '*')
		at += strcspn(at, "? \t");
	if (at[0] != '?' || at[1] == '\0' || at[2] != '?')
		return FALSE;
	word->encoding = g_ascii_tolower(at[1]);
	if (word->encoding != 'b' && word->encoding != 'q')
		return FALSE;
	word->text = at + 3;
	word->end = strstr(word->text, "?=");
	if (word->end == NULL)
		return FALSE;
	word->n = (gsize)(word->end - word->text);
	word->end += 2;
	return TRUE;
}

static void
take_quoted(GByteArray *bytes, const char *text, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		guint8 byte = (guint8)text[i];

		if (byte == '_') {
			byte = ' ';
		} else if (byte == '=' && i + 2 < n &&
		    g_ascii_isxdigit(text[i + 1]) &&
		    g_ascii_isxdigit(text[i + 2])) {
			byte = (guint8)(g_ascii_xdigit_value(text[i + 1]) * 16 +
			    g_ascii_xdigit_value(text[i + 2]));
			i += 2;
		}
		g_byte_array_append(bytes, &byte, 1);
	}
}

static void
take_base64(GByteArray *bytes, const char *text, gsize n)
{
	g_autofree guchar *out = g_malloc(n + 8);
	guint save = 0;
	gint state = 0;
	gsize got = g_base64_decode_step(text, n, out, &state, &save);

	/* Some leave the padding out. */
	for (guint i = 0; state != 0 && i < 2; i++)
		got += g_base64_decode_step("=", 1, out + got, &state, &save);
	g_byte_array_append(bytes, out, (guint)got);
}

static void
decode_words(struct decoder *decoder)
{
	const GString *words = decoder->words;

	if (decoder->encoding == 'b')
		take_base64(decoder->bytes, words->str, words->len);
	else
		take_quoted(decoder->bytes, words->str, words->len);
	g_string_truncate(decoder->words, 0);
}

static void
flush_words(struct decoder *decoder)
{
	g_autofree char *text = NULL;

	decode_words(decoder);
	if (decoder->bytes->len == 0)
		return;
	text = charset_to_utf8((const char *)decoder->bytes->data,
	    decoder->bytes->len, decoder->charset);
	g_string_append(decoder->out, text);
	g_byte_array_set_size(decoder->bytes, 0);
}

/* A character may be divided between two words, and so may its digits. */
static void
take_word(struct decoder *decoder, const struct word *word)
{
	const GString *words = decoder->words;

	if (g_ascii_strcasecmp(decoder->charset, word->charset) != 0) {
		flush_words(decoder);
		g_strlcpy(decoder->charset, word->charset,
		    sizeof(decoder->charset));
	} else if (decoder->encoding != word->encoding ||
	    (word->encoding == 'b' &&
		(words->len % 4 == 0 || words->str[words->len - 1] == '='))) {
		decode_words(decoder);
	}
	decoder->encoding = word->encoding;
	g_string_append_len(decoder->words, word->text, (gssize)word->n);
}

static void
take_text(struct decoder *decoder, const char *text, gsize n)
{
	g_autofree char *utf8 = charset_to_utf8(text, n, NULL);

	flush_words(decoder);
	g_string_append(decoder->out, utf8);
}

/* One line, each fold a blank. */
static char *
unfold(const char *value)
{
	GString *line = g_string_new(NULL);

	while (*value != '\0') {
		gsize n = strcspn(value, "\r\n");

		g_string_append_len(line, value, (gssize)n);
		value += n;
		if (*value == '\0')
			break;
		value += strspn(value, "\r\n \t");
		g_string_append_c(line, ' ');
	}
	return g_strstrip(g_string_free(line, FALSE));
}

char *
mail_decode_header(const char *value)
{
	g_autofree char *line = unfold(value);
	g_autofree char *decoded = NULL;
	struct decoder decoder = { g_string_new(NULL), g_string_new(NULL),
		g_byte_array_new(), "", 'q' };
	const char *text = line, *at = line;
	gboolean after_word = FALSE;

	while (*at != '\0') {
		struct word word;

		at += strcspn(at, "=");
		if (*at == '\0')
			break;
		if (!find_word(at, &word)) {
			at++;
			continue;
		}
		/* Blanks between two words are not for people. */
		if (!after_word || text + strspn(text, " \t") < at)
			take_text(&decoder, text, (gsize)(at - text));
		take_word(&decoder, &word);
		after_word = TRUE;
		at = text = word.end;
	}
	take_text(&decoder, text, strlen(text));
	g_string_free(decoder.words, TRUE);
	g_byte_array_unref(decoder.bytes);
	decoded = g_string_free(decoder.out, FALSE);
	return g_strstrip(charset_tidy(decoded));
}
