/*
 * digest_signs.c - see digest_signs.h. Called by digest_gather.c.
 *
 * BUGS: a touchpoint that asks once a season, in bursts, counts as silent after
 * the first of them, if it had many days.
 */
#include "scores/digest/digest_signs.h"

#include <math.h>

#define ANSWERS_MIN 5 /* before a touchpoint counts as one that has some */

static double
log_choose(gint64 n, gint64 k)
{
	return lgamma((double)n + 1) - lgamma((double)k + 1) -
	    lgamma((double)(n - k) + 1);
}

double
digest_rise_chance(const struct digest_shares *shares)
{
	const gint64 of = shares->of, all = of + shares->of_before;
	const gint64 marked = shares->n + shares->n_before;
	double term, sum;

	/* At or below what is expected there is no tail to be counted. */
	if (of <= 0 || shares->of_before <= 0 ||
	    (double)shares->n * (double)all <= (double)marked * (double)of)
		return 1.0;
	term = exp(log_choose(marked, shares->n) +
	    log_choose(all - marked, of - shares->n) - log_choose(all, of));
	sum = term;
	for (gint64 x = shares->n; x < MIN(marked, of) && term > sum * 1e-12;
	     x++) {
		term *= (double)(marked - x) / (double)(x + 1) *
		    ((double)(of - x) / (double)(all - marked - of + x + 1));
		sum += term;
	}
	return fmin(sum, 1.0);
}

struct candidate {
	const struct digest_tag *tag;
	double chance;
};

static int
by_chance(gconstpointer a, gconstpointer b)
{
	const struct candidate *one = a, *other = b;

	return (one->chance > other->chance) - (one->chance < other->chance);
}

static int
by_frequency(gconstpointer a, gconstpointer b)
{
	const struct digest_tag *one = *(const struct digest_tag *const *)a;
	const struct digest_tag *other = *(const struct digest_tag *const *)b;

	if (one->now != other->now)
		return one->now > other->now ? -1 : 1;
	return g_strcmp0(one->name, other->name);
}

GPtrArray *
digest_rising(const GPtrArray *tags, gint64 answers, gint64 answers_before)
{
	GPtrArray *rising = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)digest_tag_free);
	g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE,
	    sizeof(struct candidate));

	for (guint i = 0; i < tags->len; i++) {
		const struct digest_tag *tag = tags->pdata[i];
		const struct digest_shares shares = { tag->now, answers,
			tag->before, answers_before };
		struct candidate one = { tag, digest_rise_chance(&shares) };

		/* Whether it is tested depends on both periods together, so
		 * that the choice favours no outcome. */
		if (tag->now + tag->before >= DIGEST_RISE_MIN)
			g_array_append_val(candidates, one);
	}
	g_array_sort(candidates, by_chance);
	for (guint i = 0; i < candidates->len; i++) {
		const struct candidate *one = &g_array_index(candidates,
		    struct candidate, i);
		struct digest_tag *tag;

		if (one->chance > DIGEST_RISE_LEVEL / (candidates->len - i))
			break;
		if (one->tag->now < DIGEST_RISE_MIN)
			continue;
		tag = g_new0(struct digest_tag, 1);
		*tag = *one->tag;
		tag->name = g_strdup(one->tag->name);
		g_ptr_array_add(rising, tag);
	}
	g_ptr_array_sort(rising, by_frequency);
	return rising;
}

gboolean
digest_is_silent(const struct digest_days *days, int *last, int *sent_last)
{
	double answers = 0, busy = 0, before;
	int first = -1, longest = 0, silent;

	*last = -1;
	*sent_last = -1;
	for (int i = 0; i < DIGEST_DAYS; i++) {
		if (days->sent[i] > 0)
			*sent_last = i;
		if (days->answers[i] <= 0)
			continue;
		if (first < 0)
			first = i;
		else
			longest = MAX(longest, i - *last - 1);
		*last = i;
		busy++;
		answers += (double)days->answers[i];
	}
	silent = DIGEST_DAYS - 1 - *last;
	/* Where they come in bursts, silence is no news. */
	if (answers < ANSWERS_MIN || silent < SILENT_DAYS ||
	    silent <= longest + longest / 2)
		return FALSE;
	before = *last - first + 1;
	/* Each day with answers could have been any of the days. */
	return busy * log(before / (before + silent)) < log(SILENT_LEVEL);
}
