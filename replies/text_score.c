/*
 * text_score.c - decides which of the numbers in a text is the score, and
 * quotes what else was said.
 *
 * Called by text.c.
 */
#include "replies/text_score.h"

#include <string.h>

#include "replies/number_words.h"
#include "replies/phrase.h"
#include "replies/text_number.h"
#include "replies/text_wish.h"
#include "replies/text_words.h"
#include "replies/wish_words.h"

static struct mention *
mention_at(const GArray *mentions, guint i)
{
	return &g_array_index(mentions, struct mention, i);
}

/* "1. cold room": a number with a sign that lists use, and words. */
static gboolean
is_item(const GArray *tokens, const struct mention *mention)
{
	gunichar sign = text_token(tokens, mention->to)->sign;

	return mention->rank != MENTION_MARKED &&
	    (sign == '.' || sign == ')' || sign == '-' || sign == ':') &&
	    text_token(tokens, mention->to + 1)->kind == TOKEN_WORD;
}

/* "1. cold room 2. small bed" are no scores. */
static void
drop_lists(const GArray *tokens, GArray *mentions)
{
	guint seen = 0;

	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = mention_at(mentions, i);

		if (is_item(tokens, mention) && mention->value >= 1 &&
		    mention->value <= 2)
			seen |= 1U << mention->value;
	}
	for (guint i = 0; i < mentions->len && seen == 6; i++)
		if (is_item(tokens, mention_at(mentions, i)))
			mention_at(mentions, i)->rank = MENTION_OTHER;
}

/* "9 because 2 waiters ...": small, behind the score, and of something. */
static gboolean
counts_behind(const GArray *tokens, const struct mention *mention,
    const struct mention *score)
{
	const struct token *next = text_token(tokens, mention->to);

	return mention->rank == MENTION_WEAK && mention->from > score->from &&
	    mention->value <= 5 && next->kind == TOKEN_WORD &&
	    !phrase_has(carriers, next->word) &&
	    !phrase_has(reasons, next->word);
}

/*
 * The one mention that is the score; NULL if there is none. A marked one
 * stands against numbers in the middle of words and against "7 or 8", a lone
 * one against none that differs.
 */
static const struct mention *
choose(const GArray *tokens, const GArray *mentions)
{
	const struct mention *best = NULL;

	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *each = mention_at(mentions, i);

		if (each->rank >= MENTION_LONE &&
		    (best == NULL || each->rank > best->rank))
			best = each;
	}
	for (guint i = 0; i < mentions->len && best != NULL; i++) {
		const struct mention *each = mention_at(mentions, i);

		if (each->rank == MENTION_OTHER ||
		    counts_behind(tokens, each, best) ||
		    (each->rank != MENTION_UNCLEAR &&
			each->value == best->value))
			continue;
		if (best->rank == MENTION_LONE || each->rank >= MENTION_LONE)
			return NULL;
	}
	return best;
}

static gboolean
carries(const struct token *token)
{
	return token->kind == TOKEN_WORD &&
	    (phrase_has(carriers, token->word) ||
		phrase_has(articles, token->word) ||
		phrase_has(score_verbs, token->word) ||
		phrase_has(score_nouns, token->word) ||
		strcmp(token->word, "note") == 0 ||
		strcmp(token->word, "nota") == 0);
}

/* TRUE if the tokens say nothing but that a score comes, or hello. */
static gboolean
only_carry(const GArray *tokens, guint from, guint to)
{
	for (; from < to; from++) {
		const struct token *token = text_token(tokens, from);

		if (token->kind == TOKEN_SIGN || carries(token) ||
		    wish_is_polite(token->word))
			continue;
		/* "Good morning" */
		if (!phrase_has(wishing_words, token->word) ||
		    !wish_is_polite(text_token(tokens, from + 1)->word))
			return FALSE;
	}
	return TRUE;
}

/* Where what was said before the score ends, in bytes. */
static gsize
cut_before(const GArray *tokens, guint i)
{
	if (only_carry(tokens, 0, i))
		return 0;
	while (i > 0 && carries(text_token(tokens, i - 1)))
		i--;
	return i > 0 ? text_token(tokens, i - 1)->end : 0;
}

/* The words behind a score that belong to it: "points", "from me". */
static guint
past_tail(const GArray *tokens, guint i)
{
	const char *words[4];
	guint n = 0;

	while (n < G_N_ELEMENTS(words) &&
	    text_token(tokens, i + n)->kind == TOKEN_WORD) {
		words[n] = text_token(tokens, i + n)->word;
		n++;
	}
	for (const char *const *each = score_tails; *each != NULL; each++)
		for (guint length = 1; length <= n; length++)
			if (phrase_matches(*each, words, 0, length))
				return i + length;
	return i;
}

/* "but noisy": the word that only joins is not quoted. */
static guint
past_joint(const GArray *tokens, guint i)
{
	static const char *const joints[] = { "and", "but", "und", "aber", "et",
		"mais", "y", "pero", "e", "mas", "ja", "mutta", NULL };

	while (text_token(tokens, i)->kind == TOKEN_SIGN && i < tokens->len &&
	    text_token(tokens, i)->sign != SIGN_PICTURE)
		i++;
	if (phrase_has(joints, text_token(tokens, i)->word) &&
	    text_token(tokens, i + 1)->kind == TOKEN_WORD)
		i++;
	return i;
}

static gboolean
is_only_numbers(const char *comment)
{
	g_autoptr(GArray) tokens = text_words(comment);

	for (guint i = 0; i < tokens->len; i++) {
		const struct token *token = text_token(tokens, i);

		if (token->kind == TOKEN_LINK ||
		    (token->kind == TOKEN_WORD && !carries(token) &&
			number_of_word(token->word) < 0))
			return FALSE;
	}
	return TRUE;
}

static char *
write_comment(const char *text, const GArray *tokens,
    const struct mention *score)
{
	gsize until = cut_before(tokens, score->from);
	guint next = past_joint(tokens, past_tail(tokens, score->to));
	const char *rest = next < tokens->len ?
	    text + text_token(tokens, next)->start :
	    "";
	g_autofree char *before = g_strstrip(g_strndup(text, until));
	g_autofree char *behind = g_strstrip(g_strdup(rest));
	g_autofree char *comment = NULL;
	gsize n = strlen(before);
	gboolean line = strchr(text + until, '\n') != NULL &&
	    strchr(text + until, '\n') < rest && *rest != '\0';

	while (n > 0 &&
	    strchr(*behind == '\0' ? " \t,:;-=(\"'" : " \t:-=(",
		before[n - 1]) != NULL)
		before[--n] = '\0';
	comment = g_strconcat(before,
	    n == 0 || *behind == '\0' ? "" :
		line		      ? "\n" :
					" ",
	    behind, NULL);
	return is_only_numbers(comment) ? NULL : g_steal_pointer(&comment);
}

int
score_of_words(const char *text, const GArray *tokens, char **comment)
{
	g_autoptr(GArray) mentions = text_mentions(tokens);
	const struct mention *score;

	*comment = NULL;
	drop_lists(tokens, mentions);
	score = choose(tokens, mentions);
	if (score == NULL)
		return -1;
	*comment = write_comment(text, tokens, score);
	return score->value;
}

gboolean
words_say_something(const GArray *tokens)
{
	g_autoptr(GArray) mentions = text_mentions(tokens);

	if (text_count_words(tokens) > 0)
		return TRUE;
	for (guint i = 0; i < mentions->len; i++)
		if (mention_at(mentions, i)->rank >= MENTION_UNCLEAR)
			return TRUE;
	return FALSE;
}
