/*
 * twilio_internal.h - what the files of the provider `twilio` share.
 */
#ifndef PROVIDERS_TWILIO_INTERNAL_H
#define PROVIDERS_TWILIO_INTERNAL_H

#include "providers/text_send.h"

struct twilio {
	struct text_gateway gateway;
	char *account;	 /* account_sid */
	char *token;	 /* the account's: it signs webhooks */
	char *user;	 /* for HTTP Basic: the account, or an API key */
	char *password;	 /* of the user */
	char *from;	 /* a number or a name, or NULL: */
	char *service;	 /* MG..., or NULL */
	char *base_url;	 /* without "/" at its end */
	GPtrArray *asks; /* struct twilio_ask: polls and look-ups under way */
};

/* twilio.c: "/2010-04-01/Accounts/AC.../Messages.json"; owned. */
char *twilio_messages_path(const struct twilio *twilio);

/* twilio_hook.c */
enum hook_verdict twilio_receive(struct provider *provider,
    const struct http_request *request, gint64 now_at,
    struct arrivals *arrivals, GError **error);

/* twilio_poll.c */
void twilio_poll(struct provider *provider, gint64 since_at,
    provider_polled done, gpointer user);

/* twilio_look_up.c */
void twilio_look_up(struct provider *provider, const struct message *message,
    gint64 since_at, provider_looked_up done, gpointer user);

/* twilio_list.c: for twilio->asks; ends what is open without calling anybody.
 */
GPtrArray *twilio_asks_new(void);

#endif
