/*
 * attributes.c - see attributes.h. Knows no file and no store.
 */
#include "base/attributes.h"

#include <stdlib.h>
#include <string.h>

#define CONTACT_PREFIX "contact."
/* What event_text_attribute takes for a number has no more digits. */
#define AS_READ (JSON_COMPACT | JSON_REAL_PRECISION(15))

const char *
attributes_contact_name(const char *name)
{
	return g_str_has_prefix(name, CONTACT_PREFIX) ?
	    name + strlen(CONTACT_PREFIX) :
	    NULL;
}

gboolean
attributes_is_field(const char *contact_name)
{
	static const char *const fields[] = { "email", "phone", "name",
		"language", "timezone", NULL };

	return g_strv_contains(fields, contact_name);
}

json_t *
attributes_object(const char *attributes)
{
	json_t *object = attributes != NULL ? json_loads(attributes, 0, NULL) :
					      NULL;

	if (json_is_object(object))
		return object;
	json_decref(object);
	return json_object();
}

/* With the comma behind it. */
static gsize
entry_bytes(const char *name, json_t *value)
{
	json_t *alone = json_object();
	gsize n;

	json_object_set(alone, name, value);
	n = json_dumpb(alone, NULL, 0, AS_READ);
	json_decref(alone);
	return n - 1;
}

/* An object keeps its names in the order in which they came. */
static void
forget_first(json_t *all, const json_t *said)
{
	gsize n = json_dumpb(all, NULL, 0, AS_READ);
	const char *name;
	void *next;
	json_t *value;

	json_object_foreach_safe(all, next, name, value)
	{
		if (n <= ATTRIBUTES_MAX_BYTES)
			return;
		if (json_object_get(said, name) != NULL)
			continue;
		n -= entry_bytes(name, value);
		json_object_del(all, name);
	}
}

char *
attributes_merge(const char *known, const char *said)
{
	json_t *all = attributes_object(known);
	json_t *fresh = attributes_object(said);
	char *text, *merged;

	json_object_update(all, fresh);
	forget_first(all, fresh);
	text = json_dumps(all, AS_READ);
	g_assert(text != NULL);
	merged = g_strdup(text);
	free(text);
	json_decref(all);
	json_decref(fresh);
	return merged;
}
