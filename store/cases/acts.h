/*
 * acts.h - what nobody has acted upon yet: answers, and replies that a person
 * should look at; and what is done about them: tags, a case, messages. All in
 * one transaction, so that each is acted upon once.
 *
 * History that is imported, and what is anonymous, never gets here.
 */
#ifndef STORE_ACTS_H
#define STORE_ACTS_H

#include "store/cases/cases.h"
#include "store/outbox/outbox.h"

/*
 * An answer, or a reply with a concern. An answer that another has taken the
 * place of in the meantime is not told of: the later one is.
 */
struct fresh {
	gint64 response_id;   /* 0: it is a reply with a concern */
	gint64 reply_id;      /* 0: it came by none */
	enum concern concern; /* of a reply; else CONCERN_NONE */
	char *touchpoint;     /* NULL: not known */
	enum channel channel; /* by which was asked, or a reply came in */
	char *source;	      /* "reply", "staff", ... */
	int score;	      /* -1: none that counts */
	char *comment;	      /* or what the reply says; or NULL */
	gint64 answered_at;
	int before; /* the same person's answer before; -1: there is none */
	/* The answer that it takes the place of, which was acted upon; score
	 * -1: there is none. */
	int earlier_score;
	char *earlier_comment;
	gint64 invitation_id; /* 0: not known */
	/* Never NULL; id 0: there is none. Its contact's id 0: nobody knows
	 * who. */
	struct event *event;
};
void fresh_free(struct fresh *fresh);
AUTOPTR_DEFINE(fresh, fresh_free)

struct act_tag {
	char *tag;
	char *source; /* "rule", "reply" */
};

/* Due at once. */
struct act_message {
	enum channel channel; /* CHANNEL_EMAIL, CHANNEL_WEBHOOK */
	/* An address; else the name of a provider. */
	char *recipient;
	char *subject; /* of a webhook: the event's id, the same for ever */
	char *text;    /* of a webhook: the JSON */
	char *html;    /* "": none */
	/* It is about the case, and can be answered: what is written goes to
	 * the customer. */
	gboolean of_case;
};
void act_message_free(struct act_message *message);

/* What is to be done about one. */
struct act {
	GPtrArray *tags; /* struct act_tag */
	gboolean opens;	 /* a case is owed... */
	struct new_case new_case; /* ... this one; borrows of what follows */
	char *owner, *why;
	/* Set, before it is told: 0: there is no case about it. */
	gint64 case_id;
	gboolean is_new; /* the case is; else one was open */
	GPtrArray *messages; /* struct act_message */
};
struct act *act_new(void);
void act_free(struct act *act);
AUTOPTR_DEFINE(act, act_free)

/* Called inside of the transaction; must not use the store. */
struct act_judge {
	/* Tags and case. */
	void (*decide)(const struct fresh *fresh, struct act *act,
	    gpointer user);
	/* Messages, now that the case has its number. */
	void (*tell)(const struct fresh *fresh, struct act *act, gpointer user);
	gpointer user;
};

/* At most `limit`, the oldest first; *acted: how many there were. */
gboolean store_act(struct store *store, guint limit,
    const struct act_judge *judge, gint64 now_at, guint *acted,
    GError **error);
/* Whether there is any. */
gboolean store_has_fresh(struct store *store, gboolean *has, GError **error);

#endif
