/*
 * digest_signs.h - what a digest points at without being asked: tags on the
 * rise, mail that comes back more often, touchpoints that have gone silent.
 * Pure; called by digest_gather.c.
 */
#ifndef SCORES_DIGEST_SIGNS_H
#define SCORES_DIGEST_SIGNS_H

#include "scores/digest/digest.h"

/* So many of so many, in two periods. */
struct digest_shares {
	gint64 n, of, n_before, of_before;
};
/*
 * How likely it is, if nothing changed, that n or more fall into the present
 * period: Fisher's exact test, one-sided. 1 if they are no more than expected.
 */
double digest_rise_chance(const struct digest_shares *shares);

#define DIGEST_RISE_MIN 3    /* answers, before a tag rises */
#define DIGEST_RISE_LEVEL 0.05
#define DIGEST_BOUNCE_LEVEL 0.01
/*
 * Those of the tags (struct digest_tag) that are on the rise, the most frequent
 * first, of struct digest_tag; judged together by Holm: if nothing changed, at
 * most one digest in twenty names any. answers: all, in each period.
 */
GPtrArray *digest_rising(const GPtrArray *tags, gint64 answers,
    gint64 answers_before);

/* A touchpoint's last DIGEST_DAYS days, the first first. */
struct digest_days {
	gint64 answers[DIGEST_DAYS], sent[DIGEST_DAYS];
};
/*
 * Whether so long a silence is more than chance, by on how many days there were
 * answers before it: at least SILENT_DAYS, half as long again as any before,
 * and less likely than SILENT_LEVEL.
 * *last: index of the last day with an answer. *sent_last: with an invitation;
 * -1: none.
 */
#define SILENT_DAYS 3
#define SILENT_LEVEL 0.01
gboolean digest_is_silent(const struct digest_days *days, int *last,
    int *sent_last);

#endif
