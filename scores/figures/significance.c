/*
 * significance.c - how likely a difference of two scores is by chance, and
 * which of several are real. Knows no rows and no words. Called by nps.c and
 * by report.c; significance.h says which tests and why.
 */
#include "scores/figures/significance.h"

#include <math.h>

/* A term so small adds nothing. */
#define NOTHING 1e-17
/* Above it (the product of the deviations of promoters and detractors among
 * those drawn: some 3,000 answers) the bell curve is as good, and cheaper. */
#define COUNTED_OUT_MAX 400.0

/* `drawn` balls out of a pot, of which `marked` are of the kind in question. */
struct draw {
	double pot, marked, drawn;
};

static double
draw_first(const struct draw *draw)
{
	return fmax(0.0, draw->drawn - (draw->pot - draw->marked));
}

static double
draw_last(const struct draw *draw)
{
	return fmin(draw->drawn, draw->marked);
}

static double
draw_mode(const struct draw *draw)
{
	double mode = floor((draw->drawn + 1.0) * (draw->marked + 1.0) /
	    (draw->pot + 2.0));

	return fmin(fmax(mode, draw_first(draw)), draw_last(draw));
}

static double
draw_deviation(const struct draw *draw)
{
	double share = draw->marked / draw->pot;

	return draw->pot < 2.0 ?
	    0.0 :
	    sqrt(draw->drawn * share * (1.0 - share) *
		(draw->pot - draw->drawn) / (draw->pot - 1.0));
}

static double
log_choose(double n, double k)
{
	return lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0);
}

/* That just so many of the drawn are marked (the hypergeometric law). */
static double
draw_chance(const struct draw *draw, double hits)
{
	if (hits < draw_first(draw) || hits > draw_last(draw))
		return 0.0;
	return exp(log_choose(draw->marked, hits) +
	    log_choose(draw->pot - draw->marked, draw->drawn - hits) -
	    log_choose(draw->pot, draw->drawn));
}

/* From the chance of `hits` to that of one hit more. */
static double
draw_step(const struct draw *draw, double hits)
{
	return (draw->marked - hits) * (draw->drawn - hits) /
	    ((hits + 1.0) *
		(draw->pot - draw->marked - draw->drawn + hits + 1.0));
}

/* The sum of the chances of from, from + sign, ... to the end; `from` is on
 * that side of the mode, so that they fall. */
static double
draw_tail(const struct draw *draw, double from, int sign)
{
	double end = sign > 0 ? draw_last(draw) : draw_first(draw);
	double chance, sum = 0.0;

	if (sign > 0 ? from > end : from < end)
		return 0.0;
	chance = draw_chance(draw, from);
	for (double hits = from; chance > NOTHING; hits += sign) {
		sum += chance;
		if (hits == end)
			break;
		chance = sign > 0 ? chance * draw_step(draw, hits) :
				    chance / draw_step(draw, hits - 1.0);
	}
	return fmin(sum, 1.0);
}

/* That at least so many are marked, and (*exactly) just so many. */
static double
draw_at_least(const struct draw *draw, double hits, double *exactly)
{
	*exactly = draw_chance(draw, hits);
	if (hits > draw_mode(draw))
		return draw_tail(draw, hits, 1);
	return 1.0 - draw_tail(draw, hits - 1.0, -1);
}

/* A pot of answers, out of which some were drawn. */
struct lot {
	double promoters, detractors, answers, drawn;
	double balance; /* promoters less detractors among the drawn */
};

/* That the balance is at least, and at most, what it is: counted out, over
 * the detractors, and for each number of these over the promoters. */
static void
count_out(const struct lot *lot, double *at_least, double *at_most)
{
	const struct draw outer = { lot->answers, lot->detractors, lot->drawn };
	double mode = draw_mode(&outer);

	*at_least = *at_most = 0.0;
	for (int sign = 1; sign >= -1; sign -= 2) {
		double end = sign > 0 ? draw_last(&outer) : draw_first(&outer);

		for (double y = sign > 0 ? mode : mode - 1.0;
		     sign > 0 ? y <= end : y >= end; y += sign) {
			struct draw inner = { lot->answers - lot->detractors,
				lot->promoters, lot->drawn - y };
			double chance = draw_chance(&outer, y);
			double exactly, above;

			if (chance < NOTHING)
				break;
			above = draw_at_least(&inner, lot->balance + y,
			    &exactly);
			*at_least += chance * above;
			*at_most += chance * (1.0 - above + exactly);
		}
	}
}

/* Both directions by the bell curve; half a step is allowed for. */
static double
bell_curve(const struct lot *lot)
{
	double promoters = lot->promoters / lot->answers;
	double detractors = lot->detractors / lot->answers;
	double difference = promoters - detractors;
	double variance = lot->drawn *
	    (promoters + detractors - difference * difference) *
	    (lot->answers - lot->drawn) / (lot->answers - 1.0);
	double off = fabs(lot->balance - lot->drawn * difference) - 0.5;

	return off <= 0.0 ? 1.0 : erfc(off / sqrt(2.0 * variance));
}

static double
permutation(const struct nps *before, const struct nps *now)
{
	const struct nps *drawn = now->answers < before->answers ? now : before;
	const struct lot lot = {
		.promoters = (double)(before->promoters + now->promoters),
		.detractors = (double)(before->detractors + now->detractors),
		.answers = (double)(before->answers + now->answers),
		.drawn = (double)drawn->answers,
		.balance = (double)(drawn->promoters - drawn->detractors),
	};
	const struct draw promoters = { lot.answers, lot.promoters, lot.drawn };
	const struct draw detractors = { lot.answers, lot.detractors,
		lot.drawn };
	double at_least, at_most;

	if (draw_deviation(&promoters) * draw_deviation(&detractors) >
	    COUNTED_OUT_MAX)
		return bell_curve(&lot);
	count_out(&lot, &at_least, &at_most);
	return fmin(2.0 * fmin(at_least, at_most), 1.0);
}

double
significance_chance(const struct nps *before, const struct nps *now)
{
	double deviation = hypot(before->deviation, now->deviation);
	double wald;

	if (!before->known || !now->known)
		return 1.0;
	wald = erfc(fabs(now->score - before->score) / (sqrt(2.0) * deviation));
	/* The other cannot make it real any more. */
	if (wald > SIGNIFICANCE_LEVEL)
		return wald;
	return fmax(permutation(before, now), wald);
}

static int
by_chance(gconstpointer a, gconstpointer b)
{
	const struct nps_change *one = *(struct nps_change *const *)a;
	const struct nps_change *other = *(struct nps_change *const *)b;

	return (one->chance > other->chance) - (one->chance < other->chance);
}

void
significance_judge(struct nps_change **changes, guint n)
{
	g_autoptr(GPtrArray) family = g_ptr_array_new();
	gboolean all_real = TRUE;

	for (guint i = 0; i < n; i++) {
		changes[i]->real = FALSE;
		if (changes[i]->known && changes[i]->tested)
			g_ptr_array_add(family, changes[i]);
	}
	g_ptr_array_sort(family, by_chance);
	for (guint i = 0; i < family->len && all_real; i++) {
		struct nps_change *change = g_ptr_array_index(family, i);

		all_real = change->chance <=
		    SIGNIFICANCE_LEVEL / (double)(family->len - i);
		change->real = all_real;
	}
}
