/*
 * opt_out.c - a mail that asks for no more mails.
 *
 * Only whole messages: "please don't stop" is no opt-out. Called by read.c;
 * the phrases are in stop_words.c.
 */
#include "replies/opt_out.h"

#include <string.h>

#include "replies/text_wish.h"
#include "replies/text_words.h"

#define TEXT_MAX_BYTES 200

gboolean
opt_out_is(const char *text)
{
	g_autoptr(GArray) words = NULL;

	if (strlen(text) > TEXT_MAX_BYTES)
		return FALSE;
	words = text_words(text);
	return wish_is_opt_out_of_mail(words);
}
