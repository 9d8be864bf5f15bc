/*
 * case_rule.h - which answers and replies open a case, whose it is, and by when
 * somebody should have called. Pure. Called by act.c.
 */
#ifndef SCORES_CASE_RULE_H
#define SCORES_CASE_RULE_H

#include "base/settings.h"
#include "store/cases/acts.h"

/*
 * Sets act->opens, new_case, owner and why. answer: what is known of it;
 * alerted: a team's rule of alerts holds. A later answer of the same invitation
 * opens none if the one before did, but is noted.
 */
void case_rule(const struct settings *settings, const struct fresh *fresh,
    const struct answer_facts *answer, gboolean alerted, gint64 now_at,
    struct act *act);

/* The address in the attribute that [cases] owner names, of the event, else of
 * its contact; NULL: there is none. Owned. */
char *case_owner(const struct settings *settings, const struct event *event);

/* The first team that answers for the touchpoint; NULL: there is none. */
const struct team *case_team(const struct settings *settings,
    const char *touchpoint);

#endif
