/*
 * health.h - counts and lists for `dripscore status`. What texts cost is told
 * by store_fuse (outbox.h).
 */
#ifndef STORE_HEALTH_H
#define STORE_HEALTH_H

#include "base/model.h"
#include "base/state.h"
#include "store/store.h"

struct health {
	gint64 events;
	gint64 events_waiting; /* not judged yet */
	gint64 invitations[INVITATION_STATES];
	gint64 leased;		 /* of the scheduled */
	gint64 messages_waiting; /* of any kind */
	gint64 next_due_at;	 /* G_MAXINT64: none */
	gint64 digests;		 /* messages of that kind */
	gint64 replies_new, replies_aside;
	gint64 replies_unscored; /* words without a score, unreadable */
	gint64 responses;
	gint64 suppressions;
	gint64 conversations;	/* by text, that are open */
	gint64 in_line;		/* of the waiting: for their number */
	gint64 reports_waiting; /* delivery reports, not applied yet */
};
gboolean store_health(struct store *store, struct health *health,
    GError **error);

/* What came back and was read, by kind. */
gboolean store_reply_counts(struct store *store, gint64 counts[REPLY_KINDS],
    GError **error);

/* Why invitations wait, or ended without an answer, by state and words; what a
 * provider said as it took one is no such reason. */
struct reason_count {
	char *state, *reason;
	gint64 n;
};
void reason_count_free(struct reason_count *count);
GPtrArray *store_reasons(struct store *store, GError **error);

/* A message in doubt. */
struct doubt {
	gint64 message_id;
	char *what; /* touchpoint, or "digest" */
	enum channel channel;
	char *provider;
	gint64 started_at;
	char *detail;
};
void doubt_free(struct doubt *doubt);
GPtrArray *store_doubts(struct store *store, GError **error);

/* A provider's present state: "working" or "halted". */
struct provider_health {
	char *provider, *state, *detail;
	gint64 changed_at;
};
void provider_health_free(struct provider_health *health);
GPtrArray *store_provider_health(struct store *store, GError **error);
gboolean store_set_provider_health(struct store *store, const char *provider,
    const char *state, const char *detail, gint64 now_at, GError **error);

#endif
