/*
 * alert.c - see alert.h.
 */
#include "scores/acts/alert.h"

#include <string.h>

#include "base/mail_address.h"
#include "scores/acts/case_rule.h"

void
alert_free(struct alert *alert)
{
	if (alert == NULL)
		return;
	g_ptr_array_unref(alert->people);
	g_ptr_array_unref(alert->hooks);
	g_free(alert);
}

static struct alert *
alert_new(const struct team *team)
{
	struct alert *alert = g_new0(struct alert, 1);

	alert->team = team;
	alert->people = g_ptr_array_new_with_free_func(g_free);
	alert->hooks = g_ptr_array_new();
	return alert;
}

static gboolean
holds(const struct team *team, const struct answer_facts *answer,
    const struct event *event)
{
	return condition_holds_for(team->alert, answer, event, &event->contact,
	    NULL);
}

/* Words without a score, or of somebody else. Whose number was unclear is
 * asked; what cannot be read tells nothing. */
static gboolean
is_for_people(enum concern concern)
{
	return concern == CONCERN_NO_SCORE || concern == CONCERN_OTHER;
}

static gboolean
hears(const struct team *team, const struct fresh *fresh,
    const struct answer_facts *answer, const struct answer_facts *earlier)
{
	if (team->alert == NULL || fresh->touchpoint == NULL ||
	    !team_has_touchpoint(team, fresh->touchpoint))
		return FALSE;
	if (fresh->response_id == 0)
		return is_for_people(fresh->concern);
	if (!holds(team, answer, fresh->event))
		return FALSE;
	return earlier == NULL || answer->score < earlier->score ||
	    !holds(team, earlier, fresh->event);
}

/* Without a display name, "Eve <eve@example.com>". */
static char *
bare(const char *written)
{
	const char *begin = strrchr(written, '<');
	const char *end = begin != NULL ? strchr(begin, '>') : NULL;

	return end != NULL ? g_strndup(begin + 1, (gsize)(end - begin - 1)) :
			     g_strdup(written);
}

static gboolean
is_among(const GPtrArray *people, const char *address)
{
	g_autofree char *wanted = bare(address);

	for (guint i = 0; i < people->len; i++) {
		g_autofree char *known = bare(people->pdata[i]);

		if (mail_address_is_same(known, wanted))
			return TRUE;
	}
	return FALSE;
}

static gboolean
hears_already(const GPtrArray *alerts, const char *address)
{
	for (guint i = 0; i < alerts->len; i++) {
		const struct alert *alert = alerts->pdata[i];

		if (is_among(alert->people, address))
			return TRUE;
	}
	return FALSE;
}

/* *anybody: whoever it is, he hears of it, if by another team. */
static void
add_person(const GPtrArray *alerts, struct alert *alert, const char *address,
    gboolean *anybody)
{
	if (address == NULL)
		return;
	*anybody = TRUE;
	if (!hears_already(alerts, address) &&
	    !is_among(alert->people, address))
		g_ptr_array_add(alert->people, g_strdup(address));
}

static void
add_one(const GPtrArray *alerts, struct alert *alert,
    const struct settings *settings, const struct fresh *fresh,
    const char *word, gboolean *anybody)
{
	g_autofree char *owner = NULL;

	if (strcmp(word, TEAM_ALERT_OWNER) == 0) {
		owner = case_owner(settings, fresh->event);
		add_person(alerts, alert, owner, anybody);
	} else if (strchr(word, '@') != NULL) {
		add_person(alerts, alert, word, anybody);
	} else {
		g_ptr_array_add(alert->hooks, (gpointer)word);
		*anybody = TRUE;
	}
}

GPtrArray *
alerts_of(const struct settings *settings, const struct fresh *fresh,
    const struct answer_facts *answer, const struct answer_facts *earlier,
    gint64 now_at)
{
	GPtrArray *alerts = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)alert_free);

	if (now_at - fresh->answered_at > ALERT_LATE_S)
		return alerts;
	for (guint i = 0; i < settings->teams->len; i++) {
		const struct team *team = settings->teams->pdata[i];
		struct alert *alert;
		gboolean anybody = FALSE;

		if (!hears(team, fresh, answer, earlier))
			continue;
		alert = alert_new(team);
		for (char **word = team->alert_to; *word != NULL; word++)
			add_one(alerts, alert, settings, fresh, *word,
			    &anybody);
		for (char **to = team->to; !anybody && *to != NULL; to++)
			add_person(alerts, alert, *to, &(gboolean){ FALSE });
		g_ptr_array_add(alerts, alert);
	}
	return alerts;
}

void
alerts_add_person(const GPtrArray *alerts, const char *address)
{
	const struct alert *first;

	if (alerts->len == 0 || hears_already(alerts, address))
		return;
	first = alerts->pdata[0];
	g_ptr_array_add(first->people, g_strdup(address));
}
