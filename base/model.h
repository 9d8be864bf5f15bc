/*
 * model.h - the plain structs that every room speaks of.
 *
 * Strings in these structs are owned by the struct unless a member says
 * otherwise; NULL means "not known". Times are UTC seconds (`_at`).
 */
#ifndef BASE_MODEL_H
#define BASE_MODEL_H

#include <glib.h>

#include "base/autoptr.h"

enum channel {
	CHANNEL_NONE,
	CHANNEL_EMAIL,
	CHANNEL_SMS,
	CHANNEL_WEBHOOK, /* to a program: of what we tell, not of who is asked
			  */
};

/* "email", "sms", "webhook"; CHANNEL_NONE is "none". */
const char *channel_name(enum channel channel);
/* CHANNEL_NONE if the name is unknown. */
enum channel channel_from_name(const char *name);

/* A person. */
struct contact {
	gint64 id;   /* 0: not stored yet */
	char *email; /* as given, its domain in lower case */
	char *phone; /* E.164 */
	char *name;
	char *language;	  /* "en", "pt" */
	char *timezone;	  /* an IANA name */
	char *attributes; /* a JSON object */
};
void contact_clear(struct contact *contact);

/* Something that happened on a contact's journey. */
struct event {
	gint64 id;
	char *source;	 /* where it came from; "" if not said */
	char *type;	 /* "booking" */
	char *reference; /* "B-1042" */
	struct contact contact;
	gint64 occurred_at;
	char *attributes; /* a JSON object */
	/* If it is known with another time, it has moved. Else the first time
	 * stays. */
	gboolean movable;
};
/* The source of events of our own making: a recurring survey comes round. */
#define EVENT_SOURCE_OURS "dripscore"
void event_free(struct event *event);
AUTOPTR_DEFINE(event, event_free)

/* What a message is; also its name in the store. */
enum message_kind {
	MESSAGE_INVITATION,
	MESSAGE_DIGEST,
	MESSAGE_ALERT, /* to the admin: something is his to mend */
	MESSAGE_REMINDER, /* of an invitation that has no answer */
	MESSAGE_NUDGE, /* to who gave a score, but no reason */
	MESSAGE_RELAY, /* about a case: see store/cases/relay.h */
	/* In answer to a text; two of them to a mail, too: */
	MESSAGE_REASON, /* "what is the main reason?" */
	MESSAGE_THANKS,
	MESSAGE_REPROMPT, /* what came has no score, or no clear one */
	MESSAGE_STOPPED, /* the one confirmation of an opt-out */
	MESSAGE_STARTED,
	MESSAGE_HELP,
};
const char *message_kind_name(enum message_kind kind);
/* FALSE if the name is unknown. */
gboolean message_kind_from_name(const char *name, enum message_kind *kind);
/* Whether it answers a text or a mail: one of the last six. */
gboolean message_kind_is_answer(enum message_kind kind);
/* Whether it comes after an invitation of its own accord: reminder, nudge. */
gboolean message_kind_is_follow_up(enum message_kind kind);

/* A composed message on its way to a provider. */
struct message {
	gint64 id;
	enum channel channel;
	char *sender;	 /* envelope: an address, "" for the null path */
	char *recipient; /* envelope: an address or an E.164 number; a webhook:
			  * the name of its provider */
	/* A stable name of ours: e-mail: the Message-ID without <>; a text: a
	 * TOKEN_DELIVERY, by which a delivery report names it; a webhook: the
	 * id of the event, the same at each try. */
	char *name;
	/* E-mail: RFC 5322 with CRLF, not dot-stuffed; a text: UTF-8; a
	 * webhook: JSON. */
	GBytes *bytes;
	gint64 composed_at; /* a webhook: when, for its signature; else 0 */
};
void message_free(struct message *message);
AUTOPTR_DEFINE(message, message_free)

/* What a reply turned out to be. */
enum reply_kind {
	REPLY_ANSWER,  /* a score, perhaps with a comment */
	REPLY_COMMENT, /* words without a score, to one who gave a score */
	REPLY_OPT_OUT,
	REPLY_OPT_IN,
	REPLY_HELP,
	REPLY_BOUNCE, /* permanent or transient failure report */
	REPLY_DELAY,
	REPLY_DELIVERED,
	REPLY_AUTO_REPLY, /* out of office and the like */
	REPLY_COMPLAINT,  /* a feedback report, RFC 5965 */
	REPLY_UNREADABLE, /* kept, shown, never guessed */
};
#define REPLY_KINDS (REPLY_UNREADABLE + 1)
/* The design's word for it: "answer", "opt-out", ... */
const char *reply_kind_name(enum reply_kind kind);
/* FALSE if the name is unknown. */
gboolean reply_kind_from_name(const char *name, enum reply_kind *kind);

/* A text that came in. */
struct incoming_text {
	char *id; /* the gateway's name for it: the same text twice is one;
		   * NULL: it has none */
	char *from; /* E.164 */
	char *to;   /* our number as the gateway writes it, or NULL */
	char *text; /* UTF-8 */
	gint64 written_at; /* by the gateway's clock; 0: not told */
};
void incoming_text_free(struct incoming_text *text);

/* What became of a text we sent, by rank: a lower never undoes a higher. */
enum delivery_state {
	DELIVERY_QUEUED,
	DELIVERY_SENT,
	DELIVERY_UNDELIVERED, /* and never will be */
	DELIVERY_DELIVERED,
};
/* "queued", "sent", "undelivered", "delivered" */
const char *delivery_state_name(enum delivery_state state);
/* FALSE if the name is unknown. */
gboolean delivery_state_from_name(const char *name, enum delivery_state *state);

struct delivery_report {
	char *name;	 /* of the struct message, or NULL */
	char *remote_id; /* the gateway's, or NULL; one of the two is known */
	enum delivery_state state;
	gboolean opted_out; /* the gateway says that the person has said stop */
	char *detail;	    /* for people: no number, no text; or NULL */
};
void delivery_report_free(struct delivery_report *report);

/* What a gateway tells us at once. */
struct arrivals {
	char *provider;	    /* the name of its section */
	GPtrArray *texts;   /* struct incoming_text */
	GPtrArray *reports; /* struct delivery_report */
};
struct arrivals *arrivals_new(const char *provider);
void arrivals_free(struct arrivals *arrivals);
AUTOPTR_DEFINE(arrivals, arrivals_free)

/* A request that came in over HTTP, whole. */
struct http_request {
	char *method;  /* "POST" */
	char *path;    /* as it was sent, without the query */
	char *query;   /* as it was sent, without "?"; "" if there is none */
	char *address; /* of who called, "192.0.2.1" */
	GHashTable *headers; /* lower-case name -> value; one of each name */
	GBytes *body;
};
void http_request_free(struct http_request *request);
AUTOPTR_DEFINE(http_request, http_request_free)

#endif
