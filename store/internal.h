/*
 * internal.h - what the files of store/ share. Nobody else includes it.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "base/model.h"
#include "base/state.h"
#include "base/token.h"
#include "store/db/db.h"
#include "store/journeys/events.h"
#include "store/outbox/outbox.h"
#include "store/replies/replies.h"
#include "store/store.h"

struct store {
	struct db *db;
	struct token_keys keys;
	gint64 foreign_version; /* as last seen */
	gint64 worker;	 /* see crew.h; 0: it has not joined */
	guint lease_s;	 /* 0: it is the only one */
	/* Nobody takes it for dead before; on the clock of crew.c. */
	gint64 lives_until_us;
	gint64 reach_at; /* what it has claimed is due no later */
	gboolean leads;	 /* as the worker's row says */
};

/* Notes where the store is at home, if nobody has; see store_is_at_home. */
gboolean home_ensure(struct db *db, GError **error);
/* From now on it is at home nowhere. */
gboolean home_leave(struct db *db, GError **error);

/* Reads the keys of the tokens; the first is drawn if there is none. */
gboolean keys_ensure(struct db *db, struct token_keys *keys, GError **error);
/*
 * Tokens are made with a new key from now on. Those of the former stay valid
 * for what is in the store now, and for nothing that comes: the ids of what
 * left since a copy was made are given out again.
 */
gboolean store_renew_key(struct store *store, GError **error);

/* Inside a transaction. FALSE with DRIPSCORE_ERROR_LOST: it was buried. */
gboolean crew_is_in(struct store *store, GError **error);
/* After a transaction. The same, if it may have been buried since. */
gboolean crew_lives(const struct store *store, GError **error);
/* Inside a transaction. What it claims is due at due_at at the latest. */
gboolean crew_reach(struct store *store, gint64 due_at, GError **error);
/* Inside a transaction. What a leased message had kept for it is free. */
gboolean crew_let_go(struct db *db, gint64 message_id, gint64 now_at,
    GError **error);
/* Inside a transaction. See store_settle. */
gboolean verdict_apply(struct store *store,
    const struct outbox_verdict *verdict, gint64 now_at, GError **error);
/* The same, of what is recorded in the attempt already. */
gboolean verdict_follow(struct store *store,
    const struct outbox_verdict *verdict, gint64 now_at, GError **error);
gboolean attempt_begin(struct store *store, struct outbox_attempt *attempt,
    gint64 now_at, GError **error);
/* Inside a transaction. What a worker has begun is in doubt. */
gboolean doubt_open_attempts(struct db *db, gint64 worker, gint64 now_at,
    guint *in_doubt, GError **error);

/*
 * Inside a transaction. Moves an invitation to a state if it may follow the
 * present one; *moved says whether it did. FALSE with error set on failure.
 */
gboolean invitation_move(struct db *db, gint64 invitation_id,
    enum invitation_state to, const char *reason, gint64 now_at,
    gboolean *moved, GError **error);

/*
 * Inside a transaction. Notes when it was sent, counts it, has it looked at
 * (follow_ups.h) at look_at, 0: at once, and lets it wait for an answer from
 * then on; once: a second time does nothing.
 */
gboolean invitation_mark_sent(struct db *db, gint64 invitation_id,
    gint64 sent_at, gint32 day, gint64 look_at, GError **error);

/* Inside a transaction. It was sent, whether that is known yet or not, and is
 * answered: nothing more is asked by it. */
struct answering {
	gint64 invitation_id;
	gint64 answered_at;
	gint32 day;
	gboolean by_text; /* the talk about it goes on */
};
gboolean invitation_mark_answered(struct db *db,
    const struct answering *answering, gint64 now_at, GError **error);

/*
 * Inside a transaction. The invitation, no message of which waits, is scheduled
 * again, on another channel, by a new message that is due at once. It was not
 * sent, then. *moved FALSE: it has ended meanwhile.
 */
gboolean invitation_fall_back(struct db *db, gint64 invitation_id,
    enum channel channel, const char *reason, gint64 now_at, gboolean *moved,
    GError **error);

/* Inside a transaction. It is not the first of its invitation. */
gboolean outbox_note_again(struct db *db, gint64 message_id, GError **error);
/* Inside a transaction. How often it was tried, before it waits again. */
gboolean outbox_note_tries(struct db *db, gint64 message_id, GError **error);

/*
 * Inside a transaction. Takes a message out of all that waits, if it is there.
 */
gboolean outbox_take_out(struct db *db, gint64 message_id, gboolean *was_there,
    GError **error);
/* The same of the invitation's last message. */
gboolean outbox_withdraw(struct db *db, gint64 invitation_id, GError **error);

/* Inside a transaction. A new message, waiting. invitation_id 0: of none. */
gboolean outbox_add(struct db *db, enum message_kind kind, gint64 invitation_id,
    enum channel channel, gint64 now_at, gint64 due_at, gint64 *id,
    GError **error);

/* The same, of a mail that is no invitation, due at once; without pictures. */
gboolean outbox_put_content(struct db *db, enum message_kind kind,
    const struct digest_content *content, gint64 now_at, gint64 *id,
    GError **error);

/* Inside a transaction. It is due at due_at, and no moment is kept for it. */
gboolean outbox_requeue(struct db *db, gint64 message_id, gint64 due_at,
    GError **error);
/* The same, and it is not late before due_at. */
gboolean outbox_put_off(struct db *db, gint64 message_id, gint64 due_at,
    GError **error);

/* Of an alias m of message: it waits to leave, wherever. */
#define MESSAGE_WAITS                                                          \
	"(EXISTS (SELECT 1 FROM due d WHERE d.due_at = m.due_at"               \
	"  AND d.message_id = m.id)"                                           \
	" OR EXISTS (SELECT 1 FROM line n WHERE n.message_id = m.id)"          \
	" OR EXISTS (SELECT 1 FROM parked p WHERE p.message_id = m.id))"
/* To the same alias: i, the invitation it is, or reminds of; of others none. */
#define MESSAGE_JOIN_INVITATION                                                \
	" LEFT JOIN reminder r ON r.message_id = m.id"                         \
	" LEFT JOIN invitation i"                                              \
	"  ON i.id = coalesce(m.invitation_id, r.invitation_id)"

/* Inside a transaction. The bytes of a message, if none are kept yet. */
gboolean outbox_keep_bytes(struct db *db, gint64 message_id,
    const struct message *composed, GError **error);
gboolean outbox_drop_bytes(struct db *db, gint64 message_id, GError **error);

/* The invitation of a message that asks; 0: it is none. */
gboolean outbox_invitation_of(struct db *db, gint64 message_id,
    gint64 *invitation_id, GError **error);

/* Inside a transaction. What waits for providers that have halted is due; that
 * they have stays on record, for people. */
gboolean outbox_unpark_halted(struct db *db, GError **error);
/* Inside a transaction. At most `limit` that are parked for it are due. */
gboolean outbox_unpark(struct db *db, const char *provider, gint64 limit,
    GError **error);

/* NULL without error: there is no such message. */
struct outbox_item *outbox_read_item(struct db *db, gint64 message_id,
    GError **error);
/*
 * Of struct outbox_item: at most `limit` that are due and nobody has leased, in
 * order; but: SQL that leaves some of d out, or "". Without touchpoint: it is
 * not plain, and to be read by outbox_read_item.
 */
GPtrArray *outbox_read_due(struct db *db, const char *but,
    const struct claim_filter *filter, gint64 now_at,
    guint limit, GError **error);
/* Who else asks, or has asked, the contact of an invitation. */
gboolean outbox_read_neighbours(struct db *db, struct outbox_item *item,
    gint64 now_at, GError **error);
/* The rest of what judging and composing it needs; no_rest: see struct
 * claim_filter. */
gboolean outbox_complete_item(struct db *db, struct outbox_item *item,
    gboolean no_rest, gint64 now_at, GError **error);

/*
 * Inside a transaction. A moment is kept for a message under a drip; it is not
 * any more; and the drip, which does not know that, is to be told.
 */
gboolean place_put(struct db *db, gint64 message_id, gint64 placed_at,
    GError **error);
gboolean place_drop(struct db *db, gint64 message_id, GError **error);
gboolean place_give_back(struct db *db, gint64 message_id, GError **error);

/*
 * What left to a contact after after_at, but not this invitation, the newest
 * first; what waits for him beside it, but not at this touchpoint ("": at any).
 * Of struct neighbour; NULL with error set.
 */
GPtrArray *asks_of(struct db *db, gint64 contact_id, gint64 but_invitation_id,
    gint64 after_at, guint limit, GError **error);
GPtrArray *asks_rivals_of(struct db *db, gint64 contact_id,
    gint64 invitation_id, const char *but_touchpoint, GError **error);
/* Inside a transaction. *may: the contact may be asked once more now. */
gboolean asks_admit(struct db *db, gint64 contact_id,
    const struct ask_limit *limit, gint64 now_at, gboolean *may,
    GError **error);
gboolean asks_contact_of(struct db *db, gint64 invitation_id,
    gint64 *contact_id, GError **error);
/* Inside a transaction. It counts; it does not; it does after all, if its last
 * attempt would have. */
gboolean asks_add(struct db *db, gint64 invitation_id, gint64 asked_at,
    GError **error);
gboolean asks_remove(struct db *db, gint64 invitation_id, GError **error);
gboolean asks_restore(struct db *db, gint64 invitation_id, GError **error);

/* A message that comes after an invitation. */
struct reminder {
	gint64 invitation_id; /* 0: the message is none */
	guint number;
	gboolean pointless; /* answered, or not to be answered, by now */
	gboolean by_text;
};
gboolean reminder_find(struct db *db, gint64 message_id,
    struct reminder *reminder, GError **error);
/* Inside a transaction. Unless that one was put, or skipped, before. */
struct follow_up_step;
gboolean reminder_put(struct db *db, const struct follow_up_step *step,
    gint64 now_at, GError **error);
/* Inside a transaction. Ends one, which waits or is leased; all of an
 * invitation; all by that channel to that address. */
gboolean reminder_drop(struct db *db, gint64 message_id, const char *reason,
    gint64 now_at, GError **error);
gboolean reminders_drop(struct db *db, gint64 invitation_id, const char *reason,
    gint64 now_at, GError **error);
gboolean reminders_drop_for(struct db *db, enum channel channel,
    const char *key, const char *reason, gint64 now_at, GError **error);
/* Inside a transaction. It has ended without an attempt; nothing, if it is no
 * such message. */
gboolean reminder_note_drop(struct db *db, gint64 message_id,
    const char *reason, gint64 now_at, GError **error);

/* Inside a transaction. The invitation is looked at then: see follow_ups.h. */
gboolean follow_up_look(struct db *db, gint64 invitation_id, gint64 look_at,
    GError **error);

/*
 * Inside a transaction. What became of a message in doubt; detail says how that
 * is known. *was_in_doubt FALSE: it was not, and nothing is done. Of what
 * failed fall_back is used as in struct outbox_verdict.
 */
struct doubt_end {
	gint64 message_id;
	enum resolution resolution;
	const char *detail; /* borrowed */
	enum channel fall_back;
	gint32 day;
};
gboolean outbox_end_doubt(struct db *db, const struct doubt_end *end,
    gint64 now_at, gboolean *was_in_doubt, GError **error);

/*
 * Inside a transaction. Once a reply has shown an invitation to be answered or
 * failed, its attempt in doubt is no more, and its bytes are not kept.
 */
gboolean outbox_settle_doubt(struct db *db, gint64 invitation_id,
    GError **error);

/*
 * A text that asks, about an invitation: that itself, or what comes after it.
 */
struct line_claim {
	gint64 invitation_id;
	gint64 message_id;
	const char *number; /* NULL: the one it is reserved on */
	gboolean again; /* it comes after the invitation... */
	gboolean for_reason; /* ... and asks for the reason of a score */
};
/*
 * Inside a transaction. The number is free for it, and kept for it; or *waits:
 * the message, in no other queue, stands in line.
 */
gboolean line_reserve(struct db *db, const struct line_claim *claim,
    gint64 now_at, gboolean *waits, GError **error);
/* The same as it leaves: the conversation begins, or goes on. */
gboolean line_ask(struct db *db, const struct line_claim *claim,
    const struct outbox_attempt *attempt, gint64 now_at, gboolean *waits,
    GError **error);
/* Inside a transaction. What comes after the invitation does not leave now: its
 * number is not kept. And: it was begun at started_at, but did not leave. */
gboolean line_let_go(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error);
gboolean line_take_back(struct db *db, gint64 invitation_id, gint64 started_at,
    gint64 now_at, GError **error);
/*
 * Inside a transaction. The talk about an invitation is over; who waits in
 * line for its number is due. Nobody was asked by what is only reserved, or was
 * asked since not_since_at: then there was no talk.
 */
gboolean line_leave(struct db *db, gint64 invitation_id, gint64 not_since_at,
    gint64 now_at, GError **error);
gboolean conversation_close(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error);
/* Who waits for the number of this talk is due no earlier than then. */
gboolean line_put_off(struct db *db, gint64 invitation_id, gint64 until_at,
    GError **error);

/*
 * Inside a transaction. What is now known of a text: noted, and what follows
 * from it done, if it ranks higher than all that was known.
 */
struct delivery_news {
	gint64 message_id;
	enum delivery_state state;
	gboolean opted_out;
	const char *detail; /* or NULL; borrowed */
	enum channel fall_back;
	gint32 day;
	const char *proof; /* how it is known; borrowed */
};
gboolean delivery_apply(struct db *db, const struct delivery_news *news,
    gint64 now_at, GError **error);

/* Inside a transaction. What a gateway calls a text it took. */
gboolean text_note_remote(struct db *db, gint64 attempt_id,
    const char *remote_id, GError **error);
/* The same of many: const struct outbox_verdict, all of them texts. */
gboolean text_note_remotes(struct db *db, const GPtrArray *verdicts,
    GError **error);
/* Inside a transaction. The number a text goes to; NULL: it is not known. */
gboolean text_number(struct db *db, gint64 message_id, char **number,
    GError **error);

/*
 * Inside a transaction. Ends the answers that wait for this number, or address
 * in lower case: all but the confirmation of an opt-out; of who has opted in
 * again, that alone.
 */
gboolean answers_drop(struct db *db, const char *number, gboolean opted_in,
    const char *reason, gint64 now_at, GError **error);
/* Those that go with this invitation: a later one takes their place. */
gboolean answers_replace(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error);
/* Such a later one is there: what this one asks is answered. */
gboolean answer_is_replaced(struct db *db, gint64 message_id,
    gboolean *replaced, GError **error);
/* What the effect says; found: its invitation is known. */
gboolean answer_queue(struct db *db, const struct reply_effect *effect,
    gboolean found, gint64 now_at, GError **error);
/* By mail, to who was asked by this invitation. */
gboolean answer_queue_mail(struct db *db, enum message_kind kind,
    const struct reply_effect *effect, const char *email, gint64 now_at,
    GError **error);
/* Mails that ask this invitation's contact what was meant, before they leave.
 */
gboolean answers_drop_reprompts(struct db *db, gint64 invitation_id,
    gint64 now_at, GError **error);
/* *may: nobody was asked so about this invitation, nor at this address within
 * the hour. */
gboolean answer_may_reprompt(struct db *db, gint64 invitation_id,
    const char *email, gint64 now_at, gboolean *may, GError **error);
/* Ends one, which waits or is leased. */
gboolean answer_drop(struct db *db, gint64 message_id, const char *reason,
    gint64 now_at, GError **error);
/* What may be sent to who has opted out: the confirmation, and help that was
 * asked for later. */
gboolean answer_may_leave(enum message_kind kind, gint64 created_at,
    gint64 suppressed_at);

/* Inside a transaction. Of the reply that was inserted just now, or was known:
 * then nothing; *stored is counted up. */
gboolean reply_put_raw(struct db *db, const char *fingerprint, GBytes *bytes,
    guint *stored, GError **error);

/* Inside a transaction. A person should look at it: that is to be acted on. */
gboolean reply_is_fresh(struct db *db, gint64 reply_id, GError **error);

/* The response of an invitation that counts now. */
struct earlier_answer {
	gint64 id; /* 0: there is none */
	int score;
	char *comment; /* or NULL; without a response: said before the score */
	gint64 answered_at;
	gint32 day;
	char *author; /* an address, folded, of another than was asked; NULL */
};
/* The invitation that a reply is for, as it stands. */
struct reply_target {
	gboolean found;
	char *touchpoint;
	gint64 contact_id;
	enum channel channel; /* by which it asks now */
	char *email;	      /* or NULL */
	struct earlier_answer earlier;
	gboolean was_unclear; /* a reply to it is a case of that */
	gboolean anonymous;    /* see unlinked.h... */
	gboolean was_unlinked; /* ... and it was answered */
	gboolean has_bounced; /* mails to the address have, of late */
};
/* What a reply means, given how the invitation stands. */
struct reply_sense {
	gboolean counts;   /* its score, or its words, go into a response */
	gboolean suppress; /* the address */
	gboolean is_sure; /* a bounce is of what we sent to the address */
	char *author;	   /* folded, if it is another than was asked */
	enum concern concern;
	char *excerpt; /* of what a person should look at, or NULL */
	gint64 score;  /* as excerpt; -1: none */
	char *note;    /* or NULL */
};
void reply_judge(const struct reply_effect *effect,
    const struct reply_target *target, struct reply_sense *sense);
void reply_sense_clear(struct reply_sense *sense);
/* One line of at most REPLY_EXCERPT_CHARS; NULL of NULL, or of blanks. Owned.
 */
char *reply_excerpt(const char *text);
/* The same of columns: what was kept, and the raw text, all that a text
 * says; NULL: a mail. */
char *reply_excerpt_from_rows(struct rows *rows, int kept, int raw);

/* Inside a transaction. What a mail does beside suppressing or a score, once
 * that is written. */
gboolean mail_go_on(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const struct reply_sense *sense,
    gint64 now_at, GError **error);
/* Inside a transaction. Its opt-out is confirmed by mail. */
gboolean mail_confirm(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, gint64 now_at, GError **error);
/* Inside a transaction. There is a score now: nobody is asked what was meant,
 * and nobody need look at it. */
gboolean mail_make_clear(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error);
/* Inside a transaction. The invitation came to nothing, if it was a mail. */
gboolean reply_fails(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const char *reason, gint64 now_at,
    GError **error);

/* Inside a transaction: what a text does beside its score, before it... */
gboolean text_obey(struct db *db, const struct reply_effect *effect,
    gint64 now_at, gboolean *newly, GError **error);
/* ... and after. found: its invitation is known. newly: as it was obeyed. */
gboolean text_go_on(struct db *db, const struct reply_effect *effect,
    gboolean found, gboolean newly, gint64 now_at, GError **error);
/* Words that came before the score; NULL: none. Owned. */
gboolean text_said_before(struct db *db, const struct reply_effect *effect,
    char **words, GError **error);
/* They are part of the response of this reply. */
gboolean text_join_said(struct db *db, const struct reply_effect *effect,
    GError **error);

/* Inside a transaction. An event and its contact: see store_put_events. A
 * contact that has an id is that one. */
gboolean event_put(struct db *db, const struct event *event, gint64 now_at,
    enum event_outcome *outcome, GError **error);
/* Inside a transaction. If it is earlier than all before: see
 * store_first_event. */
gboolean event_note_first(struct db *db, gint64 at, GError **error);
/* Inside a transaction. The event, which is known, occurs at another time. */
gboolean event_move(struct db *db, gint64 event_id, gint64 from_at,
    gint64 to_at, gint64 now_at, GError **error);

/* Columns named by EVENT_COLUMNS, from `first` on; the event is e, its contact
 * c. */
#define EVENT_COLUMNS                                                          \
	"e.id, e.source, e.type, e.reference, e.occurred_at, e.attributes,"    \
	" " CONTACT_COLUMNS
#define EVENT_N_COLUMNS (6 + CONTACT_N_COLUMNS)
struct event *event_of_rows(struct rows *rows, int first);

/* Of struct event: see due_event. NULL with error set. */
GPtrArray *event_companions(struct db *db, const struct event *event,
    gint64 now_at, GError **error);

/* Inside a transaction. See suppressions.h. */
gboolean suppress_inside(struct db *db, enum channel channel,
    const char *address, const char *reason, gint64 now_at, GError **error);
/* The mail addresses of all contacts with this number. */
gboolean suppress_mails_of(struct db *db, const char *number,
    const char *reason, gint64 now_at, GError **error);
/* The number, and the mail addresses that its opt-out has closed. */
gboolean unsuppress_number(struct db *db, const char *number, gboolean *lifted,
    GError **error);
/* 0: it is not suppressed. */
gboolean suppressed_since(struct db *db, enum channel channel,
    const char *address, gint64 *since_at, GError **error);

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
	gint64 profile; /* 0: of its invitation, else of the contact now */
	gboolean fresh; /* FALSE: it is history, nobody acts on it */
};
gboolean response_append(struct db *db, const struct new_response *response,
    gint64 now_at, GError **error);

/* Inside a transaction, in which the digest was put. See seal.h; closed. */
struct seal;
gboolean seal_put(struct db *db, const struct seal *seal, GError **error);
/* See seal_find. */
gboolean seal_read(struct db *db, const char *team, gint64 until_at,
    struct seal **seal, GError **error);

/* See journey.h: answers that answer no invitation. */
struct journey;
gboolean journey_read_answers(struct db *db, struct journey *journey,
    GError **error);

/* Inside a transaction. The answer that counts in the place of this one, which
 * may be itself; *current 0: there is no such answer. */
gboolean response_current(struct db *db, gint64 response_id, gint64 *current,
    GError **error);

/*
 * Inside a transaction; see tags.h. source: "rule", "reply", "import", or
 * "hand", of an author. Nothing is done if a person has decided otherwise, or
 * the answer is anonymous.
 */
gboolean tag_put(struct db *db, gint64 response_id, const char *tag,
    const char *source, const char *author, gint64 now_at, GError **error);
/* Once another has superseded the answer: what people have said of its tags
 * goes over. */
gboolean tags_pass_on(struct db *db, gint64 from_id, gint64 to_id,
    GError **error);

/* These have begun here, and are committed: see store_is_at_home. */
void home_note_attempts(struct db *db, const struct outbox_attempt *attempts,
    guint n);

/* Columns named by CONTACT_COLUMNS, from `first` on. */
#define CONTACT_COLUMNS                                                        \
	"c.id, c.email, c.phone, c.name, c.language, c.timezone, c.attributes"
#define CONTACT_N_COLUMNS 7
void contact_from_rows(struct contact *contact, struct rows *rows, int first);

/* The form of an address that is compared: lower case. Owned. */
char *address_key(const char *address);

#endif
