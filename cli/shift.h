/*
 * shift.h - the stages under one configuration, and what they stand on. SIGHUP
 * brings a new shift; the one before it ends what it began.
 */
#ifndef CLI_SHIFT_H
#define CLI_SHIFT_H

#include "cli/works.h"

struct shift {
	struct app *app;
	gboolean owned; /* read at SIGHUP; its store is borrowed */
	struct works *works;
	gboolean counts; /* answers are counted by what [scores] says */
};

/* app: borrowed. NULL with error set, as of works_new. */
struct shift *shift_new(struct app *app, void (*wake)(gpointer user),
    gpointer user, GError **error);

/*
 * Under the configuration as it is on disk now, on the old one's store. NULL if
 * that cannot be used as it stands; what is wrong has been said.
 */
struct shift *shift_read_again(const struct app *old,
    void (*wake)(gpointer user), gpointer user);

/*
 * All that it has in hand is given up, and it begins anew under the same
 * configuration. FALSE with error set, as of works_new: it can but be freed.
 */
gboolean shift_begin_anew(struct shift *shift, void (*wake)(gpointer user),
    gpointer user, GError **error);

/* By the worker that leads, once: answers are counted by what [scores] says,
 * those that are there too. */
gboolean shift_keep_attributes(struct shift *shift, GError **error);

/* What is in flight is given up. */
void shift_free(struct shift *shift);

#endif
