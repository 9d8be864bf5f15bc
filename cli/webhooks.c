/*
 * webhooks.c - see webhooks.h. Called by works.c; app.c and shift.c hand the
 * socket on.
 */
#include "cli/webhooks.h"

#include <string.h>
#include <unistd.h>

#include "base/worker.h"
#include "cli/log.h"
#include "cli/metrics.h"
#include "cli/unheard.h"
#include "providers/provider.h"
#include "web/web.h"

/* Anybody may knock: the log tells of so many a minute. */
#define REFUSALS_SHOWN 10
#define MINUTE_US (60 * G_USEC_PER_SEC)
/* Prometheus gives up after ten seconds, if it is not told otherwise. */
#define COUNT_MS 9000

struct listener {
	int fd;
	char *host;
	guint port;
};

struct webhooks {
	struct app *app;
	GPtrArray *providers;
	struct webhooks_hooks hooks;
	GPtrArray *urls; /* what hook_url of the providers points to */
	struct web *web; /* NULL: it doesn't listen */
	struct worker *counter; /* what the store holds; NULL: not asked yet */
	gint64 minute_us;
	guint refused; /* in this minute */
};

static void
listener_clear(gpointer data)
{
	struct listener *listener = data;

	(void)close(listener->fd);
	g_free(listener->host);
}

struct listener *
listener_ref(struct listener *listener)
{
	return listener != NULL ? g_rc_box_acquire(listener) : NULL;
}

void
listener_unref(struct listener *listener)
{
	if (listener != NULL)
		g_rc_box_release_full(listener, listener_clear);
}

static struct listener *
listener_new(const struct web_settings *settings, GError **error)
{
	int fd = web_listen(settings, error);
	struct listener *listener;

	if (fd < 0)
		return NULL;
	listener = g_rc_box_new0(struct listener);
	listener->fd = fd;
	listener->host = g_strdup(settings->host);
	listener->port = settings->port;
	return listener;
}

static gboolean
listener_is_at(const struct listener *listener,
    const struct web_settings *settings)
{
	return listener != NULL && listener->port == settings->port &&
	    strcmp(listener->host, settings->host) == 0;
}

struct webhooks *
webhooks_new(struct app *app, GPtrArray *providers,
    const struct webhooks_hooks *hooks)
{
	struct webhooks *webhooks = g_new0(struct webhooks, 1);
	const struct web_settings *settings = &app->settings->web;

	webhooks->app = app;
	webhooks->providers = providers;
	webhooks->hooks = *hooks;
	webhooks->urls = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < providers->len; i++) {
		struct provider *provider = providers->pdata[i];
		g_autofree char *name = web_hook_name(provider->name);
		char *url;

		if (!settings->on || settings->public_url == NULL ||
		    provider->ops->receive == NULL)
			continue;
		url = g_strconcat(settings->public_url, "/hooks/", name, NULL);
		g_ptr_array_add(webhooks->urls, url);
		provider->hook_url = url;
	}
	return webhooks;
}

void
webhooks_free(struct webhooks *webhooks)
{
	if (webhooks == NULL)
		return;
	g_clear_pointer(&webhooks->counter, worker_free);
	g_clear_pointer(&webhooks->web, web_free);
	g_ptr_array_unref(webhooks->urls);
	g_free(webhooks);
}

static void
on_wake(gpointer user)
{
	struct webhooks *webhooks = user;

	webhooks->hooks.wake(webhooks->hooks.user);
}

static void
on_refused(const char *provider, const char *why, gpointer user)
{
	struct webhooks *webhooks = user;
	gint64 now_us = g_get_monotonic_time();

	if (now_us - webhooks->minute_us >= MINUTE_US) {
		webhooks->minute_us = now_us;
		webhooks->refused = 0;
	}
	webhooks->refused++;
	if (webhooks->refused > REFUSALS_SHOWN)
		return;
	log_line(LOG_WARNING, "webhook of %s refused: %s%s", provider, why,
	    webhooks->refused < REFUSALS_SHOWN ?
		"" :
		"; what more is refused in this minute is not told");
}

static void
on_counted(GBytes *gauges, const GError *error, gpointer user)
{
	struct webhooks *webhooks = user;
	g_autofree char *text = NULL;

	if (error != NULL)
		log_line(LOG_WARNING, "metrics without the store: %s",
		    error->message);
	else if (g_bytes_get_size(gauges) == 0)
		log_line(LOG_WARNING,
		    "metrics without the store: it cannot be read");
	text = metrics_write(gauges);
	web_answer_metrics(webhooks->web, text);
}

static void
on_metrics_wanted(gpointer user)
{
	struct webhooks *webhooks = user;
	const char *url = webhooks->app->settings->store_url;
	g_autoptr(GBytes) question = g_bytes_new(url, strlen(url) + 1);

	if (webhooks->counter == NULL)
		webhooks->counter = worker_new(NULL, "metrics");
	worker_ask(webhooks->counter, question, COUNT_MS, on_counted, webhooks);
}

static void
tell_unheard(const struct app *app)
{
	g_autoptr(GPtrArray) notes = unheard_notes(app->settings);

	for (guint i = 0; i < notes->len; i++)
		log_line(LOG_WARNING, "%s", (const char *)notes->pdata[i]);
}

gboolean
webhooks_listen(struct webhooks *webhooks, GError **error)
{
	struct app *app = webhooks->app;
	const struct web_settings *settings = &app->settings->web;
	const struct web_hooks hooks = { .wake = on_wake,
		.refused = on_refused,
		.metrics_wanted = on_metrics_wanted,
		.user = webhooks };

	tell_unheard(app);
	if (!settings->on)
		return TRUE;
	if (!listener_is_at(app->listener, settings)) {
		struct listener *fresh = listener_new(settings, error);

		if (fresh == NULL)
			return FALSE;
		listener_unref(app->listener);
		app->listener = fresh;
		log_line(LOG_NOTICE, "webhooks come in on %s, port %u",
		    settings->host, settings->port);
	}
	webhooks->web = web_new(app->store, settings, &app->clock,
	    webhooks->providers, app->listener->fd, &hooks, error);
	return webhooks->web != NULL;
}

gboolean
webhooks_turn(struct webhooks *webhooks, gint64 now_at, GError **error)
{
	guint stored;

	if (webhooks->web == NULL)
		return TRUE;
	if (!web_turn(webhooks->web, now_at, &stored, error))
		return FALSE;
	if (stored > 0)
		log_line(LOG_INFO, "webhooks: %u new texts or reports",
		    stored);
	return TRUE;
}

void
webhooks_stop(struct webhooks *webhooks)
{
	if (webhooks->web != NULL)
		web_stop(webhooks->web);
}

gboolean
webhooks_are_busy(const struct webhooks *webhooks)
{
	return webhooks->web != NULL && web_is_busy(webhooks->web);
}
