/*
 * fuzz_score.c - any text as a mail's: what is read from it is within its
 * bounds, a lone score above it stays the score, and a stop word stays one
 * whatever signs stand around it.
 */
#include <string.h>

#include "replies/mail/charset.h"
#include "replies/words/opt_out.h"
#include "replies/words/score.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check(const struct score *score)
{
	g_assert(score->value >= -1 && score->value <= 10);
	g_assert(!score->unclear || score->value < 0);
	g_assert(!score->opens || score->value >= 0);
	g_assert(score->comment == NULL ||
	    (score->value >= 0 && *score->comment != '\0' &&
		g_utf8_validate(score->comment, -1, NULL)));
}

/* It is 9 or unclear, but never another. */
static void
check_above(const char *text)
{
	g_autofree char *answer = g_strconcat("9\n\n", text, NULL);
	struct score score;

	score_of_text(answer, &score);
	check(&score);
	g_assert(score.value == 9 || score.value < 0);
	g_free(score.comment);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *valid = g_utf8_make_valid((const char *)data,
	    (gssize)size);
	g_autofree char *text = charset_tidy(valid);
	struct score score;

	score_of_text(text, &score);
	check(&score);
	g_free(score.comment);
	score_of_mail("Re: 9 - Aurora Spa", text, &score);
	check(&score);
	g_free(score.comment);
	g_assert(score_of_subject(text) >= -1 && score_of_subject(text) <= 10);
	check_above(text);
	opt_out_of_mail(text, text);
	return 0;
}
