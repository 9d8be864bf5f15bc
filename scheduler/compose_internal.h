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
	struct mustache *link, *link_text; /* of thanks */
};

struct moulds;
struct cast;

struct composer {
	const struct settings *settings;
	const struct catalog *catalog;
	const guint8 *key;
	GHashTable *own; /* touchpoint's name -> struct own_words */
	struct moulds *moulds; /* see compose_mould.h */
	const struct cast *cast; /* a mould is cast; else NULL */
};

/* What templates may name; touchpoint and event may be NULL. To be decref'd. */
json_t *compose_context(const struct composer *composer,
    const struct touchpoint *touchpoint, const struct event *event);

/* Nothing, if there is no value. */
void compose_set_text(json_t *object, const char *name, const char *value);

/*
 * Sets `link` and `link_text`, if thanks for that score carry the touchpoint's
 * link; *has_link says whether they do.
 */
gboolean compose_add_link(const struct composer *composer,
    const struct touchpoint *touchpoint, const char *language, int score,
    json_t *context, gboolean *has_link, GError **error);

/* "promoter", "passive" or "detractor". */
const char *compose_band(int score);

/* Of ours; owned. */
char *compose_token(const struct composer *composer, enum token_purpose purpose,
    gint64 id);
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

/* Where a mail comes from; owned. */
char *compose_sender(const struct composer *composer,
    const struct config_section *provider, gint64 message_id,
    const char *from_address);

/* compose() of a mail that asks: invitation, reminder, nudge. */
struct message *compose_ask(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at, GError **error);
/* The same, and no mould is used. */
struct message *compose_ask_plainly(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at, GError **error);

/* compose() of a mail in answer to a mail. */
struct message *compose_answer(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at, GError **error);
/* compose() of a mail about a case. */
struct message *compose_case(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at, GError **error);
/* By which a mail about a case is answered; owned. NULL: it is about none, or
 * there is no inbox. */
char *compose_case_reply_to(const struct composer *composer,
    const struct outbox_item *item);

/* "mailto:..." by which one is asked no more; owned. */
char *compose_leave_link(const struct composer *composer,
    gint64 invitation_id);

/* What such a mail is made of, but for what compose_wrap() adds. */
#define ASKED_HEADERS_MAX 8
struct asked_mail {
	struct mime_mail mail;
	struct mime_header headers[ASKED_HEADERS_MAX];
	struct rendered rendered;
	char *reply_to, *unsubscribe, *feedback, *reference;
};
gboolean compose_asked_mail(const struct composer *composer,
    const struct outbox_item *item, const struct config_section *provider,
    gint64 now_at, struct asked_mail *asked, GError **error);
void asked_mail_clear(struct asked_mail *asked);
/* The language it is in; borrowed of the catalogue. */
const char *compose_language(const struct composer *composer,
    const struct event *event);
/* What the touchpoint, and the kind of the mail, say in place of it. */
struct catalog_own compose_own(const struct composer *composer,
    const struct touchpoint *touchpoint, enum message_kind kind);

/* FALSE with error set if a touchpoint's own text is too long in itself. */
gboolean compose_text_check(const struct mustache *own, GError **error);

/* compose() of a text. */
struct message *compose_sms(const struct composer *composer,
    const struct outbox_item *item, GError **error);

#endif
