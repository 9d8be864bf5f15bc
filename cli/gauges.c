/*
 * gauges.c - what the store holds, for Prometheus: the worker's side of
 * metrics.h.
 */
#include <string.h>

#include "base/clock.h"
#include "cli/metrics.h"
#include "cli/metrics_line.h"
#include "store/journeys/events.h"
#include "store/health.h"

static void
write_invitations(GString *out, const struct health *health)
{
	static const char name[] = "dripscore_invitations";

	metrics_family(out, name, "gauge", "Invitations, by state.");
	for (guint i = 0; i < INVITATION_STATES; i++)
		metrics_line(out, name, "state",
		    invitation_state_name((enum invitation_state)i), NULL, NULL,
		    (double)health->invitations[i]);
}

/* 0: nothing is late. */
static double
lag_s(gint64 first_at, gint64 now_at)
{
	return first_at < now_at ? (double)(now_at - first_at) : 0;
}

static gboolean
write_event_lag(GString *out, struct store *store, gint64 now_at,
    GError **error)
{
	gint64 first_at;

	if (!store_next_event(store, &first_at, error))
		return FALSE;
	metrics_one(out, "dripscore_event_lag_seconds", "gauge",
	    "How long the oldest event has been waiting to be judged.",
	    lag_s(first_at, now_at));
	return TRUE;
}

static void
write_queues(GString *out, const struct health *health, gint64 now_at)
{
	metrics_one(out, "dripscore_messages_waiting", "gauge",
	    "Messages that have not left: due, planned, parked, in line.",
	    (double)health->messages_waiting);
	metrics_one(out, "dripscore_messages_leased", "gauge",
	    "Messages that a daemon has in hand to send now.",
	    (double)health->leased);
	metrics_one(out, "dripscore_due_lag_seconds", "gauge",
	    "How long the oldest message that is due has been waiting.",
	    lag_s(health->next_due_at, now_at));
	metrics_one(out, "dripscore_events", "gauge", "Events, all there are.",
	    (double)health->events);
	metrics_one(out, "dripscore_events_waiting", "gauge",
	    "Events that nobody has judged yet.",
	    (double)health->events_waiting);
	metrics_one(out, "dripscore_replies_waiting", "gauge",
	    "Replies that are not read yet.", (double)health->replies_new);
	metrics_one(out, "dripscore_replies_set_aside", "gauge",
	    "Replies that could not be read.", (double)health->replies_aside);
	metrics_one(out, "dripscore_reports_waiting", "gauge",
	    "Delivery reports that are not applied yet.",
	    (double)health->reports_waiting);
	metrics_one(out, "dripscore_responses", "gauge", "Scores on record.",
	    (double)health->responses);
}

static gboolean
write_doubts(GString *out, struct store *store, GError **error)
{
	g_autoptr(GPtrArray) doubts = store_doubts(store, error);

	if (doubts == NULL)
		return FALSE;
	metrics_one(out, "dripscore_messages_in_doubt", "gauge",
	    "Messages of which nobody knows whether they left.", doubts->len);
	return TRUE;
}

static gboolean
write_replies(GString *out, struct store *store, GError **error)
{
	static const char name[] = "dripscore_replies";
	gint64 counts[REPLY_KINDS];

	if (!store_reply_counts(store, counts, error))
		return FALSE;
	metrics_family(out, name, "gauge", "What came back, by kind.");
	for (guint i = 0; i < REPLY_KINDS; i++)
		metrics_line(out, name, "kind",
		    reply_kind_name((enum reply_kind)i), NULL, NULL,
		    (double)counts[i]);
	return TRUE;
}

static gboolean
write_providers(GString *out, struct store *store, GError **error)
{
	static const char name[] = "dripscore_provider_halted";
	g_autoptr(GPtrArray) all = store_provider_health(store, error);

	if (all == NULL)
		return FALSE;
	metrics_family(out, name, "gauge",
	    "1: nothing leaves by it until somebody sees to it.");
	for (guint i = 0; i < all->len; i++) {
		const struct provider_health *each = all->pdata[i];

		metrics_line(out, name, "provider", each->provider, NULL, NULL,
		    strcmp(each->state, "halted") == 0 ? 1 : 0);
	}
	return TRUE;
}

static gboolean
write_fuse(GString *out, struct store *store, GError **error)
{
	struct fuse fuse;

	/* Of no day: whether it has blown is all that is asked. */
	if (!store_fuse(store, 0, &fuse, error))
		return FALSE;
	metrics_one(out, "dripscore_fuse_blown", "gauge",
	    "1: no text leaves until `dripscore fuse --reset`.",
	    fuse.blown_at != 0 ? 1 : 0);
	return TRUE;
}

GBytes *
metrics_gauges(GBytes *question, gpointer user)
{
	const char *url = g_bytes_get_data(question, NULL);
	const struct clock clock = { 0 };
	gint64 now_at = clock_now(&clock);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(store) store = NULL;
	struct health health;
	gsize n;

	(void)user;
	if (memchr(url, '\0', g_bytes_get_size(question)) == NULL)
		return NULL;
	store = store_open(url, FALSE, NULL);
	if (store == NULL || !store_health(store, &health, NULL))
		return g_bytes_new(NULL, 0);
	write_invitations(out, &health);
	write_queues(out, &health, now_at);
	if (!write_event_lag(out, store, now_at, NULL) ||
	    !write_doubts(out, store, NULL) ||
	    !write_replies(out, store, NULL) ||
	    !write_providers(out, store, NULL) ||
	    !write_fuse(out, store, NULL))
		return g_bytes_new(NULL, 0);
	n = out->len;
	return g_bytes_new_take(g_string_free(g_steal_pointer(&out), FALSE), n);
}
