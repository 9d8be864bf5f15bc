/*
 * text_place.c - see text_place.h. Called by text_number.c.
 */
#include "replies/text_place.h"

#include "replies/number_words.h"
#include "replies/phrase.h"
#include "replies/text_wish.h"
#include "replies/text_words.h"

#define CARRIERS_MAX 6

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
	while (i > 0 &&
	    (is_carrier(text_token(tokens, i - 1)) ||
		text_token(tokens, i - 1)->kind == TOKEN_SIGN))
		i--;
	return i == 0;
}
