/*
 * cases.h - follow-ups that are owed to customers: opened, worked on, closed.
 *
 * A case has an owner (an address), else a team, and a time by which somebody
 * should have called. One is open for an invitation at a time; what else
 * happens meanwhile is a note to it.
 */
#ifndef STORE_CASES_H
#define STORE_CASES_H

#include "store/replies/replies.h"
#include "store/store.h"

enum case_cause {
	CASE_SCORE, /* the score was low */
	CASE_REPLY, /* a reply with a concern */
	CASE_ALERT, /* an alert rule */
};
/* "score", "reply", "alert" */
const char *case_cause_name(enum case_cause cause);

/* Everything borrowed; ids 0, texts NULL: not known, or none. */
struct new_case {
	enum case_cause cause;
	const char *touchpoint;
	gint64 contact_id, invitation_id, response_id, reply_id;
	const char *team, *owner;
	gint64 opened_at, due_at;
	gint64 remind_at; /* 0: never */
	const char *why; /* in a line, for people; its note, if it joins one */
	gboolean joins_only; /* only if one is open to be joined */
};

struct case_note {
	gint64 noted_at;
	char *author; /* a name, or an address; "": nobody of ours */
	char *kind; /* note, to customer, from customer, held, closed, opened */
	char *text;
};
void case_note_free(struct case_note *note);

/* A case, with what is known of the customer and what he said. */
struct customer_case {
	gint64 id;
	gint64 opened_at, due_at;
	gint64 closed_at; /* 0: it is open */
	enum case_cause cause;
	enum concern concern; /* of its reply */
	char *outcome;
	char *touchpoint; /* or NULL; and so on */
	char *team, *owner;
	gint64 contact_id, invitation_id, response_id, reply_id;
	char *name;	/* of the customer */
	char *address;	/* the same: mail, else telephone */
	char *email;	/* the same */
	char *language; /* the same */
	int score;	/* -1: none */
	char *words;	/* comment, or what the reply says */
	char *author;	/* an address, if another has written */
	gint64 n_notes;
};
void customer_case_free(struct customer_case *each);
AUTOPTR_DEFINE(customer_case, customer_case_free)

/*
 * Which cases; NULL: all. touchpoints (NULL-terminated; empty: all) and team
 * together: at one of those, or given to this team.
 */
struct case_query {
	const char *team;
	const char *const *touchpoints;
	const char *owner; /* an address in any case */
	gboolean closed_too;
	guint limit; /* 0: all */
	/* store_case_sums: */
	gint64 now_at;
	gint64 closed_from_at, closed_until_at;
};
/* Of struct customer_case: open ones, the first that are due first; then closed
 * ones, the newest first. */
GPtrArray *store_cases(struct store *store, const struct case_query *query,
    GError **error);
/* NULL without error: there is none. */
struct customer_case *store_case(struct store *store, gint64 case_id,
    GError **error);
/* Of struct case_note, in their order. */
GPtrArray *store_case_notes(struct store *store, gint64 case_id,
    GError **error);

struct case_sums {
	gint64 open, overdue;
	gint64 oldest_at;	/* since when the oldest is open; 0: none */
	gint64 opened, closed;	/* from closed_from_at until closed_until_at */
	gint64 median_close_s;	/* of the closed ones; -1: none */
	GPtrArray *owed; /* struct customer_case: open, at most `limit` */
};
gboolean store_case_sums(struct store *store, const struct case_query *query,
    struct case_sums *sums, GError **error);
void case_sums_clear(struct case_sums *sums);

/* What somebody does to a case. */
enum case_deed {
	CASE_NOTE,   /* text: the note */
	CASE_CLOSE,  /* text: the outcome */
	CASE_REOPEN, /* text: why, or NULL; due_at, remind_at */
	CASE_ASSIGN, /* text: the address */
};
struct case_change {
	gint64 case_id;
	enum case_deed deed;
	const char *author, *text; /* borrowed */
	gint64 due_at, remind_at;
};
enum case_outcome {
	CASE_DONE,
	CASE_UNKNOWN,	  /* there is no such case */
	CASE_NOT_OPEN,	  /* it is closed */
	CASE_IS_OPEN,	  /* CASE_REOPEN: it, or another of its invitation */
};
/* Who a case is assigned to hears of it by mail. */
gboolean store_change_case(struct store *store,
    const struct case_change *change, gint64 now_at, enum case_outcome *outcome,
    GError **error);

/* Of struct customer_case: those that are to be reminded of by now. */
GPtrArray *store_cases_to_remind(struct store *store, gint64 now_at,
    guint limit, GError **error);
/* Once: a mail to each (NULL-terminated) is due, and none will be again. */
gboolean store_remind_case(struct store *store, gint64 case_id,
    const char *const *to, gint64 now_at, GError **error);
/* When the next is to be reminded of; G_MAXINT64: none. */
gboolean store_next_case_reminder(struct store *store, gint64 *at,
    GError **error);

/* To whom a mail about a case goes; it is answered by a token of that side. */
enum case_side {
	CASE_SIDE_NONE,
	CASE_SIDE_OWNER,
	CASE_SIDE_CUSTOMER,
};
/* The case a message is about; *case_id 0: none. */
gboolean store_case_of_message(struct store *store, gint64 message_id,
    gint64 *case_id, enum case_side *side, GError **error);

#endif
