/*
 * condition_values.c - see condition_values.h.
 */
#include "base/condition_values.h"

#include <string.h>

#include "base/condition_internal.h"

static struct condition_name
name_of(const char *written)
{
	static const struct {
		const char *prefix;
		enum condition_scope scope;
	} scopes[] = {
		{ "event.", CONDITION_EVENT },
		{ "contact.", CONDITION_CONTACT },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(scopes); i++) {
		if (g_str_has_prefix(written, scopes[i].prefix))
			return (struct condition_name){ scopes[i].scope,
				(char *)written + strlen(scopes[i].prefix),
				(char *)written };
	}
	return (struct condition_name){ CONDITION_ANY, (char *)written,
		(char *)written };
}

char **
condition_values(const char *const *names, guint n, const struct event *event,
    const struct contact *contact)
{
	char **values = g_new0(char *, n + 1);
	struct condition_facts facts = { .event = event, .contact = contact };

	for (guint i = 0; i < n; i++) {
		const struct condition_name name = name_of(names[i]);

		values[i] = condition_fact_value(&facts, &name);
	}
	condition_facts_clear(&facts);
	return values;
}

void
condition_values_free(char **values, guint n)
{
	for (guint i = 0; values != NULL && i < n; i++)
		g_free(values[i]);
	g_free(values);
}
