/*
 * nps.c - the arithmetic of the Net Promoter Score. Knows no store, no period
 * and no formatting. Called by report.c and digest.c.
 *
 * BUGS: Wald's interval is too narrow for few answers, and is nothing at all
 * if everybody said the same; who prints a margin says so (NPS_FEW_ANSWERS).
 */
#include "scores/nps.h"

#include <math.h>

#define FIRST_PASSIVE 7
#define FIRST_PROMOTER 9
#define Z_95 1.96

struct nps
nps_of(const gint64 n[NPS_SCORES])
{
	struct nps nps = { 0 };
	double answers, promoters, detractors, spread;

	for (int score = 0; score < NPS_SCORES; score++) {
		g_assert(n[score] >= 0);
		if (score >= FIRST_PROMOTER)
			nps.promoters += n[score];
		else if (score >= FIRST_PASSIVE)
			nps.passives += n[score];
		else
			nps.detractors += n[score];
	}
	nps.answers = nps.promoters + nps.passives + nps.detractors;
	nps.known = nps.answers > 0;
	if (!nps.known)
		return nps;
	answers = (double)nps.answers;
	promoters = (double)nps.promoters / answers;
	detractors = (double)nps.detractors / answers;
	nps.score = 100.0 * (double)(nps.promoters - nps.detractors) / answers;
	/* Rounding may leave a hair below zero where it is zero. */
	spread = promoters + detractors -
	    (promoters - detractors) * (promoters - detractors);
	nps.margin = 100.0 * Z_95 * sqrt(fmax(spread, 0.0) / answers);
	return nps;
}

struct nps_change
nps_compare(const struct nps *before, const struct nps *now)
{
	struct nps_change change = { 0 };

	change.known = before->known && now->known;
	if (!change.known)
		return change;
	change.points = now->score - before->score;
	change.margin = hypot(before->margin, now->margin);
	change.real = before->answers >= NPS_FEW_ANSWERS &&
	    now->answers >= NPS_FEW_ANSWERS &&
	    fabs(change.points) > change.margin;
	return change;
}
