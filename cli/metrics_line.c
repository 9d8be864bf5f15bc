/*
 * metrics_line.c - see metrics_line.h.
 */
#include "cli/metrics_line.h"

#include <string.h>

void
metrics_family(GString *out, const char *name, const char *type,
    const char *help)
{
	g_string_append_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help,
	    name, type);
}

static void
append_label(GString *out, const char *label, const char *value)
{
	g_string_append_printf(out, "%s=\"", label);
	for (; *value != '\0'; value++) {
		if (*value == '\n') {
			g_string_append(out, "\\n");
			continue;
		}
		if (*value == '\\' || *value == '"')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *value);
	}
	g_string_append_c(out, '"');
}

void
metrics_line(GString *out, const char *name, const char *label,
    const char *value, const char *label2, const char *value2, double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append(out, name);
	if (label != NULL) {
		g_string_append_c(out, '{');
		append_label(out, label, value);
		if (label2 != NULL) {
			g_string_append_c(out, ',');
			append_label(out, label2, value2);
		}
		g_string_append_c(out, '}');
	}
	g_string_append_printf(out, " %s\n",
	    g_ascii_formatd(digits, sizeof(digits), "%.15g", number));
}

void
metrics_one(GString *out, const char *name, const char *type, const char *help,
    double number)
{
	metrics_family(out, name, type, help);
	metrics_line(out, name, NULL, NULL, NULL, NULL, number);
}
