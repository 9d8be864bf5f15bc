/*
 * text_score.c - decides which of the numbers in a text is the score, and
 * quotes what else was said.
 *
 * Called by text.c and score.c.
 */
#include "replies/words/text_score.h"

#include <string.h>

#include "replies/words/number_words.h"
#include "replies/words/phrase.h"
#include "replies/words/text_number.h"
#include "replies/words/text_wish.h"
#include "replies/words/text_words.h"
#include "replies/words/wish_words.h"

#define NUMBERS_MAX 6	   /* besides the score */
#define BRIEF_MAX_WORDS 40 /* in a longer text a number is of a story */

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

/* "1. cold room": a list that ends there, or a score of 1. */
static gboolean
is_first_item(const GArray *tokens, const struct mention *mention)
{
	gunichar sign = text_token(tokens, mention->to)->sign;

	return mention->value == 1 && !mention->spelt &&
	    (sign == '.' || sign == ')');
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
	for (guint i = 0; i < mentions->len && seen != 0; i++) {
		struct mention *mention = mention_at(mentions, i);

		if (!is_item(tokens, mention) ||
		    (seen != 6 && !is_first_item(tokens, mention)))
			continue;
		mention->rank = MENTION_OTHER;
		mention->near = seen != 6;
	}
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

static gboolean
only_signs(const GArray *tokens, guint i)
{
	while (i < tokens->len && text_token(tokens, i)->kind == TOKEN_SIGN)
		i++;
	return i >= tokens->len;
}

/* Nothing but carriers between it and the sentence before. */
static gboolean
begins_sentence(const GArray *tokens, guint i)
{
	while (i > 0 && carries(text_token(tokens, i - 1)))
		i--;
	return i == 0 || token_ends_sentence(text_token(tokens, i - 1));
}

/* A line of its own with nothing but it. */
static gboolean
is_line(const GArray *tokens, const struct mention *mention)
{
	return (mention->from == 0 ||
		   text_token(tokens, mention->from - 1)->sign == '\n') &&
	    text_token(tokens, mention->to)->sign == '\n';
}

/*
 * "9", "9 - lovely", "9. Great": the message begins with it, and a sign ends
 * it. So it stands, whatever numbers come in the prose below.
 */
static gboolean
is_opening(const GArray *tokens, const struct mention *mention)
{
	return mention->rank >= MENTION_LONE &&
	    text_token(tokens, past_tail(tokens, mention->to))->kind ==
	    TOKEN_SIGN &&
	    only_carry(tokens, 0, mention->from);
}

/* The number of the first token behind the paragraph. */
static guint
end_of_paragraph(const GArray *tokens, guint i)
{
	while (i < tokens->len &&
	    (text_token(tokens, i)->sign != '\n' ||
		text_token(tokens, i + 1)->sign != '\n'))
		i++;
	return i;
}

/* Whether `each`, another number, makes it unclear that `best` is meant. */
static gboolean
rivals(const GArray *tokens, const struct mention *each,
    const struct mention *best, guint paragraph)
{
	if ((each->rank == MENTION_OTHER && !each->foreign) ||
	    counts_behind(tokens, each, best) ||
	    (each->rank != MENTION_UNCLEAR && each->value == best->value))
		return FALSE;
	if (each->foreign)
		return TRUE;
	if (paragraph > 0)
		return (each->rank == MENTION_UNCLEAR &&
			   each->from <= best->to + 2) ||
		    (each->rank >= MENTION_LONE &&
			(each->named || each->overall ||
			    is_line(tokens, each) || each->from < paragraph));
	if (best->overall)
		return each->overall;
	return best->rank == MENTION_LONE || each->rank >= MENTION_LONE;
}

/*
 * In a story, or among many numbers, one that stands where an answer may is
 * none yet.
 */
static gboolean
is_lost(const GArray *tokens, const struct mention *mention)
{
	guint numbers = 0, to = mention->to;

	for (guint i = 0; i < tokens->len; i++)
		numbers += (i < mention->from || i >= to) &&
		    text_token(tokens, i)->kind == TOKEN_NUMBER;
	if (numbers > NUMBERS_MAX)
		return !mention->named && !mention->overall;
	return mention->rank == MENTION_LONE && !is_line(tokens, mention) &&
	    text_count_words(tokens) > BRIEF_MAX_WORDS &&
	    !(begins_sentence(tokens, mention->from) &&
		only_signs(tokens, to));
}

/*
 * The one mention that is the score; NULL if there is none. A marked one
 * stands against numbers in the middle of words and against "7 or 8", a lone
 * one against none that differs.
 */
static const struct mention *
choose(const GArray *tokens, const GArray *mentions, struct score *score)
{
	const struct mention *best = NULL;
	guint paragraph = 0;

	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *each = mention_at(mentions, i);

		if (each->rank < MENTION_LONE)
			continue;
		if (best == NULL && is_opening(tokens, each)) {
			best = each;
			paragraph = end_of_paragraph(tokens, each->to);
			break;
		}
		if (best == NULL || each->overall > best->overall ||
		    (each->overall == best->overall &&
			each->rank > best->rank))
			best = each;
	}
	score->opens = paragraph > 0;
	if (paragraph == 0 && best != NULL && is_lost(tokens, best))
		return NULL;
	for (guint i = 0; i < mentions->len && best != NULL; i++)
		if (rivals(tokens, mention_at(mentions, i), best, paragraph))
			return NULL;
	return best;
}

/* A number was given where a score belongs. */
static gboolean
is_unclear(const GArray *tokens, const GArray *mentions)
{
	gboolean brief = text_count_words(tokens) <= BRIEF_MAX_WORDS;

	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *each = mention_at(mentions, i);

		if ((each->near || each->foreign ||
			each->rank == MENTION_UNCLEAR ||
			each->rank >= MENTION_LONE) &&
		    (brief || each->named || is_line(tokens, each) ||
			(i == 0 && only_carry(tokens, 0, each->from))))
			return TRUE;
	}
	return FALSE;
}

/* As it is written in our lists, where no joint has an accent: Portuguese "já"
 * is not Finnish "ja". */
static gboolean
is_joint(const char *text, const struct token *token)
{
	for (gsize i = token->start; i < token->end; i++)
		if ((guchar)text[i] >= 0x80)
			return FALSE;
	return phrase_has(joints, token->word);
}

/* "9 but noisy": the word that only joins is not quoted; the # of a tag is. */
static guint
past_joint(const char *text, const GArray *tokens, guint i)
{
	gboolean line = FALSE;

	while (text_token(tokens, i)->kind == TOKEN_SIGN && i < tokens->len &&
	    text_token(tokens, i)->sign != SIGN_PICTURE &&
	    !(text_token(tokens, i)->sign == '#' &&
		text_token(tokens, i + 1)->attached)) {
		line |= text_token(tokens, i)->sign == '\n';
		i++;
	}
	if (!line && is_joint(text, text_token(tokens, i)) &&
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

static const char *
gap_between(const char *from, const char *to)
{
	const char *line = memchr(from, '\n', to - from);

	if (line == NULL)
		return " ";
	return memchr(line + 1, '\n', to - line - 1) != NULL ? "\n\n" : "\n";
}

static char *
write_comment(const char *text, const GArray *tokens,
    const struct mention *score)
{
	gsize from = text_token(tokens, 0)->start;
	gsize until = MAX(cut_before(tokens, score->from), from);
	guint next = past_joint(text, tokens,
	    past_tail(tokens, score->to));
	gsize begin = next < tokens->len ? text_token(tokens, next)->start :
					   strlen(text);
	g_autofree char *before = g_strstrip(
	    g_strndup(text + from, until - from));
	g_autofree char *behind = g_strstrip(g_strdup(text + begin));
	g_autofree char *comment = NULL;
	gsize n = strlen(before);

	while (n > 0 &&
	    strchr(*behind == '\0' ? " \t,:;-=(\"'" : " \t:-=(",
		before[n - 1]) != NULL)
		before[--n] = '\0';
	comment = g_strconcat(before,
	    n == 0 || *behind == '\0' ? "" :
					gap_between(text + until, text + begin),
	    behind, NULL);
	return is_only_numbers(comment) ? NULL : g_steal_pointer(&comment);
}

void
score_of_words(const char *text, const GArray *tokens, gboolean letter,
    struct score *score)
{
	g_autoptr(GArray) mentions = text_mentions(tokens, letter);
	const struct mention *chosen;

	*score = (struct score){ .value = -1 };
	drop_lists(tokens, mentions);
	chosen = choose(tokens, mentions, score);
	if (chosen == NULL) {
		score->opens = FALSE;
		score->unclear = is_unclear(tokens, mentions);
		return;
	}
	score->value = chosen->value;
	score->comment = write_comment(text, tokens, chosen);
}

gboolean
words_say_something(const GArray *tokens)
{
	g_autoptr(GArray) mentions = text_mentions(tokens, FALSE);

	if (text_count_words(tokens) > 0)
		return TRUE;
	for (guint i = 0; i < mentions->len; i++)
		if (mention_at(mentions, i)->rank >= MENTION_UNCLEAR)
			return TRUE;
	return FALSE;
}
