/*
 * deliveries.h - what gateways report of texts we sent: kept when it comes,
 * applied by the scheduler, each by its rank.
 */
#ifndef STORE_DELIVERIES_H
#define STORE_DELIVERIES_H

#include "base/model.h"
#include "base/state.h"
#include "store/store.h"

/* A report that waits to be applied, and what it is about. */
struct waiting_report {
	gint64 id;
	gint64 message_id;
	enum delivery_state state;
	gboolean opted_out;
	char *detail; /* or NULL */
	/* Of the invitation; touchpoint NULL: the message is none. */
	char *touchpoint;
	enum channel channel;	     /* by which it asks now */
	enum invitation_state stands; /* its state */
	struct contact contact;
};
void waiting_report_free(struct waiting_report *report);

/*
 * Oldest first; of struct waiting_report. Left out, and kept, are those of
 * attempts that have no verdict yet; a report whose message is not known for
 * an hour is dropped.
 */
GPtrArray *store_waiting_reports(struct store *store, gint64 now_at,
    guint limit, GError **error);

struct report_effect {
	gint64 report_id;
	gint32 day; /* of now, in the organisation's zone */
	/* DELIVERY_UNDELIVERED of an invitation that is sent or in doubt: it
	 * is due again on this channel. CHANNEL_NONE: it failed. */
	enum channel fall_back;
};
/*
 * A report of a rank no higher than what is known changes nothing. One that the
 * gateway has it, that it was sent or delivered proves a message in doubt sent,
 * and ends one that waits to be tried again; one that it was not, failed. One
 * with opted_out suppresses the number. All n in one transaction.
 */
gboolean store_apply_reports(struct store *store,
    const struct report_effect *effects, guint n, gint64 now_at,
    GError **error);

/*
 * The same, of a look-up of a message in doubt; one that is not in doubt any
 * more is left as it is. found NULL: the other side never had it, and it is due
 * again.
 */
gboolean store_settle_doubt(struct store *store, gint64 message_id,
    const struct delivery_report *found, enum channel fall_back, gint32 day,
    gint64 now_at, GError **error);

#endif
