/*
 * fuzz_form.c - any bytes as a form. What is read is text within the promised
 * bounds, and reads the same again once it is written.
 */
#include <string.h>

#include "providers/form.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check_again(const struct form *form)
{
	g_autofree struct form_field *fields = g_new0(struct form_field,
	    form->names->len + 1);
	g_autofree char *text = NULL;
	g_autoptr(form) again = NULL;

	for (guint i = 0; i < form->names->len; i++) {
		fields[i].name = form->names->pdata[i];
		fields[i].value = form->values->pdata[i];
	}
	text = form_encode(fields, form->names->len);
	again = form_parse(text, strlen(text), NULL);
	g_assert(again != NULL);
	g_assert(again->names->len == form->names->len);
	for (guint i = 0; i < form->names->len; i++) {
		g_assert_cmpstr(again->names->pdata[i], ==, fields[i].name);
		g_assert_cmpstr(again->values->pdata[i], ==, fields[i].value);
	}
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(form) form = form_parse((const char *)data, size, &error);

	g_assert((form == NULL) == (error != NULL));
	if (form == NULL)
		return 0;
	g_assert(form->names->len == form->values->len);
	g_assert(form->names->len <= 200);
	for (guint i = 0; i < form->names->len; i++) {
		g_assert(g_utf8_validate(form->names->pdata[i], -1, NULL));
		g_assert(g_utf8_validate(form->values->pdata[i], -1, NULL));
		g_assert(form_value(form, form->names->pdata[i]) != NULL);
	}
	check_again(form);
	return 0;
}
