/*
 * condition.c - holds a condition against an event and its contact, and says
 * what did not hold. How it is read: condition_parse.c; what it is about:
 * condition_fact.c. Called by scheduler/ and scores/.
 */
#include "base/condition.h"

#include "base/condition_internal.h"
#include "base/text.h"

#define SAID_MAX_NAMES 4
#define WANTED_MAX_CHARS 200

static void
value_free(struct condition_value *value)
{
	g_free(value->text);
	g_free(value);
}

struct condition *
condition_new(enum condition_kind kind)
{
	struct condition *condition = g_new0(struct condition, 1);

	condition->kind = kind;
	condition->parts = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)condition_free);
	condition->values = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)value_free);
	return condition;
}

void
condition_free(struct condition *condition)
{
	if (condition == NULL)
		return;
	g_free(condition->written);
	g_ptr_array_unref(condition->parts);
	g_free(condition->name.key);
	g_free(condition->name.written);
	g_ptr_array_unref(condition->values);
	g_free(condition);
}

static gboolean
compares(const struct condition *condition, struct condition_facts *facts)
{
	for (guint i = 0; i < condition->values->len; i++)
		if (condition_fact_compares(facts, &condition->name,
			condition->sign, condition->values->pdata[i]))
			return TRUE;
	return FALSE;
}

static gboolean
holds(const struct condition *condition, struct condition_facts *facts)
{
	const GPtrArray *parts = condition->parts;

	switch (condition->kind) {
	case CONDITION_OR:
		for (guint i = 0; i < parts->len; i++)
			if (holds(parts->pdata[i], facts))
				return TRUE;
		return FALSE;
	case CONDITION_AND:
		for (guint i = 0; i < parts->len; i++)
			if (!holds(parts->pdata[i], facts))
				return FALSE;
		return TRUE;
	case CONDITION_NOT:
		return !holds(parts->pdata[0], facts);
	case CONDITION_COMPARE:
		return compares(condition, facts);
	case CONDITION_IS_SET:
		return condition_fact_is_set(facts, &condition->name);
	case CONDITION_IS_NOT_SET:
		return !condition_fact_is_set(facts, &condition->name);
	}
	g_assert_not_reached();
}

/* The first that had to hold and did not. */
static const struct condition *
first_failed(const struct condition *condition, struct condition_facts *facts)
{
	const GPtrArray *parts = condition->parts;

	if (condition->kind != CONDITION_AND)
		return condition;
	for (guint i = 0; i < parts->len; i++)
		if (!holds(parts->pdata[i], facts))
			return first_failed(parts->pdata[i], facts);
	g_assert_not_reached();
}

/* What is known of each of its names, once; at most one more than is said. */
static void
add_facts(const struct condition *condition, struct condition_facts *facts,
    GPtrArray *said)
{
	for (guint i = 0; i < condition->parts->len; i++)
		add_facts(condition->parts->pdata[i], facts, said);
	if (condition->parts->len == 0 && said->len <= SAID_MAX_NAMES) {
		g_autofree char *fact = condition_fact_text(facts,
		    &condition->name);

		if (!g_ptr_array_find_with_equal_func(said, fact, g_str_equal,
			NULL))
			g_ptr_array_add(said, g_steal_pointer(&fact));
	}
}

static char *
explain(const struct condition *condition, struct condition_facts *facts)
{
	g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) why = g_string_new(NULL);
	g_autofree char *clean = text_clean(condition->written);
	g_autofree char *wanted = g_utf8_substring(clean, 0,
	    MIN(g_utf8_strlen(clean, -1), WANTED_MAX_CHARS));

	add_facts(condition, facts, said);
	for (guint i = 0; i < MIN(said->len, SAID_MAX_NAMES); i++) {
		if (i > 0)
			g_string_append(why,
			    i + 1 < said->len ? ", " : " and ");
		g_string_append(why, said->pdata[i]);
	}
	g_string_append_printf(why, "%s, wanted is %s%s",
	    said->len > SAID_MAX_NAMES ? ", ..." : "", wanted,
	    g_utf8_strlen(clean, -1) > WANTED_MAX_CHARS ? "..." : "");
	return g_string_free(g_steal_pointer(&why), FALSE);
}

gboolean
condition_holds_for(const struct condition *condition,
    const struct answer_facts *answer, const struct event *event,
    const struct contact *contact, char **why)
{
	struct condition_facts facts = {
		.answer = answer,
		.event = event,
		.contact = event != NULL ? &event->contact : contact,
	};
	gboolean held = holds(condition, &facts);

	if (why != NULL)
		*why = held ? NULL :
			      explain(first_failed(condition, &facts), &facts);
	condition_facts_clear(&facts);
	return held;
}

gboolean
condition_holds(const struct condition *condition, const struct event *event,
    const struct contact *contact, char **why)
{
	return condition_holds_for(condition, NULL, event, contact, why);
}
