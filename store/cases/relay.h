/*
 * relay.h - what a mail does that came in about a case: what a colleague
 * writes goes to the customer, and what he answers to the colleague. Neither is
 * shown the other's address.
 */
#ifndef STORE_RELAY_H
#define STORE_RELAY_H

#include "store/cases/cases.h"

/* So many mails about a case leave within 24 hours: two machines that answer
 * each other come to an end. */
#define RELAY_MAILS_A_DAY 20

enum relay_said {
	RELAY_WORDS,
	RELAY_NOTHING_SAID, /* it is empty, or cannot be read */
	RELAY_OPT_OUT,	    /* its writer wants no more mails */
	RELAY_CLOSES,	    /* "#close", of a colleague */
	RELAY_BY_MACHINE,   /* an automatic reply */
	RELAY_LIKE_A_MACHINE, /* it reads like one, and may be a person's */
	RELAY_REPORT,	    /* a receipt, a notice of delay, a complaint */
	RELAY_CAME_BACK,    /* a bounce of what went to that side */
};

/* What a mail about a case is. All borrowed. */
struct relay_effect {
	gint64 case_id;
	enum case_side from;
	enum relay_said said;
	const char *text;    /* what was written, fit to be handed on */
	const char *outcome; /* RELAY_CLOSES */
	const char *from_name;	/* how he calls himself, or NULL */
	const char *message_id; /* of the mail, without <>; or NULL */
	const char *aside; /* for people: what is not handed on; or NULL */
	/* Who is in charge now, NULL-terminated: hears from the customer. */
	const char *const *people;
	const char *answers_to; /* the address of who wrote, or NULL */
	gint64 due_at, remind_at; /* if the case is opened again */
};

/* How a case stands, as a mail about it comes in. */
struct relay_facts {
	enum case_side from;
	enum relay_said said;
	gboolean has_mail;   /* the customer can be written to by mail */
	gboolean suppressed; /* he must not be */
	gint64 mails_today;  /* that left about it, within 24 hours */
	gboolean open;
};
struct relay_decision {
	const char *note; /* kind of the note; NULL: none */
	const char *why_held; /* goes before the words of it; or NULL */
	gboolean pass; /* it goes to the other side */
	const char *tell; /* a form of mail to the owner's side; or NULL */
	gboolean close, reopen;
};
/* Pure. */
void relay_judge(const struct relay_facts *facts,
    struct relay_decision *decision);

#endif
