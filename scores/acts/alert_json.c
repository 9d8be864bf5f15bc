/*
 * alert_json.c - an alert as JSON for programs: what is known, as it is known,
 * but for the customer's addresses. Called by alert_hook.c. Pure.
 *
 * The form is a promise: members may come, none goes, and none changes what it
 * means (docs).
 */
#include <string.h>

#include "base/attributes.h"
#include "base/clock.h"
#include "base/money.h"
#include "scores/acts/alert_internal.h"

/* Numbers as they were read. */
#define AS_READ (JSON_COMPACT | JSON_REAL_PRECISION(15))

char *
alert_id(const struct alert_about *about, const char *provider)
{
	const struct fresh *fresh = about->fresh;
	g_autofree char *named = g_strdup_printf("%" G_GINT64_FORMAT
	    ":%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ":%d:%zu:%s:%s:%s",
	    fresh->response_id, fresh->response_id == 0 ? fresh->reply_id : 0,
	    fresh->answered_at, fresh->score, strlen(about->team->name),
	    about->team->name, provider,
	    fresh->touchpoint != NULL ? fresh->touchpoint : "");
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256,
	    named, -1);

	return g_strdup_printf("alert_%.32s", hash);
}

/* NULL is null. */
static void
set(json_t *object, const char *key, const char *text)
{
	g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, -1) :
						NULL;

	json_object_set_new(object, key,
	    valid != NULL ? json_string(valid) : json_null());
}

static void
set_score(json_t *object, const char *key, int score)
{
	json_object_set_new(object, key,
	    score >= 0 ? json_integer(score) : json_null());
}

static void
set_moment(json_t *object, const char *key, gint64 at)
{
	g_autofree char *text = time_format(at);

	set(object, key, text);
}

static json_t *
contact_json(const struct contact *contact)
{
	json_t *object;

	if (contact->id == 0)
		return json_null();
	object = json_object();
	set(object, "name", contact->name);
	set(object, "language", contact->language);
	json_object_set_new(object, "attributes",
	    attributes_object(contact->attributes));
	return object;
}

static json_t *
event_json(const struct event *event)
{
	json_t *object;

	if (event->id == 0)
		return json_null();
	object = json_object();
	set(object, "type", event->type);
	set(object, "reference", event->reference);
	set(object, "source", event->source);
	set_moment(object, "at", event->occurred_at);
	json_object_set_new(object, "attributes",
	    attributes_object(event->attributes));
	return object;
}

static json_t *
case_json(const struct act *act)
{
	json_t *object;

	if (act->case_id == 0)
		return json_null();
	object = json_object();
	json_object_set_new(object, "number", json_integer(act->case_id));
	json_object_set_new(object, "new", json_boolean(act->is_new));
	if (act->is_new) {
		set(object, "owner", act->owner);
		set_moment(object, "due_at", act->new_case.due_at);
	}
	return object;
}

static json_t *
tags_json(const GPtrArray *tags)
{
	json_t *list = json_array();

	for (guint i = 0; i < tags->len; i++) {
		const struct act_tag *tag = tags->pdata[i];

		json_array_append_new(list, json_string(tag->tag));
	}
	return list;
}

static void
set_value(json_t *data, const struct alert_about *about)
{
	g_autofree char *value = alert_value(about);
	gint64 micro;

	if (value != NULL && money_parse(value, &micro, NULL))
		json_object_set_new(data, "value",
		    json_real((double)micro / (double)MONEY_UNIT));
	else
		json_object_set_new(data, "value", json_null());
	set(data, "currency", about->settings->scoring.currency);
}

static json_t *
data_json(const struct alert_about *about)
{
	const struct fresh *fresh = about->fresh;
	json_t *data = json_object();

	set(data, "team", about->team->name);
	set(data, "touchpoint", fresh->touchpoint);
	set(data, "channel",
	    fresh->channel != CHANNEL_NONE ? channel_name(fresh->channel) :
					     NULL);
	set_score(data, "score", fresh->score);
	set_score(data, "before", fresh->before);
	set(data, "comment", fresh->comment);
	if (fresh->response_id == 0)
		set(data, "concern", concern_name(fresh->concern));
	json_object_set_new(data, "tags", tags_json(about->act->tags));
	set_value(data, about);
	json_object_set_new(data, "contact",
	    contact_json(&fresh->event->contact));
	json_object_set_new(data, "event", event_json(fresh->event));
	json_object_set_new(data, "case", case_json(about->act));
	return data;
}

char *
alert_json(const struct alert_about *about, const char *id)
{
	json_t *root = json_object();
	char *text, *copy;

	set(root, "type",
	    about->fresh->response_id != 0 ? "answer.alert" : "reply.alert");
	set(root, "id", id);
	set_moment(root, "timestamp", about->fresh->answered_at);
	json_object_set_new(root, "data", data_json(about));
	text = json_dumps(root, AS_READ);
	json_decref(root);
	copy = g_strdup(text);
	free(text);
	return copy;
}
