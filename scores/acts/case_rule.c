/*
 * case_rule.c - see case_rule.h.
 */
#include "scores/acts/case_rule.h"

#include <string.h>

#include "base/attributes.h"
#include "base/config.h"

static char *
address_in(const char *attributes, const char *name)
{
	json_t *object = attributes_object(attributes);
	const char *text = json_string_value(json_object_get(object, name));
	g_autofree char *address = g_strdup(text != NULL ? text : "");

	json_decref(object);
	g_strstrip(address);
	/* An attribute is whatever somebody has imported. */
	return strchr(address, '<') == NULL &&
		config_address_check(address, NULL) ?
	    g_steal_pointer(&address) :
	    NULL;
}

char *
case_owner(const struct settings *settings, const struct event *event)
{
	const char *name = settings->cases.owner;
	const char *of_contact = attributes_contact_name(name);
	char *owner = NULL;

	if (of_contact == NULL)
		owner = address_in(event->attributes, name);
	if (owner == NULL)
		owner = address_in(event->contact.attributes,
		    of_contact != NULL ? of_contact : name);
	return owner;
}

const struct team *
case_team(const struct settings *settings, const char *touchpoint)
{
	for (guint i = 0; i < settings->teams->len; i++) {
		const struct team *team = settings->teams->pdata[i];

		if (touchpoint != NULL ?
			team_has_touchpoint(team, touchpoint) :
			team->touchpoints[0] == NULL)
			return team;
	}
	return NULL;
}

static gboolean
is_low(const struct settings *settings, const struct answer_facts *answer,
    const struct event *event)
{
	return settings->cases.open != NULL && answer->score >= 0 &&
	    condition_holds_for(settings->cases.open, answer, event,
		&event->contact, NULL);
}

/* The answer that this one takes the place of. */
static gboolean
was_low(const struct settings *settings, const struct fresh *fresh,
    const struct answer_facts *answer)
{
	struct answer_facts earlier = *answer;

	earlier.score = fresh->earlier_score;
	earlier.comment = fresh->earlier_comment;
	return fresh->earlier_score >= 0 &&
	    is_low(settings, &earlier, fresh->event);
}

static char *
why_of(const struct fresh *fresh, enum case_cause cause)
{
	if (fresh->response_id == 0)
		return g_strdup_printf("a reply to look at: %s",
		    fresh->comment != NULL ? fresh->comment :
					     "nothing can be read in it");
	if (fresh->earlier_score >= 0 && fresh->earlier_score != fresh->score)
		return g_strdup_printf("the score is %d now, it was %d",
		    fresh->score, fresh->earlier_score);
	if (fresh->comment != NULL)
		return g_strdup_printf("score %d: %s", fresh->score,
		    fresh->comment);
	return g_strdup_printf("score %d%s", fresh->score,
	    cause == CASE_ALERT ? ", by a rule of alerts" : "");
}

static void
fill(const struct settings *settings, const struct fresh *fresh,
    enum case_cause cause, gint64 now_at, struct act *act)
{
	const struct team *team = case_team(settings, fresh->touchpoint);

	act->opens = TRUE;
	g_free(act->owner);
	g_free(act->why);
	act->owner = case_owner(settings, fresh->event);
	act->why = why_of(fresh, cause);
	act->new_case = (struct new_case){
		.cause = cause,
		.touchpoint = fresh->touchpoint,
		.contact_id = fresh->event->contact.id,
		.invitation_id = fresh->invitation_id,
		.response_id = fresh->response_id,
		.reply_id = fresh->reply_id,
		.team = team != NULL ? team->name : NULL,
		.owner = act->owner,
		.opened_at = now_at,
		.why = act->why,
	};
	settings_case_times(settings, fresh->answered_at, now_at,
	    &act->new_case.due_at, &act->new_case.remind_at);
}

void
case_rule(const struct settings *settings, const struct fresh *fresh,
    const struct answer_facts *answer, gboolean alerted, gint64 now_at,
    struct act *act)
{
	gboolean low, again;

	act->opens = FALSE;
	if (fresh->response_id == 0) {
		fill(settings, fresh, CASE_REPLY, now_at, act);
		return;
	}
	low = is_low(settings, answer, fresh->event);
	again = was_low(settings, fresh, answer);
	if (!low && !alerted && !again)
		return;
	fill(settings, fresh, low || again ? CASE_SCORE : CASE_ALERT, now_at,
	    act);
	act->new_case.joins_only = again && !alerted;
	/* Its reply is that of the answer: what it says stands there. */
	act->new_case.reply_id = 0;
}
