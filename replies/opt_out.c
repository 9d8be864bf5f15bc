/*
 * opt_out.c - a mail that asks for no more mails.
 *
 * Only whole messages: "please don't stop" is no opt-out. Called by read.c;
 * the phrases are in stop_words.c and stop_patterns.c.
 */
#include "replies/opt_out.h"

#include <string.h>

#include "replies/letter.h"
#include "replies/text_wish.h"
#include "replies/text_words.h"

#define TEXT_MAX_BYTES 1000 /* with its signature */
#define NAME_MAX_WORDS 3

gboolean
opt_out_is(const char *text)
{
	g_autoptr(GArray) words = NULL;

	if (strlen(text) > TEXT_MAX_BYTES)
		return FALSE;
	words = letter_tokens(text);
	return wish_is_opt_out_of_mail(words);
}

/* Nothing, "thanks", a name. */
static gboolean
is_hardly_said(const char *text)
{
	g_autoptr(GArray) words = NULL;
	guint n = 0;

	if (strlen(text) > TEXT_MAX_BYTES)
		return FALSE;
	words = letter_tokens(text);
	for (guint i = 0; i < words->len; i++) {
		const struct token *token = text_token(words, i);

		if (token->kind == TOKEN_NUMBER)
			return FALSE;
		n += token->kind == TOKEN_WORD && !wish_is_polite(token->word);
	}
	return n <= NAME_MAX_WORDS;
}

gboolean
opt_out_of_mail(const char *subject, const char *text)
{
	return opt_out_is(text) ||
	    (is_hardly_said(text) && opt_out_is(subject));
}
