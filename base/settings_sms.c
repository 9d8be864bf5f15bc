/*
 * settings_sms.c - the section [sms]: its keys, what they may be, and the
 * struct texting that is built of it.
 *
 * What follows from them is scheduler/texting.c's. Called by settings.c.
 */
#include "base/settings_internal.h"

#include <string.h>

#include "base/phone.h"

#define MAX_TEXTS 1000000000

const struct config_key settings_sms_keys[] = {
	{ .name = "country",
	    .type = CONFIG_TEXT,
	    .example = "FI",
	    .help = "Home, by its code of two letters (ISO 3166). Numbers "
		    "without + and country code are of it. Without it such "
		    "numbers are refused." },
	{ .name = "countries",
	    .type = CONFIG_LIST,
	    .example = "FI, SE, EE",
	    .help = "Where texts may go. Home alone, if it is left out." },
	{ .name = "hours",
	    .type = CONFIG_HOURS,
	    .fallback = "08:00-21:00",
	    .help = "When a question may leave, by the clock of who gets it: "
		    "of the zone that is known of the customer, else in all "
		    "zones where the number may be. Answers to a text leave at "
		    "any time." },
	{ .name = "consent",
	    .type = CONFIG_CHOICE,
	    .fallback = "none",
	    .choices = (const char *const[]){ "none", "required", NULL },
	    .help = "`required`: only who has agreed to texts is asked by "
		    "text, as many countries demand." },
	{ .name = "consent_attribute",
	    .type = CONFIG_TEXT,
	    .fallback = "sms_consent",
	    .help = "The attribute of the customer or the event that says so: "
		    "yes, true or 1." },
	{ .name = "conversation",
	    .type = CONFIG_DURATION,
	    .fallback = "24 hours",
	    .min = 60,
	    .max = 30 * 24 * 60 * 60,
	    .help = "How long a talk is open after its question. So long that "
		    "number is asked nothing else by text, and a new score "
		    "counts in place of the one before." },
	{ .name = "stop",
	    .type = CONFIG_CHOICE,
	    .fallback = "sms",
	    .choices = (const char *const[]){ "sms", "all", NULL },
	    .help = "What STOP by text ends: texts alone, or mails to the "
		    "same customer too." },
	{ .name = "price",
	    .type = CONFIG_MONEY,
	    .example = "0.079",
	    .help = "What one segment of a text costs. Not known, if it is "
		    "left out." },
	{ .name = "currency",
	    .type = CONFIG_TEXT,
	    .fallback = "EUR",
	    .help = "Of the price and the budget: a code of three letters "
		    "(ISO 4217)." },
	{ .name = "budget",
	    .type = CONFIG_MONEY,
	    .example = "50",
	    .help = "The most that texts may cost a day; it needs a price. "
		    "Before a text would pass it, the fuse blows: no text "
		    "leaves, on whatever day, until you have looked and said "
		    "`dripscore fuse --reset`. The admin is told." },
	{ .name = "max_per_number",
	    .type = CONFIG_INTEGER,
	    .fallback = "10",
	    .max = MAX_TEXTS,
	    .help = "Texts a day to one number. 0: any number of them." },
	{ .name = "max_per_prefix",
	    .type = CONFIG_INTEGER,
	    .fallback = "1000",
	    .max = MAX_TEXTS,
	    .help = "Texts a day to all numbers that differ in the last four "
		    "digits alone: who pumps texts for money uses such. 0: "
		    "any number of them." },
	{ .name = "max_per_day",
	    .type = CONFIG_INTEGER,
	    .fallback = "0",
	    .max = MAX_TEXTS,
	    .help = "Texts a day in all. 0: any number of them." },
	{ 0 },
};

static void
check_country(const struct config_section *section, const char *key,
    const char *code, GPtrArray *mistakes)
{
	g_autofree char *upper = g_ascii_strup(code, -1);
	gboolean near = phone_is_country(upper);

	if (near && strcmp(code, upper) == 0)
		return;
	config_mistake(section, key, mistakes,
	    "\"%s\" is no country%s%s%s; allowed are codes of two capital "
	    "letters such as FI",
	    code, near ? ", did you mean \"" : "", near ? upper : "",
	    near ? "\"?" : "");
}

gboolean
settings_is_currency(const char *code)
{
	return strspn(code, G_CSET_A_2_Z) == 3 && code[3] == '\0';
}

void
settings_sms_check(const struct config_section *section, gboolean whole,
    GPtrArray *mistakes)
{
	const char *country = config_text(section, "country");
	const char *currency = config_text(section, "currency");
	const char *const *countries = config_list(section, "countries");

	if (country != NULL)
		check_country(section, "country", country, mistakes);
	for (; *countries != NULL; countries++)
		check_country(section, "countries", *countries, mistakes);
	if (currency != NULL && !settings_is_currency(currency))
		config_mistake(section, "currency", mistakes,
		    "\"%s\" is no currency; allowed are codes of three "
		    "capital letters such as EUR",
		    currency);
	if (whole && config_number(section, "budget") > 0 &&
	    config_number(section, "price") == 0)
		config_mistake(section, "budget", mistakes,
		    "without a price nobody knows when it is spent; allowed "
		    "is a budget with a price above 0");
}

void
settings_sms_build(struct texting *texting,
    const struct config_section *section)
{
	const char *const *countries = config_list(section, "countries");
	const char *country = config_text(section, "country");
	const char *const home[] = { country, NULL };

	texting->country = g_strdup(country);
	texting->countries = g_strdupv(
	    (char **)(*countries != NULL ? countries : home));
	hours_parse(config_text(section, "hours"), &texting->hours, NULL);
	texting->consent_required = strcmp(config_text(section, "consent"),
					"required") == 0;
	texting->consent_attribute = g_strdup(
	    config_text(section, "consent_attribute"));
	texting->conversation_s = config_number(section, "conversation");
	texting->stop_closes_mail = strcmp(config_text(section, "stop"),
					"all") == 0;
	texting->price_micro = config_number(section, "price");
	texting->currency = g_strdup(config_text(section, "currency"));
	texting->budget_micro = config_number(section, "budget");
	texting->max_per_number = (guint)config_number(section,
	    "max_per_number");
	texting->max_per_prefix = (guint)config_number(section,
	    "max_per_prefix");
	texting->max_per_day = (guint)config_number(section, "max_per_day");
}

void
settings_sms_clear(struct texting *texting)
{
	g_free(texting->country);
	g_strfreev(texting->countries);
	g_free(texting->consent_attribute);
	g_free(texting->currency);
}
