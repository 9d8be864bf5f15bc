/*
 * text_number.c - judges each number of a text by what stands around it.
 *
 * Called by text_score.c, which decides among them. When in doubt a number is
 * something else: a wrong score is worse than none.
 */
#include "replies/text_number.h"

#include <string.h>

#include "replies/number_words.h"
#include "replies/phrase.h"
#include "replies/text_wish.h"
#include "replies/text_words.h"

#define ABOVE 99
#define NEIGHBOURS 6 /* words that are looked at on either side */

/* The words around a number, in their order, up to what ends the sentence. */
struct vicinity {
	const char *before[NEIGHBOURS], *behind[NEIGHBOURS];
	guint n_before, n_behind;
	/* No sign between it and the number. */
	const char *left, *right; /* "" if there is none */
	gboolean joined;	  /* "9-night" */
};

static const struct token *
at(const GArray *tokens, guint i)
{
	return text_token(tokens, i);
}

static gunichar
sign_at(const GArray *tokens, guint i)
{
	return at(tokens, i)->sign;
}

static gboolean
is_word(const GArray *tokens, guint i)
{
	return at(tokens, i)->kind == TOKEN_WORD;
}

/* -1: no number; ABOVE: none from 0 to 10. */
static int
value_at(const GArray *tokens, guint i)
{
	const struct token *token = at(tokens, i);
	gsize n = strlen(token->word);

	if (token->kind == TOKEN_WORD)
		return number_of_word(token->word);
	if (token->kind != TOKEN_NUMBER)
		return -1;
	if (n == 1)
		return *token->word - '0';
	return strcmp(token->word, "10") == 0 ? 10 : ABOVE;
}

static void
look_around(const GArray *tokens, const struct mention *mention,
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
	if (mention->from > 0 && is_word(tokens, mention->from - 1))
		vicinity->left = at(tokens, mention->from - 1)->word;
	i = mention->to;
	vicinity->joined = sign_at(tokens, i) == '-' &&
	    at(tokens, i)->attached && at(tokens, i + 1)->attached;
	i += vicinity->joined;
	if (is_word(tokens, i))
		vicinity->right = at(tokens, i)->word;
}

/* TRUE if one of the patterns holds right behind; *n: how many words of it. */
static gboolean
follows(const char *const *patterns, const struct vicinity *vicinity)
{
	for (; *patterns != NULL; patterns++)
		if (phrase_matches(*patterns, vicinity->behind, 0,
			vicinity->n_behind))
			return TRUE;
	return FALSE;
}

/* Digits and the signs within them: "9.3.2025", "9:30", "1/2". */
static guint
end_of_chain(const GArray *tokens, guint i)
{
	for (;; i += 2) {
		gunichar sign = sign_at(tokens, i + 1);
		gboolean close = at(tokens, i + 1)->attached &&
		    at(tokens, i + 2)->attached;

		if (sign == 0 || value_at(tokens, i + 2) < 0 || sign >= 0x80 ||
		    strchr(":.,/\\-", (int)sign) == NULL)
			return i + 1;
		if (!close && sign != '/' &&
		    (sign != '-' ||
			value_at(tokens, i) >= value_at(tokens, i + 2)))
			return i + 1;
	}
}

/* What several numbers with signs between them are. */
static void
judge_chain(const GArray *tokens, struct mention *mention)
{
	guint from = mention->from;
	guint n = (mention->to - from) / 2 + 1;
	gunichar sign = sign_at(tokens, from + 1);
	const char *second = at(tokens, from + 2)->word;
	int ten = value_at(tokens, from + 2);

	mention->rank = MENTION_OTHER;
	if (n > 2 || mention->value > 10)
		return;
	if (sign == '/' || sign == '\\')
		mention->rank = ten == 10 ? MENTION_MARKED : MENTION_OTHER;
	else if (sign == '.' || sign == ',')
		mention->rank = strcmp(second, "0") == 0 ? MENTION_WEAK :
							   MENTION_UNCLEAR;
	else if (sign == '-' && ten <= 10)
		mention->rank = mention->value <= 1 && ten == 10 ?
		    MENTION_OTHER :
		    MENTION_UNCLEAR;
}

/* The tokens of a link in words that stands at i; 0: none does. */
static guint
link_at(const GArray *tokens, guint i, const char *const *links)
{
	for (; *links != NULL; links++) {
		const char *space = strchr(*links, ' ');
		gsize n = space != NULL ? (gsize)(space - *links) :
					  strlen(*links);

		if (!is_word(tokens, i) ||
		    strncmp(at(tokens, i)->word, *links, n) != 0 ||
		    at(tokens, i)->word[n] != '\0')
			continue;
		if (space == NULL)
			return 1;
		if (is_word(tokens, i + 1) &&
		    strcmp(at(tokens, i + 1)->word, space + 1) == 0)
			return 2;
	}
	return 0;
}

/* "9 stars out of 10": a word that the scale is told by. */
static gboolean
names_unit(const GArray *tokens, guint i)
{
	const char *word = at(tokens, i)->word;

	return is_word(tokens, i) &&
	    (phrase_matches(score_tails[0], &word, 0, 1) ||
		phrase_matches("star*|stern*|etoile*|estrel*|taht*", &word, 0,
		    1));
}

/* "9 out of 10"; of another scale, or of nothing: no score. */
static gboolean
judge_scale(const GArray *tokens, struct mention *mention)
{
	gboolean unit = names_unit(tokens, mention->to);
	guint n = link_at(tokens, mention->to + unit, scale_links);
	guint ten = mention->to + unit + n;

	if (n == 0 || value_at(tokens, ten) < 0)
		return FALSE;
	if (value_at(tokens, ten) != 10) {
		gboolean of = n == 2 ||
		    strcmp(at(tokens, ten - 1)->word, "of") == 0;

		if (of || at(tokens, ten)->kind == TOKEN_NUMBER) {
			mention->rank = MENTION_OTHER;
			mention->to = ten + 1;
		}
		return of;
	}
	mention->to = ten + 1;
	mention->rank = MENTION_MARKED;
	return TRUE;
}

/* "7 or 8", "5 to 10"; "0 to 10" names the scale. */
static gboolean
judge_range(const GArray *tokens, struct mention *mention)
{
	static const char *const both[] = { "and", "und", "et", "y", "e", "ja",
		"x", NULL };
	guint n = link_at(tokens, mention->to, range_links);
	int other = n > 0 ? value_at(tokens, mention->to + n) : -1;
	const char *link = at(tokens, mention->to)->word;

	if (other < 0 || mention->value > 10)
		return FALSE;
	if (phrase_has(both, link)) {
		static const char *const between[] = { "between", "zwischen",
			"entre", NULL };

		if (mention->from == 0 ||
		    !phrase_has(between, at(tokens, mention->from - 1)->word))
			return FALSE;
	}
	mention->to += n + 1;
	mention->rank = other > 10 || (mention->value <= 1 && other == 10) ||
		mention->spelt ?
	    MENTION_OTHER :
	    MENTION_UNCLEAR;
	return TRUE;
}

/* "8½", "8 1/2", "8+", "8%", "8?", "8-", "8€". */
static enum mention_rank
judge_sign_behind(const GArray *tokens, const struct mention *mention)
{
	const struct token *token = at(tokens, mention->to);
	const struct token *next = at(tokens, mention->to + 1);
	gunichar sign = token->sign;

	if (token->kind == TOKEN_NUMBER)
		return value_at(tokens, mention->to) == mention->value ?
		    MENTION_WEAK :
		    MENTION_UNCLEAR;
	if (sign == SIGN_HALF || (sign == '?' && !mention->spelt))
		return MENTION_UNCLEAR;
	if (sign == '+')
		return mention->value == 10 && next->kind != TOKEN_NUMBER ?
		    MENTION_WEAK :
		    MENTION_UNCLEAR;
	if (sign == '-' && token->attached && next->kind == TOKEN_SIGN &&
	    next->sign != '-')
		return MENTION_UNCLEAR;
	if (sign == '%' || sign == 0xb0 || sign == '=' || sign == '#' ||
	    (sign == '/' && token->attached) || sign == '<' || sign == '>' ||
	    (sign == '*' && next->kind == TOKEN_NUMBER) ||
	    (sign > 0x80 &&
		g_unichar_type(sign) == G_UNICODE_CURRENCY_SYMBOL) ||
	    sign == '$')
		return MENTION_OTHER;
	return MENTION_WEAK;
}

/* "-3", "#9", "$9", ".5", "B9". */
static gboolean
is_spoilt_before(const GArray *tokens, const struct mention *mention)
{
	const struct token *token = at(tokens, mention->from - 1);
	const struct token *before = at(tokens, mention->from - 2);
	gboolean close = at(tokens, mention->from)->attached;
	gunichar sign = token->sign;

	if (mention->from == 0)
		return FALSE;
	if (token->kind == TOKEN_WORD)
		return close && !phrase_has(score_nouns, token->word);
	if (token->kind == TOKEN_LINK || token->kind == TOKEN_NUMBER)
		return close;
	if (sign == '-' || sign == '+')
		return before->kind == TOKEN_SIGN || mention->from == 1 ||
		    (close &&
			!(token->attached &&
			    phrase_has(score_nouns, before->word)));
	if (sign == '.')
		return close && before->kind == TOKEN_SIGN &&
		    before->sign != '.' && before->sign != '!';
	if (sign == ':')
		return close && before->kind == TOKEN_NUMBER;
	return (sign == '/' && close) || sign == '#' || sign == '$' ||
	    sign == '<' || sign == '>' || sign == '@' || sign == '&' ||
	    sign == '%' || sign == '\\' ||
	    (sign > 0x80 && g_unichar_type(sign) == G_UNICODE_CURRENCY_SYMBOL);
}

/* "9th", "9pm", "9ish"; a word glued to it by mistake is let through. */
static enum mention_rank
judge_glued(const GArray *tokens, const struct mention *mention)
{
	const struct token *token = at(tokens, mention->to);

	if (token->kind != TOKEN_WORD || !token->attached || mention->spelt)
		return MENTION_WEAK;
	if (strcmp(token->word, "ish") == 0)
		return MENTION_UNCLEAR;
	if (phrase_matches(score_tails[0], (const char *const *)&token->word, 0,
		1))
		return MENTION_MARKED;
	return strlen(token->word) >= 4 ? MENTION_WEAK : MENTION_OTHER;
}

/* "would have given 10", "9 if you mend it", "almost a 10", "not a 10". */
static gboolean
is_unreal(const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	for (guint i = 0; i < n; i++)
		for (const char *const *each = unreal; *each != NULL; each++)
			if (phrase_matches(*each, vicinity->before, i, n))
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

static gboolean
is_marked(const struct vicinity *vicinity, gboolean nouns_only)
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

/* "a 9", "a solid 9". */
static gboolean
has_article(const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	if (*vicinity->left == '\0')
		return FALSE;
	for (guint i = 0; i < 2 && i < n; i++) {
		const char *word = vicinity->before[n - 1 - i];

		if (phrase_has(articles, word) &&
		    !phrase_has(determiners, word) && strcmp(word, "um") != 0)
			return TRUE;
		if (number_of_word(word) >= 0)
			return FALSE;
	}
	return FALSE;
}

/* By the words around it. */
static enum mention_rank
judge_words(const struct mention *mention, const struct vicinity *vicinity)
{
	gboolean article = has_article(vicinity);
	const char *second = vicinity->n_behind > 1 ? vicinity->behind[1] : "";

	if (mention->value > 10 || is_unreal(vicinity))
		return MENTION_OTHER;
	if (follows(halves, vicinity) && *vicinity->right != '\0')
		return MENTION_UNCLEAR;
	if (*vicinity->right != '\0' && follows(score_tails, vicinity))
		return MENTION_MARKED;
	if (*vicinity->right != '\0' &&
	    word_is_counted(vicinity->right, mention->value,
		vicinity->joined || article))
		return MENTION_OTHER;
	if (*vicinity->right != '\0' && mention->value <= 5 &&
	    !phrase_has(reasons, vicinity->right) &&
	    !phrase_has(carriers, vicinity->right) &&
	    word_is_counted(second, ABOVE, FALSE))
		return MENTION_OTHER;
	if (is_marked(vicinity, TRUE))
		return MENTION_MARKED;
	if (strcmp(vicinity->left, "with") == 0 && vicinity->n_before >= 2 &&
	    g_str_has_prefix(vicinity->before[vicinity->n_before - 2], "go"))
		return MENTION_MARKED;
	/* Portuguese, where German says "at nine". */
	if (strcmp(vicinity->left, "um") == 0 && vicinity->n_before == 1 &&
	    vicinity->n_behind == 0)
		return MENTION_MARKED;
	if (*vicinity->left != '\0' && !article &&
	    (phrase_has(other_leads, vicinity->left) ||
		(phrase_has(other_labels, vicinity->left) &&
		    !phrase_has(reasons, vicinity->right))))
		return MENTION_OTHER;
	if (is_marked(vicinity, FALSE))
		return MENTION_MARKED;
	if (*vicinity->left != '\0' && phrase_has(determiners, vicinity->left))
		return MENTION_OTHER;
	return article && !mention->spelt ? MENTION_MARKED : MENTION_WEAK;
}

/* "Room: 7", "No. 7": a sign between, and the label holds still. */
static gboolean
is_labelled(const GArray *tokens, const struct mention *mention)
{
	guint i = mention->from;
	gunichar sign = i > 1 ? sign_at(tokens, i - 1) : 0;

	return (sign == ':' || sign == '.') && at(tokens, i - 1)->attached &&
	    phrase_has(other_labels, at(tokens, i - 2)->word) &&
	    (sign == ':' || strlen(at(tokens, i - 2)->word) <= 3);
}

static gboolean
is_carrier(const struct token *token)
{
	return token->kind == TOKEN_WORD &&
	    (phrase_has(carriers, token->word) ||
		phrase_has(score_verbs, token->word) ||
		wish_is_polite(token->word));
}

/* Nothing but carriers from there back to what divides, or to the beginning. */
static gboolean
begins_clause(const GArray *tokens, guint i, gboolean *text_begins)
{
	guint n = 0;

	while (i > 0 && is_carrier(at(tokens, i - 1)) && n++ < NEIGHBOURS)
		i--;
	*text_begins = i == 0;
	return i == 0 || at(tokens, i - 1)->kind == TOKEN_SIGN;
}

static gboolean
ends_clause(const GArray *tokens, guint i)
{
	guint n = 0;

	while (is_carrier(at(tokens, i)) && n++ < NEIGHBOURS)
		i++;
	return i >= tokens->len || at(tokens, i)->kind == TOKEN_SIGN;
}

/* Only politeness and signs stand before it: "Hi! 9". */
static gboolean
begins_text(const GArray *tokens, guint i)
{
	while (i > 0 &&
	    (is_carrier(at(tokens, i - 1)) ||
		at(tokens, i - 1)->kind == TOKEN_SIGN))
		i--;
	return i == 0;
}

/* Where an answer stands: alone, at the beginning, at an end. */
static gboolean
is_lone(const GArray *tokens, const struct mention *mention,
    const struct vicinity *vicinity, gboolean first)
{
	gboolean text_begins;
	gboolean begins = begins_clause(tokens, mention->from, &text_begins);
	gboolean ends = ends_clause(tokens, mention->to);

	if (begins && ends)
		return TRUE;
	if (first && begins && begins_text(tokens, mention->from))
		return !mention->spelt ||
		    phrase_has(reasons, vicinity->right) ||
		    (mention->value >= 4 &&
			!phrase_has(range_links, vicinity->right));
	if (mention->spelt)
		return FALSE;
	if (phrase_has(reasons, vicinity->right))
		return TRUE;
	return ends && *vicinity->left != '\0' &&
	    token_ends_sentence(at(tokens, mention->to));
}

static void
judge(const GArray *tokens, struct mention *mention, gboolean first)
{
	struct vicinity vicinity;
	enum mention_rank rank;

	if (mention->value > 10 || is_spoilt_before(tokens, mention) ||
	    is_labelled(tokens, mention)) {
		mention->rank = MENTION_OTHER;
		return;
	}
	rank = judge_glued(tokens, mention);
	if (rank == MENTION_WEAK)
		rank = judge_sign_behind(tokens, mention);
	look_around(tokens, mention, &vicinity);
	if (rank == MENTION_WEAK)
		rank = judge_words(mention, &vicinity);
	if (rank == MENTION_WEAK && is_lone(tokens, mention, &vicinity, first))
		rank = MENTION_LONE;
	mention->rank = rank;
}

/* "9 out of 10" in "9 out of 10 times it failed", and "on 9/10". */
static void
judge_marked(const GArray *tokens, struct mention *mention)
{
	static const char *const dates[] = { "on", "am", "le", "el", "since",
		"until", "dated", "vom", "du", "del", "em", "desde", "seit",
		NULL };
	struct vicinity vicinity;

	look_around(tokens, mention, &vicinity);
	if (mention->value > 10 || is_unreal(&vicinity) ||
	    is_spoilt_before(tokens, mention) ||
	    phrase_has(dates, vicinity.left) ||
	    (word_is_counted(vicinity.right, ABOVE, FALSE) &&
		strncmp(vicinity.right, "star", 4) != 0))
		mention->rank = MENTION_OTHER;
}

/* "7-8 people": not which score, but how many. */
static void
judge_unclear(const GArray *tokens, struct mention *mention)
{
	struct vicinity vicinity;

	look_around(tokens, mention, &vicinity);
	for (guint i = 0; i < vicinity.n_behind && i < 3; i++)
		if (*vicinity.right != '\0' &&
		    word_is_counted(vicinity.behind[i], 2, FALSE))
			mention->rank = MENTION_OTHER;
}

static void
judge_at(const GArray *tokens, struct mention *mention, gboolean first)
{
	mention->rank = MENTION_WEAK;
	mention->to = end_of_chain(tokens, mention->from);
	if (mention->to > mention->from + 1)
		judge_chain(tokens, mention);
	else if (!judge_scale(tokens, mention))
		judge_range(tokens, mention);
	switch (mention->rank) {
	case MENTION_WEAK:
		judge(tokens, mention, first);
		break;
	case MENTION_MARKED:
		judge_marked(tokens, mention);
		break;
	case MENTION_UNCLEAR:
		judge_unclear(tokens, mention);
		break;
	case MENTION_OTHER:
	case MENTION_LONE:
		break;
	}
}

GArray *
text_mentions(const GArray *tokens)
{
	GArray *mentions = g_array_new(FALSE, TRUE, sizeof(struct mention));
	gboolean first = TRUE;

	for (guint i = 0; i < tokens->len;) {
		struct mention mention = { .from = i,
			.value = value_at(tokens, i),
			.spelt = is_word(tokens, i) };

		if (mention.value < 0) {
			i++;
			continue;
		}
		judge_at(tokens, &mention, first);
		/* "a", "un": in prose they are no numbers at all. */
		if (mention.spelt && mention.rank <= MENTION_WEAK) {
			i = MAX(mention.to, i + 1);
			continue;
		}
		g_array_append_val(mentions, mention);
		first = FALSE;
		i = MAX(mention.to, i + 1);
	}
	return mentions;
}
