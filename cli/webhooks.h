/*
 * webhooks.h - the web at work under one configuration: the socket it listens
 * on, which is kept when the configuration is read again, and what it says.
 */
#ifndef CLI_WEBHOOKS_H
#define CLI_WEBHOOKS_H

#include "cli/app.h"

/* A socket that listens, shared by the configurations that agree on it. */
struct listener;
struct listener *listener_ref(struct listener *listener); /* NULL: NULL */
void listener_unref(struct listener *listener);

struct webhooks;

struct webhooks_hooks {
	void (*wake)(gpointer user);
	gpointer user;
};

/* providers: struct provider; each that can be called is told where. All
 * borrowed. */
struct webhooks *webhooks_new(struct app *app, GPtrArray *providers,
    const struct webhooks_hooks *hooks);
/* Close the providers first. */
void webhooks_free(struct webhooks *webhooks);
AUTOPTR_DEFINE(webhooks, webhooks_free)

/*
 * Listens, if there is a section [web]: on app->listener if that is where, else
 * on a new one, which app->listener is then. FALSE with error set.
 */
gboolean webhooks_listen(struct webhooks *webhooks, GError **error);

/* What came in is on disk and answered. FALSE with error set if the store
 * refused. */
gboolean webhooks_turn(struct webhooks *webhooks, gint64 now_at,
    GError **error);
/* No new connections; what is open comes to its end. */
void webhooks_stop(struct webhooks *webhooks);
gboolean webhooks_are_busy(const struct webhooks *webhooks);

#endif
