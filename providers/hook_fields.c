/*
 * hook_fields.c - see hook_fields.h. Called by http_hook.c, kannel_hook.c,
 * twilio_hook.c and vonage_hook.c.
 */
#include "providers/hook_fields.h"

#include "base/errors.h"
#include "base/phone.h"
#include "providers/http_place.h"

char *
hook_number(const char *sender)
{
	g_autofree char *trimmed = g_strstrip(g_strdup(sender));
	g_autofree char *international = NULL;
	char *number = phone_normalise(trimmed, NULL, NULL);

	if (number != NULL || *trimmed == '+')
		return number;
	/* A + of a form that nobody encoded is a blank, and gone by now. */
	international = g_strconcat("+",
	    trimmed + (g_str_has_prefix(trimmed, "00") ? 2 : 0), NULL);
	return phone_normalise(international, NULL, NULL);
}

char *
hook_text_id(const char *from, const char *time, const char *text)
{
	g_autofree char *all = NULL;
	g_autofree char *digest = NULL;

	if (time == NULL || *time == '\0')
		return NULL;
	all = g_strjoin("\n", from, time, text, NULL);
	digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, all, -1);
	return g_strdup_printf("text-%.32s", digest);
}

static GHashTable *
fields_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

GHashTable *
hook_form_fields(const struct form *form, GError **error)
{
	g_autoptr(GHashTable) fields = fields_new();

	for (guint i = 0; i < form->names->len; i++) {
		if (g_hash_table_insert(fields,
			g_strdup(form->names->pdata[i]),
			g_strdup(form->values->pdata[i])))
			continue;
		data_refuse(error,
		    "a field of the form stands twice; allowed is one of each "
		    "name");
		return NULL;
	}
	return g_steal_pointer(&fields);
}

GHashTable *
hook_json_fields(const char *body, gsize n, GError **error)
{
	json_t *root = json_loadb(body != NULL ? body : "", n,
	    JSON_REJECT_DUPLICATES, NULL);
	GHashTable *fields = NULL;
	const char *name;
	json_t *value;

	if (json_is_object(root))
		fields = fields_new();
	else
		data_refuse(error,
		    "the body is no JSON object, or names a member twice");
	json_object_foreach(root, name, value)
	{
		char *text = http_json_text(value);

		if (text != NULL)
			g_hash_table_insert(fields, g_strdup(name), text);
	}
	json_decref(root);
	return fields;
}
