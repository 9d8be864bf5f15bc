/*
 * drip_internal.h - a drip from the inside, for drip.c and drip_commit.c alone.
 */
#ifndef SCHEDULER_DRIP_INTERNAL_H
#define SCHEDULER_DRIP_INTERNAL_H

#include "scheduler/drip.h"
#include "scheduler/outcome.h"

struct door {
	struct provider *provider;
	const struct config_section *section;
	GQueue waiting; /* struct send */
	guint busy;
	gint64 halted_until_at; /* 0: works */
	gboolean tried;		/* since then one of the parked was tried */
	gboolean works_again;	/* the parked are still to be called back */
};

struct send {
	struct drip *drip;
	struct door *door; /* NULL: none would take it */
	struct outbox_item *item;
	struct message *message;
	gint64 attempt_id;
	struct outcome outcome;
	const char *parked_for; /* a provider, or NULL */
	char *remote_id;
	char *detail;
};

struct drip {
	struct store *store;
	const struct settings *settings;
	const struct composer *composer;
	struct drip_hooks hooks;
	GPtrArray *doors;
	GHashTable *sends; /* message -> struct send, handed over */
	GPtrArray *ready;  /* struct send: attempt not committed yet */
	GPtrArray *ended;  /* struct send: verdict not committed yet; owned */
	gint64 now_at;
	gboolean leaving; /* nothing new is taken any more */
};

/* A gpointer, for containers: struct send. */
void drip_send_free(gpointer data);

/*
 * A message for this door, or none, ended without being tried there: if it was
 * the one to try it after a halt, the next of the parked is.
 */
void drip_try_another(struct drip *drip, struct door *door);

/* The attempts that are ready, in one group; each is then finished. */
gboolean drip_commit_ready(struct drip *drip, GError **error);
/* The verdicts that came, in one group; each is then reported. */
gboolean drip_commit_ended(struct drip *drip, GError **error);
/* What waits for a free place goes back into the outbox. */
gboolean drip_return_waiting(struct drip *drip, GError **error);

#endif
