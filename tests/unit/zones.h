/*
 * zones.h - the names of all time zones, for what is tested in each.
 */
#ifndef TESTS_UNIT_ZONES_H
#define TESTS_UNIT_ZONES_H

#include "tests/unit/unit.h"

/* tzdata.zi has lines "Z NAME ..." and "L TARGET NAME": links are other names
 * of them. */
G_GNUC_UNUSED static GPtrArray *
zones_all(gboolean links)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents("/usr/share/zoneinfo/tzdata.zi", &text, NULL,
		NULL))
		ck_abort_msg("tzdata.zi cannot be read: install tzdata");
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) words = g_strsplit(*line, " ", 4);
		guint n = g_strv_length(words);

		if (n >= 2 && g_str_equal(words[0], "Z"))
			g_ptr_array_add(names, g_strdup(words[1]));
		else if (links && n >= 3 && g_str_equal(words[0], "L"))
			g_ptr_array_add(names, g_strdup(words[2]));
	}
	ck_assert_uint_gt(names->len, links ? 400 : 300);
	return names;
}

#endif
