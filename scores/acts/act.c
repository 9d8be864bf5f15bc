/*
 * act.c - see act.h. Called by works.c, once replies are read.
 *
 * Who is to be told is decided anew as the mails are written: what is decided
 * follows from the same facts.
 */
#include "scores/acts/act.h"

#include <string.h>

#include "base/tag_rule.h"
#include "scores/acts/alert.h"
#include "scores/acts/case_rule.h"

struct acting {
	const struct act_source *source;
	gint64 now_at;
	GError *error; /* the first failure of a renderer */
};

/* What is known of an answer; tags: NULL-terminated names, borrowed. */
struct known {
	struct answer_facts answer, earlier;
	GPtrArray *tags, *earlier_tags;
};

/* Those that were put just now. */
static GPtrArray *
tags_of(const struct act *act)
{
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < act->tags->len; i++) {
		const struct act_tag *tag = act->tags->pdata[i];

		g_ptr_array_add(names, tag->tag);
	}
	g_ptr_array_add(names, NULL);
	return names;
}

/* Those that the answer before had called for. */
static GPtrArray *
earlier_tags_of(const struct settings *settings, const struct fresh *fresh)
{
	g_autoptr(GPtrArray) hits = settings_tags_of(settings,
	    fresh->earlier_comment, fresh->event->contact.language);
	GPtrArray *names = g_ptr_array_new();

	for (guint i = 0; i < hits->len; i++) {
		const struct tag_hit *hit = hits->pdata[i];

		g_ptr_array_add(names, (gpointer)hit->tag);
	}
	g_ptr_array_add(names, NULL);
	return names;
}

static struct answer_facts
facts_of(const struct fresh *fresh, int score, const char *comment,
    const GPtrArray *tags)
{
	return (struct answer_facts){
		.score = score,
		.before = fresh->before,
		.comment = comment,
		.touchpoint = fresh->touchpoint,
		.channel = fresh->channel != CHANNEL_NONE ?
		    channel_name(fresh->channel) :
		    NULL,
		.tags = (const char *const *)tags->pdata,
	};
}

/* Borrows of the act. */
static void
known_begin(struct known *known, const struct settings *settings,
    const struct fresh *fresh, const struct act *act)
{
	known->tags = tags_of(act);
	known->earlier_tags = earlier_tags_of(settings, fresh);
	known->answer = facts_of(fresh, fresh->score, fresh->comment,
	    known->tags);
	known->earlier = facts_of(fresh, fresh->earlier_score,
	    fresh->earlier_comment, known->earlier_tags);
}

static void
known_end(struct known *known)
{
	g_ptr_array_unref(known->tags);
	g_ptr_array_unref(known->earlier_tags);
}

static GPtrArray *
find_alerts(const struct acting *acting, const struct fresh *fresh,
    const struct known *known)
{
	return alerts_of(acting->source->settings, fresh, &known->answer,
	    fresh->earlier_score >= 0 ? &known->earlier : NULL, acting->now_at);
}

static void
add_tags(const struct settings *settings, const struct fresh *fresh,
    struct act *act)
{
	g_autoptr(GPtrArray) hits = settings_tags_of(settings, fresh->comment,
	    fresh->event->contact.language);

	for (guint i = 0; fresh->response_id != 0 && i < hits->len; i++) {
		const struct tag_hit *hit = hits->pdata[i];
		struct act_tag *tag = g_new0(struct act_tag, 1);

		tag->tag = g_strdup(hit->tag);
		tag->source = g_strdup(hit->source);
		g_ptr_array_add(act->tags, tag);
	}
}

static void
decide(const struct fresh *fresh, struct act *act, gpointer user)
{
	struct acting *acting = user;
	const struct settings *settings = acting->source->settings;
	g_autoptr(GPtrArray) alerts = NULL;
	struct known known;

	add_tags(settings, fresh, act);
	known_begin(&known, settings, fresh, act);
	alerts = find_alerts(acting, fresh, &known);
	case_rule(settings, fresh, &known.answer,
	    fresh->response_id != 0 && alerts->len > 0, acting->now_at, act);
	known_end(&known);
}

/* One that cannot be written must not hold up the others: NULL is left out. */
static void
add_message(struct acting *acting, struct act *act, struct act_message *message,
    GError *error)
{
	if (message != NULL)
		g_ptr_array_add(act->messages, message);
	else if (acting->error == NULL)
		acting->error = error;
	else
		g_error_free(error);
}

static void
tell_team(struct acting *acting, const struct fresh *fresh, struct act *act,
    const struct alert *alert)
{
	const struct alert_about about = {
		.settings = acting->source->settings,
		.catalog = acting->source->catalog,
		.team = alert->team,
		.fresh = fresh,
		.act = act,
		.now_at = acting->now_at,
	};
	GError *error;

	for (guint i = 0; i < alert->people->len; i++) {
		error = NULL;
		add_message(acting, act,
		    alert_mail(&about, alert->people->pdata[i], &error), error);
	}
	for (guint i = 0; i < alert->hooks->len; i++) {
		error = NULL;
		add_message(acting, act,
		    alert_hook(&about, alert->hooks->pdata[i], &error), error);
	}
}

static void
tell(const struct fresh *fresh, struct act *act, gpointer user)
{
	struct acting *acting = user;
	g_autoptr(GPtrArray) alerts = NULL;
	struct known known;

	known_begin(&known, acting->source->settings, fresh, act);
	alerts = find_alerts(acting, fresh, &known);
	if (act->is_new && act->owner != NULL)
		alerts_add_person(alerts, act->owner);
	for (guint i = 0; i < alerts->len; i++)
		tell_team(acting, fresh, act, alerts->pdata[i]);
	known_end(&known);
}

gboolean
act_turn(const struct act_source *source, gint64 now_at, guint limit,
    guint *acted, char **trouble, GError **error)
{
	struct acting acting = { .source = source, .now_at = now_at };
	const struct act_judge judge = { .decide = decide,
		.tell = tell,
		.user = &acting };
	gboolean ok = store_act(source->store, limit, &judge, now_at, acted,
	    error);

	*trouble = acting.error != NULL ? g_strdup(acting.error->message) :
					  NULL;
	g_clear_error(&acting.error);
	return ok;
}
