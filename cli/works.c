/*
 * works.c - see works.h. Called by the daemon alone.
 */
#include "cli/works.h"

#include "base/worker.h"
#include "cli/digests.h"
#include "cli/feeds.h"
#include "cli/log.h"
#include "cli/metrics.h"
#include "cli/plan/rehearsal.h"
#include "cli/polls.h"
#include "cli/post.h"
#include "cli/tidings.h"
#include "cli/webhooks.h"
#include "cli/works_log.h"
#include "providers/provider.h"
#include "replies/take.h"
#include "scheduler/delivery.h"
#include "scheduler/drip.h"
#include "scheduler/follow_up.h"
#include "scheduler/intake.h"
#include "scheduler/recurring.h"
#include "scores/acts/act.h"
#include "scores/acts/case_remind.h"
#include "store/cases/cases.h"
#include "store/replies/conversations.h"
#include "store/journeys/events.h"
#include "store/health.h"

/* So much at once; less, if that takes too long: others wait for the loop, and
 * for the store. */
#define BATCH 500
#define BATCH_MIN 16
#define BATCH_LONG_US (40 * 1000)
/* Answers that are acted upon: several mails may be written of each. */
#define BATCH_ACTS 50

struct works {
	struct app *app;
	void (*wake)(gpointer user);
	gpointer user;
	GPtrArray *providers;
	struct drip *drip;
	struct lookups *lookups;
	struct worker *reader;
	struct taker *taker;
	struct post *post;
	struct webhooks *webhooks;
	struct polls *polls;
	struct feeds *feeds;
	struct tidings *tidings;
	struct digests *digests;
	gboolean leads; /* it does what one worker alone may do */
	guint batch;
	gboolean begun;
	gboolean stopping;
};

static void
on_halted(const char *provider, const char *detail, gpointer user)
{
	struct works *works = user;

	if (detail != NULL)
		log_line(LOG_ERR, "provider %s halted: %s", provider, detail);
	else
		log_line(LOG_NOTICE, "provider %s works again", provider);
	/* Else it is of a configuration that is no longer in force. */
	if (!works->stopping)
		tidings_provider(works->tidings, provider, detail);
}

static void
on_missed(const char *provider, const char *detail, gint64 pause_s,
    gpointer user)
{
	(void)user;
	if (detail != NULL)
		log_line(LOG_WARNING,
		    "provider %s is not reached, and left alone for "
		    "%" G_GINT64_FORMAT " s: %s",
		    provider, pause_s, detail);
	else
		log_line(LOG_NOTICE, "provider %s is reached again", provider);
}

static void
on_fuse_blown(const struct fuse *fuse, gpointer user)
{
	struct works *works = user;

	if (works->app->rehearsal != NULL)
		return;
	log_line(LOG_ERR,
	    "the fuse of the texts has blown: none leaves until `dripscore "
	    "fuse --reset`");
	tidings_fuse(works->tidings, fuse);
}

static void
on_wake(gpointer user)
{
	struct works *works = user;

	works->wake(works->user);
}

/* What a program should have been told, and was not. */
static gboolean
was_lost(const struct drip_report *report)
{
	return report->item->channel == CHANNEL_WEBHOOK &&
	    (report->verdict == VERDICT_FAILED ||
		report->verdict == VERDICT_EXPIRED);
}

static void
on_ended(const struct drip_report *report, gpointer user)
{
	const struct works *works = user;
	const struct rehearsal *rehearsal = works->app->rehearsal;

	if (rehearsal != NULL) {
		rehearsal->ended(report, rehearsal->user);
		return;
	}
	metrics_count_send(report);
	works_log_ended(report, works->user);
	if (was_lost(report) && !works->stopping)
		tidings_lost(works->tidings, report->item->recipient,
		    report->detail);
}

static void
on_settled(gint64 message_id, const char *what, gpointer user)
{
	(void)user;
	log_line(LOG_NOTICE,
	    "in doubt no more: message %" G_GINT64_FORMAT ": %s", message_id,
	    what);
}

static void
close_provider(gpointer data)
{
	struct provider *provider = data;

	provider->ops->close(provider);
}

static gboolean
open_providers(struct works *works, GError **error)
{
	const GPtrArray *sections = works->app->settings->providers;

	for (guint i = 0; i < sections->len; i++) {
		const struct config_section *section = sections->pdata[i];
		const struct provider_ops *ops = provider_find(
		    config_text(section, "type"));
		struct provider *provider = works->app->rehearsal != NULL ?
		    rehearsal_door(section) :
		    ops->open(section, error);

		if (provider == NULL)
			return FALSE;
		g_ptr_array_add(works->providers, provider);
	}
	return TRUE;
}

struct works *
works_new(struct app *app, void (*wake)(gpointer user), gpointer user,
    GError **error)
{
	g_autoptr(works) works = g_new0(struct works, 1);
	const struct drip_hooks drip_hooks = { .ended = on_ended,
		.halted = on_halted,
		.missed = on_missed,
		.fuse_blown = on_fuse_blown,
		.wake = on_wake,
		.user = works };
	const struct taker_hooks taker_hooks = { works_log_taken,
		works_log_held_up, on_wake, works };
	const struct lookups_hooks lookups_hooks = { on_settled, on_wake,
		works };
	const struct webhooks_hooks webhooks_hooks = { on_wake, works };
	const struct polls_hooks polls_hooks = { on_wake, works };
	const struct feeds_hooks feeds_hooks = { on_wake, works };
	const struct post_hooks post_hooks = { on_wake, works };
	const struct digests_hooks digests_hooks = { on_wake, works };

	works->app = app;
	works->leads = TRUE;
	works->batch = BATCH;
	works->wake = wake;
	works->user = user;
	works->tidings = tidings_new(app->store, app->settings);
	works->digests = digests_new(app, &digests_hooks);
	works->providers = g_ptr_array_new_with_free_func(close_provider);
	if (!open_providers(works, error))
		return NULL;
	works->post = post_new(app->store, app->settings, &app->clock,
	    &post_hooks, error);
	if (works->post == NULL)
		return NULL;
	works->webhooks = webhooks_new(app, works->providers, &webhooks_hooks);
	works->polls = polls_new(app->store, app->settings, &app->clock,
	    works->providers, &polls_hooks);
	works->feeds = feeds_new(app->store, app->settings, &app->clock,
	    &feeds_hooks);
	works->drip = drip_new(app->store, app->settings, app->composer,
	    works->providers, &drip_hooks);
	works->lookups = lookups_new(app->store, app->settings, app->composer,
	    works->providers, &lookups_hooks);
	works->reader = worker_new(NULL, "read");
	works->taker = taker_new(app->store, app->settings, works->reader,
	    &taker_hooks);
	return g_steal_pointer(&works);
}

void
works_free(struct works *works)
{
	if (works == NULL)
		return;
	g_clear_pointer(&works->post, post_free);
	g_clear_pointer(&works->reader, worker_free);
	g_clear_pointer(&works->taker, taker_free);
	/* Providers call nobody once they are closed. */
	g_clear_pointer(&works->providers, g_ptr_array_unref);
	g_clear_pointer(&works->drip, drip_free);
	g_clear_pointer(&works->lookups, lookups_free);
	g_clear_pointer(&works->webhooks, webhooks_free);
	g_clear_pointer(&works->polls, polls_free);
	g_clear_pointer(&works->feeds, feeds_free);
	g_clear_pointer(&works->tidings, tidings_free);
	g_clear_pointer(&works->digests, digests_free);
	g_free(works);
}

gboolean
works_listen(struct works *works, GError **error)
{
	return webhooks_listen(works->webhooks, error);
}

gboolean
works_may_be_staged(const struct works *works, GError **error)
{
	const char *name = NULL;

	for (guint i = 0; i < works->providers->len; i++) {
		const struct provider *provider = works->providers->pdata[i];

		if (provider->ops->staged)
			continue;
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
		    "[provider %s] reaches people (type %s): on a staged clock "
		    "only type maildir is allowed",
		    provider->name, provider->ops->type);
		return FALSE;
	}
	if (post_may_be_staged(works->post, &name))
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
	    "[inbox %s] is a real mailbox: on a staged clock only "
	    "types maildir and pipe are allowed",
	    name);
	return FALSE;
}

static void
stop_asking(struct works *works)
{
	post_stop(works->post);
	polls_stop(works->polls);
	feeds_stop(works->feeds);
	digests_stop(works->digests);
}

void
works_lead(struct works *works, gboolean leads)
{
	if (leads == works->leads)
		return;
	works->leads = leads;
	drip_lead(works->drip, leads);
	if (!leads)
		stop_asking(works);
}

void
works_recount(struct works *works)
{
	drip_recount(works->drip);
}

gboolean
works_is_polling(const struct works *works)
{
	return post_is_busy(works->post) || polls_are_busy(works->polls) ||
	    feeds_are_busy(works->feeds);
}

void
works_poll(struct works *works, gboolean again)
{
	post_poll(works->post, again);
	polls_begin(works->polls, again);
	feeds_begin(works->feeds, again);
}

/* A staged clock goes the same way, however fast the machine is. */
static void
fit_batch(struct works *works, gint64 took_us, gboolean full)
{
	if (works->app->clock.staged)
		return;
	if (took_us > BATCH_LONG_US)
		works->batch = MAX(works->batch / 2, BATCH_MIN);
	else if (full && took_us < BATCH_LONG_US / 3)
		works->batch = MIN(works->batch * 2, BATCH);
}

/* What time and gateways bring. *again: there is more. */
static gboolean
take_in(struct works *works, gint64 now_at, gboolean *again, GError **error)
{
	struct store *store = works->app->store;
	const struct settings *settings = works->app->settings;
	guint judged, looked, closed, applied;
	guint n = works->batch;
	gint64 began_us = g_get_monotonic_time();
	gboolean turns = FALSE;

	if (!recurring_turn(store, settings, now_at, n, &turns, error) ||
	    !intake_turn(store, settings, now_at, n, &judged, error) ||
	    !follow_up_turn(store, settings, now_at, n, &looked, error) ||
	    !store_close_conversations(store, now_at, n, &closed, error) ||
	    !delivery_turn(store, settings, now_at, n, &applied, error))
		return FALSE;
	*again = turns || judged == n || looked == n || closed == n ||
	    applied == n;
	fit_batch(works, g_get_monotonic_time() - began_us, *again);
	return lookups_turn(works->lookups, now_at, error);
}

/* What follows from answers. In a rehearsal nobody answers. */
static gboolean
act(struct works *works, gint64 now_at, gboolean *again, GError **error)
{
	const struct app *app = works->app;
	const struct act_source source = { app->store, app->settings,
		app->catalog };
	g_autofree char *trouble = NULL;
	guint acted;

	if (app->rehearsal != NULL)
		return TRUE;
	if (!act_turn(&source, now_at, BATCH_ACTS, &acted, &trouble, error))
		return FALSE;
	if (trouble != NULL)
		log_line(LOG_ERR, "an alert could not be written: %s", trouble);
	*again |= acted == BATCH_ACTS;
	return TRUE;
}

static gboolean
remind_of_cases(struct works *works, gint64 now_at, gboolean *again,
    GError **error)
{
	const struct app *app = works->app;
	guint reminded = 0;

	if (app->rehearsal != NULL)
		return TRUE;
	if (!case_remind_turn(app->store, app->settings, now_at, works->batch,
		&reminded, error))
		return FALSE;
	*again |= reminded == works->batch;
	return TRUE;
}

/* What answers bring, for us to tell. */
static gboolean
follow_answers(struct works *works, gint64 now_at, gboolean *again,
    GError **error)
{
	return act(works, now_at, again, error) &&
	    remind_of_cases(works, now_at, again, error) &&
	    /* A digest counts the answers that came before it. */
	    (*again || taker_is_busy(works->taker) ||
		digests_turn(works->digests, now_at, error));
}

/* The store is not to be had, or another leads. */
static gboolean
ends_turn(const GError *error)
{
	return g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LATER) ||
	    g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_LOST);
}

gboolean
works_turn(struct works *works, gint64 now_at, gboolean *again, GError **error)
{
	const struct rehearsal *rehearsal = works->app->rehearsal;
	gboolean send = !works->stopping;
	gboolean take = send && works->leads;
	g_autoptr(GError) failure = NULL;

	*again = FALSE;
	if (rehearsal != NULL &&
	    !rehearsal->turn(now_at, rehearsal->user, error))
		return FALSE;
	/* Somebody waits for the answer. */
	if (!webhooks_turn(works->webhooks, now_at, error))
		return FALSE;
	/* Providers that had halted are tried anew. */
	if (!works->begun && !store_forget_halts(works->app->store, error))
		return FALSE;
	works->begun = TRUE;
	if (take && !take_in(works, now_at, again, error))
		return FALSE;
	if (!taker_turn(works->taker, now_at, take, error))
		return FALSE;
	/* What is wrong with one of them may be so tomorrow: what is due leaves
	 * all the same. */
	if (take && !follow_answers(works, now_at, again, &failure) &&
	    ends_turn(failure)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return FALSE;
	}
	if (!drip_turn(works->drip, now_at, send, error) ||
	    !tidings_turn(works->tidings, now_at, error))
		return FALSE;
	if (failure != NULL)
		g_propagate_error(error, g_steal_pointer(&failure));
	return failure == NULL;
}

gboolean
works_is_busy(const struct works *works)
{
	/* A look-up may be given up: it can be asked again. */
	if (!works->stopping && lookups_are_busy(works->lookups))
		return TRUE;
	return drip_in_flight(works->drip) > 0 || taker_is_busy(works->taker) ||
	    works_is_polling(works) || webhooks_are_busy(works->webhooks) ||
	    digests_are_busy(works->digests);
}

/* When the leader has something to take in. */
static gboolean
next_to_take_in(struct works *works, gint64 now_at, gint64 *next_at,
    GError **error)
{
	struct store *store = works->app->store;
	gint64 event_at, look_at, closing_at, turn_at, digest_at;
	gint64 remind_at = G_MAXINT64;
	gboolean fresh = FALSE;

	if (!store_next_event(store, &event_at, error) ||
	    !store_next_follow_up(store, &look_at, error) ||
	    !store_next_closing(store, &closing_at, error) ||
	    !recurring_next(store, works->app->settings, now_at, &turn_at,
		error) ||
	    !digests_next(works->digests, now_at, &digest_at, error))
		return FALSE;
	if (works->app->rehearsal == NULL &&
	    !store_next_case_reminder(store, &remind_at, error))
		return FALSE;
	*next_at = MIN(MIN(event_at, turn_at), MIN(look_at, closing_at));
	*next_at = MIN(*next_at, remind_at);
	*next_at = MIN(*next_at, MIN(digest_at, taker_next(works->taker)));
	*next_at = MIN(*next_at, lookups_next(works->lookups));
	if (works->app->rehearsal == NULL &&
	    !store_has_fresh(store, &fresh, error))
		return FALSE;
	if (fresh)
		*next_at = now_at;
	return TRUE;
}

gboolean
works_next(struct works *works, gint64 now_at, gint64 *next_at, GError **error)
{
	const struct rehearsal *rehearsal = works->app->rehearsal;
	gint64 due_at;

	*next_at = G_MAXINT64;
	if (!store_next_due(works->app->store, drip_filter(works->drip),
		&due_at, error) ||
	    (works->leads && !next_to_take_in(works, now_at, next_at, error)))
		return FALSE;
	*next_at = MIN(*next_at, drip_next(works->drip, due_at));
	if (rehearsal != NULL)
		*next_at = MIN(*next_at, rehearsal->next(rehearsal->user));
	return TRUE;
}

void
works_stop(struct works *works)
{
	works->stopping = TRUE;
	stop_asking(works);
	webhooks_stop(works->webhooks);
}
