/*
 * text_number.c - judges each number of a text by what stands around it.
 *
 * Called by text_score.c, which decides among them. When in doubt a number is
 * something else: a wrong score is worse than none.
 */
#include "replies/words/text_number.h"

#include <string.h>

#include "replies/words/number_words.h"
#include "replies/words/phrase.h"
#include "replies/words/text_place.h"
#include "replies/words/text_shape.h"
#include "replies/words/text_vicinity.h"
#include "replies/words/text_wish.h"
#include "replies/words/text_words.h"

#define ABOVE 99	  /* a number of which one is counted */
#define JUDGED_MAX 1000	  /* numbers; nobody writes as many */
#define BRIEF_MAX_WORDS 8 /* a text that goes straight to its score */

/* What is the same for all numbers of a text. */
struct whole {
	const GArray *tokens;
	gboolean letter; /* a mail */
	gboolean brief;
	gboolean first;	 /* no number stands before */
};

static const struct token *
at(const GArray *tokens, guint i)
{
	return text_token(tokens, i);
}

static gboolean
is_word(const GArray *tokens, guint i)
{
	return at(tokens, i)->kind == TOKEN_WORD;
}

/* By the words around it. */
static enum mention_rank
judge_words(struct mention *mention, const struct vicinity *vicinity)
{
	gboolean article = vicinity_has_article(vicinity);
	const char *second = vicinity->n_behind > 1 ? vicinity->behind[1] : "";
	guint n = vicinity->n_before;

	if (vicinity_precedes(numbered, vicinity) ||
	    vicinity_follows(hours, vicinity) ||
	    vicinity_is_pronoun(mention, vicinity))
		return MENTION_OTHER;
	if (vicinity_is_unreal(vicinity)) {
		mention->near = article || vicinity_marks(vicinity, FALSE);
		return MENTION_OTHER;
	}
	if (vicinity_deducts(vicinity)) {
		mention->near = TRUE;
		return MENTION_OTHER;
	}
	if (vicinity_follows(halves, vicinity) && *vicinity->right != '\0') {
		mention->near = TRUE;
		return MENTION_UNCLEAR;
	}
	if (*vicinity->right != '\0' && vicinity_follows(score_tails, vicinity))
		return MENTION_MARKED;
	/* "an 8-byte number" */
	if (vicinity_is_subject(vicinity) ||
	    (vicinity->joined && vicinity->n_before > 0))
		return MENTION_OTHER;
	if (*vicinity->right != '\0' && strcmp(second, "course") != 0 &&
	    word_is_counted(vicinity->right, mention->value,
		vicinity->joined || article)) {
		mention->near = phrase_matches("star|stars|stern|sterne|"
					       "etoile*|estrel*|taht*",
		    vicinity->behind, 0, vicinity->n_behind);
		return MENTION_OTHER;
	}
	if (*vicinity->right != '\0' && mention->value <= 5 &&
	    !phrase_has(reasons, vicinity->right) &&
	    !phrase_has(carriers, vicinity->right) &&
	    word_is_counted(second, ABOVE, FALSE))
		return MENTION_OTHER;
	mention->named = vicinity_marks(vicinity, TRUE);
	if (mention->named)
		return vicinity_is_school_grade(mention, vicinity) ?
		    MENTION_UNCLEAR :
		    MENTION_MARKED;
	if (n >= 2 &&
	    phrase_matches("go|going|gone|went|down|bewerte|bewerten|benote "
			   "with|as|for|mit",
		vicinity->before, n - 2, n))
		return MENTION_MARKED;
	if (n >= 2 &&
	    phrase_matches("elijo|escojo|escolho|entscheide|mich|wahle el|o|"
			   "die|fur",
		vicinity->before, n - 2, n))
		return MENTION_MARKED;
	/* "Is 10 the best?" */
	if (n == 1 && vicinity->n_behind > 0 &&
	    phrase_matches("is|ist|est|es|e|onko|does", vicinity->before, 0, 1))
		return MENTION_OTHER;
	if (strcmp(vicinity->left, "um") == 0 &&
	    vicinity_is_portuguese(vicinity))
		return MENTION_MARKED;
	if (n > 0 && vicinity_bounds(vicinity)) {
		mention->near = TRUE;
		return MENTION_OTHER;
	}
	if (*vicinity->left != '\0' && !article &&
	    (n > 1 || strcmp(vicinity->left, "around") != 0) &&
	    (phrase_has(other_leads, vicinity->left) ||
		(phrase_has(other_labels, vicinity->left) &&
		    !phrase_has(reasons, vicinity->right) &&
		    !vicinity_gives(vicinity))))
		return MENTION_OTHER;
	if (vicinity_marks(vicinity, FALSE))
		return MENTION_MARKED;
	if (*vicinity->left != '\0' && phrase_has(determiners, vicinity->left))
		return MENTION_OTHER;
	return article && !mention->spelt ? MENTION_MARKED : MENTION_WEAK;
}

/* "... was poor so 8." */
static gboolean
concludes(const GArray *tokens, const struct mention *mention,
    const struct vicinity *vicinity)
{
	return phrase_has(conclusions, vicinity->left) &&
	    (mention->to >= tokens->len ||
		token_ends_sentence(at(tokens, mention->to)));
}

/* Where an answer stands: alone, at the beginning, at an end. */
static gboolean
is_lone(const struct whole *whole, const struct mention *mention,
    const struct vicinity *vicinity)
{
	const GArray *tokens = whole->tokens;
	const char *second = vicinity->n_behind > 1 ? vicinity->behind[1] : "";
	gboolean begins = place_begins_clause(tokens, mention->from);
	gboolean ends = place_ends_clause(tokens, mention->to);

	/* "7-like"; "It was fine. 3 - nights are short" */
	if (!place_begins_text(tokens, mention->from) &&
	    (vicinity->joined ||
		(vicinity->n_behind > 0 && *vicinity->right == '\0' &&
		    word_is_counted(vicinity->behind[0], ABOVE, FALSE))))
		return FALSE;
	if (whole->letter &&
	    (vicinity_is_label(tokens, mention, vicinity) ||
		place_is_aside(tokens, mention->from, mention->to)))
		return FALSE;
	if (begins && ends)
		return TRUE;
	if (whole->first && begins && place_begins_text(tokens, mention->from))
		return !mention->spelt ||
		    phrase_has(reasons, vicinity->right) ||
		    (mention->value >= 4 &&
			(!phrase_has(range_links, vicinity->right) ||
			    wish_is_polite(second)));
	if (mention->spelt)
		return FALSE;
	if (phrase_has(reasons, vicinity->right) ||
	    concludes(tokens, mention, vicinity))
		return TRUE;
	return ends && *vicinity->left != '\0' &&
	    token_ends_sentence(at(tokens, mention->to)) && whole->brief &&
	    (!whole->letter || vicinity_is_moody(vicinity));
}

static void
judge(const struct whole *whole, struct mention *mention)
{
	const GArray *tokens = whole->tokens;
	struct vicinity vicinity;
	enum mention_rank rank = mention_joined(tokens, mention);

	vicinity_look(tokens, mention, &vicinity);
	if (rank == MENTION_UNCLEAR && phrase_has(other_labels, vicinity.left))
		rank = MENTION_OTHER;
	if (rank == MENTION_WEAK)
		rank = judge_words(mention, &vicinity);
	if (rank == MENTION_WEAK && is_lone(whole, mention, &vicinity))
		rank = MENTION_LONE;
	mention->overall = rank >= MENTION_LONE &&
	    vicinity_is_overall(&vicinity);
	if (whole->letter && rank >= MENTION_LONE && !mention->overall &&
	    place_is_of_part(tokens, mention->from, mention->to)) {
		mention->near = TRUE;
		rank = MENTION_OTHER;
	}
	mention->rank = rank;
}

/* "-1", "11", "~8": no score, and perhaps in the place of one. */
static void
judge_spoilt(const struct whole *whole, struct mention *mention)
{
	struct mention like = *mention;

	like.value = MIN(mention->value, 10);
	judge(whole, &like);
	mention->near = like.rank >= MENTION_LONE &&
	    mention_is_outside(whole->tokens, mention);
	mention->rank = MENTION_OTHER;
}

/* "9 out of 10" in "9 out of 10 times it failed", and "on 9/10". */
static void
judge_marked(const struct whole *whole, struct mention *mention)
{
	const GArray *tokens = whole->tokens;
	static const char *const dates[] = { "on", "am", "le", "el", "since",
		"until", "dated", "vom", "du", "del", "em", "desde", "seit",
		NULL };
	struct vicinity vicinity;

	vicinity_look(tokens, mention, &vicinity);
	mention->near = vicinity_is_unreal(&vicinity) || mention->value > 10;
	if (mention->near || mention_is_spoilt(tokens, mention) ||
	    vicinity_is_subject(&vicinity) ||
	    phrase_has(dates, vicinity.left) ||
	    (word_is_counted(vicinity.right, ABOVE, FALSE) &&
		strncmp(vicinity.right, "star", 4) != 0))
		mention->rank = MENTION_OTHER;
	mention->overall = mention->rank == MENTION_MARKED &&
	    vicinity_is_overall(&vicinity);
	if (whole->letter && mention->rank == MENTION_MARKED &&
	    !mention->overall &&
	    place_is_of_part(tokens, mention->from, mention->to)) {
		mention->near = TRUE;
		mention->rank = MENTION_OTHER;
	}
}

/* "7-8 people": not which score, but how many. */
static void
judge_unclear(const GArray *tokens, struct mention *mention)
{
	struct vicinity vicinity;

	vicinity_look(tokens, mention, &vicinity);
	/* "Breakfast from 7 to 10" */
	if (vicinity.n_before > 1 && phrase_has(other_leads, vicinity.left))
		mention->rank = MENTION_OTHER;
	if (vicinity.n_behind > 0 &&
	    phrase_matches(score_tails[0], vicinity.behind, 0, 1))
		return;
	for (guint i = 0; i < vicinity.n_behind && i < 3; i++)
		if (*vicinity.right != '\0' &&
		    word_is_counted(vicinity.behind[i], 2, FALSE))
			mention->rank = MENTION_OTHER;
}

static void
judge_at(const struct whole *whole, struct mention *mention)
{
	const GArray *tokens = whole->tokens;

	mention_measure(tokens, mention);
	switch (mention->rank) {
	case MENTION_WEAK:
		if (mention_is_spoilt(tokens, mention))
			judge_spoilt(whole, mention);
		else
			judge(whole, mention);
		break;
	case MENTION_MARKED:
		judge_marked(whole, mention);
		break;
	case MENTION_UNCLEAR:
		judge_unclear(tokens, mention);
		break;
	case MENTION_OTHER:
	case MENTION_LONE:
		break;
	}
}

/* "un buen 8": the word for one, before what it is the article of. */
static gboolean
is_article_of_more(const GArray *tokens, guint i)
{
	return is_word(tokens, i) &&
	    phrase_has(articles, at(tokens, i)->word) &&
	    at(tokens, i + 1)->kind != TOKEN_SIGN;
}

/* "tres bien", as French is typed without accents: it is not Spanish. */
static gboolean
is_very(const GArray *tokens, guint i)
{
	static const char *const what[] = { "bien", "bon", "bonne", "bons",
		"bonnes", "beau", "belle", "content", "contente", "contents",
		"satisfait", "satisfaite", "satisfaits", "decu", "decue",
		"decus", "agreable", "agreables", "propre", "calme", "cher",
		"correct", "mauvais", "mauvaise", "sale", "bruyant", "joli",
		"sympa", "gentil", "gentils", "accueillant", "chaleureux",
		"professionnel", "professionnels", "heureux", "confortable",
		"peu", NULL };

	return strcmp(at(tokens, i)->word, "tres") == 0 &&
	    is_word(tokens, i + 1) && phrase_has(what, at(tokens, i + 1)->word);
}

GArray *
text_mentions(const GArray *tokens, gboolean letter)
{
	GArray *mentions = g_array_new(FALSE, TRUE, sizeof(struct mention));
	struct whole whole = { .tokens = tokens, .letter = letter,
		.brief = text_count_words(tokens) <= BRIEF_MAX_WORDS,
		.first = TRUE };

	for (guint i = 0, n = 0; i < tokens->len && n < JUDGED_MAX;) {
		struct mention mention = { .from = i,
			.value = text_value(tokens, i),
			.spelt = is_word(tokens, i) };

		if (mention.value < 0 || is_very(tokens, i)) {
			i++;
			continue;
		}
		n++;
		judge_at(&whole, &mention);
		if (mention.to == i + 1 && is_article_of_more(tokens, i))
			mention.rank = MENTION_WEAK;
		/* "a", "un": in prose they are no numbers at all. */
		if (mention.spelt && mention.rank <= MENTION_WEAK &&
		    !mention.near) {
			i = MAX(mention.to, i + 1);
			continue;
		}
		g_array_append_val(mentions, mention);
		whole.first = FALSE;
		i = MAX(mention.to, i + 1);
	}
	return mentions;
}
