/*
 * alert_internal.h - between the files that say what an alert tells: in mails,
 * in JSON, to Slack. For the alert_*.c alone.
 */
#ifndef SCORES_ALERT_INTERNAL_H
#define SCORES_ALERT_INTERNAL_H

#include <jansson.h>

#include "scores/acts/alert.h"

/* A label and what belongs to it, in the team's language. */
struct alert_fact {
	char *label, *value;
	gboolean of_customer; /* an attribute, in whatever language */
};

/* What is told, in words; see alert_words.c. Text is UTF-8 in one line, but
 * for comment. Owned. */
struct alert_words {
	char *language;
	char *who;	/* the customer's name, or what stands for it */
	char *headline; /* "Ada gave 3" */
	char *fall;	/* "6 points less than before", or NULL */
	char *comment;	/* or NULL */
	char *nothing;	/* "No reason was given", if there is none */
	const char *band; /* promoter, passive, detractor; NULL: no score */
	GPtrArray *facts; /* struct alert_fact */
	char *case_line; /* "Case 17, call back by ...", or NULL */
	char *answer;	 /* that the mail can be answered, or NULL */
	char *reason;	 /* why one gets it */
};
/* NULL with error set: a limit of the renderer is passed. */
struct alert_words *alert_words_new(const struct alert_about *about,
    GError **error);
void alert_words_free(struct alert_words *words);
AUTOPTR_DEFINE(alert_words, alert_words_free)

/* What a customer is worth, as text; NULL: not known. Owned. */
char *alert_value(const struct alert_about *about);

/* The event's id: follows from what was said, to which team, by which way. */
char *alert_id(const struct alert_about *about, const char *provider);

/* The JSON of type webhook, and of type slack; owned. */
char *alert_json(const struct alert_about *about, const char *id);
char *alert_slack(const struct alert_words *words);

#endif
