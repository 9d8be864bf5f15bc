/*
 * config_value.c - reads one value as its key declares it, or says what is
 * wrong with it and what is allowed.
 *
 * Knows no sections and no files but the secret ones, which it opens to see
 * that they can be used. Called by config.c.
 */
#include <string.h>

#include "base/calendar.h"
#include "base/condition.h"
#include "base/config_value.h"
#include "base/errors.h"
#include "base/hours.h"
#include "base/money.h"
#include "base/rate.h"
#include "base/recurrence.h"
#include "base/text.h"
#include "base/timezone.h"

/* Types whose value may go on over several lines. */
static gboolean
takes_lines(enum config_type type)
{
	return type == CONFIG_TEXT || type == CONFIG_LINES ||
	    type == CONFIG_LIST || type == CONFIG_ADDRESSES ||
	    type == CONFIG_DURATIONS || type == CONFIG_PATHS ||
	    type == CONFIG_MAPPING || type == CONFIG_CONDITION ||
	    type == CONFIG_ANSWERS || type == CONFIG_WEEK;
}

gboolean
config_number_check(const struct config_key *key, gint64 number, GError **error)
{
	gboolean bounded = key->min != 0 || key->max != 0;
	g_autofree char *allowed = NULL;

	if (!bounded ||
	    (number >= key->min && (key->max < key->min || number <= key->max)))
		return TRUE;
	allowed = config_value_allowed(key);
	return config_refuse(error, "is too %s; allowed is %s",
	    number < key->min ? "small" : "large", allowed);
}

static gboolean
integer_parse(const struct config_key *key, struct config_value *value,
    GError **error)
{
	g_autofree char *allowed = NULL;

	if (g_ascii_string_to_signed(value->text, 10, G_MININT64, G_MAXINT64,
		&value->number, NULL))
		return TRUE;
	allowed = config_value_allowed(key);
	return config_refuse(error, "\"%s\" is no whole number; allowed is %s",
	    value->text, allowed);
}

static gboolean
duration_parse(const struct config_key *key, struct config_value *value,
    GError **error)
{
	g_autofree char *hint = NULL, *allowed = NULL;

	if (key->choices != NULL && g_strv_contains(key->choices, value->text))
		return TRUE;
	if (key->choices == NULL || g_ascii_isdigit(*value->text))
		return config_duration_parse(value->text, &value->number,
			   error) &&
		    config_number_check(key, value->number, error);
	hint = config_words_hint(value->text, key->choices);
	allowed = config_value_allowed(key);
	return config_refuse(error, "\"%s\" is no duration%s; allowed is %s",
	    value->text, hint, allowed);
}

static gboolean
percent_parse(const struct config_key *key, struct config_value *value,
    GError **error)
{
	g_autofree char *number = g_strdup(value->text);
	g_autofree char *allowed = NULL;
	char *sign = strchr(number, '%');

	if (sign != NULL && sign[1] == '\0') {
		*sign = '\0';
		if (g_ascii_string_to_signed(g_strchomp(number), 10, 1, 100,
			&value->number, NULL))
			return TRUE;
	}
	allowed = config_value_allowed(key);
	return config_refuse(error, "\"%s\" does not fit; allowed is %s",
	    value->text, allowed);
}

static gboolean
boolean_parse(struct config_value *value, GError **error)
{
	value->number = g_ascii_strcasecmp(value->text, "yes") == 0;
	if (value->number == 1 || g_ascii_strcasecmp(value->text, "no") == 0)
		return TRUE;
	return config_refuse(error,
	    "\"%s\" is neither yes nor no; allowed are "
	    "yes and no",
	    value->text);
}

gboolean
config_choice_check(const struct config_key *key, const char *word,
    GError **error)
{
	g_autofree char *hint = NULL;
	g_autofree char *allowed = NULL;

	if (key->choices == NULL || g_strv_contains(key->choices, word))
		return TRUE;
	hint = config_words_hint(word, key->choices);
	allowed = config_words_join(key->choices);
	return config_refuse(error, "\"%s\" is not known here%s; allowed is %s",
	    word, hint, allowed);
}

static gboolean
path_parse(const struct config_key *key, struct config_value *value,
    const char *folder, GError **error)
{
	char *path = g_canonicalize_filename(value->text, folder);
	char *secret;

	g_free(value->text);
	value->text = path;
	if (key->type == CONFIG_PATH)
		return TRUE;
	secret = config_secret_read(path, error);
	if (secret == NULL)
		return FALSE;
	explicit_bzero(secret, strlen(secret));
	g_free(secret);
	return TRUE;
}

static gboolean
is_colour(const char *text)
{
	return g_regex_match_simple("^#[0-9A-Fa-f]{6}$", text,
	    G_REGEX_DOLLAR_ENDONLY, 0);
}

static gboolean
form_check(const struct config_key *key, const char *text, gboolean fits,
    GError **error)
{
	g_autofree char *allowed = NULL;

	if (fits)
		return config_choice_check(key, text, error);
	allowed = config_value_allowed(key);
	return config_refuse(error, "\"%s\" does not fit; allowed is %s", text,
	    allowed);
}

static gboolean
timezone_check(const char *name, GError **error)
{
	GTimeZone *zone = timezone_find(name, error);

	g_clear_pointer(&zone, g_time_zone_unref);
	return error == NULL || *error == NULL;
}

/* 2024-01-01: any day does, to see whether a rule ever comes round. */
#define RRULE_TRIED_FROM_AT 1704067200

static gboolean
rrule_check(const char *rule, GError **error)
{
	g_autoptr(recurrence) recurrence = recurrence_parse(rule, error);
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	gint64 at;

	if (recurrence == NULL)
		return FALSE;
	if (recurrence_next(recurrence, utc, RRULE_TRIED_FROM_AT, &at))
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
	    "\"%s\" does not come round within ten years", rule);
	return FALSE;
}

static gboolean
hours_check(const char *text, GError **error)
{
	struct hours hours;

	return hours_parse(text, &hours, error);
}

static gboolean
rate_check(const char *text, GError **error)
{
	struct rate rate;

	return rate_parse(text, &rate, error);
}

static gboolean
condition_check(const char *text, GError **error)
{
	g_autoptr(condition) condition = condition_parse(text, error);

	return condition != NULL;
}

static gboolean
answers_check(const struct config_key *key, const char *text, GError **error)
{
	g_autoptr(condition) condition = NULL;

	if (key->choices != NULL && g_strv_contains(key->choices, text))
		return TRUE;
	condition = condition_parse_answer(text, error);
	return condition != NULL;
}

static gboolean
week_parse(struct config_value *value, GError **error)
{
	g_autoptr(calendar) scratch = calendar_new("");
	char *text = config_lines_joined(value->text);

	g_free(value->text);
	value->text = text;
	return calendar_add_hours(scratch, text, error);
}

static gboolean
typed_parse(const struct config_key *key, struct config_value *value,
    const char *folder, GError **error)
{
	switch (key->type) {
	case CONFIG_TEXT:
		g_strdelimit(value->text, "\n", ' ');
		return TRUE;
	case CONFIG_LINES:
		return TRUE;
	case CONFIG_INTEGER:
		return integer_parse(key, value, error) &&
		    config_number_check(key, value->number, error);
	case CONFIG_DURATION:
		return duration_parse(key, value, error);
	case CONFIG_SIZE:
		return config_size_parse(value->text, &value->number, error) &&
		    config_number_check(key, value->number, error);
	case CONFIG_BOOLEAN:
		return boolean_parse(value, error);
	case CONFIG_CHOICE:
		return config_choice_check(key, value->text, error);
	case CONFIG_LIST:
	case CONFIG_ADDRESSES:
	case CONFIG_DURATIONS:
	case CONFIG_PATHS:
		return config_list_parse(key, value, folder, error);
	case CONFIG_ADDRESS:
		return config_address_check(value->text, error);
	case CONFIG_URL:
		return config_url_check(value->text, key->choices, error);
	case CONFIG_PATH:
	case CONFIG_SECRET_FILE:
		return path_parse(key, value, folder, error);
	case CONFIG_TIMEZONE:
		return timezone_check(value->text, error);
	case CONFIG_LANGUAGE:
		return form_check(key, value->text,
		    text_is_language(value->text), error);
	case CONFIG_COLOUR:
		return form_check(key, value->text, is_colour(value->text),
		    error);
	case CONFIG_RRULE:
		return rrule_check(value->text, error);
	case CONFIG_MAPPING:
		return config_mapping_parse(key, value, error);
	case CONFIG_HOURS:
		return hours_check(value->text, error);
	case CONFIG_MONEY:
		return money_parse(value->text, &value->number, error) &&
		    config_number_check(key, value->number, error);
	case CONFIG_RATE:
		return rate_check(value->text, error);
	case CONFIG_PERCENT:
		return percent_parse(key, value, error);
	case CONFIG_CONDITION:
		g_strdelimit(value->text, "\n", ' ');
		return condition_check(value->text, error);
	case CONFIG_ANSWERS:
		g_strdelimit(value->text, "\n", ' ');
		return answers_check(key, value->text, error);
	case CONFIG_WEEK:
		return week_parse(value, error);
	}
	g_assert_not_reached();
}

struct config_value *
config_value_parse(const struct config_key *key, const char *text,
    const char *folder, GError **error)
{
	g_autoptr(config_value) value = g_new0(struct config_value, 1);
	g_autoptr(GError) failure = NULL;

	value->text = g_strdup(text);
	if (*text == '\0') {
		g_autofree char *allowed = config_value_allowed(key);

		config_refuse(error, "the value is missing; allowed is %s",
		    allowed);
		return NULL;
	}
	if (strchr(text, '\n') != NULL && !takes_lines(key->type)) {
		config_refuse(error,
		    "the value goes on over several lines; "
		    "allowed is one (a new key must begin in the first "
		    "column)");
		return NULL;
	}
	if (!typed_parse(key, value, folder, &failure)) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return NULL;
	}
	return g_steal_pointer(&value);
}

void
config_value_free(struct config_value *value)
{
	if (value == NULL)
		return;
	g_free(value->text);
	g_strfreev(value->list);
	g_free(value);
}
