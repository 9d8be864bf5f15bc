/*
 * config_value.c - reads one value as its key declares it, or says what is
 * wrong with it and what is allowed.
 *
 * Knows no sections and no files but the secret ones, which it opens to see
 * that they can be used. Called by config.c.
 */
#include <string.h>

#include "base/config_value.h"
#include "base/errors.h"
#include "base/hours.h"
#include "base/money.h"
#include "base/recurrence.h"
#include "base/text.h"
#include "base/timezone.h"

/* Types whose value may go on over several lines. */
static gboolean
takes_lines(enum config_type type)
{
	return type == CONFIG_TEXT || type == CONFIG_LINES ||
	    type == CONFIG_LIST || type == CONFIG_ADDRESSES ||
	    type == CONFIG_MAPPING;
}

static gboolean
number_check(const struct config_key *key, gint64 number, GError **error)
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

static gboolean
choice_check(const struct config_key *key, const char *word, GError **error)
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

/* At the commas outside of double quotes, and at line ends. */
static GPtrArray *
list_split(const char *text)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	gboolean quoted = FALSE;
	const char *begin = text;

	for (const char *c = text;; c++) {
		gboolean ends = *c == '\0' || *c == '\n' ||
		    (*c == ',' && !quoted);

		if (*c == '"')
			quoted = !quoted;
		if (!ends)
			continue;
		g_ptr_array_add(words, g_strstrip(g_strndup(begin, c - begin)));
		/* A comma before the line's end is the same separator. */
		if (*c == ',' && c[1 + strspn(c + 1, " \t")] == '\n')
			c += 1 + strspn(c + 1, " \t");
		if (*c == '\0')
			break;
		begin = c + 1;
		quoted = FALSE;
	}
	g_ptr_array_add(words, NULL);
	return words;
}

static gboolean
list_parse(const struct config_key *key, struct config_value *value,
    GError **error)
{
	g_autoptr(GPtrArray) words = list_split(value->text);
	const char *const *all = (const char *const *)words->pdata;

	for (guint i = 0; all[i] != NULL; i++) {
		if (*all[i] == '\0')
			return config_refuse(error,
			    "word %u of the list is "
			    "empty; allowed are words divided by commas",
			    i + 1);
		for (guint j = 0; j < i; j++)
			if (g_str_equal(all[i], all[j]))
				return config_refuse(error,
				    "\"%s\" stands "
				    "twice in the list; allowed is once",
				    all[i]);
		if (key->type == CONFIG_ADDRESSES ?
			!config_address_check(all[i], error) :
			!choice_check(key, all[i], error))
			return FALSE;
	}
	value->list = g_strdupv((char **)words->pdata);
	return TRUE;
}

static gboolean
mapping_parse(const struct config_key *key, struct config_value *value,
    GError **error)
{
	g_auto(GStrv) lines = g_strsplit(value->text, "\n", -1);
	g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; lines[i] != NULL; i++) {
		const char *arrow = g_strrstr(lines[i], "->");
		char *theirs, *ours;

		if (arrow == NULL)
			return config_refuse(error,
			    "\"%s\" has no ->; allowed "
			    "are lines of the form theirs -> ours",
			    lines[i]);
		theirs = g_strstrip(g_strndup(lines[i], arrow - lines[i]));
		ours = g_strstrip(g_strdup(arrow + 2));
		for (guint j = 0; j < pairs->len; j += 2)
			if (g_str_equal(pairs->pdata[j], theirs)) {
				config_refuse(error,
				    "\"%s\" is mapped twice; "
				    "allowed is once",
				    theirs);
				g_free(theirs);
				g_free(ours);
				return FALSE;
			}
		g_ptr_array_add(pairs, theirs);
		g_ptr_array_add(pairs, ours);
		if (*theirs == '\0' || *ours == '\0')
			return config_refuse(error,
			    "\"%s\" lacks a side; "
			    "allowed are lines of the form theirs -> ours",
			    lines[i]);
		if (!choice_check(key, ours, error))
			return FALSE;
	}
	g_ptr_array_add(pairs, NULL);
	value->list = g_strdupv((char **)pairs->pdata);
	return TRUE;
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
		return choice_check(key, text, error);
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
		    number_check(key, value->number, error);
	case CONFIG_DURATION:
		return config_duration_parse(value->text, &value->number,
			   error) &&
		    number_check(key, value->number, error);
	case CONFIG_SIZE:
		return config_size_parse(value->text, &value->number, error) &&
		    number_check(key, value->number, error);
	case CONFIG_BOOLEAN:
		return boolean_parse(value, error);
	case CONFIG_CHOICE:
		return choice_check(key, value->text, error);
	case CONFIG_LIST:
	case CONFIG_ADDRESSES:
		return list_parse(key, value, error);
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
		return mapping_parse(key, value, error);
	case CONFIG_HOURS:
		return hours_check(value->text, error);
	case CONFIG_MONEY:
		return money_parse(value->text, &value->number, error) &&
		    number_check(key, value->number, error);
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
