/*
 * import.c - see import.h: a row and the rules of its file make an event.
 */
#include "scheduler/import.h"

#include <string.h>

#include "base/errors.h"
#include "base/text.h"
#include "scheduler/event_text.h"
#include "scheduler/import_rules.h"

struct import {
	struct import_rules *rules;
	struct event_text *text;
	const char *source;
	json_t *context; /* of the row at hand, for texts over columns */
	GString *value;	 /* of the field at hand */
	GString *attributes;
	GString *of_contact; /* attributes of the contact */
};

struct import *
import_new(const struct import_options *options, const struct csv_row *header,
    GPtrArray *mistakes)
{
	g_autoptr(GError) error = NULL;
	struct import_rules *rules;
	struct import *import;

	if (!event_text_check_source(options->source, &error)) {
		g_ptr_array_add(mistakes, g_strdup(error->message));
		return NULL;
	}
	rules = import_rules_new(options->map, header, mistakes);
	if (rules == NULL)
		return NULL;
	import = g_new0(struct import, 1);
	import->rules = rules;
	import->text = event_text_new(options->zone, options->country,
	    rules->at_format);
	import->source = options->source;
	import->context = json_object();
	import->value = g_string_new(NULL);
	import->attributes = g_string_new(NULL);
	import->of_contact = g_string_new(NULL);
	return import;
}

void
import_free(struct import *import)
{
	if (import == NULL)
		return;
	import_rules_free(import->rules);
	event_text_free(import->text);
	json_decref(import->context);
	g_string_free(import->value, TRUE);
	g_string_free(import->attributes, TRUE);
	g_string_free(import->of_contact, TRUE);
	g_free(import);
}

void
import_check_map(const struct config_section *map, GPtrArray *mistakes)
{
	import_rules_free(import_rules_new(map, NULL, mistakes));
}

static void
strip(GString *value)
{
	gsize lead = 0;

	while (value->len > 0 && g_ascii_isspace(value->str[value->len - 1]))
		g_string_truncate(value, value->len - 1);
	while (g_ascii_isspace(value->str[lead]))
		lead++;
	if (lead > 0)
		g_string_erase(value, 0, (gssize)lead);
}

/* The cell into import->value; "" if it counts as nothing. */
static void
take_cell(struct import *import, const struct csv_row *row, guint column)
{
	g_string_assign(import->value, row->fields[column]);
	strip(import->value);
	if (g_strv_contains(import->rules->empty, import->value->str))
		g_string_truncate(import->value, 0);
}

/* Rendering would drop control characters, unseen. */
static gboolean
fill_context(struct import *import, const struct csv_row *row, GError **error)
{
	const struct import_rules *rules = import->rules;

	for (guint i = 0; i < rules->in_texts->len; i++) {
		guint column = g_array_index(rules->in_texts, guint, i);

		take_cell(import, row, column);
		if (text_has_control(import->value->str))
			return data_refuse(error,
			    "column %s: a control "
			    "character is in it; allowed is text on one line",
			    rules->columns[column]);
		json_object_set_new(import->context, rules->columns[column],
		    json_stringn(import->value->str, import->value->len));
	}
	json_object_set_new(import->context, "row",
	    json_integer((json_int_t)row->number));
	return TRUE;
}

/* Other people's values turned into ours. */
static void
translate(const struct import_rule *rule, GString *value)
{
	const char *ours;

	if (rule->values == NULL || value->len == 0)
		return;
	ours = g_hash_table_lookup(rule->values, value->str);
	if (ours == NULL)
		ours = g_hash_table_lookup(rule->values, "*");
	if (ours != NULL)
		g_string_assign(value, ours);
}

/* The field's value into import->value. */
static gboolean
take_field(struct import *import, const struct csv_row *row,
    const struct import_rule *rule, GError **error)
{
	GString *value = import->value;

	g_string_truncate(value, 0);
	if (rule->column != NO_COLUMN) {
		take_cell(import, row, rule->column);
	} else if (rule->text != NULL) {
		if (!mustache_render(rule->text, import->context, MUSTACHE_TEXT,
			value, error)) {
			g_prefix_error(error, "%s: ", rule->label);
			return FALSE;
		}
		strip(value);
	}
	translate(rule, value);
	return TRUE;
}

static gboolean
set_attributes(struct import *import, const struct csv_row *row,
    struct event *event, GError **error)
{
	const struct import_rules *rules = import->rules;

	g_string_truncate(import->attributes, 0);
	g_string_truncate(import->of_contact, 0);
	for (guint i = 0; i < rules->attributes->len; i++) {
		const struct import_attribute *each =
		    &g_array_index(rules->attributes, struct import_attribute,
			i);

		take_cell(import, row, each->column);
		if (import->value->len > 0 &&
		    !event_text_attribute(each->of_contact ?
			    import->of_contact :
			    import->attributes,
			each->name, import->value->str, error)) {
			g_prefix_error(error,
			    "column %s: ", rules->columns[each->column]);
			return FALSE;
		}
	}
	event_text_attributes_end(import->attributes, event);
	event_text_contact_end(import->of_contact, event);
	return TRUE;
}

enum import_outcome
import_row(struct import *import, const struct csv_row *row,
    struct event **event, GError **error)
{
	g_autoptr(event) made = event_text_begin(import->source);

	if (!fill_context(import, row, error))
		return IMPORT_WRONG;
	for (guint i = 0; i < EVENT_FIELDS; i++) {
		const struct import_rule *rule = &import->rules->fields[i];

		if (!take_field(import, row, rule, error))
			return IMPORT_WRONG;
		if (strcmp(import->value->str, "-") == 0) {
			if (i == EVENT_TYPE)
				return IMPORT_LEFT_OUT;
			if (rule->values != NULL)
				continue;
		}
		if (!event_text_set(import->text, made, (enum event_field)i,
			import->value->str, error)) {
			g_prefix_error(error, "%s: ", rule->label);
			return IMPORT_WRONG;
		}
	}
	if (!event_text_complete(made, error) ||
	    !set_attributes(import, row, made, error))
		return IMPORT_WRONG;
	*event = g_steal_pointer(&made);
	return IMPORT_EVENT;
}

/* of_contact: what stands behind the dot. */
static gboolean
check_contact_key(const char *key, const char *of_contact, GError **error)
{
	if (*of_contact == '\0')
		return data_refuse(error,
		    "\"%s\" has no name behind the dot; allowed is one such "
		    "as contact.plan",
		    key);
	return !attributes_is_field(of_contact) ||
	    data_refuse(error, "\"%s\" is no attribute; allowed is --%s", key,
		of_contact);
}

/* event, contact: JSON without its end. seen: keys. */
static gboolean
set_pair(const char *pair, GString *event, GString *contact, GHashTable *seen,
    GError **error)
{
	const char *equals = strchr(pair, '=');
	const char *of_contact;
	g_autofree char *key = NULL;

	if (equals == NULL || equals == pair ||
	    !g_utf8_validate(pair, -1, NULL))
		return data_refuse(error,
		    "an attribute is no "
		    "KEY=VALUE; allowed is such as nights=3");
	key = g_strndup(pair, (gsize)(equals - pair));
	if (!g_hash_table_add(seen, g_strdup(key)))
		return data_refuse(error,
		    "the attribute %s is said "
		    "twice; allowed is once",
		    key);
	of_contact = attributes_contact_name(key);
	if (of_contact != NULL && !check_contact_key(key, of_contact, error))
		return FALSE;
	if (equals[1] == '\0' ||
	    event_text_attribute(of_contact != NULL ? contact : event,
		of_contact != NULL ? of_contact : key, equals + 1, error))
		return TRUE;
	g_prefix_error(error, "%s: ", key);
	return FALSE;
}

static gboolean
set_pairs(const char *const *pairs, struct event *event, GError **error)
{
	g_autoptr(GString) json = g_string_new(NULL);
	g_autoptr(GString) of_contact = g_string_new(NULL);
	g_autoptr(GHashTable)
	    seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (; pairs != NULL && *pairs != NULL; pairs++)
		if (!set_pair(*pairs, json, of_contact, seen, error))
			return FALSE;
	event_text_attributes_end(json, event);
	event_text_contact_end(of_contact, event);
	return TRUE;
}

struct event *
import_event(const struct import_fields *fields,
    const struct import_options *options, gint64 now_at, GError **error)
{
	const char *const values[EVENT_FIELDS] = {
		[EVENT_TYPE] = fields->type,
		[EVENT_REFERENCE] = fields->reference,
		[EVENT_AT] = fields->at,
		[EVENT_EMAIL] = fields->email,
		[EVENT_PHONE] = fields->phone,
		[EVENT_NAME] = fields->name,
		[EVENT_LANGUAGE] = fields->language,
		[EVENT_TIMEZONE] = fields->timezone,
	};
	g_autoptr(event_text) text = event_text_new(options->zone,
	    options->country, NULL);
	g_autoptr(event) event = event_text_begin(options->source);

	if (!event_text_check_source(options->source, error))
		return NULL;
	for (guint i = 0; i < EVENT_FIELDS; i++) {
		g_autofree char *value = g_strstrip(
		    g_strdup(values[i] != NULL ? values[i] : ""));

		if (!g_utf8_validate(value, -1, NULL)) {
			data_refuse(error, "%s: this is not UTF-8",
			    event_field_names[i]);
			return NULL;
		}
		if (!event_text_set(text, event, (enum event_field)i, value,
			error)) {
			g_prefix_error(error, "%s: ", event_field_names[i]);
			return NULL;
		}
	}
	if (fields->at == NULL)
		event->occurred_at = now_at;
	if (!event_text_complete(event, error) ||
	    !set_pairs(fields->attributes, event, error))
		return NULL;
	return g_steal_pointer(&event);
}
