/*
 * condition.h - `where` of a touchpoint: a condition over the attributes of an
 * event and its contact, "plan = gold and nights >= 3"; and what is said of
 * answers, "value > 1000 and score <= 8". Pure.
 *
 *     or, and, not, ( )        in this order of binding, `not` the closest
 *     NAME = VALUE             also !=, <, <=, >, >=
 *     NAME in (VALUE, VALUE)   NAME is set    NAME is not set
 *
 * NAME: event.NAME or contact.NAME; without either the event's, else the
 * contact's. What is no word stands in quotes: event."nights booked". Beside
 * the attributes there are event.type, event.reference, event.source,
 * contact.language and contact.timezone; of contact.email, contact.phone and
 * contact.name it can only be asked whether they are set.
 *
 * VALUE: a number, a word, or "text in quotes", which is never a number. If
 * both sides are numbers they are compared as numbers, else as text, letter by
 * letter; < and the like hold between numbers alone, or dates written as
 * 2026-03-01. true equals yes and true, false equals no and false. What is not
 * set, or empty, compares as false, but for `!=`.
 *
 * Of answers there are besides, before attributes of the same names: score;
 * drop, by how many points it is below the same person's answer before, set if
 * there was one; comment, of which it can only be asked whether it is set;
 * touchpoint; channel; tag, which equals what any of its tags does. The words
 * detractors, passives and promoters are conditions by themselves.
 */
#ifndef BASE_CONDITION_H
#define BASE_CONDITION_H

#include <glib.h>

#include "base/autoptr.h"
#include "base/model.h"

#define CONDITION_MAX_BYTES 2000
#define CONDITION_MAX_DEPTH 32

struct condition;

/*
 * NULL with error set: what was found at which column (from 1, in characters),
 * and what is allowed there.
 */
struct condition *condition_parse(const char *text, GError **error);
/* The same of one about answers. */
struct condition *condition_parse_answer(const char *text, GError **error);
void condition_free(struct condition *condition);
AUTOPTR_DEFINE(condition, condition_free)

/*
 * Whether it holds. event: with its contact, or NULL if there is none; then
 * contact. If not, *why (may be NULL) is a sentence of the first part that did
 * not hold, owned: "nights is 2, wanted is nights >= 3".
 */
gboolean condition_holds(const struct condition *condition,
    const struct event *event, const struct contact *contact, char **why);

/* What is known of an answer. All borrowed. */
struct answer_facts {
	int score;  /* -1: there is none */
	int before; /* the same person's answer before; -1: there is none */
	const char *comment, *touchpoint, *channel; /* each may be NULL */
	const char *const *tags; /* NULL-terminated; NULL: none */
};

/* What "tag" or "touchpoint" is compared with in a condition about answers; of
 * const char *, borrowed of it. */
GPtrArray *condition_named_of_answers(const struct condition *condition,
    const char *key);

/* The same of a condition about answers. */
gboolean condition_holds_for(const struct condition *condition,
    const struct answer_facts *answer, const struct event *event,
    const struct contact *contact, char **why);

/*
 * The part of it by which those alone are asked who were content before
 * ("last_score >= 9", "complaints = 0"), as it was written; borrowed. NULL: it
 * has none, as far as names of attributes tell. See condition_bias.c.
 */
const char *condition_leaves_out_unhappy(const struct condition *condition);

#endif
