/*
 * outbox.h - messages that wait to leave, and what became of them.
 *
 * due -> leased -> attempt committed (sending) -> verdict. After a crash a
 * lease without an attempt is due again, an attempt without a verdict is in
 * doubt: shown, and not sent again (crew.h).
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "base/model.h"
#include "base/state.h"
#include "store/cases/cases.h"
#include "store/store.h"

/* An invitation of the same contact. */
struct neighbour {
	char *touchpoint;
	gint64 at; /* when it left, or is due */
};
void neighbour_free(struct neighbour *neighbour);

/* Inside of a mail: its HTML names it as "cid:NAME". */
struct outbox_picture {
	char *name; /* unique anywhere, "trend.1f00@example.com" */
	GBytes *bytes; /* PNG */
};
void outbox_picture_free(struct outbox_picture *picture);

/* A leased message and all that is needed to compose it. */
struct outbox_item {
	gint64 message_id;
	enum message_kind kind;
	enum channel channel;
	gint64 due_at;
	/* When it was to leave: what it waits beyond that is nobody's plan. A
	 * retry or a halted provider leaves it as it was. */
	gint64 ready_at;
	gint64 placed_at; /* the moment kept for it under a drip; 0: none */
	gboolean placed; /* as it was claimed, there was one */
	gint64 created_at;
	guint tries; /* attempts before this one */
	gboolean again; /* it, or the same by another channel, was tried */
	/* An invitation: */
	GPtrArray *asks; /* struct neighbour: what left to the contact, and
			  * counts for rest (ASK_REACH_S); newest first,
			  * ASKS_MAX at the most */
	/* struct neighbour: what waits for the contact at other touchpoints;
	 * as part of a journey, at this one too. */
	GPtrArray *rivals;
	/* A follow-up: */
	guint number; /* of the reminder, 1 to REMINDERS_MAX; a nudge: 0 */
	gboolean pointless; /* answered, or not to be answered, by now; so may
			     * be a mail that asks what was meant */
	gint64 follows_message_id; /* the invitation's last message; of a mail
				    * in answer, its last mail */
	/* Who is asked is away until that day, by 00:00 UTC of it; 0: not that
	 * we know. */
	gint64 away_until;
	/* Both: */
	gint64 invitation_id;
	char *touchpoint;
	gint64 expires_at;
	gint64 answer_s; /* sent, it is waited for so long; 0: to expires_at */
	struct event *event; /* and its contact */
	gboolean suppressed; /* its address may not be written to any more */
	GPtrArray *companions; /* see due_event; NULL at the first try, for
				* a cancellation ends what waits by itself */
	/* Another message; of a webhook `recipient` and `provider` are its
	 * provider, `subject` the event's id, `text` JSON: */
	char *recipient, *subject, *text, *html;
	GPtrArray *pictures; /* struct outbox_picture: those of html; or NULL */
	/* An answer, to `recipient`. To a text: nothing but `recipient` and
	 * `provider` is sure to be known. To a mail: `recipient` is in lower
	 * case, `provider` is "", invitation and event are known. touchpoint
	 * and event are those of the invitation it goes with; suppressed is of
	 * the recipient: */
	char *provider; /* by which the text came in */
	char *in_reply_to; /* Message-ID, without <>, of the mail it answers;
			    * or NULL */
	/* A mail about a case: to which side it goes, and what it says
	 * (CASE_FORM_...). text is what it carries: */
	gint64 case_id; /* 0: about none */
	enum case_side case_side;
	char *case_form;
	char *from_name; /* of who wrote what it carries, or NULL */
	struct customer_case *about; /* MESSAGE_RELAY: the case */
	char *language; /* of the person, if no event says it; or NULL */
	int score; /* MESSAGE_REASON, _NUDGE: what was answered; else -1 */
	/* Bytes of an earlier, deferred attempt, or NULL: */
	struct message *composed;
};
void outbox_item_free(struct outbox_item *item);
AUTOPTR_DEFINE(outbox_item, outbox_item_free)

/*
 * What a worker leaves to others, and need not know. NULL, wherever one is
 * asked for: it claims everything, and is told everything.
 */
struct claim_filter {
	/* No invitations at these touchpoints, nor what follows them: the
	 * drips are counted by another. Ends with NULL; NULL: all; borrowed. */
	const char *const *but_touchpoints;
	/* By no touchpoint's settings anybody rests: asks and rivals are not
	 * looked for, and are NULL. */
	gboolean no_rest;
	/* store_claim: only these: by this channel, and of this part of the
	 * queue. NULL: all; borrowed. */
	enum channel channel;
	const struct due_range *range;
};

/* A part of the queue: behind one place, and up to another, included. */
struct due_range {
	gint64 after_at, after_id;
	gint64 to_at, to_id;
};
/*
 * Ends the range n messages behind where it begins; *end: fewer are due, and it
 * holds them all.
 */
gboolean store_look_ahead(struct store *store, gint64 now_at, guint n,
    struct due_range *range, gboolean *end, GError **error);
/* When the first is due after that; G_MAXINT64: none. */
gboolean store_due_after(struct store *store, gint64 after_at, gint64 *at,
    GError **error);

/*
 * Leases at most `limit` messages that are due, in order of time; of struct
 * outbox_item. A text that asks waits in line, and is not leased, while another
 * conversation is open on its number: see conversations.h. Fails with
 * DRIPSCORE_ERROR_LOST too: see crew.h.
 */
GPtrArray *store_claim(struct store *store, gint64 now_at, guint limit,
    const struct claim_filter *filter, GError **error);

/* What a text counts against, and costs; a day is the organisation's. */
struct text_charge {
	const char *number; /* E.164; NULL: not a text; borrowed */
	gint32 day;
	gint64 cost_micro;
	guint max_per_number, max_per_prefix, max_per_day; /* 0: any number */
	gint64 budget_micro; /* 0: any */
	gint64 conversation_s; /* an invitation: how long it may be answered */
};

/* Whether somebody may be asked: judged as the attempt is committed. */
struct ask_limit {
	gboolean counts;     /* it is an ask; else nothing is looked at */
	gint64 rest_s;	     /* 0: any */
	guint max_per_year;  /* 0: any number */
};
/* Asks of 365 days. */
#define ASK_YEAR_S (365 * 24 * 60 * (gint64)60)
/* No rest is longer. */
#define ASK_REACH_S (3 * ASK_YEAR_S)
/* No max_per_year is more. */
#define ASKS_MAX 366

enum refusal {
	REFUSAL_NONE,
	REFUSAL_WITHDRAWN, /* cancelled or suppressed: it left the outbox */
	/* These stay leased, and wait for another day: */
	REFUSAL_NUMBER, /* the number had its texts of today */
	REFUSAL_PREFIX,
	REFUSAL_DAY,
	/* It stays leased, to be judged again at once: */
	REFUSAL_REST, /* another survey has left to the contact meanwhile */
	/* It stays leased, for a moment: */
	REFUSAL_UNREAD, /* the number has texted, and nobody has read it */
	/* It stays leased, and waits for the admin: */
	REFUSAL_FUSE, /* blown before, or now, by this one */
};

/* One message that is about to give up its last byte. */
struct outbox_attempt {
	gint64 message_id;
	/* As it was claimed, so that it need not be read again; or NULL;
	 * borrowed. */
	const struct outbox_item *item;
	const char *provider; /* borrowed */
	struct text_charge charge;
	struct ask_limit ask;
	/* To be kept until it is known what became of it; or NULL; borrowed. */
	const struct message *keep;
	gint64 attempt_id; /* set; 0: it must not leave, and refusal says why */
	enum refusal refusal; /* set */
};

enum verdict {
	VERDICT_SENT,
	VERDICT_RETRY,	  /* due again at next_at */
	VERDICT_FAILED,
	VERDICT_IN_DOUBT,
	VERDICT_EXPIRED,  /* it would have left too late */
	VERDICT_SUPPRESSED,
	VERDICT_CANCELLED,
};

/* What became of a leased message. */
struct outbox_verdict {
	gint64 message_id;
	const struct outbox_item *item; /* as of struct outbox_attempt */
	gint64 attempt_id; /* 0: it ended before an attempt was on disk */
	gboolean kept; /* its attempt had something to keep */
	const char *provider; /* borrowed; NULL: no provider had it */
	enum verdict verdict;
	const char *remote_id; /* borrowed, or NULL */
	const char *detail;    /* borrowed, or NULL: the reason, for people */
	gint64 next_at;	       /* VERDICT_RETRY */
	gboolean planned; /* VERDICT_RETRY: the cadence wants it to wait: it is
			   * not late before next_at */
	gboolean placed; /* the same: next_at is kept for it under a drip */
	const char *parked_for; /* VERDICT_RETRY: this provider has halted;
				 * not due before store_unpark. Or NULL */
	const struct message *composed; /* VERDICT_RETRY: bytes to keep, or
					 * NULL; borrowed */
	gint32 day; /* VERDICT_SENT: of now, in the organisation's zone */
	/* VERDICT_SENT of an invitation: when it is to be looked at first, see
	 * follow_ups.h; 0: at once. */
	gint64 look_at;
	/* VERDICT_FAILED of an invitation: it is scheduled again, at once, on
	 * this channel. CHANNEL_NONE: it ends. */
	enum channel fall_back;
	/* VERDICT_FAILED: the other side knows of an opt-out: it is written
	 * down here too. */
	gboolean opted_out;
};

/*
 * In one transaction: what became of messages, then the attempts that begin.
 * A verdict on what is not the worker's own any more (its lease was withdrawn,
 * its attempt is ended) does nothing. Fails with DRIPSCORE_ERROR_LOST too: see
 * crew.h.
 */
gboolean store_settle(struct store *store,
    const struct outbox_verdict *verdicts, guint n_verdicts,
    struct outbox_attempt *attempts, guint n_attempts, gint64 now_at,
    GError **error);

/* Puts leased messages back as they were. For a daemon that stops. */
gboolean store_return_leases(struct store *store, const gint64 *message_ids,
    guint n, gint64 now_at, GError **error);

/*
 * At most `limit` messages that were parked for a provider are due again, those
 * of the lowest ids that are above *after_id, which is moved on. *n: how many.
 */
gboolean store_unpark(struct store *store, const char *provider, guint limit,
    gint64 *after_id, guint *n, GError **error);

/*
 * At the start, and when the configuration was read again: no provider counts
 * as halted, and what was parked is due.
 */
gboolean store_forget_halts(struct store *store, GError **error);

/* When the next message is due that nobody has leased; G_MAXINT64: none. */
gboolean store_next_due(struct store *store, const struct claim_filter *filter,
    gint64 *at, GError **error);

/*
 * What counts against a drip from since_at on: attempts that left or may have,
 * what is leased, and moments kept for what waits. Of struct neighbour; without
 * touchpoint: none has it any more.
 */
GPtrArray *store_pace(struct store *store, gint64 since_at, gint64 now_at,
    GError **error);

/*
 * Moments that were kept for what does not wait any more (withdrawn by whoever
 * writes to the store): told once. Of struct neighbour.
 */
GPtrArray *store_places_given_back(struct store *store, GError **error);

/* Says what became of a message in doubt. */
enum resolution {
	RESOLVE_SENT,
	RESOLVE_FAILED,
	RESOLVE_SEND_AGAIN,
};
/*
 * By message id. FALSE with DRIPSCORE_ERROR_DATA if it is not in doubt.
 */
gboolean store_resolve(struct store *store, gint64 message_id,
    enum resolution resolution, gint32 day, gint64 now_at, GError **error);

/* The fuse of the money for texts: once blown, it stays so till it is reset. */
struct fuse {
	gint64 blown_at; /* 0: it is whole */
	gint64 spent_micro; /* on that day */
	gint64 sent;	    /* texts on that day */
};
gboolean store_fuse(struct store *store, gint32 day, struct fuse *fuse,
    GError **error);
/* The budget of that day begins anew; what waited is due. */
gboolean store_reset_fuse(struct store *store, gint32 day, gint64 now_at,
    gboolean *was_blown, GError **error);

/* A message in doubt, as it was leased, and since when; see store_doubts. NULL
 * without error: it is not in doubt any more. */
struct outbox_item *store_doubtful_item(struct store *store, gint64 message_id,
    gint64 *started_at, GError **error);

/* A mail that is no invitation; a digest (digests.h), say. All borrowed. */
struct digest_content {
	const char *recipient, *subject, *text, *html;
	/* What html names as "cid:NAME"; NULL: none. */
	const struct outbox_picture *pictures;
	guint n_pictures;
};

/* A mail to the admin, due at once. */
gboolean store_put_alert(struct store *store, const char *recipient,
    const char *subject, const char *text, gint64 now_at, GError **error);

#endif
