/*
 * text_vicinity.c - see text_vicinity.h. Called by text_number.c; the words
 * are in number_words.c.
 */
#include "replies/words/text_vicinity.h"

#include <string.h>

#include "replies/words/number_words.h"
#include "replies/words/phrase.h"
#include "replies/words/text_wish.h"
#include "replies/words/text_words.h"

static const struct token *
at(const GArray *tokens, guint i)
{
	return text_token(tokens, i);
}

void
vicinity_look(const GArray *tokens, const struct mention *mention,
    struct vicinity *vicinity)
{
	guint i;

	*vicinity = (struct vicinity){ .left = "", .right = "" };
	for (i = mention->from; i > 0; i--) {
		const struct token *token = at(tokens, i - 1);

		if (token_ends_sentence(token) ||
		    vicinity->n_before == NEIGHBOURS)
			break;
		if (token->kind != TOKEN_SIGN)
			vicinity->before[NEIGHBOURS - ++vicinity->n_before] =
			    token->word;
	}
	memmove(vicinity->before,
	    vicinity->before + NEIGHBOURS - vicinity->n_before,
	    vicinity->n_before * sizeof(char *));
	for (i = mention->to; vicinity->n_behind < NEIGHBOURS; i++) {
		const struct token *token = at(tokens, i);

		if (token_ends_sentence(token))
			break;
		if (token->kind != TOKEN_SIGN)
			vicinity->behind[vicinity->n_behind++] = token->word;
	}
	if (mention->from > 0 &&
	    at(tokens, mention->from - 1)->kind == TOKEN_WORD)
		vicinity->left = at(tokens, mention->from - 1)->word;
	i = mention->to;
	vicinity->joined = at(tokens, i)->sign == '-' &&
	    at(tokens, i)->attached && at(tokens, i + 1)->attached;
	i += vicinity->joined;
	if (at(tokens, i)->kind == TOKEN_WORD)
		vicinity->right = at(tokens, i)->word;
}

gboolean
vicinity_follows(const char *const *patterns, const struct vicinity *vicinity)
{
	for (; *patterns != NULL; patterns++)
		if (phrase_matches(*patterns, vicinity->behind, 0,
			vicinity->n_behind))
			return TRUE;
	return FALSE;
}

gboolean
vicinity_precedes(const char *const *patterns, const struct vicinity *vicinity)
{
	for (; *patterns != NULL; patterns++)
		for (guint i = 0; i < vicinity->n_before; i++)
			if (phrase_matches(*patterns, vicinity->before, i,
				vicinity->n_before))
				return TRUE;
	return FALSE;
}

gboolean
vicinity_is_unreal(const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	if (vicinity_precedes(unreal, vicinity) ||
	    (vicinity->n_behind > 0 && vicinity_precedes(supposed, vicinity)))
		return TRUE;
	if (n >= 2 && phrase_has(articles, vicinity->before[n - 1])) {
		static const char *const no[] = { "not", "isnt", "wasnt",
			"quite", "almost", "nearly", "fast", "knapp", "nicht",
			"pas", "presque", "casi", "quase", "melkein", "lahes",
			"no", "nao", "ei", "than", "never", "aint", NULL };

		if (phrase_has(no, vicinity->before[n - 2]))
			return TRUE;
	}
	return vicinity->n_behind > 1 &&
	    phrase_has(conditions, vicinity->behind[0]);
}

gboolean
vicinity_bounds(const struct vicinity *vicinity)
{
	static const char *const bounds[] = { "least", "than", "almost",
		"nearly", "mindestens", "hochstens", "fast", "knapp", "beinahe",
		"presque", "moins", "casi", "menos", "quase", "melkein",
		"lahes", "vahintaan", NULL };

	return phrase_has(bounds, vicinity->left);
}

gboolean
vicinity_marks(const struct vicinity *vicinity, gboolean nouns_only)
{
	guint n = vicinity->n_before;

	for (guint i = 0; i < 4 && i < n; i++) {
		const char *word = vicinity->before[n - 1 - i];

		if (g_ascii_isdigit(*word) ||
		    (number_of_word(word) >= 0 && !phrase_has(articles, word)))
			return FALSE;
		if (phrase_has(score_nouns, word) ||
		    strcmp(word, "note") == 0 || strcmp(word, "nota") == 0)
			return TRUE;
		if (!nouns_only && phrase_has(score_verbs, word))
			return TRUE;
		/* "Note that room 9 ..." */
		if (nouns_only && !phrase_has(carriers, word))
			return FALSE;
	}
	return FALSE;
}

gboolean
vicinity_has_article(const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	if (*vicinity->left == '\0')
		return FALSE;
	for (guint i = 0; i < 2 && i < n; i++) {
		const char *word = vicinity->before[n - 1 - i];

		if (phrase_has(articles, word) &&
		    !phrase_has(determiners, word) && strcmp(word, "um") != 0)
			return TRUE;
		if (number_of_word(word) >= 0 ||
		    phrase_has(other_labels, word))
			return FALSE;
	}
	return FALSE;
}

gboolean
vicinity_gives(const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	return n >= 2 && vicinity_marks(vicinity, FALSE) &&
	    (phrase_has(articles, vicinity->before[n - 2]) ||
		phrase_has(determiners, vicinity->before[n - 2]));
}

gboolean
vicinity_deducts(const struct vicinity *vicinity)
{
	static const char *const behind[] = {
		"point|points|pt|pts|mark|marks off|less|short|down|lost|"
		"deducted|docked|removed|missing|away|taken",
		"punkt|punkte abzug|abzuge|weniger|abgezogen",
		"point|points|pt|pts en|de moins", "point|points retire*",
		"punto|puntos menos", "ponto|pontos a? menos",
		"piste|pistetta pois|vahemman|miinusta", NULL };
	guint n = vicinity->n_before;

	if (*vicinity->right == '\0')
		return FALSE;
	return vicinity_follows(behind, vicinity) ||
	    (n > 0 &&
		phrase_matches(score_tails[0], vicinity->behind, 0, 1) &&
		phrase_matches("minus|lost|lose|loses|deduct|deducted|dropped|"
			       "docked|off|ziehe|abzuglich|retire|enleve|"
			       "quito|resto|tiro|desconto|vahennan|miinus",
		    vicinity->before, n - 1, n));
}

gboolean
vicinity_is_pronoun(const struct mention *mention,
    const struct vicinity *vicinity)
{
	static const char *const leads[] = { "this", "that", "which", "every",
		"any", "each", "such", "good", "bad", "right", "wrong", "old",
		"new", "big", "small", "great", "nice", "better", "best",
		"no", "dieser", "keiner", "jeder", "chacun", "cada", NULL };

	return mention->spelt && mention->value == 1 &&
	    (phrase_has(leads, vicinity->left) ||
		phrase_has(determiners, vicinity->left));
}

gboolean
vicinity_is_portuguese(const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	if (n == 1)
		return vicinity->n_behind == 0 ||
		    phrase_has(reasons, vicinity->right) ||
		    phrase_matches("sem|para|pra|com duvida|mim|nos|certeza",
			vicinity->behind, 0, vicinity->n_behind);
	return phrase_matches("dou|dava|daria|dariamos|damos|atribuo|so|"
			      "certeza|vos|lhes|merece|merecem|seria|digo|"
			      "diria|gosto|prazer|infelizmente|apenas|somente|"
			      "duvida um",
	    vicinity->before, n - 2, n);
}

gboolean
vicinity_is_school_grade(const struct mention *mention,
    const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	if (mention->value < 1 || mention->value > 6 || n == 0)
		return FALSE;
	if (strcmp(vicinity->before[n - 1], "schulnote") == 0)
		return TRUE;
	return strcmp(vicinity->before[n - 1], "note") == 0 &&
	    (n == 1 || phrase_matches("die|eine|meine|der|mit|gebe|unsere",
			   vicinity->before, n - 2, n));
}

gboolean
vicinity_is_subject(const struct vicinity *vicinity)
{
	return *vicinity->right != '\0' &&
	    phrase_matches("was|is|were|war|ist|etait|est|fue|es|foi|oli|on "
			   "the|our|my|when|der|mein*|unser*|le|mon|notre|"
			   "el|mi|nuestro|o|meu|nosso|nossa|paiva|se",
		vicinity->behind, 0, vicinity->n_behind);
}

gboolean
vicinity_is_overall(const struct vicinity *vicinity)
{
	static const char *const words[] = { "overall", "insgesamt", "gesamt",
		"globalement", "ensemble", "general", "geral", "globalmente",
		"kokonaisuutena", "kokonaisuudessaan", "total", "gesamtnote",
		"gesamteindruck", NULL };
	guint n = vicinity->n_before;

	for (guint i = 0; i < 4 && i < n; i++) {
		const char *word = vicinity->before[n - 1 - i];

		if (phrase_has(words, word))
			return TRUE;
		if (!phrase_has(carriers, word) && !phrase_has(articles, word))
			break;
	}
	return phrase_has(words, vicinity->right);
}

gboolean
vicinity_is_moody(const struct vicinity *vicinity)
{
	for (guint i = 0; i < vicinity->n_before; i++)
		if (phrase_matches(moods, vicinity->before, i,
			vicinity->n_before))
			return TRUE;
	return FALSE;
}

gboolean
vicinity_is_label(const GArray *tokens, const struct mention *mention,
    const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	if (mention->from < 2 || n == 0 || n > 2 ||
	    at(tokens, mention->from - 1)->sign != ':' ||
	    vicinity_is_moody(vicinity))
		return FALSE;
	for (guint i = 0; i < n; i++)
		if (phrase_has(carriers, vicinity->before[i]) ||
		    phrase_has(score_verbs, vicinity->before[i]) ||
		    wish_is_polite(vicinity->before[i]))
			return FALSE;
	return TRUE;
}
