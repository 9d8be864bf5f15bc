/*
 * score.c - finds a lone 0-10 in a subject or in the first lines of a text.
 *
 * Pure. Knows nothing of mails and quotes; called by read.c with what is left
 * once quotes are cut.
 */
#include "replies/score.h"

#include <string.h>

#include "replies/charset.h"
#include "replies/count_words.h"

#define FIRST_LINES 4 /* written lines in which a score is looked for */
#define GREETING_MAX_BYTES 60
#define PREFIXES_MAX 8

#define KEYCAP 0x20e3
#define EMOJI_STYLE 0xfe0f
#define KEYCAP_TEN 0x1f51f
#define FULL_WIDTH_ZERO 0xff10

static const char *const scale_words[] = { "/", "out of", "of", "von", "sur",
	"de", "em", "su", "van", "av", "av.", NULL };

/* What may stand before it on its line: "Score: 9". */
static const char *const labels[] = { "arvosana", "arvosanani", "bewertung",
	"calificación", "classificação", "meine bewertung", "minha nota",
	"mi nota", "my score", "ma note", "note", "nota", "pisteet",
	"pontuação", "punktzahl", "puntuación", "rating", "score", NULL };

/* How a letter begins, in lower case; ':' may follow it in Spanish. */
static const char *const greetings[] = { "bom dia", "bonjour", "buen",
	"boa tarde", "dear", "estimad", "good", "guten", "hallo", "hei", "hej",
	"hello", "hi", "hola", "hyvä", "liebe", "moi", "olá", "oi", "querid",
	"sehr geehrte", NULL };

/* Before a subject, in any case, with ':' after it. */
static const char *const prefixes[] = { "re", "aw", "sv", "vs", "rv", "res",
	"antw", "antwort", "ref", "rif", "ynt", "odp", NULL };

static const char *
past_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* The digit that stands here in any of its shapes, or -1; *at moves on. */
static int
take_digit(const char **at)
{
	gunichar c = g_utf8_get_char(*at);
	int digit;

	if (c >= '0' && c <= '9')
		digit = (int)(c - '0');
	else if (c >= FULL_WIDTH_ZERO && c <= FULL_WIDTH_ZERO + 9)
		digit = (int)(c - FULL_WIDTH_ZERO);
	else
		return -1;
	*at = g_utf8_next_char(*at);
	if (g_utf8_get_char(*at) == EMOJI_STYLE)
		*at = g_utf8_next_char(*at);
	if (g_utf8_get_char(*at) == KEYCAP)
		*at = g_utf8_next_char(*at);
	return digit;
}

/* 0-10 and nothing that is longer; -1 if there is none. */
static int
take_number(const char **at)
{
	int digit, next;

	if (g_utf8_get_char(*at) == KEYCAP_TEN) {
		*at = g_utf8_next_char(*at);
		return 10;
	}
	digit = take_digit(at);
	if (digit < 0)
		return -1;
	next = take_digit(at);
	if (next < 0)
		return digit;
	return digit == 1 && next == 0 && take_digit(at) < 0 ? 10 : -1;
}

/*
 * Moves over "/10" or "out of 10" if it stands here. FALSE if there is a scale
 * and it does not end in 10: "9/12" is a date, "3 of 4" something else.
 */
static gboolean
take_scale(const char **at)
{
	const char *start = past_blanks(*at);

	for (guint i = 0; scale_words[i] != NULL; i++) {
		const char *word = scale_words[i];
		const char *end = start + strlen(word);

		if (g_ascii_strncasecmp(start, word, strlen(word)) != 0 ||
		    (*word != '/' && (start == *at || *end != ' ')))
			continue;
		end = past_blanks(end);
		if (take_number(&end) != 10)
			return *word != '/';
		*at = end;
		return TRUE;
	}
	return TRUE;
}

static gboolean
has_word(const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text))
		if (g_unichar_isalnum(g_utf8_get_char(text)))
			return TRUE;
	return FALSE;
}

/*
 * Signs without words after a score: "!", ":)", an emoji. Not those that make
 * an amount or a question of it.
 */
static gboolean
is_flourish(const char *signs, gboolean attached)
{
	gunichar first = g_utf8_get_char(signs);

	if (strpbrk(signs, "?%+#<>=/") != NULL || first == 0xb0)
		return FALSE;
	if (g_unichar_type(first) == G_UNICODE_CURRENCY_SYMBOL)
		return FALSE;
	return first != '-' || !attached;
}

/* "9 lovely staff", "9. Great", "9/10 great": words right behind it. */
static gboolean
take_words(const char *at, const char **rest)
{
	const char *end = at + strspn(at, ".");

	*rest = past_blanks(end);
	if (*rest == end || !g_unichar_isalpha(g_utf8_get_char(*rest)))
		return FALSE;
	return !words_are_counted(*rest);
}

/*
 * What follows a score on its line: nothing, a smile, or a separator and
 * words, or if `loose` words alone. *rest is set to the words. FALSE if the
 * number was part of something else: "9 nights", "7.5", "8 or 9", "9 - 12
 * March", "9:30".
 */
static gboolean
take_separator(const char *at, gboolean loose, const char **rest)
{
	static const char *const dashes[] = { "-", "–", "—", NULL };
	const char *start = past_blanks(at);

	*rest = start;
	if (*start == '\0')
		return TRUE;
	if (!has_word(start)) {
		*rest = start + strspn(start, "!. \t*_)\"':;,-");
		return is_flourish(start, start == at);
	}
	for (guint i = 0; dashes[i] != NULL; i++) {
		const char *end = start + strlen(dashes[i]);

		if (start == at || !g_str_has_prefix(start, dashes[i]) ||
		    *end != ' ')
			continue;
		*rest = past_blanks(end);
		return !g_ascii_isdigit(**rest);
	}
	if (start == at && (*at == ':' || *at == '!' || *at == ',')) {
		const char *end = at + strspn(at, *at == '!' ? "!" : ":,");

		*rest = past_blanks(end);
		return *rest > end && !g_ascii_isdigit(**rest) && **rest != '-';
	}
	return loose && take_words(at, rest);
}

/* The score that a line begins with; -1 if it does not. */
static int
take_score(const char *line, gboolean loose, const char **rest)
{
	const char *at = line + strspn(line, " \t*_\"'(");
	int score = take_number(&at);

	if (score < 0 || !take_scale(&at))
		return -1;
	at += strspn(at, "*_\"')");
	return take_separator(at, loose, rest) ? score : -1;
}

/* Past "Score:" or "My score is", if the line begins with it. */
static const char *
past_label(const char *line)
{
	for (guint i = 0; labels[i] != NULL; i++) {
		gsize n = strlen(labels[i]);
		const char *at = line + n;

		if (g_ascii_strncasecmp(line, labels[i], n) != 0)
			continue;
		at = past_blanks(at);
		if (*at == ':' || *at == '=')
			return past_blanks(at + 1);
		if (g_str_has_prefix(at, "is "))
			return past_blanks(at + 3);
	}
	return line;
}

static gboolean
begins_as_letter(const char *line)
{
	g_autofree char *lower = g_utf8_strdown(line, -1);

	for (guint i = 0; greetings[i] != NULL; i++)
		if (g_str_has_prefix(lower, greetings[i]))
			return TRUE;
	return FALSE;
}

/* "Hello Aurora Spa," or so: a score may stand in the line below. */
static gboolean
is_greeting(const char *line)
{
	return strlen(line) <= GREETING_MAX_BYTES &&
	    strpbrk(line, "0123456789") == NULL &&
	    (g_str_has_suffix(line, ",") || begins_as_letter(line));
}

struct found {
	int score;
	guint line;
	const char *rest; /* of its line */
	gboolean rivals;  /* another line holds another score */
};

/*
 * A number alone in a line below is a score, unless the line above announces
 * something else: "Rooms:".
 */
static gboolean
announces_other(const char *above)
{
	g_autofree char *lower = g_utf8_strdown(above, -1);

	if (!g_str_has_suffix(above, ":"))
		return FALSE;
	for (guint i = 0; labels[i] != NULL; i++)
		if (strstr(lower, labels[i]) != NULL)
			return FALSE;
	return !begins_as_letter(above);
}

static void
look_at_line(struct found *found, guint i, const char *line, gboolean first)
{
	const char *start = past_label(past_blanks(line));
	const char *rest = NULL;
	int score = take_score(start, TRUE, &rest);

	if (score < 0)
		return;
	if (found->score >= 0) {
		/* A list below a lone score is part of the comment. */
		if (!has_word(rest) || has_word(found->rest))
			found->rivals |= score != found->score;
		return;
	}
	/* Further down only a line of its own is meant as a score. */
	if (!first && has_word(rest))
		return;
	found->score = score;
	found->line = i;
	found->rest = rest;
}

/*
 * All but the number, and but a greeting above it. Where the number's line
 * falls away, what stood around it does not leave a hole.
 */
static char *
write_comment(char **lines, const struct found *found)
{
	g_autoptr(GString) out = g_string_new(NULL);
	gboolean gap = FALSE;

	for (guint i = 0; lines[i] != NULL; i++) {
		const char *text = i == found->line ? found->rest : lines[i];
		g_autofree char *line = g_strstrip(g_strdup(text));

		if (*line == '\0' || (i < found->line && is_greeting(line))) {
			gap = TRUE;
			continue;
		}
		if (out->len > 0)
			g_string_append(out, gap ? "\n\n" : "\n");
		g_string_append(out, line);
		gap = FALSE;
	}
	return out->len > 0 ? g_strdup(out->str) : NULL;
}

int
score_of_text(const char *text, char **comment)
{
	g_auto(GStrv) lines = charset_lines(text, G_MAXUINT);
	struct found found = { .score = -1 };
	g_autofree char *above = g_strdup("");
	gboolean first = TRUE;
	guint written = 0;

	*comment = NULL;
	for (guint i = 0; lines[i] != NULL && written < FIRST_LINES; i++) {
		g_autofree char *line = g_strstrip(g_strdup(lines[i]));

		if (*line == '\0')
			continue;
		written++;
		if (!announces_other(above))
			look_at_line(&found, i, lines[i], first);
		first = first && is_greeting(line);
		g_free(above);
		above = g_steal_pointer(&line);
	}
	if (found.score < 0 || found.rivals)
		return -1;
	*comment = write_comment(lines, &found);
	return found.score;
}

/* Past "Re: ", "AW[2]: ", "[EXTERNAL] " and the like. */
static const char *
past_prefixes(const char *subject)
{
	const char *at = past_blanks(subject);

	for (guint n = 0; n < PREFIXES_MAX; n++) {
		const char *end = at +
		    strspn(at,
			"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
		g_autofree char *word = g_ascii_strdown(at, end - at);

		if (*at == '[' && strchr(at, ']') != NULL) {
			at = past_blanks(strchr(at, ']') + 1);
			continue;
		}
		if (!g_strv_contains(prefixes, word))
			break;
		if (*end == '[' && strchr(end, ']') != NULL)
			end = strchr(end, ']') + 1;
		end = past_blanks(end);
		if (*end != ':')
			break;
		at = past_blanks(end + 1);
	}
	return at;
}

int
score_of_subject(const char *subject)
{
	const char *rest;

	return take_score(past_prefixes(subject), FALSE, &rest);
}
