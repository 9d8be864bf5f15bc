/*
 * opt_out.c - a mail that asks for no more mails.
 *
 * Only whole messages: "please don't stop" is no opt-out. Called by read.c;
 * the phrases are in stop_words.c and stop_patterns.c.
 */
#include "replies/words/opt_out.h"

#include <string.h>

#include "replies/words/letter.h"
#include "replies/words/text_wish.h"
#include "replies/words/text_words.h"

#define TEXT_MAX_BYTES 1000 /* with its signature */
#define NAME_MAX_WORDS 3

/* NULL: it is too long to ask for nothing else. */
static GArray *
words_of(const char *text)
{
	return strlen(text) <= TEXT_MAX_BYTES ? letter_tokens(text) : NULL;
}

gboolean
opt_out_is(const char *text)
{
	g_autoptr(GArray) words = words_of(text);

	return words != NULL && wish_is_opt_out_of_mail(words);
}

/* Nothing, "thanks", a name. */
static gboolean
is_hardly_said(const GArray *words)
{
	guint n = 0;

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
	g_autoptr(GArray) words = words_of(text);

	return words != NULL &&
	    (wish_is_opt_out_of_mail(words) ||
		(is_hardly_said(words) && opt_out_is(subject)));
}
