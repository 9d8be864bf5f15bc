/*
 * words.c - see words.h. What a tag's rule makes of words is tag_rule.c's,
 * which calls this.
 */
#include "base/words.h"

#include "base/fold.h"

#define DECOMPOSED_MAX 18 /* G_UNICHAR_MAX_DECOMPOSITION_LENGTH */
#define ZERO_WIDTH_SPACE 0x200b
#define TATWEEL 0x640
#define PROLONGED_SOUND 0x30fc

/* Where we are in a text. */
struct cutting {
	struct words *words;
	gunichar last;	/* of the word that is open; 0: none is */
	gsize last_at;	/* where it begins */
	gboolean alone; /* that word takes marks alone */
};

gboolean
words_is_alone(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);

	if (c < 0x80)
		return type == G_UNICODE_CURRENCY_SYMBOL;
	if (type == G_UNICODE_CURRENCY_SYMBOL ||
	    type == G_UNICODE_OTHER_SYMBOL || c == PROLONGED_SOUND)
		return TRUE;
	if (!g_unichar_isalnum(c))
		return FALSE;
	switch ((int)g_unichar_get_script(c)) {
	case G_UNICODE_SCRIPT_HAN:
	case G_UNICODE_SCRIPT_HIRAGANA:
	case G_UNICODE_SCRIPT_KATAKANA:
	case G_UNICODE_SCRIPT_THAI:
	case G_UNICODE_SCRIPT_LAO:
	case G_UNICODE_SCRIPT_KHMER:
	case G_UNICODE_SCRIPT_MYANMAR:
		return TRUE;
	}
	return FALSE;
}

/* Whether people leave out the marks of such a letter as they type. */
static gboolean
has_accents(gunichar c)
{
	switch ((int)g_unichar_get_script(c)) {
	case G_UNICODE_SCRIPT_COMMON:
	case G_UNICODE_SCRIPT_LATIN:
	case G_UNICODE_SCRIPT_GREEK:
	case G_UNICODE_SCRIPT_CYRILLIC:
	case G_UNICODE_SCRIPT_HEBREW:
	case G_UNICODE_SCRIPT_ARABIC:
		return TRUE;
	}
	return FALSE;
}

/* What is seen by no one, or lengthens a word for its looks. */
static gboolean
is_nothing(gunichar c)
{
	return c == TATWEEL || (c >= 0xfe00 && c <= 0xfe0f) ||
	    (c >= 0xe0100 && c <= 0xe01ef) ||
	    (c != ZERO_WIDTH_SPACE && c >= 0x80 &&
		g_unichar_type(c) == G_UNICODE_FORMAT);
}

static void
close_word(struct cutting *cutting)
{
	if (cutting->last == 0)
		return;
	g_string_append_c(cutting->words->text, '\0');
	cutting->last = 0;
}

static void
add_letter(struct cutting *cutting, gunichar c, gboolean alone)
{
	GString *text = cutting->words->text;

	if (alone || cutting->alone)
		close_word(cutting);
	if (cutting->last == 0) {
		guint begin = (guint)text->len;

		g_array_append_val(cutting->words->begins, begin);
	}
	cutting->alone = alone;
	cutting->last = c;
	cutting->last_at = text->len;
	if (has_accents(c))
		fold_char(text, c);
	else
		g_string_append_unichar(text, g_unichar_tolower(c));
}

/* A mark upon the letter before it, or a further part of a Hangul syllable:
 * so "が" is one in whichever form it was typed. */
static gboolean
joins(struct cutting *cutting, gunichar c)
{
	GString *text = cutting->words->text;
	gunichar both;

	if (cutting->last == 0 ||
	    !g_unichar_compose(cutting->last, c, &both))
		return FALSE;
	g_string_truncate(text, cutting->last_at);
	g_string_append_unichar(text, both);
	cutting->last = both;
	return TRUE;
}

static void
add_part(struct cutting *cutting, gunichar c)
{
	if (is_nothing(c))
		return;
	if (g_unichar_ismark(c)) {
		if (cutting->last == 0 || has_accents(cutting->last) ||
		    joins(cutting, c))
			return;
		cutting->last = c;
		cutting->last_at = cutting->words->text->len;
		g_string_append_unichar(cutting->words->text, c);
		return;
	}
	if (words_is_alone(c))
		add_letter(cutting, c, TRUE);
	else if (!g_unichar_isalnum(c))
		close_word(cutting);
	else if (g_unichar_get_script(c) != G_UNICODE_SCRIPT_HANGUL ||
	    !joins(cutting, c))
		add_letter(cutting, c, FALSE);
}

static void
add_char(struct cutting *cutting, gunichar c)
{
	gunichar parts[DECOMPOSED_MAX];
	gsize n;

	if (c < 0x80 || c == ZERO_WIDTH_SPACE) {
		add_part(cutting, c);
		return;
	}
	n = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));
	for (gsize i = 0; i < n && i < G_N_ELEMENTS(parts); i++)
		add_part(cutting, parts[i]);
}

struct words *
words_of(const char *text)
{
	struct words *words = g_new0(struct words, 1);
	struct cutting cutting = { .words = words };

	words->text = g_string_new(NULL);
	words->begins = g_array_new(FALSE, FALSE, sizeof(guint));
	while (*text != '\0') {
		gunichar c = g_utf8_get_char_validated(text, -1);

		if (c == (gunichar)-1 || c == (gunichar)-2) {
			close_word(&cutting);
			text++;
			continue;
		}
		add_char(&cutting, c);
		text = g_utf8_next_char(text);
	}
	close_word(&cutting);
	return words;
}

void
words_free(struct words *words)
{
	if (words == NULL)
		return;
	g_string_free(words->text, TRUE);
	g_array_unref(words->begins);
	g_free(words);
}

const char *
words_nth(const struct words *words, guint n)
{
	return words->text->str + g_array_index(words->begins, guint, n);
}
