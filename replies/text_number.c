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
#include "replies/text_place.h"
#include "replies/text_shape.h"
#include "replies/text_wish.h"
#include "replies/text_words.h"

#define ABOVE 99     /* a number of which one is counted */
#define BRIEF_MAX_WORDS 8 /* a text that goes straight to its score */
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

static gboolean
is_word(const GArray *tokens, guint i)
{
	return at(tokens, i)->kind == TOKEN_WORD;
}

static gunichar
sign_at(const GArray *tokens, guint i)
{
	return at(tokens, i)->sign;
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

/* TRUE if one of the patterns stands anywhere before. */
static gboolean
precedes(const char *const *patterns, const struct vicinity *vicinity)
{
	for (; *patterns != NULL; patterns++)
		for (guint i = 0; i < vicinity->n_before; i++)
			if (phrase_matches(*patterns, vicinity->before, i,
				vicinity->n_before))
				return TRUE;
	return FALSE;
}

/* "at least 8": what is right before a number that is not meant itself. */
static const char *const bounds[] = { "least", "than", "almost", "nearly",
	"mindestens", "hochstens", "fast", "knapp", "beinahe", "presque",
	"moins", "casi", "menos", "quase", "melkein", "lahes", "vahintaan",
	NULL };

/* "would have given 10", "9 if you mend it", "almost a 10", "not a 10". */
static gboolean
is_unreal(const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	if (precedes(unreal, vicinity) ||
	    (vicinity->n_behind > 0 && precedes(supposed, vicinity)))
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

/* "I'd give the room 9", where "room 9" alone is a name. */
static gboolean
is_given(const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	return n >= 2 && is_marked(vicinity, FALSE) &&
	    (phrase_has(articles, vicinity->before[n - 2]) ||
		phrase_has(determiners, vicinity->before[n - 2]));
}

/* "this one", "a good one" */
static gboolean
is_pronoun(const struct mention *mention, const struct vicinity *vicinity)
{
	static const char *const leads[] = { "this", "that", "which", "every",
		"any", "each", "such", "good", "bad", "right", "wrong", "old",
		"new", "big", "small", "great", "nice", "better", "best",
		"no", "dieser", "keiner", "jeder", "chacun", "cada", NULL };

	return mention->spelt && mention->value == 1 &&
	    (phrase_has(leads, vicinity->left) ||
		phrase_has(determiners, vicinity->left));
}

/* "um 9" is a score in Portuguese, and in German a time. */
static gboolean
is_portuguese(const struct vicinity *vicinity)
{
	guint n = vicinity->n_before;

	if (n == 1)
		return vicinity->n_behind == 0 ||
		    phrase_has(reasons, vicinity->right) ||
		    phrase_matches("sem|para|pra|com duvida|mim|nos|certeza",
			vicinity->behind, 0, vicinity->n_behind);
	return phrase_matches("dou|dava|daria|dariamos|damos|atribuo|so|"
			      "certeza|vos|lhes|merece|merecem|seria|digo|"
			      "duvida um",
	    vicinity->before, n - 2, n);
}

/* German schools give 1 to 6, and 1 is the best. */
static gboolean
is_school_grade(const struct mention *mention, const struct vicinity *vicinity)
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

/* "9/10 was the day we came" */
static gboolean
is_subject(const struct vicinity *vicinity)
{
	return *vicinity->right != '\0' &&
	    phrase_matches("was|is|were|war|ist|etait|est|fue|es|foi|oli|on "
			   "the|our|my|when|der|mein*|unser*|le|mon|notre|"
			   "el|mi|nuestro|o|meu|nosso|nossa|paiva|se",
		vicinity->behind, 0, vicinity->n_behind);
}

/* By the words around it. */
static enum mention_rank
judge_words(struct mention *mention, const struct vicinity *vicinity)
{
	gboolean article = has_article(vicinity);
	const char *second = vicinity->n_behind > 1 ? vicinity->behind[1] : "";
	guint n = vicinity->n_before;

	if (precedes(numbered, vicinity) || follows(hours, vicinity) ||
	    is_pronoun(mention, vicinity))
		return MENTION_OTHER;
	if (is_unreal(vicinity)) {
		mention->near = article || is_marked(vicinity, FALSE);
		return MENTION_OTHER;
	}
	if (follows(halves, vicinity) && *vicinity->right != '\0')
		return MENTION_UNCLEAR;
	if (*vicinity->right != '\0' && follows(score_tails, vicinity))
		return MENTION_MARKED;
	/* "an 8-byte number" */
	if (is_subject(vicinity) ||
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
	mention->named = is_marked(vicinity, TRUE);
	if (mention->named)
		return is_school_grade(mention, vicinity) ? MENTION_UNCLEAR :
							    MENTION_MARKED;
	if (n >= 2 &&
	    phrase_matches("go|going|gone|went|down|bewerte|bewerten|benote "
			   "with|as|for|mit",
		vicinity->before, n - 2, n))
		return MENTION_MARKED;
	/* "Is 10 the best?" */
	if (n == 1 && vicinity->n_behind > 0 &&
	    phrase_matches("is|ist|est|es|e|onko|does", vicinity->before, 0, 1))
		return MENTION_OTHER;
	if (strcmp(vicinity->left, "um") == 0 && is_portuguese(vicinity))
		return MENTION_MARKED;
	if (n > 0 && phrase_has(bounds, vicinity->left)) {
		mention->near = TRUE;
		return MENTION_OTHER;
	}
	if (*vicinity->left != '\0' && !article &&
	    (n > 1 || strcmp(vicinity->left, "around") != 0) &&
	    (phrase_has(other_leads, vicinity->left) ||
		(phrase_has(other_labels, vicinity->left) &&
		    !phrase_has(reasons, vicinity->right) &&
		    !is_given(vicinity))))
		return MENTION_OTHER;
	if (is_marked(vicinity, FALSE))
		return MENTION_MARKED;
	if (*vicinity->left != '\0' && phrase_has(determiners, vicinity->left))
		return MENTION_OTHER;
	return article && !mention->spelt ? MENTION_MARKED : MENTION_WEAK;
}

/* Where an answer stands: alone, at the beginning, at an end. */
static gboolean
is_lone(const GArray *tokens, const struct mention *mention,
    const struct vicinity *vicinity, gboolean first)
{
	const char *second = vicinity->n_behind > 1 ? vicinity->behind[1] : "";
	gboolean begins = place_begins_clause(tokens, mention->from);
	gboolean ends = place_ends_clause(tokens, mention->to);

	/* "It was fine. 3 - nights are short"; "7-like" */
	if (vicinity->joined && !place_begins_text(tokens, mention->from))
		return FALSE;
	if (!place_begins_text(tokens, mention->from) &&
	    vicinity->n_behind > 0 && *vicinity->right == '\0' &&
	    word_is_counted(vicinity->behind[0], ABOVE, FALSE))
		return FALSE;
	if (begins && ends)
		return TRUE;
	if (first && begins && place_begins_text(tokens, mention->from))
		return !mention->spelt ||
		    phrase_has(reasons, vicinity->right) ||
		    (mention->value >= 4 &&
			(!phrase_has(range_links, vicinity->right) ||
			    wish_is_polite(second)));
	if (mention->spelt)
		return FALSE;
	if (phrase_has(reasons, vicinity->right))
		return TRUE;
	return ends && *vicinity->left != '\0' &&
	    token_ends_sentence(at(tokens, mention->to)) &&
	    text_count_words(tokens) <= BRIEF_MAX_WORDS;
}

static void
judge(const GArray *tokens, struct mention *mention, gboolean first)
{
	struct vicinity vicinity;
	enum mention_rank rank = mention_joined(tokens, mention);

	look_around(tokens, mention, &vicinity);
	if (rank == MENTION_UNCLEAR && phrase_has(other_labels, vicinity.left))
		rank = MENTION_OTHER;
	if (rank == MENTION_WEAK)
		rank = judge_words(mention, &vicinity);
	if (rank == MENTION_WEAK && is_lone(tokens, mention, &vicinity, first))
		rank = MENTION_LONE;
	mention->rank = rank;
}

/* "-1", "11", "~8": no score, and perhaps in the place of one. */
static void
judge_spoilt(const GArray *tokens, struct mention *mention)
{
	struct mention like = *mention;

	like.value = MIN(mention->value, 10);
	judge(tokens, &like, FALSE);
	mention->near = like.rank >= MENTION_LONE &&
	    mention_is_outside(tokens, mention);
	mention->rank = MENTION_OTHER;
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
	mention->near = is_unreal(&vicinity) || mention->value > 10;
	if (mention->near || mention_is_spoilt(tokens, mention) ||
	    is_subject(&vicinity) ||
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
	/* "Breakfast from 7 to 10" */
	if (vicinity.n_before > 1 && phrase_has(other_leads, vicinity.left))
		mention->rank = MENTION_OTHER;
	for (guint i = 0; i < vicinity.n_behind && i < 3; i++)
		if (*vicinity.right != '\0' &&
		    word_is_counted(vicinity.behind[i], 2, FALSE))
			mention->rank = MENTION_OTHER;
}

/* "overall 9", "9 overall" */
static gboolean
is_overall(const GArray *tokens, const struct mention *mention)
{
	static const char *const words[] = { "overall", "insgesamt", "gesamt",
		"globalement", "ensemble", "general", "geral", "globalmente",
		"kokonaisuutena", "kokonaisuudessaan", "total", "gesamtnote",
		"gesamteindruck", NULL };
	struct vicinity vicinity;

	look_around(tokens, mention, &vicinity);
	for (guint i = 0; i < 4 && i < vicinity.n_before; i++) {
		const char *word = vicinity.before[vicinity.n_before - 1 - i];

		if (phrase_has(words, word))
			return TRUE;
		if (!phrase_has(carriers, word) && !phrase_has(articles, word))
			break;
	}
	return phrase_has(words, vicinity.right);
}

static void
judge_at(const GArray *tokens, struct mention *mention, gboolean first)
{
	mention_measure(tokens, mention);
	switch (mention->rank) {
	case MENTION_WEAK:
		if (mention_is_spoilt(tokens, mention))
			judge_spoilt(tokens, mention);
		else
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
text_mentions(const GArray *tokens)
{
	GArray *mentions = g_array_new(FALSE, TRUE, sizeof(struct mention));
	gboolean first = TRUE;

	for (guint i = 0; i < tokens->len;) {
		struct mention mention = { .from = i,
			.value = text_value(tokens, i),
			.spelt = is_word(tokens, i) };

		if (mention.value < 0 || is_very(tokens, i)) {
			i++;
			continue;
		}
		judge_at(tokens, &mention, first);
		mention.overall = mention.rank >= MENTION_LONE &&
		    is_overall(tokens, &mention);
		if (mention.to == i + 1 && is_article_of_more(tokens, i))
			mention.rank = MENTION_WEAK;
		/* "a", "un": in prose they are no numbers at all. */
		if (mention.spelt && mention.rank <= MENTION_WEAK &&
		    !mention.near) {
			i = MAX(mention.to, i + 1);
			continue;
		}
		g_array_append_val(mentions, mention);
		first = FALSE;
		i = MAX(mention.to, i + 1);
	}
	return mentions;
}
