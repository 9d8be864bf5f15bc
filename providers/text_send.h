/*
 * text_send.h - the life of a text at an HTTP gateway, or of a webhook: what
 * send, finish, abandon and close are alike in for all of them. A gateway adds
 * how its request looks and what its answer means.
 *
 * A text is ready at once: all of its request is past the point of no return.
 */
#ifndef PROVIDERS_TEXT_SEND_H
#define PROVIDERS_TEXT_SEND_H

#include "providers/http_client.h"
#include "providers/provider.h"

struct text_gateway;

struct text_gateway_ops {
	/* Starts the request of a message: http_client_call with `done`. */
	guint64 (*request)(struct text_gateway *gateway,
	    const struct message *message, http_done done, gpointer user);
	/* What an answer that came (SEND_ACCEPTED) means. */
	void (*judge)(struct text_gateway *gateway,
	    const struct http_answer *answer, struct send_result *result);
	/* What may have come is sent again: nobody is harmed by it twice. Of
	 * an answer that is too large the status is enough. */
	gboolean repeats;
};

/* The head of a gateway's own struct. */
struct text_gateway {
	struct provider base;
	const struct text_gateway_ops *ops;
	struct http_client *client;
	GHashTable *sends; /* private to text_send.c */
};

/* Keys that all have in common, for the end of their tables: `from` is each
 * gateway's own; here are `connections`, `timeout` and `ca_file`. */
/* clang-format off */
#define TEXT_GATEWAY_KEYS                                                      \
	{ .name = "connections",                                               \
	    .type = CONFIG_INTEGER,                                            \
	    .fallback = "4",                                                   \
	    .min = 1,                                                          \
	    .max = 1000,                                                       \
	    .help = "How many requests may be under way at once." },           \
	{ .name = "timeout",                                                   \
	    .type = CONFIG_DURATION,                                           \
	    .fallback = "30 seconds",                                          \
	    .min = 1,                                                          \
	    .max = 600,                                                        \
	    .help = "How long an answer is waited for." },                     \
	{ .name = "ca_file",                                                   \
	    .type = CONFIG_PATH,                                               \
	    .example = "ca.pem",                                               \
	    .help = "Certificates (PEM) to trust beside the system's." }
/* clang-format on */

/* Of the common keys: adds to mistakes. */
void text_gateway_check(const struct config_section *section,
    GPtrArray *mistakes);
/* Of a key that must not lead by http to another machine. */
void text_gateway_check_url(const struct config_section *section,
    const char *key, GPtrArray *mistakes);
/* Sets what is common: ops, name, capacity, client, by the section's keys. */
void text_gateway_init(struct text_gateway *gateway,
    const struct provider_ops *provider_ops,
    const struct text_gateway_ops *ops, const struct config_section *section);
/* Ends and frees what text_gateway_init made; the struct itself stays. */
void text_gateway_clear(struct text_gateway *gateway);

/* For the table of struct provider_ops. */
void text_gateway_send(struct provider *provider,
    const struct message *message, const struct send_watcher *watcher,
    gpointer user);
void text_gateway_finish(struct provider *provider,
    const struct message *message);
void text_gateway_abandon(struct provider *provider,
    const struct message *message);

#endif
