/*
 * cells.c - text and numbers as cells of CSV, and JSON as text. Knows no
 * columns. See cells.h.
 */
#include "scores/table/cells.h"

#include <string.h>

void
cells_append_text(GString *out, const char *text)
{
	const char *neutral = *text != '\0' &&
		strchr("=+-@\t\r", *text) != NULL ?
	    "'" :
	    "";

	if (strpbrk(text, ",\"\r\n") == NULL) {
		g_string_append_printf(out, "%s%s", neutral, text);
		return;
	}
	g_string_append_printf(out, "\"%s", neutral);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

void
cells_append_number(GString *out, double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];

	for (int precision = 15; precision <= 17; precision++) {
		char format[8] = "%.15g";

		format[3] = (char)('0' + precision % 10);
		g_ascii_formatd(digits, sizeof(digits), format, number);
		if (g_ascii_strtod(digits, NULL) == number)
			break;
	}
	g_string_append_printf(out, ",%s", digits);
}

void
cells_append_count(GString *out, gint64 count)
{
	g_string_append_printf(out, ",%" G_GINT64_FORMAT, count);
}

void
cells_append_known(GString *out, gboolean known, double number)
{
	if (known)
		cells_append_number(out, number);
	else
		g_string_append_c(out, ',');
}

static void
append_json(GString *out, const json_t *json, size_t flags)
{
	char *text = json_dumps(json, flags);

	g_assert(text != NULL);
	g_string_append_printf(out, "%s\n", text);
	free(text);
}

char *
cells_json(const json_t *list, gboolean lines)
{
	GString *out = g_string_new(NULL);
	json_t *object;
	size_t i;

	if (!lines)
		append_json(out, list, JSON_INDENT(2));
	else
		json_array_foreach(list, i, object)
			append_json(out, object, JSON_COMPACT);
	return g_string_free(out, FALSE);
}
