/*
 * condition_answer.c - what an answer says to a name in a condition about
 * answers, and what such names are compared with. Knows no attribute; called by
 * condition_fact.c, condition_parse.c and where the configuration is checked.
 */
#include <string.h>

#include "base/condition_internal.h"

const char *const condition_bands[] = { "detractors", "passives", "promoters",
	NULL };

static const struct {
	const char *key;
	gboolean is_number;
} known[] = {
	{ "score", TRUE },
	{ "drop", TRUE },
	{ "comment", FALSE },
	{ "touchpoint", FALSE },
	{ "channel", FALSE },
	{ "tag", FALSE },
};

gboolean
condition_answer_knows(const char *key)
{
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(known[i].key, key) == 0)
			return TRUE;
	return FALSE;
}

gboolean
condition_answer_is_number(const char *key)
{
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(known[i].key, key) == 0)
			return known[i].is_number;
	return FALSE;
}

static struct fact
number_fact(gint64 number)
{
	return (struct fact){
		.kind = FACT_NUMBER,
		.number = { .whole = TRUE, .integer = number },
	};
}

static struct fact
text_fact(const char *text)
{
	return (struct fact){
		.kind = text != NULL && *text != '\0' ? FACT_TEXT : FACT_UNSET,
		.text = text,
	};
}

static const char *
band_of(int score)
{
	if (score < 0)
		return NULL;
	return condition_bands[score >= 9 ? 2 : score >= 7 ? 1 : 0];
}

struct fact
condition_answer_fact(const struct answer_facts *answer, const char *key)
{
	struct fact fact = { .kind = FACT_UNSET };

	if (answer == NULL)
		return fact;
	if (strcmp(key, "score") == 0 && answer->score >= 0)
		return number_fact(answer->score);
	if (strcmp(key, "drop") == 0 && answer->score >= 0 &&
	    answer->before >= 0)
		return number_fact(answer->before - answer->score);
	if (strcmp(key, CONDITION_BAND) == 0)
		return text_fact(band_of(answer->score));
	if (strcmp(key, "touchpoint") == 0)
		return text_fact(answer->touchpoint);
	if (strcmp(key, "channel") == 0)
		return text_fact(answer->channel);
	if (strcmp(key, "comment") == 0 && answer->comment != NULL &&
	    *answer->comment != '\0')
		fact.kind = FACT_PRIVATE;
	if (strcmp(key, "tag") == 0 && answer->tags != NULL &&
	    answer->tags[0] != NULL) {
		fact.kind = FACT_WORDS;
		fact.words = answer->tags;
	}
	return fact;
}

static void
add_named(const struct condition *condition, const char *key, GPtrArray *named)
{
	for (guint i = 0; i < condition->parts->len; i++)
		add_named(condition->parts->pdata[i], key, named);
	if (condition->name.scope != CONDITION_ANSWER ||
	    g_strcmp0(condition->name.key, key) != 0)
		return;
	for (guint i = 0; i < condition->values->len; i++) {
		const struct condition_value *value =
		    condition->values->pdata[i];

		g_ptr_array_add(named, value->text);
	}
}

GPtrArray *
condition_named_of_answers(const struct condition *condition, const char *key)
{
	GPtrArray *named = g_ptr_array_new();

	add_named(condition, key, named);
	return named;
}
