/*
 * form.c - writes and reads application/x-www-form-urlencoded, by WHATWG's URL
 * standard, section 5. Pure. Called by the gateways, for what they send and
 * for what their webhooks bring.
 */
#include "providers/form.h"

#include <string.h>

#include "base/errors.h"

#define FIELDS_MAX 200

static void
append_byte(GString *out, guint8 byte)
{
	static const char digits[] = "0123456789ABCDEF";

	g_string_append_c(out, '%');
	g_string_append_c(out, digits[byte >> 4]);
	g_string_append_c(out, digits[byte & 15]);
}

static void
append_encoded(GString *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (g_ascii_isalnum(*text) || strchr("*-._", *text) != NULL)
			g_string_append_c(out, *text);
		else if (*text == ' ')
			g_string_append_c(out, '+');
		else
			append_byte(out, (guint8)*text);
	}
}

char *
form_encode(const struct form_field *fields, gsize n)
{
	GString *out = g_string_new(NULL);

	for (gsize i = 0; i < n; i++) {
		if (fields[i].value == NULL)
			continue;
		if (out->len > 0)
			g_string_append_c(out, '&');
		append_encoded(out, fields[i].name);
		g_string_append_c(out, '=');
		append_encoded(out, fields[i].value);
	}
	return g_string_free(out, FALSE);
}

/* NULL with error set; owned. */
static char *
decode(const char *text, gsize n, GError **error)
{
	g_autoptr(GString) out = g_string_sized_new(n);

	for (gsize i = 0; i < n; i++) {
		int high, low;

		if (text[i] != '%') {
			g_string_append_c(out, text[i] == '+' ? ' ' : text[i]);
			continue;
		}
		high = i + 2 < n ? g_ascii_xdigit_value(text[i + 1]) : -1;
		low = i + 2 < n ? g_ascii_xdigit_value(text[i + 2]) : -1;
		if (high < 0 || low < 0) {
			data_refuse(error,
			    "a %% in the form has no two hexadecimal digits "
			    "behind it");
			return NULL;
		}
		g_string_append_c(out, (char)(high * 16 + low));
		i += 2;
	}
	if (memchr(out->str, '\0', out->len) == NULL &&
	    g_utf8_validate(out->str, (gssize)out->len, NULL))
		return g_strndup(out->str, out->len);
	data_refuse(error, "a field of the form is no UTF-8, or holds a NUL");
	return NULL;
}

static gboolean
take_field(struct form *form, const char *text, gsize n, GError **error)
{
	const char *equals = memchr(text, '=', n);
	gsize name_bytes = equals != NULL ? (gsize)(equals - text) : n;
	gsize value_at = equals != NULL ? name_bytes + 1 : n;
	g_autofree char *name = decode(text, name_bytes, error);
	g_autofree char *value = NULL;

	if (name == NULL)
		return FALSE;
	value = decode(text + value_at, n - value_at, error);
	if (value == NULL)
		return FALSE;
	if (form->names->len == FIELDS_MAX)
		return data_refuse(error,
		    "the form has over %d fields; allowed are %d", FIELDS_MAX,
		    FIELDS_MAX);
	g_ptr_array_add(form->names, g_steal_pointer(&name));
	g_ptr_array_add(form->values, g_steal_pointer(&value));
	return TRUE;
}

struct form *
form_parse(const char *text, gsize n, GError **error)
{
	g_autoptr(form) form = g_new0(struct form, 1);

	form->names = g_ptr_array_new_with_free_func(g_free);
	form->values = g_ptr_array_new_with_free_func(g_free);
	while (n > 0) {
		const char *end = memchr(text, '&', n);
		gsize bytes = end != NULL ? (gsize)(end - text) : n;

		if (bytes > 0 && !take_field(form, text, bytes, error))
			return NULL;
		bytes += end != NULL ? 1 : 0;
		text += bytes;
		n -= bytes;
	}
	return g_steal_pointer(&form);
}

const char *
form_value(const struct form *form, const char *name)
{
	for (guint i = 0; i < form->names->len; i++)
		if (g_str_equal(form->names->pdata[i], name))
			return form->values->pdata[i];
	return NULL;
}

void
form_free(struct form *form)
{
	if (form == NULL)
		return;
	g_ptr_array_unref(form->names);
	g_ptr_array_unref(form->values);
	g_free(form);
}
