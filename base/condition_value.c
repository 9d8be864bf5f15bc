/*
 * condition_value.c - what a text is worth in a comparison: a number, a date or
 * neither. Knows no attribute; called by condition_parse.c, condition_fact.c.
 */
#include <errno.h>
#include <string.h>

#include "base/condition_internal.h"

#define REAL_MAX_DIGITS 15 /* what a double holds of any number */
#define DATE_FORM "NNNN-NN-NN"
#define TWO_TO_63 9223372036854775808.0

gboolean
condition_number_read(const char *text, struct condition_number *number)
{
	const char *digits = text + (*text == '-');
	gsize whole = strspn(digits, "0123456789");
	const char *point = digits + whole;
	gsize fraction = *point == '.' ? strspn(point + 1, "0123456789") : 0;

	if (whole == 0 || (whole > 1 && *digits == '0'))
		return FALSE;
	if (*point == '\0') {
		errno = 0;
		*number = (struct condition_number){
			.whole = TRUE,
			.integer = g_ascii_strtoll(text, NULL, 10),
		};
		return errno == 0;
	}
	if (fraction == 0 || point[1 + fraction] != '\0' ||
	    whole + fraction > REAL_MAX_DIGITS)
		return FALSE;
	*number = (struct condition_number){ .real = g_ascii_strtod(text,
						 NULL) };
	return TRUE;
}

/* Not by way of a double, which has no room for every integer. */
static int
compare_with_real(gint64 integer, double real)
{
	gint64 whole;

	if (real >= TWO_TO_63)
		return -1;
	if (real < -TWO_TO_63)
		return 1;
	whole = (gint64)real;
	if (integer != whole)
		return integer < whole ? -1 : 1;
	return ((double)whole > real) - ((double)whole < real);
}

int
condition_number_compare(const struct condition_number *a,
    const struct condition_number *b)
{
	if (a->whole && b->whole)
		return (a->integer > b->integer) - (a->integer < b->integer);
	if (a->whole)
		return compare_with_real(a->integer, b->real);
	if (b->whole)
		return -compare_with_real(b->integer, a->real);
	return (a->real > b->real) - (a->real < b->real);
}

char *
condition_number_text(const struct condition_number *number)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];

	if (number->whole)
		return g_strdup_printf("%" G_GINT64_FORMAT, number->integer);
	return g_strdup(
	    g_ascii_formatd(text, sizeof(text), "%.15g", number->real));
}

gboolean
condition_date_is(const char *text)
{
	const char *form = DATE_FORM;
	guint64 year;

	for (gsize i = 0; i < sizeof(DATE_FORM); i++)
		if (form[i] == 'N' ? !g_ascii_isdigit(text[i]) :
				     text[i] != form[i])
			return FALSE;
	year = g_ascii_strtoull(text, NULL, 10);
	return g_date_valid_dmy((GDateDay)g_ascii_strtoull(text + 8, NULL, 10),
	    (GDateMonth)g_ascii_strtoull(text + 5, NULL, 10), (GDateYear)year);
}
