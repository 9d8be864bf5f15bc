/*
 * answer_scale.c - scores of other scales: refused, or converted as somebody
 * has said; see answer_cells.h.
 *
 * Who was asked from 1 to 10 was asked another question: most take 1 for the
 * least, where others have 0. Promoters, passives and detractors come out the
 * same by both conversions; the mean does not.
 */
#include <string.h>

#include "base/errors.h"
#include "base/text.h"
#include "scores/history/answer_cells.h"

gboolean
cell_scale(const char *text, enum answer_scale *scale, GError **error)
{
	g_autofree char *shown = NULL;
	g_autoptr(GString) bare = g_string_new(NULL);

	for (const char *c = text; *c != '\0'; c++)
		if (!g_ascii_isspace(*c))
			g_string_append_c(bare, g_ascii_tolower(*c));
	g_string_replace(bare, "to", "-", 1);
	g_string_replace(bare, "\u2013", "-", 1);
	if (strcmp(bare->str, "0-10") == 0)
		*scale = SCALE_0_10;
	else if (strcmp(bare->str, "1-10") == 0)
		*scale = SCALE_1_10;
	else {
		shown = text_shown(text);
		return data_refuse(error,
		    "scale: found \"%s\"; allowed are 0-10 and, with "
		    "--convert-scale, 1-10: no other is a Net Promoter Score",
		    shown);
	}
	return TRUE;
}

gboolean
cell_conversion(const char *text, enum answer_conversion *conversion,
    GError **error)
{
	if (strcmp(text, "same") == 0)
		*conversion = CONVERT_SAME;
	else if (strcmp(text, "stretch") == 0)
		*conversion = CONVERT_STRETCH;
	else
		return data_refuse(error,
		    "\"%s\" is no conversion; allowed are same (1 stays 1) and "
		    "stretch (1 becomes 0, 10 stays 10)", text);
	return TRUE;
}

gboolean
cell_convert(enum answer_conversion conversion, int *score, GError **error)
{
	if (*score < 1)
		return data_refuse(error,
		    "score: found 0 on a scale from 1 to 10; allowed is a "
		    "whole number from 1 to 10");
	if (conversion == CONVERT_STRETCH)
		*score = ((*score - 1) * 20 + 9) / 18; /* to the nearest */
	return TRUE;
}
