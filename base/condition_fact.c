/*
 * condition_fact.c - what an event and its contact say to a name, and how that
 * compares with a value. Knows no tree; called by condition.c, and by
 * condition_parse.c for what may not be compared.
 *
 * As in templates, what we know ourselves goes before an attribute of the same
 * name. Attributes within attributes have no name here.
 */
#include <string.h>

#include "base/attributes.h"
#include "base/condition_internal.h"
#include "base/text.h"

/* What we know ourselves. */
struct own {
	const char *key;
	gsize offset; /* of a char * */
	gboolean private;
};

static const struct own event_own[] = {
	{ .key = "type", .offset = offsetof(struct event, type) },
	{ .key = "reference", .offset = offsetof(struct event, reference) },
	{ .key = "source", .offset = offsetof(struct event, source) },
	{ .key = NULL },
};

static const struct own contact_own[] = {
	{ .key = "language", .offset = offsetof(struct contact, language) },
	{ .key = "timezone", .offset = offsetof(struct contact, timezone) },
	{ "email", offsetof(struct contact, email), TRUE },
	{ "phone", offsetof(struct contact, phone), TRUE },
	{ "name", offsetof(struct contact, name), TRUE },
	{ .key = NULL },
};

static const struct own *
find_own(const struct own *own, const char *key)
{
	for (; own->key != NULL; own++)
		if (strcmp(own->key, key) == 0)
			return own;
	return NULL;
}

gboolean
condition_name_is_private(const struct condition_name *name)
{
	const struct own *own = find_own(contact_own, name->key);

	if (name->scope == CONDITION_ANSWER)
		return strcmp(name->key, "comment") == 0;
	return name->scope != CONDITION_EVENT && own != NULL && own->private;
}

void
condition_facts_clear(struct condition_facts *facts)
{
	json_decref(facts->event_attributes);
	json_decref(facts->contact_attributes);
	*facts = (struct condition_facts){ 0 };
}

static json_t *
attributes_read(json_t **known, const char *attributes)
{
	if (*known == NULL)
		*known = attributes_object(attributes);
	return *known;
}

static struct fact
text_fact(const char *text)
{
	return (struct fact){
		.kind = *text != '\0' ? FACT_TEXT : FACT_UNSET,
		.text = text,
	};
}

static struct fact
json_fact(const json_t *value)
{
	struct fact fact = { .kind = FACT_UNSET };

	if (json_is_string(value))
		return text_fact(json_string_value(value));
	if (json_is_integer(value)) {
		fact.kind = FACT_NUMBER;
		fact.number.whole = TRUE;
		fact.number.integer = json_integer_value(value);
	} else if (json_is_real(value)) {
		fact.kind = FACT_NUMBER;
		fact.number.real = json_real_value(value);
	} else if (json_is_boolean(value)) {
		fact.kind = FACT_FLAG;
		fact.flag = json_is_true(value);
	} else if (json_is_array(value)) {
		fact.kind = FACT_LIST;
	} else if (json_is_object(value)) {
		fact.kind = FACT_OBJECT;
	}
	return fact;
}

/* of: the struct event or struct contact that `own` speaks of. */
static struct fact
look_up(const void *of, const struct own *own, json_t **known,
    const char *attributes, const char *key)
{
	const struct own *found = find_own(own, key);
	const char *text = found != NULL ?
	    G_STRUCT_MEMBER(const char *, of, found->offset) :
	    NULL;

	if (text != NULL && *text != '\0')
		return found->private ? (struct fact){ .kind = FACT_PRIVATE } :
					text_fact(text);
	return json_fact(
	    json_object_get(attributes_read(known, attributes), key));
}

static struct fact
find_fact(struct condition_facts *facts, const struct condition_name *name)
{
	struct fact fact = { .kind = FACT_UNSET };

	if (name->scope == CONDITION_ANSWER)
		return condition_answer_fact(facts->answer, name->key);
	if (name->scope != CONDITION_CONTACT && facts->event != NULL)
		fact = look_up(facts->event, event_own,
		    &facts->event_attributes, facts->event->attributes,
		    name->key);
	if (fact.kind == FACT_UNSET && name->scope != CONDITION_EVENT &&
	    facts->contact != NULL)
		fact = look_up(facts->contact, contact_own,
		    &facts->contact_attributes, facts->contact->attributes,
		    name->key);
	return fact;
}

gboolean
condition_fact_is_set(struct condition_facts *facts,
    const struct condition_name *name)
{
	return find_fact(facts, name).kind != FACT_UNSET;
}

/* A text that reads as a number is one: many programs quote theirs. */
static gboolean
fact_number(const struct fact *fact, struct condition_number *number)
{
	if (fact->kind == FACT_TEXT)
		return condition_number_read(fact->text, number);
	*number = fact->number;
	return fact->kind == FACT_NUMBER;
}

static gboolean
text_equals(const char *text, const char *nfc)
{
	g_autofree char *normal = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);

	return normal != NULL && strcmp(normal, nfc) == 0;
}

static gboolean
fact_equals(const struct fact *fact, const struct condition_value *value)
{
	g_autofree char *text = NULL;
	struct condition_number number;

	if (value->is_number && fact_number(fact, &number))
		return condition_number_compare(&number, &value->number) == 0;
	switch (fact->kind) {
	case FACT_TEXT:
		return text_equals(fact->text, value->text);
	case FACT_NUMBER:
		text = condition_number_text(&fact->number);
		return strcmp(text, value->text) == 0;
	case FACT_FLAG:
		return strcmp(value->text, fact->flag ? "yes" : "no") == 0 ||
		    strcmp(value->text, fact->flag ? "true" : "false") == 0;
	case FACT_WORDS:
		for (gsize i = 0; fact->words[i] != NULL; i++)
			if (text_equals(fact->words[i], value->text))
				return TRUE;
		return FALSE;
	case FACT_UNSET:
	case FACT_LIST:
	case FACT_OBJECT:
	case FACT_PRIVATE:
		break;
	}
	return FALSE;
}

/* FALSE: one is not before, at or behind the other. */
static gboolean
fact_order(const struct fact *fact, const struct condition_value *value,
    int *order)
{
	struct condition_number number;

	if (value->is_number && fact_number(fact, &number)) {
		*order = condition_number_compare(&number, &value->number);
		return TRUE;
	}
	if (value->is_date && fact->kind == FACT_TEXT &&
	    condition_date_is(fact->text)) {
		*order = strcmp(fact->text, value->text);
		return TRUE;
	}
	return FALSE;
}

gboolean
condition_fact_compares(struct condition_facts *facts,
    const struct condition_name *name, enum condition_operator sign,
    const struct condition_value *value)
{
	struct fact fact = find_fact(facts, name);
	int order;

	switch (sign) {
	case CONDITION_EQUAL:
		return fact_equals(&fact, value);
	case CONDITION_NOT_EQUAL:
		return !fact_equals(&fact, value);
	case CONDITION_LESS:
		return fact_order(&fact, value, &order) && order < 0;
	case CONDITION_AT_MOST:
		return fact_order(&fact, value, &order) && order <= 0;
	case CONDITION_MORE:
		return fact_order(&fact, value, &order) && order > 0;
	case CONDITION_AT_LEAST:
		return fact_order(&fact, value, &order) && order >= 0;
	}
	g_assert_not_reached();
}

/* A word as it is, another text in quotes. */
static char *
text_said(const char *text)
{
	g_autofree char *shown = text_shown(text);

	for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar letter = g_utf8_get_char(c);

		if (!g_unichar_isalnum(letter) &&
		    (letter >= 0x80 || strchr("_-+.:/@", (int)letter) == NULL))
			return g_strdup_printf("\"%s\"", shown);
	}
	return g_steal_pointer(&shown);
}

static char *
fact_said(const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_UNSET:
		return g_strdup("not set");
	case FACT_TEXT:
		return text_said(fact->text);
	case FACT_NUMBER:
		return condition_number_text(&fact->number);
	case FACT_FLAG:
		return g_strdup(fact->flag ? "yes" : "no");
	case FACT_LIST:
		return g_strdup("a list");
	case FACT_OBJECT:
		return g_strdup("an object");
	case FACT_PRIVATE:
		return g_strdup("set");
	case FACT_WORDS:
		return g_strjoinv(", ", (char **)fact->words);
	}
	g_assert_not_reached();
}

char *
condition_fact_text(struct condition_facts *facts,
    const struct condition_name *name)
{
	/* Of detractors it is said what their score is. */
	gboolean is_band = name->scope == CONDITION_ANSWER &&
	    strcmp(name->key, CONDITION_BAND) == 0;
	struct fact fact = is_band ?
	    condition_answer_fact(facts->answer, "score") :
	    find_fact(facts, name);
	g_autofree char *said = fact_said(&fact);
	g_autofree char *shown = text_shown(is_band ? "score" : name->written);

	return g_strdup_printf("%s is %s", shown, said);
}

char *
condition_fact_value(struct condition_facts *facts,
    const struct condition_name *name)
{
	struct fact fact = find_fact(facts, name);

	if (fact.kind == FACT_TEXT)
		return g_strdup(fact.text);
	if (fact.kind == FACT_NUMBER)
		return condition_number_text(&fact.number);
	if (fact.kind == FACT_FLAG)
		return g_strdup(fact.flag ? "yes" : "no");
	return NULL;
}
