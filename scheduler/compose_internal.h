/*
 * compose_internal.h - between compose.c, compose_ask.c, which writes mails
 * that ask, and compose_text.c, which writes texts.
 */
#ifndef SCHEDULER_COMPOSE_INTERNAL_H
#define SCHEDULER_COMPOSE_INTERNAL_H

#include "base/token.h"
#include "scheduler/compose.h"
#include "scheduler/mime.h"

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

/* Nothing, if there is no value. */
void compose_set_text(json_t *object, const char *name, const char *value);

/* "promoter", "passive" or "detractor". */
const char *compose_band(int score);

/* An address of ours for replies; owned. */
char *compose_address(const struct composer *composer,
    enum token_purpose purpose, gint64 id);
/* What stands behind the @; borrowed of it. */
const char *compose_domain(const char *address);
/* Of a message that leaves by the provider; owned. */
char *compose_message_id(const struct composer *composer,
    const struct config_section *provider, gint64 message_id);
/* Envelope and the parts that every mail has; takes over nothing. */
struct message *compose_wrap(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    const char *recipient, struct mime_mail *mail);

/* compose() of a mail that asks: invitation, reminder, nudge. */
struct message *compose_ask(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at, GError **error);

/* FALSE with error set if a touchpoint's own text is too long in itself. */
gboolean compose_text_check(const struct mustache *own, GError **error);

/* compose() of a text. */
struct message *compose_sms(const struct composer *composer,
    const struct outbox_item *item, GError **error);

#endif
