/*
 * nps.h - from counts by score to a Net Promoter Score and how sure it is.
 *
 * Promoters gave 9 or 10, passives 7 or 8, detractors 0 to 6; the score is
 * % promoters - % detractors, -100 to 100. The margin is half of the 95 %
 * confidence interval by Wald, as it is published everywhere:
 * 1.96 * sqrt((p + d - (p - d)^2) / n) * 100.
 *
 * The interval is the adjusted Wald of Brendan Rocks, "Interval Estimation for
 * the Net Promoter Score", The American Statistician 70:4 (2016), pages
 * 365-372, arXiv 1601.07235: Wald's of the answers and three more that nobody
 * gave, 3/4 of a promoter, 3/2 of a passive and 3/4 of a detractor. It is
 * centred on the score of these n + 3, which is nearer to 0 than the score, and
 * is cut off at -100 and 100. It holds what it promises where Wald's does not:
 * with few answers, and where nearly everybody says the same.
 */
#ifndef SCORES_NPS_H
#define SCORES_NPS_H

#include <glib.h>

#define NPS_SCORES 11
#define NPS_FEW_ANSWERS 10 /* below it a score is no more than a hint */

struct nps {
	gint64 promoters, passives, detractors, answers;
	gboolean known; /* FALSE: nobody answered; the numbers below are 0 */
	double score;	/* unrounded, as all below */
	double margin;
	/* Whether the margin says anything: NPS_FEW_ANSWERS, and not all the
	 * same. Else people read that it is too few to tell, programs null. */
	gboolean enough;
	double interval_low, interval_high; /* -100 to 100 */
	double deviation; /* standard, of the score by those n + 3 */
	double mean;			    /* of the scores, 0 to 10 */
};

/* n[s]: how many gave s; none may be negative. */
struct nps nps_of(const gint64 n[NPS_SCORES]);

/* The same of answers that are counted by group alone; mean is 0. */
struct nps nps_of_groups(gint64 promoters, gint64 passives, gint64 detractors);

struct nps_change {
	gboolean known; /* FALSE: one of the two is no score */
	double points;	/* from `before` to `now` */
	/* Of the difference, the two being independent: by the deviations, so
	 * that it is never 0. */
	double margin;
	gboolean tested; /* FALSE: one of the two has few answers */
	/* At most so likely is a difference as large, if nothing changed
	 * (significance.h); 1 if it was not tested. */
	double chance;
	gboolean real; /* set by significance_judge alone */
};
struct nps_change nps_compare(const struct nps *before, const struct nps *now);

#endif
