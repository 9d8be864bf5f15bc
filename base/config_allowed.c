/*
 * config_allowed.c - what a key takes, in words: for errors and the manual.
 *
 * Called by config_value.c and config_manual*.c.
 */
#include "base/config_value.h"
#include "base/money.h"

static char *
number_text(const struct config_key *key, gint64 number)
{
	if (key->type == CONFIG_DURATION || key->type == CONFIG_DURATIONS)
		return config_duration_text(number);
	if (key->type == CONFIG_SIZE)
		return config_size_text(number);
	if (key->type == CONFIG_MONEY)
		return money_format(number, NULL);
	return g_strdup_printf("%" G_GINT64_FORMAT, number);
}

/* " from 1 hour to 7 days", or "" if there are no bounds. */
static char *
range_text(const struct config_key *key)
{
	g_autofree char *min = NULL, *max = NULL;

	if (key->min == 0 && key->max == 0)
		return g_strdup("");
	min = number_text(key, key->min);
	if (key->max < key->min)
		return g_strconcat(" of at least ", min, NULL);
	max = number_text(key, key->max);
	return g_strconcat(" from ", min, " to ", max, NULL);
}

/* prefix and the choices, or otherwise if there are none. */
static char *
choices_text(const struct config_key *key, const char *prefix,
    const char *otherwise)
{
	g_autofree char *choices = NULL;

	if (key->choices == NULL)
		return g_strdup(otherwise);
	choices = config_words_join(key->choices);
	return g_strconcat(prefix, choices, NULL);
}

char *
config_value_allowed(const struct config_key *key)
{
	g_autofree char *range = range_text(key);
	g_autofree char *words = NULL;

	switch (key->type) {
	case CONFIG_TEXT:
		return g_strdup("text");
	case CONFIG_LINES:
		return g_strdup("text, on several lines if need be");
	case CONFIG_INTEGER:
		return g_strconcat("a whole number", range, NULL);
	case CONFIG_DURATION:
		words = choices_text(key, ", or ", "");
		return g_strconcat("a duration with its unit", range,
		    ", as in \"2 hours\" or \"7 days\"", words, NULL);
	case CONFIG_DURATIONS:
		return g_strconcat("durations with their units, divided by "
				   "commas, each",
		    *range != '\0' ? range : " of any length", NULL);
	case CONFIG_SIZE:
		return g_strconcat("a size with its unit", range,
		    ", as in \"10 MiB\"", NULL);
	case CONFIG_BOOLEAN:
		return g_strdup("yes or no");
	case CONFIG_CHOICE:
		return choices_text(key, "", "a word");
	case CONFIG_LIST:
		return choices_text(key, "words divided by commas, each ",
		    "words divided by commas");
	case CONFIG_ADDRESS:
		return g_strdup("an e-mail address, with a name if you like, "
				"as in Name <name@example.com>");
	case CONFIG_ADDRESSES:
		return g_strdup("e-mail addresses divided by commas");
	case CONFIG_URL:
		return choices_text(key, "a URL whose scheme is ", "a URL");
	case CONFIG_PATH:
		return g_strdup("a path, relative to the folder of this file");
	case CONFIG_PATHS:
		return g_strdup("paths divided by commas, relative to the "
				"folder of this file");
	case CONFIG_SECRET_FILE:
		return g_strdup("a file whose first line is the secret, and "
				"that its owner alone can read");
	case CONFIG_TIMEZONE:
		return g_strdup("a time zone such as Europe/Helsinki");
	case CONFIG_LANGUAGE:
		return choices_text(key, "",
		    "a language such as en, pt or pt-BR");
	case CONFIG_COLOUR:
		return g_strdup("a colour such as #1a73e8");
	case CONFIG_RRULE:
		return g_strdup("a rule of RFC 5545 such as "
				"FREQ=WEEKLY;BYDAY=MO;BYHOUR=8");
	case CONFIG_MAPPING:
		return choices_text(key,
		    "lines of the form theirs -> ours, "
		    "with ours one of ",
		    "lines of the form theirs -> ours");
	case CONFIG_HOURS:
		return g_strdup("hours of the day such as 08:00-21:00");
	case CONFIG_MONEY:
		return g_strconcat("an amount of money", range,
		    ", as in \"0.079\"", NULL);
	case CONFIG_RATE:
		return g_strdup("a number per minute, hour or day, as in "
				"\"200/hour\"");
	case CONFIG_PERCENT:
		return g_strdup("a percentage from 1% to 100%");
	case CONFIG_CONDITION:
		return g_strdup("a condition such as plan = gold and "
				"nights >= 3");
	case CONFIG_ANSWERS:
		return choices_text(key,
		    "a condition about answers such as detractors, score <= 4 "
		    "or drop >= 4, or ",
		    "a condition about answers such as detractors, score <= 4 "
		    "or drop >= 4");
	case CONFIG_WEEK:
		return g_strdup("hours of the week such as Mon-Fri "
				"09:00-18:00, Sat 10:00-14:00");
	}
	g_assert_not_reached();
}

/* An example for each type, where the table has none of its own. */
static char *
type_example(const struct config_key *key)
{
	gint64 number = MAX(key->min, key->max == 0 ? key->min : 1);

	switch (key->type) {
	case CONFIG_TEXT:
	case CONFIG_LINES:
		return g_strdup("text");
	case CONFIG_INTEGER:
	case CONFIG_DURATION:
	case CONFIG_DURATIONS:
	case CONFIG_SIZE:
	case CONFIG_MONEY:
		return number_text(key, number);
	case CONFIG_BOOLEAN:
		return g_strdup("no");
	case CONFIG_CHOICE:
	case CONFIG_LIST:
		return g_strdup("word");
	case CONFIG_ADDRESS:
	case CONFIG_ADDRESSES:
		return g_strdup("name@example.com");
	case CONFIG_URL:
		return g_strconcat(key->choices != NULL ? key->choices[0] :
							  "https",
		    "://example.com", NULL);
	case CONFIG_PATH:
	case CONFIG_PATHS:
	case CONFIG_SECRET_FILE:
		return g_strdup("file");
	case CONFIG_TIMEZONE:
		return g_strdup("Europe/Helsinki");
	case CONFIG_LANGUAGE:
		return g_strdup("en");
	case CONFIG_COLOUR:
		return g_strdup("#1a73e8");
	case CONFIG_RRULE:
		return g_strdup("FREQ=WEEKLY;BYDAY=MO;BYHOUR=8");
	case CONFIG_MAPPING:
		return g_strdup("theirs -> ours");
	case CONFIG_HOURS:
		return g_strdup("08:00-21:00");
	case CONFIG_RATE:
		return g_strdup("200/hour");
	case CONFIG_PERCENT:
		return g_strdup("20%");
	case CONFIG_CONDITION:
		return g_strdup("plan = gold and nights >= 3");
	case CONFIG_ANSWERS:
		return g_strdup("score <= 4");
	case CONFIG_WEEK:
		return g_strdup("Mon-Fri 09:00-18:00");
	}
	g_assert_not_reached();
}

char *
config_value_example(const struct config_key *key)
{
	if (key->example != NULL)
		return g_strdup(key->example);
	if (key->fallback != NULL)
		return g_strdup(key->fallback);
	if (key->choices != NULL && key->type == CONFIG_MAPPING)
		return g_strconcat("theirs -> ", key->choices[0], NULL);
	if (key->choices != NULL && key->type != CONFIG_URL &&
	    key->type != CONFIG_DURATION)
		return g_strdup(key->choices[0]);
	return type_example(key);
}
