/*
 * daemon.h - one loop, one thread: turns of the works whenever something is
 * due, came back, or was asked for by a signal.
 */
#ifndef CLI_DAEMON_H
#define CLI_DAEMON_H

#include "cli/app.h"

enum daemon_mode {
	DAEMON_STAY,   /* until SIGTERM */
	DAEMON_DRAIN,  /* what is due now, then end */
	DAEMON_STAGED, /* on a staged clock, from due moment to due moment */
};

struct daemon_plan {
	enum daemon_mode mode;
	gint64 until_at; /* DAEMON_STAGED */
};

/*
 * app: loaded, opened and composed; it may be swapped for a newer one at
 * SIGHUP, and is cleared by the caller. Returns the exit code.
 */
int daemon_run(struct app *app, const struct daemon_plan *plan);

#endif
