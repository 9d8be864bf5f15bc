/*
 * config_word.c - words in messages about the configuration: "did you mean",
 * lists of what is allowed.
 *
 * Called by the other config_*.c; config_did_you_mean by cli/ too.
 */
#include <string.h>

#include "base/config_value.h"

#define WORD_MAX_BYTES 64

/*
 * Insertions, deletions, substitutions and swaps of neighbours between two
 * words, letters of either case alike (optimal string alignment).
 */
static guint
edit_distance(const char *a, const char *b)
{
	gsize n_a = strlen(a), n_b = strlen(b);
	guint cost[WORD_MAX_BYTES + 1][WORD_MAX_BYTES + 1];

	for (gsize i = 0; i <= n_a; i++)
		cost[i][0] = (guint)i;
	for (gsize j = 0; j <= n_b; j++)
		cost[0][j] = (guint)j;
	for (gsize i = 1; i <= n_a; i++) {
		for (gsize j = 1; j <= n_b; j++) {
			char x = g_ascii_tolower(a[i - 1]);
			char y = g_ascii_tolower(b[j - 1]);
			guint best = cost[i - 1][j - 1] + (x != y);

			best = MIN(best, cost[i - 1][j] + 1);
			best = MIN(best, cost[i][j - 1] + 1);
			if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) &&
			    y == g_ascii_tolower(a[i - 2]))
				best = MIN(best, cost[i - 2][j - 2] + 1);
			cost[i][j] = best;
		}
	}
	return cost[n_a][n_b];
}

const char *
config_did_you_mean(const char *word, const char *const *candidates)
{
	gsize n = strlen(word);
	guint limit = n <= 3 ? 1 : n <= 7 ? 2 : 3;
	const char *nearest = NULL;

	if (n == 0 || n > WORD_MAX_BYTES)
		return NULL;
	for (; *candidates != NULL; candidates++) {
		gsize n_candidate = strlen(*candidates);
		guint distance;

		if (n_candidate > WORD_MAX_BYTES)
			continue;
		distance = edit_distance(word, *candidates);
		if (distance > limit || distance >= MAX(n, n_candidate))
			continue;
		if (distance < limit || nearest == NULL)
			nearest = *candidates;
		limit = distance;
	}
	return nearest;
}

char *
config_words_hint(const char *word, const char *const *candidates)
{
	const char *nearest = config_did_you_mean(word, candidates);

	return nearest == NULL ?
	    g_strdup("") :
	    g_strdup_printf(" (did you mean \"%s\"?)", nearest);
}

char *
config_words_join(const char *const *words)
{
	g_autoptr(GString) joined = g_string_new(NULL);

	for (guint i = 0; words[i] != NULL; i++) {
		if (i > 0)
			g_string_append(joined,
			    words[i + 1] == NULL ? " or " : ", ");
		g_string_append(joined, words[i]);
	}
	return g_string_free(g_steal_pointer(&joined), FALSE);
}
