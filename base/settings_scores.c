/*
 * settings_scores.c - the section [scores]: its keys, what they may be, and the
 * struct scoring that is built of it.
 *
 * Which attributes the store keeps counts for follows from `by`; it is the
 * store's to do. Called by settings.c.
 */
#include "base/settings_internal.h"

#include <string.h>

static const char *const months[] = { "January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December", NULL };

/* What answers are counted by beside attributes. */
static const char *const facets[] = { "touchpoint", "team", "channel",
	"language", "source", "tag", NULL };

const struct config_key settings_scores_keys[] = {
	{ .name = "by",
	    .type = CONFIG_LIST,
	    .example = "country, plan",
	    .help = "Attributes of events and contacts that answers are "
		    "counted by as they come in, named as in `where`: so that "
		    "`dripscore score --by country` is quick however many "
		    "answers there are. By others it can be asked, too, and "
		    "takes its time." },
	{ .name = "min_answers",
	    .type = CONFIG_INTEGER,
	    .fallback = "5",
	    .min = 1,
	    .max = 1000,
	    .help = "Groups with fewer answers are not shown, only their "
		    "number: a score of three people is gossip." },
	{ .name = "bands",
	    .type = CONFIG_LIST,
	    .fallback = "good 0, very good 30, excellent 70",
	    .help = "What a score is called from which number on, rising. "
		    "Below the first it has no name." },
	{ .name = "fiscal_year",
	    .type = CONFIG_CHOICE,
	    .fallback = "January",
	    .choices = months,
	    .help = "The month in which it begins. A fiscal year is named "
		    "after the calendar year in which it ends: with April, "
		    "fy2026 is April 2025 to March 2026." },
	{ .name = "value",
	    .type = CONFIG_TEXT,
	    .fallback = "value",
	    .help = "The attribute that says what a customer is worth, a "
		    "decimal number, named as in `where`: for the revenue "
		    "that detractors hold." },
	{ .name = "currency",
	    .type = CONFIG_TEXT,
	    .example = "EUR",
	    .help = "What that number is shown with." },
	{ 0 },
};

/* "very good 30": its last word is the number. */
static gboolean
band_parse(const char *text, struct score_band *band)
{
	const char *blank = strrchr(text, ' ');
	gint64 from;

	if (blank == NULL ||
	    !g_ascii_string_to_signed(blank + 1, 10, -100, 100, &from, NULL))
		return FALSE;
	band->name = g_strstrip(g_strndup(text, (gsize)(blank - text)));
	band->from = (int)from;
	return TRUE;
}

static void
check_bands(const struct config_section *section, GPtrArray *mistakes)
{
	int before = -101;

	for (const char *const *text = config_list(section, "bands");
	     *text != NULL; text++) {
		struct score_band band = { 0 };

		if (!band_parse(*text, &band)) {
			config_mistake(section, "bands", mistakes,
			    "\"%s\" is no name with a score behind it; allowed "
			    "are such as \"good 0\", -100 to 100",
			    *text);
			continue;
		}
		if (band.from <= before)
			config_mistake(section, "bands", mistakes,
			    "\"%s\" does not rise above the one before it; "
			    "allowed are rising numbers",
			    *text);
		before = band.from;
		g_free(band.name);
	}
}

/* One name that a condition may compare, and nothing beside it. */
static void
check_attribute(const struct config_section *section, const char *key,
    const char *name, GPtrArray *mistakes)
{
	g_autofree char *compared = g_strconcat(name, " = x", NULL);
	g_autoptr(condition) condition = NULL;
	g_autoptr(GError) error = NULL;
	const char *quote = strchr(name, '"');
	gsize n = quote != NULL ? (gsize)(quote - name) : strlen(name);

	if (strcspn(name, " \t()=!<>") < n ||
	    (quote != NULL && name[strlen(name) - 1] != '"')) {
		config_mistake(section, key, mistakes,
		    "\"%s\" is no attribute; allowed are names such as "
		    "country, contact.plan or event.\"nights booked\"",
		    name);
		return;
	}
	condition = condition_parse(compared, &error);
	if (condition == NULL)
		config_mistake(section, key, mistakes, "\"%s\": %s", name,
		    error->message);
}

void
settings_scores_check(const struct config_section *section,
    GPtrArray *mistakes)
{
	const char *value = config_text(section, "value");
	const char *currency = config_text(section, "currency");

	for (const char *const *name = config_list(section, "by");
	     *name != NULL; name++) {
		if (g_strv_contains(facets, *name))
			config_mistake(section, "by", mistakes,
			    "answers are counted by %s anyway; allowed are "
			    "attributes of events and contacts",
			    *name);
		else
			check_attribute(section, "by", *name, mistakes);
	}
	check_bands(section, mistakes);
	if (value != NULL)
		check_attribute(section, "value", value, mistakes);
	if (currency != NULL && !settings_is_currency(currency))
		config_mistake(section, "currency", mistakes,
		    "\"%s\" is no currency; allowed are codes of three "
		    "letters, as EUR",
		    currency);
}

void
settings_scores_build(struct scoring *scoring,
    const struct config_section *section)
{
	const char *month = config_text(section, "fiscal_year");
	const char *const *bands = config_list(section, "bands");
	guint n = g_strv_length((char **)bands);

	scoring->by = g_strdupv((char **)config_list(section, "by"));
	scoring->min_answers = (guint)config_number(section, "min_answers");
	scoring->bands = g_new0(struct score_band, n + 1);
	for (guint i = 0; i < n; i++)
		band_parse(bands[i], &scoring->bands[i]);
	for (guint i = 0; months[i] != NULL; i++)
		if (strcmp(months[i], month) == 0)
			scoring->fiscal_month = i + 1;
	scoring->value = g_strdup(config_text(section, "value"));
	scoring->currency = g_strdup(config_text(section, "currency"));
}

void
settings_scores_clear(struct scoring *scoring)
{
	g_strfreev(scoring->by);
	for (struct score_band *band = scoring->bands;
	     band != NULL && band->name != NULL; band++)
		g_free(band->name);
	g_free(scoring->bands);
	g_free(scoring->value);
	g_free(scoring->currency);
}
