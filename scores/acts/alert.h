/*
 * alert.h - who hears of an answer the minute it comes. Pure. Called by act.c;
 * what they are told is alert_mail.c's, alert_json.c's and alert_slack.c's.
 */
#ifndef SCORES_ALERT_H
#define SCORES_ALERT_H

#include "base/settings.h"
#include "store/cases/acts.h"
#include "templates/catalog.h"

/* What is older than that, as it is first acted upon, is no news. */
#define ALERT_LATE_S (7 * 24 * 60 * (gint64)60)

struct alert {
	const struct team *team; /* borrowed */
	GPtrArray *people; /* char *: addresses, each once */
	GPtrArray *hooks; /* const char *: names of providers; borrowed */
};
void alert_free(struct alert *alert);

/*
 * The teams that hear of it, in their order; of struct alert. answer: what is
 * known of it; earlier: the same of the answer that it takes the place of;
 * NULL: of none. Words that come behind a score tell nothing new: a rule that
 * held before holds anew only if the score has fallen. Of replies without a
 * score that counts those are told that somebody should read, unless the
 * customer is asked what was meant. An address hears of it once, by the first
 * team. If a team names nobody who is known, its `to` hear.
 */
GPtrArray *alerts_of(const struct settings *settings, const struct fresh *fresh,
    const struct answer_facts *answer, const struct answer_facts *earlier,
    gint64 now_at);
/* The owner of its case hears of it too: by the first team. */
void alerts_add_person(const GPtrArray *alerts, const char *address);

/* All that is told; borrowed. */
struct alert_about {
	const struct settings *settings;
	const struct catalog *catalog;
	const struct team *team;
	const struct fresh *fresh;
	const struct act *act; /* its tags and its case */
	gint64 now_at;
};

/* Whether what is answered to the mail goes on to the customer. */
gboolean alert_is_answerable(const struct alert_about *about);

/* A mail to one of them. NULL with error set: a limit of the renderer is
 * passed. */
struct act_message *alert_mail(const struct alert_about *about,
    const char *recipient, GError **error);
/* A message to a provider of channel webhook, as its type wants it. The same.
 */
struct act_message *alert_hook(const struct alert_about *about,
    const char *provider, GError **error);

#endif
