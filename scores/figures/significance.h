/*
 * significance.h - whether a change is real, or may be chance. Pure.
 *
 * A change is tested by the permutation of answers between the two periods
 * (Fisher's exact test, with the difference of the scores as its statistic): if
 * nothing changed, the answers of both are one pot, out of which the smaller
 * period was drawn by lot. How likely it is to draw one that is as far off, is
 * counted out; both directions are allowed for. It needs no large numbers and
 * no bell curve, so that it holds for few and for skewed answers, too. Beyond
 * that the difference must pass Wald's test by the adjusted variances (nps.h),
 * so that a mere change in how much people disagree is none of the score.
 *
 * Who looks at twenty rows sees a rare thing in one of them. So the changes of
 * a table are judged together, by Holm: if nothing changed, at most 5 % of such
 * tables say "a real change" in any row, however their rows depend on each
 * other.
 */
#ifndef SCORES_SIGNIFICANCE_H
#define SCORES_SIGNIFICANCE_H

#include <glib.h>

#include "scores/figures/nps.h"

#define SIGNIFICANCE_LEVEL 0.05

/*
 * The larger of the two tests' values, 0 to 1: at most so likely is a
 * difference as large, if nothing changed. If Wald's is above
 * SIGNIFICANCE_LEVEL, the other is not tried. 1 if one has no answers.
 */
double significance_chance(const struct nps *before, const struct nps *now);

/*
 * Sets `real` of all n changes that one reader sees together, the total among
 * them. Those that were not tested are none of the family: that depends on how
 * many answered, not on what they said.
 */
void significance_judge(struct nps_change **changes, guint n);

#endif
