/*
 * outlook.h - what is to be expected of an invitation that waits, as things
 * stand, in words for people. Pure: nobody acts on it.
 */
#ifndef SCHEDULER_OUTLOOK_H
#define SCHEDULER_OUTLOOK_H

#include "base/settings.h"
#include "scheduler/pace.h"
#include "store/outbox/outbox.h"

/* What would follow if it were to leave at a moment. */
struct outlook {
	gint64 at; /* that moment */
	enum verdict verdict; /* VERDICT_SENT: nothing holds it back */
	char *reason;	/* NULL: nothing holds it back; owned */
	gint64 next_at; /* VERDICT_RETRY: until when it waits then */
};
void outlook_clear(struct outlook *outlook);

/*
 * By the configuration in force, what has left to the contact, and what waits:
 * of that, what is due between now and then counts as left, unless this one
 * outranks it. What may come in is not foreseen. pace: as it is now. at: not
 * before now_at.
 */
struct outlook outlook_judge(const struct settings *settings,
    struct pace *pace, const struct outbox_item *item, gint64 now_at,
    gint64 at);

/*
 * Why it was planned for planned_at, and not for the time of its event: "2
 * hours after the event; moved from 2026-12-24 18:30, outside the hours of
 * calendar polite in UTC". Owned; NULL if there is nothing to be said.
 */
char *outlook_plan(const struct settings *settings,
    const struct outbox_item *item, gint64 planned_at);

#endif
