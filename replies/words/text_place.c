/*
 * text_place.c - see text_place.h. Called by text_number.c.
 */
#include "replies/words/text_place.h"

#include <string.h>

#include "replies/words/number_words.h"
#include "replies/words/phrase.h"
#include "replies/words/text_wish.h"
#include "replies/words/text_words.h"

#define CARRIERS_MAX 6
#define BEGINNING_MAX 24
#define CLAUSE_MAX 8

static gboolean
is_carrier(const struct token *token)
{
	return token->kind == TOKEN_WORD &&
	    (phrase_has(carriers, token->word) ||
		phrase_has(score_verbs, token->word) ||
		wish_is_polite(token->word));
}

gboolean
place_begins_clause(const GArray *tokens, guint i)
{
	guint n = 0;

	while (i > 0 && is_carrier(text_token(tokens, i - 1)) &&
	    n++ < CARRIERS_MAX)
		i--;
	return i == 0 || text_token(tokens, i - 1)->kind == TOKEN_SIGN;
}

gboolean
place_ends_clause(const GArray *tokens, guint i)
{
	guint n = 0;

	while (is_carrier(text_token(tokens, i)) && n++ < CARRIERS_MAX)
		i++;
	return i >= tokens->len || text_token(tokens, i)->kind == TOKEN_SIGN;
}

gboolean
place_begins_text(const GArray *tokens, guint i)
{
	guint n = 0;

	while (i > 0 && n++ < BEGINNING_MAX &&
	    (is_carrier(text_token(tokens, i - 1)) ||
		text_token(tokens, i - 1)->kind == TOKEN_SIGN))
		i--;
	return i == 0;
}

gboolean
place_is_aside(const GArray *tokens, guint from, guint to)
{
	return from >= 2 && text_token(tokens, from - 1)->sign == '(' &&
	    text_token(tokens, from - 2)->kind == TOKEN_WORD &&
	    text_token(tokens, to)->sign == ')' &&
	    text_token(tokens, to + 1)->kind == TOKEN_WORD;
}

/* Where one clause ends and the next begins, with a sign or without. */
static gboolean
divides(const struct token *token)
{
	return token->kind == TOKEN_SIGN || phrase_has(reasons, token->word) ||
	    phrase_has(joints, token->word) ||
	    phrase_has(conclusions, token->word) ||
	    strcmp(token->word, "also") == 0;
}

static gboolean
names_part(const struct token *token)
{
	return token->kind == TOKEN_WORD && phrase_has(parts, token->word);
}

gboolean
place_is_of_part(const GArray *tokens, guint from, guint to)
{
	for (guint n = 1; n <= CLAUSE_MAX && n <= from; n++) {
		const struct token *token = text_token(tokens, from - n);

		if (names_part(token))
			return TRUE;
		if (divides(token))
			break;
	}
	/* "9 for the staff" */
	return phrase_has(reasons, text_token(tokens, to)->word) &&
	    phrase_has(articles, text_token(tokens, to + 1)->word) &&
	    names_part(text_token(tokens, to + 2)) &&
	    text_token(tokens, to + 3)->kind == TOKEN_SIGN;
}
