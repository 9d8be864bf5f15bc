/*
 * nps.c - the arithmetic of the Net Promoter Score. Knows no store, no period
 * and no formatting. Called by whoever has counted answers.
 */
#include "scores/figures/nps.h"

#include <math.h>

#include "scores/figures/significance.h"

#define FIRST_PASSIVE 7
#define FIRST_PROMOTER 9
#define Z_95 1.96

/* Answers that nobody gave: nps.h. */
#define ADDED_AT_AN_END 0.75
#define ADDED 3.0

/* Of one answer as +1, 0 or -1. Rounding may leave a hair below zero where it
 * is zero. */
static double
spread_of(double promoters, double detractors)
{
	double difference = promoters - detractors;

	return fmax(promoters + detractors - difference * difference, 0.0);
}

static void
set_interval(struct nps *nps)
{
	double n = (double)nps->answers + ADDED;
	double promoters = ((double)nps->promoters + ADDED_AT_AN_END) / n;
	double detractors = ((double)nps->detractors + ADDED_AT_AN_END) / n;
	double centre = 100.0 * (promoters - detractors);

	nps->deviation = 100.0 * sqrt(spread_of(promoters, detractors) / n);
	nps->interval_low = fmax(centre - Z_95 * nps->deviation, -100.0);
	nps->interval_high = fmin(centre + Z_95 * nps->deviation, 100.0);
}

struct nps
nps_of_groups(gint64 promoters, gint64 passives, gint64 detractors)
{
	struct nps nps = {
		.promoters = promoters,
		.passives = passives,
		.detractors = detractors,
		.answers = promoters + passives + detractors,
	};
	double answers = (double)nps.answers;

	g_assert(promoters >= 0 && passives >= 0 && detractors >= 0);
	nps.known = nps.answers > 0;
	if (!nps.known)
		return nps;
	nps.score = 100.0 * (double)(promoters - detractors) / answers;
	nps.margin = 100.0 * Z_95 *
	    sqrt(spread_of((double)promoters / answers,
		     (double)detractors / answers) /
		answers);
	/* Not by the margin: rounding may leave it a hair above zero. */
	nps.enough = nps.answers >= NPS_FEW_ANSWERS &&
	    promoters < nps.answers && passives < nps.answers &&
	    detractors < nps.answers;
	set_interval(&nps);
	return nps;
}

struct nps
nps_of(const gint64 n[NPS_SCORES])
{
	gint64 groups[3] = { 0 };
	struct nps nps;
	double sum = 0.0;

	for (int score = 0; score < NPS_SCORES; score++) {
		g_assert(n[score] >= 0);
		if (score >= FIRST_PROMOTER)
			groups[0] += n[score];
		else if (score >= FIRST_PASSIVE)
			groups[1] += n[score];
		else
			groups[2] += n[score];
		sum += (double)score * (double)n[score];
	}
	nps = nps_of_groups(groups[0], groups[1], groups[2]);
	if (nps.known)
		nps.mean = sum / (double)nps.answers;
	return nps;
}

struct nps_change
nps_compare(const struct nps *before, const struct nps *now)
{
	struct nps_change change = { .chance = 1.0 };

	change.known = before->known && now->known;
	if (!change.known)
		return change;
	change.points = now->score - before->score;
	change.margin = Z_95 * hypot(before->deviation, now->deviation);
	change.tested = before->answers >= NPS_FEW_ANSWERS &&
	    now->answers >= NPS_FEW_ANSWERS;
	if (change.tested)
		change.chance = significance_chance(before, now);
	return change;
}
