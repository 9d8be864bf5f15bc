/*
 * why.h - what the files of cli/why/ share. Nobody else includes it.
 */
#ifndef CLI_WHY_WHY_H
#define CLI_WHY_WHY_H

#include <jansson.h>

#include "base/settings.h"
#include "scheduler/outlook.h"
#include "store/journeys/journey.h"

/* What everything is judged by. All borrowed. */
struct why {
	const struct settings *settings;
	gint64 now_at;
	struct pace *pace;
};

/* judge.c: why an invitation waits, and what is to be expected of it. */
struct why_wait {
	char *reason; /* why it waits until it is due; or NULL; owned */
	gboolean stale; /* that was so when it was last judged; now nothing
			 * would hold it back */
	struct outlook outlook; /* when it is due; now, if it is overdue */
};
void why_wait_clear(struct why_wait *wait);
/* invitation: one with an item. */
struct why_wait why_judge(const struct why *why,
    const struct journey_invitation *invitation);

/* Whether the touchpoint asks on such an event, by the configuration. */
gboolean why_concerns(const struct touchpoint *touchpoint,
    const struct event *event);
/* The turn of a recurring touchpoint; NULL: the contact has none yet. */
const struct journey_turn *why_turn(const struct journey *journey,
    const struct touchpoint *touchpoint);
/* When the next reminder or nudge of an invitation that left is put, if nothing
 * comes between; 0: none is. *number: as in struct journey_follow_up. */
gint64 why_next_follow_up(const struct why *why, const struct journey *journey,
    const struct journey_invitation *invitation, guint *number);
/* When the contact is back, as an auto-reply has said; 0: none has. And:
 * whether that matters, for a reminder or a nudge may yet come. */
gint64 why_back_at(const struct why *why, const struct journey *journey,
    const struct journey_invitation *invitation);
gboolean why_is_waited_for(const struct journey_invitation *invitation);

/* text.c: all of it for people; owned. */
char *why_page(const struct why *why, const struct journey *journey);
/* "  after-booking  " and what is behind it, folded. */
void why_row(GString *page, const char *head, const char *words);
/* A sentence below it. */
void why_more(GString *page, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* invitation.c: how one stands. */
void why_invitation(GString *page, const struct why *why,
    const struct journey *journey,
    const struct journey_invitation *invitation);
/* person.c: who it is, and what holds for all touchpoints. */
void why_person(GString *page, const struct why *why,
    const struct journey *journey);
/* What has no event: recurring surveys, and touchpoints that wait for one. */
void why_elsewhere(GString *page, const struct why *why,
    const struct journey *journey);
/* The local time; owned. */
char *why_when(const struct why *why, gint64 at);

/* json.c: the same, whole; owned. */
json_t *why_json(const struct why *why, const struct journey *journey);

#endif
