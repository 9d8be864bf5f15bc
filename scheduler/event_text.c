/*
 * event_text.c - see event_text.h. Knows no file and no mapping.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* strptime_l */
#endif
#include "scheduler/event_text.h"

#include <locale.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/errors.h"
#include "base/phone.h"
#include "base/text.h"
#include "base/timezone.h"

#define NO_TIME G_MININT64
#define NUMBER_MAX_DIGITS 15 /* what a double holds of any number */

const char *const event_field_names[EVENT_FIELDS + 1] = {
	[EVENT_TYPE] = "type",
	[EVENT_REFERENCE] = "reference",
	[EVENT_AT] = "at",
	[EVENT_EMAIL] = "email",
	[EVENT_PHONE] = "phone",
	[EVENT_NAME] = "name",
	[EVENT_LANGUAGE] = "language",
	[EVENT_TIMEZONE] = "timezone",
	[EVENT_FIELDS] = NULL,
};

struct event_text {
	GTimeZone *zone;
	const char *country;
	char *at_format;
	locale_t english;
	GHashTable *zones; /* names that were found to be sound */
};

struct event_text *
event_text_new(GTimeZone *zone, const char *country, const char *at_format)
{
	struct event_text *text = g_new0(struct event_text, 1);

	text->zone = zone;
	text->country = country;
	text->at_format = g_strdup(at_format);
	text->english = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	g_assert(text->english != (locale_t)0);
	text->zones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
	    NULL);
	return text;
}

void
event_text_free(struct event_text *text)
{
	if (text == NULL)
		return;
	g_free(text->at_format);
	freelocale(text->english);
	g_hash_table_unref(text->zones);
	g_free(text);
}

/*
 * %s is told in the zone of this process, %Z is not read at all, %c, %x and %X
 * hide what they mean.
 */
gboolean
event_text_check_format(const char *at_format, GError **error)
{
	gboolean has_field = FALSE;

	for (const char *c = at_format; *c != '\0'; c++) {
		if (*c != '%')
			continue;
		c += 1 + strspn(c + 1, "EO-_0^#");
		if (*c == '\0' || strchr("sZcxX", *c) != NULL)
			return data_refuse(error,
			    "%%%.1s tells no time here; "
			    "allowed are the other letters of strptime(3)",
			    c);
		has_field |= *c != '%' && *c != 'n' && *c != 't';
	}
	return has_field ||
	    data_refuse(error,
		"\"%s\" has no field of a time "
		"in it; allowed are such as %%d.%%m.%%Y %%H:%%M",
		at_format);
}

static gboolean
parse_by_format(const struct event_text *text, const char *value, gint64 *at,
    GError **error)
{
	struct tm tm = { .tm_mday = 1, .tm_gmtoff = G_MINLONG };
	g_autofree char *found = NULL;
	const char *end = strptime_l(value, text->at_format, &tm,
	    text->english);
	struct local_time local = {
		.year = tm.tm_year + 1900,
		.month = tm.tm_mon + 1,
		.day = tm.tm_mday,
		.hour = tm.tm_hour,
		.minute = tm.tm_min,
		.second = tm.tm_sec,
	};
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	if (end == NULL || *end != '\0' || local.year < 1 ||
	    local.year > 9999 ||
	    !g_date_valid_dmy((GDateDay)local.day, (GDateMonth)local.month,
		(GDateYear)local.year)) {
		found = text_shown(value);
		return data_refuse(error, "\"%s\" is no time by at_format = %s",
		    found, text->at_format);
	}
	if (tm.tm_gmtoff != G_MINLONG) /* there was a %z */
		*at = timezone_to_utc(utc, &local) - tm.tm_gmtoff;
	else
		*at = timezone_to_utc(text->zone, &local);
	return TRUE;
}

struct event *
event_text_begin(const char *source)
{
	struct event *event = g_new0(struct event, 1);

	event->source = g_strdup(source != NULL ? source : "");
	event->occurred_at = NO_TIME;
	return event;
}

static gboolean
set_text(char **field, const char *value, gsize max_bytes, GError **error)
{
	if (strlen(value) > max_bytes)
		return data_refuse(error, "it has %zu bytes; allowed are %zu",
		    strlen(value), max_bytes);
	g_free(*field);
	*field = g_strdup(value);
	return TRUE;
}

gboolean
event_text_check_source(const char *source, GError **error)
{
	if (source != NULL && strcmp(source, EVENT_SOURCE_OURS) == 0)
		return data_refuse(error,
		    "the source \"%s\" is for surveys that recur; allowed is "
		    "any other",
		    EVENT_SOURCE_OURS);
	return source == NULL ||
	    (g_utf8_validate(source, -1, NULL) && !text_has_control(source) &&
		strlen(source) <= EVENT_SOURCE_MAX_BYTES) ||
	    data_refuse(error,
		"this is no source; allowed is text of up to %d "
		"bytes on one line",
		EVENT_SOURCE_MAX_BYTES);
}

/* What the address is not is not told: it may come from a log. */
static gboolean
set_email(char **field, const char *value, GError **error)
{
	char *domain;

	if (strchr(value, '<') != NULL || !config_address_check(value, NULL))
		return data_refuse(error,
		    "this is no e-mail address; allowed "
		    "is one such as name@example.com");
	g_free(*field);
	*field = g_strdup(value);
	domain = strchr(*field, '@');
	for (; *domain != '\0'; domain++)
		*domain = g_ascii_tolower(*domain);
	return TRUE;
}

static gboolean
set_phone(char **field, const char *value, const char *country, GError **error)
{
	char *e164 = phone_normalise(value, country, error);

	if (e164 == NULL)
		return FALSE;
	g_free(*field);
	*field = e164;
	return TRUE;
}

static gboolean
set_language(char **field, const char *value, GError **error)
{
	g_autofree char *found = NULL;

	if (text_is_language(value)) {
		g_free(*field);
		*field = g_strdup(value);
		return TRUE;
	}
	found = text_shown(value);
	return data_refuse(error,
	    "\"%s\" is no language; allowed are codes "
	    "such as en, pt or pt-BR",
	    found);
}

/* Looking for a zone reads its file: once a name. */
static gboolean
set_timezone(struct event_text *text, char **field, const char *value,
    GError **error)
{
	if (!g_hash_table_contains(text->zones, value)) {
		GTimeZone *zone = timezone_find(value, error);

		if (zone == NULL)
			return FALSE;
		g_time_zone_unref(zone);
		g_hash_table_add(text->zones, g_strdup(value));
	}
	g_free(*field);
	*field = g_strdup(value);
	return TRUE;
}

gboolean
event_text_set(struct event_text *text, struct event *event,
    enum event_field field, const char *value, GError **error)
{
	if (*value == '\0')
		return TRUE;
	if (text_has_control(value))
		return data_refuse(error,
		    "a control character is in it; "
		    "allowed is text on one line");
	switch (field) {
	case EVENT_TYPE:
		return set_text(&event->type, value, EVENT_TYPE_MAX_BYTES,
		    error);
	case EVENT_REFERENCE:
		return set_text(&event->reference, value,
		    EVENT_REFERENCE_MAX_BYTES, error);
	case EVENT_AT:
		return text->at_format != NULL ?
		    parse_by_format(text, value, &event->occurred_at, error) :
		    time_parse(value, text->zone, &event->occurred_at, error);
	case EVENT_EMAIL:
		return set_email(&event->contact.email, value, error);
	case EVENT_PHONE:
		return set_phone(&event->contact.phone, value, text->country,
		    error);
	case EVENT_NAME:
		return set_text(&event->contact.name, value,
		    EVENT_NAME_MAX_BYTES, error);
	case EVENT_LANGUAGE:
		return set_language(&event->contact.language, value, error);
	case EVENT_TIMEZONE:
		return set_timezone(text, &event->contact.timezone, value,
		    error);
	case EVENT_FIELDS:
		break;
	}
	g_assert_not_reached();
}

gboolean
event_text_complete(const struct event *event, GError **error)
{
	const char *missing = event->type == NULL ? "type" :
	    event->reference == NULL		  ? "reference" :
	    event->occurred_at == NO_TIME	  ? "time" :
						    NULL;

	if (missing != NULL)
		return data_refuse(error,
		    "it has no %s; an event needs a "
		    "type, a reference and a time",
		    missing);
	if (event->contact.email == NULL && event->contact.phone == NULL)
		return data_refuse(error,
		    "it has neither an e-mail address "
		    "nor a telephone number; an event needs one of them");
	return TRUE;
}

/* As JSON writes a number, without an exponent: "007" is none. */
static gboolean
is_number(const char *value)
{
	const char *c = value + (*value == '-');
	gsize whole = strspn(c, "0123456789");
	gsize fraction = 0;

	if (whole == 0 || (whole > 1 && *c == '0'))
		return FALSE;
	c += whole;
	if (*c == '.') {
		fraction = strspn(++c, "0123456789");
		if (fraction == 0)
			return FALSE;
	}
	return c[fraction] == '\0' && whole + fraction <= NUMBER_MAX_DIGITS;
}

static void
append_string(GString *json, const char *value)
{
	g_string_append_c(json, '"');
	for (const char *c = value; *c != '\0'; c++) {
		if ((guchar)*c < 0x20) {
			g_string_append_printf(json, "\\u%04x", (guint)*c);
			continue;
		}
		if (*c == '"' || *c == '\\')
			g_string_append_c(json, '\\');
		g_string_append_c(json, *c);
	}
	g_string_append_c(json, '"');
}

gboolean
event_text_attribute(GString *json, const char *name, const char *value,
    GError **error)
{
	g_autofree char *line = g_strdelimit(g_strdup(value), "\r\n\t", ' ');

	if (text_has_control(line))
		return data_refuse(error,
		    "a control character is in it; "
		    "allowed are line ends and tabs");
	g_string_append_c(json, json->len == 0 ? '{' : ',');
	append_string(json, name);
	g_string_append_c(json, ':');
	if (is_number(value))
		g_string_append(json, value);
	else
		append_string(json, value);
	return json->len < EVENT_ATTRIBUTES_MAX_BYTES ||
	    data_refuse(error, "the attributes pass %d bytes",
		EVENT_ATTRIBUTES_MAX_BYTES);
}

void
event_text_attributes_end(GString *json, struct event *event)
{
	if (json->len == 0)
		g_string_append_c(json, '{');
	g_string_append_c(json, '}');
	g_free(event->attributes);
	event->attributes = g_strndup(json->str, json->len);
}

void
event_text_contact_end(GString *json, struct event *event)
{
	g_clear_pointer(&event->contact.attributes, g_free);
	if (json->len == 0)
		return;
	g_string_append_c(json, '}');
	event->contact.attributes = g_strndup(json->str, json->len);
}
