/*
 * fuzz_html.c - any page becomes valid text, and what is left of it when
 * quotes are cut stays valid.
 */
#include "replies/mail/charset.h"
#include "replies/mail/html.h"
#include "replies/quote/quote.h"
#include "replies/words/score.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *page = g_utf8_make_valid((const char *)data,
	    (gssize)size);
	g_autofree char *text = html_to_text(page);
	g_autofree char *tidy = charset_tidy(text);
	g_autofree char *kept = quote_cut(tidy);
	g_autofree char *comment = NULL;
	struct score score;

	g_assert(g_utf8_validate(kept, -1, NULL));
	score_of_text(kept, &score);
	comment = score.comment;
	g_assert(score.value <= 10);
	g_assert(comment == NULL || g_utf8_validate(comment, -1, NULL));
	g_assert(score_of_subject(kept) <= 10);
	return 0;
}
