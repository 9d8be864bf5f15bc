/*
 * web.h - HTTP in: libmicrohttpd in the default main context. Requests to
 * /hooks/NAME and below go to the provider of that name; what it takes is on
 * disk before the answer.
 *
 * GET /metrics is for this machine and its network alone: what came through a
 * proxy is told that there is no such page.
 *
 * Of a request at most 64 KiB are read, until its own deadline. One with both
 * Content-Length and Transfer-Encoding is refused (RFC 9112 section 6.3), so is
 * one with two headers of a name that decides something.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "base/clock.h"
#include "base/settings.h"
#include "providers/provider.h"
#include "store/store.h"

#define WEB_BODY_MAX_BYTES (64 * 1024)

struct web;

struct web_hooks {
	/* A request waits for its answer: call web_turn soon. */
	void (*wake)(gpointer user);
	/* Refused, for the log; no address of a person, no text, no secret. */
	void (*refused)(const char *provider, const char *why, gpointer user);
	/* Somebody asks for the metrics: call web_answer_metrics, later. Not
	 * called again before. */
	void (*metrics_wanted)(gpointer user);
	gpointer user;
};

/*
 * A socket that listens on the configured address; -1 with error set. It can be
 * shared by the webs of one configuration after the other.
 */
int web_listen(const struct web_settings *settings, GError **error);

/* The name of a provider as it stands in the path of its hook; owned. */
char *web_hook_name(const char *provider);

/* All borrowed; `listener` is dup()ed. providers: struct provider. */
struct web *web_new(struct store *store, const struct web_settings *settings,
    const struct clock *clock, GPtrArray *providers, int listener,
    const struct web_hooks *hooks, GError **error);
/* Open requests get no answer. */
void web_free(struct web *web);
AUTOPTR_DEFINE(web, web_free)

/*
 * Stores what the waiting requests brought, in one transaction, and answers
 * them: 2xx, or 503 with error set if the store refused. While it is only busy
 * (DRIPSCORE_ERROR_LATER) they wait for the next turn, for five seconds.
 */
gboolean web_turn(struct web *web, gint64 now_at, guint *stored,
    GError **error);
/*
 * All who wait for the metrics are told: in the text format of Prometheus,
 * version 0.0.4; NULL: they are to come again.
 */
void web_answer_metrics(struct web *web, const char *text);
/* No new connections; what is open comes to its end, soon. */
void web_stop(struct web *web);
/* Requests wait for a turn; once it is stopped: there are connections. */
gboolean web_is_busy(const struct web *web);

#endif
