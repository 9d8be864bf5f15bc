/*
 * steps.h - the same customers along their touchpoints: how they scored at
 * one and then at the next, and who fell. Read from the store, and as a table,
 * as CSV and as JSON. Prints nothing itself. Called by cli/.
 *
 * Both scores of a step are of the same people. Nothing is said of chance: the
 * store counts the two ends of a step, not the pairs, and a test that takes
 * them for strangers would be wrong.
 */
#ifndef SCORES_STEPS_H
#define SCORES_STEPS_H

#include "base/settings.h"
#include "scores/figures/nps.h"
#include "scores/figures/period.h"
#include "store/counts/scores.h"

#define STEPS_FALLS_MAX 25

/* From one touchpoint to the one at which the customer answered next. */
struct step {
	char *from, *to;
	struct nps before, after;
	gint64 fell_band, fell_four; /* by a band; by four points or more */
};

struct steps {
	struct period period;
	GPtrArray *rows; /* struct step, most people first */
	guint hidden;	  /* steps of fewer people than min_answers */
	guint min_answers;
	GPtrArray *falls; /* struct fall_row, the newest first */
	gboolean more;	  /* who fell are more than STEPS_FALLS_MAX */
};
void steps_free(struct steps *steps);
AUTOPTR_DEFINE(steps, steps_free)

/* By the day of the later answer; team: its touchpoints alone; NULL: all.
 * NULL with error set if the store fails. */
struct steps *steps_read(struct store *store,
    const struct settings *settings, const struct period *period,
    const struct team *team, GError **error);

/* Takes shifts (struct shift_row) as steps; the rest stays as it is. */
void steps_take_shifts(struct steps *steps, const GPtrArray *shifts,
    const struct team *team);

struct steps_style {
	guint columns;	      /* of the terminal; 0: 80 */
	GTimeZone *zone;      /* of the days */
	const char *currency; /* or NULL */
};
/* Strings end with "\n" and are owned. */
char *steps_table(const struct steps *steps,
    const struct steps_style *style);

/* from, to, customers, nps_before, nps_after, fell_band, fell_four. Who fell
 * stands in JSON alone. */
char *steps_csv(const struct steps *steps);

/* A list of objects: the steps, those that are not shown as a count, then who
 * fell; as lines: one each, without a list. */
char *steps_json(const struct steps *steps, gboolean lines);

#endif
