/*
 * compose_internal.h - between compose.c, which writes mails, and
 * compose_text.c, which writes texts.
 */
#ifndef SCHEDULER_COMPOSE_INTERNAL_H
#define SCHEDULER_COMPOSE_INTERNAL_H

#include "scheduler/compose.h"

/* A touchpoint's own words, compiled; each may be NULL. */
struct own_words {
	struct mustache *subject;
	struct mustache *question;
	struct mustache *text;
};

struct composer {
	const struct settings *settings;
	const struct catalog *catalog;
	const guint8 *key;
	GHashTable *own; /* touchpoint's name -> struct own_words */
};

/* What templates may name; touchpoint and event may be NULL. To be decref'd. */
json_t *compose_context(const struct composer *composer,
    const struct touchpoint *touchpoint, const struct event *event);

/* "promoter", "passive" or "detractor". */
const char *compose_band(int score);

/* FALSE with error set if a touchpoint's own text is too long in itself. */
gboolean compose_text_check(const struct mustache *own, GError **error);

/* compose() of a text. */
struct message *compose_sms(const struct composer *composer,
    const struct outbox_item *item, GError **error);

#endif
