/*
 * group.h - from tallies to groups of answers: by touchpoint, by team, by what
 * is known of who answered, and by the quarters of a number. Pure; knows no
 * scores. Called by report_gather.c.
 */
#ifndef SCORES_GROUP_H
#define SCORES_GROUP_H

#include <glib.h>

#include "base/autoptr.h"
#include "base/settings.h"
#include "store/counts/scores.h"

struct group {
	char *name; /* a touchpoint, a team, a value, "4-7" */
	gboolean rest; /* of those it is not known of; name is "" */
	struct tally now, before;
};
void group_free(struct group *group);

gint64 group_answers(const struct tally *tally);
void group_add_tally(struct tally *sum, const struct tally *tally);

/*
 * All below take tallies: struct tally_row, of which bucket `now` counts for
 * the period, and the one before it, if there is one, for the period before;
 * and return struct group.
 */
struct tallies {
	const GPtrArray *rows;
	guint now;
};

/* Which touchpoints, in which order. */
struct group_choice {
	const char *const *touchpoints; /* NULL-terminated, or NULL: none */
	gboolean others; /* then those that have counts, by name */
};
/* A touchpoint that is chosen and has no counts is a group, too. */
GPtrArray *group_by_touchpoint(const struct tallies *tallies,
    const struct group_choice *choice);

/* teams: struct team. Each is the sum of its touchpoints. */
GPtrArray *group_by_team(const struct tallies *tallies, const GPtrArray *teams);

/* Most answers first, then by name; the rest, if it has any, at the end. */
GPtrArray *group_by_value(const struct tallies *tallies);

/*
 * values: from group_by_value. Four groups by the quartiles of the numbers that
 * answers of the period have, with the least and the most of each as its name;
 * equal numbers stay together, so that there may be less than four. What is no
 * number is the rest.
 */
GPtrArray *group_by_quartile(const GPtrArray *values);

/* Over all groups; for the caller to fill a name in. */
struct group group_sum(const GPtrArray *groups);

/* Takes out those with fewer answers in the period; returns how many. A period
 * before with fewer answers than that is as if nobody had answered. */
guint group_hide_small(GPtrArray *groups, guint min_answers);

#endif
