/*
 * alert_mail.c - an alert as a mail: its template filled. Called by act.c.
 */
#include <string.h>

#include "scores/acts/alert_internal.h"
#include "scores/table/plain.h"
#include "templates/colour.h"

#define TEMPLATE "alert"
#define PLAIN_COLUMNS 72
#define COMMENT_INDENT "    "

static const struct {
	const char *band, *colour, *tint, *ink;
} paints[] = {
	{ "promoter", "#1f8f5f", "#d9f2e6", "#0b4a2f" },
	{ "passive", "#87919d", "#e6e9ed", "#353c44" },
	{ "detractor", "#cf4a36", "#fbe1dc", "#7a1d10" },
};

gboolean
alert_is_answerable(const struct alert_about *about)
{
	return about->act->case_id != 0 &&
	    about->fresh->event->contact.email != NULL &&
	    about->settings->reply_address != NULL;
}

static void
set(json_t *object, const char *key, const char *text)
{
	if (text != NULL)
		json_object_set_new(object, key, json_string(text));
}

static void
set_wrapped(json_t *object, const char *key, const char *text,
    const char *indent)
{
	g_autofree char *wrapped = text != NULL ?
	    plain_wrap(text, indent, PLAIN_COLUMNS) :
	    NULL;

	set(object, key, wrapped);
}

static void
set_brand(json_t *context, const struct organisation *organisation)
{
	json_t *us = json_object();
	json_t *brand = json_object();

	set(us, "name", organisation->name);
	set(brand, "colour", organisation->brand_colour);
	set(brand, "colour_text",
	    colour_of_text_on(organisation->brand_colour));
	set(brand, "logo_url", organisation->logo_url);
	json_object_set_new(context, "organisation", us);
	json_object_set_new(context, "brand", brand);
}

static void
set_facts(json_t *context, const GPtrArray *facts)
{
	json_t *list = json_array();

	for (guint i = 0; i < facts->len; i++) {
		const struct alert_fact *fact = facts->pdata[i];
		g_autofree char *both = g_strconcat(fact->label, ": ",
		    fact->value, NULL);
		json_t *one = json_object();

		set(one, "label", fact->label);
		set(one, "value", fact->value);
		set_wrapped(one, "wrapped", both, "");
		json_array_append_new(list, one);
	}
	json_object_set_new(context, "facts", list);
}

static void
set_score(json_t *context, int score, const char *band)
{
	for (gsize i = 0; band != NULL && i < G_N_ELEMENTS(paints); i++) {
		if (strcmp(paints[i].band, band) != 0)
			continue;
		set(context, "class", band);
		set(context, "colour", paints[i].colour);
		set(context, "tint", paints[i].tint);
		set(context, "ink", paints[i].ink);
		json_object_set_new(context, "score", json_integer(score));
	}
}

static json_t *
context_of(const struct alert_about *about, const struct alert_words *words)
{
	json_t *context = json_object();

	set_brand(context, &about->settings->organisation);
	set(context, "team", about->team->name);
	set(context, "touchpoint", about->fresh->touchpoint);
	set(context, "who", words->who);
	set(context, "headline", words->headline);
	set(context, "fall", words->fall);
	set(context, "comment", words->comment);
	set_wrapped(context, "comment_wrapped", words->comment, COMMENT_INDENT);
	set(context, "nothing", words->nothing);
	set(context, "case_line", words->case_line);
	set_wrapped(context, "case_wrapped", words->case_line, "");
	set(context, "answer", words->answer);
	set_wrapped(context, "answer_wrapped", words->answer, "");
	set(context, "reason", words->reason);
	set_wrapped(context, "reason_wrapped", words->reason, "");
	set_score(context, about->fresh->score, words->band);
	set_facts(context, words->facts);
	return context;
}

struct act_message *
alert_mail(const struct alert_about *about, const char *recipient,
    GError **error)
{
	g_autoptr(alert_words) words = alert_words_new(about, error);
	struct rendered rendered = { 0 };
	struct act_message *message;
	json_t *context;
	gboolean ok;

	if (words == NULL)
		return NULL;
	context = context_of(about, words);
	ok = catalog_render(about->catalog, TEMPLATE, words->language, context,
	    NULL, &rendered, error);
	json_decref(context);
	if (!ok)
		return NULL;
	message = g_new0(struct act_message, 1);
	message->channel = CHANNEL_EMAIL;
	message->recipient = g_strdup(recipient);
	message->subject = g_steal_pointer(&rendered.subject);
	message->text = g_steal_pointer(&rendered.text);
	message->html = g_steal_pointer(&rendered.html);
	message->of_case = alert_is_answerable(about);
	return message;
}
