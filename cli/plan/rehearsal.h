/*
 * rehearsal.h - what is different where the daemon only rehearses: messages
 * leave by doors behind which nobody is, what comes in is put in by who
 * watches, and what happens is told to them and not to the log. All else is the
 * daemon.
 */
#ifndef CLI_PLAN_REHEARSAL_H
#define CLI_PLAN_REHEARSAL_H

#include "base/config.h"
#include "providers/provider.h"
#include "scheduler/drip.h"

struct rehearsal {
	/* In place of the log. */
	void (*ended)(const struct drip_report *report, gpointer user);
	/* At the begin of each turn: what comes in by now. FALSE with error
	 * set. */
	gboolean (*turn)(gint64 now_at, gpointer user, GError **error);
	/* When something comes in next; G_MAXINT64: nothing does. */
	gint64 (*next)(gpointer user);
	gpointer user;
};

/*
 * In place of the provider of this section: of the same name and channel, it
 * accepts all at once and reaches nobody.
 */
struct provider *rehearsal_door(const struct config_section *section);

#endif
