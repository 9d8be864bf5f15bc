/*
 * nps.h - from counts by score to a Net Promoter Score and how sure it is.
 *
 * Promoters gave 9 or 10, passives 7 or 8, detractors 0 to 6; the score is
 * % promoters - % detractors, -100 to 100. The margin is half of the 95 %
 * confidence interval by Wald: 1.96 * sqrt((p + d - (p - d)^2) / n) * 100.
 */
#ifndef SCORES_NPS_H
#define SCORES_NPS_H

#include <glib.h>

#define NPS_SCORES 11
#define NPS_FEW_ANSWERS 10 /* below it a score is no more than a hint */

struct nps {
	gint64 promoters, passives, detractors, answers;
	gboolean known; /* FALSE: nobody answered; the two below are 0 */
	double score;	/* unrounded, as is the margin */
	double margin;
};

/* n[s]: how many gave s; none may be negative. */
struct nps nps_of(const gint64 n[NPS_SCORES]);

struct nps_change {
	gboolean known; /* FALSE: one of the two is no score */
	double points;	/* from `before` to `now` */
	double margin;	/* of the difference, the two being independent */
	gboolean real;	/* beyond that margin, and neither by a few answers */
};
struct nps_change nps_compare(const struct nps *before, const struct nps *now);

#endif
