/*
 * text_range.c - judges a number by the numbers that it belongs with: "9/10",
 * "9 out of 10", "7 or 8", "0 to 10", "9.3.2025".
 *
 * See mention_measure() in text_shape.h. Called by text_number.c and score.c.
 */
#include "replies/words/text_shape.h"

#include <string.h>

#include "replies/words/number_words.h"
#include "replies/words/phrase.h"
#include "replies/words/text_words.h"

#define ABOVE 99      /* above ten, and perhaps meant as a score */
#define BRACKET_MAX 8 /* tokens */

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

/* Digits and the signs within them: "9.3.2025", "9:30", "1/2". */
static guint
end_of_chain(const GArray *tokens, guint i)
{
	for (;; i += 2) {
		gunichar sign = sign_at(tokens, i + 1);
		gboolean close = at(tokens, i + 1)->attached &&
		    at(tokens, i + 2)->attached;

		if (sign == 0 || text_value(tokens, i + 2) < 0 ||
		    sign >= 0x80 || strchr(":.,/\\-", (int)sign) == NULL)
			return i + 1;
		if (!close && sign != '/' &&
		    (sign != '-' ||
			text_value(tokens, i) >= text_value(tokens, i + 2)))
			return i + 1;
	}
}

/*
 * "30.11.", "bis 5.1.", "5.1., dann": a day and a month, as Germans and Finns
 * write them. "7.5." may be a score and the end of a sentence.
 */
static gboolean
is_day(const GArray *tokens, const struct mention *mention)
{
	guint from = mention->from, to = mention->to;
	guint64 month = g_ascii_strtoull(at(tokens, from + 2)->word, NULL, 10);
	gboolean surely = mention->value > 10 || month >= 10 ||
	    sign_at(tokens, to + 1) == ',' || sign_at(tokens, to + 1) == '-';

	if (sign_at(tokens, from + 1) != '.' || sign_at(tokens, to) != '.' ||
	    !at(tokens, to)->attached || month < 1 || month > 12 ||
	    g_ascii_strtoull(at(tokens, from)->word, NULL, 10) > 31)
		return FALSE;
	return surely ||
	    (from > 0 && phrase_has(other_leads, at(tokens, from - 1)->word));
}

/* What several numbers with signs between them are. */
static void
judge_chain(const GArray *tokens, struct mention *mention)
{
	guint from = mention->from;
	guint n = (mention->to - from) / 2 + 1;
	gunichar sign = sign_at(tokens, from + 1);
	const char *second = at(tokens, from + 2)->word;
	int ten = text_value(tokens, from + 2);

	mention->rank = MENTION_OTHER;
	if (n == 2 && is_day(tokens, mention))
		return;
	mention->near = n == 2 && sign != ':' && mention->value <= ABOVE &&
	    mention->value > 10;
	/* "9.5/10" */
	if (n == 3 && (sign == '.' || sign == ',') &&
	    sign_at(tokens, from + 3) == '/' &&
	    text_value(tokens, from + 4) == 10)
		mention->rank = strcmp(second, "0") == 0 ? MENTION_MARKED :
							   MENTION_UNCLEAR;
	if (n > 2 || mention->value > 10)
		return;
	if (sign == '/' || sign == '\\') {
		mention->rank = ten == 10 ? MENTION_MARKED : MENTION_OTHER;
		mention->near = ten != 10;
	}
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

	if (n == 0 || text_value(tokens, ten) < 0)
		return FALSE;
	if (text_value(tokens, ten) != 10) {
		gboolean of = n == 2 ||
		    strcmp(at(tokens, ten - 1)->word, "of") == 0;

		if (of || at(tokens, ten)->kind == TOKEN_NUMBER) {
			mention->rank = MENTION_OTHER;
			mention->near = TRUE;
			mention->to = ten + 1;
		}
		return of;
	}
	mention->to = ten + 1;
	mention->rank = MENTION_MARKED;
	return TRUE;
}

/* "0 (not at all) to 10": past what is said of it in brackets. */
static guint
past_bracket(const GArray *tokens, guint i)
{
	if (sign_at(tokens, i) != '(')
		return i;
	/* "7 (or 8)" */
	if (link_at(tokens, i + 1, range_links) > 0)
		return i + 1;
	for (guint n = 1; n <= BRACKET_MAX; n++)
		if (sign_at(tokens, i + n) == ')')
			return i + n + 1;
	return i;
}

/* "7 or 8", "5 to 10"; "0 to 10" names the scale. */
static gboolean
judge_range(const GArray *tokens, struct mention *mention)
{
	static const char *const both[] = { "and", "und", "et", "y", "e", "ja",
		"x", NULL };
	guint from = past_bracket(tokens, mention->to);
	guint n = link_at(tokens, from, range_links);
	int other = n > 0 ? text_value(tokens, from + n) : -1;
	const char *link = at(tokens, from)->word;

	if (other < 0 || mention->value > 10)
		return FALSE;
	if (phrase_has(both, link)) {
		static const char *const between[] = { "between", "zwischen",
			"entre", NULL };

		/* Finnish: "8 ja 9 väliltä" */
		if (!g_str_has_prefix(at(tokens, from + n + 1)->word,
			"valil") &&
		    (mention->from == 0 ||
			!phrase_has(between,
			    at(tokens, mention->from - 1)->word)))
			return FALSE;
	}
	mention->near = mention->spelt && other <= 10;
	mention->foreign = mention->value <= 1 && !mention->spelt &&
	    other >= 3 && other <= 7;
	mention->to = from + n + 1;
	mention->rank = other > 10 || (mention->value <= 1 && other == 10) ||
		mention->spelt ?
	    MENTION_OTHER :
	    MENTION_UNCLEAR;
	return TRUE;
}

void
mention_measure(const GArray *tokens, struct mention *mention)
{
	mention->rank = MENTION_WEAK;
	mention->to = end_of_chain(tokens, mention->from);
	if (mention->to > mention->from + 1)
		judge_chain(tokens, mention);
	else if (!judge_scale(tokens, mention))
		judge_range(tokens, mention);
}
