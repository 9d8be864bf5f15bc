/*
 * fuzz_quote.c - any bytes as the text of a mail: what is kept is whole lines
 * of it, and an answer above an announced quote survives.
 */
#include <string.h>

#include "replies/mail/charset.h"
#include "replies/quote/quote.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

#define ANSWER "nine of ten for the towels\n"

/* Each kept line begins one of the text: nothing is made up. */
static void
check_lines(const char *text, const char *kept)
{
	g_auto(GStrv) lines = charset_lines(kept, G_MAXUINT);

	for (guint i = 0; lines[i] != NULL; i++)
		g_assert(*lines[i] == '\0' || strstr(text, lines[i]) != NULL);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *bytes = g_strndup((const char *)data, size);
	g_autofree char *valid = g_utf8_make_valid(bytes, -1);
	g_autofree char *text = charset_tidy(valid);
	g_autofree char *kept = quote_cut(text);
	g_autofree char *quoted = g_strconcat(ANSWER
	    "\nOn Mon, Mar 3, 2025 at 2:05 PM Ada <ada@example.com> wrote:\n\n",
	    text, NULL);
	g_autofree char *answer = quote_cut(quoted);

	g_assert(g_utf8_validate(kept, -1, NULL));
	g_assert(strlen(kept) <= QUOTE_KEPT_MAX_BYTES);
	check_lines(text, kept);
	g_assert(g_str_has_prefix(answer, "nine of ten for the towels"));
	return 0;
}
