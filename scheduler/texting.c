/*
 * texting.c - see texting.h. Knows no quiet hours (window.h) and no opt-outs
 * (the store). Called by cadence.c, and by drip_text.c for the charge.
 */
#include "scheduler/texting.h"

#include <string.h>

#include "base/attributes.h"
#include "base/gsm.h"
#include "base/phone.h"
#include "base/timezone.h"

enum consent {
	CONSENT_UNSAID,
	CONSENT_YES,
	CONSENT_NO,
};

static enum consent
consent_of_text(const char *text)
{
	static const char *const words[] = { "yes", "true", "1", NULL };
	g_autofree char *word = g_strstrip(g_ascii_strdown(text, -1));

	return g_strv_contains(words, word) ? CONSENT_YES : CONSENT_NO;
}

static enum consent
consent_of_value(const json_t *value)
{
	if (value == NULL || json_is_null(value))
		return CONSENT_UNSAID;
	if (json_is_string(value))
		return consent_of_text(json_string_value(value));
	if (json_is_integer(value))
		return json_integer_value(value) == 1 ? CONSENT_YES :
							CONSENT_NO;
	return json_is_true(value) ? CONSENT_YES : CONSENT_NO;
}

/* attributes: a JSON object, or NULL. */
static enum consent
consent_in(const char *attributes, const char *name)
{
	json_t *object = attributes_object(attributes);
	enum consent consent = consent_of_value(json_object_get(object, name));

	json_decref(object);
	return consent;
}

/* Whoever says no, it counts: which of the two was said last is not known. */
static enum consent
consent_of_both(enum consent one, enum consent other)
{
	if (one == CONSENT_NO || other == CONSENT_NO)
		return CONSENT_NO;
	return one != CONSENT_UNSAID ? one : other;
}

static char *
consent_refusal(const struct texting *texting, const struct contact *contact,
    const struct event *event)
{
	const char *name = texting->consent_attribute;

	if (!texting->consent_required)
		return NULL;
	switch (consent_of_both(consent_in(contact->attributes, name),
	    consent_in(event->attributes, name))) {
	case CONSENT_YES:
		return NULL;
	case CONSENT_NO:
		return g_strdup_printf("no consent to texts: %s does not say "
				       "yes",
		    name);
	case CONSENT_UNSAID:
		return g_strdup_printf("no consent to texts: %s is not there",
		    name);
	}
	g_assert_not_reached();
}

static char *
country_refusal(const struct texting *texting, const struct phone_facts *facts)
{
	g_autofree char *allowed = NULL;

	if (g_strv_contains((const char *const *)texting->countries,
		facts->country))
		return NULL;
	allowed = g_strjoinv(", ", texting->countries);
	return g_strdup_printf("the number is of %s; texts may go to %s",
	    facts->country[0] != '\0' ? facts->country : "no country",
	    *allowed != '\0' ? allowed : "no country");
}

static char *
number_refusal(const struct texting *texting, const char *number,
    gboolean has_texted)
{
	struct phone_facts facts;

	phone_look(number, &facts);
	switch (facts.kind) {
	case PHONE_UNKNOWN:
		return g_strdup("the number is none that can exist");
	case PHONE_PREMIUM:
		return g_strdup("the number is a premium or shared-cost one");
	case PHONE_FIXED:
		if (!has_texted)
			return g_strdup("the number is a fixed line, and cannot"
					" get texts");
		break;
	case PHONE_MOBILE:
	case PHONE_OTHER:
		break;
	}
	return country_refusal(texting, &facts);
}

char *
texting_refusal(const struct settings *settings, const struct contact *contact,
    const struct event *event)
{
	char *refusal = consent_refusal(&settings->texting, contact, event);

	if (refusal != NULL)
		return refusal;
	if (contact->phone == NULL)
		return g_strdup("no phone number is known");
	return number_refusal(&settings->texting, contact->phone, FALSE);
}

char *
texting_answer_refusal(const struct settings *settings, const char *number)
{
	return number_refusal(&settings->texting, number, TRUE);
}

void
texting_charge(const struct settings *settings, const char *number,
    const char *text, gint64 now_at, struct text_charge *charge)
{
	const struct texting *texting = &settings->texting;
	struct gsm_size size;

	gsm_measure(text, &size);
	*charge = (struct text_charge){
		.number = number,
		.day = timezone_day(settings->organisation.zone, now_at),
		.cost_micro = size.segments * texting->price_micro,
		.max_per_number = texting->max_per_number,
		.max_per_prefix = texting->max_per_prefix,
		.max_per_day = texting->max_per_day,
		.budget_micro = texting->budget_micro,
	};
}
