/*
 * events.h - events, and the invitations that follow from them.
 */
#ifndef STORE_EVENTS_H
#define STORE_EVENTS_H

#include "base/model.h"
#include "base/state.h"
#include "store/store.h"

enum event_outcome {
	EVENT_NEW,
	EVENT_KNOWN, /* its source, type and reference are in the store */
	EVENT_MOVED, /* the same, but it is movable, and its time another */
};

/*
 * Stores n events and their contacts, all or none. outcomes: n, or NULL. A
 * contact is known by its e-mail address, else by its phone number; what an
 * event newly says of it replaces what was known, of its attributes those of
 * the same names (attributes_merge). An event that moved is judged again: what
 * is scheduled for it leaves the outbox until then, what has left or ended
 * stays as it is.
 */
gboolean store_put_events(struct store *store, struct event *const *events,
    guint n, gint64 now_at, enum event_outcome *outcomes, GError **error);

/* An event that waits to be judged, and what the judgement needs. */
struct due_event {
	struct event *event;
	guint suppressed;      /* 1 << enum channel: not to be written to */
	GPtrArray *companions; /* struct event: others of the same source and
				* reference that have occurred; type and
				* occurred_at alone are filled */
	gboolean invited;      /* there are invitations of it: it has moved */
};
void due_event_free(struct due_event *due);

/* At most `limit`, oldest first; of struct due_event. */
GPtrArray *store_due_events(struct store *store, gint64 now_at, guint limit,
    GError **error);

/* An invitation that follows from an event. */
struct planned_invitation {
	char *touchpoint;
	enum channel channel;
	gint64 due_at; /* when it is to leave, in its window */
	gint64 expires_at; /* till then it may leave */
	gint64 answer_s; /* how long an answer is waited for, from then on */
	/* SCHEDULED, or the state it ends in at once, with a reason. */
	enum invitation_state state;
	char *reason;
};
void planned_invitation_free(struct planned_invitation *planned);

/* What follows from one event. */
struct intake {
	gint64 event_id;
	gint64 occurred_at;
	char *source, *reference; /* of the event: what `cancels` ends */
	GPtrArray *invitations;	  /* struct planned_invitation */
	GPtrArray *cancels;	  /* char *: touchpoints whose invitations, by
				   * the same source and reference, end */
	char *cancel_reason;
};
void intake_free(struct intake *intake);

/*
 * All of the judgements (struct intake), in one transaction. An invitation that
 * is there is left alone, unless it is scheduled and no message of it waits:
 * its event has moved; then it is as planned now, or cancelled, if the
 * judgement does not name it. A judgement on what stands in the intake no more,
 * or at another time, does nothing.
 */
gboolean store_put_intakes(struct store *store, GPtrArray *intakes,
    gint64 now_at, GError **error);

/* Who judges, and whether what else has occurred matters to it. */
struct intake_judge {
	gboolean (*minds_companions)(const struct event *event, gpointer user);
	struct intake *(*judge)(const struct due_event *due, gpointer user);
	gpointer user;
};

/*
 * Both in one transaction: at most `limit` events are judged as they are read,
 * and what follows is stored. *judged says how many.
 */
gboolean store_judge_events(struct store *store, gint64 now_at, guint limit,
    const struct intake_judge *judge, guint *judged, GError **error);

/* When the next event is due to be judged; G_MAXINT64: none waits. */
gboolean store_next_event(struct store *store, gint64 *at, GError **error);

/* When the first event of all occurred; G_MAXINT64: there is none. */
gboolean store_first_event(struct store *store, gint64 *at, GError **error);

#endif
