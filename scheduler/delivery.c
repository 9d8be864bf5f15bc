/*
 * delivery.c - what follows from a delivery report: an invitation that did not
 * arrive goes on by the touchpoint's next channel. Ranks and states are the
 * store's. Called by the daemon, and by drip.c and lookups.c for the channel.
 */
#include "scheduler/delivery.h"

#include "base/timezone.h"
#include "store/replies/deliveries.h"

enum channel
delivery_fall_back(const struct touchpoint *touchpoint, enum channel channel,
    const struct contact *contact)
{
	gboolean behind = FALSE;

	for (guint i = 0; touchpoint != NULL && i < touchpoint->n_channels;
	     i++) {
		enum channel each = touchpoint->channels[i];
		const char *address = each == CHANNEL_SMS ? contact->phone :
							    contact->email;

		if (behind && each != channel && address != NULL)
			return each;
		behind |= each == channel;
	}
	return CHANNEL_NONE;
}

static enum channel
fall_back_of(const struct settings *settings,
    const struct waiting_report *report)
{
	/* Who has said stop is not asked by another door. */
	if (report->state != DELIVERY_UNDELIVERED || report->opted_out ||
	    report->touchpoint == NULL)
		return CHANNEL_NONE;
	if (report->stands != INVITATION_SENT &&
	    report->stands != INVITATION_IN_DOUBT)
		return CHANNEL_NONE;
	return delivery_fall_back(settings_touchpoint(settings,
				      report->touchpoint),
	    report->channel, &report->contact);
}

gboolean
delivery_turn(struct store *store, const struct settings *settings,
    gint64 now_at, guint limit, guint *applied, GError **error)
{
	g_autoptr(GPtrArray)
	    reports = store_waiting_reports(store, now_at, limit, error);
	g_autofree struct report_effect *effects = NULL;
	gint32 day;

	*applied = 0;
	if (reports == NULL)
		return FALSE;
	effects = g_new0(struct report_effect, reports->len + 1);
	day = timezone_day(settings->organisation.zone, now_at);
	for (guint i = 0; i < reports->len; i++) {
		const struct waiting_report *report = reports->pdata[i];

		effects[i].report_id = report->id;
		effects[i].day = day;
		effects[i].fall_back = fall_back_of(settings, report);
	}
	if (!store_apply_reports(store, effects, reports->len, now_at, error))
		return FALSE;
	*applied = reports->len;
	return TRUE;
}
