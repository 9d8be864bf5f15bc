/*
 * import_rules.c - see import_rules.h.
 */
#include "scheduler/import_rules.h"

#include <string.h>

static const char *const no_words[] = { NULL };

/* What is known while the rules are made. */
struct making {
	const struct config_section *map;
	GPtrArray *mistakes;
	struct import_rules *rules;
	gboolean any_column; /* there is no file: all columns exist */
	gboolean *used;	     /* by column: a field comes from it */
	const char *key;     /* of the text that is looked at */
};

static void report(const struct making *making, const char *key,
    const char *format, ...) G_GNUC_PRINTF(3, 4);

static void
report(const struct making *making, const char *key, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	if (making->map != NULL)
		config_mistake(making->map, key, making->mistakes, "%s", what);
	else
		g_ptr_array_add(making->mistakes, g_steal_pointer(&what));
}

static guint
find_column(const struct import_rules *rules, const char *name)
{
	for (guint i = 0; i < rules->n_columns; i++)
		if (strcmp(rules->columns[i], name) == 0)
			return i;
	return NO_COLUMN;
}

static void
report_missing(const struct making *making, const char *key, const char *name)
{
	const char *const *columns = (const char *const *)
					 making->rules->columns;
	const char *near = config_did_you_mean(name, columns);

	report(making, key, "the file has no column \"%s\"%s%s%s", name,
	    near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
	    near != NULL ? "\"?" : "");
}

/* The name in "{{name}}", if the text is that alone; owned, or NULL. */
static char *
lone_name(const char *text)
{
	gsize n = strlen(text);
	char *name;

	if (n < 5 || !g_str_has_prefix(text, "{{") ||
	    !g_str_has_suffix(text, "}}"))
		return NULL;
	name = g_strstrip(g_strndup(text + 2, n - 4));
	if (*name == '\0' || strpbrk(name, "{}") != NULL ||
	    strchr("#^/!>&=", *name) != NULL || strcmp(name, "row") == 0)
		g_clear_pointer(&name, g_free);
	return name;
}

static void
use_column(const struct making *making, struct import_rule *rule, guint column)
{
	rule->column = column;
	making->used[column] = TRUE;
	g_free(rule->label);
	rule->label = g_strdup_printf("column %s",
	    making->rules->columns[column]);
}

/* A name in a text of several: mustache_name_seen. */
static void
see_name(const struct mustache_name *name, gpointer user)
{
	struct making *making = user;
	struct import_rules *rules = making->rules;
	guint column = find_column(rules, name->name);

	if (name->is_partial) {
		report(making, making->key,
		    "{{>%s}} cannot stand here; "
		    "allowed are the file's columns and {{row}}",
		    name->name);
	} else if (strcmp(name->name, ".") == 0 ||
	    strcmp(name->name, "row") == 0) {
		return;
	} else if (strchr(name->name, '.') != NULL) {
		report(making, making->key,
		    "a column with a dot in its name "
		    "can only stand alone, as %s = {{%s}}",
		    making->key, name->name);
	} else if (column != NO_COLUMN) {
		making->used[column] = TRUE;
		for (guint i = 0; i < rules->in_texts->len; i++)
			if (g_array_index(rules->in_texts, guint, i) == column)
				return;
		g_array_append_val(rules->in_texts, column);
	} else if (!making->any_column) {
		report_missing(making, making->key, name->name);
	}
}

static void
make_rule(struct making *making, enum event_field field)
{
	struct import_rule *rule = &making->rules->fields[field];
	const char *key = event_field_names[field];
	g_autofree char *fallback = g_strdup_printf("{{%s}}", key);
	const char *text = making->map != NULL ? config_text(making->map, key) :
						 fallback;
	g_autofree char *name = lone_name(text);
	g_autoptr(GError) error = NULL;
	guint column = name != NULL ? find_column(making->rules, name) :
				      NO_COLUMN;

	rule->label = g_strdup(key);
	if (strcmp(text, fallback) == 0 && field == EVENT_AT &&
	    (making->map == NULL || column == NO_COLUMN)) {
		guint other = find_column(making->rules, "occurred_at");

		column = other != NO_COLUMN ? other : column;
	}
	if (column != NO_COLUMN) {
		use_column(making, rule, column);
		return;
	}
	/* What a field is called anyway may be missing. */
	if (strcmp(text, fallback) == 0)
		return;
	if (name != NULL) {
		if (!making->any_column)
			report_missing(making, key, name);
		return;
	}
	rule->text = mustache_compile(text, NULL, NULL, &error);
	if (rule->text == NULL) {
		report(making, key, "%s", error->message);
		return;
	}
	making->key = key;
	mustache_names(rule->text, see_name, making);
}

/* "type Check-Out" and "checkout". */
static void
make_value(struct making *making, const char *theirs, const char *ours)
{
	gsize n = strcspn(theirs, " \t");
	g_autofree char *key = g_strndup(theirs, n);
	const char *value = theirs + n + strspn(theirs + n, " \t");
	const char *near = config_did_you_mean(key, event_field_names);
	struct import_rule *rule = NULL;
	g_autofree char *all = NULL;

	for (guint i = 0; i < EVENT_FIELDS; i++)
		if (strcmp(key, event_field_names[i]) == 0)
			rule = &making->rules->fields[i];
	if (rule == NULL || *value == '\0') {
		all = g_strjoinv(", ", (char **)event_field_names);
		report(making, "values",
		    "\"%s\" does not begin with a key and "
		    "their value%s%s%s; allowed are lines KEY THEIRS -> OURS, "
		    "with a KEY of %s",
		    theirs,
		    rule == NULL && near != NULL ? " (did you mean \"" : "",
		    rule == NULL && near != NULL ? near : "",
		    rule == NULL && near != NULL ? "\"?)" : "", all);
		return;
	}
	if (rule->values == NULL)
		rule->values = g_hash_table_new_full(g_str_hash, g_str_equal,
		    g_free, g_free);
	g_hash_table_insert(rule->values, g_strdup(value), g_strdup(ours));
}

/* A contact's own fields don't come in through the back door. */
static gboolean
check_contact_name(const struct making *making, const char *key,
    const char *name, const char *contact_name)
{
	if (*contact_name == '\0')
		report(making, key,
		    "\"%s\" has no name behind the dot; allowed is one such "
		    "as contact.plan",
		    name);
	else if (!attributes_is_field(contact_name))
		return TRUE;
	else if (making->map != NULL)
		report(making, key,
		    "\"%s\" is no attribute; allowed is the key %s", name,
		    contact_name);
	else
		report(making, key,
		    "the column \"%s\" is no attribute; allowed is the "
		    "column \"%s\"",
		    name, contact_name);
	return FALSE;
}

/* key: of the list that names it; NULL: its column is there. */
static void
keep_attribute(struct making *making, const char *key, const char *name)
{
	struct import_rules *rules = making->rules;
	const char *of_contact = attributes_contact_name(name);
	struct import_attribute attribute = {
		.column = find_column(rules, name),
		.name = of_contact != NULL ? of_contact : name,
		.of_contact = of_contact != NULL,
	};

	if (of_contact != NULL &&
	    !check_contact_name(making, key, name, of_contact))
		return;
	/* Other people's columns are rarely called so. */
	if (attribute.column == NO_COLUMN && of_contact != NULL)
		attribute.column = find_column(rules, of_contact);
	if (attribute.column != NO_COLUMN)
		g_array_append_val(rules->attributes, attribute);
	else if (!making->any_column)
		report_missing(making, key, attribute.name);
}

/* The text of a list, or what the map leaves out of it. */
static void
make_attributes(struct making *making)
{
	struct import_rules *rules = making->rules;

	if (making->map != NULL && config_has(making->map, "attributes")) {
		const char *const *names = config_list(making->map,
		    "attributes");

		for (; *names != NULL; names++)
			keep_attribute(making, "attributes", *names);
		return;
	}
	for (guint i = 0; i < rules->n_columns; i++)
		if (!making->used[i] && *rules->columns[i] != '\0')
			keep_attribute(making, NULL, rules->columns[i]);
}

/* Blanks around the names are nobody's; two of one name can't be told apart. */
static void
take_header(struct making *making, const struct csv_row *header)
{
	struct import_rules *rules = making->rules;

	rules->columns = g_new0(char *, header->n_fields + 1);
	for (guint i = 0; i < header->n_fields; i++) {
		char *name = g_strstrip(g_strdup(header->fields[i]));

		if (*name != '\0' && find_column(rules, name) != NO_COLUMN)
			report(making, NULL,
			    "the column \"%s\" stands twice "
			    "in the file; allowed is once",
			    name);
		for (const char *c = name; *c != '\0'; c++)
			if (g_ascii_iscntrl(*c)) {
				report(making, NULL,
				    "a control character is "
				    "in the name of column %u",
				    i + 1);
				break;
			}
		rules->columns[rules->n_columns++] = name;
	}
}

static gboolean
comes_from_somewhere(const struct import_rule *rule)
{
	return rule->column != NO_COLUMN || rule->text != NULL;
}

/* Without these no row can be an event. */
static void
check_needed(const struct making *making)
{
	static const enum event_field needed[] = { EVENT_TYPE, EVENT_REFERENCE,
		EVENT_AT };
	const struct import_rule *fields = making->rules->fields;

	for (guint i = 0; i < G_N_ELEMENTS(needed); i++)
		if (!comes_from_somewhere(&fields[needed[i]]))
			report_missing(making, event_field_names[needed[i]],
			    needed[i] == EVENT_AT && making->map == NULL ?
				"occurred_at" :
				event_field_names[needed[i]]);
	if (!comes_from_somewhere(&fields[EVENT_EMAIL]) &&
	    !comes_from_somewhere(&fields[EVENT_PHONE]))
		report_missing(making, event_field_names[EVENT_EMAIL],
		    event_field_names[EVENT_EMAIL]);
}

static void
make_from_map(struct making *making)
{
	struct import_rules *rules = making->rules;
	const char *const *pairs = config_list(making->map, "values");
	g_autoptr(GError) error = NULL;

	rules->empty = config_list(making->map, "empty");
	rules->at_format = config_text(making->map, "at_format");
	if (rules->at_format != NULL &&
	    !event_text_check_format(rules->at_format, &error))
		report(making, "at_format", "%s", error->message);
	for (; *pairs != NULL; pairs += 2)
		make_value(making, pairs[0], pairs[1]);
}

struct import_rules *
import_rules_new(const struct config_section *map, const struct csv_row *header,
    GPtrArray *mistakes)
{
	static const struct csv_row none;
	g_autoptr(import_rules) rules = g_new0(struct import_rules, 1);
	g_autofree gboolean *used = NULL;
	guint before = mistakes->len;
	struct making making = { .map = map,
		.mistakes = mistakes,
		.rules = rules,
		.any_column = header == NULL };

	rules->in_texts = g_array_new(FALSE, FALSE, sizeof(guint));
	rules->attributes = g_array_new(FALSE, FALSE,
	    sizeof(struct import_attribute));
	rules->empty = no_words;
	for (guint i = 0; i < EVENT_FIELDS; i++)
		rules->fields[i].column = NO_COLUMN;
	take_header(&making, header != NULL ? header : &none);
	used = making.used = g_new0(gboolean, rules->n_columns + 1);
	/* Names that stand twice make all that follows a riddle. */
	if (mistakes->len > before)
		return NULL;
	for (guint i = 0; i < EVENT_FIELDS; i++)
		make_rule(&making, (enum event_field)i);
	if (map != NULL)
		make_from_map(&making);
	make_attributes(&making);
	if (mistakes->len == before && header != NULL)
		check_needed(&making);
	return mistakes->len == before ? g_steal_pointer(&rules) : NULL;
}

void
import_rules_free(struct import_rules *rules)
{
	if (rules == NULL)
		return;
	for (guint i = 0; i < EVENT_FIELDS; i++) {
		struct import_rule *rule = &rules->fields[i];

		g_clear_pointer(&rule->text, mustache_free);
		g_clear_pointer(&rule->values, g_hash_table_unref);
		g_free(rule->label);
	}
	g_strfreev(rules->columns);
	g_array_unref(rules->in_texts);
	g_array_unref(rules->attributes);
	g_free(rules);
}
