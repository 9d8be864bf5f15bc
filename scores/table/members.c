/*
 * members.c - see members.h.
 */
#include "scores/table/members.h"

void
member_text(json_t *object, const char *name, const char *text)
{
	g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, -1) :
						NULL;

	json_object_set_new(object, name,
	    valid != NULL ? json_string(valid) : json_null());
}

void
member_count(json_t *object, const char *name, gint64 count)
{
	json_object_set_new(object, name, json_integer((json_int_t)count));
}

void
member_number(json_t *object, const char *name, gboolean known, double number)
{
	json_object_set_new(object, name,
	    known ? json_real(number) : json_null());
}
