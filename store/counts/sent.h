/*
 * sent.h - invitations are counted as they leave, by what they are then: the
 * profile stays with them. Only store/ includes this.
 *
 * All of it inside a transaction.
 */
#ifndef STORE_SENT_H
#define STORE_SENT_H

#include "store/internal.h"
#include "store/counts/tally.h"

/* It was sent just now, on the day that its state says; or was answered, having
 * been sent before. */
gboolean sent_count(struct db *db, gint64 invitation_id, GError **error);
gboolean sent_count_answer(struct db *db, gint64 invitation_id,
    GError **error);
/* It was not sent after all; nothing, if it was not counted. Its profile is
 * made anew when it is. */
gboolean sent_uncount(struct db *db, gint64 invitation_id, GError **error);
/* The same as sent_count for const struct outbox_verdict, none of them
 * answered, in two steps: their profiles, to be noted with their states; and
 * counting them. */
gboolean sent_profiles(struct db *db, const GPtrArray *verdicts,
    gint64 *profiles, GError **error);
gboolean sent_count_all(struct db *db, const GPtrArray *verdicts,
    const gint64 *profiles, GError **error);

/* For a book: `by` under every facet of the profile that counts. */
gboolean sent_book(struct tally_book *book, struct db *db, gint64 profile,
    const char *touchpoint, gint32 day, const struct tally *by,
    GError **error);

/* Of an invitation as it was counted, else as it and its event are now; of none
 * (0) what is known of a contact. 0: it has no facet. */
gboolean sent_profile(struct db *db, gint64 invitation_id, gint64 contact_id,
    gint64 *profile, GError **error);

#endif
