/*
 * outlook.c - see outlook.h. Called by `dripscore why`.
 */
#include "scheduler/outlook.h"

#include "base/timezone.h"
#include "scheduler/departure.h"
#include "scheduler/spread.h"

void
outlook_clear(struct outlook *outlook)
{
	g_clear_pointer(&outlook->reason, g_free);
}

/* As drip.c does: the drip comes last. */
static gboolean
has_room(const struct settings *settings, struct pace *pace,
    const struct touchpoint *touchpoint, const struct outbox_item *item,
    gint64 at, struct departure *departure)
{
	g_autoptr(window) window = NULL;
	g_autofree char *why = NULL;
	gint64 free_at;

	if (touchpoint == NULL || !pace_limits(pace, touchpoint) ||
	    (item->placed_at != 0 &&
		pace_holds(pace, touchpoint, item->placed_at, at)))
		return TRUE;
	window = window_of(settings, touchpoint, &item->event->contact,
	    item->channel);
	free_at = pace_find(pace, touchpoint, window, at, &why);
	return free_at == at ||
	    departure_wait_until(settings, item, free_at, why, departure);
}

/* It goes first: the rival would have to wait for it. */
static gboolean
outranks(const struct settings *settings, const struct outbox_item *item,
    const struct neighbour *rival, const struct touchpoint *theirs)
{
	const struct touchpoint *ours = settings_touchpoint(settings,
	    item->touchpoint);

	return ours != NULL && !ours->exempt &&
	    ours->priority > theirs->priority &&
	    item->due_at < rival->at + ours->rest_s;
}

/* Those that leave until `at` have been asked by then. */
static void
foresee(const struct settings *settings, struct outbox_item *item,
    gint64 now_at, gint64 at)
{
	GPtrArray *asks = g_ptr_array_new();
	GPtrArray *rivals = g_ptr_array_new();

	for (guint i = 0; i < item->rivals->len; i++) {
		struct neighbour *rival = item->rivals->pdata[i];
		const struct touchpoint *theirs = settings_touchpoint(settings,
		    rival->touchpoint);

		if (theirs == NULL || theirs->exempt)
			continue;
		if (rival->at > now_at && rival->at < at &&
		    !outranks(settings, item, rival, theirs))
			g_ptr_array_insert(asks, 0, rival);
		else
			g_ptr_array_add(rivals, rival);
	}
	g_ptr_array_extend(asks, item->asks, NULL, NULL);
	item->asks = asks;
	item->rivals = rivals;
}

struct outlook
outlook_judge(const struct settings *settings, struct pace *pace,
    const struct outbox_item *item, gint64 now_at, gint64 at)
{
	struct outlook outlook = { .at = at, .verdict = VERDICT_SENT };
	struct outbox_item then = *item;
	struct departure departure = { 0 };
	gboolean foreseen = item->asks != NULL && item->rivals != NULL;

	if (foreseen)
		foresee(settings, &then, now_at, at);
	if (!departure_is_free(settings, &then, at, &departure) ||
	    !has_room(settings, pace,
		settings_touchpoint(settings, item->touchpoint), &then, at,
		&departure)) {
		outlook.verdict = departure.verdict;
		outlook.reason = departure.reason;
		outlook.next_at = departure.next_at;
	}
	if (foreseen) {
		g_ptr_array_unref(then.asks);
		g_ptr_array_unref(then.rivals);
	}
	return outlook;
}

G_GNUC_PRINTF(2, 3)
static void
add(GPtrArray *parts, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(parts, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

char *
outlook_plan(const struct settings *settings, const struct outbox_item *item,
    gint64 planned_at)
{
	const struct touchpoint *touchpoint = settings_touchpoint(settings,
	    item->touchpoint);
	const struct contact *contact = &item->event->contact;
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(window) window = NULL;
	g_autofree char *delay = NULL;
	g_autofree char *spread = NULL;
	g_autofree char *when = NULL;
	g_autofree char *why = NULL;
	gint64 base_at;

	if (touchpoint == NULL)
		return NULL;
	base_at = item->event->occurred_at + touchpoint->delay_s +
	    spread_offset(touchpoint->name, contact, touchpoint->spread_s);
	window = window_of(settings, touchpoint, contact, item->channel);
	delay = config_duration_text(touchpoint->delay_s);
	spread = config_duration_text(touchpoint->spread_s);
	if (touchpoint->delay_s > 0)
		add(parts, "%s after the event", delay);
	if (touchpoint->spread_s > 0)
		add(parts, "its place in the spread of %s", spread);
	if (planned_at > base_at && !window_contains(window, base_at)) {
		when = timezone_format(settings->organisation.zone, base_at);
		why = window_reason(window, base_at);
		add(parts, "moved from %s, %s", when, why);
	}
	if (parts->len == 0)
		return NULL;
	g_ptr_array_add(parts, NULL);
	return g_strjoinv("; ", (char **)parts->pdata);
}
