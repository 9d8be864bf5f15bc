/*
 * polls.c - see polls.h. Called by works.c.
 */
#include "cli/polls.h"

#include "cli/log.h"
#include "providers/provider.h"
#include "store/replies/replies.h"

/* The first time: what came before is nobody's answer to us. */
#define BEGINNING_S (2 * 24 * 60 * 60)
/* A list may show a text later than the one after it. */
#define OVERLAP_S (15 * 60)
/* What could not be stored is asked for again, soon. */
#define AGAIN_S 5

struct poll {
	struct polls *polls;
	struct provider *provider;
	guint interval_s;
	gboolean busy, again;
	guint timer;
	gint64 began_at;
};

struct polls {
	struct store *store;
	const struct clock *clock;
	struct polls_hooks hooks;
	GPtrArray *all; /* struct poll */
};

static void
poll_free(gpointer data)
{
	struct poll *poll = data;

	if (poll->timer != 0)
		g_source_remove(poll->timer);
	g_free(poll);
}

/* 0: it is not to be asked. */
static guint
interval_of(const struct settings *settings, const struct provider *provider)
{
	const struct config_section *section = config_find(settings->config,
	    "provider", provider->name);

	if (provider->ops->poll == NULL || !config_has(section, "poll"))
		return 0;
	return (guint)config_number(section, "poll");
}

struct polls *
polls_new(struct store *store, const struct settings *settings,
    const struct clock *clock, GPtrArray *providers,
    const struct polls_hooks *hooks)
{
	struct polls *polls = g_new0(struct polls, 1);

	polls->store = store;
	polls->clock = clock;
	polls->hooks = *hooks;
	polls->all = g_ptr_array_new_with_free_func(poll_free);
	for (guint i = 0; i < providers->len; i++) {
		guint interval_s = interval_of(settings, providers->pdata[i]);
		struct poll *poll;

		if (interval_s == 0)
			continue;
		poll = g_new0(struct poll, 1);
		poll->polls = polls;
		poll->provider = providers->pdata[i];
		poll->interval_s = interval_s;
		g_ptr_array_add(polls->all, poll);
	}
	return polls;
}

void
polls_free(struct polls *polls)
{
	if (polls == NULL)
		return;
	g_ptr_array_unref(polls->all);
	g_free(polls);
}

static void begin_poll(struct poll *poll);

static gboolean
on_time(gpointer data)
{
	struct poll *poll = data;

	poll->timer = 0;
	begin_poll(poll);
	return G_SOURCE_REMOVE;
}

static void
end_poll(struct poll *poll, guint next_s)
{
	poll->busy = FALSE;
	if (poll->again && poll->timer == 0)
		poll->timer = g_timeout_add_seconds(next_s, on_time, poll);
	poll->polls->hooks.wake(poll->polls->hooks.user);
}

/* The position moves only behind what is on disk. */
static gboolean
keep(const struct poll *poll, const struct arrivals *arrivals, GError **error)
{
	struct store *store = poll->polls->store;
	guint stored = 0;

	if (!store_put_arrivals(store, &arrivals, 1,
		clock_now(poll->polls->clock), &stored, error))
		return FALSE;
	if (stored > 0)
		log_line(LOG_INFO,
		    "provider %s asked: %u new texts or reports",
		    poll->provider->name, stored);
	return store_set_poll_position(store, poll->provider->name,
	    poll->began_at, error);
}

static void
on_polled(struct provider *provider, const struct arrivals *arrivals,
    const GError *error, gpointer user)
{
	struct poll *poll = user;
	g_autoptr(GError) problem = NULL;
	guint next_s = poll->interval_s;

	if (error != NULL) {
		log_line(LOG_WARNING, "provider %s asked: %s", provider->name,
		    error->message);
	} else if (!keep(poll, arrivals, &problem)) {
		log_line(LOG_WARNING, "provider %s asked: left for later: %s",
		    provider->name, problem->message);
		next_s = MIN(next_s, AGAIN_S);
	}
	end_poll(poll, next_s);
}

static void
begin_poll(struct poll *poll)
{
	struct polls *polls = poll->polls;
	g_autoptr(GError) error = NULL;
	gint64 until_at;

	poll->busy = TRUE;
	poll->began_at = clock_now(polls->clock);
	if (!store_poll_position(polls->store, poll->provider->name, &until_at,
		&error)) {
		log_line(LOG_WARNING, "provider %s not asked: %s",
		    poll->provider->name, error->message);
		end_poll(poll, MIN(poll->interval_s, AGAIN_S));
		return;
	}
	poll->provider->ops->poll(poll->provider,
	    until_at == 0 ? poll->began_at - BEGINNING_S :
			    MIN(until_at, poll->began_at) - OVERLAP_S,
	    on_polled, poll);
}

void
polls_begin(struct polls *polls, gboolean again)
{
	for (guint i = 0; i < polls->all->len; i++) {
		struct poll *poll = polls->all->pdata[i];

		poll->again = again;
		if (!poll->busy && poll->timer == 0)
			begin_poll(poll);
	}
}

void
polls_stop(struct polls *polls)
{
	for (guint i = 0; i < polls->all->len; i++) {
		struct poll *poll = polls->all->pdata[i];

		poll->again = FALSE;
		if (poll->timer != 0)
			g_source_remove(poll->timer);
		poll->timer = 0;
	}
}

gboolean
polls_are_busy(const struct polls *polls)
{
	for (guint i = 0; i < polls->all->len; i++) {
		const struct poll *poll = polls->all->pdata[i];

		if (poll->busy)
			return TRUE;
	}
	return FALSE;
}
