/*
 * works.c - see works.h. Called by the daemon alone.
 */
#include "cli/works.h"

#include "base/worker.h"
#include "cli/log.h"
#include "cli/post.h"
#include "providers/provider.h"
#include "replies/take.h"
#include "scheduler/drip.h"
#include "scheduler/intake.h"
#include "scores/digest.h"
#include "store/events.h"
#include "store/health.h"

#define BATCH 500

struct works {
	struct app *app;
	void (*wake)(gpointer user);
	gpointer user;
	GPtrArray *providers;
	struct drip *drip;
	struct worker *reader;
	struct taker *taker;
	struct post *post;
	GHashTable *tidings; /* provider -> why it halted, not on disk yet;
			      * "": it works again */
	gboolean begun;
	gboolean stopping;
};

static const char *
verdict_name(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_SENT:
		return "sent";
	case VERDICT_RETRY:
		return "deferred";
	case VERDICT_FAILED:
		return "failed";
	case VERDICT_IN_DOUBT:
		return "in doubt";
	case VERDICT_EXPIRED:
		return "expired";
	case VERDICT_SUPPRESSED:
		return "suppressed";
	case VERDICT_CANCELLED:
		return "cancelled";
	}
	g_assert_not_reached();
}

static int
verdict_priority(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_SENT:
	case VERDICT_EXPIRED:
	case VERDICT_SUPPRESSED:
	case VERDICT_CANCELLED:
		return LOG_INFO;
	case VERDICT_RETRY:
		return LOG_NOTICE;
	case VERDICT_FAILED:
	case VERDICT_IN_DOUBT:
		return LOG_WARNING;
	}
	g_assert_not_reached();
}

static void
on_ended(const struct drip_report *report, gpointer user)
{
	(void)user;
	/* It waits for its provider; the halt has been told already. */
	if (report->verdict == VERDICT_RETRY && report->provider == NULL)
		return;
	log_line(verdict_priority(report->verdict),
	    "%s: message %" G_GINT64_FORMAT " (%s) by %s%s%s",
	    verdict_name(report->verdict), report->message_id,
	    report->touchpoint != NULL ? report->touchpoint : "digest",
	    report->provider != NULL ? report->provider : "nobody",
	    report->detail != NULL ? ": " : "",
	    report->detail != NULL ? report->detail : "");
}

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
		g_hash_table_replace(works->tidings, g_strdup(provider),
		    g_strdup(detail != NULL ? detail : ""));
}

static void
on_fuse_blown(const struct fuse *fuse, gpointer user)
{
	(void)fuse;
	(void)user;
}

static gboolean
put_tidings(struct works *works, gint64 now_at, GError **error)
{
	GHashTableIter each;
	gpointer provider, detail;

	g_hash_table_iter_init(&each, works->tidings);
	while (g_hash_table_iter_next(&each, &provider, &detail)) {
		gboolean halted = *(const char *)detail != '\0';

		if (!store_set_provider_health(works->app->store, provider,
			halted ? "halted" : "working", halted ? detail : NULL,
			now_at, error))
			return FALSE;
		g_hash_table_iter_remove(&each);
	}
	return TRUE;
}

static void
on_taken(gint64 reply_id, enum reply_kind kind, gint64 invitation_id,
    const char *note, gpointer user)
{
	(void)user;
	log_line(LOG_INFO,
	    "reply %" G_GINT64_FORMAT ": %s, invitation %" G_GINT64_FORMAT
	    "%s%s",
	    reply_id, reply_kind_name(kind), invitation_id,
	    note != NULL ? ": " : "", note != NULL ? note : "");
}

static void
on_held_up(const char *why, gpointer user)
{
	(void)user;
	log_line(LOG_ERR, "replies wait to be read: %s", why);
}

static void
on_wake(gpointer user)
{
	struct works *works = user;

	works->wake(works->user);
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
		struct provider *provider = ops->open(section, error);

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
	struct drip_hooks drip_hooks = { on_ended, on_halted, on_fuse_blown,
		on_wake, works };
	struct taker_hooks taker_hooks = { on_taken, on_held_up, on_wake,
		works };
	struct post_hooks post_hooks = { on_wake, works };

	works->app = app;
	works->wake = wake;
	works->user = user;
	works->tidings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    g_free);
	works->providers = g_ptr_array_new_with_free_func(close_provider);
	if (!open_providers(works, error))
		return NULL;
	works->post = post_new(app->store, app->settings, &app->clock,
	    &post_hooks, error);
	if (works->post == NULL)
		return NULL;
	works->drip = drip_new(app->store, app->settings, app->composer,
	    works->providers, &drip_hooks);
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
	g_hash_table_unref(works->tidings);
	g_free(works);
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

static gboolean
resend_doubts(struct works *works, gint64 now_at, GError **error)
{
	g_autoptr(GPtrArray) doubts = store_doubts(works->app->store, error);

	if (doubts == NULL)
		return FALSE;
	for (guint i = 0; i < doubts->len; i++) {
		const struct doubt *doubt = doubts->pdata[i];

		if (!store_resolve(works->app->store, doubt->message_id,
			RESOLVE_SEND_AGAIN, 0, now_at, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
works_recover(struct works *works, GError **error)
{
	gint64 now_at = clock_now(&works->app->clock);
	guint returned, in_doubt;

	if (!store_recover(works->app->store, now_at, &returned, &in_doubt,
		error))
		return FALSE;
	if (returned > 0)
		log_line(LOG_NOTICE, "leased before a crash, due again: %u",
		    returned);
	if (in_doubt > 0)
		log_line(LOG_WARNING,
		    "in doubt since a crash: %u; see `dripscore status`",
		    in_doubt);
	return !works->app->settings->in_doubt_resend ||
	    resend_doubts(works, now_at, error);
}

gboolean
works_is_polling(const struct works *works)
{
	return post_is_busy(works->post);
}

void
works_poll(struct works *works, gboolean again)
{
	post_poll(works->post, again);
}

static struct digest_source
source_for(const struct works *works, const struct team *team)
{
	return (struct digest_source){ works->app->store, works->app->settings,
		works->app->catalog, team };
}

static gboolean
digest_turn(struct works *works, const struct team *team, gint64 now_at,
    GError **error)
{
	struct digest_source source = source_for(works, team);
	struct digest_schedule schedule;
	struct digest_period period;
	gboolean written = FALSE;

	if (team->digest == NULL)
		return TRUE;
	if (!digest_schedule_read(&source, &schedule, error))
		return FALSE;
	if (!digest_due(&schedule, now_at, &period))
		return TRUE;
	if (!digest_put(&source, &period, now_at, &written, error))
		return FALSE;
	if (written)
		log_line(LOG_INFO, "digest of %s written", team->name);
	return TRUE;
}

static gboolean
digests_turn(struct works *works, gint64 now_at, GError **error)
{
	const GPtrArray *teams = works->app->settings->teams;

	for (guint i = 0; i < teams->len; i++) {
		if (!digest_turn(works, teams->pdata[i], now_at, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
works_turn(struct works *works, gint64 now_at, gboolean *again, GError **error)
{
	struct store *store = works->app->store;
	gboolean take = !works->stopping;
	guint judged = 0;
	guint expired = 0;

	*again = FALSE;
	/* Providers that had halted are tried anew. */
	if (!works->begun && !store_forget_halts(store, error))
		return FALSE;
	works->begun = TRUE;
	if (take &&
	    (!intake_turn(store, works->app->settings, now_at, BATCH, &judged,
		 error) ||
		!store_expire(store, now_at, BATCH, &expired, error)))
		return FALSE;
	*again = judged == BATCH || expired == BATCH;
	if (!taker_turn(works->taker, now_at, take, error))
		return FALSE;
	/* A digest counts the answers that came before it. */
	if (take && !*again && !taker_is_busy(works->taker) &&
	    !digests_turn(works, now_at, error))
		return FALSE;
	return drip_turn(works->drip, now_at, take, error) &&
	    put_tidings(works, now_at, error);
}

gboolean
works_is_busy(const struct works *works)
{
	return drip_in_flight(works->drip) > 0 || taker_is_busy(works->taker) ||
	    post_is_busy(works->post);
}

gboolean
works_next(struct works *works, gint64 now_at, gint64 *next_at, GError **error)
{
	struct store *store = works->app->store;
	const GPtrArray *teams = works->app->settings->teams;
	gint64 event_at, due_at, expiry_at;

	if (!store_next_event(store, &event_at, error) ||
	    !store_next_due(store, &due_at, error) ||
	    !store_next_expiry(store, &expiry_at, error))
		return FALSE;
	due_at = drip_next(works->drip, due_at);
	*next_at = MIN(event_at, MIN(due_at, expiry_at));
	*next_at = MIN(*next_at, taker_next(works->taker));
	for (guint i = 0; i < teams->len; i++) {
		const struct team *team = teams->pdata[i];
		struct digest_source source = source_for(works, team);
		struct digest_schedule schedule;

		if (team->digest == NULL)
			continue;
		if (!digest_schedule_read(&source, &schedule, error))
			return FALSE;
		*next_at = MIN(*next_at, digest_next_look(&schedule, now_at));
	}
	return TRUE;
}

void
works_stop(struct works *works)
{
	works->stopping = TRUE;
	post_stop(works->post);
}
