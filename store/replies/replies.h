/*
 * replies.h - what came in, kept raw, and what it did once it was read.
 */
#ifndef STORE_REPLIES_H
#define STORE_REPLIES_H

#include "base/model.h"
#include "store/replies/conversations.h"
#include "store/store.h"

struct raw_reply {
	const char *inbox; /* name of the [inbox]; borrowed */
	/* The same mail twice has the same; borrowed. */
	const char *fingerprint;
	const char *recipient; /* of the envelope, or NULL; borrowed */
	GBytes *bytes;	       /* borrowed */
};

/*
 * Stores n replies; one whose fingerprint is known is not stored again. With
 * uidvalidity not 0, the inbox's position is set in the same transaction.
 */
gboolean store_put_replies(struct store *store, const struct raw_reply *replies,
    guint n, guint32 uidvalidity, guint32 last_uid, gint64 now_at,
    guint *stored, GError **error);
gboolean store_inbox_position(struct store *store, const char *inbox,
    guint32 *uidvalidity, guint32 *last_uid, GError **error);

/*
 * What gateways told, all or none: texts become new replies, reports wait to be
 * applied (deliveries.h). A text whose id is known of this provider is not
 * stored again; *stored counts new texts and reports. The names of messages in
 * reports are proven here.
 */
gboolean store_put_arrivals(struct store *store,
    const struct arrivals *const *arrivals, guint n, gint64 now_at,
    guint *stored, GError **error);
/* Until when a provider was polled; 0: never. */
gboolean store_poll_position(struct store *store, const char *provider,
    gint64 *until_at, GError **error);
gboolean store_set_poll_position(struct store *store, const char *provider,
    gint64 until_at, GError **error);

struct new_reply {
	gint64 id;
	char *inbox; /* or, of a text, the provider it came in by */
	enum channel channel;
	char *sender;	 /* of a text: E.164; else NULL */
	char *recipient; /* of a text: our number, or NULL */
	GBytes *bytes;	 /* of a text: what it says, UTF-8 */
	gint64 written_at; /* by the gateway's clock; 0: not told */
	gint64 received_at;
	guint tries; /* so often it was handed over, in vain */
};
void new_reply_free(struct new_reply *reply);

/*
 * Replies that nobody has read yet, oldest first; of struct new_reply. The
 * other: those that came after after_id, and weigh no more than max_bytes
 * together, but at least one.
 */
GPtrArray *store_new_replies(struct store *store, guint limit, GError **error);
GPtrArray *store_next_replies(struct store *store, gint64 after_id, guint limit,
    gsize max_bytes, GError **error);

enum reply_try {
	REPLY_TRY_GO,
	REPLY_TRY_ASIDE, /* it was tried too often: now it is set aside */
	REPLY_TRY_GONE,	 /* somebody else has read it meanwhile */
};
/*
 * Counts a try to read each, before they are read; outcomes: n. What kills us
 * too, or us alone, is counted so.
 */
gboolean store_try_replies(struct store *store, const gint64 *ids, guint n,
    gint64 now_at, enum reply_try *outcomes, GError **error);
/* Takes that try back: there was nobody to read them. */
gboolean store_untry_replies(struct store *store, const gint64 *ids, guint n,
    GError **error);
/* It is known that it cannot be read. *was_new FALSE: somebody has. */
gboolean store_set_aside(struct store *store, gint64 reply_id, const char *note,
    gint64 now_at, gboolean *was_new, GError **error);

/* So much is kept of a reply that is nobody's we know, once it is read. */
#define REPLY_FOREIGN_KEPT_BYTES (64 * 1024)

/* What a reply means for whom. */
struct reply_effect {
	gint64 reply_id;
	enum reply_kind kind;
	gint64 invitation_id; /* 0: it is nobody's we know */
	int score;	      /* REPLY_ANSWER */
	const char *comment;  /* borrowed, or NULL */
	gint64 answered_at;
	gint32 day; /* of answered_at */
	/* Channel and address to suppress; NULL: the invitation's own, for an
	 * opt-out, a complaint and a permanent bounce. */
	gboolean suppress;
	const char *note; /* why it is what it is; for people; or NULL */
	const struct text_effect *text; /* a text; NULL: a mail; borrowed */
	const struct mail_effect *mail; /* or NULL: it does nothing beside */
	/* It is about a case, see relay.h: no score is read of it. Or NULL. */
	const struct relay_effect *relay;
};

/* Who has answered is thanked by mail, from that score on. */
struct thanks_rule {
	const char *touchpoint; /* NULL: the end of a list */
	int from;
};

/* What a mail does beside. All borrowed. */
struct mail_effect {
	/* Who has written it, as an address; NULL: that is not known, and
	 * taken to be who was asked. Another's answer counts only while who was
	 * asked has given none, nor another before him. */
	const char *author;
	const char *text; /* what was written, or NULL */
	/* To be answered; without <>, or NULL. */
	const char *message_id;
	/* It has a number where the score belongs, which is none: who was asked
	 * is asked once more, unless he was before. */
	gboolean unclear;
	const struct thanks_rule *thanks; /* or NULL: nobody is */
	/* It is not answered, whatever it says. */
	gboolean by_machine;
	/* The person is away until then: 00:00 UTC of a day; 0: not said. */
	gint64 away_until;
	/* A bounce: */
	gboolean permanent;
	/* It came to the address that our envelope had, for that message;
	 * else it must name the address we wrote to, if it may. */
	gboolean proven;
	gint64 bounced_message_id; /* 0: it is not known */
	/* char *: the addresses it names; NULL: that proves nothing */
	const GPtrArray *failed;
};

/* What a text does beside: struct reply_effect of replies/conversation.h. */
struct text_effect {
	const char *number;   /* of who wrote it; E.164; borrowed */
	const char *provider; /* by which it came in; borrowed */
	/* FALSE: score and comment are kept with the reply, and don't count. */
	gboolean counts;
	/* The conversation of the invitation goes to: */
	enum conversation_step step;
	gboolean reprompted;
	/* What is sent in answer; MESSAGE_INVITATION: nothing. MESSAGE_STOPPED
	 * is, only if the number was not suppressed; MESSAGE_STARTED, only if
	 * it was. */
	enum message_kind answer;
	/* Opt-out: the number is suppressed, and all that is queued for it
	 * ends, answers too; stop_mail: so are the mail addresses of the
	 * contacts that have this number. */
	gboolean stop, stop_mail;
	/* Opt-in: what an opt-out by text has closed is open again. */
	gboolean start;
};

/*
 * Stores what follows: the response and the answered state, the suppression
 * and the end of what is queued, or nothing but the note. One transaction, for
 * n of them in their order; a reply that was read before is left as it is.
 */
gboolean store_apply_replies(struct store *store,
    const struct reply_effect *effects, guint n, gint64 now_at, GError **error);
gboolean store_apply_reply(struct store *store,
    const struct reply_effect *effect, gint64 now_at, GError **error);

/* Why a person should look at a reply. */
enum concern {
	CONCERN_NONE,
	CONCERN_NO_SCORE,   /* words without a score, or one that counts not */
	CONCERN_UNCLEAR,    /* "8 or 9": see mail_effect */
	CONCERN_OTHER,	    /* not who was asked has answered */
	CONCERN_NOBODY,	    /* nobody knows which invitation it answers */
	CONCERN_UNREADABLE,
	CONCERN_ASIDE,	    /* set aside: it could not be read */
};
/* "no score", "unclear", "other", ...; NULL: none. */
const char *concern_name(enum concern concern);
/* Of a name that is not known, and of NULL: CONCERN_NONE. */
enum concern concern_from_name(const char *name);

/* A reply as it is listed for people. */
struct listed_reply {
	gint64 id;
	gint64 received_at;
	char *state;	  /* new, read, set aside */
	char *kind;	  /* a reply_kind_name, or NULL: not read */
	char *touchpoint; /* or NULL: nobody's we know */
	gboolean scored;  /* a response came of it */
	char *note;	  /* or NULL */
	enum concern concern; /* why a person should look */
	enum channel channel; /* by which it came in */
	char *name;	  /* of who was asked, or NULL */
	char *address;	  /* of who was asked; else of a text's sender; or
			   * NULL */
	char *author;	  /* a mail address, if another has written; or NULL */
	int score;	  /* that was given, or counts of it; -1: none */
	char *excerpt;	  /* what was written, its first REPLY_EXCERPT_CHARS,
			   * in one line; NULL: it is not kept, or nothing */
};
#define REPLY_EXCERPT_CHARS 200
void listed_reply_free(struct listed_reply *reply);

/* The newest first; without `all`, those alone that a person should see: those
 * with a concern. */
GPtrArray *store_list_replies(struct store *store, gboolean all, guint limit,
    GError **error);

/*
 * The raw reply, to be unreffed; NULL without error: there is none. *sender:
 * the number a text came from, owned; NULL: a mail says so itself.
 */
GBytes *store_reply_bytes(struct store *store, gint64 reply_id, char **sender,
    GError **error);

/* The invitation a message belongs to; 0: to none. */
gboolean store_invitation_of_message(struct store *store, gint64 message_id,
    gint64 *invitation_id, GError **error);

#endif
