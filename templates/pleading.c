/*
 * pleading.c - cuts a text into folded words, and looks where a pattern of
 * pleading_words.c stands among them. See pleading.h.
 */
#include "templates/pleading.h"

#include <string.h>

#include "base/fold.h"
#include "base/text.h"
#include "templates/pleading_words.h"

#define FOUND_MAX_BYTES 80
#define TEXT_MAX_BYTES (64 * 1024)
#define TAG_MAX_BYTES 4096
#define DENIED_WITHIN 4
/* A 0 so near: a scale is explained, and its ends are named. */
#define SCALE_WITHIN 8

struct word {
	char *folded; /* "." is the end of a sentence */
	gsize from, until; /* bytes of the text */
	guint line;
};

static void
word_clear(gpointer data)
{
	struct word *word = data;

	g_free(word->folded);
}

static const struct word *
word_at(const GArray *words, guint i)
{
	return &g_array_index(words, struct word, i);
}

static gboolean
is_sign(gunichar c)
{
	return c == '%' || c == '$' || c == 0x20ac || c == 0xa3;
}

static gboolean
is_end(gunichar c)
{
	return c == '.' || c == '?' || c == '!' || c == ':' || c == ';' ||
	    c == 0x2022;
}

/* Behind a tag of HTML or Mustache that begins here; NULL: none does. What is
 * written between <style> and </style> is none of the text. */
static const char *
skip_tag(const char *c)
{
	static const char *const silent[] = { "style", "script" };
	const char *end;

	if (g_str_has_prefix(c, "{{")) {
		end = g_strstr_len(c, TAG_MAX_BYTES, "}}");
		return end != NULL ? end + 2 : NULL;
	}
	if (*c != '<' || (c[1] != '/' && c[1] != '!' && !g_ascii_isalpha(c[1])))
		return NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(silent); i++) {
		g_autofree char *close = g_strconcat("</", silent[i], NULL);

		if (g_ascii_strncasecmp(c + 1, silent[i], strlen(silent[i])) !=
		    0)
			continue;
		end = strstr(c, close);
		if (end != NULL)
			c = end;
	}
	end = memchr(c, '>', strnlen(c, TAG_MAX_BYTES));
	return end != NULL ? end + 1 : NULL;
}

static void
add_word(GArray *words, const char *folded, gsize from, gsize until, guint line)
{
	const struct word word = { g_strdup(folded), from, until, line };

	g_array_append_val(words, word);
}

/* What a run of letters and digits comes to; c: its beginning. */
static const char *
take_run(const char *text, const char *c, guint line, GArray *words)
{
	g_autoptr(GString) folded = g_string_new(NULL);
	const char *begin = c;

	while (*c != '\0' && (g_unichar_isalnum(g_utf8_get_char(c)) ||
	    g_unichar_ismark(g_utf8_get_char(c)))) {
		fold_char(folded, g_utf8_get_char(c));
		c = g_utf8_next_char(c);
	}
	add_word(words, folded->str, (gsize)(begin - text), (gsize)(c - text),
	    line);
	return c;
}

static guint
lines_between(const char *from, const char *until)
{
	guint n = 0;

	for (; from < until; from++)
		n += *from == '\n';
	return n;
}

static GArray *
cut(const char *text)
{
	GArray *words = g_array_new(FALSE, FALSE, sizeof(struct word));
	guint line = 1;

	g_array_set_clear_func(words, word_clear);
	for (const char *c = text; *c != '\0';) {
		const char *behind = skip_tag(c);
		gunichar u = g_utf8_get_char(c);

		if (behind != NULL) {
			line += lines_between(c, behind);
			c = behind;
			continue;
		}
		if (g_unichar_isalnum(u)) {
			c = take_run(text, c, line, words);
			continue;
		}
		behind = g_utf8_next_char(c);
		if (is_sign(u) || is_end(u)) {
			g_autofree char *sign = is_end(u) ? g_strdup(".") :
			    g_strndup(c, (gsize)(behind - c));

			add_word(words, sign, (gsize)(c - text),
			    (gsize)(behind - text), line);
		}
		line += u == '\n';
		c = behind;
	}
	return words;
}

static gboolean fits(const char *wanted, gsize n, const char *word);

static gboolean
in_class(const char *name, gsize n, const char *word)
{
	const struct pleading_class *one = pleading_classes;

	while (strncmp(one->name, name, n) != 0 || one->name[n] != '\0')
		one++;
	for (const char *c = one->words; *c != '\0';) {
		gsize length = strcspn(c, " ");

		/* Most differ in their first letter. */
		if (*c == *word && fits(c, length, word))
			return TRUE;
		c += length;
		c += strspn(c, " ");
	}
	return FALSE;
}

/* One word of a pattern: "a/b*\/@c". */
static gboolean
fits(const char *wanted, gsize n, const char *word)
{
	const char *slash = memchr(wanted, '/', n);

	if (slash != NULL)
		return fits(wanted, (gsize)(slash - wanted), word) ||
		    fits(slash + 1, n - (gsize)(slash + 1 - wanted), word);
	if (wanted[0] == '@')
		return in_class(wanted + 1, n - 1, word);
	if (n > 1 && wanted[n - 1] == '*')
		return strncmp(wanted, word, n - 1) == 0;
	return strncmp(wanted, word, n) == 0 && word[n] == '\0';
}

/* "give us a number from 0 to 10" is no "give us a 10"; "earn 100 points" is
 * what it is. */
static gboolean
may_stand_between(const char *word, gboolean bribes)
{
	return strcmp(word, ".") != 0 &&
	    (bribes || !g_ascii_isdigit(word[0]));
}

/* How many words from i on are the pattern; 0: they aren't. */
static guint
matches(const GArray *words, guint i, const char *pattern, gboolean bribes)
{
	gsize n = strcspn(pattern, " ");
	guint gap = 0, rest;

	if (*pattern == '\0')
		return i;
	if (pattern[0] == '_') {
		gap = (guint)(pattern[1] - '0');
		pattern += n;
		pattern += strspn(pattern, " ");
		n = strcspn(pattern, " ");
		if (n == 0)
			return i;
	}
	for (guint k = i; k <= i + gap && k < words->len; k++) {
		const char *word = word_at(words, k)->folded;

		if (fits(pattern, n, word)) {
			rest = matches(words, k + 1,
			    pattern + n + strspn(pattern + n, " "), bribes);
			if (rest != 0)
				return rest;
		}
		if (!may_stand_between(word, bribes))
			break;
	}
	return 0;
}

static gboolean
is_denied(const GArray *words, guint from, guint until)
{
	guint begin = from;

	while (begin > 0 && from - begin < DENIED_WITHIN &&
	    strcmp(word_at(words, begin - 1)->folded, ".") != 0)
		begin--;
	for (guint i = begin; i < until; i++) {
		if (g_strv_contains(pleading_denials,
			word_at(words, i)->folded))
			return TRUE;
	}
	return FALSE;
}

/* "0 = not at all likely, 10 = extremely likely". */
static gboolean
is_scale(const GArray *words, guint from, guint until)
{
	static const char *const zeros[] = { "0", "zero", "null", "nolla",
		"nollasta", "nollan", "cero", NULL };
	guint begin = from > SCALE_WITHIN ? from - SCALE_WITHIN : 0;
	guint end = MIN(until + SCALE_WITHIN, words->len);

	for (guint i = begin; i < end; i++) {
		if (g_strv_contains(zeros, word_at(words, i)->folded))
			return TRUE;
	}
	return FALSE;
}

static gboolean
counts(const GArray *words, const struct pleading_pattern *pattern, guint from,
    guint until)
{
	return !is_denied(words, from, until) &&
	    (pattern->bribes || strstr(pattern->words, "@top") == NULL ||
		strstr(pattern->words, "@below") != NULL ||
		!is_scale(words, from, until));
}

/* Behind the pattern that stands from i on; 0: none does. */
static guint
find_from(const GArray *words, guint i, gboolean *bribes)
{
	for (const struct pleading_pattern *one = pleading_patterns;
	     one->words != NULL; one++) {
		guint until = matches(words, i, one->words, one->bribes);

		if (until == 0 || !counts(words, one, i, until))
			continue;
		*bribes = one->bribes;
		return until;
	}
	return 0;
}

static void
pleading_free(gpointer data)
{
	struct pleading *pleading = data;

	g_free(pleading->found);
	g_free(pleading);
}

GPtrArray *
pleading_find(const char *text)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(pleading_free);
	g_autofree char *valid = g_utf8_make_valid(text,
	    (gssize)strnlen(text, TEXT_MAX_BYTES));
	g_autoptr(GArray) words = cut(valid);
	gboolean bribes = FALSE;

	for (guint i = 0; i < words->len; i++) {
		guint until = find_from(words, i, &bribes);
		const struct word *first = word_at(words, i);
		g_autofree char *whole = NULL;
		g_autofree char *cut_off = NULL;
		struct pleading *one;

		if (until == 0)
			continue;
		whole = g_strndup(valid + first->from,
		    word_at(words, until - 1)->until - first->from);
		cut_off = text_cut(whole, FOUND_MAX_BYTES);
		one = g_new0(struct pleading, 1);
		one->bribes = bribes;
		one->line = first->line;
		one->found = text_clean(cut_off);
		g_ptr_array_add(all, one);
		i = until - 1;
	}
	return all;
}

const char *
pleading_why(const struct pleading *pleading)
{
	return pleading->bribes ?
	    "it offers something for an answer: who answers for that is not "
	    "who would have, and says what pleases" :
	    "it begs for a score: then the score says how politely people were "
	    "asked, not what they think";
}
