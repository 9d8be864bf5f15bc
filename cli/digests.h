/*
 * digests.h - the digests of teams that are due: gathered, drawn by a worker,
 * written to the outbox. One at a time; called by works.c.
 */
#ifndef CLI_DIGESTS_H
#define CLI_DIGESTS_H

#include "cli/app.h"
#include "scores/digest/digest.h"

struct digests;

struct digests_hooks {
	void (*wake)(gpointer user); /* a picture is there: take a turn */
	gpointer user;
};

/* app: borrowed, with store, settings and templates loaded. */
struct digests *digests_new(const struct app *app,
    const struct digests_hooks *hooks);
void digests_free(struct digests *digests);
AUTOPTR_DEFINE(digests, digests_free)

/* Begins those that are due, and writes what is drawn. */
gboolean digests_turn(struct digests *digests, gint64 now_at, GError **error);
/* TRUE while one is being drawn. */
gboolean digests_are_busy(const struct digests *digests);
/* What is under way is given up: it is still due. */
void digests_stop(struct digests *digests);

/* When the next is due; G_MAXINT64: none. */
gboolean digests_next(const struct digests *digests, gint64 now_at,
    gint64 *next_at, GError **error);

/*
 * All pictures of a digest, now; what cannot be drawn is left out, and *why
 * (owned) says so. FALSE with error set if it is not known what to draw.
 */
gboolean digests_draw(const struct digest_source *source,
    const struct digest_facts *facts, struct digest_pictures *pictures,
    char **why, GError **error);

#endif
