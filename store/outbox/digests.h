/*
 * digests.h - digests that were written: once each, with their pictures and
 * their proof. Called by scores/; what is written leaves as every message does
 * (outbox.h).
 */
#ifndef STORE_DIGESTS_H
#define STORE_DIGESTS_H

#include "store/outbox/outbox.h"
#include "store/answers/seal.h"

/*
 * Writes a team's digest up to `until_at` to the outbox, due at once; n may be
 * 0: then it is known that there was nothing to say. *written is FALSE, and
 * nothing is done, if that one was written before.
 */
gboolean store_put_digest(struct store *store, const char *team,
    gint64 until_at, const struct digest_content *contents, guint n,
    gint64 now_at, gboolean *written, GError **error);

/* The same of the seal's team and time, and its proof (seal.h) with it. */
gboolean store_put_sealed_digest(struct store *store, const struct seal *seal,
    const struct digest_content *contents, guint n, gint64 now_at,
    gboolean *written, GError **error);

/* The end of the team's last digest; 0: there was none. */
gboolean store_last_digest(struct store *store, const char *team,
    gint64 *until_at, GError **error);

/* How many of something, at a touchpoint. */
struct touchpoint_count {
	char *touchpoint;
	gint64 n;
};
void touchpoint_count_free(struct touchpoint_count *count);
/*
 * Of struct touchpoint_count, in order of touchpoints: invitations that wait,
 * and are due before until_at. Of very many the first PLANNED_MAX messages are
 * looked at, and *all is FALSE.
 */
#define PLANNED_MAX 20000
GPtrArray *store_planned(struct store *store, gint64 until_at, gboolean *all,
    GError **error);
/*
 * The same: invitations whose mail came back from from_at until until_at, not
 * included; of very many, those of the newest BOUNCED_MAX reports.
 */
#define BOUNCED_MAX 20000
GPtrArray *store_bounced(struct store *store, gint64 from_at, gint64 until_at,
    GError **error);

#endif
