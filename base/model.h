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
};

/* "email", "sms"; CHANNEL_NONE is "none". */
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
};
void event_free(struct event *event);
AUTOPTR_DEFINE(event, event_free)

/* What a message is; also its name in the store. */
enum message_kind {
	MESSAGE_INVITATION,
	MESSAGE_DIGEST,
};
const char *message_kind_name(enum message_kind kind);

/* A composed message on its way to a provider. */
struct message {
	gint64 id;
	enum channel channel;
	char *sender;	 /* envelope: an address, "" for the null path */
	char *recipient; /* envelope: an address or an E.164 number */
	char *name;	 /* a stable name of ours: the Message-ID without <> */
	GBytes *bytes;	 /* e-mail: RFC 5322 with CRLF, not dot-stuffed */
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
/* The design's word for it: "answer", "opt-out", ... */
const char *reply_kind_name(enum reply_kind kind);
/* FALSE if the name is unknown. */
gboolean reply_kind_from_name(const char *name, enum reply_kind *kind);

#endif
