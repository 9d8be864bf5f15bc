/*
 * recorded.h - answers that came by no reply: told to people, corrected by
 * them, or given long ago to another program.
 *
 * Called by cli/; what they may say is judged there and in
 * scores/history/history.h.
 */
#ifndef STORE_RECORDED_H
#define STORE_RECORDED_H

#include "base/model.h"
#include "store/store.h"

/* An answer that comes from elsewhere than a reply. All borrowed. */
struct foreign_response {
	const char *touchpoint;
	int score;
	const char *comment; /* or NULL */
	/* Whose it is; a contact that is not known is made. NULL, all three:
	 * nobody knows. An address goes before a number. */
	const char *email, *phone, *name;
	gint64 answered_at;
	gint32 day;
	const char *source; /* "import", "interview" ... */
	const char *author; /* or NULL */
	const char *reason; /* or NULL: what is to be said of it */
	const char *origin; /* the same row twice is one response; or NULL */
	const GPtrArray *tags; /* struct tag_hit; or NULL: none */
};
/* History: nobody acts upon it. All or none; *stored counts those that were
 * new. */
gboolean store_put_responses(struct store *store,
    const struct foreign_response *responses, guint n, gint64 now_at,
    guint *stored, GError **error);

struct recorded {
	gint64 response_id;
	gint64 contact_id;
	gboolean new_contact;
	gint64 invitation_id; /* it has answered this one; 0: none */
	gint64 sent_at;	      /* when that left */
};
/*
 * What somebody has told us just now. If an invitation to that contact at that
 * touchpoint waits for its answer, this is it: nobody is reminded. Of several
 * contacts with one number it is who has such an invitation, else the first.
 */
gboolean store_record(struct store *store,
    const struct foreign_response *response, gint64 now_at,
    struct recorded *recorded, GError **error);

/* A later row supersedes the answer; nothing is edited. All borrowed. */
struct correction {
	gint64 response_id;
	int score;
	const char *comment; /* NULL: it stays */
	const char *author, *reason;
};
enum correction_outcome {
	CORRECTION_DONE,
	CORRECTION_UNKNOWN,    /* there is no such answer */
	CORRECTION_SUPERSEDED, /* by new_id, which is to be corrected */
	CORRECTION_ANONYMOUS,  /* nobody knows whose it is */
	CORRECTION_SAME,       /* it says so already */
};
/* *new_id: the number of the new row, or of the one that counts. */
gboolean store_correct(struct store *store,
    const struct correction *correction, gint64 now_at,
    enum correction_outcome *outcome, gint64 *new_id, GError **error);

#endif
