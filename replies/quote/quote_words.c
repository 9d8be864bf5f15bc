/*
 * quote_words.c - finds the words of quote_words.h's tables in a line.
 *
 * The tables are folded and sorted into lists once. Knows nothing of lines
 * beside the one it is asked about. Called by quote_announce.c, quote_block.c,
 * quote_footer.c.
 */
#include "replies/quote/quote_words.h"

#include <string.h>

#include "replies/quote/quote_fold.h"
#include "base/fold.h"

#define ENTRY_MAX_BYTES 200
#define LANGUAGE_BITS 64
#define LAST_SPACED_SCRIPT 0x0780 /* words stand apart, in those before it */

struct word {
	char *text; /* folded */
	gsize n;
	const char *written; /* as in the table, written_n bytes */
	gsize written_n;
	char *needs;   /* what a device's line must hold, or NULL */
	gboolean free; /* a verb of a language without an opener */
	guint64 language;
};

/* Words by their first byte, so that few are compared. */
struct word_list {
	GArray *by_first[256];
};

static struct {
	struct word_list openers;
	struct word_list verbs;
	struct word_list devices;
	GHashTable *labels;	/* folded -> mask of enum quote_label */
	GHashTable *separators; /* folded -> enum quote_separator */
} words;

static void
add_word(struct word_list *list, const struct word *word)
{
	GArray **bucket = &list->by_first[(guchar)word->text[0]];

	if (*bucket == NULL)
		*bucket = g_array_new(FALSE, FALSE, sizeof(struct word));
	g_array_append_vals(*bucket, word, 1);
}

/* Those that may stand at a place; NULL: none. */
static const GArray *
words_at(const struct word_list *list, const char *at)
{
	return list->by_first[(guchar)*at];
}

static void
add_words(struct word_list *list, const char *alternatives, gboolean free,
    guint64 bit)
{
	while (alternatives != NULL && *alternatives != '\0') {
		gsize n = strcspn(alternatives, "|");
		gsize first = MIN(strcspn(alternatives, "~"), n);
		g_autofree char *one = g_strndup(alternatives, first);
		struct word word = { .written = alternatives,
			.written_n = n,
			.free = free,
			.language = bit };

		word.text = quote_fold(one, ENTRY_MAX_BYTES);
		word.n = strlen(word.text);
		if (first < n) {
			g_autofree char *more = g_strndup(
			    alternatives + first + 1, n - first - 1);

			word.needs = quote_fold(more, ENTRY_MAX_BYTES);
		}
		add_word(list, &word);
		alternatives += n + (alternatives[n] == '|');
	}
}

/* Adds bits, or for a separator the first meaning only. */
static void
add_meaning(GHashTable *table, const char *alternatives, guint meaning)
{
	while (alternatives != NULL && *alternatives != '\0') {
		gsize n = strcspn(alternatives, "|");
		g_autofree char *one = g_strndup(alternatives, n);
		char *folded = quote_fold(one, ENTRY_MAX_BYTES);
		guint known = GPOINTER_TO_UINT(
		    g_hash_table_lookup(table, folded));
		gboolean first = table == words.separators && known != 0;

		g_hash_table_replace(table, folded,
		    GUINT_TO_POINTER(first ? known : known | meaning));
		alternatives += n + (alternatives[n] == '|');
	}
}

static void
add_language(const struct quote_language *language, guint64 bit)
{
	gboolean free = language->bare || language->opener == NULL;

	add_words(&words.openers, language->opener, FALSE, bit);
	add_words(&words.verbs, language->verb, free, bit);
	add_words(&words.devices, language->device, FALSE, bit);
	add_meaning(words.labels, language->from, LABEL_FROM);
	add_meaning(words.labels, language->sent, LABEL_SENT);
	add_meaning(words.labels, language->to, LABEL_TO);
	add_meaning(words.labels, language->cc, LABEL_CC);
	add_meaning(words.labels, language->subject, LABEL_SUBJECT);
	add_meaning(words.separators, language->original, SEPARATOR_ORIGINAL);
	add_meaning(words.separators, language->forwarded, SEPARATOR_FORWARDED);
}

static void
prepare(void)
{
	static const struct quote_language *const tables[] = { quote_words_af,
		quote_words_fr, quote_words_mk, quote_words_sk };
	static gsize done;
	guint n = 0;

	if (!g_once_init_enter(&done))
		return;
	words.labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	words.separators = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		for (guint k = 0; tables[i][k].code != NULL; k++)
			add_language(&tables[i][k],
			    (guint64)1 << n++ % LANGUAGE_BITS);
	g_once_init_leave(&done, 1);
}

static gboolean
is_letter(gunichar c)
{
	return c < LAST_SPACED_SCRIPT && g_unichar_isalpha(c);
}

/* No letter stands right behind (or before) a word that is one by itself. */
static gboolean
stands_apart(const char *line, const char *at, const char *end)
{
	if (at > line && is_letter(g_utf8_get_char(at)) &&
	    is_letter(g_utf8_get_char(g_utf8_prev_char(at))))
		return FALSE;
	return end == NULL || !is_letter(g_utf8_get_char(end)) ||
	    !is_letter(g_utf8_get_char(g_utf8_prev_char(end)));
}

guint64
quote_words_open(const char *folded)
{
	const GArray *list;
	guint64 languages = 0;

	prepare();
	list = words_at(&words.openers, folded);
	for (guint i = 0; list != NULL && i < list->len; i++) {
		const struct word *word =
		    &g_array_index(list, struct word, i);

		if (strncmp(folded, word->text, word->n) == 0 &&
		    stands_apart(folded, folded, folded + word->n))
			languages |= word->language;
	}
	return languages;
}

/* The same of a text that is not folded. */
static gboolean
is_opener(const char *text, const char *at)
{
	g_autoptr(GString) first = g_string_new(NULL);
	const GArray *list;

	fold_char(first, g_utf8_get_char(at));
	list = words_at(&words.openers, first->str);
	for (guint i = 0; list != NULL && i < list->len; i++) {
		const struct word *word =
		    &g_array_index(list, struct word, i);

		/* Where words do not stand apart, names do not either. */
		if (g_utf8_get_char(word->written) < LAST_SPACED_SCRIPT &&
		    strncmp(at, word->written, word->written_n) == 0 &&
		    stands_apart(text, at, at + word->written_n))
			return TRUE;
	}
	return FALSE;
}

const char *
quote_words_opener_in(const char *text, const char *before, gsize max_bytes)
{
	gsize n = strlen(text);
	const char *first = text + 1 + (n > max_bytes ? n - max_bytes : 0);

	prepare();
	for (const char *at = before - 1; before > text && at >= first; at--)
		if (strchr(" -.!?,)>", at[-1]) != NULL && *at != ' ' &&
		    ((guchar)*at < 0x80 || (guchar)*at >= 0xc0) &&
		    is_opener(text, at))
			return at;
	return NULL;
}

/* The longest verb at a place; `last` if none is longer than it. */
static void
take_verb(const char *folded, const char *at, struct quote_verb *last)
{
	const GArray *list = words_at(&words.verbs, at);

	for (guint i = 0; list != NULL && i < list->len; i++) {
		const struct word *word =
		    &g_array_index(list, struct word, i);
		const char *end = at + word->n;

		if (strncmp(at, word->text, word->n) != 0 ||
		    !stands_apart(folded, at, NULL))
			continue;
		if (end == last->end) {
			last->free |= word->free;
			last->languages |= word->language;
		}
		if (last->end != NULL && end <= last->end)
			continue;
		last->at = at;
		last->end = end;
		last->free = word->free;
		last->languages = word->language;
	}
}

struct quote_verb
quote_words_verb(const char *folded)
{
	struct quote_verb last = { 0 };

	prepare();
	for (const char *at = folded; *at != '\0'; at++)
		take_verb(folded, at, &last);
	return last;
}

guint
quote_words_label(const char *word, gsize n)
{
	g_autofree char *key = n <= ENTRY_MAX_BYTES ? g_strndup(word, n) : NULL;

	prepare();
	return key == NULL ? LABEL_NONE :
	    GPOINTER_TO_UINT(g_hash_table_lookup(words.labels, key));
}

enum quote_separator
quote_words_separate(const char *text, gsize n)
{
	g_autofree char *key = n <= ENTRY_MAX_BYTES ? g_strndup(text, n) : NULL;

	prepare();
	return key == NULL ? SEPARATOR_NONE :
	    (enum quote_separator)GPOINTER_TO_UINT(
		g_hash_table_lookup(words.separators, key));
}

gboolean
quote_words_advertise(const char *folded)
{
	const GArray *list;

	prepare();
	list = words_at(&words.devices, folded);
	for (guint i = 0; list != NULL && i < list->len; i++) {
		const struct word *word =
		    &g_array_index(list, struct word, i);

		if (strncmp(folded, word->text, word->n) == 0 &&
		    (word->needs == NULL ||
			strstr(folded + word->n, word->needs) != NULL))
			return TRUE;
	}
	return FALSE;
}
