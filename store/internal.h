/*
 * internal.h - what the files of store/ share. Nobody else includes it.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "base/model.h"
#include "base/state.h"
#include "base/token.h"
#include "store/db.h"
#include "store/store.h"

struct store {
	struct db *db;
	guint8 key[TOKEN_KEY_BYTES];
	gint64 foreign_version; /* as last seen */
};

/*
 * Inside a transaction. Moves an invitation to a state if it may follow the
 * present one; *moved says whether it did. FALSE with error set on failure.
 */
gboolean invitation_move(struct db *db, gint64 invitation_id,
    enum invitation_state to, const char *reason, gint64 now_at,
    gboolean *moved, GError **error);

/*
 * Inside a transaction. Notes when it was sent, counts it, and lets it wait for
 * its expiry; once: a second time does nothing.
 */
gboolean invitation_mark_sent(struct db *db, gint64 invitation_id,
    gint64 sent_at, gint32 day, GError **error);

/*
 * Inside a transaction. Takes the invitation's message out of the queue and
 * the leases, if it waits there.
 */
gboolean outbox_withdraw(struct db *db, gint64 invitation_id, GError **error);

/* Inside a transaction. A new message of an invitation, waiting. */
gboolean outbox_add_invitation(struct db *db, gint64 invitation_id,
    enum channel channel, gint64 now_at, gint64 due_at, GError **error);

/*
 * Inside a transaction. Once a reply has shown an invitation to be answered or
 * failed, its attempt in doubt is no more, and its bytes are not kept.
 */
gboolean outbox_settle_doubt(struct db *db, gint64 invitation_id,
    GError **error);

/*
 * Inside a transaction. The talk about an invitation is over; who waits in
 * line for its number is due.
 */
gboolean conversation_close(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error);

/* Of struct event: see due_event. NULL with error set. */
GPtrArray *event_companions(struct db *db, const struct event *event,
    gint64 now_at, GError **error);

/* Inside a transaction. See suppressions.h. */
gboolean suppress_inside(struct db *db, enum channel channel,
    const char *address, const char *reason, gint64 now_at, GError **error);

/* Inside a transaction. A response to be appended; all borrowed. */
struct new_response {
	const char *touchpoint;
	int score;
	const char *comment; /* or NULL */
	gint64 contact_id;   /* 0: not known; and so on */
	gint64 invitation_id;
	gint64 reply_id;
	gint64 supersedes; /* a response; its score is uncounted */
	gint64 answered_at;
	gint32 day;
	const char *source;
	const char *author, *reason, *origin; /* or NULL */
};
gboolean response_append(struct db *db, const struct new_response *response,
    gint64 now_at, GError **error);

/* Columns named by CONTACT_COLUMNS, from `first` on. */
#define CONTACT_COLUMNS                                                        \
	"c.id, c.email, c.phone, c.name, c.language, c.timezone, c.attributes"
#define CONTACT_N_COLUMNS 7
void contact_from_rows(struct contact *contact, struct rows *rows, int first);

/* The form of an address that is compared: lower case. Owned. */
char *address_key(const char *address);

#endif
